package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"crossroads/record"
)

// tell behaves like SQLite.tell.
func (s *Postgres) tell(ctx context.Context, tx pgx.Tx, kind string, num int64) error {
	return s.tellOf(ctx, tx, kind, num, days{})
}

// tellDue behaves like SQLite.tellDue.
func (s *Postgres) tellDue(ctx context.Context, tx pgx.Tx, num int64, in days) error {
	return s.tellOf(ctx, tx, record.WebhookReviewDue, num, in)
}

func (s *Postgres) tellOf(ctx context.Context, tx pgx.Tx, kind string, num int64, in days) error {
	to, all := s.webhooks.to(kind)
	if len(to) == 0 {
		return nil
	}
	var message int64
	now := s.stamp().UnixMilli()
	err := tx.QueryRow(ctx, insertMessageSQL, newMessageID(s.newID), now, kind, num, flag(all), in.from, in.to).Scan(&message)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	for _, one := range to {
		if err == nil {
			_, err = tx.Exec(ctx, insertDeliverySQL, message, one.Endpoint, now, now, num, flag(one.All))
		}
	}
	return err
}

// NoteReviews behaves like SQLite.NoteReviews.
func (s *Postgres) NoteReviews(ctx context.Context, from, to string) (noted int, err error) {
	return s.webhooks.noteReviews(func(all bool) ([]int64, error) {
		return collect(ctx, s, dueSQL, pgx.RowTo[int64], from, to, flag(all), int64(dueAtOnce))
	}, func(nums []int64) error {
		return s.change(ctx, true, func(ctx context.Context, tx pgx.Tx) error {
			for _, num := range nums {
				if err := s.tellDue(ctx, tx, num, days{from, to}); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// TakeDelivery behaves like SQLite.TakeDelivery. It skips rows that others are taking.
func (s *Postgres) TakeDelivery(ctx context.Context, endpoint string, lease time.Duration) (p record.Parcel, err error) {
	err = s.change(ctx, false, func(ctx context.Context, tx pgx.Tx) error {
		now := s.stamp()
		var num int64
		err := tx.QueryRow(ctx, fmt.Sprintf(takeSQL, " FOR UPDATE SKIP LOCKED"), now.Add(lease).UnixMilli(), endpoint,
			now.UnixMilli()).Scan(&num)
		if errors.Is(err, pgx.ErrNoRows) {
			return record.ErrNotFound
		}
		if err == nil {
			p.Delivery, err = scanDelivery(tx.QueryRow(ctx, parcelSQL, num).Scan, asEscaped, &p.AssessmentID, &p.Comparison,
				unescaped(&p.Title))
		}
		return err
	})
	if err != nil {
		return p, fmt.Errorf("take a delivery: %w", err)
	}
	return p, nil
}

// asEscaped wraps the target for a text that was escaped.
func asEscaped(into *string) any { return unescaped(into) }

// EndDelivery behaves like SQLite.EndDelivery.
func (s *Postgres) EndDelivery(ctx context.Context, d record.Delivery, a record.Attempt, next time.Time) error {
	err := s.change(ctx, true, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, endSQL, a.State, next.UnixMilli(), a.Tried.UnixMilli(), int64(a.Answer), escape(a.Detail), d.Number,
			int64(d.Attempts), d.Since.UnixMilli())
		return err
	})
	if err != nil {
		return fmt.Errorf("note a delivery: %w", err)
	}
	return nil
}

// SendAgain behaves like SQLite.SendAgain.
func (s *Postgres) SendAgain(ctx context.Context, number int64) error {
	return s.doing(ctx, "send again", func(ctx context.Context, tx pgx.Tx) error {
		var endpoint string
		var assessment int64
		now := s.stamp().UnixMilli()
		err := tx.QueryRow(ctx, againSQL, now, now, number).Scan(&endpoint, &assessment)
		if errors.Is(err, pgx.ErrNoRows) {
			return record.ErrNotFound
		}
		if err != nil {
			return err
		}
		return s.audit(ctx, tx, assessment, resent(number, endpoint))
	})
}

// TidyDeliveries behaves like SQLite.TidyDeliveries.
func (s *Postgres) TidyDeliveries(ctx context.Context, tooOld, forget time.Time, detail string) (givenUp int, err error) {
	err = s.change(ctx, true, func(ctx context.Context, tx pgx.Tx) error {
		res, err := tx.Exec(ctx, giveUpSQL, escape(detail), tooOld.UnixMilli(), s.stamp().UnixMilli())
		if err != nil {
			return err
		}
		givenUp = int(res.RowsAffected())
		_, err = tx.Exec(ctx, forgetSQL, forget.UnixMilli())
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("tidy deliveries: %w", err)
	}
	return givenUp, nil
}

// Deliveries behaves like SQLite.Deliveries.
func (s *Postgres) Deliveries(ctx context.Context, f record.DeliveryFilter) ([]record.Delivery, error) {
	f.Endpoint, f.State = lookup(f.Endpoint), lookup(f.State)
	query, args := deliveryQuery(f)
	list, err := collect(ctx, s, query, func(row pgx.CollectableRow) (record.Delivery, error) {
		return scanDelivery(row.Scan, asEscaped)
	}, args...)
	if err != nil {
		return nil, fmt.Errorf("list deliveries: %w", err)
	}
	return list, nil
}

// Backlog behaves like SQLite.Backlog.
func (s *Postgres) Backlog(ctx context.Context) ([]record.Backlog, error) {
	list, err := collect(ctx, s, backlogSQL, func(row pgx.CollectableRow) (record.Backlog, error) { return scanBacklog(row) })
	if err != nil {
		return nil, fmt.Errorf("count deliveries: %w", err)
	}
	return list, nil
}
