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

// Evaluate returns the report for answers. The engine computes for some milliseconds and
// cannot be cancelled, so it runs behind the gate. A report that was computed recently
// comes from a cache and is shared: callers must not change it.
//
// The error wraps a wrong.Input when the answers cannot be evaluated.
func (s *Service) Evaluate(ctx context.Context, cat *decision.Catalogue, a decision.Assessment) (decision.Report, error) {
	return s.reported(ctx, cat, a, func(cat *decision.Catalogue, a decision.Assessment) (decision.Report, error) {
		a = a.Clone() // the cache outlives the request whose text the answers are slices of
		report, err := decision.Evaluate(cat, a)
		if own, ok := s.content.Comparison(cat.Slug); err == nil && ok && own == cat { // not an old one, read to score again
			s.reports.put(cat, a, report)
		}
		return report, err
	})
}

// Stand returns how the options stand, for a reader who is still answering: see
// decision.Stand. It waits at the gate and returns the errors of Evaluate.
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

// maxReports bounds the cache, in bytes: a report takes some 25 KB, or 170 KB with eight
// parts.
const maxReports = 8 << 20

// reportCost is the memory, in bytes, that the entries of a map and a list take for each
// cached report.
const reportCost = 512

// reportCache holds the most recently used reports. People often save a result right after
// looking at it, and the engine gives the same report for the same answers.
type reportCache struct {
	mu      sync.Mutex
	reports lru.Cache[reportKey, evaluated]
}

// reportKey identifies a report: a state of the catalogue and the canonical JSON of the
// answers.
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
		return decision.Report{}, false // such as a weight that is not a number; the engine will refuse it
	}
	c.mu.Lock()
	cached, ok := c.reports.Get(reportKey{cat, string(key)})
	c.mu.Unlock()
	// Assessments with the same JSON mean the same, but the engine may refuse one of
	// them, so only the very one that it accepted is a hit.
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
