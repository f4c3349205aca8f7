package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"crossroads/record"
	"crossroads/views"
)

// unlock makes sure that a key opens an assessment before anything else is said
// about it, so that a wrong key and an unknown id look the same.
func (s *server) unlock(c echo.Context, id, key string) error {
	if key == "" {
		return record.ErrForbidden // no guess, so nobody has to wait for it
	}
	return s.guard(c, id, func() error { return s.store.Opens(c.Request().Context(), id, key) })
}

// replace runs a change after which the key or the id is another one. It does
// not ask before whether the key opens the assessment: when the same request
// comes again, it no longer does.
func (s *server) replace(c echo.Context, id, key string, change func() error) error {
	if key == "" {
		return record.ErrForbidden
	}
	return s.withKey(c, id, change)
}

// withKey runs a change of an assessment that needs the edit key, and forgets
// the pages that it makes out of date.
func (s *server) withKey(c echo.Context, id string, change func() error) error {
	return s.changing(c, id, func() error {
		if err := s.mayStore(c); err != nil {
			return err
		}
		return change()
	})
}

// changing is withKey for changes that store nothing.
func (s *server) changing(c echo.Context, id string, change func() error) error {
	return s.guard(c, id, func() error {
		defer s.shared.forget(id) // even after an error: the store may have got further than its answer
		return change()
	})
}

// guard runs what needs the edit key. Who tries too many wrong ones has to wait.
func (s *server) guard(c echo.Context, id string, do func() error) error {
	client := s.network(c)
	if wait := s.guesses.wait(client); wait > 0 {
		return &fault{status: http.StatusTooManyRequests, retry: wait, message: "Too many wrong edit keys came from your network. Wait a little and try again."}
	}
	err := error(record.ErrForbidden)
	if idPattern.MatchString(id) {
		err = do()
	}
	if errors.Is(err, record.ErrForbidden) {
		s.guesses.count(client)
	}
	return err
}

// revise stores a revision.
func (s *server) revise(c echo.Context, id, key string, base int, rev record.Revision) (saved record.Saved, err error) {
	err = s.withKey(c, id, func() error {
		saved, err = s.store.Revise(c.Request().Context(), id, key, base, rev)
		return err
	})
	return saved, err
}

func (s *server) remove(c echo.Context, id, key string) error {
	return s.changing(c, id, func() error { return s.store.Delete(c.Request().Context(), id, key) })
}

// bearer reads the edit key of a request to the API, "Authorization: Bearer
// KEY", and unlocks the assessment of the address with it.
func (s *server) bearer(c echo.Context) (id, key string, err error) {
	id, key = c.Param("id"), bearerKey(c.Request())
	return id, key, wrongBearer(s.unlock(c, id, key))
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
	if errors.Is(err, record.ErrForbidden) {
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
func (s *server) keyed(c echo.Context) (form url.Values, key string, done bool, err error) {
	form, err = readForm(c)
	if err != nil {
		return nil, "", false, err
	}
	key, done, err = s.keyedForm(c, form)
	return form, key, done, err
}

func (s *server) keyedForm(c echo.Context, form url.Values) (key string, done bool, err error) {
	key = editKey(form)
	err = s.unlock(c, c.Param("id"), key)
	if errors.Is(err, record.ErrForbidden) {
		return "", true, s.askKey(c, form)
	}
	return key, false, err
}

// askKey shows the form that a wrong key came with, for sending it again.
func (s *server) askKey(c echo.Context, form url.Values) error {
	path := c.Request().URL.Path
	p := views.KeyPage{Page: s.page(path, "", "This edit key does not open the assessment", ""), Assessment: c.Param("id")}
	p.NoIndex = true
	p.Problems = input{findings: []finding{{"key", "This edit key does not open the assessment.", "Use the key at the end of the edit link, after the # sign."}}}.problems()
	p.Fields = hidden(form, "key")
	h := c.Response().Header()
	h["Cache-Control"] = noStore
	h["X-Robots-Tag"] = noIndex
	if err := s.sendPage(c.Response(), c.Request(), http.StatusForbidden, views.AskKey(p)); err != nil {
		return fmt.Errorf("asking for a key: %w", err)
	}
	return nil
}
