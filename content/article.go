package content

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/yuin/goldmark/ast"

	"crossroads/decision"
)

// draft is a parsed article whose references are not resolved yet.
type draft struct {
	article *Article
	front   *document // nil when there is none
	informs []string
	body    *body
}

type frontYAML struct {
	Title     string   `yaml:"title"`
	Summary   string   `yaml:"summary"`
	Published string   `yaml:"published,date"`
	Updated   string   `yaml:"updated,optional date"`
	Order     int      `yaml:"order,optional"`
	Tags      []string `yaml:"tags,optional id"`
	Informs   []string `yaml:"informs,optional"`
}

// readArticles reads and parses each article, in reading order.
func (l *loader) readArticles() {
	for _, file := range l.list("articles", ".md") {
		l.checkSlug(file)
		if text, ok := l.text(file); ok {
			l.articles = append(l.articles, l.readArticle(file, text))
		} else {
			l.unread = append(l.unread, slug(file))
		}
	}
	slices.SortStableFunc(l.articles, func(a, b *draft) int {
		return cmp.Or(cmp.Compare(a.article.Order, b.article.Order), cmp.Compare(a.article.Slug, b.article.Slug))
	})
}

func (l *loader) readArticle(file, text string) *draft {
	sum := l.read[file]
	d := &draft{article: &Article{Slug: slug(file), Version: hex.EncodeToString(sum[:])[:12]}}
	front, offset := splitFront(text)
	if offset == 0 {
		l.problems.add(file, 1, 1, "the front matter is missing: begin the file with a line ---, then keys such as title, then a line ---")
	} else {
		root, err := parseYAML(front)
		if d.front = newDocument(file, root, err, 1, l.problems); d.front != nil {
			d.readFront()
		}
	}
	d.body = parseBody(file, text, offset, l.problems)
	d.article.Text = d.body.plain.String()
	d.article.Words = len(strings.Fields(d.article.Text))
	d.article.Minutes = max(1, (d.article.Words+110)/220)
	d.article.Contents = d.body.contents
	if d.article.Words == 0 && !d.body.refused {
		l.problems.add(file, 1, 1, "the article has no text: write it below the front matter")
	}
	return d
}

// splitFront cuts the front matter off an article. offset is where the body begins, 0
// without front matter.
func splitFront(text string) (front string, offset int) {
	const fence = "---\n"
	if !strings.HasPrefix(text, fence) {
		return "", 0
	}
	if end := strings.Index(text[len(fence)-1:], "\n"+fence); end >= 0 {
		end += len(fence) - 1
		return strings.TrimPrefix(text[len(fence)-1:end+1], "\n"), end + 1 + len(fence)
	}
	return "", 0
}

func (d *draft) readFront() {
	var f frontYAML
	d.front.decode(&f)
	a := d.article
	a.Title, a.Summary, a.Order, a.Tags = f.Title, f.Summary, f.Order, f.Tags
	a.Published, _ = time.Parse(time.DateOnly, f.Published)
	a.Updated = a.Published
	if f.Updated != "" {
		a.Updated, _ = time.Parse(time.DateOnly, f.Updated)
	}
	at := place{d.front, d.front.root}
	if isDate(f.Published) && isDate(f.Updated) && f.Updated < f.Published {
		at.find("updated").fail("updated %s is before published %s: write the later day", f.Updated, f.Published)
	}
	for i, tag := range f.Tags {
		if slices.Contains(f.Tags[:i], tag) {
			at.find(fmt.Sprintf("tags[%d]", i)).fail("tag %q is here a second time: keep one", tag)
		}
	}
	d.informs = f.Informs
}

// linkArticles resolves sources, links, questions and neighbours, and renders the HTML.
func (l *loader) linkArticles() {
	names := l.termNames()
	for _, d := range l.articles {
		d.article.Sources = l.citedBy(d)
		for _, link := range d.body.links {
			l.checkLink(d, link)
			l.illustrate(link)
		}
		for i, ref := range d.informs {
			if q, ok := l.questionRef(ref, place{d.front, d.front.root}.find(fmt.Sprintf("informs[%d]", i))); ok {
				d.article.Informs = append(d.article.Informs, q)
			}
		}
		d.article.Related = l.related(d.article)
		d.body.linkTerms(names)
		d.article.HTML = d.body.html()
	}
}

// citedBy resolves the citations of an article, in order of first citation.
func (l *loader) citedBy(d *draft) []decision.Source {
	var sources []decision.Source
	for _, c := range d.body.citations {
		l.cite(c.id, d.body.place(c))
		if s, known := l.source(c.id); known && !c.again {
			sources = append(sources, s)
		}
	}
	return sources
}

// questionRef resolves a reference to a question, written comparison/question.
func (l *loader) questionRef(ref string, at place) (QuestionRef, bool) {
	slug, question, ok := strings.Cut(ref, "/")
	if !ok {
		at.fail("%q names no question: write comparison/question, such as deployment/traffic", ref)
		return QuestionRef{}, false
	}
	c := l.comparison(slug, at)
	if c == nil || len(c.catalogue.Questions) == 0 {
		return QuestionRef{}, false // reported already
	}
	q, known := c.question(question)
	if !known {
		at.fail("unknown question %q of %q: %s", question, slug, suggest(question, c.questionIDs()))
		return QuestionRef{}, false
	}
	return QuestionRef{slug, question, q.Text}, true
}

// maxRelated is the number of related articles shown.
const maxRelated = 3

// related returns articles with shared tags: those with most shared tags first, then the
// nearest in reading order.
func (l *loader) related(a *Article) []*Article {
	shared := func(b *Article) int {
		n := 0
		for _, tag := range b.Tags {
			if slices.Contains(a.Tags, tag) {
				n++
			}
		}
		return n
	}
	gap := func(b *Article) int { return max(a.Order-b.Order, b.Order-a.Order) }
	var related []*Article
	for _, d := range l.articles {
		if d.article != a && shared(d.article) > 0 {
			related = append(related, d.article)
		}
	}
	slices.SortStableFunc(related, func(x, y *Article) int {
		return cmp.Or(cmp.Compare(shared(y), shared(x)), cmp.Compare(gap(x), gap(y)))
	})
	return slices.Clone(related[:min(len(related), maxRelated)]) // a copy, so that the whole list is not kept in memory
}

// draft returns the article with a slug, or nil.
func (l *loader) draft(slug string) *draft {
	i := slices.IndexFunc(l.articles, func(d *draft) bool { return d.article.Slug == slug })
	if i < 0 {
		return nil
	}
	return l.articles[i]
}

func (l *loader) articleSlugs() []string {
	var slugs []string
	for _, d := range l.articles {
		slugs = append(slugs, d.article.Slug)
	}
	return slugs
}

// place returns the position of a node of the body.
func (b *body) place(n ast.Node) place {
	line, column := b.position(n)
	return place{&document{file: b.file, problems: b.problems}, &node{line: line, column: column}}
}
