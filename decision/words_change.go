package decision

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
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
		terms[i] = w.change(c) + forPart(c.Part)
	}
	return join(terms, " and, at the same time, ")
}

// change describes one change. Where several answers hold together, only the difference is
// named: only a; a as well; a instead of b.
func (w words) change(c Change) string {
	switch come, gone := w.changed(c); {
	case come == "":
		return "only " + w.stateNamed(c.Question, c.To).said.short()
	case gone == "":
		return come + " as well"
	default:
		return come + " instead of " + gone
	}
}

// changed returns the new answers of a change, "" where it only takes one away, and those that they replace, "" where
// they are added.
func (w words) changed(c Change) (come, gone string) {
	from, to := w.stateNamed(c.Question, c.From), w.stateNamed(c.Question, c.To)
	if from == nil || to == nil || len(from.answers)+len(to.answers) == 2 {
		return w.short(c.Question, c.To, c.ToLabel), w.short(c.Question, c.From, c.FromLabel)
	}
	return shared(w.without(c.Question, to, from), " and "), shared(w.without(c.Question, from, to), " and ")
}

// flips describes flips that are alike: with a or b instead of c, or with …. Where answers hold together, one that changes
// more than another, in the same way, is left out.
func (w words) flips(same []Flip) string {
	var added, only, going []string
	replaced := map[string][]string{} // the new answers, by what they replace
	for _, f := range same {
		c := f.Changes[0]
		if slices.ContainsFunc(same, func(o Flip) bool { return w.within(o.Changes[0], c) }) {
			continue
		}
		switch come, gone := w.changed(c); {
		case come == "":
			only = append(only, w.change(c))
		case gone == "":
			added = append(added, come)
		default:
			if replaced[gone] == nil {
				going = append(going, gone)
			}
			replaced[gone] = append(replaced[gone], come)
		}
	}
	terms := only
	if len(going) > 0 && w.everyOther(same) {
		terms, going = append(terms, "any other answer instead of "+going[0]), nil
	}
	for i, gone := range going {
		comes := replaced[gone]
		if slices.ContainsFunc(going[:i], func(before string) bool { return slices.Equal(replaced[before], comes) }) {
			continue // named there
		}
		of := slices.DeleteFunc(slices.Clone(going), func(other string) bool { return !slices.Equal(replaced[other], comes) })
		come := shared(w.spans(same[0].Changes[0].Question, comes), " or ")
		if strings.Contains(come, ", or ") {
			come += ","
		}
		terms = append(terms, come+" instead of "+shared(of, " or "))
	}
	switch {
	case len(added) == 1:
		terms = append(terms, added[0]+" as well")
	case len(added) > 1:
		c := same[0].Changes[0]
		terms = append(terms, shared(added, " or ")+" in addition to "+w.short(c.Question, c.From, c.FromLabel))
	}
	return "With " + join(terms, ", or with ") + forPart(same[0].Changes[0].Part) + ", " + w.wouldLead(same[0].Leader, same[0].Name) + "."
}

// shared joins short forms and says only once how several of them end: “a lower bill or more speed as the aim”.
func shared(shorts []string, last string) string {
	var tails []string
	heads := map[string][]string{}
	for _, short := range shorts {
		head, tail := short, ""
		if at := strings.LastIndex(short, " as the "); at > 0 {
			head, tail = short[:at], short[at:]
		}
		if heads[tail] == nil {
			tails = append(tails, tail)
		}
		heads[tail] = append(heads[tail], head)
	}
	if len(tails) == len(shorts) {
		return join(shorts, last)
	}
	groups := make([]string, len(tails))
	for i, tail := range tails {
		groups[i] = join(heads[tail], last) + tail
	}
	return join(groups, ","+last)
}

// spans names answers that are at an end of a scale by what they have in common: “more than 15 developers” in place of
// three answers.
func (w words) spans(question string, shorts []string) []string {
	at, ok := w.c.index.question[question]
	if !ok || !w.c.Questions[at].Ordered {
		return shorts
	}
	answers := w.c.Questions[at].Answers
	other := func(a Answer) bool { return !slices.Contains(shorts, a.short()) }
	named := slices.Clone(shorts)
	name := func(of []Answer, span string) {
		if len(of) > 1 && span != "" {
			named = slices.DeleteFunc(named, func(short string) bool {
				return slices.ContainsFunc(of, func(a Answer) bool { return a.short() == short })
			})
			named = append(named, span)
		}
	}
	if n := slices.IndexFunc(answers, other); n > 0 {
		name(answers[:n], answers[n-1].AndBefore)
	}
	n := len(answers)
	for n > 0 && !other(answers[n-1]) {
		n--
	}
	if n > 0 && n < len(answers) {
		name(answers[n:], answers[n].AndAfter)
	}
	return named
}

