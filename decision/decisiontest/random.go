package decisiontest

import (
	"fmt"

	"crossroads/decision"
	"crossroads/decision/score"

	"pgregory.net/rapid"
)

// Sized returns a catalogue of a given size, the same on every call. Even questions concern
// the team, odd ones the part; every question has four answers.
func Sized(options, criteria, questions int) *decision.Catalogue {
	r := score.NewRand(1)
	c := generate(options, criteria, questions, source{
		number: func(low, high float64) float64 { return low + float64((high-low)*r.Float64()) },
		choose: r.Intn,
	})
	if err := c.Compile(); err != nil {
		panic(err)
	}
	return c
}

// Priced makes the first criterion of a catalogue of up to five options take its value from
// the cost model, and compiles the catalogue. The options get other ids.
func Priced(c *decision.Catalogue) *decision.Catalogue {
	r := score.NewRand(2)
	price(c, source{
		number: func(low, high float64) float64 { return low + float64((high-low)*r.Float64()) },
		choose: r.Intn,
	})
	if err := c.Compile(); err != nil {
		panic(err)
	}
	return c
}

// FirstAnswers answers the first n questions with their second answer.
func FirstAnswers(c *decision.Catalogue, n int) decision.Answers {
	answers := decision.Answers{}
	for _, q := range c.Questions[:n] {
		answers[q.ID] = []string{q.Answers[1].ID}
	}
	return answers
}

// EightParts returns a system with the maximum number of parts. The first known questions
// are answered for all of them, and of the rest every second one, where possible, for each
// part separately.
func EightParts(c *decision.Catalogue, known int) decision.Assessment {
	a := decision.Assessment{Answers: FirstAnswers(c, known)}
	for p := range decision.MaxParts {
		answers := decision.Answers{}
		for q := known; q < len(c.Questions); q += 2 {
			if question := c.Questions[q]; question.Scope == decision.ScopePart {
				answers[question.ID] = []string{question.Answers[(p+q)%len(question.Answers)].ID}
			}
		}
		a.Parts = append(a.Parts, decision.Part{Share: float64(1 + p), Answers: answers})
	}
	return a
}

// Catalogues generates small random catalogues, compiled.
func Catalogues() *rapid.Generator[*decision.Catalogue] {
	return rapid.Custom(func(t *rapid.T) *decision.Catalogue {
		c := generate(
			rapid.IntRange(2, 5).Draw(t, "options"),
			rapid.IntRange(2, 5).Draw(t, "criteria"),
			rapid.IntRange(1, 6).Draw(t, "questions"),
			source{
				number: func(low, high float64) float64 { return rapid.Float64Range(low, high).Draw(t, "number") },
				choose: func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "choice") },
				axes:   rapid.Bool().Draw(t, "axes"), several: true,
			},
		)
		if err := c.Compile(); err != nil {
			t.Fatalf("generated catalogue: %v", err)
		}
		return c
	})
}

// PricedCatalogues generates small random catalogues with a criterion that takes
// its value from the cost model, compiled.
func PricedCatalogues() *rapid.Generator[*decision.Catalogue] {
	return rapid.Custom(func(t *rapid.T) *decision.Catalogue {
		from := source{
			number: func(low, high float64) float64 { return rapid.Float64Range(low, high).Draw(t, "number") },
			choose: func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "choice") },
		}
		c := generate(2+from.choose(3), 2+from.choose(4), 1+from.choose(5), from)
		price(c, from)
		if err := c.Compile(); err != nil {
			t.Fatalf("generated catalogue: %v", err)
		}
		return c
	})
}

// source provides the figures for a generated catalogue.
type source struct {
	number func(low, high float64) float64
	choose func(n int) int

	axes, several bool // whether options may have axes, and answers hold together
}

