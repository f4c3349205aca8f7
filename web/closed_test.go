package web_test

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"crossroads/record"
	"crossroads/store"
	"crossroads/web"
)

// TestNobodyWritesBlindly: whatever changes an assessment, as the route table has it, says
// nothing to somebody who may not see it and has no key.
func TestNobodyWritesBlindly(t *testing.T) {
	s := shutSite(t)
	s.set(record.ForNamed)
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete} {
		for _, r := range web.Routes(s.lib) {
			if r.Method != method || !strings.Contains(r.Path, ":id") {
				continue
			}
			address := strings.NewReplacer(":id", s.id, ":number", "1").Replace(r.Path)
			for who, headers := range map[string][]string{"a stranger": nil, "Eve": asEve} {
				for _, key := range []string{"", "wrong"} {
					res := s.post(address, url.Values{"key": {key}, "text": {"hello"}, "action": {"add"}, "name": {"x"}, "number": {"1"}, "audience": {"link"}}, headers...)
					if strings.HasPrefix(address, "/api/") {
						sent := headers
						if key != "" {
							sent = append([]string{"Edit-Key", key}, headers...)
						}
						res = s.json(method, address, `{"text":"hello","audience":"link","comparison":"lunch","title":"x"}`, sent...)
					}
					// 429: all these are wrong keys.
					if res.StatusCode != http.StatusForbidden && res.StatusCode != http.StatusUnauthorized &&
						res.StatusCode != http.StatusTooManyRequests &&
						res.StatusCode != http.StatusUnprocessableEntity && res.StatusCode != http.StatusPreconditionRequired &&
						res.StatusCode != http.StatusBadRequest {
						t.Errorf("%s %s as %s with the key %q: %d\n%s", method, address, who, key, res.StatusCode, res.body)
					}
					s.silent(who, address, res)
				}
			}
		}
	}
	if comments := s.get("/api/v1/assessments/"+s.id+"/comments", asOlga...); strings.Contains(comments.body, "hello") {
		t.Errorf("%s", comments.body)
	}
	if page := s.get("/t/" + s.token); page.StatusCode != http.StatusOK {
		t.Errorf("the page of a round: %d", page.StatusCode)
	} else {
		s.silent("somebody who answers in a round", "/t/", page)
	}
}

// TestEditKeyLetsIn: whoever has the edit key gets in without signing in, by the API and by a
// form of the page that says no; another key does not.
func TestEditKeyLetsIn(t *testing.T) {
	s := shutSite(t)
	_, otherKey := saveLunch(t, s.site)
	s.set(record.ForNamed, "Nobody")
	for _, address := range s.addressesOf(http.MethodGet) {
		if !strings.HasPrefix(address, "/api/") {
			continue
		}
		for _, headers := range [][]string{{"Edit-Key", s.key}, {"Authorization", "Bearer " + s.key}} {
			if res := s.get(address, headers...); res.StatusCode != http.StatusOK || res.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s: %d %s\n%s", address, res.StatusCode, res.Header.Get("Cache-Control"), res.body)
			}
		}
	}
	if res := s.get("/api/v1/assessments/"+s.id, "Edit-Key", otherKey); res.StatusCode != http.StatusUnauthorized {
		t.Errorf("another key: %d", res.StatusCode)
	}
	for _, address := range s.addressesOf(http.MethodGet) {
		path, below := strings.CutPrefix(address, "/a/"+s.id)
		if !below {
			continue
		}
		page, show := s.get(address), strings.TrimPrefix(path, "/")
		if !strings.Contains(page.body, `action="/a/`+s.id+`/open"`) || !strings.Contains(page.body, `name="show" value="`+show+`"`) || strings.Contains(page.body, "sign-in") {
			t.Errorf("%s has no form:\n%s", address, page.body)
		}
		want := s.get(address, asSten...)
		open := s.post("/a/"+s.id+"/open", url.Values{"key": {s.URL + "/a/" + s.id + "/edit#" + s.key}, "show": {show}})
		if open.StatusCode != http.StatusOK || open.Header.Get("Cache-Control") != "no-store" ||
			open.Header.Get("Content-Type") != want.Header.Get("Content-Type") ||
			open.Header.Get("Content-Disposition") != want.Header.Get("Content-Disposition") ||
			strings.Contains(want.body, "Zebra") && !strings.Contains(open.body, "Zebra") {
			t.Errorf("%s: %d %v\n%s", address, open.StatusCode, open.Header, open.body)
		}
		wrong := s.post("/a/"+s.id+"/open", url.Values{"key": {otherKey}, "show": {show}})
		if wrong.StatusCode != http.StatusForbidden && wrong.StatusCode != http.StatusTooManyRequests {
			t.Errorf("%d\n%s", wrong.StatusCode, wrong.body)
		}
		s.silent("somebody with another key", address, wrong)
	}
	for show, want := range map[string]int{
		"history": http.StatusOK, "nothing": http.StatusNotFound, "r/2": http.StatusNotFound, "../" + s.other: http.StatusUnprocessableEntity,
		"/": http.StatusUnprocessableEntity,
	} {
		open := s.post("/a/"+s.id+"/open", url.Values{"key": {s.key}, "show": {show}})
		if open.StatusCode != want {
			t.Errorf("%q: %d\n%s", show, open.StatusCode, open.body)
		}
	}
	// Forms that change something need nobody to be signed in, as ever.
	if res := s.post("/a/"+s.id+"/edit", url.Values{"key": {s.key}, "base": {"1"}, "title": {"Renamed"}}); res.StatusCode != http.StatusSeeOther {
		t.Errorf("%d\n%s", res.StatusCode, res.body)
	}
	if res := s.post("/a/"+s.id+"/edit", url.Values{"key": {s.key}, "action": {"revoke"}, "once": {strings.Repeat("A",
		26)}}); res.StatusCode != http.StatusOK || !strings.Contains(res.body, "Renamed") {
		t.Errorf("%d\n%s", res.StatusCode, res.body)
	}
	if frame := s.get("/embed/a/" + s.id); strings.Contains(frame.body, "<form") {
		t.Error("a frame asks for the edit key")
	}
}

