package web

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"crossroads/assess"
	"crossroads/decision"
	"crossroads/export"
	"crossroads/note"
	"crossroads/qr"
	"crossroads/record"
	"crossroads/views"
	"crossroads/web/deliver"
	"crossroads/web/form"
)

// share shows an assessment: its latest revision, or the one in the address.
func (s *server) share(w http.ResponseWriter, r *http.Request) error {
	kind := readFrame(r).theme
	if isEmbed(r.URL.Path) {
		kind = "embed " + kind
	}
	finished, err := s.finishedPage(r, kind, func(page views.SavedPage) markup { return views.Saved(page) })
	if err != nil {
		return err
	}
	w.Header()["X-Robots-Tag"] = deliver.NoIndex
	discover(w.Header(), s.base(r), r.URL.Path)
	finished.Serve(w, r, deliver.Private)
	return nil
}

// codeName is the last piece of the address of a QR code. What stands before it is the address
// that the code leads to.
const codeName = "/qr.svg"

// sharedCode draws the link to an assessment for the camera of a phone.
func (s *server) sharedCode(w http.ResponseWriter, r *http.Request) error {
	if _, err := s.addressed(r); err != nil {
		return err
	}
	return s.sendCode(w, r)
}

// resultCode draws the link to a result, with its answers, for the camera of a phone.
func (s *server) resultCode(w http.ResponseWriter, r *http.Request) error {
	if _, err := s.comparison(r); err != nil {
		return err
	}
	return s.sendCode(w, r)
}

func (s *server) sendCode(w http.ResponseWriter, r *http.Request) error {
	leave, err := s.assess.Enter(r.Context(), pricePage)
	if err != nil {
		return err
	}
	defer leave()
	of := s.base(r) + strings.TrimSuffix(r.URL.Path, codeName)
	if r.URL.RawQuery != "" {
		of += "?" + r.URL.RawQuery
	}
	code, err := qr.New(of)
	if err != nil {
		return &fault{status: http.StatusRequestURITooLong, message: saidNoCode, err: err}
	}
	w.Header()["X-Robots-Tag"] = deliver.NoIndex
	for _, set := range picture {
		w.Header()[set.Name] = set.Values
	}
	deliver.New(deliver.TypeSVG, code.SVG(), deliver.Light).Serve(w, r, deliver.PrivateDaily)
	return nil
}

// sharedWorkings shows every figure behind a revision.
func (s *server) sharedWorkings(w http.ResponseWriter, r *http.Request) error {
	finished, err := s.finishedPage(r, "workings", func(page views.SavedPage) markup {
		page.Path, page.URL, page.OEmbed = page.Path+"/workings", page.URL+"/workings", ""
		page.Title = saidWorkings + page.Saved.Title
		return views.SavedWorkings(page)
	})
	if err != nil {
		return err
	}
	w.Header()["X-Robots-Tag"] = deliver.NoIndex
	finished.Serve(w, r, deliver.Private)
	return nil
}

// finishedPage returns a page about the revision in the address. It can be cached, because a
// stored report never changes.
func (s *server) finishedPage(r *http.Request, kind string, show func(views.SavedPage) markup) (*deliver.Variants, error) {
	id, number, err := revisionParams(r)
	if err != nil {
		return nil, err
	}
	key := deliver.Key{ID: id, Number: number, Kind: kind, Origin: s.base(r)}
	return s.finished(r.Context(), key, func() (saved record.Saved, v *deliver.Variants, err error) {
		if saved, err = s.assess.Load(r.Context(), id, number); err != nil {
			return saved, nil, err
		}
		leave, err := s.assess.Enter(r.Context(), pricePage)
		if err != nil {
			return saved, nil, err
		}
		defer leave()
		page, err := s.savedPage(r, saved, number)
		if err != nil {
			return saved, nil, err
		}
		v, err = renderCached(r, show(page))
		return saved, v, err
	})
}

