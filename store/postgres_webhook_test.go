//go:build unix

package store

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"crossroads/record"
	"crossroads/store/storetest"
)

func TestPostgresWebhooks(t *testing.T) {
	storetest.RunWebhooks(t, func(t *testing.T, now func() time.Time) storetest.Telling {
		return openPostgres(t, postgres(t).NewDatabase(t), Options{Now: now, Webhooks: storetest.Webhooks})
	})
}

// tellers are several stores on one database: a delivery may be taken and ended by
// different ones.
type tellers struct {
	*Postgres
	all several
}

func (s *tellers) NoteReviews(ctx context.Context, from, to string) (int, error) {
	return s.all.next().NoteReviews(ctx, from, to)
}
func (s *tellers) TakeDelivery(ctx context.Context, endpoint string, lease time.Duration) (record.Parcel, error) {
	return s.all.next().TakeDelivery(ctx, endpoint, lease)
}
func (s *tellers) EndDelivery(ctx context.Context, d record.Delivery, a record.Attempt, next time.Time) error {
	return s.all.next().EndDelivery(ctx, d, a, next)
}
func (s *tellers) TidyDeliveries(ctx context.Context, tooOld, forget time.Time, detail string) (int, error) {
	return s.all.next().TidyDeliveries(ctx, tooOld, forget, detail)
}

func TestPostgresWebhooksSeveral(t *testing.T) {
	for _, isolation := range []string{"read committed", "serializable"} {
		t.Run(isolation, func(t *testing.T) {
			storetest.RunWebhooks(t, func(t *testing.T, now func() time.Time) storetest.Telling {
				address := postgres(t).NewDatabase(t)
				s := &tellers{}
				for range 3 {
					one := openPostgres(t, address, Options{Now: now, Webhooks: storetest.Webhooks})
					if isolation == "serializable" {
						one.isolation = "serializable"
					}
					s.all.stores = append(s.all.stores, one)
				}
				s.Postgres = s.all.stores[0]
				return s
			})
		})
	}
}

func TestPostgresReviewMovedMeanwhile(t *testing.T) {
	s := openPostgres(t, postgres(t).NewDatabase(t), Options{Webhooks: storetest.Webhooks})
	reviewsMoved(t, s, func(num int64) error {
		return s.change(t.Context(), true, func(ctx context.Context, tx pgx.Tx) error {
			return s.tellDue(ctx, tx, num, days{"2031-01-01", "2031-01-31"})
		})
	})
}
