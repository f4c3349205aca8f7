package costs

import (
	"testing"

	"pgregory.net/rapid"

	"crossroads/decision/cost"
	"crossroads/decision/decisiontest"
)

// TestCrossings holds break-evens to the bills on both sides.
func TestCrossings(t *testing.T) {
	m := shipped(t)
	load := cost.DefaultLoad()
	axis := Axis("requests", load)
	ids := []string{"lambda-arm", "fargate", "eks", "ec2"}
	curve, err := m.Curve(ids, load, axis, Points)
	if err != nil {
		t.Fatal(err)
	}
	found, err := crossings(m, curve, load, axis, cost.Uncertain)
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
			if got := cheapestAt(t, m, ids, requests.With(load, side.at)); got.Cmp(
				billOf(t, m, side.want, requests.With(load, side.at))) != 0 {
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

func TestAxis(t *testing.T) {
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
		got := Axis(tt.field, f.With(cost.DefaultLoad(), value))
		if got.From.String() != tt.from || got.To.String() != tt.to {
			t.Errorf("%s %s: from %s to %s, want %s to %s", tt.field, tt.value, got.From, got.To, tt.from, tt.to)
		}
	}
}

// TestTwoLoads: the bills under a second load are those that it has alone, and it
// changes nothing about the first.
func TestTwoLoads(t *testing.T) {
	m := shipped(t)
	loads := decisiontest.Loads([]string{"us"})
	rapid.Check(t, func(t *rapid.T) {
		today := loads.Draw(t, "today")
		later := today
		later.Requests = loads.Draw(t, "later").Requests
		show := Usual(m, "us")
		figures := func(load cost.Load, later *cost.Load) Figures {
			f, err := Compute(m, Asked{Load: load, Later: later, Show: show, Axis: Axis("requests", load), Points: 2})
			if err != nil {
				t.Skip(err) // too large to compute with
			}
			return f
		}
		both := figures(today, &later)
		alone, then := figures(today, nil), figures(later, nil)
		for i := range show {
			if both.Bills[i].Bill.Exact != alone.Bills[i].Bill.Exact || both.Later[i].Bill.Exact != then.Bills[i].Bill.Exact {
				t.Fatalf("%s: %s and %s together, %s and %s alone", show[i], both.Bills[i].Bill.Exact, both.Later[i].Bill.Exact,
					alone.Bills[i].Bill.Exact, then.Bills[i].Bill.Exact)
			}
		}
		if alone.Later != nil {
			t.Fatal("a second load came from nowhere")
		}
	})
}
