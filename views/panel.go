package views

import (
	"cmp"
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

// SituationResult is a situation with the results of the engine for its encodings.
type SituationResult struct {
	Catalogue *decision.Catalogue
	Panel     *content.Panel
	Situation *content.Situation
	Orders    [][]string // by encoding, as Catalogue.Order gives it
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

// first is the choice with the most points of the judges.
func (r SituationResult) first() content.Choice {
	return mostPoints(r.Situation, r.Panel.Choices)
}

// offered is the first choice among those that the comparison offers. The engine is held against it,
// as the fit is.
func (r SituationResult) offered() content.Choice {
	return mostPoints(r.Situation, slices.DeleteFunc(slices.Clone(r.Panel.Choices), func(c content.Choice) bool {
		return choiceOption(r.Catalogue, c) == ""
	}))
}

// mostPoints returns the choice with the most points, the earlier one if equal.
func mostPoints(s *content.Situation, choices []content.Choice) content.Choice {
	return slices.MaxFunc(choices, func(a, b content.Choice) int { return cmp.Compare(s.Share(a.ID), s.Share(b.ID)) })
}

// panelSays names the panel's first choice with its share of the points, and the next one where
// the first is not offered.
func (r SituationResult) panelSays() string {
	said := func(c content.Choice) string {
		return choiceName(r.Catalogue, c) + ", " + format.Percent(r.Situation.Share(c.ID)) + " of the points"
	}
	first, offered := r.first(), r.offered()
	if first.ID == offered.ID {
		return said(first)
	}
	return said(first) + "; of what is offered here, " + said(offered)
}

// engineSays names what the engine puts first, for each encoding where they differ.
func (r SituationResult) engineSays() string {
	var said []string
	for n := range r.Orders {
		if name := r.saysFrom(n); !slices.Contains(said, name) {
			said = append(said, name)
		}
	}
	if len(said) == 1 {
		return said[0]
	}
	return format.List(said, "or") + ", depending on whose answers it gets"
}

// saysFrom names what the engine puts first for an encoding.
func (r SituationResult) saysFrom(encoding int) string {
	if order := r.Orders[encoding]; len(order) > 0 {
		return format.OptionName(r.Catalogue, order[0])
	}
	return "Nothing fits"
}

func (r SituationResult) on(id string) []string {
	for _, o := range r.Catalogue.Options {
		if o.ID == id {
			return o.On
		}
	}
	return nil
}

// agrees is the share of the encodings, in [0,1], for which the engine has the panel's first
// choice among its first so many.
func (r SituationResult) agrees(among int) float64 {
	n, first := 0, choiceOption(r.Catalogue, r.offered())
	for _, order := range r.Orders {
		n += one(slices.Contains(order[:min(among, len(order))], first))
	}
	return float64(n) / float64(len(r.Orders))
}

// verdict is the place of the panel's first choice in the engine's order.
func (r SituationResult) verdict() string {
	switch first, two := r.agrees(1), r.agrees(2); {
	case first == 1:
		return "Agrees"
	case first > 0:
		return "Agrees for " + format.Percent(first)
	case two == 1:
		return "Second"
	case slices.ContainsFunc(r.Orders, r.sameStructure):
		return r.Catalogue.Axes[0].Name + " agrees"
	}
	return "Differs"
}

// sameStructure reports whether what comes first has the value of the panel's first choice on the
// first axis.
func (r SituationResult) sameStructure(order []string) bool {
	first := r.offered()
	return len(order) > 0 && len(first.On) > 0 && len(r.on(order[0])) > 0 && r.on(order[0])[0] == first.On[0]
}

// summary says on how many of the situations the engine agrees.
func (p PanelCheck) summary() string {
	fitted, later := p.agreements()
	text := fmt.Sprintf("%s, %s. ", format.Plural(len(p.Results), "situation"), format.Plural(p.judgements(), "judgement"))
	if fitted.n == 0 {
		return text + "No number was fitted to them, so all are a test: " + later.said() + "." + p.missing()
	}
	if later.n > 0 {
		text += fmt.Sprintf("%d of them were written after the numbers had been fitted and are a test: %s. ", later.n, later.said())
	}
	return text + fmt.Sprintf("On the %d that the numbers were fitted to, which is no test, %s.", fitted.n, fitted.said()) + p.missing()
}

// missing says in how many situations judges put first what the comparison does not offer.
func (p PanelCheck) missing() string {
	n := 0
	for _, r := range p.Results {
		n += one(choiceOption(p.Catalogue, r.first()) == "")
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(" In %d the judges put first what is not offered here; there the engine is held against the next choice.", n)
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
			later.add(r)
		} else {
			fitted.add(r)
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
	return fmt.Sprintf("On %s that no number was fitted to, %s.", format.Plural(later.n, "invented situation"), later.said())
}

// agreements counts those of the engine with the panel, a situation with several encodings by their
// mean.
type agreements struct {
	n          int
	first, two float64
}

func (t *agreements) add(r SituationResult) {
	t.n++
	t.first += r.agrees(1)
	t.two += r.agrees(2)
}

func (t agreements) said() string {
	return fmt.Sprintf("what the engine puts first is the panel’s first choice in %s, and among the first two in %s",
		format.Percent(t.first/float64(t.n)), format.Percent(t.two/float64(t.n)))
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
