package web_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"crossroads/identity"
	"crossroads/record"
	"crossroads/web"
	"crossroads/web/account"
)

// Who asks in these tests. The proxy in front names them.
var (
	stranger = []string(nil)
	asEve    = []string{"X-User", "Eve", "X-Groups", "staff"}      // has signed in
	asGuest  = []string{"X-User", "Guest", "X-Groups", "visitors"} // without any role
	asAda    = []string{"X-User", "Ada Named", "X-Groups", "staff"}
	asOlga   = []string{"X-User", "Olga", "X-Groups", "engineers"} // the owner
	asGil    = []string{"X-User", "Gil", "X-Groups", "visitors,payments"}
	asSten   = []string{"X-User", "Sten", "X-Groups", "board"} // a steward
)

// shut is an assessment of Olga's with something in every place that has a page.
type shut struct {
	*site
	id, key, token string // token of its round
	other          string // id of another one, which everybody may see
}

// secrets are what nobody may learn who may not see it.
var secrets = []string{"Zebra", "Striped", "Quagga", "Okapi", "Savanna", "Marey", "Herd"}

func shutSite(t *testing.T) *shut {
	t.Helper()
	s := &shut{site: newSite(t, setup{config: web.Config{TrustedProxies: local, IdentityHeader: "X-User", Account: account.Config{
		GroupsHeader: "X-Groups", Roles: boardRoles, Limits: identity.Limits{Scopes: identity.Scopes, Most: 90 * 24 * time.Hour}}}})}
	q, a := s.first()
	ask := func(body string) (id, key string) {
		t.Helper()
		res := s.json("POST", "/api/v1/assessments", body, asOlga...)
		var saved struct{ ID, Key string }
		if err := json.Unmarshal([]byte(res.body), &saved); err != nil || res.StatusCode != http.StatusCreated {
			t.Fatalf("%d %s", res.StatusCode, res.body)
		}
		return saved.ID, saved.Key
	}
	s.id, s.key = ask(`{"comparison":"lunch","title":"Zebra","note":"Striped","author":"Quagga","tags":["okapi Okapi"],"decision_makers":["Marey"],"answers":{"` + q + `":["` + a + `"]}}`)
	s.other, _ = ask(`{"comparison":"lunch","title":"For all"}`)
	withKey := append([]string{"Edit-Key", s.key}, asOlga...)
	for path, body := range map[string]string{
		"PUT /life":                  `{"status":"decided","review":"2026-12-31","expires":""}`,
		"PUT /revisions/1/milestone": `{"name":"Savanna"}`,
		"POST /comments":             `{"text":"Herd"}`,
		"POST /round":                ``,
	} {
		method, path, _ := strings.Cut(path, " ")
		if res := s.json(method, "/api/v1/assessments/"+s.id+path, body, withKey...); res.StatusCode >= 300 {
			t.Fatalf("%s: %d %s", path, res.StatusCode, res.body)
		}
	}
	var round struct{ Token, URL string }
	if err := json.Unmarshal([]byte(s.get("/api/v1/assessments/"+s.id+"/round", withKey...).body), &round); err != nil {
		t.Fatal(err)
	}
	s.token = round.Token
	return s
}

// set changes the audience as the owner does; names of groups begin with @.
func (s *shut) set(who string, names ...string) {
	s.t.Helper()
	people, groups := []string{}, []string{}
	for _, name := range names {
		if group, ok := strings.CutPrefix(name, "@"); ok {
			groups = append(groups, group)
		} else {
			people = append(people, name)
		}
	}
	body, _ := json.Marshal(map[string]any{"audience": who, "people": people, "groups": groups})
	if res := s.json("PUT", "/api/v1/assessments/"+s.id+"/audience", string(body), asOlga...); res.StatusCode != http.StatusOK {
		s.t.Fatalf("%d %s", res.StatusCode, res.body)
	}
}

// contentRoutes have an :id that is one of the content, not of an assessment.
var contentRoutes = []string{"/cases/:id", "/panel/:id"}

// otherParameters are what else addresses have, none of which is an assessment: a new one
// has to be looked at here. A token lets somebody answer in a round, and shows nothing.
var otherParameters = []string{"comparison", "option", "slug", "page", "name", "file", "number", "token"}

var routeParameter = regexp.MustCompile(`:([a-z][a-z0-9]*)`)

// addressesOf are the addresses of the routes of a method that take an assessment, each made
// of the route table, and those that take one in the query.
func (s *shut) addressesOf(method string) (list []string) {
	s.t.Helper()
	for _, r := range web.Routes(s.lib) {
		var takes bool
		for _, m := range routeParameter.FindAllStringSubmatch(r.Path, -1) {
			takes = takes || m[1] == "id" || m[1] == "id2"
			if !slices.Contains(append([]string{"id", "id2"}, otherParameters...), m[1]) {
				s.t.Fatalf("%s: say whether :%s can be an assessment", r.Path, m[1])
			}
		}
		if r.Method != method || !takes || slices.Contains(contentRoutes, r.Path) {
			continue
		}
		fill := func(id, id2 string) string {
			return strings.NewReplacer(":id2", id2, ":id", id, ":number", "1").Replace(r.Path)
		}
		list = append(list, fill(s.id, s.other))
		if strings.Contains(r.Path, ":id2") {
			list = append(list, fill(s.other, s.id))
		}
	}
	if method == http.MethodGet {
		page := url.QueryEscape(s.URL + "/a/" + s.id)
		list = append(list, "/oembed?url="+page, "/oembed?format=xml&url="+page+"%2Fr%2F1", "/oembed?url="+url.QueryEscape(s.URL+"/embed/a/"+s.id))
	}
	if len(list) < 12 {
		s.t.Fatalf("only %q", list)
	}
	return list
}

