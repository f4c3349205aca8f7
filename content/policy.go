package content

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"crossroads/decision"
	"crossroads/text"
)

// policyFile holds an organisation's rules for a comparison. It is optional, and the
// built-in content has none.
const policyFile = "policy.yaml"

type policyYAML struct {
	Name    string           `yaml:"name"`
	Version string           `yaml:"version"`
	AsOf    string           `yaml:"as_of,date"`
	URL     string           `yaml:"url,optional"`
	Answers []lockYAML       `yaml:"answers,optional"`
	Weights []weightRuleYAML `yaml:"weights,optional"`
	Options []removalYAML    `yaml:"options,optional"`
}

type lockYAML struct {
	Question string   `yaml:"question,id"`
	Answer   []string `yaml:"answer,single"`
	Reason   string   `yaml:"reason"`
}

type weightRuleYAML struct {
	Criterion string   `yaml:"criterion,id"`
	Least     *float64 `yaml:"least,optional"`
	Most      *float64 `yaml:"most,optional"`
	Exactly   *float64 `yaml:"exactly,optional"`
	Reason    string   `yaml:"reason"`
}

func (w weightRuleYAML) rule() decision.WeightRule {
	rule := decision.WeightRule{Criterion: w.Criterion, Most: 100, Reason: line(w.Reason)}
	for _, bound := range []struct{ from, to *float64 }{
		{w.Least, &rule.Least}, {w.Most, &rule.Most}, {w.Exactly, &rule.Least}, {w.Exactly, &rule.Most},
	} {
		if bound.from != nil {
			*bound.to = *bound.from
		}
	}
	return rule
}

type removalYAML struct {
	Remove string `yaml:"remove"` // an option, or a value on an axis: "platform.orchestrator"
	Reason string `yaml:"reason"`
}

// readPolicy reads the rules of the organisation, if any.
func (l *loader) readPolicy(c *comparison, files []string) {
	file := path.Join(c.folder, policyFile)
	if !slices.Contains(files, file) {
		return
	}
	doc := l.document(file)
	if doc == nil {
		c.complete = false
		return
	}
	var p policyYAML
	doc.decode(&p)
	at := place{doc, doc.root}
	c.places["policy"] = at
	policy := &decision.Policy{Name: line(p.Name), Version: line(p.Version), AsOf: p.AsOf, URL: p.URL}
	if p.URL != "" && !text.IsWebAddress(p.URL) {
		at.find("url").fail("%q is not an address: write one that begins with https:// or http://", p.URL)
	}
	for _, a := range p.Answers {
		policy.Answers = append(policy.Answers, decision.Lock{Question: a.Question, Answers: a.Answer, Reason: line(a.Reason)})
	}
	for i, w := range p.Weights {
		if w.Exactly != nil && (w.Least != nil || w.Most != nil) {
			at.find(fmt.Sprintf("weights[%d].exactly", i)).fail("exactly leaves no room for least or most: keep one of them")
		}
		policy.Weights = append(policy.Weights, w.rule())
	}
	for _, o := range p.Options {
		on := subject(o.Remove)
		policy.Removed = append(policy.Removed, decision.Removal{Option: on.Option, Axis: on.Axis, Reason: line(o.Reason)})
	}
	c.catalogue.Policy = policy
}

// line puts a text on one line for tables and messages.
func line(text string) string { return strings.Join(strings.Fields(text), " ") }

// dropDecidedExamples drops the worked situations that the rules of the organisation decide, as
// their stated outcome would be wrong.
func (c *comparison) dropDecidedExamples() {
	if c.catalogue.Policy == nil {
		return
	}
	c.examples = slices.DeleteFunc(c.examples, func(e *Example) bool {
		if _, overruled := c.catalogue.Govern(e.Assessment); len(overruled) > 0 {
			return true
		}
		order, err := c.catalogue.Order(e.Assessment)
		return err != nil || len(order) == 0 || order[0] != e.Leads
	})
}

// missedRules makes an error of a file that is called like the rules, but is not read: with a warning alone the portal
// would start without any rule.
func (l *loader) missedRules(folder string) {
	if l.exists(path.Join(folder, policyFile)) {
		return
	}
	l.strays = slices.DeleteFunc(l.strays, func(s stray) bool {
		missed := path.Dir(s.file) == folder && likeRules(path.Base(s.file))
		if missed {
			l.problems.add(s.file, 1, 1, "these rules are not read: call the file %s, or remove it", policyFile)
		}
		return missed
	})
}

// likeRules reports whether the name of a file holds that of the rules.
func likeRules(name string) bool {
	return strings.Contains(strings.ToLower(name), strings.TrimSuffix(policyFile, path.Ext(policyFile)))
}
