package score

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func near(t testing.TB, what string, got, want, tolerance float64) {
	t.Helper()
	if math.Abs(got-want) > tolerance || math.IsNaN(got) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// The table of Barron & Barrett (1996).
func TestCentroid(t *testing.T) {
	tests := [][]float64{
		{1},
		{0.75, 0.25},
		{0.6111, 0.2778, 0.1111},
		{0.5208, 0.2708, 0.1458, 0.0625},
		{0.4567, 0.2567, 0.1567, 0.0900, 0.0400},
	}
	for _, want := range tests {
		got := Centroid(len(want))
		for i := range want {
			near(t, "centroid", got[i], want[i], 5e-5)
		}
	}
}

func TestLn(t *testing.T) {
	r := NewRand(7)
	for range 100_000 {
		x := r.Float64() + 0x1p-53
		if got, want := Ln(x), math.Log(x); math.Abs(got-want) > 1e-15*(1+math.Abs(want)) {
			t.Fatalf("ln(%v) = %v, want %v", x, got, want)
		}
	}
	near(t, "ln 1", Ln(1), 0, 0)
	near(t, "ln of the smallest draw", Ln(0x1p-53), -53*math.Ln2, 1e-13)
}

// SplitMix64 from seed 1234567, as published with the algorithm.
func TestRand(t *testing.T) {
	r := NewRand(1234567)
	want := []uint64{6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821}
	for i, x := range want {
		if got := r.Uint64(); got != x {
			t.Errorf("number %d: got %d, want %d", i, got, x)
		}
	}
	mean := 0.0
	for range 200_000 {
		mean += r.Exp() / 200_000
	}
	near(t, "mean of exponentials", mean, 1, 0.01)
}

// two returns a model of two criteria: option 0 has values a and b, option 1 b and a.
func two(a, b float64) *Model {
	m := &Model{Spread: 1, Options: 2, Criteria: 2, Base: []float64{1, 1}, Cells: []float64{a, b, b, a}, Curves: make([]Curve, 2)}
	m.Prepare()
	return m
}

func whole(m *Model, prior Prior) *Run {
	return New(m, Input{Parts: []Part{{Share: 1, Sets: make([]Set, len(m.Questions))}}, Prior: prior})
}

// With two criteria the weight w of the first is uniform on [0,1], so that the
// acceptability of an option is the length of the interval in which it leads.
func TestOutlooksClosedForm(t *testing.T) {
	const n, sampling = 60_000, 0.008 // four standard deviations
	m := &Model{Spread: 1, Options: 2, Criteria: 2, Base: []float64{1, 1}, Cells: []float64{0.9, 0.2, 0.5, 0.5}, Curves: make([]Curve, 2)}
	m.Prepare()
	// 0.9 w + 0.2 (1-w) > 0.5 where w > 3/7.
	look := whole(m, Prior{}).Outlooks(NewDraws(n, 1))[0]
	near(t, "first share of 0", look.Rank[0], 4.0/7, sampling)
	near(t, "second share of 0", look.Rank[1], 3.0/7, sampling)
	near(t, "0 beats 1", look.Wins[1], 4.0/7, sampling)
	near(t, "central weight of 0", look.Central[0], (3.0/7+1)/2, sampling)
	near(t, "central weight of 1", look.Central[2], 3.0/7/2, sampling)
	near(t, "confidence of 0", look.Confidence[0], 1, 0)

	// The first criterion ranked first: w is uniform on [1/2,1].
	look = whole(m, Prior{Rank: []int{0, 1}, Named: 3}).Outlooks(NewDraws(n, 1))[0]
	near(t, "first share when ranked", look.Rank[0], 1, 0)
	look = whole(m, Prior{Rank: []int{1, 0}, Named: 3}).Outlooks(NewDraws(n, 1))[0]
	near(t, "first share when ranked the other way", look.Rank[0], (0.5-3.0/7)/0.5, sampling)

	// Unequal base weights: w = 2 E1/(2 E1 + E2), so P(w > x) = 2(1-x)/(2(1-x)+x).
	m.Base = []float64{2, 1}
	look = whole(m, Prior{}).Outlooks(NewDraws(n, 1))[0]
	near(t, "first share with a double weight", look.Rank[0], (2*4.0/7)/(2*4.0/7+3.0/7), sampling)

	// Swing weights: each uniform within a quarter of 60 and 80, and 0 leads where
	// E1/E2 > 3/4, on half of the box by symmetry.
	look = whole(m, Prior{Swing: []float64{60, 80}, Named: 3}).Outlooks(NewDraws(n, 1))[0]
	near(t, "first share with swing weights", look.Rank[0], 0.5, sampling)
}

// An unknown answer is drawn by its share, and takes what it rules out away.
func TestOutlooksUnknown(t *testing.T) {
	const n, sampling = 60_000, 0.008
	m := two(0.6, 0.6)
	m.Cells[0] = 0.7 // option 0 dominates
	m.Questions = []Question{{Answers: []Answer{{Share: 0.7}, {Share: 0.3, Choice: Choice{Out: Bit(0)}}}}}
	m.Prepare()
	r := New(m, Input{
		Parts: []Part{{Share: 1, Sets: []Set{3}}},
		Slots: []Slot{{Question: 0, Parts: 1}},
	})
	look := r.Outlooks(NewDraws(n, 1))[0]
	near(t, "first share of the conditional option", look.Rank[0], 0.7, sampling)
	near(t, "first share of the other", look.Rank[2], 0.3, sampling)
	near(t, "second share of the conditional option", look.Rank[1], 0, 0)
	near(t, "confidence of the conditional option", look.Confidence[0], 0.7, 0.02)
}

// Shapley values are compared with their definition: the mean, over all orders, of what
// each player adds when it joins.
func TestShapleyAgainstPermutations(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, in := randomInput(t)
		r := New(m, in)
		if r.Model.Options < 2 {
			return
		}
		baseline, values := r.Shapley(0, 1)
		var players []int
		for i := range in.Slots {
			if r.set(i).Len() < len(m.Questions[in.Slots[i].Question].Answers) {
				players = append(players, i)
			}
		}
		lead := func(known []int) float64 {
			masked := in
			masked.Parts = slices.Clone(in.Parts)
			for p := range masked.Parts {
				masked.Parts[p].Sets = slices.Clone(in.Parts[p].Sets)
			}
			for _, i := range players {
				if !slices.Contains(known, i) {
					q := in.Slots[i].Question
					for p := range masked.Parts {
						if in.Slots[i].Parts.Has(p) {
							masked.Parts[p].Sets[q] = All(len(m.Questions[q].Answers))
						}
					}
				}
			}
			run := New(m, masked)
			return run.V[0] - run.V[1]
		}
		want := make([]float64, len(in.Slots))
		orders := 0
		permute(players, func(order []int) {
			orders++
			before := lead(nil)
			for i, player := range order {
				after := lead(order[:i+1])
				want[player] += after - before
				before = after
			}
		})
		if math.Abs(baseline-lead(nil)) > 1e-9 {
			t.Fatalf("baseline %v, want %v", baseline, lead(nil))
		}
		for i := range want {
			if math.Abs(values[i]-want[i]/float64(max(1, orders))) > 1e-9 {
				t.Fatalf("slot %d: got %v, want %v", i, values[i], want[i]/float64(orders))
			}
		}
	})
}

