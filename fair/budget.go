package fair

import (
	"container/list"
	"sync"
)

// Budget shares a quantity among clients: bytes that are in memory for them, or
// connections. Each holds its part in shares, one for each thing that it does. A
// client holds half of the whole at most. When nothing is left, the client that holds
// most gives up a share: the one that can be taken back for the longest time. So a
// client that takes everything and finishes nothing takes it from itself.
//
// All methods may be called concurrently.
type Budget[K comparable] struct {
	most int64

	mu      sync.Mutex
	used    int64
	refused uint64
	keys    map[K]*holding[K]
}

// holding is what a key has.
type holding[K comparable] struct {
	used int64
	open list.List // of *Share[K] that hold something and can be taken back, oldest first
}

// NewBudget makes a budget of so much.
func NewBudget[K comparable](most int64) *Budget[K] {
	return &Budget[K]{most: most, keys: map[K]*holding[K]{}}
}

// Share is what one thing that a client does holds of a budget.
type Share[K comparable] struct {
	budget *Budget[K]
	key    K
	giveUp func()
	used   int64
	kept   bool
	at     *list.Element // in the open shares of its key, nil for not
}

// Share makes a share of a key that holds nothing yet and can be taken back. Then
// giveUp is called, once for each time; it holds nothing from then on.
func (b *Budget[K]) Share(key K, giveUp func()) *Share[K] {
	return &Share[K]{budget: b, key: key, giveUp: giveUp}
}

// Used is how much of the budget is held.
func (b *Budget[K]) Used() int64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.used
}

// Refuse counts something that was turned away before it had a share.
func (b *Budget[K]) Refuse() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.refused++
}

// Refused is how often a share was taken back or could not take more, or something
// was turned away before it had one.
func (b *Budget[K]) Refused() uint64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.refused
}

// Spent reports whether a key holds all that one may, so that it gives up something
// of its own for whatever it takes.
func (b *Budget[K]) Spent(key K) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	mine := b.keys[key]
	return mine != nil && mine.used >= b.most/2
}

// Take adds n to what the share holds. The error is ErrCrowded when its key holds too
// much that cannot be taken back, and ErrFull when the others do; the share then
// holds what it held before.
func (s *Share[K]) Take(n int64) error {
	lost, err := s.take(n)
	for _, other := range lost {
		other.giveUp()
	}
	return err
}

func (s *Share[K]) take(n int64) (lost []*Share[K], err error) {
	b := s.budget
	b.mu.Lock()
	defer b.mu.Unlock()
	mine := b.keys[s.key]
	if mine == nil {
		mine = new(holding[K])
	}
	for mine.used+n > b.most/2 || b.used+n > b.most {
		from, refusal := mine, ErrCrowded
		if mine.used+n <= b.most/2 {
			from, refusal = b.largest(s, mine, mine.used+n)
		}
		victim := from.oldest(s)
		if victim == nil {
			b.refused++
			return lost, refusal
		}
		b.refused++
		b.drop(victim)
		lost = append(lost, victim)
	}
	b.keys[s.key] = mine // it may have lost all it had
	b.used, mine.used, s.used = b.used+n, mine.used+n, s.used+n
	s.list(mine)
	return lost, nil
}

// largest is who has to give something up for a key that will hold so much: the one
// that holds most of those that can, if that is not less.
func (b *Budget[K]) largest(s *Share[K], mine *holding[K], wants int64) (*holding[K], error) {
	found, refusal := mine, ErrFull
	for _, h := range b.keys {
		if h.used >= wants && h.oldest(s) != nil && (found == mine || h.used > found.used) {
			found = h
		}
	}
	return found, refusal
}

// oldest is the share that can be taken back for the longest time, nil for none.
// The one that asks is not among them.
func (h *holding[K]) oldest(asks *Share[K]) *Share[K] {
	for e := h.open.Front(); e != nil; e = e.Next() {
		if s := e.Value.(*Share[K]); s != asks {
			return s
		}
	}
	return nil
}

// Keep has what the share holds, and takes from now on, not be taken back.
func (s *Share[K]) Keep() {
	s.budget.mu.Lock()
	defer s.budget.mu.Unlock()
	s.kept = true
	s.unlist()
}

// Open lets it be taken back, after all others of its key that can be.
func (s *Share[K]) Open() {
	s.budget.mu.Lock()
	defer s.budget.mu.Unlock()
	s.kept = false
	s.unlist()
	if s.used > 0 {
		s.list(s.budget.keys[s.key])
	}
}

// Free gives back all that the share holds.
func (s *Share[K]) Free() {
	s.budget.mu.Lock()
	defer s.budget.mu.Unlock()
	if s.used > 0 {
		s.budget.drop(s)
	}
}

// list puts a share that holds something among those that can be taken back.
func (s *Share[K]) list(h *holding[K]) {
	if !s.kept && s.at == nil {
		s.at = h.open.PushBack(s)
	}
}

func (s *Share[K]) unlist() {
	if s.at != nil {
		s.budget.keys[s.key].open.Remove(s.at)
		s.at = nil
	}
}

// drop empties a share that holds something.
func (b *Budget[K]) drop(s *Share[K]) {
	h := b.keys[s.key]
	s.unlist()
	b.used, h.used, s.used = b.used-s.used, h.used-s.used, 0
	if h.used == 0 {
		delete(b.keys, s.key)
	}
}
