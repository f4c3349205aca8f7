package format

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"crossroads/decision"
	"crossroads/decision/cost"
)

// loadRow is a figure or a choice of a load in words.
type loadRow struct {
	ID, Name, Text string
	Plain          bool // has its default: an optional line left out, an unchanged assumption
	Usual          bool // nobody need have given it: it has the usual value, or is not decided
}

// LoadRows returns the figures of a load with the names of their fields. There are none if no load was stated.
func LoadRows(l *cost.Load) []loadRow {
	if l == nil {
		return nil
	}
	var rows []loadRow
	worked := l.CountsPeople()
	for _, f := range cost.Fields() {
		row := figureRow(f, *l)
		row.Plain = f.Optional() && f.Value(*l).IsZero()
		row.Usual = f.ID != "requests" && f.Value(*l) == f.Default
		switch {
		case f.ID == "engineer_hours" && !worked:
			row.Text = "not counted"
		case f.ID == "engineer_rate":
			row.Plain = !worked
		}
		rows = append(rows, row)
	}
	for _, c := range cost.Choices() {
		row := loadRow{c.ID, c.Name, c.Counted(l).Name, !c.Open && c.Counted(l).ID == "none", c.Value(*l) == ""}
		if c.Open && c.Value(*l) == "" {
			row.Text = "not decided, counted as: " + Small(row.Text)
		}
		rows = append(rows, row)
	}
	stated := l.Assumed()
	for _, f := range slices.Concat(cost.AssumptionFields(), cost.PeopleFields()) {
		row := figureRow(f, *l)
		row.Plain = !slices.ContainsFunc(stated, func(s cost.Field) bool { return s.ID == f.ID })
		rows = append(rows, row)
	}
	allowances := "not taken off"
	if l.FreeTier {
		allowances = "taken off"
	}
	return append(rows, loadRow{
		"region", "Region of the prices", RegionName(l.Region), false, l.Region == cost.DefaultRegion,
	}, loadRow{"free_tier", "Free monthly allowances", allowances, false, !l.FreeTier})
}

func figureRow(f cost.Field, l cost.Load) loadRow {
	row := loadRow{ID: f.ID, Name: f.Name, Text: f.Value(l).Text()}
	if f.ByLoad() && f.Value(l).IsZero() {
		row.Text = "chosen by the load"
		return row
	}
	if unit := UnitBeside(f); unit != "" {
		row.Text = withUnit(row.Text, unit)
	}
	return row
}

// LoadLine is a load in one line: "requests a month 3,000,000; usual values: memory 512 MB".
func LoadLine(l cost.Load) string {
	given, usual := loadSaid(l, false), loadSaid(l, true)
	if usual == "" {
		return given
	}
	return given + "; usual values: " + usual
}

func loadSaid(l cost.Load, usual bool) string {
	var said []string
	for _, r := range Saying(LoadRows(&l)) {
		if r.Usual == usual {
			said = append(said, Small(r.Name)+" "+r.Text)
		}
	}
	return strings.Join(said, "; ")
}

// stated returns the rows that somebody has stated: the requests, and the figures that differ from their
// defaults. The last result reports whether there are others.
func stated(l cost.Load) (given []loadRow, others bool) {
	usual := cost.DefaultLoad()
	rows, plain := LoadRows(&l), LoadRows(&usual)
	for i, r := range rows {
		if i == 0 || !r.Plain && r.Text != plain[i].Text {
			given = append(given, r)
		}
	}
	return given, len(given) < len(Saying(rows))
}

// othersUsual stands for the figures that nobody has stated.
const othersUsual = "The other figures are the usual ones"

// LoadStated writes what was stated of a load, one figure on each line.
func LoadStated(l cost.Load) string {
	given, others := stated(l)
	var said []string
	for _, r := range given {
		said = append(said, r.Name+": "+r.Text)
	}
	if others {
		said = append(said, othersUsual)
	}
	return strings.Join(said, "\n")
}

// LoadGiven writes the same in one line: "requests a month 3,000,000; the other figures are the usual ones".
func LoadGiven(l cost.Load) string {
	given, others := stated(l)
	var said []string
	for _, r := range given {
		said = append(said, Small(r.Name)+" "+r.Text)
	}
	if others {
		said = append(said, Small(othersUsual))
	}
	return strings.Join(said, "; ")
}

// Saying returns the rows that differ from their defaults.
func Saying(rows []loadRow) []loadRow {
	return slices.DeleteFunc(slices.Clone(rows), func(r loadRow) bool { return r.Plain })
}

// LoadChange is a figure of the load in which two reports differ.
type LoadChange struct{ Name, From, To, Word string }

const noLoad = "not stated"

// Words for the figures of a load and for bills that one of two reports lacks, or in which they differ.
const (
	Added, TakenBack = "Added", "Taken back"
	Higher, Lower    = "Higher", "Lower"
	NewBill, NoBill  = "New", "No longer computed"
)

// LoadChanges returns the figures that differ, or those that were stated if only one side has a load.
func LoadChanges(d decision.Difference) []LoadChange {
	if !d.NewLoad() {
		return nil
	}
	var changes []LoadChange
	if d.FromLoad == nil || d.ToLoad == nil {
		given, others := stated(*cmp.Or(d.FromLoad, d.ToLoad))
		if others {
			given = append(given, loadRow{Name: "Other figures", Text: "the usual ones"})
		}
		for _, r := range given {
			c := LoadChange{r.Name, noLoad, r.Text, Added}
			if d.ToLoad == nil {
				c = LoadChange{r.Name, r.Text, noLoad, TakenBack}
			}
			changes = append(changes, c)
		}
		return changes
	}
	from, to := LoadRows(d.FromLoad), LoadRows(d.ToLoad)
	for i := range to {
		if !(from[i].Plain && to[i].Plain) && from[i].Text != to[i].Text {
			changes = append(changes, LoadChange{to[i].Name, from[i].Text, to[i].Text, loadWord(from[i].ID, *d.FromLoad, *d.ToLoad)})
		}
	}
	return changes
}

