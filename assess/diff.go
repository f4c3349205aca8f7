package assess

import (
	"context"

	"crossroads/decision"
)

// Ref names a revision; number 0 is the latest.
type Ref struct {
	ID     string
	Number int
}

// Diff reads two revisions and compares their reports. They may belong to different
// comparisons, in which case the difference means little.
func (s *Service) Diff(ctx context.Context, a, b Ref) (sides [2]Record, diff decision.Difference, err error) {
	for i, ref := range []Ref{a, b} {
		if sides[i], err = s.LoadRecord(ctx, ref.ID, ref.Number); err != nil {
			return sides, diff, err
		}
	}
	return sides, decision.Compare(sides[0].Report, sides[1].Report), nil
}

// Beside evaluates two sets of answers to one comparison and compares the reports. Neither
// needs to be saved. It returns the errors of Evaluate.
func (s *Service) Beside(ctx context.Context, cat *decision.Catalogue, a, b decision.Assessment) (
	reports [2]decision.Report, diff decision.Difference, err error) {
	for i, answers := range []decision.Assessment{a, b} {
		if reports[i], err = s.Evaluate(ctx, cat, answers); err != nil {
			return reports, diff, err
		}
	}
	return reports, decision.Compare(reports[0], reports[1]), nil
}
