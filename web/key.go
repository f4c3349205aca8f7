package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"crossroads/decision"
	"crossroads/views"
)

// unlock makes sure that a key opens an assessment before anything else is said
// about it, so that a wrong key and an unknown id look the same.
func (s *server) unlock(r *http.Request, id, key string) error {
	if key == "" {
		return decision.ErrForbidden // no guess, so nobody has to wait for it
	}
	return s.guard(r, id, func() error { return s.store.Opens(r.Context(), id, key) })
}

// replace runs a change after which the key or the id is another one. It does
// not ask before whether the key opens the assessment: when the same request
// comes again, it no longer does.
func (s *server) replace(r *http.Request, id, key string, change func() error) error {
	if key == "" {
		return decision.ErrForbidden
	}
	return s.withKey(r, id, change)
}

// withKey runs a change of an assessment that needs the edit key, and forgets
// the pages that it makes out of date.
func (s *server) withKey(r *http.Request, id string, change func() error) error {
	return s.changing(r, id, func() error {
		if err := s.mayStore(r); err != nil {
			return err
		}
		return change()
	})
}

// changing is withKey for changes that store nothing.
func (s *server) changing(r *http.Request, id string, change func() error) error {
	return s.guard(r, id, func() error {
		defer s.shared.forget(id) // even after an error: the store may have got further than its answer
		return change()
	})
}

// guard runs what needs the edit key. Who tries too many wrong ones has to wait.
func (s *server) guard(r *http.Request, id string, do func() error) error {
	client := s.network(r)
	if wait := s.guesses.wait(client); wait > 0 {
		return &fault{status: http.StatusTooManyRequests, retry: wait, message: "Too many wrong edit keys came from your network. Wait a little and try again."}
	}
	err := error(decision.ErrForbidden)
	if idPattern.MatchString(id) {
		err = do()
	}
	if errors.Is(err, decision.ErrForbidden) {
		s.guesses.count(client)
	}
	return err
}

// revise stores a revision.
func (s *server) revise(r *http.Request, id, key string, base int, rev decision.Revision) (saved decision.Saved, err error) {
	err = s.withKey(r, id, func() error {
		saved, err = s.store.Revise(r.Context(), id, key, base, rev)
		return err
	})
	return saved, err
}

func (s *server) remove(r *http.Request, id, key string) error {
	return s.changing(r, id, func() error { return s.store.Delete(r.Context(), id, key) })
}

// bearer reads the edit key of a request to the API, "Authorization: Bearer
// KEY", and unlocks the assessment of the address with it.
func (s *server) bearer(r *http.Request) (id, key string, err error) {
	id, key = r.PathValue("id"), bearerKey(r)
	return id, key, wrongBearer(s.unlock(r, id, key))
}

func bearerKey(r *http.Request) string {
	scheme, key, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(key)
}

// wrongBearer says to a client of the API that its key is the wrong one, if
// that is what err is.
func wrongBearer(err error) error {
	if errors.Is(err, decision.ErrForbidden) {
		return &fault{status: http.StatusForbidden, message: "The edit key is missing or does not open the assessment. Send it as Authorization: Bearer KEY.", err: err}
	}
	return err
}

// editKey reads the key as people paste it: alone, or as the whole edit link.
func editKey(form url.Values) string {
	key := strings.TrimSpace(form.Get("key"))
	if i := strings.LastIndexByte(key, '#'); i >= 0 {
		key = key[i+1:]
	}
	return key
}

// keyed reads a posted form and unlocks the assessment of the address with its
// key. When the key is wrong it asks for another one, and done is true: the
// page says nothing about the assessment and keeps all that was sent.
func (s *server) keyed(w http.ResponseWriter, r *http.Request) (form url.Values, key string, done bool, err error) {
	form, err = readForm(w, r)
	if err != nil {
		return nil, "", false, err
	}
	key, done, err = s.keyedForm(w, r, form)
	return form, key, done, err
}

func (s *server) keyedForm(w http.ResponseWriter, r *http.Request, form url.Values) (key string, done bool, err error) {
	key = editKey(form)
	err = s.unlock(r, r.PathValue("id"), key)
	if errors.Is(err, decision.ErrForbidden) {
		return "", true, s.askKey(w, r, form)
	}
	return key, false, err
}

// askKey shows the form that a wrong key came with, for sending it again.
func (s *server) askKey(w http.ResponseWriter, r *http.Request, form url.Values) error {
	path := r.URL.Path
	p := views.KeyPage{Page: s.page(path, "", "This edit key does not open the assessment", ""), Assessment: r.PathValue("id")}
	p.NoIndex = true
	p.Problems = input{findings: []finding{{"key", "This edit key does not open the assessment.", "Use the key at the end of the edit link, after the # sign."}}}.problems()
	p.Fields = hidden(form, "key")
	h := w.Header()
	h["Cache-Control"] = noStore
	h["X-Robots-Tag"] = noIndex
	if err := s.sendPage(w, r, http.StatusForbidden, views.AskKey(p)); err != nil {
		return fmt.Errorf("asking for a key: %w", err)
	}
	return nil
}
