package decision_test

import (
	"reflect"
	"strings"
	"testing"

	"crossroads/decision"
	"crossroads/decision/cost"
)

// TestNoPriceList checks that a report names the parts without list prices beside the
// bills.
func TestNoPriceList(t *testing.T) {
	c := shipped(t)
	load := loaded(t, "requests", "50000000")
	at := func(ids ...string) decision.Answers { return decision.Answers{"place": ids} }
	own := decision.Unpriced{Question: "place", Label: "In our own data centre, without a public cloud"}
	tests := []struct {
		name     string
		a        decision.Assessment
		unpriced []decision.Unpriced
	}{
		{"cloud", decision.Assessment{Answers: at("cloud")}, nil},
		{"own data centre", decision.Assessment{Answers: at("onprem")}, []decision.Unpriced{own}},
		{"one or the other", decision.Assessment{Answers: at("cloud", "onprem")}, nil},
		{"not known", decision.Assessment{Answers: decision.Answers{"size": {"few"}}}, nil},
		{"every part", decision.Assessment{Answers: at("onprem"), Parts: []decision.Part{{Name: "a"}, {Name: "b"}}},
			[]decision.Unpriced{{Part: "a", Question: own.Question, Label: own.Label}, {Part: "b", Question: own.Question, Label: own.Label}}},
		{"a part", decision.Assessment{Answers: at("onprem"), Parts: []decision.Part{{Name: "a"}, {Name: "b", Answers: at("cloud")}}},
			[]decision.Unpriced{{Part: "a", Question: own.Question, Label: own.Label}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			without := evaluate(t, c, tt.a)
			if without.Unpriced != nil {
				t.Errorf("without load figures: %+v", without.Unpriced)
			}
			tt.a.Load = load
			with := evaluate(t, c, tt.a)
			if with.Cost == nil || !reflect.DeepEqual(with.Unpriced, tt.unpriced) {
				t.Errorf("without prices %+v", with.Unpriced)
			}
		})
	}
}

// TestLoadSaid: bills name the answers that they leave out, and parts add up to the whole.
func TestLoadSaid(t *testing.T) {
	c := shipped(t)
	part := func(name, kind, level, shape string) decision.Part {
		return decision.Part{Name: name, Answers: decision.Answers{"kind": {kind}, "level": {level}, "shape": {shape}}}
	}
	a := decision.Assessment{Load: loaded(t, "requests", "6000000001"), Answers: decision.Answers{"reason": {"isolation"}, "size": {"several"},
		"place": {"regulated"}, "start": {"outgrown"}, "staff": {"developers"}, "appetite": {"little"}, "horizon": {"growth"}},
		Parts: []decision.Part{part("Map", "stream", "massive", "surges"), part("Alarms", "events", "high", "even"),
			part("Reports", "batch", "tiny", "planned")}}
	a.Parts[2].Answers["autonomy"] = []string{"together"}
	r := evaluate(t, c, a)
	peak := []decision.LoadSaid{{Part: "Map", Question: "shape", Label: "Surges that nobody can foresee, tenfold within minutes"}}
	if !reflect.DeepEqual(r.Cost.HigherPeaks, peak) {
		t.Errorf("higher peaks %+v", r.Cost.HigherPeaks)
	}
	if r.Cost.Mix == nil {
		t.Fatalf("no mix: %s", r.Headline)
	}
	var sum cost.Quantity
	for _, p := range r.Cost.Mix.Parts {
		sum = sum.Add(p.Requests)
	}
	if sum != a.Load.Requests || r.Cost.Mix.Parts[0].Requests != cost.Whole(2_000_000_001) {
		t.Errorf("the parts have %s requests together, the first %s", sum.Text(), r.Cost.Mix.Parts[0].Requests.Text())
	}
	if got := r.Cost.Mix.Unequal; len(got) != 3 || got[2].Part != "Reports" || got[2].Question != "level" {
		t.Errorf("unequal %+v", got)
	}

	for i := range a.Parts {
		a.Parts[i].Share = 1 // shares were given, and they are equal
	}
	if r := evaluate(t, c, a); r.Cost.Mix == nil || r.Cost.Mix.Unequal != nil {
		t.Errorf("with equal shares: %+v", r.Cost.Mix)
	}

	a.Load = loaded(t, "requests", "6000000000", "peak", "10")
	for i, share := range []float64{90, 9, 1} {
		a.Parts[i].Share = share
	}
	r = evaluate(t, c, a)
	if r.Cost.HigherPeaks != nil || r.Cost.Mix != nil && r.Cost.Mix.Unequal != nil {
		t.Errorf("with shares and the peak: %+v, %+v", r.Cost.HigherPeaks, r.Cost.Mix)
	}
}

