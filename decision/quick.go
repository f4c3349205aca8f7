package decision

import (
	"cmp"
	"slices"

	"crossroads/decision/score"
)

// Quick lists, in wizard order, the ids of the n questions that matter most when nothing is
// answered, for a short route through the wizard. Questions are ranked by the chance that
// their answer alone puts another option first, given the answers' shares; among equals, by
// how far their answers move the lead of the first option (mean squared change). The
// catalogue must have been compiled. Questions that a rule of the policy answers are left
// out, and fewer than n are returned only if there are no more.
func (c *Catalogue) Quick(n int) []string {
	if c.model == nil || n <= 0 {
		return nil
	}
	nothing, _ := c.Govern(Assessment{})
	in, _ := c.input(nothing)
	run := score.New(c.model, in)
	now := run.Outcome()
	list := make([]decides, len(c.Questions))
	for slot, at := range in.Slots {
		list[slot] = decides{question: at.Question}
		lead, first := 0.0, true
		states := len(c.index.state[at.Question])
		for answer := range states {
			outcome, moved := run.Try(score.Change{Slot: slot, Answer: answer})
			if first {
				lead, first = moved, false
			}
			share := c.model.Share(at.Question, answer, score.All(states))
			if outcome != now {
				list[slot].chance += share
			}
			list[slot].mean += float64(share * (moved - lead))
			list[slot].square += float64(share * (moved - lead) * (moved - lead))
		}
	}
	slices.SortStableFunc(list, func(a, b decides) int {
		return cmp.Or(cmp.Compare(b.chance, a.chance), cmp.Compare(b.spread(), a.spread()))
	})
	list = slices.DeleteFunc(list, func(d decides) bool { return c.Settled(c.Questions[d.question].ID) })
	list = list[:min(n, len(list))]
	slices.SortFunc(list, func(a, b decides) int { return a.question - b.question })
	ids := make([]string, len(list))
	for i, d := range list {
		ids[i] = c.Questions[d.question].ID
	}
	return ids
}

// decides measures how much a question can change the result when nothing is answered.
type decides struct {
	question     int
	chance       float64 // that its answer puts another option first
	mean, square float64 // of the lead under its answers, relative to the lead under the first of them
}

// spread returns the variance of the lead over the answers.
func (d decides) spread() float64 { return d.square - float64(d.mean*d.mean) }
