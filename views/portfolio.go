package views

import (
	"net/url"
	"strconv"
	"time"

	"crossroads/chart"
	"crossroads/format"
	"crossroads/record"
)

// PortfolioPage lists what people of an organisation have saved. Its second form
// posts to /portfolio/reviews: pick (an id, revision and number of changes with
// colons between them) for each chosen line, review, and filter, the query of the page.
type PortfolioPage struct {
	Page
	Filter  record.Filter
	Query   url.Values // of the filter, canonical, without the place in the list
	After   string     // the place in the list, "" for its beginning
	List    []record.Listed
	Counts  record.Counts
	Chosen  []chart.Chosen    // what is recommended, by comparison
	Leaders []PortfolioChoice // what the list can be narrowed to
	// MaySchedule shows the form for review dates.
	MaySchedule bool
	Picked      map[string]bool // ids that are ticked
	Review      string          // date as typed
	Set         int             // how many dates have just been set
	More        string          // address of the next page, "" on the last
	Now         time.Time
}

// MaxPortfolioExport is how many assessments an export of the portfolio holds.
const MaxPortfolioExport = 10000

// PortfolioChoice is an entry of a choice.
type PortfolioChoice struct{ Value, Label string }

// PortfolioLeader is how a leader is written in addresses.
func PortfolioLeader(comparison, option string) string { return comparison + "/" + option }

// reviewChoices are the filters of the list by the day of the review.
var reviewChoices = []PortfolioChoice{{"due", "Due now"}, {"planned", "Planned"}, {"none", "No day set"}}

// at is the address of the page with one value of the filter replaced.
func (p PortfolioPage) at(path, name, value string) string {
	query := url.Values{}
	for k, v := range p.Query {
		query[k] = v
	}
	if name != "" {
		query.Set(name, value)
	}
	if value == "" {
		query.Del(name)
	}
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}

// whole is the query of the page, for the form to come back to.
func (p PortfolioPage) whole() string {
	query := url.Values{}
	for k, v := range p.Query {
		query[k] = v
	}
	if p.After != "" {
		query.Set("after", p.After)
	}
	return query.Encode()
}

// picked returns the value of a line's checkbox in the form.
func picked(l record.Listed) string {
	return l.ID + ":" + strconv.Itoa(l.Latest) + ":" + strconv.Itoa(l.Arranged)
}

// portfolioChip is a link with a count that narrows the list.
type portfolioChip struct {
	Label, URL string
	Current    bool
}

func (p PortfolioPage) chips() (chips []portfolioChip) {
	chip := func(name, value, label string, count int) {
		if count == 0 {
			return
		}
		c := portfolioChip{Label: label + ": " + strconv.Itoa(count), Current: p.Query.Get(name) == value}
		if c.URL = p.at("/portfolio", name, value); c.Current {
			c.URL = p.at("/portfolio", name, "")
		}
		chips = append(chips, c)
	}
	for _, s := range p.Counts.Statuses {
		chip("status", s.Value, StatusName(s.Value), s.Count)
	}
	chip("review", "due", "Due for review", p.Counts.Due)
	chip("review", "none", "No day for a review", p.Counts.Unplanned)
	for _, t := range p.Counts.Tags {
		chip("tag", t.Value, "#"+t.Value, t.Count)
	}
	return chips
}

// matching is the number of assessments that the filter leaves, in words.
func (p PortfolioPage) matching() string {
	if len(p.Query) == 0 {
		return format.Plural(p.Counts.All, "assessment")
	}
	return format.Plural(p.Counts.All, "assessment") + " with this filter"
}
