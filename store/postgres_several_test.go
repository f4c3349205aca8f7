//go:build unix

package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"sync/atomic"
	"testing"

	"crossroads/record"
	"crossroads/store/storetest"
)

// several passes each call to the next of several stores, like a load balancer without
// sticky sessions.
type several struct {
	stores []*Postgres
	calls  atomic.Uint64
}

func (s *several) next() *Postgres { return s.stores[s.calls.Add(1)%uint64(len(s.stores))] }

func (s *several) Create(ctx context.Context, comparison string, rev record.Revision) (record.Saved, string, error) {
	return s.next().Create(ctx, comparison, rev)
}
func (s *several) CreateOnce(ctx context.Context, comparison, owner string, once record.Once,
	rev record.Revision) (record.Saved, string, error) {
	return s.next().CreateOnce(ctx, comparison, owner, once, rev)
}
func (s *several) Get(ctx context.Context, id string, number int) (record.Saved, error) {
	return s.next().Get(ctx, id, number)
}
func (s *several) Revise(ctx context.Context, id, key string, base int, rev record.Revision) (record.Saved, error) {
	return s.next().Revise(ctx, id, key, base, rev)
}
func (s *several) Opens(ctx context.Context, id, key string) error {
	return s.next().Opens(ctx, id, key)
}
func (s *several) Delete(ctx context.Context, id, key string) error {
	return s.next().Delete(ctx, id, key)
}
func (s *several) Ping(ctx context.Context) error { return s.next().Ping(ctx) }
func (s *several) Arrange(ctx context.Context, id, key string, life record.Life) error {
	return s.next().Arrange(ctx, id, key, life)
}
func (s *several) Rotate(ctx context.Context, id, key string, once record.Once) (string, error) {
	return s.next().Rotate(ctx, id, key, once)
}
func (s *several) Revoke(ctx context.Context, id, key string, once record.Once) (string, error) {
	return s.next().Revoke(ctx, id, key, once)
}
func (s *several) Mark(ctx context.Context, id, key string, number int, name string) error {
	return s.next().Mark(ctx, id, key, number, name)
}
func (s *several) History(ctx context.Context, id string, before, limit int) ([]record.Entry, error) {
	return s.next().History(ctx, id, before, limit)
}
func (s *several) Portfolio(ctx context.Context, f record.Filter) ([]record.Listed, error) {
	return s.next().Portfolio(ctx, f)
}
func (s *several) PortfolioCounts(ctx context.Context, f record.Filter, today string) (record.Counts, error) {
	return s.next().PortfolioCounts(ctx, f, today)
}
func (s *several) SetReviews(ctx context.Context, of []record.Version, review string) ([]string, error) {
	return s.next().SetReviews(ctx, of, review)
}
func (s *several) StoreCatalogue(ctx context.Context, comparison, version string, body []byte) error {
	return s.next().StoreCatalogue(ctx, comparison, version, body)
}
func (s *several) Catalogue(ctx context.Context, comparison, version string) ([]byte, error) {
	return s.next().Catalogue(ctx, comparison, version)
}
func (s *several) OpenRound(ctx context.Context, id, key string) (string, error) {
	return s.next().OpenRound(ctx, id, key)
}
func (s *several) RevealRound(ctx context.Context, id, key string) error {
	return s.next().RevealRound(ctx, id, key)
}
func (s *several) Speak(ctx context.Context, token string, v record.Voice) error {
	return s.next().Speak(ctx, token, v)
}
func (s *several) LatestRound(ctx context.Context, id string) (record.Round, error) {
	return s.next().LatestRound(ctx, id)
}
func (s *several) RoundOf(ctx context.Context, token string) (record.Round, string, error) {
	return s.next().RoundOf(ctx, token)
}

func openSeveral(t *testing.T, n int, address string) *several {
	t.Helper()
	s := &several{}
	for range n {
		s.stores = append(s.stores, openPostgres(t, address, Options{}))
	}
	return s
}

// TestPostgresSeveral runs the suite against three stores on one database.
func TestPostgresSeveral(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Store { return openSeveral(t, 3, postgres(t).NewDatabase(t)) })
}

// TestPgbouncer runs the suite through a pooler that assigns each transaction to one of two
// connections.
func TestPgbouncer(t *testing.T) {
	s := postgres(t)
	s.SQL(t, "postgres", "CREATE DATABASE bounced")
	through := s.Pgbouncer(t, "bounced")
	storetest.Run(t, func(t *testing.T) storetest.Store {
		stores := openSeveral(t, 2, through)
		s.SQL(t, "bounced", "DELETE FROM assessment; DELETE FROM catalogue")
		return stores
	})
}

// TestPostgresIsolation runs the suite with stricter isolation, as in CockroachDB:
// transactions that fail to serialise are tried again.
func TestPostgresIsolation(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Store {
		stores := openSeveral(t, 2, postgres(t).NewDatabase(t))
		for _, s := range stores.stores {
			s.isolation = "serializable"
		}
		return stores
	})
}

