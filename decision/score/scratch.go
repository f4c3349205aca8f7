package score

import "sync"

// scratch is memory that evaluations hand on, so that the garbage collector runs less often.
// What is in it is left from the last of them.
type scratch struct {
	columns []*column
	used    int // columns
	answers []uint8
}

var scratches = sync.Pool{New: func() any { return new(scratch) }}

func newScratch() *scratch { return scratches.Get().(*scratch) }

// free gives the memory back; nothing of it may be used from then on.
func (s *scratch) free() {
	s.used = 0
	scratches.Put(s)
}

// column returns a column that nothing else uses.
func (s *scratch) column() *column {
	if s.used == len(s.columns) {
		s.columns = append(s.columns, new(column))
	}
	s.used++
	return s.columns[s.used-1]
}

// bytes returns n bytes, the same on every call.
func (s *scratch) bytes(n int) []uint8 {
	if len(s.answers) < n {
		s.answers = make([]uint8, n)
	}
	return s.answers[:n]
}
