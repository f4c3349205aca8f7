package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"crossroads/record"
)

// sweepAtOnce bounds a transaction that drops drafts.
const sweepAtOnce = 200

// noteUnopened begins to count for a new assessment. Only the writer calls it.
func (s *SQLite) noteUnopened(num, ms int64, owner string) error {
	if s.keep <= 0 || owner != "" { // what is listed for somebody known is not lost to them
		return nil
	}
	_, err := s.writes.Exec(`INSERT INTO unopened VALUES (?, ?)`, num, ms)
	return err
}

// forgetUnopened ends the count: somebody uses the assessment.
func (s *SQLite) forgetUnopened(num int64) error {
	if s.keep <= 0 {
		return nil
	}
	_, err := s.writes.Exec(`DELETE FROM unopened WHERE assessment = ?`, num)
	return err
}

// Opened notes that somebody other than who saved it has opened an assessment.
// It writes once for each, and only where drafts are dropped.
func (s *SQLite) Opened(ctx context.Context, id string) error {
	if s.keep <= 0 {
		return nil
	}
	var num int64
	err := s.reads.QueryRowContext(context.WithoutCancel(ctx),
		`SELECT num FROM assessment JOIN unopened ON assessment = num WHERE id = ?`, id).Scan(&num)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err == nil {
		err = s.writer.do(ctx, func() error { return s.forgetUnopened(num) })
	}
	if err != nil {
		return fmt.Errorf("note that an assessment was opened: %w", translate(err))
	}
	return nil
}

// DropUnopened deletes the drafts that nobody has opened or changed for as long
// as Options.KeepUnopened says, and returns how many. What they held is
// overwritten, as by Delete.
func (s *SQLite) DropUnopened(ctx context.Context) (dropped int, err error) {
	for s.keep > 0 {
		var n int
		err := s.writer.do(ctx, func() (err error) {
			n, err = s.dropSome(ctx)
			return err
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

// dropSome returns a transaction of DropUnopened. Only the writer calls it.
func (s *SQLite) dropSome(ctx context.Context) (int, error) {
	rows, err := s.writes.Query(`
		DELETE FROM assessment WHERE num IN (
			SELECT num FROM unopened JOIN assessment ON num = assessment
			WHERE since_ms < ? AND status = 'draft' ORDER BY since_ms LIMIT ?)
		RETURNING num`, s.now().Add(-s.keep).UnixMilli(), sweepAtOnce)
	if err != nil {
		return 0, err
	}
	var nums []int64
	for rows.Next() {
		var num int64
		if err := rows.Scan(&num); err != nil {
			return 0, errors.Join(err, rows.Close())
		}
		nums = append(nums, num)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil { // closed before the one connection is used again
		return 0, err
	}
	s.writer.deleted = s.writer.deleted || len(nums) > 0
	for _, num := range nums {
		if err := s.audit(ctx, num, record.Event{Act: record.ActDrop}); err != nil {
			return 0, err
		}
	}
	return len(nums), nil
}
