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

// Diff reads two revisions and compares their reports. The two may belong to
// different comparisons; the difference then means little.
func (s *Service) Diff(ctx context.Context, a, b Ref) (sides [2]Record, diff decision.Difference, err error) {
	for i, ref := range []Ref{a, b} {
		if sides[i], err = s.LoadRecord(ctx, ref.ID, ref.Number); err != nil {
			return sides, diff, err
		}
	}
	return sides, decision.Compare(sides[0].Report, sides[1].Report), nil
}
