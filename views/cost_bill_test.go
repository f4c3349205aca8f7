package views

import (
	"testing"

	"crossroads/chart"
	"crossroads/decision/cost"
	"crossroads/format"
	"crossroads/report/reporttest"
)

func cents(text string) (a cost.Amount) {
	if err := a.UnmarshalJSON([]byte(`"` + text + `"`)); err != nil {
		panic(err)
	}
	return a
}

// TestCostHeadline: the page calls the same bills too close as results do.
func TestCostHeadline(t *testing.T) {
	curve, crossings := reporttest.SampleCurve()
	c := chart.NewCost([]chart.Line{
		{Index: 0, Name: "Functions", Said: "functions"}, {Index: 1, Name: "Fargate", Said: "Fargate"},
		{Index: 1, Name: "Cloud Run", Said: "Cloud Run"},
	}, curve, crossings, cost.DefaultLoad())
	bills := []billView{
		{Short: "Functions", Said: "functions"}, {Short: "Fargate", Said: "Fargate"}, {Short: "Cloud Run", Said: "Cloud Run"},
	}
	bills[1].Bill.Exact, bills[2].Bill.Exact = cents("1"), cents("2")
	bills[0].Bill.Total, bills[1].Bill.Total, bills[2].Bill.Total = 100, 150, 200
	if got, want := costHeadline(c, bills), "Functions cost least at 3"+format.NBSP+
		"million requests a month; Fargate does from somewhere between 15 and 40"+format.NBSP+"million"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	c.Load = reporttest.Quantity("2.2e7")
	if got, want := costHeadline(c, bills), "Functions cost least at 22"+format.NBSP+"million requests a month, too close to call with Fargate (1.50)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	c.Load = reporttest.Quantity("5e7")
	bills[0].Bill.Exact, bills[0].Bill.Total, bills[1].Bill.Total = cents("3"), 300, 100
	if got, want := costHeadline(c, bills), "Fargate costs least at 50"+format.NBSP+
		"million requests a month; functions do up to somewhere between 15 and 40"+format.NBSP+"million"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	c.Off, bills[2].Bill.Total = cost.Uncertain, 115
	if got, want := costHeadline(c, bills), "Fargate costs least at 50"+format.NBSP+
		"million requests a month, too close to call with Cloud Run (1.15)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
