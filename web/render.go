package web

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"

	"github.com/a-h/templ"

	"crossroads/views"
	"crossroads/web/deliver"
)

// page is the part that all page structs have.
func (s *server) page(path, section, title, description string) views.Page {
	p := views.Page{Site: s.site, Path: path, Section: section, Title: title, Description: description, Theme: "auto"}
	s.setCard(&p, s.lib.Comparisons[0])
	return p
}

// markup is what a function of views returns: a page still to be rendered.
type markup = templ.Component

// component renders a templ page.
func component(page func() markup) func(context.Context) ([]byte, error) {
	return func(ctx context.Context) ([]byte, error) {
		var buf bytes.Buffer
		err := page().Render(ctx, &buf)
		return buf.Bytes(), err
	}
}

// failed is a page that could not be made.
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

// sendNow renders a page completely and then sends it, so that a component
// that fails half-way costs nobody half a page. What says that there is no place
// at the gate cannot wait for one.
func (s *server) sendNow(w http.ResponseWriter, r *http.Request, status int, page markup) error {
	buf := deliver.GetBuffer()
	defer deliver.PutBuffer(buf)
	if err := page.Render(r.Context(), buf); err != nil {
		return fmt.Errorf("rendering %s: %w", recorderOf(w).route, err)
	}
	deliver.Send(w, r, status, deliver.TypeHTML, buf.Bytes())
	return nil
}
