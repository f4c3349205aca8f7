// Package decision works out which option of a comparison fits a set of answers,
// how sure that is, and why.
//
// It is pure: standard library only, no I/O, no clock, no map order in a result.
// The same catalogue and assessment give the same report, byte for byte.
package decision

import (
	"crossroads/decision/cost"
	"crossroads/decision/score"
)

// Catalogue is one comparison: the options, what they are judged by, what is
// asked, and what each answer does. It is read-only once Compile has succeeded.
//
// Its JSON form is stored with each revision, so that the revision can be scored again and
// a difference explained years later. The tags fix that form: a field may be renamed in Go
// but never in JSON. A field added later is zero in what was stored earlier.
type Catalogue struct {
	Slug    string `json:"Slug"`    // names the comparison in URLs: lower-case letters, digits, hyphens
	Title   string `json:"Title"`   // "Which deployment architecture fits?"
	Summary string `json:"Summary"` // one sentence
	Version string `json:"Version"` // hash of the content it was read from
	Noun    Noun   `json:"Noun,omitzero"`
	Kinds   Kinds  `json:"Kinds,omitzero"`

	Bounds    Bounds       `json:"Bounds"`
	Axes      []Axis       `json:"Axes"` // the decisions that an option settles; none, one or two
	Options   []Option     `json:"Options"`
	Criteria  []Criterion  `json:"Criteria"`
	Groups    []Group      `json:"Groups"`    // in wizard order
	Questions []Question   `json:"Questions"` // in wizard order; questions of one group are adjacent
	Cells     []Cell       `json:"Cells"`     // for each option and criterion at least one: of the option or of a value it has on an axis
	Sources   []Source     `json:"Sources"`   // those the catalogue cites
	Cases     []Case       `json:"Cases"`     // published cases encoded as answers; may be empty
	Former    Former       `json:"Former"`    // ids of earlier editions; may be empty
	Prices    []cost.Sheet `json:"Prices"`    // of the cost model, where a criterion takes its value from it; else empty
	// Assumptions of the cost model that differ from the published ones, by id.
	Assumptions map[string]cost.Quantity `json:"Assumptions,omitempty"`
	// Hours that people spend on options, in place of the published rules of thumb.
	Hours []cost.Rule `json:"Hours,omitempty"`
	// Policy holds the rules of the organisation; nil where it has none.
	Policy *Policy `json:"Policy,omitempty"`

	model *score.Model // set by Compile, as are those below
	costs *costModel   // nil when no criterion takes its value from the cost model
	index index
	free  *Catalogue // the same catalogue without its policy; nil where there is none
}

// Noun names the options of a comparison inside sentences: platforms that parts of a system
// run on, or stores that hold its data. The zero value stands for platforms.
type Noun struct {
	One  string `json:"One"`  // "platform": "the price of a second platform"
	Many string `json:"Many"` // "platforms": "a mix of platforms"
	Ways string `json:"Ways"` // "ways to build and run software": "a mix means two ways to build and run software"
}

// Kinds is the wording with which the wizard asks whether a system has differing parts.
// Where it is zero, the wizard uses its own wording, about work that is run.
type Kinds struct {
	Asks     string   `json:"Asks"`     // "One kind of data, or several that differ?"
	Hint     string   `json:"Hint"`     // what several kinds are, by example
	Examples []string `json:"Examples"` // names of parts: "accounts", "readings of the pumps"
}

// platforms is the noun of a comparison that has none of its own.
var platforms = Noun{"platform", "platforms", "ways to build and run software"}

// Nouns returns the noun for the options, also on a nil catalogue, which stands for a
// comparison that no longer exists.
func (c *Catalogue) Nouns() Noun {
	if c == nil || c.Noun == (Noun{}) {
		return platforms
	}
	return c.Noun
}

// Mix names several options used side by side: "A mix of platforms".
func (n Noun) Mix() string { return "A mix of " + n.Many }

