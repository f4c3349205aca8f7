package views

import (
	"math"
	"slices"
	"strings"

	"crossroads/decision"
	"crossroads/decision/cost"
)

// loadRow is a figure or a choice of a load in words.
type loadRow struct {
	ID, Name, Text string
	Plain          bool // it says nothing: an optional line left out, an assumption as it is
}

// loadRows are the figures of a load, named as where they are asked for; none
// where no load was stated.
func loadRows(l *cost.Load) []loadRow {
	if l == nil {
		return nil
	}
	var rows []loadRow
	for _, f := range cost.Fields() {
		row := figureRow(f, *l)
		row.Plain = f.Optional() && f.Value(*l).IsZero()
		rows = append(rows, row)
	}
	for _, c := range cost.Choices() {
		row := loadRow{c.ID, c.Name, c.Counted(*l).Name, !c.Open && c.Counted(*l).ID == "none"}
		if c.Open && c.Value(*l) == "" {
			row.Text = "not decided, counted as: " + small(row.Text)
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
	return append(rows, loadRow{"region", "Region of the prices", regionName(l.Region), false}, loadRow{"free_tier", "Free monthly allowances", allowances, false})
}

func figureRow(f cost.Field, l cost.Load) loadRow {
	row := loadRow{ID: f.ID, Name: f.Name, Text: f.Value(l).Text()}
	if unit := (CostField{Field: f}).unit(); unit != "" {
		row.Text += nbsp + unit
	}
	return row
}

// loadLine is a load in one line: "requests a month 3,000,000; memory 512 MB".
func loadLine(l cost.Load) string {
	var said []string
	for _, r := range saying(loadRows(&l)) {
		said = append(said, small(r.Name)+" "+r.Text)
	}
	return strings.Join(said, "; ")
}

// LoadStated is a load as it was stated, one figure a line: the requests, and
// what is not as usual.
func LoadStated(l cost.Load) string {
	usual := cost.DefaultLoad()
	rows, plain := loadRows(&l), loadRows(&usual)
	var said []string
	for i, r := range rows {
		if i == 0 || r.Text != plain[i].Text {
			said = append(said, r.Name+": "+r.Text)
		}
	}
	if len(said) < len(saying(rows)) {
		said = append(said, "The other figures are the usual ones")
	}
	return strings.Join(said, "\n")
}

// saying are the rows that say something.
func saying(rows []loadRow) []loadRow {
	return slices.DeleteFunc(slices.Clone(rows), func(r loadRow) bool { return r.Plain })
}

// loadChange is a figure of the load that two reports have differently.
type loadChange struct{ Name, From, To, Word string }

const noLoad = "not stated"

// loadChanges are the figures that differ; all of them where one side states none.
func loadChanges(d decision.Difference) []loadChange {
	if !d.NewLoad() {
		return nil
	}
	var changes []loadChange
	from, to := loadRows(d.FromLoad), loadRows(d.ToLoad)
	for i := range max(len(from), len(to)) {
		switch {
		case (from == nil || from[i].Plain) && (to == nil || to[i].Plain):
		case from == nil:
			changes = append(changes, loadChange{to[i].Name, noLoad, to[i].Text, "Added"})
		case to == nil:
			changes = append(changes, loadChange{from[i].Name, from[i].Text, noLoad, "Taken back"})
		case from[i].Text != to[i].Text:
			changes = append(changes, loadChange{to[i].Name, from[i].Text, to[i].Text, loadWord(from[i].ID, *d.FromLoad, *d.ToLoad)})
		}
	}
	return changes
}

// loadWord says which way a figure moved.
func loadWord(field string, from, to cost.Load) string {
	f, ok := cost.FieldOf(field)
	switch {
	case !ok:
		return "Differs"
	case f.Value(to).Cmp(f.Value(from)) > 0:
		return "Higher"
	}
	return "Lower"
}

// billText is what an option costs a month, or what stands for no bill.
func billText(o *decision.OptionCost) string {
	if o == nil {
		return "no load figures"
	}
	return o.Total.Text() + " USD"
}

// billWords is a bill with the work of people.
func billWords(o *decision.OptionCost) string {
	return strings.TrimSpace(billText(o) + " " + peopleText(o))
}

// peopleText is the work of people beside a bill, "" where none was stated.
func peopleText(o *decision.OptionCost) string {
	if o == nil || o.People == 0 {
		return ""
	}
	return "and " + o.People.Text() + " USD for people"
}

// pricesText says which prices a bill was made with: "Amazon Web Services, N. Virginia, as of 1 October 2026".
func pricesText(o *decision.OptionCost) string {
	if o == nil {
		return ""
	}
	return o.Prices + asOfWords(o.AsOf)
}

// billMove says how a bill moved: "+12.30 USD (+8 %)", "The same".
func billMove(c decision.CostChange) string {
	switch {
	case c.From == nil:
		return "New"
	case c.To == nil:
		return "No longer computed"
	case !c.Moved():
		return "The same"
	case c.From.Total == c.To.Total:
		return "The same bill, other work of people"
	}
	sign, amount := "+", c.To.Total-c.From.Total
	if amount < 0 {
		sign, amount = "\u2212", -amount
	}
	text := sign + amount.Text() + " USD"
	if before := c.From.Total; before > 0 {
		times := float64(c.To.Total) / float64(before)
		switch whole := math.Round(100 * math.Abs(times-1)); {
		case times >= 2:
			text += " (" + threeDigits(times) + " times as much)"
		case whole > 0:
			text += " (" + sign + percentOf(uint64(whole)) + ")"
		}
	}
	return text
}
