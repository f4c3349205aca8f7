package views

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"crossroads/decision"
	"crossroads/export"
	"crossroads/format"
	"crossroads/report"
)

// reportView is a report with everything needed to show it, for a new result as for a saved one.
type reportView struct {
	report.Reading
	ChangeURL string              // the wizard with these answers; "" if they cannot be changed here
	Embed     bool                // in a frame: shorter, and with links that open outside of it
	Offline   bool                // in a file with its own styles and without scripts
	Given     decision.Priorities // what the user ranked or weighed
	Decided   bool                // it is stated what was decided, which may not be what is recommended
	Agreed    string              // with how many verdicts of its kind a panel agreed; "" if that was not measured
	Origin    string              // of the portal, in a file that is read elsewhere; "" on its own pages

	WorkingsURL string // the page with every figure; "" in a file that holds them itself
}

// at is a page of the portal.
func (v reportView) at(path string) string { return v.Origin + path }

// stated reports whether the user ranked or weighed criteria.
func stated(a decision.Assessment) bool {
	return len(a.Priorities.Ranking)+len(a.Priorities.Weights) > 0
}

// about links to the pages of the options in the verdict: those of a mix, the first two if it is
// not clear which is better, else the first. Options that have left the catalogue have no page.
func (v reportView) about() []navEntry {
	ids := []string{v.Report.Leader}
	if plan := v.Mix(); plan != nil {
		ids = plan.Platforms
	} else if v.Report.Kind != decision.VerdictClear {
		ids = append(ids, v.Report.RunnerUp)
	}
	if v.Embed || v.Cat == nil || v.Report.Kind == decision.VerdictUndecided {
		return nil
	}
	var pages []navEntry
	for _, id := range ids {
		if slices.ContainsFunc(v.Cat.Options, func(o decision.Option) bool { return o.ID == id }) {
			pages = append(pages, navEntry{Name: v.Name(id), URL: OptionURL(v.Cat, id)})
		}
	}
	return pages
}

// change is the address of the question in the wizard: that of a part where it is asked of this part alone.
func (v reportView) change(question string, parts ...string) string {
	if plan := v.Report.Plan; plan != nil && len(parts) == 1 {
		n := slices.IndexFunc(plan.Parts, func(p decision.PartPlan) bool { return p.Part == parts[0] }) + 1
		if n > 0 && strings.Contains(v.ChangeURL, "?") {
			return v.ChangeURL + "&open=" + partName(n) + "#" + partField(n, question)
		}
	}
	return v.ChangeURL + "#q-" + question
}

// tone groups the verdicts by how they are drawn.
func (v reportView) tone() string {
	switch v.Report.Kind {
	case decision.VerdictClear:
		return "clear"
	case decision.VerdictHybrid:
		return "hybrid"
	case decision.VerdictLeaning:
		return "leaning"
	case decision.VerdictNone:
		return "none"
	}
	return "open"
}

// label names the kind of verdict.
func (v reportView) label() string {
	switch v.Report.Kind {
	case decision.VerdictClear:
		if v.Report.Unsettled() { // the headline says which open question may well change the plan
			return "Clear so far"
		}
		return "A clear answer"
	case decision.VerdictHybrid:
		if v.Report.Unsettled() {
			return v.Noun().Mix() + ", so far"
		}
		return v.Noun().Mix()
	case decision.VerdictLeaning:
		return "A leaning, not a clear answer"
	case decision.VerdictConditional:
		return "It depends on open questions"
	case decision.VerdictNone:
		return "Nothing fits"
	case decision.VerdictUndecided:
		return "Nothing answered yet"
	}
	return "No clear winner"
}

// what is the verdict without its condition.
func (v reportView) what() string { what, _ := v.Headline(); return what }

// condition is the condition of the verdict, "" for none.
func (v reportView) condition() string { _, condition := v.Headline(); return condition }

// sureness is how often what is recommended comes first, in one or two sentences.
func (v reportView) sureness() string {
	text := v.sure() + ": first " + v.Report.Sureness
	if len(v.SurenessByAxis()) > 0 && !v.AxesAlike() {
		text = "Together: " + format.Small(v.sure()) + ", first " + v.Report.Sureness
	}
	more := strings.TrimRight(" "+v.Oftener(), " ")
	switch kind := v.Report.Kind; {
	case v.Mix() != nil:
		text = v.sure() + ": this mix beats every " + v.Noun().One + " on its own " + v.Report.Sureness + ". " + v.gain()
		if v.Report.Unsettled() {
			text = "That it takes a mix is " + format.Small(text) +
				" Which part goes where is still open."
		}
		return text
	case kind == decision.VerdictConditional:
		return text + ", counting those in which an open question rules it out." + more
	case kind == decision.VerdictLeaning && v.Cat != nil:
		return text + "; we call it clear from " + format.Percent(v.Cat.Bounds.ClearShare) + " on."
	case kind == decision.VerdictClose && v.Cat != nil:
		return text + "; we call it a leaning from " + format.Percent(v.Cat.Bounds.LeanShare) + " on." + more
	}
	return text + "." + more
}

