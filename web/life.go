package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"crossroads/decision"
)

// arrange stores status, review date and last day of an assessment.
func (s *server) arrange(w http.ResponseWriter, r *http.Request, saved decision.Saved, key string, form url.Values) error {
	life := decision.Life{Status: form.Get("status"), Review: form.Get("review"), Expires: form.Get("expires")}
	findings := s.checkLife(life)
	saved.Life = life // as typed
	if len(findings) > 0 {
		return s.editAgain(w, r, http.StatusUnprocessableEntity, saved, findings...)
	}
	err := s.withKey(r, saved.ID, func() error { return s.store.Arrange(r.Context(), saved.ID, key, life) })
	if err != nil {
		return fmt.Errorf("arranging: %w", err)
	}
	return seeOther(w, r, "/a/"+saved.ID)
}

func (s *server) checkLife(life decision.Life) (findings []finding) {
	switch life.Status {
	case decision.Draft, decision.Decided, decision.Superseded:
	default:
		findings = append(findings, finding{"status", "The status is none that there is.", "Choose draft, decided or superseded."})
	}
	if !isDay(life.Review) {
		findings = append(findings, finding{"review", "The date of the review cannot be read.", "Write it as 2027-05-31, or leave it empty."})
	}
	switch {
	case !isDay(life.Expires):
		findings = append(findings, finding{"expires", "The last day cannot be read.", "Write it as 2027-05-31, or leave it empty."})
	case life.Expired(s.now()):
		findings = append(findings, finding{"expires", "The last day has passed already.", "Choose today or a later day. To stop sharing now, make new links."})
	}
	return findings
}

// isDay tells whether a text is a date of this or a near century, or empty.
func isDay(text string) bool {
	t, err := time.Parse(time.DateOnly, text)
	return text == "" || err == nil && t.Year() >= 2000 && t.Year() < 2200
}

// rotate replaces the edit key and shows the new edit link.
func (s *server) rotate(w http.ResponseWriter, r *http.Request, form url.Values) error {
	id, key, fresh := r.PathValue("id"), editKey(form), ""
	err := s.replace(r, id, key, func() (err error) {
		fresh, err = s.store.Rotate(r.Context(), id, key, formMark(form.Get("once"))("rotate "+key))
		return err
	})
	if err == nil {
		return s.sendReplaced(w, r, id, fresh)
	}
	return s.notReplaced(w, r, form, err)
}

// revoke moves the assessment to a new address, which is shown to nobody but
// the owner.
func (s *server) revoke(w http.ResponseWriter, r *http.Request, form url.Values) error {
	id, key, fresh := r.PathValue("id"), editKey(form), ""
	err := s.replace(r, id, key, func() (err error) {
		fresh, err = s.store.Revoke(r.Context(), id, key, formMark(form.Get("once"))("revoke "+key))
		return err
	})
	if err == nil {
		return s.sendReplaced(w, r, fresh, key)
	}
	return s.notReplaced(w, r, form, err)
}

// sendReplaced shows the links of an assessment after one of them was replaced.
func (s *server) sendReplaced(w http.ResponseWriter, r *http.Request, id, key string) error {
	saved, err := s.find(r, id, 0)
	if err != nil {
		return err
	}
	return s.sendNew(w, r, saved, key, onPage)
}

func (s *server) notReplaced(w http.ResponseWriter, r *http.Request, form url.Values, err error) error {
	switch {
	case errors.Is(err, decision.ErrForbidden):
		return s.askKey(w, r, form)
	case errors.Is(err, decision.ErrConflict):
		return errSavedBefore(err)
	}
	return fmt.Errorf("replacing a key or an address: %w", err)
}

// editAgain shows the edit page with what is wrong.
func (s *server) editAgain(w http.ResponseWriter, r *http.Request, status int, saved decision.Saved, findings ...finding) error {
	texts := wordsOf(saved.Revision)
	texts.findings = findings
	return s.sendEdit(w, r, status, s.editPage(saved, texts))
}
