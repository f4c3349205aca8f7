package fair

import (
	"sync"
	"time"

	"golang.org/x/time/rate"

	"crossroads/lru"
)

// Limiter bounds how often each client does something: burst times at once, and
// after that at a rate. It is a token bucket (x/time/rate) for each key. It knows
// the keys that were active last; one that was not for as long as it takes to
// forget it has a full bucket anyway. All methods may be called concurrently.
type Limiter[K comparable] struct {
	now   func() time.Time
	rate  rate.Limit
	burst int

	mu      sync.Mutex
	buckets lru.Cache[K, *rate.Limiter]
}

// MaxLimited is how many keys a limiter remembers, in about 15 MB.
const MaxLimited = 50_000

// NewLimiter makes a limiter that allows burst times at once and then often a
// second; rate.Inf is no limit.
func NewLimiter[K comparable](now func() time.Time, often rate.Limit, burst int) *Limiter[K] {
	return &Limiter[K]{now: now, rate: often, burst: burst, buckets: lru.New[K, *rate.Limiter](MaxLimited)}
}

// Wait is how long a key must wait before its next time, 0 for not at all.
func (l *Limiter[K]) Wait(key K) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if bucket, known := l.buckets.Get(key); known {
		return l.left(bucket)
	}
	return 0
}

// Count notes that a key did it once more, even if that was too often.
func (l *Limiter[K]) Count(key K) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.bucket(key).ReserveN(l.now(), 1)
}

// Take counts unless the key must wait. A Wait that is asked for early, while
// the body of a request is still on its way, does not see the others that are on
// their way too.
func (l *Limiter[K]) Take(key K) (wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	bucket := l.bucket(key)
	if wait = l.left(bucket); wait == 0 {
		bucket.ReserveN(l.now(), 1)
	}
	return wait
}

// bucket is that of a key, under the lock.
func (l *Limiter[K]) bucket(key K) *rate.Limiter {
	bucket, known := l.buckets.Get(key)
	if !known {
		bucket = rate.NewLimiter(l.rate, l.burst)
		l.buckets.Put(key, bucket, 1)
	}
	return bucket
}

// left is how long until one more is allowed. Less than a millisecond, which
// rounding may have added, is not waited for.
func (l *Limiter[K]) left(bucket *rate.Limiter) time.Duration {
	if l.rate == rate.Inf {
		return 0
	}
	missing := 1 - bucket.TokensAt(l.now())
	return max(0, time.Duration(missing/float64(l.rate)*float64(time.Second))).Round(time.Millisecond)
}
