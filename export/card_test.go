package export

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"strings"
	"testing"

	"crossroads/record"
	"crossroads/report/reporttest"
)

func TestCardsGolden(t *testing.T) {
	for name, rec := range records(t) {
		reporttest.Golden(t, name+".card.svg", NewCard(rec).SVG())
		reporttest.Golden(t, name+".strip.svg", NewStrip(rec).SVG())
	}
}

// TestCardsOfDecisions: cards show status and decision, which may be another than the recommendation, and are other
// pictures then.
func TestCardsOfDecisions(t *testing.T) {
	long := "Two small canteens in both of the buildings, as soon as the lease of the second one is signed, and bring your own until then"
	draft := records(t)["first"]
	draft.Saved.Status = record.Draft
	sums := map[string]string{}
	for name, c := range map[string]struct {
		change      func(*record.Saved)
		tag, stated string
		says        string
	}{
		"draft":      {func(*record.Saved) {}, "", "", draft.Report.Headline},
		"stated":     {func(s *record.Saved) { s.Decision = "We cook." }, "Draft", "Decided: We cook.", "Draft. Decided: We cook. Recommendation: "},
		"decided":    {func(s *record.Saved) { s.Status = record.Decided }, "Decided", "", "Decided. " + draft.Report.Headline},
		"decision":   {func(s *record.Saved) { s.Status, s.Decision = record.Decided, long }, "", "Decided: Two small", "Decided: " + long + ". Rec"},
		"superseded": {func(s *record.Saved) { s.Status, s.Decision = record.Superseded, "Go" }, "Superseded", "Decided: Go", "Superseded. Decided: Go. Rec"},
		"older":      {func(s *record.Saved) { s.Status, s.Number = record.Decided, 1 }, "Older revision", "", "Older revision. " + draft.Report.Headline},
	} {
		rec := draft
		c.change(&rec.Saved)
		card, strip := NewCard(rec), NewStrip(rec)
		for kind, card := range map[string]Card{"card": card, "strip": strip} {
			texts := ""
			for _, item := range card.Items {
				texts += item.Text + "\n"
			}
			tag := c.tag + "\n"
			if kind == "strip" {
				tag = c.tag + " · Crossroads"
			}
			if c.tag != "" && !strings.Contains(texts, tag) || !strings.Contains(texts, c.stated) ||
				strings.Contains(texts, "Recommendation: ") != (c.stated != "") {
				t.Errorf("%s, %s: %s", name, kind, texts)
			}
			if want := rec.Saved.Title + ": " + c.says; !strings.HasPrefix(card.Alt, want) {
				t.Errorf("%s, %s: described as %q, want %q", name, kind, card.Alt, want)
			}
			sum, err := card.Sum()
			if err != nil || sums[sum] != "" {
				t.Errorf("%s, %s: the sum is that of %s: %v", name, kind, sums[sum], err)
			}
			sums[sum] = name
		}
		if name == "decision" || name == "superseded" {
			reporttest.Golden(t, name+".card.svg", card.SVG())
			reporttest.Golden(t, name+".strip.svg", strip.SVG())
		}
	}
}

// TestCardSumOfAddress: the code of another address is another picture.
func TestCardSumOfAddress(t *testing.T) {
	rec := records(t)["first"]
	here, err := NewCard(rec).Sum()
	rec.URL = strings.Replace(rec.URL, "portal", "mortal", 1)
	there, again := NewCard(rec).Sum()
	if err != nil || again != nil || here == there {
		t.Errorf("%s and %s: %v %v", here, there, err, again)
	}
}

// TestCardsAreFull: with the longest texts all options have room, and nothing is drawn over something else.
func TestCardsAreFull(t *testing.T) {
	rec := records(t)["first"]
	rec.Saved.Title, rec.Saved.Decision = strings.Repeat("long title ", 20), strings.Repeat("long decision ", 20)
	rec.Report.Headline = strings.Repeat("long headline ", 20)
	for len(rec.Report.Ranking) < 5 {
		rec.Report.Ranking = append(rec.Report.Ranking, rec.Report.Ranking[0])
	}
	last, bars := 0.0, 0
	for _, item := range NewCard(rec).Items {
		switch {
		case item.Text != "" && item.Ink == "soft" && item.Size == 24 && item.Room > 0:
			last = item.Y
		case item.Ink == "line":
			if bars++; item.Points[0][1] < last+6 || item.Points[2][1] > CardHeight-66 {
				t.Errorf("bar %d is from %v to %v, below a text at %v", bars, item.Points[0][1], item.Points[2][1], last)
			}
		}
	}
	if bars != 5 {
		t.Errorf("%d bars, want 5", bars)
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
