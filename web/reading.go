package web

import (
	"fmt"
	"net/http"
	"slices"

	"crossroads/content"
	"crossroads/decision"
	"crossroads/text"
	"crossroads/views"
	"crossroads/web/deliver"
	"crossroads/web/form"
)

func (s *server) homePage() markup {
	page := views.HomePage{
		Page:     s.page("/", "", "Choose an architecture you can defend", describeHome),
		Articles: s.lib.Articles,
	}
	page.Examples = exampleLinks(s.lib.ExamplesOf(s.lib.Comparisons[0].Slug))
	return views.Home(page)
}

// exampleLinks returns links to the wizard, filled in with the answers of each example.
func exampleLinks(examples []*content.Example) (links []views.ExampleLink) {
	for _, e := range examples {
		links = append(links, views.ExampleLink{Example: e, URL: form.URL("/decide/"+e.Comparison, form.Query(e.Assessment), "step=check")})
	}
	return links
}

// choosePages returns the page that lists the comparisons at "/decide" or "/compare". There is
// none if there is only one comparison.
func (s *server) choosePages(section, title, description string) []fixed {
	if len(s.lib.Comparisons) == 1 {
		return nil
	}
	return []fixed{fixedHTML("/"+section, func() markup {
		return views.Choose(views.ChoosePage{
			Page:     s.page("/"+section, section, title, description),
			Examples: exampleLinks(s.lib.Examples),
		})
	})}
}

// choose lists the comparisons, or redirects to the only one. Links with answers, from the time
// when there was only one, redirect to the first.
func (s *server) choose(section string) handler {
	first := s.firstComparison("/" + section + "/")
	return func(w http.ResponseWriter, r *http.Request) error {
		if len(s.lib.Comparisons) == 1 || r.URL.RawQuery != "" {
			return first(w, r)
		}
		return s.sendFixed(w, r, "/"+section, noPage)
	}
}

// firstComparison redirects an address without a comparison to the first one.
func (s *server) firstComparison(prefix string) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		target := form.URL(prefix+s.lib.Comparisons[0].Slug, r.URL.RawQuery)
		return deliver.Redirect(w, r, http.StatusFound, target)
	}
}

func (s *server) articlePages() (pages []fixed) {
	for _, a := range s.lib.Articles {
		pages = append(pages, fixedHTML("/articles/"+a.Slug, func() markup { return s.articlePage(a) }))
	}
	return pages
}

func (s *server) articlesPage(tag string) markup {
	p := views.ArticlesPage{
		Page: s.page("/articles", "articles", "Articles", describeArticles),
		Tag:  tag,
	}
	for _, a := range s.lib.Articles {
		if tag == "" || slices.Contains(a.Tags, tag) {
			p.Articles = append(p.Articles, a)
		}
		p.Tags = append(p.Tags, a.Tags...)
	}
	slices.Sort(p.Tags)
	p.Tags = slices.Compact(p.Tags)
	if tag != "" && !slices.Contains(p.Tags, tag) {
		p.Tag, p.Articles = "", s.lib.Articles
		p.Problems = append(p.Problems, views.Problem{
			Message: fmt.Sprintf(noTag, text.Quote(tag)),
		})
	}
	return views.Articles(p)
}

// articles lists all articles, or those with "?tag=".
func (s *server) articles(w http.ResponseWriter, r *http.Request) error {
	tag := form.ID(fields(r, "tag")["tag"], func(tag string) bool {
		return slices.ContainsFunc(s.lib.Articles, func(a *content.Article) bool { return slices.Contains(a.Tags, tag) })
	})
	if tag == "" {
		return s.sendFixed(w, r, "/articles", noPage)
	}
	return s.sendPage(w, r, 200, s.articlesPage(tag))
}

func (s *server) articlePage(a *content.Article) markup {
	return views.Article(views.ArticlePage{
		Page:    s.page("/articles/"+a.Slug, "articles", a.Title, a.Summary),
		Article: a,
	})
}

func (s *server) allArticles() markup { return s.articlesPage("") }

func (s *server) glossaryPage() markup {
	return views.Glossary(views.GlossaryPage{
		Page:     s.page("/glossary", "articles", "Glossary", describeGlossary),
		Terms:    s.lib.Terms,
		Articles: s.lib.Articles,
	})
}

