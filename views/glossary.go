package views

import (
	"strings"
	"unicode/utf8"

	"crossroads/content"
)

type GlossaryPage struct {
	Page
	Terms    []*content.Term
	Articles []*content.Article
}

// letter is a group of terms that begin with it.
type letter struct {
	ID     string
	Letter string
	Terms  []*content.Term
}

// letters groups the terms, which come sorted.
func (p GlossaryPage) letters() []letter {
	var groups []letter
	for _, t := range p.Terms {
		first, _ := utf8.DecodeRuneInString(t.Name)
		l := strings.ToUpper(string(first))
		if n := len(groups); n == 0 || groups[n-1].Letter != l {
			groups = append(groups, letter{ID: strings.ToLower(l), Letter: l})
		}
		last := &groups[len(groups)-1]
		last.Terms = append(last.Terms, t)
	}
	return groups
}

// article returns the article of that slug, nil for none.
func (p GlossaryPage) article(slug string) *content.Article {
	for _, a := range p.Articles {
		if a.Slug == slug {
			return a
		}
	}
	return nil
}
