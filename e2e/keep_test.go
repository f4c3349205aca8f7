package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestDraftAndList types a note, loses the page, finds the note again, saves,
// and finds the assessment on the list that this browser keeps.
func TestDraftAndList(t *testing.T) {
	portal := startPortal(t)
	p := newPage(t, look{}, portal.url)
	p.visit(portal.url+"/decide/deployment/result?"+answers, 200)
	p.write("^Title", "Draft of 2027")
	p.write("^Note", "Typed before the crash")
	p.must(chromedp.Do(p.ctx, chromedp.Reload()))
	fields := func() string {
		return eval[string](p, `document.querySelector("#title").value + "|" + document.querySelector("#note").value`)
	}
	if got := fields(); got != "Draft of 2027|Typed before the crash" {
		t.Errorf("after a reload the form holds %q", got)
	}
	p.press("button", "^Discard it")
	if got := fields(); got != "|" {
		t.Errorf("discarded, the form holds %q", got)
	}
	p.must(chromedp.Do(p.ctx, chromedp.Reload()))
	if got := fields(); got != "|" {
		t.Errorf("after discarding and a reload the form holds %q", got)
	}
	share := save(p, "Kept <b> 2027")
	p.visit(portal.url+"/decide/deployment/result?"+answers, 200)
	if got := fields(); got != "|" {
		t.Errorf("after saving the form holds %q", got)
	}

	p.visit(portal.url+"/mine", 200)
	p.press("link", "^Kept <b> 2027$")
	p.arrive("/a/[^/]+$")
	if p.address() != share {
		t.Errorf("the list leads to %s, want %s", p.address(), share)
	}
	p.visit(portal.url+"/mine", 200)
	p.press("button", "^Forget Kept")
	if text := eval[string](p, "document.body.innerText"); !strings.Contains(text, "Nothing is listed here") {
		t.Error("a forgotten assessment stays on the list")
	}

	p.visit(portal.url+"/decide/deployment/result?"+answers, 200)
	p.press("checkbox", "^Keep it on my list in this browser")
	save(p, "Not on the list")
	p.visit(portal.url+"/mine", 200)
	if text := eval[string](p, "document.body.innerText"); !strings.Contains(text, "Nothing is listed here") {
		t.Error("what was not to be kept is on the list")
	}
}

// TestTwoTabs types into the same form in two tabs: each finds its own again, also when the other has saved.
func TestTwoTabs(t *testing.T) {
	portal := startPortal(t)
	one := newPage(t, look{}, portal.url)
	two := one.beside(look{})
	fields := func(p *page) string {
		return eval[string](p, `document.querySelector("#title").value + "|" + document.querySelector("#note").value`)
	}
	for _, p := range []*page{one, two} {
		p.visit(portal.url+"/decide/deployment/result?"+answers, 200)
	}
	one.write("^Title", "Of one")
	two.write("^Title", "Of two")
	two.write("^Note", "Seen by nobody else")
	one.reload()
	if got := fields(one); got != "Of one|" {
		t.Errorf("after a reload the first tab holds %q", got)
	}
	one.press("button", "^Save$")
	one.arrive("/a/")
	two.reload()
	if got := fields(two); got != "Of two|Seen by nobody else" {
		t.Errorf("after the other tab has saved and a reload, the second holds %q", got)
	}
}

// TestDraftOnOldRevision types into the edit page and leaves. What somebody else saves meanwhile is not undone by what was typed: there is
// a choice.
func TestDraftOnOldRevision(t *testing.T) {
	portal := startPortal(t)
	ada := newPage(t, look{}, portal.url)
	ada.visit(portal.url+"/decide/deployment/result?"+answers, 200)
	save(ada, "First title")
	edit := eval[string](ada, `document.querySelector("#edit-link").value`)
	ada.visit(edit, 200)
	ada.write("^Note", "More by Ada")

	bob := newPage(t, look{}, portal.url)
	bob.visit(edit, 200)
	bob.write("^Title", " by Bob")
	bob.press("button", "^Save changes")
	bob.arrive("/a/[^/]+$")

	ada.expect("409 (Conflict)")
	ada.visit(portal.url+"/decide", 200)
	ada.visit(edit, 200)
	ada.find("button", "^Discard it")
	ada.press("button", "^Save changes")
	ada.arrive("/edit$")
	if text := eval[string](ada, "document.body.innerText"); !strings.Contains(text, "while you were editing") || !strings.Contains(text, "by Bob") {
		t.Fatalf("there is no choice:\n%s", text)
	}
	ada.press("button", "^Save what I chose")
	ada.arrive("/a/[^/]+$")
	if text := eval[string](ada, "document.body.innerText"); !strings.Contains(text, "by Bob") || !strings.Contains(text, "More by Ada") {
		t.Errorf("something is lost:\n%s", text)
	}
}

// TestAnswersInFragment: a link with the answers where no server sees them still has them when a program has cut or decoded it.
func TestAnswersInFragment(t *testing.T) {
	portal := startPortal(t)
	p := newPage(t, look{}, portal.url)
	for _, fragment := range []string{"#a=kind%3Drecords%26size%3Dfew", "#a=kind%3Drecords%26size%3", "#a=kind=records&p1.name=50%", "#a%3Dkind=records"} {
		p.visit(portal.url+"/method", 200)
		eval[bool](p, `(location.href = "`+portal.url+"/decide/deployment"+fragment+`", true)`)
		p.arrive(`/decide/deployment\?`)
		if !eval[bool](p, `!!document.querySelector("[name=kind][value=records]:checked")`) {
			t.Errorf("%s leads to %s, without the answer", fragment, p.address())
		}
	}
}

// TestBackWithoutScript answers, sees the result, and finds the answers again on the way back, from a browser that
// loads the page again as from one that has kept it.
func TestBackWithoutScript(t *testing.T) {
	portal := startPortal(t)
	for _, kept := range []bool{true, false} {
		p := newPage(t, look{noScript: true}, portal.url)
		p.visit(portal.url+"/decide/deployment", 200)
		p.press("radio", "^Reactions to single events")
		if !kept {
			eval[bool](p, `(addEventListener("unload", () => {}), true)`) // such a page is not kept
		}
		p.press("button", "^Show the result")
		p.arrive(`/result\?`)
		p.back()
		p.arrive("/decide/deployment$")
		p.until("the answer", func() bool {
			return eval[bool](p, `!!document.querySelector("[name=kind][value=events]:checked")`)
		})
	}
}
