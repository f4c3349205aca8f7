package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"crossroads/assess"
	"crossroads/decision"
	"crossroads/text"
	"crossroads/views"
	"crossroads/web/deliver"
)

// wrongKey is what a form says beside the field of an edit key that is not the
// right one.
var wrongKey = text.Finding{Field: "key", Fact: "This edit key does not open the assessment.", Advice: "Use the key at the end of the edit link, after the # sign."}

// bearer reads the edit key of a request to the API, "Authorization: Bearer
// KEY", and unlocks the assessment of the address with it.
func (s *server) bearer(r *http.Request) (assess.Key, error) {
	key, err := s.assess.Open(r.Context(), r.PathValue("id"), bearerKey(r))
	return key, wrongBearer(err)
}

func bearerKey(r *http.Request) string {
	scheme, key, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(key)
}

// wrongBearer is what a client of the API reads about a wrong key, if
// that is what err is about.
func wrongBearer(err error) error {
	if errors.Is(err, decision.ErrForbidden) {
		return &fault{status: http.StatusForbidden, message: "The edit key is missing or does not open the assessment. Send it as Authorization: Bearer KEY.", err: err}
	}
	return err
}

// editKey reads the key as people paste it: alone, or as the whole edit link.
func editKey(posted url.Values) string {
	key := strings.TrimSpace(posted.Get("key"))
	if i := strings.LastIndexByte(key, '#'); i >= 0 {
		key = key[i+1:]
	}
	return key
}

// keyed reads a posted form and unlocks the assessment of the address with its
// key. When the key is wrong it asks for another one, and done is true: the
// page says nothing about the assessment and keeps all that was sent.
func (s *server) keyed(w http.ResponseWriter, r *http.Request) (posted url.Values, key assess.Key, done bool, err error) {
	posted, err = readForm(w, r)
	if err != nil {
		return nil, key, false, err
	}
	key, done, err = s.keyedForm(w, r, posted)
	return posted, key, done, err
}

func (s *server) keyedForm(w http.ResponseWriter, r *http.Request, posted url.Values) (key assess.Key, done bool, err error) {
	key, err = s.assess.Open(r.Context(), r.PathValue("id"), editKey(posted))
	if errors.Is(err, decision.ErrForbidden) {
		return key, true, s.askKey(w, r, posted)
	}
	return key, false, err
}

// askKey shows the form that a wrong key came with, for sending it again.
func (s *server) askKey(w http.ResponseWriter, r *http.Request, posted url.Values) error {
	path := r.URL.Path
	p := views.KeyPage{Page: s.page(path, "", "This edit key does not open the assessment", ""), Assessment: r.PathValue("id")}
	p.NoIndex = true
	p.Problems = problems([]text.Finding{wrongKey})
	p.Fields = hidden(posted, "key")
	h := w.Header()
	h["Cache-Control"] = deliver.NoStore
	h["X-Robots-Tag"] = deliver.NoIndex
	if err := s.sendPage(w, r, http.StatusForbidden, views.AskKey(p)); err != nil {
		return fmt.Errorf("asking for a key: %w", err)
	}
	return nil
}
