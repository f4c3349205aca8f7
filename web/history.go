package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"crossroads/decision"
	"crossroads/views"
)

// historyPage is how many revisions a page lists.
const historyPage = 50

// history lists the revisions of an assessment and what changed between two.
func (s *server) history(w http.ResponseWriter, r *http.Request) error {
	return s.sendHistory(w, r, http.StatusOK, r.URL.Query(), nil)
}

func (s *server) sendHistory(w http.ResponseWriter, r *http.Request, status int, query url.Values, findings []finding) error {
	latest, err := s.find(r, r.PathValue("id"), 0)
	if err != nil {
		return err
	}
	before, err := revisionNumber(query.Get("before"), 0)
	if err != nil {
		return err
	}
	entries, err := s.store.History(r.Context(), latest.ID, before, historyPage)
	if err != nil {
		return fmt.Errorf("reading the history: %w", err)
	}
	p := views.HistoryPage{
		Page:  s.page("/a/"+latest.ID+"/history", "", "History: "+latest.Title, ""),
		Saved: latest, Entries: readableEntries(entries), Name: shown(query.Get("name")),
	}
	if n := len(entries); n > 0 && entries[n-1].Number > 1 {
		p.Older = "/a/" + latest.ID + "/history?before=" + strconv.Itoa(entries[n-1].Number)
	}
	if p.From, err = revisionNumber(query.Get("from"), max(1, latest.Number-1)); err != nil {
		return err
	}
	if p.To, err = revisionNumber(query.Get("to"), latest.Number); err != nil {
		return err
	}
	if p.Number, err = revisionNumber(query.Get("number"), latest.Number); err != nil {
		return err
	}
	if p.From != p.To {
		if p.Changed, err = s.changedBetween(r, latest.ID, p.From, p.To); err != nil {
			return err
		}
	}
	p.NoIndex = true
	p.Problems = input{findings: findings}.problems()
	h := w.Header()
	h["X-Robots-Tag"] = noIndex
	if status != http.StatusOK {
		h["Cache-Control"] = noStore
	}
	return s.sendPage(w, r, status, views.History(p))
}

// revisionNumber reads the number of a revision, absent when there is none.
func revisionNumber(text string, absent int) (int, error) {
	if text == "" {
		return absent, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, decision.ErrNotFound
	}
	return n, nil
}

func (s *server) changedBetween(r *http.Request, id string, from, to int) (*views.Changed, error) {
	var revs [2]decision.Saved
	var reports [2]decision.Report
	for i, number := range []int{from, to} {
		var err error
		if revs[i], err = s.find(r, id, number); err != nil {
			return nil, err
		}
		if reports[i], err = storedReport(revs[i]); err != nil {
			return nil, err
		}
	}
	return &views.Changed{From: revs[0].Revision, To: revs[1].Revision, Difference: decision.Compare(reports[0], reports[1])}, nil
}

// changeHistory names a revision or restores it as a new one.
func (s *server) changeHistory(w http.ResponseWriter, r *http.Request) error {
	form, key, done, err := s.keyed(w, r)
	if err != nil || done {
		return err
	}
	number, err := wholeNumber(form.Get("number"))
	if err != nil || number < 1 {
		return invalid("The form does not say which revision is meant.")
	}
	id := r.PathValue("id")
	switch form.Get("action") {
	case "mark":
		name, problem := line(form.Get("name"), maxTitle)
		if problem != "" {
			return s.sendHistory(w, r, http.StatusUnprocessableEntity, form, []finding{{"name", "The name " + problem + ".", "Change it and save again."}})
		}
		err = s.withKey(r, id, func() error { return s.store.Mark(r.Context(), id, key, number, name) })
	case "restore":
		err = s.restore(w, r, id, key, number, form)
	default:
		return invalid("The form does not say what to do: name or restore.")
	}
	switch {
	case errors.Is(err, decision.ErrConflict):
		return s.sendHistory(w, r, http.StatusConflict, form, []finding{{"", "Somebody saved a newer revision meanwhile.", "Look at it, then restore again if you still want to."}})
	case err != nil:
		return fmt.Errorf("changing the history: %w", err)
	}
	return seeOther(w, r, "/a/"+id+"/history")
}

// restore adds an old revision again, with the report as it was then.
func (s *server) restore(w http.ResponseWriter, r *http.Request, id, key string, number int, form url.Values) error {
	old, err := s.findAny(r, id, number)
	if err != nil {
		return err
	}
	base, err := strconv.Atoi(form.Get("base"))
	if err != nil {
		return invalid("The form does not say which revision it started from. Open the history again.")
	}
	rev := old.Revision
	rev.At = s.now()
	_, err = s.revise(r, id, key, base, rev)
	return err
}
