package decision

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"crossroads/decision/score"
)

// What counts as alike: a case must share minShared answered questions and lie
// within maxDistance; the maxAlike nearest are shown.
const (
	minShared   = 4
	maxDistance = 1.0 / 3
	maxAlike    = 3
)

// alike finds the published cases nearest to the answers by Gower distance (Gower 1971):
// one minus the overlap of the possible answers, averaged over the questions that both
// sides answer. Where either side has several parts, the two most similar parts are
// compared. A part that rules out what a case chose is skipped, since the team could not
// follow that case. A mix is never ruled out.
func (s *session) alike() []Alike {
	list := []Alike{}
	questions := len(s.c.Questions)
	var few [score.MaxQuestions]score.Set
	mine := few[:]
	if n := len(s.run.In.Parts) * questions; n > len(few) {
		mine = make([]score.Set, n)
	}
	for p, part := range s.run.In.Parts {
		s.c.known(mine[p*questions:], part.Sets)
	}
	for i, published := range s.c.Cases {
		best := Alike{
			Case: published.ID, Org: published.Org, Year: published.Year,
			Chose: published.Chose, Name: s.c.ChoseName(published), Distance: 2,
		}
		followed := s.followed(published)
		for p := range s.run.In.Parts {
			if followed&^s.run.Parts[p].Out == 0 && published.Chose != Hybrid {
				continue
			}
			for _, theirs := range s.c.index.cases[i] {
				distance, shared := gower(mine[p*questions:][:questions], theirs)
				nearer := distance < best.Distance || (distance == best.Distance && shared > best.Shared)
				if shared >= minShared && nearer {
					best.Distance, best.Shared = distance, shared
				}
			}
		}
		if best.Distance <= maxDistance {
			list = append(list, best)
		}
	}
	slices.SortStableFunc(list, func(a, b Alike) int {
		return cmp.Or(cmp.Compare(a.Distance, b.Distance), b.Shared-a.Shared)
	})
	return list[:min(len(list), maxAlike)]
}

// followed returns the options that match what a case chose.
func (s *session) followed(published Case) score.Set {
	var set score.Set
	for o, option := range s.c.Options {
		if s.c.agrees(published, option.ID) {
			set |= score.Bit(o)
		}
	}
	return set
}

// ChoseName names what a case chose: the option, "A mix", or what is known of it on the
// axes.
func (c *Catalogue) ChoseName(published Case) string {
	if published.Chose != "" {
		return c.OptionName(published.Chose)
	}
	var names []string
	for i, on := range published.On {
		for _, v := range c.Axes[i].Values {
			if v.ID == on {
				names = append(names, v.Name)
			}
		}
	}
	return join(names, ", ")
}

// known fills in the possible answers to each question, none where every answer is
// possible.
func (c *Catalogue) known(into, sets []score.Set) {
	for q, set := range sets {
		if set.Len() < len(c.index.state[q]) {
			into[q] = c.members(q, set)
		}
	}
}

// gower returns the distance between what is known on two sides, by question, and the
// number of questions known on both.
func gower(a, b []score.Set) (distance float64, shared int) {
	sum := 0.0
	for q, x := range a {
		y := b[q]
		if x == 0 || y == 0 {
			continue
		}
		shared++
		sum += 1 - float64((x&y).Len())/float64((x|y).Len())
	}
	return sum / float64(max(shared, 1)), shared
}

// members returns the answers that hold in at least one state of the set.
func (c *Catalogue) members(q int, set score.Set) score.Set {
	if c.Questions[q].Several < 2 {
		return set
	}
	var members score.Set
	for i, state := range c.index.state[q] {
		if set.Has(i) {
			for _, a := range state.answers {
				members |= score.Bit(a)
			}
		}
	}
	return members
}

// BeginsWithName reports whether a sentence begins with the name of an option that has no other phrase: Kafka.
func (c *Catalogue) BeginsWithName(sentence string) bool {
	return c != nil && slices.ContainsFunc(c.Options, func(o Option) bool {
		after, found := strings.CutPrefix(sentence, o.Name)
		next, _ := utf8.DecodeRuneInString(after)
		return found && (o.Phrase == "" || o.Phrase == o.Name) && !unicode.IsLetter(next) && !unicode.IsDigit(next)
	})
}

// OptionName returns the name of an option, "A mix" for the hybrid, and the id itself when
// there is no such option.
func (c *Catalogue) OptionName(id string) string {
	if o, ok := c.index.option[id]; ok {
		return c.Options[o].Name
	}
	if id == Hybrid {
		return "A mix"
	}
	return id
}
