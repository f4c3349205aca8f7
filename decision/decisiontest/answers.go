package decisiontest

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"crossroads/decision"

	"pgregory.net/rapid"
)

// Assessments generates valid assessments of a catalogue: answers, narrowed and
// missing answers, priorities of either kind, up to three parts, and load figures
// where the catalogue takes them.
func Assessments(c *decision.Catalogue) *rapid.Generator[decision.Assessment] {
	return rapid.Custom(func(t *rapid.T) decision.Assessment {
		a := decision.Assessment{Answers: answers(t, c, false), Priorities: priorities(t, c), Load: loads(t, c)}
		for p := range rapid.SampledFrom([]int{0, 0, 0, 1, 2, 3}).Draw(t, "parts") {
			a.Parts = append(a.Parts, decision.Part{
				Name:    fmt.Sprintf("part %d", p),
				Share:   rapid.Float64Range(0.1, 10).Draw(t, "share"),
				Answers: answers(t, c, true),
			})
		}
		return a
	})
}

func answers(t *rapid.T, c *decision.Catalogue, part bool) decision.Answers {
	given := decision.Answers{}
	for _, q := range c.Questions {
		if part && q.Scope == decision.ScopeTeam {
			continue
		}
		ids := answerIDs(c, q.ID)
		switch rapid.SampledFrom([]string{"one", "one", "one", "some", "none"}).Draw(t, q.ID) {
		case "one":
			given[q.ID] = []string{rapid.SampledFrom(ids).Draw(t, "answer")}
		case "some":
			if q.Several > 1 {
				ids = together(q)
			}
			most := len(ids)
			if q.Several > 1 {
				most = min(most, q.Several)
			}
			given[q.ID] = rapid.SliceOfNDistinct(rapid.SampledFrom(ids), 1, most, rapid.ID[string]).Draw(t, "answers")
		}
	}
	return given
}

// together lists the answers that can hold beside others.
func together(q decision.Question) []string {
	var ids []string
	for _, a := range q.Answers {
		if !a.Alone {
			ids = append(ids, a.ID)
		}
	}
	return ids
}

func question(c *decision.Catalogue, id string) *decision.Question {
	return &c.Questions[slices.IndexFunc(c.Questions, func(q decision.Question) bool { return q.ID == id })]
}

func answerIDs(c *decision.Catalogue, question string) []string {
	var ids []string
	for _, q := range c.Questions {
		if q.ID == question {
			for _, a := range q.Answers {
				ids = append(ids, a.ID)
			}
		}
	}
	return ids
}

func priorities(t *rapid.T, c *decision.Catalogue) decision.Priorities {
	var all []string
	for _, k := range c.Criteria {
		all = append(all, k.ID)
	}
	kind := rapid.SampledFrom([]string{"none", "none", "ranking", "weights"}).Draw(t, "priorities")
	if kind == "none" {
		return decision.Priorities{}
	}
	named := rapid.Permutation(all).Draw(t, "criteria")[:rapid.IntRange(1, len(all)).Draw(t, "named")]
	if kind == "ranking" {
		return decision.Priorities{Ranking: named}
	}
	var p decision.Priorities
	for _, id := range named {
		p.Weights = append(p.Weights, decision.CriterionWeight{Criterion: id, Weight: rapid.Float64Range(1, 100).Draw(t, "weight")})
	}
	return p
}

// Outcome returns what a report recommends: the leader or, for several parts, the one platform of
// the plan or that of each part; "" when some part fits no option.
func Outcome(r decision.Report) string {
	if r.Plan == nil {
		return r.Leader
	}
	var on []string
	for _, p := range r.Plan.Parts {
		if p.Option == "" {
			return ""
		}
		on = append(on, p.Option)
	}
	if len(r.Plan.Platforms) == 1 {
		return r.Plan.Platforms[0]
	}
	return strings.Join(on, "+")
}

// Apply changes one answer.
func Apply(a decision.Assessment, changes ...decision.Change) decision.Assessment {
	changed := a
	changed.Answers = clone(a.Answers)
	changed.Parts = slices.Clone(a.Parts)
	for _, c := range changes {
		if c.Part == "" {
			changed.Answers[c.Question] = strings.Split(c.To, ",")
			// A single part counts as the whole: its own answer would hide the change.
			if len(changed.Parts) == 1 {
				changed.Parts[0].Answers = clone(changed.Parts[0].Answers)
				delete(changed.Parts[0].Answers, c.Question)
			}
			continue
		}
		for p := range changed.Parts {
			if changed.Parts[p].Name == c.Part {
				changed.Parts[p].Answers = clone(changed.Parts[p].Answers)
				changed.Parts[p].Answers[c.Question] = strings.Split(c.To, ",")
			}
		}
	}
	return changed
}

