package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestReadDecideSaveShare is the main job, with JavaScript.
func TestReadDecideSaveShare(t *testing.T) {
	portal := startPortal(t)
	p := newPage(t, look{}, portal.url)
	p.visit(portal.url+"/", 200)
	p.press("link", "^Articles$")
	p.arrive("/articles$")
	p.press("link", "^What is serverless")
	p.arrive("/articles/what-is-serverless$")
	p.press("link", "^Compare$")
	p.arrive("/compare$")
	p.press("link", "^Compare .*: Which deployment")
	p.arrive("/compare/deployment$")
	p.press("DisclosureTriangle", "^Evidence ?:")
	if open := p.find("DisclosureTriangle", "^Evidence ?:"); open.State["expanded"] != "true" {
		t.Error("the evidence of a cell did not open")
	}
	p.press("link", "^Decide$")
	p.arrive("/decide/deployment$")

	decideWithScript(p)
	headline := p.find("heading", "").Name

	share := save(p, "Order system 2027")
	edit := eval[string](p, `document.querySelector("#edit-link").value`)

	friend := newPage(t, look{}, portal.url)
	friend.visit(share, 200)
	if got := friend.find("heading", "").Name; got != headline {
		t.Errorf("the share link says %q, the result said %q", got, headline)
	}
	if len(friend.all("textbox", "edit link")) > 0 {
		t.Error("the share link shows an edit link")
	}

	owner := newPage(t, look{}, portal.url)
	owner.visit(edit, 200)
	owner.find("textbox", "^Title")
	eval[bool](owner, `document.querySelector("#title").select(), true`)
	owner.write("^Title", "Order system 2028")
	owner.press("button", "^Save changes")
	owner.arrive("/a/[^/]+$")
	friend.visit(share, 200)
	if text := eval[string](friend, "document.body.innerText"); !strings.Contains(text, "Order system 2028") {
		t.Error("the share link does not show the new title")
	}
}

// decideWithScript answers two groups step by step, goes back and forth, and
// ends on the result.
func decideWithScript(p *page) {
	t := p.t
	t.Helper()
	p.find("radio", "^Reactions to single events")
	if hidden := p.all("radio", "^Up to 30 seconds"); len(hidden) > 0 {
		t.Error("the second step is shown together with the first")
	}
	before, start := standing(p), progress(p)
	p.press("radio", "^Reactions to single events")
	p.until("another standing after an answer", func() bool { return standing(p) != before })
	p.press("button", "^Next$")
	p.press("radio", "^Up to 30 seconds")
	if progress(p) != start+1 {
		t.Errorf("progress went from %d to %d after one step", start, progress(p))
	}
	p.press("button", "^Next$")
	p.press("button", "^Next$")
	p.press("radio", "^Little: less than one request")
	p.until("both groups in the address", func() bool {
		return strings.Contains(p.address(), "kind=events") && strings.Contains(p.address(), "level=tiny")
	})

	p.must(chromedp.Do(p.ctx, chromedp.NavigateBack()))
	p.must(chromedp.Do(p.ctx, chromedp.NavigateBack()))
	p.until("the first group after going back", func() bool { return len(p.all("radio", "^Up to 30 seconds")) == 1 })
	wantChecked(p, "^Up to 30 seconds")
	p.must(chromedp.Do(p.ctx, chromedp.NavigateForward()))
	p.must(chromedp.Do(p.ctx, chromedp.NavigateForward()))
	p.until("the second group after going forward", func() bool { return len(p.all("radio", "^Little: less than one request")) == 1 })
	wantChecked(p, "^Little: less than one request")
	p.must(chromedp.Do(p.ctx, chromedp.Reload()))
	wantChecked(p, "^Little: less than one request")

	p.press("button", "^Show the result now")
	p.arrive(`/decide/deployment/result\?`)
	for _, answer := range []string{"kind=events", "duration=seconds", "level=tiny"} {
		if !strings.Contains(p.address(), answer) {
			t.Errorf("the result's address %s lost %s", p.address(), answer)
		}
	}
}

// onTo presses Next until an element is there.
func (p *page) onTo(role, pattern string) {
	p.t.Helper()
	for range 20 {
		if len(p.all(role, pattern)) > 0 {
			return
		}
		p.press("button", "^Next$")
	}
	p.t.Fatalf("20 steps do not lead to %s %s", role, pattern)
}

// progress is the step that the progress bar shows.
func progress(p *page) int {
	p.t.Helper()
	p.find("progressbar", "^Progress")
	return eval[int](p, `document.querySelector("progress").value`)
}

// standing is the text of the live preview.
func standing(p *page) string {
	p.t.Helper()
	return eval[string](p, `document.querySelector("[data-standing]").innerText`)
}

func wantChecked(p *page, pattern string) {
	p.t.Helper()
	if e := p.find("radio", pattern); e.State["checked"] != "true" {
		p.t.Errorf("%q is no longer chosen", e.Name)
	}
}

