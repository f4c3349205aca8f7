package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"crossroads/identity"
	"crossroads/web"
	"crossroads/web/account"
	"crossroads/web/signin"
	"crossroads/web/signin/issuertest"
)

var boardRoles = identity.Roles{Readers: []string{"staff"}, Authors: []string{"engineers"}, Stewards: []string{"board"}}

// signInSite is a portal at which people sign in at an issuer.
func signInSite(t *testing.T) (*site, *issuertest.Issuer) {
	t.Helper()
	var s *site
	now := func() time.Time { return s.now.Now() }
	issuer := issuertest.New(t, now)
	client, err := signin.New(signin.Config{Issuer: issuer.URL, ClientID: issuertest.ClientID, Secret: issuertest.Secret, Scopes: []string{"openid"},
		NameClaim: "preferred_username", GroupsClaim: "groups", NeedsGroups: true, Key: []byte(strings.Repeat("k", 32)), Now: now})
	if err != nil {
		t.Fatal(err)
	}
	s = newSite(t, setup{config: web.Config{Account: account.Config{
		SignIn: client, Roles: boardRoles, SessionTime: 12 * time.Hour, IdleTime: time.Hour, Instance: "one",
		Limits: identity.Limits{Scopes: []string{"read", "write", "portfolio"}, Most: 90 * 24 * time.Hour},
	}}})
	return s, issuer
}

// jar is what a browser keeps.
type jar map[string]string

func (j jar) take(res answer) {
	for _, c := range res.Cookies() {
		if c.MaxAge < 0 {
			delete(j, c.Name)
		} else {
			j[c.Name] = c.Value
		}
	}
}

func (j jar) headers() []string {
	var pairs []string
	for name, value := range j {
		pairs = append(pairs, name+"="+value)
	}
	if pairs == nil {
		return nil
	}
	return []string{"Cookie", strings.Join(pairs, "; ")}
}

// signIn goes to the issuer and back, as a browser does that wants a page.
func signIn(t *testing.T, s *site, issuer *issuertest.Issuer, j jar, name string, groups ...string) answer {
	t.Helper()
	issuer.Person(map[string]any{"sub": "sub of " + name, "preferred_username": name, "groups": groups})
	there := s.get("/sign-in?to=%2Fportfolio", j.headers()...)
	if there.StatusCode != http.StatusSeeOther || !strings.HasPrefix(there.Header.Get("Location"), issuer.URL) {
		t.Fatalf("%d %s\n%s", there.StatusCode, there.Header.Get("Location"), there.body)
	}
	j.take(there)
	browser := http.Client{CheckRedirect: s.Client().CheckRedirect}
	at, err := browser.Get(there.Header.Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	at.Body.Close()
	back, _ := url.Parse(at.Header.Get("Location"))
	res := s.get(back.RequestURI(), j.headers()...)
	j.take(res)
	return res
}

func TestSignInAndOut(t *testing.T) {
	s, issuer := signInSite(t)
	// Nobody is asked for anything that needs no sign-in, and nobody gets a cookie.
	for _, path := range []string{"/", "/decide/lunch", "/account", "/api/v1/comparisons"} {
		if res := s.get(path); res.StatusCode != http.StatusOK || len(res.Cookies()) > 0 {
			t.Errorf("%s: %d %v", path, res.StatusCode, res.Cookies())
		}
	}
	if res := s.get("/portfolio?due=1"); res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != "/sign-in?to=%2Fportfolio%3Fdue%3D1" {
		t.Errorf("%d %s", res.StatusCode, res.Header.Get("Location"))
	}
	if res := s.get("/api/v1/portfolio"); res.StatusCode != http.StatusForbidden {
		t.Errorf("a program gets %d", res.StatusCode)
	}
	j := jar{}
	res := signIn(t, s, issuer, j, "ada", "board")
	if res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != "/portfolio" || len(j) != 1 {
		t.Fatalf("%d %s %v\n%s", res.StatusCode, res.Header.Get("Location"), j, res.body)
	}
	for _, c := range res.Cookies() {
		if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || c.Secure {
			t.Errorf("%+v", c)
		}
	}
	if page := s.get("/account", j.headers()...); !strings.Contains(page.body, "<bdi>ada</bdi>") || !strings.Contains(page.body, "steward") || page.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%s", page.body)
	}
	saved := s.post("/assessments", url.Values{"comparison": {"lunch"}, "title": {"By Ada"}}, j.headers()...)
	if page := s.get("/portfolio", j.headers()...); saved.StatusCode != http.StatusOK || !strings.Contains(page.body, "By Ada") {
		t.Errorf("%d\n%s", saved.StatusCode, page.body)
	}
	// Signing out needs a form of our own, ends the session for whoever kept the cookie, and
	// offers to do so at the issuer.
	kept := j.headers()
	if res := s.post("/sign-out", url.Values{}, append([]string{"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"}, kept...)...); res.StatusCode != http.StatusForbidden {
		t.Errorf("another site signs people out: %d", res.StatusCode)
	}
	out := s.post("/sign-out", url.Values{}, kept...)
	if m := regexp.MustCompile(`href="([^"]*/end\?[^"]*)"`).FindStringSubmatch(out.body); m == nil || !strings.Contains(m[1], "id_token_hint=") {
		t.Errorf("%d\n%s", out.StatusCode, out.body)
	}
	if j.take(out); len(j) != 0 {
		t.Errorf("the browser keeps %v", j)
	}
	if res := s.get("/portfolio", kept...); res.StatusCode != http.StatusSeeOther {
		t.Errorf("the cookie still opens the portfolio: %d", res.StatusCode)
	}
}

