package score

import "sync"

// scratch is memory that evaluations hand on, so that the garbage collector runs less often.
// What is in it is left from the last of them.
type scratch struct {
	columns reused[column]
	lists   reused[byAnswer]
	answers []uint8
}

var scratches = sync.Pool{New: func() any { return new(scratch) }}

func newScratch() *scratch { return scratches.Get().(*scratch) }

// free gives the memory back; nothing of it may be used from then on.
func (s *scratch) free() {
	s.columns.used, s.lists.used = 0, 0
	scratches.Put(s)
}

// column returns a column that nothing else uses.
func (s *scratch) column() *column { return s.columns.next() }

// list returns a list that nothing else uses.
func (s *scratch) list() *byAnswer { return s.lists.next() }

// bytes returns n bytes, the same on every call.
func (s *scratch) bytes(n int) []uint8 {
	if len(s.answers) < n {
		s.answers = make([]uint8, n)
	}
	return s.answers[:n]
}

// reused is values of one type, of which the first are in use.
type reused[T any] struct {
	all  []*T
	used int
	more pile[T]
}

func (r *reused[T]) next() *T {
	if r.used == len(r.all) {
		r.all = append(r.all, r.more.next())
	}
	r.used++
	return r.all[r.used-1]
}

// pile makes many values of one type with few allocations.
type pile[T any] struct{ rest []T }

func (p *pile[T]) next() *T {
	if len(p.rest) == 0 {
		p.rest = make([]T, 16)
	}
	x := &p.rest[0]
	p.rest = p.rest[1:]
	return x
}
