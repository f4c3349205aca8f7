// Package storetest is a test suite for stores of saved assessments.
package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"crossroads/decision"
	"crossroads/record"
)

// Store is the contract; store.SQLite documents its methods.
type Store interface {
	Create(ctx context.Context, comparison string, rev record.Revision) (saved record.Saved, key string, err error)
	Get(ctx context.Context, id string, number int) (record.Saved, error)
	Revise(ctx context.Context, id, key string, base int, rev record.Revision) (record.Saved, error)
	Opens(ctx context.Context, id, key string) error
	Delete(ctx context.Context, id, key string) error
	Ping(ctx context.Context) error

	Arrange(ctx context.Context, id, key string, life record.Life) error
	Rotate(ctx context.Context, id, key string, once record.Once) (string, error)
	Revoke(ctx context.Context, id, key string, once record.Once) (string, error)
	Mark(ctx context.Context, id, key string, number int, name string) error
	History(ctx context.Context, id string, before, limit int) ([]record.Entry, error)

	CreateOnce(ctx context.Context, comparison, owner string, once record.Once, rev record.Revision) (record.Saved, string, error)
	Portfolio(ctx context.Context, f record.Filter) ([]record.Listed, error)
	PortfolioCounts(ctx context.Context, f record.Filter, today string) (record.Counts, error)
	SetReviews(ctx context.Context, of []record.Version, review string) (stale []string, err error)

	StoreCatalogue(ctx context.Context, comparison, version string, body []byte) error
	Catalogue(ctx context.Context, comparison, version string) ([]byte, error)

	OpenRound(ctx context.Context, id, key string) (string, error)
	RevealRound(ctx context.Context, id, key string) error
	Speak(ctx context.Context, token string, v record.Voice) error
	LatestRound(ctx context.Context, id string) (record.Round, error)
	RoundOf(ctx context.Context, token string) (record.Round, string, error)
}

// Run runs the suite. open returns a store that is empty, or at least shares nothing with
// the assessments of the test, and cleans up afterwards.
func Run(t *testing.T, open func(t *testing.T) Store) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, Store)
	}{
		{"create and get", createAndGet},
		{"ids and keys", idsAndKeys},
		{"unknown", unknown},
		{"revise", revise},
		{"conflict", conflict},
		{"forbidden", forbidden},
		{"delete", remove},
		{"inputs", inputs},
		{"texts", texts},
		{"report bytes", reportBytes},
		{"cancelled", cancelled},
		{"arrange", arrange},
		{"rotate", rotate},
		{"revoke", revoke},
		{"create once", createOnce},
		{"create once at once", createOnceAtOnce},
		{"rotate once", rotateOnce},
		{"revoke once", revokeOnce},
		{"history", history},
		{"portfolio", portfolio},
		{"portfolio counts", portfolioCounts},
		{"portfolio letters", letters},
		{"set reviews", setReviews},
		{"catalogues", catalogues},
		{"round", round},
		{"concurrent revisions", concurrentRevisions},
		{"concurrent mix", concurrentMix},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, open(t)) })
	}
}

// Revision returns a revision with every field set, identified by its title. Its input is
// in canonical form, with sorted lists of answers.
func Revision(title string) record.Revision {
	return record.Revision{
		Title:  title,
		Note:   "Because **we** said so.\n\n- one\n- two",
		Author: "Ada & Grace",
		Labels: record.Labels{
			Decision: "Both, beginning with mail", Tags: []string{"orders"}, Deciders: []string{"Ada", "Grace"},
			Consulted: []string{"Łucja"}, Informed: []string{"Team 7"},
		},
		Input: decision.Assessment{
			Answers: decision.Answers{"traffic": {"steady"}, "team": {"medium", "small"}},
			Parts: []decision.Part{
				{Name: "mail", Share: 0.25, Answers: decision.Answers{"traffic": {"rare"}}},
				{Name: "shop", Share: 0.75},
			},
			Priorities: decision.Priorities{Ranking: []string{"ops", "cost"}},
		},
		Catalogue: "c0ffee",
		Engine:    "1",
		Report:    []byte(`{"comparison":"deployment","title":"` + title + `"}`),
	}
}

