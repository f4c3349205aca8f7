package views

import "crossroads/content"

type HomePage struct {
	Page
	Articles []*content.Article
}

// firstArticles are the three to begin with.
func (p HomePage) firstArticles() []*content.Article { return p.Articles[:min(3, len(p.Articles))] }
