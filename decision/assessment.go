package decision

import "crossroads/decision/cost"

// Assessment holds the answers of a team, its priorities and its load.
type Assessment struct {
	Answers    Answers    `json:"answers,omitempty"`
	Priorities Priorities `json:"priorities,omitzero"`
	Parts      []Part     `json:"parts,omitempty"`

	// Load of the whole system, all parts together; nil where it was not stated.
	// cost.ParseLoadJSON reads it and fills in defaults.
	Load *cost.Load `json:"load,omitempty"`
}

// Answers maps the id of a question to the ids of the answers that may hold. One id is an
// answer; several mean "one of these, not sure which"; no ids mean unknown.
type Answers map[string][]string

// Part is one part of a system with workload answers of its own, which override
// Assessment.Answers question by question.
type Part struct {
	Name    string  `json:"name"`
	Share   float64 `json:"share"` // of the whole, any unit > 0; 0 in all parts means equal
	Answers Answers `json:"answers,omitempty"`
}

// MaxParts bounds the parts of one assessment.
const MaxParts = 8

// Priorities holds what the team stated about importance: either a ranking (most important
// first, possibly partial) or swing weights. Where both are empty, the weights are those of
// the catalogue, adjusted by the answers.
//
// In JSON it is a list: ["cost","ops"] is a ranking,
// [{"criterion":"cost","weight":80}] gives swing weights.
type Priorities struct {
	Ranking []string
	Weights []CriterionWeight
}

// CriterionWeight is a swing weight, 0 to 100, for one criterion. A criterion missing from
// a list of swing weights keeps its catalogue weight, scaled so that the heaviest criterion
// is 100: see Catalogue.SwingWeights.
type CriterionWeight struct {
	Criterion string  `json:"criterion"`
	Weight    float64 `json:"weight"`
}
