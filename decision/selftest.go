package decision

import (
	"fmt"
	"math"

	"crossroads/wrong"
)

// SelfTest shows whether every option and question of a catalogue can matter. What it finds
// is certain; its search may miss some possibilities.
type SelfTest struct {
	Options   []Reach    // every option, in catalogue order
	Questions []Sway     // every question, in catalogue order
	Musts     []MustTest // every must, in catalogue order
	Cases     []CaseTest // every published case, in catalogue order

	Counted int        // cases that count as a test; the figures below are of them
	First   int        // cases whose choice the engine puts first
	TopTwo  int        // cases whose choice the engine puts first or second
	Out     int        // cases whose choice the engine rules out
	Axes    []AxisTest // by axis
}

// AxisTest counts the cases in which the first option has the value that was chosen on an
// axis.
type AxisTest struct {
	Known int // cases whose choice on the axis is known
	Agree int
}

// Reach is a set of answers under which an option comes first.
type Reach struct {
	Option, Name string
	Found        bool
	Lead         float64 // over the next option, when found
	Answers      Answers
}

// Sway is a set of answers under which one question determines the first place.
type Sway struct {
	Question, Text string
	Found          bool
	Answers        Answers // when found
	Other          string  // the answer to the question that puts another option first
}

// MustTest shows whether a must has an effect.
type MustTest struct {
	Question, Answer, Option string
	RulesOut                 bool // given alone, the answer rules the option out
	Decides                  bool // for some answers the option would come first without the must
}

// CaseTest compares the engine with a published decision.
type CaseTest struct {
	Case, Org string
	Chose     string   // option id, "hybrid", or "" when only values on the axes are known
	First     string   // what the engine puts first: option id, "hybrid", or ""
	Second    string   // and second
	Kind      string   // the verdict
	Rank      int      // of the first choice that agrees, among the options left and the mix; 0 when none does
	Axes      []Agreed // by axis: whether the first choice has the value that was chosen
	Out       bool     // the engine rules out everything that agrees
	Untried   bool     // a mix was chosen, and no mix could come out as the facts name no parts
	Counts    bool     // whether the case counts as a test
}

// Agreed tells agreement with a case on an axis from disagreement and from a choice that is
// unknown.
type Agreed string

const (
	AgreedYes     Agreed = "yes"
	AgreedNo      Agreed = "no"
	AgreedUnknown Agreed = "" // the choice is unknown, or one of the two is a mix
)

// SelfTest searches for answers that reach every option and use every question and must,
// and evaluates the published cases. The catalogue must have been compiled. The result
// depends only on the catalogue without its policy.
func (c *Catalogue) SelfTest() SelfTest {
	c = c.Ungoverned()
	t := SelfTest{Options: []Reach{}, Questions: []Sway{}, Musts: []MustTest{}}
	for o, option := range c.Options {
		r := Reach{Option: option.ID, Name: option.Name}
		if answers, lead := c.model.Reach(o); lead > 0 {
			r.Found, r.Lead, r.Answers = true, lead, c.answers(answers)
		}
		t.Options = append(t.Options, r)
	}
	for q, question := range c.Questions {
		s := Sway{Question: question.ID, Text: question.Text}
		if answers, other, ok := c.model.Sway(q); ok {
			s.Found, s.Answers, s.Other = true, c.answers(answers), c.index.state[q][other].said.ID
		}
		t.Questions = append(t.Questions, s)
		for a, answer := range question.Answers {
			for _, m := range answer.Musts {
				for _, o := range c.OptionsOf(m.Subject()) {
					_, decides := c.model.Decides(q, a, o)
					t.Musts = append(t.Musts, MustTest{
						Question: question.ID, Answer: answer.ID, Option: c.Options[o].ID, Decides: decides,
						RulesOut: c.model.Questions[q].Answers[a].Out.Has(o),
					})
				}
			}
		}
	}
	tested := c.TestCases()
	t.Cases, t.Counted, t.First, t.TopTwo = tested.Cases, tested.Counted, tested.First, tested.TopTwo
	t.Out, t.Axes = tested.Out, tested.Axes
	return t
}

// TestCases runs only the part of the self-test that evaluates the published cases.
func (c *Catalogue) TestCases() SelfTest {
	c = c.Ungoverned()
	t := SelfTest{Cases: []CaseTest{}}
	for _, published := range c.Cases {
		t.addCase(c.testCase(published))
	}
	return t
}

func (t *SelfTest) addCase(result CaseTest) {
	t.Cases = append(t.Cases, result)
	if !result.Counts {
		return
	}
	t.Counted++
	for i, agreed := range result.Axes {
		if len(t.Axes) <= i {
			t.Axes = append(t.Axes, AxisTest{})
		}
		switch agreed {
		case AgreedYes:
			t.Axes[i].Known++
			t.Axes[i].Agree++
		case AgreedNo:
			t.Axes[i].Known++
		}
	}
	switch {
	case result.Out:
		t.Out++
	case result.Rank == 1:
		t.First++
		t.TopTwo++
	case result.Rank == 2:
		t.TopTwo++
	}
}

