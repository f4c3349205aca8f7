package signin_test

import (
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"crossroads/web/signin"
	"crossroads/web/signin/issuertest"
)

const back = "https://portal.example.org/sign-in/callback"

var key = []byte(strings.Repeat("k", 32))

func client(t *testing.T, issuer string, change ...func(*signin.Config)) *signin.Client {
	t.Helper()
	cfg := signin.Config{Issuer: issuer, ClientID: issuertest.ClientID, Secret: issuertest.Secret, Scopes: []string{"openid", "profile"},
		NameClaim: "preferred_username", GroupsClaim: "groups", NeedsGroups: true, Key: key, Now: time.Now}
	for _, c := range change {
		c(&cfg)
	}
	made, err := signin.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// visit is a browser at the issuer: it returns the query that it comes back with.
func visit(t *testing.T, address string) url.Values {
	t.Helper()
	browser := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := browser.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	at, err := res.Location()
	if err != nil {
		t.Fatalf("the issuer answers %s", res.Status)
	}
	return at.Query()
}

func ada() map[string]any {
	return map[string]any{"sub": "7", "preferred_username": "ada", "groups": []string{"board"}}
}

func TestSignIn(t *testing.T) {
	i := issuertest.New(t, nil)
	i.Person(ada())
	c := client(t, i.URL)
	address, kept, err := c.Begin(t.Context(), back, "/portfolio?due=1")
	if err != nil {
		t.Fatal(err)
	}
	if u, _ := url.Parse(address); u.Query().Get("code_challenge_method") != "S256" || u.Query().Get("redirect_uri") != back ||
		u.Query().Get("scope") != "openid profile" {
		t.Errorf("sent to %s", address)
	}
	found, err := c.Finish(t.Context(), back, kept, visit(t, address))
	if err != nil {
		t.Fatal(err)
	}
	if found.Name != "ada" || found.Subject != "7" || strings.Join(found.Groups, " ") != "board" || found.To != "/portfolio?due=1" ||
		found.IDToken == "" {
		t.Errorf("%+v", found)
	}
	end, _ := url.Parse(c.EndSession(t.Context(), found.IDToken, "https://portal.example.org/signed-out"))
	if end.Path != "/end" || end.Query().Get("id_token_hint") != found.IDToken || end.Query().Get("client_id") != issuertest.ClientID ||
		end.Query().Get("post_logout_redirect_uri") == "" {
		t.Errorf("sign-out at %s", end)
	}
	// Another instance with the same key ends what one has begun.
	address, kept, _ = c.Begin(t.Context(), back, "/")
	if _, err := client(t, i.URL).Finish(t.Context(), back, kept, visit(t, address)); err != nil {
		t.Errorf("another instance: %v", err)
	}
}

// TestUserInfo: claims that the ID token lacks come from the endpoint, and only for
// the same person.
func TestUserInfo(t *testing.T) {
	i := issuertest.New(t, nil)
	c := client(t, i.URL)
	i.Person(map[string]any{"sub": "7"})
	i.Info(ada())
	address, kept, _ := c.Begin(t.Context(), back, "/")
	found, err := c.Finish(t.Context(), back, kept, visit(t, address))
	if err != nil || found.Name != "ada" || strings.Join(found.Groups, " ") != "board" {
		t.Errorf("%+v, %v", found, err)
	}
	other := ada()
	other["sub"] = "8"
	i.Info(other)
	address, kept, _ = c.Begin(t.Context(), back, "/")
	if _, err := c.Finish(t.Context(), back, kept, visit(t, address)); err == nil {
		t.Error("the groups of somebody else were taken")
	}
}

// TestGroupsWithoutRoles checks that groups are read if possible even if no role depends on them.
func TestGroupsWithoutRoles(t *testing.T) {
	i := issuertest.New(t, nil)
	c := client(t, i.URL, func(cfg *signin.Config) { cfg.NeedsGroups = false })
	for _, test := range []struct {
		person, info map[string]any
		want         string
	}{
		{ada(), nil, "board"},
		{map[string]any{"sub": "7", "preferred_username": "ada"}, map[string]any{"sub": "7", "groups": []string{"staff"}}, "staff"},
		{map[string]any{"sub": "7", "preferred_username": "ada"}, map[string]any{"sub": "7"}, ""},
		{map[string]any{"sub": "7", "preferred_username": "ada"}, map[string]any{"sub": 7}, ""}, // cannot be read
	} {
		i.Person(test.person)
		i.Info(test.info)
		address, kept, _ := c.Begin(t.Context(), back, "/")
		found, err := c.Finish(t.Context(), back, kept, visit(t, address))
		if err != nil || found.Name != "ada" || strings.Join(found.Groups, " ") != test.want {
			t.Errorf("%v, %v: %+v, %v", test.person, test.info, found, err)
		}
	}
}

// TestStrength checks that sign-ins with another strength or another method than the operator has
// set are refused.
func TestStrength(t *testing.T) {
	i := issuertest.New(t, nil)
	for _, test := range []struct {
		levels, methods []string
		acr             any
		amr             any
		says            string // "" for signed in
	}{
		{},
		{acr: "1", amr: []string{"pwd"}},
		{levels: []string{"gold", "silver"}, acr: "silver"},
		{levels: []string{"gold"}, acr: "bronze", says: "--oidc-acr: gold"},
		{levels: []string{"gold"}, says: "--oidc-acr: gold"},
		{levels: []string{"gold"}, amr: []string{"gold"}, says: "--oidc-acr"},
		{methods: []string{"mfa", "hwk"}, amr: []string{"pwd", "mfa"}},
		{methods: []string{"mfa", "hwk"}, amr: []string{"pwd"}, says: "--oidc-amr: mfa, hwk"},
		{methods: []string{"mfa"}, says: "--oidc-amr"},
		{methods: []string{"mfa"}, amr: "mfa", says: "not signed in"}, // no list
		{levels: []string{"gold"}, methods: []string{"mfa"}, acr: "gold", amr: []string{"pwd"}, says: "--oidc-amr"},
	} {
		person := ada()
		for claim, value := range map[string]any{"acr": test.acr, "amr": test.amr} {
			if value != nil {
				person[claim] = value
			}
		}
		i.Person(person)
		c := client(t, i.URL, func(cfg *signin.Config) { cfg.Levels, cfg.Methods = test.levels, test.methods })
		address, kept, err := c.Begin(t.Context(), back, "/")
		if err != nil {
			t.Fatal(err)
		}
		if u, _ := url.Parse(address); u.Query().Get("acr_values") != strings.Join(test.levels, " ") {
			t.Errorf("asked for %q", u.Query().Get("acr_values"))
		}
		query := visit(t, address)
		if test.says != "" {
			refused(t, c, kept, query, test.says)
		} else if _, err := c.Finish(t.Context(), back, kept, query); err != nil {
			t.Errorf("%+v: %v", test, err)
		}
	}
}

// TestSignedOut checks that a logout token counts only if it is from the issuer, for this portal and
// still valid.
func TestSignedOut(t *testing.T) {
	for _, test := range []struct {
		name   string
		issuer func(*issuertest.Issuer)
		change func(claims map[string]any)
		says   string // "" when it counts
	}{
		{name: "as it should be"},
		{name: "half a minute late", change: func(c map[string]any) { c["exp"] = time.Now().Add(-30 * time.Second).Unix() }},
		{name: "typed", change: func(c map[string]any) { c["typ"] = "logout+jwt" }},
		{name: "typed as others do", change: func(c map[string]any) { c["typ"] = "JWT" }},
		{name: "an access token", change: func(c map[string]any) { c["typ"] = "at+jwt" }, says: "not a logout token"},
		{name: "over", change: func(c map[string]any) { c["exp"] = time.Now().Add(-2 * time.Minute).Unix() }, says: "or it is over"},
		{name: "for ever", change: func(c map[string]any) { delete(c, "exp") }, says: "or it is over"},
		{name: "an ID token", change: func(c map[string]any) { c["nonce"] = "x" }, says: "not a logout token"},
		{name: "another event", change: func(c map[string]any) { c["events"] = map[string]any{"x": 1} }, says: "not a logout token"},
		{name: "another audience", change: func(c map[string]any) { c["aud"] = "wiki" }, says: "--oidc-client-id"},
		{name: "another issuer", change: func(c map[string]any) { c["iss"] = "https://evil.example" }, says: "--oidc-issuer"},
		{name: "nobody", change: func(c map[string]any) { delete(c, "sub"); c["sid"] = "1" }, says: "must send sub"},
		{name: "wrong key", issuer: func(i *issuertest.Issuer) { i.SignOtherwise() }, says: "not a logout token"},
		{name: "no token", issuer: func(i *issuertest.Issuer) { i.Forge(func(string) string { return "" }) }, says: "not a logout token"},
	} {
		t.Run(test.name, func(t *testing.T) {
			i := issuertest.New(t, nil)
			if test.issuer != nil {
				test.issuer(i)
			}
			subject, err := client(t, i.URL).SignedOut(t.Context(), i.LogoutToken("7", test.change))
			var problem *signin.Problem
			switch {
			case test.says == "" && (err != nil || subject != "7"):
				t.Errorf("%q, %v", subject, err)
			case test.says != "" && (!errors.As(err, &problem) || !strings.Contains(problem.Message, test.says) || subject != ""):
				t.Errorf("%q, %v", subject, err)
			}
		})
	}
	i := issuertest.New(t, nil)
	i.Down(true)
	var problem *signin.Problem
	if _, err := client(t, i.URL).SignedOut(t.Context(), i.LogoutToken("7", nil)); !errors.As(err, &problem) || !problem.Down {
		t.Errorf("the issuer is down: %v", err)
	}
}

// TestRefused: whatever is wrong, nobody is signed in, and the message names what to
// look at.
func TestRefused(t *testing.T) {
	unsigned := func(signed string) string {
		parts := strings.Split(signed, ".")
		return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "." + parts[1] + "."
	}
	altered := func(signed string) string {
		parts := strings.Split(signed, ".")
		claims, _ := base64.RawURLEncoding.DecodeString(parts[1])
		parts[1] = base64.RawURLEncoding.EncodeToString([]byte(strings.Replace(string(claims), "staff", "board", 1)))
		return strings.Join(parts, ".")
	}
	for _, test := range []struct {
		name   string
		issuer func(*issuertest.Issuer)
		config func(*signin.Config)
		query  func(url.Values)
		says   string
	}{
		{name: "wrong key", issuer: func(i *issuertest.Issuer) { i.SignOtherwise() }, says: "jwks_uri of --oidc-issuer"},
		{name: "forged claims", issuer: func(i *issuertest.Issuer) { i.Forge(altered) }, says: "signature"},
		{name: "no signature", issuer: func(i *issuertest.Issuer) { i.Forge(unsigned) }, says: "signature"},
		{name: "no token", issuer: func(i *issuertest.Issuer) { i.Forge(func(string) string { return "" }) }, says: "--oidc-scopes"},
		{name: "its clock is ahead", issuer: func(i *issuertest.Issuer) { i.Ahead(3 * time.Minute) }, says: "NTP"},
		{name: "its clock is behind", issuer: func(i *issuertest.Issuer) { i.Ahead(-time.Hour) }, says: "NTP"},
		{name: "another audience", issuer: alter("aud", "wiki"), says: "--oidc-client-id"},
		{name: "another party", issuer: alter("azp", "wiki"), says: "--oidc-client-id"},
		{name: "another issuer in the token", issuer: alter("iss", "https://evil.example"), says: "--oidc-issuer"},
		{name: "another nonce", issuer: alter("nonce", "x"), says: "another sign-in"},
		{name: "no nonce", issuer: alter("nonce", ""), says: "another sign-in"},
		{name: "no subject", issuer: alter("sub", ""), says: "not signed in"},
		{name: "another access token", issuer: alter("at_hash", "AAAAAAAAAAAAAAAAAAAAAA"), says: "not signed in"},
		{name: "no groups", issuer: func(i *issuertest.Issuer) {
			i.Person(map[string]any{"sub": "7", "preferred_username": "ada"})
			i.Info(map[string]any{"sub": "7"})
		}, says: "--oidc-groups-claim"},
		{name: "groups of another kind", issuer: alter("groups", 7), says: "--oidc-groups-claim"},
		{name: "no name", issuer: func(i *issuertest.Issuer) {
			i.Person(map[string]any{"sub": "7", "groups": []string{"board"}})
			i.Info(map[string]any{"sub": "7"})
		}, says: "--oidc-name-claim"},
		{name: "an address that nobody has verified", config: func(c *signin.Config) { c.NameClaim = "email" },
			issuer: func(i *issuertest.Issuer) {
				claims := map[string]any{"sub": "7", "email": "boss@example.org", "email_verified": false, "groups": []string{"board"}}
				i.Person(claims)
				i.Info(claims)
			}, says: "--oidc-name-claim"},
		{name: "wrong secret", config: func(c *signin.Config) { c.Secret = "x" }, says: "--oidc-client-secret"},
		{name: "another state", query: func(q url.Values) { q.Set("state", "x") }, says: "another tab"},
		{name: "state twice", query: func(q url.Values) { q["state"] = append(q["state"], q["state"]...) }, says: "another tab"},
		{name: "no code", query: func(q url.Values) { q.Del("code") }, says: "no code"},
		{name: "a made-up code", query: func(q url.Values) { q.Set("code", "x") }, says: "has taken this sign-in before"},
		{name: "another issuer answers", query: func(q url.Values) { q.Set("iss", "https://evil.example") }, says: "--oidc-issuer"},
		{name: "the person refuses", query: func(q url.Values) { q.Set("error", "access_denied") }, says: "did not agree"},
		{name: "the issuer refuses", query: func(q url.Values) { q.Set("error", "invalid_scope") }, says: "--oidc-scopes"},
	} {
		t.Run(test.name, func(t *testing.T) {
			i := issuertest.New(t, nil)
			person := ada()
			person["groups"] = []string{"staff"}
			i.Person(person)
			if test.issuer != nil {
				test.issuer(i)
			}
			c := client(t, i.URL)
			if test.config != nil {
				c = client(t, i.URL, test.config)
			}
			address, kept, err := c.Begin(t.Context(), back, "/")
			if err != nil {
				t.Fatal(err)
			}
			query := visit(t, address)
			if test.query != nil {
				test.query(query)
			}
			refused(t, c, kept, query, test.says)
		})
	}
}

func alter(claim string, value any) func(*issuertest.Issuer) {
	return func(i *issuertest.Issuer) { i.Alter(func(claims map[string]any) { claims[claim] = value }) }
}

func refused(t *testing.T, c *signin.Client, kept string, query url.Values, says string) {
	t.Helper()
	found, err := c.Finish(t.Context(), back, kept, query)
	var problem *signin.Problem
	if !errors.As(err, &problem) || !strings.Contains(problem.Message, says) {
		t.Errorf("%+v, %v; the message must say %q", found, err, says)
	}
}

// TestReplay: a sign-in ends once, in the browser that began it, in time, and for a
// portal with the same key.
func TestReplay(t *testing.T) {
	i := issuertest.New(t, nil)
	i.Person(ada())
	now := time.Now()
	c := client(t, i.URL, func(cfg *signin.Config) { cfg.Now = func() time.Time { return now } })
	address, kept, _ := c.Begin(t.Context(), back, "/")
	query := visit(t, address)
	if _, err := c.Finish(t.Context(), back, kept, query); err != nil {
		t.Fatal(err)
	}
	refused(t, c, kept, query, "has taken this sign-in before")
	address, kept, _ = c.Begin(t.Context(), back, "/")
	query = visit(t, address)
	_, second, _ := c.Begin(t.Context(), back, "/")
	refused(t, c, second, query, "another tab")
	refused(t, c, "", query, "finished before")
	refused(t, c, kept[:len(kept)-2]+"AA", query, "finished before")
	refused(t, client(t, i.URL, func(cfg *signin.Config) { cfg.Key = []byte(strings.Repeat("x", 32)) }), kept, query, "finished before")
	now = now.Add(signin.FlowTime + time.Second)
	refused(t, c, kept, query, "ten minutes")
}

// TestIssuerDown: the client is there before the issuer, and asks again on use.
func TestIssuerDown(t *testing.T) {
	i := issuertest.New(t, nil)
	i.Person(ada())
	i.Down(true)
	now := time.Now()
	c := client(t, i.URL, func(cfg *signin.Config) { cfg.Now = func() time.Time { return now } })
	if c.Failing() != nil {
		t.Error("it failed before it was asked")
	}
	_, _, err := c.Begin(t.Context(), back, "/")
	var problem *signin.Problem
	if !errors.As(err, &problem) || !problem.Down || !strings.Contains(problem.Message, "--oidc-issuer") || c.Failing() == nil {
		t.Fatalf("%v, failing %v", err, c.Failing())
	}
	i.Down(false)
	if c.Ready(t.Context()) == nil {
		t.Error("an issuer that has just failed is asked again at once")
	}
	now = now.Add(5 * time.Second)
	address, kept, err := c.Begin(t.Context(), back, "/")
	if err != nil || c.Failing() != nil {
		t.Fatal(err, c.Failing())
	}
	query := visit(t, address)
	i.Down(true)
	refused(t, c, kept, query, "cannot be reached")
}

// TestIssuerElsewhere: a discovery document of another issuer is refused, and what it
// says is not repeated at length.
func TestIssuerElsewhere(t *testing.T) {
	i := issuertest.New(t, nil)
	c := client(t, i.URL+"/")
	var problem *signin.Problem
	if err := c.Ready(t.Context()); !errors.As(err, &problem) || !strings.Contains(problem.Message, "same to the letter") {
		t.Error(err)
	}
}

func TestCheckAddress(t *testing.T) {
	for address, good := range map[string]bool{
		"https://login.example.org": true, "https://login.example.org/realms/x": true, "http://127.0.0.1:9998": true,
		"http://localhost:1": true, "http://[::1]:1": true,
		"http://login.example.org": false, "login.example.org": false, "": false, "ftp://x": false, "http://localhost.example.org": false,
		"https://": false,
	} {
		if err := signin.CheckAddress(address); (err == nil) != good {
			t.Errorf("%q: %v", address, err)
		}
	}
}
