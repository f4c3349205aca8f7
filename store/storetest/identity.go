package storetest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"crossroads/record"
)

// Known is the contract for people, programs and the audit log; store.SQLite documents its
// methods.
type Known interface {
	Store
	Record(ctx context.Context, act, detail string) error
	Audit(ctx context.Context, f record.EventFilter) ([]record.Event, error)

	AddSession(ctx context.Context, n record.Session) error
	Session(ctx context.Context, hash []byte) (record.Session, error)
	Sessions(ctx context.Context, subject string) ([]record.Session, error)
	SeeSession(ctx context.Context, hash []byte, at time.Time) error
	EndSession(ctx context.Context, hash []byte) error
	EndSessions(ctx context.Context, subject string) (int, error)
	EndSessionsNamed(ctx context.Context, name string) (int, error)
	FreeName(ctx context.Context, name string) error

	AddToken(ctx context.Context, n record.Token) (int64, error)
	Token(ctx context.Context, hash []byte) (record.Token, error)
	Tokens(ctx context.Context) ([]record.Token, error)
	UseToken(ctx context.Context, number int64, day string) error
	RevokeToken(ctx context.Context, number int64) error

	Secret(ctx context.Context) ([]byte, error)
}

// RunKnown runs the suite for people, programs and the audit log, like Run.
func RunKnown(t *testing.T, open func(t *testing.T) Known) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, Known)
	}{
		{"sessions", sessions},
		{"names", names},
		{"tokens", tokens},
		{"audit", audit},
		{"audit filters", auditFilters},
		{"audit fails with the change", auditTogether},
		{"secret", secret},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, open(t)) })
	}
}

func hash(text string) []byte {
	sum := sha256.Sum256([]byte(text))
	return sum[:]
}

func now() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }

func sessions(t *testing.T, s Known) {
	ctx := t.Context()
	at := now()
	session := func(key, subject string, created, ends time.Time) record.Session {
		return record.Session{
			Hash: hash(key), Subject: subject, Name: "Ada \x00 & co", Role: "author", IDToken: "a.b.c", Created: created, Seen: created,
			Ends: ends,
		}
	}
	a, b, c := session("a", "7", at, at.Add(time.Hour)), session("b", "7", at.Add(time.Second),
		at.Add(time.Hour)), session("c", "8", at, at.Add(time.Hour))
	c.Name, c.Groups = "Grace", []string{"board", "a \x00, b"}
	for _, n := range []record.Session{a, b, c} {
		if err := s.AddSession(ctx, n); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.Session(ctx, a.Hash)
	if err != nil || !reflect.DeepEqual(got, a) {
		t.Errorf("got %+v, %v; want %+v", got, err, a)
	}
	if list, err := s.Sessions(ctx, "7"); err != nil || !reflect.DeepEqual(list, []record.Session{b, a}) {
		t.Errorf("%+v, %v", list, err)
	}
	if got, err := s.Session(ctx, c.Hash); err != nil || !reflect.DeepEqual(got, c) {
		t.Errorf("got %+v, %v; want %+v", got, err, c)
	}
	if _, err := s.Session(ctx, hash("x")); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("an unknown one: %v", err)
	}
	a.Seen = at.Add(5 * time.Minute)
	if err := s.SeeSession(ctx, a.Hash, a.Seen); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Session(ctx, a.Hash); err != nil || !got.Seen.Equal(a.Seen) {
		t.Errorf("seen %v, %v", got.Seen, err)
	}
	for range 2 { // the second time nothing is left to end
		if err := s.EndSession(ctx, a.Hash); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Session(ctx, a.Hash); !errors.Is(err, record.ErrNotFound) {
			t.Errorf("an ended one: %v", err)
		}
	}
	if n, err := s.EndSessions(ctx, "7"); n != 1 || err != nil {
		t.Errorf("%d ended, %v", n, err)
	}
	if n, err := s.EndSessionsNamed(ctx, "Grace"); n != 1 || err != nil {
		t.Errorf("%d ended, %v", n, err)
	}
	// Signing in removes expired sessions.
	must(t, s.FreeName(ctx, a.Name))
	old := session("old", "9", at.Add(-2*time.Hour), at.Add(-time.Hour))
	if err := s.AddSession(ctx, old); err != nil {
		t.Fatal(err)
	}
	if err := s.AddSession(ctx, session("d", "9", at, at.Add(time.Hour))); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Session(ctx, old.Hash); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("one that is over: %v", err)
	}
}

