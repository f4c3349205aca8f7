package identity

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestRoles(t *testing.T) {
	mapped := Roles{Readers: []string{"staff"}, Authors: []string{"engineers"}, Stewards: []string{"board", "cto office"}}
	open := Roles{Readers: []string{Everybody}, Stewards: []string{"board"}}
	for _, test := range []struct {
		roles  Roles
		groups []string
		want   Role
	}{
		{Roles{}, []string{"board"}, None}, // nobody gets in by default
		{mapped, nil, None},
		{mapped, []string{"guests"}, None},
		{mapped, []string{"Board"}, None},
		{mapped, []string{""}, None},
		{mapped, []string{Everybody}, None}, // a group of that name is not everybody
		{mapped, []string{"staff"}, Reader},
		{mapped, []string{"staff", "engineers"}, Author},
		{mapped, []string{"cto office"}, Steward},
		{open, nil, Reader},
		{open, []string{"board"}, Steward},
	} {
		if got := test.roles.Of(test.groups); got != test.want {
			t.Errorf("%+v with %q: %v, want %v", test.roles, test.groups, got, test.want)
		}
	}
	if mapped.NeedsGroups() != true || (Roles{Readers: []string{Everybody}}).NeedsGroups() || !open.NeedsGroups() {
		t.Error("NeedsGroups")
	}
	for role := None; role <= Steward; role++ {
		if ParseRole(role.String()) != role {
			t.Errorf("%v is not read back", role)
		}
	}
	if ParseRole("admin") != None || ParseRole("") != None {
		t.Error("an unknown role gives something")
	}
}

// TestPowers: a table of who may do what.
func TestPowers(t *testing.T) {
	person := func(role Role) Person { return Person{Name: "ada", Via: ViaOIDC, Role: role} }
	token := func(scopes ...string) Person { return Person{Name: "ci", Via: ViaToken, Scopes: scopes} }
	for _, test := range []struct {
		p                        Person
		list, own, audit, manage bool
	}{
		{Person{}, false, false, false, false},
		{person(None), false, false, false, false},
		{person(Reader), true, false, false, false},
		{person(Author), true, true, false, false},
		{person(Steward), true, true, true, true},
		{token(ScopeRead), false, false, false, false},
		{token(ScopeWrite), false, true, false, false},
		{token(ScopePortfolio), true, false, false, false},
		{token(ScopeAudit), false, false, true, false},
		{token(Scopes...), true, true, true, false}, // no token makes tokens
	} {
		if got := []bool{
			test.p.MayList(), test.p.MayOwn(), test.p.MayAudit(), test.p.MayManage(),
		}; !slices.Equal(got, []bool{test.list, test.own, test.audit, test.manage}) {
			t.Errorf("%+v may list, own, audit, manage: %v", test.p, got)
		}
	}
	if person(Reader).Owner() != "" || person(Author).Owner() != "ada" {
		t.Error("what a reader saves has an owner, or what an author saves has none")
	}
}

func TestGroupsAt(t *testing.T) {
	var claims map[string]any
	raw := `{"groups":["a","b c"],"realm_access":{"roles":["x"]},"https://example.org/roles":"p, q;r|s","one":"x","n":7,"mixed":["a",1],"nothing":null}`
	if err := json.Unmarshal([]byte(raw), &claims); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		path, want string
		found, bad bool
	}{
		{"groups", "a/b c", true, false},
		{"realm_access.roles", "x", true, false},
		{"https://example.org/roles", "p/q/r/s", true, false},
		{"one", "x", true, false},
		{"nothing", "", true, false},
		{"absent", "", false, false},
		{"groups.deeper", "", false, false},
		{"n", "", true, true},
		{"mixed", "", true, true},
	} {
		groups, found, err := GroupsAt(claims, test.path)
		if strings.Join(groups, "/") != test.want || found != test.found || (err != nil) != test.bad {
			t.Errorf("%s: %q %v %v", test.path, groups, found, err)
		}
	}
}

func TestTokens(t *testing.T) {
	token := NewToken()
	if !IsToken(token) || !LooksLikeToken(token) || NewToken() == token {
		t.Error(token)
	}
	for _, s := range []string{
		"", "crossroads_", strings.ToUpper(token), token + "a", " " + token, strings.TrimPrefix(token, TokenPrefix),
	} {
		if IsToken(s) {
			t.Errorf("%q is taken for a token", s)
		}
	}
	l := Limits{Scopes: []string{ScopeRead, ScopeWrite}, Most: 90 * 24 * time.Hour}
	if scopes, err := l.CheckScopes([]string{"write", "read", "write"}); err != nil || strings.Join(scopes, " ") != "read write" {
		t.Error(scopes, err)
	}
	for asked, says := range map[string]string{
		"": "at least one", "admin": "not a scope", "*": "not a scope", "read audit": "--token-scopes",
	} {
		if _, err := l.CheckScopes(strings.Fields(asked)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v", asked, err)
		}
	}
	if l.CheckTime(90*24*time.Hour) != nil || l.CheckTime(91*24*time.Hour) == nil || l.CheckTime(0) == nil {
		t.Error("CheckTime")
	}
}

// TestSplitGroups: names of a directory hold commas.
func TestSplitGroups(t *testing.T) {
	const dn = "CN=ops,DC=example"
	for header, want := range map[string][]string{
		"a, b;c|d": {"a", "b", "c", "d"}, "": nil, " , ;": nil,
		dn: {dn}, dn + ";CN=x, DC=example": {dn, "CN=x, DC=example"}, dn + ",cn=x,ou=y,dc=example,dc=org": {dn, "cn=x,ou=y,dc=example,dc=org"},
		`CN=ops\,DC=example`: {dn}, `"CN=ops,DC=example","b"`: {dn, "b"}, `["a","b, c"]`: {"a", "b, c"}, `["a",`: {"[a"},
		"team=a,team=b": {"team=a", "team=b"}, "ou=a,b": {"ou=a", "b"}, `CORP\ops,CORP\dev`: {`CORP\ops`, `CORP\dev`},
		`5" screens,b`: {"5 screens", "b"}, "['ops', 'the dev']": {"ops", "the dev"}, "[ops dev]": {"ops", "dev"}, "[ops, dev]": {"ops", "dev"},
		"[CN=ops,DC=example]": {dn}, "[]": nil, "[ops": {"[ops"},
		"{ops,dev}": {"ops", "dev"}, "('ops', 'dev')": {"ops", "dev"}, "{'ops', 'the dev'}": {"ops", "the dev"}, `["ops" "the dev"]`: {"ops", "the dev"},
		"(a) and (b)": {"(a) and (b)"}, "{": {"{"},
	} {
		if got := SplitGroups(header); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", header, got, want)
		}
	}
}
