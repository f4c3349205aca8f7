package store

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"crossroads/record"
	"crossroads/store/storetest"
)

// BenchmarkPortfolio reads a page of 20,000 listed assessments, and counts them.
//
//	go test -run '^$' -bench '^BenchmarkPortfolio$' -benchtime 20x ./store/
func BenchmarkPortfolio(b *testing.B) {
	s := openTest(b, newPath(b), Options{})
	fillPortfolio(b, s, 20_000)
	rare, reader := "rare", "person4"
	for name, f := range map[string]record.Filter{
		"all": {}, "tag": {Tag: "tag7"}, "owner": {Owner: "person3"}, "status": {Status: record.Decided},
		"leader": {Comparison: "deployment", Leader: &rare}, "due": {Due: "2026-12-31"}, "text": {Text: "plan 1999"}, "reader": {Reader: &reader},
	} {
		f.Limit = 51
		b.Run("page/"+name, func(b *testing.B) {
			for b.Loop() {
				if _, err := s.Portfolio(context.Background(), f); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("counts/"+name, func(b *testing.B) {
			for b.Loop() {
				if _, err := s.PortfolioCounts(context.Background(), f, "2026-12-31"); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func fillPortfolio(tb testing.TB, s *SQLite, count int) {
	tb.Helper()
	var wg sync.WaitGroup
	for worker := range 16 {
		wg.Go(func() {
			for n := worker; n < count; n += 16 {
				rev := storetest.Revision(fmt.Sprint("Plan ", n))
				rev.Tags = []string{fmt.Sprint("tag", n%100)}
				winner := "common"
				if n%1000 == 0 {
					winner = "rare"
				}
				rev.Report = []byte(`{"headline":"h","winner":"` + winner + `","more":"` + strings.Repeat("a b ", 500) + `"}`)
				saved, key, err := s.CreateOnce(context.Background(), "deployment", fmt.Sprint("person", n%50), record.Once{}, rev)
				if err == nil && n%200 == 0 {
					err = s.Arrange(context.Background(), saved.ID, key, record.Life{Status: record.Decided, Review: "2026-06-01"})
				}
				if err != nil {
					tb.Error(err)
				}
			}
		})
	}
	wg.Wait()
}

// TestPortfolioUsesIndexes checks that filters use indexes instead of scanning.
func TestPortfolioUsesIndexes(t *testing.T) {
	s := openTest(t, newPath(t), Options{})
	rare, reader := "rare", "person4"
	for _, test := range []struct {
		f    record.Filter
		want string
	}{
		{record.Filter{}, "assessment_owned"},
		{record.Filter{Tag: "x"}, "PRIMARY KEY (tag=?)"},
		{record.Filter{Owner: "x"}, "assessment_owner (owner=?"},
		{record.Filter{Status: record.Decided}, "assessment_status (status=?"},
		{record.Filter{Comparison: "x", Leader: &rare}, "assessment_leader (comparison=? AND leader=?"},
		{record.Filter{Reader: &reader}, "assessment_owned"},
		{record.Filter{Reader: &reader, Owner: "x"}, "assessment_owner (owner=?"},
	} {
		q := s.narrow(test.f)
		query := q.list(51)
		rows, err := s.reads.Query("EXPLAIN QUERY PLAN "+query, q.args...)
		if err != nil {
			t.Fatal(err)
		}
		var plan []string
		for rows.Next() {
			var a, b, c int
			var detail string
			if err := rows.Scan(&a, &b, &c, &detail); err != nil {
				t.Fatal(err)
			}
			plan = append(plan, detail)
		}
		rows.Close()
		if text := strings.Join(plan, "\n"); !strings.Contains(text, test.want) || strings.Contains(text, "TEMP B-TREE FOR ORDER BY") {
			t.Errorf("%+v:\n%s", test.f, text)
		}
	}
}
