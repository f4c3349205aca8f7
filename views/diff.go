package views

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"crossroads/decision"
	"crossroads/format"
	"crossroads/record"
	"crossroads/report"
)

// DiffPage shows two saved assessments, or two revisions, or the results of two sets of
// answers that nobody has saved, side by side.
type DiffPage struct {
	Page
	A, B       DiffSide
	Difference decision.Difference // from A to B
	ChangeURL  string              // the wizard with the answers of B, to change them again; "" for saved sides
	SwapURL    string              // this page with the sides swapped
}

// DiffSide is one side of a comparison. For answers that are not saved, Saved has only the
// comparison, the answers and the headline as its title.
type DiffSide struct {
	Saved  record.Saved
	Report decision.Report
	URL    string // of the revision, or of the result
}

// unsaved reports whether the sides are answers in an address.
func (p DiffPage) unsaved() bool { return p.A.Saved.ID == "" }

// DiffFormPage asks for the two links to compare.
type DiffFormPage struct {
	Page
	A, B string // as typed
}

func (p DiffPage) sides() []DiffSide { return []DiffSide{p.A, p.B} }

// same reports whether both sides are revisions of one assessment.
func (p DiffPage) same() bool { return !p.unsaved() && p.A.Saved.ID == p.B.Saved.ID }

// related reports whether answers and options can be laid side by side.
func (p DiffPage) related() bool { return p.A.Saved.Comparison == p.B.Saved.Comparison }

// heading names a side, counted from 0, in a table: short, and different from the other one.
func (p DiffPage) heading(side int) string {
	s := p.sides()[side]
	switch {
	case p.unsaved():
		return p.labels()[side]
	case p.same():
		return "Revision " + strconv.Itoa(s.Saved.Number)
	case p.A.Saved.Title == p.B.Saved.Title:
		return s.Saved.Title + ", saved " + s.Saved.Created.UTC().Format("2 January 2006")
	}
	return s.Saved.Title
}

// The sides of a comparison of two assessments.
const firstSide, secondSide = "First", "Second"

// labels name the sides where their titles would be too long: in the cells of a phone.
func (p DiffPage) labels() [2]string {
	switch {
	case p.unsaved():
		return [2]string{"A", "B"}
	case p.same():
		return [2]string{p.heading(0), p.heading(1)}
	}
	return [2]string{firstSide, secondSide}
}

// only returns the words for something that is on one side alone, counted from 0.
func (p DiffPage) only(side int) string {
	switch {
	case p.unsaved():
		return "Only in " + p.labels()[side]
	case p.same():
		return "Only in " + format.Small(p.labels()[side])
	}
	return "Only in the " + format.Small(p.labels()[side])
}

// finding is the difference in one sentence.
func (p DiffPage) finding() string {
	d := p.Difference
	a, b := p.A.view(p), p.B.view(p)
	switch {
	case !p.related():
		return "They answer different questions"
	case d.Same() && len(d.Rules) > 0:
		return "Both say the same, under different rules"
	case d.Same():
		return "Both say the same"
	case differ(a, b) && a.Mix() == nil && b.Mix() == nil:
		return "Another option comes first: " + b.first() + " instead of " + a.first()
	case differ(a, b):
		return "Something else comes first: " + b.first() + " instead of " + a.first()
	case d.NewVerdict || a.label() != b.label():
		sides := p.sidesInside()
		was, is := format.Small(a.label()), format.Small(b.label())
		return "The verdict differs: " + sides[0] + " has “" + was + "”, " + sides[1] + " “" + is + "”"
	case len(d.Moves) > 0:
		return "The same mix comes first, but " + moved(d.Moves, "goes", "go") + " elsewhere"
	case d.PlanChanged:
		return "The same verdict, for other parts"
	case p.toldOtherwise() != "" && a.Because() != b.Because():
		return "The same verdict, for other reasons"
	case p.toldOtherwise() != "":
		return "The same verdict, from " + p.toldOtherwise()
	case d.NewLoad():
		return "The same verdict, for another load"
	case slices.ContainsFunc(d.Scores, decision.ScoreChange.Moved):
		return "The same verdict, with other scores"
	case len(d.Renamed) > 0:
		return "The same verdict, and parts have other names"
	case d.NewBill() || slices.ContainsFunc(d.Costs, decision.CostChange.Moved):
		return "The same verdict, with other bills"
	case len(d.Shares) > 0:
		return "The same verdict, for other shares of the parts"
	}
	return "The same verdict, more or less often"
}

