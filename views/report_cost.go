package views

import (
	"net/url"
	"slices"
	"strings"

	"crossroads/chart"
	"crossroads/decision"
	"crossroads/decision/cost"
	"crossroads/format"
)

// costChart is the curve of a report, which holds all it takes.
func (v reportView) costChart() chart.Cost {
	r := v.Report.Cost
	byID := map[string]decision.OptionCost{}
	var lists, days []string
	for _, o := range r.Options {
		byID[o.Blueprint] = o
		lists, days = append(lists, o.Prices), append(days, o.AsOf)
	}
	var who []chart.Line
	for _, s := range r.Curve.Series {
		name := v.Short(byID[s.Blueprint].Option)
		who = append(who, chart.Line{Index: v.Index(s.Option), Name: name, Said: format.InSentence(name)})
	}
	var crossings []cost.Crossing
	for _, x := range r.Crossings {
		if v.RuledOut(x.Option) {
			continue
		}
		crossings = append(crossings, x.Crossing)
	}
	c := chart.NewCost(who, r.Curve, crossings, r.Load)
	c.Title = v.costFinding()
	c.Source, c.Off = chart.OldestPriceLine(lists, days), r.Uncertainty
	return c
}

// costFinding names the option that costs least under the stated load, of those that are possible.
func (v reportView) costFinding() string {
	best, among := v.cheapest()
	name := format.Capital(format.InSentence(v.Short(best.Option)))
	once := ""
	if v.SetUpTimes() != "" {
		once = " set up once"
	}
	return name + once + " " + format.Verb(name, "cost", "costs") + " least" + among + " at " +
		format.AxisValue("requests", v.Report.Cost.Load.Requests) + ": " + best.Total.Text() + " USD a month" +
		v.TooClose(best.Option, func(option string) string { return format.InSentence(v.Short(option)) })
}

// cheapest is the option with the lowest bill that is possible, and among what it was looked for,
// "" for all options.
func (v reportView) cheapest() (best decision.OptionCost, among string) {
	possible := slices.ContainsFunc(v.Report.Cost.Options, func(o decision.OptionCost) bool { return v.Carries(&o) })
	found := false
	for _, o := range v.Report.Cost.Options {
		if possible && !v.Carries(&o) {
			among = " of what is possible"
		} else if !found || o.Total < best.Total {
			best, found = o, true
		}
	}
	return best, among
}

// dividedBy says how the load of a mix is divided among its parts, and what is not divided.
func (v reportView) dividedBy() string {
	load := v.Report.Cost.Load
	divided := []string{"requests"}
	add := func(counted bool, list *[]string, name string) {
		if counted {
			*list = append(*list, name)
		}
	}
	add(!load.Objects.IsZero(), &divided, "files")
	add(!load.Secrets.IsZero(), &divided, "secrets")
	add(!load.Images.IsZero(), &divided, "container images")
	add(v.CountsPeople(), &divided, "hours of work")
	divided = append(divided, "services")
	var once []string
	for _, id := range []string{"database", "cache"} {
		choice, _ := cost.ChoiceOf(id)
		add(choice.Counted(&load).ID != "none", &once, id)
	}
	add(load.FreeTier, &once, "free allowances")
	by := "by the shares of the parts"
	if v.Report.Plan != nil && v.Report.Plan.Equal {
		by = "equally, as there are no shares to go by"
	}
	text := "You stated one load for the whole, so no part has figures of its own: " + format.List(divided, "and") + " are divided " +
		by + "."
	if len(once) > 0 {
		text += " Counted once, with “" + v.Report.Cost.Mix.First + "”: " + format.List(once, "and") + "."
	}
	return text
}

// outTag marks an option that is ruled out; "" for others. One that a mix uses is ruled out for other parts.
func (v reportView) outTag(option string) string {
	mix := v.Mix()
	switch {
	case !v.RuledOut(option):
		return ""
	case mix != nil && slices.Contains(mix.Platforms, option):
		return "ruled out" + v.asTheOnly()
	}
	return "ruled out"
}

// onceEach says what the bills of single options are, where the system has parts: of one that carries
// everything, and of one set-up of it.
func (v reportView) onceEach() string {
	if v.Report.Cost.Mix == nil && v.SetUpTimes() == "" {
		return ""
	}
	text := "These bills are of one option that carries everything alone"
	if times := v.SetUpTimes(); times != "" {
		least := v.LeastBill()
		text += ", set up once. It has to be set up " + times + ": the lowest bill is then " + v.Report.Cost.Total(least).Text() +
			" USD, for " + v.Built(least.Option)
	}
	return text + "."
}

// againstLoad says what speaks against the load behind the bills: answers, and usual values that decide.
func (v reportView) againstLoad() string {
	return strings.TrimSpace(v.LeftOutPeak() + " " + v.Assumes())
}

// setLoad leads to the figures of the load, and shows those usual values that decide.
func (v reportView) setLoad() string {
	c, shown := v.Report.Cost, ""
	if len(c.HigherPeaks)+len(c.LowerPeaks) > 0 || c.Assumed != nil && !c.Assumed.Peak.IsZero() {
		shown += "&load.peak=" + c.Load.Peak.String()
	}
	if c.Assumed != nil && c.Assumed.Responses > 0 {
		shown += "&load.response=" + c.Load.Response.String()
	}
	return v.toLoad(shown)
}

// setLeftOut leads to the figures of the load in the same way, and shows what would add most to the bills.
func (v reportView) setLeftOut() string {
	load, shown := v.Report.Cost.Load, ""
	if load.Database == "" {
		shown += "&load.database=none"
	}
	if load.Logs.IsZero() {
		shown += "&load.logs=0"
	}
	if load.EngineerHours.IsZero() {
		shown += "&load.engineer_hours=0"
	}
	return v.toLoad(shown)
}

// toLoad is the part of an address that leads from the wizard with some answers to the figures of the load, and shows
// some there that nobody filled in.
func (v reportView) toLoad(shown string) string {
	if !strings.Contains(v.ChangeURL, "?") {
		return "#load"
	}
	return shown + "#load"
}

// hasCurve reports whether the report holds enough to draw.
func (v reportView) hasCurve() bool {
	c := v.Report.Cost
	return len(c.Options) > 0 && len(c.Curve.Series) > 0 && len(c.Curve.At) > 1
}

// costURL is the explorer with the load of the report; the bills there are of
// today's prices.
func (v reportView) costURL() string {
	load := v.Report.Cost.Load
	q := url.Values{"region": {load.Region}}
	for _, f := range cost.Fields() {
		q.Set(f.ID, f.Value(load).String())
	}
	for _, f := range load.Assumed() {
		q.Set(f.ID, f.Value(load).String())
	}
	for _, c := range cost.Choices() {
		if value := c.Value(load); value != "" {
			q.Set(c.ID, value)
		}
	}
	if load.FreeTier {
		q.Set("free_tier", "true")
	}
	return "/cost?" + q.Encode()
}

// takesLoad reports whether figures could have been given.
func (v reportView) takesLoad() bool {
	return v.Report.Cost == nil && v.ChangeURL != "" && v.Cat != nil && v.Cat.CostModel() != nil
}

func (v reportView) loadFlips() []decision.LoadFlip {
	if v.Report.Cost == nil {
		return nil
	}
	return v.Report.Cost.LoadFlips
}
