package storetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"crossroads/record"
)

func arrange(t *testing.T, s Store) {
	saved, key := create(t, s, "first")
	life := record.Life{Status: record.Decided, Review: "2027-01-31", Expires: "2028-12-31"}
	if err := s.Arrange(t.Context(), saved.ID, "wrong", life); !errors.Is(err, record.ErrForbidden) {
		t.Errorf("with a wrong key: %v", err)
	}
	equal(t, get(t, s, saved.ID, 0), saved)
	if err := s.Arrange(t.Context(), saved.ID, key, life); err != nil {
		t.Fatal(err)
	}
	arranged := get(t, s, saved.ID, 0)
	if arranged.ArrangedAt.Before(saved.At) {
		t.Errorf("arranged at %v, saved at %v", arranged.ArrangedAt, saved.At)
	}
	saved.Life, saved.Arranged, saved.ArrangedAt = life, 1, arranged.ArrangedAt
	equal(t, arranged, saved)
	second, err := s.Revise(t.Context(), saved.ID, key, 1, Revision("second"))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, second.Life, life) // a revision does not change it
	equal(t, second.Arranged, 1)
	equal(t, second.ArrangedAt, arranged.ArrangedAt)
}

func rotate(t *testing.T, s Store) {
	saved, key := create(t, s, "first")
	if _, err := s.Rotate(t.Context(), saved.ID, "wrong", record.Once{}); !errors.Is(err, record.ErrForbidden) {
		t.Errorf("with a wrong key: %v", err)
	}
	fresh, err := s.Rotate(t.Context(), saved.ID, key, record.Once{})
	if err != nil || fresh == key || len(fresh) < 26 {
		t.Fatalf("%q, %v", fresh, err)
	}
	if _, err := s.Revise(t.Context(), saved.ID, key, 1, Revision("x")); !errors.Is(err, record.ErrForbidden) {
		t.Errorf("the old key: %v", err)
	}
	if _, err := s.Revise(t.Context(), saved.ID, fresh, 1, Revision("x")); err != nil {
		t.Errorf("the new key: %v", err)
	}
}

