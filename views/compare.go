package views

import (
	"strconv"
	"strings"

	"crossroads/decision"
	"crossroads/format"
	"crossroads/matrix"
)

type ComparePage struct {
	Page
	Catalogue *decision.Catalogue
	Options   []int  // indices of the options shown, two or more, in catalogue order
	Diff      bool   // only criteria on which the shown options differ
	Today     string // YYYY-MM-DD, to mark stale cells; rendered pages are cached for a day at most
}

// compareRow is one criterion with the shown options.
type compareRow struct {
	Criterion *decision.Criterion
	Cells     []compareCell
}

type compareCell struct {
	Column  int // among the shown options
	Option  int // in the catalogue
	Name    string
	Step    int
	Fit     float64
	Cell    *matrix.Judgement
	Stale   bool
	Sources []decision.Source
	Best    bool // no shown option is stronger, and one is weaker
}

// rows computes the table.
func (p ComparePage) rows() []compareRow {
	m := matrix.New(p.Catalogue)
	var rows []compareRow
	for _, k := range m.Rows(p.Options, p.Diff) {
		row := compareRow{Criterion: &p.Catalogue.Criteria[k]}
		high, low := 0, 6
		for i, o := range p.Options {
			cell := m.Cell(o, k)
			step := matrix.Steps(m.Fit(o, k))
			high, low = max(high, step), min(low, step)
			row.Cells = append(row.Cells, compareCell{
				Column: i, Option: o, Name: p.Catalogue.Options[o].Name, Step: step, Fit: m.Fit(o, k),
				Cell: cell, Stale: matrix.Stale(cell, p.Today), Sources: m.Sources(cell.Sources),
			})
		}
		for i := range row.Cells {
			row.Cells[i].Best = row.Cells[i].Step == high && high > low
		}
		rows = append(rows, row)
	}
	return rows
}

// axisNames are the decisions whose values add up in a cell.
func (p ComparePage) axisNames() []string {
	var names []string
	for _, a := range p.Catalogue.Axes {
		names = append(names, strings.ToLower(a.Name))
	}
	return names
}

// shareName says what a share of a cell is about: "Platform: A managed platform",
// or the option where the share is its own.
func (p ComparePage) shareName(s decision.Cell) string {
	name := p.Catalogue.SubjectName(s.Subject())
	if axis, _, ok := p.Catalogue.AxisValueOf(s.Axis); ok {
		return axis.Name + ": " + name
	}
	return name
}

func (p ComparePage) shown(option int) bool {
	for _, o := range p.Options {
		if o == option {
			return true
		}
	}
	return false
}

// caption says what the table holds.
func (p ComparePage) caption() string {
	n := len(matrix.New(p.Catalogue).Rows(p.Options, p.Diff))
	text := format.Plural(len(p.Options), "option") + " on "
	if p.Diff {
		return text + strconv.Itoa(n) + " of " + strconv.Itoa(len(p.Catalogue.Criteria)) + " criteria: those on which they differ"
	}
	if n == 1 {
		return text + "1 criterion"
	}
	return text + strconv.Itoa(n) + " criteria"
}

// wide says that the table needs a scroller of its own.
func (p ComparePage) wide() bool { return len(p.Options) > 4 }
