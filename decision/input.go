package decision

import (
	"cmp"
	"fmt"
	"slices"
	"unicode/utf8"

	"crossroads/decision/score"
	"crossroads/wrong"
)

// MaxPartName bounds the name of a part, in bytes: 80 characters of any script.
const MaxPartName = 320

// CheckAssessment reports whether Evaluate would accept an assessment; its error is a
// wrong.Input for the first field that it would refuse.
func (c *Catalogue) CheckAssessment(a Assessment) error {
	if problems := c.checkAssessment(a); len(problems) > 0 {
		return problems[0]
	}
	return nil
}

// checkAssessment lists what Evaluate would refuse, in a stable order. Paths follow the
// JSON form.
func (c *Catalogue) checkAssessment(a Assessment) problems {
	var p problems
	c.checkGiven(&p, "answers", a.Answers, false)
	c.checkPriorities(&p, a.Priorities)
	c.checkLoad(&p, a.Load)
	if len(a.Parts) > MaxParts {
		p.add("parts", "there are %d, but at most %d can be handled", len(a.Parts), MaxParts)
		return p
	}
	total := 0.0
	for i, part := range a.Parts {
		path := fmt.Sprintf("parts[%d]", i)
		switch {
		case len(part.Name) > MaxPartName:
			p.add(path+".name", "is longer than %d bytes", MaxPartName)
		case !utf8.ValidString(part.Name):
			p.add(path+".name", "is not text in UTF-8")
		case part.Name != "" && slices.ContainsFunc(a.Parts[:i], func(o Part) bool { return o.Name == part.Name }):
			p.add(path+".name", "%q is already the name of another part", part.Name)
		}
		p.within(path+".share", part.Share, 0, 1e9)
		total += part.Share
		c.checkGiven(&p, path+".answers", part.Answers, true)
	}
	for i, part := range a.Parts {
		if total > 0 && part.Share == 0 {
			p.add(fmt.Sprintf("parts[%d].share", i), "is 0, but other parts have a share")
		}
	}
	return p
}

// checkGiven checks answers against the questions and reports problems in the order of
// question ids.
func (c *Catalogue) checkGiven(p *problems, path string, answers Answers, part bool) {
	var found problems
	for id, given := range answers {
		c.checkAnswer(&found, path, id, given, part)
	}
	slices.SortStableFunc(found, func(a, b wrong.Input) int { return cmp.Compare(a.Field, b.Field) })
	*p = append(*p, found...)
}

// checkAnswer checks the answer given to a question. It builds the path only when there is
// a problem, since thousands of answers are checked when content is read.
func (c *Catalogue) checkAnswer(p *problems, path, id string, given []string, part bool) {
	q, ok := c.index.question[id]
	if !ok {
		p.add(path+"."+id, "there is no question %q%s", id, c.formerly(id, given))
		return
	}
	if part && c.Questions[q].Scope == ScopeTeam {
		p.add(path+"."+id, "is asked once for the whole team, not for a part")
	}
	for _, answer := range given {
		if _, ok := c.index.answer[q][answer]; !ok {
			p.add(path+"."+id, "there is no answer %q%s", answer, c.formerly(id, []string{answer}))
		}
	}
	if c.Questions[q].Several > 1 { // only then is a path needed
		c.checkTogether(p, path+"."+id, q, given)
	}
}

// checkTogether checks whether the answers given to a question that allows several can hold
// together.
func (c *Catalogue) checkTogether(p *problems, path string, q int, ids []string) {
	question := &c.Questions[q]
	if question.Several < 2 {
		return
	}
	seen, alone := map[string]bool{}, ""
	for _, id := range ids {
		at, ok := c.index.answer[q][id]
		if !ok {
			return // reported already
		}
		seen[id] = true
		if question.Answers[at].Alone {
			alone = id
		}
	}
	switch {
	case alone != "" && len(seen) > 1:
		p.add(path, "%q holds alone: give it without other answers, or leave it out", alone)
	case len(seen) > question.Several:
		p.add(path, "names %d answers, but at most %d hold together", len(seen), question.Several)
	}
}

func (c *Catalogue) checkPriorities(p *problems, given Priorities) {
	if len(given.Ranking) > 0 && len(given.Weights) > 0 {
		p.add("priorities", "give a ranking or weights, not both")
		return
	}
	seen := map[string]bool{}
	named := func(i int, id string) {
		path := fmt.Sprintf("priorities[%d]", i)
		p.known(path, "criterion", id, c.index.criterion)
		if seen[id] {
			p.add(path, "%q is named twice", id)
		}
		seen[id] = true
	}
	for i, id := range given.Ranking {
		named(i, id)
	}
	total := 0.0
	for i, w := range given.Weights {
		named(i, w.Criterion)
		p.within(fmt.Sprintf("priorities[%d].weight", i), w.Weight, 0, 100)
		total += w.Weight
	}
	if len(given.Weights) > 0 && len(given.Weights) == len(c.Criteria) && total == 0 {
		p.add("priorities", "the weights are all 0: at least one criterion must count")
	}
}

func sortedKeys(a Answers) []string {
	keys := make([]string, 0, len(a))
	for id := range a {
		keys = append(keys, id)
	}
	slices.Sort(keys)
	return keys
}

