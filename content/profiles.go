package content

import (
	"fmt"
	"path"
	"slices"

	"crossroads/decision"
)

// Profile is a page about one option: what it is, when it fits and when not.
type Profile struct {
	Comparison, Option string
	What               []string // paragraphs
	WhatSources        []int    // in Sources, from 1
	Diagram            *Diagram // nil for none
	Alt                string   // what the diagram shows, in a sentence
	Fits, Avoid        []Point
	Limits             []Limit
	Cost               []string // paragraphs: how the bill depends on the load
	CostSources        []int    // in Sources, from 1
	CostDiagram        *Diagram // nil for none
	CostAlt            string
	Runs               []Duty
	Stacks             []Stack
	Articles           []*Article
	Sources            []decision.Source // cited, in order of first citation
	Updated            string            // YYYY-MM-DD: when it was last checked
}

// Point is a reason for or against an option.
type Point struct {
	When, Why string
	Question  *QuestionRef // of the wizard, about this reason; nil for none
	Sources   []int        // in Profile.Sources, from 1
}

// Limit is a figure that limits what an option can do.
type Limit struct {
	Name, Value, Note string
	AsOf              string // YYYY-MM-DD
	Sources           []int  // in Profile.Sources, from 1
}

// Duty assigns a responsibility to "provider", "both", "you" or "nobody".
type Duty struct{ What, Who, Note string }

// Stack is a set of products with which the option can be built.
type Stack struct{ Provider, Parts, Note string }

// duties lists the possible values of Duty.Who.
var duties = []string{"provider", "both", "you", "nobody"}

type profileYAML struct {
	Updated     string       `yaml:"updated,date"`
	What        []string     `yaml:"what"`
	Cite        []string     `yaml:"sources,optional"` // of what
	Diagram     string       `yaml:"diagram,optional"`
	Alt         string       `yaml:"alt,optional"`
	Fits        []reasonYAML `yaml:"fits"`
	Avoid       []reasonYAML `yaml:"avoid"`
	Limits      []limitYAML  `yaml:"limits,optional"`
	Cost        []string     `yaml:"cost,optional"`
	CostSources []string     `yaml:"cost_sources,optional"`
	CostDiagram string       `yaml:"cost_diagram,optional"`
	CostAlt     string       `yaml:"cost_alt,optional"`
	Runs        []dutyYAML   `yaml:"runs,optional"`
	Stacks      []stackYAML  `yaml:"stacks,optional"`
	Articles    []string     `yaml:"articles,optional"`
}

type reasonYAML struct {
	When     string   `yaml:"when"`
	Why      string   `yaml:"why"`
	Question string   `yaml:"question,optional"`
	Sources  []string `yaml:"sources,optional"`
}

type limitYAML struct {
	Name    string   `yaml:"name"`
	Value   string   `yaml:"value"`
	Note    string   `yaml:"note,optional"`
	AsOf    string   `yaml:"as_of,date"`
	Sources []string `yaml:"sources"`
}

type dutyYAML struct {
	What string `yaml:"what"`
	Who  string `yaml:"who"`
	Note string `yaml:"note,optional"`
}

type stackYAML struct {
	Provider string `yaml:"provider"`
	Parts    string `yaml:"parts"`
	Note     string `yaml:"note,optional"`
}

// profileDraft is a profile whose references are not resolved yet.
type profileDraft struct {
	profileYAML
	at      place
	of      *comparison
	profile *Profile
}

// profilesFolder holds the profiles of a comparison; files are named after options.
const profilesFolder = "profiles"

func (l *loader) readProfiles(c *comparison) {
	options := c.ids("option", "")
	for _, file := range l.list(path.Join(c.folder, profilesFolder), ".yaml") {
		doc := l.document(file)
		if doc == nil {
			continue
		}
		d := &profileDraft{at: place{doc, doc.root}, of: c, profile: &Profile{Comparison: c.catalogue.Slug, Option: slug(file)}}
		if len(options) > 0 && !slices.Contains(options, slug(file)) {
			l.problems.add(file, 1, 1, "there is no option %q: %s", slug(file), suggest(slug(file), options))
		}
		doc.decode(&d.profileYAML)
		l.profiles = append(l.profiles, d)
	}
}

