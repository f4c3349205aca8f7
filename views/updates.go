package views

import (
	"slices"
	"time"

	"crossroads/content"
	"crossroads/decision/cost"
	"crossroads/format"
)

// UpdatesPage lists the changes of the content, and the day of the last check of each part.
type UpdatesPage struct {
	Page
	Library *content.Library
	Today   string // YYYY-MM-DD
}

// StaleSheet is a price sheet with prices that are due for review.
type StaleSheet struct {
	ID    string
	Name  string
	Items []cost.Item
}

// StaleSheets returns the sheets with prices that are due for review; today is YYYY-MM-DD.
func StaleSheets(sheets []cost.Sheet, today string) []StaleSheet {
	var stale []StaleSheet
	for i := range sheets {
		if items := sheets[i].Stale(today); len(items) > 0 {
			stale = append(stale, StaleSheet{sheets[i].ID, sheets[i].Name, items})
		}
	}
	return stale
}

// shortDay writes a date for a narrow column: "23 Nov 2026".
func shortDay(date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return t.Format("2 Jan 2006")
}

// checkedRow is something that is checked from time to time, with the oldest of its checks and the
// next one due.
type checkedRow struct {
	Name, URL, Detail string
	AsOf, ReviewBy    string // YYYY-MM-DD; no ReviewBy where none is set
}

// add takes in another check.
func (r *checkedRow) add(asOf, reviewBy string) {
	if r.AsOf == "" {
		r.AsOf, r.ReviewBy = asOf, reviewBy
	}
	r.AsOf, r.ReviewBy = min(r.AsOf, asOf), min(r.ReviewBy, reviewBy)
}

// checked lists what carries a date: judgements, claims, prices, profiles and articles.
func (p UpdatesPage) checked() []checkedRow {
	var rows []checkedRow
	for _, c := range p.Library.Comparisons {
		row := checkedRow{Name: "Comparison: " + c.Title, URL: "/compare/" + c.Slug, Detail: format.Plural(len(c.Cells), "judgement")}
		for _, cell := range c.Cells {
			row.add(cell.AsOf, cell.ReviewBy)
		}
		rows = append(rows, row)
	}
	claims := checkedRow{Name: "Popular claims", URL: "/claims", Detail: format.Plural(len(p.Library.Claims), "claim")}
	for _, c := range p.Library.Claims {
		claims.add(c.AsOf, c.ReviewBy)
	}
	rows = append(rows, claims)
	for _, sheet := range p.Library.Prices {
		row := checkedRow{Name: "Prices: " + sheet.Name, Detail: format.Plural(len(sheet.Items), "price")}
		for _, item := range sheet.Items {
			row.add(item.AsOf, item.ReviewBy)
		}
		rows = append(rows, row)
	}
	for _, profile := range p.Library.Profiles {
		if c, ok := p.Library.Comparison(profile.Comparison); ok {
			rows = append(rows, checkedRow{
				Name: format.OptionName(c, profile.Option),
				URL:  "/options/" + profile.Comparison + "/" + profile.Option, Detail: "Profile", AsOf: profile.Updated,
			})
		}
	}
	for _, a := range p.Library.Articles {
		rows = append(rows, checkedRow{Name: a.Title, URL: "/articles/" + a.Slug, AsOf: a.Updated.Format(time.DateOnly)})
	}
	return slices.DeleteFunc(rows, func(r checkedRow) bool { return r.AsOf == "" })
}
