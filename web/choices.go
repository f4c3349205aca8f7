package web

import (
	"fmt"
	"slices"

	"crossroads/decision"
	"crossroads/decision/cost"
	"crossroads/format"
	"crossroads/record"
)

// choice is something that two versions of an assessment may say differently.
// take copies it from one to the other; text says it for people, value for
// programs.
type choice struct {
	name  string // of its field in forms
	path  string // of its member in JSON
	label string
	text  func(record.Revision) string
	value func(record.Revision) any
	take  func(into *record.Revision, from record.Revision)
}

// choices lists what an assessment consists of, in the order of the pages.
func choices(cat *decision.Catalogue) []choice {
	list := []choice{
		wordChoice("title", "Title", func(r *record.Revision) *string { return &r.Title }),
		wordChoice("note", "Note", func(r *record.Revision) *string { return &r.Note }),
		wordChoice("author", "Your name", func(r *record.Revision) *string { return &r.Author }),
	}
	for i := range cat.Questions {
		list = append(list, answerChoice(&cat.Questions[i]))
	}
	return append(list,
		choice{"priorities", "priorities", "Priorities",
			func(r record.Revision) string { return prioritiesText(cat, r.Input.Priorities) },
			func(r record.Revision) any { return r.Input.Priorities },
			func(i *record.Revision, f record.Revision) { i.Input.Priorities = f.Input.Priorities }},
		choice{"load", "load", "Load figures",
			func(r record.Revision) string { return loadText(r.Input.Load) },
			func(r record.Revision) any { return r.Input.Load },
			func(i *record.Revision, f record.Revision) { i.Input.Load = f.Input.Load }},
		choice{"parts", "parts", "Parts",
			func(r record.Revision) string { return partsText(cat, r.Input.Parts) },
			func(r record.Revision) any { return append([]decision.Part{}, r.Input.Parts...) },
			func(i *record.Revision, f record.Revision) { i.Input.Parts = f.Input.Parts }},
	)
}

func wordChoice(name, label string, at func(*record.Revision) *string) choice {
	return choice{name, name, label,
		func(r record.Revision) string { return *at(&r) },
		func(r record.Revision) any { return *at(&r) },
		func(into *record.Revision, from record.Revision) { *at(into) = *at(&from) },
	}
}

func answerChoice(q *decision.Question) choice {
	return choice{"q." + q.ID, "answers." + q.ID, q.Text,
		func(r record.Revision) string { return labels(q, r.Input.Answers[q.ID]) },
		func(r record.Revision) any { return append([]string{}, r.Input.Answers[q.ID]...) },
		func(into *record.Revision, from record.Revision) {
			delete(into.Input.Answers, q.ID)
			if ids := from.Input.Answers[q.ID]; len(ids) > 0 {
				into.Input.Answers[q.ID] = ids
			}
		},
	}
}

// labels names answers: "A or B", "Not known" for none.
func labels(q *decision.Question, ids []string) string {
	said := ""
	for _, id := range ids {
		label := id
		if i := slices.IndexFunc(q.Answers, func(a decision.Answer) bool { return a.ID == id }); i >= 0 {
			label = q.Answers[i].Label
		}
		if said != "" {
			said += " or "
		}
		said += label
	}
	if said == "" {
		return "Not known"
	}
	return said
}

func prioritiesText(cat *decision.Catalogue, p decision.Priorities) string {
	name := func(id string) string {
		for _, k := range cat.Criteria {
			if k.ID == id {
				return k.Name
			}
		}
		return id
	}
	said := ""
	for i, id := range p.Ranking {
		said += fmt.Sprintf("%d. %s\n", i+1, name(id))
	}
	for _, w := range p.Weights {
		said += name(w.Criterion) + ": " + formatNumber(w.Weight) + "\n"
	}
	if said == "" {
		return "The usual ones"
	}
	return said
}

func loadText(load *cost.Load) string {
	if load == nil {
		return "Not stated"
	}
	return format.LoadStated(*load)
}

func partsText(cat *decision.Catalogue, parts []decision.Part) string {
	said := ""
	for _, part := range parts {
		said += part.Name
		if part.Share > 0 {
			said += " (share " + formatNumber(part.Share) + ")"
		}
		said += "\n"
		for i := range cat.Questions {
			q := &cat.Questions[i]
			if ids := part.Answers[q.ID]; len(ids) > 0 {
				said += "  " + q.Text + " " + labels(q, ids) + "\n"
			}
		}
	}
	if said == "" {
		return "None"
	}
	return said
}
