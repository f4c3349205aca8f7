package storetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"crossroads/record"
)

// Seen is the contract for audiences; store.SQLite documents its methods.
type Seen interface {
	Known
	SetAudience(ctx context.Context, id, key string, a record.Audience) error
	AssignAudience(ctx context.Context, id string, a record.Audience) error
}

// RunAudiences runs the suite for audiences, like Run.
func RunAudiences(t *testing.T, open func(t *testing.T) Seen) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, Seen)
	}{
		{"audiences", audiences},
		{"refused", refusedAudiences},
		{"portfolio", seenPortfolio},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, open(t)) })
	}
}

// audiences checks that an audience survives all other changes, is replaced as a whole,
// changes the state of the assessment, and leaves a line in the audit log.
func audiences(t *testing.T, s Seen) {
	ctx := acting(t, "ada")
	saved, key := create(t, s, "first")
	other, _ := create(t, s, "other")
	if !saved.Audience.Open() || !get(t, s, saved.ID, 0).Audience.Open() {
		t.Errorf("a new one is for %+v", saved.Audience)
	}
	odd := []string{"A\x00", "Grace Hopper", "a,b", "長"} // sorted
	states := map[string]bool{}
	for _, step := range []struct {
		set  func(record.Audience) error
		a    record.Audience
		want []string
	}{
		{func(a record.Audience) error { return s.SetAudience(ctx, saved.ID, key, a) }, record.Audience{Who: record.ForSignedIn}, nil},
		{func(a record.Audience) error { return s.AssignAudience(ctx, saved.ID, a) }, record.Audience{Who: record.ForNamed,
			People: []string{odd[2], odd[0], odd[3], odd[1]}}, odd},
		{func(a record.Audience) error { return s.SetAudience(ctx, saved.ID, key, a) }, record.Audience{Who: record.ForNamed,
			People: odd[1:2], Groups: []string{odd[3], odd[0]}}, odd[1:2]},
	} {
		must(t, step.set(step.a))
		got := get(t, s, saved.ID, 0)
		if got.Audience.Who != step.a.Who || !slices.Equal(got.Audience.People, step.want) ||
			!slices.Equal(got.Audience.Groups, slices.Sorted(slices.Values(step.a.Groups))) {
			t.Errorf("%+v, want %+v", got.Audience, step.a)
		}
		states[got.State()] = true
	}
	if len(states) < 2 {
		t.Errorf("states %v", states)
	}
	revised, err := s.Revise(ctx, saved.ID, key, 1, Revision("second"))
	must(t, err)
	must(t, s.Arrange(ctx, saved.ID, key, record.Life{Status: record.Decided}))
	if key, err = s.Rotate(ctx, saved.ID, key, record.Once{}); err != nil {
		t.Fatal(err)
	}
	moved, err := s.Revoke(ctx, saved.ID, key, record.Once{})
	must(t, err)
	want := record.Audience{Who: record.ForNamed, People: []string{"Grace Hopper"}, Groups: []string{odd[0], odd[3]}}
	for number := range 3 {
		if got := get(t, s, moved, number); !reflect.DeepEqual(got.Audience, want) {
			t.Errorf("revision %d is for %+v", number, got.Audience)
		}
	}
	if revised.Audience.Who != want.Who {
		t.Errorf("Revise says %+v", revised.Audience)
	}
	if got := get(t, s, other.ID, 0); !got.Audience.Open() || len(got.Audience.People)+len(got.Audience.Groups) > 0 {
		t.Errorf("another is for %+v", got.Audience)
	}
	lines, err := s.Audit(ctx, record.EventFilter{Act: record.ActAudience, Limit: 9})
	if err != nil || len(lines) != 3 || lines[0].Detail != "audience=signed-in people=" || lines[1].Name != "ada" ||
		lines[2].Detail != "audience=named people=Grace%20Hopper groups=%E9%95%B7,A%00" || lines[0].Assessment == 0 {
		t.Errorf("%+v, %v", lines, err)
	}
	if words := lines[1].DetailWords(); words != "now for named, people named: a,b, A\x00, 長, Grace Hopper" {
		t.Errorf("%q", words)
	}
	must(t, s.SetAudience(ctx, moved, key, record.Audience{Who: record.ForLink}))
	if got := get(t, s, moved, 0); !got.Audience.Open() || len(got.Audience.People)+len(got.Audience.Groups) > 0 {
		t.Errorf("opened again: %+v", got.Audience)
	}
	must(t, s.Delete(ctx, moved, key))
}

func refusedAudiences(t *testing.T, s Seen) {
	saved, key := create(t, s, "first")
	closed := record.Audience{Who: record.ForSignedIn}
	for what, err := range map[string]error{
		"a wrong key": s.SetAudience(t.Context(), saved.ID, "wrong", closed),
		"no key":      s.SetAudience(t.Context(), saved.ID, "", closed),
		"no such one": s.SetAudience(t.Context(), "unknown", key, closed),
	} {
		if !errors.Is(err, record.ErrForbidden) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := s.AssignAudience(t.Context(), "unknown\x00", closed); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("an unknown one: %v", err)
	}
	if !get(t, s, saved.ID, 0).Audience.Open() {
		t.Error("it was set all the same")
	}
}

// seenPortfolio checks that lists, pages and counts contain only what a person may see.
func seenPortfolio(t *testing.T, s Seen) {
	ctx := t.Context()
	for i, a := range []record.Audience{
		{Who: record.ForLink},
		{Who: record.ForSignedIn},
		{Who: record.ForNamed, People: []string{"ada", "b\x00"}},
		{Who: record.ForNamed},
		{Who: record.ForNamed, Groups: []string{"staff", "g\x00"}},
	} {
		rev := Revision(a.Who + fmt.Sprint(i))
		rev.Tags = []string{"t" + fmt.Sprint(i)}
		saved, key, err := s.CreateOnce(ctx, "deployment", "olga\x00", record.Once{}, rev)
		must(t, err)
		must(t, s.SetAudience(ctx, saved.ID, key, a))
	}
	for who, want := range map[string][]string{
		"":                     {"signed-in1", "link0"},
		"ada":                  {"named2", "signed-in1", "link0"},
		"Ada":                  {"signed-in1", "link0"},
		"staff":                {"signed-in1", "link0"}, // a person of that name
		"eve of staff, guests": {"named4", "signed-in1", "link0"},
		"eve of ada, Staff":    {"signed-in1", "link0"}, // groups of other names
		"ada of g\x00":         {"named4", "named2", "signed-in1", "link0"},
		"b\x00":                {"named2", "signed-in1", "link0"},
		"olga\x00":             {"named4", "named3", "named2", "signed-in1", "link0"},
	} {
		name, groups, in := strings.Cut(who, " of ")
		f := record.Filter{Reader: &name, Limit: 9, Owner: "olga\x00"}
		if in {
			f.Groups = strings.Split(groups, ", ")
		}
		list, err := s.Portfolio(ctx, f)
		must(t, err)
		var titles []string
		for _, l := range list {
			titles = append(titles, l.Title)
		}
		if !slices.Equal(titles, want) {
			t.Errorf("%q sees %q, want %q", who, titles, want)
		}
		counts, err := s.PortfolioCounts(ctx, f, "2026-11-29")
		if err != nil || counts.All != len(want) || len(counts.Tags) != len(want) {
			t.Errorf("%q counts %+v, %v", who, counts, err)
		}
	}
	list, err := s.Portfolio(ctx, record.Filter{Limit: 9, Owner: "olga\x00"})
	if err != nil || len(list) != 5 {
		t.Errorf("all: %+v, %v", list, err)
	}
}