func createAndGet(t *testing.T, s Store) {
	rev := Revision("first")
	rev.Number, rev.At = 7, time.Unix(0, 0) // must be ignored
	before := time.Now().Truncate(time.Millisecond)
	saved, key, err := s.Create(t.Context(), "deployment", rev)
	after := time.Now()
	if err != nil {
		t.Fatal(err)
	}
	if key == "" {
		t.Error("no key")
	}
	if saved.Created.Before(before) || saved.Created.After(after) {
		t.Errorf("created %v, want between %v and %v", saved.Created, before, after)
	}
	if !saved.Created.Equal(saved.Created.Truncate(time.Millisecond)) || saved.Created.Location() != time.UTC {
		t.Errorf("created %v, want UTC to the millisecond", saved.Created)
	}
	want := record.Saved{ID: saved.ID, Comparison: "deployment", Created: saved.Created, Latest: 1, Revision: rev}
	want.Status, want.Audience.Who = record.Draft, record.ForLink
	want.Number, want.At = 1, saved.Created
	equal(t, saved, want)
	equal(t, get(t, s, saved.ID, 0), want)
	equal(t, get(t, s, saved.ID, 1), want)
	if err := s.Ping(t.Context()); err != nil {
		t.Errorf("Ping: %v", err)
	}
}

func idsAndKeys(t *testing.T, s Store) {
	seen := map[string]bool{}
	for range 50 {
		saved, key := create(t, s, "x")
		for _, text := range []string{saved.ID, key} {
			if seen[text] {
				t.Fatalf("%q was given out twice", text)
			}
			seen[text] = true
			if len(text) < 26 || strings.Trim(text, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
				t.Fatalf("%q: want 26 or more lower-case letters and digits", text)
			}
		}
	}
}

func unknown(t *testing.T, s Store) {
	saved, _ := create(t, s, "x")
	for _, test := range []struct {
		id     string
		number int
	}{
		{"", 0}, {"nosuchassessmentnosuchasse", 0}, {"nosuchassessmentnosuchasse", 1},
		{saved.ID, 2}, {saved.ID, -1}, {strings.ToUpper(saved.ID), 0}, {saved.ID + "\x00", 0},
		{saved.ID[:25] + "%", 0}, {"' OR 1=1 --", 0},
	} {
		if got, err := s.Get(t.Context(), test.id, test.number); !errors.Is(err, record.ErrNotFound) {
			t.Errorf("Get(%q, %d) = %v, %v; want ErrNotFound", test.id, test.number, got, err)
		}
	}
}

func revise(t *testing.T, s Store) {
	first, key := create(t, s, "first")
	other, _ := create(t, s, "other")
	rev := Revision("second")
	rev.Catalogue, rev.Engine, rev.Input = "facade", "2", decision.Assessment{}
	second, err := s.Revise(t.Context(), first.ID, key, 1, rev)
	if err != nil {
		t.Fatal(err)
	}
	want := record.Saved{ID: first.ID, Comparison: first.Comparison, Created: first.Created, Latest: 2, Revision: rev}
	want.Status, want.Audience.Who = record.Draft, record.ForLink
	want.Number, want.At = 2, second.At
	equal(t, second, want)
	if second.At.Before(first.At) {
		t.Errorf("revision 2 at %v is before revision 1 at %v", second.At, first.At)
	}
	equal(t, get(t, s, first.ID, 0), want)
	equal(t, get(t, s, first.ID, 2), want)
	first.Latest = 2
	equal(t, get(t, s, first.ID, 1), first)
	equal(t, get(t, s, other.ID, 0), other)
}

