// Package content holds the texts and figures of the portal and reads them.
//
// Load reads a complete content tree strictly and validates it as a whole: it returns
// either a Library in which every reference resolves, or all problems found, each with
// file, line, column and what to write instead.
package content

import (
	"time"

	"crossroads/decision"
	"crossroads/decision/cost"
)

// Library is a loaded content tree. It is read-only.
type Library struct {
	Version     string                   // hash of every file read
	Articles    []*Article               // in reading order
	Comparisons []*decision.Catalogue    // in their order; never empty
	Examples    []*Example               // worked situations, in the order of comparisons and files; may be empty
	Sources     []decision.Source        // all, by id
	Prices      []cost.Sheet             // by id; may be empty
	Assumptions map[string]cost.Quantity // of the cost model, that differ from the published ones; by id, may be empty
	Hours       []cost.Rule              // that people spend on options, in place of the published rules of thumb; may be empty
	Exchanges   []cost.Exchange          // in which sums can be shown besides USD; may be empty
	Diagrams    []*Diagram               // by name; may be empty
	Panels      []*Panel                 // judged situations, at most one for a comparison, in the order of comparisons; may be empty
	Profiles    []*Profile               // in the order of comparisons and files; may be empty
	Claims      []*Claim                 // in reading order; may be empty
	Terms       []*Term                  // of the glossary, by name; may be empty
	Changes     []Change                 // newest first; may be empty
	Unread      Problems                 // files that are not read, as warnings; set by Load
}

// CostModel makes the cost model of the content's prices, assumptions and hours.
func (l *Library) CostModel() *cost.Model {
	return cost.NewModel(l.Prices).Assume(l.Assumptions, l.Hours)
}

// Article is a page of prose.
type Article struct {
	Slug      string
	Title     string
	Summary   string // one or two sentences, plain text
	Published time.Time
	Updated   time.Time // date of the last check or change; never before Published
	Tags      []string
	Order     int // reading order
	Words     int
	Minutes   int    // reading time at 220 words per minute, at least 1
	Text      string // words without markup, headings included
	HTML      HTML
	Contents  []Heading
	Sources   []decision.Source // cited, in order of first citation
	Related   []*Article        // by shared tags, nearest first, at most 3
	Informs   []QuestionRef     // questions of the wizard that it helps to answer
	Version   string            // hash of the file
}

// Heading is an entry of a table of contents.
type Heading struct {
	Level    int // 2 or 3
	ID, Text string
}

// QuestionRef refers to a question of a comparison.
type QuestionRef struct{ Comparison, Question, Text string }

// Article returns the article with a slug.
func (l *Library) Article(slug string) (*Article, bool) {
	for _, a := range l.Articles {
		if a.Slug == slug {
			return a, true
		}
	}
	return nil, false
}

// PanelOf returns the panel of the comparison with a slug; nil when it has none.
func (l *Library) PanelOf(slug string) *Panel { return PanelOf(l.Panels, slug) }

// Comparison returns the comparison with a slug.
func (l *Library) Comparison(slug string) (*decision.Catalogue, bool) {
	for _, c := range l.Comparisons {
		if c.Slug == slug {
			return c, true
		}
	}
	return nil, false
}
