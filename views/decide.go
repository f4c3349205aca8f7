package views

import (
	"slices"
	"strconv"
	"strings"

	"crossroads/decision"
)

// questions returns the questions of a group, in order.
func (p DecidePage) questions(group string) []decision.Question {
	var found []decision.Question
	for _, q := range p.Catalogue.Questions {
		if q.Group == group {
			found = append(found, q)
		}
	}
	return found
}

// groups returns the groups that have questions.
func (p DecidePage) groups() []decision.Group {
	var found []decision.Group
	for _, g := range p.Catalogue.Groups {
		if len(p.questions(g.ID)) > 0 {
			found = append(found, g)
		}
	}
	return found
}

// partQuestions returns the questions asked for each part.
func (p DecidePage) partQuestions() []decision.Question {
	var found []decision.Question
	for _, q := range p.Catalogue.Questions {
		if q.Scope == decision.ScopePart {
			found = append(found, q)
		}
	}
	return found
}

func (p DecidePage) chosen(question, answer string) bool {
	return slices.Contains(p.Assessment.Answers[question], answer)
}

// several says that the user narrowed a question to more than one answer.
func (p DecidePage) several(question string) bool { return len(p.Assessment.Answers[question]) > 1 }

func (p DecidePage) open(question string) bool { return len(p.Assessment.Answers[question]) == 0 }

// place is the rank given to a criterion, 0 for none.
func (p DecidePage) place(criterion string) int {
	return slices.Index(p.Assessment.Priorities.Ranking, criterion) + 1
}

// weight is the swing weight given to a criterion, as text, "" for none.
func (p DecidePage) weight(criterion string) string { return p.Typed["w."+criterion] }

// part returns the part of a block, empty when the block is new.
func (p DecidePage) part(block int) decision.Part {
	if block <= len(p.Assessment.Parts) && block > 0 {
		return p.Assessment.Parts[block-1]
	}
	return decision.Part{}
}

// blocks is how many parts to show.
func (p DecidePage) blocks() int {
	return min(max(p.PartBlocks, len(p.Assessment.Parts)), decision.MaxParts)
}

// next is the value of the button that adds a part without script.
func (p DecidePage) next() string { return strconv.Itoa(p.blocks() + 1) }

// stepsCount is the number of steps with script: the groups, priorities, and the check.
func (p DecidePage) stepsCount() int { return len(p.groups()) + 2 }

// step numbers a step for readers: "3 of 6".
func (p DecidePage) step(i int) string {
	return strconv.Itoa(i) + " of " + strconv.Itoa(p.stepsCount())
}

func partField(block int, field string) string { return "p" + strconv.Itoa(block) + "." + field }

// share writes the share of a part for its field, "" for none.
func (p DecidePage) share(block int) string { return p.Typed[partField(block, "share")] }

// weighing says that weights are given, or were to be.
func (p DecidePage) weighing() bool {
	return len(p.Assessment.Priorities.Weights) > 0 || slices.ContainsFunc(p.Problems, func(x Problem) bool { return strings.HasPrefix(x.Field, "w.") })
}

// answeredCount says how far the user has come, for the live standing.
func (p DecidePage) answeredCount() string {
	answered := 0
	for _, q := range p.Catalogue.Questions {
		if len(p.Assessment.Answers[q.ID]) == 1 {
			answered++
		}
	}
	return strconv.Itoa(answered) + " of " + strconv.Itoa(len(p.Catalogue.Questions)) + " questions answered"
}

// summary is what a screen reader hears when the standing changes.
func (p DecidePage) summary() string {
	in := standing(p.Report)
	if len(in) == 0 {
		return "Every option is ruled out. " + p.answeredCount() + "."
	}
	return in[0].Name + " first with " + points(in[0].Score) + " of 100. " + p.answeredCount() + "."
}

// preview is the sentence above the live bars.
func (p DecidePage) preview() string {
	switch p.Report.Kind {
	case decision.VerdictUndecided:
		return "Nothing answered yet. This is how the options stand in an average situation."
	case decision.VerdictNone:
		return "So far nothing fits."
	}
	return scoreFinding(p.Catalogue, p.Report) + "."
}

// range words of a criterion: what its worst and best mean.
func rangeWords(c decision.Criterion) string {
	return "From “" + c.Scale.Worst.Means + "” to “" + c.Scale.Best.Means + "”"
}

// partChosen marks the answer of a part: the first, where several were named.
func (p DecidePage) partChosen(block int, question, answer string) bool {
	answers := p.part(block).Answers[question]
	return len(answers) > 0 && answers[0] == answer
}

// partHolds says that an answer was named for a part.
func (p DecidePage) partHolds(block int, question, answer string) bool {
	return slices.Contains(p.part(block).Answers[question], answer)
}

// together says how many answers to a question may be ticked.
func together(q decision.Question) string {
	if q.Several == 2 {
		return "Tick one or two. Leave all open if you do not know."
	}
	return "Tick all that apply. Leave all open if you do not know."
}
