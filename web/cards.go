package web

import (
	"context"

	"crossroads/decision"
	"crossroads/export"
	"crossroads/views"
	"crossroads/web/deliver"
)

// cardFile is a card of a comparison as a file under its address.
type cardFile struct {
	name, contentType string
	card              func(site string, cat *decision.Catalogue) export.Card
}

var cardFiles = []cardFile{
	{"card.svg", deliver.TypeSVG, export.NewComparisonCard},
	{"card.png", deliver.TypePNG, export.NewComparisonCard},
	{"strip.svg", deliver.TypeSVG, export.NewComparisonStrip},
	{"strip.png", deliver.TypePNG, export.NewComparisonStrip},
}

func (s *server) cardPages(p cardFile) (pages []fixed) {
	for _, cat := range s.lib.Comparisons {
		pages = append(pages, fixed{"/decide/" + cat.Slug + "/" + p.name, &deliver.Fixed{
			ContentType: p.contentType, NoIndex: true, Headers: picture,
			Render: func(ctx context.Context) ([]byte, error) {
				card := p.card(s.site.Name, cat)
				if p.contentType == deliver.TypePNG {
					return s.drawNow(ctx, card)
				}
				return []byte(card.SVG()), nil
			},
		}})
	}
	return pages
}

// setCard names the card of a comparison in a page, for link previews. Programs
// that make previews want absolute addresses, and most pages are kept for all
// readers, so only a configured address will do.
func (s *server) setCard(p *views.Page, cat *decision.Catalogue) {
	if s.cfg.BaseURL != "" {
		p.Card, p.CardAlt = s.cfg.BaseURL+"/decide/"+cat.Slug+"/card.png", export.ComparisonAlt(cat)
	}
}
