package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"crossroads/record"
	"crossroads/wrong"
)

// entryDoc is a line of a history.
type entryDoc struct {
	Revision  int    `json:"revision"`
	Saved     string `json:"saved"`
	Title     string `json:"title"`
	Author    string `json:"author"`
	Milestone string `json:"milestone"`
	Headline  string `json:"headline"`
	Catalogue string `json:"catalogue"`
	Engine    string `json:"engine"`
}

// apiLimit bounds and reads the size of a page.
func apiLimit(c echo.Context) (int, error) {
	text := c.QueryParam("limit")
	if text == "" {
		return historyPage, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > 200 {
		return 0, wrong.Input{Field: "limit", Message: "must be a number from 1 to 200"}
	}
	return n, nil
}

// apiHistory lists revisions, newest first. Next is what to send as before to
// get the page that follows.
func (s *server) apiHistory(c echo.Context) error {
	limit, err := apiLimit(c)
	if err != nil {
		return err
	}
	before, err := strconv.Atoi("0" + c.QueryParam("before"))
	if err != nil {
		return wrong.Input{Field: "before", Message: "must be the number of a revision"}
	}
	latest, err := s.find(c, c.Param("id"), 0)
	if err != nil {
		return err
	}
	entries, err := s.store.History(c.Request().Context(), latest.ID, before, limit)
	if err != nil {
		return fmt.Errorf("reading the history: %w", err)
	}
	answer := struct {
		Revisions []entryDoc `json:"revisions"`
		Next      *int       `json:"next"`
	}{Revisions: []entryDoc{}}
	for _, e := range readableEntries(entries) {
		answer.Revisions = append(answer.Revisions, entryDoc{e.Number, stampJSON(e.At), e.Title, e.Author, e.Milestone, e.Headline, e.Catalogue, e.Engine})
	}
	if n := len(entries); n > 0 && entries[n-1].Number > 1 {
		answer.Next = &entries[n-1].Number
	}
	c.Response().Header()["Cache-Control"] = noStore
	return s.sendJSON(c, http.StatusOK, answer)
}

func stampJSON(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// apiRevision answers with one revision.
func (s *server) apiRevision(c echo.Context) error {
	number, err := pathNumber(c)
	if err != nil {
		return err
	}
	saved, err := s.find(c, c.Param("id"), number)
	if err != nil {
		return err
	}
	return s.sendSaved(c, http.StatusOK, s.savedJSON(c.Request(), saved))
}

func pathNumber(c echo.Context) (int, error) {
	number, err := strconv.Atoi(c.Param("number"))
	if err != nil || number < 1 {
		return 0, record.ErrNotFound
	}
	return number, nil
}

// apiRestore adds an old revision again. If-Match is as for apiPut.
func (s *server) apiRestore(c echo.Context) error {
	id, key, err := s.bearer(c)
	if err != nil {
		return err
	}
	number, err := pathNumber(c)
	if err != nil {
		return err
	}
	old, err := s.findAny(c, id, number)
	if err != nil {
		return err
	}
	match := c.Request().Header.Values("If-Match")
	if len(match) == 0 {
		return noPrecondition(old.Latest)
	}
	rev := old.Revision
	rev.At = s.now()
	saved, err := s.revise(c, id, key, matchedBase(match, old.Latest), rev)
	if errors.Is(err, record.ErrConflict) {
		return changedSince(old.Latest, err)
	}
	if err != nil {
		return fmt.Errorf("restoring: %w", err)
	}
	return s.sendSaved(c, http.StatusOK, s.savedJSON(c.Request(), saved))
}

// readFields reads a body whose members are all texts, and known.
func readFields(r *http.Request, into map[string]*string) error {
	raw, err := readJSON(r)
	if err != nil {
		return err
	}
	return eachMember(raw, func(key string, value json.RawMessage) error {
		text, known := into[key]
		if !known {
			return wrong.Input{Field: key, Message: "is not a field of this object"}
		}
		return readText(key, value, text)
	})
}

// apiMark names a revision.
func (s *server) apiMark(c echo.Context) error {
	id, key, err := s.bearer(c)
	if err != nil {
		return err
	}
	number, err := pathNumber(c)
	if err != nil {
		return err
	}
	var name string
	if err := readFields(c.Request(), map[string]*string{"name": &name}); err != nil {
		return err
	}
	name, problem := line(name, maxTitle)
	if problem != "" {
		return wrong.Input{Field: "name", Message: problem}
	}
	if err := s.withKey(c, id, func() error { return s.store.Mark(c.Request().Context(), id, key, number, name) }); err != nil {
		return fmt.Errorf("naming a milestone: %w", err)
	}
	return noContent(c)
}

func noContent(c echo.Context) error {
	c.Response().Header()["Cache-Control"] = noStore
	c.Response().WriteHeader(http.StatusNoContent)
	return nil
}

// apiArrange stores status, review date and end of the links, all three.
func (s *server) apiArrange(c echo.Context) error {
	id, key, err := s.bearer(c)
	if err != nil {
		return err
	}
	var life record.Life
	if err := readFields(c.Request(), map[string]*string{"status": &life.Status, "review": &life.Review, "expires": &life.Expires}); err != nil {
		return err
	}
	if findings := s.checkLife(life); len(findings) > 0 {
		return refuse(findings...)
	}
	if err := s.withKey(c, id, func() error { return s.store.Arrange(c.Request().Context(), id, key, life) }); err != nil {
		return fmt.Errorf("arranging: %w", err)
	}
	return noContent(c)
}

// linksDoc is what only the owner learns, once.
type linksDoc struct {
	ID      string `json:"id"`
	URL     string `json:"url"`
	Key     string `json:"key"`
	EditURL string `json:"edit_url"`
}

func (s *server) sendLinks(c echo.Context, id, key string) error {
	url := s.origin(c.Request()) + "/a/" + id
	c.Response().Header()["Cache-Control"] = noStore
	return s.sendJSON(c, http.StatusOK, linksDoc{id, url, key, url + "/edit#" + key})
}

// apiRotate replaces the edit key.
func (s *server) apiRotate(c echo.Context) error {
	id, key, mark, err := s.bearerMark(c)
	if err != nil {
		return err
	}
	fresh := ""
	err = s.replace(c, id, key, func() (err error) {
		fresh, err = s.store.Rotate(c.Request().Context(), id, key, mark(""))
		return err
	})
	if err != nil {
		return apiNotReplaced(err)
	}
	return s.sendLinks(c, id, fresh)
}

// apiRevoke replaces the id, so that the links that were given out stop working.
func (s *server) apiRevoke(c echo.Context) error {
	id, key, mark, err := s.bearerMark(c)
	if err != nil {
		return err
	}
	fresh := ""
	err = s.replace(c, id, key, func() (err error) {
		fresh, err = s.store.Revoke(c.Request().Context(), id, key, mark(""))
		return err
	})
	if err != nil {
		return apiNotReplaced(err)
	}
	return s.sendLinks(c, fresh, key)
}

// bearerMark reads the edit key and the mark of a request that replaces the key
// or the id. The key is not tried yet: when the same request comes again, it no
// longer opens anything.
func (s *server) bearerMark(c echo.Context) (id, key string, mark marker, err error) {
	mark, err = headerMark(c.Request())
	if err != nil {
		if _, _, wrong := s.bearer(c); wrong != nil {
			err = wrong
		}
	}
	return c.Param("id"), bearerKey(c.Request()), mark, err
}

func apiNotReplaced(err error) error {
	if errors.Is(err, record.ErrConflict) {
		return errMarkUsed(err)
	}
	return wrongBearer(fmt.Errorf("replacing a key or an address: %w", err))
}
