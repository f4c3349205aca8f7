package e2e

import (
	"fmt"
	"strings"
	"testing"
)

// TestPrintingGrownFrames prints a page with a result in a frame as high as what
// it shows on a screen, in a sandbox with an origin and in one without.
func TestPrintingGrownFrames(t *testing.T) {
	for name, written := range map[string]func(portal string) string{
		"frame":         func(portal string) string { return fmt.Sprintf(frameTag, portal, "") },
		"sandbox":       func(portal string) string { return fmt.Sprintf(frameTag, portal, ` sandbox="allow-scripts"`) },
		"whole element": wholeElement,
	} {
		w := startSecureWiki(t, "https://wiki.test:%s", func(portal string) string {
			return `<script src="` + portal + `/embed.js" async></script>` +
				strings.Replace(written(portal), "/embed/decide/deployment", "/embed/decide/deployment/result?kind=events&size=few", 1)
		})
		p := w.open(t, look{})
		frame := p.in(w.portal + "/embed/decide/deployment/result")
		p.until("the height of the frame", func() bool { return p.frameHeight() > 640 && fits(p, frame) })
		p.until("the height on paper", func() bool { return len(p.messages("crossroads:print", `"frame":`)) > 0 })
		before := p.frameHeight()
		text, sheets := printed(p)
		if sheets > 3 || !strings.Contains(text, "How sure") {
			t.Errorf("%s: %d sheets, want at most 3; the frame is %d high on the screen, %v on paper:\n%s", name, sheets, before,
				p.messages("crossroads:print"), text)
		}
		p.until("the height on the screen", func() bool { return p.frameHeight() == before })
	}
}