// loadWord returns a word for the direction in which a figure moved.
func loadWord(field string, from, to cost.Load) string {
	f, ok := cost.FieldOf(field)
	switch {
	case !ok:
		return "Differs"
	case f.Value(to).Cmp(f.Value(from)) > 0:
		return Higher
	}
	return Lower
}

// BillText writes the monthly bill of an option, or a word for no bill.
func BillText(o *decision.OptionCost) string {
	if o == nil {
		return "no bill"
	}
	return o.Total.Text() + " USD"
}

// BillWords is a bill with the work of people.
func BillWords(o *decision.OptionCost) string {
	words := strings.TrimSpace(BillText(o) + " " + PeopleText(o))
	if o != nil && len(o.Missing) > 0 {
		words += ", " + LacksText(o.Missing)
	}
	return words
}

// LacksText says what a bill does not count, although the load asks for it.
func LacksText(missing []string) string {
	return "without " + List(missing, "and") + ": no price here"
}

// PeopleText writes the cost of people's work beside a bill, or "".
func PeopleText(o *decision.OptionCost) string {
	if o == nil || o.People == 0 {
		return ""
	}
	return "and " + o.People.Text() + " USD for people"
}

// Between writes a bill with the range that it lies in, where there is one:
// "12.30 (10.00 to 15.00)".
func Between(total, low, high cost.Cents) string {
	if low == high {
		return total.Text()
	}
	return total.Text() + " (" + low.Text() + " to " + high.Text() + ")"
}

// BillRange writes the bill of an option, with the range that it lies in if it depends on how
// requests overlap.
func BillRange(o *decision.OptionCost) string {
	if o.Range == nil {
		return o.Total.Text()
	}
	return Between(o.Total, o.Range.Low, o.Range.High)
}

// OfferWords names the lines of a bill with prices below the list price; "" if no such prices were chosen.
func OfferWords(load *cost.Load, below []string) string {
	switch {
	case load.Commitment == "" && load.Spot == "":
		return ""
	case len(below) == 0:
		return "All at list prices"
	}
	return "Below list price: " + List(below, "and")
}

// PassedText names the limits of a platform that a load exceeds: "beyond its limit: size of a response, 204,800 KB".
func PassedText(passed []cost.Limit) string {
	names := make([]string, len(passed))
	for i, limit := range passed {
		f, _ := cost.FieldOf(limit.Field)
		names[i] = Small(f.Name) + ", " + limit.Most.Text() + " " + f.Unit
	}
	return "beyond its limit: " + List(names, "and")
}

// BillMarks says what is particular about a bill under a load: limits of its platform, the prices it lacks, recalled
// ones, and those below the list price.
func BillMarks(m decision.BillMarks, load *cost.Load) (marks []string) {
	if len(m.Passed) > 0 {
		marks = append(marks, PassedText(m.Passed))
	}
	if len(m.Missing) > 0 {
		marks = append(marks, LacksText(m.Missing))
	}
	if m.Unverified > 0 {
		marks = append(marks, Plural(m.Unverified, "price")+" unverified")
	}
	if words := OfferWords(load, m.BelowList); words != "" {
		marks = append(marks, Small(words))
	}
	return marks
}

// PricesText names the prices of a bill: "Amazon Web Services, N. Virginia, the oldest as of 1 October
// 2026".
func PricesText(o *decision.OptionCost) string {
	if o == nil {
		return ""
	}
	return o.Prices + OldestWords(o.AsOf)
}

// BillMove writes how much a bill moved: "+12.30 USD (+8%)", "The same".
func BillMove(c decision.CostChange) string {
	switch {
	case c.From == nil:
		return NewBill
	case c.To == nil:
		return NoBill
	case !c.Moved():
		return "The same"
	case c.From.Total == c.To.Total:
		return "The same bill, other work of people"
	}
	return billMove(c.From.Total, c.To.Total)
}

// MixMove writes how much the bill of a mix moved.
func MixMove(d decision.Difference) string {
	switch {
	case d.FromBill == nil || d.ToBill == nil:
		return "Differs"
	case d.FromBill.Total != d.ToBill.Total:
		return billMove(d.FromBill.Total, d.ToBill.Total)
	case d.NewBill():
		return "The same bill, other work of people"
	}
	return "The same"
}

// MixBill writes the bill of a mix with the work of people, or a word for none.
func MixBill(m *decision.MixCost) string {
	if m == nil {
		return "no bill"
	}
	return BillWords(&decision.OptionCost{Total: m.Total, People: m.People})
}

// leading rounds a number of 1 or more to its first digit: 97,600 to 100,000.
func leading(n float64) float64 {
	size := math.Pow(10, math.Floor(math.Log10(n)))
	return size * math.Round(n/size)
}

func billMove(from, to cost.Cents) string {
	sign, amount := "+", to-from
	if amount < 0 {
		sign, amount = "\u2212", -amount
	}
	text := sign + amount.Text() + " USD"
	if from > 0 {
		times := float64(to) / float64(from)
		switch whole := math.Round(100 * math.Abs(times-1)); {
		case times >= 2 && from < 100: // a bill of some cents has one digit that means something
			text += " (about " + Thousands(int(leading(times))) + " times as much)"
		case times >= 1000:
			text += " (" + Thousands(int(times+.5)) + " times as much)"
		case times >= 2:
			text += " (" + threeDigits(times) + " times as much)"
		case whole > 0:
			text += " (" + sign + PercentOf(uint64(whole)) + ")"
		}
	}
	return text
}
