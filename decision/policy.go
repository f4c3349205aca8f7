package decision

import (
	"slices"

	"crossroads/decision/score"
)

// Policy holds the rules of an organisation for every decision of a comparison: locked
// answers, bounds on weights, and options that are not available. Each rule has a reason,
// which readers see. See Govern.
type Policy struct {
	Name    string       `json:"Name"`    // "Hosting rules of Example Bank"
	Version string       `json:"Version"` // whatever the organisation counts by: "2026-11"
	AsOf    string       `json:"AsOf"`    // YYYY-MM-DD, since when it holds
	URL     string       `json:"URL"`     // where it is written down; may be empty
	Answers []Lock       `json:"Answers"`
	Weights []WeightRule `json:"Weights"`
	Removed []Removal    `json:"Removed"`
}

// Lock is an answer that always holds, for the whole and for every part. Where a question
// allows several answers, others may be given beside it.
type Lock struct {
	Question string   `json:"Question"`
	Answers  []string `json:"Answers"` // ids; one, unless the question takes several
	Reason   string   `json:"Reason"`
}

// WeightRule bounds the weight of a criterion, on the scale where the heaviest criterion of
// the catalogue is 100: see SwingWeights. It applies to default weights, also after answers
// adjust them, to stated weights and to a ranking. The draws still spread around a bounded
// weight as usual.
type WeightRule struct {
	Criterion string  `json:"Criterion"`
	Least     float64 `json:"Least"` // 0 to 100
	Most      float64 `json:"Most"`  // Least to 100
	Reason    string  `json:"Reason"`
}

// Removal takes its subject out of every decision. The option stays in the comparison but
// is ruled out in every result.
type Removal struct {
	Option string `json:"Option"` // one of them: see Subject
	Axis   string `json:"Axis"`
	Reason string `json:"Reason"`
}

// Subject of the removal.
func (r Removal) Subject() Subject { return Subject{r.Option, r.Axis} }

// Exact reports whether the rule allows only a single weight.
func (r WeightRule) Exact() bool { return r.Least == r.Most }

// Bound returns the allowed weight nearest to a given one.
func (r WeightRule) Bound(weight float64) float64 { return min(max(weight, r.Least), r.Most) }

// Lock returns the rule that fixes the answer to a question; nil when readers answer it.
func (c *Catalogue) Lock(question string) *Lock {
	if c.Policy == nil {
		return nil
	}
	for i := range c.Policy.Answers {
		if c.Policy.Answers[i].Question == question {
			return &c.Policy.Answers[i]
		}
	}
	return nil
}

// WeightRule returns the rule for the weight of a criterion; nil when there is none.
func (c *Catalogue) WeightRule(criterion string) *WeightRule {
	if c.Policy == nil {
		return nil
	}
	for i := range c.Policy.Weights {
		if c.Policy.Weights[i].Criterion == criterion {
			return &c.Policy.Weights[i]
		}
	}
	return nil
}

// Removal returns the rule that removes the option at position o; nil when there is none.
func (c *Catalogue) Removal(o int) *Removal {
	if c.Policy == nil {
		return nil
	}
	for i := range c.Policy.Removed {
		if c.Covers(c.Policy.Removed[i].Subject(), o) {
			return &c.Policy.Removed[i]
		}
	}
	return nil
}

// Settled reports whether nothing is left to answer. A lock on a question that allows
// several answers leaves it open, unless it fills all places or its answer holds alone.
func (c *Catalogue) Settled(question string) bool {
	lock := c.Lock(question)
	if lock == nil {
		return false
	}
	q := &c.Questions[c.index.question[question]]
	return q.Several < 2 || len(lock.Answers) >= q.Several || q.alone(lock.Answers)
}

// alone reports whether one of the answers excludes all others.
func (q *Question) alone(ids []string) bool {
	return slices.ContainsFunc(q.Answers, func(a Answer) bool { return a.Alone && slices.Contains(ids, a.ID) })
}

// Ungoverned returns the catalogue without its policy, for what concerns the method and not
// a decision of the organisation: published cases, the panel, self-tests. The catalogue
// must have been compiled.
func (c *Catalogue) Ungoverned() *Catalogue {
	if c.free != nil {
		return c.free
	}
	return c
}

// removed returns the options that the policy removes.
func (c *Catalogue) removed() score.Set {
	var set score.Set
	if c.Policy != nil {
		for _, r := range c.Policy.Removed {
			set |= c.set(r.Subject())
		}
	}
	return set
}

// govern adds the policy to a model: options that are always out, and weights whose bounds
// hold however answers adjust them.
func (c *Catalogue) govern(m *score.Model) {
	if c.Policy == nil {
		return
	}
	m.Out = c.removed()
	if len(c.Policy.Weights) == 0 {
		return
	}
	m.Base, m.Limits = nil, nil
	for _, w := range c.SwingWeights() {
		limit := score.UsualLimit
		if rule := c.WeightRule(w.Criterion); rule != nil {
			limit = score.Limit{Least: 1, Most: 1} // a weight of 0 cannot be adjusted
			if w.Weight > 0 {
				limit = score.Limit{Least: max(score.LeastFactor, rule.Least/w.Weight), Most: min(score.MostFactor, rule.Most/w.Weight)}
			}
		}
		m.Base, m.Limits = append(m.Base, w.Weight), append(m.Limits, limit)
	}
}
