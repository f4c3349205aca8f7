package content

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"crossroads/decision"
)

// advise adds warnings about content that can be served but should be reviewed.
func (l *loader) advise(today string) {
	for _, c := range l.comparisons {
		l.adviseCells(c, today)
		if p := c.catalogue.Policy; p != nil && isDate(p.AsOf) && p.AsOf > today {
			at := c.places["policy"].find("as_of")
			at.warn("these rules are applied already, though as_of %s is still to come: correct the date", p.AsOf)
		}
		for i, published := range c.catalogue.Cases {
			c.at(fmt.Sprintf("cases[%d].url", i)).adviseRoot(published.URL)
		}
		if c.compiled {
			c.adviseEffects()
		}
	}
	for _, d := range l.articles {
		l.adviseArticle(d, today)
	}
	l.advisePrices(today)
	l.adviseRates(today)
	l.adviseProfiles(today)
	l.adviseClaims(today)
	l.adviseChanges(today)
	for _, s := range l.sources {
		l.adviseSource(s, today)
	}
}

func (l *loader) adviseCells(c *comparison, today string) {
	for i, cell := range c.catalogue.Cells {
		at := c.at(fmt.Sprintf("cells[%d]", i))
		if isDate(cell.ReviewBy) && cell.ReviewBy < today {
			at.find("review_by").warn("%s on %s was to be reviewed by %s: check it and write new dates", cell.Subject().Of(),
				cell.Criterion, cell.ReviewBy)
		}
		if isDate(cell.AsOf) && cell.AsOf > today {
			at.find("as_of").warn("as_of %s is still to come: correct the date", cell.AsOf)
		}
		if len(cell.Sources) > 0 && !slices.ContainsFunc(cell.Sources, l.verified) {
			at.find("sources").warn("%s on %s rests on unverified sources alone: read one and give it a status", cell.Subject().Of(),
				cell.Criterion)
		}
	}
}

// adviseEffects warns of options, questions and musts that can never matter.
func (c *comparison) adviseEffects() {
	test := c.catalogue.SelfTest()
	for i, o := range test.Options {
		if !o.Found {
			c.at(fmt.Sprintf("options[%d]", i)).warn("no answers were found that put %q first: check its cells and what shifts them",
				o.Option)
		}
	}
	for i, q := range test.Questions {
		if !q.Found {
			c.at(fmt.Sprintf("questions[%d]", i)).warn(
				"no answers were found among which question %q decides: make its effects stronger, or remove it", q.Question)
		}
	}
	for _, m := range test.Musts {
		if !m.RulesOut {
			c.mustOf(m).warn("this rules nothing out: %q stays in when %s is answered with %s", m.Option, m.Question, m.Answer)
		}
	}
}

// mustOf returns the place of a must.
func (c *comparison) mustOf(m decision.MustTest) place {
	for i, q := range c.catalogue.Questions {
		for j, a := range q.Answers {
			for k, must := range a.Musts {
				if q.ID == m.Question && a.ID == m.Answer && c.covers(must.Subject(), m.Option) {
					return c.at(fmt.Sprintf("questions[%d].answers[%d].musts[%d]", i, j, k))
				}
			}
		}
	}
	return c.at("questions")
}

// covers reports whether a subject includes an option.
func (c *comparison) covers(s decision.Subject, option string) bool {
	return slices.ContainsFunc(c.catalogue.OptionsOf(s), func(o int) bool { return c.catalogue.Options[o].ID == option })
}

// verified reports whether a source was verified; unknown sources count as such, since they
// are reported elsewhere.
func (l *loader) verified(id string) bool {
	s, known := l.source(id)
	return !known || s.Status != decision.SourceUnverified
}

func (l *loader) adviseArticle(d *draft, today string) {
	for _, c := range d.body.citations {
		if !l.verified(c.id) {
			d.body.place(c).warn("source %q is unverified: read it and give it a status, or cite another", c.id)
		}
	}
	if d.front != nil && d.article.Updated.Format(time.DateOnly) > today {
		place{d.front, d.front.root}.find("updated").warn("updated %s is still to come: correct the date",
			d.article.Updated.Format(time.DateOnly))
	}
}

