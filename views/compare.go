package views

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"crossroads/decision"
	"crossroads/format"
	"crossroads/matrix"
)

type ComparePage struct {
	Page
	Catalogue *decision.Catalogue
	Options   []int             // indices of the options shown, two or more, in catalogue order
	Diff      bool              // only criteria on which the shown options differ
	Sort      string            // rows with the strongest mark of this option first, or SortWeights; "" as listed
	Weights   []float64         // share of each criterion, summing to 1; only with SortWeights
	Stated    bool              // the weights follow from what the reader said
	Typed     map[string]string // weights as they were typed, by form field
	Carried   []HiddenField     // the reader's answers, which the form takes along
	Today     string            // YYYY-MM-DD, to mark stale cells; rendered pages are cached for a day at most
}

// Field is a value of a form's field, or one to choose.
type Field struct{ Name, Value string }

// SortWeights sorts rows by weight, the heaviest first.
const SortWeights = "weights"

// compareRow is one criterion with the shown options.
type compareRow struct {
	Criterion *decision.Criterion
	Weight    string // share in percent, "" unless rows are sorted by it
	Cells     []compareCell
}

type compareCell struct {
	Column int // among the shown options
	Option int // in the catalogue
	Name   string
	Step   int
	Fit    float64
	Cell   *matrix.Judgement
	Stale  bool
	Best   bool // no shown option is stronger, and one is weaker
}

// rows computes the table.
func (p ComparePage) rows() []compareRow {
	m := matrix.New(p.Catalogue)
	var rows []compareRow
	for _, k := range p.order(m) {
		row := compareRow{Criterion: &p.Catalogue.Criteria[k]}
		if p.Weights != nil {
			row.Weight = format.Percent(p.Weights[k])
		}
		high, low := 0, 6
		for i, o := range p.Options {
			cell := m.Cell(o, k)
			step := matrix.Steps(m.Fit(o, k))
			high, low = max(high, step), min(low, step)
			row.Cells = append(row.Cells, compareCell{
				Column: i, Option: o, Name: p.Catalogue.Options[o].Name, Step: step, Fit: m.Fit(o, k),
				Cell: cell, Stale: matrix.Stale(cell, p.Today),
			})
		}
		for i := range row.Cells {
			row.Cells[i].Best = row.Cells[i].Step == high && high > low
		}
		rows = append(rows, row)
	}
	return rows
}

// order is which criteria to show, and in which order. Criteria that tie stay in
// the order of the catalogue.
func (p ComparePage) order(m matrix.Matrix) []int {
	rows := m.Rows(p.Options, p.Diff)
	by := p.sortedBy()
	switch {
	case p.Weights != nil:
		slices.SortStableFunc(rows, func(a, b int) int { return cmp.Compare(p.Weights[b], p.Weights[a]) })
	case by >= 0:
		slices.SortStableFunc(rows, func(a, b int) int {
			return cmp.Or(cmp.Compare(matrix.Steps(m.Fit(by, b)), matrix.Steps(m.Fit(by, a))), cmp.Compare(m.Fit(by, b), m.Fit(by, a)))
		})
	}
	return rows
}

// sortedBy is the option whose marks sort the rows, -1 for none.
func (p ComparePage) sortedBy() int {
	return slices.IndexFunc(p.Catalogue.Options, func(o decision.Option) bool { return o.ID == p.Sort })
}

// sorted is the aria-sort of the column that sorts the table.
func (p ComparePage) sorted(option int) bool { return option == p.sortedBy() }

// weighing reports whether the reader sets weights, whose fields are then open.
func (p ComparePage) weighing() bool { return len(p.Typed) > 0 }

// axisNames are the decisions whose values add up in a cell.
func (p ComparePage) axisNames() []string {
	var names []string
	for _, a := range p.Catalogue.Axes {
		names = append(names, strings.ToLower(a.Name))
	}
	return names
}

// shareName names the subject of a share of a cell: "Platform: A managed platform",
// or the option where the share is its own.
func (p ComparePage) shareName(s decision.Cell) string {
	name := p.Catalogue.SubjectName(s.Subject())
	if axis, _, ok := p.Catalogue.AxisValueOf(s.Axis); ok {
		return axis.Name + ": " + name
	}
	return name
}

// sources are those of a cell that the catalogue has.
func (p ComparePage) sources(ids []string) []decision.Source {
	var found []decision.Source
	for _, id := range ids {
		if s, ok := sourceOf(p.Catalogue.Sources, id); ok {
			found = append(found, s)
		}
	}
	return found
}

func (p ComparePage) shown(option int) bool { return slices.Contains(p.Options, option) }

// caption names the options, the criteria and the order of a table of n rows.
func (p ComparePage) caption(n int) string {
	all := len(p.Catalogue.Criteria)
	text := format.Plural(len(p.Options), "option") + " on "
	switch {
	case p.Diff:
		text += strconv.Itoa(n) + " of " + strconv.Itoa(all) + " criteria: those on which they differ"
	case n == 1:
		text += "1 criterion"
	default:
		text += strconv.Itoa(n) + " criteria"
	}
	switch by := p.sortedBy(); {
	case by >= 0:
		text += ", the strengths of " + p.Catalogue.Options[by].Short + " first"
	case p.Weights != nil && p.Stated:
		text += ", what counts most for you first"
	case p.Weights != nil:
		text += ", what counts most on average first"
	}
	return text
}

// scrolls reports whether the columns do not fit the page, so the table has a scroller.
func (p ComparePage) scrolls() bool { return len(p.Options) > 5 }

// sourceOf finds a source by id.
func sourceOf(list []decision.Source, id string) (decision.Source, bool) {
	i := slices.IndexFunc(list, func(s decision.Source) bool { return s.ID == id })
	if i < 0 {
		return decision.Source{}, false
	}
	return list[i], true
}
