package views

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"crossroads/content"
	"crossroads/decision"
	"crossroads/format"
	"crossroads/report"
)

// PanelPage lists the situations that the numbers of the comparisons were fitted
// to or tested with.
type PanelPage struct {
	Page
	Check  PanelCheck
	Number int // of this page of the list, from 1
}

// PanelCheck is the panel of a comparison with the results of the engine for its situations.
type PanelCheck struct {
	Catalogue *decision.Catalogue
	Panel     *content.Panel
	Results   []SituationResult // in the order of the panel; none where the engine was not asked
}

// onPanelPage is the number of situations on a page of the list.
const onPanelPage = 50

// PanelPages returns the number of pages for a number of situations.
func PanelPages(situations int) int { return (situations + onPanelPage - 1) / onPanelPage }

// PanelURL is the address of a page of the list of a comparison's situations. The
// first comparison has the short one.
func PanelURL(comparisons []*decision.Catalogue, slug string, number int) string {
	switch first := slug == comparisons[0].Slug; {
	case first && number == 1:
		return "/panel"
	case first:
		return "/panel/pages/" + strconv.Itoa(number)
	case number == 1:
		return "/panel/of/" + slug
	default:
		return "/panel/of/" + slug + "/" + strconv.Itoa(number)
	}
}

// panelURL is the first page of the list of a comparison's situations.
func (p Page) panelURL(c *decision.Catalogue) string {
	return PanelURL(p.Site.Comparisons, c.Slug, 1)
}

func (p PanelPage) pages() int { return PanelPages(len(p.Check.Results)) }

func (p PanelPage) url(number int) string {
	return PanelURL(p.Site.Comparisons, p.Check.Catalogue.Slug, number)
}

// on are the situations of a page.
func (p PanelPage) on(number int) []SituationResult {
	from := (number - 1) * onPanelPage
	return p.Check.Results[from:min(from+onPanelPage, len(p.Check.Results))]
}

func (p PanelPage) shown() []SituationResult { return p.on(p.Number) }

// ids name a page by the first and the last situation on it.
func (p PanelPage) ids(number int) string {
	list := p.on(number)
	return list[0].Situation.ID + " to " + list[len(list)-1].Situation.ID
}

func (p PanelPage) caption() string {
	return strconv.Itoa(len(p.shown())) + " of " + format.Plural(len(p.Check.Results), "situation")
}

// SituationPage shows one situation.
type SituationPage struct {
	Page
	Panel  *content.Panel
	Result SituationResult
	Report decision.Report // for the first encoding
	URLs   []string        // the wizard with the answers of each encoding
}

// SituationResult is a situation with the result of the engine for its first encoding.
type SituationResult struct {
	Catalogue *decision.Catalogue
	Panel     *content.Panel
	Situation *content.Situation
	Order     []string // as Catalogue.Order gives it
}

// choiceName names what a judge could give points to: an option of the comparison,
// the mix, or a combination of values that it does not offer.
func choiceName(c *decision.Catalogue, choice content.Choice) string {
	if id := choiceOption(c, choice); id != "" {
		return format.OptionName(c, id)
	}
	var names []string
	for i, on := range choice.On {
		if _, v, ok := c.AxisValueOf(decision.AxisRef(c.Axes[i].ID, on)); ok {
			names = append(names, v.Phrase)
		}
	}
	return format.Capital(strings.Join(names, " "))
}

// choiceOption is the option that a choice stands for, or the mix; "" for a
// combination of values that no option has. With axes a choice says its values on
// them, without axes it has the id of its option.
func choiceOption(c *decision.Catalogue, choice content.Choice) string {
	for _, o := range c.Options {
		if len(c.Axes) == 0 && o.ID == choice.ID || len(c.Axes) > 0 && slices.Equal(o.On, choice.On) {
			return o.ID
		}
	}
	if len(choice.On) == 0 {
		return decision.Hybrid
	}
	return ""
}

func (r SituationResult) first() content.Choice {
	id := r.Panel.First(r.Situation)
	return r.Panel.Choices[slices.IndexFunc(r.Panel.Choices, func(c content.Choice) bool { return c.ID == id })]
}

