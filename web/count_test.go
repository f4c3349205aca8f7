package web_test

import (
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

var answered = regexp.MustCompile(`\d+ of \d+ questions answered(, and \d+ for some parts)?(, \d+ narrowed)?`)

// TestCount: the wizard and the result count alike, by questions, however many parts there are.
func TestCount(t *testing.T) {
	s := newSite(t, setup{tree: "shipped"})
	for query, want := range map[string]string{
		"kind=front&size=few":                              "2 of 20 questions answered",
		"kind=front&kind=events":                           "0 of 20 questions answered, 1 narrowed",
		"p1.name=A&p1.kind=front&p2.name=B&p2.kind=events": "1 of 20 questions answered",
		"size=few&p1.name=A&p1.kind=front&p2.name=B&p2.kind=events&p2.place=cloud": "2 of 20 questions answered, and 1 for some parts",
		"size=few&p1.name=A&p1.kind=front&p1.kind=batch&p2.name=B&p2.kind=events":  "1 of 20 questions answered, and 1 for some parts",
		"size=few&p1.name=A&p1.kind=front&p1.kind=batch&p2.name=B":                 "1 of 20 questions answered, 1 narrowed",
	} {
		for _, page := range []string{"/standing", "/result"} {
			if got := answered.FindString(s.get("/decide/deployment" + page + "?" + query).body); got != want {
				t.Errorf("%s?%s says %q, want %q", page, query, got, want)
			}
		}
	}
}

// TestWeightsShowTheirAverage: the empty field of a weight shows what it counts as, and weights that are all outweighed by
// such averages are told so, in the form and on the result.
func TestWeightsShowTheirAverage(t *testing.T) {
	s := newSite(t, setup{tree: "shipped"})
	form := s.get("/decide/deployment?w.performance=40").body
	if live := s.get("/decide/deployment/standing?w.performance=40").body; !strings.Contains(live, "No 100 was given: ") {
		t.Error("the live standing does not say it")
	}
	for _, want := range []string{`name="w.speed"[^>]* placeholder="100"`, `name="w.performance"[^>]* value="40"`, `No 100 was given: “[^”]+” \(100\)`} {
		if !regexp.MustCompile(want).MatchString(form) {
			t.Errorf("the form lacks %s", want)
		}
	}
	if result := s.get("/decide/deployment/result?kind=front&w.performance=40").body; !strings.Contains(result, "No 100 was given: ") {
		t.Error("the result does not say that empty fields outweigh what was given")
	}
	if result := s.get("/decide/deployment/result?kind=front&w.performance=100").body; strings.Contains(result, "No 100 was given: ") {
		t.Error("a 100 was given")
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
