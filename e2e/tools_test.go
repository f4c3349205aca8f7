package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// translate does to a page what translators in browsers do: every text node is replaced
// by an element of theirs with another text, at once and for whatever is added later.
const translate = `(() => {
	const done = new WeakSet();
	const change = root => {
		const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, {acceptNode: n =>
			n.data.trim() && !n.parentElement.closest("script, style, textarea, title") && !done.has(n) ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT});
		const texts = [];
		while (walk.nextNode()) texts.push(walk.currentNode);
		for (const text of texts) {
			const outer = document.createElement("font"), inner = document.createElement("font");
			const other = document.createTextNode("«" + text.data + "»");
			done.add(other);
			inner.append(other);
			outer.append(inner);
			text.replaceWith(outer);
		}
	};
	document.documentElement.lang = "de";
	document.documentElement.className += " translated-ltr";
	change(document.body);
	new MutationObserver(changes => changes.forEach(c => c.addedNodes.forEach(n => n.nodeType === 1 && n.tagName !== "FONT" && change(n))))
		.observe(document.body, {childList: true, subtree: true});
	return document.querySelectorAll("font").length;
})()`

// TestTranslatedInPlace answers questions on a page that the browser translates while the
// live panel changes: the panel follows, nothing fails, and every answer arrives.
func TestTranslatedInPlace(t *testing.T) {
	portal := startPortal(t)
	p := newPage(t, look{}, portal.url)
	p.visit(portal.url+"/decide/deployment", 200)
	before := standing(p)
	if n := eval[int](p, translate); n < 50 {
		t.Fatalf("only %d texts were replaced", n)
	}
	p.press("radio", "Reactions to single events")
	p.until("another standing after an answer", func() bool {
		now := strings.NewReplacer("«", "", "»", "").Replace(standing(p))
		return now != before && now != ""
	})
	p.press("button", "Next")
	p.press("radio", "Up to 30 seconds")
	p.press("button", "Show the result now")
	p.arrive(`/decide/deployment/result\?`)
	for _, answer := range []string{"kind=events", "duration=seconds"} {
		if !strings.Contains(p.address(), answer) {
			t.Errorf("the result's address %s lost %s", p.address(), answer)
		}
	}
}

// TestZoom looks at pages at 400 % of a window of 1280 by 1024: nothing is cut off at the
// sides, what stays in place while the page scrolls leaves most of the window free, and
// the wizard can be used.
func TestZoom(t *testing.T) {
	portal := startPortal(t)
	p := newPage(t, look{}, portal.url)
	p.must(chromedp.Do(p.ctx, chromedp.EmulateViewport(320, 256, chromedp.EmulateScale(4))))
	for _, path := range []string{
		"/", "/decide/deployment", "/decide/deployment/result?kind=records", "/compare/deployment", "/cost", "/articles/hybrids", "/claims",
		"/cases", "/method", "/glossary", "/assessments/import",
	} {
		p.visit(portal.url+path, 200)
		checkWidth(t, p, 320)
		eval[bool](p, `(scrollTo(0, document.body.scrollHeight / 2), true)`)
		if covered := eval[float64](p, `[...document.querySelectorAll("body *")].filter(e => ["fixed", "sticky"].includes(getComputedStyle(e).position)).map(e => e.getBoundingClientRect())
			.filter(r => r.width > 160 && r.top < innerHeight && r.bottom > 0).reduce((sum, r) => sum + Math.min(r.bottom, innerHeight) - Math.max(r.top, 0), 0) / innerHeight`); covered > .5 {
			t.Errorf("%s: %.0f %% of the window is covered", path, 100*covered)
		}
	}
	p.visit(portal.url+"/decide/deployment", 200)
	p.press("radio", "^Reactions to single events")
	p.press("button", "^Next$")
	p.press("radio", "^Up to 30 seconds")
	p.press("button", "^Show the result now")
	p.arrive(`/decide/deployment/result\?`)
}

// TestLargeText looks at every page in a window of 360 px with text of twice the size: nothing is cut off at the sides,
// and the link that skips the navigation stays out of sight until it is wanted.
func TestLargeText(t *testing.T) {
	portal := startPortal(t)
	names, urls := pages(t, portal)
	p := newPage(t, look{width: 360}, portal.url)
	for _, name := range names {
		visitPage(p, name, urls[name])
		unfold(p)
		checkLargeText(t, p, 360)
		if eval[bool](p, `[...document.querySelectorAll(".skip")].some(e => e.getBoundingClientRect().bottom > 0)`) {
			t.Errorf("%s: the link to the content is in sight", name)
		}
	}
}
