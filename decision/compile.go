package decision

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"crossroads/decision/score"
	"crossroads/wrong"
)

// Bounds that keep every product of weights and factors an ordinary number.
const minWeight, maxWeight = 0.001, 1000000

// Factors are the numbers by which an answer may multiply a weight: few enough for an
// author to justify each choice. 1 has no effect and is left out.
var Factors = []float64{0.5, 0.75, 1.25, 1.5, 2}

// When several answers apply factors to one weight, the product is limited to these bounds.
const (
	LeastFactor = score.LeastFactor
	MostFactor  = score.MostFactor
)

func factorList() string {
	words := make([]string, len(Factors))
	for i, f := range Factors {
		words[i] = figure(f)
	}
	return join(words, " or ")
}

// index finds positions by id. It is used for lookups only, never ranged over.
type index struct {
	option, criterion, group, question, source map[string]int
	answer                                     []map[string]int // by question
	state                                      [][]state        // by question
	unbilled                                   []score.Set      // states that ask for what no machine of the cost model has, by question
	cases                                      [][][]score.Set  // possible answers by case, part and question; none: any
}

// reserved lists the parameter names that the query of an assessment uses for itself.
var reserved = []string{
	"options", "diff", "theme", "lang", "frame", "step", "rank", "parts", "title", "note", "revise", "base",
	"comparison", "query", "key", "created", "r", "tag", "q", "url", "format", "round", "author",
}

// Compile checks the whole catalogue and prepares it for Evaluate. Its error is a
// wrong.Inputs with every problem found.
func (c *Catalogue) Compile() error {
	var p problems
	c.model, c.costs, c.free = nil, nil, nil
	c.index = index{
		option: map[string]int{}, criterion: map[string]int{}, group: map[string]int{},
		question: map[string]int{}, source: map[string]int{},
	}
	c.checkBounds(&p)
	c.checkAxes(&p)
	c.checkSources(&p)
	c.checkOptions(&p)
	c.checkCriteria(&p)
	c.checkQuestions(&p)
	c.checkUnless(&p)
	c.checkCells(&p)
	c.checkCost(&p)
	c.checkFacts(&p)
	c.checkFormer(&p)
	if len(p) == 0 { // rules refer to questions, criteria and options, so those have to be sound first
		c.checkPolicy(&p)
	}
	if len(p) == 0 { // cases refer to answers, so the questions have to be sound first
		c.checkCases(&p)
	}
	if len(p) > 0 {
		return wrong.Inputs(p)
	}
	c.model, c.costs = c.build(-1), c.buildCosts()
	for _, published := range c.Cases {
		in, _ := c.input(Assessment{Answers: published.Answers, Parts: published.Parts}.plain())
		var parts [][]score.Set
		for _, part := range in.Parts {
			known := make([]score.Set, len(c.Questions))
			c.known(known, part.Sets)
			parts = append(parts, known)
		}
		c.index.cases = append(c.index.cases, parts)
	}
	if c.Policy != nil {
		free := *c
		free.Policy = nil
		c.free = &free
		return c.free.Compile()
	}
	return nil
}

func (c *Catalogue) checkBounds(p *problems) {
	p.within("bounds.clear_share", c.Bounds.ClearShare, 0, 1)
	p.within("bounds.lean_share", c.Bounds.LeanShare, 0, 1)
	if c.Bounds.LeanShare > c.Bounds.ClearShare {
		p.add("bounds.lean_share", "is %v, but must not be above clear_share, %v", c.Bounds.LeanShare, c.Bounds.ClearShare)
	}
	p.within("bounds.spread", c.Bounds.Spread, 0, 1)
	p.within("bounds.floor", c.Bounds.Floor, 0, 1)
	p.within("bounds.platform", c.Bounds.Platform, 0, 1)
	p.within("bounds.apart", c.Bounds.Apart, 0, 1)
	p.within("bounds.together", c.Bounds.Together, 0, 1)
}

func (c *Catalogue) checkSources(p *problems) {
	for i, s := range c.Sources {
		p.id(fmt.Sprintf("sources[%d].id", i), s.ID, c.index.source, i)
	}
}

