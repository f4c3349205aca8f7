// Package export writes assessments for use outside of the portal: decision records
// (MADR), reminders (iCalendar), tables (CSV and XLSX), pictures (SVG and PNG) and
// snippets for wikis. It is pure: the same record gives the same bytes.
package export

import (
	"cmp"
	"encoding/csv"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"crossroads/decision"
	"crossroads/decision/cost"
	"crossroads/record"
	"crossroads/report"
)

// Record is a stored assessment, ready for export.
type Record struct {
	Portal    string              // name of the portal
	Catalogue *decision.Catalogue // today's version of the comparison, nil when it is gone
	Saved     record.Saved
	Report    decision.Report // decoded from Saved.Report
	Comments  []record.Comment
	URL       string // absolute address of the revision
}

func (r Record) view() report.Reading {
	return report.Reading{Report: r.Report, Cat: r.Catalogue}
}

// weighed is the contribution of one criterion for or against an option.
type weighed struct {
	Criterion, Name string
	Value           float64 // of the option, in [0,1]
	Weight          float64
	Amount          float64 // weight times the distance to the mean of the other options
}

// weigh compares an option with the mean of the others, criterion by criterion. The largest
// contributions in its favour come first.
func weigh(r decision.Report, option int) []weighed {
	of := r.Ranking[option]
	var list []weighed
	for k, w := range r.Weights {
		if k >= len(of.Values) {
			break
		}
		others := 0.0
		for i, o := range r.Ranking {
			if i != option && k < len(o.Values) {
				others += o.Values[k] / float64(len(r.Ranking)-1)
			}
		}
		amount := 0.0
		if len(r.Ranking) > 1 {
			amount = w.Weight * (of.Values[k] - others)
		}
		list = append(list, weighed{w.Criterion, w.Name, of.Values[k], w.Weight, amount})
	}
	slices.SortStableFunc(list, func(a, b weighed) int { return cmp.Compare(b.Amount, a.Amount) })
	return list
}

// byWeight lists the weights, heaviest first.
func byWeight(weights []decision.WeightShare) []decision.WeightShare {
	list := slices.Clone(weights)
	slices.SortStableFunc(list, func(a, b decision.WeightShare) int { return cmp.Compare(b.Weight, a.Weight) })
	return list
}

// rounding is far more than floating-point errors in a score, and far less than anything that is shown.
const rounding = 1e-9

// ScoresCSV writes the standing of every option as a table (RFC 4180): first of the whole system, then of each
// part. Scores, values and weights are in [0,1]. A score is the sum of the values times the weights. With several
// parts, that of the whole system is the sum of the parts' scores times their shares, less "held" and
// less "apart", which is lost because the option has to be set up for each part that runs apart; before engine 9 the
// score had not lost that. The report only has the means of the weights over the parts; if they differ by part, the
// cells of the parts are empty.
// Where a load was stated, the rows of the whole system also hold it and the bill, and
// under rules of an organisation every row names them.
func ScoresCSV(rec Record) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	head := []string{
		"assessment", "revision", "part", "place", "option", "name", "standing", "score", "low", "high", "first_share", "confidence",
	}
	for _, k := range rec.Report.Weights {
		head = append(head, "value."+k.Criterion)
	}
	for _, k := range rec.Report.Weights {
		head = append(head, "weight."+k.Criterion)
	}
	if rec.Report.Plan != nil {
		head = append(head, "share", "held", "apart")
	}
	if rec.Report.Cost != nil {
		head = append(head, billColumns...)
		for _, f := range cost.Fields() {
			head = append(head, "load."+f.ID)
		}
		for _, c := range cost.Choices() {
			head = append(head, "load."+c.ID)
		}
		for _, f := range statedAlone() {
			head = append(head, "load."+f.ID)
		}
		head = append(head, "load.region", "load.free_tier")
	}
	if rec.Report.Policy != nil {
		head = append(head, "policy", "policy.version", "policy.rules")
	}
	w.Write(head) // a strings.Builder takes every write
	rec.writeStandings(w, "", 1, rec.Report.Ranking)
	if rec.Report.Plan != nil {
		for _, part := range rec.Report.Plan.Parts {
			rec.writeStandings(w, part.Part, part.Share, part.Ranking)
		}
	}
	w.Flush()
	return b.String()
}

func (r Record) writeStandings(w *csv.Writer, part string, share float64, ranking []decision.Standing) {
	weighed := part == "" || r.weighedAlike()
	for i, s := range ranking {
		row := []string{Cell(r.Saved.Title), strconv.Itoa(r.Saved.Number), Cell(part), strconv.Itoa(i + 1), Cell(s.Option), Cell(s.Name),
			s.Status,
			decimal(s.Score), decimal(s.Low), decimal(s.High), decimal(s.FirstShare), decimal(s.Confidence)}
		for k := range r.Report.Weights {
			if k < len(s.Values) {
				row = append(row, decimal(s.Values[k]))
			} else {
				row = append(row, "")
			}
		}
		for _, k := range r.Report.Weights {
			if weighed {
				row = append(row, decimal(k.Weight))
			} else {
				row = append(row, "")
			}
		}
		if plan := r.Report.Plan; plan != nil {
			held, apart := "", ""
			if part == "" {
				held, apart = decimal(r.view().HeldOff(s)), decimal(0)
				if plan.Apart != nil {
					apart = decimal(plan.Apart.Price)
				}
			}
			row = append(row, decimal(share), held, apart)
		}
		if r.Report.Cost != nil {
			row = append(row, r.costCells(part, s.Option)...)
		}
		if p := r.Report.Policy; p != nil {
			var rules []string
			for _, rule := range p.Rules {
				rules = append(rules, rule.Sentence+" "+rule.Reason)
			}
			row = append(row, Cell(p.Name), Cell(p.Version), Cell(strings.Join(rules, " ")))
		}
		w.Write(row)
	}
}

