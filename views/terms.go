package views

import (
	"context"
	"html"
	"io"
	"strings"

	"github.com/a-h/templ"

	"crossroads/content"
	"crossroads/decision"
	"crossroads/link"
)

// glossed holds the glossary, and the terms that a page being rendered has linked already.
type glossed struct {
	index *content.TermIndex
	done  map[*content.Term]bool // linked on this page
}

type glossedKey struct{}

// withTerms lets the components of a page link terms. Pages in frames do not:
// a reader would lose what the frame shows.
func (p Page) withTerms(ctx context.Context) context.Context {
	if p.Site.Terms == nil || p.Embed {
		return ctx
	}
	return context.WithValue(ctx, glossedKey{}, &glossed{p.Site.Terms, map[*content.Term]bool{}})
}

// terms writes a text in which the first use of each term on the page is a link to
// its definition, as in articles. Outside of pages it writes the text. Names that people
// typed stand in quotation marks in it, and are not linked: their words are not ours.
func terms(text string, typed ...string) templ.Component { return linkTerms(text, "", "", typed...) }

// termsAside is terms for the hints of a form: a link opens a tab of its own, so
// that what was filled in stays.
func termsAside(text string) templ.Component {
	return linkTerms(text, ` target="_blank" rel="noopener"`, `<span class="visually-hidden"> (opens in a new tab)</span>`)
}

func linkTerms(text, attributes, after string, typed ...string) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		g, ok := ctx.Value(glossedKey{}).(*glossed)
		if !ok {
			_, err := io.WriteString(w, html.EscapeString(text))
			return err
		}
		var b strings.Builder
		for rest := text; rest != ""; {
			own, name := cutTyped(rest, typed)
			for _, piece := range g.index.Cut(own, g.done) {
				if t := piece.Term; t != nil {
					b.WriteString(`<a class="term" href="` + html.EscapeString(string(link.To(ctx, t.URL()))) + `" title="` +
						html.EscapeString(t.Definition) + `"` + attributes + ">" + html.EscapeString(piece.Text) + after + "</a>")
				} else {
					b.WriteString(html.EscapeString(piece.Text))
				}
			}
			b.WriteString(html.EscapeString(name))
			rest = rest[len(own)+len(name):]
		}
		_, err := io.WriteString(w, b.String())
		return err
	})
}

// cutTyped returns the text before the first name that somebody typed, and that name in its quotation
// marks, "" if there is none.
func cutTyped(text string, typed []string) (before, name string) {
	before = text
	for _, quoted := range decision.Marked(typed) {
		if at := strings.Index(text, quoted); at >= 0 && (at < len(before) || at == len(before) && len(quoted) > len(name)) {
			before, name = text[:at], quoted
		}
	}
	return before, name
}
