package decision

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"crossroads/decision/score"
)

// verdict settles the kind, the winner and the words.
func (s *session) verdict() {
	r := &s.report
	if s.leader >= 0 {
		r.Leader = s.c.Options[s.leader].ID
		r.Share = s.firstShare()
		r.Axes = s.axes()
	} else {
		r.Relax = s.relax()
	}
	if s.rival >= 0 {
		r.RunnerUp = s.c.Options[s.rival].ID
		r.Margin = s.run.V[s.leader] - s.run.V[s.rival]
	}
	r.Kind = s.kind()
	switch {
	case r.Kind == VerdictHybrid || r.Kind == VerdictLeaning && s.mixed():
		winner := Hybrid
		r.Winner = &winner
	case r.Kind == VerdictClear || r.Kind == VerdictLeaning:
		winner := r.Leader
		r.Winner = &winner
	}
	r.Sureness, r.Reason = s.sureness(), s.reason()
	r.Headline = s.headline()
}

// kind is the verdict by the one rule of decision: the share of the situations
// consistent with the answers in which the best plan is best.
func (s *session) kind() string {
	bounds := s.c.Bounds
	switch {
	case s.nothing:
		return VerdictUndecided
	case len(s.a.Parts) > 0 && s.run.Plan.Gone != 0, !s.mixed() && s.leader < 0:
		return VerdictNone
	case s.mixed() && s.run.Plan.Carried < bounds.Floor, !s.mixed() && s.run.V[s.leader] < bounds.Floor:
		return VerdictNone
	}
	share := s.planShare()
	switch {
	case share >= bounds.ClearShare && s.mixed():
		return VerdictHybrid
	case share >= bounds.ClearShare:
		return VerdictClear
	case share >= bounds.LeanShare:
		return VerdictLeaning
	case !s.mixed() && s.run.Maybe.Has(s.leader) && s.fittingShare() >= bounds.LeanShare:
		return VerdictConditional
	}
	return VerdictClose
}

// planShare is the share of draws in which what the plan proposes is best: the
// leader alone, or its mix.
func (s *session) planShare() float64 {
	if s.mixed() {
		return s.look(whole).Several
	}
	return s.firstShare()
}

// firstShare is the first-rank acceptability of the leader.
func (s *session) firstShare() float64 {
	return s.look(whole).Rank[s.leader*len(s.c.Options)]
}

// fittingShare is how often the leader comes first where no open must rules it out.
func (s *session) fittingShare() float64 {
	fits := 0.0
	for _, share := range s.look(whole).Rank[s.leader*len(s.c.Options):][:len(s.c.Options)] {
		fits += share
	}
	if fits == 0 {
		return 0
	}
	return s.firstShare() / fits
}

// axes says how sure the leader's value on each axis is: the share of draws in
// which an option with that value comes first.
func (s *session) axes() []AxisSureness {
	list := make([]AxisSureness, 0, len(s.c.Axes))
	rank, options := s.look(whole).Rank, len(s.c.Options)
	for i, axis := range s.c.Axes {
		shares := make([]ValueShare, len(axis.Values))
		for j, v := range axis.Values {
			shares[j] = ValueShare{Value: v.ID, Name: v.Name, Phrase: v.Phrase}
			for o, option := range s.c.Options {
				if option.On[i] == v.ID {
					shares[j].Share += rank[o*options]
				}
			}
		}
		mine := slices.IndexFunc(shares, func(v ValueShare) bool { return v.Value == s.c.Options[s.leader].On[i] })
		sure := AxisSureness{Axis: axis.ID, Name: axis.Name, Asks: axis.Asks, Leader: shares[mine], Shares: shares}
		for j, v := range shares {
			if j != mine && (sure.Rival == nil || v.Share > sure.Rival.Share) {
				sure.Rival = &shares[j]
			}
		}
		list = append(list, sure)
	}
	return list
}

// sureness is the share of the verdict in words.
func (s *session) sureness() string {
	switch {
	case s.leader < 0 && !s.mixed():
		return "in none of the situations consistent with your answers"
	case s.mixed():
		return fmt.Sprintf("in %s of the situations consistent with your answers", Percent(s.planShare()))
	}
	return fmt.Sprintf("in %s of the situations consistent with your answers", Percent(s.firstShare()))
}