// weighedAlike reports whether the weights of the whole system are also those of each part: they give its scores.
func (r Record) weighedAlike() bool {
	for _, part := range r.Report.Plan.Parts {
		for _, s := range part.Ranking {
			sum := 0.0
			for k, w := range r.Report.Weights {
				if k < len(s.Values) {
					sum += w.Weight * s.Values[k]
				}
			}
			if math.Abs(sum-s.Score) > rounding {
				return false
			}
		}
	}
	return true
}

var billColumns = []string{
	"cost.currency", "cost.bill_a_month", "cost.people_a_month", "cost.built_as", "cost.prices", "cost.prices_as_of", "cost.bill_low",
	"cost.bill_high", "cost.lines",
}

// statedAlone returns the fields that a load only has if they are stated.
func statedAlone() []cost.Field { return slices.Concat(cost.AssumptionFields(), cost.PeopleFields()) }

// costCells are the bill of an option and the load it is for. Both are of the
// whole system; the rows of a part have the bill of its share, where a mix puts it.
func (r Record) costCells(part, option string) []string {
	c := r.Report.Cost
	cells := make([]string, len(billColumns), len(billColumns)+len(cost.Fields())+len(cost.Choices())+len(statedAlone())+2)
	if o := c.Bill(option); o != nil && part == "" {
		low, high := o.Total, o.Total
		if o.Range != nil {
			low, high = o.Range.Low, o.Range.High
		}
		cells = append(cells[:0], "USD", o.Total.String(), peopleCell(c.Load, o.People), Cell(o.BlueprintName), Cell(o.Prices),
			Cell(o.AsOf), low.String(), high.String(), linesCell(o.Lines))
	}
	for _, f := range cost.Fields() {
		cells = append(cells, f.Value(c.Load).String())
	}
	for _, choice := range cost.Choices() {
		cells = append(cells, Cell(choice.Value(c.Load)))
	}
	stated := c.Load.Assumed()
	for _, f := range statedAlone() {
		value := ""
		if slices.ContainsFunc(stated, func(s cost.Field) bool { return s.ID == f.ID }) {
			value = f.Value(c.Load).String()
		}
		cells = append(cells, value)
	}
	cells = append(cells, Cell(c.Load.Region), strconv.FormatBool(c.Load.FreeTier))
	if part != "" {
		clear(cells)
		r.mixCells(cells, part, option)
	}
	return cells
}

// peopleCell is the work of people, "" where no hours were stated.
func peopleCell(l cost.Load, total cost.Cents) string {
	if !l.CountsPeople() {
		return ""
	}
	return total.String()
}

// mixCells are the bill and the requests of a part on the option that a mix puts it on.
func (r Record) mixCells(cells []string, part, option string) {
	if r.Report.Cost.Mix == nil {
		return
	}
	for _, p := range r.Report.Cost.Mix.Parts {
		// A bill of several parts stands once, with the first of them, so that sums of rows are right.
		if (p.Part == part || len(p.Parts) > 0 && p.Parts[0] == part) && p.Option == option {
			copy(cells, []string{
				"USD", p.Total.String(), peopleCell(r.Report.Cost.Load, p.People), Cell(p.BlueprintName), Cell(p.Prices),
				Cell(p.AsOf), p.Low.String(), p.High.String(), linesCell(p.Lines),
			})
			cells[len(billColumns)+slices.IndexFunc(cost.Fields(),
				func(f cost.Field) bool { return f.ID == "requests" })] = p.Requests.String()
		}
	}
}

// linesCell is the lines of a bill in one cell: "Lambda requests 0.60; …".
func linesCell(lines []decision.CostLine) string {
	var texts []string
	for _, l := range lines {
		texts = append(texts, l.Label+" "+l.Amount.String())
	}
	return Cell(strings.Join(texts, "; "))
}

// Cell makes a text safe for spreadsheets, which run texts that look like formulas: such a text
// gets an apostrophe in front, and one more if it has some. Where a comma is in numbers, spreadsheets
// begin a cell after a semicolon too.
func Cell(s string) string { return formula.ReplaceAllString(record.Line(s), "$1'$2") }

// formulaSigns are what formulas begin with, for a set in a pattern.
const formulaSigns = `=+\-@|%＝＋－＠`

var formula = regexp.MustCompile(`(^|;\s*)('*[` + formulaSigns + `])`)

// Mark begins a CSV file that people open: by it spreadsheets know UTF-8. Programs that
// read CSV skip it, or can be told to ("utf-8-sig").
const Mark = "\ufeff"

func decimal(f float64) string { return strconv.FormatFloat(f, 'f', 4, 64) }
