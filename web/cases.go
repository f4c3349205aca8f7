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

// caseResults returns the results of the engine for all published cases, in the order of
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
	panels, err := s.panels()
	if err != nil {
		return failed(err)
	}
	return views.Cases(views.CasesPage{
		Page:    s.page("/cases", "cases", "Published cases", describeCases),
		Filter:  filter,
		Results: s.caseResults(),
		Panels:  panels,
	})
}

// cases lists the published cases; "?about=COMPARISON", "?chose=OPTION" and
// "?agree=yes|no" narrow it.
func (s *server) cases(w http.ResponseWriter, r *http.Request) error {
	query := fields(r, "about", "chose", "agree")
	filter := views.CaseFilter{
		About: form.ID(query["about"], s.isComparison), Chose: form.ID(query["chose"], s.isChoice), Agree: form.ID(query["agree"], isAgree),
	}
	if !s.isComparison(filter.About) {
		filter.About = ""
	}
	if !s.isChoice(filter.Chose) {
		filter.Chose = ""
	}
	if !isAgree(filter.Agree) {
		filter.Agree = ""
	}
	if filter == (views.CaseFilter{}) {
		return s.sendFixed(w, r, "/cases", noPage)
	}
	return s.sendPage(w, r, http.StatusOK, s.casesPage(filter))
}

func isAgree(said string) bool { return said == "yes" || said == "no" }

func (s *server) isComparison(slug string) bool {
	_, known := s.lib.Comparison(slug)
	return known
}

// isChoice reports whether id is an option that a case can have chosen.
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
	report, err := decision.Evaluate(result.Catalogue.Ungoverned(), caseAssessment(published))
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

// panelList returns the pages that list the situations of the panels. There are none
// without a panel.
func (s *server) panelList() (pages []fixed) {
	for _, panel := range s.lib.Panels {
		check := sync.OnceValues(func() (views.PanelCheck, error) { return s.panelCheck(panel) })
		for n := range views.PanelPages(len(panel.Situations)) {
			pages = append(pages, fixedHTML(views.PanelURL(s.lib.Comparisons, panel.Comparison, n+1),
				func() markup { return s.panelPage(n+1, check) }))
		}
	}
	return pages
}

func (s *server) situationPages() (pages []fixed) {
	for _, panel := range s.lib.Panels {
		for i := range panel.Situations {
			situation := &panel.Situations[i]
			pages = append(pages, fixedHTML("/panel/"+situation.ID, func() markup { return s.situationPage(panel, situation) }))
		}
	}
	return pages
}

func encoded(e content.Encoding) decision.Assessment {
	return decision.Assessment{Answers: e.Answers, Parts: e.Parts}
}

// situationResult evaluates every encoding of a situation, as the measurement of the fit does.
func (s *server) situationResult(panel *content.Panel, situation *content.Situation) (views.SituationResult, error) {
	cat, _ := s.lib.Comparison(panel.Comparison) // the content was checked
	result := views.SituationResult{Catalogue: cat, Panel: panel, Situation: situation}
	for _, e := range situation.Encodings {
		order, err := cat.Ungoverned().Order(encoded(e))
		if err != nil {
			return result, fmt.Errorf("ordering situation %s: %w", situation.ID, err)
		}
		result.Orders = append(result.Orders, order)
	}
	return result, nil
}

// panelCheck evaluates every situation of a panel.
func (s *server) panelCheck(panel *content.Panel) (views.PanelCheck, error) {
	cat, _ := s.lib.Comparison(panel.Comparison)
	check := views.PanelCheck{Catalogue: cat, Panel: panel}
	for i := range panel.Situations {
		result, err := s.situationResult(panel, &panel.Situations[i])
		if err != nil {
			return check, err
		}
		check.Results = append(check.Results, result)
	}
	return check, nil
}

// panels returns all panels. A panel with a measured fit has a table of the results, so
// only the others are evaluated here.
func (s *server) panels() ([]views.PanelCheck, error) {
	var list []views.PanelCheck
	for _, panel := range s.lib.Panels {
		cat, _ := s.lib.Comparison(panel.Comparison)
		check := views.PanelCheck{Catalogue: cat, Panel: panel}
		if !panel.Fitted() {
			var err error
			if check, err = s.panelCheck(panel); err != nil {
				return nil, err
			}
		}
		list = append(list, check)
	}
	return list, nil
}

func (s *server) panelPage(number int, of func() (views.PanelCheck, error)) markup {
	check, err := of()
	if err != nil {
		return failed(err)
	}
	path := views.PanelURL(s.lib.Comparisons, check.Catalogue.Slug, number)
	return views.Panel(views.PanelPage{
		Page:  s.page(path, "method", "The situations behind “"+check.Catalogue.Title+"”", describePanel),
		Check: check, Number: number,
	})
}

func (s *server) situationPage(panel *content.Panel, situation *content.Situation) markup {
	result, err := s.situationResult(panel, situation)
	if err != nil {
		return failed(err)
	}
	report, err := decision.Evaluate(result.Catalogue.Ungoverned(), encoded(situation.Encodings[0]))
	if err != nil {
		return failed(fmt.Errorf("evaluating situation %s: %w", situation.ID, err))
	}
	page := views.SituationPage{
		Page:  s.page("/panel/"+situation.ID, "method", "Situation "+situation.ID, describeSituation),
		Panel: panel, Result: result, Report: report,
	}
	for _, e := range situation.Encodings {
		page.URLs = append(page.URLs, form.URL("/decide/"+result.Catalogue.Slug, form.Query(encoded(e))))
	}
	return views.Situation(page)
}
