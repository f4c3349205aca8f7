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
	Tested bool    // whether Effect was computed; changes of the lists themselves cannot be tried alone
}

// maxCauses bounds how many changes are tried one at a time.
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
	var causes []Cause
	for i, e := range edits {
		if i == maxCauses {
			fixed = append(fixed, fmt.Sprintf("%d more things changed.", len(edits)-i))
			break
		}
		copied := old.copied()
		e.apply(copied)
		if copied.Compile() != nil {
			fixed = append(fixed, e.what) // it works only together with other changes
			continue
		}
		report, err := Evaluate(copied, a)
		if err != nil {
			return nil, err
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
	for i := range d.Questions {
		d.Questions[i].Answers = slices.Clone(c.Questions[i].Answers)
	}
	return &d
}

// edits returns the changes that can be tried alone, and descriptions of those that cannot.
// Changes of prices count only if the result has bills.
func edits(old, now *Catalogue, bills bool) (list []edit, fixed []string) {
	list, fixed = criterionEdits(old, now)
	answers, more := answerEdits(old, now)
	list = slices.Concat(list, cellEdits(old, now), answers)
	if bills {
		prices, sheets := priceEdits(old, now)
		list, more = append(list, prices...), append(more, sheets...)
	}
	if old.Bounds != now.Bounds {
		list = append(list, edit{"The thresholds for a clear verdict changed.", func(c *Catalogue) { c.Bounds = now.Bounds }})
	}
	if !reflect.DeepEqual(old.Policy, now.Policy) {
		list = append(list, edit{changedPolicy(old.Applied(), now.Applied()), func(c *Catalogue) { c.Policy = now.Policy }})
	}
	fixed = slices.Concat(listChanges("option", optionNames(old), optionNames(now)), fixed, more)
	return list, fixed
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

func optionNames(c *Catalogue) []string {
	var names []string
	for _, o := range c.Options {
		names = append(names, o.Name)
	}
	return names
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
	var before, after []string
	for _, k := range now.Criteria {
		after = append(after, k.Name)
	}
	for i, k := range old.Criteria {
		before = append(before, k.Name)
		j := slices.IndexFunc(now.Criteria, func(n Criterion) bool { return n.ID == k.ID })
		if j < 0 {
			continue
		}
		n := now.Criteria[j]
		if n.Weight != k.Weight {
			list = append(list, edit{
				fmt.Sprintf("The usual weight of “%s” is %s instead of %s.", n.Name, figure(n.Weight), figure(k.Weight)),
				func(c *Catalogue) { c.Criteria[i].Weight = n.Weight },
			})
		}
		if !reflect.DeepEqual(n.Scale, k.Scale) {
			list = append(list, edit{
				fmt.Sprintf("“%s” is measured on another scale.", n.Name),
				func(c *Catalogue) { c.Criteria[i].Scale = n.Scale },
			})
		}
		if n.Cost != nil && k.Cost != nil && *n.Cost != *k.Cost {
			list = append(list, edit{
				fmt.Sprintf("“%s” is worked out from the bills in another way.", n.Name),
				func(c *Catalogue) { c.Criteria[i].Cost = n.Cost },
			})
		}
	}
	return list, listChanges("criterion", before, after)
}

func cellEdits(old, now *Catalogue) (list []edit) {
	for i, cell := range old.Cells {
		j := slices.IndexFunc(now.Cells, func(n Cell) bool { return n.Subject() == cell.Subject() && n.Criterion == cell.Criterion })
		if j < 0 || now.Cells[j].Value == cell.Value {
			continue
		}
		n := now.Cells[j]
		list = append(list, edit{
			fmt.Sprintf("%s is now judged %s instead of %s on “%s”.", now.SubjectName(n.Subject()), figure(n.Value), figure(cell.Value),
				criterionName(now, n.Criterion)),
			func(c *Catalogue) { c.Cells[i].Value = n.Value },
		})
	}
	return list
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
	var before, after []string
	for _, q := range now.Questions {
		after = append(after, "“"+q.Text+"”")
	}
	for i, q := range old.Questions {
		j := slices.IndexFunc(now.Questions, func(n Question) bool { return n.ID == q.ID })
		if j < 0 {
			before = append(before, "“"+q.Text+"”")
			continue
		}
		before = append(before, "“"+now.Questions[j].Text+"”") // new wording does not make it another question
		if shared := now.Questions[j].Shared; shared != q.Shared {
			list = append(list, edit{
				fmt.Sprintf("“%s” now counts differently while it is open for every part.", now.Questions[j].Text),
				func(c *Catalogue) { c.Questions[i].Shared = shared },
			})
		}
		for k, a := range q.Answers {
			at := slices.IndexFunc(now.Questions[j].Answers, func(n Answer) bool { return n.ID == a.ID })
			if at < 0 {
				fixed = append(fixed, fmt.Sprintf("“%s” is no longer an answer to “%s”.", a.Label, q.Text))
				continue
			}
			n := now.Questions[j].Answers[at]
			if what := effects(a, n, now.Nouns().One); what != "" {
				list = append(list, edit{
					fmt.Sprintf("The answer “%s” to “%s” now %s.", n.Label, now.Questions[j].Text, what),
					func(c *Catalogue) {
						c.Questions[i].Answers[k] = n
						c.Sources = now.Sources // a changed must may cite a new source
					},
				})
			}
		}
	}
	return list, append(listChanges("question", before, after), fixed...)
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
	add(old.Share != now.Share, "counts as more or less usual")
	add(old.Apart != now.Apart, "sets parts apart or no longer does")
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