func (c *Catalogue) checkOptions(p *problems) {
	if n := len(c.Options); n < 2 || n > score.MaxOptions {
		p.add("options", "there are %d: a comparison needs 2 to %d options", n, score.MaxOptions)
	}
	for i, o := range c.Options {
		path := fmt.Sprintf("options[%d]", i)
		p.id(path+".id", o.ID, c.index.option, i, Hybrid)
		if o.Name == "" {
			p.add(path+".name", "is missing")
		}
		c.checkOn(p, path+".on", o)
	}
	c.checkAxesUsed(p)
}

func (c *Catalogue) checkCriteria(p *problems) {
	if n := len(c.Criteria); n < 2 || n > score.MaxCriteria {
		p.add("criteria", "there are %d: a comparison needs 2 to %d criteria", n, score.MaxCriteria)
	}
	for i, k := range c.Criteria {
		path := fmt.Sprintf("criteria[%d]", i)
		p.id(path+".id", k.ID, c.index.criterion, i)
		if k.Name == "" {
			p.add(path+".name", "is missing")
		}
		p.within(path+".weight", k.Weight, minWeight, maxWeight)
		checkScale(p, path+".scale", k.Scale)
	}
}

func checkScale(p *problems, path string, s Scale) {
	sound := p.finite(path+".worst.at", s.Worst.At) && p.finite(path+".best.at", s.Best.At)
	if !sound {
		return
	}
	span := s.Best.At - s.Worst.At
	if span == 0 || math.IsInf(span, 0) {
		p.add(path, "worst and best are both %v: they must differ", s.Worst.At)
		return
	}
	last := Point{At: s.Worst.At, Value: 0}
	for i, point := range s.Points {
		at := fmt.Sprintf("%s.points[%d]", path, i)
		if !p.finite(at+".at", point.At) || !p.finite(at+".value", point.Value) {
			return
		}
		position := (point.At - s.Worst.At) / span
		if position <= (last.At-s.Worst.At)/span || position >= 1 {
			p.add(at+".at", "is %v, but points must lie strictly between worst and best, in order from worst to best", point.At)
		}
		if point.Value < last.Value || point.Value > 1 {
			p.add(at+".value", "is %v, but values must rise from 0 at worst to 1 at best", point.Value)
		}
		last = point
	}
}

func (c *Catalogue) checkQuestions(p *problems) {
	for i, g := range c.Groups {
		p.id(fmt.Sprintf("groups[%d].id", i), g.ID, c.index.group, i)
	}
	if n := len(c.Questions); n < 1 || n > score.MaxQuestions {
		p.add("questions", "there are %d: a comparison needs 1 to %d questions", n, score.MaxQuestions)
	}
	scoring := 0
	closed := map[string]bool{}
	for i, q := range c.Questions {
		path := fmt.Sprintf("questions[%d]", i)
		p.id(path+".id", q.ID, c.index.question, i, reserved...)
		if p.known(path+".group", "group", q.Group, c.index.group) && i > 0 && q.Group != c.Questions[i-1].Group {
			closed[c.Questions[i-1].Group] = true
			if closed[q.Group] {
				p.add(path+".group", "questions of the group %q must be next to each other", q.Group)
			}
		}
		if q.Scope != ScopeTeam && q.Scope != ScopePart {
			p.add(path+".scope", "is %q, but must be %q or %q", q.Scope, ScopeTeam, ScopePart)
		}
		if q.Shared && q.Scope != ScopePart {
			p.add(path+".shared", "is for questions of scope %q", ScopePart)
		}
		if q.Text == "" {
			p.add(path+".text", "is missing")
		}
		if c.checkAnswers(p, path, q) {
			scoring++
		}
	}
	if scoring > score.MaxScoring {
		p.add("questions", "%d of them move values or weights: at most %d can be explained exactly", scoring, score.MaxScoring)
	}
}

