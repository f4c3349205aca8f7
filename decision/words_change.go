package decision

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"unicode"
	"unicode/utf8"

	"crossroads/decision/cost"
)

// flip describes the outcome of changed answers.
func (w words) flip(f Flip) string {
	return "With " + w.instead(f.Changes) + ", " + w.wouldLead(f.Leader, f.Name) + "."
}

// instead describes changes: steady load instead of rare spikes.
func (w words) instead(changes []Change) string {
	terms := make([]string, len(changes))
	for i, c := range changes {
		terms[i] = w.change(c)
		if c.Part != "" {
			terms[i] += fmt.Sprintf(" for “%s”", c.Part)
		}
	}
	return and(terms)
}

// change describes one change. Where several answers hold together, only the difference is
// named: only a; a as well; a instead of b.
func (w words) change(c Change) string {
	from, to := w.stateNamed(c.Question, c.From), w.stateNamed(c.Question, c.To)
	if from == nil || to == nil || len(from.answers)+len(to.answers) == 2 {
		return w.short(c.Question, c.To, c.ToLabel) + " instead of " + w.short(c.Question, c.From, c.FromLabel)
	}
	gone, come := w.without(c.Question, from, to), w.without(c.Question, to, from)
	switch {
	case len(come) == 0:
		return "only " + to.said.short()
	case len(gone) == 0:
		return and(come) + " as well"
	}
	return and(come) + " instead of " + and(gone)
}

// without returns the short forms of the answers of a state that another state lacks.
func (w words) without(question string, s, other *state) (shorts []string) {
	q := &w.c.Questions[w.c.index.question[question]]
	for _, at := range s.answers {
		if !slices.Contains(other.answers, at) {
			shorts = append(shorts, q.Answers[at].short())
		}
	}
	return shorts
}

// stateNamed returns the state with an id; nil where there is none, as for a list of
// possible answers.
func (w words) stateNamed(question, id string) *state {
	if q, ok := w.c.index.question[question]; ok {
		for at := range w.c.index.state[q] {
			if s := &w.c.index.state[q][at]; s.said.ID == id {
				return s
			}
		}
	}
	return nil
}

// short returns the short form of an answer, or of several that hold together, for use
// inside a sentence.
func (w words) short(question, id, label string) string {
	if s := w.stateNamed(question, id); s != nil {
		return s.said.short()
	}
	return "“" + label + "”"
}

func (a *Answer) short() string {
	if a.Short != "" {
		return a.Short
	}
	return "“" + a.Label + "”"
}

// wouldLead describes an outcome: "… would come first".
func (w words) wouldLead(id, name string) string {
	switch {
	case id == "":
		return "no option would be left"
	case id == Hybrid:
		return "a mix of " + name + " would be the best plan"
	case w.r.Plan != nil:
		return w.option(id) + " alone would be the best plan"
	}
	return w.option(id) + " would come first"
}

func (w words) nextQuestion(q NextQuestion) string {
	if q.Chance == 0 {
		return "No answer to this question changes " + w.thing() + " by itself."
	}
	return "The chance that your answer changes " + w.thing() + " is " + Percent(q.Chance) + "."
}

// thing names what a change of answers affects.
func (w words) thing() string {
	if w.r.Plan != nil {
		return "the plan"
	}
	return "what comes first"
}

func (w words) breakEven(b BreakEven) string {
	text := "If “" + b.Name + "” had " + Percent(b.At) + " of the weight instead of " + Percent(b.Now) + ", " +
		w.option(w.r.RunnerUp) + " would draw level with " + w.option(w.r.Leader)
	if b.OvertakenBy != "" {
		text += ", but " + w.option(b.OvertakenBy) + " would be ahead of both by then"
	}
	return text + "."
}

// cost describes the loads under which another option would come first, and where bills
// cross.
func (w words) cost() {
	c := w.r.Cost
	for i := range c.LoadFlips {
		f := &c.LoadFlips[i]
		where := "Between " + rate(f.Low) + " and " + rate(f.High)
		switch {
		case f.LowOpen:
			where = "Below " + rate(f.High)
		case f.HighOpen:
			where = "Above " + rate(f.Low)
		}
		f.Sentence = where + ", " + w.wouldLead(f.Leader, f.Name) + "."
	}
	w.crossings()
}

// loadTriggers describes the loads that would change the outcome, as events.
func (w words) loadTriggers() []string {
	if w.r.Cost == nil {
		return nil
	}
	var list []string
	flips := w.r.Cost.LoadFlips
	for i, f := range flips {
		same := func(o LoadFlip) bool { return o.Leader == f.Leader && o.Name == f.Name }
		if slices.ContainsFunc(flips[:i], same) {
			continue // one condition, also where the present outcome returns in between
		}
		var goes []string
		for _, o := range flips[i:] {
			if same(o) {
				goes = append(goes, o.goes())
			}
		}
		list = append(list, "the load "+join(goes, " or ")+": then "+w.wouldLead(f.Leader, f.Name)+".")
	}
	return list
}

