package store

import (
	"bytes"
	"context"
	"os"
	"runtime"
	"strconv"
	"testing"

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
	rev.Report = bytes.Repeat([]byte("report! "), 3<<10) // 24 KB, as a real one
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

// BenchmarkRows saves and reads in files that hold many assessments already:
// 1000, and as many as STORE_BENCH_ROWS says (a million takes minutes).
func BenchmarkRows(b *testing.B) {
	counts := []int{1000}
	if n, err := strconv.Atoi(os.Getenv("STORE_BENCH_ROWS")); err == nil {
		counts = append(counts, n)
	}
	for _, count := range counts {
		s := openTest(b, newPath(b), Options{})
		ids := fill(b, s, count)
		b.Run("get/"+strconv.Itoa(count), func(b *testing.B) {
			b.ReportAllocs()
			b.RunParallel(func(pb *testing.PB) {
				for i := 0; pb.Next(); i += 7919 {
					if _, err := s.Get(context.Background(), ids[i%len(ids)], 0); err != nil {
						b.Error(err)
						return
					}
				}
			})
		})
		b.Run("save/"+strconv.Itoa(count), func(b *testing.B) { benchmarkCreate(b, s) })
	}
}

// fill saves count small assessments and returns their ids.
func fill(b *testing.B, s *SQLite, count int) []string {
	b.Helper()
	ids := make([]string, count)
	next := make(chan int)
	done := make(chan struct{})
	for range 64 {
		go func() {
			defer func() { done <- struct{}{} }()
			for i := range next {
				saved, _, err := s.Create(context.Background(), "deployment", storetest.Revision("row"))
				if err != nil {
					b.Error(err)
				}
				ids[i] = saved.ID
			}
		}()
	}
	for i := range count {
		next <- i
	}
	close(next)
	for range 64 {
		<-done
	}
	return ids
}
