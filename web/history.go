package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"crossroads/decision"
	"crossroads/record"
	"crossroads/views"
)

// historyPage is how many revisions a page lists.
const historyPage = 50

// history lists the revisions of an assessment and what changed between two.
func (s *server) history(c echo.Context) error {
	return s.sendHistory(c, http.StatusOK, c.QueryParams(), nil)
}

func (s *server) sendHistory(c echo.Context, status int, query url.Values, findings []finding) error {
	latest, err := s.find(c, c.Param("id"), 0)
	if err != nil {
		return err
	}
	before, err := revisionNumber(query.Get("before"), 0)
	if err != nil {
		return err
	}
	entries, err := s.store.History(c.Request().Context(), latest.ID, before, historyPage)
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
		if p.Changed, err = s.changedBetween(c, latest.ID, p.From, p.To); err != nil {
			return err
		}
	}
	p.NoIndex = true
	p.Problems = input{findings: findings}.problems()
	h := c.Response().Header()
	h["X-Robots-Tag"] = noIndex
	if status != http.StatusOK {
		h["Cache-Control"] = noStore
	}
	return s.sendPage(c.Response(), c.Request(), status, views.History(p))
}

// revisionNumber reads the number of a revision, absent when there is none.
func revisionNumber(text string, absent int) (int, error) {
	if text == "" {
		return absent, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, record.ErrNotFound
	}
	return n, nil
}

func (s *server) changedBetween(c echo.Context, id string, from, to int) (*views.Changed, error) {
	var revs [2]record.Saved
	var reports [2]decision.Report
	for i, number := range []int{from, to} {
		var err error
		if revs[i], err = s.find(c, id, number); err != nil {
			return nil, err
		}
		if reports[i], err = storedReport(revs[i]); err != nil {
			return nil, err
		}
	}
	return &views.Changed{From: revs[0].Revision, To: revs[1].Revision, Difference: decision.Compare(reports[0], reports[1])}, nil
}

// changeHistory names a revision or restores it as a new one.
func (s *server) changeHistory(c echo.Context) error {
	form, key, done, err := s.keyed(c)
	if err != nil || done {
		return err
	}
	number, err := wholeNumber(form.Get("number"))
	if err != nil || number < 1 {
		return invalid("The form does not say which revision is meant.")
	}
	id := c.Param("id")
	switch form.Get("action") {
	case "mark":
		name, problem := line(form.Get("name"), maxTitle)
		if problem != "" {
			return s.sendHistory(c, http.StatusUnprocessableEntity, form, []finding{{"name", "The name " + problem + ".", "Change it and save again."}})
		}
		err = s.withKey(c, id, func() error { return s.store.Mark(c.Request().Context(), id, key, number, name) })
	case "restore":
		err = s.restore(c, id, key, number, form)
	default:
		return invalid("The form does not say what to do: name or restore.")
	}
	switch {
	case errors.Is(err, record.ErrConflict):
		return s.sendHistory(c, http.StatusConflict, form, []finding{{"", "Somebody saved a newer revision meanwhile.", "Look at it, then restore again if you still want to."}})
	case err != nil:
		return fmt.Errorf("changing the history: %w", err)
	}
	return seeOther(c, "/a/"+id+"/history")
}

// restore adds an old revision again, with the report as it was then.
func (s *server) restore(c echo.Context, id, key string, number int, form url.Values) error {
	old, err := s.findAny(c, id, number)
	if err != nil {
		return err
	}
	base, err := strconv.Atoi(form.Get("base"))
	if err != nil {
		return invalid("The form does not say which revision it started from. Open the history again.")
	}
	rev := old.Revision
	rev.At = s.now()
	_, err = s.revise(c, id, key, base, rev)
	return err
}
