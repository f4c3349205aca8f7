package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// headlines are those of the two results beside each other.
func headlines(p *page) []string {
	p.t.Helper()
	return eval[[]string](p, `[...document.querySelectorAll(".versions-pair h2")].map(h => h.textContent.replace(/\s+/g, " ").trim())`)
}

// TestBeside keeps a result, changes two answers, sees both side by side and saves the
// second, without having saved the first.
func TestBeside(t *testing.T) {
	portal := startPortal(t)
	p := newPage(t, look{width: 360}, portal.url)
	p.visit(portal.url+"/decide/deployment/result?kind=front&size=few&level=modest", 200)
	first := p.find("heading", "").Name
	p.press("link", "^Change several answers and compare")
	p.arrive(`/decide/deployment\?.*step=check`)
	for _, change := range [][2]string{
		{"^Change: What does it mostly do", "^Reactions to single events"},
		{"^Change: How much is there to do on average", "^Little: less than one request"},
	} {
		p.press("button", change[0])
		p.press("radio", change[1])
		p.press("button", "^Back to your answers")
	}
	p.reload() // A is in the address as well
	p.press("button", "^Show A beside B$")
	p.arrive(`/decide/deployment/beside\?`)
	found := headlines(p)
	if len(found) != 2 || found[0] != first || found[1] == first {
		t.Fatalf("side by side are %q, want first %q and then another", found, first)
	}
	for _, want := range []string{"How sure", "Neither result is saved", "What does it mostly do?", "How much is there to do on average?"} {
		if text := eval[string](p, "document.querySelector('main').innerText"); !strings.Contains(text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	p.press("link", "^Swap the sides")
	p.until("the sides the other way round", func() bool {
		now := headlines(p)
		return len(now) == 2 && now[0] == found[1] &&
			now[1] == found[0]
	})
	p.press("link", "^Save A$")
	p.arrive(`/decide/deployment/result\?.*kind=events.*#save$`)
	save(p, "The second one")
}

// TestBesideWithoutScript is the same on plain forms.
func TestBesideWithoutScript(t *testing.T) {
	portal := startPortal(t)
	p := newPage(t, look{noScript: true, width: 360}, portal.url)
	p.visit(portal.url+"/decide/deployment/result?kind=front&size=few&place=cloud&shape=silent", 200)
	p.press("link", "^Change several answers and compare")
	p.arrive(`/decide/deployment\?`)
	p.press("radio", "^Reactions to single events")
	p.press("button", "^Show A beside B$")
	p.arrive(`/decide/deployment/beside\?.*kind=events`)
	if strings.Contains(p.address(), "=&") {
		t.Errorf("the address keeps empty fields: %s", p.address())
	}
	found := headlines(p)
	if len(found) != 2 || found[0] == found[1] {
		t.Errorf("side by side are %q", found)
	}
	p.press("link", "^Change B$")
	p.arrive(`/decide/deployment\?`)
	p.press("radio", "^1 to 5") // a radio button of the whole page
	p.press("button", "^Show A beside B$")
	p.arrive(`/beside\?`)
	if again := headlines(p); len(again) != 2 || again[0] != found[0] {
		t.Errorf("after changing B, A is %q, want %q", again, found[0])
	}
}

// TestSavedIsSaid: after a change is saved, a note floats over the page for some
// seconds, is announced, makes way for what has the focus, and goes with Escape. Without
// script it stands at the top.
func TestSavedIsSaid(t *testing.T) {
	portal := startPortal(t)
	for _, script := range []bool{true, false} {
		t.Run(fmt.Sprintf("script %v", script), func(t *testing.T) {
			p := newPage(t, look{noScript: !script, width: 360}, portal.url)
			p.visit(portal.url+"/decide/deployment/result?"+answers, 200)
			save(p, "Said")
			edit := p.edit()
			p.visit(edit, 200)
			if !script {
				p.write("^Edit key", strings.SplitN(edit, "#", 2)[1])
			}
			p.press("button", "^Save changes")
			p.arrive("/a/[^/]+$")
			if !script {
				if at := eval[float64](p, `document.querySelector("#saved").getBoundingClientRect().top`); at > 400 {
					t.Errorf("the note is at %.0f px", at)
				}
				return
			}
			p.until("the note", func() bool { return eval[string](p, `document.querySelector(".toast")?.textContent || ""`) == "Saved." })
			if said := p.all("status", ""); len(said) == 0 {
				t.Error("the note is not announced")
			}
			if strings.Contains(p.address(), "#") {
				t.Errorf("the address keeps %s", p.address())
			}
			if moves := eval[string](p, `getComputedStyle(document.querySelector(".toast")).transitionDuration + getComputedStyle(document.querySelector(".toast")).animationName`); moves != "0snone" {
				t.Errorf("the note moves where that is not wanted: %s", moves)
			}
			checkAccessible(t, p, "the page with its note")
			// what has the focus is under the note: it makes way
			covered := eval[bool](p, `(() => {
				const links = [...document.querySelectorAll("main a")], at = document.querySelector(".toast").getBoundingClientRect();
				const link = links.find(a => a.getClientRects().length);
				scrollBy({top: link.getBoundingClientRect().top - at.top, behavior: "instant"});
				link.focus({preventScroll: true});
				const on = link.getBoundingClientRect(), now = document.querySelector(".toast").getBoundingClientRect();
				return on.top < now.bottom && on.bottom > now.top && on.left < now.right && on.right > now.left;
			})()`)
			if covered {
				t.Error("the note covers what has the focus")
			}
			p.must(chromedp.Do(p.ctx, chromedp.KeyEvent(kb.Escape)))
			p.until("the note gone", func() bool { return !eval[bool](p, `!!document.querySelector("#saved")`) })
		})
	}
}
