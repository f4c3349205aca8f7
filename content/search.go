package content

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"crossroads/text"
)

// Bounds on a query. What is longer is cut; nobody reads on from there.
const (
	maxQuery = 200 // characters
	maxTerms = 12
	maxHits  = 40
)

// Results is what a query found.
type Results struct {
	Query   string // as it was understood: cut, on one line
	Hits    []Hit  // best first, at most 40
	Total   int    // of which Hits are the first
	Partial bool   // no entry has all the words, so these have some
	Instead string // a query with known words in the place of unknown ones, "" without any
}

// Hit is an entry that was found.
type Hit struct {
	*Entry
	Title   []Segment
	Snippet []Segment // from the summary or the text
}

// Segment is a piece of text.
type Segment struct {
	Text  string
	Match bool // it is what was searched for
}

// queryTerm is a word, or words that stand together.
type queryTerm struct {
	words  []string // folded
	prefix bool     // the word may go on
}

// place in an entry where a term was found.
type found struct {
	field    uint8
	at, term int
	words    int
}

// match is what is known about an entry that has some of the terms.
type match struct {
	entry uint32
	terms int // how many
	score float64
	at    []found
}

// Search finds the entries that have all words of a query, or, when there are
// none, those that have some. Case and accents do not count. Words in quotes
// must stand together, and the last word may be the beginning of one. Any text
// is a query; one without words finds nothing.
func (x *Index) Search(query string) Results {
	r := Results{Query: tidyQuery(query)}
	terms := parseQuery(r.Query)
	if len(terms) == 0 {
		return r
	}
	matches := x.match(terms)
	all := slices.DeleteFunc(slices.Clone(matches), func(m *match) bool { return m.terms < len(terms) })
	if len(all) == 0 {
		r.Partial = len(matches) > 0
		r.Instead = x.instead(terms)
		all = matches
	}
	slices.SortFunc(all, func(a, b *match) int {
		return cmp.Or(cmp.Compare(b.terms, a.terms), cmp.Compare(b.score, a.score), cmp.Compare(a.entry, b.entry))
	})
	r.Total = len(all)
	for _, m := range all[:min(len(all), maxHits)] {
		r.Hits = append(r.Hits, x.hit(m))
	}
	return r
}

