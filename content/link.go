package content

import (
	"fmt"
	"slices"

	"crossroads/decision"
)

// link resolves what one file says about another.
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

// linkComparison resolves the sources and articles that a comparison names.
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

// checkArticle notes a slug that names no article.
func (l *loader) checkArticle(slug string, at place) {
	if slug != "" && l.draft(slug) == nil && !slices.Contains(l.unread, slug) {
		at.fail("unknown article %q: %s", slug, suggest(slug, l.articleSlugs()))
	}
}

// sourcesOf returns the sources a catalogue cites, each once, in order of id.
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
