package content_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"crossroads/content"
)

// unstyled are classes that need no rule.
var unstyled = map[string]string{
	"callout-note": "looks as every callout does",
	"cite":         "a superscript that needs no more than being one",
}

var classAttribute = regexp.MustCompile(` class="([^"]*)"`)

// What articles are rendered to must be styled: a class without a rule is a name
// that one side changed.
func TestClassesOfArticlesHaveRules(t *testing.T) {
	style, err := os.ReadFile("../static/app.css")
	if err != nil {
		t.Fatal(err)
	}
	lib, err := content.Load(content.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, a := range lib.Articles {
		for _, m := range classAttribute.FindAllStringSubmatch(string(a.HTML), -1) {
			for class := range strings.FieldsSeq(m[1]) {
				known := seen[class] || unstyled[class] != "" || strings.HasPrefix(class, "language-") // names the language of code
				seen[class] = true
				if known {
					continue
				}
				if !regexp.MustCompile(`\.` + regexp.QuoteMeta(class) + `\b[^-]`).Match(style) {
					t.Errorf("article %s: no rule for class %q", a.Slug, class)
				}
			}
		}
	}
	for _, class := range []string{"callout-note", "callout-careful"} {
		if !seen[class] {
			t.Errorf("no article has the class %q: is it still what callouts get?", class)
		}
	}
}