// checkAnswers reports whether any answer moves a value or a weight.
func (c *Catalogue) checkAnswers(p *problems, path string, q Question) (scores bool) {
	if n := len(q.Answers); n < 2 || n > score.MaxAnswers {
		p.add(path+".answers", "there are %d: a question needs 2 to %d answers", n, score.MaxAnswers)
	}
	checkSeveral(p, path, q)
	ids, sum := map[string]int{}, 0.0
	for i, a := range q.Answers {
		at := fmt.Sprintf("%s.answers[%d]", path, i)
		p.id(at+".id", a.ID, ids, i)
		if a.Label == "" {
			p.add(at+".label", "is missing")
		}
		if p.finite(at+".share", a.Share) && a.Share <= 0 {
			p.add(at+".share", "is %v, but must be above 0", a.Share)
		}
		sum += a.Share
		p.within(at+".platform", a.Platform, -1, 1)
		if a.Peak != 0 {
			p.within(at+".peak", a.Peak, 1, 1000)
		}
		if a.LeastRate != 0 || a.MostRate != 0 {
			p.within(at+".least_rate", a.LeastRate, 0, 1e9)
			p.within(at+".most_rate", a.MostRate, 0, 1e9)
		}
		if a.MostMS != 0 {
			p.within(at+".most_ms", a.MostMS, 0, 1e9)
		}
		c.checkEffects(p, at, a)
		if a.AndBefore != "" && (!q.Ordered || i == 0) {
			p.add(at+".and_before", "is set, but no answer comes before it on a scale: leave it out, or set ordered at the question")
		}
		if a.AndAfter != "" && (!q.Ordered || i == len(q.Answers)-1) {
			p.add(at+".and_after", "is set, but no answer comes after it on a scale: leave it out, or set ordered at the question")
		}
		if a.Alone && q.Several < 2 {
			p.add(at+".alone", "is set, but no two answers to this question hold together: leave it out")
		}
		if a.Today != "" {
			p.known(at+".today", "option", a.Today, c.index.option)
		}
		scores = scores || len(a.Shifts)+len(a.Weights) > 0
	}
	for i, a := range q.Answers {
		for n, id := range a.Becomes {
			p.known(fmt.Sprintf("%s.answers[%d].becomes[%d]", path, i, n), "answer", id, ids)
		}
	}
	if math.Abs(sum-1) > 1e-6 {
		p.add(path+".answers", "the shares sum to %v, but must sum to 1", sum)
	}
	c.index.answer = append(c.index.answer, ids)
	var states []state
	if q.stateCount(score.MaxAnswers) <= score.MaxAnswers {
		states = q.states()
		q.name(states)
	}
	c.index.state, c.index.unbilled = append(c.index.state, states), append(c.index.unbilled, q.unbilled(states))
	return scores
}

// unbilled returns the states in which an answer asks for what no machine of the cost model has.
func (q *Question) unbilled(states []state) (set score.Set) {
	for i, s := range states {
		if slices.ContainsFunc(s.answers, func(a int) bool { return q.Answers[a].Unbilled }) {
			set |= score.Bit(i)
		}
	}
	return set
}

func (c *Catalogue) checkEffects(p *problems, path string, a Answer) {
	for i, s := range a.Shifts {
		at := fmt.Sprintf("%s.shifts[%d]", path, i)
		c.checkSubject(p, at, s.Subject())
		if p.known(at+".criterion", "criterion", s.Criterion, c.index.criterion) {
			scale := c.Criteria[c.index.criterion[s.Criterion]].Scale
			span := math.Abs(scale.Best.At - scale.Worst.At)
			p.within(at+".by", s.By, -span, span)
		}
		if s.By == 0 {
			p.add(at+".by", "is 0: leave the shift out")
		}
		if slices.ContainsFunc(a.Shifts[:i], func(o Shift) bool { return o.Subject() == s.Subject() && o.Criterion == s.Criterion }) {
			p.add(at, "this answer already shifts %q on %q", s.Subject().Of(), s.Criterion)
		}
	}
	for i, w := range a.Weights {
		at := fmt.Sprintf("%s.weights[%d]", path, i)
		p.known(at+".criterion", "criterion", w.Criterion, c.index.criterion)
		if p.finite(at+".factor", w.Factor) && !slices.Contains(Factors, w.Factor) {
			p.add(at+".factor", "is %v, but must be one of %s", w.Factor, factorList())
		}
		if slices.ContainsFunc(a.Weights[:i], func(o Weight) bool { return o.Criterion == w.Criterion }) {
			p.add(at, "this answer already moves the weight of %q", w.Criterion)
		}
	}
	for i, m := range a.Musts {
		at := fmt.Sprintf("%s.musts[%d]", path, i)
		c.checkSubject(p, at, m.Subject())
		if m.Source != "" {
			p.known(at+".source", "source", m.Source, c.index.source)
		}
		if slices.ContainsFunc(a.Musts[:i], func(o Must) bool { return o.Subject() == m.Subject() }) {
			p.add(at, "this answer already rules %q out", m.Subject().Of())
		}
	}
	for i, w := range a.Warnings {
		at := fmt.Sprintf("%s.warnings[%d]", path, i)
		c.checkSubject(p, at, w.Subject())
		if w.Source != "" {
			p.known(at+".source", "source", w.Source, c.index.source)
		}
	}
}

