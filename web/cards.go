package web

import (
	"context"

	"github.com/labstack/echo/v4"

	"crossroads/decision"
	"crossroads/export"
	"crossroads/views"
)

// pictures are the cards of a comparison, under its address.
var pictures = []struct {
	name, contentType string
	card              func(site string, cat *decision.Catalogue) export.Card
}{
	{"card.svg", typeSVG, export.NewComparisonCard},
	{"card.png", typePNG, export.NewComparisonCard},
	{"strip.svg", typeSVG, export.NewComparisonStrip},
	{"strip.png", typePNG, export.NewComparisonStrip},
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

func (s *server) comparisonCard(c echo.Context) error { return s.sendFixed(c, c.Request().URL.Path) }

// setCard gives a page the card of a comparison for link previews. Programs
// that make previews want absolute addresses, and most pages are kept for all
// readers, so only a configured address will do.
func (s *server) setCard(p *views.Page, cat *decision.Catalogue) {
	if s.cfg.BaseURL != "" {
		p.Card, p.CardAlt = s.cfg.BaseURL+"/decide/"+cat.Slug+"/card.png", export.ComparisonAlt(cat)
	}
}
