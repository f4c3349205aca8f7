package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"crossroads/assess"
	"crossroads/chart"
	"crossroads/record"
	"crossroads/text"
	"crossroads/views"
	"crossroads/web/deliver"
	"crossroads/web/form"
	"crossroads/wrong"
)

// portfolioPage is the number of assessments on a page.
const portfolioPage = 50

// apiFilterFields are the fields of the filter of a portfolio in an address, filterFields also those of its page.
var (
	apiFilterFields = []string{"q", "owner", "tag", "status", "leader", "review", "due"}
	filterFields    = append(apiFilterFields, "after", "set", "pick")
)

// readFilter reads the filter of a portfolio.
func (s *server) readFilter(query url.Values, limit int) (f record.Filter, err error) {
	f.Limit = limit
	for _, field := range []struct {
		name string
		most int
		into *string
	}{{"q", text.MaxTitle, &f.Text}, {"owner", text.MaxTitle, &f.Owner}, {"tag", maxTagTyped, &f.Tag}} {
		var problem string
		if *field.into, problem = text.Line(query.Get(field.name), field.most); problem != "" {
			return f, wrong.Input{Field: field.name, Message: problem}
		}
	}
	f.Tag = strings.ToLower(f.Tag)
	switch status := query.Get("status"); status {
	case "", record.Draft, record.Decided, record.Superseded:
		f.Status = status
	default:
		return f, wrong.Input{Field: "status", Message: "must be draft, decided or superseded"}
	}
	if leader := query.Get("leader"); leader != "" {
		comparison, option, ok := strings.Cut(leader, "/")
		if !ok || comparison == "" || !utf8.ValidString(leader) {
			return f, wrong.Input{Field: "leader", Message: mustLeader}
		}
		f.Comparison, f.Leader = comparison, &option
	}
	switch review := reviewOf(query); review {
	case "":
	case "due":
		f.Due = s.now().UTC().Format(time.DateOnly) // as Life.Due counts
	case "planned":
		f.Planned = true
	case "none":
		f.Unplanned = true
	default:
		return f, wrong.Input{Field: "review", Message: "must be due, planned or none"}
	}
	if typed := query.Get("after"); typed != "" {
		if f.After, err = strconv.ParseInt(typed, 10, 64); err != nil || f.After < 1 {
			return f, wrong.Input{Field: "after", Message: "must be what the page before said"}
		}
	}
	return f, nil
}

// maxTagTyped bounds the tag in a filter, in characters.
const maxTagTyped = 40

// reviewOf returns the choice of a review; links of the first edition have "due=1".
func reviewOf(query url.Values) string {
	if old := query.Get("due"); query.Get("review") == "" && old != "" {
		if old == "1" {
			return "due"
		}
		return old
	}
	return query.Get("review")
}

// filterQuery returns the query for a filter, without the place in the list.
func filterQuery(query url.Values, f record.Filter) url.Values {
	canonical := url.Values{}
	for name, value := range map[string]string{"q": f.Text, "status": f.Status, "leader": query.Get("leader"), "owner": f.Owner,
		"tag": f.Tag, "review": reviewOf(query)} {
		if value != "" {
			canonical.Set(name, value)
		}
	}
	return canonical
}

// portfolio lists the assessments of people who have signed in.
func (s *server) portfolio(w http.ResponseWriter, r *http.Request) error {
	if err := s.mayList(r); err != nil {
		return err
	}
	query := fields(r, filterFields...)
	p, err := s.portfolioPage(r.Context(), query)
	if err != nil {
		return err
	}
	p.Problems = problems(unfiltered(r))
	if n, err := strconv.Atoi(query.Get("set")); err == nil && n > 0 && n <= assess.MaxReviews {
		p.Set = n
	}
	for _, l := range p.List {
		p.Picked[l.ID] = query.Get("pick") == "all"
	}
	return s.sendPortfolio(w, r, http.StatusOK, p)
}

// unfiltered names the fields of an address by which the page is not filtered.
func unfiltered(r *http.Request) (found []text.Finding) {
	unknown, twice := form.Strange(r.URL.RawQuery, filterFields)
	for _, name := range unknown {
		found = append(found, text.Finding{Fact: text.Quote(name) + " is not a filter of this page.", Advice: "It was ignored."})
	}
	for _, name := range twice {
		found = append(found, text.Finding{Fact: text.Quote(name) + " is given more than once.", Advice: "Only the first one counts."})
	}
	return found
}

func (s *server) sendPortfolio(w http.ResponseWriter, r *http.Request, status int, p views.PortfolioPage) error {
	h := w.Header()
	h["Cache-Control"] = deliver.NoStore
	h["X-Robots-Tag"] = deliver.NoIndex
	if person, err := s.account.Person(r); err == nil {
		p.MaySchedule = s.account.MaySchedule(person)
	}
	return s.sendPage(w, r, status, views.Portfolio(p))
}