// tidyQuery puts a query on one line and cuts it.
func tidyQuery(query string) string {
	query = strings.Map(func(r rune) rune {
		if r == unicode.ReplacementChar || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(query, " "))
	runes := []rune(strings.Join(strings.Fields(query), " "))
	return strings.TrimSpace(string(runes[:min(len(runes), maxQuery)]))
}

// fillers are words that say too little to search for, unless there is nothing else.
var fillers = strings.Fields("a an and are as at be but by can do does for from how i in is it of on or our should than that the this to " +
	"use vs versus was we what when where which who why will with you your")

func parseQuery(query string) []queryTerm {
	var terms, fill []queryTerm
	query = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`).Replace(query)
	parts := strings.Split(query, `"`)
	for i, part := range parts {
		quoted := i%2 == 1
		pieces := []string{part}
		if !quoted {
			pieces = strings.Fields(part)
		}
		for j, piece := range pieces {
			var t queryTerm
			for _, w := range wordsOf(piece) {
				t.words = append(t.words, w.folded)
			}
			t.prefix = !quoted && i == len(parts)-1 && j == len(pieces)-1
			switch {
			case len(t.words) == 0:
			case !quoted && !t.prefix && len(t.words) == 1 && slices.Contains(fillers, t.words[0]):
				fill = append(fill, t)
			default:
				terms = append(terms, t)
			}
		}
	}
	if len(terms) == 0 {
		terms = fill
	}
	return terms[:min(len(terms), maxTerms)]
}

// match finds the entries that have at least one of the terms.
func (x *Index) match(terms []queryTerm) []*match {
	byEntry := map[uint32]*match{}
	for n, term := range terms {
		places := x.places(term)
		entries := map[uint32]bool{}
		for _, p := range places {
			entries[p.entry] = true
		}
		// Rare words tell more: the logarithm of how few entries have them.
		rare := math.Log(1 + float64(len(x.entries))/float64(max(len(entries), 1)))
		var counts [fieldCount]float64
		for i, p := range places {
			m := byEntry[p.entry]
			if m == nil {
				m = &match{entry: p.entry}
				byEntry[p.entry] = m
			}
			if i == 0 || places[i-1].entry != p.entry {
				m.terms++
				counts = [fieldCount]float64{}
			}
			// The second find of a word in a field tells less than the first.
			counts[p.field]++
			m.score += rare * p.worth * weights[p.field] / (counts[p.field] * counts[p.field])
			m.at = append(m.at, found{p.field, int(p.at), n, len(term.words)})
		}
	}
	matches := make([]*match, 0, len(byEntry))
	for _, m := range byEntry {
		m.score *= 1 + x.coverage(m, len(terms))
		matches = append(matches, m)
	}
	return matches
}

// coverage returns how much of an entry's title was asked for: 1 for all its words, and
// twice that for a query that is the title, but for words that say too little.
func (x *Index) coverage(m *match, terms int) float64 {
	asked, met := map[int]bool{}, map[int]bool{}
	for _, f := range m.at {
		if f.field != fieldTitle {
			continue
		}
		met[f.term] = true
		for i := range f.words {
			asked[f.at+i] = true
		}
	}
	telling := 0
	title := wordsOf(x.entries[m.entry].Title)
	for _, w := range title {
		if !slices.Contains(fillers, w.folded) {
			telling++
		}
	}
	if len(met) == terms && len(asked) >= max(telling, 1) {
		return 2
	}
	return float64(len(asked)) / float64(max(len(title), 1))
}

// valued is a place and how well it fits: a whole word is worth 1.
type valued struct {
	posting
	worth float64
}

// places finds a term, sorted by entry.
func (x *Index) places(t queryTerm) []valued {
	last := len(t.words) - 1
	var ends []valued
	for _, s := range x.stemsOf(t.words[last], t.prefix) {
		worth := 0.5
		if s == stem(t.words[last]) {
			worth = 1
		}
		for _, p := range x.found[s] {
			ends = append(ends, valued{p, worth})
		}
	}
	if last > 0 {
		before := x.together(t.words[:last])
		ends = slices.DeleteFunc(ends, func(v valued) bool {
			return v.at == 0 || !before[posting{v.entry, v.at - 1, v.field}]
		})
		for i := range ends {
			ends[i].at -= uint32(last)
		}
	}
	slices.SortFunc(ends, func(a, b valued) int {
		return cmp.Or(cmp.Compare(a.entry, b.entry), cmp.Compare(a.field, b.field), cmp.Compare(a.at, b.at))
	})
	return ends
}

// together returns the last places of words that stand one after the other.
func (x *Index) together(words []string) map[posting]bool {
	var ends map[posting]bool
	for i, w := range words {
		next := map[posting]bool{}
		for _, p := range x.found[stem(w)] {
			if i == 0 || p.at > 0 && ends[posting{p.entry, p.at - 1, p.field}] {
				next[p] = true
			}
		}
		ends = next
	}
	return ends
}

// stemsOf returns the stems that a word stands for: its own, and with prefix all that begin
// with it.
func (x *Index) stemsOf(folded string, prefix bool) []string {
	own := stem(folded)
	if !prefix || len(folded) < 2 {
		return []string{own}
	}
	var stems []string
	if own != folded && x.found[own] != nil {
		stems = append(stems, own)
	}
	i, _ := slices.BinarySearch(x.stems, folded)
	for ; i < len(x.stems) && strings.HasPrefix(x.stems[i], folded); i++ {
		stems = append(stems, x.stems[i])
	}
	return stems
}

// instead puts known words in the place of unknown ones, at most three, and
// leaves out those that are near to none; "" when no word was found for any.
func (x *Index) instead(terms []queryTerm) string {
	var words []string
	changed := 0
	for _, t := range terms {
		for i, w := range t.words {
			begun := t.prefix && i == len(t.words)-1 && len(x.stemsOf(w, true)) > 0
			if x.found[stem(w)] == nil && !begun {
				if w = x.nearest(w); w == "" || changed == 3 {
					continue
				}
				changed++
			}
			words = append(words, w)
		}
	}
	if changed == 0 {
		return ""
	}
	return strings.Join(words, " ")
}

// nearest returns the known word with the fewest changes, the more frequent of
// two; "" when none is near.
func (x *Index) nearest(folded string) string {
	if len(folded) < 4 || len(folded) > 40 {
		return ""
	}
	best, near := "", max(1, len(folded)/4)+1
	for _, s := range x.stems {
		if len(s) < 4 || len(s) > len(folded)+2 || len(s)+3 < len(folded) {
			continue
		}
		d := text.Distance(stem(folded), s)
		if d < near || d == near && best != "" && len(x.found[s]) > len(x.found[best]) {
			best, near = s, d
		}
	}
	return x.shown[best]
}
