package decision

import (
	"fmt"
	"slices"

	"crossroads/decision/score"
)

// checkPolicy checks the rules of the organisation. Paths begin with "policy" and continue
// with the names of policy.yaml.
func (c *Catalogue) checkPolicy(p *problems) {
	if c.Policy == nil {
		return
	}
	if len(c.Policy.Answers)+len(c.Policy.Weights)+len(c.Policy.Removed) == 0 {
		p.add("policy", "there is no rule: add one, or remove the file")
	}
	if c.Policy.Name == "" {
		p.add("policy.name", "is missing")
	}
	if c.Policy.Version == "" {
		p.add("policy.version", "is missing")
	}
	before := len(*p)
	for i := range c.Policy.Answers {
		c.checkLock(p, fmt.Sprintf("policy.answers[%d]", i), i)
	}
	c.checkWeightRules(p)
	for i, r := range c.Policy.Removed {
		path := fmt.Sprintf("policy.options[%d]", i)
		checkReason(p, path, r.Reason)
		c.checkSubject(p, path+".remove", r.Subject())
	}
	if len(*p) == before { // a rule with unknown names rules nothing out
		c.checkLeft(p)
	}
}

func checkReason(p *problems, path, reason string) {
	if reason == "" {
		p.add(path+".reason", "is missing: readers see it beside the rule")
	}
}

func (c *Catalogue) checkLock(p *problems, path string, at int) {
	lock := c.Policy.Answers[at]
	checkReason(p, path, lock.Reason)
	if !p.known(path+".question", "question", lock.Question, c.index.question) {
		return
	}
	if slices.ContainsFunc(c.Policy.Answers[:at], func(o Lock) bool { return o.Question == lock.Question }) {
		p.add(path+".question", "%q is locked already: name all answers that hold in one rule", lock.Question)
	}
	q := c.index.question[lock.Question]
	if len(lock.Answers) == 0 {
		p.add(path+".answer", "is missing")
	}
	for i, id := range lock.Answers {
		p.known(path+".answer", "answer", id, c.index.answer[q])
		if slices.Contains(lock.Answers[:i], id) {
			p.add(path+".answer", "%q is named twice", id)
		}
	}
	if c.Questions[q].Several < 2 && len(lock.Answers) > 1 {
		p.add(path+".answer", "names %d answers, but only one holds: lock one of them", len(lock.Answers))
	}
	c.checkTogether(p, path+".answer", q, lock.Answers)
}

func (c *Catalogue) checkWeightRules(p *problems) {
	most := 0.0
	for _, k := range c.Criteria {
		rule := c.WeightRule(k.ID)
		if rule == nil {
			rule = &WeightRule{Most: 100}
		}
		most = max(most, rule.Most)
	}
	for i, r := range c.Policy.Weights {
		path := fmt.Sprintf("policy.weights[%d]", i)
		checkReason(p, path, r.Reason)
		p.known(path+".criterion", "criterion", r.Criterion, c.index.criterion)
		if slices.ContainsFunc(c.Policy.Weights[:i], func(o WeightRule) bool { return o.Criterion == r.Criterion }) {
			p.add(path+".criterion", "the weight of %q has a rule already: keep one", r.Criterion)
		}
		p.within(path+".least", r.Least, 0, 100)
		p.within(path+".most", r.Most, 0, 100)
		switch {
		case r.Least > r.Most:
			p.add(path+".least", "is %v, above most, %v: no weight lies between them", r.Least, r.Most)
		case r.Least == 0 && r.Most == 100:
			p.add(path, "allows every weight: give least, most or exactly")
		case most == 0:
			p.add(path+".most", "is 0 as for every other criterion: at least one must count")
		}
	}
}

// checkLeft reports the first rule that, with those before it, leaves no option.
func (c *Catalogue) checkLeft(p *problems) {
	all := score.All(len(c.Options))
	var out score.Set
	rules := func(path string, own score.Set) {
		switch {
		case out == all:
		case own == all:
			p.add(path, "this rules out every option")
		case out|own == all:
			p.add(path, "this leaves no option: the rules before it rule out the others")
		}
		out |= own
	}
	for i, lock := range c.Policy.Answers {
		rules(fmt.Sprintf("policy.answers[%d].answer", i), c.ruledOut(lock))
	}
	for i, r := range c.Policy.Removed {
		rules(fmt.Sprintf("policy.options[%d].remove", i), c.set(r.Subject()))
	}
}

// ruledOut returns the options that a locked answer rules out.
func (c *Catalogue) ruledOut(lock Lock) score.Set {
	var out score.Set
	for _, a := range c.Questions[c.index.question[lock.Question]].Answers {
		for _, m := range a.Musts {
			if slices.Contains(lock.Answers, a.ID) {
				out |= c.set(m.Subject())
			}
		}
	}
	return out
}
