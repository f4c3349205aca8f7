package export

import (
	"math"
	"strings"

	"crossroads/decision"
	"crossroads/format"
	"crossroads/qr"
	"crossroads/record"
	"crossroads/report"
)

// Card is the layout of a small picture for link previews and other sites: a list of filled outlines
// and lines of text, from which SVG and PNG are drawn, so that the two cannot differ. The first
// outline covers the whole card.
type Card struct {
	Width, Height int
	Alt           string
	Items         []cardItem
}

// cardItem is an outline if it has points, a QR code if it has one, else a line of text.
type cardItem struct {
	Points     [][2]float64
	Code       *qr.Code // with its margin, from X and Y; Size is that of a square
	Text       string
	X, Y, Size float64 // of the text's baseline; X is the right end when End is set
	Room       float64 // width that the text may take; 0 where it is known to fit
	Bold, End  bool
	Ink        string // page, ink, soft, line, accent or o0 … o7
}

// CardWidth and CardHeight are the size that link previews ask for, in pixels.
const CardWidth, CardHeight = 1200, 630

// StripWidth and StripHeight are the size of the picture for wiki pages.
const StripWidth, StripHeight = 600, 120

// NewCard is the picture of a saved assessment for link previews, 1200 by 630.
func NewCard(rec Record) Card {
	const left, right = 72.0, CardWidth - 72.0
	v := rec.view()
	c := Card{Width: CardWidth, Height: CardHeight, Alt: CardAlt(rec)}
	c.box(0, 0, CardWidth, CardHeight, "page")
	c.box(0, 0, CardWidth, 12, "accent")
	wide := right - left - c.code(rec.URL, right, 40)
	c.text(cardStatus(rec.Saved), left, 50, 24, true, "accent")
	y := c.paragraph(rec.Saved.Title, left, 104, wide, 46, 2, true, "ink")
	if decided := cardDecision(rec.Saved); decided != "" {
		y = c.paragraph(decided, left, y+12, wide, 31, 2, false, "ink")
		most := 2
		if y > 260 { // the options need the room
			most = 1
		}
		y = c.paragraph(recommended(rec), left, y+2, right-left, 24, most, false, "soft")
	} else {
		y = c.paragraph(rec.Report.Headline, left, y+12, wide, 31, 2, false, "ink")
		if text := cardSureness(v); text != "" {
			y = c.paragraph(text, left, y+2, right-left, 24, 1, false, "soft")
		}
	}
	rows := v.Report.Ranking[:min(len(v.Report.Ranking), 5)]
	top := math.Max(y+26, CardHeight-92-58*float64(len(rows)))
	step := min(58, max((CardHeight-84-top)/float64(len(rows)), 38))
	for i, s := range rows {
		if mix := v.Mix(); mix != nil && mix.Apart != nil && !rec.Report.Net() { // what it would score in place of the mix
			s.Score -= mix.Apart.Price
		}
		s.Score = math.Max(s.Score, 0)
		if at := top + step*float64(i); at < CardHeight-100 {
			c.bar(v.Index(s.Option), s, left, at, right)
		}
	}
	foot := CardHeight - 44.0
	c.text(rec.Portal, left, foot, 24, true, "soft")
	c.textEnd(rec.Saved.At.UTC().Format("2 January 2006"), right, foot, 24, "soft")
	return c
}

// cardStatus is what a card says of the status: "" for a draft without a decision, and for a decision that says itself
// that it is one.
func cardStatus(s record.Saved) string {
	stated := cardDecision(s) != ""
	switch {
	case s.Older():
		return "Older revision"
	case s.Status == record.Superseded:
		return "Superseded"
	case s.Status == record.Decided && !stated:
		return "Decided"
	case s.Status == record.Draft && stated:
		return "Draft"
	}
	return ""
}

// cardDecision is the decision in the words of those who took it, "" for none. It may be another than the recommendation.
func cardDecision(s record.Saved) string {
	if decided := record.Line(s.Decision); decided != "" {
		return "Decided: " + decided
	}
	return ""
}

// recommended is the verdict where it stands below a decision.
func recommended(rec Record) string { return "Recommendation: " + record.Line(rec.Report.Headline) }

// codeSide is the approximate width of the QR code of a card, in pixels.
const codeSide = 164

// code adds the QR code of a link, aligned to the right, and returns its width, or 0 if the link is
// too long for one.
func (c *Card) code(link string, right, top float64) float64 {
	code, err := qr.New(link)
	if err != nil {
		return 0
	}
	squares := float64(code.Side + 2*qr.Quiet)
	square := math.Floor(codeSide / squares) // whole points stay sharp
	if square < 2 {
		return 0 // too small for a camera
	}
	side := square * squares
	c.box(right-side, top, side, side, "white")
	c.Items = append(c.Items, cardItem{Code: &code, X: right - side, Y: top, Size: square, Ink: "black"})
	return side + 28
}

// cardSureness writes how sure the result is, in one line: for each axis if the report has that,
// else how often the leader comes first.
func cardSureness(v report.Reading) string {
	if sure := v.SurenessByAxis(); len(sure) > 0 {
		var words []string
		for _, a := range sure {
			words = append(words, a.Name+": "+a.Leader.Name+" ("+v.Percent(a.Leader.Share)+")")
		}
		return strings.Join(words, " · ")
	}
	if mix := v.Mix(); mix != nil {
		return "The mix scores " + format.Points(mix.Value) + ", first in " + v.Percent(mix.Share) +
			" of the situations. Below, each option alone."
	}
	switch v.Report.Kind {
	case decision.VerdictClear, decision.VerdictHybrid, decision.VerdictClose:
		return v.ComesFirst()
	case decision.VerdictLeaning, decision.VerdictConditional:
		return format.Capital(v.Report.Sureness) + "."
	}
	return ""
}

