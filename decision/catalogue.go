// Package decision says which architecture fits a set of answers, and why.
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
type Catalogue struct {
	Slug    string // names the comparison in URLs: lower-case letters, digits, hyphens
	Title   string // "Which deployment architecture fits?"
	Summary string // one sentence
	Version string // hash of the content it was read from

	Bounds    Bounds
	Axes      []Axis // the decisions that an option settles; none, one or two
	Options   []Option
	Criteria  []Criterion
	Groups    []Group      // in wizard order
	Questions []Question   // in wizard order; questions of one group are adjacent
	Cells     []Cell       // for each option and criterion at least one: of the option or of a value it has on an axis
	Sources   []Source     // those the catalogue cites
	Cases     []Case       // published cases encoded as answers; may be empty
	Former    Former       // ids of earlier editions; may be empty
	Prices    []cost.Sheet // of the cost model, where a criterion takes its value from it; else empty
	// Assumptions of the cost model that differ from the published ones, by id.
	Assumptions map[string]cost.Quantity

	model *score.Model // these are set by Compile
	costs *costModel   // nil when no criterion takes its value from the cost model
	index index
}

// Bounds are the author-set thresholds of the verdict.
type Bounds struct {
	ClearShare float64 // least first-rank acceptability of a clear leader
	LeanShare  float64 // least first-rank acceptability of a leader that the answers lean to
	Floor      float64 // below this V even the best option does not fit
	Platform   float64 // price λ, in value, of a second platform, for systems of several parts
	Spread     float64 // how far the weights are drawn around what was stated: 1 is exponential, less is narrower
}

// Axis is one decision that every option settles in its way: how the system is
// divided, who runs it. A cell or an effect may be written for a value on an axis
// and then holds for every option that has it.
type Axis struct {
	ID     string
	Name   string // "Structure": for tables
	Asks   string // "How is the system divided?"
	Priced bool   // options with different values on this axis are different platforms to run
	Values []AxisValue
}

// AxisValue is one way to settle an axis.
type AxisValue struct {
	ID      string
	Name    string // "One application": begins a sentence
	Phrase  string // "one application": inside a sentence
	Summary string
}

// Option is one alternative.
type Option struct {
	ID      string
	Name    string   // "Serverless functions"
	Short   string   // "Functions": for tables and charts
	Summary string   // one or two sentences
	Article string   // slug of the article that explains it; may be empty
	Phrase  string   // "a modular monolith on a managed platform": inside a sentence; the name when empty
	On      []string // the id of its value on each axis, in the order of the axes
}

// Criterion is something an option can be better or worse at.
type Criterion struct {
	ID     string
	Name   string // names the good direction: "Little operations work"
	Short  string // for tables and charts
	Why    string // why it matters, one sentence
	Scale  Scale
	Weight float64    // base swing weight, > 0, in any unit common to the catalogue
	Cost   *CostScale // set on the one criterion that load figures fill; else nil

	Leaving bool // says how easy an option is to leave later, which breaks a tie
}

// CostScale says what a criterion is worth that takes its value from the cost
// model. It holds when an assessment has load figures: they replace the cells and
// the shifts of the criterion, which stand for a load that nobody stated.
//
// The value is on a log scale between fixed ends: 1 where the bill is the least
// that any option of the cost model comes to under this load, 0 where it is
// WorstRatio times that or more. Options are priced as their default blueprints.
// All that the cost model knows count, whatever the options of the catalogue.
// Floor is added to both bills, so that differences far below it do not matter.
type CostScale struct {
	Floor      float64 // USD a month, more than 0
	WorstRatio float64 // more than 1
}

// Scale is the fixed scale of a criterion. Worst.At maps to 0 and Best.At to 1;
// Worst.At may lie above Best.At. Points, if any, bend the line between them.
type Scale struct {
	Unit        string // "1 to 5", "USD a month"; shown beside the range
	Worst, Best Anchor
	Points      []Point // strictly between the anchors, in order from worst to best
}

// Anchor is an end of a scale and what it means.
type Anchor struct {
	At    float64
	Means string
}

// Point bends a scale: the raw figure At is worth Value, in [0,1].
type Point struct{ At, Value float64 }

// Group is a step of the wizard.
type Group struct {
	ID, Title, Intro string
}

// Scope says whether a question is asked once or for each part of a system.
type Scope string

