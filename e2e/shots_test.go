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
				shoot(p, name, width, dark)
			}
		}
	}
}

// TestRecordScreenshots does the same for the pages around a saved assessment.
func TestRecordScreenshots(t *testing.T) {
	portal := startRecordPortal(t)
	for _, place := range recordPlaces(t, portal) {
		for _, width := range []int64{360, 1440} {
			p := newPage(t, look{width: width}, portal.url)
			identify(p)
			place.open(p)
			for _, dark := range []bool{false, true} {
				p.look(look{width: width, dark: dark})
				shoot(p, place.name, width, dark)
			}
		}
	}
}

func shoot(p *page, name string, width int64, dark bool) {
	p.t.Helper()
	png, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
	p.must(err)
	scheme := map[bool]string{false: "light", true: "dark"}[dark]
	writeShot(p.t, fmt.Sprintf("%s-%d-%s.png", name, width, scheme), png)
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
