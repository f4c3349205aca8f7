package e2e

import (
	"strings"
	"testing"
)

// TestMatrixActsAtOnce changes what the matrix shows without a button, and opens
// evidence to the full width below its cell.
func TestMatrixActsAtOnce(t *testing.T) {
	portal := startPortal(t)
	p := newPage(t, look{}, portal.url)
	p.visit(portal.url+"/compare/deployment", 200)
	p.press("checkbox", "^Microservices")
	p.until("the table without an option", func() bool {
		return strings.HasPrefix(eval[string](p, `document.querySelector(".matrix caption").textContent`), "5 options")
	})
	eval[bool](p, `(document.getElementById("sort").value = "functions", document.getElementById("sort").dispatchEvent(new Event("change", {bubbles: true})))`)
	p.until("the strengths of functions first", func() bool {
		return len(p.all("columnheader", "Serverless functions")) == 1 && strings.Contains(p.address(), "sort=functions")
	})
	if got := eval[string](p, `document.querySelector("th[aria-sort]").textContent.trim()`); got != "Serverless functions" {
		t.Errorf("sorted by %q", got)
	}
	p.press("DisclosureTriangle", "^Evidence ?: Modular monolith on a managed platform, Little operations work")
	type boxes struct{ Table, Body, Summary, Cell float64 }
	got := eval[boxes](p, `(() => {
		const open = document.querySelector(".evidence[open]"), cell = document.querySelector("td[data-col='" + open.dataset.col + "']");
		const width = e => e.getBoundingClientRect().width, left = e => e.getBoundingClientRect().left;
		return {table: width(document.querySelector(".matrix")), body: width(open.querySelector(".evidence-body")), summary: left(open.querySelector("summary")), cell: left(cell)};
	})()`)
	if got.Body < 0.98*got.Table || got.Summary < got.Cell || got.Summary > got.Cell+40 {
		t.Errorf("evidence is not open to the full width below its cell: %+v", got)
	}
}

// TestMatrixFits has every option within the window at all widths, and each of
// them in reach on a phone without a script.
func TestMatrixFits(t *testing.T) {
	portal := startPortal(t)
	for _, width := range []int64{320, 360, 768, 1440} {
		p := newPage(t, look{width: width, noScript: true}, portal.url)
		p.visit(portal.url+"/compare/deployment", 200)
		unfold(p)
		checkWidth(t, p, width)
		shown := `[...document.querySelectorAll("tbody:first-of-type td[data-col]")].filter(td => td.getBoundingClientRect().width > 0 && td.getBoundingClientRect().right <= innerWidth).length`
		if width >= 768 {
			if n := eval[int](p, shown); n != 6 {
				t.Errorf("at %d px %d of 6 options are in the window", width, n)
			}
			continue
		}
		for i := range 6 {
			name := eval[string](p, `(document.getElementById("column").selectedIndex = `+string(rune('0'+i))+
				`, document.querySelector("tbody td[data-col='`+string(rune('0'+i))+`']").dataset.name)`)
			if n := eval[int](p, shown); n != 1 {
				t.Errorf("at %d px %d options are shown when %s is chosen", width, n, name)
			}
		}
	}
}

// TestLongNamesFit names the parts of a system with words that nothing breaks.
func TestLongNamesFit(t *testing.T) {
	portal := startPortal(t)
	p := newPage(t, look{width: 320, noScript: true}, portal.url)
	for _, name := range []string{"Bestellabwicklungssystemverwaltung", "com.example.payments.authorization-service"} {
		p.visit(portal.url+"/cost?parts=2&p1.name="+name, 200)
		unfold(p)
		checkWidth(t, p, 320)
	}
}

// TestTheme keeps a colour scheme from page to page without a cookie, before
// anything is painted, and shows no switch where there is no script.
func TestTheme(t *testing.T) {
	portal := startPortal(t)
	p := newPage(t, look{}, portal.url)
	p.visit(portal.url+"/glossary", 200)
	eval[bool](p, `(document.querySelector("[data-themes] [value=dark]").click(), true)`)
	p.visit(portal.url+"/articles/hybrids", 200)
	if got := eval[string](p, `document.documentElement.dataset.theme + " " + getComputedStyle(document.body).backgroundColor + " " + document.querySelector("[data-themes] :checked").value`); got != "dark rgb(17, 20, 26) dark" {
		t.Errorf("the next page has %q", got)
	}
	eval[bool](p, `(document.querySelector('[data-themes] [value=""]').click(), true)`)
	if got := eval[string](p, `String(document.documentElement.dataset.theme) + localStorage.length`); got != "undefined0" {
		t.Errorf("back to the system leaves %q", got)
	}
	wary := newPage(t, look{noScript: true}, portal.url)
	wary.visit(portal.url+"/glossary", 200)
	if eval[bool](wary, `document.querySelector("[data-themes]").getBoundingClientRect().width > 0`) {
		t.Error("without a script there is a switch that does nothing")
	}
}
