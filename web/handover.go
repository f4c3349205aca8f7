package web

import (
	"crypto/rand"
	"strings"
	"sync"
	"time"
)

// handover carries edit keys from the request that saved an assessment to the
// page that shows the edit link once. The address of that page holds a token
// that works a single time, so the key itself is never in an address that a
// server, a log or a Referer sees.
type handover struct {
	now func() time.Time

	mu    sync.Mutex
	keys  map[string]waiting // by token
	order []string           // tokens, oldest first
}

// waiting is a key that nobody has picked up yet.
type waiting struct {
	id, key string
	until   time.Time
}

const (
	handoverTime = 10 * time.Minute
	handoverMax  = 10_000 // about 2 MB
)

func newHandover(now func() time.Time) *handover {
	return &handover{now: now, keys: map[string]waiting{}}
}

// leave takes a key and returns the token for it.
func (h *handover) leave(id, key string) (token string) {
	token = rand.Text()
	h.mu.Lock()
	defer h.mu.Unlock()
	h.tidy()
	h.keys[token] = waiting{strings.Clone(id), strings.Clone(key), h.now().Add(handoverTime)}
	h.order = append(h.order, token)
	return token
}

// holds tells whether take would find a key.
func (h *handover) holds(id, token string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	w, found := h.keys[token]
	return found && w.id == id && h.now().Before(w.until)
}

// take gives the key for a token, the first time and in time.
func (h *handover) take(id, token string) (key string, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	w, found := h.keys[token]
	if !found || w.id != id {
		return "", false
	}
	delete(h.keys, token)
	return w.key, h.now().Before(w.until)
}

// tidy drops what is too old, taken already, or too much.
func (h *handover) tidy() {
	for len(h.order) > 0 {
		oldest := h.order[0]
		w, found := h.keys[oldest]
		if found && len(h.order) < handoverMax && h.now().Before(w.until) {
			return
		}
		delete(h.keys, oldest)
		h.order = h.order[1:]
	}
}
