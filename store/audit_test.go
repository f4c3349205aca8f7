package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"crossroads/record"
	"crossroads/store/storetest"
)

func TestKnown(t *testing.T) {
	storetest.RunKnown(t, func(t *testing.T) storetest.Known { return openTest(t, newPath(t), Options{}) })
}

// TestAuditIsFixed bypasses the store's methods: the schema itself refuses changes.
func TestAuditIsFixed(t *testing.T) {
	s := openTest(t, newPath(t), Options{})
	ctx := record.WithActor(t.Context(), record.Actor{Name: "ada"})
	if err := s.Record(ctx, record.ActSignIn, ""); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{"UPDATE audit SET actor = 'eve'", "DELETE FROM audit"} {
		if _, err := s.writes.Exec(statement); err == nil || !strings.Contains(err.Error(), "never") {
			t.Errorf("%s: %v", statement, err)
		}
	}
	_, err := s.writes.Exec(`REPLACE INTO audit VALUES (1, 0, 'eve', '', 'x', 0, 0, '', '', '', '')`)
	if list, err2 := s.Audit(ctx, record.EventFilter{Limit: 9}); err2 != nil || len(list) != 1 || list[0].Name != "ada" {
		t.Errorf("replaced: %+v, %v, %v", list, err, err2)
	}
}

// month simulates a month of random but permitted acts in a portal. It records the outcome
// for each assessment: its revisions, with authors and times.
type month struct {
	clock time.Time
	by    map[string][]made // by id
	gone  [][]made          // of those that were deleted
}

type made struct {
	Number int
	At     time.Time
	By     string
	Digest string
}

// live performs a month of acts on a store with the clock m.clock.
func (m *month) live(t *testing.T, s storetest.Known, seed uint64) {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 1))
	people := []string{"ada", "grace", "linus", "margaret"}
	keys := map[string]string{}
	var ids []string
	m.by = map[string][]made{}
	for end := m.clock.AddDate(0, 1, 0); m.clock.Before(end); m.clock = m.clock.Add(time.Duration(1+random.IntN(360)) * time.Minute) {
		who := people[random.IntN(len(people))]
		ctx := record.WithActor(t.Context(), record.Actor{Name: who, Via: "oidc", Instance: "one"})
		rev := storetest.Revision(fmt.Sprint("at ", m.clock.Unix()))
		if len(ids) == 0 || random.IntN(8) == 0 {
			saved, key, err := s.CreateOnce(ctx, "deployment", who, record.Once{}, rev)
			check(t, err)
			ids, keys[saved.ID] = append(ids, saved.ID), key
			m.by[saved.ID] = []made{{1, m.clock, who, digest(rev)}}
			continue
		}
		at := random.IntN(len(ids))
		id := ids[at]
		switch key := keys[id]; random.IntN(12) {
		default:
			base := len(m.by[id])
			_, err := s.Revise(ctx, id, key, base, rev)
			check(t, err)
			m.by[id] = append(m.by[id], made{base + 1, m.clock, who, digest(rev)})
		case 0:
			check(t, s.Delete(ctx, id, key))
			m.gone = append(m.gone, m.by[id])
			delete(m.by, id)
			ids = slices.Delete(ids, at, at+1)
		case 1:
			fresh, err := s.Revoke(ctx, id, key, record.Once{})
			check(t, err)
			m.by[fresh], keys[fresh], ids[at] = m.by[id], key, fresh
			delete(m.by, id)
		case 2:
			fresh, err := s.Rotate(ctx, id, key, record.Once{})
			check(t, err)
			keys[id] = fresh
		case 3:
			check(t, s.Mark(ctx, id, key, 1, "m"))
		case 4:
			check(t, s.Arrange(ctx, id, key, record.Life{Status: record.Decided}))
		case 5: // somebody was faster, so nothing is stored
			if _, err := s.Revise(ctx, id, key, len(m.by[id])+1, rev); err == nil {
				t.Fatal("a late revision was taken")
			}
		}
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func digest(rev record.Revision) string {
	sum := sha256.Sum256(rev.Report)
	return hex.EncodeToString(sum[:])
}

// reconstruct rebuilds the outcome from the audit log alone, page by page.
func reconstruct(t *testing.T, s storetest.Known) (there map[int64][]made, gone [][]made) {
	t.Helper()
	there = map[int64][]made{}
	for after := int64(0); ; {
		page, err := s.Audit(t.Context(), record.EventFilter{After: after, Limit: 50})
		check(t, err)
		if len(page) == 0 {
			return there, gone
		}
		for _, e := range page {
			switch e.Act {
			case record.ActCreate, record.ActRevise:
				there[e.Assessment] = append(there[e.Assessment], made{e.Revision, e.At, e.Name, e.Digest})
			case record.ActDelete:
				gone = append(gone, there[e.Assessment])
				delete(there, e.Assessment)
			}
			after = e.Number
		}
	}
}

// testMonth checks that the audit log of a month suffices to list every revision, its
// author and its time, and that the stored reports are those it names.
func testMonth(t *testing.T, open func(now func() time.Time) storetest.Known) {
	m := &month{clock: time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC)}
	s := open(func() time.Time { return m.clock })
	m.live(t, s, 7)
	there, gone := reconstruct(t, s)
	if !reflect.DeepEqual(gone, m.gone) || len(gone) == 0 || len(there) != len(m.by) {
		t.Errorf("deleted: %d, in the log %d; there: %d, in the log %d", len(m.gone), len(gone), len(m.by), len(there))
	}
	revisions := 0
	for id, want := range m.by {
		lines, err := s.Audit(t.Context(), record.EventFilter{Assessment: id, Act: record.ActCreate, Limit: 2})
		if err != nil || len(lines) != 1 {
			t.Fatalf("%+v, %v", lines, err)
		}
		if got := there[lines[0].Assessment]; !reflect.DeepEqual(got, want) {
			t.Errorf("the log says\n%+v\nwant\n%+v", got, want)
		}
		history, err := s.History(context.Background(), id, 0, 1000)
		check(t, err)
		if len(history) != len(want) {
			t.Errorf("%d revisions are stored, %d in the log", len(history), len(want))
		}
		for _, rev := range want {
			saved, err := s.Get(t.Context(), id, rev.Number)
			if err != nil || digest(saved.Revision) != rev.Digest || !saved.At.Equal(rev.At) {
				t.Errorf("revision %d is not the one in the log: %v", rev.Number, err)
			}
			revisions++
		}
	}
	if revisions < 20 {
		t.Errorf("only %d revisions in a month", revisions)
	}
}

