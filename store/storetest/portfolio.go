package storetest

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"crossroads/record"
)

// listed saves assessments of two people, ada and bo, whose reports recommend one of three
// things, or none.
func listed(t *testing.T, s Store, count int) (versions []record.Version, keys []string) {
	t.Helper()
	leaders := []string{"modular", "functions", "hybrid", ""}
	for i := range count {
		rev := Revision(fmt.Sprint("Plan ", i))
		rev.Labels = record.Labels{Tags: []string{"all", fmt.Sprint("mod", i%3)}}
		rev.Report = []byte(fmt.Sprintf(`{"headline":"h","leader":"functions","winner":%q,"revisit":["It grows."]}`, leaders[i%4]))
		if leaders[i%4] == "" {
			rev.Report = []byte(`{"headline":"h","leader":"functions","winner":null}`)
		}
		saved, key, err := s.CreateOnce(t.Context(), []string{"deployment", "lunch"}[i/8%2], []string{"ada", "bo"}[i%2], record.Once{}, rev)
		if err != nil {
			t.Fatal(err)
		}
		versions, keys = append(versions, record.Version{ID: saved.ID, Latest: 1}), append(keys, key)
	}
	return versions, keys
}

func counted(comparison, value string, count int) record.ValueCount {
	return record.ValueCount{Comparison: comparison, Value: value, Count: count}
}

func portfolioCounts(t *testing.T, s Store) {
	create(t, s, "saved by nobody in particular")
	versions, keys := listed(t, s, 16)
	arrange := func(i int, status, review string) {
		t.Helper()
		if err := s.Arrange(t.Context(), versions[i].ID, keys[i], record.Life{Status: status, Review: review}); err != nil {
			t.Fatal(err)
		}
	}
	arrange(0, record.Decided, "2027-01-01")
	arrange(1, record.Decided, "2027-06-01")
	arrange(2, record.Superseded, "2027-01-01")
	// A revision with a different leader and different tags.
	rev := Revision("Plan 3 again")
	rev.Labels, rev.Report = record.Labels{Tags: []string{"new"}}, []byte(`{"winner":"modular"}`)
	if _, err := s.Revise(t.Context(), versions[3].ID, keys[3], 1, rev); err != nil {
		t.Fatal(err)
	}
	none := ""
	modular := "modular"
	for _, test := range []struct {
		name string
		f    record.Filter
		want record.Counts
	}{
		{"all", record.Filter{After: 5}, record.Counts{All: 16, Due: 1, Unplanned: 13,
			Statuses: []record.ValueCount{{Value: "draft", Count: 13}, {Value: "decided", Count: 2}, {Value: "superseded", Count: 1}},
			Leaders: []record.ValueCount{counted("deployment", "modular", 3), counted("deployment", "functions", 2),
				counted("deployment", "hybrid", 2), counted("lunch", "", 2),
				counted("lunch", "functions", 2), counted("lunch", "hybrid", 2), counted("lunch", "modular", 2),
				counted("deployment", "", 1)},
			Tags: []record.ValueCount{
				{Value: "all", Count: 15}, {Value: "mod0", Count: 5}, {Value: "mod1", Count: 5}, {Value: "mod2", Count: 5},
				{Value: "new", Count: 1},
			},
			Owners: []record.ValueCount{{Value: "ada", Count: 8}, {Value: "bo", Count: 8}},
		}},
		{"narrowed", record.Filter{
			Text: "PLAN 3", Tag: "new", Owner: "bo", Comparison: "deployment", Leader: &modular, Status: "draft", Unplanned: true,
		},
			record.Counts{All: 1, Unplanned: 1, Statuses: []record.ValueCount{{Value: "draft", Count: 1}},
				Leaders: []record.ValueCount{counted("deployment", "modular", 1)},
				Tags:    []record.ValueCount{{Value: "new", Count: 1}}, Owners: []record.ValueCount{{Value: "bo", Count: 1}}}},
		{"nothing fits", record.Filter{Leader: &none, Comparison: "deployment"}, record.Counts{All: 1, Unplanned: 1,
			Statuses: []record.ValueCount{{Value: "draft", Count: 1}}, Leaders: []record.ValueCount{counted("deployment", "", 1)},
			Tags:   []record.ValueCount{{Value: "all", Count: 1}, {Value: "mod1", Count: 1}},
			Owners: []record.ValueCount{{Value: "bo", Count: 1}}}},
		{"no such tag", record.Filter{Tag: "' OR 1"}, record.Counts{}},
	} {
		got, err := s.PortfolioCounts(t.Context(), test.f, "2027-03-01")
		if err != nil {
			t.Fatal(err)
		}
		equal(t, got, test.want)
		test.f.After, test.f.Limit = 0, 100
		list, err := s.Portfolio(t.Context(), test.f)
		if err != nil || len(list) != test.want.All {
			t.Errorf("%s: %d listed, %d counted, %v", test.name, len(list), test.want.All, err)
		}
	}
	list, err := s.Portfolio(t.Context(), record.Filter{Tag: "new", Limit: 5})
	if err != nil || len(list) != 1 || list[0].Leader != "modular" || !slices.Equal(list[0].Tags, []string{"new"}) ||
		list[0].Version() != (record.Version{ID: versions[3].ID, Latest: 2}) {
		t.Errorf("%+v, %v", list, err)
	}
}

