package export

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"strings"
	"testing"

	"crossroads/content"
	"crossroads/decision"
	"crossroads/report/reporttest"
)

func TestComparisonCards(t *testing.T) {
	lib, err := content.Load(content.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	cat := lib.Comparisons[0]
	reporttest.Golden(t, "comparison.card.svg", NewComparisonCard("Crossroads", cat).SVG())
	reporttest.Golden(t, "comparison.strip.svg", NewComparisonStrip("Crossroads", cat).SVG())

	worst := &decision.Catalogue{Title: strings.Repeat(`<b> & "quoted" `, 30), Summary: "\u202e]]>\x00" + strings.Repeat("w", 400)}
	for range 12 {
		worst.Options = append(worst.Options, decision.Option{Name: strings.Repeat("Very long name ", 9), Short: strings.Repeat("<x>", 50)})
	}
	for name, c := range map[string]*decision.Catalogue{"shipped": cat, "worst": worst, "empty": {}} {
		for _, svg := range []string{NewComparisonCard("<Site>", c).SVG(), NewComparisonStrip("<Site>", c).SVG()} {
			for d := xml.NewDecoder(strings.NewReader(svg)); ; {
				if _, err := d.Token(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatalf("%s: %v\n%s", name, err, svg)
				}
			}
			if strings.ContainsAny(svg, "\x00\u202e") || strings.Contains(svg, "<b>") {
				t.Errorf("%s: words became markup: %s", name, svg)
			}
		}
		for size, draw := range map[[2]int]func(string, *decision.Catalogue) Card{
			{1200, 630}: NewComparisonCard, {600, 120}: NewComparisonStrip,
		} {
			raw, err := draw("Site", c).PNG()
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			img, err := png.Decode(bytes.NewReader(raw))
			if err != nil || img.Bounds().Dx() != size[0] || img.Bounds().Dy() != size[1] {
				t.Errorf("%s: %v %v, want %v", name, err, img.Bounds(), size)
			}
		}
	}
}
