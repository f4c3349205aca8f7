package export

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"strings"
	"testing"

	"crossroads/report/reporttest"
)

func TestCardsGolden(t *testing.T) {
	for name, rec := range records(t) {
		reporttest.Golden(t, name+".card.svg", NewCard(rec).SVG())
		reporttest.Golden(t, name+".strip.svg", NewStrip(rec).SVG())
	}
}

func TestCardPNG(t *testing.T) {
	for name, rec := range records(t) {
		for _, rec := range []Record{rec, rec.spoiled()} {
			for size, draw := range map[[2]int]func(Record) Card{{1200, 630}: NewCard, {600, 120}: NewStrip} {
				raw, err := draw(rec).PNG()
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				img, err := png.Decode(bytes.NewReader(raw))
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				if b := img.Bounds(); b.Dx() != size[0] || b.Dy() != size[1] {
					t.Errorf("%s: %v, want %v", name, b, size)
				}
				inked := 0
				for y := range size[1] {
					for x := range size[0] {
						if r, g, b, _ := img.At(x, y).RGBA(); r+g+b < 3*0x6000 {
							inked++
						}
					}
				}
				if inked < 300 {
					t.Errorf("%s: only %d dark points: no text", name, inked)
				}
			}
		}
	}
}

// TestCardHostile parses pictures with the worst words: nothing of them is
// markup, an address or a character that XML forbids.
func TestCardHostile(t *testing.T) {
	for name, rec := range records(t) {
		for _, svg := range []string{NewCard(rec.spoiled()).SVG(), NewStrip(rec.spoiled()).SVG()} {
			d := xml.NewDecoder(strings.NewReader(svg))
			allowed := map[string]bool{"svg": true, "title": true, "style": true, "text": true, "polygon": true, "path": true}
			for {
				token, err := d.Token()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					t.Fatalf("%s: %v\n%s", name, err, svg)
				}
				if e, ok := token.(xml.StartElement); ok {
					if !allowed[e.Name.Local] {
						t.Errorf("%s: element %s", name, e.Name.Local)
					}
					for _, a := range e.Attr {
						if strings.HasPrefix(a.Name.Local, "on") || strings.Contains(a.Name.Local, "href") {
							t.Errorf("%s: attribute %s", name, a.Name.Local)
						}
					}
				}
			}
			if strings.ContainsAny(svg, "\x00\x1b\u202e\u2066\ufffe") {
				t.Errorf("%s: hidden characters", name)
			}
		}
	}
}

func TestCardLinesFit(t *testing.T) {
	for _, s := range []string{strings.Repeat("W", 300), strings.Repeat("wide words ", 60), strings.Repeat("漢字", 100), "short"} {
		lines := wrapped(s, 500, 40, 2, true)
		if len(lines) > 2 {
			t.Errorf("%d lines", len(lines))
		}
		for _, line := range lines {
			if w := textWidth(line, 40, true); w > 505 {
				t.Errorf("%q is %.0f wide", line, w)
			}
		}
	}
}
