package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"crossroads/record"
)

// maxVoices bounds a round: more people do not fit in a meeting.
const maxVoices = 200

// OpenRound starts a team round and returns the token with which people answer. It returns
// record.ErrForbidden like Revise, and record.ErrConflict while a round is open.
func (s *SQLite) OpenRound(ctx context.Context, id, key string) (string, error) {
	token := s.newID()
	err := s.owned(ctx, "open round", id, key, func(num int64) error {
		if err := s.room.take(len(token)); err != nil {
			return err
		}
		res, err := s.writes.Exec(`
			INSERT INTO round (assessment, token, opened_ms)
			SELECT ?1, ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM round WHERE assessment = ?1 AND revealed_ms IS NULL)`,
			num, token, s.stamp().UnixMilli())
		if err := changed(res, err, record.ErrConflict); err != nil {
			return err
		}
		return s.audit(ctx, num, record.Event{Act: record.ActOpenRound})
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

// RevealRound ends the open round and reveals the answers. It returns record.ErrForbidden
// like Revise, and record.ErrConflict when no round is open.
func (s *SQLite) RevealRound(ctx context.Context, id, key string) error {
	return s.owned(ctx, "reveal round", id, key, func(num int64) error {
		res, err := s.writes.Exec(`UPDATE round SET revealed_ms = ? WHERE assessment = ? AND revealed_ms IS NULL`,
			s.stamp().UnixMilli(), num)
		if err := changed(res, err, record.ErrConflict); err != nil {
			return err
		}
		if err := s.tell(record.WebhookRoundClosed, num); err != nil {
			return err
		}
		return s.audit(ctx, num, record.Event{Act: record.ActRevealRound})
	})
}

// Speak adds one person's answer to the open round with a token. It returns
// record.ErrNotFound when there is no such round, and record.ErrConflict when the round was
// revealed or is full, or the name is taken, in any case.
func (s *SQLite) Speak(ctx context.Context, token string, v record.Voice) error {
	input, err := encode(v.Input)
	if err != nil {
		return fmt.Errorf("answer in a round: %w", err)
	}
	report := pack(v.Report)
	err = s.writer.do(ctx, func() error {
		var num, assessment int64
		var revealed sql.NullInt64
		var voices, taken int
		err := s.writes.QueryRow(`
			SELECT num, assessment, revealed_ms,
			       (SELECT count(*) FROM voice WHERE round = num),
			       (SELECT count(*) FROM voice WHERE round = num AND named(name) = ?2)
			FROM round WHERE token = ?1`, token, record.Named(v.Name)).Scan(&num, &assessment, &revealed, &voices, &taken)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return record.ErrNotFound
		case err != nil:
			return err
		case revealed.Valid || taken > 0 || voices >= maxVoices:
			return record.ErrConflict
		}
		if err := s.room.take(len(input) + len(report)); err != nil {
			return err
		}
		_, err = s.writes.Exec(`INSERT INTO voice VALUES (?, ?, ?, ?, ?, ?, ?)`,
			num, v.Name, s.stamp().UnixMilli(), input, v.Catalogue, v.Engine, report)
		if err != nil {
			return err
		}
		return s.audit(ctx, assessment, record.Event{Act: record.ActAnswer})
	})
	if err != nil {
		return fmt.Errorf("answer in a round: %w", err)
	}
	return nil
}

// LatestRound returns the newest round of an assessment, with its answers only if it was
// revealed. It returns record.ErrNotFound when there is none.
func (s *SQLite) LatestRound(ctx context.Context, id string) (record.Round, error) {
	round, _, err := s.round(ctx, `
		SELECT r.num, r.token, r.opened_ms, r.revealed_ms, a.comparison, a.expires
		FROM round r JOIN assessment a ON a.num = r.assessment
		WHERE a.id = ? ORDER BY r.num DESC LIMIT 1`, id)
	return round, err
}

// RoundOf returns the round with a token and its comparison, or record.ErrNotFound. It does
// not reveal which assessment the round belongs to.
func (s *SQLite) RoundOf(ctx context.Context, token string) (record.Round, string, error) {
	return s.round(ctx, `
		SELECT r.num, r.token, r.opened_ms, r.revealed_ms, a.comparison, a.expires
		FROM round r JOIN assessment a ON a.num = r.assessment
		WHERE r.token = ?`, token)
}

func (s *SQLite) round(ctx context.Context, query, arg string) (record.Round, string, error) {
	ctx = context.WithoutCancel(ctx)
	var r record.Round
	var num, opened int64
	var revealed sql.NullInt64
	var comparison string
	err := s.reads.QueryRowContext(ctx, query, arg).Scan(&num, &r.Token, &opened, &revealed, &comparison, &r.Expires)
	if errors.Is(err, sql.ErrNoRows) {
		return r, "", record.ErrNotFound
	}
	if err != nil {
		return r, "", fmt.Errorf("get round: %w", translate(err))
	}
	r.Opened = moment(opened)
	if revealed.Valid {
		r.Revealed = moment(revealed.Int64)
	}
	r.Voices, err = s.voices(ctx, num, !r.Open())
	return r, comparison, err
}

func (s *SQLite) voices(ctx context.Context, round int64, whole bool) ([]record.Voice, error) {
	list, err := all(ctx, s, `SELECT name, at_ms, input, catalogue, engine, report FROM voice WHERE round = ? ORDER BY name`,
		func(row row) (v record.Voice, err error) {
			var at int64
			var input, report []byte
			if err := row.Scan(&v.Name, &at, &input, &v.Catalogue, &v.Engine, &report); err != nil {
				return v, err
			}
			v.At = moment(at)
			if !whole {
				return record.Voice{Name: v.Name, At: v.At}, nil
			}
			v.Report, err = decode(input, report, &v.Input)
			return v, err
		}, round)
	if err != nil {
		return nil, fmt.Errorf("get round: %w", err)
	}
	return list, nil
}

// changed returns otherwise if a statement changed nothing.
func changed(res sql.Result, err, otherwise error) error {
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n > 0 {
		return err
	}
	return otherwise
}