// alike returns a sentence if each decision by itself is as sure as the whole.
func (v reportView) alike() string {
	var names []string
	for _, a := range v.SurenessByAxis() {
		names = append(names, strings.ToLower(a.Name))
	}
	return format.Capital(format.List(names, "and")) + " are each as sure."
}

// sure puts the confidence into words that fit the figure and the label: a clear answer is never
// "not sure", and one without a clear winner is at most fairly sure. "" if nothing was answered.
func (v reportView) sure() string {
	share, kind := v.Report.Share, v.Report.Kind
	if plan := v.Mix(); plan != nil && plan.Share > 0 {
		share = plan.Share
	}
	switch {
	case kind == decision.VerdictUndecided:
		return ""
	case share < 0.6 && kind != decision.VerdictClear && kind != decision.VerdictHybrid:
		return "Not sure"
	case share < 0.75 || kind == decision.VerdictClose:
		return "Fairly sure"
	case share <= 0.9:
		return "Quite sure"
	}
	return "Very sure"
}

// showsLead reports whether there is a leader and a runner-up to compare.
func (v reportView) showsLead() bool {
	return v.Report.Leader != "" && v.Report.RunnerUp != "" && len(v.Report.Contributions) > 0 && v.Report.Kind != decision.VerdictUndecided
}

// drawn reports whether the first screen has a drawing of what is recommended.
func (v reportView) drawn() bool {
	_, ok := v.Architecture()
	return ok
}

// most is how many entries of a list the page shows; the workings have the rest. Of the changes of
// answers, result.css prints only the first few.
const most, printed = 3, 2

// flipTitle says how many questions have another answer that alone would change the result, or whether pairs of answers
// would.
func (v reportView) flipTitle() string {
	var asked []decision.Asked
	for _, f := range v.Report.Flips {
		var q decision.Asked
		if len(f.Changes) > 0 {
			q = decision.Asked{Question: f.Changes[0].Question, Part: f.Changes[0].Part}
		}
		if !slices.Contains(asked, q) {
			asked = append(asked, q)
		}
	}
	title := "Another answer to one question"
	if len(asked) > 1 {
		title = fmt.Sprintf("Another answer to one of %d questions", len(asked))
	}
	switch {
	case len(asked) > 0 && v.Report.Plan != nil:
		return title + " can change the plan"
	case len(asked) > 0:
		return title + " can put another option first"
	case len(v.Report.PairFlips) > 0:
		return "Changing any one of your answers does not change " + v.outcome() + ", changing two can"
	}
	return "Changing any one of your answers, or any pair we tried, does not change " + v.outcome()
}

// outTitle heads what is ruled out: where there is a mix, an option may still carry a part.
func (v reportView) outTitle() string {
	back := ", and what would bring it back"
	if len(v.With(decision.StatusOut)) > 1 {
		back = ", and what would bring them back"
	}
	if v.outAlone() {
		return "Ruled out" + v.asTheOnly() + back
	}
	return "Ruled out" + back
}

// outAlone reports whether all that is ruled out may still carry a part of a mix. Where only some of it may, each says so.
func (v reportView) outAlone() bool {
	return v.Mix() != nil && !slices.ContainsFunc(v.With(decision.StatusOut), func(s decision.Standing) bool {
		return !v.MayCarryPart(s.Option)
	})
}

// asTheOnly continues a name with what it is ruled out as.
func (v reportView) asTheOnly() string { return " as the only " + v.Noun().One }

// outcome names what the changes of answers are about; the verdict or the place of a part may change without it.
func (v reportView) outcome() string {
	if v.Report.Plan != nil {
		return "which options the plan takes"
	}
	return "what comes first"
}

func (v reportView) loadTitle() string {
	if v.Report.Plan != nil {
		return "Loads at which another plan is best"
	}
	return "Loads at which another option comes first"
}

// weak are the criteria on which the leader's figure, rounded as it is shown, is below the middle
// of the scale, those first that cost it most: by their weight times what it falls short of the best.
func (v reportView) weak() []decision.Contribution {
	var found []decision.Contribution
	for _, c := range v.Report.Contributions {
		if math.Round(100*c.Leader) < 50 {
			found = append(found, c)
		}
	}
	slices.SortStableFunc(found, func(a, b decision.Contribution) int { return cmp.Compare(loss(b), loss(a)) })
	return found
}

