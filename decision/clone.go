package decision

import (
	"slices"
	"strings"

	"crossroads/decision/cost"
)

// Clone returns a deep copy. Texts parsed from a request share its memory: storing one of
// them without a copy would keep the whole request alive.
func (a Assessment) Clone() Assessment {
	a.Answers = a.Answers.clone()
	a.Priorities.Ranking = cloneTexts(a.Priorities.Ranking)
	a.Priorities.Weights = slices.Clone(a.Priorities.Weights)
	for i := range a.Priorities.Weights {
		w := &a.Priorities.Weights[i]
		w.Criterion = strings.Clone(w.Criterion)
	}
	a.Parts = slices.Clone(a.Parts)
	for i := range a.Parts {
		p := &a.Parts[i]
		p.Name, p.Answers = strings.Clone(p.Name), p.Answers.clone()
	}
	if a.Load != nil {
		load := *a.Load
		load.Region = strings.Clone(load.Region)
		for _, c := range cost.Choices() {
			load = c.With(load, strings.Clone(c.Value(load)))
		}
		a.Load = &load
	}
	return a
}

func (a Answers) clone() Answers {
	if a == nil {
		return nil
	}
	own := make(Answers, len(a))
	for id, list := range a {
		own[strings.Clone(id)] = cloneTexts(list)
	}
	return own
}

func cloneTexts(list []string) []string {
	list = slices.Clone(list)
	for i, s := range list {
		list[i] = strings.Clone(s)
	}
	return list
}
