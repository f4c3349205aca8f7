package web

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"crossroads/content"
	"crossroads/decision"
	"crossroads/export"
	"crossroads/record"
	"crossroads/views"
)

// share shows the latest revision of an assessment.
func (s *server) share(c echo.Context) error {
	return s.shareRevision(c, c.Param("id"), 0)
}

// sharedRevision shows an older one.
func (s *server) sharedRevision(c echo.Context) error {
	number, err := strconv.Atoi(c.Param("number"))
	if err != nil || number < 1 || strconv.Itoa(number) != c.Param("number") { // "01" would be a second address
		return record.ErrNotFound
	}
	return s.shareRevision(c, c.Param("id"), number)
}

// shareRevision answers with a finished page, which is kept: a stored report
// never changes.
func (s *server) shareRevision(c echo.Context, id string, number int) error {
	r := c.Request()
	key := pageKey{id: id, number: number, kind: readFrame(r).theme, origin: s.origin(r), edition: s.edition}
	if isEmbed(r.URL.Path) {
		key.kind = "embed " + key.kind
	}
	finished, since := s.shared.get(key)
	if finished == nil {
		saved, err := s.find(c, id, number)
		if err != nil {
			return err
		}
		leave, err := s.enter(r.Context())
		if err != nil {
			return err
		}
		defer leave()
		page, err := s.savedPage(r, saved, number)
		if err != nil {
			return err
		}
		buf := getBuffer()
		defer putBuffer(buf)
		if err := views.Saved(page).Render(r.Context(), buf); err != nil {
			return fmt.Errorf("rendering an assessment: %w", err)
		}
		finished = newVariants(typeHTML, bytes.Clone(buf.Bytes()), light)
		s.keepPage(saved, key, finished, since)
	}
	c.Response().Header()["X-Robots-Tag"] = noIndex
	if !isEmbed(r.URL.Path) {
		discover(c.Response().Header(), key.origin, r.URL.Path)
	}
	finished.serve(c.Response(), r, noCache)
	return nil
}

// keepPage keeps a finished page until the day from which it must look
// different, or must not be shown any more, although nothing was changed. The
// day is reckoned from before the page was made: it may have come meanwhile.
func (s *server) keepPage(saved record.Saved, key pageKey, finished *variants, since ticket) {
	if finished.whole() {
		s.shared.put(key, finished, saved.Turns(since.at), since)
	}
}

// savedPage shows the stored report, not a new one. The comparison may have
// left the content since; the page still works, it only cannot be scored again.
func (s *server) savedPage(r *http.Request, saved record.Saved, number int) (views.SavedPage, error) {
	path := "/a/" + saved.ID
	if number > 0 {
		path += "/r/" + strconv.Itoa(number)
	}
	p := views.SavedPage{
		Page:     s.page(path, "", saved.Title, ""),
		Saved:    saved,
		NoteHTML: content.Markdown(saved.Note),
		ShareURL: s.origin(r) + "/a/" + saved.ID,
		Newest:   number == 0,
		Moved:    saved.Engine != decision.EngineVersion,
	}
	var err error
	if p.Report, err = storedReport(saved); err != nil {
		return views.SavedPage{}, err
	}
	p.Description = p.Report.Headline
	p.URL = s.origin(r) + path
	p.OEmbed = oembedAddress(s.origin(r), path)
	p.Card, p.CardAlt = p.ShareURL+strings.TrimPrefix(path, "/a/"+saved.ID)+"/card.png", export.CardAlt(export.Record{Saved: saved, Report: p.Report})
	p.NoIndex = true
	p.Embed, p.Theme = isEmbed(r.URL.Path), readFrame(r).theme
	if p.Embed {
		p.NoteHTML = strings.ReplaceAll(p.NoteHTML, `<a href="`, `<a target="_blank" href="`) // "<" in text is escaped, so this finds links alone
	}
	cat, ok := s.lib.Comparison(saved.Comparison)
	p.Moved = p.Moved || !ok || saved.Catalogue != cat.Version
	if ok {
		p.ScoreURL = withQuery("/decide/"+cat.Slug+"/result", Query(saved.Input))
	}
	if ok && p.Moved {
		p.AgainURL = "/a/" + saved.ID + "/r/" + strconv.Itoa(saved.Number) + "/again"
	}
	p.Due = saved.Due(s.now())
	return p, nil
}

// sharedReport gives the stored report byte for byte.
func (s *server) sharedReport(c echo.Context) error {
	id, number, err := revisionParams(c)
	if err != nil {
		return err
	}
	saved, err := s.find(c, id, number)
	if err != nil {
		return err
	}
	c.Response().Header()["X-Robots-Tag"] = noIndex
	newVariants(typeJSON, saved.Report, light).serve(c.Response(), c.Request(), noCache)
	return nil
}