// save stores the result on the page and returns its share link.
func save(p *page, title string) (share string) {
	p.t.Helper()
	p.write("^Title", title)
	p.press("button", "^Save$")
	p.arrive("/(a/[^/]+|assessments)$") // without script the form's own
	p.find("textbox", "edit link")
	edit := eval[string](p, `document.querySelector("#edit-link").value`)
	share = p.value("^Link to share")
	if key := strings.SplitN(edit, "#", 2); len(key) != 2 || len(key[1]) < 20 || !strings.HasPrefix(edit, share+"/edit") {
		p.t.Errorf("the edit link is %q, the share link %q", edit, share)
	}
	return share
}

// TestWithoutScript is the main job on plain forms.
func TestWithoutScript(t *testing.T) {
	portal := startPortal(t)
	p := newPage(t, look{noScript: true, width: 360}, portal.url)
	p.visit(portal.url+"/", 200)
	p.press("link", "^Full: all")
	p.arrive("/decide/deployment$")
	p.press("radio", "^Reactions to single events")
	p.press("radio", "^Little: less than one request")
	p.press("button", "^Update with my answers")
	p.arrive(`/decide/deployment\?.*kind=events`)
	wantChecked(p, "^Reactions to single events")
	wantChecked(p, "^Little: less than one request")
	p.press("button", "^Show the result$")
	p.arrive(`/decide/deployment/result\?.*kind=events`)
	headline := p.find("heading", "").Name
	share := save(p, "Without script")

	friend := newPage(t, look{noScript: true}, portal.url)
	friend.visit(share, 200)
	if got := friend.find("heading", "").Name; got != headline {
		t.Errorf("the share link says %q, the result said %q", got, headline)
	}
}

// TestPlainHTTPHost saves under a host name that browsers do not hold for
// secure, as on many intranets.
func TestPlainHTTPHost(t *testing.T) {
	portal := startPortal(t)
	p := newPage(t, look{}, portal.at("portal.test"))
	p.visit(portal.at("portal.test")+"/decide/deployment", 200)
	if eval[bool](p, "isSecureContext") {
		t.Fatal("portal.test is a secure context; the test shows nothing")
	}
	decideWithScript(p)
	share := save(p, "On an intranet")
	if !strings.HasPrefix(share, portal.at("portal.test")+"/a/") {
		t.Errorf("the share link %s is on another host", share)
	}
	p.press("button", "^Copy")
	p.until("a word about copying", func() bool {
		return eval[string](p, `[...document.querySelectorAll("[data-copied]")].map(e => e.innerText).join("")`) != ""
	})
}

// TestKeyboard walks through the wizard without a mouse.
func TestKeyboard(t *testing.T) {
	portal := startPortal(t)
	p := newPage(t, look{}, portal.url)
	p.visit(portal.url+"/decide/deployment", 200)
	p.find("button", "^Next$")
	p.keys("\t")
	if e, _ := p.focused(); e.Role != "link" || !strings.Contains(e.Name, "Skip") {
		t.Errorf("the first stop is %s %q, want the skip link", e.Role, e.Name)
	}
	p.keys("\r")
	onQuestion := func(name string) {
		p.until("the focus on the question "+name, func() bool {
			e, ok := p.focused()
			return ok && e.Role == "group" && strings.HasPrefix(e.Name, name)
		})
	}
	tabTo(p, "radio", "^I don.t know") // what is chosen, so where Tab enters the question
	p.keys(kb.ArrowDown)               // round to the first answer
	wantChecked(p, "^A web site, API or mobile")
	p.keys("2") // chooses in the question that has the focus
	wantChecked(p, "^A system of record")
	p.keys("\r") // on
	onQuestion("How long does the longest")
	p.keys("1")
	p.keys("\r")
	onQuestion("Where must it run")
	p.press("button", "^Back$")
	tabTo(p, "checkbox", "^No, each request")
	p.keys("1")
	if e := p.find("checkbox", "^No, each request"); e.State["checked"] != "true" {
		t.Error("a number does not tick a box")
	}
	p.keys("?")
	p.find("dialog", "^Keyboard shortcuts$")
	p.press("checkbox", "^Use keys that are pressed alone")
	p.keys(kb.Escape)
	p.keys("2")
	if e := p.find("checkbox", "^Connections that stay open"); e.State["checked"] == "true" {
		t.Error("a key that was switched off acts")
	}
	tabTo(p, "button", "^Show the result now")
	p.keys("\r")
	p.arrive(`/result\?kind=records&duration=seconds&needs=none$`)
}

// tabTo presses Tab until an element has the focus.
func tabTo(p *page, role, pattern string) {
	p.t.Helper()
	want := p.find(role, pattern)
	for range 80 {
		p.keys("\t")
		if e, ok := p.focused(); ok && e.id == want.id {
			return
		}
	}
	p.t.Fatalf("80 presses of Tab do not reach %s %q", role, want.Name)
}
