package views

import (
	"net/url"

	"github.com/a-h/templ"
)

// tagURL lists the articles of one tag.
func tagURL(tag string) templ.SafeURL {
	return templ.SafeURL("/articles?tag=" + url.QueryEscape(tag))
}
