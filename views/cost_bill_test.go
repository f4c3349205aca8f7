package views

import (
	"strings"
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

// TestHeadlineOfTwoLoads: what a platform beyond its limits would cost, at one of the loads or at both, is no lowest bill.
func TestHeadlineOfTwoLoads(t *testing.T) {
	limit := []cost.Limit{{Field: "response", Most: cost.Whole(1)}}
	for _, tt := range []struct {
		now, later []cost.Limit // that functions do not keep
		want       string
	}{
		{nil, nil, "Functions cost least at both loads: 1.00 USD a month today, 1.00 USD at the later load"},
		{nil, limit, "At today’s load functions cost least of what is possible, 1.00 USD a month; at the later load Fargate does, 2.00 USD"},
		{limit, nil, "At today’s load Fargate costs least of what is possible, 2.00 USD a month; at the later load functions do, 1.00 USD"},
		{limit, limit, "Fargate costs least of what is possible at both loads: 2.00 USD a month today, 2.00 USD at the later load"},
	} {
		bill := func(exact string, total cost.Cents, passed []cost.Limit, id string) cost.Estimate {
			return cost.Estimate{Blueprint: id, Bill: cost.Bill{Exact: cents(exact), Total: total}, Passed: passed}
		}
		functions, fargate := bill("1", 100, tt.later, "functions"), bill("2", 200, nil, "fargate")
		bills := []billView{
			{Estimate: bill("1", 100, tt.now, "functions"), Later: &functions, Said: "functions"}, {Estimate: fargate, Later: &fargate, Said: "Fargate"},
		}
		p := CostPage{Figures: &CostFigures{Later: []cost.Estimate{functions, fargate}}}
		if got := p.headline(bills); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}

// TestPartsBesideOnePlatform: parts are held against the cheapest platform that can carry all of them.
func TestPartsBesideOnePlatform(t *testing.T) {
	p := CostPage{Figures: &CostFigures{Parts: make([]CostPart, 2), PartsTotal: 300, Alone: []CostOnOne{
		{Blueprint: "lambda-x86", Total: 100, Beyond: true}, {Blueprint: "fargate", Total: 500}, {Blueprint: "eks", Total: 900},
	}}}
	if got, want := p.partsHeadline(), "In 2 parts that run apart: 3.00 USD a month, 2.00 less than all on one platform"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := p.onOne(), " 1.00 (beyond its limits), "; !strings.Contains(got, want) || strings.Count(got, "beyond") != 1 {
		t.Errorf("%q, want %q", got, want)
	}
}
