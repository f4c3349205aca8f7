package content

import (
	"cmp"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"unicode/utf8"
)

// Term is an entry of the glossary.
type Term struct {
	ID         string
	Name       string
	Aliases    []string // other names, and other forms than the plural
	Definition string   // one or two sentences
	Article    string   // slug of an article that says more, may be empty
}

// URL returns the address of the term's entry.
func (t *Term) URL() string { return "/glossary#term-" + t.ID }

// glossaryFile is the optional list of terms of a content tree.
const glossaryFile = "glossary.yaml"

// maxDefinition bounds a definition, in characters, so that it fits a tooltip.
const maxDefinition = 320

type termYAML struct {
	ID         string   `yaml:"id,id"`
	Term       string   `yaml:"term"`
	Aliases    []string `yaml:"aliases,optional"`
	Definition string   `yaml:"definition"`
	Article    string   `yaml:"article,optional"`
}

type termDraft struct {
	*Term
	at place
}

// readGlossary reads the terms and sorts them by name.
func (l *loader) readGlossary() {
	if _, err := fs.Stat(l.fsys, glossaryFile); errors.Is(err, fs.ErrNotExist) {
		return
	}
	doc := l.document(glossaryFile)
	if doc == nil {
		return
	}
	var list []termYAML
	doc.decode(&list)
	for i, t := range list {
		l.addTerm(t, place{doc, doc.root.items[i]})
	}
	slices.SortStableFunc(l.terms, func(a, b termDraft) int {
		return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
}

func (l *loader) addTerm(t termYAML, at place) {
	if n := utf8.RuneCountInString(t.Definition); n > maxDefinition {
		at.find("definition").fail("this definition has %d characters: write one or two sentences, %d characters at most", n, maxDefinition)
	}
	for i, name := range append([]string{t.Term}, t.Aliases...) {
		where := at.find("term")
		if i > 0 {
			where = at.find("aliases").item(i - 1)
		}
		if name != "" && len(wordsOf(name)) == 0 {
			where.fail("%q holds no word: write a name that can stand in a text", name)
		}
		if other, taken := l.termNamed(name); taken {
			where.fail("%q is also a name of the term %q: keep one", name, other)
		}
	}
	for _, d := range l.terms {
		if t.ID != "" && d.ID == t.ID {
			at.find("id").fail("term %q is also in line %d: give one of them another id", t.ID, d.at.node.line)
		}
	}
	l.terms = append(l.terms, termDraft{&Term{t.ID, t.Term, t.Aliases, t.Definition, t.Article}, at})
}

// item returns an entry of a list.
func (p place) item(i int) place {
	if i < len(p.node.items) {
		return place{p.document, p.node.items[i]}
	}
	return p
}

// termNamed returns the id of the term that already has a name.
func (l *loader) termNamed(name string) (id string, taken bool) {
	for _, d := range l.terms {
		for _, known := range append([]string{d.Name}, d.Aliases...) {
			if strings.EqualFold(known, name) {
				return d.ID, true
			}
		}
	}
	return "", false
}

func (l *loader) linkTerms() {
	for _, d := range l.terms {
		l.checkArticle(d.Article, d.at.find("article"))
	}
}

func (l *loader) termIDs() []string {
	var ids []string
	for _, d := range l.terms {
		ids = append(ids, d.ID)
	}
	return ids
}
