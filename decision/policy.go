package decision

import (
	"slices"

	"crossroads/decision/score"
)

// Policy is what an organisation has settled for every decision of a comparison:
// answers that always hold, bounds of weights, options that are not to be had. Each
// rule has a reason, which readers see. See Govern.
type Policy struct {
	Name    string       `json:"Name"`    // "Hosting rules of Example Bank"
	Version string       `json:"Version"` // whatever the organisation counts by: "2026-11"
	AsOf    string       `json:"AsOf"`    // YYYY-MM-DD, since when it holds
	URL     string       `json:"URL"`     // where it is written down; may be empty
	Answers []Lock       `json:"Answers"`
	Weights []WeightRule `json:"Weights"`
	Removed []Removal    `json:"Removed"`
}

// Lock is an answer that always holds, for the whole and for every part. To a
// question that takes several answers, others may be given beside it.
type Lock struct {
	Question string   `json:"Question"`
	Answers  []string `json:"Answers"` // ids; one, unless the question takes several
	Reason   string   `json:"Reason"`
}

// WeightRule bounds the weight of a criterion, on the scale of swing weights where
// the heaviest criterion of the catalogue is 100: see SwingWeights. It holds for
// usual weights, also as answers move them, for stated ones and for a ranking. The
// draws around a weight spread as they always do.
type WeightRule struct {
	Criterion string  `json:"Criterion"`
	Least     float64 `json:"Least"` // 0 to 100
	Most      float64 `json:"Most"`  // Least to 100
	Reason    string  `json:"Reason"`
}

// Removal takes its subject out of every decision. The option stays in the
// comparison and is ruled out in every result.
type Removal struct {
	Option string `json:"Option"` // one of them: see Subject
	Axis   string `json:"Axis"`
	Reason string `json:"Reason"`
}

// Subject of the removal.
func (r Removal) Subject() Subject { return Subject{r.Option, r.Axis} }

// Exact reports whether the rule leaves a single weight.
func (r WeightRule) Exact() bool { return r.Least == r.Most }

// Bound returns the allowed weight that is nearest to a given one.
func (r WeightRule) Bound(weight float64) float64 { return min(max(weight, r.Least), r.Most) }

// Lock returns the rule that answers a question; nil when readers answer it.
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

// WeightRule returns the rule about the weight of a criterion; nil when there is none.
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

// Settled reports whether nothing is left to answer of a question: a lock on one that takes
// several answers leaves the others open, unless it fills them up or holds alone.
func (c *Catalogue) Settled(question string) bool {
	lock := c.Lock(question)
	if lock == nil {
		return false
	}
	q := &c.Questions[c.index.question[question]]
	return q.Several < 2 || len(lock.Answers) >= q.Several || q.alone(lock.Answers)
}

// alone reports whether one of the answers holds without others.
func (q *Question) alone(ids []string) bool {
	return slices.ContainsFunc(q.Answers, func(a Answer) bool { return a.Alone && slices.Contains(ids, a.ID) })
}

// Ungoverned returns the catalogue without its policy, for what is about the method and not
// about a decision of the organisation: published cases, the panel, self-tests. The
// catalogue must have been compiled.
func (c *Catalogue) Ungoverned() *Catalogue {
	if c.free != nil {
		return c.free
	}
	return c
}

// removed returns the options that the policy takes out.
func (c *Catalogue) removed() score.Set {
	var set score.Set
	if c.Policy != nil {
		for _, r := range c.Policy.Removed {
			set |= c.set(r.Subject())
		}
	}
	return set
}

// govern puts the policy into a model: options that are out whatever the answers,
// and weights that stay within bounds however answers move them.
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
			limit = score.Limit{Least: 1, Most: 1} // of a weight of 0 nothing is left to move
			if w.Weight > 0 {
				limit = score.Limit{Least: max(score.LeastFactor, rule.Least/w.Weight), Most: min(score.MostFactor, rule.Most/w.Weight)}
			}
		}
		m.Base, m.Limits = append(m.Base, w.Weight), append(m.Limits, limit)
	}
}