// goes describes a range of loads as an event: rises above some requests a month.
func (f LoadFlip) goes() string {
	switch {
	case f.LowOpen:
		return "falls below " + rate(f.High)
	case f.HighOpen:
		return "rises above " + rate(f.Low)
	}
	return "is between " + rate(f.Low) + " and " + rate(f.High)
}

// The number of entries in Report.Revisit.
const (
	minRevisit = 2
	maxRevisit = 5
	maxLoads   = 2 // at most these about the load

	maxConditions   = 3 // with loads, at most these that the decision depends on
	maxFacts        = 3 // with all others, at most these changes of plain facts
	maxPairsToWatch = 2 // at most these about two answers at once
)

// leastToWatch is the least chance of changing the result for which an open question is worth
// waiting for.
const leastToWatch = 0.05

// revisit lists what should bring a team back to its decision: loads first, as they are
// easy to watch, then what the decision depends on, then changes of answers that change the
// outcome, likeliest first, then shifts of importance, then open questions. Changes of plain
// facts are listed if there is little else: they are rare, but better than a general remark.
// Each is a sentence under "Decide again when".
func (w words) revisit() []string {
	r, list := w.r, []string{}
	add := func(limit int, sentence string) {
		if len(list) < limit {
			list = append(list, upper(sentence))
		}
	}
	for _, text := range w.loadTriggers() {
		add(maxLoads, text)
	}
	for i, c := range r.Conditions {
		if w.mixed() || r.Kind == VerdictUndecided {
			break // they are about one option alone, or nothing is decided
		}
		if len(list) < maxConditions && !slices.ContainsFunc(r.Conditions[:i], c.alike) {
			add(maxConditions, "the answer to “"+c.Text+"”"+w.forParts(c)+" turns out to be "+quoted(UpToColons(c.Spoils))+
				": that rules out "+w.option(r.Leader)+".")
		}
	}
	flips := slices.Concat(r.Flips, r.PairFlips[:min(len(r.PairFlips), maxPairsToWatch)])
	slices.SortStableFunc(flips, func(a, b Flip) int { return cmp.Compare(b.Likely, a.Likely) })
	for _, same := range together(flips, false) {
		add(maxRevisit-1, w.happens(same))
	}
	if b := w.nearest(); b != nil && !w.mixed() { // nearest compares single platforms
		add(maxRevisit, "“"+b.Name+"” counts for "+Percent(b.At)+" of the decision instead of "+Percent(b.Now)+": then "+
			w.option(r.RunnerUp)+" would draw level with "+w.option(r.Leader)+".")
	}
	for _, q := range r.NextQuestions[:min(minRevisit, len(r.NextQuestions))] {
		if q.Chance < leastToWatch {
			break // they come in falling order
		}
		add(minRevisit, "the answer to “"+q.Text+"” becomes known"+w.mayChange(q.Chance))
	}
	for _, same := range together(flips, true) {
		add(maxFacts, w.happens(same))
	}
	add(minRevisit, "one of your answers no longer holds.")
	add(minRevisit, "the facts behind the comparison change.")
	return list
}

// happens describes flips that are alike as an event, with its outcome.
func (w words) happens(same []Flip) string {
	return w.becomes(same) + ": then " + w.wouldLead(same[0].Leader, same[0].Name) + "."
}

// together groups the flips that change plain facts, or those that somebody could bring about: changes of
// one answer that lead to the same outcome are one event.
func together(flips []Flip, plain bool) (groups [][]Flip) {
	for _, f := range flips {
		if f.Plain != plain {
			continue
		}
		at := slices.IndexFunc(groups, func(g []Flip) bool { return g[0].alike(f) })
		if at < 0 {
			at, groups = len(groups), append(groups, nil)
		}
		groups[at] = append(groups[at], f)
	}
	return groups
}

// alike reports whether two flips change only the answer to one question, and to the same
// outcome.
func (f Flip) alike(o Flip) bool {
	return len(f.Changes) == 1 && len(o.Changes) == 1 && f.Changes[0].of(o.Changes[0]) && f.Leader == o.Leader && f.Name == o.Name
}

// of reports whether two changes are of the same question.
func (c Change) of(o Change) bool { return c.Question == o.Question && c.Part == o.Part }

// becomes describes flips that are alike as one event: the answer to “…” becomes “…” or “…”.
func (w words) becomes(same []Flip) string {
	terms := make([]string, len(same[0].Changes))
	for i, c := range same[0].Changes {
		part := ""
		if c.Part != "" {
			part = " for “" + c.Part + "”"
		}
		labels := make([]string, len(same))
		for n, f := range same {
			labels[n] = f.Changes[i].ToLabel
		}
		terms[i] = fmt.Sprintf("the answer to “%s”%s becomes %s", c.Text, part, w.answers(c.Question, labels))
	}
	return and(terms)
}

// mayChange returns the end of a sentence about an open question.
func (w words) mayChange(chance float64) string {
	return ": the chance that it changes " + w.thing() + " is " + Percent(chance) + "."
}

