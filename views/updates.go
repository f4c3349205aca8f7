package views

import (
	"time"

	"crossroads/decision"
)

// shortDay writes a date for a narrow column: "23 Nov 2026".
func shortDay(date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return t.Format("2 Jan 2006")
}

// checkedRow is something that is checked from time to time. Of several checks
// it gives the oldest and the next.
type checkedRow struct {
	Name, URL, Detail string
	AsOf, ReviewBy    string // YYYY-MM-DD; no ReviewBy where none is set
}

// checked lists what carries a date: judgements, claims, prices, articles.
func (p UpdatesPage) checked() []checkedRow {
	var rows []checkedRow
	for _, c := range p.Site.Comparisons {
		if row := checkedCells(c); row.AsOf != "" {
			rows = append(rows, row)
		}
	}
	if len(p.Claims) > 0 {
		row := checkedRow{Name: "Popular claims", URL: "/claims", Detail: plural(len(p.Claims), "claim"), AsOf: p.Claims[0].AsOf, ReviewBy: p.Claims[0].ReviewBy}
		for _, c := range p.Claims {
			row.AsOf, row.ReviewBy = min(row.AsOf, c.AsOf), min(row.ReviewBy, c.ReviewBy)
		}
		rows = append(rows, row)
	}
	for _, a := range p.Articles {
		rows = append(rows, checkedRow{Name: a.Title, URL: "/articles/" + a.Slug, AsOf: a.Updated.Format(time.DateOnly)})
	}
	return rows
}

func checkedCells(c *decision.Catalogue) checkedRow {
	row := checkedRow{Name: "Comparison: " + c.Title, URL: "/compare/" + c.Slug, Detail: plural(len(c.Cells), "judgement")}
	for i, cell := range c.Cells {
		if i == 0 {
			row.AsOf, row.ReviewBy = cell.AsOf, cell.ReviewBy
		}
		row.AsOf, row.ReviewBy = min(row.AsOf, cell.AsOf), min(row.ReviewBy, cell.ReviewBy)
	}
	return row
}
