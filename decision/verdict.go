package decision

import "fmt"

// turning is the chance of changing the leader from which one unknown answer
// alone forbids to call a winner clear.
const turning = 0.5

// verdict settles the kind, the winner and the words.
func (s *session) verdict() {
	r := &s.report
	if s.leader >= 0 {
		r.Leader = s.c.Options[s.leader].ID
		r.Share = s.firstShare()
		r.Sureness = fmt.Sprintf("in %s of the situations consistent with your answers", percent(r.Share))
	} else {
		r.Relax = s.relax()
		r.Sureness = "in none of the situations consistent with your answers"
	}
	if s.rival >= 0 {
		r.RunnerUp = s.c.Options[s.rival].ID
		r.Margin = s.run.V[s.leader] - s.run.V[s.rival]
	}
	r.Kind, r.Reason = s.kind()
	switch r.Kind {
	case VerdictHybrid:
		winner := Hybrid
		r.Winner = &winner
	case VerdictClear:
		winner := r.Leader
		r.Winner = &winner
	}
	r.Headline = s.headline()
}

// kind is the verdict, and why there is no winner when there is none. It needs
// the next questions; the draws come last, as they take longest.
func (s *session) kind() (kind, reason string) {
	plan := &s.run.Plan
	switch {
	case s.nothing:
		return VerdictUndecided, "You have not answered anything yet, so nothing speaks for one option more than for another in your case."
	case len(s.a.Parts) > 0 && plan.Gone != 0:
		return VerdictNone, fmt.Sprintf("Your answers rule out every option for the part “%s”.", s.a.Parts[plan.Gone.First()].Name)
	case len(s.a.Parts) > 0 && plan.Platforms.Len() > 1:
		if value := plan.Carried; value < s.c.Bounds.Floor {
			return VerdictNone, s.underFloor("mix", value)
		}
		return VerdictHybrid, ""
	case s.leader < 0:
		return VerdictNone, "Your answers rule out every option."
	case s.run.V[s.leader] < s.c.Bounds.Floor:
		return VerdictNone, s.underFloor("option", s.run.V[s.leader])
	}
	if doubt := s.doubt(); doubt != "" {
		return VerdictClose, doubt
	}
	return VerdictClear, ""
}

func (s *session) underFloor(what string, value float64) string {
	return fmt.Sprintf("Even the best %s scores only %s out of 100. Under %s we do not call anything a fit.", what, points(value), points(s.c.Bounds.Floor))
}

// doubt is why the leader is no clear winner, "" when it is.
func (s *session) doubt() string {
	bounds, open := s.c.Bounds, s.report.NextQuestions
	if s.rival >= 0 {
		if margin := s.run.V[s.leader] - s.run.V[s.rival]; margin < bounds.ClearMargin {
			return fmt.Sprintf("The lead is %s out of 100. A clear lead is %s or more.", pointsOf(margin), points(bounds.ClearMargin))
		}
	}
	if len(open) > 0 && open[0].Chance >= turning {
		return fmt.Sprintf("One open question is likely to change what comes first: “%s”", open[0].Text)
	}
	if share := s.firstShare(); share < bounds.ClearShare {
		return fmt.Sprintf("The leader comes first in only %s of the situations consistent with your answers. A clear winner does so in %s or more.", percent(share), percent(bounds.ClearShare))
	}
	return ""
}

// firstShare is the first-rank acceptability of the leader.
func (s *session) firstShare() float64 {
	if s.looks == nil {
		return s.run.FirstShare(s.leader, Draws, Seed)
	}
	return s.look(whole).Rank[s.leader*len(s.c.Options)]
}

// headline is the verdict in one sentence.
func (s *session) headline() string {
	r := &s.report
	switch r.Kind {
	case VerdictUndecided:
		return "Undecided: answer a question to get a recommendation"
	case VerdictHybrid:
		return "The best fit is a mix: " + and(s.names(s.run.Plan.Platforms))
	case VerdictNone:
		if s.leader < 0 {
			return "None of the options fits: your answers rule out every one"
		}
		return "None of the options fits well"
	case VerdictClose:
		if s.rival < 0 {
			return fmt.Sprintf("No clear winner yet: %s is the only option left", s.c.Options[s.leader].Name) + s.provided()
		}
		return fmt.Sprintf("Too close to call between %s and %s", s.c.Options[s.leader].Name, s.c.Options[s.rival].Name)
	}
	return "The best fit is " + s.c.Options[s.leader].Name + s.provided()
}

// provided names the unknown answers that a conditional leader hangs on.
func (s *session) provided() string {
	if !s.run.Maybe.Has(s.leader) {
		return ""
	}
	var terms []string
	for slot := range s.run.In.Slots {
		choice := s.run.Model.Choice(s.run.In.Slots[slot].Question, s.set(slot))
		if !choice.May.Has(s.leader) {
			continue
		}
		term := fmt.Sprintf("the answer to “%s” is %s", s.question(slot).Text, quoted(labels(s.question(slot), s.set(slot)&s.allows(s.leader, slot))))
		if part := s.partName(slot); part != "" {
			term += fmt.Sprintf(" for “%s”", part)
		}
		terms = append(terms, term)
	}
	return ", provided that " + and(terms)
}