// manyAnswers is from how many answers on it is said that every other answer would do, where it would.
const manyAnswers = 4

// everyOther reports whether flips that are alike have every single answer to their question but the present one, and
// these are many.
func (w words) everyOther(same []Flip) bool {
	q, ok := w.c.index.question[same[0].Changes[0].Question]
	return ok && len(w.c.Questions[q].Answers) > manyAnswers && !slices.ContainsFunc(w.c.Questions[q].Answers, func(a Answer) bool {
		return a.ID != same[0].Changes[0].From && !slices.ContainsFunc(same, func(f Flip) bool { return f.Changes[0].To == a.ID })
	})
}

// within reports whether one change does only a part of what another change of the same answer does: each answer that it
// adds or takes away, the other one does too.
func (w words) within(c, other Change) bool {
	from, to, others := w.stateNamed(c.Question, c.From), w.stateNamed(c.Question, c.To), w.stateNamed(c.Question, other.To)
	if from == nil || to == nil || others == nil || c.To == other.To {
		return false
	}
	for at := range w.c.Questions[w.c.index.question[c.Question]].Answers {
		if was := slices.Contains(from.answers, at); was != slices.Contains(to.answers, at) && was == slices.Contains(others.answers, at) {
			return false
		}
	}
	return true
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
	rises := slices.ContainsFunc(w.r.Cost.LoadFlips, func(f LoadFlip) bool { return f.HighOpen })
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
	if x := w.dearer(); x != nil && !rises {
		list = append(list, "the load rises above "+rate(x.At)+": then the bill of "+w.option(x.Option)+" would be lower than that of "+
			w.option(w.r.Leader)+".")
	}
	return list
}

// mostGrowth is how many times the stated load a team may grow to.
const mostGrowth = 100

