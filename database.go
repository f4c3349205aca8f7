package main

import (
	"context"
	"errors"

	"crossroads/record"
	"crossroads/store"
	"crossroads/web"
	"crossroads/webhook"
)

// database is what the program needs of a store.
type database interface {
	web.Store
	webhook.Store
	DropUnopened(ctx context.Context) (dropped int, err error)
	Backlog(ctx context.Context) ([]record.Backlog, error)
	Stats() store.Stats
	Close() error
}

// several prepares a configuration for several instances on one database: they all sign with
// the same secret.
func (c *config) several(ctx context.Context, db database) (err error) {
	shared, ok := db.(interface {
		Secret(context.Context) ([]byte, error)
	})
	if ok {
		c.secret, err = shared.Secret(ctx)
	}
	return err
}

// openStore opens the file or the PostgreSQL database that --db names.
func openStore(ctx context.Context, cfg config) (database, error) {
	opts := store.Options{
		Log: cfg.log, Most: cfg.mostDB, DropUnopenedAfter: cfg.keepUnopened(),
		PasswordFile: cfg.DBPasswordFile, Webhooks: cfg.subscriptions(),
	}
	if store.IsPostgres(cfg.DB) {
		return store.OpenPostgres(ctx, cfg.DB, opts)
	}
	unlock, err := store.Lock(ctx, cfg.DB)
	if err != nil {
		return nil, err
	}
	db, err := store.Open(ctx, cfg.DB, opts)
	if err != nil {
		return nil, errors.Join(err, unlock())
	}
	return lockedFile{db, unlock}, nil
}

// lockedFile is a SQLite file that no other portal may open.
type lockedFile struct {
	*store.SQLite
	unlock func() error
}

// Close closes the file before others may open it.
func (f lockedFile) Close() error { return errors.Join(f.SQLite.Close(), f.unlock()) }
