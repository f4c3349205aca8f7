package e2e

import (
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

func (p *page) reload() { p.t.Helper(); p.must(chromedp.Do(p.ctx, chromedp.Reload())) }

// back and forward do not wait for a page to load: one that the browser has kept does not.
func (p *page) back()    { p.t.Helper(); eval[bool](p, `history.back(), true`) }
func (p *page) forward() { p.t.Helper(); eval[bool](p, `history.forward(), true`) }

// edit is the edit link on the page.
func (p *page) edit() string {
	p.t.Helper()
	return p.value("^Your edit link")
}

// retitle replaces the title in the form of the result.
func (p *page) retitle(title string) {
	p.t.Helper()
	p.find("textbox", "^Title")
	eval[bool](p, `document.querySelector("#title").select(), true`)
	p.write("^Title", title)
}

// TestEditLinkAsPasted opens an edit link with what chats and mails attach to it.
func TestEditLinkAsPasted(t *testing.T) {
	portal := startPortal(t)
	p := newPage(t, look{}, portal.url)
	p.visit(portal.url+"/decide/deployment/result?"+answers, 200)
	save(p, "Sent by mail")
	edit := p.edit()
	link, key, _ := strings.Cut(edit, "#")
	for _, pasted := range []string{edit + ".", edit + "）", edit + "\u200b", link + "#" + strings.ToUpper(key), link + "#" + key[:9] + "\u00ad" + key[9:]} {
		other := newPage(t, look{}, portal.url) // another browser, which has no key yet
		other.visit(pasted, 200)
		if got := eval[string](other, `document.querySelector("[data-key]").value`); got != key {
			t.Errorf("%q puts %q into the form, want %q", pasted, got, key)
		}
	}
}

// TestEditLinkComesBack saves, and finds the edit link again after F5, Back and
// Forward and after saving the same again, in this tab alone.
func TestEditLinkComesBack(t *testing.T) {
	portal := startPortal(t)
	p := newPage(t, look{}, portal.url)
	p.visit(portal.url+"/decide/deployment/result?"+answers, 200)
	share := save(p, "Kept in the tab")
	edit := p.edit()
	if p.address() != share {
		t.Errorf("after saving the address is %s, want the one to share, %s", p.address(), share)
	}
	same := func(after string) {
		t.Helper()
		if got := p.edit(); got != edit || p.address() != share {
			t.Errorf("after %s: %s at %s", after, got, p.address())
		}
	}
	p.reload()
	same("F5")
	p.back()
	p.arrive("/result")
	p.forward()
	p.arrive("/a/")
	same("Back and Forward")
	p.reload()
	same("F5 once more")

	p.back()
	p.arrive("/result")
	p.reload() // a page that came anew from the server is still the same form
	p.retitle("Kept in the tab")
	p.press("button", "^Save$")
	p.arrive("/a/")
	same("Back and Save")

	p.back()
	p.arrive("/result")
	p.retitle("Another title")
	p.press("button", "^Save$")
	p.arrive("/a/")
	if got := p.edit(); got == edit || p.address() == share {
		t.Errorf("with another title: %s at %s", got, p.address())
	}

	// Whoever is given the address sees no edit link, and neither does the tab when its time is over.
	friend := newPage(t, look{}, portal.url)
	friend.visit(share, 200)
	if found := friend.all("textbox", "edit link"); len(found) > 0 {
		t.Error("somebody else sees an edit link")
	}
	eval[bool](p, `history.replaceState(Object.assign({}, history.state, {until: Date.now() - 1}), ""), true`)
	p.reload()
	p.find("textbox", "^Link to share")
	if found := p.all("textbox", "edit link"); len(found) > 0 {
		t.Error("the edit link is there after its time")
	}
}

// TestSaveTwiceWithoutScript clicks twice, loads the page again, and goes back
// and saves again: it is one assessment.
func TestSaveTwiceWithoutScript(t *testing.T) {
	db := filepath.Join(t.TempDir(), "twice.db")
	portal := startPortal(t, "--db="+db)
	p := newPage(t, look{noScript: true}, portal.url)
	p.visit(portal.url+"/decide/deployment/result?"+answers, 200)
	p.write("^Title", "Clicked twice")
	p.clickTwice(p.find("button", "^Save$"))
	p.arrive("/assessments$")
	edit := p.edit()
	if !regexp.MustCompile(`/a/[a-z0-9]+/edit#[a-z0-9]{26}$`).MatchString(edit) {
		t.Fatalf("the edit link is %q", edit)
	}
	p.reload() // the browser sends the form again
	p.arrive("/assessments$")
	if got := p.edit(); got != edit {
		t.Errorf("after F5: %s, want %s", got, edit)
	}
	p.back()
	p.arrive("/result")
	p.retitle("Clicked twice")
	p.press("button", "^Save$")
	p.arrive("/assessments$")
	if got := p.edit(); got != edit {
		t.Errorf("after Back and Save: %s, want %s", got, edit)
	}
	said, err := exec.Command(binary, "backup", "--db="+db, db+".copy").CombinedOutput()
	if err != nil || !strings.Contains(string(said), " 1 assessments, 1 revisions") {
		t.Errorf("saved were %s, %v", said, err)
	}
}

// clickTwice is a double click.
func (p *page) clickTwice(e element) {
	p.t.Helper()
	p.focus(e)
	x := eval[float64](p, `(r => r.x + r.width / 2)(document.activeElement.getBoundingClientRect())`)
	y := eval[float64](p, `(r => r.y + r.height / 2)(document.activeElement.getBoundingClientRect())`)
	for count := range int64(2) {
		for _, kind := range []input.DispatchMouseEventType{
			input.DispatchMouseEventTypeMousePressed, input.DispatchMouseEventTypeMouseReleased,
		} {
			call(p, input.DispatchMouseEvent, input.DispatchMouseEventParams{
				Type: kind, X: x, Y: y, Button: input.MouseButtonLeft, ClickCount: count + 1,
			})
		}
	}
}
