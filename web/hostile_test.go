package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"crossroads/decision"
	"crossroads/record"
	"crossroads/web"
)

// hostile is a text with everything that could do harm somewhere: markup, a
// formula, a direction that turns, invisible and control characters.
const hostile = "=cmd|'/C calc'!A0 <script>alert(1)</script> \u202egnp.exe\u2066 a\u200bb \x07\x1b[31m \" onload=\"x"

// unseen is the same without control characters, which no door lets in: for the
// names of parts, which are in reports.
const unseen = "=cmd|'/C calc'!A0 <script>alert(1)</script> \u202egnp.exe\u2066 a\u200bb \" onload=\"x"

// readRoutes are the addresses that show an assessment, with the variables of
// the router filled in.
func readRoutes(lib []web.Route, id, token string) (paths []string) {
	for _, r := range lib {
		if r.Method == http.MethodGet && (strings.Contains(r.Path, ":id") || strings.Contains(r.Path, ":token")) &&
			r.Path != "/cases/:id" && r.Path != "/panel/:id" {
			paths = append(paths, strings.NewReplacer(":id2", id, ":id", id, ":number", "1", ":token", token).Replace(r.Path))
		}
	}
	slices.Sort(paths)
	return paths
}

// TestHostileTexts stores such a text wherever people write one, past all
// checks, and reads every address that shows it.
func TestHostileTexts(t *testing.T) {
	s := newSite(t, setup{config: web.Config{TrustedProxies: local, IdentityHeader: "X-Forwarded-User"}})
	q, a := s.first()
	cat := s.lib.Comparisons[0]
	input := decision.Assessment{Answers: decision.Answers{q: {a}}, Parts: []decision.Part{{Name: "one " + unseen}, {Name: "two"}}}
	report, err := decision.Evaluate(cat, input)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	rev := record.Revision{
		Title: hostile, Note: hostile + "\n\n" + hostile, Author: hostile, Input: input, Catalogue: "older", Engine: decision.EngineVersion,
		Report: raw,
	}
	saved, key, err := s.store.CreateOnce(t.Context(), cat.Slug, hostile, record.Once{}, rev)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.store.Mark(t.Context(), saved.ID, key, 1, hostile); err != nil {
		t.Fatal(err)
	}
	if _, err := s.store.Revise(t.Context(), saved.ID, key, 1, rev); err != nil {
		t.Fatal(err)
	}
	token, err := s.store.OpenRound(t.Context(), saved.ID, key)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{hostile, "other"} {
		if err := s.store.Speak(t.Context(), token, record.Voice{
			Name: name, Input: input, Catalogue: "c", Engine: "e", Report: raw,
		}); err != nil {
			t.Fatal(err)
		}
	}
	read := func() {
		paths := append(readRoutes(web.Routes(s.lib), saved.ID, token), "/portfolio", "/api/v1/portfolio", "/a/"+saved.ID+
			"/history?from=2&to=1", "/feed.xml")
		if len(paths) < 35 {
			t.Fatalf("only %d addresses: %q", len(paths), paths)
		}
		for _, path := range paths {
			res := s.get(path, "X-Forwarded-User", "ada")
			if res.StatusCode != http.StatusOK {
				t.Errorf("%s gives %d", path, res.StatusCode)
				continue
			}
			// which escape what they hold
			if kind := res.Header.Get("Content-Type"); kind != "image/png" && !strings.Contains(kind, "spreadsheetml") {
				checkHarmless(t, path, kind, res.body)
			}
		}
	}
	read()
	if err := s.store.RevealRound(t.Context(), saved.ID, key); err != nil {
		t.Fatal(err)
	}
	read()
}

func isHidden(c rune) bool {
	return c != '\n' && c != '\t' && c != '\r' && c != '\u200c' && c != '\u200d' && c != '\ufeff' && unicode.In(c, unicode.Cc, unicode.Cf)
}

// shownIn collects the texts of JSON, but for the data that reports are made of.
func shownIn(value any, into *strings.Builder) {
	switch v := value.(type) {
	case string:
		into.WriteString(v + "\n")
	case []any:
		for _, x := range v {
			shownIn(x, into)
		}
	case map[string]any:
		for key, x := range v {
			if key != "report" && key != "parts" {
				shownIn(x, into)
			}
		}
	}
}

// checkHarmless looks for what the text could do in a kind of file.
func checkHarmless(t *testing.T, path, kind, body string) {
	t.Helper()
	text := body
	if strings.Contains(kind, "json") {
		var doc any
		if err := json.Unmarshal([]byte(body), &doc); err != nil {
			t.Fatal(err)
		}
		var texts strings.Builder
		if !strings.HasSuffix(path, "/report.json") { // byte for byte as it was stored
			shownIn(doc, &texts)
		}
		text = texts.String()
	}
	if i := strings.IndexFunc(text, isHidden); i >= 0 {
		t.Errorf("%s shows %q", path, text[max(0, i-60):min(len(text), i+20)])
	}
	switch {
	case strings.Contains(kind, "csv"):
		for line := range strings.SplitSeq(body, "\n") {
			for _, cell := range strings.Split(line, ",") {
				if cell = strings.Trim(cell, `"`); strings.HasPrefix(cell, "=") {
					t.Errorf("%s has the formula %q", path, line)
				}
			}
		}
	case strings.Contains(kind, "html"), strings.Contains(kind, "svg"), strings.Contains(kind, "xml"):
		if strings.Contains(body, "<script>alert") || strings.Contains(body, `" onload="`) {
			t.Errorf("%s holds the markup as it was written", path)
		}
	}
}

