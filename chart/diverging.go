package chart

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"crossroads/decision"
	"crossroads/format"
	"crossroads/report"
)

// Diverging draws amounts for and against the leader from a middle line.
type Diverging struct {
	Title, Note               string
	For, Against              int // option indices, for the colours of either side
	ForName, ForShort         string
	AgainstName, AgainstShort string
	Head                      []string // column headings of the table twin
	Rows                      []divergingRow
	Sum                       string // the total, in words
	widest                    float64
}

type divergingRow struct {
	Name, Detail string
	Amount       float64
	Cells        []string // further cells of the table twin
	Plain        bool     // neither for nor against by an answer: the baseline
}

// bar returns where a row's bar begins and how long it is, on -100 to 100.
func (c Diverging) bar(amount float64) (x, width string) {
	length := math.Abs(amount) / c.widest * 100
	if amount < 0 {
		return format.Coord(-length), format.Coord(length)
	}
	return "0", format.Coord(length)
}

func (c Diverging) barX(amount float64) string     { x, _ := c.bar(amount); return x }
func (c Diverging) barWidth(amount float64) string { _, w := c.bar(amount); return w }

// side is the hue of the option that an amount speaks for.
func (c Diverging) side(amount float64) string {
	if amount < 0 {
		return format.Hue(c.Against)
	}
	return format.Hue(c.For)
}

// topRows is how many rows a shortened chart shows, unless that leaves out just one.
const topRows = 3

// top is the chart with the rows that count most, those that its title names among them, and one for all others together,
// so that it adds up.
func (c Diverging) top() Diverging {
	if len(c.Rows) <= topRows+1 {
		return c
	}
	named := func(r divergingRow) bool { return strings.Contains(c.Title, "“"+r.Name+"”") }
	rows := slices.Clone(c.Rows)
	for i := topRows; i < len(rows); i++ {
		for at := topRows - 1; named(rows[i]) && at >= 0; at-- {
			if !named(rows[at]) {
				rows[at], rows[i] = rows[i], rows[at]
				break
			}
		}
	}
	others := divergingRow{Name: format.Capital(decision.Number(len(rows)-topRows)) + " others together", Plain: true}
	shown := 0.0
	for i, r := range rows {
		others.Amount += r.Amount
		if i < topRows {
			shown += tenth(r.Amount)
		}
	}
	others.Amount = tenth(others.Amount) - shown // so that the figures add up as they are written
	c.Rows = append(bySize(rows[:topRows], func(r divergingRow) float64 { return r.Amount }), others)
	c.measure()
	return c
}

// figure writes an amount beside its bar: with a decimal if the others have one, so that figures
// stand below one another and add up.
func (c Diverging) figure(amount float64) string {
	text := format.Signed(amount)
	split := func(r divergingRow) bool { return strings.Contains(format.Signed(r.Amount), ".") }
	if text == "0" || !slices.ContainsFunc(c.Rows, split) {
		return text
	}
	_, sign := utf8.DecodeRuneInString(text)
	return text[:sign] + tenths(math.Abs(amount))
}

// tenth rounds an amount to a tenth of a point.
func tenth(amount float64) float64 { return math.Round(1000*amount) / 1000 }

// tenths writes points with one decimal, also where they have more digits.
func tenths(value float64) string { return strconv.FormatFloat(100*value, 'f', 1, 64) }

// total writes the sum of the rows as their figures are written.
func (c Diverging) total(amount float64) string {
	if text := c.figure(amount); text != format.Signed(amount) {
		return text + " points"
	}
	return format.SignedPoints(amount)
}

func (c *Diverging) measure() {
	c.widest = 1e-9
	for _, r := range c.Rows {
		c.widest = max(c.widest, math.Abs(r.Amount))
	}
}

// rounded explains why the figures of a chart may not add up.
const rounded = " Figures are rounded."

// NewContributions shows what each criterion adds to the lead. Order:
// largest amount first, whichever way it points, with what holding parts together adds among them.
func NewContributions(v report.Reading) Diverging {
	r := v.Report
	c := Diverging{
		For: v.Index(r.Leader), Against: v.Index(r.RunnerUp), ForName: v.Phrase(r.Leader), AgainstName: v.Phrase(r.RunnerUp),
		ForShort: v.Short(r.Leader), AgainstShort: v.Short(r.RunnerUp),
		Head: []string{"Criterion", "Weight", v.Name(r.Leader), v.Name(r.RunnerUp), "Adds to the lead"},
		Note: "Points that each criterion adds to the lead: its weight times the difference between the two." + rounded,
	}
	for _, x := range r.Contributions {
		c.Rows = append(c.Rows, divergingRow{
			Name: x.Name, Amount: x.Amount,
			Cells: []string{format.Percent(x.Weight), format.Points(x.Leader), format.Points(x.RunnerUp)},
		})
	}
	c.Title = contributionFinding(c)
	if r.Held != 0 {
		c.Rows = append(c.Rows, divergingRow{
			Name: "Parts held together", Amount: r.Held, Cells: []string{"", "", ""},
			Detail: heldBy(c, r.Held),
		})
	}
	c.Rows = bySize(c.Rows, func(r divergingRow) float64 { return r.Amount })
	c.Sum = "All together " + c.total(r.Margin) + ": the lead of " + v.Phrase(r.Leader) + " over " + v.Phrase(r.RunnerUp) + "." +
		v.BeyondScale()
	c.measure()
	return c
}