// dearer returns the crossing from which on, as the load grows, another option that is possible has the
// lower bill for good; the nearest of several, nil for none within reach, and where the leader's is not the lowest
// today or the order of the two is open.
func (w words) dearer() (nearest *CostCrossing) {
	c := w.r.Cost
	if w.mixed() {
		return nil
	}
	possible := func(option string) bool {
		return !slices.ContainsFunc(w.r.Ranking, func(s Standing) bool { return s.Option == option && s.Status == StatusOut })
	}
	own := c.Bill(w.r.Leader)
	if own == nil || slices.ContainsFunc(c.Options, func(o OptionCost) bool {
		return possible(o.Option) && len(o.Passed) == 0 && o.Total < own.Total
	}) {
		return nil
	}
	for i := range c.Crossings {
		x := &c.Crossings[i]
		last := i+1 == len(c.Crossings) || c.Crossings[i+1].Option != x.Option
		grows := number(x.At) / number(c.Load.Requests)
		if last && possible(x.Option) && !c.within(x.Low, x.High) && x.Cheaper == x.Option && grows > 1 && grows < mostGrowth &&
			(nearest == nil || x.At.Cmp(nearest.At) < 0) {
			nearest = x
		}
	}
	return nearest
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

// Bounds of the number of entries in Report.Revisit.
const (
	maxRevisit = 4
	maxLoads   = 2 // at most these about the load

	maxConditions   = 3 // with loads, at most these that the decision depends on
	maxOpen         = 2 // with all before, at most these open questions
	maxFacts        = 3 // with all others, at most these changes of plain facts
	maxPairsToWatch = 2 // at most these about two answers at once
)

// leastToWatch is the least chance of changing the result for which an open question is worth
// waiting for.
const leastToWatch = 0.05

// revisit lists what should bring a team back to its decision: loads first, as they are
// easy to watch, then what the decision depends on, then changes of answers that change the
// outcome and can happen, likeliest first, then open questions. Changes of plain facts are
// listed if there is little else. Weights are not among them: they do not change by themselves.
// Each is a sentence under "Decide again when".
func (w words) revisit() []string {
	r, list := w.r, []string{}
	add := func(limit int, sentence string) {
		if len(list) < limit && sentence != "" {
			list = append(list, upper(sentence))
		}
	}
	for _, text := range w.loadTriggers() {
		add(maxLoads, text)
	}
	var said []Condition
	if r.Kind != VerdictUndecided {
		said = r.Conditions
	}
	for i, c := range said {
		if !slices.ContainsFunc(said[:i], c.alike) {
			add(maxConditions, "the answer to “"+c.Text+"”"+w.forParts(c)+" turns out to be "+w.answers(c.Question, c.Spoils)+
				": that rules out "+w.spoiled(c)+".")
		}
	}
	unsettling := r.unsettling()
	for i := range r.NextQuestions {
		if &r.NextQuestions[i] == unsettling {
			add(maxRevisit, w.becomesKnown(i, said))
		}
	}
	flips := slices.DeleteFunc(slices.Concat(r.Flips, r.PairFlips[:min(len(r.PairFlips), maxPairsToWatch)]), w.unheardOf)
	slices.SortStableFunc(flips, func(a, b Flip) int { return cmp.Compare(b.Likely, a.Likely) })
	var could, facts []Flip
	for _, f := range flips {
		if f.Plain {
			facts = append(facts, f)
		} else {
			could = append(could, f)
		}
	}
	for _, same := range together(could) {
		add(maxRevisit, w.happens(same))
	}
	for i := range r.NextQuestions {
		if len(list) < maxOpen && &r.NextQuestions[i] != unsettling { // which stands there already
			add(maxOpen, w.becomesKnown(i, said))
		}
	}
	for _, same := range together(facts) {
		add(maxFacts, w.happens(same))
	}
	return list
}

// spoiled names what the condition, and those like it, may rule out: the leader or, of a mix, the options that it names.
func (w words) spoiled(c Condition) string {
	var ids []string
	for _, o := range w.r.Conditions {
		if o.alike(c) {
			ids = append(ids, o.Options...)
		}
	}
	if len(ids) == 0 {
		return w.option(w.r.Leader)
	}
	return w.options(slices.DeleteFunc(slices.Clone(w.r.Plan.Platforms), func(id string) bool { return !slices.Contains(ids, id) }))
}

// becomesKnown describes an open question that is worth waiting for, with the parts for which it has the same chance.
// It is "" for another one, for what earlier questions or the given conditions name already.
func (w words) becomesKnown(at int, said []Condition) string {
	q, list := w.r.NextQuestions[at], w.r.NextQuestions
	if q.Most() < leastToWatch || slices.ContainsFunc(list[:at], q.Like) || q.among(said) {
		return ""
	}
	of := ""
	if q.Part != "" {
		var parts []string
		for _, o := range list[at:] {
			if q.Like(o) {
				parts = append(parts, o.Part)
			}
		}
		of = " for " + and(Marked(parts))
	}
	return "the answer to “" + q.Text + "”" + of + " becomes known: the chance that it changes " +
		w.thing() + " is " + Percent(q.Chance) + q.IfAlike(", or ") + "."
}

// unheardOf reports whether a change of answers does not just happen: one that moves by several steps
// of a scale, or one into an answer that the given one does not turn into by itself.
func (w words) unheardOf(f Flip) bool {
	return slices.ContainsFunc(f.Changes, func(c Change) bool {
		at, known := w.c.index.question[c.Question]
		if !known {
			return false
		}
		q := &w.c.Questions[at]
		from, one := w.c.index.answer[at][c.From]
		to, other := w.c.index.answer[at][c.To]
		if q.Ordered && one && other && max(from-to, to-from) > 1 {
			return true
		}
		return slices.ContainsFunc(q.Answers, func(a Answer) bool { return len(a.Becomes) > 0 }) &&
			!(one && slices.Contains(q.Answers[from].Becomes, c.To))
	})
}

// happens describes flips that are alike as an event, with its outcome.
func (w words) happens(same []Flip) string {
	return w.becomes(same) + ": then " + w.wouldLead(same[0].Leader, same[0].Name) + "."
}

// together groups flips: changes of one answer that lead to the same outcome are one event.
func together(flips []Flip) (groups [][]Flip) {
	for _, f := range flips {
		at := slices.IndexFunc(groups, func(g []Flip) bool { return g[0].Alike(f) })
		if at < 0 {
			at, groups = len(groups), append(groups, nil)
		}
		groups[at] = append(groups[at], f)
	}
	return groups
}

// Alike reports whether two flips change only the answer to one question, and to the same
// outcome.
func (f Flip) Alike(o Flip) bool {
	return len(f.Changes) == 1 && len(o.Changes) == 1 && f.Changes[0].of(o.Changes[0]) && f.Leader == o.Leader && f.Name == o.Name
}

// of reports whether two changes are of the same question.
func (c Change) of(o Change) bool { return c.Question == o.Question && c.Part == o.Part }

// becomes describes flips that are alike as one event: the answer to “…” becomes “…” or “…”. Where answers hold
// together, one that changes more than another, in the same way, is left out.
func (w words) becomes(same []Flip) string {
	one := len(same[0].Changes) == 1
	every := one && w.everyOther(same)
	same = slices.DeleteFunc(slices.Clone(same), func(f Flip) bool {
		return one && slices.ContainsFunc(same, func(o Flip) bool { return w.within(o.Changes[0], f.Changes[0]) })
	})
	terms := make([]string, len(same[0].Changes))
	for i, c := range same[0].Changes {
		changes := make([]Change, len(same))
		for n, f := range same {
			changes[n] = f.Changes[i]
		}
		terms[i] = fmt.Sprintf("the answer to “%s”%s %s", c.Text, forPart(c.Part), w.turns(changes, every))
	}
	return and(terms)
}

// mostNamed is how many answers are named that lead to the same outcome, the likeliest first.
const mostNamed = 3

// turns describes how an answer changes, in one of several ways: becomes “…” or “…”. Where several
// answers hold together, only the difference is named. Where every other answer is among the new ones, they are not named.
func (w words) turns(changes []Change, every bool) string {
	type way struct {
		gone string
		come []string
	}
	var ways []way
	var added, terms []string
	for _, c := range changes {
		if come, ok := w.added(c); ok {
			added = append(added, come)
		}
	}
	if len(added) > 0 {
		terms = append(terms, "comes to include "+named(added))
	}
	if every {
		other := "becomes any other than " + w.answers(changes[0].Question, []string{changes[0].FromLabel})
		return join(append([]string{other}, terms...), ", or ")
	}
	for _, c := range changes {
		from, to := w.stateNamed(c.Question, c.From), w.stateNamed(c.Question, c.To)
		gone, come := "", w.answers(c.Question, []string{c.ToLabel})
		if from != nil && to != nil && len(from.answers)+len(to.answers) > 2 {
			gone, come = w.quotedWithout(c.Question, from, to), w.quotedWithout(c.Question, to, from)
		}
		if slices.Contains(added, come) {
			continue // it changes the outcome whatever else holds
		}
		at := slices.IndexFunc(ways, func(x way) bool { return x.gone == gone })
		if at < 0 {
			at, ways = len(ways), append(ways, way{gone: gone})
		}
		ways[at].come = append(ways[at].come, come)
	}
	for _, x := range ways {
		switch {
		case x.gone == "":
			terms = append(terms, "becomes "+named(x.come))
		case x.come[0] == "":
			terms = append(terms, "no longer includes "+x.gone)
		default:
			terms = append(terms, "changes from "+x.gone+" to "+named(x.come))
		}
	}
	return join(terms, ", or ")
}

// added returns what a change adds to answers that hold together; false where it takes one of them away.
func (w words) added(c Change) (come string, ok bool) {
	from, to := w.stateNamed(c.Question, c.From), w.stateNamed(c.Question, c.To)
	if from == nil || to == nil || len(to.answers) <= len(from.answers) || w.quotedWithout(c.Question, from, to) != "" {
		return "", false
	}
	return w.quotedWithout(c.Question, to, from), true
}

// quotedWithout quotes the answers of a state that another state lacks.
func (w words) quotedWithout(question string, s, other *state) string {
	var labels []string
	for _, at := range s.answers {
		if !slices.Contains(other.answers, at) {
			labels = append(labels, w.c.Questions[w.c.index.question[question]].Answers[at].Label)
		}
	}
	return and(Marked(UpToColons(labels)))
}

// named joins answers, and counts those beyond the first few.
func named(list []string) string {
	if more := len(list) - mostNamed; more > 1 {
		list = append(slices.Clone(list[:mostNamed]), "one of "+Number(more)+" others")
	}
	return join(list, " or ")
}

// upper capitalises the first letter, unless the first word has its capitals elsewhere: gRPC, iOS.
func upper(sentence string) string {
	first, size := utf8.DecodeRuneInString(sentence)
	word, _, _ := strings.Cut(sentence, " ")
	if size == 0 || strings.ContainsFunc(word, unicode.IsUpper) {
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

// inside makes a sentence small for the middle of another, unless it begins with an option's name.
func (c *Catalogue) inside(sentence string) string {
	if c.BeginsWithName(sentence) {
		return sentence
	}
	return lower(sentence)
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
			text = fmt.Sprintf("The bill of %s is lower than that of %s below about %s a month", w.option(cheaper),
				w.option(list[0].Cheaper), requestsOf(closely(s.first)))
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
		where = "below " + requestsOf(closely(s.high)) + " a month"
	case s.highOpen:
		where = "above " + requestsOf(closely(s.low)) + " a month"
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
