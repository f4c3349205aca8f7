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
