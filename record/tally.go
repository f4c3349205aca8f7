package record

import (
	"cmp"
	"math"
	"slices"

	"crossroads/decision"
)

// Tally is the result of a team round. It shows disagreement and does not average it away.
type Tally struct {
	People    []Ballot
	Options   []OptionShare  // most people first, of those who answered something
	Criteria  []WeightSpread // those they are furthest apart on first
	Questions []Dispute      // those they disagree on, most first
	Loads     []LoadCamp     // the figures stated, largest camp first; none where all stated the same
	Mixed     bool           // the answers were scored with different content or by different engines
}

// Voted is how many answered something.
func (t Tally) Voted() (n int) {
	for _, b := range t.People {
		if !b.Silent {
			n++
		}
	}
	return n
}

// LoadCamp is people who stated the same load in their input, or none.
type LoadCamp struct {
	Input decision.Assessment
	Names []string
}

// Ballot is where one person's answers lead.
type Ballot struct {
	Name     string
	Option   string // id of the first option, decision.Hybrid for a mix, "" if all are ruled out
	Label    string
	Headline string
	Clear    bool // whether the verdict is one
	Silent   bool // nothing was answered: no option is counted
}

// OptionShare is how many people an option comes first for.
type OptionShare struct {
	Option, Label string
	People        int
	Share         float64
}

// WeightSpread is how much a criterion counts for the people, as shares in [0,1].
type WeightSpread struct {
	Criterion, Name   string
	Mean, Low, High   float64
	Deviation         float64 // standard deviation over the people
	LowName, HighName string  // who they are
}

// Dispute is a question that people answered differently.
type Dispute struct {
	Question, Text, Part string
	Split                float64 // chance that two of them, drawn with replacement, said different things
	Answers              []Camp  // largest first
}

// Camp is people who gave the same answer; Label is "" for those who did not know, and where None is
// decision.NoPart for those who have no such part.
type Camp struct {
	Label string
	None  string
	Names []string

	reply decision.Reply
}

// Said is one person's report in a round.
type Said struct {
	Name   string
	Report decision.Report
	Input  decision.Assessment
}

// silent reports whether the person answered no question.
func (s Said) silent() bool { return s.Report.Kind == decision.VerdictUndecided }

// Count computes the tally of a round; noun is the word for the options of its comparison.
func Count(said []Said, noun decision.Noun) Tally {
	var t Tally
	for _, s := range said {
		t.People = append(t.People, ballot(s, noun))
	}
	t.Options = optionShares(t.People, t.Voted())
	t.Criteria = weightSpreads(slices.DeleteFunc(slices.Clone(said), func(s Said) bool {
		return s.silent() && len(s.Input.Priorities.Ranking)+len(s.Input.Priorities.Weights) == 0
	}))
	said = slices.DeleteFunc(slices.Clone(said), Said.silent)
	t.Questions, t.Loads = disputes(said), loads(said)
	t.Mixed = slices.ContainsFunc(said, func(s Said) bool {
		first, this := said[0].Report.Provenance, s.Report.Provenance
		return first.Catalogue != this.Catalogue || first.Engine != this.Engine
	})
	return t
}

func loads(said []Said) (camps []LoadCamp) {
	for _, s := range said {
		load := s.Input.Load
		i := slices.IndexFunc(camps, func(c LoadCamp) bool {
			return c.Input.Load == load || c.Input.Load != nil && load != nil && *c.Input.Load == *load
		})
		if i < 0 {
			i = len(camps)
			camps = append(camps, LoadCamp{Input: s.Input})
		}
		camps[i].Names = append(camps[i].Names, s.Name)
	}
	if len(camps) < 2 {
		return nil
	}
	slices.SortStableFunc(camps, func(a, b LoadCamp) int { return cmp.Compare(len(b.Names), len(a.Names)) })
	return camps
}

func ballot(s Said, noun decision.Noun) Ballot {
	b := Ballot{Name: s.Name, Option: s.Report.Leader, Headline: s.Report.Headline, Clear: s.Report.Winner != nil, Silent: s.silent()}
	if b.Silent {
		b.Option, b.Label = "", "Nothing answered"
		return b
	}
	if b.Clear {
		b.Option = *s.Report.Winner
	}
	switch b.Option {
	case "":
		b.Label = "Nothing fits"
	case decision.Hybrid:
		b.Label = noun.Mix()
	default:
		b.Label = b.Option
		for _, r := range s.Report.Ranking {
			if r.Option == b.Option {
				b.Label = r.Name
			}
		}
	}
	return b
}

