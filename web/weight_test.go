package web_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"crossroads/static"
)

// Goals for the first visit to a page, in bytes of brotli: its HTML as it is sent, and
// the style sheets and scripts that it names.
const (
	pageGoal    = 20 << 10
	articleGoal = 14 << 10
)

// weighed is a type of page. Limit is what it may weigh where the goal is not met yet:
// it only ever goes down.
type weighed struct {
	name, address string
	limit         int // 0 for the goal
}

// TestWeight holds every type of page to its weight. The same content and program give
// the same bytes, so a page cannot grow without somebody who decides that it may.
func TestWeight(t *testing.T) {
	s := newSite(t, setup{tree: "shipped"})
	answers := "kind=front&size=few&staff=developers&level=modest&shape=daily&duration=seconds&consistency=strict"
	parts := "size=few&staff=developers&p1.name=Shop&p1.kind=records&p2.name=Images&p2.kind=events&p3.name=Nightly+reports&p3.kind=batch"
	id, _ := s.save(answers+"&load.requests=30000000", "Order system")
	mix, _ := s.save(parts, "Order system in parts")
	pages := []weighed{
		{name: "home", address: "/"},
		{name: "choose", address: "/decide"},
		{name: "wizard", address: "/decide/deployment"},
		{name: "wizard, quick", address: "/decide/deployment?quick=1"},
		{name: "wizard, answered", address: "/decide/deployment?" + answers},
		{name: "wizard with load figures", address: "/decide/deployment?" + answers + "&load.requests=30000000"},
		{name: "wizard with parts", address: "/decide/deployment?" + parts},
		{name: "result", address: "/decide/deployment/result?" + answers},
		{name: "result with costs", address: "/decide/deployment/result?" + answers + "&load.requests=30000000"},
		{name: "result of a mix", address: "/decide/deployment/result?" + parts},
		{name: "result of a mix with costs", address: "/decide/deployment/result?" + parts + "&load.requests=30000000"},
		{name: "result with a what-if", address: "/decide/deployment/result?" + answers + "&load.requests=30000000&whatif="},
		{name: "result with answers to try", address: "/decide/deployment/result?" + answers + "&load.requests=30000000&whatif=kind"},
		{name: "result before and after", address: "/decide/deployment/result?" + answers + "&load.requests=30000000&whatif=kind.events"},
		{name: "mix before and after", address: "/decide/deployment/result?" + parts + "&load.requests=30000000&whatif=p1.kind.front"},
		{name: "workings", address: "/decide/deployment/result/workings?" + answers},
		{name: "workings with costs", address: "/decide/deployment/result/workings?" + answers + "&load.requests=30000000"},
		{name: "workings of a mix with costs", address: "/decide/deployment/result/workings?" + parts + "&load.requests=30000000"},
		{name: "matrix", address: "/compare/deployment"},
		{name: "effects", address: "/compare/deployment/effects"},
		{name: "effects of answers", address: "/compare/deployment/effects/answers"},
		{name: "cost", address: "/cost"},
		{name: "cost of a load", address: "/cost?requests=30000000&duration=200&memory=1024"},
		{name: "cost of parts", address: "/cost?parts=3"},
		{name: "cost with a bill opened", address: "/cost?parts=3&bill=lambda-x86"},
		{name: "articles", address: "/articles"},
		{name: "method", address: "/method"},
		{name: "claims", address: "/claims"},
		{name: "glossary", address: "/glossary"},
		{name: "updates", address: "/updates"},
		{name: "search", address: "/search?q=cold+start"},
		{name: "cases", address: "/cases"},
		{name: "case", address: "/cases/" + s.lib.Comparisons[0].Cases[0].ID},
		{name: "situations", address: "/panel"},
		{name: "saved", address: "/a/" + id},
		{name: "saved mix", address: "/a/" + mix},
		{name: "saved workings", address: "/a/" + id + "/r/1/workings"},
		{name: "history", address: "/a/" + id + "/history"},
		{name: "edit", address: "/a/" + id + "/edit"},
		{name: "round", address: "/a/" + id + "/round"},
		{name: "side by side", address: "/diff/" + id + "/" + mix},
		{name: "side by side to choose", address: "/diff"},
		{name: "import", address: "/assessments/import"},
		{name: "mine", address: "/mine"},
		{name: "API", address: "/api"},
		{name: "embedding", address: "/embed"},
		{name: "check of frames", address: "/embed/doctor"},
		{name: "frame of the wizard", address: "/embed/decide/deployment"},
		{name: "frame of the wizard, answered", address: "/embed/decide/deployment?" + answers},
		{name: "frame of the matrix", address: "/embed/compare/deployment"},
		{name: "frame of a result", address: "/embed/decide/deployment/result?" + parts + "&load.requests=30000000"},
		{name: "frame of a saved one", address: "/embed/a/" + id},
	}
	for _, c := range s.lib.Comparisons {
		for _, kind := range []string{
			"/decide/%s", "/decide/%s?open=weights", "/decide/%s/result", "/compare/%s", "/compare/%s/effects", "/compare/%s/effects/answers",
			"/embed/decide/%s", "/embed/compare/%s",
		} {
			pages = append(pages, weighed{name: "each comparison", address: fmt.Sprintf(kind, c.Slug)})
		}
		for _, o := range c.Options {
			pages = append(pages, weighed{name: "option", address: "/options/" + c.Slug + "/" + o.ID})
		}
	}
	for _, page := range pages {
		s.weigh(t, page, pageGoal)
	}
	for _, a := range s.lib.Articles {
		s.weigh(t, weighed{name: "article", address: "/articles/" + a.Slug}, articleGoal)
	}
}