// TestEditKeyRevises goes through the wizard with the edit key alone: it shows nothing of the
// assessment, and saves other answers, while texts, tags and people stay.
func TestEditKeyRevises(t *testing.T) {
	s := shutSite(t)
	s.set(record.ForNamed, "Nobody")
	edit := s.post("/a/"+s.id+"/open", url.Values{"key": {s.key}, "show": {"edit"}})
	q, a := s.first()
	way := "?" + q + "=" + a + "&base=1&revise=" + s.id
	if !strings.Contains(html.UnescapeString(edit.body), `href="/decide/lunch`+way+`"`) {
		t.Fatalf("%s", edit.body)
	}
	for _, address := range []string{"/decide/lunch" + way, "/decide/lunch/result" + way, "/decide/lunch/standing" + way,
		"/decide/lunch/result/workings" + way, "/decide/lunch/beside" + way + "&beside="} {
		for who, headers := range map[string][]string{"a stranger": nil, "Eve": asEve} {
			page := s.get(address, headers...)
			if page.StatusCode != http.StatusOK {
				t.Errorf("%s as %s: %d\n%s", address, who, page.StatusCode, page.body)
			}
			s.silent(who, address, page)
		}
	}
	result := s.get("/decide/lunch/result" + way)
	for _, has := range []string{`name="revise" value="` + s.id + `"`, `name="base" value="1"`, `name="texts" value="kept"`, "not shared with you"} {
		if !strings.Contains(result.body, has) {
			t.Errorf("the result has no %s\n%s", has, result.body)
		}
	}
	if strings.Contains(result.body, `name="title"`) {
		t.Error("the result asks for a title")
	}
	sent := url.Values{"comparison": {"lunch"}, "query": {""}, "revise": {s.id}, "base": {"1"}, "texts": {"kept"}, "key": {"wrong"}}
	if wrong := s.post("/assessments", sent); wrong.StatusCode != http.StatusForbidden ||
		!strings.Contains(wrong.body, `name="texts" value="kept"`) || !strings.Contains(wrong.body, "does not open") {
		t.Errorf("%d\n%s", wrong.StatusCode, wrong.body)
	} else {
		s.silent("a wrong key", "/assessments", wrong)
	}
	sent.Set("key", s.key)
	saved := s.post("/assessments", sent)
	if saved.StatusCode != http.StatusSeeOther || saved.Header.Get("Location") != "/a/"+s.id+"#saved" {
		t.Fatalf("%d %v\n%s", saved.StatusCode, saved.Header, saved.body)
	}
	if page := s.get("/a/" + s.id); page.StatusCode != http.StatusUnauthorized || !strings.Contains(page.body, `id="saved"`) {
		t.Errorf("the page after saving does not say so: %d\n%s", page.StatusCode, page.body)
	}
	var doc struct {
		Revision            int
		Title, Note, Author string
		Tags                []string
		DecisionMakers      []string `json:"decision_makers"`
		Answers             map[string][]string
	}
	if err := json.Unmarshal([]byte(s.get("/api/v1/assessments/"+s.id, "Edit-Key", s.key).body), &doc); err != nil {
		t.Fatal(err)
	}
	if doc.Revision != 2 || doc.Title != "Zebra" || doc.Note != "Striped" || doc.Author != "Quagga" || len(doc.Answers) != 0 ||
		!slices.Equal(doc.Tags, []string{"okapi okapi"}) || !slices.Equal(doc.DecisionMakers, []string{"Marey"}) {
		t.Errorf("%+v", doc)
	}
	// Whoever saves second sees both versions, because the key has opened them.
	sent.Set("query", q+"="+a)
	if second := s.post("/assessments", sent); second.StatusCode != http.StatusConflict || !strings.Contains(second.body, "Zebra") {
		t.Errorf("%d\n%s", second.StatusCode, second.body)
	}
	sent.Set("base", "7")
	if none := s.post("/assessments", sent); none.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("%d\n%s", none.StatusCode, none.body)
	}
}