func (s *shut) silent(who, address string, res answer) {
	s.t.Helper()
	for _, secret := range secrets {
		if strings.Contains(strings.ToLower(res.body), strings.ToLower(secret)) {
			s.t.Errorf("%s as %s: %d, says %s\n%s", address, who, res.StatusCode, secret, res.body)
			return
		}
		for name, values := range res.Header {
			if strings.Contains(strings.Join(values, " "), secret) {
				s.t.Errorf("%s as %s: the header %s says %s", address, who, name, secret)
			}
		}
	}
}

// TestWhoSeesWhat walks every route that takes an assessment, as the route table has it, for
// each audience, as everybody there can be. Pages that were made and kept while they were for
// all, and those that others have just been shown, are nobody else's.
func TestWhoSeesWhat(t *testing.T) {
	s := shutSite(t)
	people := map[string][]string{"a stranger": stranger, "a guest": asGuest, "Eve": asEve, "Ada": asAda, "Gil": asGil, "the owner": asOlga, "a steward": asSten}
	everybody := slices.Sorted(maps.Keys(people))
	addresses := s.addressesOf(http.MethodGet)
	tags := map[string]string{} // entity tags of what was for all
	for i, step := range []struct {
		who     string
		named   []string
		refused map[string]int // what the others get
	}{
		{record.ForLink, nil, nil},
		{record.ForSignedIn, nil, map[string]int{"a stranger": http.StatusUnauthorized}},
		{record.ForNamed, []string{"Ada Named"}, map[string]int{"a stranger": http.StatusUnauthorized, "a guest": http.StatusForbidden,
			"Gil": http.StatusForbidden, "Eve": http.StatusForbidden}},
		{record.ForNamed, []string{"@payments"}, map[string]int{"a stranger": http.StatusUnauthorized, "a guest": http.StatusForbidden,
			"Ada": http.StatusForbidden, "Eve": http.StatusForbidden}},
		{record.ForNamed, nil, map[string]int{"a stranger": http.StatusUnauthorized, "a guest": http.StatusForbidden,
			"Eve": http.StatusForbidden, "Ada": http.StatusForbidden}},
		{record.ForLink, nil, nil},
	} {
		s.set(step.who, step.named...)
		if i == 4 { // the steps before have checked the others
			everybody = []string{"Ada", "a stranger", "the owner"}
		}
		for _, address := range addresses {
			// Those who may see it come first, so that it could be kept for the others.
			slices.SortStableFunc(everybody, func(a, b string) int { return step.refused[a] - step.refused[b] })
			for _, who := range everybody {
				res := s.get(address, people[who]...)
				want := step.refused[who]
				switch {
				case want == 0 && res.StatusCode != http.StatusOK:
					t.Errorf("%s %v, %s as %s: %d\n%s", step.who, step.named, address, who, res.StatusCode, res.body)
				case want == 0 && step.who != record.ForLink && (res.Header.Get("Cache-Control") != "no-store" || res.Header.Get("Access-Control-Allow-Origin") != "" || res.Header.Get("Cross-Origin-Resource-Policy") == "cross-origin"):
					t.Errorf("%s, %s as %s: %v", step.who, address, who, res.Header)
				case want == 0 && step.who == record.ForLink:
					tags[address] = res.Header.Get("ETag")
				case want != 0:
					s.refused(step.who, address, who, people[who], want, tags[address], res)
				}
			}
		}
	}
	if len(tags) < len(addresses) || tags["/a/"+s.id] == "" || tags["/a/"+s.id+"/card.png"] == "" {
		t.Errorf("entity tags: %v", tags)
	}
}

// refused holds what somebody gets who may not see it.
func (s *shut) refused(audience, address, who string, headers []string, want int, tag string, res answer) {
	s.t.Helper()
	if res.StatusCode != want || res.Header.Get("Cache-Control") != "no-store" || res.Header.Get("ETag") != "" || want == http.StatusUnauthorized && res.Header.Get("WWW-Authenticate") == "" {
		s.t.Errorf("%s, %s as %s: %d %v", audience, address, who, res.StatusCode, res.Header)
	}
	s.silent(who, address, res)
	if tag == "" { // it is for nobody to keep anyway
		return
	}
	if again := s.get(address, append([]string{"If-None-Match", tag}, headers...)...); again.StatusCode != want {
		s.t.Errorf("%s, %s as %s with the tag from before: %d", audience, address, who, again.StatusCode)
	}
	if head := s.do(s.request(http.MethodHead, address, "", headers...)); head.StatusCode != want || head.Header.Get("Content-Disposition") != "" {
		s.t.Errorf("%s, HEAD %s as %s: %d %v", audience, address, who, head.StatusCode, head.Header)
	}
}

// TestGroupAsMacsWriteIt: a group with é as two characters is that of readers with one, who find what they may see.
func TestGroupAsMacsWriteIt(t *testing.T) {
	s := shutSite(t)
	s.set(record.ForNamed, "@Bu\u0308ro")
	reader := []string{"X-User", "Gil", "X-Groups", "staff,Büro"}
	for _, address := range []string{"/a/" + s.id, "/portfolio", "/api/v1/portfolio"} {
		if res := s.get(address, reader...); res.StatusCode != http.StatusOK || !strings.Contains(res.body, "Zebra") {
			t.Errorf("%s: %d, lists nothing of it", address, res.StatusCode)
		}
	}
}