func permute(list []int, visit func([]int)) {
	var step func(int)
	step = func(i int) {
		if i == len(list) {
			visit(list)
			return
		}
		for j := i; j < len(list); j++ {
			list[i], list[j] = list[j], list[i]
			step(i + 1)
			list[i], list[j] = list[j], list[i]
		}
	}
	step(0)
}

// randomInput returns a model of 2 options, up to 3 criteria and 3 questions, asked of one
// or two parts.
func randomInput(t *rapid.T) (*Model, Input) {
	number := func(low, high float64) float64 { return rapid.Float64Range(low, high).Draw(t, "number") }
	choose := func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "choice") }
	m := &Model{Spread: 1, Options: 2, Criteria: 1 + choose(3)}
	m.Curves = make([]Curve, m.Criteria)
	m.Curves[0] = Curve{At: []float64{0, 0.5, 1}, Value: []float64{0, 0.2, 1}}
	for range m.Criteria {
		m.Base = append(m.Base, number(0.1, 3))
	}
	for range m.Options * m.Criteria {
		m.Cells = append(m.Cells, number(0, 1))
	}
	for range 1 + choose(3) {
		q := Question{Answers: make([]Answer, 3)}
		for i := range q.Answers {
			q.Answers[i].Share = 1.0 / 3
			q.Answers[i].Shifts = []Shift{{Cell: choose(len(m.Cells)), By: number(-0.7, 0.7)}}
			if choose(2) == 0 {
				q.Answers[i].Factors = []Factor{{Criterion: choose(m.Criteria), By: number(0.2, 4)}}
			}
		}
		m.Questions = append(m.Questions, q)
	}
	m.Prepare()
	in := Input{Parts: []Part{{Share: 1}}}
	if choose(2) == 0 {
		in.Parts = []Part{{Share: 0.4}, {Share: 0.6}}
	}
	if choose(3) == 0 {
		for k := range m.Criteria {
			in.Prior.Swing = append(in.Prior.Swing, float64(k+1))
		}
	}
	for q := range m.Questions {
		if choose(2) == 0 {
			set := Set(1 + choose(7))
			in.Slots = append(in.Slots, Slot{Question: q, Parts: All(len(in.Parts))})
			for p := range in.Parts {
				in.Parts[p].Sets = append(in.Parts[p].Sets, set)
			}
			continue
		}
		for p := range in.Parts {
			in.Slots = append(in.Slots, Slot{Question: q, Parts: Bit(p)})
			in.Parts[p].Sets = append(in.Parts[p].Sets, Set(1+choose(7)))
		}
	}
	return m, in
}