// TestSecureCookie: at an https address the cookies are for this host alone.
func TestSecureCookie(t *testing.T) {
	var s *site
	issuer := issuertest.New(t, func() time.Time { return s.now.Now() })
	client, _ := signin.New(signin.Config{Issuer: issuer.URL, ClientID: issuertest.ClientID, Key: []byte(strings.Repeat("k", 32)), Now: time.Now})
	s = newSite(t, setup{config: web.Config{BaseURL: "https://portal.example.org", Account: account.Config{SignIn: client}}})
	res := s.get("/sign-in")
	if len(res.Cookies()) != 1 {
		t.Fatalf("%v", res.Header)
	}
	if c := res.Cookies()[0]; !strings.HasPrefix(c.Name, "__Host-") || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
		t.Errorf("%+v", c)
	}
	if to, _ := url.Parse(res.Header.Get("Location")); to.Query().Get("redirect_uri") != "https://portal.example.org/sign-in/callback" {
		t.Errorf("%s", to)
	}
}

// TestRoles: a table of who gets what, by an issuer.
func TestRoles(t *testing.T) {
	s, issuer := signInSite(t)
	for _, test := range []struct {
		group            string
		in, list, listed bool
	}{
		{"guests", false, false, false},
		{"staff", true, true, false},
		{"engineers", true, true, true},
		{"board", true, true, true},
	} {
		j := jar{}
		res := signIn(t, s, issuer, j, "in "+test.group, test.group)
		if in := res.StatusCode == http.StatusSeeOther; in != test.in || !in && (!strings.Contains(res.body, "no role") || len(j) != 0) {
			t.Errorf("%s: %d %v\n%s", test.group, res.StatusCode, j, res.body)
		}
		if res := s.get("/api/v1/portfolio", j.headers()...); (res.StatusCode == http.StatusOK) != test.list {
			t.Errorf("%s lists: %d", test.group, res.StatusCode)
		}
		if res := s.post("/assessments", url.Values{"comparison": {"lunch"}, "title": {"From " + test.group}}, j.headers()...); res.StatusCode != http.StatusOK {
			t.Errorf("%s saves: %d", test.group, res.StatusCode)
		}
		admin := jar{}
		signIn(t, s, issuer, admin, "admin", "board")
		if listed := strings.Contains(s.get("/portfolio", admin.headers()...).body, "From "+test.group); listed != test.listed {
			t.Errorf("what %s saves is listed: %v", test.group, listed)
		}
	}
}

