package views

import (
	"net/url"
	"strings"

	"crossroads/content"
)

// ClaimsPage lists popular claims with their verdicts.
type ClaimsPage struct {
	Page
	Claims  []*content.Claim     // all; the view filters
	Verdict content.ClaimVerdict // "" for all
	Today   string               // YYYY-MM-DD, to mark claims that are due for review
}

// claimsURL lists the claims of one verdict.
func claimsURL(v content.ClaimVerdict) string {
	return "/claims?verdict=" + url.QueryEscape(string(v))
}

// shown are the claims that the filter lets through.
func (p ClaimsPage) shown() []*content.Claim {
	var shown []*content.Claim
	for _, c := range p.Claims {
		if p.Verdict == "" || c.Verdict == p.Verdict {
			shown = append(shown, c)
		}
	}
	return shown
}

func (p ClaimsPage) count(v content.ClaimVerdict) int {
	n := 0
	for _, c := range p.Claims {
		if c.Verdict == v {
			n++
		}
	}
	return n
}

// paragraphs cuts a text at its line ends.
func paragraphs(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == '\n' })
}
