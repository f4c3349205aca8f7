package main

import (
	"math"
	"slices"

	"crossroads/content"
	"crossroads/decision"
)

// observe turns situations of the panel into observations, one for each encoding: either
// those for the fit, or the later ones for testing. It omits those that at least two judges
// call implausible.
func (v *vector) observe(p *content.Panel, later bool) []*observation {
	var list []*observation
	for i := range p.Situations {
		s := &p.Situations[i]
		if s.Later != later {
			continue
		}
		doubts := 0
		for _, j := range s.Judgements {
			if !j.Plausible {
				doubts++
			}
		}
		if doubts >= 2 {
			continue
		}
		var judges [][]float64
		for _, j := range s.Judgements {
			judges = append(judges, v.points(p, func(choice string) float64 { return j.Points[choice] / 100 }))
		}
		for _, e := range s.Encodings {
			o := &observation{id: s.ID, encoding: e, weight: 1 / float64(len(s.Encodings)), judges: judges, points: v.points(p, s.Share)}
			v.encode(o, e)
			list = append(list, o)
		}
	}
	return list
}

// points arranges shares of the panel's choices in the order of the vector's options,
// followed by the mix. Judges could also choose two combinations that the comparison does
// not offer; these are left out and the rest scaled to sum to one.
func (v *vector) points(p *content.Panel, share func(string) float64) []float64 {
	list := make([]float64, len(v.options)+1)
	for _, c := range p.Choices {
		at := len(v.options)
		if len(c.On) > 0 {
			at = slices.IndexFunc(v.options, func(o option) bool { return slices.Equal(o.on, c.On) })
		}
		if at >= 0 {
			list[at] += share(c.ID)
		}
	}
	return normal(list)
}

// normal scales shares to sum to one; all zeros stay.
func normal(list []float64) []float64 {
	total := 0.0
	for _, x := range list {
		total += x
	}
	if total > 0 {
		for i := range list {
			list[i] /= total
		}
	}
	return list
}

// aim returns the points that the fit should explain, limited to the choices possible under
// the encoding: a situation with a single part has no mix, and what an answer rules out has
// no value, whatever the numbers.
func (v *vector) aim(o *observation, values []float64) []float64 {
	list := slices.Clone(o.points)
	for i, x := range values {
		if math.IsInf(x, -1) {
			list[i] = 0
		}
	}
	return normal(list)
}

// encode fills in the parts from an encoding. Parts are equally large unless stated
// otherwise.
func (v *vector) encode(o *observation, e content.Encoding) {
	parts := e.Parts
	if len(parts) < 2 {
		answers := decision.Answers{}
		for q, a := range e.Answers {
			answers[q] = a
		}
		for _, p := range parts {
			for q, a := range p.Answers {
				answers[q] = a
			}
		}
		o.parts = []part{v.part(o, 1, answers, nil)}
	}
	if len(parts) > 1 {
		total := 0.0
		for _, p := range parts {
			total += p.Share
		}
		for _, p := range parts {
			share := 1 / float64(len(parts))
			if total > 0 {
				share = p.Share / total
			}
			o.parts = append(o.parts, v.part(o, share, e.Answers, p.Answers))
		}
	}
	o.unlike, o.from = make([][]float64, len(o.parts)), make([]uint, len(o.parts))
	for i := range o.parts {
		o.unlike[i] = make([]float64, len(o.parts))
		for j := range i {
			if apart(&o.parts[i], &o.parts[j]) {
				o.apart |= 1<<i | 1<<j
				o.from[i] |= 1 << j
				continue
			}
			o.unlike[i][j] = v.unlike(e.Answers, parts[i].Answers, parts[j].Answers)
			o.unlike[j][i] = o.unlike[i][j]
		}
	}
}

// unlike returns how much two parts differ: a third for each question that they do not have the same answers to, and
// in full from three on.
func (v *vector) unlike(common, a, b decision.Answers) float64 {
	differ := 0
	for _, q := range v.cat.Questions {
		x, y := slices.Clone(inPart(common, a, q.ID)), slices.Clone(inPart(common, b, q.ID))
		slices.Sort(x)
		slices.Sort(y)
		if !slices.Equal(x, y) {
			differ++
		}
	}
	return float64(min(differ, 3)) / 3
}

