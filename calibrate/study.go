package main

import (
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"crossroads/content"
	"crossroads/decision"
)

// study is one run: the fit on all situations, and fits that each leave a fold out.
type study struct {
	cat   *decision.Catalogue // as first judged
	last  *decision.Catalogue // with the numbers of the last fit
	panel *content.Panel
	pull  float64
	folds int
	least float64 // log-likelihood that a number of the last fit must gain to move
	grow  float64 // 0: only effects of the first judgement

	seen   []*observation
	later  []*observation // written after the fit
	final  *fitter
	before score // of the first judgement, without a fit
	fitted score // of the fit on all situations, on these situations
	unseen score // of the fits on the folds that they left out
	plain  score // of the logistic regression on the folds that it left out
	judge  score // of one judge against the others

	afterwards, plainAfterwards, judgeAfterwards score // of the fit, the regression and one judge, on later situations

	byVerdict verdicts // of the fits on the folds that they left out
}

// score measures agreement with the panel.
type score struct {
	n, first, two float64
	structure     float64 // first choices with the same structure as the panel's
	loglik        float64
}

func (s score) String() string {
	n := max(s.n, 1)
	return fmt.Sprintf("%5.1f %%   %5.1f %%   %5.1f %%   %8.3f", 100*s.first/n, 100*s.two/n, 100*s.structure/n, s.loglik/n)
}

// anyGain is the gain required for a number that no earlier fit has settled.
const anyGain = 1e-9

// rounds is the most passes of a fit over all numbers; it ends earlier when none moves.
const rounds = 40

func (s *study) run() error {
	v := newVector(s.cat, s.grow)
	s.seen, s.later = v.observe(s.panel, false), v.observe(s.panel, true)
	before := v.fit(s.seen, s.pull, anyGain, 0)
	for _, o := range s.seen {
		before.markFit(&s.before, o)
	}
	v.resume(newVector(s.last, 0))
	s.final = v.fit(s.seen, s.pull, s.least, rounds)
	for _, o := range s.seen {
		s.final.markFit(&s.fitted, o)
	}
	s.peers(s.seen, &s.judge)
	for _, o := range s.later {
		s.final.markFit(&s.afterwards, o)
	}
	s.peers(s.later, &s.judgeAfterwards)
	if len(s.later) > 0 {
		if err := s.regress(v, s.seen, s.later, &s.plainAfterwards); err != nil {
			return err
		}
	}
	return s.cross()
}

