package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"crossroads/record"
)

// Arrange behaves like SQLite.Arrange.
func (s *Postgres) Arrange(ctx context.Context, id, key string, life record.Life) error {
	return s.owned(ctx, "arrange assessment", id, key, func(ctx context.Context, tx pgx.Tx, num int64) error {
		var before string
		if err := tx.QueryRow(ctx, `SELECT status FROM assessment WHERE num = $1`, num).Scan(&before); err != nil {
			return err
		}
		_, err := tx.Exec(ctx,
			`UPDATE assessment SET status = $1, review = $2, expires = $3, arranged = arranged + 1, arranged_ms = $4 WHERE num = $5`,
			life.Status, life.Review, life.Expires, s.stamp().UnixMilli(), num)
		if err == nil && life.Status == record.Decided && before != record.Decided {
			err = s.tell(ctx, tx, record.WebhookDecided, num)
		}
		if err != nil {
			return err
		}
		return s.audit(ctx, tx, num, arranged(life))
	})
}

// Mark behaves like SQLite.Mark.
func (s *Postgres) Mark(ctx context.Context, id, key string, number int, name string) error {
	return s.owned(ctx, "name milestone", id, key, func(ctx context.Context, tx pgx.Tx, num int64) error {
		var found int
		err := tx.QueryRow(ctx, `SELECT count(*) FROM revision WHERE assessment = $1 AND number = $2`, num, int64(number)).Scan(&found)
		if err != nil {
			return err
		}
		if found == 0 {
			return record.ErrNotFound
		}
		if name == "" {
			_, err = tx.Exec(ctx, `DELETE FROM milestone WHERE assessment = $1 AND number = $2`, num, int64(number))
		} else {
			_, err = tx.Exec(ctx, `
				INSERT INTO milestone (assessment, number, name) VALUES ($1, $2, $3)
				ON CONFLICT (assessment, number) DO UPDATE SET name = excluded.name`, num, int64(number), escape(name))
		}
		if err != nil {
			return err
		}
		return s.audit(ctx, tx, num, marked(number, name))
	})
}

// History behaves like SQLite.History.
func (s *Postgres) History(ctx context.Context, id string, before, limit int) ([]record.Entry, error) {
	const query = `
		SELECT r.number, r.at_ms, r.title, r.author, coalesce(m.name, ''), r.catalogue, r.engine, r.report, ` + sameAs + `
		FROM assessment a
		JOIN revision r ON r.assessment = a.num
		LEFT JOIN milestone m ON m.assessment = r.assessment AND m.number = r.number
		WHERE a.id = $1 AND ($2 = 0 OR r.number < $2)
		ORDER BY r.number DESC LIMIT $3`
	list, err := collect(ctx, s, query, func(row pgx.CollectableRow) (record.Entry, error) {
		var e record.Entry
		var at int64
		var report []byte
		err := row.Scan(&e.Number, &at, unescaped(&e.Title), unescaped(&e.Author), unescaped(&e.Milestone), &e.Catalogue, &e.Engine,
			&report, &e.SameAs)
		e.At, e.Headline = moment(at), headline(report)
		return e, err
	}, lookup(id), int64(before), int64(limit))
	if err != nil {
		return nil, fmt.Errorf("history: %w", err)
	}
	if len(list) == 0 && before == 0 {
		return nil, record.ErrNotFound
	}
	return list, nil
}

// StoreCatalogue behaves like SQLite.StoreCatalogue.
func (s *Postgres) StoreCatalogue(ctx context.Context, comparison, version string, body []byte) error {
	body = pack(body)
	err := s.change(ctx, true, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `
			INSERT INTO catalogue (comparison, version, body) VALUES ($1, $2, $3)
			ON CONFLICT (comparison, version) DO NOTHING`, comparison, version, body)
		return err
	})
	if err != nil {
		return fmt.Errorf("keep catalogue: %w", err)
	}
	return nil
}

// Catalogue behaves like SQLite.Catalogue.
func (s *Postgres) Catalogue(ctx context.Context, comparison, version string) ([]byte, error) {
	var body []byte
	err := s.read(ctx, func(ctx context.Context) error {
		return s.pool.QueryRow(ctx, `SELECT body FROM catalogue WHERE comparison = $1 AND version = $2`, lookup(comparison),
			lookup(version)).Scan(&body)
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, record.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("get catalogue: %w", err)
	}
	return unpackCatalogue(body)
}

// Opened behaves like SQLite.Opened.
func (s *Postgres) Opened(ctx context.Context, id string) error {
	if s.unopenedFor <= 0 {
		return nil
	}
	var num int64
	err := s.read(ctx, func(ctx context.Context) error {
		return s.pool.QueryRow(ctx, `SELECT a.num FROM assessment a JOIN unopened u ON u.assessment = a.num WHERE a.id = $1`,
			lookup(id)).Scan(&num)
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	if err == nil {
		err = s.change(ctx, true, func(ctx context.Context, tx pgx.Tx) error {
			_, err := tx.Exec(ctx, `DELETE FROM unopened WHERE assessment = $1`, num)
			return err
		})
	}
	if err != nil {
		return fmt.Errorf("note that an assessment was opened: %w", err)
	}
	return nil
}

// DropUnopened behaves like SQLite.DropUnopened; several processes may run it at once. It
// locks the rows that mark drafts as unopened, so that a draft opened meanwhile stays.
func (s *Postgres) DropUnopened(ctx context.Context) (dropped int, err error) {
	for s.unopenedFor > 0 {
		var n int
		err := s.change(ctx, true, func(ctx context.Context, tx pgx.Tx) error {
			n = 0
			rows, err := tx.Query(ctx, `
				SELECT a.num FROM assessment a WHERE a.status = 'draft'
				 AND a.num IN (SELECT assessment FROM unopened WHERE since_ms < $1)
				ORDER BY a.num LIMIT $2 FOR UPDATE`, s.now().Add(-s.unopenedFor).UnixMilli(), int64(sweepAtOnce))
			if err != nil {
				return err
			}
			nums, err := pgx.CollectRows(rows, pgx.RowTo[int64])
			if err != nil {
				return err
			}
			for _, num := range nums {
				res, err := tx.Exec(ctx, `
					DELETE FROM assessment WHERE num = $1 AND EXISTS (SELECT 1 FROM unopened WHERE assessment = $1)`, num)
				if err != nil {
					return err
				}
				if res.RowsAffected() == 0 {
					continue
				}
				n++
				if err := s.audit(ctx, tx, num, record.Event{Act: record.ActDrop}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return dropped, fmt.Errorf("drop drafts that were never opened: %w", err)
		}
		dropped += n
		if n < sweepAtOnce {
			break
		}
	}
	return dropped, nil
}

// collect reads all rows of a query.
func collect[T any](ctx context.Context, s *Postgres, query string, scan pgx.RowToFunc[T], args ...any) (list []T, err error) {
	err = s.read(ctx, func(ctx context.Context) error {
		rows, err := s.pool.Query(ctx, query, args...)
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, scan)
		return err
	})
	return list, err
}
