package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"crossroads/assess"
	"crossroads/record"
	"crossroads/text"
	"crossroads/views"
	"crossroads/web/deliver"
	"crossroads/web/form"
)

// editForm holds the texts of the edit form as typed, and the problems with them.
type editForm struct {
	assess.Texts
	findings []text.Finding
}

func (f *editForm) complain(field, fact, advice string) {
	f.findings = append(f.findings, text.Finding{Field: field, Fact: fact, Advice: advice})
}

// edit shows the form that changes or deletes an assessment. The edit key is in the fragment
// of the address, which browsers do not send.
func (s *server) edit(w http.ResponseWriter, r *http.Request) error {
	saved, err := s.assess.LoadEnded(r.Context(), r.PathValue("id"), 0)
	if err != nil {
		return err
	}
	return s.sendEdit(w, r, http.StatusOK, s.editPage(saved, editForm{Texts: assess.TextsOf(saved.Revision)}))
}

// editPage returns the edit page. If the links have ended, it shows nothing of the
// assessment.
func (s *server) editPage(saved record.Saved, texts editForm) views.EditPage {
	if saved.Expired(s.now()) {
		p := views.EditPage{Page: s.page("/a/"+saved.ID+"/edit", "", "This link has ended", ""), Expired: true}
		p.Saved.ID, p.Saved.Life, p.Stored = saved.ID, saved.Life, saved.Life
		p.NoIndex = true
		p.Problems = problems(texts.findings)
		return p
	}
	p := views.EditPage{
		Page:  s.page("/a/"+saved.ID+"/edit", "", "Edit: "+saved.Title, ""),
		Saved: saved, Stored: saved.Life,
		Title: text.Typed(texts.Title),
		Note:  text.Typed(texts.Note), Author: text.Typed(texts.Author), Labels: typedLabels(texts.Labels), Once: newMark(),
	}
	if cat, ok := s.lib.Comparison(saved.Comparison); ok {
		p.ReviseURL = form.URL("/decide/"+cat.Slug, form.Query(saved.Input), reviseQuery(&views.Revise{ID: saved.ID, Base: saved.Number}))
	}
	p.NoIndex = true
	p.Problems = problems(texts.findings)
	return p
}

func (s *server) sendEdit(w http.ResponseWriter, r *http.Request, status int, page views.EditPage) error {
	h := w.Header()
	h["Cache-Control"] = deliver.NoStore
	h["X-Robots-Tag"] = deliver.NoIndex
	return s.sendPage(w, r, status, views.Edit(page))
}

// change carries out the action of a form of the edit page.
func (s *server) change(w http.ResponseWriter, r *http.Request) error {
	posted, err := readForm(w, r)
	if err != nil {
		return err
	}
	switch posted.Get("action") {
	case "rotate":
		return s.rotate(w, r, posted)
	case "revoke":
		return s.revoke(w, r, posted)
	}
	key, done, err := s.keyedForm(w, r, posted)
	if err != nil || done {
		return err
	}
	saved, err := s.assess.LoadEnded(r.Context(), key.ID(), 0)
	if err != nil {
		return err
	}
	switch posted.Get("action") {
	case "", "save":
		return s.saveEdit(w, r, saved, key, posted)
	case "arrange":
		return s.arrange(w, r, saved, key, posted)
	case "delete":
		return s.delete(w, r, saved, key, posted)
	}
	return invalid(saidNoAction)
}

// saveEdit stores the fields of the edit page: status and dates for the whole assessment,
// then texts as a new revision. Forms without a status change only texts.
func (s *server) saveEdit(w http.ResponseWriter, r *http.Request, saved record.Saved, key assess.Key, posted url.Values) error {
	sent := editForm{Texts: readTexts(posted)}
	if posted.Has("status") {
		// Fields that the form did not change may have been changed by somebody else.
		if life := readLife(posted); views.LifeMark(life) != posted.Get("before") {
			err := s.assess.Arrange(r.Context(), key, life)
			if bad := (*assess.InputError)(nil); errors.As(err, &bad) {
				sent.findings = bad.Findings
				page := s.editPage(saved, sent)
				page.Saved.Life = life // as typed
				return s.sendEdit(w, r, http.StatusUnprocessableEntity, page)
			}
			if err != nil {
				return err
			}
			saved.Life = life
		}
		if tidy, findings := sent.Texts.Checked(); len(findings) == 0 && tidy.Same(assess.TextsOf(saved.Revision)) {
			return redirectSaved(w, r, "/a/"+saved.ID)
		}
	}
	return s.reword(w, r, saved, key, posted, sent)
}

