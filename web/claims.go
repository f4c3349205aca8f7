package web

import (
	"fmt"
	"net/http"
	"slices"

	"crossroads/content"
	"crossroads/text"
	"crossroads/views"
)

func (s *server) claimsPage(verdict content.ClaimVerdict, problems ...views.Problem) markup {
	p := views.ClaimsPage{
		Page:    s.page("/claims", "articles", "Popular claims, checked", "What is often said about serverless and microservices, and what the evidence says, with sources and dates."),
		Claims:  s.lib.Claims,
		Verdict: verdict,
		Today:   s.today(),
	}
	p.Problems = problems
	return views.Claims(p)
}

// claims lists the checked claims; "?verdict=outdated" narrows them.
func (s *server) claims(w http.ResponseWriter, r *http.Request) error {
	verdict := content.ClaimVerdict(r.URL.Query().Get("verdict"))
	if verdict == "" {
		return s.sendFixed(w, r, "/claims", noPage)
	}
	page := s.claimsPage(verdict)
	if !slices.Contains(content.ClaimVerdicts, verdict) {
		page = s.claimsPage("", views.Problem{Message: fmt.Sprintf("%s is not a verdict, so all claims are shown.", text.Quote(string(verdict)))})
	}
	return s.sendPage(w, r, http.StatusOK, page)
}

func (s *server) allClaims() markup { return s.claimsPage("") }
