package content

import (
	"path"
	"slices"

	"crossroads/decision"
)

// formerFile maps the ids of earlier editions of a comparison to today's. It is optional.
const formerFile = "former.yaml"

type formerYAML struct {
	Options   []formerOptionYAML   `yaml:"options,optional"`
	Questions []formerQuestionYAML `yaml:"questions,optional"`
}

type formerOptionYAML struct {
	ID   string   `yaml:"id,id"`
	Name string   `yaml:"name"`
	Now  []string `yaml:"now,optional single"`
	Gone string   `yaml:"gone,optional"`
}

type formerQuestionYAML struct {
	ID      string             `yaml:"id,id"`
	Text    string             `yaml:"text"`
	Answers []formerAnswerYAML `yaml:"answers"`
}

type formerAnswerYAML struct {
	ID    string              `yaml:"id,id"`
	Label string              `yaml:"label"`
	Now   map[string][]string `yaml:"now,optional"`
	Gone  string              `yaml:"gone,optional"`

	Together bool `yaml:"together,optional"`
}

// readFormer reads the ids of earlier editions, if the comparison has any.
func (l *loader) readFormer(c *comparison, files []string) {
	file := path.Join(c.folder, formerFile)
	if !slices.Contains(files, file) {
		return
	}
	doc := l.document(file)
	if doc == nil {
		c.complete = false
		return
	}
	var former formerYAML
	doc.decode(&former)
	c.places["former"] = place{doc, doc.root}
	for _, o := range former.Options {
		c.catalogue.Former.Options = append(c.catalogue.Former.Options, decision.FormerOption(o))
	}
	for _, q := range former.Questions {
		asked := decision.FormerQuestion{ID: q.ID, Text: q.Text}
		for _, a := range q.Answers {
			answer := decision.FormerAnswer{ID: a.ID, Label: a.Label, Gone: a.Gone, Together: a.Together}
			for _, question := range sortedKeys(a.Now) {
				answer.Now = append(answer.Now, decision.FormerMeaning{Question: question, Answers: a.Now[question]})
			}
			asked.Answers = append(asked.Answers, answer)
		}
		c.catalogue.Former.Questions = append(c.catalogue.Former.Questions, asked)
	}
}
