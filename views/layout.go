package views

import (
	"context"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"crossroads/link"
	"crossroads/static"
)

// title is the text of the browser's tab.
func (p Page) title() string {
	if p.Title == "" || p.Title == p.Site.Name {
		return p.Site.Name
	}
	return p.Title + " · " + p.Site.Name
}

// styleOf names the style sheets that come with the scripts of some pages.
var styleOf = map[string]string{
	"wizard.js": "wizard.css", "cost.js": "cost.css", "compare.js": "matrix.css", "embedding.js": "embedding.css",
	"doctor.js": "embedding.css",
}

// stylesOf are the style sheets of a page: that of all pages, those among its files, and
// those of its scripts.
func (p Page) stylesOf(files []string) []string {
	styles := []string{"app.css"}
	if p.Embed {
		styles = []string{"base.css", "frame.css"}
	}
	for _, name := range files {
		if style := styleOf[name]; style != "" {
			styles = append(styles, style)
		} else if strings.HasSuffix(name, ".css") {
			styles = append(styles, name)
		}
	}
	return styles
}

// scriptsOf are the scripts among the files of a page.
func scriptsOf(files []string) []string {
	return slices.DeleteFunc(slices.Clone(files), func(name string) bool { return !strings.HasSuffix(name, ".js") })
}

// laterOf names the scripts that another script loads once they are needed.
var laterOf = map[string]string{"keys.js": "shortcuts.js", "frame.js": "paper.js", "wizard.js": "answers.js"}

// later are the attributes that tell a script where the one is that it loads.
func later(ctx context.Context, script string) templ.Attributes {
	if name := laterOf[script]; name != "" {
		return templ.Attributes{"data-later": string(link.To(ctx, static.URL(name)))}
	}
	return nil
}

// themes are the colour schemes that a reader can choose.
var themes = []Field{{Name: "System", Value: ""}, {Name: "Light", Value: "light"}, {Name: "Dark", Value: "dark"}}

// about is the comparison that a page belongs to by its address, or the only one there
// is; "" for none.
func (p Page) about() string {
	for _, c := range p.Site.Comparisons {
		if len(p.Site.Comparisons) == 1 {
			return c.Slug
		}
		for _, prefix := range []string{"/decide/", "/compare/", "/options/", "/embed/decide/", "/embed/compare/"} {
			if strings.HasPrefix(p.Path+"/", prefix+c.Slug+"/") {
				return c.Slug
			}
		}
	}
	return ""
}

// under is an address of a comparison, "/decide/lunch": the one that the page is about,
// or else the list of all at "/decide".
func (p Page) under(prefix string) string {
	if c := p.about(); c != "" {
		return prefix + "/" + c
	}
	return prefix
}

// problemTitle returns the heading of the list of problems, a milder one if nothing has to be
// corrected.
func (p Page) problemTitle() string {
	for _, problem := range p.Problems {
		if problem.Field != "" {
			return "There is a problem"
		}
	}
	return "We set some of the input aside"
}

// problem returns what is wrong with a form field, "" for nothing.
func (p Page) problem(field string) string {
	for _, problem := range p.Problems {
		if problem.Field == field {
			return problem.Message
		}
	}
	return ""
}

// navEntry is one link of the navigation.
type navEntry struct{ Section, Name, URL string }

func (p Page) nav() []navEntry {
	var entries []navEntry
	if len(p.Site.Comparisons) > 0 {
		entries = append(entries, navEntry{"decide", "Decide", p.under("/decide")})
		if p.Section == "decide" && p.about() != "" {
			entries = append(entries, navEntry{"", "Start over", p.under("/decide") + "#new"})
		}
		entries = append(entries, navEntry{"compare", "Compare", p.under("/compare")})
	}
	if p.Site.Costs {
		entries = append(entries, navEntry{"cost", "Cost", "/cost"})
	}
	return append(entries,
		navEntry{"articles", "Articles", "/articles"},
		navEntry{"cases", "Cases", "/cases"},
		navEntry{"method", "Method", "/method"},
		navEntry{"mine", "Mine", "/mine"},
	)
}
