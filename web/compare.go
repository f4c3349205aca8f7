package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"crossroads/decision"
	"crossroads/text"
	"crossroads/views"
	"crossroads/web/deliver"
	"crossroads/web/form"
)

// comparePages returns the full matrices. They mark judgements that are due for review.
func (s *server) comparePages(prefix string) (pages []fixed) {
	for _, cat := range s.lib.Comparisons {
		page := fixedHTML(prefix+cat.Slug, func() markup {
			return views.Compare(s.comparePage(cat, s.cfg.BaseURL, prefix, outside, selection{options: allOptions(cat)}))
		}).daily()
		page.NoIndex, page.OEmbed = isEmbed(prefix), page.path
		pages = append(pages, page)
	}
	return pages
}

// selection holds the options and criteria of a matrix to show, and their order.
type selection struct {
	options  []int
	diff     bool
	sort     string    // an option or views.SortWeights, "" for the order of the comparison
	weights  []float64 // shares by criterion when sorted by them
	input    form.Input
	problems []views.Problem
}

// comparePage returns a matrix. Origin is that of the portal, "" if it is not known.
func (s *server) comparePage(cat *decision.Catalogue, origin, prefix string, f frame, sel selection) views.ComparePage {
	p := views.ComparePage{
		Page:      s.page(prefix+cat.Slug, "compare", "Compare: "+cat.Title, cat.Summary),
		Catalogue: cat,
		Options:   sel.options,
		Diff:      sel.diff,
		Sort:      sel.sort,
		Weights:   sel.weights,
		Stated:    !sel.input.Assessment.Priorities.IsZero() || len(sel.input.Assessment.Answers) > 0,
		Typed:     sel.input.Typed,
		Carried:   carried(sel.input.Assessment),
		Today:     s.today(),
	}
	p.Problems = sel.problems
	p.Embed = isEmbed(prefix)
	p.NoIndex, p.Theme, p.Frame = p.Embed, f.theme, f.id
	s.setCard(&p.Page, cat)
	if origin != "" {
		p.OEmbed = oembedAddress(origin, p.Path)
	}
	return p
}

// carried returns the answers that the form of the matrix sends along, as hidden fields,
// without the weights, which have visible fields.
func carried(a decision.Assessment) []views.HiddenField {
	a.Priorities.Weights = nil
	values, _ := url.ParseQuery(form.Query(a)) // we have just written it
	return views.HiddenFields(values)
}

// compare shows the matrix. "options=a,b" selects columns and "diff=1" the rows that differ.
// "sort=a" puts the rows first on which option a is strong, and "sort=weights" the rows that
// count most by the weights and answers of the query.
func (s *server) compare(w http.ResponseWriter, r *http.Request) error {
	cat, err := s.comparison(r)
	if err != nil {
		return err
	}
	query, prefix, f := fields(r, "options", "sort", "diff"), "/compare/", readFrame(r)
	if isEmbed(r.URL.Path) {
		prefix = "/embed/compare/"
	}
	in := form.Parse(cat, r.URL.RawQuery, true)
	// The button beside the weights names an order after the list of orders does.
	sort := form.ID(query["sort"], func(id string) bool { return isOrder(cat, id) })
	asked := query.Get("diff") != "" || len(query["options"]) > 0 || sort != "" || len(in.Findings) > 0 || form.Query(in.Assessment) != ""
	if !asked && f == outside && !s.knowsAddress(r) {
		return s.sendFixed(w, r, prefix+cat.Slug, noPage)
	}
	sel := selectOptions(cat, query["options"])
	sel.diff, sel.input = query.Get("diff") == "1", in
	if err := s.orderRows(r, cat, &sel, sort); err != nil {
		return err
	}
	origin := s.base(r)
	page := s.comparePage(cat, origin, prefix, f, sel)
	if page.NoIndex {
		w.Header()["X-Robots-Tag"] = deliver.NoIndex
	}
	discover(w.Header(), origin, page.Path)
	s.setOwnCard(r, &page.Page, cat)
	return s.sendPage(w, r, http.StatusOK, views.Compare(page))
}

// isOrder reports whether rows can be sorted by this.
func isOrder(cat *decision.Catalogue, sort string) bool {
	return sort == views.SortWeights || slices.ContainsFunc(cat.Options, func(o decision.Option) bool { return o.ID == sort })
}