// Bounds are the thresholds of the verdict, set by the author of the comparison.
type Bounds struct {
	ClearShare float64 `json:"ClearShare"` // least first-rank acceptability of a clear leader
	LeanShare  float64 `json:"LeanShare"`  // least first-rank acceptability of a leader that the answers lean to
	Floor      float64 `json:"Floor"`      // below this V even the best option does not fit
	Platform   float64 `json:"Platform"`   // price λ, in value, of a second platform, for systems of several parts
	// what one option for everything loses, in value, where parts run apart: times four times the sum of
	// the products of their shares, over all pairs that do, but at most once
	Apart float64 `json:"Apart"`
	// what one option loses, in value, that holds several parts together: times twice the sum of
	// the products of their shares, over all pairs that do not run apart, each by a third for every answer that
	// differs, up to three
	Together float64 `json:"Together"`
	Spread   float64 `json:"Spread"` // how far the weights are drawn around what was stated: 1 is exponential, less is narrower
}

// Axis is one decision that every option settles in some way, such as how the system is
// divided or who runs it. A cell or an effect can be attached to a value on an axis and
// then applies to every option with that value.
type Axis struct {
	ID     string      `json:"ID"`
	Name   string      `json:"Name"`   // "Structure": for tables
	Asks   string      `json:"Asks"`   // "How is the system divided?"
	Priced bool        `json:"Priced"` // options with different values on this axis are different platforms to run
	Values []AxisValue `json:"Values"`
}

// AxisValue is one way to settle the decision of an axis.
type AxisValue struct {
	ID      string `json:"ID"`
	Name    string `json:"Name"`   // "One application": begins a sentence
	Phrase  string `json:"Phrase"` // "one application": inside a sentence
	Summary string `json:"Summary"`
	Divides bool   `json:"Divides"` // parts of a system are programs of their own with it, and Bounds.Together is not lost
}

// Option is one of the alternatives compared.
type Option struct {
	ID      string   `json:"ID"`
	Name    string   `json:"Name"`    // "Serverless functions"
	Short   string   `json:"Short"`   // "Functions": for tables and charts
	Summary string   `json:"Summary"` // one or two sentences
	Article string   `json:"Article"` // slug of the article that explains it; may be empty
	Phrase  string   `json:"Phrase"`  // "a modular monolith on a managed platform": inside a sentence; the name when empty
	On      []string `json:"On"`      // the id of its value on each axis, in the order of the axes
}

// Criterion is a quality on which options are judged.
type Criterion struct {
	ID     string     `json:"ID"`
	Name   string     `json:"Name"`  // names the good direction: "Little operations work"
	Short  string     `json:"Short"` // for tables and charts
	Why    string     `json:"Why"`   // why it matters, one sentence
	Scale  Scale      `json:"Scale"`
	Weight float64    `json:"Weight"` // base swing weight, > 0, in any unit common to the catalogue
	Cost   *CostScale `json:"Cost"`   // set on the one criterion that load figures fill; else nil

	Leaving bool `json:"Leaving"` // says how easy an option is to leave later, which breaks a tie
}

// CostScale turns monthly bills into values of the criterion that takes its value from the
// cost model. It applies to assessments with load figures: there it replaces the cells and
// shifts of the criterion, which assume an unstated load.
//
// The value is on a log scale between fixed ends: 1 for the lowest bill of any option known
// to the cost model under this load, 0 for WorstRatio times that or more. Each option is
// priced as its default blueprint, and options outside the catalogue count too. Floor is
// added to both bills, so that differences far below it do not matter.
type CostScale struct {
	Floor      float64 `json:"Floor"`      // USD a month, more than 0
	WorstRatio float64 `json:"WorstRatio"` // more than 1
}

// Scale is the fixed scale of a criterion. Worst.At maps to 0 and Best.At to 1; Worst.At
// may be the larger number. Points bend the line between them.
type Scale struct {
	Unit   string  `json:"Unit"` // "1 to 5", "USD a month"; shown beside the range
	Worst  Anchor  `json:"Worst"`
	Best   Anchor  `json:"Best"`
	Points []Point `json:"Points"` // strictly between the anchors, in order from worst to best
}

// Anchor is an end of a scale and its meaning.
type Anchor struct {
	At    float64 `json:"At"`
	Means string  `json:"Means"`
}

// Point bends a scale: the raw figure At is worth Value, in [0,1].
type Point struct {
	At    float64 `json:"At"`
	Value float64 `json:"Value"`
}

// Group is a step of the wizard.
type Group struct {
	ID    string `json:"ID"`
	Title string `json:"Title"`
	Intro string `json:"Intro"`
}

// Scope tells questions asked once from those asked for each part of a system.
type Scope string