// TestProxyRoles: the same by headers of a proxy; without any role set, whoever the
// proxy names is an author, as ever.
func TestProxyRoles(t *testing.T) {
	config := web.Config{TrustedProxies: local, IdentityHeader: "X-Forwarded-User", Account: account.Config{GroupsHeader: "X-Forwarded-Groups", Roles: boardRoles}}
	s := newSite(t, setup{config: config})
	for groups, want := range map[string]string{"": "none", "guests": "none", "guests, staff": "reader", "engineers|guests": "author", "x;board": "steward"} {
		headers := []string{"X-Forwarded-User", "ada", "X-Forwarded-Groups", groups}
		if page := s.get("/account", headers...); !strings.Contains(page.body, "with the role "+want) {
			t.Errorf("%q: not %s", groups, want)
		}
		list := s.get("/portfolio", headers...)
		if (list.StatusCode == http.StatusOK) != (want != "none") {
			t.Errorf("%q lists: %d", groups, list.StatusCode)
		}
		if want == "none" && !strings.Contains(list.body, "--readers") {
			t.Errorf("the page does not say how to get a role:\n%s", list.body)
		}
	}
	twice := s.request("GET", "/portfolio", "", "X-Forwarded-User", "ada")
	twice.Header["X-Forwarded-Groups"] = []string{"guests", "board"}
	if res := s.do(twice); res.StatusCode != http.StatusForbidden {
		t.Errorf("a header of groups that comes twice gives %d", res.StatusCode)
	}
	config.TrustedProxies = nil
	s = newSite(t, setup{config: config})
	if res := s.get("/portfolio", "X-Forwarded-User", "ada", "X-Forwarded-Groups", "board"); res.StatusCode != http.StatusForbidden {
		t.Errorf("not from a proxy: %d", res.StatusCode)
	}
}

// TestSessionEnds: after its time, or when it was not used.
func TestSessionEnds(t *testing.T) {
	s, issuer := signInSite(t)
	j := jar{}
	signIn(t, s, issuer, j, "ada", "board")
	in := func() bool { return s.get("/api/v1/portfolio", j.headers()...).StatusCode == http.StatusOK }
	for range 14 { // 50 minutes each: always in use
		if !in() {
			t.Fatal("a session in use has ended")
		}
		s.now.Advance(50 * time.Minute)
	}
	s.now.Advance(25 * time.Minute) // 12:05 hours
	if in() {
		t.Error("a session lasts longer than its time")
	}
	signIn(t, s, issuer, j, "ada", "board")
	if s.now.Advance(time.Hour); in() {
		t.Error("a session that was not used goes on")
	}
}