func readLife(posted url.Values) record.Life {
	return record.Life{Status: posted.Get("status"), Review: posted.Get("review"), Expires: posted.Get("expires")}
}

// reword adds a revision with new texts.
func (s *server) reword(w http.ResponseWriter, r *http.Request, saved record.Saved, key assess.Key,
	posted url.Values, sent editForm) error {
	base, err := baseOf(posted)
	if err != nil {
		return err
	}
	_, err = s.assess.Reword(r.Context(), key, base, sent.Texts)
	var bad *assess.InputError
	status := 0
	switch {
	case errors.As(err, &bad):
		sent.findings = bad.Findings
		return s.sendEdit(w, r, http.StatusUnprocessableEntity, s.editPage(saved, sent))
	case errors.Is(err, record.ErrConflict), errors.Is(err, assess.ErrNoBase):
		return s.cameSecond(w, r, editKey(posted), err)
	case errors.Is(err, record.ErrFull):
		sent.complain("", saidNoRoom, saidStillTyped)
		status = http.StatusInsufficientStorage
	case errors.Is(err, record.ErrUnavailable):
		sent.complain("", saidNotNow, saidStillTypedNow)
		status = http.StatusServiceUnavailable
	case err != nil:
		return err
	}
	if status != 0 {
		s.logSaving(w, err)
		return s.sendEdit(w, r, status, s.editPage(saved, sent))
	}
	return redirectSaved(w, r, "/a/"+saved.ID)
}

func (s *server) delete(w http.ResponseWriter, r *http.Request, saved record.Saved, key assess.Key, posted url.Values) error {
	if posted.Get("confirm") == "" {
		f := editForm{Texts: readTexts(posted)}
		f.complain("confirm", "Deleting cannot be undone.", "Confirm it first.")
		page := s.editPage(saved, f)
		page.Saved.Life = readLife(posted) // as typed
		return s.sendEdit(w, r, http.StatusUnprocessableEntity, page)
	}
	if err := s.assess.Delete(r.Context(), key); err != nil {
		return err
	}
	w.Header()["Cache-Control"] = deliver.NoStore
	page := s.page("/a/"+saved.ID, "", "Deleted", "")
	page.NoIndex = true
	return s.sendPage(w, r, http.StatusOK, views.Error(views.ErrorPage{
		Page: page, Status: http.StatusOK,
		Message: fmt.Sprintf(saidDeleted, text.Quote(saved.Title)),
	}))
}

// arrange stores status, review date and last day of an assessment.
func (s *server) arrange(w http.ResponseWriter, r *http.Request, saved record.Saved, key assess.Key, posted url.Values) error {
	life := readLife(posted)
	err := s.assess.Arrange(r.Context(), key, life)
	if bad := (*assess.InputError)(nil); errors.As(err, &bad) {
		saved.Life = life // as typed
		return s.sendEdit(w, r, http.StatusUnprocessableEntity, s.editPage(saved, editForm{assess.TextsOf(saved.Revision), bad.Findings}))
	}
	if err != nil {
		return err
	}
	return redirectSaved(w, r, "/a/"+saved.ID)
}

// rotate replaces the edit key and shows the new edit link.
func (s *server) rotate(w http.ResponseWriter, r *http.Request, posted url.Values) error {
	id, key := r.PathValue("id"), editKey(posted)
	fresh, err := s.assess.Rotate(r.Context(), id, key, formMark(posted.Get("once"))("rotate "+key))
	if err != nil {
		return s.notReplaced(w, r, posted, err)
	}
	return s.sendReplaced(w, r, id, fresh)
}

// revoke moves the assessment to a new address, which only its owner sees.
func (s *server) revoke(w http.ResponseWriter, r *http.Request, posted url.Values) error {
	id, key := r.PathValue("id"), editKey(posted)
	fresh, err := s.assess.Revoke(r.Context(), id, key, formMark(posted.Get("once"))("revoke "+key))
	if err != nil {
		return s.notReplaced(w, r, posted, err)
	}
	return s.sendReplaced(w, r, fresh, key)
}

// sendReplaced shows the links of an assessment after one of them was replaced.
func (s *server) sendReplaced(w http.ResponseWriter, r *http.Request, id, key string) error {
	saved, err := s.assess.Load(r.Context(), id, 0)
	if err != nil {
		return err
	}
	return s.sendNew(w, r, saved, key, onPage)
}

func (s *server) notReplaced(w http.ResponseWriter, r *http.Request, posted url.Values, err error) error {
	switch {
	case errors.Is(err, record.ErrForbidden):
		return s.askKey(w, r, posted)
	case errors.Is(err, record.ErrConflict):
		return errSavedBefore(err)
	}
	return err
}
