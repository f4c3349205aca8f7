package decision

import (
	"fmt"
	"slices"

	"crossroads/decision/score"
)

// Overruled is a part of an assessment that a rule of the policy replaced.
type Overruled struct {
	Field  string `json:"field"`  // path in the JSON form: "answers.place", "priorities[0].weight"
	Given  string `json:"given"`  // in words: labels of answers, a weight
	Counts string `json:"counts"` // what holds instead, in words
	Reason string `json:"reason"` // of the rule

	Part      int    `json:"-"` // number of the part it was given for, from 1; 0 for the whole
	Question  string `json:"-"` // id, where it is about an answer
	Criterion string `json:"-"` // id, where it is about a weight
}

// Govern applies the rules of the policy to an assessment: locked answers replace given
// ones, for the whole and for each part, and weights are moved to the nearest allowed
// value. It returns what was replaced; filling in an open answer replaces nothing. Evaluate
// calls Govern itself, so no caller has to, and governing twice changes nothing. A ranking
// states no weights, so it stays as it is, and the weights derived from it are moved.
// Without a policy the assessment is returned unchanged.
//
// Unknown ids stay, for CheckAssessment to report.
func (c *Catalogue) Govern(a Assessment) (Assessment, []Overruled) {
	if c.Policy == nil {
		return a, nil
	}
	var list []Overruled
	a = a.Clone()
	for i := range c.Policy.Answers {
		lock := &c.Policy.Answers[i]
		if a.Answers == nil {
			a.Answers = Answers{}
		}
		list = append(list, c.lock(a.Answers, lock, 0)...)
		for p := range a.Parts {
			if len(a.Parts[p].Answers[lock.Question]) > 0 {
				list = append(list, c.lock(a.Parts[p].Answers, lock, p+1)...)
			}
		}
	}
	for i := range a.Priorities.Weights {
		w := &a.Priorities.Weights[i]
		rule := c.WeightRule(w.Criterion)
		if rule == nil || rule.Bound(w.Weight) == w.Weight || w.Weight != w.Weight {
			continue
		}
		list = append(list, Overruled{
			Field: fmt.Sprintf("priorities[%d].weight", i), Criterion: w.Criterion,
			Given: figure(w.Weight), Counts: figure(rule.Bound(w.Weight)), Reason: rule.Reason,
		})
		w.Weight = rule.Bound(w.Weight)
	}
	return a, list
}

// Says describes in a sentence what a rule replaced.
func (c *Catalogue) Says(o Overruled) string {
	by := "by the rules of your organisation, " + c.Applied().String()
	if o.Criterion != "" {
		return fmt.Sprintf("The weight %s of “%s” is outside what is allowed %s: it %s. It counts as %s.", o.Given,
			criterionName(c, o.Criterion), by, c.WeightRule(o.Criterion).Words(), o.Counts)
	}
	return fmt.Sprintf("“%s” was answered “%s”, but %s, the answer is “%s”.", c.Questions[c.index.question[o.Question]].Text, o.Given, by,
		o.Counts)
}

// lock adds a locked answer to the answers of the whole (part 0) or of a part. Where only
// one answer can hold, the part loses its own answer and takes that of the whole.
func (c *Catalogue) lock(answers Answers, lock *Lock, part int) []Overruled {
	q := &c.Questions[c.index.question[lock.Question]]
	given := answers[lock.Question]
	now := slices.Clone(lock.Answers)
	if q.Several > 1 && !q.alone(now) {
		for _, id := range given {
			if len(now) < q.Several && !slices.Contains(now, id) && !q.alone([]string{id}) {
				now = append(now, id)
			}
		}
	}
	slices.Sort(now)
	answers[lock.Question] = now
	if part > 0 && q.Several < 2 {
		delete(answers, lock.Question)
	}
	if len(given) == 0 || q.follows(given, now) {
		return nil
	}
	field := "answers." + lock.Question
	if part > 0 {
		field = fmt.Sprintf("parts[%d].%s", part-1, field)
	}
	return []Overruled{{Field: field, Part: part, Question: q.ID, Given: q.labels(given), Counts: q.labels(now), Reason: lock.Reason}}
}

// follows reports whether a given answer still stands: all of it where several answers hold
// together, otherwise any one of the answers given.
func (q *Question) follows(given, now []string) bool {
	in := func(id string) bool { return slices.Contains(now, id) }
	if q.Several > 1 {
		return !slices.ContainsFunc(given, func(id string) bool { return !in(id) })
	}
	return slices.ContainsFunc(given, in)
}

// ruled reports whether the answer of a slot is exactly what the policy requires, so that
// it carries no information about the case.
func (s *session) ruled(slot int) bool {
	q := s.run.In.Slots[slot].Question
	lock := s.c.Lock(s.c.Questions[q].ID)
	return lock != nil && s.set(slot) == s.c.given(q, lock.Answers)
}

// allowed reports whether a state of a question contains the locked answers.
func (c *Catalogue) allowed(q, state int) bool {
	lock := c.Lock(c.Questions[q].ID)
	if lock == nil {
		return true
	}
	for _, id := range lock.Answers {
		if !slices.Contains(c.index.state[q][state].answers, c.index.answer[q][id]) {
			return false
		}
	}
	return true
}

// labels returns the labels of answers; an unknown id is its own label.
func (q *Question) labels(ids []string) string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = id
		if at := slices.IndexFunc(q.Answers, func(a Answer) bool { return a.ID == id }); at >= 0 {
			list[i] = q.Answers[at].Label
		}
	}
	if q.Several > 1 {
		return join(list, "; ")
	}
	return join(list, " or ")
}

// rankWeights returns the weights of a checked ranking on the scale of swing weights, both
// within the bounds of the policy and without them; nil without a ranking or without
// bounds.
func (c *Catalogue) rankWeights(ranking []string) (bounded, given []float64) {
	if len(ranking) == 0 || c.Policy == nil || len(c.Policy.Weights) == 0 {
		return nil, nil
	}
	var prior score.Prior
	for _, id := range ranking {
		prior.Rank = append(prior.Rank, c.index.criterion[id])
	}
	given = prior.Weights(len(c.Criteria))
	heaviest := given[prior.Rank[0]]
	for k := range given {
		given[k] *= 100 / heaviest
	}
	bounded = slices.Clone(given)
	for k, criterion := range c.Criteria {
		if rule := c.WeightRule(criterion.ID); rule != nil {
			bounded[k] = rule.Bound(given[k])
		}
	}
	return bounded, given
}
