package views

import (
	"net/url"

	"crossroads/content"
)

type ArticlesPage struct {
	Page
	Articles []*content.Article
	Tag      string   // "" for all
	Tags     []string // all tags in use, sorted
}

// tagURL lists the articles of one tag.
func tagURL(tag string) string {
	return "/articles?tag=" + url.QueryEscape(tag)
}
