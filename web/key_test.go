package web_test

import (
	"fmt"
	"html"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"crossroads/web"
)

// TestKeysTellNothing sends wrong and missing keys to every route that changes
// an assessment. Whether it is there, has ended or never was, the answer is the
// same but for the id in the address and the number of the request.
func TestKeysTellNothing(t *testing.T) {
	s := newSite(t, setup{config: web.Config{TrustedProxies: local, IdentityHeader: "X-User"}}) // so that comments are on
	id, _ := s.save("", "Secret plan")
	ended, key := s.save("", "Secret end")
	if res := s.json("PUT", "/api/v1/assessments/"+ended+"/life", `{"status":"draft","expires":"2026-11-24"}`, "Authorization", "Bearer "+
		key); res.StatusCode != http.StatusNoContent {
		t.Fatal(res.body)
	}
	s.now.Advance(72 * time.Hour)
	ids := []string{"nosuchassessmentnosuchasse", id, ended}
	bodies := []string{`{}`, `{"title":"Stolen"}`, `{"nonsense":1}`, `not JSON`}
	matches := []string{"", `"1"`, `"7"`, "*"}
	var routes []string
	for _, r := range web.Routes(s.lib) {
		if r.Method != http.MethodGet && strings.Contains(r.Path, ":id") {
			routes = append(routes, r.Method+" "+r.Path)
		}
	}
	slices.Sort(routes)
	if len(routes) < 13 {
		t.Fatalf("only %d routes: %q", len(routes), routes)
	}
	for _, route := range routes {
		method, pattern, _ := strings.Cut(route, " ")
		// same sends the same request to every id.
		same := func(name string, send func(path string) answer) {
			t.Helper()
			var first string
			for _, id := range ids {
				res := send(strings.NewReplacer(":id", id, ":number", "1").Replace(pattern))
				if res.StatusCode != http.StatusForbidden || strings.Contains(res.body, "Secret") {
					t.Errorf("%s with %s for %s gives %d\n%s", route, name, id, res.StatusCode, res.body)
				}
				head := res.Header.Clone()
				head.Del("Date")
				head.Del("Content-Length") // of the body below, and of the number of the request
				got := strings.NewReplacer(id, "ID", head.Get("X-Request-Id"), "REQUEST").Replace(fmt.Sprint(head, res.body))
				if first == "" {
					first = got
				} else if got != first {
					t.Errorf("%s with %s for %s gives\n%s\nand for one that is not there\n%s", route, name, id, got, first)
				}
				s.now.Advance(time.Minute) // so that nobody has to wait
			}
		}
		if strings.HasPrefix(pattern, "/api/") {
			for _, auth := range []string{"", "Bearer", "Bearer wrong", "Basic d3Jvbmc="} {
				for i, body := range bodies {
					same(fmt.Sprintf("%q, %s and If-Match %q", auth, body, matches[i]), func(path string) answer {
						headers := []string{"Authorization", auth}
						if matches[i] != "" {
							headers = append(headers, "If-Match", matches[i])
						}
						return s.json(method, path, body, headers...)
					})
				}
			}
			continue
		}
		for _, key := range []string{"", "wrong", "https://portal.example/a/x/edit#wrong"} {
			for _, action := range []string{
				"", "arrange", "rotate", "revoke", "delete", "mark", "restore", "open", "reveal", "hide", "nonsense",
			} {
				form := url.Values{
					"key": {key}, "action": {action}, "title": {"Typed <title>"}, "note": {"two\nlines"}, "number": {"1"}, "base": {"9"},
				}
				same(fmt.Sprintf("key %q and action %q", key, action), func(path string) answer { return s.post(path, form) })
			}
		}
	}
	// The form of a result page names the assessment in a field.
	first := ""
	for _, id := range ids {
		s.now.Advance(time.Minute)
		res := s.post("/assessments", url.Values{
			"comparison": {"lunch"}, "query": {""}, "title": {"Typed"}, "revise": {id}, "base": {"1"}, "key": {"wrong"},
		})
		got := strings.NewReplacer(id, "ID", res.Header.Get("X-Request-Id"), "REQUEST").Replace(res.body)
		if res.StatusCode != http.StatusForbidden || first != "" && got != first {
			t.Errorf("revising %s gives %d\n%s\nand one that is not there\n%s", id, res.StatusCode, got, first)
		}
		first = got
	}
	if res := s.get("/a/" + id); res.StatusCode != http.StatusOK || !strings.Contains(res.body, "Secret plan") {
		t.Errorf("in the end the assessment gives %d", res.StatusCode)
	}
}

