package views

import (
	"net/url"

	"crossroads/content"
	"crossroads/format"
)

type SearchPage struct {
	Page
	Results content.Results
}

func searchURL(query string) string {
	return "/search?q=" + url.QueryEscape(query)
}

// found counts the results in words.
func (p SearchPage) found() string {
	return format.Plural(p.Results.Total, "result") + " for “" + p.Results.Query + "”"
}

// kindWord names the kind of a result: “Article”, “Option”.
func kindWord(k content.EntryKind) string {
	switch k {
	case content.EntryQuestion:
		return "Question of the wizard"
	case content.EntryCase:
		return "Published case"
	case content.EntryClaim:
		return "Claim"
	}
	return format.Capital(string(k))
}
