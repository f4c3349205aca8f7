package web

import (
	"fmt"
	"net/http"

	"crossroads/decision"
	"crossroads/views"
	"crossroads/web/form"
)

func (s *server) casePages() (pages []fixed) {
	for _, cat := range s.lib.Comparisons {
		for i := range cat.Cases {
			at := len(pages)
			pages = append(pages, fixedHTML("/cases/"+cat.Cases[i].ID, func() markup { return s.casePage(at) }))
		}
	}
	return pages
}

// caseResults is what the engine says to all published cases, in the order of
// the content.
func (s *server) caseResults() []views.CaseResult {
	var results []views.CaseResult
	for n, test := range s.selfTests() {
		cat := s.lib.Comparisons[n]
		for i := range cat.Cases {
			results = append(results, views.CaseResult{Catalogue: cat, Case: &cat.Cases[i], Test: test.Cases[i]})
		}
	}
	return results
}

func caseAssessment(published *decision.Case) decision.Assessment {
	return decision.Assessment{Answers: published.Answers, Parts: published.Parts}
}

func (s *server) casesPage(filter views.CaseFilter) markup {
	return views.Cases(views.CasesPage{
		Page:    s.page("/cases", "cases", "Published cases", "What organisations chose and under which facts, and how often the recommendation agrees with them."),
		Filter:  filter,
		Results: s.caseResults(),
	})
}

// cases lists the published cases; "?chose=OPTION" and "?agree=yes|no" narrow it.
func (s *server) cases(w http.ResponseWriter, r *http.Request) error {
	filter := views.CaseFilter{Chose: r.URL.Query().Get("chose"), Agree: r.URL.Query().Get("agree")}
	if !s.isChoice(filter.Chose) {
		filter.Chose = ""
	}
	if filter.Agree != "yes" && filter.Agree != "no" {
		filter.Agree = ""
	}
	if filter == (views.CaseFilter{}) {
		return s.sendFixed(w, r, "/cases", noPage)
	}
	return s.sendPage(w, r, http.StatusOK, s.casesPage(filter))
}

// isChoice reports whether id is something that a case can have chosen.
func (s *server) isChoice(id string) bool {
	if id == decision.Hybrid {
		return true
	}
	for _, cat := range s.lib.Comparisons {
		for i := range cat.Options {
			if cat.Options[i].ID == id {
				return true
			}
		}
	}
	return false
}

func (s *server) casePage(at int) markup {
	result := s.caseResults()[at]
	published := result.Case
	report, err := decision.Evaluate(result.Catalogue, caseAssessment(published))
	if err != nil {
		return failed(fmt.Errorf("evaluating case %s: %w", published.ID, err))
	}
	return views.Case(views.CasePage{
		Page:      s.page("/cases/"+published.ID, "cases", published.Org, published.Summary),
		Result:    result,
		Report:    report,
		AnswerURL: form.URL("/decide/"+result.Catalogue.Slug, form.Query(caseAssessment(published))),
	})
}

func (s *server) allCases() markup { return s.casesPage(views.CaseFilter{}) }
