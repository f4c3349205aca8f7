package main

import (
	"context"
	"time"

	"crossroads/identity"
	"crossroads/record"
)

const dropEvery = time.Hour

// keepUnopened returns how long the store keeps drafts that nobody opens, 0 for ever.
func (c config) keepUnopened() time.Duration { return time.Duration(c.dropUnopened) * 24 * time.Hour }

// dropUnopened deletes drafts that nobody opened, now and every hour, if the operator has set
// that. Stop waits until it has ended.
func dropUnopened(ctx context.Context, cfg config, db database) (stop func()) {
	if cfg.dropUnopened == 0 {
		return func() {}
	}
	if cfg.IdentityHeader != "" || cfg.OIDCIssuer != "" { // there is an audit log
		ctx = record.WithActor(ctx, record.Actor{Via: identity.ViaPortal, Instance: cfg.instance()})
	}
	return inBackground(ctx, func(ctx context.Context) {
		ticker := time.NewTicker(dropEvery)
		defer ticker.Stop()
		for {
			n, err := db.DropUnopened(ctx)
			switch {
			case ctx.Err() != nil:
				return
			case err != nil:
				cfg.log.Warn("dropping drafts failed", "err", err)
			case n > 0:
				cfg.log.Info("drafts that nobody opened were dropped", "count", n)
			}
			select {
			case <-ticker.C:
			case <-ctx.Done():
				return
			}
		}
	})
}