// NewStrip is the picture of a saved assessment for wiki pages, 600 by 120.
func NewStrip(rec Record) Card {
	c := Card{Width: StripWidth, Height: StripHeight, Alt: CardAlt(rec)}
	c.box(0, 0, StripWidth, StripHeight, "page")
	c.box(0, 0, 6, StripHeight, "accent")
	left, decided := 28.0, cardDecision(rec.Saved)
	// With a decision there is no mark: it would be that of the recommendation.
	if decided == "" && rec.Report.Winner != nil && *rec.Report.Winner != decision.Hybrid {
		i := rec.view().Index(*rec.Report.Winner)
		c.Items = append(c.Items, cardItem{Points: outline(i, 28, 38, 44), Ink: "o" + format.Hue(i)})
		left = 96
	}
	y := c.paragraph(rec.Saved.Title, left, 36, 576-left, 20, 1, true, "ink")
	if decided != "" {
		y = c.paragraph(decided, left, y+2, 576-left, 17, 1, false, "ink")
		c.paragraph(recommended(rec), left, y, 576-left, 15, 1, false, "soft")
	} else {
		c.paragraph(rec.Report.Headline, left, y+2, 576-left, 17, 2, false, "ink")
	}
	foot := rec.Portal + " · " + rec.Saved.At.UTC().Format("2 January 2006")
	if status := cardStatus(rec.Saved); status != "" {
		foot = status + " · " + foot
	}
	c.text(foot, left, 106, 13, false, "soft")
	return c
}

// CardAlt describes the card in words.
func CardAlt(rec Record) string {
	return record.Line(rec.Saved.Title) + ": " + CardSays(rec)
}

// CardSays is what a preview says of an assessment beside its title: the status, what was decided, and what was
// recommended.
func CardSays(rec Record) string {
	said := record.Line(rec.Report.Headline)
	if decided := cardDecision(rec.Saved); decided != "" {
		said = format.Ended(decided) + " " + recommended(rec)
	}
	if status := cardStatus(rec.Saved); status != "" {
		said = status + ". " + said
	}
	return said
}

// bar is one option: its mark and name, a bar for the fit, and the figure.
func (c *Card) bar(index int, s decision.Standing, left, top, right float64) {
	const name, height = 330.0, 30.0
	ink := "o" + format.Hue(index)
	c.Items = append(c.Items, cardItem{Points: outline(index, left, top+3, 24), Ink: ink})
	short := fitted(s.Short, name-48, 25, false)
	c.text(short, left+38, top+24, 25, false, "ink")
	track := right - 130 - left - name
	c.box(left+name, top, track, height, "line")
	if s.Status == decision.StatusOut {
		c.textEnd("ruled out", right, top+24, 23, "soft")
		return
	}
	c.box(left+name, top, math.Max(track*s.Score, 2), height, ink)
	c.textEnd(format.Points(s.Score), right, top+25, 27, "ink")
}

func (c *Card) box(x, y, w, h float64, ink string) {
	c.Items = append(c.Items, cardItem{Points: [][2]float64{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}, Ink: ink})
}

func (c *Card) text(s string, x, y, size float64, bold bool, ink string) {
	if s = record.Line(s); s != "" {
		c.Items = append(c.Items, cardItem{Text: s, X: x, Y: y, Size: size, Bold: bold, Ink: ink})
	}
}

func (c *Card) textEnd(s string, x, y, size float64, ink string) {
	c.Items = append(c.Items, cardItem{Text: record.Line(s), X: x, Y: y, Size: size, Ink: ink, End: true})
}

// paragraph adds a text, broken into at most so many lines, and returns the next baseline.
func (c *Card) paragraph(s string, x, y, width, size float64, most int, bold bool, ink string) float64 {
	for _, line := range wrapped(s, width, size, most, bold) {
		c.text(line, x, y, size, bold, ink)
		c.Items[len(c.Items)-1].Room = width
		y += size * 1.28
	}
	return y
}

// outline is the shape of an option's mark, as marks.templ draws it.
func outline(index int, x, y, size float64) [][2]float64 {
	shapes := [8][][2]float64{
		round(8, 8, 6.5),
		{{2, 2}, {14, 2}, {14, 14}, {2, 14}},
		{{8, 1.5}, {15, 14}, {1, 14}},
		{{8, .8}, {15.2, 8}, {8, 15.2}, {.8, 8}},
		{{4.5, 2}, {11.5, 2}, {15, 8}, {11.5, 14}, {4.5, 14}, {1, 8}},
		{
			{5.5, 1.5}, {10.5, 1.5}, {10.5, 5.5}, {14.5, 5.5}, {14.5, 10.5}, {10.5, 10.5}, {10.5, 14.5}, {5.5, 14.5}, {5.5, 10.5},
			{1.5, 10.5}, {1.5, 5.5}, {5.5, 5.5},
		},
		{{1, 2}, {15, 2}, {8, 14.5}},
		{{8, .8}, {10, 5.8}, {15.3, 5.8}, {11.1, 9.2}, {12.6, 14.5}, {8, 11.4}, {3.4, 14.5}, {4.9, 9.2}, {.7, 5.8}, {6, 5.8}},
	}
	var moved [][2]float64
	for _, p := range shapes[index%8] {
		moved = append(moved, [2]float64{x + p[0]*size/16, y + p[1]*size/16})
	}
	return moved
}

func round(x, y, r float64) [][2]float64 {
	var points [][2]float64
	for i := range 40 {
		a := float64(i) * math.Pi / 20
		points = append(points, [2]float64{x + r*math.Cos(a), y + r*math.Sin(a)})
	}
	return points
}