func TestAuditMonth(t *testing.T) {
	testMonth(t, func(now func() time.Time) storetest.Known { return openTest(t, newPath(t), Options{Now: now}) })
}

// documented returns the SQL after a line of docs/operations.md.
func documented(t *testing.T, heading string) string {
	t.Helper()
	doc, err := os.ReadFile("../docs/operations.md")
	check(t, err)
	_, after, found := strings.Cut(string(doc), heading)
	if !found {
		t.Fatalf("docs/operations.md has no %q", heading)
	}
	var sql strings.Builder
	for line := range strings.Lines(after) {
		if code, ok := strings.CutPrefix(line, "    "); ok {
			sql.WriteString(code)
		} else if sql.Len() > 0 && strings.TrimSpace(line) != "" {
			break
		}
	}
	return sql.String()
}

// TestAuditRetention follows the manual's instructions for old lines: they are deleted,
// newer ones stay, and afterwards deleting is impossible again.
func TestAuditRetention(t *testing.T) {
	now := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	s := openTest(t, newPath(t), Options{Now: func() time.Time { return now }})
	ctx := record.WithActor(t.Context(), record.Actor{Name: "ada"})
	check(t, s.Record(ctx, record.ActSignIn, "old"))
	now = time.Now()
	check(t, s.Record(ctx, record.ActSignIn, "new"))
	_, err := s.writes.Exec(documented(t, "Old lines, SQLite"))
	check(t, err)
	if list, err := s.Audit(ctx, record.EventFilter{Limit: 9}); err != nil || len(list) != 1 || list[0].Detail != "new" {
		t.Errorf("%+v, %v", list, err)
	}
	if _, err := s.writes.Exec("DELETE FROM audit"); err == nil {
		t.Error("a line could be deleted afterwards")
	}
	// Some paste it as the file has it, with its indentation.
	_, err = s.writes.Exec(strings.ReplaceAll("    "+documented(t, "Old lines, SQLite"), "\n", "\r\n    "))
	check(t, err)
	check(t, s.Close())
	_, err = Verify(t.Context(), s.path)
	check(t, err)
}

// A trigger that does something else is damage, and what it should be is said.
func TestChangedTrigger(t *testing.T) {
	s := openTest(t, newPath(t), Options{})
	_, err := s.writes.Exec(`DROP TRIGGER audit_stays;
		CREATE TRIGGER audit_stays BEFORE DELETE ON audit WHEN 0 BEGIN SELECT RAISE(ABORT, 'a line of the audit log is never deleted'); END`)
	check(t, err)
	check(t, s.Close())
	_, err = Verify(t.Context(), s.path)
	if err == nil || !strings.Contains(err.Error(), "the trigger audit_stays was changed; it should be: CREATE TRIGGER audit_stays BEFORE DELETE") {
		t.Error(err)
	}
}