// reason is why there is no clear winner, "" when there is one.
func (s *session) reason() string {
	bounds, plan := s.c.Bounds, &s.run.Plan
	switch s.report.Kind {
	case VerdictUndecided:
		if len(s.a.Priorities.Ranking)+len(s.a.Priorities.Weights) > 0 {
			return "You have said what matters to you, but answered no question yet, so nothing is known about your case."
		}
		return "You have not answered anything yet, so nothing speaks for one option more than for another in your case."
	case VerdictNone:
		switch {
		case len(s.a.Parts) > 0 && plan.Gone != 0:
			return fmt.Sprintf("Your answers rule out every option for the part “%s”.", s.a.Parts[plan.Gone.First()].Name)
		case s.mixed():
			return s.underFloor("mix", plan.Carried)
		case s.leader < 0:
			return "Your answers rule out every option."
		}
		return s.underFloor("option", s.run.V[s.leader])
	case VerdictLeaning, VerdictClose:
		what := s.c.Options[max(s.leader, 0)].Name
		if s.mixed() {
			what = "The mix"
		}
		return fmt.Sprintf("%s comes first in %s of the situations consistent with your answers. A clear winner does so in %s or more.", what, Percent(s.planShare()), Percent(bounds.ClearShare))
	case VerdictConditional:
		return fmt.Sprintf("Where it is not ruled out, it comes first in %s of the situations consistent with your answers.", Percent(s.fittingShare()))
	}
	return ""
}

func (s *session) underFloor(what string, value float64) string {
	return fmt.Sprintf("Even the best %s scores only %s out of 100. Under %s we do not call anything a fit.", what, Points(value), Points(s.c.Bounds.Floor))
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
	case VerdictLeaning:
		if s.mixed() {
			return "The answers lean to a mix: " + and(s.names(s.run.Plan.Platforms))
		}
		return "The answers lean to " + s.c.Options[s.leader].phrase() + s.provided()
	case VerdictConditional:
		return upper(s.c.Options[s.leader].phrase()) + s.provided()
	case VerdictClose:
		if s.mixed() {
			return s.closeMix()
		}
		if s.rival < 0 {
			return fmt.Sprintf("No clear winner yet: %s is the only option left", s.c.Options[s.leader].phrase()) + s.provided()
		}
		return fmt.Sprintf("Too close to call between %s and %s", s.c.Options[s.leader].phrase(), s.c.Options[s.rival].phrase())
	}
	return "The best fit is " + s.c.Options[s.leader].phrase() + s.provided()
}

// closeMix is the headline of a mix that is not clearly best.
func (s *session) closeMix() string {
	var short []string
	for o, option := range s.c.Options {
		if s.run.Plan.Platforms.Has(o) {
			short = append(short, option.Short)
		}
	}
	if s.leader < 0 {
		return "No clear winner yet: it takes a mix, for now " + and(short)
	}
	return fmt.Sprintf("Too close to call between a mix (%s) and %s alone", and(short), s.c.Options[s.leader].Name)
}

// provided names the unknown answers that a conditional leader hangs on: those it
// needs, or those it must not meet, whichever is said in fewer letters.
func (s *session) provided() string {
	if !s.run.Maybe.Has(s.leader) {
		return ""
	}
	var needs, spoils []string
	for slot := range s.run.In.Slots {
		choice := s.run.Model.Choice(s.run.In.Slots[slot].Question, s.set(slot))
		if !choice.May.Has(s.leader) {
			continue
		}
		term := func(set score.Set) string {
			text := fmt.Sprintf("the answer to “%s” is %s", s.question(slot).Text, quoted(s.labels(slot, s.set(slot)&set)))
			if part := s.partName(slot); part != "" {
				text += fmt.Sprintf(" for “%s”", part)
			}
			return text
		}
		fine := s.allows(s.leader, slot)
		needs, spoils = append(needs, term(fine)), append(spoils, term(^fine))
	}
	provided, unless := ", provided that "+and(needs), ", unless "+join(spoils, " or ")
	if utf8.RuneCountInString(unless) < utf8.RuneCountInString(provided) {
		return unless
	}
	return provided
}

// phrase is an option inside a sentence: "a modular monolith on own servers".
func (o *Option) phrase() string {
	if o.Phrase != "" {
		return o.Phrase
	}
	return o.Name
}
