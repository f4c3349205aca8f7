package storetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"crossroads/record"
)

// Commenting is the contract for comments; store.SQLite documents its methods.
type Commenting interface {
	Known
	AddComment(ctx context.Context, id string, c record.Comment) (record.Comment, error)
	HideComment(ctx context.Context, id, key string, number int, hide bool) error
	ModerateComment(ctx context.Context, id string, number int, hide bool) error
	Comments(ctx context.Context, id string) ([]record.Comment, error)
}

// RunComments runs the suite for comments, like Run.
func RunComments(t *testing.T, open func(t *testing.T) Commenting) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, Commenting)
	}{
		{"comments", comments},
		{"hidden", hiddenComments},
		{"most", mostComments},
		{"at once", commentsAtOnce},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, open(t)) })
	}
}

// comments checks that comments are listed in the order of arrival, belong to a single
// assessment, and leave a line without their text in the audit log.
func comments(t *testing.T, s Commenting) {
	ctx := acting(t, "ada")
	saved, key := create(t, s, "first")
	other, _ := create(t, s, "other")
	say := func(author, text string) record.Comment {
		t.Helper()
		c, err := s.AddComment(ctx, saved.ID, record.Comment{Author: author, Text: text})
		must(t, err)
		return c
	}
	want := []record.Comment{say("Ada \x00", "Why not\nfunctions? \x01")}
	_, err := s.Revise(ctx, saved.ID, key, 1, Revision("second"))
	must(t, err)
	want = append(want, say("Bo", "Agreed."), say("Ada \x00", "Agreed."))
	if again := say("Ada \x00", "Agreed."); !reflect.DeepEqual(again, want[2]) { // the form was sent twice
		t.Errorf("%+v, want %+v", again, want[2])
	}
	for i, c := range want {
		if c.Number != i+1 || c.Revision != min(i+1, 2) || c.Hidden || time.Since(c.At) > time.Minute {
			t.Errorf("%+v", c)
		}
	}
	list, err := s.Comments(ctx, saved.ID)
	if err != nil || !reflect.DeepEqual(list, want) {
		t.Errorf("%+v, %v; want %+v", list, err, want)
	}
	for _, id := range []string{other.ID, "unknown", "\xff\x00"} {
		if list, err := s.Comments(ctx, id); err != nil || len(list) != 0 {
			t.Errorf("of %q: %+v, %v", id, list, err)
		}
	}
	if _, err := s.AddComment(ctx, "unknown", record.Comment{Author: "Ada", Text: "x"}); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("of an unknown one: %v", err)
	}
	lines, err := s.Audit(ctx, record.EventFilter{Act: record.ActComment, Limit: 9})
	if err != nil || len(lines) != 3 || lines[0].Detail != "comment=1" || strings.Contains(fmt.Sprint(lines), "functions") {
		t.Errorf("%+v, %v", lines, err)
	}
	must(t, s.Delete(ctx, saved.ID, key))
	if list, err := s.Comments(ctx, saved.ID); err != nil || len(list) != 0 {
		t.Errorf("of a deleted one: %+v, %v", list, err)
	}
}

// hiddenComments checks that holders of the edit key, and roles, can hide a comment and
// show it again, and that each time the state of the assessment changes.
func hiddenComments(t *testing.T, s Commenting) {
	ctx := acting(t, "ada")
	saved, key := create(t, s, "first")
	states := map[string]string{}
	hidden := func(after string, want bool) {
		t.Helper()
		list, err := s.Comments(ctx, saved.ID)
		if err != nil || len(list) != 1 || list[0].Hidden != want || list[0].Text != "Nonsense." {
			t.Errorf("after %s: %+v, %v", after, list, err)
		}
		state := get(t, s, saved.ID, 0).State()
		if before, same := states[state]; same {
			t.Errorf("%s and %s are the same state", before, after)
		}
		states[state] = after
	}
	states[saved.State()] = "saving"
	_, err := s.AddComment(ctx, saved.ID, record.Comment{Author: "Eve", Text: "Nonsense."})
	must(t, err)
	hidden("adding", false)
	must(t, s.HideComment(ctx, saved.ID, key, 1, true))
	hidden("hiding", true)
	must(t, s.ModerateComment(ctx, saved.ID, 1, false))
	hidden("showing", false)
	must(t, s.ModerateComment(ctx, saved.ID, 1, true))
	hidden("hiding again", true)
	for what, err := range map[string]error{
		"a wrong key": s.HideComment(ctx, saved.ID, "wrong", 1, false),
		"no such one": s.HideComment(ctx, "unknown", key, 1, false),
	} {
		if !errors.Is(err, record.ErrForbidden) {
			t.Errorf("%s: %v", what, err)
		}
	}
	for what, err := range map[string]error{
		"another comment":    s.HideComment(ctx, saved.ID, key, 2, true),
		"another by role":    s.ModerateComment(ctx, saved.ID, 0, true),
		"another assessment": s.ModerateComment(ctx, "unknown", 1, true),
	} {
		if !errors.Is(err, record.ErrNotFound) {
			t.Errorf("%s: %v", what, err)
		}
	}
	hide, err := s.Audit(ctx, record.EventFilter{Act: record.ActHideComment, Limit: 9})
	show, err2 := s.Audit(ctx, record.EventFilter{Act: record.ActShowComment, Limit: 9})
	if err != nil || err2 != nil || len(hide) != 2 || len(show) != 1 || show[0].Detail != "comment=1" {
		t.Errorf("%+v, %+v, %v, %v", hide, show, err, err2)
	}
}

func mostComments(t *testing.T, s Commenting) {
	saved, _ := create(t, s, "first")
	for i := range record.MostComments {
		_, err := s.AddComment(t.Context(), saved.ID, record.Comment{Author: "Ada", Text: fmt.Sprint(i)})
		must(t, err)
	}
	if _, err := s.AddComment(t.Context(), saved.ID, record.Comment{Author: "Ada", Text: "one more"}); !errors.Is(err, record.ErrConflict) {
		t.Errorf("one too many: %v", err)
	}
}

// commentsAtOnce checks that simultaneous comments all get different numbers.
func commentsAtOnce(t *testing.T, s Commenting) {
	saved, _ := create(t, s, "first")
	const many = 16
	var wg sync.WaitGroup
	for i := range many {
		wg.Go(func() {
			if _, err := s.AddComment(t.Context(), saved.ID, record.Comment{Author: fmt.Sprint("person ", i), Text: "x"}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	list, err := s.Comments(t.Context(), saved.ID)
	if err != nil || len(list) != many {
		t.Errorf("%d comments, %v", len(list), err)
	}
	authors := map[string]bool{}
	for i, c := range list {
		authors[c.Author] = true
		if c.Number != i+1 {
			t.Errorf("%+v in place %d", c, i+1)
		}
	}
	if len(authors) != many {
		t.Errorf("of %d authors", len(authors))
	}
}
