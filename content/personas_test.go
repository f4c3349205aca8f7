package content_test

import (
	"os"
	"slices"
	"testing"

	"github.com/goccy/go-yaml"

	"crossroads/content"
	"crossroads/decision"
)

// persona is an invented team, with the first choices that an experienced architect would
// accept.
type persona struct {
	Name    string            `yaml:"name"`
	Facts   string            `yaml:"facts"`
	Answers map[string]string `yaml:"answers"`
	Parts   []struct {
		Name    string            `yaml:"name"`
		Share   float64           `yaml:"share"`
		Answers map[string]string `yaml:"answers"`
	} `yaml:"parts"`
	Accept  []string `yaml:"accept"`  // may come first, the one we expect before the others
	Never   []string `yaml:"never"`   // must be ruled out
	Verdict string   `yaml:"verdict"` // must be this one; empty: any
}

func (p persona) assessment() decision.Assessment {
	a := decision.Assessment{Answers: answers(p.Answers)}
	for _, part := range p.Parts {
		a.Parts = append(a.Parts, decision.Part{Name: part.Name, Share: part.Share, Answers: answers(part.Answers)})
	}
	return a
}

func answers(single map[string]string) decision.Answers {
	out := decision.Answers{}
	for question, answer := range single {
		out[question] = []string{answer}
	}
	return out
}

func personas(t *testing.T) (*decision.Catalogue, []persona) {
	t.Helper()
	lib, err := content.Load(content.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	catalogue, ok := lib.Comparison("deployment")
	if !ok {
		t.Fatal("there is no comparison deployment")
	}
	data, err := os.ReadFile("testdata/personas.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var list []persona
	if err := yaml.UnmarshalWithOptions(data, &list, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	if len(list) < 50 {
		t.Fatalf("only %d personas were read", len(list))
	}
	return catalogue, list
}

// first returns what a report puts first: "hybrid", or the leading option.
func first(t *testing.T, c *decision.Catalogue, a decision.Assessment) (string, decision.Report) {
	t.Helper()
	r, err := decision.Evaluate(c, a)
	if err != nil {
		t.Fatal(err)
	}
	if r.Winner != nil {
		return *r.Winner, r
	}
	return r.Leader, r
}

// An architect who reads the facts must accept what comes first.
func TestPersonas(t *testing.T) {
	catalogue, list := personas(t)
	for _, p := range list {
		t.Run(p.Name, func(t *testing.T) {
			got, report := first(t, catalogue, p.assessment())
			if !slices.Contains(p.Accept, got) {
				t.Errorf("%s comes first, want one of %v (%s)", got, p.Accept, p.Facts)
			}
			if p.Verdict != "" && report.Kind != p.Verdict {
				t.Errorf("the verdict is %s, want %s", report.Kind, p.Verdict)
			}
			var out []string
			for _, standing := range report.Ranking {
				if standing.Status == decision.StatusOut {
					out = append(out, standing.Option)
				}
			}
			for _, option := range p.Never {
				if !slices.Contains(out, option) {
					t.Errorf("%s is not ruled out, but %v", option, out)
				}
			}
			for _, option := range p.Accept {
				if slices.Contains(out, option) {
					t.Errorf("%s is ruled out, but we would accept it", option)
				}
			}
		})
	}
}

// Sensible answers must be able to lead to every option, and every question
// must matter to one of these teams.
func TestPersonasReachEverything(t *testing.T) {
	catalogue, list := personas(t)
	wins, matters := map[string]bool{}, map[string]bool{}
	for _, p := range list {
		if len(p.Parts) > 0 {
			continue
		}
		before, _ := first(t, catalogue, p.assessment())
		wins[before] = true
		for _, q := range catalogue.Questions {
			if p.Answers[q.ID] == "" || matters[q.ID] {
				continue
			}
			for _, a := range q.Answers {
				changed := p.assessment()
				changed.Answers[q.ID] = []string{a.ID}
				after, _ := first(t, catalogue, changed)
				if after != before {
					matters[q.ID] = true
					break
				}
			}
		}
	}
	for _, o := range catalogue.Options {
		if !wins[o.ID] {
			t.Errorf("%s comes first for none of them", o.ID)
		}
	}
	for _, q := range catalogue.Questions {
		if !matters[q.ID] {
			t.Errorf("no answer to %s would change what any of them should choose", q.ID)
		}
	}
}
