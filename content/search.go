package content

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"crossroads/text"
)

// Bounds on a query; anything beyond is cut off.
const (
	maxQuery = 200 // characters
	maxTerms = 12
	maxHits  = 40
)

// Results is the outcome of a query.
type Results struct {
	Query   string // as understood: shortened, on one line
	Hits    []Hit  // best first, at most 40
	Total   int    // number of hits, of which Hits are the first
	Partial bool   // no entry has all the words; these have some
	Instead string // a query with known words in the place of unknown ones, "" without any
}

// Hit is a matching entry.
type Hit struct {
	*Entry
	Title   []Segment
	Snippet []Segment // taken from the summary or the text
}

// Segment is a piece of a snippet.
type Segment struct {
	Text  string
	Match bool // part of the query
}

// queryTerm is a word, or a sequence of words in quotes.
type queryTerm struct {
	words  []string // folded
	prefix bool     // the word may be incomplete
	quoted bool
}

// found is a position in an entry at which a term was found.
type found struct {
	field    uint8
	at, term int
	words    int
}

// match collects the terms found in an entry.
type match struct {
	entry uint32
	terms int // number of different terms
	score float64
	at    []found
}

// Search finds the entries with all words of a query or, if there are none, those with
// some. It ignores case and accents. Words in quotes must be adjacent, and the last word
// may be incomplete. Any text is a valid query; one without words finds nothing.
func (x *Index) Search(query string) Results {
	r := Results{Query: tidyQuery(query)}
	terms := x.respelt(parseQuery(r.Query))
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

// tidyQuery puts a query on one line and shortens it.
func tidyQuery(query string) string {
	query = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r): // where a word may be hyphenated
			return -1
		case r == unicode.ReplacementChar, unicode.IsControl(r):
			return ' '
		}
		return r
	}, strings.ToValidUTF8(query, " "))
	runes := []rune(strings.Join(strings.Fields(query), " "))
	return strings.TrimSpace(string(runes[:min(len(runes), maxQuery)]))
}

// fillers are words too common to be useful in a search, unless there is nothing else.
var fillers = strings.Fields("a an and are as at be but by can do does for from how i in is it of on or our should than that the this to " +
	"use vs versus was we what when where which who why will with you your")

// possessive matches the ending of "Lambda’s".
var possessive = regexp.MustCompile(`['’ʼ][sS]\b`)

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
			if !quoted {
				piece = possessive.ReplaceAllString(piece, "")
			}
			for _, w := range wordsOf(piece) {
				t.words = append(t.words, w.folded)
			}
			t.quoted = quoted
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

// respelt replaces terms that are nowhere by the same words written in another way: server-less by serverless,
// pay-per-use by its words, coldstart and 10ms by two adjacent words, 1769 by 1,769.
func (x *Index) respelt(terms []queryTerm) (list []queryTerm) {
	for _, t := range terms {
		joined := queryTerm{words: []string{strings.Join(t.words, "")}, prefix: t.prefix, quoted: t.quoted}
		switch {
		case len(x.places(t)) > 0:
			list = append(list, t)
		case len(t.words) == 1:
			if pair := x.pairIn(t.words[0]); pair != nil {
				t.words = pair
			}
			list = append(list, t)
		case len(x.places(joined)) > 0:
			list = append(list, joined)
		case t.quoted:
			list = append(list, t)
		default:
			for i, word := range t.words {
				one := queryTerm{words: []string{word}, prefix: t.prefix && i == len(t.words)-1}
				if one.prefix || !slices.Contains(fillers, word) {
					list = append(list, one)
				}
			}
		}
	}
	return list[:min(len(list), maxTerms)]
}

// pairIn splits a word into words that stand together somewhere, nil where there are none: two words,
// or the groups of a number.
func (x *Index) pairIn(word string) (best []string) {
	if len(word) > 40 {
		return nil
	}
	most := 0
	try := func(words ...string) {
		if n := len(x.together(words)); n > most {
			best, most = words, n
		}
	}
	if len(word) > 3 && strings.Trim(word, "0123456789") == "" {
		var groups []string
		for from := word; from != ""; from = from[min(len(from), (len(from)-1)%3+1):] {
			groups = append(groups, from[:(len(from)-1)%3+1])
		}
		try(groups...)
		return best
	}
	for i := range word {
		if first, second := word[:i], word[i:]; x.found[stem(first)] != nil && x.found[stem(second)] != nil &&
			(len(first) > 1 && len(second) > 1 || unicode.IsDigit(rune(word[0]))) {
			try(first, second)
		}
	}
	return best
}

// match finds the entries with at least one of the terms.
func (x *Index) match(terms []queryTerm) []*match {
	byEntry := map[uint32]*match{}
	for n, term := range terms {
		places := x.places(term)
		entries := map[uint32]bool{}
		for _, p := range places {
			entries[p.entry] = true
		}
		// Rare words are more significant: their weight is the logarithm of how few entries
		// have them.
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
			// A repeated word in a field counts less than its first occurrence.
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

// coverage returns how much of an entry's title was asked for, ignoring fillers: 1 for all
// its words, and twice that for a query that equals the title.
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

// valued is a position and how well it matches: a whole word is worth 1.
type valued struct {
	posting
	worth float64
}

// places finds a term; the result is sorted by entry.
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

// together returns the last positions of words that are adjacent.
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

// stemsOf returns the stems that match a word: its own and, if prefix is set, all that
// begin with it.
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

// instead replaces up to three unknown words by similar known ones and drops those without
// a similar one; "" when no word has one.
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

// nearest returns the most similar known word, the more frequent one if equal; "" when none
// is similar enough.
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
