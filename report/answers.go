package report

import (
	"cmp"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"crossroads/decision"
	"crossroads/format"
)

// AnswerRow is one question in "your answers".
type AnswerRow struct {
	Question, Text, Label, Part string
	Open                        bool // nothing is known
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
			label = decision.Either(u.Narrowed)
		}
		rows = append(rows, AnswerRow{Question: u.Question, Text: u.Text, Label: label, Part: u.Part, Open: len(u.Narrowed) == 0})
	}
	return rows
}

// RoundedUnevenly reports whether the weights used, rounded as they are shown, do not add up to 100%.
func (v Reading) RoundedUnevenly() bool {
	sum := 0.0
	for _, w := range v.Report.Weights {
		sum += math.Round(100 * w.Weight)
	}
	return sum != 100
}

// Priorities writes the ranking or the weights that were stated, the heaviest first, "" for neither.
func (v Reading) Priorities(given decision.Priorities) string {
	var said []string
	weights := slices.Clone(given.Weights)
	slices.SortStableFunc(weights, func(a, b decision.CriterionWeight) int { return cmp.Compare(b.Weight, a.Weight) })
	for _, w := range weights {
		said = append(said, v.criterionName(w.Criterion)+" "+format.Plain(w.Weight))
	}
	if len(said) > 0 {
		return "Weights from 0 to 100: " + strings.Join(said, ", ")
	}
	for i, id := range given.Ranking {
		said = append(said, strconv.Itoa(i+1)+". "+v.criterionName(id))
	}
	return strings.Join(said, ", ")
}

// criterionName is the name of a criterion, or its id if the report does not know it.
func (v Reading) criterionName(id string) string { return cmp.Or(v.criterion(id), id) }

// WeightsFollow says how the weights used follow from what was stated, "" if nothing was.
func (v Reading) WeightsFollow(given decision.Priorities) string {
	said := v.Priorities(given)
	switch {
	case said == "":
		return ""
	case len(given.Ranking) == len(v.Report.Weights):
		return "Ranked: " + said + "."
	case len(given.Ranking) > 0:
		return "Ranked: " + said + "; the other criteria share the rest equally."
	case len(given.Weights) == len(v.Report.Weights):
		return said + ", scaled to 100% together."
	}
	text := said + "; what was left empty kept its average weight, and all were scaled to 100% together."
	if most := v.Outweighing(given); most != "" {
		text += " " + most
	}
	return text
}

// Outweighing names the criteria that no weight was given to and that count for more than each weight that was,
// since none of these is 100. It is "" if there are none.
func (v Reading) Outweighing(given decision.Priorities) string {
	var one decision.CriterionWeight // that the scale of the others is read from
	for _, w := range given.Weights {
		if w.Weight > one.Weight {
			one = w
		}
	}
	used := func(id string) float64 {
		at := slices.IndexFunc(v.Report.Weights, func(w decision.WeightShare) bool { return w.Criterion == id })
		if at < 0 {
			return 0
		}
		return v.Report.Weights[at].Weight
	}
	if used(one.Criterion) == 0 {
		return ""
	}
	usual := slices.Clone(v.Report.Weights)
	for i := range usual {
		usual[i].Weight *= one.Weight / used(one.Criterion)
	}
	return Outweigh(given, usual)
}

// Outweigh is Outweighing for the weights, from 0 to 100, that criteria have where none is given to them.
func Outweigh(given decision.Priorities, usual []decision.WeightShare) string {
	most, named := 0.0, map[string]bool{}
	for _, w := range given.Weights {
		most, named[w.Criterion] = max(most, w.Weight), true
	}
	var over []decision.WeightShare
	for _, w := range usual {
		if !named[w.Criterion] && math.Round(w.Weight) > most {
			over = append(over, w)
		}
	}
	if len(named) == 0 || len(over) == 0 {
		return ""
	}
	slices.SortStableFunc(over, func(a, b decision.WeightShare) int { return cmp.Compare(b.Weight, a.Weight) })
	shown := over
	if len(over) > mostOver+1 {
		shown = over[:mostOver]
	}
	var list []string
	for _, w := range shown {
		list = append(list, fmt.Sprintf("“%s” (%.0f)", w.Name, w.Weight))
	}
	verb := "counts"
	if len(over) > 1 {
		verb = "count"
	}
	if more := len(over) - len(shown); more > 0 {
		list = append(list, decision.Number(more)+" more")
	}
	return fmt.Sprintf("No 100 was given: %s, left empty, %s for more than any weight given.", format.List(list, "and"), verb)
}

// mostOver is how many criteria that outweigh the weights given are named, unless that leaves out just one.
const mostOver = 3

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
// all if a rule of the organisation answers it. "1 of 20 questions answered, and 2 for some parts". One of which
// several answers are possible is narrowed.
func (v Reading) Count() string {
	open, answered, partly, narrowed := v.open(), map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, a := range v.Report.Answered {
		switch {
		case v.ruled(a) == allOfIt:
		case open[a.Question]:
			partly[a.Question] = true
		default:
			answered[a.Question] = true
		}
	}
	for _, u := range v.Report.Unknown {
		if len(u.Narrowed) > 0 && !partly[u.Question] {
			narrowed[u.Question] = true
		}
	}
	return Counted(len(answered), len(partly), len(narrowed), len(answered)+len(open))
}

// Counted writes how many questions of so many asked were answered, how many of the others for some parts, and of how
// many of the rest several answers are possible.
func Counted(answered, partly, narrowed, asked int) string {
	text := fmt.Sprintf("%d of %s answered", answered, format.Plural(asked, "question"))
	if partly > 0 {
		text += fmt.Sprintf(", and %d for some parts", partly)
	}
	if narrowed > 0 {
		text += fmt.Sprintf(", %d narrowed", narrowed)
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
// Others is how many other limits rule it out. If the question allows several answers, adding
// another one does not help: the one that rules the option out has to go.
func (v Reading) Back(m decision.MustNote, others int) string {
	with := ""
	switch {
	case v.takesSeveral(m.Question):
		with = "without this answer"
	case len(m.BringsBack) == 0:
		return ""
	default:
		with = "with " + format.List(decision.Marked(m.BringsBack), "or")
	}
	switch others {
	case 0:
		return "possible again " + with
	case 1:
		return "possible again " + with + ", if the other reason falls away too"
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