// finished returns a page or a file of an assessment from the cache, or makes and caches it. It is
// cached until the first day on which it changes by itself: a review becomes due, or the links
// end. That day is computed from the time before the page was made, because it may begin in the
// meantime.
//
// If other processes change the store too, finished first asks the store for the state of the
// assessment. The page is cached under the state that it was made from, which may be newer.
func (s *server) finished(ctx context.Context, key deliver.Key,
	produce func() (record.Saved, *deliver.Variants, error)) (v *deliver.Variants, err error) {
	if key.State, err = s.assess.State(ctx, key.ID, key.Number); err != nil {
		return nil, err
	}
	page, since := s.pages.Get(key)
	if page != nil {
		if page.Again() { // the first reader got it lightly compressed, as most links are opened once
			s.background.Add(func() { s.pages.Replace(key, page.Denser(deliver.Read), since) })
		}
		return page, nil
	}
	saved, made, err := produce()
	if err != nil {
		return nil, err
	}
	if made.Whole() && saved.Audience.Open() { // pages for some readers only are never cached
		if key.State != "" {
			key.State = saved.State()
		}
		s.pages.Put(key, made, saved.Turns(since.At), since)
	}
	return made, nil
}

// renderCached renders a page for the cache.
func renderCached(r *http.Request, page markup) (*deliver.Variants, error) {
	buf := deliver.GetBuffer()
	defer deliver.PutBuffer(buf)
	if err := page.Render(r.Context(), buf); err != nil {
		return nil, fmt.Errorf("rendering an assessment: %w", err)
	}
	return deliver.New(deliver.TypeHTML, bytes.Clone(buf.Bytes()), deliver.Light), nil
}

// savedPage shows the stored report, not a new one. It works even if the comparison has left the
// content, only without the link to score it again.
func (s *server) savedPage(r *http.Request, saved record.Saved, number int) (views.SavedPage, error) {
	path := "/a/" + saved.ID
	if number > 0 {
		path += "/r/" + strconv.Itoa(number)
	}
	p := views.SavedPage{
		Page:     s.page(path, "", saved.Title, ""),
		Saved:    saved,
		NoteHTML: note.HTML(saved.Note),
		ShareURL: s.base(r) + "/a/" + saved.ID,
		Newest:   number == 0,
		Moved:    saved.Engine != decision.EngineVersion,
	}
	var err error
	if p.Report, err = assess.ReportOf(saved); err != nil {
		return views.SavedPage{}, err
	}
	rec := export.Record{Saved: saved, Report: p.Report}
	p.Description = export.CardSays(rec)
	p.URL = s.base(r) + path
	p.OEmbed = oembedAddress(s.base(r), path)
	p.Card, p.CardAlt = p.ShareURL+strings.TrimPrefix(path, "/a/"+saved.ID)+"/card.png", export.CardAlt(rec)
	p.NoIndex = true
	p.Embed, p.Theme = isEmbed(r.URL.Path), readFrame(r).theme
	if p.Embed {
		p.NoteHTML = note.HTMLInFrame(saved.Note)
	}
	cat, ok := s.lib.Comparison(saved.Comparison)
	p.Moved = p.Moved || !ok || saved.Catalogue != cat.Version
	if ok {
		p.ScoreURL = form.URL("/decide/"+cat.Slug+"/result", form.Query(saved.Input))
	}
	if ok && p.Moved {
		p.AgainURL = "/a/" + saved.ID + "/r/" + strconv.Itoa(saved.Number) + "/again"
	}
	p.Due = saved.Due(s.now())
	p.Comments, err = s.comments(r, saved)
	return p, err
}

// comments returns the comments on an assessment as readers see them. There are none if nobody can
// sign in.
func (s *server) comments(r *http.Request, saved record.Saved) ([]record.Comment, error) {
	if saved.Commented == 0 || !s.account.On() {
		return nil, nil
	}
	return s.assess.Comments(r.Context(), saved.ID)
}

// sharedReport responds with the stored report byte for byte.
func (s *server) sharedReport(w http.ResponseWriter, r *http.Request) error {
	saved, err := s.addressed(r)
	if err != nil {
		return err
	}
	w.Header()["X-Robots-Tag"] = deliver.NoIndex
	deliver.New(deliver.TypeJSON, saved.Report, deliver.Light).Serve(w, r, deliver.Private)
	return nil
}
