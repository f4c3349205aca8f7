package web

import (
	"errors"
	"net/http"
	"net/url"

	"crossroads/assess"
	"crossroads/decision"
)

// arrange stores status, review date and last day of an assessment.
func (s *server) arrange(w http.ResponseWriter, r *http.Request, saved decision.Saved, key assess.Key, posted url.Values) error {
	life := decision.Life{Status: posted.Get("status"), Review: posted.Get("review"), Expires: posted.Get("expires")}
	err := s.assess.Arrange(r.Context(), key, life)
	if wrong := (*assess.InputError)(nil); errors.As(err, &wrong) {
		saved.Life = life // as typed
		return s.sendEdit(w, r, http.StatusUnprocessableEntity, s.editPage(saved, editForm{assess.TextsOf(saved.Revision), wrong.Findings}))
	}
	if err != nil {
		return err
	}
	return redirectFresh(w, "/a/"+saved.ID)
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

// revoke moves the assessment to a new address, which is shown to nobody but
// the owner.
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
	case errors.Is(err, decision.ErrForbidden):
		return s.askKey(w, r, posted)
	case errors.Is(err, decision.ErrConflict):
		return errSavedBefore(err)
	}
	return err
}