// orderRows sets the order of the rows.
func (s *server) orderRows(r *http.Request, cat *decision.Catalogue, sel *selection, sort string) error {
	sel.problems = append(sel.problems, anchored(cat, problems(sel.input.Findings), "")...)
	switch {
	case sort == "", isOrder(cat, sort):
		sel.sort = sort
	default:
		sel.problems = append(sel.problems, views.Problem{
			Field:   "sort",
			Message: fmt.Sprintf(noSortOrder, text.Quote(sort)),
		})
	}
	if sel.sort != views.SortWeights {
		return nil
	}
	report, err := s.assess.Stand(r.Context(), cat, sel.input.Assessment)
	if err != nil {
		return err
	}
	for _, w := range report.Weights {
		sel.weights = append(sel.weights, w.Weight)
	}
	return nil
}

// selectOptions reads "options=a,b" or, from checkboxes, "options=a&options=b".
func selectOptions(cat *decision.Catalogue, values []string) selection {
	var sel selection
	say := func(message string) {
		sel.problems = append(sel.problems, views.Problem{Field: "options", Message: message})
	}
	var ids []string
	known := func(id string) bool {
		return len(cat.OptionsToday(id)) > 0 || slices.ContainsFunc(cat.Options, func(o decision.Option) bool { return o.ID == id })
	}
	for _, id := range form.IDs(strings.Split(strings.Join(values, ","), ","), known) {
		if today := cat.OptionsToday(id); len(today) > 0 {
			ids = append(ids, today...)
		} else {
			ids = append(ids, id)
		}
	}
	for _, id := range ids {
		i := slices.IndexFunc(cat.Options, func(o decision.Option) bool { return o.ID == id })
		switch {
		case len(sel.problems) >= maxProblems:
		case i < 0:
			say(fmt.Sprintf(noOptionHere, text.Quote(id)))
		case !slices.Contains(sel.options, i):
			sel.options = append(sel.options, i)
		}
	}
	slices.Sort(sel.options)
	if len(sel.options) == 1 {
		say(saidChooseTwo)
	}
	if len(sel.options) < 2 {
		sel.options = allOptions(cat)
	}
	return sel
}

func allOptions(cat *decision.Catalogue) []int {
	all := make([]int, len(cat.Options))
	for i := range all {
		all[i] = i
	}
	return all
}

// comparison finds the comparison in an address.
func (s *server) comparison(r *http.Request) (*decision.Catalogue, error) {
	cat, ok := s.lib.Comparison(r.PathValue("comparison"))
	if !ok {
		return nil, notFound("There is no comparison at this address.")
	}
	return cat, nil
}

// optionPages returns the pages of options. They mark judgements that are due for review.
func (s *server) optionPages() (pages []fixed) {
	for _, cat := range s.lib.Comparisons {
		for i, o := range cat.Options {
			pages = append(pages, fixedHTML(views.OptionURL(cat, o.ID), func() markup { return s.optionPage(cat, i) }).daily())
		}
	}
	return pages
}

func (s *server) optionPage(cat *decision.Catalogue, at int) markup {
	o := &cat.Options[at]
	return views.Option(views.OptionPage{
		Page:      s.page(views.OptionURL(cat, o.ID), "compare", o.Name+": when it fits and when not", o.Summary),
		Catalogue: cat,
		Option:    at,
		Profile:   s.lib.Profile(cat.Slug, o.ID),
		Today:     s.today(),
	})
}

// effectPages returns a page for each comparison with all numbers that its results depend
// on.
func (s *server) effectPages() (pages []fixed) {
	for _, cat := range s.lib.Comparisons {
		pages = append(pages, fixedHTML(views.EffectsURL(cat), func() markup {
			return views.Effects(s.effectsPage(cat, views.EffectsURL(cat), "Every number of a comparison"))
		}))
	}
	return pages
}

// answerPages returns a page for each comparison with the effects of its answers.
func (s *server) answerPages() (pages []fixed) {
	for _, cat := range s.lib.Comparisons {
		pages = append(pages, fixedHTML(views.AnswerEffectsURL(cat), func() markup {
			return views.AnswerEffects(s.effectsPage(cat, views.AnswerEffectsURL(cat), "What each answer does"))
		}))
	}
	return pages
}

func (s *server) effectsPage(cat *decision.Catalogue, path, title string) views.EffectsPage {
	return views.EffectsPage{Page: s.page(path, "method", title, describeEffects+cat.Title), Catalogue: cat}
}
