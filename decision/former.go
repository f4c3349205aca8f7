package decision

import (
	"fmt"
	"slices"
)

// Former maps ids of earlier editions to today's, so that old links and records keep their
// meaning. An id still in use is never a former one.
type Former struct {
	Options   []FormerOption   `json:"Options"`
	Questions []FormerQuestion `json:"Questions"`
}

// FormerOption is an option of earlier editions.
type FormerOption struct {
	ID   string   `json:"ID"`
	Name string   `json:"Name"`
	Now  []string `json:"Now"`  // the options that it is split into today; none where it is gone
	Gone string   `json:"Gone"` // why nothing takes its place, "" where something does
}

// FormerQuestion is a question that earlier editions asked, or earlier answers to a
// question that is still asked.
type FormerQuestion struct {
	ID      string         `json:"ID"`
	Text    string         `json:"Text"`
	Answers []FormerAnswer `json:"Answers"`
}

// FormerAnswer is an answer that earlier editions offered.
type FormerAnswer struct {
	ID    string          `json:"ID"`
	Label string          `json:"Label"`
	Now   []FormerMeaning `json:"Now"`  // what it says today; none where it is gone
	Gone  string          `json:"Gone"` // why nothing says the same, "" where something does

	// Together is true if the question took several answers when it was offered, so that what was
	// named beside it holds as well. Otherwise one of the answers named holds.
	Together bool `json:"Together"`
}

// FormerMeaning translates a former answer for one of today's questions: one of its answers
// holds.
type FormerMeaning struct {
	Question string   `json:"Question"`
	Answers  []string `json:"Answers"`
}

// Outdated is a former answer that has no equivalent among today's questions.
type Outdated struct {
	Part     string // name of the part that it was given for, "" for the whole
	Question string // former id
	Text     string
	Answer   string // former id
	Label    string
	Why      string // one sentence
}

// Today replaces the former ids in an assessment by today's. A question that also has an
// answer with today's ids keeps that one. What is no longer asked, or has no equivalent
// today, is left open and listed. Other unknown ids stay, for CheckAssessment to report.
func (c *Catalogue) Today(a Assessment) (Assessment, []Outdated) {
	var lost []Outdated
	a.Answers = c.answersToday(a.Answers, "", false, &lost)
	a.Parts = slices.Clone(a.Parts)
	for i := range a.Parts {
		a.Parts[i].Answers = c.answersToday(a.Parts[i].Answers, a.Parts[i].Name, true, &lost)
	}
	return a, lost
}

// IsFormer reports whether a question, or an answer to it, is one of an earlier edition.
func (c *Catalogue) IsFormer(question, answer string) bool {
	q := c.formerQuestion(question)
	return q != nil && slices.ContainsFunc(q.Answers, func(a FormerAnswer) bool { return a.ID == answer })
}

// formerly explains what became of the first former answer among those given, as the end of
// a sentence; "" when none is a former one.
func (c *Catalogue) formerly(question string, given []string) string {
	f := c.formerQuestion(question)
	if f == nil {
		return ""
	}
	for _, a := range f.Answers {
		if !slices.Contains(given, a.ID) {
			continue
		}
		if a.Gone != "" {
			return fmt.Sprintf(" any more; %q has no successor: %s", a.Label, a.Gone)
		}
		terms := make([]string, len(a.Now))
		for i, m := range a.Now {
			terms[i] = m.Question + "=" + join(m.Answers, " or ")
		}
		return fmt.Sprintf(" any more; %q is %s today", a.Label, and(terms))
	}
	return ""
}

// OptionsToday lists the options that an id stands for today: itself, the options it was
// split into, or none.
func (c *Catalogue) OptionsToday(id string) []string {
	if _, ok := c.optionAt(id); ok {
		return []string{id}
	}
	for _, f := range c.Former.Options {
		if f.ID == id {
			return f.Now
		}
	}
	return nil
}

func (c *Catalogue) formerQuestion(id string) *FormerQuestion {
	for i := range c.Former.Questions {
		if c.Former.Questions[i].ID == id {
			return &c.Former.Questions[i]
		}
	}
	return nil
}

func (c *Catalogue) answersToday(given Answers, part string, inPart bool, lost *[]Outdated) Answers {
	today, said := Answers{}, Answers{}
	for _, id := range sortedKeys(given) {
		f := c.formerQuestion(id)
		var old []FormerAnswer
		for _, answer := range given[id] {
			if f == nil {
				break
			}
			if at := slices.IndexFunc(f.Answers, func(a FormerAnswer) bool { return a.ID == answer }); at >= 0 {
				old = append(old, f.Answers[at])
			}
		}
		if len(old) == 0 {
			today[id] = given[id]
			continue
		}
		for _, answer := range given[id] { // today's answers given alongside
			if !c.IsFormer(id, answer) {
				old = append(old, FormerAnswer{ID: answer, Label: answer, Now: []FormerMeaning{{id, []string{answer}}}, Together: true})
			}
		}
		for _, why := range c.sayToday(old, inPart, said) {
			*lost = append(*lost, Outdated{Part: part, Question: f.ID, Text: f.Text, Answer: why.ID, Label: why.Label, Why: why.Gone})
		}
	}
	for _, id := range sortedKeys(said) {
		if len(today[id]) == 0 {
			today[id] = said[id]
		}
	}
	return today
}

