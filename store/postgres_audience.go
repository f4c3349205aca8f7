package store

import (
	"context"
	"errors"
	"slices"

	"github.com/jackc/pgx/v5"

	"crossroads/record"
)

// SetAudience behaves like SQLite.SetAudience.
func (s *Postgres) SetAudience(ctx context.Context, id, key string, a record.Audience) error {
	return s.owned(ctx, "set an audience", id, key, func(ctx context.Context, tx pgx.Tx, _ int64) error {
		return s.setAudience(ctx, tx, id, a)
	})
}

// AssignAudience behaves like SQLite.AssignAudience.
func (s *Postgres) AssignAudience(ctx context.Context, id string, a record.Audience) error {
	return s.doing(ctx, "set an audience", func(ctx context.Context, tx pgx.Tx) error { return s.setAudience(ctx, tx, id, a) })
}

func (s *Postgres) setAudience(ctx context.Context, tx pgx.Tx, id string, a record.Audience) error {
	var num, created int64
	var comparison, owner string
	err := tx.QueryRow(ctx, fixedSQL+` FOR UPDATE`, lookup(id)).Scan(&num, &comparison, unescaped(&owner), &created)
	if errors.Is(err, pgx.ErrNoRows) {
		return record.ErrNotFound
	}
	if err != nil {
		return err
	}
	for _, list := range namesOf(a) {
		if _, err := tx.Exec(ctx, list.drop, num); err != nil {
			return err
		}
		for _, name := range list.names {
			if _, err := tx.Exec(ctx, list.add, num, escape(name)); err != nil {
				return err
			}
		}
	}
	if _, err := tx.Exec(ctx, audienceSQL, a.Who, audienceDigest(firstDigest(comparison, owner, moment(created)), a), num); err != nil {
		return err
	}
	return s.audit(ctx, tx, num, audienceSet(a))
}

// readNamed behaves like SQLite.readNamed.
func (s *Postgres) readNamed(ctx context.Context, id string, a *record.Audience) (err error) {
	if a.People, err = s.readNames(ctx, readersSQL, id); err == nil {
		a.Groups, err = s.readNames(ctx, groupsSQL, id)
	}
	return err
}

func (s *Postgres) readNames(ctx context.Context, query, id string) ([]string, error) {
	names, err := collect(ctx, s, query, func(row pgx.CollectableRow) (name string, err error) {
		err = row.Scan(unescaped(&name))
		return name, err
	}, lookup(id))
	if len(names) == 0 { // nil, as with SQLite
		return nil, err
	}
	slices.Sort(names)
	return names, err
}
