package assess

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"sync"

	"crossroads/decision"
	"crossroads/lru"
)

// Evaluate returns the report for answers. The engine works for some milliseconds
// without looking at the context, so it is behind the gate; a report that was
// computed a moment ago comes from memory. Nobody may change what it returns.
//
// The error wraps a wrong.Input when the answers cannot be evaluated.
func (s *Service) Evaluate(ctx context.Context, cat *decision.Catalogue, a decision.Assessment) (decision.Report, error) {
	return s.reported(ctx, cat, a, func(cat *decision.Catalogue, a decision.Assessment) (decision.Report, error) {
		a = a.Clone() // it and the report, which has its words, may be cached
		report, err := decision.Evaluate(cat, a)
		if own, ok := s.content.Comparison(cat.Slug); err == nil && ok && own == cat { // not an old one, read to score again
			s.reports.put(cat, a, report)
		}
		return report, err
	})
}

// Stand returns what the report says about how the options stand, for a reader who is
// still answering: see decision.Stand. It waits and fails as Evaluate does.
func (s *Service) Stand(ctx context.Context, cat *decision.Catalogue, a decision.Assessment) (decision.Report, error) {
	return s.reported(ctx, cat, a, decision.Stand)
}

// reported returns a cached report, or runs the engine behind the gate.
func (s *Service) reported(ctx context.Context, cat *decision.Catalogue, a decision.Assessment,
	evaluate func(*decision.Catalogue, decision.Assessment) (decision.Report, error)) (decision.Report, error) {
	if report, ok := s.reports.get(cat, a); ok {
		s.reportHits.Add(1)
		return report, nil
	}
	leave, err := s.Enter(ctx, priceOf(a))
	if err != nil {
		return decision.Report{}, err
	}
	defer leave()
	s.evaluations.Add(1)
	report, err := evaluate(cat, a)
	if err != nil {
		return decision.Report{}, fmt.Errorf("evaluating: %w", err)
	}
	return report, nil
}

// maxReports bounds the cache, in bytes: a report takes some 25 KB, with eight
// parts 170.
const maxReports = 8 << 20

// reportCost is the memory, in bytes, that a cached report takes besides its own: entries
// of a map and a list.
const reportCost = 512

// reportCache keeps the reports used last: somebody who looks at a result often
// saves it next, and the engine gives the same report for the same answers.
type reportCache struct {
	mu      sync.Mutex
	reports lru.Cache[reportKey, evaluated]
}

// reportKey is one state of a catalogue and the canonical JSON of an assessment.
type reportKey struct {
	cat        *decision.Catalogue
	assessment string
}

type evaluated struct {
	assessment decision.Assessment
	report     decision.Report
}

func newReportCache(limit int) *reportCache {
	return &reportCache{reports: lru.New[reportKey, evaluated](limit)}
}

func (c *reportCache) get(cat *decision.Catalogue, a decision.Assessment) (decision.Report, bool) {
	key, err := json.Marshal(a)
	if err != nil {
		return decision.Report{}, false // as a weight that is not a number; the engine will refuse it
	}
	c.mu.Lock()
	cached, ok := c.reports.Get(reportKey{cat, string(key)})
	c.mu.Unlock()
	// What has the same JSON means the same, but the engine may refuse one of
	// the two: only what it was asked before is known to be acceptable.
	return cached.report, ok && reflect.DeepEqual(cached.assessment, a)
}

func (c *reportCache) put(cat *decision.Catalogue, a decision.Assessment, report decision.Report) {
	key, err := json.Marshal(a)
	if err != nil {
		return
	}
	cached := evaluated{a, report}
	size := cap(key) + lru.Held(cached) + reportCost
	c.mu.Lock()
	defer c.mu.Unlock()
	c.reports.Put(reportKey{cat, string(key)}, cached, size)
}