// TestSessionsElsewhere: people see their sessions and end all of them; signing in again
// ends the one of that browser, and a made-up cookie is nobody's.
func TestSessionsElsewhere(t *testing.T) {
	s, issuer := signInSite(t)
	home, work, other := jar{}, jar{}, jar{}
	signIn(t, s, issuer, home, "ada", "board")
	signIn(t, s, issuer, work, "ada", "board")
	signIn(t, s, issuer, other, "grace", "staff")
	before := jar{}
	for name, value := range home {
		before[name] = value
	}
	signIn(t, s, issuer, home, "ada", "board")
	if page := s.get("/account", home.headers()...); strings.Count(page.body, "<li>\n\t\t\t\t\tSince")+strings.Count(page.body, "<li>Since") != 2 {
		t.Errorf("the page does not list two sessions:\n%s", page.body)
	}
	if res := s.get("/api/v1/portfolio", before.headers()...); res.StatusCode != http.StatusForbidden {
		t.Errorf("the session before signing in again: %d", res.StatusCode)
	}
	s.post("/sign-out", url.Values{"everywhere": {"1"}}, work.headers()...)
	for who, want := range map[*jar]int{&home: 403, &work: 403, &other: 200, {"crossroads-session": "abcdefghijklmnopqrstuvwxyz"}: 403} {
		if res := s.get("/api/v1/portfolio", who.headers()...); res.StatusCode != want {
			t.Errorf("%v: %d, want %d", *who, res.StatusCode, want)
		}
	}
	if res := s.get("/api/v1/portfolio", "Cookie", "crossroads-session="+other["crossroads-session"]+"; crossroads-session=x"); res.StatusCode != http.StatusForbidden {
		t.Errorf("a cookie that comes twice: %d", res.StatusCode)
	}
}

// TestSignInFails: the page says what is wrong, nobody is signed in, and the operator
// finds it in the log and under /readyz.
func TestSignInFails(t *testing.T) {
	s, issuer := signInSite(t)
	issuer.Down(true)
	res := s.get("/sign-in")
	if res.StatusCode != http.StatusServiceUnavailable || !strings.Contains(res.body, "--oidc-issuer") || !strings.Contains(res.body, "/sign-in\"") {
		t.Errorf("%d\n%s", res.StatusCode, res.body)
	}
	if ready := s.get("/readyz"); ready.StatusCode != http.StatusOK || !strings.Contains(ready.body, "sign-in: the issuer") {
		t.Errorf("%d %s", ready.StatusCode, ready.body)
	}
	if !strings.Contains(s.log.String(), "not signed in") {
		t.Error("the log says nothing")
	}
	if res := s.get("/decide/lunch"); res.StatusCode != http.StatusOK {
		t.Errorf("what needs no sign-in: %d", res.StatusCode)
	}
	issuer.Down(false)
	s.now.Advance(5 * time.Second)
	issuer.SignOtherwise()
	j := jar{}
	if res := signIn(t, s, issuer, j, "ada", "board"); res.StatusCode != http.StatusForbidden || !strings.Contains(res.body, "jwks_uri") || len(j) != 0 {
		t.Errorf("%d %v\n%s", res.StatusCode, j, res.body)
	}
	if ready := s.get("/readyz"); ready.body != "ready\n" {
		t.Errorf("%q", ready.body)
	}
}

// TestSignInReturns: only to pages of this portal.
func TestSignInReturns(t *testing.T) {
	s, issuer := signInSite(t)
	for to, want := range map[string]string{
		"/a/x?y=1": "/a/x?y=1", "": "/account", "https://evil.example": "/account", "//evil.example": "/account", `/\evil.example`: "/account", "/\tx": "/account", "portfolio": "/account",
	} {
		j := jar{}
		issuer.Person(map[string]any{"sub": "1", "preferred_username": "ada", "groups": "staff"})
		there := s.get("/sign-in?to=" + url.QueryEscape(to))
		j.take(there)
		browser := http.Client{CheckRedirect: s.Client().CheckRedirect}
		at, err := browser.Get(there.Header.Get("Location"))
		if err != nil {
			t.Fatal(err)
		}
		at.Body.Close()
		back, _ := url.Parse(at.Header.Get("Location"))
		if res := s.get(back.RequestURI(), j.headers()...); res.Header.Get("Location") != want {
			t.Errorf("%q leads to %q, want %q", to, res.Header.Get("Location"), want)
		}
		// The address with the code does nothing a second time.
		if again := s.get(back.RequestURI(), j.headers()...); again.StatusCode != http.StatusForbidden || len(again.Header.Values("Set-Cookie")) != 1 {
			t.Errorf("again: %d %v", again.StatusCode, again.Header.Values("Set-Cookie"))
		}
	}
}
