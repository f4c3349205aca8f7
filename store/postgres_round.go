package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"crossroads/record"
)

// OpenRound behaves like SQLite.OpenRound.
func (s *Postgres) OpenRound(ctx context.Context, id, key string) (string, error) {
	token := s.newID()
	err := s.owned(ctx, "open round", id, key, func(ctx context.Context, tx pgx.Tx, num int64) error {
		res, err := tx.Exec(ctx, `
			INSERT INTO round (assessment, token, opened_ms)
			SELECT a.num, $2, $3 FROM assessment a WHERE a.num = $1
			 AND NOT EXISTS (SELECT 1 FROM round r WHERE r.assessment = a.num AND r.revealed_ms IS NULL)`,
			num, token, s.stamp().UnixMilli())
		if err != nil {
			return err
		}
		if res.RowsAffected() == 0 {
			return record.ErrConflict
		}
		return s.audit(ctx, tx, num, record.Event{Act: record.ActOpenRound})
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

// RevealRound behaves like SQLite.RevealRound.
func (s *Postgres) RevealRound(ctx context.Context, id, key string) error {
	return s.owned(ctx, "reveal round", id, key, func(ctx context.Context, tx pgx.Tx, num int64) error {
		res, err := tx.Exec(ctx, `UPDATE round SET revealed_ms = $1 WHERE assessment = $2 AND revealed_ms IS NULL`,
			s.stamp().UnixMilli(), num)
		if err != nil {
			return err
		}
		if res.RowsAffected() == 0 {
			return record.ErrConflict
		}
		if err := s.tell(ctx, tx, record.WebhookRoundClosed, num); err != nil {
			return err
		}
		return s.audit(ctx, tx, num, record.Event{Act: record.ActRevealRound})
	})
}

// Speak behaves like SQLite.Speak. It locks the row of the round, so that no answer is
// added while the round is being revealed.
func (s *Postgres) Speak(ctx context.Context, token string, v record.Voice) error {
	input, err := encode(v.Input)
	if err != nil {
		return fmt.Errorf("answer in a round: %w", err)
	}
	report := pack(v.Report)
	err = s.change(ctx, false, func(ctx context.Context, tx pgx.Tx) error {
		var num, assessment int64
		var revealed *int64
		err := tx.QueryRow(ctx, `SELECT num, assessment, revealed_ms FROM round WHERE token = $1 FOR UPDATE`,
			lookup(token)).Scan(&num, &assessment, &revealed)
		if errors.Is(err, pgx.ErrNoRows) {
			return record.ErrNotFound
		}
		if err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `SELECT name FROM voice WHERE round = $1`, num)
		if err != nil {
			return err
		}
		names, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (name string, err error) {
			err = row.Scan(unescaped(&name))
			return record.Named(name), err
		})
		if err != nil {
			return err
		}
		if revealed != nil || slices.Contains(names, record.Named(v.Name)) || len(names) >= maxVoices {
			return record.ErrConflict
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO voice (round, name, at_ms, input, catalogue, engine, report) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			num, escape(v.Name), s.stamp().UnixMilli(), input, v.Catalogue, v.Engine, report)
		if err != nil {
			return err
		}
		return s.audit(ctx, tx, assessment, record.Event{Act: record.ActAnswer})
	})
	if err != nil {
		return fmt.Errorf("answer in a round: %w", err)
	}
	return nil
}

// LatestRound behaves like SQLite.LatestRound.
func (s *Postgres) LatestRound(ctx context.Context, id string) (record.Round, error) {
	round, _, err := s.round(ctx, `
		SELECT r.num, r.token, r.opened_ms, r.revealed_ms, a.comparison, a.expires
		FROM round r JOIN assessment a ON a.num = r.assessment
		WHERE a.id = $1 ORDER BY r.num DESC LIMIT 1`, id)
	return round, err
}

// RoundOf behaves like SQLite.RoundOf.
func (s *Postgres) RoundOf(ctx context.Context, token string) (record.Round, string, error) {
	return s.round(ctx, `
		SELECT r.num, r.token, r.opened_ms, r.revealed_ms, a.comparison, a.expires
		FROM round r JOIN assessment a ON a.num = r.assessment
		WHERE r.token = $1`, token)
}

func (s *Postgres) round(ctx context.Context, query, arg string) (record.Round, string, error) {
	var r record.Round
	var num, opened int64
	var revealed *int64
	var comparison string
	err := s.read(ctx, func(ctx context.Context) error {
		return s.pool.QueryRow(ctx, query, lookup(arg)).Scan(&num, &r.Token, &opened, &revealed, &comparison, &r.Expires)
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return r, "", record.ErrNotFound
	}
	if err != nil {
		return r, "", fmt.Errorf("get round: %w", err)
	}
	r.Opened = moment(opened)
	if revealed != nil {
		r.Revealed = moment(*revealed)
	}
	r.Voices, err = s.voices(ctx, num, !r.Open())
	if err != nil {
		return r, "", fmt.Errorf("get round: %w", err)
	}
	return r, comparison, nil
}

// voices returns the answers of a round. It sorts them itself, by bytes, since the sort order
// of a database depends on how it was created.
func (s *Postgres) voices(ctx context.Context, round int64, whole bool) ([]record.Voice, error) {
	list, err := collect(ctx, s, `SELECT name, at_ms, input, catalogue, engine, report FROM voice WHERE round = $1`,
		func(row pgx.CollectableRow) (v record.Voice, err error) {
			var at int64
			var input, report []byte
			if err := row.Scan(unescaped(&v.Name), &at, &input, &v.Catalogue, &v.Engine, &report); err != nil {
				return v, err
			}
			v.At = moment(at)
			if !whole {
				return record.Voice{Name: v.Name, At: v.At}, nil
			}
			v.Report, err = decode(input, report, &v.Input)
			return v, err
		}, round)
	slices.SortFunc(list, func(a, b record.Voice) int { return strings.Compare(a.Name, b.Name) })
	return list, err
}
