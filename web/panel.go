package web

import (
	"fmt"

	"crossroads/content"
	"crossroads/decision"
	"crossroads/views"
	"crossroads/web/form"
)

// panelList is the list of the panel's situations, and situationPages are those;
// none without a panel.
func (s *server) panelList() []fixed {
	if s.lib.Panel == nil {
		return nil
	}
	return []fixed{fixedHTML("/panel", s.panelPage)}
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

func (s *server) panelPage() markup {
	page := views.PanelPage{
		Page:  s.page("/panel", "method", "The situations behind the numbers", "Every situation that the numbers of the recommendation were fitted to, with its judgements, who made them, and what the engine says."),
		Panel: s.lib.Panel,
	}
	for i := range s.lib.Panel.Situations {
		result, err := s.situationResult(&s.lib.Panel.Situations[i])
		if err != nil {
			return failed(err)
		}
		page.Catalogue, page.Results = result.Catalogue, append(page.Results, result)
	}
	return views.Panel(page)
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
