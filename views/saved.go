package views

import (
	"strconv"

	"github.com/a-h/templ"

	"crossroads/decision"
	"crossroads/record"
)

// catalogue is today's version of the comparison that was saved, nil when it is gone.
func (s Site) catalogue(slug string) *decision.Catalogue {
	for _, c := range s.Comparisons {
		if c.Slug == slug {
			return c
		}
	}
	return nil
}

func (p SavedPage) view() reportView {
	return reportView{Report: p.Report, Cat: p.Site.catalogue(p.Saved.Comparison), Embed: p.Embed, Stated: stated(p.Saved.Input)}
}

// older says that a newer revision exists.
func (p SavedPage) older() bool { return p.Saved.Number < p.Saved.Latest }

// keep tells the script where the page belongs, and for how many seconds the tab
// may show its edit link again.
func (p SavedPage) keep() templ.Attributes {
	return templ.Attributes{"data-keep": p.At, "data-seconds": strconv.Itoa(int(record.OnceTime.Seconds()))}
}

// keepHours is record.OnceTime in words.
const keepHours = "one hour"
