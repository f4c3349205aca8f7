package deliver

import (
	"container/list"
	"sync"
)

// shelfRoom bounds the memory of fixed pages, in bytes. It is many times the size of the built-in
// content. Pages of a larger content are rendered again on request, which takes a millisecond.
const shelfRoom = 32 << 20

// Shelf bounds the memory of fixed pages, and compresses them thoroughly one after the other.
// Pages that were not requested lately make room for others. The zero value is ready for use.
type Shelf struct {
	Worker

	room  int // in bytes; 0 means shelfRoom
	mu    sync.Mutex
	size  int
	pages list.List // of *Fixed; the first is the next to be removed
}

// resize records the size of a page, in bytes, and removes other pages if the shelf is full.
func (s *Shelf) resize(p *Fixed, size int) {
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
		if page == p || page.asked.Swap(false) { // requested lately, so it gets another turn
			s.pages.MoveToBack(first)
			continue
		}
		page.current.Store(nil)
		s.size -= page.size
		page.size = 0
		s.pages.Remove(first)
	}
}
