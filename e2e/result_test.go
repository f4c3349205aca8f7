package e2e

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
)

// situations are results of each kind: clear, conditional, close, and a mix.
var situations = map[string]string{
	"clear":           "kind=records&duration=seconds&level=modest&shape=daily&consistency=strict&size=team&place=cloud",
	"clear with load": "kind=events&duration=seconds&level=tiny&shape=silent&place=cloud&needs=none&staff=nobody&load.requests=3000000",
	"conditional":     answers,
	"cluster":         "kind=front&level=high&size=many&autonomy=many&staff=platform&place=cloud&needs=none",
	"close":           "kind=events&level=tiny&shape=silent&place=cloud&needs=none&duration=seconds&staff=nobody&budget=idle",
	"mix":             "shape=surges&place=cloud&p1.name=Shop&p1.kind=records&p1.consistency=strict&p2.name=Thumbnails&p2.kind=events&p2.level=tiny&p2.shape=silent",
}

// TestFirstScreenOfAPhone reads a result at 360 by 740 without scrolling: what, how
// sure and why. Details begin within six screens.
func TestFirstScreenOfAPhone(t *testing.T) {
	const height = 740
	portal := startPortal(t)
	p := newPage(t, look{width: 360}, portal.url)
	p.must(chromedp.Do(p.ctx, chromedp.EmulateViewport(360, height)))
	for name, query := range situations {
		p.visit(portal.url+"/decide/deployment/result?"+query, 200)
		for _, row := range []string{"How sure", "Because"} {
			bottom := eval[float64](p, fmt.Sprintf(`[...document.querySelectorAll(".first > div")].find(d => d.querySelector("dt").textContent === %q)?.getBoundingClientRect().bottom ?? -1`, row))
			if bottom < 0 || bottom > height {
				t.Errorf("%s: %q ends at %.0f px, want within %d", name, row, bottom, height)
			}
		}
		if at := eval[float64](p, `document.querySelector("#details").getBoundingClientRect().top`); at > 6*height {
			t.Errorf("%s: the details begin at %.0f px, want within %d", name, at, 6*height)
		}
	}
}