// panelSays names the panel's first choice with its share of the points.
func (r SituationResult) panelSays() string {
	first := r.first()
	return choiceName(r.Catalogue, first) + ", " + format.Percent(r.Situation.Share(first.ID)) + " of the points"
}

// engineSays names what the engine puts first.
func (r SituationResult) engineSays() string {
	if len(r.Order) == 0 {
		return "Nothing fits"
	}
	return format.OptionName(r.Catalogue, r.Order[0])
}

// is reports whether the option, or the mix, is that choice.
func (r SituationResult) is(id string, choice content.Choice) bool {
	return choiceOption(r.Catalogue, choice) == id
}

func (r SituationResult) on(id string) []string {
	for _, o := range r.Catalogue.Options {
		if o.ID == id {
			return o.On
		}
	}
	return nil
}

func (r SituationResult) agrees() bool { return len(r.Order) > 0 && r.is(r.Order[0], r.first()) }

// verdict is the place of the panel's first choice in the engine's order.
func (r SituationResult) verdict() string {
	first := r.first()
	switch {
	case r.agrees():
		return "Agrees"
	case len(r.Order) > 1 && r.is(r.Order[1], first):
		return "Second"
	case len(r.Order) > 0 && len(first.On) > 0 && len(r.on(r.Order[0])) > 0 && r.on(r.Order[0])[0] == first.On[0]:
		return r.Catalogue.Axes[0].Name + " agrees"
	}
	return "Differs"
}

// summary counts the situations on which the engine agrees.
func (p PanelCheck) summary() string {
	fitted, later := p.agreements()
	text := fmt.Sprintf("%s, %s. ", format.Plural(len(p.Results), "situation"), format.Plural(p.judgements(), "judgement"))
	if fitted.n == 0 {
		return text + fmt.Sprintf("No number was fitted to them, so all are a test: the engine puts the panel’s first choice first in %d "+
			"and among the first two in %d.", later.first, later.two)
	}
	if later.n > 0 {
		text += fmt.Sprintf("%d of them were written after the numbers had been fitted and are a test: the engine puts the panel’s first "+
			"choice first in %d and among the first two in %d. ", later.n, later.first, later.two)
	}
	return text + fmt.Sprintf("Of the %d that the numbers were fitted to, which is no test, it is first in %d and among the first "+
		"two in %d.", fitted.n, fitted.first, fitted.two)
}

func (p PanelCheck) judgements() (n int) {
	for _, r := range p.Results {
		n += len(r.Situation.Judgements)
	}
	return n
}

// agreements counts those on situations that the numbers were fitted to, and on those
// that are a test.
func (p PanelCheck) agreements() (fitted, later agreements) {
	for _, r := range p.Results {
		if r.Situation.Later {
			later.add(r.verdict())
		} else {
			fitted.add(r.verdict())
		}
	}
	return fitted, later
}

// tested is how often the engine agrees with the panel on situations that its
// numbers were not fitted to; "" when that was not measured.
func (p PanelCheck) tested() string {
	if p.Panel.Calibration != nil {
		return heldOut(p.Panel.Calibration)
	}
	_, later := p.agreements()
	if later.n == 0 {
		return ""
	}
	return fmt.Sprintf(
		"On %s that no number was fitted to, what the engine puts first is the panel’s first choice in %d, and among the first two in %d.",
		format.Plural(later.n, "invented situation"), later.first, later.two)
}

// agreements counts those of the engine with the panel.
type agreements struct{ n, first, two int }

func (t *agreements) add(verdict string) {
	t.n++
	t.first += one(verdict == "Agrees")
	t.two += one(verdict == "Agrees" || verdict == "Second")
}

// excerpt is the beginning of the account, cut between words.
func (r SituationResult) excerpt() string {
	const most = 140
	text := r.Situation.Text
	if len(text) <= most {
		return text
	}
	return text[:strings.LastIndexByte(text[:most], ' ')] + format.NBSP + "…"
}

// given writes the points that a judge gave to a choice.
func given(j content.Judgement, choice string) string { return format.Plain(j.Points[choice]) }

// panelAnswers lists the answers of an encoding.
func (r SituationResult) panelAnswers(e content.Encoding) []report.AnswerRow {
	published := decision.Case{Answers: e.Answers, Parts: e.Parts}
	return CaseResult{Catalogue: r.Catalogue, Case: &published}.caseAnswers()
}
