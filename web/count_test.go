package web_test

import (
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

var answered = regexp.MustCompile(`\d+ of \d+ questions answered(, and \d+ for some parts)?`)

// TestCount: the wizard and the result count alike, by questions, however many parts there are.
func TestCount(t *testing.T) {
	s := newSite(t, setup{tree: "shipped"})
	for query, want := range map[string]string{
		"kind=front&size=few":                              "2 of 20 questions answered",
		"kind=front&kind=events":                           "0 of 20 questions answered",
		"p1.name=A&p1.kind=front&p2.name=B&p2.kind=events": "1 of 20 questions answered",
		"size=few&p1.name=A&p1.kind=front&p2.name=B&p2.kind=events&p2.place=cloud": "2 of 20 questions answered, and 1 for some parts",
	} {
		for _, page := range []string{"/standing", "/result"} {
			if got := answered.FindString(s.get("/decide/deployment" + page + "?" + query).body); got != want {
				t.Errorf("%s?%s says %q, want %q", page, query, got, want)
			}
		}
	}
}

// TestChangeOfPart: the way from a result to the question of one part leads to the field of this part, not to the
// question for the whole.
func TestChangeOfPart(t *testing.T) {
	s := newSite(t, setup{tree: "shipped"})
	query := "p1.name=A&p1.kind=front&p1.place=cloud&p2.name=B&p2.kind=events"
	result := s.get("/decide/deployment/result?" + query).body
	link := regexp.MustCompile(`href="([^"#]*&amp;open=p2)#(p2\.place)"`).FindStringSubmatch(result)
	if link == nil {
		t.Fatal("no link leads to the place of the second part")
	}
	if page := s.get(html.UnescapeString(link[1])).body; !strings.Contains(page, `id="`+link[2]+`"`) {
		t.Errorf("%s has no field %s", link[1], link[2])
	}
}