// apart reports whether one of two parts certainly has a marked answer that the other
// certainly does not have. Where only some answers have a mark, an open question counts as
// answered by another.
func apart(a, b *part) bool {
	for q, x := range a.marks {
		if y := b.marks[q]; x.certain&^y.possible|y.certain&^x.possible != 0 {
			return true
		}
	}
	return false
}

func (v *vector) part(o *observation, share float64, common, own decision.Answers) part {
	p := part{share: share, factors: make([][]group, len(v.bases)), out: 1<<len(v.options) - 1}
	var out uint
	for q, question := range v.cat.Questions {
		chances := v.chances(q, inPart(common, own, question.ID))
		always, m := ^uint(0), marks{certain: ^uint(0)}
		groups := make([]group, len(v.bases))
		single := make([]float64, len(question.Answers))
		for s, chance := range chances {
			if chance == 0 {
				continue
			}
			var ruled, marked uint
			by := make([][]int, len(v.bases))
			for _, a := range v.states[q][s] {
				single[a] += chance
				ruled |= v.answer[q][a].out
				if question.Answers[a].Apart {
					marked |= 1 << a
				}
				for _, w := range v.answer[q][a].factors {
					by[w.criterion] = append(by[w.criterion], w.number)
				}
			}
			always &= ruled
			m.certain &= marked
			m.possible |= marked
			for k := range groups {
				groups[k] = append(groups[k], product{chance, by[k]})
			}
		}
		for k, g := range groups {
			if slices.ContainsFunc(g, func(x product) bool { return len(x.numbers) > 0 }) {
				p.factors[k] = append(p.factors[k], merged(g))
			}
		}
		for a, chance := range single {
			if chance == 0 {
				continue
			}
			for _, s := range v.answer[q][a].shifts {
				if v.numbers[s.number].entry > 0 && chance < 0.5 {
					continue // an answer that is barely known cannot justify a new effect
				}
				p.shifts = append(p.shifts, scaled{s, chance})
			}
			if n := v.answer[q][a].price; n >= 0 {
				p.prices = append(p.prices, scaled{effect{number: n}, chance})
			}
		}
		out |= always
		ordinary := slices.ContainsFunc(question.Answers, func(a decision.Answer) bool { return !a.Apart })
		if ordinary && len(inPart(common, own, question.ID)) == 0 {
			m.possible = 0
		}
		p.marks = append(p.marks, m)
	}
	p.out &= out
	return p
}

// inPart returns the answer that applies to a part: its own, or else that of the whole.
func inPart(common, own decision.Answers, question string) []string {
	if given := own[question]; len(given) > 0 {
		return given
	}
	return common[question]
}

// merged combines states with the same effect on a weight.
func merged(g group) group {
	var out group
	for _, x := range g {
		at := slices.IndexFunc(out, func(y product) bool { return slices.Equal(x.numbers, y.numbers) })
		if at < 0 {
			out = append(out, x)
		} else {
			out[at].chance += x.chance
		}
	}
	return out
}

// chances returns the chances of a question's states, given the answered ids.
func (v *vector) chances(q int, given []string) []float64 {
	question := v.cat.Questions[q]
	list := make([]float64, len(v.states[q]))
	if len(given) == 0 {
		copy(list, v.shares[q])
		return list
	}
	var positions []int
	for _, id := range given {
		positions = append(positions, slices.IndexFunc(question.Answers, func(a decision.Answer) bool { return a.ID == id }))
	}
	slices.Sort(positions)
	positions = slices.Compact(positions)
	total := 0.0
	for s, answers := range v.states[q] {
		possible := slices.Equal(answers, positions)
		if question.Several < 2 {
			possible = slices.Contains(positions, answers[0])
		}
		if possible {
			list[s] = v.shares[q][s]
			total += list[s]
		}
	}
	for s := range list {
		list[s] /= total
	}
	return list
}
