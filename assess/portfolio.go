package assess

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"crossroads/figure"
	"crossroads/record"
	"crossroads/text"
)

// MaxReviews is the largest number of assessments that can get a review date at once.
const MaxReviews = 200

// Portfolio lists the assessments saved by people known to the portal. Next is the cursor
// of the last line if others follow it, else nil.
func (s *Service) Portfolio(ctx context.Context, f record.Filter) (list []record.Listed, next *int64, err error) {
	limit := f.Limit
	f.Limit++ // to see whether there are others
	list, err = s.cfg.Store.Portfolio(ctx, seenBy(ctx, f))
	if err != nil {
		return nil, nil, fmt.Errorf("reading the portfolio: %w", err)
	}
	if len(list) > limit {
		list = list[:limit]
		next = &list[limit-1].Cursor
	}
	return readableList(list), next, nil
}

// PortfolioWhole lists a portfolio page by page, up to most lines.
func (s *Service) PortfolioWhole(ctx context.Context, f record.Filter, most int) (whole []record.Listed, err error) {
	for {
		list, next, err := s.Portfolio(ctx, f)
		if err != nil {
			return nil, err
		}
		whole = append(whole, list...)
		if next == nil || len(whole) >= most {
			return whole[:min(len(whole), most)], nil
		}
		f.After = *next
	}
}

// PortfolioCounts counts the assessments that match a filter.
func (s *Service) PortfolioCounts(ctx context.Context, f record.Filter) (record.Counts, error) {
	counts, err := s.cfg.Store.PortfolioCounts(ctx, seenBy(ctx, f), s.cfg.Now().UTC().Format(time.DateOnly))
	if err != nil {
		return counts, fmt.Errorf("counting the portfolio: %w", err)
	}
	counts.Tags, counts.Owners = plain(counts.Tags), plain(counts.Owners)
	return counts, nil
}

// plain leaves out names with invisible characters, which could be neither told apart nor
// typed into a filter.
func plain(list []record.ValueCount) []record.ValueCount {
	return slices.DeleteFunc(list, func(c record.ValueCount) bool { return c.Value != record.Line(c.Value) })
}

// SetReviews sets the review date of several assessments of the portfolio, or removes it
// if review is "". If some have changed since the named version, it sets none and returns
// their ids. The caller checks that the sender may see the portfolio. The error is an
// *InputError for a date that cannot be read.
func (s *Service) SetReviews(ctx context.Context, of []record.Version, review string) (stale []string, err error) {
	typed := review
	review, ok := figure.Day(typed)
	if !ok {
		return nil, &InputError{[]text.Finding{noDay("review", saidNoReview, typed)}}
	}
	if len(of) > MaxReviews {
		return nil, &InputError{[]text.Finding{{Field: "pick", Fact: fmt.Sprintf(saidTooMany, MaxReviews), Advice: adviseFewer}}}
	}
	if stale, err = s.unseen(ctx, of); err != nil || len(stale) > 0 {
		return stale, err
	}
	if err := s.mayStore(ctx); err != nil {
		return nil, err
	}
	defer func() {
		for _, v := range of {
			s.cfg.Changed(v.ID)
		}
	}()
	stale, err = s.cfg.Store.SetReviews(ctx, of, review)
	if err == nil && len(stale) == 0 {
		s.stored.Add(1)
	}
	return stale, doing("setting review dates", err)
}

// unseen returns the ids of those that the caller may not see.
func (s *Service) unseen(ctx context.Context, of []record.Version) (ids []string, err error) {
	if CallerOf(ctx).Reader.All {
		return nil, nil
	}
	for _, v := range of {
		_, err := s.LoadEnded(ctx, v.ID, 0)
		var closed *ClosedError
		if errors.As(err, &closed) {
			ids = append(ids, v.ID)
		} else if err != nil && !errors.Is(err, record.ErrNotFound) { // the store names those
			return nil, err
		}
	}
	return ids, nil
}
