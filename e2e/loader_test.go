package e2e

import (
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/memory"
	cdppage "github.com/chromedp/cdproto/page"
)

// wholeElement is what /embed writes for a portal as the element.
func wholeElement(portal string) string {
	return strings.Replace(fmt.Sprintf(wizardElement, portal), "<a ", fmt.Sprintf(frameTag, portal, ` loading="lazy"`)+"<a ", 1)
}

// TestElementReservesItsHeight measures how far a page jumps when the script of
// the element comes late, and how high the frame is without it.
func TestElementReservesItsHeight(t *testing.T) {
	w := startSecureWiki(t, "https://wiki.test:%s", func(portal string) string {
		return `<h2>Before</h2><p>Text.</p>` + wholeElement(portal) + `<h2>After</h2><p>More text.</p><script>
			var shift = 0, reserved = document.querySelector("iframe").clientHeight;
			new PerformanceObserver(list => list.getEntries().forEach(e => shift += e.value)).observe({type: "layout-shift", buffered: true});
			setTimeout(() => document.head.append(Object.assign(document.createElement("script"), {src: "` + portal +
			`/embed.js"})), 700)</script>`
	})
	for _, width := range []int64{1280, 390} {
		p := w.open(t, look{width: width})
		if h := eval[int](p, "reserved"); h != 640 {
			t.Errorf("at %d: before the script the frame is %d high, want 640", width, h)
		}
		frame := p.in(w.portal + "/embed/decide/deployment")
		p.until("the height of the frame", func() bool { return p.frameHeight() != 640 && fits(p, frame) })
		if got := eval[float64](p, "shift"); got > 0.1 {
			t.Errorf("at %d: the page shifted by %.3f, want at most 0.1", width, got)
		}
	}
}

// TestElementOnAPhone: a result with all its details open is as high as it is.
func TestElementOnAPhone(t *testing.T) {
	w := startSecureWiki(t, "https://wiki.test:%s", func(portal string) string {
		return `<script src="` + portal + `/embed.js" async></script>` +
			strings.Replace(wholeElement(portal), "/embed/decide/deployment", "/embed/decide/deployment/result?kind=events&size=few", 1)
	})
	p := w.open(t, look{width: 390})
	frame := p.in(w.portal + "/embed/decide/deployment/result")
	p.until("the height of the frame", func() bool { return p.frameHeight() > 640 && fits(p, frame) })
	closed := p.frameHeight()
	eval[bool](frame, `document.querySelectorAll("details").forEach(d => { d.open = true }), true`)
	p.until("all of the details", func() bool { return p.frameHeight() > closed && fits(p, frame) })
	t.Logf("%d pixels, %d with the details", closed, p.frameHeight())
	eval[bool](frame, `document.body.style.minHeight = "90000px", true`)
	p.until("the limit", func() bool { h := p.frameHeight(); return h > 20000 && h < 90000 })
}

// TestElementsAreLetGo removes elements as a site does that changes its pages
// without loading them.
func TestElementsAreLetGo(t *testing.T) {
	w := startWiki(t, wikiAllowed, func(portal string) string {
		return `<script src="` + portal + `/embed.js"></script><div id="swap"></div>`
	})
	p := w.open(t, look{})
	nodes := func() float64 {
		call(p, heapprofiler.CollectGarbage, cdp.Empty{})
		return float64(call(p, memory.GetDOMCounters, cdp.Empty{}).Nodes)
	}
	show := func() {
		eval[bool](p, fmt.Sprintf(`(document.querySelector("#swap").innerHTML = %q) && true`, fmt.Sprintf(wizardElement, w.portal)))
		p.until("the height of the frame", func() bool { h := p.frameHeight(); return h > 0 && h != 640 })
		eval[bool](p, `document.querySelector("#swap").replaceChildren(), true`)
	}
	show()
	before := nodes()
	for range 6 {
		show()
	}
	// Frames are let go some time after they are gone.
	p.until("the nodes to go", func() bool { return nodes() < 1.5*before+2000 })
}

// TestBackAfterTheFrame: steps in a frame that is gone are no steps of the page.
func TestBackAfterTheFrame(t *testing.T) {
	w := startWiki(t, wikiAllowed, func(portal string) string {
		return `<script src="` + portal + `/embed.js"></script><div id="swap">` + fmt.Sprintf(wizardElement, portal) + `</div>`
	})
	p := w.open(t, look{})
	frame := p.in(w.portal + "/embed/decide/deployment")
	for _, button := range []string{"^Next$", "^Next$", "^Show the result now$"} {
		p.until("the height for "+button, func() bool { return fits(p, frame) })
		frame.press("button", button)
	}
	frame.arrive(`/embed/decide/deployment/result`)
	eval[bool](p, `history.pushState({}, "", "/other"), document.querySelector("#swap").replaceChildren(), true`)
	p.back()
	p.until("the page before", func() bool { return p.address() == w.page })
	if n := eval[int](p, `history.length`); n > 3 { // the empty tab, the page, the other page
		t.Errorf("the history has %d entries", n)
	}
}

