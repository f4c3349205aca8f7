package report

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"crossroads/decision"
	"crossroads/format"
)

// AnswerRow is one question in "your answers".
type AnswerRow struct {
	Question, Text, Label, Part string
	Open                        bool
	Ruled                       bool // a rule of the organisation gives the answer, so nobody can change it
}

// Answers lists what was answered, then what is open.
func (v Reading) Answers() []AnswerRow {
	var rows []AnswerRow
	for _, a := range v.Report.Answered {
		rows = append(rows, AnswerRow{Question: a.Question, Text: a.Text, Label: v.Answer(a), Part: a.Part, Ruled: v.ruled(a) == allOfIt})
	}
	for _, u := range v.Report.Unknown {
		label := "Not known"
		if len(u.Narrowed) > 0 {
			label = "Either " + format.List(decision.Marked(u.Narrowed), "or")
		}
		rows = append(rows, AnswerRow{Question: u.Question, Text: u.Text, Label: label, Part: u.Part, Open: true})
	}
	return rows
}

// Answer returns the label of an answer, with a remark if a rule of the organisation gives it.
func (v Reading) Answer(a decision.Answered) string { return a.Label + v.ruled(a) }

// Remarks on answers that a rule of the organisation gives, wholly or in part.
const (
	allOfIt  = " (a rule of your organisation)"
	partOfIt = " (in part a rule of your organisation)"
)

func (v Reading) ruled(a decision.Answered) string {
	if v.Report.Policy == nil {
		return ""
	}
	for _, r := range v.Report.Policy.Rules {
		if r.Kind != decision.RuleAnswer || r.Question != a.Question {
			continue
		}
		if given := strings.Split(a.Answer, ","); len(given) == len(r.Answers) {
			return allOfIt
		}
		return partOfIt
	}
	return ""
}

// Count writes how many questions were answered: each counts once, however many parts it is asked of, and not at
// all if a rule of the organisation answers it. "1 of 20 questions answered, and 2 for some parts".
func (v Reading) Count() string {
	open, answered, partly := v.open(), map[string]bool{}, map[string]bool{}
	for _, a := range v.Report.Answered {
		switch {
		case v.ruled(a) == allOfIt:
		case open[a.Question]:
			partly[a.Question] = true
		default:
			answered[a.Question] = true
		}
	}
	return Counted(len(answered), len(partly), len(answered)+len(open))
}

// Counted writes how many questions of so many asked were answered, and how many of the others for some parts.
func Counted(answered, partly, asked int) string {
	text := fmt.Sprintf("%d of %s answered", answered, format.Plural(asked, "question"))
	if partly > 0 {
		text += fmt.Sprintf(", and %d for some parts", partly)
	}
	return text
}

// Open is the number of questions without an answer for the whole system or for some of its parts.
func (v Reading) Open() int { return len(v.open()) }

func (v Reading) open() map[string]bool {
	open := map[string]bool{}
	for _, u := range v.Report.Unknown {
		open[u.Question] = true
	}
	return open
}

// mergedMust is a hard limit with all parts that it applies to.
type mergedMust struct {
	decision.MustNote
	Parts []string
}

// Merged joins equal hard limits of several parts.
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

// OfParts names the parts that something applies to: " for “checkout” and “chat”", "" for none.
func OfParts(parts []string) string {
	named := slices.DeleteFunc(slices.Clone(parts), func(p string) bool { return p == "" })
	if len(named) == 0 {
		return ""
	}
	return " for " + format.List(decision.Marked(named), "and")
}

// ByRule names the rule of the organisation that rules an option out.
func ByRule(m decision.MustNote) string {
	if m.Question == "" {
		return "“" + m.Rule + "” removes it"
	}
	return "“" + m.Rule + "” answers “" + m.QuestionText + "” with “" + m.AnswerLabel + "”"
}

// Back names the answers that would bring back an option that a hard limit rules out, or returns "".
// Alone means that nothing else rules it out. If the question allows several answers, adding
// another one does not help: the one that rules the option out has to go.
func (v Reading) Back(m decision.MustNote, alone bool) string {
	with := ""
	switch {
	case v.takesSeveral(m.Question):
		with = "without this answer"
	case len(m.BringsBack) == 0:
		return ""
	default:
		with = "with " + format.List(decision.Marked(m.BringsBack), "or")
	}
	if alone {
		return "possible again " + with
	}
	return "possible again " + with + ", if the other reasons fall away too"
}

// takesSeveral reports whether a question allows several answers at once.
func (v Reading) takesSeveral(question string) bool {
	if v.Cat == nil {
		return false
	}
	for _, q := range v.Cat.Questions {
		if q.ID == question {
			return q.Several > 1
		}
	}
	return false
}

// Out returns the options that are ruled out, grouped by reasons.
func (v Reading) Out() (groups [][]decision.Standing) {
	for _, s := range v.With(decision.StatusOut) {
		i := slices.IndexFunc(groups, func(g []decision.Standing) bool { return reflect.DeepEqual(g[0].Because, s.Because) })
		if i < 0 {
			groups, i = append(groups, nil), len(groups)
		}
		groups[i] = append(groups[i], s)
	}
	return groups
}
