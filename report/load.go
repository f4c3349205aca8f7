package report

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"crossroads/decision"
	"crossroads/format"
)

// TooClose names the possible options whose bills cannot be told from that of the given option, as
// the end of a sentence about it: ", too close to call with … (159.76): …". It is "" if
// there are none. Called gives the name of an option.
func (v Reading) TooClose(option string, called func(option string) string) string {
	if v.SetUpTimes() != "" {
		return "" // the bills are of one set-up
	}
	var names []string
	for _, o := range v.Report.Cost.TooClose(option, v.Report.Leader) {
		if v.Carries(&o) {
			names = append(names, called(o.Option)+" ("+o.Total.Text()+")")
		}
	}
	if len(names) == 0 {
		return ""
	}
	return ", too close to call with " + format.List(names, "and") + ": " + v.Turns()
}

// Turns says what could turn the order of bills that are too close to call.
func (v Reading) Turns() string {
	off := v.Report.Cost.Uncertainty
	return fmt.Sprintf("prices %d%% off, a duration %d%% off or an open choice could turn the order", off.Price, off.Load)
}

// LeftOutPeak says what the answers say about the load that the figures contradict, "" for nothing.
func (v Reading) LeftOutPeak() string {
	c := v.Report.Cost
	if c == nil {
		return ""
	}
	var texts []string
	if said := slices.Concat(c.HigherPeaks, c.LowerPeaks); len(said) > 0 {
		texts = append(texts, "The bills are for a peak of "+c.Load.Peak.Text()+" times the average, and leave out what you answered: "+
			loadSaid(said)+".")
	}
	rates, said := together(c.Rates, func(x decision.RateSaid) (statedRate, decision.LoadSaid) {
		return statedRate{x.PerSecond, v.shareOf(x.Part)}, x.LoadSaid
	})
	for _, rate := range rates {
		texts = append(texts, contradicted(rate.text(), said[rate]))
	}
	if len(c.Longer) > 0 {
		texts = append(texts, contradicted("The bills count "+c.Load.Duration.Over(1000).Text()+" seconds for each request", c.Longer))
	}
	return strings.Join(texts, " ")
}

// Contrary says which answers contradict each other about the load, "" where none do.
func (v Reading) Contrary() string {
	if len(v.Report.Contrary) == 0 {
		return ""
	}
	return "These answers contradict each other about the average load: " + loadSaid(v.Report.Contrary) + "."
}

// Assumes says which usual values of the load decide about the bills, "" for none.
func (v Reading) Assumes() string {
	c := v.Report.Cost
	if c == nil || c.Assumed == nil {
		return ""
	}
	var texts []string
	if a := c.Assumed; !a.Peak.IsZero() {
		peak := "At a peak of " + a.Peak.Text() + " times the average instead of " + c.Load.Peak.Text()
		if a.Peak.Text() == "1" {
			peak = "Without a peak instead of one of " + c.Load.Peak.Text() + " times the average"
		}
		texts = append(texts, fmt.Sprintf("%s, the usual value, %s would cost least: %s USD.", peak, v.Built(a.Option), a.Total.Text()))
	}
	if c.Assumed.Responses > 0 {
		texts = append(texts, fmt.Sprintf("%s USD of the bill of the recommendation is for sending responses of %s KB, the usual size.",
			c.Assumed.Responses.Text(), c.Load.Response.Text()))
	}
	return strings.Join(texts, " ")
}

// billedAs says what the bills count in place of what was answered, "" for nothing.
func (v Reading) billedAs() string {
	c, texts := v.Report.Cost, []string{}
	if c == nil {
		return ""
	}
	others, said := together(c.BilledAs, func(x decision.BilledAs) (string, decision.LoadSaid) { return x.As, x.LoadSaid })
	for _, as := range others {
		texts = append(texts, "The bills are for "+as+", and leave out what you answered: "+loadSaid(said[as])+".")
	}
	return strings.Join(texts, " ")
}

// together returns what a list has, each once, and the answers that have it.
func together[T any, K comparable](list []T, of func(T) (K, decision.LoadSaid)) (keys []K, said map[K][]decision.LoadSaid) {
	said = map[K][]decision.LoadSaid{}
	for _, x := range list {
		key, answer := of(x)
		if said[key] == nil {
			keys = append(keys, key)
		}
		said[key] = append(said[key], answer)
	}
	return keys, said
}

// contradicted says that what the figures of the load come to contradicts some answers.
func contradicted(figures string, said []decision.LoadSaid) string {
	answer := "answer"
	if slices.ContainsFunc(said, func(x decision.LoadSaid) bool { return x.Label != said[0].Label }) {
		answer = "answers"
	}
	return figures + ", which contradicts your " + answer + " " + loadSaid(said) + "."
}

// statedRate is what the figures of a load come to, for the whole or for a part with a share of it.
type statedRate struct{ perSecond, share float64 }

