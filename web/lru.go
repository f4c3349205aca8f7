package web

import "container/list"

// lru keeps values, the most recently used ones within a limit. It is not for
// concurrent use.
type lru[K comparable, V any] struct {
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

func newLRU[K comparable, V any](limit int) lru[K, V] {
	return lru[K, V]{limit: limit, entries: map[K]*list.Element{}, used: list.New()}
}

func (c *lru[K, V]) get(key K) (value V, ok bool) {
	e, ok := c.entries[key]
	if !ok {
		return value, false
	}
	c.used.MoveToFront(e)
	return e.Value.(*entry[K, V]).value, true
}

// put keeps a value unless it is larger than the limit.
func (c *lru[K, V]) put(key K, value V, size int) {
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

// removeIf drops the values whose keys match.
func (c *lru[K, V]) removeIf(match func(K) bool) {
	for e := c.used.Front(); e != nil; {
		next := e.Next()
		if match(e.Value.(*entry[K, V]).key) {
			c.remove(e)
		}
		e = next
	}
}

func (c *lru[K, V]) remove(e *list.Element) {
	gone := c.used.Remove(e).(*entry[K, V])
	delete(c.entries, gone.key)
	c.size -= gone.size
}
