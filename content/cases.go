package content

import (
	"fmt"
	"slices"

	"crossroads/decision"
)

var confidences = []string{"high", "medium", "low"}

// readCases reads the published cases and assigns each to its comparison.
func (l *loader) readCases() {
	for _, file := range l.list("cases", ".yaml") {
		l.checkSlug(file)
		doc := l.document(file)
		if doc == nil {
			continue
		}
		var f caseFile
		doc.decode(&f)
		at := place{doc, doc.root}
		l.checkCase(f, at)
		c := l.comparison(f.Comparison, at.find("comparison"))
		if c == nil {
			continue
		}
		c.places[fmt.Sprintf("cases[%d]", len(c.catalogue.Cases))] = at
		c.catalogue.Cases = append(c.catalogue.Cases, f.published(slug(file), c.catalogue.Axes))
		if len(f.ChoseOn) > 0 {
			doc.checkKnown(at.find("chose_on").node, "axis", c.axisIDs())
		}
		c.cases = append(c.cases, file)
	}
}

func (l *loader) checkCase(f caseFile, at place) {
	if f.Confidence != "" && !slices.Contains(confidences, f.Confidence) {
		at.find("confidence").fail("unknown confidence %q: %s", f.Confidence, suggest(f.Confidence, confidences))
	}
	if f.Year != 0 && (f.Year < 1990 || f.Year > 2100) {
		at.find("year").fail("%d is not a year of a deployment: write one from 1990 on", f.Year)
	}
	if (f.Chose == "") == (len(f.ChoseOn) == 0) {
		at.fail("say what was chosen either with chose (an option, or hybrid) or with chose_on (values on axes)")
	}
	if len(f.Answers) == 0 && len(f.Parts) == 0 {
		at.fail("the case answers nothing: add answers, or parts with answers")
	}
	checkURL(f.URL, at.find("url"))
}

// comparison returns the comparison with a slug. If there is none, it reports that and
// returns nil.
func (l *loader) comparison(slug string, at place) *comparison {
	var slugs []string
	for _, c := range l.comparisons {
		if c.catalogue.Slug == slug {
			return c
		}
		slugs = append(slugs, c.catalogue.Slug)
	}
	if slug != "" {
		at.fail("unknown comparison %q: %s", slug, suggest(slug, slugs))
	}
	return nil
}

// question returns the question with an id.
func (c *comparison) question(id string) (decision.Question, bool) {
	i := slices.IndexFunc(c.catalogue.Questions, func(q decision.Question) bool { return q.ID == id })
	if i < 0 {
		return decision.Question{}, false
	}
	return c.catalogue.Questions[i], true
}

func (c *comparison) questionIDs() []string {
	var ids []string
	for _, q := range c.catalogue.Questions {
		ids = append(ids, q.ID)
	}
	return ids
}
