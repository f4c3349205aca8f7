package web

import (
	"fmt"
	"net/http"
	"sync"

	"crossroads/content"
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
		Page:    s.page("/cases", "cases", "Published cases", describeCases),
		Filter:  filter,
		Results: s.caseResults(),
		Panel:   s.lib.Panel,
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

// panelList is the list of the panel's situations, page by page, and situationPages
// are those; none without a panel.
func (s *server) panelList() (pages []fixed) {
	if s.lib.Panel == nil {
		return nil
	}
	results := sync.OnceValues(s.situationResults)
	for n := range views.PanelPages(len(s.lib.Panel.Situations)) {
		pages = append(pages, fixedHTML(views.PanelURL(n+1), func() markup { return s.panelPage(n+1, results) }))
	}
	return pages
}

func (s *server) situationPages() (pages []fixed) {
	if s.lib.Panel == nil {
		return nil
	}
	for i := range s.lib.Panel.Situations {
		situation := &s.lib.Panel.Situations[i]
		pages = append(pages, fixedHTML("/panel/"+situation.ID, func() markup { return s.situationPage(situation) }))
	}
	return pages
}

func encoded(e content.Encoding) decision.Assessment {
	return decision.Assessment{Answers: e.Answers, Parts: e.Parts}
}

// situationResult asks the engine about the first encoding, which the fit uses.
func (s *server) situationResult(situation *content.Situation) (views.SituationResult, error) {
	cat, _ := s.lib.Comparison(s.lib.Panel.Comparison) // the content was checked
	order, err := cat.Order(encoded(situation.Encodings[0]))
	if err != nil {
		return views.SituationResult{}, fmt.Errorf("ordering situation %s: %w", situation.ID, err)
	}
	return views.SituationResult{Catalogue: cat, Panel: s.lib.Panel, Situation: situation, Order: order}, nil
}

func (s *server) situationResults() (list []views.SituationResult, err error) {
	for i := range s.lib.Panel.Situations {
		result, err := s.situationResult(&s.lib.Panel.Situations[i])
		if err != nil {
			return nil, err
		}
		list = append(list, result)
	}
	return list, nil
}

func (s *server) panelPage(number int, results func() ([]views.SituationResult, error)) markup {
	list, err := results()
	if err != nil {
		return failed(err)
	}
	return views.Panel(views.PanelPage{
		Page:  s.page(views.PanelURL(number), "method", "The situations behind the numbers", describePanel),
		Panel: s.lib.Panel, Results: list, Number: number,
	})
}

func (s *server) situationPage(situation *content.Situation) markup {
	result, err := s.situationResult(situation)
	if err != nil {
		return failed(err)
	}
	report, err := decision.Evaluate(result.Catalogue, encoded(situation.Encodings[0]))
	if err != nil {
		return failed(fmt.Errorf("evaluating situation %s: %w", situation.ID, err))
	}
	page := views.SituationPage{
		Page:  s.page("/panel/"+situation.ID, "method", "Situation "+situation.ID, "A situation that the numbers were fitted to, its judgements, and what the engine says."),
		Panel: s.lib.Panel, Result: result, Report: report,
	}
	for _, e := range situation.Encodings {
		page.URLs = append(page.URLs, form.URL("/decide/"+result.Catalogue.Slug, form.Query(encoded(e))))
	}
	return views.Situation(page)
}
