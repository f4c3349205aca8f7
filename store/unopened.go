package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
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
		var n int64
		err := s.writer.do(ctx, func() error {
			res, err := s.writes.Exec(`
				DELETE FROM assessment WHERE num IN (
					SELECT num FROM unopened JOIN assessment ON num = assessment
					WHERE since_ms < ? AND status = 'draft' ORDER BY since_ms LIMIT ?)`,
				s.now().Add(-s.keep).UnixMilli(), sweepAtOnce)
			if err != nil {
				return err
			}
			n, err = res.RowsAffected()
			s.writer.deleted = s.writer.deleted || n > 0
			return err
		})
		if err != nil {
			return dropped, fmt.Errorf("drop drafts that were never opened: %w", err)
		}
		dropped += int(n)
		if n < sweepAtOnce {
			break
		}
	}
	return dropped, nil
}
