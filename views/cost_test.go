package views

import (
	"encoding/xml"
	"strconv"
	"strings"
	"testing"

	"crossroads/decision/cost"
)

// quantity reads a number of a test.
func quantity(text string) cost.Quantity {
	q, err := cost.ParseQuantity(text)
	if err != nil {
		panic(err)
	}
	return q
}

// sampleCosts is a small chart: functions are cheap at first, containers later,
// with a quick change back and forth between.
func sampleCosts() costChart {
	curve := cost.Curve{
		Axis: cost.Axis{Field: "requests", From: quantity("10000"), To: quantity("1e9")},
		At:   []cost.Quantity{quantity("10000"), quantity("1e6"), quantity("1e8"), quantity("1e9")},
		Series: []cost.Series{
			{Blueprint: "a", Option: "functions", Totals: []cost.Cents{3, 300, 30000, 300000}},
			{Blueprint: "b", Option: "containers", Totals: []cost.Cents{2500, 2600, 20000, 200000}},
			{Blueprint: "c", Option: "containers", Totals: []cost.Cents{2700, 2800, 21000, 210000}},
		},
	}
	crossings := []cost.Crossing{
		{At: quantity("2e7"), Below: "a", Above: "b", Low: quantity("1.5e7"), High: quantity("4e7")},
		{At: quantity("2.5e7"), Below: "b", Above: "a", Low: quantity("1.5e7"), High: quantity("4e7")},
		{At: quantity("3e7"), Below: "a", Above: "b", Low: quantity("1.5e7"), High: quantity("4e7")},
	}
	c := newCostChart([]costLine{
		{Index: 0, Name: "Functions", Said: "functions"}, {Index: 1, Name: "Fargate", Said: "Fargate"}, {Index: 1, Name: "Cloud Run", Said: "Cloud Run"},
	}, curve, crossings, cost.DefaultLoad())
	c.Source, c.Off = priceLine([]string{"One list", "One list"}, []string{"2026-11-23", "2026-08-21"}), cost.Uncertainty{Price: 10, Load: 20}
	return c
}

func TestCostChart(t *testing.T) {
	c := sampleCosts()
	if want := "Cheapest: functions up to 30" + nbsp + "million requests a month, then Fargate"; c.Title != want {
		t.Errorf("title %q, want %q", c.Title, want)
	}
	if len(c.Breaks) != 1 {
		t.Fatalf("%d break-evens, want the three crossings as one", len(c.Breaks))
	}
	if got, want := c.breakWords(c.Breaks[0]), "Functions and Fargate take turns between 20"+nbsp+"million and 30"+nbsp+"million requests a month, as whole machines are added; with the uncertainty, anywhere from 15"+nbsp+"million to 40"+nbsp+"million."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	bills := []billView{{Short: "Functions", Said: "functions"}, {Short: "Fargate"}, {Short: "Cloud Run"}}
	bills[1].Bill.Exact, bills[2].Bill.Exact = cents("1"), cents("2")
	if got, want := c.headline(bills), "Functions cost least at 3"+nbsp+"million requests a month; above 30"+nbsp+"million Fargate does"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	c.Load = quantity("2.2e7")
	if got, want := c.headline(bills), "Functions cost least at 22"+nbsp+"million requests a month, but only just: functions and Fargate take turns up to 30"+nbsp+"million"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	c.Load = quantity("5e7")
	bills[0].Bill.Exact = cents("3")
	if got, want := c.headline(bills), "Fargate costs least at 50"+nbsp+"million requests a month; below 20"+nbsp+"million functions do"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func cents(text string) (a cost.Amount) {
	if err := a.UnmarshalJSON([]byte(`"` + text + `"`)); err != nil {
		panic(err)
	}
	return a
}

// The names beside the lines never overlap and stay within the drawing.
func TestCostNamesApart(t *testing.T) {
	for _, totals := range [][]cost.Cents{{100, 100, 100, 100}, {100, 1e7, 101, 1e7}, {1e7, 1e7, 1e7, 1e7, 1e7}, {100}, {5, 1e6, 1e7, 1e8}} {
		curve := cost.Curve{Axis: cost.Axis{Field: "requests"}, At: []cost.Quantity{quantity("1"), quantity("1000000")}}
		var who []costLine
		for i, total := range totals {
			curve.Series = append(curve.Series, cost.Series{Blueprint: strconv.Itoa(i), Totals: []cost.Cents{1, total}})
			who = append(who, costLine{Name: strconv.Itoa(i)})
		}
		c := newCostChart(who, curve, nil, cost.DefaultLoad())
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
	html := render(t, costFigure(sampleCosts()))
	twin := tags.ReplaceAllString(table.FindString(html), "|")
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

func TestInWords(t *testing.T) {
	for text, want := range map[string]string{
		"0": "0", "12": "12", "9999": "9,999", "0.5": "0.5", "1000000": "1 million", "41312345": "41.3 million", "999999": "999,999",
		"999960000": "1000 million", "1250000000": "1.25 billion", "1000000000000": "1 trillion",
	} {
		if got := strings.ReplaceAll(inWords(quantity(text)), nbsp, " "); got != want {
			t.Errorf("%s is said %q, want %q", text, got, want)
		}
	}
}

func TestPriceWords(t *testing.T) {
	price, err := cost.ParsePrice("0.2", 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := priceWords(price, 1_000_000, "request"), "0.20 USD per 1,000,000 requests"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, tt := range []struct{ quantity, unit, want string }{
		{"1", "hour", "1 hour"}, {"730", "hour", "730 hours"}, {"28.6102", "GB", "28.61 GB"}, {"0.0004", "GB-second", "0.0004 GB-seconds"},
		{"5", "GiB-second", "5 GiB-seconds"}, {"7", "ms", "7 ms"}, {"3", "GiB", "3 GiB"},
	} {
		if got := counted(quantity(tt.quantity), tt.unit); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}
