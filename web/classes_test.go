package web_test

import (
	"io/fs"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"crossroads/record"
	"crossroads/static"
)

// unstyled are classes that need no rule.
var unstyled = map[string]string{
	"callout-note": "looks as every callout does",
	"bare":         "a link that is its address; paper adds none",
	"copy":         "left out on paper",
	"take":         "left out on paper",
}

var (
	comment  = regexp.MustCompile(`(?s)/\*.*?\*/`)
	quoted   = regexp.MustCompile(`"[^"]*"`)
	selector = regexp.MustCompile(`([^{};]+)\{`)
	inRule   = regexp.MustCompile(`\.([A-Za-z_][\w-]*)`)
	onPaper  = regexp.MustCompile(`(?s)@layer print\{@media print\{.*?\}\}\}`)
	literal  = regexp.MustCompile(`class="([^"]*)"`)
)

// classesOf are the classes that a style sheet has rules for.
func classesOf(sheet string) map[string]bool {
	text := quoted.ReplaceAllString(comment.ReplaceAllString(sheet, ""), "")
	found := map[string]bool{}
	for _, rule := range selector.FindAllStringSubmatch(text, -1) {
		for _, m := range inRule.FindAllStringSubmatch(rule[1], -1) {
			found[m[1]] = true
		}
	}
	return found
}

// classes checks that each class on a page has a rule in a style sheet of that
// page: one without is a name that one side changed, or a sheet that is missing.
func (c *crawler) classes(doc *html.Node, address string) {
	ruled := map[string]bool{}
	for n := range doc.Descendants() {
		if n.Data == "link" && attr(n, "rel") == "stylesheet" {
			sheet, ok := static.ByURL(attr(n, "href"))
			if !ok {
				c.t.Errorf("%s: no style sheet %s", address, attr(n, "href"))
				continue
			}
			rules := string(sheet.Body())
			if sheet.Name == "app.css" || sheet.Name == "base.css" { // on paper they hide what other sheets style
				rules = onPaper.ReplaceAllString(rules, "")
			}
			maps.Copy(ruled, classesOf(rules))
		}
		if n.Type == html.ElementNode && n.Data == "style" && n.FirstChild != nil { // in the file for offline use
			maps.Copy(ruled, classesOf(n.FirstChild.Data))
		}
	}
	for n := range doc.Descendants() {
		for class := range strings.FieldsSeq(attr(n, "class")) {
			if !ruled[class] && unstyled[class] == "" && !strings.HasPrefix(class, "language-") { // names the language of code
				ruled[class] = true // once a page
				c.t.Errorf("%s: no rule for the class %q in the style sheets of the page", address, class)
			}
		}
	}
}

// TestClassesOfPages looks at pages that no link of a fresh portal leads to.
func TestClassesOfPages(t *testing.T) {
	s := newSite(t, setup{tree: "shipped"})
	c := &crawler{site: s, pages: map[string]*crawled{}}
	answers := "kind=events&duration=hours&level=tiny&consistency=strict"
	parts := answers + "&p1.name=Shop&p1.kind=records&p2.name=Images&p2.kind=events"
	load := answers + "&load.requests=30000000"
	id, _ := s.save(parts, "Parts")
	other, _ := s.save(load, "Load")
	for _, address := range []string{
		"/decide/deployment/result", "/decide/deployment/result?" + parts, "/decide/deployment/result?" + load,
		"/decide/deployment/result?no=such", "/decide/deployment/result/workings", "/decide/deployment/result/workings?" + parts,
		"/decide/deployment/result/workings?" + load, "/a/" + id + "/r/1/workings", "/a/" + other + "/r/1/workings",
		"/decide/deployment?" + parts, "/decide/deployment?" + load, "/decide/deployment?quick=1", "/decide/deployment?kind=nosuch",
		"/embed/decide/deployment/result?" + parts, "/embed/decide/deployment/result?" + load, "/embed/a/" + id,
		"/a/" + id + "/report.html", "/a/" + other + "/report.html", "/a/" + id, "/a/" + other, "/a/" + id + "/history",
		"/a/" + id + "/edit", "/a/" + id + "/r/1/again", "/a/" + id + "/round", "/diff/" + id + "/" + other,
		"/compare/deployment?diff=1&sort=weights&w.cost=x&options=functions", "/cost?requests=-1&show=eks&show=workers",
		"/cost?axis=duration&free_tier=true",
		"/embed?height=x", "/embed?wiki=https://wiki.test", "/embed/doctor?from=https://wiki.test", "/search?q=cold+start",
		"/search?q=zzzz", "/claims?verdict=outdated",
		"/nowhere", "/a/nowhere", "/mine", "/assessments/import",
	} {
		doc, err := html.Parse(strings.NewReader(s.get(address).body))
		if err != nil {
			t.Fatal(err)
		}
		c.classes(doc, address)
	}
}

