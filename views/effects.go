package views

import (
	"fmt"
	"strings"

	"crossroads/decision"
	"crossroads/format"
)

// EffectsPage shows every number that the results of a comparison depend on.
type EffectsPage struct {
	Page
	Catalogue *decision.Catalogue
}

// EffectsURL is the page of a comparison's bounds, criteria and cells.
func EffectsURL(c *decision.Catalogue) string { return "/compare/" + c.Slug + "/effects" }

// AnswerEffectsURL is the page of what its answers do.
func AnswerEffectsURL(c *decision.Catalogue) string { return EffectsURL(c) + "/answers" }

// subject names what a cell or an effect is about.
func (p EffectsPage) subject(s decision.Subject) string { return p.Catalogue.SubjectName(s) }

func (p EffectsPage) criterion(id string) string {
	for _, k := range p.Catalogue.Criteria {
		if k.ID == id {
			return k.Short
		}
	}
	return id
}

// cells are the judgements on one criterion, in the order of the catalogue.
func (p EffectsPage) cells(criterion string) []decision.Cell {
	var cells []decision.Cell
	for _, c := range p.Catalogue.Cells {
		if c.Criterion == criterion {
			cells = append(cells, c)
		}
	}
	return cells
}

// sums write the value of every option on a criterion in the average context.
func (p EffectsPage) sums(criterion string) string {
	var words []string
	for _, o := range p.Catalogue.Options {
		words = append(words, o.Short+" "+format.Plain(p.Catalogue.Value(o.ID, criterion)))
	}
	return format.List(words, "and")
}

// scale writes the ends of a scale and what bends it.
func (p EffectsPage) scale(k decision.Criterion) string {
	text := fmt.Sprintf("%s: worst %s, best %s.", k.Scale.Unit, anchor(k.Scale.Worst), anchor(k.Scale.Best))
	for _, point := range k.Scale.Points {
		text += fmt.Sprintf(" %s is worth %s.", format.Plain(point.At), format.Plain(point.Value))
	}
	return format.Capital(text)
}

// by writes a signed figure: "+0.5".
func by(x float64) string {
	if x < 0 {
		return "\u2212" + format.Plain(-x)
	}
	return "+" + format.Plain(x)
}

// effectRow is one effect of an answer.
type effectRow struct{ Does, On, Number, Why string }

// rows are all effects of an answer: shifts, factors, limits and warnings.
func (p EffectsPage) rows(a decision.Answer) []effectRow {
	var rows []effectRow
	for _, s := range a.Shifts {
		rows = append(rows, effectRow{"Shifts", p.subject(s.Subject()) + ", " + p.criterion(s.Criterion), by(s.By), noted(s.Why, s.Note)})
	}
	for _, w := range a.Weights {
		rows = append(rows, effectRow{
			"Multiplies the weight", p.criterion(w.Criterion), "× " + format.Plain(w.Factor), noted(w.Why, w.Note),
		})
	}
	for _, m := range a.Musts {
		rows = append(rows, effectRow{"Rules out", p.subject(m.Subject()), "", noted(m.Reason, m.Relax)})
	}
	for _, w := range a.Warnings {
		rows = append(rows, effectRow{"Warns of", p.subject(w.Subject()), "", w.Text})
	}
	if a.Platform != 0 {
		rows = append(rows, effectRow{"Adds to the price λ", "a second " + p.Catalogue.Nouns().One, by(a.Platform), ""})
	}
	if a.Apart {
		rows = append(rows, effectRow{"Sets apart", "a part with it from parts without", "", ""})
	}
	if a.Unpriced {
		rows = append(rows, effectRow{"No list price", "the bills", "", "Bills are at a provider’s prices, for comparison."})
	}
	if a.Unbilled {
		rows = append(rows, effectRow{"No bill", "the bills", "", "The cost model does not count it: cost is judged from the answers."})
	}
	if a.Idle {
		rows = append(rows, effectRow{"Limits", "the bill while idle", "", "A recommendation that costs more without requests says so."})
	}
	if text := requestRates(a); text != "" {
		rows = append(rows, effectRow{"Speaks of", "requests a second", text, "Load figures and answers that contradict it are named."})
	}
	if a.MostMS > 0 {
		rows = append(rows, effectRow{"Speaks of", "ms a request", "up to " + format.Plain(a.MostMS), "Bills that count more say so."})
	}
	if a.BilledAs != "" {
		rows = append(rows, effectRow{"Billed otherwise", "the bills", "", "They count " + a.BilledAs + ", and say so."})
	}
	if a.Peak > 0 {
		rows = append(rows, effectRow{"States a peak", "the bills", "", "The busiest minutes have " + format.Plain(a.Peak) +
			" times the average load. Bills with a lower peak, or one twice as high, say that they leave it out."})
	}
	return rows
}

// requestRates says of how many requests a second an answer speaks, "" where it does not say.
func requestRates(a decision.Answer) string {
	switch {
	case a.LeastRate > 0 && a.MostRate > 0:
		return format.Plain(a.LeastRate) + " to " + format.Plain(a.MostRate)
	case a.LeastRate > 0:
		return format.Plain(a.LeastRate) + " or more"
	case a.MostRate > 0:
		return "up to " + format.Plain(a.MostRate)
	}
	return ""
}

func noted(why, note string) string { return strings.TrimSpace(why + " " + note) }
