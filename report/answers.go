package report

import (
	"slices"
	"strconv"

	"crossroads/decision"
	"crossroads/format"
)

// AnswerRow is one question in "your answers".
type AnswerRow struct {
	Question, Text, Label, Part string
	Open                        bool
}

// Answers lists what was answered, then what is open.
func (v Reading) Answers() []AnswerRow {
	var rows []AnswerRow
	for _, a := range v.Report.Answered {
		rows = append(rows, AnswerRow{a.Question, a.Text, a.Label, a.Part, false})
	}
	for _, u := range v.Report.Unknown {
		label := "Not known"
		if len(u.Narrowed) > 0 {
			label = "One of: " + format.List(u.Narrowed, "or")
		}
		rows = append(rows, AnswerRow{u.Question, u.Text, label, u.Part, true})
	}
	return rows
}

// Count says how many questions were answered.
func (v Reading) Count() string {
	n, open := len(v.Report.Answered), len(v.Report.Unknown)
	return strconv.Itoa(n) + " of " + strconv.Itoa(n+open) + " questions answered"
}

// mergedMust is one must with every part that it holds for.
type mergedMust struct {
	decision.MustNote
	Parts []string
}

// Merged joins the musts of several parts that say the same.
func Merged(musts []decision.MustNote) []mergedMust {
	var found []mergedMust
next:
	for _, m := range musts {
		for i := range found {
			if found[i].Question == m.Question && found[i].Answer == m.Answer && found[i].Reason == m.Reason {
				found[i].Parts = append(found[i].Parts, m.Part)
				continue next
			}
		}
		found = append(found, mergedMust{m, []string{m.Part}})
	}
	return found
}

// OfParts names the parts that a must holds for: " for checkout and chat".
func OfParts(parts []string) string {
	named := slices.DeleteFunc(slices.Clone(parts), func(p string) bool { return p == "" })
	if len(named) == 0 {
		return ""
	}
	return " for " + format.List(named, "and")
}

// Back says what would bring a ruled-out option back.
func Back(m decision.MustNote) string {
	labels := make([]string, len(m.BringsBack))
	for i, l := range m.BringsBack {
		labels[i] = "“" + l + "”"
	}
	return format.List(labels, "or")
}
