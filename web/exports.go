package web

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"strconv"
	"strings"

	"crossroads/content"
	"crossroads/decision"
	"crossroads/views"
)

// export is one of the forms in which a saved assessment leaves the portal.
type export struct {
	name        string // last piece of its address
	contentType string
	file        string // suffix of the name under which browsers keep it, "" to show it
	headers     []header
	write       func(s *server, rec views.Record) ([]byte, error)
	picture     func(rec views.Record) views.Card // in place of write
	ownAddress  bool                              // it names the address under which it was asked for
}

var exports = []export{
	{name: "adr.md", contentType: "text/markdown; charset=utf-8", file: ".md", ownAddress: true, write: func(_ *server, rec views.Record) ([]byte, error) { return []byte(views.ADR(rec)), nil }},
	{name: "scores.csv", contentType: "text/csv; charset=utf-8; header=present", file: "-scores.csv", write: func(_ *server, rec views.Record) ([]byte, error) { return []byte(views.ScoresCSV(rec)), nil }},
	{name: "report.html", contentType: typeHTML, file: ".html", headers: alone, ownAddress: true, write: exportHTML},
	{name: "card.svg", contentType: typeSVG, headers: picture, write: func(_ *server, rec views.Record) ([]byte, error) { return []byte(views.NewCard(rec).SVG()), nil }},
	{name: "card.png", contentType: typePNG, headers: picture, picture: views.NewCard},
	{name: "strip.svg", contentType: typeSVG, headers: picture, write: func(_ *server, rec views.Record) ([]byte, error) { return []byte(views.NewStrip(rec).SVG()), nil }},
	{name: "strip.png", contentType: typePNG, headers: picture, picture: views.NewStrip},
	{name: "export.json", contentType: typeJSON, file: ".json", ownAddress: true, write: exportJSON},
}

const typePNG = "image/png"

var (
	// alone is for a file that carries its own styles and may do nothing else.
	alone = []header{{"Content-Security-Policy", []string{"default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox"}}}
	// picture is for images that other sites show.
	picture = []header{
		{"Access-Control-Allow-Origin", []string{"*"}},
		{"Content-Security-Policy", []string{"default-src 'none'; style-src 'unsafe-inline'; sandbox"}},
		{"Cross-Origin-Resource-Policy", []string{"cross-origin"}},
	}
)

// exportHTML is the report as one file. Links into the portal become absolute.
func exportHTML(s *server, rec views.Record) ([]byte, error) {
	origin, _, _ := strings.Cut(rec.URL, "/a/"+rec.Saved.ID)
	p := views.SavedPage{
		Page: s.page("", "", rec.Saved.Title, rec.Report.Headline), Saved: rec.Saved, Report: rec.Report,
		NoteHTML: content.Markdown(rec.Saved.Note), ShareURL: rec.URL,
	}
	page, err := component(func() markup { return views.Offline(p) })(context.Background())
	// an attribute's value never holds a bare quotation mark, so this finds links alone
	return bytes.ReplaceAll(page, []byte(`href="/`), []byte(`href="`+html.EscapeString(origin)+"/")), err
}

// exported answers with a finished file, which is kept like a share page: a
// stored revision never changes.
func (s *server) exported(e export) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		id, number, err := revisionParams(r)
		if err != nil {
			return err
		}
		h := w.Header()
		key := pageKey{id: id, number: number, kind: e.name}
		if e.ownAddress {
			key.origin = s.origin(r)
		}
		finished, since := s.shared.get(key)
		if finished == nil {
			if e.picture == nil { // one that is not drawn needs no place
				leave, err := s.enter(r.Context())
				if err != nil {
					return err
				}
				defer leave()
			}
			rec, err := s.record(r, id, number)
			if err != nil {
				return err
			}
			if finished, err = s.export(r, e, rec); err != nil {
				return fmt.Errorf("writing %s: %w", e.name, err)
			}
			s.keepPage(rec.Saved, key, finished, since)
		}
		h["X-Robots-Tag"] = noIndex
		for _, set := range e.headers {
			h[set.name] = set.values
		}
		finished.serve(w, r, noCache)
		return nil
	}
}

func (s *server) export(r *http.Request, e export, rec views.Record) (*variants, error) {
	if e.picture != nil {
		return s.picture(r, e.picture(rec))
	}
	raw, err := e.write(s, rec)
	if err != nil {
		return nil, err
	}
	finished := newVariants(e.contentType, raw, light)
	if e.file != "" {
		finished.disposition = []string{`attachment; filename="` + fileName(rec.Saved.Title) + e.file + `"`}
	}
	return finished, nil
}

// revisionParams reads the id and the revision of an address; 0 is the latest.
func revisionParams(r *http.Request) (id string, number int, err error) {
	if text := r.PathValue("number"); text != "" {
		if number, err = strconv.Atoi(text); err != nil || number < 1 {
			return "", 0, decision.ErrNotFound
		}
	}
	return r.PathValue("id"), number, nil
}

// record reads an assessment with its report, ready to be written in any form.
func (s *server) record(r *http.Request, id string, number int) (views.Record, error) {
	saved, err := s.find(r, id, number)
	if err != nil {
		return views.Record{}, err
	}
	report, err := storedReport(saved)
	if err != nil {
		return views.Record{}, err
	}
	address := s.origin(r) + "/a/" + saved.ID + "/r/" + strconv.Itoa(saved.Number)
	return views.Record{Site: s.site, Saved: saved, Report: report, URL: address}, nil
}

// storedReport decodes a report for people to read: what its words could hide is gone.
func storedReport(saved decision.Saved) (report decision.Report, err error) {
	if err := json.Unmarshal([]byte(decision.Prose(string(saved.Report))), &report); err != nil {
		return report, fmt.Errorf("reading the stored report of revision %d: %w", saved.Number, err)
	}
	return report, nil
}

// readableEntries does for a history what readable does for a revision.
func readableEntries(list []decision.Entry) []decision.Entry {
	for i, e := range list {
		list[i].Title, list[i].Author, list[i].Milestone, list[i].Headline = decision.Line(e.Title), decision.Line(e.Author), decision.Line(e.Milestone), decision.Line(e.Headline)
	}
	return list
}

// readableList does it for a portfolio.
func readableList(list []decision.Listed) []decision.Listed {
	for i, l := range list {
		list[i].Title, list[i].Owner, list[i].Headline = decision.Line(l.Title), decision.Line(l.Owner), decision.Line(l.Headline)
	}
	return list
}

// readableRound does it for what people said.
func readableRound(round decision.Round) decision.Round {
	for i, v := range round.Voices {
		round.Voices[i].Name, round.Voices[i].Report = decision.Line(v.Name), []byte(decision.Prose(string(v.Report)))
	}
	return round
}

// readable takes out of the words what no reader can see. The stored ones stay as they are.
func readable(saved decision.Saved) decision.Saved {
	saved.Title, saved.Author, saved.Milestone = decision.Line(saved.Title), decision.Line(saved.Author), decision.Line(saved.Milestone)
	saved.Note = decision.Prose(saved.Note)
	return saved
}

// fileName is a title as the name of a file that every system takes.
func fileName(title string) string {
	name := strings.Map(func(c rune) rune {
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			return c
		case c >= 'A' && c <= 'Z':
			return c + 'a' - 'A'
		}
		return ' '
	}, title)
	name = strings.Join(strings.Fields(name), "-")
	if name = strings.TrimRight(name[:min(len(name), 60)], "-"); name == "" {
		return "assessment"
	}
	return name
}