const (
	ScopeTeam Scope = "team" // once: about the people and the organisation
	ScopePart Scope = "part" // for each part: about the workload
)

// Question has two or more answers. Not answered and "don't know" are the same
// thing and are not an Answer.
//
// One answer holds, and several given ones mean "one of these". Where Several is
// set, up to so many hold together, and several given ones mean all of them.
type Question struct {
	ID      string
	Group   string
	Scope   Scope
	Text    string
	Hint    string // why it is asked, or what to look at
	Article string // slug of an article to read, may be empty
	Several int    // how many answers may hold together; 0: one
	Plain   bool   // a plain fact: nobody changes it to get another result
	Answers []Answer
}

// Answer is one possible answer and everything it does.
type Answer struct {
	ID       string
	Label    string
	Short    string   // for sentences: "steady high load"
	Alone    bool     // no other answer holds beside it: "none of these"
	Share    float64  // prior share when unknown; the shares of a question sum to 1
	Shifts   []Shift  // of values
	Weights  []Weight // of weights
	Platform float64  // added to Bounds.Platform
	Musts    []Must   // rule options out
	Warnings []Warning
}

// Subject is what a cell or an effect is about: one option, or every option with
// a value on an axis, written "platform.managed". Exactly one of them is set.
type Subject struct {
	Option string
	Axis   string
}

// Shift moves the value of its subject on a criterion by By, in units of the
// criterion's raw scale (signed along that scale, not along "better").
type Shift struct {
	Option, Axis string // one of them: see Subject
	Criterion    string
	By           float64
	Why          string
	Fact         string // names the fact it stands for, where another answer may state the same; may be empty
	Note         string // why a fact counts here although it counts elsewhere; may be empty
}

// Weight multiplies the weight of a criterion by Factor, > 0.
type Weight struct {
	Criterion string
	Factor    float64
	Why       string
	Fact      string // as in Shift
	Note      string
}

// Must rules its subject out.
type Must struct {
	Option, Axis string // one of them: see Subject
	Reason       string // "A function stops after 15 minutes."
	Relax        string // what would have to change: "Split the task into steps under 15 minutes"
	Source       string // id of a Source
	AsOf         string // YYYY-MM-DD
}

// Warning is a risk shown beside its subject without moving it.
type Warning struct {
	Option, Axis string // one of them: see Subject
	Text         string
	Source       string // id of a Source, may be empty
}

// Cell is the author's judgement of its subject on one criterion, with evidence.
// The cells of an option on a criterion, its own and those of its values on the
// axes, add up.
type Cell struct {
	Option, Axis   string // one of them: see Subject
	Criterion      string
	Value          float64 // raw, on the criterion's scale, in the average context; a share of the sum where there are several
	Verdict        string  // one sentence
	Reason         string
	Sources        []string // ids
	AsOf, ReviewBy string   // YYYY-MM-DD
}

// Source is where a fact comes from.
type Source struct {
	ID        string
	Title     string
	Publisher string
	URL       string // may be empty for a book
	Date      string // of the page itself, YYYY, YYYY-MM or YYYY-MM-DD; may be empty
	Read      string // when it was read, YYYY-MM-DD
	Status    SourceStatus
	Note      string
}

// SourceStatus says how well a source was checked.
type SourceStatus string

const (
	SourcePrimary    SourceStatus = "primary"    // the primary page was read
	SourceSecondary  SourceStatus = "secondary"  // a dated secondary source that quotes the primary was read
	SourceDerived    SourceStatus = "derived"    // computed here from sources named in Note
	SourceUnverified SourceStatus = "unverified" // recalled, not opened: shown as "to be verified"
)

// Case is a published decision, encoded as answers from its facts alone.
type Case struct {
	ID         string
	Org        string
	Year       int
	YearNote   string   // "approximate"
	Chose      string   // option id or "hybrid"; "" when only some values on the axes are known
	On         []string // what is known of the choice on each axis, in their order, "" for unknown; empty for a mix
	LeftOut    string   // why the case does not count as a test, "" when it does
	MovedFrom  string
	Outcome    string
	Summary    string
	Confidence string // high, medium, low
	Evidence   string // what was checked and what was only recalled
	URL        string
	Facts      []Fact
	Answers    Answers
	Parts      []Part // set where the facts describe several parts
	Note       string // why it is encoded so, or what is contested
}

// Fact is one line of a case: "Traffic shape", "one extreme peak a year".
type Fact struct{ Name, Text string }
