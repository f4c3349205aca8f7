package views

import (
	"net/url"
	"slices"
	"strings"

	"crossroads/decision"
	"crossroads/format"
	"crossroads/report"
)

// WhatIf is the form on a result page that changes one answer, and both results once
// one was changed. It sends the answers of the page to the page's own address, with
// whatif=FIELD for the answers to a question and then whatif=FIELD.ANSWER. All answers
// to all questions at once would be a list of a hundred.
type WhatIf struct {
	URL       string // of the page with the list of questions
	Asked     string // as chosen: "kind", "kind.events"
	Questions []WhatIfQuestion
	Changed   *WhatIfResult // nil before a choice
}

// WhatIfQuestion is a question with the answers that it does not have now.
type WhatIfQuestion struct {
	Field, Text, Part string
	Now               string // the present answer, or several; "" for none
	Answers           []WhatIfAnswer
}

// AllParts stands for a part in questions that are answered for all parts at once.
const AllParts = "All parts"

// WhatIfAnswer is an answer to try.
type WhatIfAnswer struct{ ID, Label string }

// WhatIfResult is the report with one answer changed.
type WhatIfResult struct {
	Report     decision.Report
	Difference decision.Difference
	URL        string // the result with that answer
}

// Asks reports whether a question was chosen, and no answer to it yet.
func (w WhatIf) Asks() bool {
	return slices.ContainsFunc(w.Questions, func(q WhatIfQuestion) bool { return q.Field == w.Asked })
}

// question is the one that was chosen, alone or with an answer; nil for none.
func (w WhatIf) question() *WhatIfQuestion {
	at := slices.IndexFunc(w.Questions, func(q WhatIfQuestion) bool {
		return q.Field == w.Asked || slices.ContainsFunc(q.Answers, func(a WhatIfAnswer) bool { return q.Field+"."+a.ID == w.Asked })
	})
	if at < 0 {
		return nil
	}
	return &w.Questions[at]
}

// name is a question in the list, with its part.
func (q WhatIfQuestion) name() string {
	if q.Part != "" {
		return q.Part + ": " + q.Text
	}
	return q.Text
}

// heading is a question with its present answer.
func (q WhatIfQuestion) heading() string {
	text := q.name()
	if q.Now != "" {
		text += " Now: " + q.Now
	}
	return text
}

// answers are the fields of the page's address, for a form to send again.
func (p ResultPage) answers() []HiddenField {
	values, _ := url.ParseQuery(p.Query) // written by package form
	return HiddenFields(values)
}

// finding is the effect of the other answer, in one sentence.
func (w WhatIfResult) finding(v reportView) string {
	d, then := w.Difference, v
	then.Report = w.Report
	switch {
	case w.Report.Kind == decision.VerdictNone:
		return "Then none of the options would fit."
	case then.Report.Kind == decision.VerdictClose && (differ(v, then) || v.Report.Kind != decision.VerdictClose):
		return "Then it would be too close to call, with " + then.first() + " a little ahead."
	case differ(v, then), v.first() == "":
		return "Then " + then.first() + " would come first."
	case d.NewVerdict || v.label() != then.label():
		return format.Capital(then.first()) + " would still come first, but the verdict would differ."
	case len(d.Moves) > 0:
		return "The same mix would come first, but " + moved(d.Moves, "would go", "would go") + " elsewhere."
	}
	return "The verdict would stay the same."
}

// change names the answer that was changed: "“Reactions to single events” instead of
// “Batch runs” as the answer to “What does it mostly do?”".
func (w WhatIfResult) change(v reportView) string {
	if len(w.Difference.Answers) == 0 {
		return ""
	}
	c := w.Difference.Answers[0]
	text := v.quoted(c.Question, c.To)
	if c.From != "" {
		text += " instead of " + v.quoted(c.Question, c.From)
	}
	text += " as the answer to “" + c.Text + "”" + report.OfParts([]string{c.Part})
	if c.From == "" {
		text += ", which is open now"
	}
	return text
}

// quoted quotes an answer, or each of several that hold together, or the word for none. Several of which
// one holds are quoted already.
func (v reportView) quoted(question, label string) string {
	if strings.HasPrefix(label, decision.Either(nil)+"“") {
		return format.Small(label)
	}
	return format.List(decision.Marked(v.Cat.Labels(question, answered(label))), "and")
}

// share is how often the first of a report comes first.
func (v reportView) share(r decision.Report) string {
	if mix := r.Mix(); mix != nil {
		return "The mix " + v.firstIn(mix, mix.Share)
	}
	if r.Leader == "" {
		return "Nothing fits"
	}
	return v.Comes(r.Leader) + " in " + v.Percent(r.Share) + " of the situations"
}

// firstIn says how often something comes first.
func (v reportView) firstIn(mix *decision.Plan, share float64) string {
	return beats(mix) + " in " + v.Percent(share) + " of the situations"
}

// beats is what is counted: a mix is compared with every option alone.
func beats(mix *decision.Plan) string {
	if mix != nil {
		return "beats every option on its own"
	}
	return "comes first"
}

// leaders names the options that come first in two reports; "" where either has a mix.
func leaders(d decision.Difference) (from, to string) {
	for _, s := range d.Scores {
		if s.FromPlace == 1 {
			from = s.Name
		}
		if s.ToPlace == 1 {
			to = s.Name
		}
	}
	if d.FromMix != nil || d.ToMix != nil || from == "" || to == "" {
		return "", ""
	}
	return from, to
}

// placed is where a plan puts a part.
func placed(plan *decision.Plan, part string) string {
	if plan != nil {
		for _, p := range plan.Parts {
			if p.Part == part {
				return format.Capital(orNowhere(p.Name))
			}
		}
	}
	return noPart
}

// alone follows the name of an option whose score is that of carrying every part.
func (w WhatIfResult) alone() string {
	if w.Report.Plan != nil {
		return " alone"
	}
	return ""
}