// heldBy names the option that holds several parts together; the other one of the pair divides them.
func heldBy(c Diverging, amount float64) string {
	who := c.ForName
	if amount > 0 {
		who = c.AgainstName
	}
	return "by " + who
}

func contributionFinding(c Diverging) string {
	var best, worst divergingRow
	for _, r := range c.Rows {
		if r.Amount > best.Amount {
			best = r
		}
		if r.Amount < worst.Amount {
			worst = r
		}
	}
	switch {
	case best.Name == "":
		return "No criterion speaks for " + c.ForName
	case worst.Name == "":
		return "“" + best.Name + "” speaks most for " + c.ForName + "; nothing speaks for " + c.AgainstName
	}
	return "“" + best.Name + "” speaks most for " + c.ForName + ", “" + worst.Name + "” for " + c.AgainstName
}

// NewInfluences shows what each answer did to the lead, the lead before any answer, and what the answers by which parts
// differ did to it together.
func NewInfluences(v report.Reading) Diverging {
	r := v.Report
	c := Diverging{
		For: v.Index(r.Leader), Against: v.Index(r.RunnerUp), ForName: v.Phrase(r.Leader), AgainstName: v.Phrase(r.RunnerUp),
		ForShort: v.Short(r.Leader), AgainstShort: v.Short(r.RunnerUp),
		Head: []string{"Answer", "Question", "Adds to the lead"},
		Note: "Each answer’s share in the lead (Shapley value): its effect averaged over every order in which the answers could have " +
			"been given." + rounded,
		Rows: []divergingRow{
			{Name: "Before any answer", Amount: r.Baseline, Cells: []string{startWords(v)}, Plain: true},
		},
	}
	held := divergingRow{
		Name: "Parts held together", Amount: r.Margin - r.Baseline, Cells: []string{"By all answers that differ between parts"},
	}
	for _, x := range r.Influences {
		held.Amount -= x.Amount
	}
	if math.Abs(held.Amount) > 1e-9 { // up to engine 10 it was in the lead before any answer
		held.Detail = heldBy(c, held.Amount)
		c.Rows = append(c.Rows, held)
	}
	for _, x := range bySize(r.Influences, func(x decision.Influence) float64 { return x.Amount }) {
		question := x.Text
		if x.Part != "" {
			question += " (" + x.Part + ")"
		}
		c.Rows = append(c.Rows, divergingRow{Name: v.Said(x), Detail: question, Amount: x.Amount, Cells: []string{question}})
	}
	c.Title, c.Sum = influenceFinding(v, c.ForName), "Together with the start "+c.total(r.Margin)+": the lead now."
	c.measure()
	return c
}

// startWords say what the lead before any answer rests on.
func startWords(v report.Reading) string {
	if given := v.Given(); given != "" {
		return "The lead with " + given + ", and nothing answered"
	}
	return "The lead with nothing answered"
}

// influenceFinding says whether the answers put the leader ahead or only changed the lead that it
// had before any of them, and which did most for it.
func influenceFinding(v report.Reading, leader string) string {
	var best decision.Influence
	for _, x := range v.Report.Influences {
		if x.Amount > best.Amount {
			best = x
		}
	}
	said := "Your answer " + v.Quoted(best)
	if v.Narrowed(best.Question, best.Part) != nil { // none of them alone did that
		said += ", on average,"
	}
	led := format.Capital(leader) + " " + format.Verb(leader, "were", "was") + " ahead before any answer; your answers "
	switch change := v.Report.Margin - v.Report.Baseline; {
	case format.Points(v.Report.Baseline) == format.Points(0) || v.Report.Baseline < 0:
		if best.Amount == 0 {
			return "None of your answers speaks for " + leader
		}
		return said + " did most to put " + leader + " ahead"
	case format.Points(change) == format.Points(0):
		return led + "left the lead as it was"
	case change < 0:
		return led + "narrowed the lead"
	case best.Amount == 0: // those by which parts differ did, together
		return led + "widened the lead"
	default:
		return led + "widened the lead, most of all " + strings.TrimSuffix(format.Small(said[len("Your answer "):]), ",")
	}
}

func (c Diverging) alt() string {
	alt := c.Title + "."
	for _, r := range c.Rows {
		alt += " " + r.Name + ": " + format.Signed(r.Amount) + "."
	}
	return alt
}

// bySize sorts a copy by absolute amount, largest first, keeping ties in order.
func bySize[T any](list []T, amount func(T) float64) []T {
	sorted := append([]T(nil), list...)
	for i := 1; i < len(sorted); i++ {
		for j := i; j > 0 && math.Abs(amount(sorted[j])) > math.Abs(amount(sorted[j-1])); j-- {
			sorted[j], sorted[j-1] = sorted[j-1], sorted[j]
		}
	}
	return sorted
}