func (s *server) portfolioPage(ctx context.Context, query url.Values) (p views.PortfolioPage, err error) {
	f, err := s.readFilter(query, portfolioPage)
	if err != nil {
		return p, err
	}
	list, next, err := s.assess.Portfolio(ctx, f)
	if err != nil {
		return p, err
	}
	p = views.PortfolioPage{
		Page: s.page("/portfolio", "", "Portfolio", ""), Filter: f, Query: filterQuery(query, f), After: query.Get("after"),
		List: list, Now: s.now(), Picked: map[string]bool{},
	}
	p.NoIndex = true
	if p.Counts, err = s.assess.PortfolioCounts(ctx, f); err != nil {
		return p, err
	}
	p.Chosen = s.chosen(p.Counts.Leaders)
	all := p.Counts
	if f.Leader != nil { // list the other options too, to switch to
		other := f
		other.Comparison, other.Leader = "", nil
		if all, err = s.assess.PortfolioCounts(ctx, other); err != nil {
			return p, err
		}
	}
	for _, l := range all.Leaders {
		label := chart.ChosenName(s.site.CatalogueOf(l.Comparison), l.Value)
		if len(s.lib.Comparisons) > 1 || s.site.CatalogueOf(l.Comparison) == nil {
			label = s.comparisonTitle(l.Comparison) + ": " + label
		}
		p.Leaders = append(p.Leaders, views.PortfolioChoice{Value: views.PortfolioLeader(l.Comparison, l.Value), Label: label})
	}
	if next != nil {
		more := filterQuery(query, f)
		more.Set("after", strconv.FormatInt(*next, 10))
		p.More = "/portfolio?" + more.Encode()
	}
	return p, nil
}

// chosen returns a chart for each comparison: how often each option is recommended.
func (s *server) chosen(leaders []record.ValueCount) (charts []chart.Chosen) {
	options, counts := map[string][]string{}, map[string][]int{}
	var order []string
	for _, l := range leaders {
		if options[l.Comparison] == nil {
			order = append(order, l.Comparison)
		}
		options[l.Comparison] = append(options[l.Comparison], l.Value)
		counts[l.Comparison] = append(counts[l.Comparison], l.Count)
	}
	for _, slug := range order {
		charts = append(charts, chart.NewChosen(s.site.CatalogueOf(slug), s.comparisonTitle(slug), options[slug], counts[slug]))
	}
	return charts
}

// comparisonTitle returns the question of a comparison, or its slug if it has left the
// content.
func (s *server) comparisonTitle(slug string) string {
	if cat := s.site.CatalogueOf(slug); cat != nil {
		return cat.Title
	}
	return slug
}

// setReviews sets the review date of the ticked assessments. If somebody has changed one of
// them meanwhile, it sets none, and the page comes back with the ticks and lists those that
// have changed.
func (s *server) setReviews(w http.ResponseWriter, r *http.Request) error {
	if err := s.maySchedule(r); err != nil {
		return err
	}
	posted, err := readForm(w, r)
	if err != nil {
		return err
	}
	query, err := url.ParseQuery(posted.Get("filter"))
	if err != nil {
		return invalid(saidWhichList)
	}
	var findings []text.Finding
	var versions []record.Version
	for _, typed := range posted["pick"] {
		v, ok := readVersion(typed)
		if !ok {
			return invalid(saidWhichAssessments)
		}
		versions = append(versions, v)
	}
	if len(versions) == 0 {
		findings = append(findings, text.Finding{Fact: "No assessment is ticked.", Advice: "Tick those that get the date."})
	} else {
		var stale []string
		var bad *assess.InputError
		stale, err = s.assess.SetReviews(r.Context(), versions, posted.Get("review"))
		switch {
		case errors.As(err, &bad):
			findings = bad.Findings
		case err != nil:
			return err
		}
		findings = append(findings, s.staleFindings(r.Context(), stale)...)
	}
	if len(findings) == 0 {
		f, err := s.readFilter(query, portfolioPage)
		if err != nil {
			return err
		}
		back := filterQuery(query, f)
		back.Set("set", strconv.Itoa(len(versions)))
		return deliver.SeeOther(w, r, "/portfolio?"+back.Encode())
	}
	p, err := s.portfolioPage(r.Context(), query)
	if err != nil {
		return err
	}
	p.Problems, p.Review = problems(findings), text.Typed(posted.Get("review"))
	for _, v := range versions {
		p.Picked[v.ID] = true
	}
	return s.sendPortfolio(w, r, http.StatusConflict, p)
}

// staleFindings returns a finding for each assessment that was changed meanwhile.
func (s *server) staleFindings(ctx context.Context, stale []string) (findings []text.Finding) {
	for _, id := range stale {
		name := "An assessment that is no longer listed"
		if saved, err := s.assess.LoadEnded(ctx, id, 0); err == nil && saved.Owner != "" {
			name = text.Quote(saved.Title)
		}
		findings = append(findings, text.Finding{Fact: fmt.Sprintf(saidChangedMeanwhile, name), Advice: saidSetAgain})
	}
	return findings
}

// readVersion reads the value of a checkbox of the list.
func readVersion(typed string) (v record.Version, ok bool) {
	parts := strings.Split(typed, ":")
	if len(parts) != 3 || !assess.ValidID(parts[0]) {
		return v, false
	}
	latest, ok := form.Revision(parts[1])
	arranged, err := strconv.Atoi(parts[2])
	return record.Version{ID: parts[0], Latest: latest, Arranged: arranged}, ok && err == nil && arranged >= 0
}

// mine shows the page on which a browser lists the assessments it remembers. The list is not
// sent to the portal.
func (s *server) mine(w http.ResponseWriter, r *http.Request) error {
	page := s.page("/mine", "mine", "My assessments", "The assessments that this browser remembers.")
	page.NoIndex = true
	return s.sendPage(w, r, http.StatusOK, views.Mine(views.MinePage{Page: page}))
}
