package web

import (
	"encoding/csv"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"crossroads/content"
	"crossroads/decision"
	"crossroads/decision/cost"
	"crossroads/decision/decisiontest"
	"crossroads/export"
)

// shippedCatalogue takes load figures.
func shippedCatalogue(t testing.TB) *decision.Catalogue {
	t.Helper()
	lib, err := content.Load(content.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return lib.Comparisons[0]
}

// TestCostStateRoundTrip: the address of the explorer holds all of its state.
func TestCostStateRoundTrip(t *testing.T) {
	s := &server{costs: cost.NewModel(shippedCatalogue(t).Prices)}
	rapid.Check(t, func(t *rapid.T) {
		want := costInput{load: decisiontest.Loads(s.costs.Areas()).Draw(t, "load"), axis: rapid.SampledFrom([]string{"requests", "duration", "utilisation"}).Draw(t, "axis")}
		for _, b := range s.costs.Blueprints() {
			if rapid.Bool().Draw(t, b.ID) || len(want.show) == 0 && b.ID == "fargate-monolith" {
				want.show = append(want.show, b.ID)
			}
		}
		values, err := url.ParseQuery(want.query())
		if err != nil {
			t.Fatal(err)
		}
		got := s.readCost(values)
		if len(got.findings) > 0 || got.load != want.load || got.axis != want.axis || !reflect.DeepEqual(got.show, want.show) {
			t.Fatalf("%s\nread as %+v\nwant %+v", want.query(), got, want)
		}
	})
}

// TestCheapestCrossings holds break-evens to the bills on both sides.
func TestCheapestCrossings(t *testing.T) {
	m := cost.NewModel(shippedCatalogue(t).Prices)
	load := cost.DefaultLoad()
	axis := costAxis("requests", load)
	ids := []string{"lambda-arm", "fargate", "eks", "ec2"}
	curve, err := m.Curve(ids, load, axis, curvePoints)
	if err != nil {
		t.Fatal(err)
	}
	found, err := cheapestCrossings(m, curve, load, axis, uncertain)
	if err != nil || len(found) == 0 {
		t.Fatalf("%v, %v", found, err)
	}
	requests, _ := cost.FieldOf("requests")
	for i, x := range found {
		if i > 0 && found[i-1].At.Cmp(x.At) >= 0 {
			t.Errorf("crossings fall from %s to %s", found[i-1].At, x.At)
		}
		for _, side := range []struct {
			at   cost.Quantity
			want string
		}{{x.At, x.Above}, {x.At.Sub(cost.Whole(1)), x.Below}} {
			if got := cheapestAt(t, m, ids, requests.With(load, side.at)); got.Cmp(billOf(t, m, side.want, requests.With(load, side.at))) != 0 {
				t.Errorf("at %s %s is not the cheapest", side.at, side.want)
			}
		}
	}
}

func billOf(t *testing.T, m *cost.Model, id string, load cost.Load) cost.Amount {
	t.Helper()
	e, err := m.Estimate(id, load)
	if err != nil {
		t.Fatal(err)
	}
	return e.Bill.Exact
}

func cheapestAt(t *testing.T, m *cost.Model, ids []string, load cost.Load) cost.Amount {
	t.Helper()
	least := billOf(t, m, ids[0], load)
	for _, id := range ids[1:] {
		if next := billOf(t, m, id, load); next.Cmp(least) < 0 {
			least = next
		}
	}
	return least
}

func TestCostAxis(t *testing.T) {
	tests := []struct{ field, value, from, to string }{
		{"requests", "3000000", "10000", "10000000000"},
		{"requests", "0", "1", "10000000000"},
		{"requests", "500", "100", "10000000000"},
		{"requests", "1000000000000", "10000", "1000000000000"},
		{"duration", "900000", "10", "900000"},
		{"utilisation", "1", "1", "100"},
	}
	for _, tt := range tests {
		f, _ := cost.FieldOf(tt.field)
		value, err := cost.ParseQuantity(tt.value)
		if err != nil {
			t.Fatal(err)
		}
		got := costAxis(tt.field, f.With(cost.DefaultLoad(), value))
		if got.From.String() != tt.from || got.To.String() != tt.to {
			t.Errorf("%s %s: from %s to %s, want %s to %s", tt.field, tt.value, got.From, got.To, tt.from, tt.to)
		}
	}
}

// TestBillsCSV: the file is RFC 4180, its lines add up to its totals, and no cell
// is a formula.
func TestBillsCSV(t *testing.T) {
	m := cost.NewModel(shippedCatalogue(t).Prices)
	load := cost.DefaultLoad()
	load.EngineerHours = cost.Whole(3)
	var bills []cost.Estimate
	for _, b := range m.Blueprints() {
		e, err := m.Estimate(b.ID, load)
		if err != nil {
			t.Fatal(err)
		}
		bills = append(bills, e)
	}
	raw := string(billsCSV(bills))
	if strings.Count(raw, "\n") != strings.Count(raw, "\r\n") {
		t.Error("some lines do not end with CRLF")
	}
	rows, err := csv.NewReader(strings.NewReader(raw)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var sum, total cost.Cents
	for _, row := range rows[1:] {
		if row[2] != "line" && row[2] != "total" {
			continue
		}
		var amount cost.Cents
		if err := amount.UnmarshalJSON([]byte(`"` + row[11] + `"`)); err != nil {
			t.Fatalf("%q: %v", row, err)
		}
		if row[2] == "line" {
			sum += amount
		} else {
			total += amount
		}
	}
	if sum != total || sum == 0 {
		t.Errorf("lines add up to %s, totals to %s", sum, total)
	}
	for formula, want := range map[string]string{"=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@x": "'@x", "\t=x": "'=x", "\r@x": "'@x", "\tx": "x"} {
		if got := export.Cell(formula); got != want {
			t.Errorf("%q became %q", formula, got)
		}
	}
	if got := export.Cell("a=b"); got != "a=b" {
		t.Errorf("became %q", got)
	}
}
