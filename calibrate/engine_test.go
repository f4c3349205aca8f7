package main

import (
	"math"
	"slices"
	"sync"
	"testing"

	"crossroads/content"
	"crossroads/decision"
)

// shipped is the content with the comparison as first judged.
var shipped = sync.OnceValues(func() (*content.Library, error) { return load("../content", "first-judgement") })

func loaded(t *testing.T) (*decision.Catalogue, *content.Panel) {
	t.Helper()
	library, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	c := library.Comparisons[0]
	return c, library.PanelOf(c.Slug)
}

// The fit computes values by itself, because the engine also draws and explains. If the
// two differed, the fitted numbers would be right for another engine.
func TestValuesAreThoseOfTheEngine(t *testing.T) {
	c, panel := loaded(t)
	v := newVector(c, 0)
	s := v.scratch()
	compared, mixed := 0, 0
	for i, o := range v.observe(panel, false) {
		if len(o.parts) < 2 && i%12 != 0 { // systems of several parts are rarer and harder
			continue
		}
		report, err := decision.Evaluate(c, decision.Assessment{Answers: o.encoding.Answers, Parts: o.encoding.Parts})
		if err != nil {
			t.Fatalf("%s: %v", o.id, err)
		}
		values := v.values(o, s)
		for _, standing := range report.Ranking {
			at := slices.IndexFunc(v.options, func(x option) bool { return x.id == standing.Option })
			if standing.Status == decision.StatusOut {
				if !math.IsInf(values[at], -1) {
					t.Errorf("%s: %s is ruled out, but has the value %v", o.id, standing.Option, values[at])
				}
				continue
			}
			compared++
			if math.Abs(values[at]-standing.Score) > 1e-9 {
				t.Errorf("%s: %s has the value %.6f, by the engine %.6f", o.id, standing.Option, values[at], standing.Score)
			}
		}
		if report.Plan == nil {
			continue
		}
		first := ranked(values)[0] == len(v.options)
		if is := len(report.Plan.Platforms) > 1; is != first {
			t.Errorf("%s: a mix comes first: %v, by the engine: %v", o.id, first, is)
		} else if is {
			mixed++
		}
	}
	if compared < 200 || mixed < 10 {
		t.Errorf("%d values and %d mixes were compared", compared, mixed)
	}
}

// A fit tries a number by what it moves alone. That has to come to the same as
// computing everything anew.
func TestTryIsWhatEverythingComesTo(t *testing.T) {
	c, panel := loaded(t)
	v := newVector(c, 0)
	var seen []*observation
	for i, o := range v.observe(panel, false) {
		if len(o.parts) > 1 && len(seen) < 12 || i%15 == 0 {
			seen = append(seen, o)
		}
	}
	f := v.fit(seen, 0, anyGain, 0)
	total := func() (sum float64) {
		f.settle()
		for i := range f.states {
			sum += f.states[i].like
		}
		return sum
	}
	moved := 0
	for n := range f.numbers {
		was := f.theta[n]
		grid := f.numbers[n].grid
		x := grid[(slices.Index(grid, was)+1)%len(grid)]
		before, touched := total(), 0.0
		for _, b := range f.bearing[n] {
			touched += f.states[b.at].like
		}
		tried := before - touched + f.try(n, x, false)
		if f.theta[n] != was {
			t.Fatalf("%s is %v after a try, was %v", f.numbers[n].where, f.theta[n], was)
		}
		f.try(n, x, true)
		kept := slices.Clone(f.states[0].all)
		anew := total()
		if math.Abs(tried-anew) > 1e-6 {
			t.Errorf("%s as %v: tried %.9f, computed anew %.9f", f.numbers[n].where, x, tried, anew)
		}
		for i, value := range f.states[0].all {
			if value != kept[i] && math.Abs(value-kept[i]) > 1e-9 {
				t.Errorf("%s as %v: the value kept is %v, computed anew %v", f.numbers[n].where, x, kept[i], value)
			}
		}
		if math.Abs(anew-before) > 1e-9 {
			moved++
		}
		f.theta[n] = was
	}
	if moved < len(f.numbers)/2 {
		t.Errorf("%d of %d numbers move anything", moved, len(f.numbers))
	}
}

// The rules are those that the first judgement keeps, so it must be a point that a fit
// can begin from, and every point of a fit has to keep them.
func TestFitStaysWithinTheRules(t *testing.T) {
	c, panel := loaded(t)
	v := newVector(c, 0)
	seen := v.observe(panel, false)[:40]
	f := v.fit(seen, 0.01, anyGain, 2)
	if len(f.rules) < 20 {
		t.Errorf("there are %d rules", len(f.rules))
	}
	changed := 0
	for i, n := range f.numbers {
		if !slices.Contains(n.grid, f.theta[i]) {
			t.Errorf("%s is %v, which is not on its grid %v", n.where, f.theta[i], n.grid)
		}
		if f.theta[i] != n.first {
			changed++
		}
		if !f.allowed(i) {
			t.Errorf("%s as %v breaks a rule", n.where, f.theta[i])
		}
	}
	if changed == 0 {
		t.Error("nothing moved")
	}
	if _, err := f.fitted(); err != nil {
		t.Error(err)
	}
}