const (
	ScopeTeam Scope = "team" // once: about the people and the organisation
	ScopePart Scope = "part" // for each part: about the workload
)

// Question has two or more answers. "Don't know" is not an Answer: it is the same as
// leaving the question open.
//
// Normally exactly one answer holds, and several given answers mean "one of these". Where
// Several is set, up to that many answers hold together, and all given answers are meant.
type Question struct {
	ID      string   `json:"ID"`
	Group   string   `json:"Group"`
	Scope   Scope    `json:"Scope"`
	Text    string   `json:"Text"`
	Hint    string   `json:"Hint"`    // why it is asked, or what to look at
	Article string   `json:"Article"` // slug of an article to read, may be empty
	Several int      `json:"Several"` // how many answers may hold together; 0: one
	Plain   bool     `json:"Plain"`   // a plain fact: nobody changes it to get another result
	Shared  bool     `json:"Shared"`  // of ScopePart: while it is open for every part, one answer is taken to hold for all of them
	Amount  bool     `json:"Amount"`  // its answers say how much load there is: parts with other answers have other loads
	Ordered bool     `json:"Ordered"` // its answers are steps of one scale, in order: what happens moves an answer by one step
	Answers []Answer `json:"Answers"`
}

// Answer is one possible answer with all its effects.
type Answer struct {
	ID    string `json:"ID"`
	Label string `json:"Label"`
	Short string `json:"Short"` // for sentences: "steady high load"
	// For sentences, where it is one of the steps of a scale: what it has in common with all steps before it, "up to 15
	// developers", and after it, "more than 15 developers"; "": nothing that is shorter than to name them.
	AndBefore string `json:"AndBefore,omitempty"`
	AndAfter  string `json:"AndAfter,omitempty"`

	Alone    bool     `json:"Alone"`              // no other answer holds beside it: "none of these"
	Share    float64  `json:"Share"`              // prior share when unknown; the shares of a question sum to 1
	Shifts   []Shift  `json:"Shifts"`             // of values
	Weights  []Weight `json:"Weights"`            // of weights
	Platform float64  `json:"Platform"`           // added to Bounds.Platform
	Apart    bool     `json:"Apart"`              // a part with it runs apart from one without: see Bounds.Apart
	Unpriced bool     `json:"Unpriced"`           // what it asks for is on no price list: bills are at a provider's prices, for comparison
	Unbilled bool     `json:"Unbilled,omitempty"` // the cost model does not count what it asks for: there are no bills
	Idle     bool     `json:"Idle,omitempty"`     // it asks for a bill of next to nothing while there are no requests
	Peak     float64  `json:"Peak"`               // it says that the busiest minutes have this many times the average; 0: it does not say
	// The requests a second, on average, that it speaks of; 0: it does not say.
	LeastRate float64 `json:"LeastRate,omitempty"`
	MostRate  float64 `json:"MostRate,omitempty"`
	MostMS    float64 `json:"MostMS,omitempty"`   // the longest that a request takes by it; 0: it does not say
	BilledAs  string  `json:"BilledAs,omitempty"` // what the bills count in its place: "HTTP behind a load balancer"; "": itself
	// It runs once at each of many places, and this is one of them: "site".
	Each     string    `json:"Each"`
	Today    string    `json:"Today"`   // id of the option that is there today with this answer; may be empty
	Becomes  []string  `json:"Becomes"` // ids of answers that it turns into by itself; where a question has such, no others happen
	Musts    []Must    `json:"Musts"`   // rule options out
	Warnings []Warning `json:"Warnings"`
}

// Subject is what a cell or an effect applies to: one option, or every option with a value
// on an axis, written "platform.managed". Exactly one field is set.
type Subject struct {
	Option string `json:"Option"`
	Axis   string `json:"Axis"`
}

// Shift moves the value of its subject on a criterion by By, in units of the criterion's
// raw scale (signed along that scale, not towards "better").
type Shift struct {
	Option    string  `json:"Option"` // one of them: see Subject
	Axis      string  `json:"Axis"`
	Criterion string  `json:"Criterion"`
	By        float64 `json:"By"`
	Why       string  `json:"Why"`
	Fact      string  `json:"Fact"` // names the fact it stands for, where another answer may state the same; may be empty
	Note      string  `json:"Note"` // why a fact counts here although it counts elsewhere; may be empty
}

