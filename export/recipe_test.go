package export

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestRecipes: every recipe leads to a snippet, names its portal, and has a
// section in the manual.
func TestRecipes(t *testing.T) {
	manual, err := os.ReadFile("../docs/embedding.md")
	if err != nil {
		t.Fatal(err)
	}
	_, sections, _ := strings.Cut(string(manual), "\n## Wiki by wiki\n")
	sections, _, _ = strings.Cut(sections, "\n## ")
	var written []string
	for _, m := range regexp.MustCompile(`(?m)^### (.+)$`).FindAllStringSubmatch(sections, -1) {
		written = append(written, m[1])
	}
	recipes := Recipes("https://portal.example:8443")
	for i, r := range recipes {
		if i > 0 && strings.ToLower(recipes[i-1].Host) >= strings.ToLower(r.Host) {
			t.Errorf("%s stands after %s", r.Host, recipes[i-1].Host)
		}
		if !slices.ContainsFunc(frames()["wizard"].Snippets(), func(s Snippet) bool { return s.ID == r.Paste }) {
			t.Errorf("%s: there is no snippet %q", r.Host, r.Paste)
		}
		for _, step := range r.Once {
			if strings.Contains(step.Write, "portal") != strings.Contains(step.Write, "portal.example:8443") {
				t.Errorf("%s: %s names another portal", r.Host, step.Write)
			}
		}
		if !slices.Contains(written, r.Host) {
			t.Errorf("docs/embedding.md has no section %q", r.Host)
		}
	}
	for _, name := range written {
		if !slices.ContainsFunc(recipes, func(r Recipe) bool { return r.Host == name }) {
			t.Errorf("docs/embedding.md has a section %q, the page has no recipe", name)
		}
	}
}
