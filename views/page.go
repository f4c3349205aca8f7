// Package views turns page structs into HTML. A page is a templ function of one
// struct that embeds Page. Templates choose and repeat; Go computes and formats.
// Nothing here reads files, the network or the clock.
package views

import (
	"time"

	"crossroads/content"
	"crossroads/decision"
	"crossroads/record"
)

// Page is what every page needs.
type Page struct {
	Site        Site
	Title       string // without the site's name
	Description string
	Path        string // of the page, without query: "/articles"
	Section     string // which entry of the navigation is current: decide, compare, cost, articles, method, cases
	NoIndex     bool
	Embed       bool   // without header and footer, for frames
	Theme       string // auto, light or dark; only frames set it
	Frame       string // what the host calls the frame, "" for nothing; only frames set it
	Problems    []Problem
	Card        string // absolute address of a picture for link previews, 1200 by 630; "" for none
	CardAlt     string // what the picture shows
	URL         string // absolute address of the page where the site's is not configured, for link previews
	OEmbed      string // absolute address that tells how to show the page elsewhere; "" for none
}

// Site is the same on every page of a running portal.
type Site struct {
	Name        string // "Crossroads"
	BaseURL     string // public, without trailing slash; empty when not configured
	Contact     string // URL or mailto:, may be empty
	Version     string // of the program
	Content     string // version of the content
	Comparisons []*decision.Catalogue
	Costs       bool     // there are prices to compute costs from
	Problems    []string // of newer content that is not shown; only its authors get to see them
	Portfolio   bool     // people sign in at a proxy, and what they save is listed
	Ancestors   string   // sources of the policy that says who may show frames

	DropUnopened int // days after which drafts go that nobody has opened, 0 for never
}

// Problem is something in the input that was wrong, said to the user.
type Problem struct {
	Field   string // id of the form field it belongs to, "" for the whole page
	URL     string // address of the field where it is on another page, "" for none
	Message string
}

type HomePage struct {
	Page
	Articles []*content.Article
}

type ArticlesPage struct {
	Page
	Articles []*content.Article
	Tag      string   // "" for all
	Tags     []string // all tags in use, sorted
}

type ArticlePage struct {
	Page
	Article *content.Article
}

// ClaimsPage lists popular claims with their verdicts.
type ClaimsPage struct {
	Page
	Claims  []*content.Claim     // all; the view filters
	Verdict content.ClaimVerdict // "" for all
	Today   string               // YYYY-MM-DD, to mark claims that are due for review
}

type GlossaryPage struct {
	Page
	Terms    []*content.Term
	Articles []*content.Article
}

type SearchPage struct {
	Page
	Results content.Results
}

// UpdatesPage says what changed and when everything was last checked.
type UpdatesPage struct {
	Page
	Library *content.Library
	Today   string // YYYY-MM-DD
}

type ComparePage struct {
	Page
	Catalogue *decision.Catalogue
	Options   []int  // indices of the options shown, two or more, in catalogue order
	Diff      bool   // only criteria on which the shown options differ
	Today     string // YYYY-MM-DD, to mark stale cells; rendered pages are cached for a day at most
}

// DecidePage is the wizard, full page or framed. Its form is a GET form to
// Action with the fields of the assessment's query; when Revise is set it also
// carries revise (the id) and base.
type DecidePage struct {
	Page
	Catalogue   *decision.Catalogue
	Assessment  decision.Assessment
	Query       string // canonical query of the assessment, without "?"
	Report      decision.Report
	Action      string              // where the form goes: "/decide/deployment/result"
	StandingURL string              // fragment with the live standing: "/decide/deployment/standing"
	FullURL     string              // the wizard as a full page, absolute; set in frames
	Revise      *Revise             // set when a saved assessment is being revised
	LoadTexts   map[string]string   // figures of the load as they are shown, by id of the field
	Typed       map[string]string   // weights and shares likewise, by form field
	Regions     []string            // areas with prices; none where the comparison takes no load figures
	Ticked      map[string][]string // answers that were ticked but cannot all hold together, by form field
	Quick       []string            // ids of the questions that are asked, where only those that decide most are
	PartBlocks  int                 // how many part blocks to show: the "parts" parameter, or len(Assessment.Parts) if more; 0 to 8
	Round       string              // token of the team round that is answered, "" for none
}