// names checks that a name belongs to the first person who signs in with it at an issuer, until
// it is freed.
func names(t *testing.T, s Known) {
	ctx, at := acting(t, "root"), now()
	signIn := func(name, issuer, subject string) error {
		n := record.Session{Hash: hash(fmt.Sprint(name, issuer, subject, time.Now())), Issuer: issuer, Subject: subject, Name: name,
			Role: "reader", Created: at, Seen: at, Ends: at.Add(time.Hour)}
		err := s.AddSession(ctx, n)
		if _, there := s.Session(ctx, n.Hash); errors.Is(there, record.ErrNotFound) != (err != nil) {
			t.Errorf("%s of %s: %v, and the session: %v", name, subject, err, there)
		}
		return err
	}
	must(t, signIn("ada\x00", "x", "7"))
	must(t, signIn("ada\x00", "x", "7"))
	must(t, signIn("ada at home", "x", "7")) // another name of the same person
	for range 2 {
		if err := signIn("ada\x00", "x", "8"); !errors.Is(err, record.ErrConflict) {
			t.Errorf("the name of somebody else: %v", err)
		}
	}
	must(t, signIn("ada\x00", "y", "8")) // the operator has replaced the issuer
	if err := signIn("ada\x00", "y", "7"); !errors.Is(err, record.ErrConflict) {
		t.Errorf("the name of somebody else there: %v", err)
	}
	must(t, s.FreeName(ctx, "ada\x00"))
	if err := s.FreeName(ctx, "ada\x00"); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("freed twice: %v", err)
	}
	must(t, signIn("ada\x00", "y", "7"))
	lines, err := s.Audit(ctx, record.EventFilter{Act: record.ActFreeName, Limit: 9})
	if err != nil || len(lines) != 1 || lines[0].Name != "root" || lines[0].DetailWords() != "ada\x00" {
		t.Errorf("%+v, %v", lines, err)
	}
}

func tokens(t *testing.T, s Known) {
	ctx := t.Context()
	at := now()
	want := record.Token{
		Hash: hash("one"), Name: "CI \x01 of the shop", Scopes: []string{"read", "write"}, Maker: "ada", Created: at,
		Ends: at.Add(time.Hour),
	}
	number, err := s.AddToken(ctx, want)
	if err != nil {
		t.Fatal(err)
	}
	want.Number = number
	second := record.Token{Hash: hash("two"), Name: "two", Scopes: []string{"audit"}, Maker: "ada", Created: at, Ends: at.Add(time.Hour)}
	if second.Number, err = s.AddToken(ctx, second); err != nil || second.Number <= number {
		t.Fatalf("number %d after %d, %v", second.Number, number, err)
	}
	if got, err := s.Token(ctx, want.Hash); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
	if _, err := s.Token(ctx, hash("x")); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("an unknown one: %v", err)
	}
	if err := s.UseToken(ctx, number, "2026-11-28"); err != nil {
		t.Fatal(err)
	}
	want.Used = "2026-11-28"
	if list, err := s.Tokens(ctx); err != nil || !reflect.DeepEqual(list, []record.Token{second, want}) {
		t.Errorf("%+v, %v", list, err)
	}
	if err := s.RevokeToken(acting(t, "ada"), number); err != nil {
		t.Fatal(err)
	}
	revoked, err := s.Token(ctx, want.Hash)
	if err != nil || revoked.Revoked.IsZero() {
		t.Errorf("%+v, %v", revoked, err)
	}
	if err := s.RevokeToken(acting(t, "ada"), number); err != nil {
		t.Error(err)
	}
	if again, err := s.Token(ctx, want.Hash); err != nil || !again.Revoked.Equal(revoked.Revoked) {
		t.Errorf("revoked again at %v, %v", again.Revoked, err)
	}
	lines, err := s.Audit(ctx, record.EventFilter{Act: record.ActRevokeToken, Limit: 9})
	if err != nil || len(lines) != 1 {
		t.Errorf("revoked once, and the audit log has %+v, %v", lines, err)
	}
	if err := s.RevokeToken(ctx, 999); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("an unknown one: %v", err)
	}
}

