package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"crossroads/web"
)

var local = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}

// TestPortfolioIsClosed: it is off unless switched on, and believes the header
// of a trusted proxy only.
func TestPortfolioIsClosed(t *testing.T) {
	for _, test := range []struct {
		name    string
		config  web.Config
		headers []string
		want    int
	}{
		{"off", web.Config{TrustedProxies: local}, []string{"X-Forwarded-User", "ada"}, http.StatusNotFound},
		{"nobody", web.Config{TrustedProxies: local, IdentityHeader: "X-Forwarded-User"}, nil, http.StatusForbidden},
		{"empty", web.Config{
			TrustedProxies: local, IdentityHeader: "X-Forwarded-User",
		}, []string{"X-Forwarded-User", " "}, http.StatusForbidden},
		{"not a proxy", web.Config{
			TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}, IdentityHeader: "X-Forwarded-User",
		}, []string{"X-Forwarded-User", "ada"}, http.StatusForbidden},
		{"signed in", web.Config{
			TrustedProxies: local, IdentityHeader: "X-Forwarded-User",
		}, []string{"X-Forwarded-User", "ada"}, http.StatusOK},
	} {
		s := newSite(t, setup{config: test.config})
		for _, path := range []string{"/portfolio", "/api/v1/portfolio"} {
			if res := s.get(path, test.headers...); res.StatusCode != test.want {
				t.Errorf("%s: %s gives %d, want %d", test.name, path, res.StatusCode, test.want)
			}
		}
	}
	s := newSite(t, setup{config: web.Config{TrustedProxies: local, IdentityHeader: "X-Forwarded-User"}})
	twice := s.request("GET", "/portfolio", "")
	twice.Header["X-Forwarded-User"] = []string{"ada", "eve"}
	if res := s.do(twice); res.StatusCode != http.StatusForbidden {
		t.Errorf("a header that comes twice gives %d", res.StatusCode)
	}
}

// TestPortfolio lists what people who had signed in saved, over several pages.
func TestPortfolio(t *testing.T) {
	s := newSite(t, setup{config: web.Config{TrustedProxies: local, IdentityHeader: "X-Forwarded-User"}})
	ada := []string{"X-Forwarded-User", "ada@example.org"}
	s.save("", "By a stranger")
	const count = 53
	for n := range count {
		res := s.json("POST", "/api/v1/assessments", fmt.Sprintf(`{"comparison":"lunch","title":"Plan %d <b>"}`, n), ada...)
		var doc struct{ ID, Key string }
		if err := json.Unmarshal([]byte(res.body), &doc); err != nil || doc.ID == "" {
			t.Fatal(res.body)
		}
		if n == 5 {
			s.json("PUT", "/api/v1/assessments/"+doc.ID+"/life", `{"status":"decided","review":"2026-11-01"}`, "Authorization", "Bearer "+
				doc.Key)
		}
	}
	res := s.post("/assessments", url.Values{"comparison": {"lunch"}, "title": {"By the form"}}, ada...)
	if res.StatusCode != http.StatusOK {
		t.Fatal(res.body)
	}
	first := s.get("/portfolio", ada...)
	if strings.Contains(first.body, "By a stranger") || !strings.Contains(first.body, "By the form") ||
		!strings.Contains(first.body, "Plan 52 &lt;b&gt;") ||
		!strings.Contains(first.body, "Older ones") || first.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("the first page:\n%s", first.body)
	}
	if due := s.get("/portfolio?due=1&status=decided&q=plan", ada...); strings.Count(due.body, `<li class="panel">`) != 1 ||
		!strings.Contains(due.body, "Plan 5 &lt;b&gt;") || !strings.Contains(due.body, "Due for review since") {
		t.Errorf("due:\n%s", due.body)
	}
	var titles []string
	for next := ""; ; {
		var page struct {
			Assessments []struct{ Title, Owner string }
			Next        *int64
		}
		if err := json.Unmarshal([]byte(s.get("/api/v1/portfolio?limit=20"+next, ada...).body), &page); err != nil {
			t.Fatal(err)
		}
		for _, a := range page.Assessments {
			titles = append(titles, a.Title)
			if a.Owner != "ada@example.org" {
				t.Errorf("owner %q", a.Owner)
			}
		}
		if page.Next == nil {
			break
		}
		next = fmt.Sprint("&after=", *page.Next)
	}
	if len(titles) != count+1 || titles[0] != "By the form" || titles[count] != "Plan 0 <b>" {
		t.Errorf("%d titles on all pages: %q", len(titles), titles)
	}
	for _, query := range []string{"?status=x", "?after=x", "?q=%00", "?limit=0"} {
		if res := s.get("/api/v1/portfolio"+query, ada...); res.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s gives %d", query, res.StatusCode)
		}
	}
}
