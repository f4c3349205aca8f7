package deliver

import (
	"hash/maphash"
	"strings"
	"sync"
	"time"

	"crossroads/lru"
)

// Cache keeps finished share pages and exports, the most recently used ones
// within a number of bytes. Where this process is the only one that changes
// assessments, forgetting one on every change keeps the pages true; elsewhere the
// state of the assessment is part of the key, and a page of a former state is not
// asked for again. One that a day changes is kept until that day.
type Cache struct {
	now func() time.Time

	mu    sync.Mutex
	pages lru.Cache[editionKey, cachedPage]
	seed  maphash.Seed
	// epochs count the changes that removed pages, by hash of the assessment. There are
	// many, so that frequent changes of one assessment do not evict the pages of others.
	epochs   [256]uint64
	editions uint64

	found, missed uint64
}

// Key names one finished page.
type Key struct {
	ID     string
	Number int // 0 for the address without a revision
	Kind   string
	Origin string // where the page shows its own address
	State  string // of the assessment, when others change it too
}

type cachedPage struct {
	*Variants
	until time.Time // zero for ever
}

// Ticket is the moment of a Get: how often the assessment had been forgotten
// until then, and the time.
type Ticket struct {
	epoch uint64
	At    time.Time
	found cachedPage
}

// Overhead is the memory that a kept page takes besides its bytes and the texts of its
// key: entries of a map and a list, three bodies and their headers.
const Overhead = 1 << 10

// NewCache makes a cache of at most limit bytes.
func NewCache(now func() time.Time, limit int) *Cache {
	return &Cache{now: now, pages: lru.New[editionKey, cachedPage](limit), seed: maphash.MakeSeed()}
}

// Pages are the finished pages of one state of the content. Keys hold it by
// construction: a page of one state is never found through another.
type Pages struct {
	*Cache
	number uint64
}

// editionKey is a key with the state of the content that the page was made from.
type editionKey struct {
	Key
	edition uint64
}

// Edition returns the pages of a new state of the content. Changes of an
// assessment are seen through all of them.
func (c *Cache) Edition() *Pages {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.editions++
	return &Pages{c, c.editions}
}

// Get returns a finished page, or nil and the Ticket to give to Put.
func (c *Pages) Get(key Key) (*Variants, Ticket) {
	now := c.now()
	c.mu.Lock()
	defer c.mu.Unlock()
	page, _ := c.pages.Get(editionKey{key, c.number})
	if !page.until.IsZero() && !now.Before(page.until) {
		page.Variants = nil // the next put takes its place
	}
	if page.Variants != nil {
		c.found++
	} else {
		c.missed++
	}
	return page.Variants, Ticket{*c.epoch(key.ID), now, page}
}

// Asked is how often a page was asked for that was there, and that was not.
func (c *Cache) Asked() (found, missed uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.found, c.missed
}

// Put keeps a page until a moment, zero for ever, that was made from what the
// store held after a Get. When the assessment was forgotten since, the page may
// be older than that and is not kept.
func (c *Pages) Put(key Key, v *Variants, until time.Time, since Ticket) {
	size := sizeOf(key, v)
	c.mu.Lock()
	defer c.mu.Unlock()
	if since.epoch == *c.epoch(key.ID) {
		c.pages.Put(editionKey{key.clone(), c.number}, cachedPage{v, until}, size)
	}
}

// Replace keeps the page that a Get found in another form, unless it is kept no more:
// the assessment was forgotten since, or the page's day came and a newer one was made.
func (c *Pages) Replace(key Key, v *Variants, since Ticket) {
	size := sizeOf(key, v)
	c.mu.Lock()
	defer c.mu.Unlock()
	place := editionKey{key.clone(), c.number}
	if now, _ := c.pages.Get(place); now.Variants == since.found.Variants {
		c.pages.Put(place, cachedPage{v, since.found.until}, size)
	}
}

// clone copies the texts of a key, which are pieces of a request.
func (k Key) clone() Key {
	k.ID, k.Kind, k.Origin = strings.Clone(k.ID), strings.Clone(k.Kind), strings.Clone(k.Origin)
	return k
}

// sizeOf is the memory that a kept page takes.
func sizeOf(key Key, v *Variants) int {
	return v.Size() + len(key.ID) + len(key.Kind) + len(key.Origin) + len(key.State) + Overhead
}

// Forget drops all pages of an assessment.
func (c *Cache) Forget(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	*c.epoch(id)++
	c.pages.RemoveIf(func(key editionKey) bool { return key.ID == id })
}

func (c *Cache) epoch(id string) *uint64 {
	return &c.epochs[maphash.String(c.seed, id)%uint64(len(c.epochs))]
}
