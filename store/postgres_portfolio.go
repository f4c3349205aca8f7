package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"crossroads/record"
)

// Portfolio behaves like SQLite.Portfolio.
func (s *Postgres) Portfolio(ctx context.Context, f record.Filter) ([]record.Listed, error) {
	q, err := s.narrow(ctx, f)
	if err != nil {
		return nil, fmt.Errorf("search the portfolio: %w", err)
	}
	query := q.list(f.Limit)
	list, err := collect(ctx, s, query, func(row pgx.CollectableRow) (record.Listed, error) {
		return scanListed(row.Scan, asEscaped)
	}, q.args...)
	if err != nil {
		return nil, fmt.Errorf("portfolio: %w", err)
	}
	return list, nil
}

// narrow builds a query that searches titles too. It reads them here, since what PostgreSQL knows of
// the case of letters depends on how the database was created.
func (s *Postgres) narrow(ctx context.Context, f record.Filter) (*portfolioQuery, error) {
	q := narrow(f, lookup)
	if f.Text == "" {
		return q, nil
	}
	type titled struct {
		num   int64
		title string
	}
	list, err := collect(ctx, s, `SELECT a.num, r.title FROM assessment a`+latestRevision+` WHERE `+q.where.String(),
		func(row pgx.CollectableRow) (t titled, err error) {
			err = row.Scan(&t.num, unescaped(&t.title))
			return t, err
		}, q.args...)
	if err != nil {
		return nil, err
	}
	part, found := record.Sought(f.Text), []int64{}
	for _, t := range list {
		if strings.Contains(record.Sought(t.title), part) {
			found = append(found, t.num)
		}
	}
	q.and("a.num = ANY(" + q.arg(found) + ")")
	return q, nil
}

// PortfolioCounts behaves like SQLite.PortfolioCounts.
func (s *Postgres) PortfolioCounts(ctx context.Context, f record.Filter, today string) (record.Counts, error) {
	f.After = 0
	q, err := s.narrow(ctx, f)
	if err != nil {
		return record.Counts{}, fmt.Errorf("search the portfolio: %w", err)
	}
	return countAll(q, f, today, func(query string, args []any) ([]group, error) {
		return collect(ctx, s, query, func(row pgx.CollectableRow) (group, error) {
			var g group
			err := row.Scan(&g.status, &g.comparison, unescaped(&g.leader), unescaped(&g.owner), unescaped(&g.review), &g.count)
			return g, err
		}, args...)
	})
}

// SetReviews behaves like SQLite.SetReviews. It locks rows in a fixed order to avoid
// deadlocks between callers with the same rows.
func (s *Postgres) SetReviews(ctx context.Context, of []record.Version, review string) (stale []string, err error) {
	of = slices.SortedFunc(slices.Values(of), func(a, b record.Version) int { return cmp.Compare(a.ID, b.ID) })
	err = s.change(ctx, false, func(ctx context.Context, tx pgx.Tx) error {
		stale = nil
		for _, v := range of {
			var num int64
			var times, latest int
			err := tx.QueryRow(ctx, `SELECT num, arranged FROM assessment WHERE id = $1 AND owner <> '' FOR UPDATE`,
				lookup(v.ID)).Scan(&num, &times)
			if err == nil {
				err = tx.QueryRow(ctx, `SELECT max(number) FROM revision WHERE assessment = $1`, num).Scan(&latest)
			}
			if err != nil && !errors.Is(err, pgx.ErrNoRows) {
				return err
			}
			if err != nil || times != v.Arranged || latest != v.Latest {
				stale = append(stale, v.ID)
				continue
			}
			life := record.Life{Review: review}
			if err := tx.QueryRow(ctx, `
				UPDATE assessment SET review = $1, arranged = arranged + 1, arranged_ms = $2 WHERE num = $3
				RETURNING status, expires`, review, s.stamp().UnixMilli(), num).Scan(&life.Status, &life.Expires); err != nil {
				return err
			}
			if err := s.audit(ctx, tx, num, arranged(life)); err != nil {
				return err
			}
		}
		if len(stale) > 0 {
			return record.ErrConflict // rolls back the others
		}
		return nil
	})
	if len(stale) > 0 && errors.Is(err, record.ErrConflict) {
		return stale, nil
	}
	if err != nil {
		return nil, fmt.Errorf("set review dates: %w", err)
	}
	return nil, nil
}
