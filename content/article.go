package content

import "slices"

// draft is an article being read.
type draft struct {
	article *Article
}

func (l *loader) readArticles() {}
func (l *loader) linkArticles() {}

// draft returns the article of that slug, or nil.
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
