package web_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"crossroads/record"
	"crossroads/web"
)

var frameToken = regexp.MustCompile(`name="token" value="([^"]+)"`)

// frameForm is what a result in a frame sends, with a token of its page.
func frameForm(s *site, title string) url.Values {
	s.t.Helper()
	slug := s.lib.Comparisons[0].Slug
	m := frameToken.FindStringSubmatch(s.get("/embed/decide/" + slug + "/result").body)
	if m == nil {
		s.t.Fatal("the result in a frame has no token")
	}
	return url.Values{"comparison": {slug}, "title": {title}, "token": {m[1]}}
}

// TestFrameTokens: a token is good for its comparison for twelve hours.
func TestFrameTokens(t *testing.T) {
	s := newSite(t, setup{})
	form := frameForm(s, "x")
	s.now.Advance(12*time.Hour - time.Minute)
	if res := s.post("/embed/assessments", form); res.StatusCode != http.StatusOK {
		t.Errorf("before its time is over a token gave %d", res.StatusCode)
	}
	s.now.Advance(2 * time.Minute)
	old := s.post("/embed/assessments", form)
	if old.StatusCode != http.StatusForbidden || !strings.Contains(old.body, "open for too long") {
		t.Errorf("after its time a token gave %d", old.StatusCode)
	}
	form.Set("token", frameToken.FindStringSubmatch(old.body)[1])
	if res := s.post("/embed/assessments", form); res.StatusCode != http.StatusOK {
		t.Errorf("the fresh token gave %d", res.StatusCode)
	}
	good := form.Get("token")
	for _, bad := range []string{
		"", ".", good[:len(good)-1], "1" + good, "99999999999." + good[strings.Index(good, ".")+1:], strings.Repeat("9", 500) + "." + good,
	} {
		form.Set("token", bad)
		if res := s.post("/embed/assessments", form); res.StatusCode != http.StatusForbidden {
			t.Errorf("token %.40q gave %d", bad, res.StatusCode)
		}
	}
}

// TestFramesSaveForNobody: who has signed in, cookies and keys count for nothing
// in a frame.
func TestFramesSaveForNobody(t *testing.T) {
	s := newSite(t, setup{
		config: web.Config{IdentityHeader: "X-Forwarded-User", TrustedProxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}},
	})
	res := s.post("/embed/assessments", frameForm(s, "From a frame"), "X-Forwarded-User", "ann", "Cookie", "session=1", "Authorization",
		"Bearer x", "Origin", "null")
	if res.StatusCode != http.StatusOK || len(res.Header.Values("Set-Cookie")) > 0 {
		t.Fatalf("saving gave %d %v", res.StatusCode, res.Header)
	}
	s.post("/assessments", url.Values{"comparison": {"lunch"}, "title": {"From a page"}}, "X-Forwarded-User", "ann")
	list, err := s.store.Portfolio(context.Background(), record.Filter{Limit: 10})
	if err != nil || len(list) != 1 || list[0].Title != "From a page" {
		t.Errorf("the portfolio has %+v, %v", list, err)
	}
}

// TestFramesAreSlowedDown: one network saves some at once and then one every
// five seconds; what it answered stays.
func TestFramesAreSlowedDown(t *testing.T) {
	s := newSite(t, setup{config: web.Config{SaveBurst: 30, SaveRate: 0.2}})
	form := frameForm(s, "x")
	for i := range 30 {
		if res := s.post("/embed/assessments", form); res.StatusCode != http.StatusOK {
			t.Fatalf("save %d gave %d", i+1, res.StatusCode)
		}
	}
	res := s.post("/embed/assessments", form, "Accept", "application/json")
	if res.StatusCode != http.StatusTooManyRequests || res.Header.Get("Retry-After") != "5" ||
		!strings.Contains(res.body, "nothing you answered is lost") {
		t.Errorf("the next one gave %d %v %s", res.StatusCode, res.Header, res.body)
	}
	s.now.Advance(5 * time.Second)
	if res := s.post("/embed/assessments", form); res.StatusCode != http.StatusOK {
		t.Errorf("five seconds later it gave %d", res.StatusCode)
	}
	if res := s.post("/embed/assessments",
		url.Values{"title": {strings.Repeat("x", 70<<10)}}); res.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("70 KB gave %d", res.StatusCode)
	}
}

// TestFramesCannotOvertakeTheBrake: many saves that begin before the first of
// them is counted get no further than one after the other would.
func TestFramesCannotOvertakeTheBrake(t *testing.T) {
	s := newSite(t, setup{config: web.Config{SaveBurst: 30}})
	body := frameForm(s, "x").Encode()
	const clients = 45
	all := make(chan struct{})
	answers := make(chan int, clients)
	for range clients {
		in, out := io.Pipe()
		req := s.request(http.MethodPost, "/embed/assessments", "", "Content-Type", "application/x-www-form-urlencoded")
		req.Body, req.ContentLength = in, int64(len(body))
		go func() {
			res, err := s.Client().Do(req)
			if err != nil {
				t.Error(err)
				answers <- 0
				return
			}
			res.Body.Close()
			answers <- res.StatusCode
		}()
		go func() {
			io.WriteString(out, body[:1])
			<-all
			io.WriteString(out, body[1:])
			out.Close()
		}()
	}
	time.Sleep(50 * time.Millisecond) // lets them get ahead of one another; the result does not depend on it
	close(all)
	count := map[int]int{}
	for range clients {
		count[<-answers]++
	}
	if count[http.StatusOK] != 30 || count[http.StatusTooManyRequests] != clients-30 {
		t.Errorf("answers: %v", count)
	}
}

