package web

import (
	"hash/maphash"
	"strings"
	"sync"
	"time"
)

// pageCache keeps finished share pages and exports, the most recently used ones
// within a number of bytes. This process is the only one that changes
// assessments, so forgetting one on every change keeps the pages true. One that
// a day changes is kept until that day.
type pageCache struct {
	now func() time.Time

	mu    sync.Mutex
	pages lru[pageKey, keptPage]
	seed  maphash.Seed
	// epochs count what was forgotten. There are many, so that whoever changes
	// an assessment all the time does not keep others from being kept.
	epochs [256]uint64
}

// pageKey names one finished page.
type pageKey struct {
	id      string
	number  int // 0 for the address without a revision
	kind    string
	origin  string // where the page shows its own address
	edition uint64 // of the server that made it
}

type keptPage struct {
	*variants
	until time.Time // zero for ever
}

// ticket says from when what somebody reads after a get is: how often the
// assessment was forgotten, and the time.
type ticket struct {
	epoch uint64
	at    time.Time
}

// pageCost is what a kept page takes besides its bytes and the texts of its
// key: entries of a map and a list, three bodies and their headers.
const pageCost = 1 << 10

func newPageCache(now func() time.Time, limit int) *pageCache {
	return &pageCache{now: now, pages: newLRU[pageKey, keptPage](limit), seed: maphash.MakeSeed()}
}

// get returns a finished page, or nil and the ticket to give to put.
func (c *pageCache) get(key pageKey) (*variants, ticket) {
	now := c.now()
	c.mu.Lock()
	defer c.mu.Unlock()
	page, _ := c.pages.get(key)
	if !page.until.IsZero() && !now.Before(page.until) {
		page.variants = nil // the next put takes its place
	}
	return page.variants, ticket{*c.epoch(key.id), now}
}

// put keeps a page until a moment, zero for ever, that was made from what the
// store held after a get. When the assessment was forgotten since, the page may
// be older than that and is not kept.
func (c *pageCache) put(key pageKey, v *variants, until time.Time, since ticket) {
	key.id, key.kind, key.origin = strings.Clone(key.id), strings.Clone(key.kind), strings.Clone(key.origin)
	size := v.size() + len(key.id) + len(key.kind) + len(key.origin) + pageCost
	c.mu.Lock()
	defer c.mu.Unlock()
	if since.epoch == *c.epoch(key.id) {
		c.pages.put(key, keptPage{v, until}, size)
	}
}

// forget drops all pages of an assessment.
func (c *pageCache) forget(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	*c.epoch(id)++
	c.pages.removeIf(func(key pageKey) bool { return key.id == id })
}

func (c *pageCache) epoch(id string) *uint64 {
	return &c.epochs[maphash.String(c.seed, id)%uint64(len(c.epochs))]
}
