package web

import (
	"net/http"

	"crossroads/content"
	"crossroads/views"
)

// newIndex makes all content searchable, and the pages that are not content.
func (s *server) newIndex() *content.Index {
	page := func(url, title, summary string) content.Entry {
		return content.Entry{Kind: content.EntryPage, URL: url, Title: title, Summary: summary}
	}
	more := []content.Entry{
		page("/method", "How it decides", "The method: hard limits, a weighted sum on fixed scales, and 10,000 draws for what is not known (SMAA). What counts, where its limits are and which papers it rests on."),
		page("/cases", "Published cases", "What organisations chose and under which facts, and how often the recommendation agrees with them."),
		page("/claims", "Popular claims, checked", "What is often said, and what the evidence says."),
		page("/glossary", "Glossary", "The words that the articles use."),
		page("/updates", "What changed, and when it was last checked", "Changes of the content, dates of the last checks, and the Atom feed."),
		page("/api", "JSON API", "The same answers for programs: OpenAPI, evaluate, save."),
	}
	for _, c := range s.lib.Comparisons {
		more = append(more, page("/decide/"+c.Slug, "Decide: "+c.Title, "The wizard. "+c.Summary), page("/compare/"+c.Slug, "Compare: "+c.Title, "The matrix of options and criteria. "+c.Summary))
	}
	return content.NewIndex(s.lib, s.optionURL, more...)
}

// optionURL is the page that says most about an option.
func (s *server) optionURL(comparison, option string) string {
	if profile := "/options/" + comparison + "/" + option; s.fixed[profile] != nil {
		return profile
	}
	return "/compare/" + comparison
}

func (s *server) searchPage(query string) markup {
	p := views.SearchPage{
		Page:    s.page("/search", "search", "Search", "Search articles, options, questions, cases, claims and terms."),
		Results: s.index().Search(query),
	}
	if p.Results.Query != "" {
		p.Title = "Search: " + p.Results.Query
		p.NoIndex = true
	}
	return views.Search(p)
}

// search answers "?q=words". The words are looked up in an index in memory and
// reach nothing else.
func (s *server) search(w http.ResponseWriter, r *http.Request) error {
	query := r.URL.Query().Get("q")
	if query == "" {
		return s.sendFixed(w, r, "/search", noPage)
	}
	return s.sendPage(w, r, http.StatusOK, s.searchPage(query))
}

func (s *server) emptySearch() markup { return s.searchPage("") }