// loss is what a criterion costs the leader, compared with an option that is best on it.
func loss(c decision.Contribution) float64 { return c.Weight * (1 - c.Leader) }

// weakLine names the weakest points of the leader, "" where there is none.
func (v reportView) weakLine() string {
	var names []string
	for _, w := range v.weak() {
		names = append(names, "“"+w.Name+"” ("+format.Points(w.Leader)+v.againstLowest(w)+")")
	}
	if len(names) == 0 {
		return ""
	}
	if more := len(names) - most; more > 1 {
		names = append(names[:most], decision.Number(more)+" more")
	}
	leader := v.Phrase(v.Report.Leader)
	return format.Capital(leader) + " " + format.Verb(leader, "are", "is") + " below the middle of the scale, 50 of 100, on " +
		format.List(names, "and") + "."
}

// againstLowest says what a low score on the cost is measured against, where the leader has the lowest bill of those that
// are possible: the lowest of all is then of something that is ruled out or not compared.
func (v reportView) againstLowest(c decision.Contribution) string {
	cost := v.Report.Cost
	if cost == nil || cost.Criterion != c.Criterion {
		return ""
	}
	if least := v.LeastBill(); least == nil || least.Option != v.Report.Leader || cost.CheapestTotal >= least.Total {
		return ""
	}
	return ", against the lowest bill of all, " + cost.CheapestTotal.Text() + " USD"
}

// gain is how much better the mix is than the best single option, in a sentence.
func (v reportView) gain() string {
	p := v.Mix()
	if p.BestSingle == "" {
		return "No single " + v.Noun().One + " can carry every part."
	}
	return "It gains " + decision.Gain(p.Gain) + " over " + format.OptionPhrase(v.Cat, p.BestSingle, p.SingleName) + " alone."
}

// argued reports whether there are risks or weak points of what is recommended.
func (v reportView) argued() bool {
	if v.Mix() != nil {
		return v.Report.Against != ""
	}
	own, _ := v.Risks()
	return v.Report.Kind != decision.VerdictUndecided && len(own)+len(v.weak()) > 0
}

// aloneNote relates the scores of single options to that of a mix and to those of the parts, "" where there is nothing to say.
func (v reportView) aloneNote() string {
	plan := v.Mix()
	if plan == nil {
		return v.Held()
	}
	text := "Each option is scored as the only one, carrying every part; the mix scores " + format.Points(plan.Value) + "."
	switch {
	case plan.Apart == nil:
	case v.Report.Net():
		text += " Being set up for each part that runs apart has taken " + format.PointsOf(plan.Apart.Price) + " off each."
	default:
		text += " Setting one option up for each part that runs apart would take another " + format.PointsOf(plan.Apart.Price) +
			" off its score."
	}
	return strings.TrimSpace(text + " " + v.Held())
}

// firstOtherwise says what comes first where no single option does, "" where that is hardly ever.
func (v reportView) firstOtherwise() string {
	rest := 1.0
	for _, s := range v.Report.Ranking {
		rest -= s.FirstShare
	}
	if v.Report.Plan == nil || v.Mix() != nil || rest < 0.005 {
		return ""
	}
	return "In the other " + format.Percent(rest) + " a mix would come first, or nothing fits every part."
}

// amongThemselves says, after a space, that the places of several parts leave mixes out.
func (v reportView) amongThemselves() string {
	if v.Report.Plan == nil {
		return ""
	}
	return " Single " + v.Noun().Many + " are compared with each other here, not with a mix."
}

// singleIntro introduces the comparison of single options where the verdict is a mix.
func (v reportView) singleIntro() string {
	if !v.showsLead() {
		return "The answer above is a mix. This is how each option would fare as the only " + v.Noun().One + "."
	}
	return "With each carrying every part, the two best single " + v.Noun().Many + " are " +
		v.Phrase(v.Report.Leader) + " and " + v.Phrase(v.Report.RunnerUp) + "."
}

// ties are the weights at which the first two tie, the nearest to today's first.
func (v reportView) ties() []decision.BreakEven {
	ties := slices.Clone(v.Report.BreakEven)
	slices.SortStableFunc(ties, func(a, b decision.BreakEven) int {
		return cmp.Compare(math.Abs(a.At-a.Now), math.Abs(b.At-b.Now))
	})
	return ties
}

// source finds a source of the catalogue by id.
func (v reportView) source(id string) (decision.Source, bool) {
	if v.Cat == nil {
		return decision.Source{}, false
	}
	return sourceOf(v.Cat.Sources, id)
}

