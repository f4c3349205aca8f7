package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"crossroads/record"
)

// sweepAtOnce bounds the number of drafts dropped in one transaction.
const sweepAtOnce = 200

// noteUnopened records that a new assessment has not been opened yet. Only the writer calls
// it.
func (s *SQLite) noteUnopened(num, ms int64, owner string) error {
	if s.unopenedFor <= 0 || owner != "" { // drafts of known people are listed, so they cannot be lost from sight
		return nil
	}
	_, err := s.writes.Exec(`INSERT INTO unopened VALUES (?, ?)`, num, ms)
	return err
}

// forgetUnopened records that an assessment is in use.
func (s *SQLite) forgetUnopened(num int64) error {
	if s.unopenedFor <= 0 {
		return nil
	}
	_, err := s.writes.Exec(`DELETE FROM unopened WHERE assessment = ?`, num)
	return err
}

// Opened records that somebody other than its author has opened an assessment. It writes at
// most once per assessment, and only where drafts are dropped.
func (s *SQLite) Opened(ctx context.Context, id string) error {
	if s.unopenedFor <= 0 {
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

// DropUnopened deletes the drafts that nobody has opened or changed for
// Options.DropUnopenedAfter, and returns their number. Their content is overwritten, as by
// Delete.
func (s *SQLite) DropUnopened(ctx context.Context) (dropped int, err error) {
	for s.unopenedFor > 0 {
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

// dropSome drops drafts in one transaction. Only the writer calls it.
func (s *SQLite) dropSome(ctx context.Context) (int, error) {
	rows, err := s.writes.Query(`
		DELETE FROM assessment WHERE num IN (
			SELECT num FROM unopened JOIN assessment ON num = assessment
			WHERE since_ms < ? AND status = 'draft' ORDER BY since_ms LIMIT ?)
		RETURNING num`, s.now().Add(-s.unopenedFor).UnixMilli(), sweepAtOnce)
	if err != nil {
		return 0, err
	}
	nums, err := scanAll(rows, scanNum)
	if err != nil {
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
