package e2e

import (
	"strings"
	"testing"
)

// TestHalfOfTheScripts: where a script that the wizard needs does not arrive, the form works as without any.
func TestHalfOfTheScripts(t *testing.T) {
	portal := startPortal(t)
	p := newPage(t, look{}, portal.url)
	p.expect("Failed to load resource|blocked")
	p.block(portal.url + "/static/figures*")
	p.visit(portal.url+"/decide/deployment?kind=front", 200)
	p.press("button", "^Show the result")
	p.arrive(`/decide/deployment/result\?.*kind=front`)
}

// typed is a script that types a number of requests into the cost explorer.
func typed(requests string) string {
	return `(e => { e.value = "` + requests + `"; e.dispatchEvent(new Event("input", { bubbles: true })); return true })(document.querySelector("#requests"))`
}

// TestOffline: figures that could not be fetched are not shown as those of what is typed.
func TestOffline(t *testing.T) {
	portal := startPortal(t)
	p := newPage(t, look{}, portal.url)
	said := func() string {
		return eval[string](p, `Array.from(document.querySelectorAll("[data-say]:not(.visually-hidden), [data-compare-said].field-problem, [data-standing]")).map(e => e.innerText).join()`)
	}
	for _, tt := range []struct{ address, fetched, change, want string }{
		{"/decide/deployment", "/decide/deployment/standing*", `document.querySelector("input[name=kind][value=front]").click(), true`, "preview is not available"},
		{"/cost", "/cost/figures*", typed("900000000"), "not up to date"},
		{"/compare/deployment", "/compare/deployment?*", `document.querySelector("input[name=options]").click(), true`, "not up to date"},
	} {
		p.block(portal.url + "/nothing")
		p.visit(portal.url+tt.address, 200)
		p.expect("Failed to load resource|blocked")
		p.block(portal.url + tt.fetched)
		eval[bool](p, tt.change)
		p.until("a word that "+tt.address+" is not up to date", func() bool { return strings.Contains(said(), tt.want) })
	}
}

// TestOnlineAgain: what was said of figures that could not be fetched makes way for what is said of new ones.
func TestOnlineAgain(t *testing.T) {
	portal := startPortal(t)
	p := newPage(t, look{}, portal.url)
	said := func() string {
		return eval[string](p, `(e => e ? e.className + ": " + e.textContent : "")(document.querySelector("[data-say]"))`)
	}
	p.visit(portal.url+"/cost", 200)
	p.expect("Failed to load resource|blocked")
	p.block(portal.url + "/cost/figures*")
	eval[bool](p, typed("900000000"))
	p.until("a word that the figures are not up to date", func() bool { return strings.HasPrefix(said(), "field-problem: ") })
	p.block(portal.url + "/nothing")
	eval[bool](p, typed("800000000"))
	p.until("a word about new figures", func() bool { return strings.HasPrefix(said(), "visually-hidden: ") })
}

// TestTranslatedButton: a translation puts elements into buttons, which work all the same.
func TestTranslatedButton(t *testing.T) {
	portal := startPortal(t)
	p := newPage(t, look{}, portal.url)
	p.visit(portal.url+"/decide/deployment?p1.name=Shop&p2.name=Books", 200)
	parts := func() int { return eval[int](p, `document.querySelectorAll("[data-part-block]").length`) }
	before := parts()
	eval[bool](p, `(b => { b.innerHTML = "<font>" + b.innerHTML + "</font>"; b.firstChild.click(); return true })(document.querySelector("[data-remove-part]"))`)
	if got := parts(); got != before-1 {
		t.Errorf("%d parts of %d are left", got, before)
	}
}

// TestFocusStays: what a key press opens or removes keeps the focus on the page.
func TestFocusStays(t *testing.T) {
	portal := startPortal(t)
	p := newPage(t, look{}, portal.url)
	p.visit(portal.url+"/cost", 200)
	eval[bool](p, `document.querySelector("[data-bill] > summary").focus(), true`)
	p.keys("\r")
	p.until("the lines of the bill", func() bool { return eval[bool](p, `!!document.querySelector("[data-bill][open] table")`) })
	if !eval[bool](p, `document.activeElement.matches("[data-bill][open] > summary")`) {
		t.Error("opening a bill loses the focus")
	}
}

// TestEditLinkPastedOver: an edit link that is pasted over the page fills in its key, and one that is pasted
// where a share link is asked for leaves the key behind.
func TestEditLinkPastedOver(t *testing.T) {
	portal := startPortal(t)
	p := newPage(t, look{}, portal.url)
	p.visit(portal.url+"/decide/deployment/result?"+answers, 200)
	share := save(p, "Pasted over")
	const key = "abcdefghijklmnopqrstuvwxyz"
	p.visit(share+"/edit", 200)
	eval[bool](p, `location.hash = "#`+key+`", true`)
	p.until("the key", func() bool { return eval[string](p, `document.querySelector("[data-key]").value`) == key })
	p.visit(portal.url+"/diff", 200)
	p.write("^First link", share+"/edit#"+key)
	p.focus(p.find("textbox", "^Second link"))
	if got := eval[string](p, `document.querySelector("#a").value`); strings.Contains(got, key) || !strings.HasPrefix(got, share) {
		t.Errorf("the field holds %q", got)
	}
}
