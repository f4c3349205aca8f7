package decision

import (
	"slices"

	"crossroads/decision/score"
)

// verdict sets the kind and the winner.
func (s *session) verdict() {
	r := &s.report
	if s.leader >= 0 {
		r.Leader = s.c.Options[s.leader].ID
		r.Share = s.aloneShare(s.leader)
		r.Axes = s.axes()
	} else {
		r.Relax = s.relax()
	}
	r.Conditions = s.conditions()
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
}

// kind returns the verdict. It follows a single rule: the share of the situations
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

// planShare returns the share of draws in which the proposal is best: the leader alone, or
// the mix of the plan.
func (s *session) planShare() float64 {
	if s.mixed() {
		return s.look(whole).Several
	}
	return s.aloneShare(s.leader)
}

// aloneShare returns the first-rank acceptability of an option. For several parts, the best mix is one
// more thing that may come first; but where a mix is proposed, single options are compared with
// each other alone.
func (s *session) aloneShare(option int) float64 {
	if alone := s.look(whole).Alone; alone != nil && !s.mixed() {
		return alone[option]
	}
	return s.look(whole).Rank[option*len(s.c.Options)]
}

// fittingShare returns the share of draws, among those in which no open must rules the
// leader out, in which it comes first.
func (s *session) fittingShare() float64 {
	fits := 0.0
	for _, share := range s.look(whole).Rank[s.leader*len(s.c.Options):][:len(s.c.Options)] {
		fits += share
	}
	if fits == 0 {
		return 0
	}
	return s.aloneShare(s.leader) / fits
}

// axes computes how sure the leader's value on each axis is: the share of draws in which an
// option with that value comes first, alone.
func (s *session) axes() []AxisSureness {
	list := make([]AxisSureness, 0, len(s.c.Axes))
	for i, axis := range s.c.Axes {
		shares := make([]ValueShare, len(axis.Values))
		for j, v := range axis.Values {
			shares[j] = ValueShare{Value: v.ID, Name: v.Name, Phrase: v.Phrase}
			for o, option := range s.c.Options {
				if option.On[i] == v.ID {
					shares[j].Share += s.aloneShare(o)
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

// conditions returns the open questions that may rule the leader out. Where the plan is a mix, they may rule out an option
// of it for a part that goes there, since the plan then falls as a single option would.
func (s *session) conditions() []Condition {
	var list []Condition
	for slot := range s.run.In.Slots {
		choice := s.run.Model.Choice(s.run.In.Slots[slot].Question, s.set(slot))
		spoiled := choice.May & s.proposed(slot)
		if spoiled == 0 {
			continue
		}
		fine := s.set(slot)
		for o := range s.c.Options {
			if spoiled.Has(o) {
				fine &= s.allows(o, slot)
			}
		}
		c := Condition{
			Question: s.question(slot).ID, Text: s.question(slot).Text, Part: s.partName(slot),
			Fine: s.labels(slot, fine), Spoils: s.labels(slot, s.set(slot)&^fine),
		}
		if s.mixed() {
			c.Options = s.ids(spoiled)
		}
		list = append(list, c)
	}
	return list
}

// proposed returns what is recommended within the scope of a slot: the leader or, where the plan is a mix, the options
// that the parts of the slot go to.
func (s *session) proposed(slot int) (options score.Set) {
	switch {
	case s.mixed():
		for p := range s.run.Parts {
			if on := s.run.On(p); on >= 0 && s.run.In.Slots[slot].Parts.Has(p) {
				options |= score.Bit(on)
			}
		}
	case s.leader >= 0:
		options = score.Bit(s.leader)
	}
	return options
}

// ids returns the ids of options, in the order of the catalogue.
func (s *session) ids(options score.Set) (list []string) {
	for o, option := range s.c.Options {
		if options.Has(o) {
			list = append(list, option.ID)
		}
	}
	return list
}
