//go:build unix

package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"crossroads/record"
	"crossroads/store/storetest"
)

// everyStore is everything a store can do.
type everyStore interface {
	storetest.Telling
	storetest.Commenting
	storetest.Seen
}

// known is an assessment with the secrets of its owner.
type known struct{ id, key, token string }

var moveOnce = record.Once{Key: "a-key-that-nobody-can-guess", Request: "save"}

// fillForMove saves everything that can be saved, with texts that are difficult to store.
func fillForMove(t *testing.T, s everyStore, n int) []known {
	t.Helper()
	ctx := record.WithActor(t.Context(), record.Actor{Name: "Ada\x00", Via: "oidc"})
	var list []known
	for i := range n {
		rev := storetest.Revision(fmt.Sprintf("Assessment %d \x00\x01\x02 'quoted' \\ 長", i))
		rev.Report = bytes.Repeat([]byte{'{', byte(i), 0, 0xff}, 1+i*37)
		once := record.Once{}
		if i == 0 {
			once = moveOnce
		}
		saved, key, err := s.CreateOnce(ctx, "deployment", []string{"", "ada\x00"}[i%2], once, rev)
		if err != nil {
			t.Fatal(err)
		}
		k := known{id: saved.ID, key: key}
		if i%3 == 0 {
			rev.Title += " again"
			if _, err := s.Revise(t.Context(), saved.ID, key, 1, rev); err != nil {
				t.Fatal(err)
			}
			if err := s.Mark(t.Context(), saved.ID, key, 2, "agreed\x00"); err != nil {
				t.Fatal(err)
			}
			life := record.Life{Status: record.Decided, Review: "2027-01-31", Expires: "2028-12-31"}
			if err := s.Arrange(t.Context(), saved.ID, key, life); err != nil {
				t.Fatal(err)
			}
		}
		if i%5 == 0 {
			if k.token, err = s.OpenRound(t.Context(), saved.ID, key); err != nil {
				t.Fatal(err)
			}
			if err := s.Speak(t.Context(), k.token, record.Voice{Name: "Grace", Report: []byte{1, 0, 2}}); err != nil {
				t.Fatal(err)
			}
			if i%2 == 0 {
				if err := s.RevealRound(t.Context(), saved.ID, key); err != nil {
					t.Fatal(err)
				}
			}
		}
		if i%3 == 1 {
			a := record.Audience{Who: record.ForNamed, People: []string{"Grace Hopper", "bo\x00"}, Groups: []string{"staff\x00"}}
			if err := s.SetAudience(ctx, saved.ID, key, a); err != nil {
				t.Fatal(err)
			}
		}
		if i%4 == 0 {
			if _, err := s.AddComment(ctx, saved.ID, record.Comment{Author: "Bo\x00", Text: "Why?\x01"}); err != nil {
				t.Fatal(err)
			}
			if err := s.ModerateComment(ctx, saved.ID, 1, i%8 == 0); err != nil {
				t.Fatal(err)
			}
		}
		list = append(list, k)
	}
	if err := s.StoreCatalogue(t.Context(), "deployment", "v1", []byte{0, 1, 2}); err != nil {
		t.Fatal(err)
	}
	if err := s.AddSession(ctx, session("7")); err != nil {
		t.Fatal(err)
	}
	number, err := s.AddToken(ctx, record.Token{
		Hash: hashed("token"), Name: "CI\x00", Scopes: []string{"read"}, Maker: "Ada", Created: moment(1), Ends: moment(2),
	})
	if err == nil {
		err = s.RevokeToken(ctx, number)
	}
	if p, err := s.TakeDelivery(ctx, "all", time.Minute); err == nil {
		err = s.EndDelivery(ctx, p.Delivery, record.Attempt{
			State: record.DeliveryFailed, Tried: moment(7), Answer: 404, Detail: "gone\x00",
		}, moment(8))
		if err != nil {
			t.Fatal(err)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// session returns a session of somebody called Ada.
func session(subject string) record.Session {
	return record.Session{Hash: hashed("session " + subject), Issuer: "https://login.example", Subject: subject, Name: "Ada\x00", Role: "reader",
		Created: time.Now(), Seen: time.Now(), Ends: time.Now().Add(time.Hour)}
}

// everything returns everything that can be read about the known assessments.
func everything(t *testing.T, s everyStore, list []known) []any {
	t.Helper()
	ctx := t.Context()
	var all []any
	add := func(v any, err error) {
		t.Helper()
		if err != nil && !errors.Is(err, record.ErrNotFound) {
			t.Fatal(err)
		}
		all = append(all, v)
	}
	for _, k := range list {
		latest, err := s.Get(ctx, k.id, 0)
		add(latest, err)
		first, err := s.Get(ctx, k.id, 1)
		add(first, err)
		history, err := s.History(ctx, k.id, 0, 10)
		add(history, err)
		round, err := s.LatestRound(ctx, k.id)
		add(round, err)
		comments, err := s.Comments(ctx, k.id)
		add(append([]record.Comment{}, comments...), err)
		if err := s.Opens(ctx, k.id, k.key); err != nil {
			t.Fatal(err)
		}
	}
	portfolio, err := s.Portfolio(ctx, record.Filter{Limit: 1000})
	add(portfolio, err)
	lines, err := s.Audit(ctx, record.EventFilter{Limit: 1000})
	add(lines, err)
	deliveries, err := s.Deliveries(ctx, record.DeliveryFilter{Limit: 1000})
	add(deliveries, err)
	tokens, err := s.Tokens(ctx)
	add(tokens, err)
	add(errors.Is(s.AddSession(ctx, session("8")), record.ErrConflict), nil) // the owner of a name
	body, err := s.Catalogue(ctx, "deployment", "v1")
	add(body, err)
	saved, key, err := s.CreateOnce(ctx, "deployment", "", moveOnce, storetest.Revision("x"))
	add(saved, err)
	add(key, nil)
	return all
}

// TestMove moves from a file to PostgreSQL and back. Everything readable, the keys, and the
// outcomes of marked requests must be the same in all three.
func TestMove(t *testing.T) {
	path := newPath(t)
	file := openTest(t, path, Options{Webhooks: storetest.Webhooks})
	list := fillForMove(t, file, 25)
	want := everything(t, file, list)
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	address := postgres(t).NewDatabase(t)
	moved, err := Move(t.Context(), path, address, Options{})
	if err != nil || moved != (Moved{25, 34}) {
		t.Fatalf("%+v, %v", moved, err)
	}
	pg := openPostgres(t, address, Options{Webhooks: storetest.Webhooks})
	if got := everything(t, pg, list); !reflect.DeepEqual(got, want) {
		t.Errorf("in PostgreSQL\n%.3000v\nwant\n%.3000v", got, want)
	}
	late, key, err := pg.Create(t.Context(), "deployment", storetest.Revision("late")) // its number follows those that were moved
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pg.OpenRound(t.Context(), late.ID, key); err != nil {
		t.Fatal(err)
	}
	back := filepath.Join(t.TempDir(), "back.db")
	for _, way := range [][2]string{{address, back}, {path, address}} {
		if _, err := Move(t.Context(), way[0], way[1], Options{}); err == nil || !strings.Contains(err.Error(), "portals are using it") {
			t.Errorf("while a portal runs: %v", err)
		}
	}
	check(t, pg.Close())
	if moved, err := Move(t.Context(), address, back, Options{}); err != nil || moved.Assessments != 26 {
		t.Fatalf("%+v, %v", moved, err)
	}
	pg = openPostgres(t, address, Options{})
	if left, _ := filepath.Glob(back + "*"); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
	again := openTest(t, back, Options{})
	if _, err := again.Get(t.Context(), late.ID, 0); err != nil {
		t.Error(err)
	}
	want, got := everything(t, pg, list), everything(t, again, list)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("back in a file\n%.3000v\nwant\n%.3000v", got, want)
	}
	check(t, pg.Close())
	for _, to := range []string{back, address} {
		from := address
		if to == address {
			from = back
		}
		if _, err := Move(t.Context(), from, to, Options{}); err == nil || !strings.Contains(err.Error(), "already") {
			t.Errorf("into what is in use: %v", err)
		}
	}
}

// TestMoveInterrupted stops a move after its first transactions: no portal starts on the
// incomplete database, and the next move completes it.
func TestMoveInterrupted(t *testing.T) {
	path := newPath(t)
	file := openTest(t, path, Options{})
	const count = 3*moveAtOnce + 50
	for range count {
		if _, _, err := file.Create(t.Context(), "deployment", storetest.Revision("one of many")); err != nil {
			t.Fatal(err)
		}
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	pgAddress := postgres(t).NewDatabase(t)
	stopAfter := func(from, to string, transactions int) {
		t.Helper()
		ctx, cancel := context.WithCancel(t.Context())
		log := slog.New(&countingHandler{after: transactions, stop: cancel})
		if _, err := Move(ctx, from, to, Options{Log: log}); !errors.Is(err, context.Canceled) {
			t.Fatalf("interrupted: %v", err)
		}
	}
	stopAfter(path, pgAddress, 2)
	if _, err := OpenPostgres(t.Context(), pgAddress, Options{}); err == nil || !strings.Contains(err.Error(), "has not ended") {
		t.Errorf("a portal on the half: %v", err)
	}
	if moved, err := Move(t.Context(), path, pgAddress, Options{}); err != nil || moved.Assessments != count {
		t.Fatalf("%+v, %v", moved, err)
	}
	back := filepath.Join(t.TempDir(), "back.db")
	stopAfter(pgAddress, back, 1)
	if moved, err := Move(t.Context(), pgAddress, back, Options{}); err != nil || moved.Assessments != count {
		t.Fatalf("back: %+v, %v", moved, err)
	}
	if found, err := Verify(t.Context(), back); err != nil || found.Assessments != count {
		t.Errorf("%+v, %v", found, err)
	}
}

// TestMoveNoticesChanges changes the source after an interrupted move, which must then be
// reported as a difference.
func TestMoveNoticesChanges(t *testing.T) {
	path := newPath(t)
	file := openTest(t, path, Options{})
	list := fillForMove(t, file, 3)
	address := postgres(t).NewDatabase(t)
	if _, err := Move(t.Context(), path, address, Options{}); err != nil {
		t.Fatal(err)
	}
	if _, err := file.Revise(t.Context(), list[1].id, list[1].key, 1, storetest.Revision("late")); err != nil {
		t.Fatal(err)
	}
	pg := openPostgres(t, address, Options{})
	if _, err := pg.pool.Exec(t.Context(), "INSERT INTO moving VALUES (1)"); err != nil {
		t.Fatal(err)
	}
	check(t, pg.Close())
	if _, err := Move(t.Context(), path, address, Options{}); err == nil || !strings.Contains(err.Error(), "table revision differs") {
		t.Errorf("%v", err)
	}
}

// countingHandler calls a function after a number of logged transactions.
type countingHandler struct {
	after int
	stop  func()
}

func (h *countingHandler) Enabled(context.Context, slog.Level) bool { return true }
func (h *countingHandler) WithAttrs([]slog.Attr) slog.Handler       { return h }
func (h *countingHandler) WithGroup(string) slog.Handler            { return h }
func (h *countingHandler) Handle(_ context.Context, r slog.Record) error {
	if r.Message == "copied" {
		if h.after--; h.after == 0 {
			h.stop()
		}
	}
	return nil
}
