package decision

import (
	"cmp"
	"math"
	"slices"
	"unicode"
	"unicode/utf8"
)

// The number of triggers in Report.Revisit.
const (
	minRevisit = 2
	maxRevisit = 5
	maxLoads   = 2 // of them about the load
)

// trigger is a change of answers and what it leads to, and how likely the new
// answers are by their shares.
type trigger struct {
	text   string
	likely float64
}

// revisit names what should bring a team back to its decision: first loads, as
// they are easy to watch, then changes of answers that change the outcome, the
// likeliest first, then shifts of importance, then open questions. Each is a
// sentence that says what happens; they are read under "Decide again when".
func (s *session) revisit() []string {
	list := []string{}
	add := func(limit int, sentence string) {
		if len(list) < limit {
			list = append(list, upper(sentence))
		}
	}
	for _, text := range s.loadTriggers {
		add(maxLoads, text)
	}
	slices.SortStableFunc(s.triggers, func(a, b trigger) int { return cmp.Compare(b.likely, a.likely) })
	for _, t := range s.triggers {
		add(maxRevisit-1, t.text)
	}
	if b := s.nearest(); b != nil && !s.mixed() { // which compares single platforms
		add(maxRevisit, "“"+b.Name+"” counts for "+Percent(b.At)+" of the decision instead of "+Percent(b.Now)+": then "+
			s.c.Options[s.rival].Name+" would draw level with "+s.c.Options[s.leader].Name+".")
	}
	for _, q := range s.report.NextQuestions[:min(minRevisit, len(s.report.NextQuestions))] {
		add(minRevisit, "you know the answer to “"+q.Text+"”"+s.mayChange(q.Chance))
	}
	add(minRevisit, "one of your answers no longer holds.")
	add(minRevisit, "the facts behind the comparison change.")
	return list
}

// mayChange ends a sentence about an open question.
func (s *session) mayChange(chance float64) string {
	if chance == 0 {
		return "."
	}
	return ": there is a " + Percent(chance) + " chance that it changes " + s.outcomeWord() + "."
}

// outcomeWord is what a change of answers may change.
func (s *session) outcomeWord() string {
	if len(s.a.Parts) > 0 {
		return "the plan"
	}
	return "what comes first"
}

// upper makes the first letter a capital.
func upper(sentence string) string {
	first, size := utf8.DecodeRuneInString(sentence)
	return string(unicode.ToUpper(first)) + sentence[size:]
}

// nearest is the break-even weight closest to the present one, nil when there is
// none. One at which a third option is ahead already says nothing about what
// comes first.
func (s *session) nearest() *BreakEven {
	var best *BreakEven
	for i := range s.report.BreakEven {
		b := &s.report.BreakEven[i]
		if b.OvertakenBy == "" && (best == nil || math.Abs(b.At-b.Now) < math.Abs(best.At-best.Now)) {
			best = b
		}
	}
	return best
}