// TestClassesForPeople checks pages for people who have signed in.
func TestClassesForPeople(t *testing.T) {
	s := shutSite(t)
	c := &crawler{site: s.site, pages: map[string]*crawled{}}
	looks := func(address, what string, headers ...string) {
		t.Helper()
		page := c.get(address, headers...)
		if !strings.Contains(page.body, what) {
			t.Errorf("%s has no %s:\n%s", address, what, page.body)
		}
		doc, err := html.Parse(strings.NewReader(page.body))
		if err != nil {
			t.Fatal(err)
		}
		c.classes(doc, address)
	}
	for address, what := range map[string]string{
		"/a/" + s.id: "Herd", "/a/" + s.id + "/comments": "Herd", "/embed/a/" + s.id: "Striped",
		"/a/" + s.id + "/report.html": "Striped", "/a/" + s.id + "/audience": "groups", "/portfolio": "strip",
		"/portfolio?q=zzzz": "Nothing here matches", "/audit": "history", "/tokens": "Make a token", "/account": "groups",
	} {
		looks(address, what, asSten...)
	}
	hooked := hookedSite(t)
	if res := hooked.post("/assessments", url.Values{"comparison": {"lunch"}, "title": {"Told"}}, hookAuthor...); res.StatusCode != http.StatusOK {
		t.Fatal(res.StatusCode)
	}
	c.site = hooked
	looks("/webhooks", "assessment.saved", hookSteward...)
	c.site = s.site
	s.set(record.ForNamed)
	looks("/a/"+s.id, "edit link")
	looks("/a/"+s.id, "not shared with you", asEve...)
}

// sources reads all files with these endings in directories of the program.
func sources(t *testing.T, endings []string, dirs ...string) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, dir := range dirs {
		err := filepath.WalkDir(filepath.Join("..", dir), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "_templ.go") ||
				!slices.Contains(endings, filepath.Ext(path)) {
				return err
			}
			text, err := os.ReadFile(path)
			texts[path] = string(text)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return texts
}

// TestClasses holds the templates against the style sheets: every class that is
// used has a rule, and every class that has a rule is used.
func TestClasses(t *testing.T) {
	ruled := map[string]string{}
	for _, f := range static.Files() {
		if strings.HasSuffix(f.Name, ".css") {
			for class := range classesOf(string(f.Body())) {
				ruled[class] = f.Name
			}
		}
	}
	if len(ruled) < 100 {
		t.Fatalf("only %d classes have rules: is this how style sheets are written?", len(ruled))
	}
	var all strings.Builder
	for path, text := range sources(t, []string{".templ", ".go", ".js"}, "views", "chart", "content", "static") {
		all.WriteString(text)
		for _, m := range literal.FindAllStringSubmatch(text, -1) {
			for class := range strings.FieldsSeq(m[1]) {
				if ruled[class] == "" && unstyled[class] == "" && !strings.ContainsAny(class, "%{") && filepath.Ext(path) == ".templ" {
					t.Errorf("%s: no style sheet has a rule for the class %q", path, class)
				}
			}
		}
	}
	for _, a := range library(t, "shipped").Articles {
		all.WriteString(a.HTML.Under("")) // whose callouts have names that are put together
	}
	words := map[string]bool{}
	for _, word := range regexp.MustCompile(`[\w-]+`).FindAllString(all.String(), -1) {
		words[word] = true
	}
	for class, sheet := range ruled {
		if !words[class] {
			t.Errorf("%s has a rule for the class %q, which nothing uses", sheet, class)
		}
	}
	for class := range unstyled {
		if !words[class] {
			t.Errorf("nothing uses the class %q, which is listed as one that needs no rule", class)
		}
	}
}