// testCase evaluates a case as far as its verdict requires.
func (c *Catalogue) testCase(published Case) CaseTest {
	result := CaseTest{Case: published.ID, Org: published.Org, Chose: published.Chose}
	s, err := newSession(c, Assessment{Answers: published.Answers, Parts: published.Parts})
	if err != nil { // cannot happen: Compile has checked the case
		return result
	}
	result.Kind = s.kind()
	result.Counts = published.LeftOut == ""
	result.Untried = published.Chose == Hybrid && len(published.Parts) == 0
	result.Out = !result.Untried
	for i, id := range s.places() {
		switch i {
		case 0:
			result.First = id
		case 1:
			result.Second = id
		}
		if c.agrees(published, id) {
			result.Out = false
			if result.Rank == 0 {
				result.Rank = i + 1
			}
		}
	}
	result.Axes = c.agreed(published, result.First)
	return result
}

// Order lists the options that an assessment leaves, best first, by id. For several parts,
// "hybrid" stands for the best mix at its place among them. It makes no draws, so it does
// not tell how sure the first place is.
func (c *Catalogue) Order(a Assessment) ([]string, error) {
	s, err := newSession(c, a)
	if err != nil {
		return nil, err
	}
	return s.places(), nil
}

// chosenOn returns the known choice of a case on each axis; nil for a mix.
func (c *Catalogue) chosenOn(published Case) []string {
	if o, ok := c.index.option[published.Chose]; ok {
		return c.Options[o].On
	}
	return published.On
}

// agrees reports whether an option, or the mix, matches the known choice of a case.
func (c *Catalogue) agrees(published Case, id string) bool {
	if published.Chose != "" || id == Hybrid {
		return published.Chose == id
	}
	for i, on := range c.chosenOn(published) {
		if on != "" && c.Options[c.index.option[id]].On[i] != on {
			return false
		}
	}
	return true
}

// agreed compares an option with the choice of a case, axis by axis.
func (c *Catalogue) agreed(published Case, first string) []Agreed {
	list := make([]Agreed, len(c.Axes))
	o, single := c.index.option[first]
	for i, on := range c.chosenOn(published) {
		switch {
		case on == "":
		case single && c.Options[o].On[i] == on:
			list[i] = AgreedYes
		case first != Hybrid:
			list[i] = AgreedNo
		}
	}
	return list
}

// places lists the remaining options by score, including the best mix for several parts.
func (s *session) places() []string {
	var list []string
	mix := math.Inf(-1)
	if len(s.a.Parts) > 0 && s.run.Plan.Gone == 0 {
		mix = s.run.Mix.Value
	}
	for _, o := range s.run.Order {
		if s.run.Out.Has(o) {
			break
		}
		if mix > s.run.V[o] {
			list, mix = append(list, Hybrid), math.Inf(-1)
		}
		list = append(list, s.c.Options[o].ID)
	}
	if !math.IsInf(mix, -1) {
		list = append(list, Hybrid)
	}
	return list
}

// answers returns a complete set of answers by id.
func (c *Catalogue) answers(given []int) Answers {
	named := Answers{}
	for q, a := range given {
		for _, i := range c.index.state[q][a].answers {
			named[c.Questions[q].ID] = append(named[c.Questions[q].ID], c.Questions[q].Answers[i].ID)
		}
	}
	return named
}

// Findings describes the shortcomings in plain words. Paths are those of Compile.
func (t SelfTest) Findings() wrong.Inputs {
	var p problems
	for i, r := range t.Options {
		if !r.Found {
			p.add(fmt.Sprintf("options[%d]", i), "no answers were found for which %q comes first", r.Option)
		}
	}
	for i, s := range t.Questions {
		if !s.Found {
			p.add(fmt.Sprintf("questions[%d]", i), "no answers were found for which %q changes what comes first", s.Question)
		}
	}
	for _, m := range t.Musts {
		if !m.RulesOut {
			p.add("questions", "the must of %s=%s on %q rules nothing out", m.Question, m.Answer, m.Option)
		}
	}
	for i, r := range t.Cases {
		switch {
		case r.Out && r.Chose == Hybrid:
			p.add(fmt.Sprintf("cases[%d]", i), "%s chose a mix, but one option is by far the best for each of its parts", r.Org)
		case r.Out:
			p.add(fmt.Sprintf("cases[%d]", i), "%s chose %q, which is ruled out", r.Org, r.Chose)
		case r.Rank != 1 && r.Rank != 2:
			p.add(fmt.Sprintf("cases[%d]", i), "%s chose %q, which is not among the first two (%s, %s)", r.Org, r.Chose, r.First, r.Second)
		}
	}
	return wrong.Inputs(p)
}
