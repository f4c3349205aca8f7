package e2e

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// groups are those of the people whom the issuer knows, by their id there.
var groups = map[string][]string{"id1": {"board"}, "id2": {"guests"}}

// directory is the storage of the issuer, with groups at the user info endpoint and
// an address to come back to after signing out.
type directory struct {
	*storage.Storage
	home string
}

// SetUserinfoFromToken adds the groups.
func (d directory) SetUserinfoFromToken(ctx context.Context, info *oidc.UserInfo, token, subject, origin string) error {
	err := d.Storage.SetUserinfoFromToken(ctx, info, token, subject, origin)
	info.AppendClaims("groups", groups[info.Subject])
	return err
}

// GetClientByClientID gives the client its address.
func (d directory) GetClientByClientID(ctx context.Context, id string) (op.Client, error) {
	client, err := d.Storage.GetClientByClientID(ctx, id)
	return comingHome{client, d.home}, err
}

type comingHome struct {
	op.Client
	home string
}

func (c comingHome) PostLogoutRedirectURIs() []string { return []string{c.home} }

// startIssuer runs a certified OpenID Connect provider whose client is the portal at
// an address that is known once it is called.
func startIssuer(t *testing.T) (issuer string, serve func(portal string)) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	issuer = "http://localhost:" + port + "/"
	return issuer, func(portal string) {
		clients := map[string]*storage.Client{"portal": storage.WebClient("portal", "secret", portal+"/sign-in/callback")}
		store := directory{storage.NewStorageWithClients(storage.NewUserStore(issuer), clients), portal + "/account"}
		provider := exampleop.SetupServer(issuer, store, slog.New(slog.DiscardHandler), false)
		provider.Get("/favicon.ico", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
		server := &http.Server{Handler: provider}
		go server.Serve(listener)
		t.Cleanup(func() { server.Close() })
	}
}

// startSignIn is a portal by HTTPS at which people sign in at a real issuer.
func startSignIn(t *testing.T, args ...string) (portal, issuer string) {
	t.Helper()
	t.Setenv("CROSSROADS_OIDC_CLIENT_SECRET", "secret")
	issuer, serve := startIssuer(t)
	portal = startSecurePortal(t, append([]string{
		"--oidc-issuer=" + issuer, "--oidc-client-id=portal", "--stewards=board", "--token-scopes=read,write,portfolio,audit",
	}, args...)...)
	serve(portal)
	return portal, issuer
}

// webhooks is a file with an endpoint that wants nothing more.
func webhooks(t *testing.T) string {
	t.Helper()
	gone := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) }))
	t.Cleanup(gone.Close)
	dir := t.TempDir()
	for name, text := range map[string]string{
		"secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=",
		"webhooks.yaml": "endpoints:\n  - name: register\n    url: " + gone.URL +
			"\n    secret_file: secret\n    events: [assessment.saved]\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "webhooks.yaml")
}

// TestSignIn goes through signing in, saving, making a token, the audit log, webhooks and
// signing out at a real OpenID Connect provider, with scripts and without.
func TestSignIn(t *testing.T) {
	for name, l := range map[string]look{"scripts": {}, "no scripts, 360, dark": {noScript: true, width: 360, dark: true}} {
		t.Run(name, func(t *testing.T) {
			portal, issuer := startSignIn(t, "--webhooks="+webhooks(t))
			p := newPage(t, l, portal, strings.TrimSuffix(issuer, "/"))
			check := func(what string) {
				t.Helper()
				if wide := eval[bool](p, "document.documentElement.scrollWidth > document.documentElement.clientWidth"); wide {
					t.Errorf("%s scrolls sideways", what)
				}
				if !l.noScript { // axe needs them
					checkAccessible(t, p, what)
				}
			}
			p.visit(portal+"/account", http.StatusOK)
			if !l.noScript { // axe needs them
				checkAccessible(t, p, "account of nobody")
			}
			p.visit(portal+"/portfolio", http.StatusOK) // sends on to the issuer
			p.write("^Username", "test-user@localhost")
			p.write("^Password", "verysecure")
			p.press("button", "^Login$")
			p.arrive(`/portfolio$`)
			p.visit(portal+"/decide/deployment/result", http.StatusOK)
			p.write("^Title", "Order system")
			p.press("button", "^Save$")
			p.arrive(`/assessments|/a/`)
			p.visit(portal+"/portfolio", http.StatusOK)
			p.press("link", "^Order system$")
			p.arrive(`/a/[a-z0-9]+$`)
			p.press("link", "^Comments$")
			p.arrive(`/comments$`)
			p.write("^Your comment", "Have we measured the cold starts?")
			check("comments")
			p.press("button", "^Comment$")
			p.arrive(`/comments#comment-1$`)
			p.press("link", "^Back to the assessment$")
			p.find("heading", "^Comments$")
			check("an assessment with comments")
			p.visit(portal+"/tokens", http.StatusOK)
			p.write("^What it is for", "Nightly import")
			p.press("checkbox", "^audit")
			p.press("button", "^Make the token$")
			p.find("heading", "^The token “Nightly import”$")
			if text := eval[string](p, "document.body.innerText"); !strings.Contains(text, "crossroads_") {
				t.Errorf("the page has no token:\n%s", text)
			}
			check("tokens")
			p.visit(portal+"/audit", http.StatusOK)
			text := eval[string](p, "document.body.innerText")
			for _, act := range []string{"Signed in role steward", "Saved an assessment", "Made a token"} {
				if !strings.Contains(text, act) {
					t.Errorf("the audit log has no %s:\n%s", act, text)
				}
			}
			check("audit log")
			p.visit(portal+"/account", http.StatusOK)
			check("account")
			p.press("link", "^webhooks$")
			p.arrive(`/webhooks$`)
			for end := time.Now().Add(20 * time.Second); !strings.Contains(eval[string](p, "document.body.innerText"),
				"Failed: answered 410") && time.Now().Before(end); {
				time.Sleep(100 * time.Millisecond)
				p.visit(portal+"/webhooks", http.StatusOK)
			}
			check("webhooks")
			p.press("button", "^Send again")
			p.arrive(`/webhooks\?sent=1$`)
			p.visit(portal+"/audit", http.StatusOK)
			if text := eval[string](p, "document.body.innerText"); !strings.Contains(text, "Sent a webhook again") {
				t.Errorf("the audit log has not who sent again:\n%s", text)
			}
			p.visit(portal+"/account", http.StatusOK)
			p.press("button", "^Sign out$")
			p.press("link", "^Sign out there too$")
			p.arrive(`/account$`) // the issuer sends the browser back
			p.find("link", "^Sign in$")
			if !l.noScript {
				p.expect("can escape its sandboxing") // of the result page
			}
		})
	}
}