func optionShares(people []Ballot, voted int) []OptionShare {
	var shares []OptionShare
	for _, b := range people {
		if b.Silent {
			continue
		}
		i := slices.IndexFunc(shares, func(s OptionShare) bool { return s.Option == b.Option })
		if i < 0 {
			i = len(shares)
			shares = append(shares, OptionShare{Option: b.Option, Label: b.Label})
		}
		shares[i].People++
	}
	for i := range shares {
		shares[i].Share = float64(shares[i].People) / float64(voted)
	}
	slices.SortStableFunc(shares, func(a, b OptionShare) int {
		return cmp.Or(cmp.Compare(b.People, a.People), cmp.Compare(a.Option, b.Option))
	})
	return shares
}

func weightSpreads(said []Said) []WeightSpread {
	var spreads []WeightSpread
	if len(said) == 0 {
		return nil
	}
	for _, w := range said[0].Report.Weights {
		spread := WeightSpread{Criterion: w.Criterion, Name: w.Name, Low: math.Inf(1), High: math.Inf(-1)}
		var sum, squares float64
		n := 0.0
		for _, s := range said {
			for _, other := range s.Report.Weights {
				if other.Criterion != w.Criterion {
					continue
				}
				x := other.Weight
				sum, squares, n = sum+x, squares+x*x, n+1
				if x < spread.Low {
					spread.Low, spread.LowName = x, s.Name
				}
				if x > spread.High {
					spread.High, spread.HighName = x, s.Name
				}
			}
		}
		spread.Mean = sum / n
		spread.Deviation = math.Sqrt(max(0, squares/n-spread.Mean*spread.Mean))
		spreads = append(spreads, spread)
	}
	slices.SortStableFunc(spreads, func(a, b WeightSpread) int { return cmp.Compare(b.Deviation, a.Deviation) })
	return spreads
}

// disputes lists the questions that people answered differently. An answer for the whole counts for each
// part; a question that somebody left open or was not asked counts as answered with "don't know".
func disputes(said []Said) []Dispute {
	var found []Dispute
	var heard []voice
	seen := map[decision.Asked]bool{}
	for _, s := range said {
		heard = append(heard, voiceOf(s))
	}
	for _, v := range heard {
		for _, q := range v.order {
			at := decision.Asked{Question: q.Question}
			if slices.ContainsFunc(heard, func(v voice) bool { return !v.alike(q.Question) }) {
				at.Part = q.Part // then each part is a question of its own, and the whole is none
				seen[decision.Asked{Question: q.Question}] = true
			}
			if seen[at] {
				continue
			}
			seen[at] = true
			d := Dispute{Question: at.Question, Text: q.Text, Part: at.Part}
			for _, v := range heard {
				reply, none := v.of(at)
				d.add(reply, none, v.name)
			}
			if len(d.Answers) < 2 {
				continue
			}
			d.Split = 1
			for _, camp := range d.Answers {
				share := float64(len(camp.Names)) / float64(len(said))
				d.Split -= share * share
			}
			slices.SortStableFunc(d.Answers, func(a, b Camp) int { return cmp.Compare(len(b.Names), len(a.Names)) })
			found = append(found, d)
		}
	}
	slices.SortStableFunc(found, func(a, b Dispute) int { return cmp.Compare(b.Split, a.Split) })
	return found
}

// voice is what one person said, question by question.
type voice struct {
	name    string
	replies map[decision.Asked]decision.Reply
	order   []decision.AnswerChange
	parts   []string
}

func voiceOf(s Said) voice {
	v := voice{name: s.Name}
	v.replies, v.order = decision.SaidIn(s.Report)
	for _, q := range v.order {
		if q.Part != "" && !slices.Contains(v.parts, q.Part) {
			v.parts = append(v.parts, q.Part)
		}
	}
	return v
}

// of returns the answer to a question, for the part or the whole, or why there is none. Somebody without
// that part has said the same of it as of everything else, if of that one thing was said.
func (v voice) of(at decision.Asked) (reply decision.Reply, none string) {
	if reply, own := v.replies[at]; own {
		return reply, ""
	}
	if reply, whole := v.replies[decision.Asked{Question: at.Question}]; whole || len(v.parts) == 0 {
		return reply, ""
	}
	if !v.alike(at.Question) {
		return reply, decision.NoPart
	}
	return v.replies[decision.Asked{Question: at.Question, Part: v.parts[0]}], ""
}

// alike reports whether all parts have the same answer. A report has a reply for each of them, or for none.
func (v voice) alike(question string) bool {
	reply := func(part string) decision.Reply { return v.replies[decision.Asked{Question: question, Part: part}] }
	return !slices.ContainsFunc(v.parts, func(part string) bool { return !reply(part).Same(reply(v.parts[0])) })
}

func (d *Dispute) add(reply decision.Reply, none, name string) {
	for i := range d.Answers {
		if d.Answers[i].None == none && d.Answers[i].reply.Same(reply) {
			d.Answers[i].Names = append(d.Answers[i].Names, name)
			return
		}
	}
	d.Answers = append(d.Answers, Camp{Label: reply.Label, None: none, Names: []string{name}, reply: reply})
}
