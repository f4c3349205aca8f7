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
		{"one or the other", decision.Assessment{Answers: at("cloud", "onprem")},
			[]decision.Unpriced{{Question: own.Question, Label: own.Label, Maybe: true}}},
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
	if sum != a.Load.Requests || r.Cost.Mix.Parts[0].Requests != cost.Whole(4_000_000_001) {
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

// TestUnbilled: where a machine is needed that the cost model does not have there is no bill, and the
// values are those of the answers alone.
func TestUnbilled(t *testing.T) {
	c, load := shipped(t), loaded(t, "requests", "13200", "duration", "10000")
	needs := func(ids ...string) decision.Answers { return decision.Answers{"kind": {"model"}, "needs": ids} }
	for _, id := range []string{"gpu", "ram", "machine"} {
		r := evaluate(t, c, decision.Assessment{Answers: needs("connections", id), Load: load})
		if r.Cost != nil || r.Unbilled == nil || r.Unbilled.Load != *load || len(r.Unbilled.For) != 1 || r.Unbilled.For[0].Question != "needs" {
			t.Fatalf("%s: cost %+v, no bill for %+v", id, r.Cost, r.Unbilled)
		}
		plain := evaluate(t, c, decision.Assessment{Answers: needs("connections", id)})
		if !reflect.DeepEqual(r.Ranking, plain.Ranking) {
			t.Errorf("%s: the load figures move the options", id)
		}
	}
	for _, ids := range [][]string{nil, {"none"}, {"connections", "state"}} {
		if r := evaluate(t, c, decision.Assessment{Answers: needs(ids...), Load: load}); r.Cost == nil || r.Unbilled != nil {
			t.Errorf("%v: no bill for %+v", ids, r.Unbilled)
		}
	}
	own := decision.Answers{"needs": {"gpu"}, "place": {"onprem"}}
	if r := evaluate(t, c, decision.Assessment{Answers: own, Load: load}); r.Unpriced != nil {
		t.Errorf("bills that there are not are said to be at a provider’s prices: %+v", r.Unpriced)
	}
	parts := []decision.Part{{Name: "Model", Answers: needs("gpu")}, {Name: "Pages", Answers: decision.Answers{"kind": {"front"}}}}
	r := evaluate(t, c, decision.Assessment{Parts: parts, Load: load})
	if r.Cost != nil || r.Unbilled == nil || len(r.Unbilled.For) != 1 || r.Unbilled.For[0].Part != "Model" {
		t.Errorf("a part with a GPU: cost %+v, no bill for %+v", r.Cost, r.Unbilled)
	}
}

// TestIdleBill: a bill that an answer does not allow while idle is what speaks against the recommendation.
func TestIdleBill(t *testing.T) {
	c := shipped(t)
	a := decision.Assessment{Load: loaded(t, "requests", "4000000"), Answers: decision.Answers{"kind": {"front"}, "level": {"modest"},
		"place": {"cloud"}, "size": {"few"}, "complexity": {"tangled"}, "start": {"outgrown"}, "budget": {"idle"}}}
	r := evaluate(t, c, a)
	want := "You answered “It must cost next to nothing while nobody uses it”, but without a single request one application on AWS " +
		"Fargate (ECS Express Mode) behind a load balancer costs 49.05 USD a month; “One application on Google Cloud Run, billed by " +
		"request” or “One application on Azure Container Apps, Consumption” would cost next to nothing."
	if r.Leader != "hosted" || r.Cost.Idle == nil || r.Against != want || r.AgainstOn != "cost" {
		t.Errorf("%s: %q (%s)", r.Leader, r.Against, r.AgainstOn)
	}
	a.Answers["budget"] = []string{"idle", "watched"} // one or the other
	if r := evaluate(t, c, a); r.Cost.Idle != nil {
		t.Errorf("narrowed: %+v", r.Cost.Idle)
	}
	a.Answers["budget"], a.Answers["kind"], a.Answers["shape"] = []string{"idle"}, []string{"events"}, []string{"silent"}
	a.Answers["level"], a.Answers["complexity"], a.Answers["start"] = []string{"tiny"}, []string{"simple"}, []string{"new"}
	if r := evaluate(t, c, a); r.Leader != "functions" || r.Cost.Idle != nil {
		t.Errorf("%s, which cost nothing while idle: %+v", r.Leader, r.Cost.Idle)
	}
}

// TestOneInstallation: parts on the same option that do not run apart have one bill, and single options
// are billed as often as they have to be set up.
func TestOneInstallation(t *testing.T) {
	c := shipped(t)
	a := decision.Assessment{Load: loaded(t, "requests", "90000000"), Answers: decision.Answers{"kind": {"records"}, "place": {"cloud"},
		"size": {"many"}, "skills": {"app"}, "staff": {"servers"}, "lockin": {"fine"}, "outage": {"costly"}, "reason": {"platform"},
		"start": {"outgrown"}}, Parts: []decision.Part{{Name: "Pages", Answers: decision.Answers{"kind": {"front"}, "level": {"high"}}},
		{Name: "Tills", Answers: decision.Answers{"kind": {"records"}, "place": {"sites"}}},
		{Name: "Sales", Answers: decision.Answers{"kind": {"front"}, "level": {"high"}}}}}
	r := evaluate(t, c, a)
	if r.Cost.Mix == nil || r.Plan.Parts[0].Option != r.Plan.Parts[2].Option || !r.Plan.Equal {
		t.Fatalf("the plan is %+v", r.Plan)
	}
	m := r.Cost.Mix
	if len(m.Parts) != 2 || m.Parts[0].Part != "Pages + Sales" || !reflect.DeepEqual(m.Parts[0].Parts, []string{"Pages", "Sales"}) ||
		m.Parts[1].Part != "Tills" || m.Parts[0].Requests != cost.Whole(60_000_000) {
		t.Fatalf("installations %+v", m.Parts)
	}
	if m.First != "Pages + Sales" || m.Total != m.Parts[0].Total+m.Parts[1].Total {
		t.Errorf("%s has the database, together %s", m.First, m.Total)
	}
	if len(r.Cost.SetUps) == 0 {
		t.Fatal("no option is billed as often as it has to be set up")
	}
	for _, s := range r.Cost.SetUps {
		if once := r.Cost.Bill(s.Option); s.Total <= once.Total || r.Cost.Total(once) != s.Total {
			t.Errorf("%s costs %s set up twice, %s once", s.Option, s.Total, once.Total)
		}
	}
	a.Parts[1].Answers = decision.Answers{"kind": {"records"}}
	if r := evaluate(t, c, a); r.Cost.SetUps != nil {
		t.Errorf("nothing runs apart, but %+v", r.Cost.SetUps)
	}
	for i := range a.Parts {
		a.Parts[i].Share = 1
	}
	if r := evaluate(t, c, a); r.Plan.Equal {
		t.Error("shares were given, though they are equal")
	}
}

// TestAssumedDecides: usual values that decide about the bills are named, stated ones are not.
func TestAssumedDecides(t *testing.T) {
	c := shipped(t)
	answers := decision.Answers{"kind": {"front"}, "place": {"cloud"}}
	r := evaluate(t, c, decision.Assessment{Answers: answers, Load: loaded(t, "requests", "5000000000", "duration", "100")})
	if a := r.Cost.Assumed; a == nil || a.Peak != cost.Whole(1) || a.Option != "servers" || a.Total <= 0 || a.Responses <= 0 {
		t.Errorf("assumed %+v", a)
	}
	r = evaluate(t, c, decision.Assessment{Answers: answers,
		Load: loaded(t, "requests", "5000000000", "duration", "100", "peak", "4.1", "response", "10.1")})
	if a := r.Cost.Assumed; a != nil {
		t.Errorf("stated, and yet assumed %+v", a)
	}
	if len(r.Cost.LeftOut) == 0 || r.Cost.Largest == nil || r.Cost.Largest.Total <= 0 {
		t.Errorf("left out %v, the largest %+v", r.Cost.LeftOut, r.Cost.Largest)
	}
}

// TestFarRates: load figures that are far from what was answered about the load are told.
func TestFarRates(t *testing.T) {
	c := shipped(t)
	for _, tt := range []struct {
		level, requests string
		far             bool
	}{
		{"massive", "4000000", true}, {"massive", "5000000000", false}, {"tiny", "800000000", true}, {"tiny", "3000000", false},
		{"high", "4700000000", true}, {"high", "2600000000", false},
		{"modest", "4000000", false}, {"high", "100000000", false}, {"high", "40", false}, // runs may keep many machines busy
	} {
		r := evaluate(t, c, decision.Assessment{Answers: decision.Answers{"level": {tt.level}}, Load: loaded(t, "requests", tt.requests)})
		if far := len(r.Cost.Rates) > 0; far != tt.far {
			t.Errorf("%s with %s requests: %+v", tt.level, tt.requests, r.Cost.Rates)
		}
	}
	silent := evaluate(t, c, decision.Assessment{Answers: decision.Answers{"shape": {"silent"}}, Load: loaded(t, "requests", "300000000")})
	if far := silent.Cost.Rates; len(far) != 1 || far[0].Question != "shape" {
		t.Errorf("mostly silent with 114 requests a second: %+v", far)
	}
	even := evaluate(t, c, decision.Assessment{Answers: decision.Answers{"shape": {"even"}}, Load: loaded(t)})
	if len(even.Cost.LowerPeaks) != 1 || even.Cost.HigherPeaks != nil {
		t.Errorf("an even load has the peaks %+v and %+v", even.Cost.LowerPeaks, even.Cost.HigherPeaks)
	}
}

// TestContrary: answers about the load that cannot both be true are told without figures too, once where they are of the whole.
func TestContrary(t *testing.T) {
	c := shipped(t)
	level, shape := decision.LoadSaid{Question: "level", Label: "Very high: more than a thousand requests a second"},
		decision.LoadSaid{Question: "shape", Label: "Mostly silent, with some work now and then"}
	for _, tt := range []struct {
		level, shape []string
		want         []decision.LoadSaid
	}{
		{[]string{"massive"}, []string{"silent"}, []decision.LoadSaid{level, shape}},
		{[]string{"massive"}, []string{"surges"}, nil},
		{[]string{"massive"}, []string{"surges", "silent"}, nil}, // one of them, and the other may hold
		{[]string{"high"}, []string{"silent"}, nil},              // it may be many machines now and then
		{[]string{"tiny"}, []string{"silent"}, nil},
	} {
		answers := decision.Answers{"level": tt.level, "shape": tt.shape}
		r := evaluate(t, c, decision.Assessment{Answers: answers})
		if !reflect.DeepEqual(r.Contrary, tt.want) {
			t.Errorf("%v and %v: %+v", tt.level, tt.shape, r.Contrary)
		}
		r = evaluate(t, c, decision.Assessment{Answers: answers, Parts: []decision.Part{{Name: "Sales"}, {Name: "Stock"}}})
		if !reflect.DeepEqual(r.Contrary, tt.want) {
			t.Errorf("%v and %v of the whole, with parts: %+v", tt.level, tt.shape, r.Contrary)
		}
	}
	r := evaluate(t, c, decision.Assessment{Answers: decision.Answers{"level": {"massive"}}, Parts: []decision.Part{
		{Name: "Sales", Answers: decision.Answers{"shape": {"even"}}}, {Name: "Stock", Answers: decision.Answers{"shape": {"silent"}}}}})
	level.Part, shape.Part = "Stock", "Stock"
	if want := []decision.LoadSaid{level, shape}; !reflect.DeepEqual(r.Contrary, want) {
		t.Errorf("one part: %+v", r.Contrary)
	}
}

// TestBilledOtherwise: bills name answers that they count as something else, and requests that take longer than
// was answered.
func TestBilledOtherwise(t *testing.T) {
	c := shipped(t)
	long := loaded(t, "requests", "900000", "duration", "210000")
	r := evaluate(t, c, decision.Assessment{Load: long, Parts: []decision.Part{
		{Name: "upload", Answers: decision.Answers{"duration": {"seconds"}, "needs": {"connections", "sockets"}}},
		{Name: "night", Answers: decision.Answers{"duration": {"minutes"}, "needs": {"none"}}}}})
	want := []decision.LoadSaid{{Part: "upload", Question: "duration", Label: "Up to 30 seconds"}}
	if !reflect.DeepEqual(r.Cost.Longer, want) {
		t.Errorf("requests of 210 seconds contradict %+v", r.Cost.Longer)
	}
	if got := r.Cost.BilledAs; len(got) != 1 || got[0].Part != "upload" || got[0].Question != "needs" || got[0].As == "" {
		t.Errorf("raw TCP is billed as %+v", got)
	}
	r = evaluate(t, c, decision.Assessment{Load: loaded(t), Answers: decision.Answers{"duration": {"seconds"}, "needs": {"none"}}})
	if r.Cost.Longer != nil || r.Cost.BilledAs != nil {
		t.Errorf("nothing is billed otherwise, but %+v and %+v", r.Cost.Longer, r.Cost.BilledAs)
	}
}

// TestBillsTakeTurns: a break-even is the same whatever load it is looked for from, also where the bills
// cross several times.
func TestBillsTakeTurns(t *testing.T) {
	c, said := shipped(t), map[string]bool{}
	for _, n := range []string{"4000000", "95000000", "108000000"} {
		r := evaluate(t, c, decision.Assessment{Answers: decision.Answers{"kind": {"front"}, "place": {"cloud"}, "complexity": {"tangled"},
			"size": {"few"}}, Load: loaded(t, "requests", n, "duration", "300")})
		for _, x := range r.Cost.Crossings {
			if x.Option == "functions" {
				text, _, _ := strings.Cut(x.Sentence, " The order")
				said[text] = true
			}
		}
	}
	if len(said) != 1 {
		t.Errorf("one break-even is said to be %v", said)
	}
	for text := range said {
		if !strings.Contains(text, "the two take turns") {
			t.Errorf("%q: at 95 and 98 million requests functions cost less", text)
		}
	}
}

// TestOneConditionOfLoads: ranges of loads with one outcome are one reason to decide again.
func TestOneConditionOfLoads(t *testing.T) {
	c := shipped(t)
	a := decision.Assessment{Load: loaded(t, "requests", "90000000"), Answers: decision.Answers{"kind": {"records"}, "place": {"cloud"},
		"size": {"many"}, "skills": {"app"}, "staff": {"servers"}, "lockin": {"fine"}, "outage": {"costly"}, "reason": {"platform"},
		"start": {"outgrown"}}, Parts: []decision.Part{
		{Name: "Pages", Share: 70, Answers: decision.Answers{"kind": {"front"}, "level": {"high"}}},
		{Name: "Tills", Share: 15, Answers: decision.Answers{"kind": {"records"}, "place": {"sites"}}},
		{Name: "Sales", Share: 15, Answers: decision.Answers{"kind": {"records"}}}}}
	then := map[string]int{}
	for _, text := range evaluate(t, c, a).Revisit {
		if load, outcome, ok := strings.Cut(text, ": then "); ok && strings.HasPrefix(load, "The load ") {
			then[outcome]++
		}
	}
	if len(then) == 0 {
		t.Fatal("no load would change the plan")
	}
	for outcome, n := range then {
		if n > 1 {
			t.Errorf("%d conditions for one outcome: %s", n, outcome)
		}
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

// TestAgainstMixTellsApart: what a mix gains is said even where the two scores would read the same.
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
	if want := " instead of one, for " + decision.PointsOf(r.Plan.Gain) + " more than "; !strings.Contains(r.Against, want) {
		t.Errorf("without %q: %s", want, r.Against)
	}
}
