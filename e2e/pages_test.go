package e2e

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
)

// answers leave the result with every section: options in and out, unknowns.
const answers = "kind=events&duration=hours&level=tiny&consistency=strict"

// pages gives every page of a portal by name, with one saved assessment.
func pages(t *testing.T, portal portal) (names []string, urls map[string]string) {
	t.Helper()
	p := newPage(t, look{}, portal.url)
	p.visit(portal.url+"/decide/deployment/result?"+answers, 200)
	share := save(p, "Every page")
	p.visit(portal.url+"/decide/deployment", 200)
	p.visit(portal.url+"/cases", 200)
	firstCase := eval[string](p, `document.querySelector("main a[href^='/cases/']").href`)
	list := []struct{ name, url string }{
		{"home", portal.url + "/"},
		{"articles", portal.url + "/articles"},
		{"article", portal.url + "/articles/what-is-serverless"},
		{"article-figures", portal.url + "/articles/hybrids"},
		{"option", portal.url + "/options/deployment/functions"},
		{"option-servers", portal.url + "/options/deployment/servers"},
		{"compare", portal.url + "/compare/deployment"},
		{"compare-diff", portal.url + "/compare/deployment?options=functions&options=servers&diff=1"},
		{"decide", portal.url + "/decide/deployment"},
		{"decide-answered", portal.url + "/decide/deployment?" + answers},
		{"decide-ranking", fmt.Sprintf("%s/decide/deployment?%s&step=priorities", portal.url, answers)},
		{"decide-check", fmt.Sprintf("%s/decide/deployment?%s&step=check", portal.url, answers)},
		{"decide-unknown", portal.url + "/decide/deployment?nosuch=thing&kind=nosuch"},
		{"result", portal.url + "/decide/deployment/result?" + answers},
		{"beside", portal.url + "/decide/deployment/beside?kind=front&load.requests=3000000&beside=kind%3Devents%26load.requests%3D30000000"},
		{"decide-beside", fmt.Sprintf("%s/decide/deployment?%s&beside=kind%%3Dfront&step=check", portal.url, answers)},
		{"result-undecided", portal.url + "/decide/deployment/result"},
		{"result-parts", portal.url + "/decide/deployment/result?" + answers +
			"&p1.name=Shop&p1.kind=records&p2.name=Images&p2.kind=events"},
		{"result-cost", portal.url + "/decide/deployment/result?" + answers + "&load.requests=30000000"},
		{"workings", portal.url + "/decide/deployment/result/workings?" + answers},
		{"workings-parts", portal.url + "/decide/deployment/result/workings?" + answers + "&load.requests=30000000&p1.name=Shop&p1.kind=records&p2.name=Images&p2.kind=events"},
		{"decide-load", portal.url + "/decide/deployment?load.requests=30000000&load.duration=many&step=2"},
		{"cost", portal.url + "/cost"},
		{"cost-many", portal.url + "/cost?requests=30000000&axis=duration&show=lambda-arm&show=lambda-x86&show=workers&show=cloud-run&show=eks&free_tier=true"},
		{"cost-wrong", portal.url + "/cost?requests=-1&peak=NaN"},
		{"saved", share},
		{"saved-workings", share + "/r/1/workings"},
		{"edit", share + "/edit"},
		{"diff", portal.url + "/diff" + strings.TrimPrefix(share, portal.url+"/a") + strings.TrimPrefix(share, portal.url+"/a")},
		{"diff-form", portal.url + "/diff"},
		{"import", portal.url + "/assessments/import"},
		{"mine", portal.url + "/mine"},
		{"method", portal.url + "/method"},
		{"effects", portal.url + "/compare/deployment/effects"},
		{"effects-answers", portal.url + "/compare/deployment/effects/answers"},
		{"cases", portal.url + "/cases"},
		{"case", firstCase},
		{"claims", portal.url + "/claims"},
		{"claims-outdated", portal.url + "/claims?verdict=outdated"},
		{"glossary", portal.url + "/glossary"},
		{"updates", portal.url + "/updates"},
		{"search", portal.url + "/search"},
		{"search-hits", portal.url + "/search?q=cold+start"},
		{"search-nothing", portal.url + "/search?q=kubernets+zzzz"},
		{"api", portal.url + "/api"},
		{"embed", portal.url + "/embed/decide/deployment"},
		{"embed-snippets", portal.url + "/embed?wiki=https://wiki.test&height=300"},
		{"embed-snippets-saved", portal.url + "/embed?assessment=" + share},
		{"embed-snippets-wrong", portal.url + "/embed?height=x&wiki=wiki.test"},
		{"embed-doctor", portal.url + "/embed/doctor?from=https://wiki.test"},
		{"embed-doctor-long", portal.url + "/embed/doctor?from=https://" + strings.Repeat("w", 60) + "." + strings.Repeat("i", 60) + ".example"},
		{"embed-doctor-wrong", portal.url + "/embed/doctor?from=" + strings.Repeat("wiki", 50) + ".test"},
		{"embed-result", portal.url + "/embed/decide/deployment/result?" + answers},
		{"not-found", portal.url + "/nowhere"},
	}
	urls = map[string]string{}
	for _, page := range list {
		names = append(names, page.name)
		urls[page.name] = page.url
	}
	return names, urls
}

// visitPage opens a page of the list with the status that it should have.
func visitPage(p *page, name, url string) {
	p.t.Helper()
	if strings.HasPrefix(name, "embed-doctor") { // it shows the wizard in sandboxes that work and that do not
		p.expect("Blocked script execution")
		p.expect("can escape its sandboxing")
	}
	if status := map[string]int64{
		"not-found": 404, "cost-wrong": 422, "embed-snippets-wrong": 422, "embed-doctor-wrong": 422,
	}[name]; status != 0 {
		p.expect(strconv.FormatInt(status, 10))
		p.visit(url, status)
		return
	}
	p.visit(url, 200)
}

// TestPagesAccessible checks every page at two widths in both colour schemes:
// axe finds nothing, nothing is wider than the window, and the watch on every
// tab finds no breach of policy, no error and no request elsewhere.
func TestPagesAccessible(t *testing.T) {
	portal := startPortal(t)
	names, urls := pages(t, portal)
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPage(t, look{}, portal.url)
			for _, width := range []int64{360, 1440} {
				p.look(look{width: width})
				visitPage(p, name, urls[name])
				unfold(p)
				checkAccessible(t, p, fmt.Sprintf("%d px, light", width))
				p.look(look{width: width, dark: true})
				checkAccessible(t, p, fmt.Sprintf("%d px, dark", width))
				checkWidth(t, p, width)
			}
		})
	}
}

// unfold opens everything that can be opened, so that it is checked too.
func unfold(p *page) {
	p.t.Helper()
	eval[bool](p, `document.querySelectorAll("details").forEach(d => d.open = true), true`)
}
