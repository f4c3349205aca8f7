package web

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"crossroads/assess"
	"crossroads/figure"
	"crossroads/format"
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
	texts := assess.TextsOf(saved.Revision)
	texts.Author = s.savedBy(r, texts.Author)
	return s.sendEdit(w, r, http.StatusOK, s.editPage(saved, editForm{Texts: texts}))
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
		Saved: saved, Base: saved.Number, Stored: saved.Life,
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

// saveEdit stores the fields of the edit page: texts as a new revision, then status and dates
// for the whole assessment. Both are checked before either is stored. Forms without a status
// change only texts.
func (s *server) saveEdit(w http.ResponseWriter, r *http.Request, saved record.Saved, key assess.Key, posted url.Values) error {
	sent := editForm{Texts: readTexts(posted)}
	tidy, wrong := sent.Texts.Checked()
	_, found, status := s.newLife(posted, saved.Life)
	if sent.findings = append(found, wrong...); len(sent.findings) > 0 {
		return s.sendUnsaved(w, r, cmp.Or(status, http.StatusUnprocessableEntity), saved, sent, posted)
	}
	stored := assess.TextsOf(saved.Revision)
	if tidy.Author == s.savedBy(r, stored.Author) { // as the page was filled in, which is no change yet
		stored.Author = tidy.Author
	}
	if !posted.Has("status") || !tidy.Same(stored) {
		if done, err := s.reword(w, r, &saved, key, posted, sent); done || err != nil {
			return err
		}
	}
	return s.settle(w, r, saved, key, posted, sent)
}

// settle stores the status and the dates of a form whose texts are those of saved.
func (s *server) settle(w http.ResponseWriter, r *http.Request, saved record.Saved, key assess.Key, posted url.Values,
	sent editForm) error {
	posted.Del("base") // if it is shown again, it starts from saved
	life, found, status := s.newLife(posted, saved.Life)
	if sent.findings = found; status != 0 {
		return s.sendUnsaved(w, r, status, saved, sent, posted)
	}
	if life != nil {
		err := s.assess.Arrange(r.Context(), key, *life)
		if status := refusedSave(&sent, err); status != 0 {
			s.logSaving(w, err)
			return s.sendUnsaved(w, r, status, saved, sent, posted)
		}
		if err != nil {
			return err
		}
	}
	return redirectSaved(w, r, "/a/"+saved.ID)
}

// newLife returns status and dates with what a form changes of them, nil if that is nothing. What
// the form leaves as it was when its page was made stays as it is stored: somebody else may have
// changed it. If the form changes what somebody else has changed too, or to what cannot be, that
// is found, with the status of the response.
func (s *server) newLife(posted url.Values, stored record.Life) (life *record.Life, found []text.Finding, status int) {
	if !posted.Has("status") {
		return nil, nil, 0
	}
	before := strings.Split(posted.Get("before"), " ")
	known := len(before) == 3
	if !known { // a form without it changes all three
		before = make([]string, 3)
	}
	typed, changed := readLife(posted), false
	for i, f := range []struct {
		name, said    string
		typed, stored *string
	}{
		{"status", saidStatusSince, &typed.Status, &stored.Status},
		{"review", saidReviewSince, &typed.Review, &stored.Review},
		{"expires", saidLastDaySince, &typed.Expires, &stored.Expires},
	} {
		if day, ok := figure.Day(*f.typed); ok && i > 0 {
			*f.typed = day
		}
		switch {
		case known && *f.typed == before[i]:
			*f.typed = *f.stored
		case *f.typed != *f.stored:
			changed = true
			if known && *f.stored != before[i] {
				fact := fmt.Sprintf(f.said, lifeWord(f.name, *f.stored))
				found = append(found, text.Finding{Field: f.name, Fact: fact, Advice: adviseSaveAgain})
				status = http.StatusConflict
			}
		}
	}
	if !changed {
		return nil, nil, 0
	}
	if wrong := s.assess.CheckLife(typed); len(wrong) > 0 {
		found, status = append(found, wrong...), http.StatusUnprocessableEntity
	}
	return &typed, found, status
}

// lifeWord is a status or a day for people to read.
func lifeWord(field, value string) string {
	switch {
	case value == "":
		return saidNoDay
	case field == "status":
		return text.Quote(views.StatusName(value))
	}
	return format.Day(value)
}

// sendUnsaved shows the edit page as it was sent, with what is wrong. It still starts from the
// revision that the form started from.
func (s *server) sendUnsaved(w http.ResponseWriter, r *http.Request, status int, saved record.Saved, sent editForm,
	posted url.Values) error {
	page := s.editPage(saved, sent)
	if life, _, _ := s.newLife(posted, saved.Life); life != nil {
		page.Saved.Life = *life
	}
	if base, err := baseOf(posted); err == nil {
		page.Base = base
	}
	return s.sendEdit(w, r, status, page)
}

// refusedSave says why nothing can be stored now, and returns the status of the response, 0 if
// that is not the reason.
func refusedSave(sent *editForm, err error) int {
	switch {
	case errors.Is(err, record.ErrFull):
		sent.complain("", saidNoRoom, saidStillTyped)
		return http.StatusInsufficientStorage
	case errors.Is(err, record.ErrUnavailable):
		sent.complain("", saidNotNow, saidStillTypedNow)
		return http.StatusServiceUnavailable
	}
	return 0
}

func readLife(posted url.Values) record.Life {
	return record.Life{Status: posted.Get("status"), Review: posted.Get("review"), Expires: posted.Get("expires")}
}

// reword adds a revision with new texts. It is done if it has responded.
func (s *server) reword(w http.ResponseWriter, r *http.Request, saved *record.Saved, key assess.Key,
	posted url.Values, sent editForm) (done bool, err error) {
	base, err := baseOf(posted)
	if err != nil {
		return false, err
	}
	newest, err := s.assess.Reword(r.Context(), key, base, sent.Texts)
	var second *assess.ConflictError
	switch {
	case err == nil:
		saved.Revision, saved.Latest = newest.Revision, newest.Latest
		return false, nil
	case errors.As(err, &second) && second.Between != nil && second.Between.Same(): // both wrote the same
		return false, nil
	case errors.Is(err, record.ErrConflict), errors.Is(err, assess.ErrNoBase):
		return true, s.cameSecond(w, r, key, posted, err)
	}
	if status := refusedSave(&sent, err); status != 0 {
		s.logSaving(w, err)
		return true, s.sendUnsaved(w, r, status, *saved, sent, posted)
	}
	return false, err
}

func (s *server) delete(w http.ResponseWriter, r *http.Request, saved record.Saved, key assess.Key, posted url.Values) error {
	if posted.Get("confirm") == "" {
		f := editForm{Texts: readTexts(posted)}
		f.complain("confirm", "Deleting cannot be undone.", "Confirm it first.")
		return s.sendUnsaved(w, r, http.StatusUnprocessableEntity, saved, f, posted)
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
	if !posted.Has("status") {
		posted.Set("status", "") // which is found to be missing
	}
	return s.settle(w, r, saved, key, posted, editForm{Texts: assess.TextsOf(saved.Revision)})
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