// TestNotSignedIn signs in at the issuer, and is refused by the portal: without a role, and
// without the second factor that it asks for.
func TestNotSignedIn(t *testing.T) {
	for name, test := range map[string]struct{ flag, who, says string }{
		"no role":          {"--readers=nobody", "test-user2", "you have no role"},
		"no second factor": {"--oidc-amr=mfa", "test-user@localhost", "--oidc-amr: mfa"},
	} {
		t.Run(name, func(t *testing.T) {
			portal, issuer := startSignIn(t, test.flag)
			p := newPage(t, look{}, portal, strings.TrimSuffix(issuer, "/"))
			p.visit(portal+"/sign-in", http.StatusOK)
			p.signInAs(test.who)
			p.arrive(`/sign-in/callback`)
			p.find("heading", "^You are not signed in$")
			if text := eval[string](p, "document.body.innerText"); !strings.Contains(text, test.says) {
				t.Errorf("the page does not say %q:\n%s", test.says, text)
			}
			p.expect("403 (Forbidden)")
			checkAccessible(t, p, "not signed in")
		})
	}
}

// TestProxySignIn: a proxy that signs people in names them and their groups, and what
// browsers send by the same names does not count.
func TestProxySignIn(t *testing.T) {
	var target *url.URL
	port := startSecure(t, &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(target)
		r.Out.Host = r.In.Host
		r.SetXForwarded()
		for _, name := range []string{"X-Forwarded-User", "X-Forwarded-Groups"} {
			r.Out.Header.Del(name)
		}
		if user, _, ok := r.In.BasicAuth(); ok {
			r.Out.Header.Set("X-Forwarded-User", user)
			r.Out.Header.Set("X-Forwarded-Groups", "staff, "+user)
			r.Out.Header.Del("Authorization")
		}
	}})
	origin := "https://portal.test:" + port
	inside := startPortal(t, "--base-url="+
		origin, "--trusted-proxies=127.0.0.1/32", "--identity-header=X-Forwarded-User", "--groups-header=X-Forwarded-Groups",
		"--readers=staff", "--stewards=ada")
	target, _ = url.Parse(inside.url)
	get := func(path, user string) (int, string) {
		t.Helper()
		r, err := http.NewRequest("GET", "https://127.0.0.1:"+port+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = "portal.test:" + port
		r.Header.Set("X-Forwarded-User", "ada")
		r.Header.Set("X-Forwarded-Groups", "ada")
		if user != "" {
			r.SetBasicAuth(user, "x")
		}
		res, err := insecure.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		raw, _ := io.ReadAll(res.Body)
		return res.StatusCode, string(raw)
	}
	for _, test := range []struct {
		path, user string
		want       int
	}{
		{"/portfolio", "", 403}, {"/portfolio", "grace", 200}, {"/tokens", "grace", 403}, {"/tokens", "ada", 200}, {"/audit", "ada", 200},
	} {
		if status, body := get(test.path, test.user); status != test.want {
			t.Errorf("%s as %q gives %d, want %d\n%s", test.path, test.user, status, test.want, body)
		}
	}
}

// TestSignInCookie: what a browser keeps after signing in at the real issuer, without a
// browser.
func TestSignInCookie(t *testing.T) {
	portal, _ := startSignIn(t, "--oidc-amr=pwd,mfa")
	jar, _ := cookiejar.New(nil)
	client := &http.Client{Jar: jar, Transport: insecure.Transport}
	res, err := client.Get(portal + "/sign-in?to=/account")
	if err != nil {
		t.Fatal(err)
	}
	login, _ := io.ReadAll(res.Body)
	res.Body.Close()
	id := regexp.MustCompile(`name="id" value="([^"]+)"`).FindSubmatch(login)
	if id == nil {
		t.Fatalf("no form:\n%s", login)
	}
	res, err = client.PostForm(res.Request.URL.Scheme+"://"+res.Request.URL.Host+"/login/username", url.Values{
		"id": {string(id[1])}, "username": {"test-user@localhost"}, "password": {"verysecure"},
	})
	if err != nil {
		t.Fatal(err)
	}
	page, _ := io.ReadAll(res.Body)
	res.Body.Close()
	if !strings.Contains(string(page), "with the role steward") {
		t.Errorf("%s", page)
	}
	at, _ := url.Parse(portal)
	if kept := jar.Cookies(at); len(kept) != 1 || kept[0].Name != "__Host-crossroads-session" {
		t.Errorf("the browser keeps %v", kept)
	}
}
