package views

import (
	"crossroads/content"
	"crossroads/decision"
	"crossroads/format"
)

type HomePage struct {
	Page
	Articles []*content.Article
	Examples []ExampleLink // of the first comparison
}

// ExampleLink is a worked situation with the address of the wizard that it fills in.
type ExampleLink struct {
	*content.Example
	URL string
}

// firstArticles are the three to begin with.
func (p HomePage) firstArticles() []*content.Article { return p.Articles[:min(3, len(p.Articles))] }

// DecideURL is the wizard of a comparison.
func DecideURL(c *decision.Catalogue) string { return "/decide/" + c.Slug }

// secondsEach is how long a question takes to read and answer.
const secondsEach = 20

// minutes is how long some questions take, in words.
func minutes(questions int) string {
	n := (questions*secondsEach + 30) / 60
	if n == 1 {
		return "about a minute"
	}
	return "about " + format.Plural(n, "minute")
}