// folders lists the folders of a content tree.
var folders = []string{"articles", "cases", "claims", "comparisons", "diagrams", "panel", "prices", "skus", "sources"}

// rootFiles lists the files beside the folders.
var rootFiles = []string{glossaryFile, changesFile, assumptionsFile, ratesFile, settingsFile}

// adviseFolders warns of what is not read: other files inside folders, and at the root
// whatever looks like a folder or file of content.
func (l *loader) adviseFolders() {
	entries, _ := fs.ReadDir(l.fsys, ".") // an unreadable tree is an error already
	for _, s := range l.strays {
		l.problems.warn(s.file, 1, 1, "%s", s.why)
	}
	for _, e := range entries {
		name := e.Name()
		switch {
		case ignored(name) || slices.Contains(folders, name) || slices.Contains(rootFiles, name):
			continue
		case !e.IsDir():
			l.adviseRootFile(name)
			continue
		}
		if hint := suggest(e.Name(), folders).String(); strings.HasPrefix(hint, "did you mean") {
			l.problems.warn(e.Name(), 1, 1, "this folder is not read: %s", hint)
		} else if deep := l.contentBelow(name, 2); deep != "" {
			l.problems.warn(name, 1, 1, "this folder is not read, though it holds %s: move it to the top of the directory, "+
				"or give %s as the directory", strings.TrimPrefix(deep, name+"/"), path.Dir(deep))
		}
	}
	l.adviseNothing()
}

// contentBelow returns the first folder of content inside a folder, "" if there is none that deep.
func (l *loader) contentBelow(folder string, depth int) string {
	entries, _ := fs.ReadDir(l.fsys, folder)
	for _, e := range entries {
		if e.IsDir() && slices.Contains(folders, e.Name()) {
			return path.Join(folder, e.Name())
		}
	}
	for _, e := range entries {
		if depth > 1 && e.IsDir() && !ignored(e.Name()) {
			if deep := l.contentBelow(path.Join(folder, e.Name()), depth-1); deep != "" {
				return deep
			}
		}
	}
	return ""
}

// adviseNothing warns of a directory that changes nothing, such as one that was not mounted: the rules
// of an organisation would be off without a word.
func (l *loader) adviseNothing() {
	own, ok := l.fsys.(overlay)
	if !ok || len(l.problems.sorted().Errors()) > 0 {
		return
	}
	for file := range l.read {
		if _, err := fs.Stat(own.upper, file); err == nil {
			return
		}
	}
	l.problems.warn(".", 1, 1, "nothing in this directory is read, so the built-in content is shown: content lies in the folders %s",
		strings.Join(folders, ", "))
}

// adviseRootFile warns of a file at the root that belongs in a folder, or has a misspelled
// name.
func (l *loader) adviseRootFile(name string) {
	bare := strings.TrimSuffix(name, path.Ext(name))
	switch {
	case strings.HasPrefix(strings.ToLower(name), policyFile):
		l.problems.add(name, 1, 1, "these rules are not read here: move the file into the folder of a comparison, comparisons/NAME/")
		return
	case slices.Contains(rootFiles, bare): // as some editors append .txt
		l.problems.warn(name, 1, 1, "this file is not read: did you mean %q?", bare)
		return
	case !slices.Contains(authored, strings.ToLower(path.Ext(name))):
		return // not written by an author
	case slices.Contains(folders, bare):
		l.problems.warn(name, 1, 1, "this is not read: %s is a folder, so put files into it", bare)
		return
	case slices.Contains(parts, name) || name == formerFile:
		l.problems.warn(name, 1, 1, "this is not read here: it belongs into the folder of a comparison, comparisons/NAME/")
		return
	}
	if hint := suggest(name, rootFiles).String(); strings.HasPrefix(hint, "did you mean") {
		l.problems.warn(name, 1, 1, "this file is not read: %s", hint)
		return
	}
	l.problems.warn(name, 1, 1, "this file is not read: content lies in the folders %s, and in %s", strings.Join(folders, ", "),
		strings.Join(rootFiles, ", "))
}