// TestSeveralCrossings: what is said of bills that take turns is one sentence, which says whether
// the stated load is among those of which the order is open.
func TestSeveralCrossings(t *testing.T) {
	a := decision.Assessment{Load: loaded(t, "requests", "6000000", "duration", "150", "memory", "1024"), Answers: decision.Answers{
		"kind": {"records"}, "size": {"many"}, "autonomy": {"many"}, "start": {"outgrown"}, "reason": {"teams", "pace"},
		"place": {"regulated"}, "level": {"modest"}, "shape": {"daily"}, "staff": {"servers"}, "complexity": {"clear"},
		"latency": {"normal"}, "needs": {"none"}, "horizon": {"growth"}}}
	r := evaluate(t, shipped(t), a)
	if len(r.Cost.Crossings) < 3 {
		t.Fatalf("%d crossings", len(r.Cost.Crossings))
	}
	said := r.Cost.Crossings[0].Sentence
	for _, x := range r.Cost.Crossings {
		if x.Option == r.Cost.Crossings[0].Option && x.Sentence != said {
			t.Errorf("another sentence of the same two bills: %s", x.Sentence)
		}
	}
	for _, want := range []string{" million requests a month; up to about ", " million the two take turns", "; above that, the bill of ",
		" is open below ", ", your load included: "} {
		if !strings.Contains(said, want) {
			t.Errorf("without %q: %s", want, said)
		}
	}
}

// TestTooClose: bills that prices could turn cannot be told apart, nor those that a crossing near the
// load turns.
func TestTooClose(t *testing.T) {
	load := cost.DefaultLoad()
	c := &decision.CostReport{Load: load, Uncertainty: cost.Uncertain, Options: []decision.OptionCost{
		{Option: "least", Total: 10_000}, {Option: "near", Total: 12_000}, {Option: "far", Total: 12_300}, {Option: "leader", Total: 15_000}},
		Crossings: []decision.CostCrossing{{Option: "least", Crossing: cost.Crossing{Low: cost.Whole(1), High: load.Requests}}}}
	var names []string
	for _, o := range c.TooClose("least", "leader") {
		names = append(names, o.Option)
	}
	if want := []string{"near", "leader"}; !reflect.DeepEqual(names, want) {
		t.Errorf("too close: %v, want %v", names, want)
	}
}

// TestAgainstMixTellsApart: scores that would read the same have a decimal.
func TestAgainstMixTellsApart(t *testing.T) {
	a := decision.Assessment{Load: loaded(t, "requests", "6000000000", "duration", "20", "memory", "1024"),
		Answers: decision.Answers{"reason": {"isolation"}, "size": {"several"}, "place": {"regulated"}, "start": {"outgrown"},
			"staff": {"developers"}, "skills": {"app"}, "outage": {"costly"}, "appetite": {"little"}, "horizon": {"growth"}},
		Parts: []decision.Part{
			{Name: "Map", Answers: decision.Answers{"kind": {"stream"}, "shape": {"surges"}, "level": {"massive"}, "latency": {"relaxed"},
				"duration": {"seconds"}}},
			{Name: "Alarms", Answers: decision.Answers{"kind": {"events"}, "level": {"high"}, "latency": {"prompt"}, "duration": {"seconds"}}},
			{Name: "Reports", Answers: decision.Answers{"kind": {"batch"}, "level": {"tiny"}, "shape": {"planned"}, "latency": {"relaxed"},
				"autonomy": {"together"}}}}}
	r := evaluate(t, shipped(t), a)
	alone, mix := decision.Points(r.Plan.SingleValue), decision.Points(r.Plan.Value)
	if alone != mix {
		t.Fatalf("%s and %s differ without decimals: take another assessment", alone, mix)
	}
	if strings.Contains(r.Against, " "+alone+" out of 100") {
		t.Error(r.Against)
	}
}
