package content

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"crossroads/decision"
)

var (
	cited     = regexp.MustCompile(`\[\^[^\]]*\]`)
	sentences = regexp.MustCompile(`[.?!][")]*\s|\n`)
)

// statements calls a function with each sentence and table row of the shipped texts about
// platforms.
func statements(t *testing.T, each func(file, sentence string)) {
	t.Helper()
	err := fs.WalkDir(Embedded(), ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasPrefix(file, "articles/") && !strings.HasPrefix(file, "claims/") &&
			!strings.HasPrefix(file, "comparisons/") && file != "glossary.yaml" {
			return err
		}
		text, err := fs.ReadFile(Embedded(), file)
		for _, s := range sentences.Split(cited.ReplaceAllString(string(text), ""), -1) {
			each(file, s)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A limit of one product must not be stated of all: each rule names what makes a statement
// of it, and a word that says which product is meant.
func TestLimitsNameTheirProduct(t *testing.T) {
	for _, rule := range []struct{ what, about, limit, says string }{
		{"AWS Lambda", `Lambda`, `\b10 GB|10,240|\bGPU|\b15 min`,
			`[Dd]efault|Managed Instances|[Dd]urable|MicroVM`},
		{"Azure's Consumption plan", `(^|[^x] )Consumption plan`, ``, `legacy|retires`},
	} {
		about, limit, says := regexp.MustCompile(rule.about), regexp.MustCompile(rule.limit), regexp.MustCompile(rule.says)
		found := 0
		statements(t, func(file, s string) {
			if !about.MatchString(s) || !limit.MatchString(s) {
				return
			}
			if found++; !says.MatchString(s) {
				t.Errorf("%s: which product of %s is meant? %q", file, rule.what, strings.TrimSpace(s))
			}
		})
		if found < 3 {
			t.Errorf("only %d statements about %s: the rule finds nothing any more", found, rule.what)
		}
	}
}

// One thing has one name, and "X of a product" is English only where a product is a person.
func TestOneNameForOneThing(t *testing.T) {
	wrong := regexp.MustCompile(`\b(?:(?:in|share|warms) one|each|largest|[Mm]ore|extra|idle|prepared|running) cop(?:y|ies)\b|\bcopies (?:kept warm|of a function)|` +
		`\bRegions?\b|\d USD\b|\bmend|\bborders?\b|\blearned\b|\badvise[sd]? to\b|` +
		`\b(?:transaction|stream|table|queue|guide) of (?:DynamoDB|SQS)\b|\basked? in SQL\b`)
	statements(t, func(file, s string) {
		if found := wrong.FindString(s); found != "" && !strings.Contains(s, "# ") {
			t.Errorf("%s: %q in %q", file, found, strings.TrimSpace(s))
		}
	})
}

// A term that has an article of its own links to it.
func TestTermsLinkToTheirArticle(t *testing.T) {
	lib := load(t, Embedded())
	for term, article := range map[string]string{
		"modular-monolith": "modular-monolith", "serverless-container": "serverless-containers",
		"orchestrator": "managed-kubernetes", "kubernetes": "managed-kubernetes",
	} {
		for _, g := range lib.Terms {
			if g.ID == term && g.Article != article {
				t.Errorf("%s links to %q", term, g.Article)
			}
		}
	}
}

// A link whose text is a question quotes the wizard as it stands, and the guide's routes take the time that it says.
func TestArticlesKnowTheWizard(t *testing.T) {
	lib := load(t, Embedded())
	titles, minutes := map[string]string{}, map[string]int{}
	for _, c := range lib.Comparisons {
		for _, q := range c.Questions {
			titles[c.Slug+"#q-"+q.ID] = q.Text
		}
	}
	for _, a := range lib.Articles {
		minutes[a.Slug] = a.Minutes
		text, err := fs.ReadFile(Embedded(), "articles/"+a.Slug+".md")
		if err != nil {
			t.Fatal(err)
		}
		for _, link := range regexp.MustCompile(`\[([^]]+\?)\]\(/decide/([^)]+)\)`).FindAllStringSubmatch(string(text), -1) {
			if title := titles[link[2]]; title != link[1] {
				t.Errorf("%s: %q is not the question %q", a.Slug, link[1], title)
			}
		}
	}
	guide, err := fs.ReadFile(Embedded(), "articles/reading-guide.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(guide), "one route for each, half an hour to an hour long") {
		t.Error("the guide does not say how long its routes are")
	}
	routes := strings.Split(string(guide), "## If you ")[1:]
	for _, route := range routes {
		route, _, _ = strings.Cut(route, "**Answer**")
		n := 0
		for _, link := range regexp.MustCompile(`\]\(/articles/([a-z-]+)\)`).FindAllStringSubmatch(route, -1) {
			n += minutes[link[1]]
		}
		if n < 25 || n > 65 {
			t.Errorf("a route of the guide takes %d minutes: %.60s", n, route)
		}
	}
	if len(routes) != 4 {
		t.Errorf("%d routes were found", len(routes))
	}
}

// What is said of raw ports on managed platforms is the same in the hint of the wizard and
// in the limits of both options.
func TestRawPortsAgree(t *testing.T) {
	lib := load(t, Embedded())
	c, _ := lib.Comparison("deployment")
	said := map[string]string{}
	for _, q := range c.Questions {
		for _, a := range q.Answers {
			for _, w := range a.Warnings {
				if a.ID == "sockets" {
					said["the hint"] += w.Text
				}
			}
		}
	}
	for _, option := range []string{"hosted", "services"} {
		for _, l := range lib.Profile("deployment", option).Limits {
			if l.Name == "Raw TCP" {
				said[option] = l.Value
			}
		}
	}
	for _, where := range []string{"the hint", "hosted", "services"} {
		for _, product := range []string{"Fargate", "Container Apps"} {
			if !strings.Contains(said[where], product) {
				t.Errorf("%s does not say that raw TCP works on %s: %q", where, product, said[where])
			}
		}
	}
}

// A source is primary only if what it is cited for was read there, not in a summary of it.
func TestPrimarySourcesWereRead(t *testing.T) {
	elsewhere := regexp.MustCompile(`(?i)summar|quoted|quotes the page|reprint|recalled`)
	for _, s := range load(t, Embedded()).Sources {
		if s.Status == decision.SourcePrimary && elsewhere.MatchString(s.Note) {
			t.Errorf("%s is called primary, but: %s", s.ID, s.Note)
		}
	}
}

// Cases that count rest on facts that were read, told as sentences.
func TestFactsOfCases(t *testing.T) {
	for _, c := range load(t, Embedded()).Comparisons {
		for _, x := range c.Cases {
			if x.LeftOut == "" && strings.Contains(x.Evidence, "recalled") {
				t.Errorf("%s counts as a test, but: %s", x.Org, x.Evidence)
			}
			for what, text := range map[string]string{"outcome": x.Outcome, "evidence": x.Evidence, "note": x.Note} {
				if text != "" && !strings.HasSuffix(text, ".") || strings.HasPrefix(text, "Checked") || strings.HasPrefix(text, "Partly") {
					t.Errorf("%s: the %s is no sentence: %s", x.Org, what, text)
				}
			}
			for _, f := range x.Facts {
				if f.Name == "Length of a task" || f.Name == "Concern about lock-in" {
					t.Errorf("%s: %q has another name in the other cases", x.Org, f.Name)
				}
				if strings.ContainsAny(f.Text, "{}[]_") {
					t.Errorf("%s: %s is not a sentence: %s", x.Org, f.Name, f.Text)
				}
			}
		}
	}
}

// Every article has the form that readers know: a length that is read in one go, a drawing,
// links to questions, and sources; the guide to the others needs none.
func TestFormOfArticles(t *testing.T) {
	for _, a := range load(t, Embedded()).Articles {
		html := a.HTML.Under("")
		if a.Words < 700 || a.Words > 2400 {
			t.Errorf("%s has %d words", a.Slug, a.Words)
		}
		for what, there := range map[string]bool{
			"drawing":                  strings.Contains(html, `<figure class="diagram">`),
			"link to a question":       strings.Contains(html, "#q-"),
			"question that it informs": len(a.Informs) > 0,
			"source":                   len(a.Sources) > 0 || a.Slug == "reading-guide",
		} {
			if !there {
				t.Errorf("%s has no %s", a.Slug, what)
			}
		}
	}
}
