package web

import (
	"errors"
	"net/http"
	"strconv"

	"crossroads/assess"
	"crossroads/decision"
	"crossroads/format"
	"crossroads/record"
	"crossroads/web/deliver"
	"crossroads/web/form"
	"crossroads/wrong"
)

// entryDoc is a revision in a history.
type entryDoc struct {
	Revision  int    `json:"revision"`
	Saved     string `json:"saved"`
	Title     string `json:"title"`
	Author    string `json:"author"`
	Milestone string `json:"milestone"`
	Headline  string `json:"headline"`
	Catalogue string `json:"catalogue"`
	Engine    string `json:"engine"`
	SameAs    int    `json:"same_as,omitempty"` // the first earlier revision that is equal
}

// apiLimit reads how many lines of a list a request asks for, from 1 to 200.
func apiLimit(r *http.Request) (int, error) {
	typed := r.URL.Query().Get("limit")
	if typed == "" {
		return historyPage, nil
	}
	n, err := strconv.Atoi(typed)
	if err != nil || n < 1 || n > 200 {
		return 0, wrong.Input{Field: "limit", Message: mustLimit}
	}
	return n, nil
}

// apiHistory lists revisions, newest first. The member next is the value of the parameter
// before for the following page.
func (s *server) apiHistory(w http.ResponseWriter, r *http.Request) error {
	limit, err := apiLimit(r)
	if err != nil {
		return err
	}
	before, err := revisionNumber(r.URL.Query().Get("before"), 0)
	if err != nil {
		return wrong.Input{Field: "before", Message: "must be the number of a revision"}
	}
	latest, err := s.assess.Load(r.Context(), r.PathValue("id"), 0)
	if err != nil {
		return err
	}
	entries, err := s.assess.History(r.Context(), latest.ID, before, limit)
	if err != nil {
		return err
	}
	answer := struct {
		Revisions []entryDoc `json:"revisions"`
		Next      *int       `json:"next"`
	}{Revisions: []entryDoc{}}
	for _, e := range entries {
		answer.Revisions = append(answer.Revisions, entryDoc{e.Number, format.RFC3339(e.At), e.Title, e.Author, e.Milestone, e.Headline,
			e.Catalogue, e.Engine, e.SameAs})
	}
	if n := len(entries); n > 0 && entries[n-1].Number > 1 {
		answer.Next = &entries[n-1].Number
	}
	w.Header()["Cache-Control"] = deliver.NoStore
	return s.sendJSON(w, r, http.StatusOK, answer)
}

// apiRevision responds with one revision.
func (s *server) apiRevision(w http.ResponseWriter, r *http.Request) error {
	saved, err := s.addressed(r)
	if err != nil {
		return err
	}
	return s.sendSaved(w, r, http.StatusOK, s.savedJSON(r, saved))
}

// pathNumber reads the revision that an address names.
func pathNumber(r *http.Request) (int, error) {
	number, ok := form.Revision(r.PathValue("number"))
	if !ok {
		return 0, record.ErrNotFound
	}
	return number, nil
}

// apiRestore adds a copy of an old revision. If-Match works as in apiPut.
func (s *server) apiRestore(w http.ResponseWriter, r *http.Request) error {
	key, err := s.bearer(r)
	if err != nil {
		return err
	}
	number, err := pathNumber(r)
	if err != nil {
		return err
	}
	old, err := s.assess.LoadEnded(r.Context(), key.ID(), number)
	if err != nil {
		return err
	}
	match := r.Header.Values("If-Match")
	if len(match) == 0 {
		return noPrecondition(old.Latest)
	}
	saved, err := s.assess.Restore(r.Context(), key, number, matchedBase(match, old.Latest),
		func(author string) string { return s.savedBy(r, author) })
	if errors.Is(err, record.ErrConflict) {
		return changedSince(old.Latest, err)
	}
	if err != nil {
		return err
	}
	return s.sendSaved(w, r, http.StatusOK, s.savedJSON(r, saved))
}