// TestSeenPortfolio: lists, counts, exports and reminders have what whoever asks may see, and
// review dates of the rest cannot be set.
func TestSeenPortfolio(t *testing.T) {
	s := shutSite(t)
	s.set(record.ForNamed, "Ada Named")
	for _, address := range []string{"/portfolio", "/portfolio?owner=Olga", "/portfolio/export.csv", "/portfolio/export.json",
		"/portfolio/reminders.ics", "/portfolio/reminders.atom", "/api/v1/portfolio", "/api/v1/portfolio/counts"} {
		for who, headers := range map[string][]string{"Eve": asEve, "Ada": asAda, "the owner": asOlga, "a steward": asSten} {
			res := s.get(address, headers...)
			if res.StatusCode != http.StatusOK || strings.Contains(res.Header.Get("Cache-Control"), "public") {
				t.Errorf("%s as %s: %d %v", address, who, res.StatusCode, res.Header)
			}
			secret := "Zebra"
			if strings.HasSuffix(address, "/counts") {
				secret = `"okapi okapi"` // its tag
			}
			if sees := strings.Contains(res.body, secret); sees != (who != "Eve") {
				t.Errorf("%s as %s: %v\n%s", address, who, sees, res.body)
			}
			if strings.Contains(res.body, s.id) && who == "Eve" {
				t.Errorf("%s tells Eve the address", address)
			}
			if strings.Contains(strings.ToLower(res.body), "okapi") && who == "Eve" {
				t.Errorf("%s tells Eve the tag", address)
			}
		}
	}
	// Behind a proxy without roles everybody it names sets review dates: of what they see.
	proxied := newSite(t, setup{config: web.Config{TrustedProxies: local, IdentityHeader: "X-User"}})
	id, key := saveLunch(t, proxied, "X-User", "Olga")
	if res := proxied.json("PUT", "/api/v1/assessments/"+id+"/audience", `{"audience":"named"}`, "Edit-Key", key); res.StatusCode != http.StatusOK {
		t.Fatalf("%d %s", res.StatusCode, res.body)
	}
	// This portal knows no groups, so none can be named.
	if res := proxied.json("PUT", "/api/v1/assessments/"+id+"/audience", `{"audience":"named","groups":["staff"]}`, "Edit-Key", key); res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(res.body, "does not learn") {
		t.Errorf("%d %s", res.StatusCode, res.body)
	}
	if page := proxied.get("/a/"+id+"/audience", "X-User", "Olga"); strings.Contains(page.body, `name="groups"`) || !strings.Contains(page.body, `name="people"`) {
		t.Errorf("%s", page.body)
	}
	for name, want := range map[string]int{"Eve": http.StatusConflict, "Olga": http.StatusSeeOther} {
		res := proxied.post("/portfolio/reviews", url.Values{"review": {"2027-01-31"}, "pick": {id + ":1:0"}}, "X-User", name)
		if res.StatusCode != want || name == "Eve" && strings.Contains(res.body, "Friday") {
			t.Errorf("as %s: %d\n%s", name, res.StatusCode, res.body)
		}
	}
}

