package cost_test

import (
	"testing"

	"crossroads/decision/cost"
)

// Shared figures of the parts add up to those of the system, figures per request stay the
// same, and what exists once counts with the first part only.
func TestShare(t *testing.T) {
	m := model().Assume(map[string]cost.Quantity{"services": q("6")}, nil)
	whole := load("requests", "1000", "engineer_hours", "20", "secrets", "9", "objects", "100", "database_storage", "50",
		"people-functions", "8")
	whole.Database, whole.Cache, whole.FreeTier = "medium", "small", true
	value := func(id string, l cost.Load) string {
		f, _ := cost.FieldOf(id)
		return f.Value(l).String()
	}
	first, second := m.Share(whole, q("0"), q("75"), true), m.Share(whole, q("75"), q("25"), false)
	for id, want := range map[string][2]string{
		"requests": {"750", "250"}, "engineer_hours": {"15", "5"}, "secrets": {"7", "3"}, "objects": {"75", "25"},
		"services": {"5", "2"}, "people-functions": {"6", "2"}, "database_storage": {"50", "0"}, "duration": {"120", "120"},
		"disk": {"0", "0"},
	} {
		if got := [2]string{value(id, first), value(id, second)}; got != want {
			t.Errorf("%s: %v, want %v", id, got, want)
		}
	}
	if first.Database != "medium" || first.Cache != "small" || !first.FreeTier || second.Database != "" || second.Cache != "" ||
		second.FreeTier {
		t.Errorf("%+v\n%+v", first, second)
	}
	if len(first.Check())+len(second.Check())+len(m.Share(cost.DefaultLoad(), q("0"), q("0"), false).Check()) > 0 {
		t.Error("a share is a load that cannot be used")
	}
	// A share of 100% has the bill of the whole.
	all, err := m.Estimate("fargate", m.Share(whole, q("0"), q("100"), true))
	if err != nil {
		t.Fatal(err)
	}
	alone, err := m.Estimate("fargate", whole)
	if err != nil || all.Bill.Total != alone.Bill.Total || all.People.Total != alone.People.Total {
		t.Errorf("%v: all of it costs %s, the whole %s", err, all.Bill.Total, alone.Bill.Total)
	}
}

// Parts carry what they state, and the whole's otherwise: requests in equal shares,
// and what is kept by their requests.
func TestDivide(t *testing.T) {
	m, whole := model(), load("requests", "1000", "secrets", "8", "duration", "120")
	whole.Database = "small"
	parts := m.Divide(whole, []cost.Own{{"requests": q("300"), "duration": q("9")}, {"requests": q("100"), "secrets": q("1")}})
	if parts[0].Requests != q("300") || parts[0].Duration != q("9") || parts[0].Secrets != q("6") || parts[0].Database != "small" {
		t.Errorf("%+v", parts[0])
	}
	if parts[1].Requests != q("100") || parts[1].Duration != q("120") || parts[1].Secrets != q("1") || parts[1].Database != "" {
		t.Errorf("%+v", parts[1])
	}
	equal := m.Divide(whole, []cost.Own{{}, {}, {}})
	if equal[0].Requests != q("334") || equal[2].Requests != q("334") || equal[1].Secrets != q("3") {
		t.Errorf("%+v", equal)
	}
	for _, l := range m.Divide(load("requests", "0"), []cost.Own{{}, {"memory": q("4096")}}) {
		if errs := l.Check(); len(errs) > 0 {
			t.Error(errs)
		}
	}
}

// Hours of work of all parts are those of the whole, whatever the shares: stated for all options, for one, or by a rule.
func TestHoursOfPartsAddUp(t *testing.T) {
	for _, shares := range [][]string{
		{"33.333333333333", "33.333333333333", "33.333333333333"}, {"70.5", "29.5"}, {"0.01", "0.01", "0.01", "99.97"}, {"25", "25", "25", "25"}, {"100"},
	} {
		for name, test := range map[string]struct {
			whole cost.Load
			want  string
		}{
			"for all":    {load("engineer_hours", "12.5"), "12.5"},
			"for one":    {load("people-functions", "10", "engineer_hours", "3"), "10"},
			"by rule":    {chosen(load(), "people", "rules"), "4"},
			"next to no": {load("engineer_hours", "0.1"), "0.1"},
		} {
			before, sum := q("0"), q("0")
			for i, share := range shares {
				hours := estimate(t, "lambda-arm", model().Share(test.whole, before, q(share), i == 0)).People.Hours
				if hours.Ceil(q("0.1")) != hours {
					t.Errorf("%s, %v: part %d has %s hours", name, shares, i+1, hours.Text())
				}
				before, sum = before.Add(q(share)), sum.Add(hours)
			}
			if sum.Text() != test.want {
				t.Errorf("%s, %v: %s hours in all, want %s", name, shares, sum.Text(), test.want)
			}
		}
	}
	thirds := model().Divide(load("engineer_hours", "10", "engineer_rate", "100"), []cost.Own{{}, {}, {}})
	sum := cost.Cents(0)
	for _, part := range thirds {
		sum += estimate(t, "fargate", part).People.Total
	}
	if sum != 1000_00 {
		t.Errorf("the work of three equal parts costs %s, want 1,000.00", sum)
	}
}