var hiddenField = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)"`)

// hiddenFields are those of the forms of a page.
func hiddenFields(t *testing.T, page string) url.Values {
	t.Helper()
	form := url.Values{}
	for _, m := range hiddenField.FindAllStringSubmatch(page, -1) {
		form.Add(html.UnescapeString(m[1]), html.UnescapeString(m[2]))
	}
	if len(form) == 0 {
		t.Fatalf("no hidden fields in\n%s", page)
	}
	return form
}

// TestWrongKeyKeepsWhatWasTyped: the page that asks again sends everything that
// came with the wrong key, and nothing else.
func TestWrongKeyKeepsWhatWasTyped(t *testing.T) {
	s := newSite(t, setup{})
	id, key := s.save("", "First")
	res := s.post("/a/"+id+"/edit", url.Values{"key": {"wrong"}, "base": {"1"}, "title": {`Typed "title"`}, "note": {"one\n\n*two*"}})
	if res.StatusCode != http.StatusForbidden || res.Header.Get("Cache-Control") != "no-store" || strings.Contains(res.body, "First") ||
		strings.Contains(res.body, "wrong") {
		t.Fatalf("%d %v\n%s", res.StatusCode, res.Header, res.body)
	}
	again := hiddenFields(t, res.body)
	again.Set("key", key)
	if res := s.post("/a/"+id+"/edit", again); res.StatusCode != http.StatusSeeOther {
		t.Fatalf("sent again: %d\n%s", res.StatusCode, res.body)
	}
	saved, err := s.store.Get(t.Context(), id, 0)
	if err != nil || saved.Title != `Typed "title"` || saved.Note != "one\n\n*two*" || saved.Latest != 2 {
		t.Errorf("%+v, %v", saved, err)
	}
}

// TestGuessesAreCountedByNetwork: a forged X-Forwarded-For gives nobody more
// guesses; behind a trusted proxy everybody has their own.
func TestGuessesAreCountedByNetwork(t *testing.T) {
	for _, test := range []struct {
		name    string
		config  web.Config
		another int // what somebody else gets
	}{
		{"without a proxy", web.Config{}, http.StatusTooManyRequests},
		{"not a trusted one", web.Config{TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}}, http.StatusTooManyRequests},
		{"behind a proxy", web.Config{TrustedProxies: local}, http.StatusForbidden},
	} {
		s := newSite(t, setup{config: test.config})
		id, _ := s.save("", "One")
		guess := func(from string) int {
			return s.json("DELETE", "/api/v1/assessments/"+id, "", "Authorization", "Bearer wrong", "X-Forwarded-For", from).StatusCode
		}
		for range 20 {
			if status := guess("192.0.2.1"); status != http.StatusForbidden {
				t.Fatalf("%s: a wrong key gives %d", test.name, status)
			}
		}
		for from, want := range map[string]int{
			"192.0.2.1":              http.StatusTooManyRequests,
			"192.0.2.2":              test.another,
			"203.0.113.9, 192.0.2.1": http.StatusTooManyRequests, // what the client itself put in front
		} {
			if status := guess(from); status != want {
				t.Errorf("%s: from %s gives %d, want %d", test.name, from, status, want)
			}
		}
	}
}

// TestEditKeyAsPasted: an edit link opens with what a text around it, or a program on
// the way, did to it.
func TestEditKeyAsPasted(t *testing.T) {
	s := newSite(t, setup{})
	id, key := s.save("size=few", "A title")
	link := s.URL + "/a/" + id + "/edit#" + key
	for i, pasted := range []string{
		key, " " + key + "\n", link, link + ".", "<" + link + ">", "„" + link + "“", link + "。", strings.ToUpper(key), key[:9] + "\u00ad" + key[9:],
		key + "\u200b", s.URL + "/a/" + id + "/edit#key=" + key,
		strings.Replace(link, "#", "%23", 1), link + "%E2%80%8B", link + "&utm=1", link + "?utm_source=x", "Key: " + key, key[:9] + " " + key[9:],
		strings.Map(func(c rune) rune { return c + 0xfee0 }, key), key + " is the key",
	} {
		form := url.Values{"key": {pasted}, "action": {"mark"}, "number": {"1"}, "milestone": {fmt.Sprintf("Version %d", i)}}
		if res := s.post("/a/"+id+"/history", form); res.StatusCode != http.StatusSeeOther {
			t.Errorf("%q: %d, want 303", pasted, res.StatusCode)
		}
	}
}
