package form

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"crossroads/decision"
	"crossroads/text"
)

// split makes a part for each of several answers to a question: "split=kind". So a mix of options
// can be recommended to somebody who ticks two kinds of work and has not heard of parts.
func (r *reader) split(question string) {
	q, ok := r.questions[question]
	ids := r.out.Assessment.Answers[question]
	switch {
	case question == "":
		return
	case !ok || q.Scope != decision.ScopePart || q.Several > 1:
		r.complain("", text.Quote(question)+" is not a question that parts can differ in.", ignored)
		return
	case len(ids) < 2:
		r.complain(question, fmt.Sprintf(saidNothingToSplit, text.Quote(q.Text)), "Tick each answer that holds for a part.")
		return
	case slices.ContainsFunc(r.parts[:], func(d draft) bool { return d.used }) || len(ids) > decision.MaxParts:
		r.complain(question, fmt.Sprintf(saidSplitAlready, text.Quote(q.Text)), "Answer the question for each part instead.")
		return
	}
	delete(r.out.Assessment.Answers, question)
	n := 0
	for _, a := range q.Answers {
		if slices.Contains(ids, a.ID) {
			r.parts[n] = draft{Part: decision.Part{Name: partTitle(a), Answers: decision.Answers{question: {a.ID}}}, used: true}
			n++
		}
	}
}

// partTitle returns the name of a part that was made for an answer: its label without examples.
func partTitle(a decision.Answer) string {
	title, _, _ := strings.Cut(a.Label, ":")
	return strings.TrimSpace(text.Clip(title, text.MaxPartName))
}

// leaveParts drops the parts if the form says that there is one kind of work.
func (r *reader) leaveParts() {
	var names []string
	for n := range r.parts {
		if r.parts[n].used {
			name := r.parts[n].Name
			if name == "" {
				name = "Part " + strconv.Itoa(n+1)
			}
			names = append(names, text.Quote(name))
		}
		r.parts[n] = draft{}
	}
	if len(names) > 0 {
		r.complain("parts", fmt.Sprintf(saidOneKind, strings.Join(names, ", ")), saidPartsLeftOut)
	}
}

// Uncounted writes, as a query, the answers that were ticked but cannot count, and the figures of a load
// that does not count because one of them cannot be used, so that the form can show them again.
func (in Input) Uncounted() string {
	var b strings.Builder
	fields := make([]string, 0, len(in.Ticked))
	for field := range in.Ticked {
		fields = append(fields, field)
	}
	slices.Sort(fields)
	for _, field := range fields {
		for _, id := range in.Ticked[field] {
			if !slices.Contains(in.counted(field), id) {
				writePair(&b, field, id) // ids need no escaping
			}
		}
	}
	if in.Assessment.Load == nil {
		for _, id := range slices.Sorted(maps.Keys(in.Load)) {
			writePair(&b, "load."+id, url.QueryEscape(in.Load[id]))
		}
	}
	return b.String()
}

// counted returns the answers of a field that are in the assessment.
func (in Input) counted(field string) []string {
	if head, question, dotted := strings.Cut(field, "."); dotted {
		if n := partNumber(head); n > 0 && n <= len(in.Assessment.Parts) {
			return in.Assessment.Parts[n-1].Answers[question]
		}
		return nil
	}
	return in.Assessment.Answers[field]
}
