package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"crossroads/record"
)

const (
	audienceSQL = `UPDATE assessment SET audience = $1, audience_digest = $2 WHERE num = $3`
	fixedSQL    = `SELECT num, comparison, owner, created_ms FROM assessment WHERE id = $1`
	noReaderSQL = `DELETE FROM reader WHERE assessment = $1`
	readerSQL   = `INSERT INTO reader (assessment, name) VALUES ($1, $2)`
	readersSQL  = `SELECT r.name FROM reader r JOIN assessment a ON a.num = r.assessment WHERE a.id = $1 ORDER BY r.name`
)

// audienceSet returns the audit event for a changed audience. Names are escaped as in a
// URL, so that spaces and commas inside them do not act as separators.
func audienceSet(a record.Audience) record.Event {
	names := make([]string, len(a.People))
	for i, name := range a.People {
		names[i] = strings.ReplaceAll(url.PathEscape(name), ",", "%2C")
	}
	return record.Event{Act: record.ActAudience, Detail: fmt.Sprintf("audience=%s people=%s", a.Who, strings.Join(names, ","))}
}

// SetAudience stores who may see an assessment. It returns record.ErrForbidden like Revise.
func (s *SQLite) SetAudience(ctx context.Context, id, key string, a record.Audience) error {
	return s.owned(ctx, "set an audience", id, key, func(int64) error { return s.setAudience(ctx, id, a) })
}

// AssignAudience is SetAudience for people whose role allows it. It returns
// record.ErrNotFound for an unknown id.
func (s *SQLite) AssignAudience(ctx context.Context, id string, a record.Audience) error {
	err := s.writer.do(ctx, func() error { return s.setAudience(ctx, id, a) })
	if err != nil {
		return fmt.Errorf("set an audience: %w", err)
	}
	return nil
}

func (s *SQLite) setAudience(ctx context.Context, id string, a record.Audience) error {
	var num, created int64
	var comparison, owner string
	err := s.writes.QueryRow(fixedSQL, id).Scan(&num, &comparison, &owner, &created)
	if errors.Is(err, sql.ErrNoRows) {
		return record.ErrNotFound
	}
	if err != nil {
		return err
	}
	if err := s.room.take(len(strings.Join(a.People, " "))); err != nil {
		return err
	}
	s.writer.deleted = true // the former names
	if _, err := s.writes.Exec(noReaderSQL, num); err != nil {
		return err
	}
	for _, name := range a.People {
		if _, err := s.writes.Exec(readerSQL, num, name); err != nil {
			return err
		}
	}
	if _, err := s.writes.Exec(audienceSQL, a.Who, audienceDigest(firstDigest(comparison, owner, moment(created)), a), num); err != nil {
		return err
	}
	return s.audit(ctx, num, audienceSet(a))
}

// readers returns the people named in the audience of an assessment, sorted.
func (s *SQLite) readers(ctx context.Context, id string) (names []string, err error) {
	rows, err := s.reads.QueryContext(context.WithoutCancel(ctx), readersSQL, id)
	if err != nil {
		return nil, translate(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, translate(err)
		}
		names = append(names, name)
	}
	slices.Sort(names) // databases differ in how they sort
	return names, translate(rows.Err())
}
