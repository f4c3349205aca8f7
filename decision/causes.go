package decision

import (
	"cmp"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Cause is one change of content between two versions of a catalogue.
type Cause struct {
	What   string  // one sentence
	Effect float64 // change it alone makes to the lead of what came first, in value
	Score  float64 // and to the score of what came first
	Led    bool    // whether there was anything to lead over, with this change and without
	Leader string  // what comes first with this change alone, Hybrid for a mix; "" when it stays the same, or nothing is left
	Name   string  // of Leader, for use inside a sentence: “a mix of … and …”, “nothing”; "" when it stays the same
	Moves  []Move  // parts that go elsewhere with this change alone, where the same comes first
	Out    bool    // whether the option that came first is ruled out with this change alone
	Tested bool    // whether Effect was computed; changes of the lists themselves cannot be tried alone
}

// maxCauses bounds how many changes are tried: the last one stands for all that are left.
const maxCauses = 60

// edit is a change that can be made to the older catalogue alone.
type edit struct {
	what  string
	apply func(*Catalogue)
}

// Causes lists the changes from old to now that move the result of a, largest effect on its
// lead first. Changes that a reader of the result would not see are left out. Both
// catalogues must be compiled, and a must be valid for old.
func Causes(old, now *Catalogue, a Assessment) ([]Cause, error) {
	base, err := Evaluate(old, a)
	if err != nil {
		return nil, err
	}
	edits, fixed := edits(old, now, base.Cost != nil)
	sources := allSources(old, now)
	var causes []Cause
	for _, e := range gathered(edits) {
		copied := old.copied()
		copied.Sources = sources
		e.apply(copied)
		if copied.Compile() != nil {
			fixed = append(fixed, e.what) // it works only together with other changes
			continue
		}
		report, err := Evaluate(copied, a)
		if err != nil {
			fixed = append(fixed, e.what) // what was answered is no longer there
			continue
		}
		c := old.causeOf(e.what, base, report)
		if math.Abs(c.Effect) >= 0.0005 || !Compare(base, report).Same() {
			causes = append(causes, c)
		}
	}
	slices.SortStableFunc(causes, func(x, y Cause) int {
		return cmp.Or(-compareBool(x.Name != "", y.Name != ""), -compareBool(len(x.Moves) > 0, len(y.Moves) > 0),
			cmp.Compare(math.Abs(y.Effect), math.Abs(x.Effect)), cmp.Compare(math.Abs(y.Score), math.Abs(x.Score)))
	})
	for _, what := range fixed {
		causes = append(causes, Cause{What: what})
	}
	return causes, nil
}

// gathered returns the edits to try: where there are too many, the rest as one.
func gathered(edits []edit) []edit {
	if len(edits) <= maxCauses {
		return edits
	}
	rest := edits[maxCauses-1:]
	return append(slices.Clone(edits[:maxCauses-1]), edit{fmt.Sprintf("%d more things changed.", len(rest)), func(c *Catalogue) {
		for _, e := range rest {
			e.apply(c)
		}
	}})
}

// allSources returns the sources of both catalogues: a change may cite one that only one of them has.
func allSources(old, now *Catalogue) []Source {
	list := slices.Clone(old.Sources)
	for _, s := range now.Sources {
		if !slices.ContainsFunc(old.Sources, func(o Source) bool { return o.ID == s.ID }) {
			list = append(list, s)
		}
	}
	return list
}

// causeOf tells what a change does to what came first in a report: an option, or a mix.
func (c *Catalogue) causeOf(what string, before, after Report) Cause {
	x := Cause{What: what, Tested: true}
	was, is := before.Mix(), after.Mix()
	ahead, led := lead(before, before.Leader)
	now, leads := lead(after, before.Leader)
	switch {
	case was != nil:
		if is == nil || !slices.Equal(was.Platforms, is.Platforms) {
			x.Leader, x.Name = c.first(after)
		} else {
			x.Moves = c.phrased(Compare(before, after).Moves)
		}
		if after.Plan != nil {
			x.Score = after.Plan.Value - was.Value
			ahead, led = was.Gain, was.BestSingle != ""
			now, leads = after.Plan.Gain, after.Plan.BestSingle != ""
		}
	case is != nil || before.Leader != after.Leader || before.Kind != after.Kind && after.Kind == VerdictNone:
		x.Leader, x.Name = c.first(after)
	}
	if was == nil {
		x.Score = scoreOf(after, before.Leader) - scoreOf(before, before.Leader)
		x.Out = statusOf(after, before.Leader) == StatusOut && statusOf(before, before.Leader) != StatusOut
	}
	x.Effect, x.Led = now-ahead, led && leads
	return x
}

// phrased returns moves with the names of options as they are inside a sentence.
func (c *Catalogue) phrased(moves []Move) []Move {
	for i := range moves {
		for _, o := range c.Options {
			for _, name := range []*string{&moves[i].From, &moves[i].To} {
				if *name == o.Name {
					*name = cmp.Or(o.Phrase, o.Name)
				}
			}
		}
	}
	return moves
}

// first returns what comes first in a report, and its name inside a sentence.
func (c *Catalogue) first(r Report) (id, name string) {
	mix := r.Mix()
	switch {
	case r.Leader == "" || r.Kind == VerdictNone:
		return "", "nothing"
	case mix == nil:
		return r.Leader, words{c: c}.option(r.Leader)
	}
	return Hybrid, "a mix of " + words{c: c}.options(mix.Platforms)
}

// compareBool orders false before true.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// scoreOf returns the score of an option, the worst value if it is ruled out.
func scoreOf(r Report, option string) float64 {
	for _, s := range r.Ranking {
		if s.Option == option && s.Status != StatusOut {
			return s.Score
		}
	}
	return 0
}

func statusOf(r Report, option string) string {
	for _, s := range r.Ranking {
		if s.Option == option {
			return s.Status
		}
	}
	return ""
}

// lead returns how far an option is ahead of the best other option, negative when it is
// behind, and whether there is another. An option that is ruled out counts with the worst value.
func lead(r Report, option string) (ahead float64, others bool) {
	best := 0.0
	for _, s := range r.Ranking {
		if s.Status != StatusOut && s.Option != option {
			best, others = max(best, s.Score), true
		}
	}
	return scoreOf(r, option) - best, others
}

// copied returns a copy whose lists can be replaced and whose entries can be changed
// without touching the original.
func (c *Catalogue) copied() *Catalogue {
	d := *c
	d.Cases, d.Former = nil, Former{} // which never affect a result
	d.Criteria, d.Cells = slices.Clone(c.Criteria), slices.Clone(c.Cells)
	d.Questions, d.Prices = slices.Clone(c.Questions), slices.Clone(c.Prices)
	d.Axes, d.Options = slices.Clone(c.Axes), slices.Clone(c.Options)
	for i := range d.Questions {
		d.Questions[i].Answers = slices.Clone(c.Questions[i].Answers)
	}
	for i := range d.Axes {
		d.Axes[i].Values = slices.Clone(c.Axes[i].Values)
	}
	return &d
}

// edits returns the changes that can be tried alone, and descriptions of those that cannot.
// Changes of prices and of the cost model count only if the result has bills.
func edits(old, now *Catalogue, bills bool) (list []edit, fixed []string) {
	if !reflect.DeepEqual(old.Policy, now.Policy) {
		list = append(list, edit{changedPolicy(old.Applied(), now.Applied()), func(c *Catalogue) { c.Policy = now.Policy }})
	}
	list = append(list, boundEdits(old.Bounds, now.Bounds, now.Nouns().One)...)
	add := func(edits []edit, lists []string) { list, fixed = append(list, edits...), append(fixed, lists...) }
	add(axisEdits(old, now))
	add(criterionEdits(old, now))
	add(cellEdits(old, now), nil)
	add(answerEdits(old, now))
	if bills {
		add(priceEdits(old, now))
		add(modelEdits(old, now), nil)
	}
	return list, fixed
}

// boundEdits tells apart what the thresholds of the verdict are for.
func boundEdits(old, now Bounds, noun string) (list []edit) {
	add := func(differs bool, what string, apply func(*Bounds)) {
		if differs {
			list = append(list, edit{what, func(c *Catalogue) { apply(&c.Bounds) }})
		}
	}
	add(old.ClearShare != now.ClearShare || old.LeanShare != now.LeanShare || old.Floor != now.Floor,
		"The thresholds for a clear verdict changed.",
		func(b *Bounds) { b.ClearShare, b.LeanShare, b.Floor = now.ClearShare, now.LeanShare, now.Floor })
	points := func(from, to float64) string {
		return figure(math.Round(to*1000)/10) + " points instead of " + figure(math.Round(from*1000)/10)
	}
	add(old.Platform != now.Platform, "A second "+noun+" costs a mix "+points(old.Platform, now.Platform)+".",
		func(b *Bounds) { b.Platform = now.Platform })
	add(old.Apart != now.Apart, "One "+noun+" for everything loses up to "+points(old.Apart, now.Apart)+" where parts run apart.",
		func(b *Bounds) { b.Apart = now.Apart })
	add(old.Together != now.Together,
		"One "+noun+" that holds different parts together loses up to "+points(old.Together, now.Together)+".",
		func(b *Bounds) { b.Together = now.Together })
	add(old.Spread != now.Spread, "Weights are drawn more or less widely around what was stated.",
		func(b *Bounds) { b.Spread = now.Spread })
	return list
}

// axisEdits lists what changed on the axes that both catalogues have, and the options that moved there.
func axisEdits(old, now *Catalogue) (list []edit, fixed []string) {
	axes := paired("axis", old.Axes, now.Axes, func(a Axis) (id, name string) { return a.ID, a.Name }, func(i int, was, is Axis) {
		if is.Priced != was.Priced {
			list = append(list, edit{
				fmt.Sprintf("To differ in “%s” %s the price of one more %s.", is.Name, oneOf(is.Priced, "now has", "no longer has"),
					now.Nouns().One),
				func(c *Catalogue) { c.Axes[i].Priced = is.Priced },
			})
		}
		for k, v := range was.Values {
			at := slices.IndexFunc(is.Values, func(w AxisValue) bool { return w.ID == v.ID })
			if at >= 0 && is.Values[at].Divides != v.Divides {
				divides := is.Values[at].Divides
				list = append(list, edit{
					fmt.Sprintf("Parts are %s programs of their own with “%s”.", oneOf(divides, "now", "no longer"), is.Values[at].Name),
					func(c *Catalogue) { c.Axes[i].Values[k].Divides = divides },
				})
			}
		}
	})
	named := func(o Option) (id, name string) { return o.ID, o.Name }
	fixed = paired("option", old.Options, now.Options, named, func(i int, was, is Option) {
		if len(axes) == 0 && !slices.Equal(is.On, was.On) { // places are by axis
			list = append(list, edit{
				fmt.Sprintf("%s has another place on the axes.", is.Name),
				func(c *Catalogue) { c.Options[i].On = is.On },
			})
		}
	})
	return list, append(fixed, axes...)
}

func oneOf(holds bool, yes, no string) string {
	if holds {
		return yes
	}
	return no
}

// changedPolicy describes how the rules of the organisation differ.
func changedPolicy(old, now *Applied) string {
	switch {
	case old == nil:
		return fmt.Sprintf("The rules of %s hold now.", now)
	case now == nil:
		return fmt.Sprintf("The rules of %s no longer hold.", old)
	case old.Same(now):
		return fmt.Sprintf("The rules of %s changed.", now)
	}
	return fmt.Sprintf("The rules of %s hold instead of those of %s.", now, old)
}

// paired calls change for each entry that both lists have, with its index in the older one, and describes those that
// only one of them has. A new name does not make it another entry.
func paired[T any](kind string, old, now []T, of func(T) (id, name string), change func(i int, was, is T)) []string {
	var before, after []string
	for _, n := range now {
		_, name := of(n)
		after = append(after, name)
	}
	for i, o := range old {
		id, name := of(o)
		at := slices.IndexFunc(now, func(n T) bool { other, _ := of(n); return other == id })
		if at >= 0 {
			_, name = of(now[at])
			change(i, o, now[at])
		}
		before = append(before, name)
	}
	return listChanges(kind, before, after)
}

// listChanges describes the names that were added and removed.
func listChanges(kind string, old, now []string) (said []string) {
	for _, name := range now {
		if !slices.Contains(old, name) {
			said = append(said, "New "+kind+": "+name+".")
		}
	}
	for _, name := range old {
		if !slices.Contains(now, name) {
			said = append(said, "No longer there: the "+kind+" "+name+".")
		}
	}
	return said
}

func criterionEdits(old, now *Catalogue) (list []edit, fixed []string) {
	named := func(k Criterion) (id, name string) { return k.ID, k.Name }
	fixed = paired("criterion", old.Criteria, now.Criteria, named, func(i int, was, is Criterion) {
		if is.Weight != was.Weight {
			list = append(list, edit{
				fmt.Sprintf("The usual weight of “%s” is %s instead of %s.", is.Name, figure(is.Weight), figure(was.Weight)),
				func(c *Catalogue) { c.Criteria[i].Weight = is.Weight },
			})
		}
		if !reflect.DeepEqual(is.Scale, was.Scale) {
			list = append(list, edit{
				fmt.Sprintf("“%s” is measured on another scale.", is.Name),
				func(c *Catalogue) { c.Criteria[i].Scale = is.Scale },
			})
		}
		if !reflect.DeepEqual(is.Cost, was.Cost) {
			list = append(list, edit{
				fmt.Sprintf("“%s” is worked out from the bills in another way.", is.Name),
				func(c *Catalogue) { c.Criteria[i].Cost = is.Cost },
			})
		}
		if is.Leaving != was.Leaving {
			list = append(list, edit{
				fmt.Sprintf("“%s” %s a tie.", is.Name, oneOf(is.Leaving, "now breaks", "no longer breaks")),
				func(c *Catalogue) { c.Criteria[i].Leaving = is.Leaving },
			})
		}
	})
	return list, fixed
}

// cellEdits lists the cells that were added, taken out or changed, of subjects and criteria that both
// catalogues have: others come and go with those.
func cellEdits(old, now *Catalogue) (list []edit) {
	same := func(a Cell) func(Cell) bool {
		return func(b Cell) bool { return a.Subject() == b.Subject() && a.Criterion == b.Criterion }
	}
	both := func(cell Cell) bool { return old.judges(cell) && now.judges(cell) }
	on := func(c *Catalogue, cell Cell) (subject, criterion string) {
		return c.SubjectName(cell.Subject()), criterionName(c, cell.Criterion)
	}
	for _, cell := range old.Cells {
		j := slices.IndexFunc(now.Cells, same(cell))
		if j < 0 {
			if both(cell) {
				subject, criterion := on(old, cell)
				list = append(list, edit{
					fmt.Sprintf("The judgement %s of %s on “%s” is gone.", figure(cell.Value), subject, criterion),
					func(c *Catalogue) { c.Cells = slices.DeleteFunc(c.Cells, same(cell)) },
				})
			}
			continue
		}
		n := now.Cells[j]
		if n.Value == cell.Value {
			continue
		}
		subject, criterion := on(now, n)
		list = append(list, edit{
			fmt.Sprintf("%s is now judged %s instead of %s on “%s”.", subject, figure(n.Value), figure(cell.Value), criterion),
			func(c *Catalogue) { c.Cells[slices.IndexFunc(c.Cells, same(n))].Value = n.Value },
		})
	}
	for _, n := range now.Cells {
		if both(n) && !slices.ContainsFunc(old.Cells, same(n)) {
			subject, criterion := on(now, n)
			list = append(list, edit{
				fmt.Sprintf("New: %s is judged %s on “%s”.", subject, figure(n.Value), criterion),
				func(c *Catalogue) { c.Cells = append(c.Cells, n) },
			})
		}
	}
	return list
}

// judges reports whether the catalogue has the subject and the criterion of a cell.
func (c *Catalogue) judges(cell Cell) bool {
	_, known := c.index.criterion[cell.Criterion]
	return known && len(c.OptionsOf(cell.Subject())) > 0
}

func criterionName(c *Catalogue, id string) string {
	for _, k := range c.Criteria {
		if k.ID == id {
			return k.Name
		}
	}
	return id
}

func answerEdits(old, now *Catalogue) (list []edit, fixed []string) {
	named := func(q Question) (id, name string) { return q.ID, "“" + q.Text + "”" }
	fixed = paired("question", old.Questions, now.Questions, named, func(i int, was, is Question) {
		list = append(list, questionEdits(i, was, is)...)
		for _, a := range was.Answers {
			at := answerAt(is.Answers, a.ID)
			if at < 0 {
				continue
			}
			n := is.Answers[at]
			if what := effects(a, n, now.Nouns().One); what != "" {
				list = append(list, edit{
					fmt.Sprintf("The answer “%s” to “%s” now %s.", n.Label, is.Text, what),
					func(c *Catalogue) {
						if k := answerAt(c.Questions[i].Answers, n.ID); k >= 0 {
							n.Share = c.Questions[i].Answers[k].Share // which the answers of a question share among them
							c.Questions[i].Answers[k] = n
						}
					},
				})
			}
		}
	})
	return list, fixed
}

// answerAt returns the index of an answer, -1 if it is not there.
func answerAt(answers []Answer, id string) int {
	return slices.IndexFunc(answers, func(a Answer) bool { return a.ID == id })
}

// questionEdits lists what changed in the question at index i besides the effects of single answers:
// how it counts while it is open, how many answers hold together, which there are, and how usual each is.
func questionEdits(i int, old, now Question) (list []edit) {
	if old.Shared != now.Shared {
		list = append(list, edit{
			fmt.Sprintf("“%s” now counts differently while it is open for every part.", now.Text),
			func(c *Catalogue) { c.Questions[i].Shared = now.Shared },
		})
	}
	if old.Several != now.Several {
		list = append(list, edit{
			fmt.Sprintf("Another number of answers to “%s” may hold together.", now.Text),
			func(c *Catalogue) { c.Questions[i].Several = now.Several },
		})
	}
	var said []string
	usual := false
	for _, n := range now.Answers {
		k := answerAt(old.Answers, n.ID)
		if k < 0 {
			said = append(said, fmt.Sprintf("“%s” is a new answer to “%s”.", n.Label, now.Text))
		}
		usual = usual || k >= 0 && old.Answers[k].Share != n.Share
	}
	for _, a := range old.Answers {
		if answerAt(now.Answers, a.ID) < 0 {
			said = append(said, fmt.Sprintf("“%s” is no longer an answer to “%s”.", a.Label, now.Text))
		}
	}
	switch {
	case len(said) > 0:
	case usual:
		said = []string{fmt.Sprintf("How usual each answer to “%s” is has changed.", now.Text)}
	default:
		return list
	}
	return append(list, edit{strings.Join(said, " "), func(c *Catalogue) {
		var answers []Answer
		for _, n := range now.Answers {
			if k := answerAt(c.Questions[i].Answers, n.ID); k >= 0 {
				share := n.Share
				n = c.Questions[i].Answers[k]
				n.Share = share
			}
			answers = append(answers, n)
		}
		c.Questions[i].Answers = answers
	}})
}

// effects describes how the effects of an answer changed, "" if they did not; noun names
// one option.
func effects(old, now Answer, noun string) string {
	var ways []string
	add := func(differs bool, way string) {
		if differs {
			ways = append(ways, way)
		}
	}
	without := func(a Answer) (s []Shift, w []Weight, m []string) {
		for _, x := range a.Shifts {
			x.Why, x.Note, x.Fact = "", "", ""
			s = append(s, x)
		}
		for _, x := range a.Weights {
			x.Why, x.Note, x.Fact = "", "", ""
			w = append(w, x)
		}
		for _, x := range a.Musts {
			m = append(m, x.Subject().Of())
		}
		return s, w, m
	}
	s1, w1, m1 := without(old)
	s2, w2, m2 := without(now)
	add(!slices.Equal(m1, m2), "rules out other options")
	add(!slices.Equal(s1, s2), "moves the options differently")
	add(!slices.Equal(w1, w2), "makes other things important")
	add(old.Apart != now.Apart, "sets parts apart or no longer does")
	add(old.Alone != now.Alone, "holds beside others or no longer does")
	add(old.Each != now.Each, "is counted for each place or no longer is")
	add(old.Unpriced != now.Unpriced, "has list prices or has none")
	add(old.Unbilled != now.Unbilled, "can be billed or no longer can")
	add(old.Idle != now.Idle, "asks for another bill while idle")
	add(old.LeastRate != now.LeastRate || old.MostRate != now.MostRate || old.MostMS != now.MostMS, "speaks of another load")
	add(old.BilledAs != now.BilledAs, "is billed as something else")
	add(old.Peak != now.Peak, "states another peak")
	add(old.Platform != now.Platform, "changes the price of one more "+noun)
	return strings.Join(ways, " and ")
}

func figure(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
