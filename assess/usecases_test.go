package assess

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"crossroads/decision"
	"crossroads/record"
	"crossroads/store"
	"crossroads/text"
	"crossroads/wrong"
)

// bench is the use cases with a real store and a time that tests move.
type bench struct {
	*Service
	t       *testing.T
	now     time.Time
	changed []string // ids of which Changed was told
}

func newBench(t *testing.T, change ...func(*Config)) *bench {
	t.Helper()
	b := &bench{t: t, now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "test.db"), store.Options{Now: func() time.Time { return b.now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	cfg := Config{
		Store: db, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return b.now }, SaveBurst: 100, SaveRate: 1,
		Fit: func(_ *decision.Catalogue, a decision.Assessment) (decision.Assessment, []text.Finding) {
			return a, nil
		},
		Changed: func(id string) { b.changed = append(b.changed, id) },
	}
	for _, change := range change {
		change(&cfg)
	}
	b.Service = New(cfg, library(t))
	return b
}

// draft is an assessment of lunch.
func (b *bench) draft(title string, answers decision.Answers) Draft {
	return Draft{Catalogue: lunch(b.t), Texts: Texts{Title: title}, Input: decision.Assessment{Answers: answers}}
}

// saved stores an assessment and opens it.
func (b *bench) saved(d Draft) (record.Saved, Key) {
	b.t.Helper()
	saved, secret, err := b.Save(b.t.Context(), "", d, Unmarked)
	if err != nil {
		b.t.Fatal(err)
	}
	key, err := b.Open(b.t.Context(), saved.ID, secret)
	if err != nil {
		b.t.Fatal(err)
	}
	return saved, key
}

func (b *bench) revised(key Key, base int, d Draft) record.Saved {
	b.t.Helper()
	saved, err := b.Revise(b.t.Context(), key, base, d)
	if err != nil {
		b.t.Fatal(err)
	}
	return saved
}

var (
	few  = decision.Answers{"size": {"few"}}
	many = decision.Answers{"size": {"many"}}
)

// TestMerge: a merge that keeps all answers of the other version keeps their
// report, and is of the time when it was made.
func TestMerge(t *testing.T) {
	b := newBench(t)
	_, key := b.saved(b.draft("Base", nil))
	b.now = b.now.Add(time.Hour)
	theirs := b.revised(key, 1, b.draft("Theirs", few))
	b.now = b.now.Add(time.Hour)
	_, err := b.Revise(t.Context(), key, 1, b.draft("Mine", many))
	var second *ConflictError
	if !errors.As(err, &second) || !errors.Is(err, record.ErrConflict) || second.Latest != 2 || second.Between == nil {
		t.Fatalf("a version that comes second gives %v", err)
	}
	var paths []string
	for _, c := range second.Between.Clashes {
		if !c.Both || c.OnlyTheirs {
			t.Errorf("%s: %+v", c.Path, c)
		}
		paths = append(paths, c.Path)
	}
	if !slices.Equal(paths, []string{"title", "answers.size"}) || second.Between.Same() {
		t.Errorf("the two clash in %q", paths)
	}

	merged, err := b.Merge(t.Context(), key, theirs, b.draft("Mine", many), func(p Piece) bool { return p.Path == "answers.size" })
	if err != nil {
		t.Fatal(err)
	}
	if merged.Number != 3 || merged.Title != "Mine" || string(merged.Report) != string(theirs.Report) {
		t.Errorf("merged is %+v", merged.Revision)
	}
	if !merged.At.Equal(b.now) {
		t.Errorf("merged at %v, want %v", merged.At, b.now)
	}
	stored, err := b.Load(t.Context(), key.ID(), 3)
	if err != nil || !stored.At.Equal(b.now) {
		t.Errorf("stored at %v, want %v; %v", stored.At, b.now, err)
	}
	if _, err := b.Merge(t.Context(), key, theirs, b.draft("Late", many), func(Piece) bool { return false }); !errors.As(err, &second) ||
		second.Latest != 3 {
		t.Errorf("a merge with a version that is not the newest gives %v", err)
	}
}

// TestSecondClick: the same draft sent again has nothing to choose.
func TestSecondClick(t *testing.T) {
	b := newBench(t)
	_, key := b.saved(b.draft("A title", nil))
	b.revised(key, 1, b.draft("A title", few))
	var second *ConflictError
	if _, err := b.Revise(t.Context(), key, 1, b.draft("A title", few)); !errors.As(err, &second) || !second.Between.Same() {
		t.Errorf("the same again gives %v", err)
	}
}

// TestBases: a base that is not there is named as such, by all who take one.
func TestBases(t *testing.T) {
	b := newBench(t)
	_, key := b.saved(b.draft("A title", few))
	for _, base := range []int{-1, 0, 2, 99} {
		_, err := b.Revise(t.Context(), key, base, b.draft("B", few))
		var second *ConflictError
		if !errors.As(err, &second) || second.Between != nil || !errors.Is(err, ErrNoBase) {
			t.Errorf("Revise from %d gives %v", base, err)
		}
		if _, err := b.Restore(t.Context(), key, 1, base, sameAuthor); !errors.Is(err, record.ErrConflict) {
			t.Errorf("Restore from %d gives %v", base, err)
		}
		if _, err := b.Reword(t.Context(), key, base, Texts{Title: "B"}); base > 0 && !errors.Is(err, ErrNoBase) {
			t.Errorf("Reword from %d gives %v", base, err)
		}
	}
}

// TestReportsStay: other texts and an old state again have the report of then.
func TestReportsStay(t *testing.T) {
	b := newBench(t)
	first, key := b.saved(b.draft("One", few))
	b.revised(key, 1, b.draft("Two", many))
	reworded, err := b.Reword(t.Context(), key, 2, Texts{Title: " Three ", Note: "why"})
	if err != nil || reworded.Title != "Three" || reworded.Note != "why" {
		t.Fatalf("reworded is %+v, %v", reworded.Revision, err)
	}
	b.now = b.now.Add(time.Hour)
	restored, err := b.Restore(t.Context(), key, 1, 3, sameAuthor)
	if err != nil || restored.Number != 4 || string(restored.Report) != string(first.Report) || !restored.At.Equal(b.now) {
		t.Errorf("restored is %+v, %v", restored.Revision, err)
	}
	var wrong *InputError
	if _, err := b.Reword(t.Context(), key, 4, Texts{}); !errors.As(err, &wrong) || wrong.Findings[0].Field != "title" {
		t.Errorf("no title gives %v", err)
	}
}

// TestManyCommentsTravel: a file with all that may be said can still be imported.
func TestManyCommentsTravel(t *testing.T) {
	b := newBench(t)
	saved, _ := b.saved(b.draft("A title", few))
	var comments []record.Comment
	for i := range record.MostComments {
		comments = append(comments, record.Comment{
			Author: "Ada",
			Text:   strings.Repeat("\U0001F600", 2000), Revision: i, Hidden: i == record.MostComments-2,
		})
	}
	file, err := Export(saved, comments, "https://portal.example.org/a/x")
	if err != nil {
		t.Fatal(err)
	}
	var sent struct{ Comments []said }
	if err := json.Unmarshal(file, &sent); err != nil {
		t.Fatal(err)
	}
	var kept []int
	for _, c := range sent.Comments {
		kept = append(kept, c.Revision)
	}
	if n := len(kept); n < 30 || n > 33 || kept[n-1] != record.MostComments-1 || kept[n-2] != record.MostComments-3 ||
		!slices.IsSorted(kept) || len(file) > 512<<10 {
		t.Errorf("%d bytes with the comments %v", len(file), kept)
	}
	if _, _, err := b.Import(t.Context(), "ada", file, Unmarked); err != nil {
		t.Error(err)
	}
}

// TestImportTravels: what is exported can be imported, by the same rules as Save.
func TestImportTravels(t *testing.T) {
	b := newBench(t)
	saved, _ := b.saved(b.draft("A title", few))
	file, err := Export(saved, []record.Comment{{Author: "Ada", Text: "Why?", Revision: 1}}, "https://portal.example.org/a/x")
	if err != nil {
		t.Fatal(err)
	}
	again, _, err := b.Import(t.Context(), "ada", file, Unmarked)
	if err != nil || again.ID == saved.ID || again.Owner != "ada" || string(again.Report) != string(saved.Report) {
		t.Errorf("imported is %+v, %v", again, err)
	}
	forged := strings.Replace(string(file), `"verdict":"`, `"verdict":"x`, 1)
	var field wrong.Input
	if _, _, err := b.Import(t.Context(), "", []byte(forged), Unmarked); !errors.As(err, &field) || field.Field != "report" {
		t.Errorf("a forged report gives %v", err)
	}
	var wrong *InputError
	untitled := strings.Replace(string(file), `"title":"A title"`, `"title":" "`, 1)
	if _, _, err := b.Import(t.Context(), "", []byte(untitled), Unmarked); !errors.As(err, &wrong) {
		t.Errorf("no title gives %v", err)
	}
}

// TestKeys: without the key nothing can be changed, and wrong keys are counted.
func TestKeys(t *testing.T) {
	b := newBench(t)
	saved, _ := b.saved(b.draft("A title", few))
	ctx := WithCaller(t.Context(), &Caller{Network: netip.MustParsePrefix("192.0.2.1/32")})
	for _, id := range []string{saved.ID, "unknown", "no id", ""} {
		if _, err := b.Open(ctx, id, "wrong"); !errors.Is(err, record.ErrForbidden) {
			t.Errorf("a wrong key for %q gives %v", id, err)
		}
	}
	if _, err := b.Open(ctx, saved.ID, ""); !errors.Is(err, record.ErrForbidden) {
		t.Errorf("no key gives %v", err)
	}
	if err := b.Delete(ctx, Key{}); !errors.Is(err, record.ErrForbidden) {
		t.Errorf("deleting with a key that nobody opened gives %v", err)
	}
	var wait *WaitError
	for range 30 {
		if _, err := b.Open(ctx, saved.ID, "wrong"); errors.As(err, &wait) {
			break
		}
	}
	if wait == nil || !errors.Is(wait, ErrGuesses) || wait.Wait <= 0 {
		t.Errorf("30 wrong keys give %v", wait)
	}
	if _, err := b.Load(ctx, saved.ID, 0); err != nil {
		t.Errorf("reading is refused too: %v", err)
	}
}

// TestSavesAreLimited by network, whatever is stored.
func TestSavesAreLimited(t *testing.T) {
	b := newBench(t, func(cfg *Config) { cfg.SaveBurst = 2 })
	busy := WithCaller(t.Context(), &Caller{Network: netip.MustParsePrefix("192.0.2.1/32")})
	for range 2 {
		if _, _, err := b.Save(busy, "", b.draft("A title", few), Unmarked); err != nil {
			t.Fatal(err)
		}
	}
	_, _, err := b.Save(busy, "", b.draft("A title", few), Unmarked)
	var wait *WaitError
	if !errors.As(err, &wait) || !errors.Is(err, ErrSaves) || wait.Wait != time.Second || b.MayStore(busy) == nil {
		t.Errorf("the third save gives %v", err)
	}
	if _, _, err := b.Save(t.Context(), "", b.draft("A title", few), Unmarked); err != nil {
		t.Errorf("another network is refused: %v", err)
	}
}

// TestChangesAreTold: whatever changes what pages show of an assessment, even if
// it fails.
func TestChangesAreTold(t *testing.T) {
	b := newBench(t)
	_, key := b.saved(b.draft("A title", few))
	for _, change := range []struct {
		name string
		do   func(context.Context) error
	}{
		{"Revise", func(ctx context.Context) error { _, err := b.Revise(ctx, key, 1, b.draft("B", many)); return err }},
		{"Revise, late", func(ctx context.Context) error {
			_, err := b.Revise(ctx, key, 1, b.draft("C", many))
			if !errors.Is(err, record.ErrConflict) {
				return errors.New("not refused")
			}
			return nil
		}},
		{"Reword", func(ctx context.Context) error { _, err := b.Reword(ctx, key, 2, Texts{Title: "C"}); return err }},
		{"Restore", func(ctx context.Context) error { _, err := b.Restore(ctx, key, 1, 3, sameAuthor); return err }},
		{"MarkRevision", func(ctx context.Context) error { return b.MarkRevision(ctx, key, 1, "first") }},
		{"Arrange", func(ctx context.Context) error {
			return b.Arrange(ctx, key, record.Life{Status: record.Decided, Review: "2027-05-31"})
		}},
		{"OpenRound", func(ctx context.Context) error { return b.OpenRound(ctx, key) }},
		{"RevealRound", func(ctx context.Context) error { return b.RevealRound(ctx, key) }},
		{"Delete", func(ctx context.Context) error { return b.Delete(ctx, key) }},
	} {
		b.changed = nil
		if err := change.do(t.Context()); err != nil {
			t.Errorf("%s: %v", change.name, err)
		}
		if !slices.Equal(b.changed, []string{key.ID()}) {
			t.Errorf("%s tells of %q", change.name, b.changed)
		}
	}
}

// TestRounds: people answer under a name, once, and nobody sees it before the end.
func TestRounds(t *testing.T) {
	b := newBench(t)
	_, key := b.saved(b.draft("A title", nil))
	if err := b.OpenRound(t.Context(), key); err != nil {
		t.Fatal(err)
	}
	if err := b.OpenRound(t.Context(), key); !errors.Is(err, record.ErrConflict) {
		t.Errorf("a second round gives %v", err)
	}
	round, err := b.LatestRound(t.Context(), key.ID())
	if err != nil {
		t.Fatal(err)
	}
	say := func(name string, answers decision.Answers) error {
		d := b.draft("", answers)
		d.Author = name
		return b.Answer(t.Context(), round.Token, d)
	}
	var wrong *NameError
	for name, problem := range map[string]string{
		" ":                     "is missing",
		strings.Repeat("x", 81): "is longer than 80 characters", "a\x00": "holds control characters",
	} {
		if err := say(name, few); !errors.As(err, &wrong) || wrong.Problem != problem {
			t.Errorf("%q gives %v", name, err)
		}
	}
	if err := errors.Join(say(" Ada  L ", few), say("Ben", many)); err != nil {
		t.Fatal(err)
	}
	for _, taken := range []string{"Ada L", "ada l", "Ada L\u200d"} {
		if err := say(taken, many); !errors.Is(err, record.ErrConflict) {
			t.Errorf("a name that is taken, %q, gives %v", taken, err)
		}
	}
	if open, err := b.Tally("lunch", round); err != nil || len(open.People) > 0 {
		t.Errorf("an open round is counted: %+v, %v", open, err)
	}
	if err := b.RevealRound(t.Context(), key); err != nil {
		t.Fatal(err)
	}
	if round, err = b.LatestRound(t.Context(), key.ID()); err != nil {
		t.Fatal(err)
	}
	tally, err := b.Tally("lunch", round)
	if err != nil || len(tally.People) != 2 || tally.People[0].Name != "Ada L" {
		t.Errorf("counted %+v, %v", tally, err)
	}
	if err := say("Cy", few); !errors.Is(err, record.ErrConflict) {
		t.Errorf("an answer after the end gives %v", err)
	}
}

// TestLinksEnd: an owner can still open what readers no longer can.
func TestLinksEnd(t *testing.T) {
	b := newBench(t)
	saved, key := b.saved(b.draft("A title", few))
	if err := b.Arrange(t.Context(), key, record.Life{Status: record.Draft, Expires: "2026-11-24"}); err != nil {
		t.Fatal(err)
	}
	b.now = b.now.AddDate(0, 0, 2)
	var ended *EndedError
	if _, err := b.Load(t.Context(), saved.ID, 0); !errors.As(err, &ended) || ended.Until != "2026-11-24" {
		t.Errorf("readers get %v", err)
	}
	if _, err := b.LoadEnded(t.Context(), saved.ID, 0); err != nil {
		t.Errorf("the owner gets %v", err)
	}
	var wrong *InputError
	if err := b.Arrange(t.Context(), key, record.Life{Status: "x", Review: "31 May", Expires: "2026-11-24"}); !errors.As(err, &wrong) ||
		len(wrong.Findings) != 3 {
		t.Errorf("a life that cannot be gives %v", err)
	}
}

// TestReportIsCleaned after it is decoded: a character that no reader can see is
// gone however JSON writes it, and JSON of any form stays JSON.
func TestReportIsCleaned(t *testing.T) {
	for _, raw := range []string{
		`{"headline":"a\u202eb","ranking":[{"name":"c\u2066d"}],"plan":{"parts":[{"part":"e\u0000f"}]},"axes":[{"leader":{"name":"g\u200bh"}}]}`,
		"{\"headline\":\"a\u202eb\",\"ranking\":[{\"name\":\"c\u2066d\"}],\"plan\":{\"parts\":[{\"part\":\"e\u2069f\"}]},\"axes\":[{\"leader\":{\"name\":\"g\u200bh\"}}]}",
	} {
		saved := record.Saved{Revision: record.Revision{Report: []byte(raw)}}
		report, err := ReportOf(saved)
		if err != nil {
			t.Fatal(err)
		}
		got := []string{report.Headline, report.Ranking[0].Name, report.Plan.Parts[0].Part, report.Axes[0].Leader.Name}
		if want := []string{"ab", "cd", "ef", "gh"}; !slices.Equal(got, want) {
			t.Errorf("%s is read as %q", raw, got)
		}
		if string(saved.Report) != raw {
			t.Error("the stored bytes were changed")
		}
	}
}

// TestWithOtherContent: what was computed from one state of the content is not
// taken for another, and limits are common to both.
func TestWithOtherContent(t *testing.T) {
	b := newBench(t, func(cfg *Config) { cfg.SaveBurst = 1 })
	if _, _, err := b.Save(t.Context(), "", b.draft("A title", few), Unmarked); err != nil {
		t.Fatal(err)
	}
	other := b.With(library(t))
	if other.reports.reports.Len() != 0 || b.reports.reports.Len() != 1 {
		t.Error("reports are common to two states of the content")
	}
	if err := other.MayStore(t.Context()); !errors.Is(err, ErrSaves) {
		t.Errorf("the limit is not common: %v", err)
	}
}

// TestSavingNeedsNoRecord: a catalogue that cannot be kept does not stop a save.
func TestSavingNeedsNoRecord(t *testing.T) {
	b := newBench(t, func(cfg *Config) { cfg.Store = keepsNothing{cfg.Store} })
	saved, _ := b.saved(b.draft("A title", few))
	again, err := b.ScoreAgain(t.Context(), saved)
	if err != nil || again.NewContent || !decision.Compare(again.Before, again.After).Same() {
		t.Errorf("scored again: %+v, %v", again, err)
	}
	saved.Catalogue = "older"
	if again, err = b.ScoreAgain(t.Context(), saved); err != nil || !again.OldContentLost || !again.NewContent {
		t.Errorf("without its content: %+v, %v", again, err)
	}
	saved.Comparison = "gone"
	if _, err = b.ScoreAgain(t.Context(), saved); !errors.Is(err, ErrNoComparison) {
		t.Errorf("without its comparison: %v", err)
	}
}

type keepsNothing struct{ Store }

func (keepsNothing) StoreCatalogue(context.Context, string, string, []byte) error {
	return record.ErrUnavailable
}

func sameAuthor(author string) string { return author }

// TestSameReportUnmarked: a report of before bills had marks is still the same report, one with other marks is not.
func TestSameReportUnmarked(t *testing.T) {
	report := func(option string) []byte {
		var r decision.Report
		err := json.Unmarshal([]byte(`{"cost":{"options":[{"option":"a"`+option+`}]}}`), &r)
		raw, again := json.Marshal(r)
		if err := errors.Join(err, again); err != nil {
			t.Fatal(err)
		}
		return raw
	}
	marked := report(`,"unverified":1`)
	if !SameReport(report(""), marked) || !SameReport(marked, marked) {
		t.Error("the same report is another one")
	}
	if SameReport(report(`,"unverified":2`), marked) || SameReport(report(`,"name":"A"`), marked) {
		t.Error("another report is the same")
	}
}