// cross leaves out each fold in turn, fits on the others, and tests on the fold.
func (s *study) cross() error {
	fold := s.foldOf()
	unseen, plain, byVerdict := make([]score, s.folds), make([]score, s.folds), make([]verdicts, s.folds)
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for left := range s.folds {
		group.Go(func() error {
			v := newVector(s.cat, s.grow)
			var known, test []*observation
			for _, o := range v.observe(s.panel, false) {
				if fold[o.id] == left {
					test = append(test, o)
				} else {
					known = append(known, o)
				}
			}
			f := v.fit(known, s.pull, anyGain, rounds)
			for _, o := range test {
				f.markFit(&unseen[left], o)
			}
			c, err := f.fitted()
			if err != nil {
				return err
			}
			byVerdict[left] = verdicts{}
			v.markVerdicts(byVerdict[left], c, test)
			return s.regress(v, known, test, &plain[left])
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	s.byVerdict = verdicts{}
	for fold := range s.folds {
		s.byVerdict.add(byVerdict[fold])
		s.unseen.add(unseen[fold])
		s.plain.add(plain[fold])
	}
	return nil
}

// foldOf says which fold a situation is in, with all its encodings.
func (s *study) foldOf() map[string]int {
	var ids []string
	for _, o := range s.seen {
		if !slices.Contains(ids, o.id) {
			ids = append(ids, o.id)
		}
	}
	folds := map[string]int{}
	for i, at := range rand.New(rand.NewPCG(20261128, 1)).Perm(len(ids)) {
		folds[ids[at]] = i % s.folds
	}
	return folds
}

func (s *score) add(o score) {
	s.n, s.first, s.two, s.structure, s.loglik = s.n+o.n, s.first+o.first, s.two+o.two, s.structure+o.structure, s.loglik+o.loglik
}

func (s *study) regress(v *vector, known, left []*observation, into *score) error {
	var xs, ys [][]float64
	var weights []float64
	for _, o := range known {
		xs, ys, weights = append(xs, v.inputs(o)), append(ys, o.points), append(weights, o.weight)
	}
	m, err := train(xs, ys, weights)
	if err != nil {
		return err
	}
	for _, o := range left {
		chances := m.chances(v.inputs(o))
		logs := make([]float64, len(chances))
		for c, p := range chances {
			logs[c] = math.Log(p)
		}
		v.mark(into, o, logs, likelihood(logs, o.points, 1))
	}
	return nil
}

// peers compares each judge with the mean of the others.
func (s *study) peers(on []*observation, into *score) {
	v := s.final.vector
	for _, o := range on {
		for j := range o.judges {
			rest := &observation{weight: o.weight, points: make([]float64, len(o.points))}
			for i, points := range o.judges {
				for c, x := range points {
					if i != j {
						rest.points[c] += x / float64(len(o.judges)-1)
					}
				}
			}
			logs := 0.0
			for c, p := range rest.points {
				if p > 0 {
					logs += p * math.Log((1-slip)*o.judges[j][c]+slip/float64(len(o.points)))
				}
			}
			v.mark(into, rest, o.judges[j], logs)
		}
	}
}

// markFit scores a fit on an observation.
func (f *fitter) markFit(into *score, o *observation) {
	values := f.values(o, f.s)
	f.mark(into, o, values, likelihood(values, o.points, f.temperature))
}

// mark scores values against the panel's points.
func (v *vector) mark(into *score, o *observation, values []float64, loglik float64) {
	into.n += o.weight
	into.loglik += o.weight * loglik
	first := ranked(o.points)[0]
	order := ranked(values)
	if order[0] == first {
		into.first += o.weight
	}
	if slices.Contains(order[:2], first) {
		into.two += o.weight
	}
	if v.structure(order[0]) == v.structure(first) {
		into.structure += o.weight
	}
}

// structure returns the value of a choice on the first axis, "mix" for the mix.
func (v *vector) structure(choice int) string {
	if choice == len(v.options) {
		return "mix"
	}
	return v.options[choice].on[0]
}

// ranked lists indexes by value, highest first; equal values keep their order.
func ranked(values []float64) []int {
	list := make([]int, len(values))
	for i := range list {
		list[i] = i
	}
	slices.SortStableFunc(list, func(a, b int) int {
		switch {
		case values[a] > values[b]:
			return -1
		case values[a] < values[b]:
			return 1
		}
		return 0
	})
	return list
}

func (s *study) print(out io.Writer) error {
	fmt.Fprintf(out, "%.0f situations, %d numbers, temperature %.3f\n\n", s.fitted.n, len(s.final.numbers), s.final.temperature)
	fmt.Fprintf(out, "%-44s %7s   %7s   %7s   %8s\n", "agreement with the panel", "first", "two", "struct.", "log-lik.")
	for _, row := range []struct {
		name string
		of   score
	}{
		{"first judgement, not fitted", s.before},
		{"fitted, on what it was fitted to", s.fitted},
		{fmt.Sprintf("fitted, on %d unseen folds", s.folds), s.unseen},
		{"logistic regression, on the same folds", s.plain},
		{"one judge, against the others", s.judge},
	} {
		fmt.Fprintf(out, "%-44s %v\n", row.name, row.of)
	}
	if n := s.afterwards.n; n > 0 {
		fmt.Fprintf(out, "\n%.0f situations written after the fit (a test)\n", n)
		fmt.Fprintf(out, "%-44s %v\n", "fitted", s.afterwards)
		fmt.Fprintf(out, "%-44s %v\n", "logistic regression", s.plainAfterwards)
		fmt.Fprintf(out, "%-44s %v\n", "one judge, against the others", s.judgeAfterwards)
	}
	fitted, err := s.final.fitted()
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\n%-44s %7s   %7s   %7s   %7s\n", "agreement with published cases (a test)", "first", "two", "struct.", "platform")
	fmt.Fprintf(out, "%-44s %s\n", "first judgement", onCases(s.cat))
	fmt.Fprintf(out, "%-44s %s\n", "fitted", onCases(fitted))
	s.byVerdict.print(out, fmt.Sprintf("by verdict, on %d unseen folds", s.folds))
	later := verdicts{}
	s.final.markVerdicts(later, fitted, s.later)
	later.print(out, "by verdict, on those written after the fit")
	return nil
}

func (s *study) printMoved(out io.Writer) {
	fmt.Fprintln(out)
	for i, n := range s.final.numbers {
		if x := s.final.theta[i]; x != n.first {
			fmt.Fprintf(out, "%-64s %6v -> %v\n", n.where, n.first, x)
		}
	}
}

// name returns the name of a choice.
func (v *vector) name(choice int) string {
	if choice == len(v.options) {
		return "mix"
	}
	return v.options[choice].id
}

func (s *study) printMisses(out io.Writer) {
	fmt.Fprintln(out)
	f := s.final
	for _, o := range s.seen {
		values := f.values(o, f.s)
		want, got := ranked(o.points)[0], ranked(values)
		if want == got[0] {
			continue
		}
		fmt.Fprintf(out, "%s  panel %-16s %3.0f%%  fitted %-14s then %-14s by %.3f, the panel's is %.3f behind\n",
			o.id, f.name(want), 100*o.points[want], f.name(got[0]), f.name(got[1]), values[got[0]]-values[got[1]],
			values[got[0]]-values[want])
	}
}