// acting returns a context with a known person.
func acting(t *testing.T, name string) context.Context {
	return record.WithActor(t.Context(), record.Actor{Name: name, Via: "oidc", Request: "R-1", Instance: "one"})
}

// audit performs every change to an assessment, and some refused ones, and checks that
// exactly the changes are in the log.
func audit(t *testing.T, s Known) {
	ctx := acting(t, "Ada \x00")
	saved, key, err := s.CreateOnce(ctx, "deployment", "ada", record.Once{}, Revision("first"))
	must(t, err)
	_, err = s.Revise(ctx, saved.ID, key, 1, Revision("second"))
	must(t, err)
	for name, err := range map[string]error{
		"revise":  second(s.Revise(ctx, saved.ID, key, 1, Revision("late"))),
		"arrange": s.Arrange(ctx, saved.ID, "wrong", record.Life{Status: record.Decided}),
		"mark":    s.Mark(ctx, saved.ID, key, 9, "x"),
		"delete":  s.Delete(ctx, "unknown", key),
	} {
		if err == nil {
			t.Errorf("%s was not refused", name)
		}
	}
	must(t, s.Mark(ctx, saved.ID, key, 1, "Secret name"))
	must(t, s.Mark(ctx, saved.ID, key, 1, ""))
	must(t, s.Arrange(ctx, saved.ID, key, record.Life{Status: record.Decided, Review: "2027-01-31"}))
	token, err := s.OpenRound(ctx, saved.ID, key)
	must(t, err)
	must(t, s.Speak(ctx, token, record.Voice{Name: "Bob", Input: Revision("x").Input, Report: []byte("{}")}))
	must(t, s.RevealRound(ctx, saved.ID, key))
	key, err = s.Rotate(ctx, saved.ID, key, record.Once{})
	must(t, err)
	id, err := s.Revoke(ctx, saved.ID, key, record.Once{})
	must(t, err)
	must(t, s.Delete(ctx, id, key))
	// Without a known person, nothing is written.
	_, _, err = s.Create(t.Context(), "deployment", Revision("quiet"))
	must(t, err)

	list, err := s.Audit(t.Context(), record.EventFilter{Actor: "Ada \x00", Limit: 100})
	must(t, err)
	var acts []string
	for i, e := range list {
		acts = append(acts, e.Act)
		if e.Name != "Ada \x00" || e.Via != "oidc" || e.Request != "R-1" || e.Instance != "one" || e.Assessment != list[0].Assessment ||
			time.Since(e.At) > time.Minute {
			t.Errorf("%+v", e)
		}
		if i > 0 && e.Number <= list[i-1].Number {
			t.Errorf("number %d after %d", e.Number, list[i-1].Number)
		}
		for _, secret := range []string{saved.ID, id, key, token, "Secret name", "first"} {
			if strings.Contains(fmt.Sprintf("%+v", e), secret) {
				t.Errorf("%+v holds %q", e, secret)
			}
		}
	}
	want := []string{record.ActCreate, record.ActRevise, record.ActMark, record.ActMark, record.ActArrange, record.ActOpenRound,
		record.ActAnswer,
		record.ActRevealRound, record.ActRotate, record.ActRevoke, record.ActDelete}
	if !slices.Equal(acts, want) {
		t.Errorf("acts %q, want %q", acts, want)
		return
	}
	sum := sha256.Sum256(Revision("second").Report)
	if list[1].Revision != 2 || list[1].Digest != hex.EncodeToString(sum[:]) ||
		list[4].Detail != "status=decided review=2027-01-31 expires=" {
		t.Errorf("%+v\n%+v", list[1], list[4])
	}
	// Numbers are never reused, so lines of different assessments cannot be confused.
	_, _, err = s.Create(acting(t, "eve"), "deployment", Revision("next"))
	must(t, err)
	if next, err := s.Audit(t.Context(), record.EventFilter{Actor: "eve", Limit: 1}); err != nil || len(next) != 1 ||
		next[0].Assessment == list[0].Assessment {
		t.Errorf("%+v, %v", next, err)
	}
}

