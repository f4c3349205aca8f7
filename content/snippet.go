package content

import (
	"cmp"
	"slices"
	"strings"
)

// Lengths of a snippet, in words.
const (
	snippetWords = 34
	snippetLead  = 8 // before the first match
)

// hit prepares an entry for display.
func (x *Index) hit(m *match) Hit {
	e := &x.entries[m.entry]
	slices.SortFunc(m.at, func(a, b found) int { return cmp.Or(cmp.Compare(a.field, b.field), cmp.Compare(a.at, b.at)) })
	inField := func(field uint8) []found {
		return slices.DeleteFunc(slices.Clone(m.at), func(f found) bool { return f.field != field })
	}
	title := spansOf(e.Title)
	h := Hit{Entry: e, Title: segments(e.Title, title, 0, len(title), inField(fieldTitle))}
	field, from := bestWindow(inField(fieldSummary), inField(fieldText))
	spans := spansOf(e.fields()[field])
	if len(spans) == 0 { // an entry without a summary
		field = fieldText
		spans = spansOf(e.Text)
	}
	if last := len(spans) - snippetWords; from > last { // avoid a short snippet at the end
		from = max(0, last)
	}
	h.Snippet = segments(e.fields()[field], spans, from, from+snippetWords, inField(uint8(field)))
	return h
}

// bestWindow chooses the field and the first word to show: where most terms are found, or
// the summary if both have equally many.
func bestWindow(summary, text []found) (field, from int) {
	count, from := window(summary)
	if inText, at := window(text); inText > count {
		return fieldText, at
	}
	return fieldSummary, from
}

// window finds the passage of a field with the most different terms.
func window(at []found) (terms, from int) {
	for i, first := range at {
		seen := map[int]bool{}
		for _, f := range at[i:] {
			if f.at+f.words > first.at-snippetLead+snippetWords {
				break
			}
			seen[f.term] = true
		}
		if len(seen) > terms {
			terms, from = len(seen), max(0, first.at-snippetLead)
		}
	}
	if from < 4 { // close enough to the beginning to start there
		from = 0
	}
	return terms, from
}

// segments cuts the words from from up to, but not including, to out of a text and marks
// matches. Dots mark omitted text.
func segments(text string, spans []span, from, to int, at []found) []Segment {
	to = min(to, len(spans))
	from = min(from, to)
	if from == to {
		if text == "" {
			return nil
		}
		return []Segment{{Text: text}}
	}
	var out []Segment
	put := func(lo, hi uint32, match bool) {
		if s := strings.Map(oneLine, text[lo:hi]); s != "" {
			out = append(out, Segment{s, match})
		}
	}
	start, end := spans[from].from, uint32(len(text))
	if from == 0 {
		start = 0
	} else {
		out = append(out, Segment{Text: "… "})
	}
	if to < len(spans) {
		end = spans[to-1].to
		if gap := strings.IndexAny(text[end:], " \n"); gap > 0 { // do not cut within a figure
			end += uint32(gap)
		}
	}
	for _, f := range at {
		last := min(f.at+f.words, to) - 1
		if f.at < from || f.at > last || spans[f.at].from < start {
			continue
		}
		put(start, spans[f.at].from, false)
		put(spans[f.at].from, spans[last].to, true)
		start = spans[last].to
	}
	put(start, end, false)
	if to < len(spans) {
		out = append(out, Segment{Text: " …"})
	}
	return out
}

func oneLine(r rune) rune {
	if r == '\n' || r == '\t' {
		return ' '
	}
	return r
}
