package web_test

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"crossroads/identity"
	"crossroads/record"
	"crossroads/store"
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
	client, err := signin.New(signin.Config{Issuer: issuer.URL, ClientID: issuertest.ClientID, Secret: issuertest.Secret,
		Scopes:    []string{"openid"},
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
	if res := s.get("/portfolio?due=1"); res.StatusCode != http.StatusSeeOther ||
		res.Header.Get("Location") != "/sign-in?to=%2Fportfolio%3Fdue%3D1" {
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
	if page := s.get("/account", j.headers()...); !strings.Contains(page.body, "<bdi>ada</bdi>") ||
		!strings.Contains(page.body, "steward") || page.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%s", page.body)
	}
	saved := s.post("/assessments", url.Values{"comparison": {"lunch"}, "title": {"By Ada"}}, j.headers()...)
	if page := s.get("/portfolio", j.headers()...); saved.StatusCode != http.StatusOK || !strings.Contains(page.body, "By Ada") {
		t.Errorf("%d\n%s", saved.StatusCode, page.body)
	}
	// Signing out needs a form of our own, ends the session for whoever kept the cookie, and
	// offers to do so at the issuer.
	kept := j.headers()
	if res := s.post("/sign-out", url.Values{}, append([]string{
		"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site",
	}, kept...)...); res.StatusCode != http.StatusForbidden {
		t.Errorf("another site signs people out: %d", res.StatusCode)
	}
	out := s.post("/sign-out", url.Values{}, kept...)
	if m := regexp.MustCompile(`href="([^"]*/end\?[^"]*)"`).FindStringSubmatch(out.body); m == nil ||
		!strings.Contains(m[1], "id_token_hint=") {
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
	client, _ := signin.New(signin.Config{
		Issuer: issuer.URL, ClientID: issuertest.ClientID, Key: []byte(strings.Repeat("k", 32)), Now: time.Now,
	})
	s = newSite(t, setup{config: web.Config{BaseURL: "https://portal.example.org", Account: account.Config{SignIn: client}}})
	res := s.get("/sign-in")
	if len(res.Cookies()) != 1 {
		t.Fatalf("%v", res.Header)
	}
	if c := res.Cookies()[0]; !strings.HasPrefix(c.Name, "__Host-") || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode ||
		c.Path != "/" || c.Domain != "" {
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
		if res := s.post("/assessments", url.Values{"comparison": {"lunch"}, "title": {"From " +
			test.group}}, j.headers()...); res.StatusCode != http.StatusOK {
			t.Errorf("%s saves: %d", test.group, res.StatusCode)
		}
		admin := jar{}
		signIn(t, s, issuer, admin, "admin", "board")
		if listed := strings.Contains(s.get("/portfolio", admin.headers()...).body, "From "+test.group); listed != test.listed {
			t.Errorf("what %s saves is listed: %v", test.group, listed)
		}
	}
}

// TestNoNames: what a proxy sends that is no name identifies nobody, and the log says so once.
func TestNoNames(t *testing.T) {
	for said, names := range map[string][]string{
		"is “(null)”": {"(null)"}, "is “%{REMOTE_USER}e”": {"%{REMOTE_USER}e"}, "is “$remote_user”": {"$remote_user"},
		"is “${user}”": {"${user}"}, "is “{{user}}”": {"{{user}}"}, "is “-”": {"-"}, "is “undefined”": {"undefined"},
		"is “NULL”": {"NULL"}, "is “<nil>”": {"<nil>"}, "is “<no value>”": {"<no value>"}, "is “None”": {"None"}, "is “(none)”": {"(none)"},
		"is “undefined undefined”": {"undefined undefined"}, "not set": {`""`}, "is “[object Object]”": {"[object Object]"},
		"is “%REQ(X-USER)%”": {"%REQ(X-USER)%"}, "is “%DYNAMIC_METADATA(envoy:user)%”": {"%DYNAMIC_METADATA(envoy:user)%"},
		"is “%[var(txn.user)]”": {"%[var(txn.user)]"}, "is “%u”": {"%u"}, "is “${__user.login}”": {"${__user.login}"}, "is “#{user}”": {"#{user}"},
		"is “N/A”": {"N/A"}, "is “unknown”": {"unknown"}, "is “system:anonymous”": {"system:anonymous"}, "is “Anonymous”": {"Anonymous"},
		"not readable": {"Andr\xe9"}, "longer than": {strings.Repeat("x", 500)}, "there twice": {"ada", "bob"},
	} {
		s := newSite(t, setup{config: web.Config{TrustedProxies: local, IdentityHeader: "X-Forwarded-User"}})
		for range 2 {
			r := s.request("GET", "/portfolio", "")
			r.Header["X-Forwarded-User"] = names
			if res := s.do(r); res.StatusCode == http.StatusOK {
				t.Errorf("%q lists", names)
			}
		}
		if log := s.log.String(); strings.Count(log, "a trusted proxy sent a name that is not taken") != 1 || !strings.Contains(log, said) {
			t.Errorf("%q: the log does not say once that it %s:\n%s", names, said, log)
		}
	}
}

// TestGroupsNotTaken: the log says once of each kind what cannot be read, of groups as of names.
func TestGroupsNotTaken(t *testing.T) {
	s := newSite(t, setup{config: web.Config{TrustedProxies: local, IdentityHeader: "X-Forwarded-User",
		Account: account.Config{GroupsHeader: "X-Groups", Roles: boardRoles}}})
	for _, lines := range [][]string{{"guests", "board"}, {"board", "guests"}, {"board,\xe9"}, {"board,\xe8"}, {strings.Repeat("x,", 10<<10)}} {
		r := s.request("GET", "/account", "")
		r.Header["X-Forwarded-User"], r.Header["X-Groups"] = []string{"ada"}, lines
		s.do(r)
	}
	r := s.request("GET", "/account", "")
	r.Header["X-Forwarded-User"] = []string{"null"}
	s.do(r)
	r.Header["X-Forwarded-User"] = []string{"Zo\xeb"}
	s.do(r)
	for said, times := range map[string]int{"sent groups that are not taken": 3, "sent a name that is not taken": 2} {
		if n := strings.Count(s.log.String(), said); n != times {
			t.Errorf("%q is there %d times, not %d:\n%s", said, n, times, s.log.String())
		}
	}
}

// TestNames: what looks a little like no name is one, also encoded as in mails.
func TestNames(t *testing.T) {
	s := newSite(t, setup{config: web.Config{TrustedProxies: local, IdentityHeader: "X-Forwarded-User"}})
	for sent, want := range map[string]string{
		"Jennifer Null": "Jennifer Null", "ada@none": "ada@none", "<ada@example.org>": "&lt;ada@example.org&gt;", "$$ada": "$$ada", "王": "王", "7": "7",
		"=?utf-8?q?Ferris_B=C3=BCller?=": "Ferris Büller",
	} {
		if page := s.get("/account", "X-Forwarded-User", sent); !strings.Contains(page.body, want) || strings.Contains(page.body, "=?") {
			t.Errorf("%q does not sign in:\n%s", sent, page.body)
		}
	}
}

// TestProxyRoles: the same by headers of a proxy; without any role set, whoever the
// proxy names is an author, as ever.
func TestProxyRoles(t *testing.T) {
	config := web.Config{
		TrustedProxies: local, IdentityHeader: "X-Forwarded-User",
		Account: account.Config{GroupsHeader: "X-Forwarded-Groups", Roles: boardRoles},
	}
	s := newSite(t, setup{config: config})
	if res := s.post("/assessments", url.Values{"comparison": {"lunch"}, "title": {"To be listed"}}, "X-Forwarded-User", "ada",
		"X-Forwarded-Groups", "board"); res.StatusCode != http.StatusOK {
		t.Fatalf("saving: %d", res.StatusCode)
	}
	for groups, want := range map[string]string{
		"": "none", "guests": "none", "guests, staff": "reader", "engineers|guests": "author", "x;board": "steward",
	} {
		headers := []string{"X-Forwarded-User", "ada", "X-Forwarded-Groups", groups}
		if page := s.get("/account", headers...); !strings.Contains(page.body, "with the role "+want) {
			t.Errorf("%q: not %s", groups, want)
		}
		list := s.get("/portfolio", headers...)
		if (list.StatusCode == http.StatusOK) != (want != "none") {
			t.Errorf("%q lists: %d", groups, list.StatusCode)
		}
		if form := strings.Contains(list.body, "Set the date"); form != (want == "steward") {
			t.Errorf("%q gets the form for review dates: %v", groups, form)
		}
		set := s.request("POST", "/api/v1/portfolio/reviews", `{"assessments":[],"review":"2030-01-02"}`,
			append(headers, "Content-Type", "application/json")...)
		if res := s.do(set); (res.StatusCode == http.StatusForbidden) != (want != "steward") {
			t.Errorf("%q sets review dates: %d", groups, res.StatusCode)
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
	if page := s.get("/account", home.headers()...); strings.Count(page.body, "<li>\n\t\t\t\t\tSince")+
		strings.Count(page.body, "<li>Since") != 2 {
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
	if res := s.get("/api/v1/portfolio", "Cookie", "crossroads-session="+other["crossroads-session"]+
		"; crossroads-session=x"); res.StatusCode != http.StatusForbidden {
		t.Errorf("a cookie that comes twice: %d", res.StatusCode)
	}
}

// TestIssuerSignsOut ends the sessions of a person at the issuer, for example because the account
// was disabled: their sessions here end too. Nobody else can end them, or make the portal fetch the
// keys of the issuer all the time.
func TestIssuerSignsOut(t *testing.T) {
	s, issuer := signInSite(t)
	home, work, other := jar{}, jar{}, jar{}
	signIn(t, s, issuer, home, "ada", "board")
	signIn(t, s, issuer, work, "ada", "board")
	signIn(t, s, issuer, other, "grace", "board")
	in := func(j jar) bool { return s.get("/api/v1/portfolio", j.headers()...).StatusCode == http.StatusOK }
	send := func(token string) answer { return s.post("/sign-out/issuer", url.Values{"logout_token": {token}}) }
	if res := send(issuer.LogoutToken("sub of grace", func(claims map[string]any) { claims["aud"] = "wiki" })); res.StatusCode != http.StatusBadRequest ||
		!strings.Contains(res.body, "logout token") {
		t.Errorf("%d\n%s", res.StatusCode, res.body)
	}
	if res := send(issuer.LogoutToken("sub of ada", nil)); res.StatusCode != http.StatusOK || res.body != "" || res.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%d %v\n%s", res.StatusCode, res.Header, res.body)
	}
	if in(home) || in(work) || !in(other) {
		t.Errorf("ada at home: %v, at work: %v, grace: %v", in(home), in(work), in(other))
	}
	if lines := s.get("/audit", other.headers()...); !strings.Contains(lines.body, "sessions ended: 2, ada") || !strings.Contains(lines.body, "via issuer") {
		t.Errorf("%s", lines.body)
	}
	if !strings.Contains(s.log.String(), "sign-out refused") {
		t.Error("the log has no token that was refused")
	}
	wrong := 0
	for range 40 {
		if res := send("x.y.z"); res.StatusCode == http.StatusTooManyRequests && res.Header.Get("Retry-After") != "" {
			wrong++
		}
	}
	if wrong < 20 {
		t.Errorf("%d of 40 tokens had to wait", wrong)
	}
	s.now.Advance(time.Minute)
	if res := send(issuer.LogoutToken("sub of grace", nil)); res.StatusCode != http.StatusOK || in(other) {
		t.Errorf("%d", res.StatusCode)
	}
	if res := s.get("/sign-out/issuer"); res.StatusCode != http.StatusMethodNotAllowed && res.StatusCode != http.StatusNotFound {
		t.Errorf("%d", res.StatusCode)
	}
}

// TestNameStays checks that a name stays with the first person whom the issuer signed in with it,
// so that somebody who gets the name there later does not get the assessments of that person.
func TestNameStays(t *testing.T) {
	s, issuer := signInSite(t)
	ada, later := jar{}, jar{}
	signIn(t, s, issuer, ada, "ada", "engineers")
	saved := s.json("POST", "/api/v1/assessments", `{"comparison":"lunch","title":"Ada's"}`, ada.headers()...)
	var doc struct{ ID, Key string }
	if err := json.Unmarshal([]byte(saved.body), &doc); err != nil {
		t.Fatal(err)
	}
	if res := s.json("PUT", "/api/v1/assessments/"+doc.ID+"/audience", `{"audience":"named"}`, "Edit-Key", doc.Key); res.StatusCode != http.StatusOK {
		t.Fatalf("%d %s", res.StatusCode, res.body)
	}
	asLater := func() answer {
		issuer.Alter(func(claims map[string]any) { claims["sub"] = "another ada" })
		defer issuer.Alter(nil)
		return signIn(t, s, issuer, later, "ada", "engineers")
	}
	res := asLater()
	if res.StatusCode != http.StatusForbidden || len(later) != 0 || !strings.Contains(res.body, "belongs to somebody else") ||
		!strings.Contains(res.body, "--free-name") {
		t.Errorf("%d %v\n%s", res.StatusCode, later, res.body)
	}
	if res := s.get("/a/"+doc.ID, ada.headers()...); res.StatusCode != http.StatusOK {
		t.Errorf("ada herself: %d", res.StatusCode)
	}
	if err := s.store.(*store.SQLite).FreeName(t.Context(), "ada"); err != nil {
		t.Fatal(err)
	}
	if res := asLater(); res.StatusCode != http.StatusSeeOther {
		t.Errorf("after the name was freed: %d\n%s", res.StatusCode, res.body)
	}
	if res := signIn(t, s, issuer, ada, "ada", "engineers"); res.StatusCode != http.StatusForbidden {
		t.Errorf("who had it before: %d", res.StatusCode)
	}
}

// TestGroupsOfSession checks that the groups of a sign-in last until the next one, that the account
// page shows them, and that they open the assessments shared with them.
func TestGroupsOfSession(t *testing.T) {
	s, issuer := signInSite(t)
	owner, member := jar{}, jar{}
	signIn(t, s, issuer, owner, "olga", "engineers")
	signIn(t, s, issuer, member, "ada", "staff", "payments, EU <b>", "staff", strings.Repeat("x", 121))
	if page := s.get("/account", member.headers()...); strings.Count(page.body, "<bdi>staff</bdi>") != 1 ||
		!strings.Contains(page.body, "<bdi>payments, EU &lt;b&gt;</bdi>") || strings.Contains(page.body, "xxxx") {
		t.Errorf("%s", page.body)
	}
	saved := s.json("POST", "/api/v1/assessments", `{"comparison":"lunch","title":"For a group"}`, owner.headers()...)
	var doc struct{ ID, Key string }
	if err := json.Unmarshal([]byte(saved.body), &doc); err != nil {
		t.Fatal(err)
	}
	sees := func() bool {
		listed := strings.Contains(s.get("/portfolio", member.headers()...).body, "For a group")
		opens := s.get("/a/"+doc.ID, member.headers()...).StatusCode == http.StatusOK
		if listed != opens {
			t.Errorf("listed: %v, opens: %v", listed, opens)
		}
		return opens
	}
	for i, step := range []struct {
		groups []string
		want   bool
	}{{[]string{"payments, EU <b>"}, true}, {[]string{"guests"}, false}, {[]string{"guests", "staff"}, true}} {
		form := url.Values{"audience": {"named"}, "groups": {strings.Join(step.groups, "\r\n")}}
		if res := s.post("/a/"+doc.ID+"/audience", form, owner.headers()...); res.StatusCode != http.StatusOK {
			t.Fatalf("%d\n%s", res.StatusCode, res.body)
		}
		if sees() != step.want {
			t.Errorf("step %d: %v", i, !step.want)
		}
	}
	if signIn(t, s, issuer, member, "ada", "engineers"); sees() {
		t.Error("somebody who has left the group still sees it")
	}
}

// TestSignInFails: the page says what is wrong, nobody is signed in, and the operator
// finds it in the log and under /readyz.
func TestSignInFails(t *testing.T) {
	s, issuer := signInSite(t)
	issuer.Down(true)
	res := s.get("/sign-in")
	if res.StatusCode != http.StatusServiceUnavailable || !strings.Contains(res.body, "--oidc-issuer") ||
		!strings.Contains(res.body, "/sign-in\"") {
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
	if res := signIn(t, s, issuer, j, "ada", "board"); res.StatusCode != http.StatusForbidden || !strings.Contains(res.body, "jwks_uri") ||
		len(j) != 0 {
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
		"/a/x?y=1": "/a/x?y=1", "": "/account", "https://evil.example": "/account", "//evil.example": "/account",
		`/\evil.example`: "/account", "/\tx": "/account", "portfolio": "/account",
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
		if again := s.get(back.RequestURI(), j.headers()...); again.StatusCode != http.StatusForbidden ||
			len(again.Header.Values("Set-Cookie")) != 1 {
			t.Errorf("again: %d %v", again.StatusCode, again.Header.Values("Set-Cookie"))
		}
	}
}

// steward is a portal behind a proxy, and the headers of a steward there.
func stewardSite(t *testing.T, scopes ...string) (*site, []string) {
	t.Helper()
	s := newSite(t, setup{config: web.Config{TrustedProxies: local, IdentityHeader: "X-Forwarded-User", Account: account.Config{
		GroupsHeader: "X-Forwarded-Groups", Roles: boardRoles, Instance: "one",
		Limits: identity.Limits{Scopes: scopes, Most: 90 * 24 * time.Hour},
	}}})
	return s, []string{"X-Forwarded-User", "ada", "X-Forwarded-Groups", "board"}
}

var tokenShown = regexp.MustCompile(`<code>(crossroads_[a-z2-7]{26})</code>`)

// TestTokenPage: made by a steward, shown once, listed without what it holds, revoked.
func TestTokenPage(t *testing.T) {
	s, steward := stewardSite(t, identity.Scopes...)
	for _, headers := range [][]string{nil, {"X-Forwarded-User", "eve", "X-Forwarded-Groups", "engineers"}} {
		for _, path := range []string{"/tokens", "/audit"} {
			if res := s.get(path, headers...); res.StatusCode != http.StatusForbidden {
				t.Errorf("%s %v: %d", path, headers, res.StatusCode)
			}
		}
		if res := s.post("/tokens", url.Values{"name": {"x"}, "scope": {"read"}, "days": {"1"}},
			headers...); res.StatusCode != http.StatusForbidden {
			t.Errorf("%v makes a token: %d", headers, res.StatusCode)
		}
	}
	for field, form := range map[string]url.Values{
		"name":   {"name": {" "}, "scope": {"read"}, "days": {"30"}},
		"scopes": {"name": {"CI <b>"}, "days": {"30"}},
		"days":   {"name": {"CI <b>"}, "scope": {"read"}, "days": {"91"}},
	} {
		res := s.post("/tokens", form, steward...)
		if res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(res.body, `href="#`+field+`"`) ||
			tokenShown.MatchString(res.body) || field != "name" && !strings.Contains(res.body, `value="CI &lt;b&gt;"`) {
			t.Errorf("%s: %d\n%s", field, res.StatusCode, res.body)
		}
	}
	made := s.post("/tokens", url.Values{"name": {"CI"}, "scope": {"read", "write"}, "days": {"30"}}, steward...)
	m := tokenShown.FindStringSubmatch(made.body)
	if made.StatusCode != http.StatusOK || m == nil || made.Header.Get("Cache-Control") != "no-store" {
		t.Fatalf("%d\n%s", made.StatusCode, made.body)
	}
	bearer := []string{"Authorization", "Bearer " + m[1]}
	if res := s.json("POST", "/api/v1/assessments", `{"comparison":"lunch","title":"By the pipeline"}`,
		bearer...); res.StatusCode != http.StatusCreated {
		t.Errorf("%d %s", res.StatusCode, res.body)
	}
	list := s.get("/tokens", steward...)
	if strings.Contains(list.body, m[1]) || !strings.Contains(list.body, "last used on 23 November 2026") {
		t.Errorf("%s", list.body)
	}
	if portfolio := s.get("/portfolio", steward...); !strings.Contains(portfolio.body, "<bdi>CI</bdi>") {
		t.Errorf("what the token saved is not in the portfolio:\n%s", portfolio.body)
	}
	if res := s.post("/tokens", url.Values{"revoke": {"1"}}, steward...); res.StatusCode != http.StatusSeeOther {
		t.Errorf("%d", res.StatusCode)
	}
	if res := s.get("/api/v1/comparisons", bearer...); res.StatusCode != http.StatusUnauthorized || !strings.Contains(res.body, "revoked") {
		t.Errorf("%d %s", res.StatusCode, res.body)
	}
}

// makeToken makes a token by the API.
func makeToken(t *testing.T, s *site, steward []string, scopes, days string) string {
	t.Helper()
	res := s.json("POST", "/api/v1/tokens", `{"name":"CI","scopes":`+scopes+`,"days":`+days+`}`, steward...)
	var doc struct{ Token string }
	if err := json.Unmarshal([]byte(res.body), &doc); err != nil || res.StatusCode != http.StatusCreated {
		t.Fatalf("%d %s", res.StatusCode, res.body)
	}
	return doc.Token
}

// TestTokenScopes: a table of what each scope opens.
func TestTokenScopes(t *testing.T) {
	s, steward := stewardSite(t, identity.Scopes...)
	for _, request := range []struct{ method, path, body, scope string }{
		{"GET", "/api/v1/comparisons", "", "read"},
		{"POST", "/api/v1/comparisons/lunch/evaluate", `{}`, "read"},
		{"POST", "/api/v1/assessments", `{"comparison":"lunch","title":"x"}`, "write"},
		{"GET", "/api/v1/portfolio", "", "portfolio"},
		{"GET", "/api/v1/portfolio/counts", "", "portfolio"},
		{"GET", "/api/v1/audit", "", "audit"},
		{"GET", "/api/v1/audit.jsonl", "", "audit"},
		{"GET", "/api/v1/audit.csv", "", "audit"},
	} {
		for _, scope := range identity.Scopes {
			token := makeToken(t, s, steward, `["`+scope+`"]`, "30")
			var res answer
			if request.method == "GET" {
				res = s.get(request.path, "Authorization", "Bearer "+token)
			} else {
				res = s.json(request.method, request.path, request.body, "Authorization", "Bearer "+token)
			}
			refused := res.StatusCode == http.StatusForbidden && strings.Contains(res.body, "this needs "+request.scope) &&
				strings.Contains(res.Header.Get("WWW-Authenticate"), `scope="`+request.scope+`"`)
			if ok := res.StatusCode < 300; ok != (scope == request.scope) || !ok && !refused {
				t.Errorf("%s %s with %s: %d %s", request.method, request.path, scope, res.StatusCode, res.body)
			}
		}
	}
	writes := makeToken(t, s, steward, `["write"]`, "30")
	if res := s.json("POST", "/api/v1/portfolio/reviews", `{"assessments":[],"review":"2030-01-02"}`, "Authorization",
		"Bearer "+writes); res.StatusCode != http.StatusForbidden || !strings.Contains(res.body, "it has the scopes write.") {
		t.Errorf("review dates with write alone: %d %s", res.StatusCode, res.body)
	}
	all := makeToken(t, s, steward, `["read","write","portfolio","audit"]`, "30")
	for _, request := range []answer{
		s.get("/api/v1/tokens", "Authorization", "Bearer "+all),
		s.json("POST", "/api/v1/tokens", `{"name":"x","scopes":["read"],"days":1}`, "Authorization", "Bearer "+all),
		s.json("DELETE", "/api/v1/tokens/1", "", "Authorization", "Bearer "+all),
	} {
		if request.StatusCode != http.StatusForbidden || !strings.Contains(request.body, "not by tokens") {
			t.Errorf("a token makes tokens: %d %s", request.StatusCode, request.body)
		}
	}
	if res := s.get("/portfolio", "Authorization", "Bearer "+all); res.StatusCode != http.StatusUnauthorized ||
		!strings.Contains(res.body, "under /api/") {
		t.Errorf("on a page: %d", res.StatusCode)
	}
}

// TestTokenRefused: what is expired, unknown or beyond the limits of today opens nothing,
// and the answer says why.
func TestTokenRefused(t *testing.T) {
	s, steward := stewardSite(t, identity.Scopes...)
	short, long := makeToken(t, s, steward, `["read"]`, "1"), makeToken(t, s, steward, `["read"]`, "90")
	broad := makeToken(t, s, steward, `["read","audit"]`, "30")
	refused := func(at *site, token, says string) {
		t.Helper()
		res := at.get("/api/v1/comparisons", "Authorization", "Bearer "+token)
		if res.StatusCode != http.StatusUnauthorized || !strings.Contains(res.body, says) ||
			!strings.Contains(res.Header.Get("WWW-Authenticate"), "invalid_token") {
			t.Errorf("%d %s; it must say %q", res.StatusCode, res.body, says)
		}
	}
	refused(s, identity.NewToken(), "does not know")
	refused(s, "crossroads_x", "26 letters")
	s.now.Advance(24 * time.Hour)
	refused(s, short, "expired on 2026-11-24")
	if !strings.Contains(s.log.String(), `event="wrong token"`) || strings.Contains(s.log.String(), short) {
		t.Error("the log has no event, or the token")
	}
	lower := newSite(t, setup{store: func(web.Store) web.Store { return s.store }, config: web.Config{Account: account.Config{
		Limits: identity.Limits{Scopes: []string{"read"}, Most: 30 * 24 * time.Hour},
	}}})
	refused(lower, long, "--token-days")
	refused(lower, broad, "--token-scopes")
	// An edit key is no token, and goes beside one.
	res := s.json("POST", "/api/v1/assessments", `{"comparison":"lunch","title":"x"}`)
	var doc struct{ ID, Key string }
	if err := json.Unmarshal([]byte(res.body), &doc); err != nil {
		t.Fatal(err)
	}
	writer := makeToken(t, s, steward, `["write"]`, "30")
	for _, headers := range [][]string{
		{"Authorization", "Bearer " + doc.Key},
		{"Authorization", "Bearer " + writer, "Edit-Key", doc.Key},
	} {
		if res := s.json("PUT", "/api/v1/assessments/"+doc.ID+
			"/life", `{"status":"decided"}`, headers...); res.StatusCode != http.StatusNoContent {
			t.Errorf("%d %s", res.StatusCode, res.body)
		}
	}
	if res := s.json("PUT", "/api/v1/assessments/"+doc.ID+"/life", `{"status":"draft"}`, "Authorization", "Bearer "+
		writer); res.StatusCode != http.StatusForbidden {
		t.Errorf("a token changes an assessment without its key: %d", res.StatusCode)
	}
}

// TestAuditPages: who did what, as page, JSON, JSON lines and CSV.
func TestAuditPages(t *testing.T) {
	s, steward := stewardSite(t, identity.Scopes...)
	formula := []string{"X-Forwarded-User", "=HYPERLINK()", "X-Forwarded-Groups", "engineers"}
	res := s.json("POST", "/api/v1/assessments", `{"comparison":"lunch","title":"Takeover of Umbrella"}`, formula...)
	var doc struct{ ID, Key string }
	if err := json.Unmarshal([]byte(res.body), &doc); err != nil {
		t.Fatal(err)
	}
	s.json("PUT", "/api/v1/assessments/"+doc.ID+"/life", `{"status":"decided"}`, "Authorization", "Bearer "+doc.Key)
	for range 60 {
		s.json("PUT", "/api/v1/assessments/"+doc.ID+
			"/revisions/1/milestone", `{"name":"Umbrella"}`, append(steward, "Authorization", "Bearer "+doc.Key)...)
		s.now.Advance(time.Minute)
	}
	page := s.get("/audit", steward...)
	if !strings.Contains(page.body, "Older ones") || strings.Contains(page.body, "HYPERLINK") ||
		!strings.Contains(page.body, "<bdi>ada</bdi> via proxy") {
		t.Errorf("%s", page.body)
	}
	link := "https://portal.example.org/a/" + doc.ID + "/r/1"
	if older := s.get("/audit?act=create&assessment="+url.QueryEscape(link), steward...); !strings.Contains(older.body, "HYPERLINK") ||
		!strings.Contains(older.body, "audit.csv?act=create") {
		t.Errorf("%s", older.body)
	}
	report := s.get("/a/" + doc.ID + "/r/1/report.json")
	sum := sha256.Sum256([]byte(report.body))
	var first struct {
		Events []struct {
			Number     int64
			Act, Via   string
			Actor      string
			Assessment int64
			Digest     string
		}
		Next *int64
	}
	if err := json.Unmarshal([]byte(s.get("/api/v1/audit?limit=2", steward...).body), &first); err != nil || len(first.Events) != 2 ||
		first.Next == nil {
		t.Fatalf("%+v, %v", first, err)
	}
	if e := first.Events[0]; e.Act != "create" || e.Actor != "=HYPERLINK()" || e.Digest != hex.EncodeToString(sum[:]) {
		t.Errorf("%+v", e)
	}
	if e := first.Events[1]; e.Act != "arrange" || e.Via != "link" || e.Actor != "" {
		t.Errorf("whoever has the key: %+v", e)
	}
	lines := s.get("/api/v1/audit.jsonl", steward...)
	table, err := csv.NewReader(marked(s.get("/api/v1/audit.csv", steward...).body)).ReadAll()
	if err != nil || len(table) != 63 || strings.Count(lines.body, "\n") != 62 {
		t.Fatalf("%d rows, %d lines, %v", len(table), strings.Count(lines.body, "\n"), err)
	}
	if table[1][2] != "'=HYPERLINK()" {
		t.Errorf("a spreadsheet would run %q", table[1][2])
	}
	for _, secret := range []string{doc.ID, doc.Key, "Umbrella"} {
		if strings.Contains(lines.body+page.body, secret) {
			t.Errorf("the audit log holds %q", secret)
		}
	}
	for _, query := range []string{
		"?from=x", "?to=2026-13-01", "?act=x", "?after=0", "?before=x", "?assessment=x", "?limit=1001", "?actor=%00",
	} {
		if res := s.get("/api/v1/audit"+query, steward...); res.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", query, res.StatusCode)
		}
	}
	if res := s.get("/audit?from=x", steward...); res.StatusCode != http.StatusUnprocessableEntity ||
		!strings.Contains(res.body, `value="x"`) {
		t.Errorf("%d\n%s", res.StatusCode, res.body)
	}
	if res := s.get("/api/v1/audit?from=2026-11-24", steward...); !strings.Contains(res.body, `"events":[]`) {
		t.Errorf("%s", res.body)
	}
}

// TestAuditOff: where nobody can be known nothing is written, and there is no page.
func TestAuditOff(t *testing.T) {
	s := newSite(t, setup{})
	s.save("", "x")
	list, err := s.store.(account.Store).Audit(t.Context(), record.EventFilter{Limit: 10})
	if err != nil || len(list) != 0 {
		t.Errorf("%+v, %v", list, err)
	}
	for _, path := range []string{
		"/audit", "/tokens", "/account", "/sign-in", "/sign-in/callback", "/api/v1/audit", "/api/v1/audit.csv", "/api/v1/tokens",
	} {
		if res := s.get(path); res.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", path, res.StatusCode)
		}
	}
}

// TestAuthorsSeeProblems: content that cannot be used is named to those who write it.
func TestAuthorsSeeProblems(t *testing.T) {
	s, _ := stewardSite(t)
	if err := s.portal.Refuse([]string{"articles/x.md:4: broken"}); err != nil {
		t.Fatal(err)
	}
	for groups, want := range map[string]bool{"": false, "staff": false, "engineers": true, "board": true} {
		res := s.get("/articles", "X-Forwarded-For", "192.0.2.7", "X-Forwarded-User", "ada", "X-Forwarded-Groups", groups)
		if got := strings.Contains(res.body, "articles/x.md:4: broken"); got != want {
			t.Errorf("%q sees it: %v", groups, got)
		}
	}
}