// TestPostgresSecret checks that instances asking at the same time get the same secret.
func TestPostgresSecret(t *testing.T) {
	stores := openSeveral(t, 3, postgres(t).NewDatabase(t)).stores
	secrets := make([]string, 12)
	var wg sync.WaitGroup
	for i := range secrets {
		wg.Go(func() {
			secret, err := stores[i%3].Secret(t.Context())
			if err != nil || len(secret) != 32 {
				t.Errorf("%x, %v", secret, err)
			}
			secrets[i] = string(secret)
		})
	}
	wg.Wait()
	for _, secret := range secrets {
		if secret != secrets[0] {
			t.Error("secrets differ")
		}
	}
}

// TestPostgresStartsAtOnce starts several processes on an empty database at the same time.
func TestPostgresStartsAtOnce(t *testing.T) {
	s := postgres(t)
	address := s.NewDatabase(t)
	var wg sync.WaitGroup
	for range 5 {
		wg.Go(func() {
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(os.Environ(), "STORE_TEST_OPEN="+address)
			if out, err := cmd.CombinedOutput(); err != nil || string(out) != "<nil>\n" {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	wg.Wait()
	openPostgres(t, address, Options{})
}

// TestPostgresRaces performs conflicting operations from two processes.
func TestPostgresRaces(t *testing.T) {
	address := postgres(t).NewDatabase(t)
	stores := openSeveral(t, 2, address).stores
	race := func(what string, wantErr error, do func(s *Postgres) error) {
		t.Helper()
		errs := make([]error, 16)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() { errs[i] = do(stores[i%2]) })
		}
		wg.Wait()
		done := 0
		for _, err := range errs {
			if err == nil {
				done++
			} else if !errors.Is(err, wantErr) {
				t.Errorf("%s: %v, want %v", what, err, wantErr)
			}
		}
		if done != 1 {
			t.Errorf("%s: done %d times", what, done)
		}
	}
	create := func() (string, string) {
		t.Helper()
		saved, key, err := stores[0].Create(t.Context(), "deployment", storetest.Revision("first"))
		if err != nil {
			t.Fatal(err)
		}
		return saved.ID, key
	}
	for range 5 {
		id, key := create()
		race("revise", record.ErrConflict, func(s *Postgres) error {
			_, err := s.Revise(t.Context(), id, key, 1, storetest.Revision("second"))
			return err
		})
		race("open a round", record.ErrConflict, func(s *Postgres) error { _, err := s.OpenRound(t.Context(), id, key); return err })
		round, err := stores[0].LatestRound(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		race("speak", record.ErrConflict, func(s *Postgres) error {
			return s.Speak(t.Context(), round.Token, record.Voice{Name: "Ada", Report: []byte("{}")})
		})
		race("reveal", record.ErrConflict, func(s *Postgres) error { return s.RevealRound(t.Context(), id, key) })
		race("rotate", record.ErrForbidden, func(s *Postgres) error {
			_, err := s.Rotate(t.Context(), id, key, record.Once{})
			return err
		})
		id, key = create()
		race("revoke", record.ErrForbidden, func(s *Postgres) error {
			_, err := s.Revoke(t.Context(), id, key, record.Once{})
			return err
		})
		id, key = create()
		race("delete", record.ErrForbidden, func(s *Postgres) error { return s.Delete(t.Context(), id, key) })
	}
}

// TestPostgresRotateOnce sends the same request for a new key to two processes many times
// at once: all must return the same key.
func TestPostgresRotateOnce(t *testing.T) {
	stores := openSeveral(t, 2, postgres(t).NewDatabase(t)).stores
	saved, key, err := stores[0].Create(t.Context(), "deployment", storetest.Revision("first"))
	if err != nil {
		t.Fatal(err)
	}
	once := record.Once{Key: "a-key-that-nobody-can-guess"}
	fresh := make([]string, 16)
	var wg sync.WaitGroup
	for i := range fresh {
		wg.Go(func() {
			var err error
			if fresh[i], err = stores[i%2].Rotate(t.Context(), saved.ID, key, once); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for _, got := range fresh {
		if got != fresh[0] || got == "" {
			t.Errorf("keys differ: %q", fresh)
		}
	}
	if err := stores[1].Opens(t.Context(), saved.ID, fresh[0]); err != nil {
		t.Error(err)
	}
}

// TestPostgresSpeakWhileRevealing checks that exactly the acknowledged answers are in the
// revealed round.
func TestPostgresSpeakWhileRevealing(t *testing.T) {
	stores := openSeveral(t, 2, postgres(t).NewDatabase(t)).stores
	saved, key, err := stores[0].Create(t.Context(), "deployment", storetest.Revision("first"))
	if err != nil {
		t.Fatal(err)
	}
	token, err := stores[0].OpenRound(t.Context(), saved.ID, key)
	if err != nil {
		t.Fatal(err)
	}
	var taken atomic.Int32
	var wg sync.WaitGroup
	for i := range 24 {
		wg.Go(func() {
			if i == 12 {
				if err := stores[0].RevealRound(t.Context(), saved.ID, key); err != nil {
					t.Error(err)
				}
				return
			}
			err := stores[i%2].Speak(t.Context(), token, record.Voice{Name: fmt.Sprint("person ", i), Report: []byte("{}")})
			if err == nil {
				taken.Add(1)
			} else if !errors.Is(err, record.ErrConflict) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	round, err := stores[1].LatestRound(t.Context(), saved.ID)
	if err != nil || round.Open() || len(round.Voices) != int(taken.Load()) {
		t.Errorf("%d voices, %d were taken, %v", len(round.Voices), taken.Load(), err)
	}
}
