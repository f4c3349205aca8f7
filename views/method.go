package views

import (
	"fmt"
	"strings"

	"crossroads/decision"
	"crossroads/format"
)

type MethodPage struct {
	Page
	Catalogues []*decision.Catalogue
	Tests      []decision.SelfTest // one for each catalogue, in its order; empty hides the results
	Panels     []PanelCheck        // of the comparisons that have one
}

// agreementOf is how well the engine agrees, on one comparison, with judgements that its numbers
// were not fitted to.
type agreementOf struct{ Title, Text string }

// howWell lists the comparisons for which that was measured.
func (p MethodPage) howWell() []agreementOf {
	var list []agreementOf
	for i, c := range p.Catalogues {
		var said []string
		for _, panel := range p.Panels {
			if text := panel.tested(); panel.Panel.Comparison == c.Slug && text != "" {
				said = append(said, text)
			}
		}
		if i < len(p.Tests) && p.Tests[i].Counted > 0 {
			said = append(said, publishedAgreement(p.Tests[i]))
		}
		if len(said) > 0 {
			list = append(list, agreementOf{c.Title, strings.Join(said, " ")})
		}
	}
	return list
}

var methodSections = []navEntry{
	{Name: "What is decided", URL: "#axes"},
	{Name: "First, hard limits", URL: "#screen"},
	{Name: "Then, a weighted sum", URL: "#score"},
	{Name: "Where weights come from", URL: "#weights"},
	{Name: "Then, doubt", URL: "#doubt"},
	{Name: "One rule, seven verdicts", URL: "#verdicts"},
	{Name: "How it explains itself", URL: "#why"},
	{Name: "Systems of several parts", URL: "#parts"},
	{Name: "Where the numbers come from", URL: "#numbers"},
	{Name: "Similar cases", URL: "#similar"},
	{Name: "What it cannot do", URL: "#limits"},
	{Name: "Sources", URL: "#sources"},
}

// methodSources are the works that the formulas come from.
var methodSources = []string{
	"R. L. Keeney, H. Raiffa: Decisions with Multiple Objectives, 1976 (additive value theory)",
	"V. Belton, T. Gear: On a short-coming of Saaty’s method of analytic hierarchies, 1983 (fixed scales, rank reversal)",
	"D. von Winterfeldt, W. Edwards: Decision Analysis and Behavioral Research, 1986 (swing weights)",
	"G. W. Fischer: Range sensitivity of attribute weights in multiattribute value models, 1995",
	"F. H. Barron, B. E. Barrett: Decision quality using ranked attribute weights, 1996 (rank order centroid)",
	"R. Lahdelma, J. Hokkanen, P. Salminen: SMAA, stochastic multiobjective acceptability analysis, 1998",
	"R. Lahdelma, P. Salminen: SMAA-2: stochastic multicriteria acceptability analysis for group decision making, 2001",
	"T. Tervonen, R. Lahdelma: Implementing stochastic multicriteria acceptability analysis, 2007",
	"E. Triantaphyllou, A. Sánchez: A sensitivity analysis approach for some deterministic multi-criteria decision-making methods, 1997 " +
		"(break-even weights)",
	"C. Kepner, B. Tregoe: The Rational Manager, 1965 (musts and wants)",
	"R. Kazman, J. Asundi, M. Klein: Making Architecture Design Decisions: An Economic Approach, CMU/SEI-2002-TR-035 (CBAM)",
	"L. S. Shapley: A value for n-person games, 1953",
	"J. C. Gower: A general coefficient of similarity and some of its properties, 1971",
	"E. Jacquet-Lagrèze, J. Siskos: Assessing a set of additive utility functions for multicriteria decision-making, the UTA method, " +
		"1982 (numbers from judgements of whole situations)",
	"V. Srinivasan, A. D. Shocker: Linear programming techniques for multidimensional analysis of preferences, 1973 (LINMAP)",
	"K. Marsh et al.: Multiple criteria decision analysis for health care decision making, ISPOR task force report 2, 2016 (checklist)",
}

type scaleRow struct{ Name, Weight, Worst, Best string }

// scaleRows writes the criteria of a catalogue with their share of the base weights.
func scaleRows(c *decision.Catalogue) []scaleRow {
	total := 0.0
	for _, k := range c.Criteria {
		total += k.Weight
	}
	var rows []scaleRow
	for _, k := range c.Criteria {
		rows = append(rows, scaleRow{
			Name: k.Name, Weight: format.Percent(k.Weight / max(total, 1e-9)),
			Worst: anchor(k.Scale.Worst), Best: anchor(k.Scale.Best),
		})
	}
	return rows
}

func anchor(a decision.Anchor) string {
	return format.Plain(a.At) + " (" + a.Means + ")"
}

// methodBounds are the shares from which an answer is clear and leaning, for each
// comparison.
func (p MethodPage) methodBounds() []string {
	var rows []string
	for _, c := range p.Catalogues {
		rows = append(rows, fmt.Sprintf("“%s”: clear from %s, leaning from %s.", c.Title, format.Percent(c.Bounds.ClearShare),
			format.Percent(c.Bounds.LeanShare)))
	}
	return rows
}

// axisNames writes the values of an axis: "one application, several services".
func axisNames(a decision.Axis) string {
	var names []string
	for _, v := range a.Values {
		names = append(names, format.Small(v.Name))
	}
	return format.List(names, "or")
}

// agreed writes how many of the cases that know the axis agree on it.
func agreed(a decision.AxisTest) string {
	return fmt.Sprintf("%d of %d", a.Agree, a.Known)
}

// average writes a mean logarithm with its sign.
func average(x float64) string {
	return strings.Replace(fmt.Sprintf("%.3f", x), "-", "\u2212", 1)
}

// testSummary is what the self-test of a catalogue found, in one or two sentences.
func testSummary(c *decision.Catalogue, t decision.SelfTest) string {
	options, questions, musts := 0, 0, 0
	for _, o := range t.Options {
		options += one(o.Found)
	}
	for _, q := range t.Questions {
		questions += one(q.Found)
	}
	for _, m := range t.Musts {
		musts += one(m.RulesOut)
	}
	text := fmt.Sprintf(
		"%d of %s come first for some answers, %d of %s decide what comes first for some answers, and %d of %s rule something out.",
		options, format.Plural(len(t.Options), "option"), questions, format.Plural(len(t.Questions), "question"), musts,
		format.Plural(len(t.Musts), "hard limit"))
	if t.Counted > 0 {
		text += fmt.Sprintf(
			" In %d of the %s that count as a test what was chosen comes first, in %d it is among the first two, in %d it is ruled out.",
			t.First, format.Plural(t.Counted, "published case"), t.TopTwo, t.Out)
		text += " " + tally(t.Cases).finer(c.Nouns())
	}
	return text
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

func yes(b bool) string {
	if b {
		return "Yes"
	}
	return "Not found"
}

func lead(o decision.Reach) string {
	if !o.Found {
		return "–"
	}
	return format.PointsOf(o.Lead)
}

// losesApart lists what a single option loses for parts that have to run apart, and for holding
// several together; "" for a comparison without either.
func losesApart(c *decision.Catalogue) string {
	text := ""
	if c.Bounds.Apart > 0 {
		text += " one option for two equal parts that run apart loses " + format.PointsOf(c.Bounds.Apart) + ";"
	}
	if c.Bounds.Together > 0 {
		text += " one that holds two equal parts together loses " + format.PointsOf(c.Bounds.Together/2) + ";"
	}
	return text
}
