package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"crossroads/decision"
	"crossroads/format"
)

// mixLine writes the monthly cost of a mix, and that of the cheapest single option.
func (v Reading) mixLine(c *decision.CostReport) string {
	text := "The mix costs an estimated " + format.Between(c.Mix.Total, c.Mix.Low, c.Mix.High) + " USD a month to the provider"
	if len(c.Mix.Unequal) > 0 {
		text += ", with the load divided equally, as there are no shares to go by"
	}
	least := v.LeastBill()
	if least == nil {
		return text + "." + v.Beyond() + v.notCounted()
	}
	alone := "one option alone"
	if times := v.SetUpTimes(); times != "" {
		alone += ", set up " + times + ","
	}
	return fmt.Sprintf("%s. The lowest bill of %s is %s USD, for %s.%s%s", text, alone, c.Total(least).Text(),
		v.Built(least.Option), v.Beyond(), v.notCounted())
}

// LeastBill returns the option with the lowest bill of those that are possible, each set up as often as
// it has to be; nil if there is none.
func (v Reading) LeastBill() (least *decision.OptionCost) {
	c := v.Report.Cost
	for _, s := range v.Report.Ranking {
		if o := c.Bill(s.Option); o != nil && v.Carries(o) && (least == nil || c.Total(o) < c.Total(least)) {
			least = o
		}
	}
	return least
}

// Carries reports whether a bill is of something that is possible: of an option that is not ruled out, and within the
// limits of its platform.
func (v Reading) Carries(o *decision.OptionCost) bool {
	return !v.RuledOut(o.Option) && len(o.Passed) == 0
}

// Beyond says that what the headline names cannot carry the load as it is billed, after a space; "" where it can.
func (v Reading) Beyond() (text string) {
	c := v.Report.Cost
	said := func(name string, m decision.BillMarks) {
		if text == "" && len(m.Passed) > 0 {
			text = " With this load, " + format.Small(name) + " is " + format.PassedText(m.Passed) + "."
		}
	}
	if v.Mix() == nil {
		for _, option := range []string{v.Report.Leader, v.beside()} {
			if bill := c.Bill(option); bill != nil {
				said(bill.BlueprintName, bill.BillMarks)
			}
		}
	} else if c.Mix != nil {
		for _, p := range c.Mix.Parts {
			said(p.BlueprintName, p.BillMarks)
		}
	}
	return text
}

// Built names what an option's bill is of, inside a sentence: an option promises more than that, such as
// managed back ends.
func (v Reading) Built(option string) string {
	o := v.Report.Cost.Bill(option)
	switch {
	case o == nil:
		return v.Phrase(option)
	case o.BlueprintName == "":
		return format.OptionPhrase(v.Cat, option, o.Name)
	}
	return format.Small(o.BlueprintName)
}

// SetUpTimes says how often one option has to be set up: "twice". It is "" where once is enough, or the
// report has no bills for that.
func (v Reading) SetUpTimes() string {
	if c := v.Report.Cost; c == nil || len(c.SetUps) == 0 || v.Report.Plan == nil || v.Report.Plan.Apart == nil {
		return ""
	}
	return v.Report.Plan.Times()
}

// beside is the option that the headline names beside the leader, as it is not clear which is better; "" for none.
func (v Reading) beside() string {
	often := v.Report.Oftener()
	switch {
	case v.Mix() != nil:
		return ""
	case often != nil && strings.Contains(v.Report.Headline, decision.InMore):
		return often.Option
	case v.Report.Kind == decision.VerdictClose:
		return v.Report.RunnerUp
	}
	return ""
}

// CostLine writes the monthly cost of the leader under the stated load, also that of another option that the headline
// names, and which of the options that are not ruled out is cheapest; for a mix, its total. It is "" without load figures.
func (v Reading) CostLine() string {
	if text := v.Unbilled(); text != "" {
		return text
	}
	if c := v.Report.Cost; v.Mix() != nil && c != nil && c.Mix != nil {
		return v.mixLine(c)
	}
	bill := v.Report.Cost.Bill(v.Report.Leader)
	if bill == nil || v.Mix() != nil {
		return ""
	}
	c := v.Report.Cost
	text := "An estimated " + c.Total(bill).Text() + " USD a month to the provider"
	other := c.Bill(v.beside())
	if other != nil {
		text += " for " + v.Phrase(bill.Option)
	}
	if times := v.SetUpTimes(); times != "" {
		text += ", set up " + times
	}
	if people := format.PeopleText(bill); people != "" {
		text += ", " + people
	}
	all := "all"
	if slices.ContainsFunc(c.Options, func(o decision.OptionCost) bool { return !v.Carries(&o) }) {
		all = "what is possible"
	}
	least := v.LeastBill()
	lowest := func(of *decision.OptionCost) string {
		return fmt.Sprintf(", the lowest bill of %s%s", all, v.TooClose(of.Option, v.Built))
	}
	is := func(of *decision.OptionCost) bool {
		return least != nil && v.Carries(of) && c.Total(of) <= c.Total(least)
	}
	found := is(bill)
	if found {
		text += lowest(bill)
	}
	if other != nil {
		text += ". For " + v.Phrase(other.Option) + " it is " + c.Total(other).Text() + " USD"
		if !found && is(other) {
			found, text = true, text+lowest(other)
		}
	}
	if !found && least != nil {
		text += fmt.Sprintf(". The lowest bill of %s is %s USD, for %s%s", all, c.Total(least).Text(), v.Built(least.Option),
			v.TooClose(least.Option, v.Built))
	}
	return text + "." + v.Beyond() + v.notCounted()
}

// NoBill names what was answered and has no price list, or is not what the bills count, and what they are instead; "" for none.
func (v Reading) NoBill() string { return strings.TrimSpace(v.noPrices() + " " + v.billedAs()) }

func (v Reading) noPrices() string {
	none := v.Report.Unpriced
	switch {
	case len(none) == 0:
		return ""
	case none[0].Part == "" && none[0].Maybe:
		return fmt.Sprintf("No price list covers “%s”: there the bills, at a provider’s list prices%s, serve to compare the options, "+
			"not to plan a budget.", none[0].Label, v.billedOnce())
	case none[0].Part == "" || v.Report.Plan != nil && len(none) == len(v.Report.Plan.Parts) &&
		!slices.ContainsFunc(none, func(n decision.Unpriced) bool { return n.Maybe }):
		return fmt.Sprintf("No price list covers “%s”. The bills are at a provider’s list prices%s: they serve to compare the "+
			"options, not to plan a budget.",
			none[0].Label, v.billedOnce())
	}
	parts := make([]string, len(none))
	for i, n := range none {
		parts[i] = n.Part
	}
	must := "must"
	if slices.ContainsFunc(none, func(n decision.Unpriced) bool { return n.Maybe }) {
		must = "may have to"
	}
	return fmt.Sprintf("No price list covers where %s %s run; the bills count it at a provider’s list prices%s.",
		format.List(decision.Marked(parts), "and"), must, v.billedOnce())
}

// billedOnce says that bills count one place of what runs at each of many.
func (v Reading) billedOnce() string {
	each := v.Report.Each
	if v.Report.Plan != nil {
		for _, p := range v.Report.Plan.Parts {
			each = cmp.Or(each, p.Each)
		}
	}
	if each == "" {
		return ""
	}
	return " and for one " + each
}
