package main

import "slices"

// ladders lists, in catalogue order, the questions whose answers are steps of one scale.
// Along a ladder, an effect must not reverse: where the first judgement rises or stays
// level, so must the fitted numbers.
var ladders = []string{
	"duration", "level", "latency", "consistency", "complexity", "size", "autonomy", "appetite", "lockin", "budget", "outage",
}

// rule keeps numbers in order along a ladder. An answer without the effect has number -1
// and the neutral value.
type rule struct {
	along   []int
	neutral float64
	falls   bool
	either  bool // no effect in the first judgement: it may rise or fall, but not both
	numbers []int
}

func (r *rule) holds(theta []float64) bool {
	rises, falls := true, true
	last := 0.0
	for i, n := range r.along {
		x := r.neutral
		if n >= 0 {
			x = theta[n]
		}
		if i > 0 {
			rises, falls = rises && x >= last, falls && x <= last
		}
		last = x
	}
	if r.either {
		return rises || falls
	}
	return r.falls && falls || !r.falls && rises
}

// key identifies corresponding effects of the answers to a question.
type key struct {
	options   uint
	criterion int
	weighs    bool
}

// ordered returns the rules that hold for the first judgement.
func (v *vector) ordered() []rule {
	var rules []rule
	for q, question := range v.cat.Questions {
		if !slices.Contains(ladders, question.ID) {
			continue
		}
		var keys []key
		found := map[key][]int{}
		note := func(a int, k key, n int) {
			if _, ok := found[k]; !ok {
				keys = append(keys, k)
				found[k] = slices.Repeat([]int{-1}, len(question.Answers))
			}
			found[k][a] = n
		}
		for a, e := range v.answer[q] {
			for _, s := range e.shifts {
				note(a, key{s.options, s.criterion, false}, s.number)
			}
			for _, w := range e.factors {
				note(a, key{0, w.criterion, true}, w.number)
			}
		}
		for _, k := range keys {
			for _, falls := range []bool{false, true} {
				r := rule{along: found[k], falls: falls, either: v.grown(found[k])}
				if k.weighs {
					r.neutral = 1
				}
				for _, n := range r.along {
					if n >= 0 {
						r.numbers = append(r.numbers, n)
					}
				}
				first := make([]float64, len(v.numbers))
				for i := range first {
					first[i] = v.numbers[i].first
				}
				if r.holds(first) {
					rules = append(rules, r)
					break
				}
			}
		}
	}
	return rules
}

// grown reports whether all of the numbers are new effects.
func (v *vector) grown(along []int) bool {
	for _, n := range along {
		if n >= 0 && v.numbers[n].entry == 0 {
			return false
		}
	}
	return true
}