// Revise names the saved assessment that a wizard run will add a revision to.
type Revise struct {
	ID     string
	Base   int // revision the edit started from
	Title  string
	Note   string
	Author string
}

// ResultPage is the report for the answers in the query; nothing is stored.
type ResultPage struct {
	Page
	Catalogue  *decision.Catalogue
	Assessment decision.Assessment
	Query      string
	Report     decision.Report
	ChangeURL  string    // back to the wizard with these answers
	Quick      bool      // only the questions that decide most were asked
	FullURL    string    // the same result as a full page, absolute; set in frames
	Token      string    // that saving from this frame asks for; set in frames
	KeepURL    string    // the wizard with the answers in the fragment, absolute, for frames that cannot save
	Save       *SaveForm // what was typed
	Revise     *Revise
	Round      string // token of the team round that is answered, "" for none
}

// SaveForm is the form that stores an assessment, with what the user typed. It
// posts comparison (slug), query (canonical), title, note, author and once to
// /assessments, or from a frame with a token to /embed/assessments;
// when a saved assessment is being revised also revise (its id), base and key.
type SaveForm struct {
	Title, Note, Author string
	Once                string // makes sending the form twice one saving; none when revising
}

// SavedPage shows a stored assessment.
type SavedPage struct {
	Page
	Saved    record.Saved
	Report   decision.Report // decoded from Saved.Report
	NoteHTML string          // Saved.Note rendered without raw HTML
	ShareURL string          // absolute where the base URL is known
	EditURL  string          // with the key in the fragment; set in the answer to what saved it
	At       string          // the page's own address, when it answers a form at another one
	Newest   bool            // the address names no revision
	ScoreURL string          // the same answers scored with today's catalogue
	Moved    bool            // catalogue or engine changed since it was saved
	AgainURL string          // what scoring again would change; set when Moved and it is possible
	Due      bool            // the day of the review has come
}

// EditPage changes or deletes a stored assessment. The key is typed, or filled
// in from the fragment by script. The forms post to the page's own path: key and
// action, which is save (with base, title, note and author), arrange (status,
// review, expires), rotate, revoke, or delete (confirm).
type EditPage struct {
	Page
	Saved     record.Saved // with the status and dates as typed
	Title     string       // as typed
	Note      string
	Author    string
	ReviseURL string // the wizard with the stored answers
	Expired   bool   // the links have ended: nothing of the assessment is shown
	Once      string // makes asking twice for a new key, or new links, one request
}

// MergePage shows two versions of an assessment that were made at once. Its form
// posts to /a/{id}/merge: key, base, query, title, note and author of the user's
// own version, and pick.NAME = mine or theirs for each field.
type MergePage struct {
	Page
	Theirs              record.Saved // the newest revision
	Query               string       // of the user's answers
	Title, Note, Author string       // the user's
	Key                 string       // as the user typed it
	Fields              []MergeField // what the two say differently
}

// KeyPage asks for the edit key of a form that came with a wrong one. The form
// posts to its own path: key, and what was sent.
type KeyPage struct {
	Page
	Assessment string // id
	Fields     []HiddenField
}

// SendAgainPage keeps the form that could not be served just now. It posts to
// its own path.
type SendAgainPage struct {
	Page
	Message string // why, and when to try again
	Fields  []HiddenField
	Enctype string // content type of the form
}

// HiddenField is a field of a form that travels on.
type HiddenField struct{ Name, Value string }

// MergeField is something that two versions say differently.
type MergeField struct {
	Name, Label, Mine, Theirs string
	TakeTheirs                bool // chosen at first: only they changed it
	Both                      bool // both changed it
}

// HistoryPage lists revisions and shows what changed between two. Its form posts
// to its own path: key, base, number, name, and action mark or restore.
type HistoryPage struct {
	Page
	Saved    record.Saved // the newest revision
	Entries  []record.Entry
	Older    string   // address of the next page, "" on the last
	From, To int      // revisions that are compared
	Number   int      // revision that the form means
	Name     string   // of a milestone, as typed
	Changed  *Changed // nil when From and To are the same
}

// Changed is what two revisions say differently.
type Changed struct {
	From, To record.Revision // without reports
	decision.Difference
}

// AgainPage says what scoring a revision with today's content changes, and why.
type AgainPage struct {
	Page
	Saved                 record.Saved
	Changed               Changed
	NewEngine, NewContent bool
	EngineMoved           bool             // the engine alone changes the result
	Unkept                bool             // the content of then is not known
	Causes                []decision.Cause // changes of content, strongest first
	Leader                string           // option id that came first
	ScoreURL              string           // the new result, ready to be saved as a revision
}