func revoke(t *testing.T, s Store) {
	saved, key := create(t, s, "first")
	if err := s.Mark(t.Context(), saved.ID, key, 1, "start"); err != nil {
		t.Fatal(err)
	}
	var tokens []string
	for range 2 {
		token, err := s.OpenRound(t.Context(), saved.ID, key)
		if err != nil {
			t.Fatal(err)
		}
		tokens = append(tokens, token)
		if len(tokens) == 1 {
			if err := s.RevealRound(t.Context(), saved.ID, key); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := s.Revoke(t.Context(), saved.ID, "wrong", record.Once{}); !errors.Is(err, record.ErrForbidden) {
		t.Errorf("with a wrong key: %v", err)
	}
	fresh, err := s.Revoke(t.Context(), saved.ID, key, record.Once{})
	if err != nil || fresh == saved.ID || len(fresh) < 26 {
		t.Fatalf("%q, %v", fresh, err)
	}
	if _, err := s.Get(t.Context(), saved.ID, 0); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("the old id: %v", err)
	}
	if _, err := s.Revise(t.Context(), saved.ID, key, 1, Revision("x")); !errors.Is(err, record.ErrForbidden) {
		t.Errorf("revising the old id: %v", err)
	}
	for _, token := range tokens {
		if _, _, err := s.RoundOf(t.Context(), token); !errors.Is(err, record.ErrNotFound) {
			t.Errorf("the token of a round: %v", err)
		}
	}
	if round, err := s.LatestRound(t.Context(), fresh); err != nil || !round.Open() {
		t.Errorf("the open round: %+v, %v", round, err)
	} else if err := s.Speak(t.Context(), round.Token, record.Voice{Name: "Ada", Report: []byte("{}")}); err != nil {
		t.Errorf("answering by the new token: %v", err)
	}
	saved.ID, saved.Milestone = fresh, "start"
	equal(t, get(t, s, fresh, 0), saved)
	if _, err := s.Revise(t.Context(), fresh, key, 1, Revision("x")); err != nil {
		t.Errorf("revising the new id: %v", err)
	}
}

func history(t *testing.T, s Store) {
	saved, key := create(t, s, "revision 1")
	const count = 25
	for n := 2; n <= count; n++ {
		rev := Revision(fmt.Sprint("revision ", n))
		rev.Report = []byte(fmt.Sprintf(`{"headline":"verdict %d"}`, n))
		if n == 7 {
			rev.Report = []byte{0xff, 0}
		}
		if _, err := s.Revise(t.Context(), saved.ID, key, n-1, rev); err != nil {
			t.Fatal(err)
		}
	}
	mark := func(number int, name string, want error) {
		t.Helper()
		if err := s.Mark(t.Context(), saved.ID, key, number, name); !errors.Is(err, want) {
			t.Errorf("Mark(%d, %q): %v, want %v", number, name, err, want)
		}
	}
	mark(3, "first draft", nil)
	mark(3, "the draft", nil)
	mark(5, "gone", nil)
	mark(5, "", nil)
	mark(count+1, "x", record.ErrNotFound)
	if err := s.Mark(t.Context(), saved.ID, "wrong", 1, "x"); !errors.Is(err, record.ErrForbidden) {
		t.Errorf("with a wrong key: %v", err)
	}
	var all []record.Entry
	for before := 0; ; {
		page, err := s.History(t.Context(), saved.ID, before, 10)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		all = append(all, page...)
		before = page[len(page)-1].Number
	}
	if len(all) != count {
		t.Fatalf("%d entries on all pages, want %d", len(all), count)
	}
	for i, e := range all {
		n := count - i
		want := record.Entry{Number: n, At: get(t, s, saved.ID, n).At, Title: fmt.Sprint("revision ", n), Author: "Ada & Grace",
			Catalogue: "c0ffee", Engine: "1", Headline: fmt.Sprint("verdict ", n)}
		switch n {
		case 1, 7:
			want.Headline = ""
		case 3:
			want.Milestone = "the draft"
		}
		equal(t, e, want)
	}
	if got := get(t, s, saved.ID, 3).Milestone; got != "the draft" {
		t.Errorf("revision 3 is called %q", got)
	}
	restored := Revision("revision 4")
	restored.Report = []byte(`{"headline":"verdict 4"}`)
	if _, err := s.Revise(t.Context(), saved.ID, key, count, restored); err != nil {
		t.Fatal(err)
	}
	if page, err := s.History(t.Context(), saved.ID, 0, 2); err != nil || page[0].SameAs != 4 || page[1].SameAs != 0 {
		t.Errorf("a restored revision: %+v, %v", page, err)
	}
	if _, err := s.History(t.Context(), "nosuchassessmentnosuchasse", 0, 10); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("unknown: %v", err)
	}
}

func portfolio(t *testing.T, s Store) {
	create(t, s, "saved by nobody in particular")
	for n := range 12 {
		saved, key, err := s.CreateOnce(t.Context(), "deployment", "ada@example.org", record.Once{},
			Revision(fmt.Sprintf("Order %d 100%%", n)))
		if err != nil {
			t.Fatal(err)
		}
		life := record.Life{
			Status: []string{record.Draft, record.Decided, record.Superseded}[n%3],
			Review: fmt.Sprintf("2027-%02d-01", n+1),
		}
		if err := s.Arrange(t.Context(), saved.ID, key, life); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Revise(t.Context(), saved.ID, key, 1, Revision(fmt.Sprintf("ORDER_%d now", n))); err != nil {
			t.Fatal(err)
		}
	}
	titles := func(f record.Filter) (list []string) {
		t.Helper()
		f.Limit = 5
		for {
			page, err := s.Portfolio(t.Context(), f)
			if err != nil {
				t.Fatal(err)
			}
			if len(page) == 0 {
				return list
			}
			for _, l := range page {
				if l.Owner != "ada@example.org" || l.Latest != 2 || l.ID == "" || l.Comparison != "deployment" {
					t.Errorf("listed %+v", l)
				}
				list = append(list, l.Title)
				f.After = l.Cursor
			}
		}
	}
	if got := titles(record.Filter{}); len(got) != 12 || got[0] != "ORDER_11 now" || got[11] != "ORDER_0 now" {
		t.Errorf("all: %q", got)
	}
	for _, test := range []struct {
		f    record.Filter
		want []string
	}{
		{record.Filter{Text: "order_1"}, []string{"ORDER_11 now", "ORDER_10 now", "ORDER_1 now"}},
		{record.Filter{Text: "100%"}, nil}, // in an older title only
		{record.Filter{Text: "' OR 1"}, nil},
		{record.Filter{Text: "ORDER%1"}, nil}, // letters, not patterns
		{record.Filter{Text: "_RDER"}, nil},
		{record.Filter{Text: "%"}, nil},
		{record.Filter{Text: "*"}, nil},
		{record.Filter{Status: record.Decided}, []string{"ORDER_10 now", "ORDER_7 now", "ORDER_4 now", "ORDER_1 now"}},
		{record.Filter{Due: "2027-03-01"}, []string{"ORDER_1 now", "ORDER_0 now"}}, // the third is superseded
		{record.Filter{Due: "2026-12-31"}, nil},
		{record.Filter{Planned: true, Text: "order_1"}, []string{"ORDER_10 now", "ORDER_1 now"}}, // 11 is superseded
	} {
		if got := titles(test.f); !slices.Equal(got, test.want) {
			t.Errorf("%+v: %q, want %q", test.f, got, test.want)
		}
	}
}