func setReviews(t *testing.T, s Store) {
	versions, keys := listed(t, s, 4)
	stranger, strangerKey := create(t, s, "listed nowhere")
	set := func(review string, of ...record.Version) []string {
		t.Helper()
		stale, err := s.SetReviews(t.Context(), of, review)
		if err != nil {
			t.Fatal(err)
		}
		return stale
	}
	reviews := func() (list []string) {
		t.Helper()
		for _, v := range versions {
			list = append(list, get(t, s, v.ID, 0).Review)
		}
		return list
	}
	if stale := set("2027-01-01", versions[:3]...); stale != nil {
		t.Errorf("refused for %q", stale)
	}
	equal(t, reviews(), []string{"2027-01-01", "2027-01-01", "2027-01-01", ""})
	if got := get(t, s, versions[0].ID, 0); got.Arranged != 1 || got.ArrangedAt.Before(got.At) || got.Status != record.Draft {
		t.Errorf("%+v", got)
	}
	for i := range 3 {
		versions[i].Arranged = 1
	}
	// One was revised, one was given another day and one was never listed, so nothing is
	// changed.
	if _, err := s.Revise(t.Context(), versions[0].ID, keys[0], 1, Revision("newer")); err != nil {
		t.Fatal(err)
	}
	if err := s.Arrange(t.Context(), versions[1].ID, keys[1], record.Life{Status: record.Decided, Review: "2028-01-01"}); err != nil {
		t.Fatal(err)
	}
	other := record.Version{ID: stranger.ID, Latest: 1}
	stale := set("2027-05-05", append(slices.Clone(versions), other, record.Version{ID: "nosuchassessmentnosuchasse", Latest: 1})...)
	slices.Sort(stale)
	want := []string{versions[0].ID, versions[1].ID, stranger.ID, "nosuchassessmentnosuchasse"}
	slices.Sort(want)
	equal(t, stale, want)
	equal(t, reviews(), []string{"2027-01-01", "2028-01-01", "2027-01-01", ""})
	if err := s.Delete(t.Context(), stranger.ID, strangerKey); err != nil {
		t.Fatal(err)
	}
	versions[0].Latest, versions[1].Arranged = 2, 2
	if stale := set("", versions...); stale != nil {
		t.Errorf("refused for %q", stale)
	}
	equal(t, reviews(), []string{"", "", "", ""})

	// When two people choose the same assessments at once, one of them is refused.
	for i := range versions {
		versions[i].Arranged = get(t, s, versions[i].ID, 0).Arranged
	}
	var wg sync.WaitGroup
	won := make(chan bool, 2)
	for n := range 2 {
		wg.Go(func() {
			of := slices.Clone(versions)
			if n == 1 {
				slices.Reverse(of)
			}
			stale, err := s.SetReviews(t.Context(), of, fmt.Sprintf("2029-01-0%d", n+1))
			if err != nil || len(stale) != 0 && len(stale) != len(of) {
				t.Errorf("at once: %q, %v", stale, err)
			}
			won <- len(stale) == 0
		})
	}
	wg.Wait()
	if a, b := <-won, <-won; a == b {
		t.Errorf("both had the same outcome: %v", a)
	}
	after := reviews()
	if len(slices.Compact(after)) != 1 || after[0] == "" {
		t.Errorf("mixed: %q", after)
	}
}

// letters finds titles and tags regardless of case, form and accents.
func letters(t *testing.T, s Store) {
	for _, title := range []string{"Оплата заказов", "Mu\u0308ller Zahlungen", "ΟΔΟΣ Αθήνα", "ÉCOLE", "Straße"} {
		rev := Revision(title)
		rev.Tags = []string{"café"}
		if _, _, err := s.CreateOnce(t.Context(), "deployment", "ada", record.Once{}, rev); err != nil {
			t.Fatal(err)
		}
	}
	for typed, want := range map[string]string{
		"оплата": "Оплата заказов", "MÜLLER": "Mu\u0308ller Zahlungen", "οδός": "ΟΔΟΣ Αθήνα",
		"οδος": "ΟΔΟΣ Αθήνα", "αθηνα": "ΟΔΟΣ Αθήνα", "ΑΘΉΝΑ": "ΟΔΟΣ Αθήνα",
		"e\u0301cole": "ÉCOLE", "ecole": "ÉCOLE", "strasse": "Straße",
	} {
		list, err := s.Portfolio(t.Context(), record.Filter{Text: typed, Limit: 9})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, l := range list {
			got += l.Title
		}
		if got != want {
			t.Errorf("%q finds %q, want %q", typed, got, want)
		}
		if counts, err := s.PortfolioCounts(t.Context(), record.Filter{Text: typed}, ""); err != nil || counts.All != len(list) {
			t.Errorf("%q: %d counted, %d listed, %v", typed, counts.All, len(list), err)
		}
	}
	if list, err := s.Portfolio(t.Context(), record.Filter{Tag: "#cafe\u0301", Limit: 9}); err != nil || len(list) != 5 {
		t.Errorf("%d with the tag, %v", len(list), err)
	}
}
