package content

import (
	"net/url"
	"slices"
	"strings"
)

// pages are the addresses of the portal that hold for any content.
var pages = []string{"/", "/articles", "/cost", "/method", "/cases", "/claims", "/glossary", "/search", "/updates", "/feed.xml"}

// checkLink notes a link that leads nowhere. Addresses of other sites are
// checked for their form only.
func (l *loader) checkLink(d *draft, link link) {
	at := d.body.place(link.node)
	u, err := url.Parse(link.to)
	switch {
	case err != nil:
		at.fail("%q is not an address: write https://… or /articles/…", link.to)
	case link.to == "":
		at.fail("this link leads nowhere: write the address in the round brackets")
	case u.Scheme == "mailto":
	case u.Scheme != "" || u.Host != "":
		if !isWebAddress(link.to) {
			at.fail("%q is not a web address: write all of it, beginning with https://", link.to)
		}
	case u.Path == "":
		d.body.checkFragment(u.Fragment, at)
	case !strings.HasPrefix(u.Path, "/"):
		at.fail("%q is a relative address: begin with a slash, such as /articles/%s", link.to, strings.TrimSuffix(u.Path, ".md"))
	default:
		l.checkPage(u, at)
	}
}

// checkPage notes an address of the portal where there is no page.
func (l *loader) checkPage(u *url.URL, at place) {
	section, rest, _ := strings.Cut(strings.TrimPrefix(u.Path, "/"), "/")
	switch {
	case u.Path == "/claims" && u.Fragment != "":
		checkEntry(u.Fragment, "claim", l.claimIDs(), at)
	case u.Path == "/glossary" && u.Fragment != "":
		checkEntry(u.Fragment, "term", l.termIDs(), at)
	case slices.Contains(pages, u.Path):
	case section == "articles" && rest != "":
		if d := l.draft(rest); d != nil {
			d.body.checkFragment(u.Fragment, at)
		} else {
			l.checkArticle(rest, at)
		}
	case section == "compare" && rest != "":
		l.comparison(rest, at)
	case section == "decide" && rest != "":
		l.checkDecide(strings.TrimSuffix(rest, "/result"), u.Fragment, at)
	case section == "options" && rest != "":
		l.checkOption(rest, at)
	case section == "diagrams" && rest != "":
		l.checkDiagram(u.Path, at)
	default:
		at.fail("there is no page %s: link to /articles/…, /compare/…, /decide/…, /options/… or one of %s", u.Path,
			strings.Join(pages, ", "))
	}
}

// checkDecide notes a wizard, or a question of one, that does not exist.
func (l *loader) checkDecide(slug, fragment string, at place) {
	c := l.comparison(slug, at)
	if c == nil || fragment == "" || len(c.catalogue.Questions) == 0 {
		return
	}
	id, isQuestion := strings.CutPrefix(fragment, "q-")
	if !isQuestion {
		at.fail("#%s names no question: write #q- and the id of one", fragment)
	} else if _, known := c.question(id); !known {
		at.fail("unknown question %q of %q: %s", id, slug, suggest(id, c.questionIDs()))
	}
}

// checkOption notes the profile of an option that does not exist.
func (l *loader) checkOption(address string, at place) {
	slug, id, _ := strings.Cut(address, "/")
	c := l.comparison(slug, at)
	if c == nil || len(c.catalogue.Options) == 0 {
		return
	}
	if ids := c.ids("option", ""); !slices.Contains(ids, id) {
		at.fail("unknown option %q of %q: %s", id, slug, suggest(id, ids))
	}
}

// checkFragment notes a fragment that is no heading of the article.
func (b *body) checkFragment(id string, at place) {
	if id != "" && !slices.Contains(b.headings, id) {
		at.fail("there is no heading #%s: %s", id, suggest(id, b.headings))
	}
}

// checkEntry notes a fragment that names no entry of a list: it is written
// #claim-ID or #term-ID.
func checkEntry(fragment, kind string, known []string, at place) {
	id, ok := strings.CutPrefix(fragment, kind+"-")
	if !ok {
		at.fail("#%s names no %s: write #%s- and the id of one", fragment, kind, kind)
	} else if !slices.Contains(known, id) {
		at.fail("unknown %s %q: %s", kind, id, suggest(id, known))
	}
}
