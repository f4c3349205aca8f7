package main

import (
	"context"

	"crossroads/store"
	"crossroads/web"
)

// database is what the program needs of a store.
type database interface {
	web.Store
	DropUnopened(ctx context.Context) (dropped int, err error)
	Close() error
}

// openStore opens the file or the PostgreSQL database that --db names.
func openStore(ctx context.Context, cfg config) (database, error) {
	opts := store.Options{Log: cfg.log, Most: cfg.mostDB, KeepUnopened: cfg.keepUnopened(), PasswordFile: cfg.DBPasswordFile}
	if store.IsPostgres(cfg.DB) {
		return store.OpenPostgres(ctx, cfg.DB, opts)
	}
	return store.Open(ctx, cfg.DB, opts)
}
