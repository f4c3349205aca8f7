package content

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"crossroads/decision"
	"crossroads/text"
)

// link resolves references between files.
func (l *loader) link() {
	for _, c := range l.comparisons {
		l.linkComparison(c)
	}
	l.linkProfiles()
	l.linkArticles()
	l.linkClaims()
	l.linkTerms()
	l.linkChanges()
}

// linkComparison resolves the sources and articles of a comparison.
func (l *loader) linkComparison(c *comparison) {
	for i, o := range c.catalogue.Options {
		l.checkArticle(o.Article, c.at(fmt.Sprintf("options[%d].article", i)))
	}
	for i, q := range c.catalogue.Questions {
		l.checkArticle(q.Article, c.at(fmt.Sprintf("questions[%d].article", i)))
		for j, a := range q.Answers {
			at := c.at(fmt.Sprintf("questions[%d].answers[%d]", i, j))
			for k, m := range a.Musts {
				l.cite(m.Source, at.find(fmt.Sprintf("musts[%d].source", k)))
			}
			for k, w := range a.Warnings {
				l.cite(w.Source, at.find(fmt.Sprintf("warnings[%d].source", k)))
			}
		}
	}
	for i, cell := range c.catalogue.Cells {
		at := c.at(fmt.Sprintf("cells[%d]", i))
		for j, id := range cell.Sources {
			l.cite(id, at.find(fmt.Sprintf("sources[%d]", j)))
		}
		if isDate(cell.AsOf) && isDate(cell.ReviewBy) && cell.ReviewBy <= cell.AsOf {
			at.find("review_by").fail("review_by %s is not after as_of %s: write a later day", cell.ReviewBy, cell.AsOf)
		}
	}
	c.catalogue.Sources = l.sourcesOf(c.catalogue)
}

// checkArticle reports the slug of an unknown article.
func (l *loader) checkArticle(slug string, at place) {
	if slug != "" && l.draft(slug) == nil && !slices.Contains(l.unread, slug) {
		at.fail("unknown article %q: %s", slug, suggest(slug, l.articleSlugs()))
	}
}

// sourcesOf returns the sources that a catalogue cites, sorted by id.
func (l *loader) sourcesOf(c *decision.Catalogue) []decision.Source {
	cited := map[string]bool{}
	for _, q := range c.Questions {
		for _, a := range q.Answers {
			for _, m := range a.Musts {
				cited[m.Source] = true
			}
			for _, w := range a.Warnings {
				cited[w.Source] = true
			}
		}
	}
	for _, cell := range c.Cells {
		for _, id := range cell.Sources {
			cited[id] = true
		}
	}
	var sources []decision.Source
	for _, id := range sortedKeys(cited) {
		if s, known := l.source(id); known {
			sources = append(sources, s)
		}
	}
	return sources
}

// pages lists the addresses of the portal that exist whatever the content.
var pages = []string{"/", "/articles", "/cost", "/method", "/cases", "/claims", "/glossary", "/search", "/updates", "/feed.xml"}

// checkLink reports a link that leads nowhere. Only the form of addresses outside the
// portal is checked.
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
		if !text.IsWebAddress(link.to) {
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

// checkPage reports an address within the portal that has no page.
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

// checkDecide reports a wizard, or a question of one, that does not exist.
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

// checkOption reports an option without a profile.
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

// checkFragment reports a fragment that is not a heading of the article.
func (b *body) checkFragment(id string, at place) {
	if id != "" && !slices.Contains(b.headings, id) {
		at.fail("there is no heading #%s: %s", id, suggest(id, b.headings))
	}
}

// checkEntry reports a fragment that names no entry of a list, in the form #claim-ID or
// #term-ID.
func checkEntry(fragment, kind string, known []string, at place) {
	id, ok := strings.CutPrefix(fragment, kind+"-")
	if !ok {
		at.fail("#%s names no %s: write #%s- and the id of one", fragment, kind, kind)
	} else if !slices.Contains(known, id) {
		at.fail("unknown %s %q: %s", kind, id, suggest(id, known))
	}
}
