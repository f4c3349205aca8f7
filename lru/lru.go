// Package lru caches values, discarding the least recently used ones when the sum of their
// sizes exceeds a limit, and estimates how many bytes a value takes.
//
// Everything that outlives a request and can be made to grow by clients has a limit in
// bytes, keys included; docs/security.md lists them. Texts parsed from a request share its
// memory, so callers must clone them before storing; otherwise a name of 20 bytes could
// keep 64 KB alive.
//
// golang-lru is not used because it limits the number of values, not their total size.
package lru

import (
	"container/list"
)

// Cache stores values within a limit. It is not safe for concurrent use.
type Cache[K comparable, V any] struct {
	limit   int // of the sum of sizes
	size    int
	entries map[K]*list.Element
	used    *list.List // of *entry, most recent first
}

type entry[K comparable, V any] struct {
	key   K
	value V
	size  int
}

// New makes an empty cache for values whose sizes add up to at most limit.
func New[K comparable, V any](limit int) Cache[K, V] {
	return Cache[K, V]{limit: limit, entries: map[K]*list.Element{}, used: list.New()}
}

// Get returns a value and marks it as most recently used.
func (c *Cache[K, V]) Get(key K) (value V, ok bool) {
	e, ok := c.entries[key]
	if !ok {
		return value, false
	}
	c.used.MoveToFront(e)
	return e.Value.(*entry[K, V]).value, true
}

// Put stores a value, unless it is larger than the limit.
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

// Len returns the number of values.
func (c *Cache[K, V]) Len() int { return len(c.entries) }

// Size returns the sum of the sizes.
func (c *Cache[K, V]) Size() int { return c.size }