func conflict(t *testing.T, s Store) {
	saved, key := create(t, s, "first")
	if _, err := s.Revise(t.Context(), saved.ID, key, 1, Revision("second")); err != nil {
		t.Fatal(err)
	}
	for _, base := range []int{1, 0, 3, -1} {
		if got, err := s.Revise(t.Context(), saved.ID, key, base, Revision("late")); !errors.Is(err, record.ErrConflict) {
			t.Errorf("Revise from %d = %v, %v; want ErrConflict", base, got, err)
		}
	}
	if now := get(t, s, saved.ID, 0); now.Latest != 2 || now.Title != "second" {
		t.Errorf("after conflicts: revision %d %q, want 2 %q", now.Latest, now.Title, "second")
	}
}

func forbidden(t *testing.T, s Store) {
	saved, key := create(t, s, "mine")
	if err := s.Opens(t.Context(), saved.ID, key); err != nil {
		t.Errorf("Opens with the right key: %v", err)
	}
	_, foreign := create(t, s, "yours")
	for _, test := range []struct{ id, key string }{
		{saved.ID, ""}, {saved.ID, saved.ID}, {saved.ID, foreign}, {saved.ID, strings.ToUpper(key)},
		{saved.ID, key + " "}, {"nosuchassessmentnosuchasse", key}, {"", ""},
	} {
		// A wrong base must not be revealed to those without the key.
		for _, base := range []int{1, 9} {
			got, err := s.Revise(t.Context(), test.id, test.key, base, Revision("taken over"))
			if !errors.Is(err, record.ErrForbidden) || errors.Is(err, record.ErrConflict) {
				t.Errorf("Revise(%q, %q, %d) = %v, %v; want ErrForbidden", test.id, test.key, base, got, err)
			}
		}
		if err := s.Opens(t.Context(), test.id, test.key); !errors.Is(err, record.ErrForbidden) {
			t.Errorf("Opens(%q, %q) = %v; want ErrForbidden", test.id, test.key, err)
		}
		if err := s.Delete(t.Context(), test.id, test.key); !errors.Is(err, record.ErrForbidden) {
			t.Errorf("Delete(%q, %q) = %v; want ErrForbidden", test.id, test.key, err)
		}
	}
	_, wrongKey := s.Revise(t.Context(), saved.ID, foreign, 1, Revision("x"))
	_, wrongID := s.Revise(t.Context(), "nosuchassessmentnosuchasse", key, 1, Revision("x"))
	if wrongKey.Error() != wrongID.Error() {
		t.Errorf("errors tell a wrong key from a wrong id: %q, %q", wrongKey, wrongID)
	}
	equal(t, get(t, s, saved.ID, 0), saved)
}

func remove(t *testing.T, s Store) {
	saved, key := create(t, s, "first")
	other, _ := create(t, s, "other")
	if _, err := s.Revise(t.Context(), saved.ID, key, 1, Revision("second")); err != nil {
		t.Fatal(err)
	}
	if err := s.Delete(t.Context(), saved.ID, key); err != nil {
		t.Fatal(err)
	}
	for number := range 3 {
		if _, err := s.Get(t.Context(), saved.ID, number); !errors.Is(err, record.ErrNotFound) {
			t.Errorf("Get revision %d after Delete: %v, want ErrNotFound", number, err)
		}
	}
	if _, err := s.Revise(t.Context(), saved.ID, key, 2, Revision("third")); !errors.Is(err, record.ErrForbidden) {
		t.Errorf("Revise after Delete: %v, want ErrForbidden", err)
	}
	if err := s.Delete(t.Context(), saved.ID, key); !errors.Is(err, record.ErrForbidden) {
		t.Errorf("Delete after Delete: %v, want ErrForbidden", err)
	}
	equal(t, get(t, s, other.ID, 0), other)
}

