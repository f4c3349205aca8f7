package views

import (
	"slices"

	"crossroads/decision"
	"crossroads/format"
)

// policyName names a policy with its version and day: “Hosting rules”, version
// 2026-11, in force since 1 November 2026.
func policyName(a *decision.Applied) string {
	return a.String() + ", in force since " + format.Day(a.AsOf)
}

// locked are the answers to a question that a rule of the organisation gives.
func (p DecidePage) locked(q decision.Question) []decision.Answer {
	lock := p.Catalogue.Lock(q.ID)
	if lock == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(q.Answers), func(a decision.Answer) bool { return !slices.Contains(lock.Answers, a.ID) })
}

// free returns a question without the answers that are locked, and without those that contradict
// them.
func (p DecidePage) free(q decision.Question) decision.Question {
	if lock := p.Catalogue.Lock(q.ID); lock != nil {
		q.Several -= len(lock.Answers)
		q.Answers = slices.DeleteFunc(slices.Clone(q.Answers), func(a decision.Answer) bool {
			return a.Alone || slices.Contains(lock.Answers, a.ID)
		})
	}
	return q
}

// weightRules reports whether rules of the organisation bound weights.
func (v reportView) weightRules() bool {
	return v.Report.Policy != nil && slices.ContainsFunc(v.Report.Policy.Rules,
		func(r decision.Rule) bool { return r.Kind == decision.RuleWeight })
}

// ruled are the criteria with a rule about their weight.
func (p DecidePage) ruled() []decision.Rule {
	applied := p.Catalogue.Applied()
	if applied == nil {
		return nil
	}
	return slices.DeleteFunc(applied.Rules, func(r decision.Rule) bool { return r.Kind != decision.RuleWeight })
}