// toldOtherwise names what was told otherwise on the two sides, "" for nothing. Weights may differ by the answers alone,
// and without any of either only by the content.
func (p DiffPage) toldOtherwise() string {
	var other []string
	switch len(p.Difference.Answers) {
	case 0:
	case 1:
		other = append(other, "another answer")
	default:
		other = append(other, "other answers")
	}
	if len(other) > 0 && p.Difference.NewLoad() {
		other = append(other, "another load")
	}
	switch {
	case p.statedWord() != saidSame:
		other = append(other, "other priorities")
	case len(other) == 0 && len(p.Difference.Weights) > 0:
		other = append(other, "other weights")
	}
	return format.List(other, "and")
}

// sidesInside name the sides inside a sentence.
func (p DiffPage) sidesInside() [2]string {
	labels := p.labels()
	if p.unsaved() {
		return labels
	}
	for i := range labels {
		if labels[i] = format.Small(labels[i]); !p.same() {
			labels[i] = "the " + labels[i]
		}
	}
	return labels
}

// changeWord is a word for a change between two revisions, or for a difference between two separate assessments, which
// have no before and after.
func (p DiffPage) changeWord(word string) string {
	if p.same() {
		return word
	}
	switch word {
	case format.Added, format.NewBill:
		return p.only(1)
	case format.TakenBack, format.NoBill:
		return p.only(0)
	case format.Higher, format.Lower:
		if !p.unsaved() {
			return "Differs"
		}
	}
	return word
}

func (s DiffSide) view(p DiffPage) reportView {
	return reportView{Reading: report.Reading{Report: s.Report, Cat: p.Site.CatalogueOf(s.Saved.Comparison)}}
}

// differ reports whether something comes first in both reports, and not the same.
func differ(a, b reportView) bool {
	return a.first() != "" && b.first() != "" && !slices.Equal(a.firsts(), b.firsts())
}

// firsts are the ids of what comes first: of the options of a mix, or of one.
func (v reportView) firsts() []string {
	if mix := v.Mix(); mix != nil {
		return mix.Platforms
	}
	return []string{v.Report.Leader}
}

// moved says that parts go elsewhere, with the verb for one or for several: “Shop” goes.
func moved(moves []decision.Move, one, several string) string {
	names := make([]string, len(moves))
	for i, m := range moves {
		names[i] = m.Part
	}
	verb := several
	if len(names) == 1 {
		verb = one
	}
	return format.List(decision.Marked(names), "and") + " " + verb
}

// mixCell writes a mix that comes first beside the options alone: its score and its options.
func mixCell(mix *decision.Plan) string {
	if mix == nil {
		return "No mix"
	}
	var names []string
	for _, id := range mix.Platforms {
		if at := slices.IndexFunc(mix.Parts, func(p decision.PartPlan) bool { return p.Option == id }); at >= 0 {
			names = append(names, mix.Parts[at].Name)
		}
	}
	return format.Points(mix.Value) + ": " + format.List(names, "and")
}

// mixBill writes the bill of a mix, or why there is none.
func mixBill(mix *decision.Plan, bill *decision.MixCost) string {
	if mix == nil {
		return "No mix"
	}
	return format.Capital(format.MixBill(bill))
}

// mixMove is how the score of a mix moved, or that there is another mix, or none.
func mixMove(d decision.Difference) string {
	switch from, to := d.FromMix, d.ToMix; {
	case from == nil || to == nil || !slices.Equal(from.Platforms, to.Platforms):
		return "Differs"
	case decision.Level(to.Value - from.Value):
		return saidSame
	default:
		return format.SignedPoints(to.Value - from.Value)
	}
}

// aboutBills says of each side what its bills are not of, once where both say the same.
func (p DiffPage) aboutBills() (texts []string) {
	labels := p.labels()
	for i, s := range p.sides() {
		v := s.view(p)
		text := strings.TrimSpace(v.NoBill() + " " + v.LeftOutPeak())
		switch {
		case text == "":
		case i == 1 && len(texts) > 0 && texts[0] == labels[0]+": "+text:
			texts[0] = text
		default:
			texts = append(texts, labels[i]+": "+text)
		}
	}
	return texts
}

// scoresCaption says what the scores of options are, where a mix stands beside them.
func scoresCaption(d decision.Difference) string {
	if d.FromMix == nil && d.ToMix == nil {
		return "Fit from 0 to 100 and place."
	}
	return "Fit from 0 to 100, and the place of each option if it carried every part alone."
}

// unrounded says, after a space, that a difference need not be that of the scores as they are shown; "" where none moved.
func unrounded(d decision.Difference) string {
	if !slices.ContainsFunc(d.Scores, func(c decision.ScoreChange) bool { return c.From != c.To && scoreMove(c) != saidSame }) {
		return ""
	}
	return " Changes are computed before rounding."
}

