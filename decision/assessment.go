package decision

import "crossroads/decision/cost"

// Assessment is what a team told us.
type Assessment struct {
	Answers    Answers    `json:"answers,omitempty"`
	Priorities Priorities `json:"priorities,omitzero"`
	Parts      []Part     `json:"parts,omitempty"`

	// Load is what the whole system has to carry, all parts together; nil: not
	// stated. It is read by cost.ParseLoadJSON, fields left out having their
	// default.
	Load *cost.Load `json:"load,omitempty"`
}

// Answers maps a question id to the ids of the answers that may hold. One id is
// an answer; several mean "one of these, not sure which"; none is unknown.
type Answers map[string][]string

// Part is one piece of a system with workload answers of its own. Its answers
// override Assessment.Answers, question by question.
type Part struct {
	Name    string  `json:"name"`
	Share   float64 `json:"share"` // of the whole, any unit > 0; 0 in all parts means equal
	Answers Answers `json:"answers,omitempty"`
}

// MaxParts bounds the parts of one assessment.
const MaxParts = 8

// Priorities is what the user said about importance: a ranking (most important
// first, may be partial) or swing weights, never both. Neither: the catalogue's
// weights, moved by the answers.
//
// In JSON it is a list: ["cost","ops"] is a ranking,
// [{"criterion":"cost","weight":80}] gives swing weights.
type Priorities struct {
	Ranking []string
	Weights []CriterionWeight
}

// CriterionWeight is a swing weight, 0 to 100, for one criterion. Criteria that
// are not named in a list of swing weights keep the catalogue's weight on the
// scale where the heaviest is 100: see Catalogue.SwingWeights.
type CriterionWeight struct {
	Criterion string  `json:"criterion"`
	Weight    float64 `json:"weight"`
}
