package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"crossroads/decision"
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
func apiLimit(r *http.Request) (int, error) {
	text := r.URL.Query().Get("limit")
	if text == "" {
		return historyPage, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > 200 {
		return 0, &decision.FieldError{Field: "limit", Message: "must be a number from 1 to 200"}
	}
	return n, nil
}

// apiHistory lists revisions, newest first. Next is what to send as before to
// get the page that follows.
func (s *server) apiHistory(w http.ResponseWriter, r *http.Request) error {
	limit, err := apiLimit(r)
	if err != nil {
		return err
	}
	before, err := strconv.Atoi("0" + r.URL.Query().Get("before"))
	if err != nil {
		return &decision.FieldError{Field: "before", Message: "must be the number of a revision"}
	}
	latest, err := s.find(r, r.PathValue("id"), 0)
	if err != nil {
		return err
	}
	entries, err := s.store.History(r.Context(), latest.ID, before, limit)
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
	w.Header()["Cache-Control"] = noStore
	return s.sendJSON(w, r, http.StatusOK, answer)
}

func stampJSON(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// apiRevision answers with one revision.
func (s *server) apiRevision(w http.ResponseWriter, r *http.Request) error {
	number, err := pathNumber(r)
	if err != nil {
		return err
	}
	saved, err := s.find(r, r.PathValue("id"), number)
	if err != nil {
		return err
	}
	return s.sendSaved(w, r, http.StatusOK, s.savedJSON(r, saved))
}

func pathNumber(r *http.Request) (int, error) {
	number, err := strconv.Atoi(r.PathValue("number"))
	if err != nil || number < 1 {
		return 0, decision.ErrNotFound
	}
	return number, nil
}

// apiRestore adds an old revision again. If-Match is as for apiPut.
func (s *server) apiRestore(w http.ResponseWriter, r *http.Request) error {
	id, key, err := s.bearer(r)
	if err != nil {
		return err
	}
	number, err := pathNumber(r)
	if err != nil {
		return err
	}
	old, err := s.findAny(r, id, number)
	if err != nil {
		return err
	}
	match := r.Header.Values("If-Match")
	if len(match) == 0 {
		return noPrecondition(old.Latest)
	}
	rev := old.Revision
	rev.At = s.now()
	saved, err := s.revise(r, id, key, matchedBase(match, old.Latest), rev)
	if errors.Is(err, decision.ErrConflict) {
		return changedSince(old.Latest, err)
	}
	if err != nil {
		return fmt.Errorf("restoring: %w", err)
	}
	return s.sendSaved(w, r, http.StatusOK, s.savedJSON(r, saved))
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
			return &decision.FieldError{Field: key, Message: "is not a field of this object"}
		}
		return readText(key, value, text)
	})
}

// apiMark names a revision.
func (s *server) apiMark(w http.ResponseWriter, r *http.Request) error {
	id, key, err := s.bearer(r)
	if err != nil {
		return err
	}
	number, err := pathNumber(r)
	if err != nil {
		return err
	}
	var name string
	if err := readFields(r, map[string]*string{"name": &name}); err != nil {
		return err
	}
	name, problem := line(name, maxTitle)
	if problem != "" {
		return &decision.FieldError{Field: "name", Message: problem}
	}
	if err := s.withKey(r, id, func() error { return s.store.Mark(r.Context(), id, key, number, name) }); err != nil {
		return fmt.Errorf("naming a milestone: %w", err)
	}
	return noContent(w, r)
}

func noContent(w http.ResponseWriter, r *http.Request) error {
	w.Header()["Cache-Control"] = noStore
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// apiArrange stores status, review date and end of the links, all three.
func (s *server) apiArrange(w http.ResponseWriter, r *http.Request) error {
	id, key, err := s.bearer(r)
	if err != nil {
		return err
	}
	var life decision.Life
	if err := readFields(r, map[string]*string{"status": &life.Status, "review": &life.Review, "expires": &life.Expires}); err != nil {
		return err
	}
	if findings := s.checkLife(life); len(findings) > 0 {
		return refuse(findings...)
	}
	if err := s.withKey(r, id, func() error { return s.store.Arrange(r.Context(), id, key, life) }); err != nil {
		return fmt.Errorf("arranging: %w", err)
	}
	return noContent(w, r)
}

// linksDoc is what only the owner learns, once.
type linksDoc struct {
	ID      string `json:"id"`
	URL     string `json:"url"`
	Key     string `json:"key"`
	EditURL string `json:"edit_url"`
}

func (s *server) sendLinks(w http.ResponseWriter, r *http.Request, id, key string) error {
	url := s.origin(r) + "/a/" + id
	w.Header()["Cache-Control"] = noStore
	return s.sendJSON(w, r, http.StatusOK, linksDoc{id, url, key, url + "/edit#" + key})
}

// apiRotate replaces the edit key.
func (s *server) apiRotate(w http.ResponseWriter, r *http.Request) error {
	id, key, mark, err := s.bearerMark(r)
	if err != nil {
		return err
	}
	fresh := ""
	err = s.replace(r, id, key, func() (err error) {
		fresh, err = s.store.Rotate(r.Context(), id, key, mark(""))
		return err
	})
	if err != nil {
		return apiNotReplaced(err)
	}
	return s.sendLinks(w, r, id, fresh)
}

// apiRevoke replaces the id, so that the links that were given out stop working.
func (s *server) apiRevoke(w http.ResponseWriter, r *http.Request) error {
	id, key, mark, err := s.bearerMark(r)
	if err != nil {
		return err
	}
	fresh := ""
	err = s.replace(r, id, key, func() (err error) {
		fresh, err = s.store.Revoke(r.Context(), id, key, mark(""))
		return err
	})
	if err != nil {
		return apiNotReplaced(err)
	}
	return s.sendLinks(w, r, fresh, key)
}

// bearerMark reads the edit key and the mark of a request that replaces the key
// or the id. The key is not tried yet: when the same request comes again, it no
// longer opens anything.
func (s *server) bearerMark(r *http.Request) (id, key string, mark marker, err error) {
	mark, err = headerMark(r)
	if err != nil {
		if _, _, wrong := s.bearer(r); wrong != nil {
			err = wrong
		}
	}
	return r.PathValue("id"), bearerKey(r), mark, err
}

func apiNotReplaced(err error) error {
	if errors.Is(err, decision.ErrConflict) {
		return errMarkUsed(err)
	}
	return wrongBearer(fmt.Errorf("replacing a key or an address: %w", err))
}
