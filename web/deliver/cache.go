package deliver

import (
	"hash/maphash"
	"strings"
	"sync"
	"time"

	"crossroads/lru"
)

// Cache holds finished share pages and exports: the most recently used ones, up to a number
// of bytes. If this process alone changes assessments, Forget is called for every change. If
// others change them too, the state of the assessment is part of the key, and pages of
// earlier states are never asked for again. A page that changes by itself on some day is
// cached until that day.
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
	Number int // of the revision; 0 for the address without one
	Kind   string
	Origin string // of the address that the page shows, if it shows its own
	State  string // of the assessment, if other processes change it too
}

type cachedPage struct {
	*Variants
	until time.Time // zero for ever
}

// Ticket holds the time of a Get, and how often the assessment had been forgotten by then.
type Ticket struct {
	epoch uint64
	At    time.Time
	found cachedPage
}

// Overhead is the memory, in bytes, that a cached page takes besides its bodies and the texts of
// its key: the entries of a map and a list, and the headers of three bodies.
const Overhead = 1 << 10

// NewCache makes a cache of at most limit bytes.
func NewCache(now func() time.Time, limit int) *Cache {
	return &Cache{now: now, pages: lru.New[editionKey, cachedPage](limit), seed: maphash.MakeSeed()}
}

// Pages gives access to the cached pages of one state of the content. Every key contains the
// state, so a page of one state is never found through another.
type Pages struct {
	*Cache
	number uint64
}

// editionKey is a key with the state of the content that the page was made from.
type editionKey struct {
	Key
	edition uint64
}

// Edition returns the pages of a new state of the content. Forget affects all editions.
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
		page.Variants = nil // the next Put replaces it
	}
	if page.Variants != nil {
		c.found++
	} else {
		c.missed++
	}
	return page.Variants, Ticket{*c.epoch(key.ID), now, page}
}

// Asked returns how often Get has found a page, and how often it has not.
func (c *Cache) Asked() (found, missed uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.found, c.missed
}

// Put caches a page until a moment, the zero time meaning for ever. The page must have been made
// from data that was read after a Get. If the assessment was forgotten since that Get, the page
// may be outdated and is not cached.
func (c *Pages) Put(key Key, v *Variants, until time.Time, since Ticket) {
	size := sizeOf(key, v)
	c.mu.Lock()
	defer c.mu.Unlock()
	if since.epoch == *c.epoch(key.ID) {
		c.pages.Put(editionKey{key.clone(), c.number}, cachedPage{v, until}, size)
	}
}

// Replace replaces a page that a Get has found by a better compressed one, unless it has left the
// cache: the assessment was forgotten, or the day of the page came and a newer one was made.
func (c *Pages) Replace(key Key, v *Variants, since Ticket) {
	size := sizeOf(key, v)
	c.mu.Lock()
	defer c.mu.Unlock()
	place := editionKey{key.clone(), c.number}
	if now, _ := c.pages.Get(place); now.Variants == since.found.Variants {
		c.pages.Put(place, cachedPage{v, since.found.until}, size)
	}
}

// clone copies the texts of a key, which would otherwise hold the whole request in memory.
func (k Key) clone() Key {
	k.ID, k.Kind, k.Origin = strings.Clone(k.ID), strings.Clone(k.Kind), strings.Clone(k.Origin)
	return k
}

// sizeOf returns the memory that a cached page takes, in bytes.
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
