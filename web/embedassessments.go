package web

import (
	"errors"
	"net/http"
	"strings"

	"crossroads/assess"
	"crossroads/decision"
	"crossroads/web/deliver"
)

// frameSavePath is the one address that takes what a page of another origin
// sends: a frame in a sandbox has the origin "null".
const frameSavePath = "/embed/assessments"

// frameSaved says to a script where its assessment went.
type frameSaved struct {
	ID      string `json:"id"`
	URL     string `json:"url"`      // share page
	EditURL string `json:"edit_url"` // for its owner alone: the key is in the fragment
	Card    string `json:"card"`     // picture for link previews
	OEmbed  string `json:"oembed"`
	Frame   string `json:"frame"` // path to show in the frame next, with the key in the fragment
}

// saveFrame stores the answers of a frame as a new assessment of nobody known.
// It changes nothing that exists, and reads neither cookies nor who has signed
// in, so that another site has nothing to gain from it.
func (s *server) saveFrame(w http.ResponseWriter, r *http.Request) error {
	sub, token, err := s.readFrameSubmission(w, r)
	if err != nil {
		return err
	}
	if !s.frameTokens.valid(sub.draft.Catalogue.Slug, token) {
		sub.complain("", "This page was open for too long, or the form did not come from it. Save again.", "Your answers are kept.")
		return s.saveFrameAgain(w, r, http.StatusForbidden, sub)
	}
	if len(sub.findings) > 0 {
		return s.saveFrameAgain(w, r, http.StatusUnprocessableEntity, sub)
	}
	saved, key, err := s.assess.Save(r.Context(), "", sub.draft, sub.mark)
	switch {
	case errors.Is(err, decision.ErrConflict):
		return errSavedBefore(err)
	case assess.NotStored(err):
		s.logSaving(w, err)
		return s.saveFrameAgain(w, r, sub.notStored(err), sub)
	case err != nil:
		return err
	}
	if !wantsJSON(r) {
		return s.sendNew(w, r, saved, key, sub.wizard)
	}
	origin, path := s.origin(r), "/a/"+saved.ID
	share := origin + path
	w.Header()["Cache-Control"] = deliver.NoStore
	return s.sendJSON(w, r, http.StatusCreated, frameSaved{
		ID: saved.ID, URL: share, EditURL: share + "/edit#" + key, Card: share + "/card.png",
		OEmbed: oembedAddress(origin, path) + "&format=json", Frame: sharePath(saved.ID, sub.wizard) + "#saved=" + key,
	})
}

// readFrameSubmission reads the form of a result in a frame, and its token.
func (s *server) readFrameSubmission(w http.ResponseWriter, r *http.Request) (sub submission, token string, err error) {
	posted, err := readForm(w, r)
	if err != nil {
		return sub, "", err
	}
	sub, err = s.submissionOf(r, posted, wizard{prefix: framePrefix, frame: frameOf(posted)})
	return sub, posted.Get("token"), err
}

// saveFrameAgain shows the result in the frame with what is wrong and a fresh
// token, or tells the script.
func (s *server) saveFrameAgain(w http.ResponseWriter, r *http.Request, status int, sub submission) error {
	if wantsJSON(r) {
		refused := refuse(sub.findings...)
		refused.status, refused.token = status, s.frameTokens.mint(sub.draft.Catalogue.Slug)
		return refused
	}
	return s.showSubmission(w, r, status, sub)
}

// wantsJSON is true for scripts, which say what they take.
func wantsJSON(r *http.Request) bool {
	return isAPI(r.URL.Path) || r.URL.Path == frameSavePath && strings.Contains(r.Header.Get("Accept"), deliver.TypeJSON)
}

// preflight answers a browser that asks whether a script in a frame of no
// origin may send more than a plain form. Which origin is in the headers of
// everything under /embed/.
func (s *server) preflight(w http.ResponseWriter, r *http.Request) error {
	h := w.Header()
	h["Access-Control-Allow-Methods"] = []string{"POST"}
	h["Access-Control-Allow-Headers"] = []string{"Accept, Content-Type"}
	h["Access-Control-Max-Age"] = []string{"600"}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
