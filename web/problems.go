package web

import (
	"fmt"
	"slices"
	"strings"

	"crossroads/decision"
	"crossroads/text"
	"crossroads/views"
)

// maxProblems is how many are named one by one: a page of complaints helps nobody.
const maxProblems = 20

// problems are findings for somebody who reads a page.
func problems(findings []text.Finding) []views.Problem {
	var list []views.Problem
	for i, f := range findings {
		if i == maxProblems {
			list = append(list, views.Problem{Message: fmt.Sprintf("%d more fields could not be used. They were ignored.", len(findings)-i)})
			break
		}
		list = append(list, views.Problem{Field: f.Field, Message: f.Fact + " " + f.Advice})
	}
	return list
}

// anchored links each problem to its field: on the page, or where the fields are
// on another one at that address. A problem without a field stays without a link.
func anchored(cat *decision.Catalogue, list []views.Problem, at string) []views.Problem {
	for i := range list {
		field := list[i].Field
		switch {
		case field == "":
			continue
		case slices.ContainsFunc(cat.Questions, func(q decision.Question) bool { return q.ID == field }):
			field = "q-" + field
		case strings.HasPrefix(field, "rank."):
			field = "rank-" + strings.TrimPrefix(field, "rank.")
			if !slices.ContainsFunc(cat.Criteria, func(k decision.Criterion) bool { return "rank-"+k.ID == field }) {
				field = ""
			}
		case strings.HasPrefix(field, "w."):
			if !slices.ContainsFunc(cat.Criteria, func(k decision.Criterion) bool { return "w."+k.ID == field }) {
				field = ""
			}
		case field == "rank":
			field = "g-priorities"
		case !strings.Contains(field, ".") && field != "parts":
			field = "" // no question, so nothing on the page
		}
		list[i].Field = field
		if at != "" && field != "" {
			list[i].Field, list[i].URL = "", at+"#"+field
		}
	}
	return list
}