// text continues with what that contradicts: "Your load figures come to about 12 requests a second". Nobody stated the
// figures of a part, so its share is named.
func (r statedRate) text() string {
	text := "Your load figures come to "
	if r.share < 1 {
		text = format.ShareOf(r.share) + " of your load figures come to "
	}
	if r.perSecond > 0 && r.perSecond < leastPerSecond {
		return text + "less than " + format.Plain(leastPerSecond) + " requests a second"
	}
	return text + "about " + format.Requests(perSecond(r.perSecond)) + " a second"
}

// leastPerSecond is the lowest rate that is written as a figure.
const leastPerSecond = 0.01

// shareOf is the share of a part in the whole, 1 for the whole.
func (v Reading) shareOf(part string) float64 {
	if v.Report.Plan != nil && part != "" {
		for _, p := range v.Report.Plan.Parts {
			if p.Part == part {
				return p.Share
			}
		}
	}
	return 1
}

// perSecond writes a rate with as many digits as it takes.
func perSecond(rate float64) string {
	if rate >= 10 {
		return format.Thousands(int(math.Round(rate)))
	}
	rate, _ = strconv.ParseFloat(strconv.FormatFloat(rate, 'g', 2, 64), 64)
	return format.Plain(rate) // without an exponent
}

// LeftOutShares says that the load was divided equally although the answers say otherwise, "" where
// they do not.
func (v Reading) LeftOutShares() string {
	c := v.Report.Cost
	if c == nil || c.Mix == nil || len(c.Mix.Unequal) == 0 {
		return ""
	}
	return "With no shares to go by, the load is divided equally, which your answers contradict: " + loadSaid(c.Mix.Unequal) +
		". Until each part has its share, the bills of the parts say little."
}

// AtBottom says that the bills of the first two options differ and yet count alike, since both are beyond the end of
// the scale; "" where they are not.
func (v Reading) AtBottom() string {
	c := v.Report.Cost
	first, second := c.Bill(v.Report.Leader), c.Bill(v.Report.RunnerUp)
	if v.Mix() != nil || first == nil || second == nil || first.Value > 0 || second.Value > 0 || first.Total == second.Total {
		return ""
	}
	apart := max(first.Total, second.Total) - min(first.Total, second.Total)
	return fmt.Sprintf("“%s” is 0 of 100 for %s and for %s, as for every bill so far above the lowest: the %s USD between them do not "+
		"count.", c.Name, v.Phrase(first.Option), v.Phrase(second.Option), apart.Text())
}

// NotCounted lists what the bills leave out, and what of it would add most.
func (v Reading) NotCounted() string {
	c := v.Report.Cost
	names := c.LeftOut
	if !v.CountsPeople() {
		names = slices.Concat([]string{"the work of people"}, names)
	}
	if len(names) == 0 {
		return ""
	}
	text := "Not in these bills: " + format.List(names, "and") + "."
	if c.Largest != nil {
		text += " The largest of them on a provider’s bill is likely " + c.Largest.Name + ": about " + c.Largest.Total.Text() + " USD more."
	}
	return text
}

// notCounted names what would add most to the bill of the recommendation, as a sentence of its own after
// others. It is "" in older reports, and where everything large is counted.
func (v Reading) notCounted() string {
	c := v.Report.Cost
	if c.Largest == nil {
		return ""
	}
	name, _, _ := strings.Cut(c.Largest.Name, " (")
	return " Not counted: " + name + " (about " + c.Largest.Total.Text() + " USD more) and others."
}

// Unbilled says why load figures led to no bill, "" where they did or there are none.
func (v Reading) Unbilled() string {
	u := v.Report.Unbilled
	if u == nil {
		return ""
	}
	said := make([]decision.LoadSaid, len(u.For))
	for i, x := range u.For {
		said[i] = decision.LoadSaid{Part: x.Part, Question: x.Question, Label: x.Label}
	}
	return "There is no bill, as the cost model does not count what was answered: " + loadSaid(said) +
		". Cost is judged from the answers alone."
}

// EqualShares says that parts count equally because nobody gave shares, or that the shares given were scaled; else "".
func (v Reading) EqualShares() string {
	switch p := v.Report.Plan; {
	case p == nil:
		return ""
	case p.Equal:
		return "With no shares to go by, every part counts the same."
	case p.Shares > 0:
		return "The shares given add up to " + format.Plain(p.Shares) + "; they were scaled to 100%."
	}
	return ""
}

// loadSaid lists answers about a load: “…” for “Front” and “Back”, “…” for “Reports”.
func loadSaid(list []decision.LoadSaid) string {
	var labels, texts []string
	for _, x := range list {
		if !slices.Contains(labels, x.Label) {
			labels = append(labels, x.Label)
		}
	}
	for _, label := range labels {
		var parts []string
		for _, x := range list {
			if x.Label == label && x.Part != "" {
				parts = append(parts, "“"+x.Part+"”")
			}
		}
		text := "“" + label + "”"
		if len(parts) > 0 {
			text += " for " + format.List(parts, "and")
		}
		texts = append(texts, text)
	}
	return format.List(texts, "and")
}

// CountsPeople reports whether bills count hours of people.
func (v Reading) CountsPeople() bool { return v.Report.Cost.Load.CountsPeople() }