// sayToday adds today's equivalents of former answers and returns those that have none, with
// the reason. One of the answers holds, or all do if every one of them may stand beside others.
func (c *Catalogue) sayToday(old []FormerAnswer, inPart bool, said Answers) (lost []FormerAnswer) {
	for _, a := range old {
		if a.Gone != "" {
			lost = append(lost, a)
		}
	}
	if len(lost) > 0 { // nothing is known for certain then
		return lost
	}
	alternatives := slices.ContainsFunc(old, func(a FormerAnswer) bool { return !a.Together })
	for _, meaning := range old[0].Now {
		var union []string
		all := true
		for _, a := range old {
			at := slices.IndexFunc(a.Now, func(m FormerMeaning) bool { return m.Question == meaning.Question })
			if all = all && at >= 0; !all {
				break
			}
			for _, id := range a.Now[at].Answers {
				if !slices.Contains(union, id) {
					union = append(union, id)
				}
			}
		}
		q := c.question(meaning.Question)
		switch {
		case !all || q == nil: // one of them leaves the question open
		case inPart && q.Scope == ScopeTeam:
			lost = append(lost, outdated(old[0], "It is asked once for the whole team today, not for a part."))
		case q.Several > 1 && len(union) > 1 && alternatives:
			lost = append(lost,
				outdated(old[0], fmt.Sprintf("Today “%s” takes all answers that hold, and it is not known which do.", q.Text)))
		default:
			said[meaning.Question] = union
		}
	}
	return lost
}

func outdated(a FormerAnswer, why string) FormerAnswer {
	a.Gone = why
	return a
}

func (c *Catalogue) question(id string) *Question {
	for i := range c.Questions {
		if c.Questions[i].ID == id {
			return &c.Questions[i]
		}
	}
	return nil
}

// checkFormer checks that former ids are not in use and have a successor or a reason.
func (c *Catalogue) checkFormer(p *problems) {
	options := map[string]int{}
	for i, o := range c.Former.Options {
		path := fmt.Sprintf("former.options[%d]", i)
		p.id(path+".id", o.ID, options, i)
		if _, now := c.index.option[o.ID]; now {
			p.add(path+".id", "%q is an option today: a former id is one that is no longer used", o.ID)
		}
		p.leads(path, len(o.Now), o.Gone)
		for j, id := range o.Now {
			p.known(fmt.Sprintf("%s.now[%d]", path, j), "option", id, c.index.option)
		}
	}
	questions := map[string]int{}
	for i, q := range c.Former.Questions {
		path := fmt.Sprintf("former.questions[%d]", i)
		p.id(path+".id", q.ID, questions, i)
		answers := map[string]int{}
		for j, a := range q.Answers {
			at := fmt.Sprintf("%s.answers[%d]", path, j)
			p.id(at+".id", a.ID, answers, j)
			if present, ok := c.index.question[q.ID]; ok {
				if _, now := c.index.answer[present][a.ID]; now {
					p.add(at+".id", "%q is an answer to %q today: a former id is one that is no longer used", a.ID, q.ID)
				}
			}
			p.leads(at, len(a.Now), a.Gone)
			c.checkMeanings(p, at, a.Now)
		}
	}
}

func (c *Catalogue) checkMeanings(p *problems, path string, now []FormerMeaning) {
	for _, m := range now {
		at := path + ".now." + m.Question
		if !p.known(at, "question", m.Question, c.index.question) {
			continue
		}
		q := c.index.question[m.Question]
		for _, id := range m.Answers {
			p.known(at, "answer", id, c.index.answer[q])
		}
		if c.Questions[q].Several > 1 && len(m.Answers) > 1 {
			p.add(at, "names %d answers, but this question takes several together: which of them holds cannot be said", len(m.Answers))
		}
	}
}

// leads checks that a former id has a successor, or else a reason why it has none.
func (p *problems) leads(path string, now int, gone string) {
	switch {
	case now == 0 && gone == "":
		p.add(path, "leads nowhere: say in now what it is today, or in gone why nothing takes its place")
	case now > 0 && gone != "":
		p.add(path, "has both now and gone: keep one of them")
	}
}