// first is what comes first, inside a sentence; "" for nothing.
func (v reportView) first() string {
	if mix := v.Mix(); mix != nil {
		names := make([]string, len(mix.Platforms))
		for i, option := range mix.Platforms {
			names[i] = v.Phrase(option)
		}
		return "a mix of " + format.List(names, "and")
	}
	if v.Report.Leader == "" {
		return ""
	}
	return v.Phrase(v.Report.Leader)
}

// priorities are the stated ranking or weights, in words.
func (s DiffSide) priorities() string { return statedWords(s.Saved.Input.Priorities, s.Report) }

// statedWords writes a ranking or weights, with the names of the report.
func statedWords(given decision.Priorities, r decision.Report) string {
	return cmp.Or(report.Reading{Report: r}.Priorities(given), "Nothing stated; the answers set the weights")
}

// planRow is where a part goes on either side.
type planRow struct{ Part, From, To string }

// planWord is “The same”, or how the option of a part differs. Two separate assessments
// have no before and after.
func (p DiffPage) planWord(r planRow) string {
	switch {
	case r.From == r.To:
		return saidSame
	case !p.same() && r.From == noPart:
		return p.only(1)
	case !p.same() && r.To == noPart:
		return p.only(0)
	case r.From == noPart:
		return "Added"
	case r.To == noPart:
		return "Taken away"
	}
	return "Differs"
}

const noPart = "Not a part of its own"

// plans lines the parts of both plans up by name.
func (p DiffPage) plans() []planRow {
	var rows []planRow
	given := dividedUp(p.A.Saved.Input) || dividedUp(p.B.Saved.Input)
	where := func(s DiffSide, part string) string {
		if s.Report.Plan == nil {
			return noPart
		}
		for _, x := range s.Report.Plan.Parts {
			switch {
			case x.Part != part:
			case x.Option == "":
				return "Nothing fits"
			case dividedUp(s.Saved.Input):
				return x.Name + ", " + format.Percent(x.Share)
			case given:
				return x.Name + ", share not given"
			default:
				return x.Name
			}
		}
		return noPart
	}
	seen := map[string]bool{}
	for _, s := range p.sides() {
		if s.Report.Plan == nil {
			continue
		}
		for _, x := range s.Report.Plan.Parts {
			from, to, title := x.Part, x.Part, x.Part
			for _, r := range p.Difference.Renamed {
				if x.Part == r.From || x.Part == r.To {
					from, to, title = r.From, r.To, r.From+" / "+r.To
				}
			}
			if !seen[title] {
				rows = append(rows, planRow{title, where(p.A, from), where(p.B, to)})
			}
			seen[title] = true
		}
	}
	return rows
}

// said returns the label of an answer, or why there is none.
func said(label, none, of string) string {
	switch none {
	case decision.NotAsked:
		return "Not asked"
	case decision.NoPart:
		return "No such part"
	case decision.ByPart:
		return "Answered for each part"
	case decision.SomeParts:
		return "Answered for " + of + " only"
	}
	return answered(label)
}

// answered returns the label of an answer, or the word for none.
func answered(label string) string {
	if label == "" {
		return "Not known"
	}
	return label
}

// answerWord is a word for how an answer differs.
func (p DiffPage) answerWord(c decision.AnswerChange) string {
	switch {
	case byParts(c.FromNone) || byParts(c.ToNone):
		return "Differs"
	case p.same() && c.ToNone == decision.NotAsked:
		return "Not asked any more"
	case !p.same() && c.From == "":
		return p.only(1)
	case !p.same() && c.To == "":
		return p.only(0)
	case c.From == "":
		return "Added"
	case c.To == "":
		return "Taken back"
	}
	return "Differs"
}

// byParts reports whether a question without an answer for the whole has some of parts.
func byParts(none string) bool { return none == decision.ByPart || none == decision.SomeParts }

// fewAnswers is how many answers of one side alone are shown before they are folded away.
const fewAnswers = 5

// answers returns the answers that differ: those shown, and those folded away because only one of
// two separate assessments has them and there are many.
func (p DiffPage) answers() (shown, folded []decision.AnswerChange) {
	all := p.Difference.Answers
	for _, c := range all {
		if p.answerWord(c) != "Differs" {
			folded = append(folded, c)
		} else {
			shown = append(shown, c)
		}
	}
	if p.same() || len(folded) <= fewAnswers {
		return all, nil
	}
	return shown, folded
}

// shared are the answers that both sides give.
func (p DiffPage) shared() []decision.Answered {
	var found []decision.Answered
	for _, a := range p.B.Report.Answered {
		if !slices.ContainsFunc(p.Difference.Answers, func(c decision.AnswerChange) bool {
			return c.Question == a.Question &&
				c.Part == a.Part
		}) {
			found = append(found, a)
		}
	}
	return found
}

