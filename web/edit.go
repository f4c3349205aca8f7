package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"crossroads/decision"
	"crossroads/views"
)

// edit shows the form that changes or deletes an assessment. The edit key is
// in the fragment of the address, which browsers keep to themselves.
func (s *server) edit(c echo.Context) error {
	saved, err := s.find(c, c.Param("id"), 0)
	if err != nil {
		return err
	}
	return s.sendEdit(c, http.StatusOK, s.editPage(saved, words{title: saved.Title, note: saved.Note}))
}

func (s *server) editPage(saved decision.Saved, texts words) views.EditPage {
	p := views.EditPage{
		Page:  s.page("/a/"+saved.ID+"/edit", "", "Edit: "+saved.Title, ""),
		Saved: saved,
		Title: shown(texts.title),
		Note:  shown(texts.note),
	}
	if cat, ok := s.lib.Comparison(saved.Comparison); ok {
		p.ReviseURL = withQuery("/decide/"+cat.Slug, Query(saved.Input), reviseQuery(&views.Revise{ID: saved.ID, Base: saved.Number}))
	}
	p.NoIndex = true
	p.Problems = input{findings: texts.findings}.problems()
	return p
}

func (s *server) sendEdit(c echo.Context, status int, page views.EditPage) error {
	h := c.Response().Header()
	h["Cache-Control"] = noStore
	h["X-Robots-Tag"] = noIndex
	return s.sendPage(c.Response(), c.Request(), status, views.Edit(page))
}

// change stores a new title and note, or deletes the assessment.
func (s *server) change(c echo.Context) error {
	form, err := readForm(c.Request())
	if err != nil {
		return err
	}
	saved, err := s.find(c, c.Param("id"), 0)
	if err != nil {
		return err
	}
	key := editKey(form)
	switch form.Get("action") {
	case "", "save":
		return s.changeWords(c, saved, key, form)
	case "delete":
		return s.delete(c, saved, key, form.Get("confirm") != "")
	}
	return invalid("The form does not say what to do: save or delete.")
}

// editKey reads the key as people paste it: alone, or as the whole edit link.
func editKey(form url.Values) string {
	key := strings.TrimSpace(form.Get("key"))
	if i := strings.LastIndexByte(key, '#'); i >= 0 {
		key = key[i+1:]
	}
	return key
}

// changeWords adds a revision with the same answers and the same report: a
// new title is no reason for another result.
func (s *server) changeWords(c echo.Context, saved decision.Saved, key string, form url.Values) error {
	texts := readWords(form)
	base, err := strconv.Atoi(form.Get("base"))
	if err != nil || base < 1 {
		return invalid("The form does not say which revision it started from. Open the edit page again.")
	}
	if len(texts.findings) > 0 {
		return s.sendEdit(c, http.StatusUnprocessableEntity, s.editPage(saved, texts))
	}
	rev := saved.Revision
	rev.At, rev.Title, rev.Note = s.now(), texts.title, texts.note
	_, err = s.revise(c.Request().Context(), saved.ID, key, base, rev)
	switch {
	case errors.Is(err, decision.ErrForbidden):
		texts.wrongKey("key")
		return s.sendEdit(c, http.StatusForbidden, s.editPage(saved, texts))
	case errors.Is(err, decision.ErrConflict):
		return s.editConflict(c, saved.ID, texts)
	case errors.Is(err, decision.ErrUnavailable):
		s.logSaving(c, err)
		texts.find("", "Saving is not possible just now.", "What you typed is still here. Try again in a moment.")
		return s.sendEdit(c, http.StatusServiceUnavailable, s.editPage(saved, texts))
	case err != nil:
		return fmt.Errorf("changing: %w", err)
	}
	return seeOther(c, "/a/"+saved.ID)
}

// editConflict shows both versions. The form then starts from the newer one.
func (s *server) editConflict(c echo.Context, id string, texts words) error {
	latest, err := s.find(c, id, 0)
	if err != nil {
		return err
	}
	page := s.editPage(latest, texts)
	page.Conflict = &latest
	return s.sendEdit(c, http.StatusConflict, page)
}

func (s *server) delete(c echo.Context, saved decision.Saved, key string, confirmed bool) error {
	texts := words{title: saved.Title, note: saved.Note}
	if !confirmed {
		texts.find("confirm", "Deleting cannot be undone.", "Confirm it first.")
		return s.sendEdit(c, http.StatusUnprocessableEntity, s.editPage(saved, texts))
	}
	err := s.remove(c.Request().Context(), saved.ID, key)
	if errors.Is(err, decision.ErrForbidden) {
		texts.wrongKey("delete-key")
		return s.sendEdit(c, http.StatusForbidden, s.editPage(saved, texts))
	}
	if err != nil {
		return fmt.Errorf("deleting: %w", err)
	}
	c.Response().Header()["Cache-Control"] = noStore
	page := s.page("/a/"+saved.ID, "", "Deleted", "")
	page.NoIndex = true
	return s.sendPage(c.Response(), c.Request(), http.StatusOK, views.Error(views.ErrorPage{
		Page: page, Status: http.StatusOK,
		Message: quote(saved.Title) + " and all its revisions are deleted. Links to it no longer work.",
	}))
}
