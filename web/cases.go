package web

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"crossroads/decision"
	"crossroads/views"
)

func (s *server) casePages() map[string]*fixedPage {
	pages := map[string]*fixedPage{"/cases": s.fixedHTML("/cases", func() markup {
		return s.casesPage(views.CaseFilter{})
	})}
	n := 0
	for _, cat := range s.lib.Comparisons {
		for i := range cat.Cases {
			at := n
			pages["/cases/"+cat.Cases[i].ID] = s.fixedHTML("/cases/:id", func() markup { return s.casePage(at) })
			n++
		}
	}
	return pages
}

// caseResult is what the engine says to a published case.
type caseResult struct {
	views.CaseResult
	report decision.Report
}

// evaluateCases runs the engine on all published cases, in the order of the
// content. It takes a moment, so it waits until somebody looks.
func (s *server) evaluateCases() ([]caseResult, error) {
	var results []caseResult
	for _, cat := range s.lib.Comparisons {
		for i := range cat.Cases {
			result, err := evaluateCase(cat, &cat.Cases[i])
			if err != nil {
				return nil, err
			}
			results = append(results, result)
		}
	}
	return results, nil
}

func evaluateCase(cat *decision.Catalogue, published *decision.Case) (caseResult, error) {
	report, err := decision.Evaluate(cat, caseAssessment(published))
	if err != nil {
		return caseResult{}, fmt.Errorf("evaluating case %s: %w", published.ID, err)
	}
	result := caseResult{views.CaseResult{Catalogue: cat, Case: published, Winner: report.Leader}, report}
	if report.Kind == decision.VerdictHybrid {
		result.Winner = decision.Hybrid
	}
	for _, standing := range report.Ranking {
		if standing.Status == decision.StatusOut {
			result.RuledOut = result.RuledOut || standing.Option == published.Chose
			continue
		}
		result.Ranking = append(result.Ranking, standing.Option)
	}
	return result, nil
}

func caseAssessment(published *decision.Case) decision.Assessment {
	return decision.Assessment{Answers: published.Answers, Parts: published.Parts}
}

func (s *server) casesPage(filter views.CaseFilter) markup {
	results, err := s.caseResults()
	if err != nil {
		return failed(err)
	}
	p := views.CasesPage{
		Page:   s.page("/cases", "cases", "Published cases", "What organisations chose and under which facts, and how often the recommendation agrees with them."),
		Filter: filter,
	}
	for _, result := range results {
		p.Results = append(p.Results, result.CaseResult)
	}
	return views.Cases(p)
}

// cases lists the published cases; "?chose=OPTION" and "?agree=yes|no" narrow it.
func (s *server) cases(c echo.Context) error {
	filter := views.CaseFilter{Chose: c.QueryParam("chose"), Agree: c.QueryParam("agree")}
	if !s.isChoice(filter.Chose) {
		filter.Chose = ""
	}
	if filter.Agree != "yes" && filter.Agree != "no" {
		filter.Agree = ""
	}
	if filter == (views.CaseFilter{}) {
		return s.sendFixed(c, "/cases")
	}
	return s.sendPage(c.Response(), c.Request(), http.StatusOK, s.casesPage(filter))
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
	results, err := s.caseResults()
	if err != nil {
		return failed(err)
	}
	result := results[at]
	published := result.Case
	return views.Case(views.CasePage{
		Page:      s.page("/cases/"+published.ID, "cases", published.Org, published.Summary),
		Result:    result.CaseResult,
		Report:    result.report,
		AnswerURL: withQuery("/decide/"+result.Catalogue.Slug, Query(caseAssessment(published))),
	})
}

func (s *server) publishedCase(c echo.Context) error {
	path := "/cases/" + c.Param("id")
	if _, ok := s.fixed[path]; !ok {
		return notFound("There is no case at this address. All cases are listed under Cases.")
	}
	return s.sendFixed(c, path)
}
