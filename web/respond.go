package web

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"crossroads/decision"
	"crossroads/text"
	"crossroads/views"
	"crossroads/web/deliver"
)

// page returns the part that all page structs share.
func (s *server) page(path, section, title, description string) views.Page {
	p := views.Page{Site: s.site, Path: path, Section: section, Title: title, Description: description, Theme: "auto"}
	s.setCard(&p, s.lib.Comparisons[0])
	return p
}

// markup is a page of package views that has yet to be rendered.
type markup = templ.Component

// component returns a function that renders a page.
func component(page func() markup) func(context.Context) ([]byte, error) {
	return func(ctx context.Context) ([]byte, error) {
		var buf bytes.Buffer
		err := page().Render(ctx, &buf)
		return buf.Bytes(), err
	}
}

// failed returns a page whose rendering fails with an error.
func failed(err error) markup {
	return templ.ComponentFunc(func(context.Context, io.Writer) error { return err })
}

// sendPage renders a page at the gate.
func (s *server) sendPage(w http.ResponseWriter, r *http.Request, status int, page markup) error {
	leave, err := s.assess.Enter(r.Context(), pricePage)
	if err != nil {
		return err
	}
	defer leave()
	return s.sendNow(w, r, status, page)
}

// sendLong is sendPage for a page of many bytes: a tenth fewer of them for a millisecond more.
func (s *server) sendLong(w http.ResponseWriter, r *http.Request, status int, page markup) error {
	leave, err := s.assess.Enter(r.Context(), pricePage)
	if err != nil {
		return err
	}
	defer leave()
	return s.render(w, r, status, page, deliver.SendDense)
}

// sendNow is sendPage without the gate, for error pages: one of them says that the gate is full.
func (s *server) sendNow(w http.ResponseWriter, r *http.Request, status int, page markup) error {
	return s.render(w, r, status, page, deliver.Send)
}

// render renders a page completely before it is sent, so that a failing component never
// leaves half a page.
func (s *server) render(w http.ResponseWriter, r *http.Request, status int, page markup,
	send func(http.ResponseWriter, *http.Request, int, string, []byte)) error {
	buf := deliver.GetBuffer()
	defer deliver.PutBuffer(buf)
	if err := page.Render(r.Context(), buf); err != nil {
		return fmt.Errorf("rendering %s: %w", recorderOf(w).route, err)
	}
	send(w, r, status, deliver.TypeHTML, buf.Bytes())
	return nil
}

// fixed is a page that does not depend on its reader, with its path.
type fixed struct {
	path string
	*deliver.Fixed
}

// fixedHTML is a fixed page of a template.
func fixedHTML(path string, page func() markup) fixed {
	return fixed{path, &deliver.Fixed{ContentType: deliver.TypeHTML, Render: component(page)}}
}

// fixedJSON is a fixed document for programs.
func fixedJSON(path string, value func() any) fixed {
	return fixed{path, &deliver.Fixed{ContentType: deliver.TypeJSON,
		Render: func(context.Context) ([]byte, error) { return marshal(value()) }}}
}

// daily makes a page render again every day, because it shows what is out of date.
func (f fixed) daily() fixed {
	f.Daily = true
	return f
}

// only serves addresses that have fixed pages alone, whatever their query. Missing is the
// message for an address without a page.
func (s *server) only(missing string) handler {
	return func(w http.ResponseWriter, r *http.Request) error { return s.sendFixed(w, r, r.URL.Path, missing) }
}

// sendFixed responds with the fixed page at a path, or with 404 and the message missing.
func (s *server) sendFixed(w http.ResponseWriter, r *http.Request, path, missing string) error {
	page, ok := s.fixed[path]
	if !ok {
		return notFound(missing)
	}
	return s.serveFixed(w, r, page)
}

const noPage = "There is no page at this address."

// cached serves fixed pages, which have no query, before the router is asked.
func (s *server) cached(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page, ok := s.fixed[r.URL.Path]
		// Pages with link previews are made for the request if its address can be trusted.
		if !ok || r.URL.RawQuery != "" || page.OEmbed != "" && s.knowsAddress(r) || r.Method != http.MethodGet &&
			r.Method != http.MethodHead {
			next.ServeHTTP(w, r)
			return
		}
		if err := s.serveFixed(w, r, page); err != nil {
			s.fail(w, r, err)
		}
	})
}

func (s *server) serveFixed(w http.ResponseWriter, r *http.Request, page *deliver.Fixed) error {
	recorderOf(w).route = page.Route
	day := ""
	if page.Daily {
		day = s.today()
	}
	v, err := page.Get(r.Context(), day, &s.background)
	if err != nil {
		return err
	}
	h := w.Header()
	if page.NoIndex {
		h["X-Robots-Tag"] = deliver.NoIndex
	}
	for _, set := range page.Headers {
		h[set.Name] = set.Values
	}
	if page.OEmbed != "" {
		discover(h, s.base(r), page.OEmbed)
	}
	v.Serve(w, r, deliver.NoCache)
	return nil
}

// maxProblems is the largest number of findings on a page, since nobody reads longer lists.
const maxProblems = 20

// problems turns findings into the problems of a page.
func problems(findings []text.Finding) []views.Problem {
	var list []views.Problem
	for i, f := range findings {
		if i == maxProblems {
			list = append(list, views.Problem{
				Message: fmt.Sprintf(saidMoreProblems, len(findings)-i),
			})
			break
		}
		list = append(list, views.Problem{Field: f.Field, Message: f.Fact + " " + f.Advice})
	}
	return list
}

// anchored links each problem to its field, on this page or on the one at an address. A problem
// without a field has no link.
func anchored(cat *decision.Catalogue, list []views.Problem, at string) []views.Problem {
	for i := range list {
		field := list[i].Field
		switch {
		case field == "":
			continue
		case slices.ContainsFunc(cat.Questions, func(q decision.Question) bool { return q.ID == field }):
			field = "q-" + field
		case field == "rank", strings.HasPrefix(field, "rank."):
			field = "rank"
		case strings.HasPrefix(field, "w."):
			if !slices.ContainsFunc(cat.Criteria, func(k decision.Criterion) bool { return "w."+k.ID == field }) {
				field = ""
			}
		case !strings.Contains(field, ".") && field != "parts":
			field = "" // not a question, so the page has no such field
		}
		list[i].Field = field
		if at != "" && field != "" {
			list[i].Field, list[i].URL = "", at+"#"+field
		}
	}
	return list
}
