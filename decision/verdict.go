package decision

import (
	"fmt"
	"unicode/utf8"

	"crossroads/decision/score"
)

// turning is the chance of changing the outcome from which one unknown answer
// alone forbids to call a winner clear.
const turning = 0.4

// mixMargin is the part of Bounds.ClearMargin that a mix must gain over the best
// single platform: less than a lead, as the price of its platforms is off already.
const mixMargin = 1.0 / 3

// verdict settles the kind, the winner and the words.
func (s *session) verdict() {
	r := &s.report
	if s.leader >= 0 {
		r.Leader = s.c.Options[s.leader].ID
		r.Share = s.firstShare()
		r.Sureness = fmt.Sprintf("in %s of the situations consistent with your answers", Percent(r.Share))
	} else {
		r.Relax = s.relax()
		r.Sureness = "in none of the situations consistent with your answers"
	}
	if s.rival >= 0 {
		r.RunnerUp = s.c.Options[s.rival].ID
		r.Margin = s.run.V[s.leader] - s.run.V[s.rival]
	}
	r.Kind, r.Reason = s.kind()
	other := s.rival
	if r.Kind == VerdictClose && !s.mixed() {
		other, r.Reason = s.challenge(r.Reason)
	}
	switch r.Kind {
	case VerdictHybrid:
		winner := Hybrid
		r.Winner = &winner
	case VerdictClear:
		winner := r.Leader
		r.Winner = &winner
	}
	r.Headline = s.headline(other)
}

// kind is the verdict, and why there is no winner when there is none. It needs
// the next questions; the draws come last, as they take longest.
func (s *session) kind() (kind, reason string) {
	plan := &s.run.Plan
	switch {
	case s.nothing:
		if len(s.a.Priorities.Ranking)+len(s.a.Priorities.Weights) > 0 {
			return VerdictUndecided, "You have said what matters to you, but answered no question yet, so nothing is known about your case."
		}
		return VerdictUndecided, "You have not answered anything yet, so nothing speaks for one option more than for another in your case."
	case len(s.a.Parts) > 0 && plan.Gone != 0:
		return VerdictNone, fmt.Sprintf("Your answers rule out every option for the part “%s”.", s.a.Parts[plan.Gone.First()].Name)
	case s.mixed():
		if value := plan.Carried; value < s.c.Bounds.Floor {
			return VerdictNone, s.underFloor("mix", value)
		}
		if doubt := s.doubtMix(); doubt != "" {
			return VerdictClose, doubt
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
	return fmt.Sprintf("Even the best %s scores only %s out of 100. Under %s we do not call anything a fit.", what, Points(value), Points(s.c.Bounds.Floor))
}

// doubt is why the leader is no clear winner, "" when it is.
func (s *session) doubt() string {
	bounds := s.c.Bounds
	if s.rival >= 0 {
		if margin := s.run.V[s.leader] - s.run.V[s.rival]; margin < bounds.ClearMargin {
			return fmt.Sprintf("The lead is %s out of 100. A clear lead is %s or more.", PointsOf(margin), Points(bounds.ClearMargin))
		}
	}
	if open := s.hangs(); open != "" {
		return open
	}
	if share := s.firstShare(); share < bounds.ClearShare {
		return fmt.Sprintf("The leader comes first in only %s of the situations consistent with your answers. A clear winner does so in %s or more.", Percent(share), Percent(bounds.ClearShare))
	}
	return ""
}

// doubtMix is why a mix is not clearly best, "" when it is. Where no single
// platform can carry every part, it need not gain anything.
func (s *session) doubtMix() string {
	if s.leader >= 0 {
		gain, least := s.run.Plan.Value-s.run.V[s.leader], s.c.Bounds.ClearMargin*mixMargin
		if gain < least {
			return fmt.Sprintf("The mix gains %s out of 100 over %s alone, with the price of its platforms taken off. A clear gain is %s or more.",
				PointsOf(gain), s.c.Options[s.leader].Name, Points(least))
		}
	}
	return s.hangs()
}

// hangs names the open question that may well change the outcome, "" when there
// is none.
func (s *session) hangs() string {
	open := s.report.NextQuestions
	if len(open) == 0 || open[0].Chance < turning {
		return ""
	}
	part := ""
	if open[0].Part != "" {
		part = " for “" + open[0].Part + "”"
	}
	return fmt.Sprintf("One open question alone has a %s chance of changing %s: “%s”%s", Percent(open[0].Chance), s.outcomeWord(), open[0].Text, part)
}

// challenge finds the option to name beside a leader that is no clear winner: the
// runner-up, or another that comes first more often, which the reason then says.
func (s *session) challenge(reason string) (other int, why string) {
	if s.rival < 0 {
		return s.rival, reason
	}
	rank, options := s.look(whole).Rank, len(s.c.Options)
	share := func(o int) float64 { return rank[o*options] }
	other = s.rival
	for _, o := range s.run.Order {
		if o != s.leader && share(o) > share(other) {
			other = o
		}
	}
	name, of := s.c.Options[other].Name, Percent(share(other))+" of the situations"
	switch {
	case share(other) > share(s.leader):
		reason = fmt.Sprintf("The highest score is that of %s, but the option that comes first most often is %s (%s). ", s.c.Options[s.leader].Name, name, of) + reason
	case other != s.rival:
		reason = fmt.Sprintf("The next best score is that of %s, but the option that comes first more often is %s (%s). ", s.c.Options[s.rival].Name, name, of) + reason
	}
	return other, reason
}

// firstShare is the first-rank acceptability of the leader.
func (s *session) firstShare() float64 {
	if s.looks == nil {
		return s.run.FirstShare(s.leader, Draws, Seed)
	}
	return s.look(whole).Rank[s.leader*len(s.c.Options)]
}

// headline is the verdict in one sentence. The leader is compared with the other.
func (s *session) headline(other int) string {
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
		if s.mixed() {
			return s.closeMix()
		}
		if other < 0 {
			return fmt.Sprintf("No clear winner yet: %s is the only option left", s.c.Options[s.leader].Name) + s.provided()
		}
		return fmt.Sprintf("Too close to call between %s and %s", s.c.Options[s.leader].Name, s.c.Options[other].Name)
	}
	return "The best fit is " + s.c.Options[s.leader].Name + s.provided()
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
