package web

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strconv"

	"crossroads/assess"
	"crossroads/export"
	"crossroads/figure"
	"crossroads/integrations"
	"crossroads/record"
	"crossroads/text"
	"crossroads/views"
	"crossroads/web/deliver"
	"crossroads/web/form"
	"crossroads/web/origin"
)

// embedPage shows the snippet for a wiki. The choices of its form are in the address, so
// that the page can be sent to the administrator of the wiki.
func (s *server) embedPage(w http.ResponseWriter, r *http.Request) error {
	query := fields(r, "assessment", "height", "wiki", "theme", "show", "comparison")
	p := views.EmbedPage{
		Page:       s.page("/embed", "", "Show it in your wiki", describeEmbed),
		Assessment: text.Typed(query.Get("assessment")),
		Height:     text.Typed(query.Get("height")),
		Wiki:       text.Typed(query.Get("wiki")),
		Frame:      export.Frame{Origin: s.base(r), Theme: "auto", Height: export.UsualFrame},
	}
	p.NoIndex = r.URL.RawQuery != ""
	problem := func(field, message string) {
		p.Problems = append(p.Problems, views.Problem{Field: field, Message: message})
	}
	if t := query.Get("theme"); t == "light" || t == "dark" {
		p.Frame.Theme = t
	}
	s.readHeight(&p, problem)
	self, wiki := s.sites(r, p.Wiki, func(message string) { problem("wiki", message) })
	if err := s.readFrame(r, &p, query, problem); err != nil {
		return err
	}
	p.Frame.Opaque = wiki != nil && *wiki == self
	p.Allowed = s.embedAncestors()
	p.Findings = s.embedFindings(r, self, wiki)
	status := http.StatusOK
	if len(p.Problems) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return s.sendPage(w, r, status, views.Embed(p))
}

// readHeight reads the height of a frame. A number outside the sensible range is moved into
// it, with a finding.
func (s *server) readHeight(p *views.EmbedPage, problem func(field, message string)) {
	if p.Height == "" {
		return
	}
	decimal, err := figure.Parse(p.Height, figure.Field{Units: figure.Words("px", "pixels", "pixel"), Fits: form.UpTo(export.MostFrame)})
	n, _ := strconv.ParseFloat(decimal, 64) // a plain decimal, or nothing
	switch {
	case errors.Is(err, figure.ErrTooLarge):
		n = math.MaxInt
	case err != nil && !errors.Is(err, figure.ErrNegative):
		problem("height", fmt.Sprintf(saidNoHeight, text.Quote(p.Height)))
		return
	}
	p.Frame.Height = int(min(max(n, export.LeastFrame), export.MostFrame))
	p.Clamped = float64(p.Frame.Height) != n
}

// sites returns the origin of the portal and that of the wiki, which is nil if none was
// typed or it cannot be read.
func (s *server) sites(r *http.Request, typed string, problem func(message string)) (self origin.Origin, wiki *origin.Origin) {
	self, _ = origin.Parse(s.origin(r)) // of no site when the host is one that no browser sends
	if typed == "" {
		return self, nil
	}
	from, wrong := origin.Parse(typed)
	if wrong != "" {
		problem(wrong)
		return self, nil
	}
	return self, &from
}

// readFrame reads what the frame is to show.
func (s *server) readFrame(r *http.Request, p *views.EmbedPage, query url.Values, problem func(field, message string)) error {
	p.Show = query.Get("show")
	if p.Show == "" && p.Assessment != "" {
		p.Show = "saved"
	}
	cat := s.lib.Comparisons[0]
	if slug := form.ID(query["comparison"], s.isComparison); slug != "" {
		found, ok := s.lib.Comparison(slug)
		if !ok {
			problem("comparison", "There is no comparison "+text.Quote(slug)+". Choose one of the list.")
			found = cat
		}
		cat = found
	}
	p.Frame.Comparison, p.Frame.Title, p.Frame.Alt = cat.Slug, cat.Title, export.ComparisonAlt(cat)
	switch p.Show {
	case "matrix":
		p.Frame.Matrix = true
	case "saved":
		return s.readSaved(r, p, problem)
	default:
		p.Show = "wizard"
	}
	return nil
}

// readSaved finds a saved assessment by its share link. Frames in a wiki always show the
// newest revision, so a revision in the link is ignored.
func (s *server) readSaved(r *http.Request, p *views.EmbedPage, problem func(field, message string)) error {
	read := readLink(p.Assessment)
	if read.id == "" {
		problem("assessment", saidNoLink)
		return nil
	}
	rec, err := s.record(r, read.id, 0)
	var ended *assess.EndedError
	switch {
	case errors.Is(err, record.ErrNotFound):
		problem("assessment", saidNoAssessment)
		return nil
	case errors.As(err, &ended):
		problem("assessment", linkEnded(ended).message)
		return nil
	case err != nil:
		return err
	}
	p.Older = read.revision != "" && read.revision != strconv.Itoa(rec.Saved.Latest)
	p.Frame.Assessment, p.Frame.Comparison = rec.Saved.ID, rec.Saved.Comparison
	p.Frame.Title, p.Frame.Alt = rec.Saved.Title, export.CardAlt(rec)
	return nil
}

// embedFindings returns the reasons why the snippet may not work, worst first. Findings that
// are no problem are shown by the doctor only.
func (s *server) embedFindings(r *http.Request, self origin.Origin, wiki *origin.Origin) []views.Finding {
	var list []views.Finding
	for _, f := range s.diagnose(r, self, wiki) {
		if f.Tone != views.Good && !f.Doctor {
			list = append(list, f)
		}
	}
	return list
}

// extensionPages returns the extensions for wikis as downloads.
func extensionPages() (pages []fixed) {
	for _, wiki := range integrations.Wikis {
		pages = append(pages, fixed{"/embed/" + wiki + ".zip", &deliver.Fixed{
			ContentType: "application/zip", NoIndex: true,
			Headers: []deliver.Header{header("Content-Disposition", `attachment; filename="crossroads-`+wiki+`.zip"`)},
			Render:  func(context.Context) ([]byte, error) { return integrations.Zip(wiki) },
		}})
	}
	return pages
}