// maxShift is the largest shift of a weight worth watching for. Anything larger a team
// would notice by itself.
const maxShift = 0.15

// nearest returns the break-even weight closest to the present one, nil when there is none
// within reach. It skips those at which a third option is already ahead, since they say
// nothing about the first place.
func (w words) nearest() *BreakEven {
	var best *BreakEven
	for i := range w.r.BreakEven {
		b := &w.r.BreakEven[i]
		if b.OvertakenBy == "" && math.Abs(b.At-b.Now) <= maxShift && (best == nil || math.Abs(b.At-b.Now) < math.Abs(best.At-best.Now)) {
			best = b
		}
	}
	return best
}

// upper capitalises the first letter.
func upper(sentence string) string {
	first, size := utf8.DecodeRuneInString(sentence)
	if size == 0 {
		return sentence
	}
	return string(unicode.ToUpper(first)) + sentence[size:]
}

// lower makes the first letter lower case, but not that of an abbreviation.
func lower(sentence string) string {
	first, size := utf8.DecodeRuneInString(sentence)
	if second, _ := utf8.DecodeRuneInString(sentence[size:]); size == 0 || unicode.IsUpper(second) {
		return sentence
	}
	return string(unicode.ToLower(first)) + sentence[size:]
}

// crossings describes where the bills of the leader and each other option cross. All crossings
// with one option share a sentence: bills that rise in steps cross several times, and what is
// said of one crossing alone does not hold beyond the next.
func (w words) crossings() {
	list := w.r.Cost.Crossings
	for from := 0; from < len(list); {
		to := from + 1
		for to < len(list) && list[to].Option == list[from].Option {
			to++
		}
		sentence := w.crossingsWith(list[from:to])
		for ; from < to; from++ {
			list[from].Sentence = sentence
		}
	}
}

// crossingsWith describes all crossings with one option, in ascending order.
func (w words) crossingsWith(list []CostCrossing) string {
	stretches := stretchesOf(list)
	cheaper := list[0].cheaperBefore(w.r.Leader)
	text := ""
	for i, s := range stretches {
		if i == 0 {
			text = fmt.Sprintf("The bill of %s is lower than that of %s below about %s requests a month", w.option(cheaper),
				w.option(list[0].Cheaper), closely(s.first))
		} else {
			text += fmt.Sprintf("; then that of %s is lower up to about %s", w.option(cheaper), closely(s.first))
		}
		if s.first != s.last {
			text += fmt.Sprintf("; up to about %s the two take turns, as whole machines are added", closely(s.last))
		}
		cheaper = s.cheaper
	}
	text += fmt.Sprintf("; above that, the bill of %s is lower.", w.option(cheaper))
	for _, s := range stretches {
		text += s.doubt(w.r.Cost)
	}
	return text
}

// cheaperBefore returns the option that costs less up to the crossing.
func (x CostCrossing) cheaperBefore(leader string) string {
	if x.Cheaper == leader {
		return x.Option
	}
	return leader
}

// stretch is a range of loads in which two bills cross, once or several times, without the order
// ever becoming certain in between.
type stretch struct {
	first, last       cost.Quantity // crossings
	low, high         cost.Quantity // of the uncertainty around them
	lowOpen, highOpen bool
	cheaper           string // option with the lower bill after the last crossing
}

// stretchesOf joins crossings whose uncertainties overlap, as the charts do.
func stretchesOf(list []CostCrossing) (joined []stretch) {
	for _, x := range list {
		if n := len(joined); n > 0 && joined[n-1].high.Cmp(x.At) >= 0 {
			s := &joined[n-1]
			s.last, s.cheaper, s.high, s.highOpen = x.At, x.Cheaper, s.high.Max(x.High), s.highOpen || x.HighOpen
			continue
		}
		joined = append(joined, stretch{x.At, x.At, x.Low, x.High, x.LowOpen, x.HighOpen, x.Cheaper})
	}
	return joined
}

// doubt says for which loads the order is open, "" where it is certain.
func (s stretch) doubt(c *CostReport) string {
	where := "between " + closely(s.low) + " and " + closely(s.high) + " requests a month"
	switch {
	case s.lowOpen && s.highOpen:
		where = "at all loads that were tried"
	case s.lowOpen:
		where = "below " + closely(s.high) + " requests a month"
	case s.highOpen:
		where = "above " + closely(s.low) + " requests a month"
	case s.low == s.high:
		return ""
	}
	yours := ""
	if c.within(s.low, s.high) {
		yours = ", your load included"
	}
	return fmt.Sprintf(" The order is open %s%s: prices that are %d%% off, a duration that is %d%% off, or a front door, network or "+
		"availability that is not decided yet could turn it.", where, yours, c.Uncertainty.Price, c.Uncertainty.Load)
}

// closely formats a number of requests with three significant digits, as charts do.
func closely(n cost.Quantity) string { return rounded(number(n), 3) }
