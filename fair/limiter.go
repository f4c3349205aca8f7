package fair

import (
	"sync"
	"time"

	"golang.org/x/time/rate"

	"crossroads/lru"
)

// Limiter bounds how often each client does something: burst times at once, and after that at
// a rate. It has a token bucket (x/time/rate) for each of the most recently active keys. A key
// that was inactive for so long that it is forgotten would have a full bucket anyway. All
// methods may be called concurrently.
type Limiter[K comparable] struct {
	now   func() time.Time
	rate  rate.Limit
	burst int

	mu      sync.Mutex
	buckets lru.Cache[K, *rate.Limiter]
}

// MaxLimited is how many keys a limiter remembers, in about 15 MB.
const MaxLimited = 50_000

// NewLimiter makes a limiter that allows burst times at once, and then often times a second; rate.Inf means no
// limit.
func NewLimiter[K comparable](now func() time.Time, often rate.Limit, burst int) *Limiter[K] {
	return &Limiter[K]{now: now, rate: often, burst: burst, buckets: lru.New[K, *rate.Limiter](MaxLimited)}
}

// Wait returns how long a key must wait before its next time; 0 if it need not.
func (l *Limiter[K]) Wait(key K) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if bucket, known := l.buckets.Get(key); known {
		return l.left(bucket)
	}
	return 0
}

// Count records that a key did it once more, even if that was too often.
func (l *Limiter[K]) Count(key K) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.bucket(key).ReserveN(l.now(), 1)
}

// Take is Count unless the key must wait. Unlike a Wait followed by a Count, it cannot be passed by several
// requests of a key at the same moment.
func (l *Limiter[K]) Take(key K) (wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	bucket := l.bucket(key)
	if wait = l.left(bucket); wait == 0 {
		bucket.ReserveN(l.now(), 1)
	}
	return wait
}

// bucket returns the bucket of a key. The caller holds the lock.
func (l *Limiter[K]) bucket(key K) *rate.Limiter {
	bucket, known := l.buckets.Get(key)
	if !known {
		bucket = rate.NewLimiter(l.rate, l.burst)
		l.buckets.Put(key, bucket, 1)
	}
	return bucket
}

// left returns how long until one more is allowed. It ignores less than a millisecond, which may be a rounding
// error.
func (l *Limiter[K]) left(bucket *rate.Limiter) time.Duration {
	if l.rate == rate.Inf {
		return 0
	}
	missing := 1 - bucket.TokensAt(l.now())
	return max(0, time.Duration(missing/float64(l.rate)*float64(time.Second))).Round(time.Millisecond)
}