func clone(a decision.Answers) decision.Answers {
	copied := decision.Answers{}
	for id, list := range a {
		copied[id] = list
	}
	return copied
}

func flipsAreTrue(t *rapid.T, c *decision.Catalogue) {
	a := Assessments(c).Draw(t, "assessment")
	r := evaluate(t, c, a)
	now := Outcome(r)
	for _, f := range append(slices.Clone(r.Flips[:min(3, len(r.Flips))]), r.PairFlips[:min(2, len(r.PairFlips))]...) {
		after := Outcome(evaluate(t, c, Apply(a, f.Changes...)))
		if strings.Contains(after, "+") != (f.Leader == decision.Hybrid) || (f.Leader != decision.Hybrid && after != f.Leader) ||
			after == now {
			t.Fatalf("the flip %q leads from %q to %q", f.Sentence, now, after)
		}
	}
	if len(r.Flips) > 0 && len(r.PairFlips) > 0 {
		t.Fatalf("pairs in spite of single flips")
	}
	if len(r.Answered) == 0 {
		return
	}
	tried := rapid.SampledFrom(r.Answered).Draw(t, "tried")
	for _, id := range near(question(c, tried.Question), tried.Answer) {
		change := decision.Change{Question: tried.Question, To: id, Part: tried.Part}
		reported := slices.ContainsFunc(r.Flips, func(f decision.Flip) bool {
			return f.Changes[0].Question == change.Question && f.Changes[0].Part == change.Part && f.Changes[0].To == id
		})
		if after := Outcome(evaluate(t, c, Apply(a, change))); (after != now) != reported {
			t.Fatalf("%s=%s (part %q): %q becomes %q, but a flip is reported: %t", change.Question, id, change.Part, now, after, reported)
		}
	}
}

func chancesAreTrue(t *rapid.T, c *decision.Catalogue) {
	a := Assessments(c).Draw(t, "assessment")
	r := evaluate(t, c, a)
	if len(r.NextQuestions) != len(r.Unknown) {
		t.Fatalf("%d next questions, %d unknown", len(r.NextQuestions), len(r.Unknown))
	}
	if len(r.NextQuestions) == 0 {
		return
	}
	next := rapid.SampledFrom(r.NextQuestions).Draw(t, "question")
	chance, total := 0.0, 0.0
	q := question(c, next.Question)
	states, shares := q.States()
	for i, state := range states {
		id := joined(q, state)
		if possible := possible(a, next); len(possible) > 0 && !slices.Contains(possible, id) {
			continue
		}
		total += shares[i]
		if Outcome(evaluate(t, c, Apply(a, decision.Change{Question: q.ID, To: id, Part: next.Part}))) != Outcome(r) {
			chance += shares[i]
		}
	}
	if math.Abs(next.Chance-chance/total) > tolerance {
		t.Fatalf("%s (part %q): chance %v, found %v", next.Question, next.Part, next.Chance, chance/total)
	}
}

// joined formats answers that hold together as reports do: "a,b".
func joined(q *decision.Question, answers []int) string {
	ids := make([]string, len(answers))
	for i, a := range answers {
		ids[i] = q.Answers[a].ID
	}
	return strings.Join(ids, ",")
}

// near lists the ways to answer a question that are one change away from an answer.
func near(q *decision.Question, from string) []string {
	var list []string
	was := strings.Split(from, ",")
	states, _ := q.States()
	for _, state := range states {
		id := joined(q, state)
		now := strings.Split(id, ",")
		gone, come := 0, 0
		for _, x := range was {
			if !slices.Contains(now, x) {
				gone++
			}
		}
		for _, x := range now {
			if !slices.Contains(was, x) {
				come++
			}
		}
		if gone <= 1 && come <= 1 {
			list = append(list, id)
		}
	}
	return list
}

// possible returns the answers that an assessment leaves to a question; none stands for
// all.
func possible(a decision.Assessment, q decision.NextQuestion) []string {
	for _, p := range a.Parts {
		if (p.Name == q.Part || len(a.Parts) == 1) && len(p.Answers[q.Question]) > 0 {
			return p.Answers[q.Question]
		}
	}
	return a.Answers[q.Question]
}
