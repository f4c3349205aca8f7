//go:build unix

package store

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"crossroads/store/storetest"
)

// BenchmarkPostgresKnowing compares ways to find out whether a finished page is still
// valid: reading the assessment again, looking up its state, and waiting for another
// session's NOTIFY after its COMMIT. The last costs nothing per page, but the page is
// outdated until it arrives.
//
//	go test -run '^$' -bench PostgresKnowing ./store/
func BenchmarkPostgresKnowing(b *testing.B) {
	s := openPostgres(b, postgres(b).NewDatabase(b), Options{})
	ctx := context.Background()
	rev := storetest.Revision("benchmark")
	rev.Report = report(b)
	saved, _, err := s.Create(ctx, "deployment", rev)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("get", func(b *testing.B) {
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				if _, err := s.Get(ctx, saved.ID, 0); err != nil {
					b.Error(err)
				}
			}
		})
	})
	b.Run("standing", func(b *testing.B) {
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				if _, err := s.Standing(ctx, saved.ID, 0); err != nil {
					b.Error(err)
				}
			}
		})
	})
	b.Run("notify-delay", func(b *testing.B) {
		listener, err := pgx.ConnectConfig(ctx, s.pool.Config().ConnConfig)
		if err != nil {
			b.Fatal(err)
		}
		defer listener.Close(ctx)
		if _, err := listener.Exec(ctx, "LISTEN changed"); err != nil {
			b.Fatal(err)
		}
		heard := make(chan time.Time)
		go func() {
			for {
				if _, err := listener.WaitForNotification(ctx); err != nil {
					return
				}
				heard <- time.Now()
			}
		}()
		var late time.Duration
		for b.Loop() {
			if _, err := s.pool.Exec(ctx, "NOTIFY changed, 'x'"); err != nil {
				b.Fatal(err)
			}
			committed := time.Now()
			late += max((<-heard).Sub(committed), 0)
		}
		b.ReportMetric(float64(late.Microseconds())/float64(b.N), "µs-late/op")
	})
}