func second[T any](_ T, err error) error { return err }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func auditFilters(t *testing.T, s Known) {
	ctx := acting(t, "ada")
	before := now()
	saved, key, err := s.CreateOnce(ctx, "deployment", "ada", record.Once{}, Revision("first"))
	must(t, err)
	must(t, s.Record(ctx, record.ActSignIn, "role=steward"))
	_, err = s.Revise(acting(t, "grace"), saved.ID, key, 1, Revision("second"))
	must(t, err)
	all, err := s.Audit(ctx, record.EventFilter{Limit: 10})
	if err != nil || len(all) != 3 {
		t.Fatalf("%+v, %v", all, err)
	}
	for _, test := range []struct {
		name   string
		filter record.EventFilter
		want   []int
	}{
		{"actor", record.EventFilter{Actor: "grace"}, []int{2}},
		{"act", record.EventFilter{Act: record.ActSignIn}, []int{1}},
		{"assessment", record.EventFilter{Assessment: saved.ID}, []int{0, 2}},
		{"unknown assessment", record.EventFilter{Assessment: "\xff\x00"}, nil},
		{"number", record.EventFilter{Number: all[0].Assessment, Act: record.ActRevise}, []int{2}},
		{"newest", record.EventFilter{Newest: true}, []int{2, 1, 0}},
		{"after", record.EventFilter{After: all[0].Number}, []int{1, 2}},
		{"before", record.EventFilter{Before: all[2].Number, Newest: true}, []int{1, 0}},
		{"from", record.EventFilter{From: before}, []int{0, 1, 2}},
		{"to", record.EventFilter{To: before}, nil},
		{"limit", record.EventFilter{Limit: 1}, []int{0}},
	} {
		if test.filter.Limit == 0 {
			test.filter.Limit = 10
		}
		list, err := s.Audit(ctx, test.filter)
		var want []record.Event
		for _, i := range test.want {
			want = append(want, all[i])
		}
		if err != nil || len(list)+len(want) > 0 && !reflect.DeepEqual(list, want) {
			t.Errorf("%s: %+v, %v; want %+v", test.name, list, err, want)
		}
	}
}

// auditTogether checks that a change which is rolled back leaves no line.
func auditTogether(t *testing.T, s Known) {
	ctx := acting(t, "ada")
	once := record.Once{Key: "abcdefghijklmnopqrstuvwxyz", Request: "a"}
	saved, _, err := s.CreateOnce(ctx, "deployment", "ada", once, Revision("first"))
	must(t, err)
	again, _, err := s.CreateOnce(ctx, "deployment", "ada", once, Revision("first"))
	if err != nil || again.ID != saved.ID {
		t.Fatalf("%v, %v", again.ID, err)
	}
	once.Request = "b"
	if _, _, err := s.CreateOnce(ctx, "deployment", "ada", once, Revision("other")); !errors.Is(err, record.ErrConflict) {
		t.Fatal(err)
	}
	if list, err := s.Audit(ctx, record.EventFilter{Limit: 10}); err != nil || len(list) != 1 {
		t.Errorf("%+v, %v", list, err)
	}
}

func secret(t *testing.T, s Known) {
	first, err := s.Secret(t.Context())
	again, err2 := s.Secret(t.Context())
	if err != nil || err2 != nil || len(first) != 32 || !slices.Equal(first, again) {
		t.Errorf("%x, %x, %v, %v", first, again, err, err2)
	}
}
