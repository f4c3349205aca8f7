package views

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"crossroads/content"
	"crossroads/decision"
	"crossroads/export"
	"crossroads/record"
	"crossroads/report/reporttest"
)

// pages renders every page, in the states that look different, on the shipped content.
func pages(t *testing.T) map[string]templ.Component {
	t.Helper()
	lib, err := content.Load(content.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	c := lib.Comparisons[0]
	page := Page{
		Site: Site{
			Name: "Crossroads", BaseURL: "https://portal.example", Contact: "mailto:team@portal.example", Version: "1",
			Content: lib.Version, Comparisons: lib.Comparisons,
		},
		Title:       "A page",
		Description: "What it is about",
		Path:        "/here",
	}
	framed := page
	framed.Embed, framed.Theme, framed.Path = true, "dark", "/embed/here"
	wrong := page
	wrong.Problems = []Problem{{Field: "title", Message: "The title is missing."}, {Message: "There is no question “colour”."}}

	all := map[string]templ.Component{
		"home":     Home(HomePage{Page: page, Articles: lib.Articles}),
		"articles": Articles(ArticlesPage{Page: page, Articles: lib.Articles, Tags: []string{"cost & load"}}),
		"no tag":   Articles(ArticlesPage{Page: page, Tag: "nothing"}),
		"compare":  Compare(ComparePage{Page: page, Catalogue: c, Options: []int{0, 1, 2}, Today: "2099-01-01"}),
		"diff":     Compare(ComparePage{Page: page, Catalogue: c, Options: []int{0, 1}, Diff: true, Today: "2026-11-23"}),
		"method": Method(MethodPage{
			Page: page, Catalogues: lib.Comparisons,
			Tests: []decision.SelfTest{{Options: []decision.Reach{{Name: "A", Found: true, Lead: 0.1}, {Name: "B"}}}},
		}),
		"api":            APIDoc(APIPage{Page: page, SpecURL: "/api/v1/openapi.json"}),
		"compare framed": Compare(ComparePage{Page: framed, Catalogue: c, Options: []int{0, 1, 2}, Today: "2099-01-01"}),
		"error framed":   Error(ErrorPage{Page: framed, Status: 404, Message: "Not here."}),
		"error":          Error(ErrorPage{Page: page, Status: 503, Message: "Not now.", Request: "r1"}),
	}
	wrongly := func(field string) Page {
		p := page
		p.Problems = []Problem{{Field: field, Message: "It is wrong."}}
		return p
	}
	found := []Finding{{Tone: Bad, Seen: "<seen>", Means: "m", Do: "d", Write: "w"}, {Tone: Good, Seen: "s", Means: "m"}}
	frame := export.Frame{Origin: "https://portal.example", Comparison: c.Slug, Title: "<t>", Alt: "<a>"}
	all["embed"] = Embed(EmbedPage{Page: page, Show: "wizard", Frame: frame, Allowed: []string{"'self'"}, Findings: found})
	frame.Opaque, frame.Theme = true, "dark"
	all["embed open"] = Embed(EmbedPage{
		Page: page, Show: "matrix", Wiki: "<w>", Frame: frame, Clamped: true, Older: true, Allowed: []string{"*", "https://a.example"},
	})
	all["embed wrong"] = Embed(EmbedPage{Page: wrongly("height"), Show: "saved", Assessment: "<a>", Height: "<h>"})
	doctor := DoctorPage{Page: page, From: "<f>", Wiki: "https://wiki.example", Self: "https://portal.example", Findings: found,
		Sources: []SourceVerdict{{Source: "'self'", Why: "w"}, {Source: "*", Covers: true}},
		Headers: []HeaderLine{{"A", "<b>"}}, Probe: "/embed/decide/x", Variants: SandboxVariants("/embed/decide/x")}
	all["doctor"] = Doctor(doctor)
	doctor.Page, doctor.Wiki, doctor.Sources = wrongly("from"), "", nil
	all["doctor empty"] = Doctor(doctor)
	for _, a := range lib.Articles {
		all["article "+a.Slug] = Article(ArticlePage{Page: page, Article: a})
	}
	var results []CaseResult
	for i := range c.Cases {
		results = append(results, CaseResult{
			Catalogue: c, Case: &c.Cases[i],
			Test: decision.CaseTest{First: c.Options[0].ID, Second: c.Options[1].ID, Rank: 1 + i%3},
		})
	}
	all["cases"] = Cases(CasesPage{Page: page, Results: results})
	all["cases none"] = Cases(CasesPage{Page: page, Results: results, Filter: CaseFilter{Chose: "nothing"}})

	for name, a := range reporttest.Assessments(c) {
		r, err := decision.Evaluate(c, a)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		data, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		saved := record.Saved{
			ID: "K3JQ2ZV7", Comparison: c.Slug, Latest: 3,
			Revision: record.Revision{Number: 2, At: time.Unix(1795000000, 0), Title: "Shop <2027>", Note: "n", Input: a, Report: data},
		}
		newer := saved
		newer.Number, newer.Title = 3, "Their title"
		revise := &Revise{ID: saved.ID, Base: 2, Title: saved.Title}
		decide := DecidePage{
			Page: page, Catalogue: c, Assessment: a, Report: r, Action: "/decide/x/result", StandingURL: "/decide/x/standing",
			PartBlocks: 1,
		}
		all["decide "+name] = Decide(decide)
		decide.Page, decide.Revise = framed, revise
		all["decide framed "+name] = Decide(decide)
		all["result "+name] = Result(ResultPage{
			Page: wrong, Catalogue: c, Assessment: a, Query: "a=b&c=d", Report: r, ChangeURL: "/decide/x?a=b",
			Workings: "/decide/x/result/workings?a=b", Save: &SaveForm{Note: "typed"}, Revise: revise,
		})
		all["workings "+name] = Workings(ResultPage{
			Page: page, Catalogue: c, Assessment: a, Report: r, ChangeURL: "/decide/x?a=b", ResultURL: "/decide/x/result?a=b",
		})
		all["saved workings "+name] = SavedWorkings(SavedPage{Page: page, Saved: saved, Report: r})
		all["result framed "+name] = Result(ResultPage{
			Page: framed, Catalogue: c, Assessment: a, Report: r, ChangeURL: "/embed/decide/x",
			FullURL: "https://portal.example/decide/x/result", Token: "t", AnswersURL: "https://portal.example/decide/x#a=b",
			Workings: "/decide/x/result/workings", Save: &SaveForm{Note: "typed"},
		})
		all["saved "+name] = Saved(SavedPage{
			Page: page, Saved: saved, Report: r, NoteHTML: "<p>n</p>", ShareURL: "https://portal.example/a/K3JQ2ZV7",
			EditURL: "https://portal.example/a/K3JQ2ZV7/edit#KEY", ScoreURL: "/decide/x/result", Moved: true,
		})
		all["saved framed "+name] = Saved(SavedPage{
			Page: framed, Saved: saved, Report: r, ShareURL: "https://portal.example/a/K3JQ2ZV7",
			EditURL: "https://portal.example/a/K3JQ2ZV7/edit#KEY", Moved: true, AgainURL: "/a/K3JQ2ZV7/r/2/again",
		})
		all["edit "+name] = Edit(EditPage{Page: wrong, Saved: saved, ReviseURL: "/decide/x"})
		all["edit expired "+name] = Edit(EditPage{Page: page, Saved: newer, Expired: true})
		all["merge "+name] = Merge(MergePage{Page: page, Theirs: newer, Query: "a=b&c=d", Key: "k", Title: "<t>", Fields: []MergeField{
			{Name: "title", Label: "Title", Mine: "<t>", Theirs: newer.Title, Both: true},
			{Name: "note", Label: "Note", TakeTheirs: true}}})
		changes := Changed{From: saved.Revision, To: newer.Revision, Difference: decision.Compare(decision.Report{}, r)}
		entry := record.Entry{
			Number: 2, At: saved.At, Title: "<t>", Author: "<a>", Milestone: "<m>", Catalogue: "c0ffee", Engine: "1", Headline: r.Headline,
		}
		all["history "+name] = History(HistoryPage{
			Page: page, Saved: newer, Entries: []record.Entry{entry}, Older: "/older", From: 1, To: 2, Number: 2, Changed: &changes,
		})
		all["again "+name] = Again(AgainPage{Page: page, Saved: saved, Changed: changes, NewEngine: true, NewContent: true,
			EngineMoved: true,
			Causes:      []decision.Cause{{What: "<w>", Effect: 0.1, Leader: "x", Name: "<x>", Tested: true}, {What: "y"}},
			ScoreURL:    "/decide/x/result"})
		voices := []record.Voice{{Name: "<n>"}}
		all["round "+name] = Round(RoundPage{
			Page: page, Saved: saved,
			Round:     &record.Round{Token: "t", Voices: voices},
			AnswerURL: "https://portal.example/t/t",
		})
		all["round revealed "+name] = Round(RoundPage{Page: page, Saved: saved,
			Round: &record.Round{Token: "t", Revealed: saved.At, Voices: voices},
			Tally: record.Count([]record.Said{{Name: "<n>", Report: r}, {Name: "m", Report: decision.Report{}}}, decision.Noun{})})
		all["part "+name] = Part(PartPage{Page: page, Catalogue: c, Open: true, StartURL: "/decide/x?round=t"})
		if len(results) > 0 {
			all["case "+name] = Case(CasePage{Page: page, Result: results[0], Report: r, AnswerURL: "/decide/x"})
		}
	}
	return all
}

var (
	inlineStyle  = regexp.MustCompile(`<[^>]* style=|<style|<[^>]* on[a-z]+="`)
	inlineScript = regexp.MustCompile(`<script(?: [a-z]+)*>`)
	ids          = regexp.MustCompile(` id="([^"]+)"`)
	anchors      = regexp.MustCompile(` href="#([^"]+)"`)
	refs         = regexp.MustCompile(` (?:for|aria-labelledby|aria-describedby)="([^"]+)"`)
	h1           = regexp.MustCompile(`<h1[ >]`)
	empty        = regexp.MustCompile(`\bNaN\b|\bInf\b|%!|<nil>`)
)

func TestEveryPage(t *testing.T) {
	for name, c := range pages(t) {
		t.Run(name, func(t *testing.T) {
			html := reporttest.Render(t, c)
			if found := inlineStyle.FindString(html); found != "" {
				t.Errorf("inline style or handler: %s", found)
			}
			if found := inlineScript.FindString(html); found != "" {
				t.Errorf("inline script: %s", found)
			}
			if n := len(h1.FindAllString(html, -1)); n != 1 {
				t.Errorf("%d h1, want 1", n)
			}
			if found := empty.FindString(html); found != "" {
				t.Errorf("shows %q", found)
			}
			if strings.Contains(html, "<b>\"") || strings.Contains(html, "Front <b>") || strings.Contains(html, "Shop <2027>") {
				t.Error("user text is not escaped")
			}
			checkReferences(t, html)
		})
	}
}

// checkReferences finds ids that are given twice and references to ids that are not there.
func checkReferences(t *testing.T, html string) {
	t.Helper()
	have := map[string]bool{}
	for _, m := range ids.FindAllStringSubmatch(html, -1) {
		if have[m[1]] {
			t.Errorf("id %q is given twice", m[1])
		}
		have[m[1]] = true
	}
	for _, m := range append(anchors.FindAllStringSubmatch(html, -1), refs.FindAllStringSubmatch(html, -1)...) {
		for _, id := range strings.Fields(m[1]) {
			if !have[id] {
				t.Errorf("refers to %q, which is not there", id)
			}
		}
	}
}

// TestFramesLeadOut: only pages under /embed/ may be shown in a frame, so every
// other link opens a tab.
func TestFramesLeadOut(t *testing.T) {
	links, inside := regexp.MustCompile(`<a [^>]*href="[^>]*>`), regexp.MustCompile(`href="(#|/embed/)`)
	for name, c := range pages(t) {
		if !strings.Contains(name, "framed") {
			continue
		}
		html := reporttest.Render(t, c)
		if strings.Contains(html, "site-head") || strings.Contains(html, `action="/assessments"`) {
			t.Errorf("%s: has the frame of a full page", name)
		}
		for _, a := range links.FindAllString(html, -1) {
			if !inside.MatchString(a) && !(strings.Contains(a, `target="_blank"`) && strings.Contains(a, `rel="noopener"`)) {
				t.Errorf("%s: %s would open inside the frame", name, a)
			}
		}
	}
}
