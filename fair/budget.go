package fair

import (
	"container/list"
	"sync"
)

// Budget shares a quantity among clients, such as connections or bytes in memory. A client
// holds a Share for each thing that it does, and at most half of the budget altogether. When
// nothing is left, the client that holds most loses a share: the one that could be taken back
// for the longest time. So a client that takes everything and finishes nothing harms itself.
//
// All methods may be called concurrently.
type Budget[K comparable] struct {
	most int64

	mu      sync.Mutex
	used    int64
	refused uint64
	keys    map[K]*holding[K]
}

// holding is what a key holds.
type holding[K comparable] struct {
	used int64
	open list.List // of *Share[K] that hold something and can be taken back, oldest first
}

// NewBudget makes a budget of a given size.
func NewBudget[K comparable](most int64) *Budget[K] {
	return &Budget[K]{most: most, keys: map[K]*holding[K]{}}
}

// Share is the part of a budget that one thing holds, such as a connection.
type Share[K comparable] struct {
	budget *Budget[K]
	key    K
	giveUp func()
	used   int64
	kept   bool
	at     *list.Element // among the open shares of its key; nil if it is not open
}

// Share makes an empty share of a key, which can be taken back. Each time that happens, giveUp is called and the
// share is empty.
func (b *Budget[K]) Share(key K, giveUp func()) *Share[K] {
	return &Share[K]{budget: b, key: key, giveUp: giveUp}
}

// Used is how much of the budget is held.
func (b *Budget[K]) Used() int64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.used
}

// Refuse counts something that was refused before it had a share.
func (b *Budget[K]) Refuse() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.refused++
}

// Refused returns how often a share was taken back or could not take more, or something was refused before it
// had one.
func (b *Budget[K]) Refused() uint64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.refused
}

// Spent reports whether a key holds as much as it may, so that it loses a share of its own for whatever it takes.
func (b *Budget[K]) Spent(key K) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	mine := b.keys[key]
	return mine != nil && mine.used >= b.most/2
}

// Take adds n to the share. The error is ErrCrowded if its key holds too much that cannot be taken back, and
// ErrFull if all keys together do; the share is then unchanged.
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

// largest returns the holding that must lose a share for a key that will hold so much: the largest one with
// shares that can be taken back, unless it is smaller.
func (b *Budget[K]) largest(s *Share[K], mine *holding[K], wants int64) (*holding[K], error) {
	found, refusal := mine, ErrFull
	for _, h := range b.keys {
		if h.used >= wants && h.oldest(s) != nil && (found == mine || h.used > found.used) {
			found = h
		}
	}
	return found, refusal
}

// oldest returns the share that could be taken back for the longest time, other than the one that asks, or nil.
func (h *holding[K]) oldest(asks *Share[K]) *Share[K] {
	for e := h.open.Front(); e != nil; e = e.Next() {
		if s := e.Value.(*Share[K]); s != asks {
			return s
		}
	}
	return nil
}

// Keep protects the share, and all that it takes from now on, from being taken back.
func (s *Share[K]) Keep() {
	s.budget.mu.Lock()
	defer s.budget.mu.Unlock()
	s.kept = true
	s.unlist()
}

// Open lets the share be taken back again, after all others of its key.
func (s *Share[K]) Open() {
	s.budget.mu.Lock()
	defer s.budget.mu.Unlock()
	s.kept = false
	s.unlist()
	if s.used > 0 {
		s.list(s.budget.keys[s.key])
	}
}

// Free empties the share.
func (s *Share[K]) Free() {
	s.budget.mu.Lock()
	defer s.budget.mu.Unlock()
	if s.used > 0 {
		s.budget.drop(s)
	}
}

// list adds a share that is not empty to those that can be taken back.
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

// drop empties a share that is not empty.
func (b *Budget[K]) drop(s *Share[K]) {
	h := b.keys[s.key]
	s.unlist()
	b.used, h.used, s.used = b.used-s.used, h.used-s.used, 0
	if h.used == 0 {
		delete(b.keys, s.key)
	}
}
