package main

import (
	"context"
	"errors"
	"time"

	"crossroads/store"
)

// verifyAfter delays the check, which would otherwise compete with the first readers.
const verifyAfter = 2 * time.Second

// verifyInUse checks a SQLite file once while it is in use. It cannot repair damage, but tells the
// operator before the last good backup is overwritten.
func verifyInUse(ctx context.Context, cfg config, db database) (stop func()) {
	file, ok := db.(interface {
		Check(context.Context) (store.Contents, error)
	})
	if !ok || !cfg.Verify {
		return func() {}
	}
	return inBackground(ctx, func(ctx context.Context) {
		select {
		case <-time.After(verifyAfter):
		case <-ctx.Done():
			return
		}
		began := time.Now()
		found, err := file.Check(ctx)
		var revisions *store.RevisionsError
		switch {
		case ctx.Err() != nil:
		case err == nil:
			cfg.log.Info("the database is sound", "assessments", found.Assessments, "revisions", found.Revisions, "took", time.Since(began))
		case errors.As(err, &revisions): // ids are not logged, since they grant access
			cfg.log.Error("the database is damaged: revisions are not as they were stored; the others are. crossroads verify names the "+
				"first; restore a backup", "revisions", revisions.Damaged)
		default:
			cfg.log.Error("the database is damaged: stop the portal, keep the file, and restore a backup", "err", err)
		}
	})
}