func generate(options, criteria, questions int, from source) *decision.Catalogue {
	c := &decision.Catalogue{
		Slug: "generated", Title: "Generated", Version: "generated",
		Bounds: decision.Bounds{ClearShare: 0.75, LeanShare: 0.6, Spread: 1, Floor: 0.2, Platform: from.number(0, 0.1)},
		Groups: []decision.Group{{ID: "all", Title: "All"}},
	}
	for k := range criteria {
		c.Criteria = append(c.Criteria, decision.Criterion{
			ID: fmt.Sprintf("k%d", k), Name: fmt.Sprintf("Criterion %d", k), Weight: from.number(1, 100), Scale: from.scale(),
		})
	}
	from.options(c, options)
	for q := range questions {
		scope := decision.ScopeTeam
		if q%2 == 1 {
			scope = decision.ScopePart
		}
		question := decision.Question{ID: fmt.Sprintf("q%d", q), Group: "all", Scope: scope, Text: fmt.Sprintf("Question %d?", q)}
		answers := 2 + from.choose(3)
		for a := range answers {
			answer := from.answer(c)
			answer.ID, answer.Label = fmt.Sprintf("a%d", a), fmt.Sprintf("Answer %d of %d", a, q)
			answer.Share = 1 / float64(answers)
			question.Answers = append(question.Answers, answer)
		}
		if from.several && from.choose(3) == 0 {
			question.Several = 2
			question.Answers[0].Alone = from.choose(2) == 0
		}
		c.Questions = append(c.Questions, question)
	}
	if from.axes {
		c.Axes[0].Values[0].Divides, c.Bounds.Together = true, from.number(0, 0.2)
	}
	return c
}

// options adds options with their cells. If there is an axis, of two values, the cells of
// the second criterion are split between the option and its axis value.
func (s source) options(c *decision.Catalogue, n int) {
	if s.axes {
		c.Axes = []decision.Axis{{ID: "side", Name: "Side", Asks: "Which side?", Priced: s.choose(2) == 0,
			Values: []decision.AxisValue{{ID: "left", Name: "Left"}, {ID: "right", Name: "Right"}}}}
		for _, v := range c.Axes[0].Values {
			c.Cells = append(c.Cells, decision.Cell{
				Axis: decision.AxisRef("side", v.ID), Criterion: c.Criteria[1].ID, Value: s.number(0, 0.5),
			})
		}
	}
	for o := range n {
		id := fmt.Sprintf("o%d", o)
		option := decision.Option{ID: id, Name: fmt.Sprintf("Option %d", o), Short: id}
		if s.axes {
			option.On = []string{c.Axes[0].Values[o%2].ID}
		}
		c.Options = append(c.Options, option)
		for i, k := range c.Criteria {
			value := s.within(k.Scale)
			if s.axes && i == 1 {
				value = 1 + s.number(0, 3.5) // with the share of the axis value still on a scale of 1 to 5
			}
			c.Cells = append(c.Cells, cell(id, k.ID, value))
		}
	}
}

func (s source) scale() decision.Scale {
	scale := decision.Scale{Worst: decision.Anchor{At: 1}, Best: decision.Anchor{At: 5}}
	if s.choose(2) == 1 {
		scale.Worst.At, scale.Best.At = 5, 1
	}
	if s.choose(3) == 0 {
		scale.Points = []decision.Point{{At: s.number(1.5, 4.5), Value: s.number(0, 1)}}
	}
	return scale
}

func (s source) within(scale decision.Scale) float64 {
	return s.number(min(scale.Worst.At, scale.Best.At), max(scale.Worst.At, scale.Best.At))
}

func (s source) answer(c *decision.Catalogue) decision.Answer {
	a := decision.Answer{Platform: s.number(-0.05, 0.05)}
	for _, o := range c.Options {
		if s.choose(2) == 0 {
			k := c.Criteria[s.choose(len(c.Criteria))]
			a.Shifts = append(a.Shifts, decision.Shift{Option: o.ID, Criterion: k.ID, By: s.number(0.25, 2) * float64(1-2*s.choose(2))})
		}
		if s.choose(8) == 0 {
			a.Musts = append(a.Musts, decision.Must{Option: o.ID, Reason: "It cannot.", Relax: "Let it."})
		}
	}
	if s.axes && s.choose(3) == 0 {
		k := c.Criteria[s.choose(len(c.Criteria))]
		a.Shifts = append(a.Shifts, decision.Shift{Axis: "side.left", Criterion: k.ID, By: s.number(0.25, 2)})
	}
	for _, k := range c.Criteria {
		if s.choose(4) == 0 {
			a.Weights = append(a.Weights, decision.Weight{Criterion: k.ID, Factor: decision.Factors[s.choose(len(decision.Factors))]})
		}
	}
	return a
}
