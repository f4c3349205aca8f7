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
	Options   []OptionShare  // most people first
	Criteria  []WeightSpread // those they are furthest apart on first
	Questions []Dispute      // those they disagree on, most first
}

// Ballot is where one person's answers lead.
type Ballot struct {
	Name     string
	Option   string // id of the first option, decision.Hybrid for a mix, "" if all are ruled out
	Label    string
	Headline string
	Clear    bool // whether the verdict is one
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

// Camp is people who gave the same answer; Label is "" for those who did not know.
type Camp struct {
	Label string
	Names []string
}

// Said is one person's report in a round.
type Said struct {
	Name   string
	Report decision.Report
}

// Count computes the tally of a round; noun is the word for the options of its comparison.
func Count(said []Said, noun decision.Noun) Tally {
	var t Tally
	for _, s := range said {
		t.People = append(t.People, ballot(s, noun))
	}
	t.Options = optionShares(t.People)
	t.Criteria = weightSpreads(said)
	t.Questions = disputes(said)
	return t
}

func ballot(s Said, noun decision.Noun) Ballot {
	b := Ballot{Name: s.Name, Option: s.Report.Leader, Headline: s.Report.Headline, Clear: s.Report.Winner != nil}
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

func optionShares(people []Ballot) []OptionShare {
	var shares []OptionShare
	for _, b := range people {
		i := slices.IndexFunc(shares, func(s OptionShare) bool { return s.Option == b.Option })
		if i < 0 {
			i = len(shares)
			shares = append(shares, OptionShare{Option: b.Option, Label: b.Label})
		}
		shares[i].People++
	}
	for i := range shares {
		shares[i].Share = float64(shares[i].People) / float64(len(people))
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

// disputes counts a question that somebody was not asked as answered with "don't know".
func disputes(said []Said) []Dispute {
	var found []Dispute
	seen := map[decision.Asked]int{}
	labels := make([]map[decision.Asked]string, len(said))
	for i, s := range said {
		var order []decision.AnswerChange
		labels[i], order = decision.SaidIn(s.Report)
		for _, q := range order {
			at := decision.Asked{Question: q.Question, Part: q.Part}
			if _, known := seen[at]; !known {
				seen[at] = len(found)
				found = append(found, Dispute{Question: q.Question, Text: q.Text, Part: q.Part})
			}
		}
	}
	for i := range found {
		d := &found[i]
		for j, s := range said {
			d.add(labels[j][decision.Asked{Question: d.Question, Part: d.Part}], s.Name)
		}
		d.Split = 1
		for _, camp := range d.Answers {
			share := float64(len(camp.Names)) / float64(len(said))
			d.Split -= share * share
		}
		slices.SortStableFunc(d.Answers, func(a, b Camp) int { return cmp.Compare(len(b.Names), len(a.Names)) })
	}
	found = slices.DeleteFunc(found, func(d Dispute) bool { return len(d.Answers) < 2 })
	slices.SortStableFunc(found, func(a, b Dispute) int { return cmp.Compare(b.Split, a.Split) })
	return found
}

func (d *Dispute) add(label, name string) {
	for i := range d.Answers {
		if d.Answers[i].Label == label {
			d.Answers[i].Names = append(d.Answers[i].Names, name)
			return
		}
	}
	d.Answers = append(d.Answers, Camp{label, []string{name}})
}