// ranks numbers the places of the rank table.
func (v reportView) ranks() []string {
	var names []string
	for i := range v.Report.Ranking {
		names = append(names, format.Ordinal(i+1))
	}
	return names
}

// partNames are the names of the parts, as they were typed.
func (v reportView) partNames() (names []string) {
	if v.Report.Plan != nil {
		for _, p := range v.Report.Plan.Parts {
			names = append(names, p.Part)
		}
	}
	return names
}

// goesTo heads where parts go, which is not decided where no option and no mix is recommended.
func (v reportView) goesTo() string {
	if v.Report.Kind == decision.VerdictClose {
		return "Would go to"
	}
	return "Goes to"
}

// partShare is how much of the system a part is, "" where all count alike.
func partShare(p *decision.Plan, part decision.PartPlan) string {
	if !slices.ContainsFunc(p.Parts, func(other decision.PartPlan) bool { return other.Share != part.Share }) {
		return ""
	}
	return format.ShareOf(part.Share) + " of the system"
}

// weighed is what was ranked or weighed, "" for neither; where nobody can change it here, with what outweighs it. A page
// of results says that above.
func (v reportView) weighed() string {
	text := v.Priorities(v.Given)
	if most := v.Outweighing(v.Given); most != "" && v.ChangeURL == "" {
		text += ". " + most
	}
	return text
}

// noTies says that there is no weight at which the first two tie, among those that are shown.
func (v reportView) noTies() string {
	if decision.Level(v.Report.Margin) {
		return "The first two are level with today’s weights."
	}
	return "No single weight makes the first two tie if it changes by 1 point or more, up to 60%."
}

// chanceWords say how likely an answer changes the result.
func chanceWords(q report.Asked) string {
	if q.Least() >= 1 {
		return "whatever the answer, it changes the result"
	}
	return format.Percent(q.Chance) + " chance that it changes the result" + q.IfAlike(", ")
}

// partReasons are why parts go where they go. A reason that stands above already is not told again; where another one
// stands between, the part is named whose it is.
func (v reportView) partReasons(p *decision.Plan) []string {
	reasons := make([]string, len(p.Parts))
	told := map[[2]string]int{}
	last := 0 // of the parts above, the last one whose reason is written out
	for i, part := range p.Parts {
		reasons[i] = v.PartReason(part)
		key := [2]string{part.Option, reasons[i]}
		switch first, same := told[key]; {
		case !same || reasons[i] == "":
			told[key], last = i, i
		case first == last:
			reasons[i] = "For the same reason."
		default:
			reasons[i], last = "As for “"+p.Parts[first].Part+"”.", first
		}
	}
	return reasons
}

// partSure is how often a part, taken alone, fits best where it goes. Reports of
// engine 2 do not know it.
func partSure(p decision.PartPlan) string {
	if p.FirstShare == 0 {
		return format.Points(p.Score) + " of 100"
	}
	return "in " + format.Percent(p.FirstShare)
}

// partFit is the fit of an option for one part: "62 (44%)".
func partFit(p decision.PartPlan, option string) string {
	switch s := p.Standing(option); {
	case s == nil:
		return "–"
	case s.Status == decision.StatusOut:
		return "ruled out"
	default:
		return format.Points(s.Score) + " (" + format.Percent(s.FirstShare) + ")"
	}
}

// asksNext reports whether something is worth finding out or can settle a close result. Where nothing is, the first
// screen says so.
func (v reportView) asksNext() bool {
	step := v.First()
	return step.Question != "" || step.Settle != "" || v.Report.Kind == decision.VerdictUndecided && len(v.Next()) > 0
}

// sections lists the parts of the report that are there, for the contents.
func (v reportView) sections() []navEntry {
	r := v.Report
	var s []navEntry
	add := func(when bool, id, name string) {
		if when {
			s = append(s, navEntry{Name: name, URL: "#" + id})
		}
	}
	add(r.Policy != nil, "policy", "Rules of your organisation")
	add(v.Planned(), "plan", "Which part goes where")
	add(v.argued(), "against", "Risks")
	add(v.Mix() == nil && v.drawn(), "standing", "How the options stand")
	add(v.Mix() == nil && v.showsLead(), "why", "Why")
	add(v.Mix() != nil, "single", "If it had to be one "+v.Noun().One)
	add(v.flipsKnown(), "flips", "What would change it")
	add(v.asksNext(), "next", "What to find out next")
	add(r.Cost != nil || v.takesLoad(), "cost", "What it costs")
	add(true, "details", "Your answers, details and method")
	return s
}

// watchTitle heads the reasons to decide again.
func (v reportView) watchTitle() string {
	if v.Decided {
		return export.ChangesRecommendation
	}
	return "When to decide again"
}