// saidSame is the word for no difference in a cell.
const saidSame = "The same"

// statedWord compares the stated priorities, in a word.
func (p DiffPage) statedWord() string {
	if p.A.priorities() == p.B.priorities() {
		return saidSame
	}
	return "Differs"
}

// statedAlike names the priorities that both sides state, where a table has nothing to show.
func (p DiffPage) statedAlike() string {
	if len(p.A.Saved.Input.Priorities.Ranking)+len(p.A.Saved.Input.Priorities.Weights) == 0 || p.statedWord() != saidSame {
		return ""
	}
	return " Both sides state the same priorities: " + p.A.priorities() + "."
}

// weightMove is how far a weight moved, in whole percentage points, as the weights are written.
func weightMove(c decision.WeightChange) string {
	if c.From < 0 || c.To < 0 {
		return "Differs"
	}
	return format.SignedPoints(math.Round(100*c.To)/100 - math.Round(100*c.From)/100)
}

// weight writes a share, or the word for none.
func weight(w float64) string {
	if w < 0 {
		return "Not judged"
	}
	return format.Percent(w)
}

// standingOf is a score with its place.
func standingOf(score float64, place int, status string) string {
	switch {
	case place == 0:
		return "Not compared"
	case status == decision.StatusOut:
		return "Ruled out"
	case status == decision.StatusConditional:
		return format.Points(score) + ", " + format.Ordinal(place) + ", may be ruled out"
	}
	return format.Points(score) + ", " + format.Ordinal(place)
}

// scoreMove is how the score moved, by the difference: the scores themselves are written in whole points, and whether these
// differ depends on where they happen to be rounded.
func scoreMove(c decision.ScoreChange) string {
	if c.FromPlace == 0 || c.ToPlace == 0 || c.FromStatus == decision.StatusOut || c.ToStatus == decision.StatusOut {
		if c.FromStatus == c.ToStatus && c.FromPlace > 0 && c.ToPlace > 0 {
			return saidSame
		}
		return "Differs"
	}
	moved := c.To - c.From
	switch stays := c.FromPlace == c.ToPlace && c.FromStatus == c.ToStatus; {
	case stays && decision.Level(moved):
		return saidSame
	case moved == 0:
		return "The same score"
	case decision.Level(moved):
		return "Less than 0.1 points"
	}
	return format.SignedPoints(moved)
}

// versions returns a sentence if content or method differ.
func (p DiffPage) versions() string {
	if !p.related() { // no figures are compared
		return ""
	}
	return versionsSaid(p.A.Saved.Revision, p.B.Saved.Revision)
}

// versionsSaid returns a sentence if two revisions were computed from other content or by another method.
func versionsSaid(a, b record.Revision) string {
	how := ""
	switch content, method := a.Catalogue != b.Catalogue, a.Engine != b.Engine; {
	case content && method:
		how = "from different versions of the content and by different versions of the method"
	case content:
		how = "from different versions of the content"
	case method:
		how = "by different versions of the method"
	default:
		return ""
	}
	return "They were computed " + how + ", so the figures may differ without a different answer."
}

// ruleWord returns a word for how a rule differs.
func (p DiffPage) ruleWord(c decision.RuleChange) string {
	switch {
	case c.From == nil:
		return p.only(1)
	case c.To == nil:
		return p.only(0)
	case c.From.Sentence == c.To.Sentence:
		return "For another reason"
	}
	return "Otherwise"
}

// ruleKinds are what rules are about, in the words of the manual.
var ruleKinds = map[string]string{
	decision.RuleAnswer: "Locked answer", decision.RuleWeight: "Bounded weight", decision.RuleOption: "Removed option",
}

func ruleKind(c decision.RuleChange) string {
	if c.To != nil {
		return ruleKinds[c.To.Kind]
	}
	return ruleKinds[c.From.Kind]
}

// rulesOf names the rules of a report.
func rulesOf(r decision.Report) string {
	if r.Policy == nil {
		return "no rules"
	}
	return r.Policy.String()
}

// DiffURL is the address of the comparison of two revisions.
func DiffURL(a, b record.Saved) string {
	return "/diff/" + a.ID + "/" + b.ID + "?r=" + strconv.Itoa(a.Number) + "&r2=" + strconv.Itoa(b.Number)
}

// basis is how much was answered, and what the figures were computed from.
func (s DiffSide) basis(v reportView) string {
	return format.Capital(v.Count()) + ". Content " + format.Short(s.Saved.Catalogue) + ", engine " + s.Saved.Engine + "."
}
