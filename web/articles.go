package web

import (
	"fmt"
	"net/http"
	"slices"

	"crossroads/content"
	"crossroads/text"
	"crossroads/views"
)

func (s *server) articlePages() (pages []fixed) {
	for _, a := range s.lib.Articles {
		pages = append(pages, fixedHTML("/articles/"+a.Slug, func() markup { return s.articlePage(a) }))
	}
	return pages
}

func (s *server) articlesPage(tag string) markup {
	p := views.ArticlesPage{
		Page: s.page("/articles", "articles", "Articles", "Deployment architectures explained: what they are, where they differ and what the evidence says."),
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
		p.Problems = append(p.Problems, views.Problem{Message: fmt.Sprintf("No article has the tag %s, so all are shown.", text.Quote(tag))})
	}
	return views.Articles(p)
}

// articles lists all articles, or those with "?tag=".
func (s *server) articles(w http.ResponseWriter, r *http.Request) error {
	tag := r.URL.Query().Get("tag")
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