// RoundPage shows a team round to those who can read the assessment. Its form
// posts to its own path: key, and action open or reveal.
type RoundPage struct {
	Page
	Saved     record.Saved
	Round     *record.Round // the newest, nil when there is none
	AnswerURL string        // for participants
	Tally     record.Tally  // once the round is revealed
}

// PartPage invites somebody to answer in a team round, or thanks for it. It
// tells nothing of the assessment or of what others said.
type PartPage struct {
	Page
	Catalogue *decision.Catalogue
	Open      bool
	Thanks    bool
	StartURL  string // the wizard
}

// PortfolioPage lists what people of an organisation have saved.
type PortfolioPage struct {
	Page
	Filter record.Filter
	List   []record.Listed
	More   string // address of the next page, "" on the last
	Now    time.Time
}

type MethodPage struct {
	Page
	Catalogues []*decision.Catalogue
	Tests      []decision.SelfTest // one for each catalogue, in its order; empty hides the results
	Panel      *content.Panel      // what the numbers of a comparison were fitted on; nil when there is none
}

// CasesPage lists the published cases of the comparisons and how the engine fares on them.
type CasesPage struct {
	Page
	Results []CaseResult // in the order of the content
	Filter  CaseFilter   // what the user asked for; Results holds all cases, the view filters
}

// CaseFilter narrows the list of cases; empty fields do not narrow.
type CaseFilter struct {
	Chose string // option id or "hybrid"
	Agree string // "yes": the engine's first choice; "no": it is not
}

// CaseResult is a published case and what the engine says to its facts.
type CaseResult struct {
	Catalogue *decision.Catalogue
	Case      *decision.Case
	Test      decision.CaseTest // from the catalogue's self-test
}

// CasePage is one published case.
type CasePage struct {
	Page
	Result    CaseResult
	Report    decision.Report // for the case's answers
	AnswerURL string          // the wizard with these answers
}

// APIPage describes the JSON API.
type APIPage struct {
	Page
	SpecURL string // of the OpenAPI document: "/api/v1/openapi.json"
}

// ErrorPage is any failure, in words for the user.
type ErrorPage struct {
	Page
	Status  int
	Message string
	Request string // id to quote
	Refused *Refused
}

// Refused is a form that was taken for one of another site, perhaps because a
// reverse proxy changes the address.
type Refused struct {
	From       string  // origin of the page with the form
	Host       string  // that the portal was asked at
	Typed      []Typed // what was written, which must not be lost
	AnswersURL string  // shows the answers again, "" for none
}

// Typed is a field of a form and what somebody wrote into it.
type Typed struct{ Name, Label, Text string }

// EmbedPage writes what is pasted into a wiki. Its form gets its own path with
// comparison, show, assessment, height, theme and wiki.
type EmbedPage struct {
	Page
	Show                     string // wizard, matrix or saved
	Assessment, Height, Wiki string // as typed
	Frame                    Frame
	Clamped                  bool     // the height was moved into what looks right
	Older                    bool     // the link named a revision that is not the newest
	Preview                  bool     // our own pages may show the frame
	Allowed                  []string // sources of frame-ancestors
	Findings                 []Finding
}

// DoctorPage says what a wiki will see of the frames. Its form gets its own
// path with from.
type DoctorPage struct {
	Page
	From     string // as typed
	Wiki     string // origin that was read from it, "" for none
	Self     string // origin of the portal
	Findings []Finding
	Sources  []SourceVerdict // the list of sites that may show frames, judged for Wiki
	Headers  []HeaderLine    // that the frames send
	Probe    string          // path whose headers the script fetches
	Preview  bool            // our own pages may show the frames
	Variants []SandboxVariant
}

// Finding is something that an administrator should know.
type Finding struct {
	Tone   Tone
	Seen   string
	Means  string
	Do     string // what to do about it, "" for nothing
	Write  string // what to write there, "" for nothing
	Doctor bool   // of no interest to somebody who only wants a snippet
}

// SourceVerdict is a source of frame-ancestors and whether it covers a wiki.
type SourceVerdict struct {
	Source string
	Covers bool
	Why    string // it does not
}

// HeaderLine is a header that the frames send.
type HeaderLine struct{ Name, Value string }
