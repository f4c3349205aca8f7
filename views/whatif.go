package views

import (
	"net/url"

	"crossroads/decision"
	"crossroads/format"
)

// WhatIf is the form on a result page that tries another answer and, if one is tried, both results.
// It sends the answers of the page and whatif=FIELD.ANSWER to the page's own address.
type WhatIf struct {
	URL       string // of the page with the form, if this page leaves it out
	Asked     string // as chosen: "kind.events"
	Questions []WhatIfQuestion
	Changed   *WhatIfResult // nil before a choice
}

// WhatIfQuestion is a question with the answers that it does not have now.
type WhatIfQuestion struct {
	Field, Text, Part string
	Now               string // label of the present answer, "" for none or several
	Answers           []WhatIfAnswer
}

// WhatIfAnswer is an answer to try.
type WhatIfAnswer struct{ ID, Label string }

// WhatIfResult is the report with one answer changed.
type WhatIfResult struct {
	Report     decision.Report
	Difference decision.Difference
	URL        string // the result with that answer
}

// heading names a question in the list, with its part and its present answer.
func (q WhatIfQuestion) heading() string {
	text := q.Text
	if q.Part != "" {
		text = q.Part + ": " + text
	}
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
	d := w.Difference
	switch {
	case d.NewLeader && w.Report.Leader != "":
		return "Then " + v.Phrase(w.Report.Leader) + " would come first."
	case d.NewVerdict:
		return "The same option would come first, but the verdict would differ."
	case d.PlanChanged:
		return "The parts would go elsewhere."
	}
	return "The verdict would stay the same."
}

// change names the answer that was changed: "Reactions to single events instead of
// Batch runs".
func (w WhatIfResult) change() string {
	for _, c := range w.Difference.Answers {
		return "“" + answered(c.To) + "” instead of “" + answered(c.From) + "” to “" + c.Text + "”"
	}
	return ""
}

// share is how often the first of a report comes first.
func share(r decision.Report) string {
	if plan := r.Plan; plan != nil && len(plan.Platforms) > 1 && plan.Share > 0 {
		return format.Percent(plan.Share)
	}
	return format.Percent(r.Share)
}