// TestEmbedIsolation is off unless asked for, since checkers of links take it
// for a page that cannot be shown.
func TestEmbedIsolation(t *testing.T) {
	for _, on := range []bool{false, true} {
		s := newSite(t, setup{config: web.Config{EmbedIsolation: on}})
		for path, framed := range map[string]bool{"/embed/decide/lunch": true, "/embed/nothing": true, "/decide/lunch": false} {
			want := ""
			if on && framed {
				want = "require-corp"
			}
			if got := s.get(path).Header.Get("Cross-Origin-Embedder-Policy"); got != want {
				t.Errorf("isolation %v: %s sends %q, want %q", on, path, got, want)
			}
		}
	}
}

// TestCheckersTakeAnyHTTPS holds the policy of any-https to the rules by which
// services decide from the headers alone whether a frame can be shown: Iframely
// (lib/plugins/validators/async/21_checkContentType.js) and Outline
// (server/utils/embeds.ts), as of November 2026 and before Iframely knew "https:".
func TestCheckersTakeAnyHTTPS(t *testing.T) {
	iframely := func(sources []string) bool {
		return slices.ContainsFunc(sources, func(s string) bool { return s == "*" || s == "https://*" || s == "http://*" })
	}
	outline := func(sources []string) bool { return slices.Contains(sources, "*") }
	for _, tt := range []struct {
		ancestors []string
		want      bool
	}{{[]string{"any-https"}, true}, {[]string{"https://wiki.example.org"}, false}, {nil, false}} {
		s := newSite(t, setup{config: web.Config{Ancestors: tt.ancestors}})
		for _, path := range []string{"/embed/decide/lunch", "/embed/compare/lunch"} {
			h := s.get(path).Header
			_, list, found := strings.Cut(h.Get("Content-Security-Policy"), "; frame-ancestors ")
			sources := strings.Fields(list)
			if got := found && h.Get("X-Frame-Options") == "" && h.Get("Cross-Origin-Embedder-Policy") == "" && iframely(sources) &&
				outline(sources); got != tt.want {
				t.Errorf("%v: the checkers take %s with %q: %v, want %v", tt.ancestors, path, list, got, tt.want)
			}
		}
	}
}

// TestSavedFramesTell: the frame of a saved assessment tells the page around it the result as the wizard does, and how it
// stands; pages outside of frames have nobody to tell.
func TestSavedFramesTell(t *testing.T) {
	s := newSite(t, setup{})
	id, key := s.save("size=few", "A title")
	bearer := []string{"Authorization", "Bearer " + key}
	s.json("PUT", "/api/v1/assessments/"+id, `{"title":"A title","decision":"We </script> cook","answers":{"size":"few"}}`,
		append(bearer, "If-Match", `"1"`)...)
	s.json("PUT", "/api/v1/assessments/"+id+"/life", `{"status":"decided","review":"","expires":""}`, bearer...)
	message := regexp.MustCompile(`(?s)<script id="crossroads-result" type="application/json">(.*?)</script>`)
	read := func(path string) (told map[string]any) {
		t.Helper()
		found := message.FindStringSubmatch(s.get(path).body)
		if found == nil {
			t.Fatalf("%s tells nothing", path)
		}
		if err := json.Unmarshal([]byte(found[1]), &told); err != nil {
			t.Fatal(err)
		}
		return told
	}
	wizard, saved := read("/embed/decide/lunch/result?size=few"), read("/embed/a/"+id)
	for name, want := range map[string]any{
		"title": "A title", "status": "decided", "decision": "We </script> cook", "revision": 2.0, "url": s.URL + "/a/" + id,
	} {
		if saved[name] != want {
			t.Errorf("%s is %v, want %v", name, saved[name], want)
		}
		if name != "url" && wizard[name] != nil {
			t.Errorf("the wizard tells a %s: %v", name, wizard[name])
		}
	}
	for name := range wizard {
		if name != "url" && !reflect.DeepEqual(saved[name], wizard[name]) {
			t.Errorf("%s is %v, and %v in the wizard", name, saved[name], wizard[name])
		}
	}
	if older := read("/embed/a/" + id + "/r/1"); older["revision"] != 1.0 || older["url"] != s.URL+"/a/"+id+"/r/1" {
		t.Errorf("the older revision tells %v", older)
	}
	if message.MatchString(s.get("/a/" + id).body) {
		t.Error("the page tells too")
	}
}
