package views

import (
	"math"
	"slices"

	"crossroads/decision"
	"crossroads/format"
	"crossroads/record"
	"crossroads/report"
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
	From, To      record.Revision     // without reports
	Catalogue     *decision.Catalogue // today's; nil when the comparison is gone
	Before, After decision.Report
	decision.Difference
}

// view is the later report.
func (c Changed) view() reportView {
	return reportView{Reading: report.Reading{Report: c.After, Cat: c.Catalogue}}
}

// same reports whether a reader would see no difference in answers or result.
func (c Changed) same() bool {
	was, is := c.priorities()
	return c.Same() && was == is
}

// priorities are those stated before and after, in words.
func (c Changed) priorities() (was, is string) {
	return statedWords(c.From.Input.Priorities, c.Before), statedWords(c.To.Input.Priorities, c.After)
}

// shares are the parts with other shares, unless nobody has given any: then parts count equally, however many
// there are.
func (c Changed) shares() []decision.ShareChange {
	if !dividedUp(c.From.Input) && !dividedUp(c.To.Input) {
		return nil
	}
	return c.Shares
}

// dividedUp reports whether shares of the parts were given.
func dividedUp(a decision.Assessment) bool {
	return slices.ContainsFunc(a.Parts, func(p decision.Part) bool { return p.Share > 0 })
}

// shareText writes a share, and that it was not given.
func shareText(share float64, in decision.Assessment) string {
	if dividedUp(in) {
		return format.Percent(share)
	}
	return format.Percent(share) + " (not given)"
}

// divisions are sentences about parts that came, went or have another name.
func divisions(d decision.Difference) (list []string) {
	added, gone := d.Added(), d.Gone()
	quoted := func(names []string) string { return format.List(decision.Marked(names), "and") }
	switch {
	case len(d.FromParts) == 0 && len(d.ToParts) == 0:
	case len(d.FromParts) == 0:
		return []string{"Divided into parts: " + quoted(d.ToParts) + "."}
	case len(d.ToParts) == 0:
		return []string{"No longer divided into parts; before: " + quoted(d.FromParts) + "."}
	}
	for _, r := range d.Renamed {
		list = append(list, "“"+r.From+"” is now called “"+r.To+"”.")
	}
	if len(added) > 0 {
		list = append(list, "New: "+quoted(added)+".")
	}
	if len(gone) > 0 {
		list = append(list, "No longer a part: "+quoted(gone)+".")
	}
	return list
}

// answers are the answers that differ, without those of parts that went.
func (c Changed) answers() []decision.AnswerChange {
	return slices.DeleteFunc(slices.Clone(c.Answers), func(a decision.AnswerChange) bool { return a.ToNone == decision.NoPart })
}

// noteChange is what became of the note, "" where it is the same.
func (c Changed) noteChange() string {
	switch was, is := c.From.Note, c.To.Note; {
	case was == is:
		return ""
	case was == "":
		return "A note was added."
	case is == "":
		return "The note was taken out."
	}
	return "The note has changed."
}

// answerNow is what became of an answer.
func answerNow(a decision.AnswerChange) string {
	if a.ToNone == decision.NotAsked {
		return "not asked any more"
	}
	return orParts(a.To, a.ToNone, a.ToOf)
}

// verdictWord introduces a verdict in the same words as before.
func verdictWord(d decision.Difference) string {
	switch len(d.Moves) {
	case 0:
	case 1:
		return "The same mix, but one part goes elsewhere:"
	default:
		return "The same mix, but parts go elsewhere:"
	}
	return "The verdict is the same:"
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

// orParts is orOpen, or says which parts have an answer of their own.
func orParts(label, none, of string) string {
	switch none {
	case decision.NotAsked:
		return "not asked"
	case decision.ByPart:
		return "answered for each part"
	case decision.SomeParts:
		return "answered for " + of + " only"
	}
	return orOpen(label)
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
		text += ", may be ruled out"
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

// movedMix reports whether there is a bill of the mix, and not the same as before.
func (c Changed) movedMix() bool { return c.ToBill != nil && (c.FromBill == nil || c.NewBill()) }

// effectText is the effect of one change of the content on what came first.
func (p AgainPage) effectText(c decision.Cause) string {
	if !c.Tested {
		return "It cannot be tried alone."
	}
	v := reportView{Reading: report.Reading{Report: p.Changed.Before, Cat: p.Changed.Catalogue}}
	first, others := "the mix", "over the best single option"
	if v.Mix() == nil {
		first, others = v.first(), "over the best other option"
	}
	does := ""
	switch {
	case c.Out && c.Name != "" && c.Leader == "":
		return "Alone it rules out " + first + ", and nothing is left."
	case c.Out && c.Name != "":
		return "Alone it rules out " + first + " and puts " + c.Name + " first."
	case c.Out:
		return "Alone it rules out " + first + "."
	case c.Name != "":
		does = "Alone it puts " + c.Name + " first."
	}
	if len(c.Moves) > 0 {
		moves := make([]string, len(c.Moves))
		for i, m := range c.Moves {
			moves[i] = "“" + m.Part + "” from " + orNowhere(m.From) + " to " + orNowhere(m.To)
		}
		does = "Alone it moves " + format.List(moves, "and") + "."
	}
	if v.Mix() != nil && c.Name != "" {
		return does // the score of another mix says nothing about this one
	}
	var by []string
	if math.Abs(c.Score) >= 0.0005 {
		by = append(by, "the score of "+first+" by "+format.SignedPoints(c.Score))
	}
	if c.Led && math.Abs(c.Effect) >= 0.0005 {
		whose := "the lead of " + first
		if len(by) > 0 {
			whose = "its lead"
		}
		by = append(by, whose+" "+others+" by "+format.SignedPoints(c.Effect))
	}
	switch {
	case len(by) == 0 && does == "":
		return "Alone it leaves " + first + " as " + format.Verb(first, "they are", "it is") + ", and changes other figures."
	case len(by) == 0:
		return does
	case does == "":
		return "Alone it moves " + format.List(by, "and") + "."
	}
	return does + " It moves " + format.List(by, "and") + "."
}

// changedSince begins a sentence about what has changed since a report was saved, "" for nothing.
func changedSince(content, method bool) string {
	switch {
	case content && method:
		return "The content and the method have changed since "
	case content:
		return "The content has changed since "
	case method:
		return "The method has changed since "
	}
	return ""
}

// later reports whether the assessment has revisions after the one scored again.
func (p AgainPage) later() bool { return p.Saved.Number < p.Saved.Latest }
