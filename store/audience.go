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
	readersSQL  = `SELECT r.name FROM reader r JOIN assessment a ON a.num = r.assessment WHERE a.id = $1`
	noGroupSQL  = `DELETE FROM reader_group WHERE assessment = $1`
	groupSQL    = `INSERT INTO reader_group (assessment, name) VALUES ($1, $2)`
	groupsSQL   = `SELECT g.name FROM reader_group g JOIN assessment a ON a.num = g.assessment WHERE a.id = $1`
)

// audienceSet returns the audit event for a changed audience.
func audienceSet(a record.Audience) record.Event {
	detail := fmt.Sprintf("audience=%s people=%s", a.Who, nameList(a.People))
	if len(a.Groups) > 0 {
		detail += " groups=" + nameList(a.Groups)
	}
	return record.Event{Act: record.ActAudience, Detail: detail}
}

// nameList returns names for an audit event, with commas between them. They are escaped as in
// a URL, so that spaces and commas inside them do not act as separators.
func nameList(names []string) string {
	var escaped []string
	for _, name := range names {
		escaped = append(escaped, strings.ReplaceAll(url.PathEscape(name), ",", "%2C"))
	}
	return strings.Join(escaped, ",")
}

// namesOf returns the statements that replace the names of an audience, with the names to add.
func namesOf(a record.Audience) [2]struct {
	drop, add string
	names     []string
} {
	return [...]struct {
		drop, add string
		names     []string
	}{{noReaderSQL, readerSQL, a.People}, {noGroupSQL, groupSQL, a.Groups}}
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
	if err := s.room.take(len(strings.Join(a.People, " ") + strings.Join(a.Groups, " "))); err != nil {
		return err
	}
	s.writer.deleted = true // the former names
	for _, list := range namesOf(a) {
		if _, err := s.writes.Exec(list.drop, num); err != nil {
			return err
		}
		for _, name := range list.names {
			if _, err := s.writes.Exec(list.add, num, name); err != nil {
				return err
			}
		}
	}
	if _, err := s.writes.Exec(audienceSQL, a.Who, audienceDigest(firstDigest(comparison, owner, moment(created)), a), num); err != nil {
		return err
	}
	return s.audit(ctx, num, audienceSet(a))
}

// readNamed adds the people and groups named in the audience of an assessment, sorted.
func (s *SQLite) readNamed(ctx context.Context, id string, a *record.Audience) (err error) {
	if a.People, err = s.readNames(ctx, readersSQL, id); err == nil {
		a.Groups, err = s.readNames(ctx, groupsSQL, id)
	}
	return err
}

func (s *SQLite) readNames(ctx context.Context, query, id string) (names []string, err error) {
	names, err = all(ctx, s, query, scanName, id)
	slices.Sort(names) // databases differ in how they sort
	return names, err
}

func scanName(row row) (name string, err error) {
	err = row.Scan(&name)
	return name, err
}