// inputs checks that inputs keep their meaning and are returned in canonical form.
func inputs(t *testing.T, s Store) {
	weights := decision.Priorities{Weights: []decision.CriterionWeight{{Criterion: "cost", Weight: 0.1 + 0.2}, {Criterion: "ops"}}}
	for _, test := range []struct{ in, want decision.Assessment }{
		{decision.Assessment{}, decision.Assessment{}},
		{decision.Assessment{Priorities: weights}, decision.Assessment{Priorities: weights}},
		{
			decision.Assessment{Answers: decision.Answers{"a": {"z", "b", "z"}, "unknown": {}}, Parts: []decision.Part{}},
			decision.Assessment{Answers: decision.Answers{"a": {"b", "z"}}},
		},
	} {
		rev := Revision("input")
		rev.Input = test.in
		saved, _, err := s.Create(t.Context(), "deployment", rev)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, get(t, s, saved.ID, 0).Input, test.want)
	}
}

func texts(t *testing.T, s Store) {
	for _, text := range []string{
		"", " \t\n ", "naïve Größe 🚀 数据 عربي", "e\u0301 is not \u00e9", "'; DROP TABLE revision; --",
		"null \x00 inside", "\ufeffBOM", "1234567890123456789012", "1e5", "NULL", strings.Repeat("長", 100_000),
	} {
		rev := Revision(text)
		rev.Note, rev.Author, rev.Report = text, text, []byte("{}")
		rev.Input.Answers = decision.Answers{"q": {text}}
		saved, _, err := s.Create(t.Context(), "deployment", rev)
		if err != nil {
			t.Errorf("Create with %.30q: %v", text, err)
			continue
		}
		equal(t, get(t, s, saved.ID, 0), saved)
		rev.Number, rev.At = 1, saved.At
		equal(t, saved.Revision, rev)
	}
}

func reportBytes(t *testing.T, s Store) {
	noise := make([]byte, 3<<20) // neither JSON nor UTF-8: reports are arbitrary bytes
	rng := rand.NewChaCha8([32]byte{1})
	_, _ = rng.Read(noise)
	for _, report := range [][]byte{
		{}, []byte("{ \"b\" : 1.0,\n\"a\": 1e2 }\n"), {0}, noise, bytes.Repeat([]byte("a"), 4096),
		{0x28, 0xb5, 0x2f, 0xfd}, append([]byte{0x28, 0xb5, 0x2f, 0xfd}, bytes.Repeat([]byte("b"), 4096)...), // begins like Zstandard
	} {
		rev := Revision("report")
		rev.Report = report
		saved, _, err := s.Create(t.Context(), "deployment", rev)
		if err != nil {
			t.Fatal(err)
		}
		if got := get(t, s, saved.ID, 0).Report; !bytes.Equal(got, report) {
			t.Errorf("report of %d bytes came back as %d other bytes", len(report), len(got))
		}
	}
}

func cancelled(t *testing.T, s Store) {
	saved, key := create(t, s, "first")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := s.Create(ctx, "deployment", Revision("x")); !errors.Is(err, context.Canceled) {
		t.Errorf("Create: %v, want Canceled", err)
	}
	if _, err := s.Get(ctx, saved.ID, 0); !errors.Is(err, context.Canceled) {
		t.Errorf("Get: %v, want Canceled", err)
	}
	if _, err := s.Revise(ctx, saved.ID, key, 1, Revision("x")); !errors.Is(err, context.Canceled) {
		t.Errorf("Revise: %v, want Canceled", err)
	}
	if err := s.Delete(ctx, saved.ID, key); !errors.Is(err, context.Canceled) {
		t.Errorf("Delete: %v, want Canceled", err)
	}
	equal(t, get(t, s, saved.ID, 0), saved)
}

