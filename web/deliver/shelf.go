package deliver

import (
	"container/list"
	"sync"
)

// shelfRoom is how many bytes of fixed pages are kept: many times what the built-in
// content makes. Pages of much content of an operator's are made again when somebody
// asks, which takes a millisecond.
const shelfRoom = 32 << 20

// Shelf keeps fixed pages within a bound, and compresses them thoroughly one after the
// other. Pages that were not asked for lately make room for others. The zero value is
// ready for use.
type Shelf struct {
	Worker

	room  int // bytes, shelfRoom when it is 0
	mu    sync.Mutex
	size  int
	pages list.List // of *Fixed, the next to go first
}

// keep notes that a page takes so many bytes from now on.
func (s *Shelf) keep(p *Fixed, size int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	room := s.room
	if room == 0 {
		room = shelfRoom
	}
	if p.size == 0 {
		s.pages.PushBack(p)
	}
	s.size += size - p.size
	p.size = size
	for s.size > room && s.pages.Len() > 1 {
		first := s.pages.Front()
		page := first.Value.(*Fixed)
		if page == p || page.asked.Swap(false) { // has another turn
			s.pages.MoveToBack(first)
			continue
		}
		page.current.Store(nil)
		s.size -= page.size
		page.size = 0
		s.pages.Remove(first)
	}
}
