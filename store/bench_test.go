package store

import (
	"context"
	"encoding/json"
	"runtime"
	"testing"

	"crossroads/content"
	"crossroads/decision"
	"crossroads/store/storetest"
)

// BenchmarkSave has 64 callers save at once. What counts is the ratio of the
// variants in one run on one disk:
//
//	go test -run '^$' -bench Save ./store/
func BenchmarkSave(b *testing.B) {
	for _, variant := range []struct {
		name, synchronous string
		batch             int
	}{
		{"group", "FULL", maxBatch},     // what the store does
		{"single", "FULL", 1},           // a transaction each
		{"group-normal", "NORMAL", 128}, // may lose acknowledged saves on power loss
	} {
		b.Run(variant.name, func(b *testing.B) {
			s := openTest(b, newPath(b), Options{batch: variant.batch})
			if _, err := s.writes.Exec("PRAGMA synchronous = " + variant.synchronous); err != nil {
				b.Fatal(err)
			}
			benchmarkCreate(b, s)
		})
	}
}

func benchmarkCreate(b *testing.B, s *SQLite) {
	rev := storetest.Revision("benchmark")
	rev.Report = report(b)
	b.SetParallelism(64 / runtime.GOMAXPROCS(0))
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, _, err := s.Create(context.Background(), "deployment", rev); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "saves/s")
}

// report returns a real report.
func report(tb testing.TB) []byte {
	tb.Helper()
	lib, err := content.Load(content.Embedded())
	if err != nil {
		tb.Fatal(err)
	}
	c := lib.Comparisons[0]
	answers := decision.Answers{}
	for i, q := range c.Questions {
		if i%5 > 0 {
			answers[q.ID] = []string{q.Answers[i%len(q.Answers)].ID}
		}
	}
	r, err := decision.Evaluate(c, decision.Assessment{Answers: answers})
	if err != nil {
		tb.Fatal(err)
	}
	raw, err := json.Marshal(r)
	if err != nil {
		tb.Fatal(err)
	}
	return raw
}
