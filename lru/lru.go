// Package lru keeps values in memory, the most recently used ones within a limit
// that is a sum of sizes, and estimates how many bytes a value takes.
//
// Everything that outlives a request and that clients can make grow has a bound
// in bytes, keys included; docs/security.md lists them. Texts of a request are
// pieces of it, so what is kept of them is cloned first, or a name of 20 bytes
// would keep 64 KB.
//
// It is our own because golang-lru bounds how many values there are, not how
// large they are together.
package lru

import (
	"container/list"
)

// Cache keeps values within a limit. It is not for concurrent use.
type Cache[K comparable, V any] struct {
	limit   int // of the sizes together
	size    int
	entries map[K]*list.Element
	used    *list.List // of *entry, most recent first
}

type entry[K comparable, V any] struct {
	key   K
	value V
	size  int
}

// New makes an empty cache. The sizes of what it keeps add up to limit at most.
func New[K comparable, V any](limit int) Cache[K, V] {
	return Cache[K, V]{limit: limit, entries: map[K]*list.Element{}, used: list.New()}
}

// Get returns a value, and makes it the most recently used one.
func (c *Cache[K, V]) Get(key K) (value V, ok bool) {
	e, ok := c.entries[key]
	if !ok {
		return value, false
	}
	c.used.MoveToFront(e)
	return e.Value.(*entry[K, V]).value, true
}

// Put keeps a value unless it is larger than the limit.
func (c *Cache[K, V]) Put(key K, value V, size int) {
	if size > c.limit {
		return
	}
	if e, ok := c.entries[key]; ok {
		c.remove(e)
	}
	c.entries[key] = c.used.PushFront(&entry[K, V]{key, value, size})
	c.size += size
	for c.size > c.limit {
		c.remove(c.used.Back())
	}
}

// RemoveIf drops the values whose keys match.
func (c *Cache[K, V]) RemoveIf(match func(K) bool) {
	for e := c.used.Front(); e != nil; {
		next := e.Next()
		if match(e.Value.(*entry[K, V]).key) {
			c.remove(e)
		}
		e = next
	}
}

func (c *Cache[K, V]) remove(e *list.Element) {
	gone := c.used.Remove(e).(*entry[K, V])
	delete(c.entries, gone.key)
	c.size -= gone.size
}

// Len returns how many values are kept.
func (c *Cache[K, V]) Len() int { return len(c.entries) }

// Size returns what their sizes add up to.
func (c *Cache[K, V]) Size() int { return c.size }
