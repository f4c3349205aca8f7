package decision

import (
	"cmp"
	"math"
	"strconv"
	"strings"

	"crossroads/decision/cost"
	"crossroads/decision/score"
)

// quoted joins labels: “a”, “b” or “c”.
func quoted(labels []string) string { return join(Marked(labels), " or ") }

// Either names several possible answers as one.
func Either(labels []string) string { return "Either " + quoted(labels) }

// forPart names the part that something is about, after a space; "" for the whole.
func forPart(part string) string {
	if part == "" {
		return ""
	}
	return " for “" + part + "”"
}

// Marked puts quotation marks around each word.
func Marked(words []string) []string {
	list := make([]string, len(words))
	for i, word := range words {
		list[i] = "“" + word + "”"
	}
	return list
}

// Labels returns the labels of the answers that hold together in the answer with a label, or that
// label alone. The catalogue may be nil, or newer than the label.
func (c *Catalogue) Labels(question, label string) []string {
	if c != nil {
		if _, ok := c.index.question[question]; ok {
			if list := c.labels(question, label); list != nil {
				return list
			}
		}
	}
	return []string{label}
}

// and joins words: a, b and c.
func and(words []string) string { return join(words, " and ") }

func join(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	n := len(words) - 1
	return strings.Join(words[:n], ", ") + last + words[n]
}

// Number spells out a small count.
func Number(n int) string {
	if words := []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight"}; n < len(words) {
		return words[n]
	}
	return strconv.Itoa(n)
}

// outcomeName names an outcome inside a sentence: an option, or the options of a mix. A mix of
// the same options as in the plan is named by the parts that go elsewhere.
func (s *session) outcomeName(o score.Outcome) string {
	set := o.Options
	if set.Len() < 2 {
		return and(s.names(set))
	}
	if set == s.run.Outcome().Options {
		return s.moves(o)
	}
	var list []string
	for i, option := range s.c.Options {
		if set.Has(i) {
			list = append(list, cmp.Or(option.Phrase, option.Name))
		}
	}
	return and(list)
}

// moves names the parts that an outcome puts on other options than the plan, by option: “the same platforms,
// with servers for “A” and “B””.
func (s *session) moves(o score.Outcome) string {
	var list []string
	for on, option := range s.c.Options {
		var parts []string
		for p, part := range s.a.Parts {
			if o.Of(p) == on && s.run.On(p) != on {
				parts = append(parts, part.Name)
			}
		}
		if len(parts) > 0 {
			list = append(list, cmp.Or(option.Phrase, option.Name)+" for "+and(Marked(parts)))
		}
	}
	return "the same " + s.c.Nouns().Many + ", with " + and(list)
}

// names returns the names of the options in a set, in catalogue order.
func (s *session) names(set score.Set) []string {
	var list []string
	for o, option := range s.c.Options {
		if set.Has(o) {
			list = append(list, option.Name)
		}
	}
	return list
}

// Percent formats a share in [0,1]: "87%". It shows 0% and 100% only for exactly those
// shares.
func Percent(share float64) string {
	switch {
	case share > 0 && share < 0.005:
		return "less than 1%"
	case share < 1 && share >= 0.995:
		return "more than 99%"
	}
	return strconv.Itoa(int(math.Round(100*share))) + "%"
}

// Points formats a value in [0,1] in hundredths: "62", and "0.4" under 10.
func Points(value float64) string {
	if value = 100 * value; math.Abs(value) < 9.95 {
		return strings.TrimSuffix(strconv.FormatFloat(math.Round(10*value)/10, 'f', 1, 64), ".0")
	}
	return strconv.Itoa(int(math.Round(value)))
}

// PointsOf formats a difference of values with its unit: "1 point", "2.5 points".
func PointsOf(value float64) string {
	if p := Points(value); p != "1" {
		return p + " points"
	}
	return "1 point"
}

// Level reports whether no points of a difference would be shown.
func Level(difference float64) bool { return Points(math.Abs(difference)) == "0" }

// Gain formats by how much the best is ahead, which is more than nothing.
func Gain(value float64) string {
	if Level(value) {
		return "less than 0.1 points"
	}
	return PointsOf(value)
}

// rate formats requests a month, with the number a day where that is 10 or more: "about 2.1
// million requests a day (64 million a month)".
func rate(n cost.Quantity) string {
	month := number(n)
	if day := month * 24 / hoursOfMonth; day >= 10 {
		return "about " + roughly(day) + " requests a day (" + roughly(month) + " a month)"
	}
	return "about " + requestsOf(roughly(month)) + " a month"
}

// requestsOf formats a number of requests: "340 requests".
func requestsOf(figure string) string {
	if figure == "1" {
		return "1 request"
	}
	return figure + " requests"
}

// hoursOfMonth is the month of the cost model: a twelfth of 365 days.
const hoursOfMonth = 730

// roughly formats a number of 1 or more with two significant digits: "340", "45,000", "2.1
// million".
func roughly(x float64) string { return rounded(x, 2) }

// rounded formats a number of 1 or more with that many significant digits.
func rounded(x float64, digits int) string {
	x, _ = strconv.ParseFloat(strconv.FormatFloat(x, 'g', digits, 64), 64)
	for _, size := range []struct {
		at   float64
		name string
	}{{1e9, " billion"}, {1e6, " million"}} {
		if x >= size.at {
			x, _ = strconv.ParseFloat(strconv.FormatFloat(x/size.at, 'g', digits, 64), 64) // otherwise 2.1 could show as 2.1000000000000001
			return grouped(x) + size.name
		}
	}
	return grouped(x)
}

func grouped(x float64) string {
	text := strconv.FormatFloat(x, 'f', -1, 64)
	if len(text) > 3 && !strings.Contains(text, ".") {
		text = text[:len(text)-3] + "," + text[len(text)-3:]
	}
	return text
}

// number converts a quantity for words and distances, where losing digits does not matter.
func number(q cost.Quantity) float64 {
	x, _ := strconv.ParseFloat(q.String(), 64) // cannot fail: a quantity prints as a number
	return x
}
