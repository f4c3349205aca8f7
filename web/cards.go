package web

import (
	"context"
	"net/http"

	"crossroads/decision"
	"crossroads/views"
	"crossroads/web/deliver"
)

// pictures are the cards of a comparison, under its address.
var pictures = []struct {
	name, contentType string
	card              func(site string, cat *decision.Catalogue) views.Card
}{
	{"card.svg", deliver.TypeSVG, views.NewComparisonCard},
	{"card.png", deliver.TypePNG, views.NewComparisonCard},
	{"strip.svg", deliver.TypeSVG, views.NewComparisonStrip},
	{"strip.png", deliver.TypePNG, views.NewComparisonStrip},
}

func (s *server) cardPages() map[string]*deliver.Fixed {
	pages := map[string]*deliver.Fixed{}
	for _, cat := range s.lib.Comparisons {
		for _, p := range pictures {
			pages["/decide/"+cat.Slug+"/"+p.name] = &deliver.Fixed{
				Route: "/decide/:comparison/" + p.name, ContentType: p.contentType, NoIndex: true, Headers: picture,
				Render: func(ctx context.Context) ([]byte, error) {
					card := p.card(s.site.Name, cat)
					if p.contentType == deliver.TypePNG {
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