// TestAudienceByMail: addresses as mail programs write them open it to those who sign in with them.
func TestAudienceByMail(t *testing.T) {
	s := shutSite(t)
	bob := []string{"X-User", "bob@x.org", "X-Groups", "staff"}
	res := s.post("/a/"+s.id+"/audience", url.Values{"audience": {"named"}, "people": {"Bob <Bob@X.org>; Cid <cid@x.org>"},
		"groups": {"CN=ops,DC=example"}}, asOlga...)
	if res.StatusCode != http.StatusOK || !strings.Contains(res.body, ">bob@x.org\ncid@x.org</textarea>") {
		t.Fatalf("%d\n%s", res.StatusCode, res.body)
	}
	for who, headers := range map[string][]string{"Bob": bob, "a group": {"X-User", "Zoe", "X-Groups", "CN=ops,DC=example;CN=x,DC=example"}} {
		if res := s.get("/a/"+s.id, headers...); res.StatusCode != http.StatusOK {
			t.Errorf("%s: %d", who, res.StatusCode)
		}
	}
	if list := s.get("/api/v1/portfolio", bob...).body; !strings.Contains(list, s.id) {
		t.Errorf("it is not in the portfolio of Bob: %s", list)
	}
	if res := s.get("/a/"+s.id, "X-User", "dan@x.org", "X-Groups", "staff"); res.StatusCode != http.StatusForbidden {
		t.Errorf("somebody else: %d", res.StatusCode)
	}
}

// TestAudienceOfTwo: two people who change an audience at once do not take each other's names out.
func TestAudienceOfTwo(t *testing.T) {
	s := shutSite(t)
	page := "/a/" + s.id + "/audience"
	s.set("named", "Ada Named", "Gone", "@board")
	before := html.UnescapeString(regexp.MustCompile(`name="before" value="([^"]*)"`).FindStringSubmatch(s.get(page, asOlga...).body)[1])
	send := func(status int, before, people string) string {
		t.Helper()
		res := s.post(page, url.Values{"before": {before}, "audience": {"named"}, "people": {people}, "groups": {"board"}}, asOlga...)
		if res.StatusCode != status {
			t.Fatalf("%d, want %d\n%s", res.StatusCode, status, res.body)
		}
		return res.body
	}
	send(http.StatusOK, before, "Ada Named\nGone\nBob")
	send(http.StatusOK, before, "Bob\nGone\nAda Named") // the same again
	got := send(http.StatusConflict, before, "Ada Named\nCid")
	if !strings.Contains(got, ">Ada Named\nBob\nCid</textarea>") || !strings.Contains(got, "Meanwhile somebody has changed who may see it") {
		t.Errorf("the page shows\n%s", got)
	}
	before = html.UnescapeString(regexp.MustCompile(`name="before" value="([^"]*)"`).FindStringSubmatch(got)[1])
	send(http.StatusOK, before, "Ada Named\nBob\nCid")
	if got := s.get("/api/v1/assessments/"+s.id+"/audience", asOlga...).body; !strings.Contains(got, `["Ada Named","Bob","Cid"]`) {
		t.Errorf("stored is %s", got)
	}
}

