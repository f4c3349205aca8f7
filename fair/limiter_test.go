package fair_test

import (
	"testing"
	"time"

	"golang.org/x/time/rate"

	"crossroads/fair"
)

// TestLimiter: what one client does costs another nothing, and is forgotten in time.
func TestLimiter(t *testing.T) {
	now := time.Unix(0, 0)
	const pause, burst = 30 * time.Second, 20
	b := fair.NewLimiter[string](func() time.Time { return now }, rate.Every(pause), burst)
	bad, good := "bad", "good"
	for range 25 {
		b.Count(bad)
	}
	if b.Wait(bad) != 6*pause || b.Wait(good) != 0 {
		t.Errorf("waits %v and %v", b.Wait(bad), b.Wait(good))
	}
	now = now.Add(25 * pause)
	if b.Wait(bad) != 0 {
		t.Errorf("waits %v at the end", b.Wait(bad))
	}
	for range burst - 1 {
		b.Count(bad)
	}
	if b.Wait(bad) != 0 {
		t.Errorf("waits %v though the burst is not used up", b.Wait(bad))
	}
}

// TestLimiterHasBounds: endless new keys do not take endless memory.
func TestLimiterHasBounds(t *testing.T) {
	l := fair.NewLimiter[int](time.Now, rate.Every(time.Second), 1)
	for i := range fair.MaxLimited * 5 / 2 {
		l.Take(i)
	}
	if n := fair.Keys(l); n != fair.MaxLimited {
		t.Errorf("%d keys are remembered, want %d", n, fair.MaxLimited)
	}
}
