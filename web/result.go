package web

import (
	"net/http"
	"net/url"

	"crossroads/decision"
	"crossroads/views"
	"crossroads/web/deliver"
	"crossroads/web/form"
)

// result shows the report for the answers in the address. Nothing is stored.
func (s *server) result(w http.ResponseWriter, r *http.Request) error {
	cat, wiz, report, err := s.answered(r)
	if err != nil {
		return err
	}
	w.Header()["X-Robots-Tag"] = deliver.NoIndex
	w.Header()["Cache-Control"] = deliver.FormCache
	return s.sendPage(w, r, http.StatusOK, views.Result(s.resultPage(r, cat, wiz, report)))
}

func (s *server) resultPage(r *http.Request, cat *decision.Catalogue, w wizard, report decision.Report) views.ResultPage {
	query := form.Query(w.Assessment)
	path := w.prefix + cat.Slug
	p := views.ResultPage{
		Page:       s.page(path+"/result", "decide", report.Headline, cat.Title+" The result for the answers in this link."),
		Catalogue:  cat,
		Assessment: w.Assessment,
		Query:      query,
		Report:     report,
		ChangeURL:  form.URL(path, query, w.Unkept(), w.carried(), reviseQuery(w.revise), roundQuery(w.round)),
		Quick:      w.Quick,
		Revise:     w.revise,
		Round:      w.round,
	}
	p.NoIndex = true
	s.setCard(&p.Page, cat)
	p.Problems = anchored(cat, problems(w.Findings), p.ChangeURL)
	p.Embed, p.Theme, p.Frame = w.embedded(), w.theme, w.frame.id
	switch {
	case w.embedded():
		p.FullURL = form.URL(s.origin(r)+"/decide/"+cat.Slug+"/result", query)
		p.KeepURL = s.origin(r) + "/decide/" + cat.Slug + "#a=" + url.QueryEscape(query)
		p.Token = s.frameTokens.mint(cat.Slug)
		p.Save = &views.SaveForm{Once: newMark()}
	case w.revise != nil:
		p.Save = &views.SaveForm{Title: w.revise.Title, Note: w.revise.Note, Author: w.revise.Author}
	default:
		p.Save = &views.SaveForm{Once: newMark()}
	}
	return p
}