// TestAudiencePage: the owner, a steward and whoever has the key choose; what cannot be chosen
// is named, by the page and by the API; the audit log has it.
func TestAudiencePage(t *testing.T) {
	s := shutSite(t)
	page, api := "/a/"+s.id+"/audience", "/api/v1/assessments/"+s.id+"/audience"
	for who, headers := range map[string][]string{"the owner": asOlga, "a steward": asSten} {
		if got := s.get(page, headers...); strings.Contains(got.body, "Edit key") || !strings.Contains(got.body, `value="link" checked`) {
			t.Errorf("as %s:\n%s", who, got.body)
		}
	}
	if got := s.get(page, asEve...); !strings.Contains(got.body, "Edit key") ||
		!strings.Contains(s.get("/a/"+s.id).body, `href="`+page+`"`) ||
		!strings.Contains(s.get("/a/"+s.id+"/edit").body, `href="`+page+`"`) {
		t.Errorf("%s", got.body)
	}
	res := s.post(page, url.Values{"audience": {"named"}, "people": {" Ada Named\r\n\r\nGrace, Countess\nAda Named"}, "key": {s.key}})
	if res.StatusCode != http.StatusOK || !strings.Contains(res.body, "Saved.") || !strings.Contains(res.body, ">Ada Named\nGrace, Countess</textarea>") || !strings.Contains(res.body, `value="named" checked`) {
		t.Errorf("%d\n%s", res.StatusCode, res.body)
	}
	if got := s.get("/a/"+s.id, asAda...); !strings.Contains(got.body, "Only for those who are named") || strings.Contains(s.get("/a/"+s.other).body, "Only for") {
		t.Errorf("%s", got.body)
	}
	if got := s.get(api, asAda...); strings.TrimSpace(got.body) != `{"audience":"named","people":["Ada Named","Grace, Countess"],"groups":[]}` {
		t.Errorf("%s", got.body)
	}
	// Names that are left over in the form mean nothing.
	if res := s.post(page, url.Values{"audience": {"signed-in"}, "people": {"Ada"}}, asOlga...); res.StatusCode != http.StatusOK ||
		!strings.Contains(s.get(page, asEve...).body, `"></textarea>`) {
		t.Errorf("%d\n%s", res.StatusCode, res.body)
	}
	for sent, says := range map[string]string{
		`{"audience":"everybody"}`:                                           "no such audience",
		`{"audience":"signed-in","people":["x"]}`:                            "not only they",
		`{"audience":"named","people":["a\u0000b"]}`:                         "control characters",
		`{"audience":"named","people":["` + strings.Repeat("x", 121) + `"]}`: "longer than",
		`{"audience":"signed-in","groups":["x"]}`:                            "not only they",
		`{"audience":"named","groups":["a\u0000b"]}`:                         "control characters",
		`{"audience":"link","extra":1}`:                                      "is not a field of this object",
	} {
		if res := s.json("PUT", api, sent, asSten...); res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(res.body, says) {
			t.Errorf("%s: %d %s", sent, res.StatusCode, res.body)
		}
	}
	var many []string
	for i := range record.MostReaders + 1 {
		many = append(many, fmt.Sprint("person ", i))
	}
	if res := s.post(page, url.Values{"audience": {"named"}, "people": {strings.Join(many, "\n")}},
		asOlga...); res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(res.body, "101 people are too many") ||
		!strings.Contains(res.body, "person 100\n") && !strings.Contains(res.body, "person 100</textarea>") {
		t.Errorf("%d\n%s", res.StatusCode, res.body)
	}
	if res := s.post("/a/"+s.other+"/audience", url.Values{"audience": {"named"}, "key": {s.key}}, asEve...); res.StatusCode != http.StatusForbidden {
		t.Errorf("the key of another: %d", res.StatusCode)
	}
	lines, err := s.store.(*store.SQLite).Audit(t.Context(), record.EventFilter{Act: record.ActAudience, Limit: 9})
	if err != nil || len(lines) != 2 || lines[0].Detail != "audience=named people=Ada%20Named,Grace%2C%20Countess" || lines[0].Via != "link" || lines[1].Name != "Olga" {
		t.Errorf("%+v, %v", lines, err)
	}
}

