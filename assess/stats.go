package assess

import "sync/atomic"

// Stats counts events since the start, and the work at the gate now.
type Stats struct {
	Evaluations      uint64 // by the engine
	ReportHits       uint64 // reports served from the cache
	Saves            uint64 // assessments, revisions and other changes that were stored
	Working, Waiting int    // pieces of work that have a place at the gate, or wait for one
	RefusedSaves     uint64 // by the limit of a network
	WrongKeys        uint64
	RefusedWrongKeys uint64 // by the limit of a network, with 429
}

// counters are the part of Stats that only grows.
type counters struct {
	evaluations, reportHits, stored, refusedSaves, wrongKeys, refusedWrongKeys atomic.Uint64
}

// Stats is a snapshot of the counters, for monitoring.
func (s *Service) Stats() Stats {
	c := &s.counters
	st := Stats{
		Evaluations: c.evaluations.Load(), ReportHits: c.reportHits.Load(), Saves: c.stored.Load(),
		RefusedSaves: c.refusedSaves.Load(), WrongKeys: c.wrongKeys.Load(), RefusedWrongKeys: c.refusedWrongKeys.Load(),
	}
	st.Working, st.Waiting = s.gate.Load()
	return st
}
