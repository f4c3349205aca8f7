package web_test

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"crossroads/decision"
)

// TestWizardKeepsAnswers: the form of the wizard, sent as it was shown, has the answers that it was opened with, also
// where several were named because nobody knows which of them holds.
func TestWizardKeepsAnswers(t *testing.T) {
	for name := range trees {
		s := newSite(t, setup{tree: name})
		for _, c := range s.lib.Comparisons {
			asked := slices.DeleteFunc(slices.Clone(c.Questions), func(q decision.Question) bool { return q.Scope != decision.ScopePart })
			given := url.Values{}
			for _, q := range c.Questions {
				if q.Scope != decision.ScopePart || len(asked) == 0 {
					given[q.ID] = several(q)
				}
			}
			for i, q := range asked {
				given["p1."+q.ID] = several(q)
				given["p2."+q.ID] = []string{q.Answers[i%len(q.Answers)].ID}
			}
			if len(asked) > 0 {
				given["p1.name"], given["p2.name"], given["p2.share"] = []string{"First"}, []string{"Second"}, []string{"2"}
			}
			page := s.get("/decide/" + c.Slug + "?" + given.Encode())
			if sent := shown(t, page.body); !maps.EqualFunc(sent, given, slices.Equal) {
				t.Errorf("%s, %s: given\n%s\nsent\n%s", name, c.Slug, given.Encode(), sent.Encode())
			}
		}
	}
}

// several names answers to a question, two where it takes two.
func several(q decision.Question) (ids []string) {
	for _, a := range q.Answers {
		if len(ids) < 2 && !a.Alone {
			ids = append(ids, a.ID)
		}
	}
	slices.Sort(ids)
	return ids
}

// shown is what a browser sends of the wizard's form, without fields that are empty and without the number of parts.
func shown(t *testing.T, page string) url.Values {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	sent := url.Values{}
	add := func(name, value string) {
		if name != "" && name != "parts" && value != "" {
			sent[name] = append(sent[name], value)
			slices.Sort(sent[name])
		}
	}
	for form := range doc.Descendants() {
		if form.Data != "form" || !has(form, "data-wizard") {
			continue
		}
		for n := range form.Descendants() {
			switch {
			case n.Data == "input" && slices.Contains([]string{"radio", "checkbox"}, attr(n, "type")):
				if has(n, "checked") {
					add(attr(n, "name"), attr(n, "value"))
				}
			case n.Data == "input":
				add(attr(n, "name"), attr(n, "value"))
			case n.Data == "option" && has(n, "selected"):
				add(attr(n.Parent, "name"), attr(n, "value"))
			}
		}
	}
	return sent
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}
