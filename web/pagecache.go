package web

import "sync"

// pageCache keeps finished share pages, the most recently used ones within a
// number of bytes. This process is the only one that changes assessments, so
// forgetting one on every change keeps the pages true.
type pageCache struct {
	mu    sync.Mutex
	pages lru[pageKey, *variants]
	epoch uint64 // counts what was forgotten
}

// pageKey names one finished page.
type pageKey struct {
	id      string
	number  int // 0 for the address without a revision
	kind    string
	origin  string // the page shows its own address
	edition uint64 // of the server that made it
}

func newPageCache(limit int) *pageCache {
	return &pageCache{pages: newLRU[pageKey, *variants](limit)}
}

// get returns a finished page, or nil and the epoch to give to put.
func (c *pageCache) get(key pageKey) (*variants, uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	page, _ := c.pages.get(key)
	return page, c.epoch
}

// put keeps a page that was made from what the store held after epoch. When
// something was forgotten since, the page may be older than that and is not kept.
func (c *pageCache) put(key pageKey, v *variants, epoch uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if epoch == c.epoch {
		c.pages.put(key, v, v.size())
	}
}

// forget drops all pages of an assessment.
func (c *pageCache) forget(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.epoch++
	c.pages.removeIf(func(key pageKey) bool { return key.id == id })
}
