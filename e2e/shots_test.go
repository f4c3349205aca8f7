//go:build shots

package e2e

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

var shotsFlag = flag.String("shots", "out", "write screenshots into this directory")

// TestScreenshots is for people to look at; make shots runs it.
func TestScreenshots(t *testing.T) {
	portal := startPortal(t)
	names, urls := pages(t, portal)
	for _, name := range names {
		p := newPage(t, look{}, portal.url)
		for _, width := range []int64{360, 768, 1440} {
			for _, dark := range []bool{false, true} {
				p.look(look{width: width, dark: dark})
				visitPage(p, name, urls[name])
				png, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
				if err != nil {
					t.Fatal(err)
				}
				scheme := map[bool]string{false: "light", true: "dark"}[dark]
				writeShot(t, fmt.Sprintf("%s-%d-%s.png", name, width, scheme), png)
			}
		}
	}
}

func writeShot(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(*shotsFlag, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(*shotsFlag, name), data, 0o644); err != nil {
		t.Fatal(err)
	}
}