// weigh holds one page to its goal, or to its own limit while that is not met.
func (s *site) weigh(t *testing.T, page weighed, goal int) {
	t.Helper()
	got, pieces := s.weight(t, page.address)
	t.Logf("%6d bytes  %s  %s (%s)", got, page.name, page.address, strings.Join(pieces, ", "))
	switch {
	case page.limit == 0 && got > goal:
		t.Errorf("%s weighs %d bytes, over its goal of %d: %s", page.address, got, goal, strings.Join(pieces, ", "))
	case page.limit != 0 && got > page.limit:
		t.Errorf("%s weighs %d bytes, over its limit of %d: %s", page.address, got, page.limit, strings.Join(pieces, ", "))
	case page.limit != 0 && got <= goal:
		t.Errorf("%s weighs %d bytes and meets its goal of %d: take its limit of %d out", page.address, got, goal, page.limit)
	}
}

// weight is what a first visitor loads to see a page, in bytes, and what each piece of it weighs.
func (s *site) weight(t *testing.T, address string) (total int, pieces []string) {
	t.Helper()
	s.get(address)
	s.get(address)
	s.portal.Settle() // fixed and kept pages are compressed better after their first readers
	req, err := http.NewRequest(http.MethodGet, s.URL+address, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept-Encoding", "br")
	res := s.do(req)
	if res.StatusCode != http.StatusOK || res.Header.Get("Content-Encoding") != "br" {
		t.Fatalf("%s: %d, encoded as %q", address, res.StatusCode, res.Header.Get("Content-Encoding"))
	}
	add := func(name string, n int) {
		total += n
		pieces = append(pieces, fmt.Sprintf("%s %d", name, n))
	}
	add("HTML", len(res.body))
	doc, err := html.Parse(strings.NewReader(decoded(t, res)))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		var url string
		switch {
		case n.Data == "link" && attr(n, "rel") == "stylesheet":
			url = attr(n, "href")
		case n.Data == "script":
			url = attr(n, "src")
		}
		if url == "" {
			continue
		}
		file, ok := static.ByURL(url)
		if !ok {
			t.Fatalf("%s: no file %s", address, url)
		}
		add(file.Name, len(file.Brotli()))
	}
	slices.Sort(pieces[1:])
	return total, pieces
}
