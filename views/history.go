package views

import (
	"math"
	"slices"

	"crossroads/decision"
	"crossroads/format"
	"crossroads/record"
)

// HistoryPage lists revisions and shows what changed between two. Its form posts
// to its own path: key, base, number, name, and action mark or restore.
type HistoryPage struct {
	Page
	Saved    record.Saved // the newest revision
	Entries  []record.Entry
	Older    string   // address of the next page, "" on the last
	From, To int      // revisions that are compared
	Number   int      // revision that the form means
	Name     string   // of a milestone, as typed
	Changed  *Changed // nil when From and To are the same
}

// Changed is the difference between two revisions.
type Changed struct {
	From, To  record.Revision     // without reports
	Catalogue *decision.Catalogue // today's; nil when the comparison is gone
	decision.Difference
}

// labels returns a sentence for each of the labels that differ.
func (c Changed) labels() (list []string) {
	if was, is := c.From.Decision, c.To.Decision; was != is {
		list = append(list, "What was decided: "+orNothing(is)+"; before: "+orNothing(was)+".")
	}
	for _, kind := range record.LabelLists {
		was, is := *kind.Of(&c.From.Labels), *kind.Of(&c.To.Labels)
		switch {
		case slices.Equal(was, is):
		case len(was) == 0:
			list = append(list, kind.Label+": "+format.List(is, "and")+", where none were named before.")
		case len(is) == 0:
			list = append(list, kind.Label+": none; before: "+format.List(was, "and")+".")
		default:
			list = append(list, kind.Label+": "+format.List(is, "and")+"; before: "+format.List(was, "and")+".")
		}
	}
	return list
}

func orNothing(text string) string {
	if text == "" {
		return "not said"
	}
	return "“" + text + "”"
}

// orOpen returns the label of an answer, or the word for none.
func orOpen(label string) string {
	if label == "" {
		return "not known"
	}
	return label
}

// orNowhere is the name of an option that a part goes to, or the words for none.
func orNowhere(option string) string {
	if option == "" {
		return "nothing fits"
	}
	return option
}

// ofPart names the part that an answer belongs to: " (checkout)".
func ofPart(part string) string {
	if part == "" {
		return ""
	}
	return " (" + part + ")"
}

// weightText writes a weight as a share; a negative one means none.
func weightText(w float64) string {
	if w < 0 {
		return "not asked"
	}
	return format.Percent(w)
}

// placeText is where an option stood: "1st, 62 of 100".
func placeText(place int, score float64, status string) string {
	switch {
	case place == 0:
		return "not there"
	case status == decision.StatusOut:
		return "ruled out"
	}
	text := format.Ordinal(place) + ", " + format.Points(score) + " of 100"
	if status == decision.StatusConditional {
		text += ", conditional"
	}
	return text
}

// movedBills are the bills that differ.
func (c Changed) movedBills() []decision.CostChange {
	var found []decision.CostChange
	for _, x := range c.Costs {
		if x.Moved() && x.To != nil {
			found = append(found, x)
		}
	}
	return found
}

// effectText is the effect of one change of the content on the lead.
func (p AgainPage) effectText(c decision.Cause) string {
	if !c.Tested {
		return "It cannot be tried alone."
	}
	name := p.Leader
	for _, s := range p.Changed.Scores {
		if s.Option == p.Leader {
			name = s.Name
		}
	}
	switch {
	case c.Leader != "":
		return "Alone it puts " + c.Name + " first and moves the lead of " + name + " by " + format.SignedPoints(c.Effect) + "."
	case math.Abs(c.Effect) < 0.0005:
		return "Alone it leaves the lead of " + name + " as it is, and changes other figures."
	}
	return "Alone it moves the lead of " + name + " by " + format.SignedPoints(c.Effect) + "."
}
