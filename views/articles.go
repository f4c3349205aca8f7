package views

import (
	"net/url"

	"github.com/a-h/templ"

	"crossroads/content"
)

type ArticlesPage struct {
	Page
	Articles []*content.Article
	Tag      string   // "" for all
	Tags     []string // all tags in use, sorted
}

// tagURL lists the articles of one tag.
func tagURL(tag string) templ.SafeURL {
	return templ.SafeURL("/articles?tag=" + url.QueryEscape(tag))
}
