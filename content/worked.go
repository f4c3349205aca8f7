package content

import (
	"errors"
	"path"
	"slices"

	"crossroads/decision"
	"crossroads/wrong"
)

// examplesFile holds worked situations of a comparison. It is optional.
const examplesFile = "examples.yaml"

// Example is a worked situation, with answers that readers can start from and change.
type Example struct {
	Comparison string
	ID         string
	Title      string
	Situation  string // one or two sentences
	Leads      string // the expected first choice: an option id or decision.Hybrid
	Assessment decision.Assessment
}

type exampleYAML struct {
	ID        string              `yaml:"id,id"`
	Title     string              `yaml:"title"`
	Situation string              `yaml:"situation"`
	Leads     string              `yaml:"leads"`
	Answers   map[string][]string `yaml:"answers"`
	Parts     []partYAML          `yaml:"parts,optional"`
}

func (e exampleYAML) example(comparison string) *Example {
	return &Example{Comparison: comparison, ID: e.ID, Title: e.Title, Situation: e.Situation, Leads: e.Leads,
		Assessment: decision.Assessment{Answers: e.Answers, Parts: partsOf(e.Parts)}}
}

// ExamplesOf returns the worked situations of a comparison, in the order of its file.
func (l *Library) ExamplesOf(comparison string) []*Example {
	var list []*Example
	for _, e := range l.Examples {
		if e.Comparison == comparison {
			list = append(list, e)
		}
	}
	return list
}

// readExamples reads the worked situations, if any.
func (l *loader) readExamples(c *comparison, files []string) {
	file := path.Join(c.folder, examplesFile)
	if !slices.Contains(files, file) {
		return
	}
	doc := l.document(file)
	if doc == nil {
		return
	}
	var list []exampleYAML
	doc.decode(&list)
	for i, e := range list {
		at := place{doc, doc.root.items[i]}
		if slices.ContainsFunc(list[:i], func(o exampleYAML) bool { return o.ID == e.ID && e.ID != "" }) {
			at.find("id").fail("there is another example %q: give one of them another id", e.ID)
		}
		c.examples = append(c.examples, e.example(c.catalogue.Slug))
		c.examplesAt = append(c.examplesAt, at)
	}
}

// checkExamples checks the worked situations against the compiled catalogue.
func (c *comparison) checkExamples() {
	for i, e := range c.examples {
		at := c.examplesAt[i]
		known := append(c.ids("option", ""), decision.Hybrid)
		if e.Leads != "" && !slices.Contains(known, e.Leads) {
			at.find("leads").fail("unknown option %q: %s", e.Leads, suggest(e.Leads, known))
		}
		var found wrong.Input
		if err := c.catalogue.CheckAssessment(e.Assessment); errors.As(err, &found) {
			at.find(found.Field).fail("%s", c.explain(found))
		}
	}
}
