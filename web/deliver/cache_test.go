package deliver

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func page(text string) *Variants {
	return New(TypeHTML, []byte(text), Quick)
}

func TestPageCache(t *testing.T) {
	c := NewCache(time.Now, 2*Overhead+200).Edition()
	key := func(id string, n int) Key { return Key{ID: id, Number: n} }
	_, since := c.Get(key("a", 0))
	put := func(key Key, text string) { c.Put(key, page(text), time.Time{}, since) }
	put(key("a", 0), strings.Repeat("a", 40))
	put(key("a", 1), strings.Repeat("b", 40))
	if v, _ := c.Get(key("a", 0)); v == nil || v.plain.bytes[0] != 'a' {
		t.Fatal("the page is not kept")
	}
	put(key("b", 0), strings.Repeat("c", 40))
	if v, _ := c.Get(key("a", 1)); v != nil {
		t.Error("the least recently used page is still there")
	}
	if v, _ := c.Get(key("a", 0)); v == nil {
		t.Error("a page in use is gone")
	}
	put(key("c", 0), strings.Repeat("d", 2*Overhead+200))
	if v, _ := c.Get(key("c", 0)); v != nil {
		t.Error("a page over the limit was kept")
	}
	_, since = c.Get(key("a", 2))
	c.Forget("a")
	if v, _ := c.Get(key("a", 0)); v != nil {
		t.Error("a forgotten page is still there")
	}
	if v, _ := c.Get(key("b", 0)); v == nil {
		t.Error("another assessment was forgotten too")
	}
	put(key("a", 2), "old")
	if v, _ := c.Get(key("a", 2)); v != nil {
		t.Error("a page from before the change was kept")
	}
	if c.pages.Size() < Overhead || c.pages.Size() > Overhead+100 || c.pages.Len() != 1 {
		t.Errorf("size %d, %d pages", c.pages.Size(), c.pages.Len())
	}
}

// TestPageCacheDays: a page is there until the moment that was said, and what
// is made then takes its place.
func TestPageCacheDays(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	c := NewCache(func() time.Time { return now }, 1<<20).Edition()
	key := Key{ID: "a"}
	_, since := c.Get(key)
	c.Put(key, page("before"), now.Add(time.Hour), since)
	now = now.Add(time.Hour - 1)
	if v, _ := c.Get(key); v == nil {
		t.Error("the page is gone too soon")
	}
	now = now.Add(1)
	v, since := c.Get(key)
	if v != nil || !since.At.Equal(now) {
		t.Errorf("the page is still there, or the time is wrong: %v", since.At)
	}
	c.Put(key, page("after"), time.Time{}, since)
	now = now.AddDate(100, 0, 0)
	if v, _ := c.Get(key); v == nil || string(v.plain.bytes) != "after" || c.pages.Len() != 1 {
		t.Errorf("%d pages are kept, the newest is %v", c.pages.Len(), v)
	}
}

// TestPageCacheReplace: a denser form takes the place of its own page, never that of a
// newer one.
func TestPageCacheReplace(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	c := NewCache(func() time.Time { return now }, 1<<20).Edition()
	key := Key{ID: "a"}
	_, since := c.Get(key)
	c.Put(key, page("before"), now.Add(time.Hour), since)
	_, found := c.Get(key)
	c.Replace(key, page("before, denser"), found)
	if v, _ := c.Get(key); v == nil || string(v.plain.bytes) != "before, denser" {
		t.Errorf("kept is %v", v)
	}
	_, found = c.Get(key)
	now = now.Add(time.Hour)
	_, since = c.Get(key)
	c.Put(key, page("after"), time.Time{}, since)
	c.Replace(key, page("before, densest"), found)
	if v, _ := c.Get(key); v == nil || string(v.plain.bytes) != "after" {
		t.Errorf("kept is %v", v)
	}
	_, found = c.Get(key)
	c.Forget("a")
	c.Replace(key, page("forgotten"), found)
	if v, _ := c.Get(key); v != nil {
		t.Errorf("kept is %v, which was forgotten", v)
	}
}

// TestPageCacheOthersChange: whoever changes an assessment all the time does not
// keep the pages of all others from being kept.
func TestPageCacheOthersChange(t *testing.T) {
	c := NewCache(time.Now, 1<<20).Edition()
	kept := 0
	for i := range 100 {
		key := Key{ID: fmt.Sprint("reader", i)}
		_, since := c.Get(key)
		c.Forget("writer")
		c.Put(key, page("x"), time.Time{}, since)
		if v, _ := c.Get(key); v != nil {
			kept++
		}
	}
	if kept < 90 {
		t.Errorf("only %d of 100 pages are kept", kept)
	}
}

// TestEditions: a page that was made from one state of the content is not found
// through another, and a change of an assessment is seen through all.
func TestEditions(t *testing.T) {
	cache := NewCache(time.Now, 1<<20)
	old, fresh := cache.Edition(), cache.Edition()
	key := Key{ID: "a", Kind: "again"}
	_, since := old.Get(key)
	old.Put(key, page("old"), time.Time{}, since)
	if v, _ := fresh.Get(key); v != nil {
		t.Error("a page of the content before is still there")
	}
	if v, _ := old.Get(key); v == nil {
		t.Error("a page is gone because the content changed")
	}
	_, since = fresh.Get(key)
	cache.Forget("a")
	fresh.Put(key, page("late"), time.Time{}, since)
	for _, pages := range []*Pages{old, fresh} {
		if v, _ := pages.Get(key); v != nil {
			t.Error("a page from before the change is still there")
		}
	}
}
