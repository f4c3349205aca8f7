package decision

import (
	"fmt"
	"math"
)

// The number of triggers in Report.Revisit.
const (
	minRevisit = 2
	maxRevisit = 5
	maxLoads   = 2 // of them about the load
)

// revisit names what should bring a team back to its decision: first loads, as
// they are easy to watch, then changes of one answer that change the outcome, then shifts of importance, then open
// questions.
func (s *session) revisit() []string {
	list := []string{}
	add := func(limit int, format string, args ...any) {
		if len(list) < limit {
			list = append(list, "Come back to this when "+fmt.Sprintf(format, args...))
		}
	}
	for _, trigger := range s.loadTriggers {
		add(maxLoads, "%s", trigger)
	}
	for _, trigger := range s.triggers {
		add(maxRevisit-1, "%s", trigger)
	}
	if b := s.nearest(); b != nil {
		add(maxRevisit, "“%s” counts for %s of the decision: it counts for %s now.", b.Name, percent(b.At), percent(b.Now))
	}
	for _, q := range s.report.NextQuestions[:min(minRevisit, len(s.report.NextQuestions))] {
		add(minRevisit, "you know the answer to “%s”", q.Text)
	}
	add(minRevisit, "one of your answers no longer holds.")
	add(minRevisit, "the facts behind the comparison change.")
	return list
}

// nearest is the break-even weight closest to the present one, nil when there is
// none.
func (s *session) nearest() *BreakEven {
	var best *BreakEven
	for i := range s.report.BreakEven {
		b := &s.report.BreakEven[i]
		if best == nil || math.Abs(b.At-b.Now) < math.Abs(best.At-best.Now) {
			best = b
		}
	}
	return best
}
