package views

import (
	"net/url"
	"slices"
	"strconv"

	"crossroads/decision"
)

// screen is the questions that the script shows at once: one or two.
type screen struct {
	ID        string // "load-2"
	Questions []decision.Question
	Kinds     bool // asks whether there are several kinds of work
	Load      bool // takes figures of the load
}

// perScreen is how many questions are shown at once with script.
const perScreen = 2

func screensOf(name string, questions []decision.Question) []screen {
	var list []screen
	for pair := range slices.Chunk(questions, perScreen) {
		list = append(list, screen{ID: name + "-" + strconv.Itoa(len(list)+1), Questions: pair})
	}
	return list
}

// screens are those of a group. The first of all asks whether there are several parts
// and, for those who have one, the first question.
func (p DecidePage) screens(group string) []screen {
	questions := p.questions(group)
	var list []screen
	if group == p.groups()[0].ID && p.takesParts() {
		list = append(list, screen{ID: group, Kinds: true, Questions: questions[:1]})
		questions = questions[1:]
	}
	list = append(list, screensOf(group, questions)...)
	if group == p.loadGroup() {
		list[len(list)-1].Load = true
	}
	return list
}

// quickScreens are those of the quick route.
func (p DecidePage) quickScreens() []screen { return screensOf("quick", p.quickQuestions()) }

// listedStep is an entry of the list of steps.
type listedStep struct{ Title, First string }

// stepList are the steps that a reader can go to: the groups, priorities, and the check.
func (p DecidePage) stepList() []listedStep {
	var list []listedStep
	for _, g := range p.groups() {
		list = append(list, listedStep{g.Title, p.screens(g.ID)[0].ID})
	}
	return append(list, listedStep{"What matters most", "priorities"}, listedStep{"Check", "check"})
}

// stepsCount is the number of steps with script: the screens, priorities, and the check.
// The quick route has neither.
func (p DecidePage) stepsCount() int {
	if p.quick() {
		return len(p.quickScreens())
	}
	n := 2
	for _, g := range p.groups() {
		n += len(p.screens(g.ID))
	}
	return n
}

// QuickQuestions is how many questions the quick route asks.
const QuickQuestions = 6

// quick reports whether only the questions that decide most are asked.
func (p DecidePage) quick() bool { return len(p.Quick) > 0 }

// offersQuick reports whether there is a shorter way than the whole wizard.
func (p DecidePage) offersQuick() bool {
	return !p.quick() && len(p.Catalogue.Questions) > QuickQuestions
}

// quickQuestions are the questions of the quick route, and those that a rule of the
// organisation answers, so that a reader sees what holds.
func (p DecidePage) quickQuestions() []decision.Question {
	var found []decision.Question
	for _, q := range p.Catalogue.Questions {
		if slices.Contains(p.Quick, q.ID) || p.Catalogue.Settled(q.ID) {
			found = append(found, q)
		}
	}
	return found
}

// carried are the fields of the query that the quick route does not ask for, in a
// fixed order, so that answers given before are kept.
func (p DecidePage) carried() []HiddenField {
	values, _ := url.ParseQuery(p.Query) // written by package form
	return HiddenFields(values, p.Quick...)
}