func (s *server) methodPage() markup {
	panels, err := s.panels()
	if err != nil {
		return failed(err)
	}
	return views.Method(views.MethodPage{
		Page:       s.page("/method", "method", "How the recommendation is made", describeMethod),
		Catalogues: s.lib.Comparisons,
		Tests:      s.selfTests(),
		Panels:     panels,
	})
}

// runSelfTests runs the self-test of every comparison, which takes a moment.
func (s *server) runSelfTests() []decision.SelfTest {
	var tests []decision.SelfTest
	for _, cat := range s.lib.Comparisons {
		tests = append(tests, cat.SelfTest())
	}
	return tests
}

func (s *server) claimsPage(verdict content.ClaimVerdict, problems ...views.Problem) markup {
	p := views.ClaimsPage{
		Page:    s.page("/claims", "articles", "Popular claims, checked", describeClaims),
		Claims:  s.lib.Claims,
		Verdict: verdict,
		Today:   s.today(),
	}
	p.Problems = problems
	return views.Claims(p)
}

// claims lists the checked claims; "?verdict=outdated" narrows them.
func (s *server) claims(w http.ResponseWriter, r *http.Request) error {
	verdict := content.ClaimVerdict(form.ID(fields(r, "verdict")["verdict"], isVerdict))
	if verdict == "" {
		return s.sendFixed(w, r, "/claims", noPage)
	}
	page := s.claimsPage(verdict)
	if !isVerdict(string(verdict)) {
		page = s.claimsPage("", views.Problem{
			Message: fmt.Sprintf(noVerdict, text.Quote(string(verdict))),
		})
	}
	return s.sendPage(w, r, http.StatusOK, page)
}

func isVerdict(id string) bool {
	return slices.Contains(content.ClaimVerdicts, content.ClaimVerdict(id))
}

func (s *server) allClaims() markup { return s.claimsPage("") }

func (s *server) updatesPage() markup {
	return views.Updates(views.UpdatesPage{
		Page:    s.page("/updates", "", titleUpdates, describeUpdates),
		Library: s.lib,
		Today:   s.today(),
	})
}

// newIndex makes all content searchable, and the pages that are not content.
func (s *server) newIndex() *content.Index {
	page := func(url, title, summary string) content.Entry {
		return content.Entry{Kind: content.EntryPage, URL: url, Title: title, Summary: summary}
	}
	more := []content.Entry{
		page("/method", "How it decides", summariseMethod),
		page("/cases", "Published cases", describeCases),
		page("/claims", "Popular claims, checked", foundClaims),
		page("/glossary", "Glossary", foundGlossary),
		page("/updates", titleUpdates, foundUpdates),
		page("/api", "JSON API", foundAPI),
	}
	for _, c := range s.lib.Comparisons {
		more = append(more, page("/decide/"+c.Slug, "Decide: "+c.Title, "The wizard. "+c.Summary),
			page("/compare/"+c.Slug, "Compare: "+c.Title, "The matrix of options and criteria. "+c.Summary))
	}
	return content.NewIndex(s.lib, s.optionURL, more...)
}

// optionURL returns the address of the page with the most about an option.
func (s *server) optionURL(comparison, option string) string {
	if profile := "/options/" + comparison + "/" + option; s.fixed[profile] != nil {
		return profile
	}
	return "/compare/" + comparison
}

func (s *server) searchPage(query string) markup {
	p := views.SearchPage{
		Page:    s.page("/search", "search", "Search", describeSearch),
		Results: s.index().Search(query),
	}
	if p.Results.Query != "" {
		p.Title = "Search: " + p.Results.Query
		p.NoIndex = true
	}
	return views.Search(p)
}

// search responds to "?q=words". The words are looked up in an index in memory; they are neither
// logged nor sent on.
func (s *server) search(w http.ResponseWriter, r *http.Request) error {
	query := fields(r, "q").Get("q")
	if query == "" {
		return s.sendFixed(w, r, "/search", noPage)
	}
	return s.sendPage(w, r, http.StatusOK, s.searchPage(query))
}

func (s *server) emptySearch() markup { return s.searchPage("") }
