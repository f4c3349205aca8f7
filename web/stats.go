package web

import (
	"time"

	"crossroads/assess"
)

// Request is what an operator may know of a request: never its path, in which ids
// and answers are.
type Request struct {
	Method string
	Route  string // pattern of the address, or a text in parentheses where there is none
	Status int
	Bytes  int64
	Took   time.Duration
}

// Stats is what the portal has done since the start, and what it does now.
type Stats struct {
	assess.Stats
	KeptPages, MadePages uint64 // share pages and exports that came from memory, or did not
	Content              string // version of what is served
}

// Stats is a snapshot.
func (p *Portal) Stats() Stats {
	s := Stats{Stats: p.process.assess.Stats(), Content: p.current.Load().lib.Version}
	s.KeptPages, s.MadePages = p.process.kept.Asked()
	return s
}
