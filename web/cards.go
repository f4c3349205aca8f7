package web

import (
	"context"
	"net/http"

	"crossroads/decision"
	"crossroads/views"
)

// pictures are the cards of a comparison, under its address.
var pictures = []struct {
	name, contentType string
	card              func(site string, cat *decision.Catalogue) views.Card
}{
	{"card.svg", typeSVG, views.NewComparisonCard},
	{"card.png", typePNG, views.NewComparisonCard},
	{"strip.svg", typeSVG, views.NewComparisonStrip},
	{"strip.png", typePNG, views.NewComparisonStrip},
}

func (s *server) cardPages() map[string]*fixedPage {
	pages := map[string]*fixedPage{}
	for _, cat := range s.lib.Comparisons {
		for _, p := range pictures {
			pages["/decide/"+cat.Slug+"/"+p.name] = &fixedPage{
				route: "/decide/:comparison/" + p.name, contentType: p.contentType, noIndex: true, headers: picture,
				render: func(ctx context.Context) ([]byte, error) {
					card := p.card(s.site.Name, cat)
					if p.contentType == typePNG {
						return s.drawNow(ctx, card)
					}
					return []byte(card.SVG()), nil
				},
			}
		}
	}
	return pages
}

func (s *server) comparisonCard(w http.ResponseWriter, r *http.Request) error {
	return s.sendFixed(w, r, r.URL.Path)
}

// setCard gives a page the card of a comparison for link previews. Programs
// that make previews want absolute addresses, and most pages are kept for all
// readers, so only a configured address will do.
func (s *server) setCard(p *views.Page, cat *decision.Catalogue) {
	if s.cfg.BaseURL != "" {
		p.Card, p.CardAlt = s.cfg.BaseURL+"/decide/"+cat.Slug+"/card.png", views.ComparisonAlt(cat)
	}
}