// checkUnless checks the answers that avert risks or bring them only together, of any question.
func (c *Catalogue) checkUnless(p *problems) {
	check := func(path string, answers []string) {
		for m, of := range answers {
			path := fmt.Sprintf("%s[%d]", path, m)
			id, answer, _ := strings.Cut(of, ".")
			if p.known(path, "question", id, c.index.question) {
				p.known(path, "answer", answer, c.index.answer[c.index.question[id]])
			}
		}
	}
	for q, question := range c.Questions {
		for i, a := range question.Answers {
			for n, w := range a.Warnings {
				path := fmt.Sprintf("questions[%d].answers[%d].warnings[%d]", q, i, n)
				check(path+".unless", w.Unless)
				check(path+".with", w.With)
			}
		}
	}
}

func (c *Catalogue) checkCells(p *problems) {
	seen := map[string]int{}
	for i, cell := range c.Cells {
		path := fmt.Sprintf("cells[%d]", i)
		known := c.checkSubject(p, path, cell.Subject())
		if !p.known(path+".criterion", "criterion", cell.Criterion, c.index.criterion) || !known {
			continue
		}
		key := cell.Subject().Of() + " " + cell.Criterion
		if first, double := seen[key]; double {
			p.add(path, "%q on %q is already judged by cell %d", cell.Subject().Of(), cell.Criterion, first+1)
		}
		seen[key] = i
		for j, id := range cell.Sources {
			p.known(fmt.Sprintf("%s.sources[%d]", path, j), "source", id, c.index.source)
		}
	}
	c.checkSums(p)
}

// rounding is the tolerance, in scale units, when a sum of cells is checked against its
// scale.
const rounding = 1e-9

// checkSums checks that every option has cells on every criterion and that they add up to a
// value on its scale.
func (c *Catalogue) checkSums(p *problems) {
	for _, o := range c.Options {
		for _, k := range c.Criteria {
			sum, last, low, high := 0.0, -1, min(k.Scale.Worst.At, k.Scale.Best.At), max(k.Scale.Worst.At, k.Scale.Best.At)
			at, _ := c.optionAt(o.ID)
			for i, cell := range c.Cells {
				if cell.Criterion == k.ID && c.Covers(cell.Subject(), at) {
					sum, last = sum+cell.Value, i
				}
			}
			if last >= 0 && !p.finite(fmt.Sprintf("cells[%d].value", last), sum) {
				continue
			}
			switch {
			case last < 0:
				p.add("cells", "there is none for %q on %q", o.ID, k.ID)
			case sum < low-rounding || sum > high+rounding:
				whose := ""
				if c.Cells[last].Option == "" || sum != c.Cells[last].Value {
					whose = fmt.Sprintf(" for %q with all its shares", o.ID)
				}
				p.add(fmt.Sprintf("cells[%d].value", last), "is %v%s, but must lie between %v and %v", sum, whose, low, high)
			}
		}
	}
}

func (c *Catalogue) checkCases(p *problems) {
	ids := map[string]int{}
	for i, s := range c.Cases {
		path := fmt.Sprintf("cases[%d]", i)
		p.id(path+".id", s.ID, ids, i)
		c.checkChose(p, path, s)
		for _, problem := range c.checkAssessment(Assessment{Answers: s.Answers, Parts: s.Parts}) {
			p.add(path+"."+problem.Field, "%s", problem.Message)
		}
	}
}

// checkChose checks what a case chose: an option, a mix, or values on axes.
func (c *Catalogue) checkChose(p *problems, path string, s Case) {
	switch {
	case s.Chose == Hybrid:
	case s.Chose != "" || len(s.On) == 0:
		p.known(path+".chose", "option", s.Chose, c.index.option)
	case len(s.On) != len(c.Axes):
		p.add(path+".on", "names %d values, but there are %d axes", len(s.On), len(c.Axes))
	default:
		for i, axis := range c.Axes {
			if s.On[i] != "" && !slices.ContainsFunc(axis.Values, func(v AxisValue) bool { return v.ID == s.On[i] }) {
				p.add(path+".on."+axis.ID, "there is no value %q on the axis %q", s.On[i], axis.ID)
			}
		}
	}
}