// linkProfiles resolves the references of the profiles.
func (l *loader) linkProfiles() {
	for _, d := range l.profiles {
		y, p := &d.profileYAML, d.profile
		p.What, p.Cost, p.Alt, p.CostAlt, p.Updated = y.What, y.Cost, y.Alt, y.CostAlt, y.Updated
		p.Diagram = l.drawn(y.Diagram, y.Alt, d.at.find("diagram"))
		p.WhatSources = l.sourcesFor(d, y.Cite, "sources")
		p.Fits, p.Avoid = l.points(d, y.Fits, "fits"), l.points(d, y.Avoid, "avoid")
		for i, limit := range y.Limits {
			p.Limits = append(p.Limits, Limit{limit.Name, limit.Value, limit.Note, limit.AsOf,
				l.sourcesFor(d, limit.Sources, fmt.Sprintf("limits[%d].sources", i))})
		}
		p.CostSources = l.sourcesFor(d, y.CostSources, "cost_sources")
		p.CostDiagram = l.drawn(y.CostDiagram, y.CostAlt, d.at.find("cost_diagram"))
		for i, duty := range y.Runs {
			if duty.Who != "" && !slices.Contains(duties, duty.Who) {
				d.at.find(fmt.Sprintf("runs[%d].who", i)).fail("unknown %q: %s", duty.Who, suggest(duty.Who, duties))
			}
			p.Runs = append(p.Runs, Duty(duty))
		}
		for _, s := range y.Stacks {
			p.Stacks = append(p.Stacks, Stack(s))
		}
		for i, slug := range y.Articles {
			l.checkArticle(slug, d.at.find(fmt.Sprintf("articles[%d]", i)))
			if a := l.draft(slug); a != nil {
				p.Articles = append(p.Articles, a.article)
			}
		}
	}
}

// drawn returns the drawing named by a profile, which must have an alternative text.
func (l *loader) drawn(name, alt string, at place) *Diagram {
	if name == "" {
		return nil
	}
	if alt == "" {
		at.fail("this drawing has no alternative text: say in the key alt, or cost_alt, what it shows")
	}
	return l.checkDiagram("/diagrams/"+name, at)
}

// sourcesFor cites sources and returns their numbers within the profile.
func (l *loader) sourcesFor(d *profileDraft, ids []string, key string) []int {
	var numbers []int
	for _, s := range l.named(ids, key, d.at) {
		i := slices.IndexFunc(d.profile.Sources, func(other decision.Source) bool { return other.ID == s.ID })
		if i < 0 {
			i = len(d.profile.Sources)
			d.profile.Sources = append(d.profile.Sources, s)
		}
		numbers = append(numbers, i+1)
	}
	return numbers
}

func (l *loader) points(d *profileDraft, list []reasonYAML, key string) []Point {
	var points []Point
	for i, r := range list {
		point := Point{When: r.When, Why: r.Why, Sources: l.sourcesFor(d, r.Sources, fmt.Sprintf("%s[%d].sources", key, i))}
		if r.Question != "" && len(d.of.catalogue.Questions) > 0 {
			if q, ok := d.of.question(r.Question); ok {
				point.Question = &QuestionRef{d.of.catalogue.Slug, q.ID, q.Text}
			} else {
				d.at.find(fmt.Sprintf("%s[%d].question", key, i)).fail("unknown question %q: %s", r.Question,
					suggest(r.Question, d.of.questionIDs()))
			}
		}
		points = append(points, point)
	}
	return points
}

func (l *loader) adviseProfiles(today string) {
	for _, d := range l.profiles {
		if isDate(d.profileYAML.Updated) && d.profileYAML.Updated > today {
			d.at.find("updated").warn("updated %s is still to come: correct the date", d.profileYAML.Updated)
		}
		for i, limit := range d.profileYAML.Limits {
			at := d.at.find(fmt.Sprintf("limits[%d]", i))
			if isDate(limit.AsOf) && limit.AsOf > today {
				at.find("as_of").warn("as_of %s is still to come: correct the date", limit.AsOf)
			}
			if len(limit.Sources) > 0 && !slices.ContainsFunc(limit.Sources, l.verified) {
				at.find("sources").warn("the limit %q rests on unverified sources alone: read one and give it a status", limit.Name)
			}
		}
	}
}

// Profile returns the profile of an option, or nil.
func (l *Library) Profile(comparison, option string) *Profile {
	for _, p := range l.Profiles {
		if p.Comparison == comparison && p.Option == option {
			return p
		}
	}
	return nil
}
