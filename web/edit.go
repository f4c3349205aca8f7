package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"crossroads/decision"
	"crossroads/views"
)

// edit shows the form that changes or deletes an assessment. The edit key is
// in the fragment of the address, which browsers keep to themselves.
func (s *server) edit(w http.ResponseWriter, r *http.Request) error {
	saved, err := s.findAny(r, r.PathValue("id"), 0)
	if err != nil {
		return err
	}
	return s.sendEdit(w, r, http.StatusOK, s.editPage(saved, wordsOf(saved.Revision)))
}

// editPage of an assessment that has expired shows nothing of it.
func (s *server) editPage(saved decision.Saved, texts words) views.EditPage {
	if saved.Expired(s.now()) {
		p := views.EditPage{Page: s.page("/a/"+saved.ID+"/edit", "", "This link has ended", ""), Expired: true}
		p.Saved.ID, p.Saved.Life = saved.ID, saved.Life
		p.NoIndex = true
		p.Problems = input{findings: texts.findings}.problems()
		return p
	}
	p := views.EditPage{
		Page:  s.page("/a/"+saved.ID+"/edit", "", "Edit: "+saved.Title, ""),
		Saved: saved,
		Title: shown(texts.title),
		Note:  shown(texts.note), Author: shown(texts.author), Once: newMark(),
	}
	if cat, ok := s.lib.Comparison(saved.Comparison); ok {
		p.ReviseURL = withQuery("/decide/"+cat.Slug, Query(saved.Input), reviseQuery(&views.Revise{ID: saved.ID, Base: saved.Number}))
	}
	p.NoIndex = true
	p.Problems = input{findings: texts.findings}.problems()
	return p
}

func (s *server) sendEdit(w http.ResponseWriter, r *http.Request, status int, page views.EditPage) error {
	h := w.Header()
	h["Cache-Control"] = noStore
	h["X-Robots-Tag"] = noIndex
	return s.sendPage(w, r, status, views.Edit(page))
}

// change does to an assessment what a form of the edit page asks for.
func (s *server) change(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(w, r)
	if err != nil {
		return err
	}
	switch form.Get("action") {
	case "rotate":
		return s.rotate(w, r, form)
	case "revoke":
		return s.revoke(w, r, form)
	}
	key, done, err := s.keyedForm(w, r, form)
	if err != nil || done {
		return err
	}
	saved, err := s.findAny(r, r.PathValue("id"), 0)
	if err != nil {
		return err
	}
	switch form.Get("action") {
	case "", "save":
		return s.changeWords(w, r, saved, key, form)
	case "arrange":
		return s.arrange(w, r, saved, key, form)
	case "delete":
		return s.delete(w, r, saved, key, form.Get("confirm") != "")
	}
	return invalid("The form does not say what to do.")
}

// changeWords adds a revision with the same answers and the same report: a
// new title is no reason for another result.
func (s *server) changeWords(w http.ResponseWriter, r *http.Request, saved decision.Saved, key string, form url.Values) error {
	texts := readWords(form)
	base, err := strconv.Atoi(form.Get("base"))
	if err != nil || base < 1 {
		return invalid("The form does not say which revision it started from. Open the edit page again.")
	}
	if len(texts.findings) > 0 {
		return s.sendEdit(w, r, http.StatusUnprocessableEntity, s.editPage(saved, texts))
	}
	rev := saved.Revision
	rev.At, rev.Title, rev.Note, rev.Author = s.now(), texts.title, texts.note, texts.author
	_, err = s.revise(r, saved.ID, key, base, rev)
	switch {
	case errors.Is(err, decision.ErrConflict):
		return s.editConflict(w, r, saved.ID, base, key, texts)
	case errors.Is(err, decision.ErrFull):
		s.logSaving(w, r, err)
		texts.find("", "This portal has no room left, so it saves nothing.", "What you typed is still here. Tell whoever runs the portal.")
		return s.sendEdit(w, r, http.StatusInsufficientStorage, s.editPage(saved, texts))
	case errors.Is(err, decision.ErrUnavailable):
		s.logSaving(w, r, err)
		texts.find("", "Saving is not possible just now.", "What you typed is still here. Try again in a moment.")
		return s.sendEdit(w, r, http.StatusServiceUnavailable, s.editPage(saved, texts))
	case err != nil:
		return fmt.Errorf("changing: %w", err)
	}
	return seeOther(w, r, "/a/"+saved.ID)
}

// editConflict shows both versions: the answers of the form are those of the
// revision that it started from.
func (s *server) editConflict(w http.ResponseWriter, r *http.Request, id string, base int, key string, texts words) error {
	mine, err := s.find(r, id, base)
	if errors.Is(err, decision.ErrNotFound) {
		return invalid("The form started from a revision that is not there. Open the edit page again.")
	}
	if err != nil {
		return err
	}
	mine.Title, mine.Note, mine.Author = texts.title, texts.note, texts.author
	return s.cameSecond(w, r, id, base, key, mine.Revision)
}

func (s *server) delete(w http.ResponseWriter, r *http.Request, saved decision.Saved, key string, confirmed bool) error {
	texts := wordsOf(saved.Revision)
	if !confirmed {
		texts.find("confirm", "Deleting cannot be undone.", "Confirm it first.")
		return s.sendEdit(w, r, http.StatusUnprocessableEntity, s.editPage(saved, texts))
	}
	if err := s.remove(r, saved.ID, key); err != nil {
		return fmt.Errorf("deleting: %w", err)
	}
	w.Header()["Cache-Control"] = noStore
	page := s.page("/a/"+saved.ID, "", "Deleted", "")
	page.NoIndex = true
	return s.sendPage(w, r, http.StatusOK, views.Error(views.ErrorPage{
		Page: page, Status: http.StatusOK,
		Message: quote(saved.Title) + " and all its revisions are deleted. Links to it no longer work.",
	}))
}
