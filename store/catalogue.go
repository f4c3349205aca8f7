package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"crossroads/record"
)

// KeepCatalogue stores the content that reports are made from, once for each
// version.
func (s *SQLite) KeepCatalogue(ctx context.Context, comparison, version string, body []byte) error {
	err := s.writer.do(ctx, func() error {
		if err := s.room.take(len(body)); err != nil {
			return err
		}
		_, err := s.writes.Exec(`INSERT INTO catalogue VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, comparison, version, body)
		return err
	})
	if err != nil {
		return fmt.Errorf("keep catalogue: %w", err)
	}
	return nil
}

// Catalogue returns what KeepCatalogue stored, or record.ErrNotFound.
func (s *SQLite) Catalogue(ctx context.Context, comparison, version string) ([]byte, error) {
	var body []byte
	err := s.reads.QueryRowContext(context.WithoutCancel(ctx),
		`SELECT body FROM catalogue WHERE comparison = ? AND version = ?`, comparison, version).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, record.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("get catalogue: %w", translate(err))
	}
	return body, nil
}