// With few unknowns the bounds are exact: some definite answers reach them, or not knowing
// does.
func TestBoundsAreReached(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, in := randomInput(t)
		in.Parts = in.Parts[:1]
		in.Parts[0].Share = 1
		for i := range in.Slots {
			in.Slots[i].Parts = 1
		}
		r := New(m, in)
		low, high := r.Bounds(0)
		gotLow, gotHigh := slices.Clone(r.V), slices.Clone(r.V)
		var visit func(q int)
		visit = func(q int) {
			if q == len(m.Questions) {
				for o, v := range New(m, in).V {
					gotLow[o], gotHigh[o] = min(gotLow[o], v), max(gotHigh[o], v)
				}
				return
			}
			set := in.Parts[0].Sets[q]
			visit(q + 1)
			for i := range m.Questions[q].Answers {
				if set.Has(i) {
					in.Parts[0].Sets[q] = Bit(i)
					visit(q + 1)
				}
			}
			in.Parts[0].Sets[q] = set
		}
		visit(0)
		for o := range low {
			if math.Abs(low[o]-gotLow[o]) > 1e-9 || math.Abs(high[o]-gotHigh[o]) > 1e-9 {
				t.Fatalf("option %d: bounds [%v, %v], reached [%v, %v]", o, low[o], high[o], gotLow[o], gotHigh[o])
			}
		}
	})
}

// With fixed scales a hopeless third option cannot change the winner, unlike in the
// counter-example of Belton & Gear (1983), where scales stretch between the best and the
// worst option.
func TestThirdOptionDoesNotReverse(t *testing.T) {
	a, b, hopeless := []float64{0.5, 0.8}, []float64{0.8, 0.55}, []float64{0.45, 0}
	weights := []float64{0.45, 0.55}
	values := func(rows ...[]float64) []float64 {
		m := &Model{Spread: 1, Options: len(rows), Criteria: 2, Base: weights, Cells: slices.Concat(rows...), Curves: make([]Curve, 2)}
		m.Prepare()
		return whole(m, Prior{}).V
	}
	stretched := func(rows ...[]float64) []float64 {
		v := make([]float64, len(rows))
		for k, w := range weights {
			low, high := rows[0][k], rows[0][k]
			for _, row := range rows {
				low, high = min(low, row[k]), max(high, row[k])
			}
			for o, row := range rows {
				v[o] += w * (row[k] - low) / (high - low)
			}
		}
		return v
	}
	if pair, triple := stretched(a, b), stretched(a, b, hopeless); pair[0] < pair[1] || triple[0] > triple[1] {
		t.Fatalf("the example does not reverse stretched scales: %v, %v", pair, triple)
	}
	pair, triple := values(a, b), values(a, b, hopeless)
	if pair[0] <= pair[1] || triple[0] != pair[0] || triple[1] != pair[1] {
		t.Errorf("values %v become %v", pair, triple)
	}
}
