package chart

import (
	"encoding/xml"
	"strconv"
	"strings"
	"testing"

	"crossroads/decision/cost"
	"crossroads/format"
	"crossroads/report/reporttest"
)

func TestCostChart(t *testing.T) {
	c := sampleCosts()
	if want := "Cheapest: functions, then Fargate from somewhere between 15 and 40" + format.NBSP +
		"million requests a month"; c.Title != want {
		t.Errorf("title %q, want %q", c.Title, want)
	}
	if len(c.Breaks) != 1 {
		t.Fatalf("%d break-evens, want the three crossings as one", len(c.Breaks))
	}
	if got, want := c.breakWords(c.Breaks[0]), "Functions and Fargate cost the same somewhere between 15 and 40"+format.NBSP+
		"million requests a month; between 20 and 30"+format.NBSP+"million they take turns, as whole machines are added."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A break-even is an estimate: exact requests would pretend more.
func TestBreakEvenInThreeDigits(t *testing.T) {
	c := sampleCosts()
	b := c.Breaks[0]
	b.At, b.Last = reporttest.Quantity("23234"), reporttest.Quantity("28904")
	b.Low, b.High = reporttest.Quantity("13909"), reporttest.Quantity("148111")
	if got, want := c.breakWords(b), "Functions and Fargate cost the same somewhere between 13,900 and 148,000 requests a month; between 23,200 and "+
		"28,900 they take turns, as whole machines are added."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// The names beside the lines never overlap and stay within the drawing.
func TestCostNamesApart(t *testing.T) {
	for _, totals := range [][]cost.Cents{
		{100, 100, 100, 100}, {100, 1e7, 101, 1e7}, {1e7, 1e7, 1e7, 1e7, 1e7}, {100}, {5, 1e6, 1e7, 1e8},
	} {
		curve := cost.Curve{
			Axis: cost.Axis{Field: "requests"},
			At:   []cost.Quantity{reporttest.Quantity("1"), reporttest.Quantity("1000000")},
		}
		var who []Line
		for i, total := range totals {
			curve.Series = append(curve.Series, cost.Series{Blueprint: strconv.Itoa(i), Totals: []cost.Cents{1, total}})
			who = append(who, Line{Name: strconv.Itoa(i)})
		}
		c := NewCost(who, curve, nil, cost.DefaultLoad())
		for i, a := range c.Lines {
			if a.Label < 0 || a.Label > c.bottom()+1 {
				t.Errorf("%v: name %d is at %v, outside", totals, i, a.Label)
			}
			for _, b := range c.Lines[i+1:] {
				if d := a.Label - b.Label; d < costLabel-.01 && d > .01-costLabel {
					t.Errorf("%v: names are %v apart", totals, d)
				}
			}
		}
	}
}

// What is drawn is also in the table, and the drawing is well-formed.
func TestCostChartTwin(t *testing.T) {
	html := reporttest.Render(t, CostFigure(sampleCosts()))
	twin := reporttest.Tags.ReplaceAllString(table.FindString(html), "|")
	for _, want := range []string{"|10,000|", "|0.03|", "|1,000,000,000|", "|3,000.00|", "|Fargate, USD|"} {
		if !strings.Contains(twin, want) {
			t.Errorf("%q is not in the table %s", want, twin)
		}
	}
	_, drawing, _ := strings.Cut(html, "<div class=\"curve-grid\"")
	drawing, _, _ = strings.Cut(drawing, "</div>")
	if err := xml.Unmarshal([]byte("<div"+drawing+"</div>"), new(struct{})); err != nil {
		t.Errorf("the drawing: %v", err)
	}
	if strings.Contains(html, "NaN") || strings.Contains(html, "Inf") {
		t.Error("a place in the drawing is not a number")
	}
}

// sampleCosts is the chart of the sample curve.
func sampleCosts() Cost {
	curve, crossings := reporttest.SampleCurve()
	c := NewCost([]Line{
		{Index: 0, Name: "Functions", Said: "functions"}, {Index: 1, Name: "Fargate", Said: "Fargate"},
		{Index: 1, Name: "Cloud Run", Said: "Cloud Run"},
	}, curve, crossings, cost.DefaultLoad())
	c.Source, c.Off = PriceLine([]string{"One list", "One list"},
		[]string{"2026-11-23", "2026-08-21"}), cost.Uncertainty{Price: 10, Load: 20}
	return c
}
