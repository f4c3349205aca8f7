package main

import (
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
)

// TestTokenCommand makes, uses, lists and revokes a token beside a portal that runs.
func TestTokenCommand(t *testing.T) {
	db := "--db=" + filepath.Join(t.TempDir(), "a.db")
	in := start(t, nil, db)
	made := finish(t, nil, "token", "create", db, "--name=CI", "--scopes=read,portfolio")
	token := strings.TrimSpace(made.stdout)
	if made.err != nil || !strings.HasPrefix(token, "crossroads_") {
		t.Fatal(made)
	}
	wrong := finish(t, nil, "token", "create", db, "--name=CI", "--scopes=read", "--days=90d")
	if wrong.err == nil || exitCode(wrong.err) != 2 || !strings.HasPrefix(wrong.err.Error(), `--days: write a whole number, not "90d" (`) {
		t.Errorf("%v gives exit code %d", wrong.err, exitCode(wrong.err))
	}
	status := func() int {
		t.Helper()
		r, err := http.NewRequest("GET", in.url+"/api/v1/portfolio", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+token)
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		return res.StatusCode
	}
	if got := status(); got != http.StatusOK {
		t.Errorf("the token gives %d", got)
	}
	if list := finish(t, nil, "token", "list", db); list.err != nil ||
		!strings.Contains(list.stdout, "1       CI    read,portfolio  command line") || strings.Contains(list.stdout, token) {
		t.Errorf("%v\n%s", list.err, list.stdout)
	}
	if revoked := finish(t, nil, "token", "revoke", db, "1"); revoked.err != nil || revoked.stdout != "Token 1 is revoked.\n" {
		t.Errorf("%+v", revoked)
	}
	if again := finish(t, nil, "token", "revoke", db, "1"); again.err != nil || again.stdout != "Token 1 was revoked already.\n" {
		t.Errorf("%+v", again)
	}
	err := run(t.Context(), []string{"token", "create", db, "--name=Lost", "--scopes=read"}, nil, full{}, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "token 2 could not be written, and is revoked") {
		t.Error(err)
	}
	if again := finish(t, nil, "token", "revoke", db, "2"); again.stdout != "Token 2 was revoked already.\n" {
		t.Errorf("%+v", again)
	}
	if got := status(); got != http.StatusUnauthorized {
		t.Errorf("the revoked token gives %d", got)
	}
	if out := finish(t, nil, "sign-out", db, "ada"); out.err != nil ||
		out.stdout != "0 sessions ended.\nThe audit log has nobody called \"ada\": check the spelling.\n" {
		t.Errorf("%+v", out)
	}
	if out := finish(t, nil, "sign-out", db, "--free-name", "ada"); out.err != nil ||
		out.stdout != "0 sessions ended.\nNobody has signed in as \"ada\".\n" {
		t.Errorf("%+v", out)
	}
	for _, wrong := range []struct {
		says string
		args []string
	}{
		{"there is no token 9", []string{"token", "revoke", db, "9"}},
		{"--token-scopes", []string{"token", "create", db, "--name=x", "--scopes=audit"}},
		{"not a scope", []string{"token", "create", db, "--name=x", "--scopes=admin"}},
		{"--token-days", []string{"token", "create", db, "--name=x", "--scopes=read", "--days=91"}},
		{"no such file", []string{"token", "list", "--db=" + filepath.Join(t.TempDir(), "none.db")}},
	} {
		if got := finish(t, nil, wrong.args...); got.err == nil || !strings.Contains(got.err.Error(), wrong.says) {
			t.Errorf("%v: %v", wrong.args, got.err)
		}
	}
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

// TestPeopleSettings: what is wrong is named, and nobody gets in by default.
func TestPeopleSettings(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret")
	write(t, secret, "\n")
	good := []string{
		"--oidc-issuer=https://login.example.org", "--oidc-client-id=portal", "--base-url=https://portal.example.org", "--readers=*",
	}
	without := func(i int, more ...string) []string {
		return append(append(append([]string{"--db=/nonexistent/x/y.db"}, good[:i]...), good[i+1:]...), more...)
	}
	for _, test := range []struct {
		says string
		args []string
	}{
		{"--oidc-issuer: say who gets in", without(3)},
		{"--oidc-issuer: the issuer sends browsers back to --base-url", without(2)},
		{"must begin with https", without(2, "--base-url=http://portal.intra")},
		{"--oidc-client-id: it is missing", without(1)},
		{"--oidc-issuer: it is missing", without(0)},
		{"--oidc-issuer: it must begin with https", without(0, "--oidc-issuer=http://login.example.org")},
		{"--oidc-scopes: openid", without(3, "--readers=*", "--oidc-scopes=profile")},
		{"--oidc-client-secret-file: the file is empty", without(3, "--readers=*", "--oidc-client-secret-file="+secret)},
		{"--oidc-client-secret-file: --oidc-client-secret is set too", without(3, "--readers=*", "--oidc-client-secret=x",
			"--oidc-client-secret-file="+secret)},
		{"--session-hours", without(3, "--readers=*", "--session-hours=0")},
		{"--session-idle", without(3, "--readers=*", "--session-idle=1")},
		{"--token-scopes: \"admin\"", []string{"--token-scopes=admin"}},
		{"--token-days", []string{"--token-days=0"}},
		{"--readers: nobody can sign in", []string{"--stewards=board"}},
		{"--groups-header: it is missing", []string{"--identity-header=X-User", "--trusted-proxies=10.0.0.0/8", "--stewards=board"}},
		{"--groups-header: it counts only beside", []string{"--groups-header=X-Groups"}},
		{"--groups-header: it must be another", []string{
			"--identity-header=X-User", "--trusted-proxies=10.0.0.0/8", "--groups-header=x-user",
		}},
	} {
		if got := finish(t, nil, test.args...); got.err == nil || !strings.Contains(got.err.Error(), test.says) {
			t.Errorf("%v: %v", test.args, got.err)
		}
	}
}

// TestGroupsOfDirectory: a group is named in the settings as it is in the header, commas and all.
func TestGroupsOfDirectory(t *testing.T) {
	in := start(t, nil, "--db="+filepath.Join(t.TempDir(), "a.db"), "--identity-header=X-User", "--groups-header=X-Groups",
		"--trusted-proxies=127.0.0.0/8", "--stewards=CN=ops,DC=example", "--readers=board,CN=all,DC=example")
	for groups, status := range map[string]int{
		"CN=ops,DC=example": http.StatusOK, "CN=dev,DC=example;CN=ops,DC=example": http.StatusOK,
		"DC=example": http.StatusForbidden, "CN=ops": http.StatusForbidden,
		"board": http.StatusForbidden, // a reader
	} {
		req, err := http.NewRequest(http.MethodGet, in.url+"/audit", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("X-User", "ada")
		req.Header.Set("X-Groups", groups)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != status {
			t.Errorf("%s: %s", groups, res.Status)
		}
	}
}

// TestIssuerDownAtStart: the portal starts without its issuer, says so, and never shows
// the secret.
func TestIssuerDownAtStart(t *testing.T) {
	in := start(t, env{"CROSSROADS_OIDC_CLIENT_SECRET": "open sesame"}, "--db="+
		filepath.Join(t.TempDir(), "a.db"), "--base-url=http://127.0.0.1:9",
		"--oidc-issuer=http://127.0.0.1:1", "--oidc-client-id=portal", "--readers=*")
	in.get("/decide")
	if body := in.get("/readyz"); !strings.HasPrefix(body, "ready\n") {
		t.Errorf("%q", body)
	}
	res, err := http.Get(in.url + "/sign-in")
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if body := in.get("/readyz"); res.StatusCode != http.StatusServiceUnavailable || !strings.Contains(body, "sign-in: the issuer") {
		t.Errorf("%d %q", res.StatusCode, body)
	}
	in.stop()
	if log := in.log.String(); strings.Contains(log, "sesame") || !strings.Contains(log, "(not shown)") {
		t.Errorf("the log:\n%s", log)
	}
}
