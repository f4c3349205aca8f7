package web

import (
	"fmt"
	"slices"
	"strings"

	"crossroads/assess"
	"crossroads/decision"
	"crossroads/format"
	"crossroads/web/form"
)

// pieceText is what a version has of a piece, for people to read.
func pieceText(cat *decision.Catalogue, p assess.Piece, rev decision.Revision) string {
	switch p.Path {
	case "title":
		return rev.Title
	case "note":
		return rev.Note
	case "author":
		return rev.Author
	case "priorities":
		return prioritiesText(cat, rev.Input.Priorities)
	case "load":
		if rev.Input.Load == nil {
			return "Not stated"
		}
		return format.LoadStated(*rev.Input.Load)
	case "parts":
		return partsText(cat, rev.Input.Parts)
	}
	return answerLabels(p.Question, rev.Input.Answers[p.Question.ID])
}

// answerLabels names answers: "A or B", "Not known" for none.
func answerLabels(q *decision.Question, ids []string) string {
	var labels []string
	for _, id := range ids {
		label := id
		if i := slices.IndexFunc(q.Answers, func(a decision.Answer) bool { return a.ID == id }); i >= 0 {
			label = q.Answers[i].Label
		}
		labels = append(labels, label)
	}
	if len(labels) == 0 {
		return "Not known"
	}
	return strings.Join(labels, " or ")
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
	var lines strings.Builder
	for i, id := range p.Ranking {
		fmt.Fprintf(&lines, "%d. %s\n", i+1, name(id))
	}
	for _, w := range p.Weights {
		lines.WriteString(name(w.Criterion) + ": " + form.Number(w.Weight) + "\n")
	}
	if lines.Len() == 0 {
		return "The usual ones"
	}
	return lines.String()
}

func partsText(cat *decision.Catalogue, parts []decision.Part) string {
	var lines strings.Builder
	for _, part := range parts {
		lines.WriteString(part.Name)
		if part.Share > 0 {
			lines.WriteString(" (share " + form.Number(part.Share) + ")")
		}
		lines.WriteString("\n")
		for i := range cat.Questions {
			q := &cat.Questions[i]
			if ids := part.Answers[q.ID]; len(ids) > 0 {
				lines.WriteString("  " + q.Text + " " + answerLabels(q, ids) + "\n")
			}
		}
	}
	if lines.Len() == 0 {
		return "None"
	}
	return lines.String()
}
