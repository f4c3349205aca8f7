package web

import (
	"container/list"
	"sync"
)

// pageCache keeps finished share pages, the most recently used ones within a
// number of bytes. This process is the only one that changes assessments, so
// forgetting one on every change keeps the pages true.
type pageCache struct {
	mu    sync.Mutex
	limit int
	size  int
	pages map[pageKey]*list.Element
	used  *list.List // of *cachedPage, most recent first
	epoch uint64     // counts what was forgotten
}

// pageKey names one finished page.
type pageKey struct {
	id      string
	number  int // 0 for the address without a revision
	kind    string
	origin  string // the page shows its own address
	edition uint64 // of the server that made it
}

type cachedPage struct {
	key pageKey
	*variants
}

func newPageCache(limit int) *pageCache {
	return &pageCache{limit: limit, pages: map[pageKey]*list.Element{}, used: list.New()}
}

// get returns a finished page, or nil and the epoch to give to put.
func (c *pageCache) get(key pageKey) (*variants, uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.pages[key]; ok {
		c.used.MoveToFront(e)
		return e.Value.(*cachedPage).variants, c.epoch
	}
	return nil, c.epoch
}

// put keeps a page that was made from what the store held after epoch. When
// something was forgotten since, the page may be older than that and is not kept.
func (c *pageCache) put(key pageKey, v *variants, epoch uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if epoch != c.epoch || v.size() > c.limit {
		return
	}
	if e, ok := c.pages[key]; ok {
		c.remove(e)
	}
	c.pages[key] = c.used.PushFront(&cachedPage{key, v})
	c.size += v.size()
	for c.size > c.limit {
		c.remove(c.used.Back())
	}
}

// forget drops all pages of an assessment.
func (c *pageCache) forget(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.epoch++
	for e := c.used.Front(); e != nil; {
		next := e.Next()
		if e.Value.(*cachedPage).key.id == id {
			c.remove(e)
		}
		e = next
	}
}

func (c *pageCache) remove(e *list.Element) {
	page := c.used.Remove(e).(*cachedPage)
	delete(c.pages, page.key)
	c.size -= page.size()
}
