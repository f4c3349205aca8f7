package fair_test

import (
	"errors"
	"testing"

	"pgregory.net/rapid"

	"crossroads/fair"
)

// held is a share of a test and what the test knows of it.
type held struct {
	*fair.Share[int]
	key        int
	used       int64
	kept, gone bool
}

// budgetScene does things to a budget and to a simple model of it.
type budgetScene struct {
	budget *fair.Budget[int]
	most   int64
	all    []*held
}

func (s *budgetScene) share(key int) *held {
	h := &held{key: key}
	h.Share = s.budget.Share(key, func() { h.used, h.gone = 0, true })
	s.all = append(s.all, h)
	return h
}

func (s *budgetScene) of(key int) (sum int64) {
	for _, h := range s.all {
		if h.key == key {
			sum += h.used
		}
	}
	return sum
}

func (s *budgetScene) sum() (sum int64) {
	for _, h := range s.all {
		sum += h.used
	}
	return sum
}

// take takes, and checks who had to give up something and that nobody else did.
func (s *budgetScene) take(t *rapid.T, h *held, n int64) {
	before := map[int]int64{}
	for _, other := range s.all {
		before[other.key] = s.of(other.key)
		other.gone = false
	}
	fits := s.sum()+n <= s.most && s.of(h.key)+n <= s.most/2
	err := h.Take(n)
	lost, wants := 0, s.of(h.key)+n
	for _, other := range s.all {
		if !other.gone {
			continue
		}
		lost++
		if other.kept || other == h {
			t.Fatalf("a share was taken back that may not be: %+v", other)
		}
		if other.key != h.key && before[other.key] < wants {
			t.Fatalf("a client with %d gave up a share for one that wants %d", before[other.key], wants)
		}
	}
	switch {
	case fits && (err != nil || lost > 0):
		t.Fatalf("there was room: %v, %d gave something up", err, lost)
	case err == nil:
		h.used += n
	case !errors.Is(err, fair.ErrCrowded) && !errors.Is(err, fair.ErrFull):
		t.Fatal(err)
	}
}

// TestBudgetHolds: no more than there is, no more than half for one client, nothing
// lost or counted twice, nothing taken back from who holds less, and never what is kept.
func TestBudgetHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := &budgetScene{most: rapid.Int64Range(2, 60).Draw(t, "most")}
		s.budget = fair.NewBudget[int](s.most)
		for range rapid.IntRange(1, 12).Draw(t, "shares") {
			s.share(rapid.IntRange(1, 4).Draw(t, "key"))
		}
		for range rapid.IntRange(1, 80).Draw(t, "steps") {
			h := rapid.SampledFrom(s.all).Draw(t, "share")
			switch rapid.IntRange(0, 5).Draw(t, "what") {
			case 0:
				h.Keep()
				h.kept = true
			case 1:
				h.Open()
				h.kept = false
			case 2:
				h.Free()
				h.used = 0
			default:
				s.take(t, h, rapid.Int64Range(1, 20).Draw(t, "n"))
			}
			if got := s.budget.Used(); got != s.sum() || got > s.most {
				t.Fatalf("%d of %d are used, want %d", got, s.most, s.sum())
			}
			for key := 1; key <= 4; key++ {
				if s.of(key) > s.most/2 {
					t.Fatalf("client %d holds %d of %d", key, s.of(key), s.most)
				}
			}
		}
		for _, h := range s.all {
			h.Free()
		}
		if s.budget.Used() != 0 || fair.Holders(s.budget) != 0 {
			t.Fatalf("%d are used by %d when all is given back", s.budget.Used(), fair.Holders(s.budget))
		}
	})
}

// TestBudgetTakesFromTheGreedy: two clients that fill everything and finish nothing
// take nothing from a third one, and the oldest share goes first.
func TestBudgetTakesFromTheGreedy(t *testing.T) {
	var lost []int
	budget := fair.NewBudget[string](100)
	for i := range 200 {
		share := budget.Share([]string{"flood", "another flood"}[i%2], func() { lost = append(lost, i) })
		if err := share.Take(1); err != nil {
			t.Fatal(err)
		}
	}
	if len(lost) != 100 || lost[0] != 0 || lost[99] != 99 {
		t.Errorf("lost are %d", lost)
	}
	reader := budget.Share("reader", func() { t.Error("the reader lost what it had") })
	for range 33 { // a third
		if err := reader.Take(1); err != nil {
			t.Fatal(err)
		}
	}
	if budget.Refused() != 133 {
		t.Errorf("%d refusals, want 133", budget.Refused())
	}
}

// TestBudgetRefuses: what cannot be taken back is said to be the client's own, or that
// of others.
func TestBudgetRefuses(t *testing.T) {
	budget := fair.NewBudget[string](100)
	for _, key := range []string{"one", "two"} {
		share := budget.Share(key, func() { t.Error("what is kept was taken back") })
		share.Keep()
		if err := share.Take(50); err != nil {
			t.Fatal(err)
		}
		if err := share.Take(1); !errors.Is(err, fair.ErrCrowded) {
			t.Errorf("more than half gives %v", err)
		}
	}
	if err := budget.Share("three", nil).Take(1); !errors.Is(err, fair.ErrFull) {
		t.Errorf("more than there is gives %v", err)
	}
}
