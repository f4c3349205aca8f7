package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"crossroads/web"
)

// TestOrigins holds the one place that compares origins to what a proxy may do
// to the Host header, and to what other sites may try.
func TestOrigins(t *testing.T) {
	const (
		in      = "in"
		strange = "If you opened this portal at" // a proxy may be why
		foreign = "came from another site, so it was refused. Open"
		sandbox = "may be in the sandbox of that frame"
	)
	tests := []struct{ base, host, origin, fetched, want string }{
		// without a public address the Host header is all there is
		{"", "portal.intra", "http://portal.intra", "", in},
		{"", "portal.intra:80", "http://portal.intra", "", in}, // $host:$server_port
		{"", "portal.intra:443", "https://portal.intra", "", in},
		{"", "PORTAL.intra", "http://portal.intra", "", in},
		{"", "portal.intra.", "http://portal.intra.", "", in},
		{"", "[::1]:8080", "http://[::1]:8080", "", in},
		{"", "portal.intra", "", "", in}, // no browser
		{"", "portal.intra:443", "http://portal.intra", "", strange},
		{"", "127.0.0.1:8080", "http://portal.intra", "", strange},
		{"", "upstream", "http://portal.intra", "", strange},
		{"", "portal.intra", "http://portal.intra:8081", "", strange}, // the port is lost
		{"", "portal.intra", "http://portal.intra.evil.example", "", strange},
		{"", "portal.intra", "http://evil.example", "", strange},
		{"", "portal.intra", "null", "", sandbox},
		{"", "portal.intra", "http://portal.intra/", "", in},
		{"", "portal.intra", "http://evil@evil.example", "", foreign},
		// what the browser says stands
		{"", "127.0.0.1:8080", "https://portal.intra", "same-origin", in},
		{"", "127.0.0.1:8080", "https://portal.intra", "same-site", foreign},
		{"", "portal.intra", "http://portal.intra", "cross-site", foreign},
		// the public address in any form
		{"HTTPS://Portal.Intra", "127.0.0.1:8080", "https://portal.intra", "", in},
		{"https://portal.intra:443/", "127.0.0.1:8080", "https://portal.intra", "", in},
		{"http://portal.intra:80", "127.0.0.1:8080", "http://portal.intra", "", in},
		{"http://portal.intra.", "127.0.0.1:8080", "http://portal.intra", "", in},
		{"http://portal.intra", "127.0.0.1:8080", "http://portal.intra.", "", in},
		{"http://portal:8081", "portal", "http://portal:8081", "", in},
		{"https://bücher.test", "127.0.0.1:8080", "https://xn--bcher-kva.test", "", in},
		{"http://[0:0::1]:8080", "upstream", "http://[::1]:8080", "", in},
		{"http://portal.intra", "127.0.0.1:8080", "http://127.0.0.1:8080", "", in}, // past the proxy
		{"https://portal.intra", "127.0.0.1:8080", "http://portal.intra", "", strange},
		{"http://portal.intra", "127.0.0.1:8080", "http://portal.intra:8080", "", strange},
		{"http://portal.intra", "127.0.0.1:8080", "http://a.portal.intra", "", strange},
		{"http://portal.intra", "127.0.0.1:8080", "http://evil.example", "", strange},
		{"http://portal.intra", "127.0.0.1:8080", "http://evil.example", "cross-site", foreign},
		{"http://portal.intra", "127.0.0.1:8080", "null", "", sandbox},
	}
	sites := map[string]*site{}
	for _, tt := range tests {
		if sites[tt.base] == nil {
			sites[tt.base] = newSite(t, setup{config: web.Config{BaseURL: tt.base}})
		}
		s := sites[tt.base]
		req := s.request("POST", "/assessments", url.Values{"comparison": {"lunch"}, "title": {"x"}}.Encode(), "Content-Type",
			"application/x-www-form-urlencoded")
		req.Host = tt.host
		for name, value := range map[string]string{"Origin": tt.origin, "Sec-Fetch-Site": tt.fetched} {
			if value != "" {
				req.Header.Set(name, value)
			}
		}
		res := s.do(req)
		switch {
		case tt.want == in && res.StatusCode != http.StatusOK,
			tt.want != in && (res.StatusCode != http.StatusForbidden || !strings.Contains(res.body, tt.want)):
			t.Errorf("%+v: %d\n%s", tt, res.StatusCode, res.body)
		}
	}
}

