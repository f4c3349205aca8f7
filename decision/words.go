package decision

import (
	"math"
	"strconv"
	"strings"

	"crossroads/decision/score"
)

// quoted joins labels: “a”, “b” or “c”.
func quoted(labels []string) string {
	marked := make([]string, len(labels))
	for i, l := range labels {
		marked[i] = "“" + l + "”"
	}
	return join(marked, " or ")
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

// names of the options in a set, in catalogue order.
func (s *session) names(set score.Set) []string {
	var list []string
	for o, option := range s.c.Options {
		if set.Has(o) {
			list = append(list, option.Name)
		}
	}
	return list
}

// percent is a share as people read it: "87 %", and never 0 % or 100 % unless
// it is exactly that.
func percent(share float64) string {
	switch {
	case share > 0 && share < 0.005:
		return "less than 1 %"
	case share < 1 && share > 0.995:
		return "more than 99 %"
	}
	return strconv.Itoa(int(math.Round(100*share))) + " %"
}

// points is a score in hundredths: "62", and "0.4" under 10.
func points(value float64) string {
	if value = 100 * value; math.Abs(value) < 9.95 {
		return strings.TrimSuffix(strconv.FormatFloat(math.Round(10*value)/10, 'f', 1, 64), ".0")
	}
	return strconv.Itoa(int(math.Round(value)))
}

// pointsOf is a difference of scores with its unit: "1 point", "2.5 points".
func pointsOf(value float64) string {
	if p := points(value); p != "1" {
		return p + " points"
	}
	return "1 point"
}