// TestTextsAreCleanedOnTheWayIn: what nobody can see is not stored, by a form or
// by the API, and cannot tell two names apart.
func TestTextsAreCleanedOnTheWayIn(t *testing.T) {
	s := newSite(t, setup{})
	turned := "A\u202eB\u200b\u2066C" // three letters to a reader
	res := s.json("POST", "/api/v1/assessments", fmt.Sprintf(
		`{"comparison":"lunch","title":%q,"author":%q,"note":%q,"parts":[{"name":%q},{"name":"x"}]}`, turned, turned, turned, turned))
	var doc struct{ ID, Key, Title string }
	if err := json.Unmarshal([]byte(res.body), &doc); err != nil || doc.Title != "ABC" {
		t.Fatalf("%d %+v %.300s", res.StatusCode, doc, res.body)
	}
	s.post("/assessments", url.Values{
		"comparison": {"lunch"}, "title": {turned}, "note": {turned}, "query": {"p1.name=" + url.QueryEscape(turned)}, "revise": {doc.ID},
		"base": {"1"}, "key": {doc.Key},
	})
	for number := 1; number <= 2; number++ {
		saved, err := s.store.Get(t.Context(), doc.ID, number)
		if err != nil || saved.Title != "ABC" || saved.Note != "ABC" || saved.Input.Parts[0].Name != "ABC" ||
			strings.ContainsAny(string(saved.Report), "\u202e\u200b\u2066") {
			t.Errorf("revision %d: %+v, %v", number, saved, err)
		}
	}
	if res := s.json("POST", "/api/v1/assessments", `{"comparison":"lunch","title":"\u202e\u200b"}`); res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(res.body, "missing") {
		t.Errorf("a title nobody can see gives %d %s", res.StatusCode, res.body)
	}
	if res := s.json("POST", "/api/v1/assessments/"+doc.ID+"/round", `{"question":"x"}`, "Authorization", "Bearer "+doc.Key); res.StatusCode != 422 {
		t.Errorf("a round with a question gives %d", res.StatusCode)
	}
	s.json("POST", "/api/v1/assessments/"+doc.ID+"/round", "", "Authorization", "Bearer "+doc.Key)
	round, err := s.store.LatestRound(t.Context(), doc.ID)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int{"Ada": http.StatusNoContent} {
		if res := s.json("POST", "/api/v1/rounds/"+round.Token, `{"author":"`+name+`"}`); res.StatusCode != want {
			t.Errorf("%q gives %d", name, res.StatusCode)
		}
	}
	if res := s.json("POST", "/api/v1/rounds/"+round.Token, `{"author":"A\u200bda"}`); res.StatusCode != http.StatusConflict ||
		!strings.Contains(res.body, "“Ada” has answered already.") {
		t.Errorf("the same name with an invisible letter gives %d", res.StatusCode)
	}
}

// TestLinksEndEverywhere: after the last day, and after the links were revoked,
// no address shows anything of an assessment or takes an answer for it.
func TestLinksEndEverywhere(t *testing.T) {
	s := newSite(t, setup{config: web.Config{TrustedProxies: local, IdentityHeader: "X-User"}})
	id, key := s.save("", "Secret plan")
	bearer := "Bearer " + key
	if res := s.json("POST", "/api/v1/assessments/"+id+
		"/comments", `{"text":"Secret plan?"}`, "X-User", "ada"); res.StatusCode != http.StatusCreated {
		t.Fatal(res.body)
	}
	s.json("POST", "/api/v1/assessments/"+id+"/round", "", "Authorization", bearer)
	round, err := s.store.LatestRound(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	paths := readRoutes(web.Routes(s.lib), id, round.Token)
	for _, path := range paths { // so that whatever can be kept is kept
		if res := s.get(path); res.StatusCode != http.StatusOK {
			t.Errorf("%s gives %d", path, res.StatusCode)
		}
	}
	ended := func(want int) {
		t.Helper()
		for _, path := range paths {
			res := s.get(path)
			if strings.HasSuffix(path, "/edit") && want == http.StatusGone { // lets its owner set another day
				want := http.StatusOK
				if res.StatusCode != want || strings.Contains(res.body, "Secret plan") {
					t.Errorf("%s gives %d\n%s", path, res.StatusCode, res.body)
				}
				continue
			}
			if res.StatusCode != want || strings.Contains(res.body, "Secret plan") {
				t.Errorf("%s gives %d, want %d", path, res.StatusCode, want)
			}
		}
		if res := s.json("POST", "/api/v1/rounds/"+round.Token, `{"author":"Eve"}`); res.StatusCode != want {
			t.Errorf("answering in the round gives %d, want %d", res.StatusCode, want)
		}
		if res := s.post("/t/"+round.Token, url.Values{"author": {"Eve"}}); res.StatusCode != want {
			t.Errorf("answering in the round by the form gives %d, want %d", res.StatusCode, want)
		}
	}
	life := func(day string) {
		t.Helper()
		if res := s.json("PUT", "/api/v1/assessments/"+id+"/life", `{"status":"draft","expires":"`+day+
			`"}`, "Authorization", bearer); res.StatusCode != http.StatusNoContent {
			t.Fatal(res.body)
		}
	}
	life("2026-11-24")
	s.now.Advance(48 * time.Hour)
	ended(http.StatusGone)
	life("")
	for _, path := range paths {
		s.get(path)
	}
	if res := s.json("POST", "/api/v1/assessments/"+id+"/links", "", "Authorization", bearer); res.StatusCode != http.StatusOK {
		t.Fatal(res.body)
	}
	ended(http.StatusNotFound)
}