func catalogues(t *testing.T, s Store) {
	for _, body := range []string{`{"v":1}`, "ignored: the version is known"} {
		if err := s.StoreCatalogue(t.Context(), "deployment", "v1", []byte(body)); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := s.Catalogue(t.Context(), "deployment", "v1"); err != nil || string(got) != `{"v":1}` {
		t.Errorf("%s, %v", got, err)
	}
	if _, err := s.Catalogue(t.Context(), "deployment", "v2"); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("unknown version: %v", err)
	}
}

func round(t *testing.T, s Store) {
	saved, key := create(t, s, "first")
	if _, err := s.LatestRound(t.Context(), saved.ID); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("no round: %v", err)
	}
	if _, err := s.OpenRound(t.Context(), saved.ID, "wrong"); !errors.Is(err, record.ErrForbidden) {
		t.Errorf("with a wrong key: %v", err)
	}
	if err := s.RevealRound(t.Context(), saved.ID, key); !errors.Is(err, record.ErrConflict) {
		t.Errorf("revealing nothing: %v", err)
	}
	token, err := s.OpenRound(t.Context(), saved.ID, key)
	if err != nil || len(token) < 26 {
		t.Fatal(token, err)
	}
	if _, err := s.OpenRound(t.Context(), saved.ID, key); !errors.Is(err, record.ErrConflict) {
		t.Errorf("a second one: %v", err)
	}
	rev := Revision("x")
	voice := func(name string) record.Voice {
		return record.Voice{Name: name, Input: rev.Input, Catalogue: "c", Engine: "e", Report: []byte(name)}
	}
	for _, name := range []string{"Grace", "Ada"} {
		if err := s.Speak(t.Context(), token, voice(name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Speak(t.Context(), token, voice("ADA")); !errors.Is(err, record.ErrConflict) {
		t.Errorf("the same name again: %v", err)
	}
	if err := s.Speak(t.Context(), "nosuchroundnosuchroundnosu", voice("Eve")); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("unknown round: %v", err)
	}
	blind, err := s.LatestRound(t.Context(), saved.ID)
	if err != nil || !blind.Open() || len(blind.Voices) != 2 || blind.Voices[0].Name != "Ada" || blind.Voices[0].Report != nil ||
		blind.Voices[0].Input.Answers != nil {
		t.Errorf("while open: %+v, %v", blind, err)
	}
	if err := s.RevealRound(t.Context(), saved.ID, key); err != nil {
		t.Fatal(err)
	}
	if err := s.Speak(t.Context(), token, voice("Late")); !errors.Is(err, record.ErrConflict) {
		t.Errorf("too late: %v", err)
	}
	revealed, comparison, err := s.RoundOf(t.Context(), token)
	if err != nil || revealed.Open() || comparison != "deployment" || len(revealed.Voices) != 2 {
		t.Fatalf("revealed: %+v, %s, %v", revealed, comparison, err)
	}
	want := voice("Grace")
	want.At = revealed.Voices[1].At
	equal(t, revealed.Voices[1], want)
	if _, err := s.OpenRound(t.Context(), saved.ID, key); err != nil {
		t.Errorf("another round: %v", err)
	}
	if err := s.Delete(t.Context(), saved.ID, key); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.RoundOf(t.Context(), token); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("after Delete: %v", err)
	}
}