// TestElementWithoutAnAnswer: where a connection brings nothing, no frame ever
// loads. Firefox reports a portal that is down in that way.
func TestElementWithoutAnAnswer(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	_, port, _ := net.SplitHostPort(silent.Addr().String())
	down := "http://down.test:" + port
	w := startWiki(t, wikiAllowed, func(portal string) string {
		return `<script>window.crossroadsBase = "` + down + `"</script><script src="` + portal + `/embed.js"></script>`
	})
	p := newPage(t, look{}, w.origin, w.portal, down)
	p.visit(w.page, 200)
	eval[bool](p, fmt.Sprintf(`document.querySelector("main").insertAdjacentHTML("beforeend", %q), true`, wholeElement(down)))
	for deadline := time.Now().Add(3 * patience); !strings.Contains(eval[string](p, `document.querySelector("crossroads-wizard").shadowRoot.querySelector("p").innerText`), "did not answer"); time.Sleep(100 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the element says nothing")
		}
	}
	p.find("link", "^Open the decision wizard$")
	if p.frameHeight() != 0 {
		t.Error("the empty frame still takes room")
	}
}

// TestTwoPortals shows frames of two portals in one page.
func TestTwoPortals(t *testing.T) {
	w := startWiki(t, wikiAllowed, func(portal string) string { return "" })
	second := startPortal(t, "--embed-ancestors="+w.origin).at("second.test")
	*w.html = fmt.Sprintf(wikiPage, `<script src="`+w.portal+`/embed.js"></script><script src="`+second+`/embed.js"></script>`+
		wholeElement(w.portal)+strings.Replace(fmt.Sprintf(wizardElement, second), " comparison", ` portal="`+second+`" comparison`, 1)+
		strings.Replace(fmt.Sprintf(frameTag, second, ""), "640", "333", 1))
	p := newPage(t, look{}, w.origin, w.portal, second)
	p.visit(w.page, 200)
	p.until("the heights of all frames", func() bool {
		return eval[string](p, `[...document.querySelectorAll("crossroads-wizard")].map(e => e.shadowRoot.querySelector("iframe") || e.querySelector("iframe")).concat(document.querySelector("main > iframe")).map(f => !!f && f.style.height.endsWith("px") && !["640px", "333px"].includes(f.style.height)).join(" ")`) == "true true true"
	})
	if got := eval[string](p,
		`document.querySelector("[portal]").shadowRoot.querySelector("iframe").src`); !strings.HasPrefix(got, second) {
		t.Errorf("the second element shows %s", got)
	}
}

// TestFramesFollowThePage: frames are dark where the page around them is, also
// when it changes, unless their colours are fixed.
func TestFramesFollowThePage(t *testing.T) {
	w := startSecureWiki(t, "https://wiki.test:%s", func(portal string) string {
		return `<style>[data-md-color-scheme=slate] { color: #e2e4e9; background: #1e2129 }</style><script src="` + portal +
			`/embed.js" async></script>` +
			wholeElement(portal) + strings.Replace(fmt.Sprintf(frameTag, portal, ""), "/deployment", "/deployment?theme=light", 1)
	})
	p := w.open(t, look{})
	ground := func(prefix string) string {
		return eval[string](p.in(w.portal+prefix), `document.documentElement.dataset.theme || ""`)
	}
	p.until("a light frame", func() bool { return ground("/embed/decide/deployment") == "light" })
	eval[bool](p, `document.body.setAttribute("data-md-color-scheme", "slate"), true`)
	followed := func() string {
		for _, child := range call(p, cdppage.GetFrameTree, cdp.Empty{}).FrameTree.ChildFrames {
			if strings.HasSuffix(child.Frame.URL, "/deployment") {
				return eval[string](&page{p.t, p.ctx, child.Frame.ID, p.seen}, `document.documentElement.dataset.theme || ""`)
			}
		}
		return ""
	}
	p.until("a dark frame", func() bool { return followed() == "dark" })
	if got := ground("/embed/decide/deployment?theme=light"); got != "light" {
		t.Errorf("the frame that is fixed is %s", got)
	}
	eval[bool](p, `document.body.removeAttribute("data-md-color-scheme"), true`)
	p.until("a light frame again", func() bool { return followed() == "light" })
}
