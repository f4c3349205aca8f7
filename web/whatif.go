package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"crossroads/decision"
	"crossroads/text"
	"crossroads/views"
	"crossroads/web/form"
)

// whatIf fills in the form that changes one answer of a result, and when one was
// changed (whatif=QUESTION.ANSWER, of a part whatif=p1.QUESTION.ANSWER, an empty
// answer for "don't know") both results side by side.
func (s *server) whatIf(r *http.Request, cat *decision.Catalogue, w wizard, page *views.ResultPage) error {
	query := r.URL.Query()
	asked := text.Typed(query.Get("whatif"))
	if !query.Has("whatif") { // the list of all answers would double the page
		page.WhatIf.URL = form.URL(page.Path, page.Query, reviseQuery(w.revise), "whatif=") + "#what-if"
		return nil
	}
	page.WhatIf = views.WhatIf{Asked: asked, Questions: whatIfQuestions(cat, w.Assessment)}
	if asked == "" {
		return nil
	}
	if lock := cat.Lock(questionAsked(asked)); lock != nil && cat.Settled(lock.Question) {
		page.Problems = append(page.Problems, views.Problem{Message: "A rule of your organisation answers this question, so there is nothing to try. The reason: " + lock.Reason})
		return nil
	}
	changed, ok := changedAnswer(cat, page.Query, asked)
	if !ok {
		page.Problems = append(page.Problems, views.Problem{Message: "“What if” names no answer to a question here: " + text.Quote(asked) + ". Choose one from its list."})
		return nil
	}
	after, err := s.assess.Evaluate(r.Context(), cat, changed)
	if err != nil {
		return err
	}
	page.WhatIf.Changed = &views.WhatIfResult{
		Report:     after,
		Difference: decision.Compare(page.Report, after),
		URL:        form.URL(page.Path, form.Query(changed), reviseQuery(w.revise)),
	}
	return nil
}

// questionAsked is the question of an answer to try.
func questionAsked(asked string) string {
	parts := strings.Split(asked, ".")
	return parts[max(0, len(parts)-2)]
}

// changedAnswer is the assessment of a query with one answer in place of another;
// false when there is no such question or answer.
func changedAnswer(cat *decision.Catalogue, query, asked string) (decision.Assessment, bool) {
	at := strings.LastIndexByte(asked, '.')
	values, err := url.ParseQuery(query)
	if at < 0 || err != nil {
		return decision.Assessment{}, false
	}
	values.Set(asked[:at], asked[at+1:])
	in := form.Parse(cat, values.Encode(), false)
	return in.Assessment, len(in.Findings) == 0
}

// whatIfQuestions are the questions whose answer can be changed, as no rule of the
// organisation settles it: those of the team,
// then those of each part, or of the whole system without parts.
func whatIfQuestions(cat *decision.Catalogue, a decision.Assessment) []views.WhatIfQuestion {
	var list []views.WhatIfQuestion
	add := func(prefix, part string, q *decision.Question, given []string) {
		asked := views.WhatIfQuestion{Text: q.Text, Part: part, Field: prefix + q.ID}
		for _, answer := range q.Answers {
			if len(given) == 1 && given[0] == answer.ID {
				asked.Now = answer.Label
				continue
			}
			asked.Answers = append(asked.Answers, views.WhatIfAnswer{ID: answer.ID, Label: answer.Label})
		}
		list = append(list, asked)
	}
	for i := range cat.Questions {
		q := &cat.Questions[i]
		if cat.Settled(q.ID) {
			continue
		}
		if q.Scope != decision.ScopePart || len(a.Parts) == 0 {
			add("", "", q, a.Answers[q.ID])
			continue
		}
		for n, part := range a.Parts {
			given := part.Answers[q.ID]
			if len(given) == 0 {
				given = a.Answers[q.ID]
			}
			add("p"+strconv.Itoa(n+1)+".", part.Name, q, given)
		}
	}
	return list
}