// TestRefusedAtAnotherAddress: who opened the portal past its public address is
// sent there.
func TestRefusedAtAnotherAddress(t *testing.T) {
	s := newSite(t, setup{config: web.Config{BaseURL: "https://Portal.example.org"}})
	res := s.post("/assessments", url.Values{"comparison": {"lunch"}}, "Origin", "http://old.example.org")
	for _, want := range []string{
		`The public address of this portal is <a href="https://portal.example.org">`, "If that address is wrong",
		"--base-url=http://old.example.org",
	} {
		if !strings.Contains(res.body, want) {
			t.Errorf("no %s in\n%s", want, res.body)
		}
	}
	res = s.json("POST", "/api/v1/comparisons/lunch/evaluate", "{}", "Origin", "http://old.example.org")
	if !strings.Contains(res.body, "and the public address is https://portal.example.org.") {
		t.Error(res.body)
	}
}

// TestRefusedRoundIsKept: who answers a team round finds the answers again, and
// the round with them.
func TestRefusedRoundIsKept(t *testing.T) {
	s := newSite(t, setup{})
	q, a := s.first()
	id, key := s.save("", "A title")
	round := s.json("POST", "/api/v1/assessments/"+id+"/round", "", "Authorization", "Bearer "+key)
	_, token, found := strings.Cut(round.body, "/t/")
	if !found {
		t.Fatal(round.body)
	}
	token = token[:strings.IndexByte(token, '"')]
	res := s.post("/t/"+token, url.Values{"author": {"Ada"}, "query": {q + "=" + a}}, "Origin", "http://portal.intra")
	link := "/decide/lunch/result?" + q + "=" + a + "&amp;round=" + token
	if res.StatusCode != http.StatusForbidden || !strings.Contains(res.body, ">Ada</textarea>") || !strings.Contains(res.body, link) {
		t.Fatalf("no %s:\n%s", link, res.body)
	}
	if again := s.get(strings.ReplaceAll(link, "&amp;", "&")); !strings.Contains(again.body, `action="/t/`+token+`"`) {
		t.Error("the link does not lead back to the round")
	}
	if strings.Contains(s.log.String(), token) {
		t.Error("the token is in the log")
	}
}

// TestRefusalsAreLogged with all that an operator needs and nothing that was
// sent in confidence; a flood of them makes few lines.
func TestRefusalsAreLogged(t *testing.T) {
	s := newSite(t, setup{})
	send := func(n int, origin string) {
		for range n {
			s.post("/a/secretid/edit", url.Values{"key": {"secretkey"}, "title": {"secrettitle"}}, "Origin", origin)
		}
	}
	lines := func() (list []string) {
		for line := range strings.Lines(s.log.String()) {
			// an event for each, as for each line of the access log
			if strings.Contains(line, "level=WARN") && !strings.Contains(line, "msg=security") {
				list = append(list, line)
			}
		}
		return list
	}
	send(1, "http://"+strings.Repeat("long.", 5000)+"example") // of no site
	send(1, "http://portal.intra")
	if list := lines(); len(list) != 1 {
		t.Fatalf("warnings: %q", list)
	}
	for _, want := range []string{
		"--base-url (CROSSROADS_BASE_URL)", "origin=http://portal.intra ", fmt.Sprintf("host=%s ", strings.TrimPrefix(s.URL, "http://")),
		"request=",
	} {
		if !strings.Contains(lines()[0], want) {
			t.Errorf("no %s in %s", want, lines()[0])
		}
	}
	send(50, "http://other.intra")
	if n := len(lines()); n != 5 {
		t.Errorf("a flood makes %d warnings, want 5", n)
	}
	s.now.Advance(time.Minute)
	send(50, "http://portal.intra")
	if n := len(lines()); n != 6 {
		t.Errorf("a minute later there are %d warnings, want 6", n)
	}
	if log := s.log.String(); strings.Contains(log, "secret") || strings.Contains(log, "long.long.") {
		t.Errorf("too much is in the log:\n%s", log)
	}
}