// Weight multiplies the weight of a criterion by Factor, > 0.
type Weight struct {
	Criterion string  `json:"Criterion"`
	Factor    float64 `json:"Factor"`
	Why       string  `json:"Why"`
	Fact      string  `json:"Fact"` // as in Shift
	Note      string  `json:"Note"`
}

// Must rules its subject out.
type Must struct {
	Option string `json:"Option"` // one of them: see Subject
	Axis   string `json:"Axis"`
	Reason string `json:"Reason"` // "A function stops after 15 minutes."
	Relax  string `json:"Relax"`  // what would have to change: "Split the task into steps under 15 minutes"
	Source string `json:"Source"` // id of a Source
	AsOf   string `json:"AsOf"`   // YYYY-MM-DD
}

// Warning is a risk shown beside its subject; it does not change its value.
type Warning struct {
	Option string `json:"Option"` // one of them: see Subject
	Axis   string `json:"Axis"`
	Text   string `json:"Text"`
	// answers, written "level.tiny", with any of which the risk cannot arise; may be empty
	Unless []string `json:"Unless,omitempty"`
	// answers to other questions that bring the risk only together with this one: what each allows, both do not
	With   []string `json:"With,omitempty"`
	Source string   `json:"Source"` // id of a Source, may be empty
}

// Cell is the author's judgement of its subject on one criterion, with evidence. All cells
// that apply to an option on a criterion, its own and those of its axis values, add up.
type Cell struct {
	Option    string   `json:"Option"` // one of them: see Subject
	Axis      string   `json:"Axis"`
	Criterion string   `json:"Criterion"`
	Value     float64  `json:"Value"`   // raw, on the criterion's scale, in the average context; a share of the sum where there are several
	Verdict   string   `json:"Verdict"` // one sentence
	Reason    string   `json:"Reason"`
	Sources   []string `json:"Sources"` // ids
	AsOf      string   `json:"AsOf"`    // YYYY-MM-DD
	ReviewBy  string   `json:"ReviewBy"`
}

// Source is a page or book that a fact was taken from.
type Source struct {
	ID        string       `json:"ID"`
	Title     string       `json:"Title"`
	Publisher string       `json:"Publisher"`
	URL       string       `json:"URL"`  // may be empty for a book
	Date      string       `json:"Date"` // of the page itself, YYYY, YYYY-MM or YYYY-MM-DD; may be empty
	Read      string       `json:"Read"` // when it was read, YYYY-MM-DD
	Status    SourceStatus `json:"Status"`
	Note      string       `json:"Note"`
}

// SourceStatus grades how well a source was checked.
type SourceStatus string

const (
	SourcePrimary    SourceStatus = "primary"    // the primary page was read
	SourceSecondary  SourceStatus = "secondary"  // a dated secondary source that quotes the primary was read
	SourceDerived    SourceStatus = "derived"    // computed here from sources named in Note
	SourceUnverified SourceStatus = "unverified" // recalled, not opened: shown as "to be verified"
)

// Case is a published decision, encoded as answers from its facts alone.
type Case struct {
	ID         string   `json:"ID"`
	Org        string   `json:"Org"`
	Year       int      `json:"Year"`
	YearNote   string   `json:"YearNote"` // "approximate"
	Chose      string   `json:"Chose"`    // option id or "hybrid"; "" when only some values on the axes are known
	On         []string `json:"On"`       // what is known of the choice on each axis, in their order, "" for unknown; empty for a mix
	LeftOut    string   `json:"LeftOut"`  // why the case does not count as a test, "" when it does
	MovedFrom  string   `json:"MovedFrom"`
	Outcome    string   `json:"Outcome"`
	Summary    string   `json:"Summary"`
	Confidence string   `json:"Confidence"` // high, medium, low
	Evidence   string   `json:"Evidence"`   // what was checked and what was only recalled
	URL        string   `json:"URL"`
	Facts      []Fact   `json:"Facts"`
	Answers    Answers  `json:"Answers"`
	Parts      []Part   `json:"Parts"` // set where the facts describe several parts
	Note       string   `json:"Note"`  // why it is encoded so, or what is contested
}

// Fact is one line of a case: "Traffic shape", "one extreme peak a year".
type Fact struct {
	Name string `json:"Name"`
	Text string `json:"Text"`
}
