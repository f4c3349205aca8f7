package form

import (
	"net/url"
	"slices"
	"sort"
	"strconv"
	"strings"

	"crossroads/decision"
	"crossroads/decision/cost"
)

// Query writes an assessment as the query of a URL, without "?". The form is canonical, with
// questions sorted by id: the same assessment always gives the same text, and Parse with its
// catalogue returns the same assessment.
func Query(a decision.Assessment) string {
	var b strings.Builder
	writeAnswers(&b, "", a.Answers)
	if len(a.Priorities.Ranking) > 0 {
		// ids contain no characters to escape, and a comma is more legible than %2C
		writePair(&b, "rank", strings.Join(a.Priorities.Ranking, ","))
	}
	weights := slices.Clone(a.Priorities.Weights)
	sort.SliceStable(weights, func(i, j int) bool { return weights[i].Criterion < weights[j].Criterion })
	for _, w := range weights {
		writePair(&b, "w."+w.Criterion, Number(w.Weight))
	}
	if a.Load != nil {
		writeLoad(&b, *a.Load)
	}
	for i, part := range a.Parts {
		prefix := "p" + strconv.Itoa(i+1) + "."
		writePair(&b, prefix+"name", url.QueryEscape(part.Name))
		if part.Share != 0 {
			writePair(&b, prefix+"share", Number(part.Share))
		}
		writeAnswers(&b, prefix, part.Answers)
	}
	return b.String()
}

// BesideQuery writes an assessment as the second set of answers of another query.
func BesideQuery(a decision.Assessment) string {
	return Beside + "=" + url.QueryEscape(Query(a))
}

// LoadQuery writes a load as part of a query: the requests, without which there is no load, and
// the figures that differ from their defaults.
func LoadQuery(load cost.Load) string {
	var b strings.Builder
	writeLoad(&b, load)
	return b.String()
}

func writeLoad(b *strings.Builder, load cost.Load) {
	for i, f := range cost.Fields() {
		if value := f.Value(load); i == 0 || value.Cmp(f.Default) != 0 {
			writePair(b, "load."+f.ID, value.String())
		}
	}
	for _, f := range load.Assumed() {
		writePair(b, "load."+f.ID, f.Value(load).String())
	}
	for _, c := range cost.Choices() {
		if value := c.Value(load); value != "" {
			writePair(b, "load."+c.ID, value)
		}
	}
	if load.Region != cost.DefaultRegion {
		writePair(b, "load.region", url.QueryEscape(load.Region))
	}
	if load.FreeTier {
		writePair(b, "load.free_tier", "true")
	}
}

func writeAnswers(b *strings.Builder, prefix string, answers decision.Answers) {
	questions := make([]string, 0, len(answers))
	for q := range answers {
		questions = append(questions, q)
	}
	slices.Sort(questions)
	for _, q := range questions {
		for _, answer := range slices.Compact(slices.Sorted(slices.Values(answers[q]))) {
			writePair(b, prefix+q, url.QueryEscape(answer))
		}
	}
}

func writePair(b *strings.Builder, key, escaped string) {
	if b.Len() > 0 {
		b.WriteByte('&')
	}
	b.WriteString(key)
	b.WriteByte('=')
	b.WriteString(escaped)
}

// Number writes a weight or a share as the shortest text that reads back as the same number,
// without an exponent.
func Number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// URL joins a path and queries. Empty queries are left out.
func URL(path string, queries ...string) string {
	sep := "?"
	for _, q := range queries {
		if q != "" {
			path += sep + q
			sep = "&"
		}
	}
	return path
}