// concurrentRevisions lets 64 writers compete for 16 assessments. Each accepted revision
// must be found exactly once, and no refused one.
func concurrentRevisions(t *testing.T, s Store) {
	const writers, assessments, each = 64, 16, 5
	type target struct{ id, key string }
	var targets [assessments]target
	for i := range targets {
		saved, key := create(t, s, "start")
		targets[i] = target{saved.ID, key}
	}
	var mu sync.Mutex
	accepted := map[string]string{} // title -> id/number
	conflicts := 0
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			at := targets[w%assessments]
			base := 1
			for n := 0; n < each; {
				title := fmt.Sprintf("writer %d, %d", w, n)
				saved, err := s.Revise(t.Context(), at.id, at.key, base, Revision(title))
				switch {
				case err == nil:
					mu.Lock()
					accepted[title] = fmt.Sprintf("%s/%d", at.id, saved.Number)
					mu.Unlock()
					if saved.Number != base+1 {
						t.Errorf("accepted from %d as %d", base, saved.Number)
					}
					base = saved.Number
					n++
				case errors.Is(err, record.ErrConflict):
					mu.Lock()
					conflicts++
					mu.Unlock()
					now, err := s.Get(t.Context(), at.id, 0)
					if err != nil {
						t.Error(err)
						return
					}
					base = now.Latest
				default:
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	found := map[string]string{}
	for _, at := range targets {
		latest := get(t, s, at.id, 0).Latest
		if want := 1 + each*writers/assessments; latest != want {
			t.Errorf("%d revisions, want %d", latest, want)
		}
		for number := 2; number <= latest; number++ {
			title := get(t, s, at.id, number).Title
			if before, twice := found[title]; twice {
				t.Errorf("%q is stored twice: %s and %d", title, before, number)
			}
			found[title] = fmt.Sprintf("%s/%d", at.id, number)
		}
	}
	if !reflect.DeepEqual(found, accepted) {
		t.Errorf("found %d revisions, accepted %d, or not the same ones", len(found), len(accepted))
	}
	if conflicts == 0 {
		t.Log("no conflict happened: the race was not tested")
	}
}

// concurrentMix performs all operations at once, each goroutine on its own assessment,
// which it reads back after every step.
func concurrentMix(t *testing.T, s Store) {
	var wg sync.WaitGroup
	for range 32 {
		wg.Go(func() {
			for range 5 {
				saved, key, err := s.Create(t.Context(), "deployment", Revision("one"))
				if err != nil {
					t.Error(err)
					return
				}
				if got, err := s.Get(t.Context(), saved.ID, 0); err != nil || !reflect.DeepEqual(got, saved) {
					t.Errorf("Get after Create = %v, %v", got, err)
				}
				if _, err := s.Revise(t.Context(), saved.ID, "wrong", 1, Revision("bad")); !errors.Is(err, record.ErrForbidden) {
					t.Errorf("Revise with a wrong key: %v", err)
				}
				saved, err = s.Revise(t.Context(), saved.ID, key, 1, Revision("two"))
				if err != nil {
					t.Error(err)
					return
				}
				if got, err := s.Get(t.Context(), saved.ID, 2); err != nil || !reflect.DeepEqual(got, saved) {
					t.Errorf("Get after Revise = %v, %v", got, err)
				}
				if err := s.Delete(t.Context(), saved.ID, key); err != nil {
					t.Error(err)
				}
				if _, err := s.Get(t.Context(), saved.ID, 0); !errors.Is(err, record.ErrNotFound) {
					t.Errorf("Get after Delete: %v", err)
				}
			}
		})
	}
	wg.Wait()
}

func create(t *testing.T, s Store, title string) (record.Saved, string) {
	t.Helper()
	saved, key, err := s.Create(t.Context(), "deployment", Revision(title))
	if err != nil {
		t.Fatal(err)
	}
	return saved, key
}

func get(t *testing.T, s Store, id string, number int) record.Saved {
	t.Helper()
	saved, err := s.Get(t.Context(), id, number)
	if err != nil {
		t.Fatalf("Get(%q, %d): %v", id, number, err)
	}
	return saved
}

func equal[T any](t *testing.T, got, want T) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%.2000v\nwant\n%.2000v", fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want))
	}
}