// plain normalises an assessment: a single part is merged into the whole, parts get names
// and shares, and empty lists are dropped.
func (a Assessment) plain() Assessment {
	if len(a.Parts) == 1 {
		merged := Answers{}
		for id, list := range a.Answers {
			merged[id] = list
		}
		for id, list := range a.Parts[0].Answers {
			if len(list) > 0 {
				merged[id] = list
			}
		}
		return Assessment{Answers: merged, Priorities: a.Priorities, Load: a.Load}
	}
	total := 0.0
	for _, part := range a.Parts {
		total += part.Share
	}
	parts := slices.Clone(a.Parts)
	for i := range parts {
		if parts[i].Name == "" {
			parts[i].Name = unusedName(parts, i)
		}
		if total == 0 {
			parts[i].Share = 1
		}
	}
	return Assessment{Answers: a.Answers, Priorities: a.Priorities, Parts: parts, Load: a.Load}
}

// unusedName returns "Part 3" for the third part, with a suffix when that name is taken.
func unusedName(parts []Part, i int) string {
	name := fmt.Sprintf("Part %d", i+1)
	for slices.ContainsFunc(parts, func(p Part) bool { return p.Name == name }) {
		name += "'"
	}
	return name
}

// input turns a checked, plain assessment into numbers. owner gives for each slot the part
// with an answer of its own, or whole.
func (c *Catalogue) input(a Assessment) (in score.Input, owner []int) {
	in = score.Input{Prior: c.prior(a.Priorities), Lambda: c.Bounds.Platform, Apart: c.Bounds.Apart,
		Together: c.Bounds.Together}
	shared := c.sets(a.Answers)
	if len(a.Parts) == 0 {
		in.Parts = []score.Part{{Share: 1, Sets: shared}}
	}
	total := 0.0
	for _, part := range a.Parts {
		total += part.Share
	}
	in.Slots, owner = make([]score.Slot, 0, len(c.Questions)), make([]int, 0, len(c.Questions))
	own := make([]score.Set, len(c.Questions)) // parts with an answer of their own, by question
	for p, part := range a.Parts {
		sets := slices.Clone(shared)
		for q, set := range c.sets(part.Answers) {
			if set != 0 {
				sets[q] = set
				own[q] |= score.Bit(p)
			}
		}
		in.Parts = append(in.Parts, score.Part{Share: part.Share / total, Sets: sets})
	}
	for q := range c.Questions {
		// A workload question that is open everywhere is drawn for each part independently, unless its
		// answer is mostly the same for all of them, as who runs them is.
		if shared[q] == 0 && c.Questions[q].Scope == ScopePart && len(a.Parts) > 0 && !(c.Questions[q].Shared && own[q] == 0) {
			own[q] = score.All(len(in.Parts))
		}
		if rest := score.All(len(in.Parts)) &^ own[q]; rest != 0 {
			in.Slots = append(in.Slots, score.Slot{Question: q, Parts: rest})
			owner = append(owner, whole)
		}
		for p := range in.Parts {
			if own[q].Has(p) {
				in.Slots = append(in.Slots, score.Slot{Question: q, Parts: score.Bit(p)})
				owner = append(owner, p)
			}
		}
		for p := range in.Parts {
			if in.Parts[p].Sets[q] == 0 {
				in.Parts[p].Sets[q] = score.All(len(c.index.state[q]))
			}
		}
	}
	return in, owner
}

// sets returns the possible states by question; 0 where no answer, or every answer, was
// named.
func (c *Catalogue) sets(answers Answers) []score.Set {
	sets := make([]score.Set, len(c.Questions))
	for q := range c.Questions {
		sets[q] = c.given(q, answers[c.Questions[q].ID])
	}
	return sets
}

func (c *Catalogue) prior(given Priorities) score.Prior {
	var prior score.Prior
	for _, id := range given.Ranking {
		k := c.index.criterion[id]
		prior.Rank = append(prior.Rank, k)
		prior.Named |= score.Bit(k)
	}
	if bounded, ranked := c.rankWeights(given.Ranking); !slices.Equal(bounded, ranked) {
		prior.Rank, prior.Swing = nil, bounded // expressed as weights, since ranks cannot be bounded
	}
	if len(given.Weights) == 0 {
		return prior
	}
	for _, w := range c.SwingWeights() {
		prior.Swing = append(prior.Swing, w.Weight)
	}
	for _, w := range given.Weights {
		k := c.index.criterion[w.Criterion]
		prior.Swing[k] = w.Weight
		prior.Named |= score.Bit(k)
	}
	return prior
}

// SwingWeights returns the catalogue's weights, scaled so that the heaviest criterion is
// 100, and within the bounds of the policy. A criterion that a list of swing weights leaves
// out keeps this weight.
func (c *Catalogue) SwingWeights() []CriterionWeight {
	heaviest := 0.0
	for _, k := range c.Criteria {
		heaviest = max(heaviest, k.Weight)
	}
	list := make([]CriterionWeight, len(c.Criteria))
	for i, k := range c.Criteria {
		list[i] = CriterionWeight{Criterion: k.ID, Weight: 100 * k.Weight / heaviest}
		if rule := c.WeightRule(k.ID); rule != nil {
			list[i].Weight = rule.Bound(list[i].Weight)
		}
	}
	return list
}