// TestNobodySignsIn: without sign-in everybody with the link is all there can be, and the page
// says so. What was closed before sign-in was switched off stays closed.
func TestNobodySignsIn(t *testing.T) {
	s := newSite(t, setup{})
	id, key := saveLunch(t, s)
	if page := s.get("/a/" + id + "/audience"); page.StatusCode != http.StatusOK || !strings.Contains(page.body, "Nobody signs in at this portal") || strings.Contains(page.body, "<form class=\"panel\"") {
		t.Errorf("%d\n%s", page.StatusCode, page.body)
	}
	if page := s.get("/a/" + id); strings.Contains(page.body, "/audience") {
		t.Error("the page leads to a choice that there is not")
	}
	api := "/api/v1/assessments/" + id + "/audience"
	for sent, want := range map[string]int{`{"audience":"signed-in"}`: 422, `{"audience":"named","people":["ada"]}`: 422, `{"audience":"link","people":[]}`: 200} {
		if res := s.json("PUT", api, sent, "Edit-Key", key); res.StatusCode != want || want == 422 && !strings.Contains(res.body, "Nobody signs in") {
			t.Errorf("%s: %d %s", sent, res.StatusCode, res.body)
		}
	}
	if err := s.store.AssignAudience(t.Context(), id, record.Audience{Who: record.ForSignedIn}); err != nil {
		t.Fatal(err)
	}
	if page := s.get("/a/" + id); page.StatusCode != http.StatusUnauthorized {
		t.Errorf("%d", page.StatusCode)
	}
	if res := s.post("/a/"+id+"/audience", url.Values{"audience": {"link"}, "key": {key}}); res.StatusCode != http.StatusOK || s.get("/a/"+id).StatusCode != http.StatusOK {
		t.Errorf("opened again: %d\n%s", res.StatusCode, res.body)
	}
}

// TestTokensSee: a program is somebody who has signed in, under the name of its token.
func TestTokensSee(t *testing.T) {
	s := shutSite(t)
	token := makeToken(t, s.site, asSten, `["read"]`, "30")
	for _, test := range []struct {
		who    string
		people []string
		want   int
	}{{record.ForSignedIn, nil, 200}, {record.ForNamed, []string{"CI"}, 200}, {record.ForNamed, []string{"ci"}, 403}, {record.ForNamed, nil, 403}} {
		s.set(test.who, test.people...)
		if res := s.get("/api/v1/assessments/"+s.id, "Authorization", "Bearer "+token); res.StatusCode != test.want {
			t.Errorf("%+v: %d %s", test, res.StatusCode, res.body)
		}
	}
}

// TestSignInToSee: at a portal with an issuer the page leads there and back, by a link: a
// redirect would take the edit key in the fragment along.
func TestSignInToSee(t *testing.T) {
	s, issuer := signInSite(t)
	author := jar{}
	signIn(t, s, issuer, author, "olga", "engineers")
	id, key := saveLunch(t, s, author.headers()...)
	if res := s.json("PUT", "/api/v1/assessments/"+id+"/audience", `{"audience":"named","people":["ada"]}`, "Edit-Key", key); res.StatusCode != http.StatusOK {
		t.Fatalf("%d %s", res.StatusCode, res.body)
	}
	for path, link := range map[string]string{"/a/" + id + "/edit": "/sign-in?to=%2Fa%2F" + id + "%2Fedit", "/embed/a/" + id + "?theme=dark": "/sign-in?to=%2Fa%2F" + id + "%3Ftheme%3Ddark",
		"/diff/" + id + "/" + id: "/sign-in?to=%2Fdiff%2F" + id + "%2F" + id} {
		page := s.get(path)
		if page.StatusCode != http.StatusUnauthorized || !strings.Contains(page.body, `href="`+link+`"`) || strings.Contains(page.body, "Friday") {
			t.Errorf("%s: %d\n%s", path, page.StatusCode, page.body)
		}
	}
	for name, want := range map[string]int{"ada": 200, "eve": 403, "Ada": 403} {
		j := jar{}
		signIn(t, s, issuer, j, name, "staff")
		if page := s.get("/a/"+id, j.headers()...); page.StatusCode != want || (want == 200) != strings.Contains(page.body, "Friday") {
			t.Errorf("as %s: %d", name, page.StatusCode)
		}
	}
	if log := s.log.String(); !strings.Contains(log, `event="not shared"`) || strings.Contains(log, id) {
		t.Error("the log does not say that somebody was refused, or says too much")
	}
	var problem struct{ Status int }
	res := s.get("/api/v1/assessments/" + id)
	if err := json.Unmarshal([]byte(res.body), &problem); err != nil || problem.Status != http.StatusUnauthorized || res.Header.Get("Location") != "" {
		t.Errorf("%d %s", res.StatusCode, res.body)
	}
}