// readFields reads a body whose members are all texts, refuses unknown ones, and counts those that
// are there.
func readFields(r *http.Request, into map[string]*string) (given int, err error) {
	raw, err := readJSON(r)
	if err != nil {
		return 0, err
	}
	err = decision.ReadObject(raw, "", func(key string, value []byte) error {
		field, known := into[key]
		if !known {
			return decision.UnknownField("", key)
		}
		given++
		return assess.ReadText(key, value, field)
	})
	return given, err
}

// apiMark names a revision as a milestone.
func (s *server) apiMark(w http.ResponseWriter, r *http.Request) error {
	key, err := s.bearer(r)
	if err != nil {
		return err
	}
	number, err := pathNumber(r)
	if err != nil {
		return err
	}
	var name string
	given, err := readFields(r, map[string]*string{"name": &name})
	if err != nil {
		return err
	}
	if given == 0 {
		return wrong.Input{Field: "name", Message: "is missing; an empty one takes the name away"}
	}
	err = s.assess.MarkRevision(r.Context(), key, number, name)
	if bad := (*assess.NameError)(nil); errors.As(err, &bad) {
		return wrong.Input{Field: "name", Message: bad.Problem}
	}
	if err != nil {
		return err
	}
	return noContent(w)
}

func noContent(w http.ResponseWriter) error {
	w.Header()["Cache-Control"] = deliver.NoStore
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// apiArrange stores status, review date and end of the links, all three.
func (s *server) apiArrange(w http.ResponseWriter, r *http.Request) error {
	key, err := s.bearer(r)
	if err != nil {
		return err
	}
	var life record.Life
	_, err = readFields(r, map[string]*string{"status": &life.Status, "review": &life.Review, "expires": &life.Expires})
	if err != nil {
		return err
	}
	if err := s.assess.Arrange(r.Context(), key, life); err != nil {
		return err
	}
	return noContent(w)
}

// linksDoc holds the new links of an assessment, which its owner is shown once.
type linksDoc struct {
	ID      string `json:"id"`
	URL     string `json:"url"`
	Key     string `json:"key"`
	EditURL string `json:"edit_url"`
}

func (s *server) sendLinks(w http.ResponseWriter, r *http.Request, id, key string) error {
	url := s.base(r) + "/a/" + id
	w.Header()["Cache-Control"] = deliver.NoStore
	return s.sendJSON(w, r, http.StatusOK, linksDoc{id, url, key, url + "/edit#" + key})
}

// apiRotate replaces the edit key.
func (s *server) apiRotate(w http.ResponseWriter, r *http.Request) error {
	id, key, mark, err := s.bearerMark(r)
	if err != nil {
		return err
	}
	fresh, err := s.assess.Rotate(r.Context(), id, key, mark(""))
	if err != nil {
		return apiNotReplaced(err)
	}
	return s.sendLinks(w, r, id, fresh)
}

// apiRevoke replaces the id, so that existing links stop working.
func (s *server) apiRevoke(w http.ResponseWriter, r *http.Request) error {
	id, key, mark, err := s.bearerMark(r)
	if err != nil {
		return err
	}
	fresh, err := s.assess.Revoke(r.Context(), id, key, mark(""))
	if err != nil {
		return apiNotReplaced(err)
	}
	return s.sendLinks(w, r, fresh, key)
}

// bearerMark reads the edit key and the idempotency mark of a request that replaces the key
// or the id. It does not check the key, because a repeated request comes with one that no
// longer works.
func (s *server) bearerMark(r *http.Request) (id, key string, mark assess.Mark, err error) {
	mark, err = headerMark(r)
	if err != nil {
		if _, bad := s.bearer(r); bad != nil {
			err = bad
		}
	}
	return r.PathValue("id"), bearerKey(r), mark, err
}

func apiNotReplaced(err error) error {
	if errors.Is(err, record.ErrConflict) {
		return errMarkUsed(err)
	}
	return wrongBearer(err)
}
