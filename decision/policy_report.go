package decision

import (
	"fmt"
	"slices"
)

// Applied is the policy that shaped a report, in words, so that a stored report still shows
// the rules of its time.
type Applied struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	AsOf    string `json:"as_of"` // YYYY-MM-DD
	URL     string `json:"url,omitempty"`
	Rules   []Rule `json:"rules,omitempty"`
}

// Kinds of rules.
const (
	RuleAnswer = "answer" // an answer is locked
	RuleWeight = "weight" // a weight is bounded
	RuleOption = "option" // options are removed
)

// Rule is one rule of a policy. Its kind determines which fields are set.
type Rule struct {
	Kind      string   `json:"kind"`               // a Rule… constant
	Question  string   `json:"question,omitempty"` // id
	Answers   []string `json:"answers,omitempty"`  // ids
	Criterion string   `json:"criterion,omitempty"`
	Least     *float64 `json:"least,omitempty"` // on the scale of swing weights, 0 to 100
	Most      *float64 `json:"most,omitempty"`
	Options   []string `json:"options,omitempty"` // ids
	Sentence  string   `json:"sentence"`          // what it settles
	Reason    string   `json:"reason"`
}

// about reports whether two rules have the same subject.
func (r Rule) about(other Rule) bool {
	return r.Kind == other.Kind && r.Question == other.Question && r.Criterion == other.Criterion && slices.Equal(r.Options, other.Options)
}

// Same reports whether two reports were made under the same policy, by name and version, or
// both without one.
func (a *Applied) Same(b *Applied) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Name == b.Name && a.Version == b.Version
}

// Answered says whose the answer to a question is, as a sentence begins: the reader's, or the
// organisation's where a rule fixes it.
func (a *Applied) Answered(question string) string {
	if a != nil && slices.ContainsFunc(a.Rules, func(r Rule) bool { return r.Kind == RuleAnswer && r.Question == question }) {
		return "Your organisation answers"
	}
	return "You answered"
}

// String names the policy: “Hosting rules”, version 2026-11.
func (a *Applied) String() string { return fmt.Sprintf("“%s”, version %s", a.Name, a.Version) }

// Applied returns the policy of the catalogue in the form for reports; nil without one.
func (c *Catalogue) Applied() *Applied {
	p := c.Policy
	if p == nil {
		return nil
	}
	a := &Applied{Name: p.Name, Version: p.Version, AsOf: p.AsOf, URL: p.URL, Rules: []Rule{}}
	for i := range p.Answers {
		a.Rules = append(a.Rules, c.answerRule(&p.Answers[i]))
	}
	for i := range p.Weights {
		a.Rules = append(a.Rules, c.weightRule(&p.Weights[i]))
	}
	for i := range p.Removed {
		a.Rules = append(a.Rules, c.optionRule(&p.Removed[i]))
	}
	return a
}

func (c *Catalogue) answerRule(l *Lock) Rule {
	q := &c.Questions[c.index.question[l.Question]]
	verb := "is answered"
	if !c.Settled(l.Question) {
		verb = "is always answered also with"
	}
	return Rule{
		Kind: RuleAnswer, Question: l.Question, Answers: l.Answers, Reason: l.Reason,
		Sentence: fmt.Sprintf("“%s” %s “%s”.", q.Text, verb, q.labels(l.Answers)),
	}
}

func (c *Catalogue) weightRule(r *WeightRule) Rule {
	return Rule{
		Kind: RuleWeight, Criterion: r.Criterion, Least: &r.Least, Most: &r.Most, Reason: r.Reason,
		Sentence: fmt.Sprintf("The weight of “%s” %s.", criterionName(c, r.Criterion), r.Words()),
	}
}

// Words describes the allowed weights: "is at least 60, of 100".
func (r *WeightRule) Words() string {
	switch {
	case r.Exact():
		return "is " + figure(r.Least) + " of 100"
	case r.Least == 0:
		return "is at most " + figure(r.Most) + " of 100"
	case r.Most == 100:
		return "is at least " + figure(r.Least) + " of 100"
	}
	return "lies between " + figure(r.Least) + " and " + figure(r.Most) + " of 100"
}

func (c *Catalogue) optionRule(r *Removal) Rule {
	rule := Rule{Kind: RuleOption, Options: []string{}, Reason: r.Reason}
	var names []string
	for _, o := range c.OptionsOf(r.Subject()) {
		rule.Options, names = append(rule.Options, c.Options[o].ID), append(names, c.Options[o].Name)
	}
	rule.Sentence = "Ruled out in every decision: " + and(names) + "."
	return rule
}
