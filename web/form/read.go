// Package form turns the query of an address, or a form that was sent, into an
// assessment, and an assessment into a query. It is the only reader of links, old
// ones included.
//
// A query holds
//
//	kind=front                    an answer; several: one of these, or all of
//	                              them where the question takes several
//	rank=cost,ops                 criteria by importance
//	rank.cost=1                   the same from a form without script
//	w.cost=80                     the weight of a criterion, 0 to 100
//	load.requests=3 million       a figure of the load
//	p1.name=Shop p1.share=2       a part of the system, 1 to 8,
//	p1.kind=front                 and what holds for it alone
//	parts=2 split=kind quick=1    what the wizard shows, or makes of the answers
//	open=weights open=p2          what it shows of what is usually closed
//	beside=QUERY                  other answers, escaped as one value, to compare with
//
// Reading never fails: what is unknown or cannot be read is left out, and named in
// a finding with its field. Query writes the canonical form: the same assessment
// always gives the same text, and reading it gives the assessment back.
//
// The package is pure. It knows no request; only net/url of the network.
package form

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"crossroads/decision"
	"crossroads/text"
)

// Limits of one query.
const (
	maxQuery = 32 << 10 // bytes
	maxPairs = 2000     // fields
)

// Input is a query that was read: an assessment that the catalogue can evaluate, and
// everything that had to be left out to get it.
type Input struct {
	Assessment decision.Assessment
	Parts      int                 // part blocks the user wants to see
	Load       map[string]string   // figures of the load: those that can be used as the page writes them, others as they were typed
	Typed      map[string]string   // weights and shares likewise, by form field
	Ticked     map[string][]string // answers that were ticked but cannot all hold together, by form field
	Quick      bool                // only the questions that decide most are asked
	Open       string              // what the reader asks to see: "weights", or a part such as "p2"
	Findings   []text.Finding      // by form field
}

const ignored = "It was ignored."

// Parse reads an assessment from a URL query. It never fails: whatever is
// unknown or malformed is named in the findings and left out. Programs add to links
// what they like, so a field that is none of ours is named only when it looks like
// one; with quiet not even then, because sites that frame the portal have fields of
// their own.
func Parse(cat *decision.Catalogue, raw string, quiet bool) Input {
	r := newReader(cat)
	r.quiet = quiet
	if len(raw) > maxQuery {
		r.complain("", saidTooLong, saidAnswersIgnored)
		return r.out
	}
	raw = Separated(raw)
	values, err := url.ParseQuery(raw)
	if err != nil {
		r.complain("", "A piece of the address could not be read. Check that the link was copied whole.", ignored)
	}
	values = r.mend(values)
	r.mendEnd(raw, values)
	return r.read(values)
}

// reader turns form fields into an assessment of one catalogue.
type reader struct {
	cat       *decision.Catalogue
	questions map[string]*decision.Question
	places    []place
	parts     [decision.MaxParts]draft
	quiet     bool
	strict    bool   // every field that is none is named
	whole     bool   // the form says that there is one kind of work
	splitBy   string // question whose answers become parts
	old       []formerAnswer
	out       Input
}

// place is one "rank.CRITERION=N" of a form without script.
type place struct {
	criterion string
	at        int
}

// draft is a part block of the form, which may be empty.
type draft struct {
	decision.Part
	used       bool
	typedShare string // as the page shows it
}

func newReader(cat *decision.Catalogue) *reader {
	r := &reader{cat: cat, questions: make(map[string]*decision.Question, len(cat.Questions))}
	for i := range cat.Questions {
		r.questions[cat.Questions[i].ID] = &cat.Questions[i]
	}
	return r
}

// read goes through the fields in sorted order, so that the same fields give
// the same problems in the same order.
func (r *reader) read(values url.Values) Input {
	pairs := 0
	for _, key := range slices.Sorted(maps.Keys(values)) {
		if pairs += len(values[key]); pairs > maxPairs {
			r.complain("", fmt.Sprintf("There are more than %d fields.", maxPairs), "The rest was ignored.")
			break
		}
		if !utf8.ValidString(key) {
			r.complain("", "A field's name is not readable text.", ignored)
			continue
		}
		r.field(key, values[key])
	}
	r.finishFormer()
	r.finishPriorities()
	r.finishLoad()
	r.split(r.splitBy)
	if r.whole {
		r.leaveParts()
	}
	r.finishParts()
	r.govern()
	return r.out
}

// Beside is the field that holds a second set of answers, as a query.
const Beside = "beside"

// own names fields of a query that belong to no question.
var own = []string{"parts", "split", "quick", "rank", "open"}

// passive names fields that other readers of the same query use.
var passive = []string{"theme", "whatif", "lang", "frame", "step", "revise", "base", "comparison", "options", "diff", "sort",
	"created", "tag", "q", "url", "format", "themeState", "title", "note", "author", "query", "round", Beside}

func (r *reader) field(key string, values []string) {
	head, tail, dotted := strings.Cut(key, ".")
	switch {
	case slices.Contains(passive, key):
	case key == "parts":
		r.partBlocks(Last(values))
	case key == "split":
		r.splitBy = Last(values)
	case key == "quick":
		r.out.Quick = Last(values) == "1"
	case key == "open":
		r.out.Open = Last(values)
	case key == "rank":
		r.ranking(strings.Split(strings.Join(values, ","), ","))
	case dotted && head == "rank":
		r.place(tail, Last(values))
	case dotted && head == "load":
		r.loadField(tail, Last(values))
	case dotted && head == "w":
		r.weight(tail, Last(values))
	case dotted && partNumber(head) > 0:
		r.part(partNumber(head), tail, values)
	case dotted && len(head) > 1 && head[0] == 'p' && isDigits(head[1:]):
		r.complain(key, fmt.Sprintf("%s is one part too many: a system has at most %d.", text.Quote(key), decision.MaxParts), ignored)
	default:
		r.answer(&r.out.Assessment.Answers, key, key, values)
	}
}

// answer adds the answers to one question. Empty values mean "don't know".
func (r *reader) answer(into *decision.Answers, field, question string, values []string) {
	if r.former(into, field, question, values) {
		return
	}
	q, ok := r.questions[question]
	if !ok {
		if r.strict || !r.quiet && r.resembles(field, values) {
			r.complain(field, text.Quote(field)+" is not a question here.", ignored)
		}
		return
	}
	var ids []string
	for _, value := range values {
		switch {
		case value == "" || slices.Contains(ids, value):
		case !slices.ContainsFunc(q.Answers, func(a decision.Answer) bool { return a.ID == value }):
			r.complain(field, fmt.Sprintf("%s is not an answer to %s.", text.Quote(value), text.Quote(q.Text)), ignored)
		default:
			ids = append(ids, value)
		}
	}
	given := ids
	if ids = r.together(field, q, slices.Clone(ids)); len(ids) < len(given) {
		if r.out.Ticked == nil {
			r.out.Ticked = map[string][]string{}
		}
		r.out.Ticked[field] = given
	}
	if len(ids) == 0 {
		return
	}
	if *into == nil {
		*into = decision.Answers{}
	}
	slices.Sort(ids) // as in the JSON form, so that a stored assessment reads the same
	(*into)[question] = ids
}

// together keeps of the answers to a question those that can hold at the same time.
func (r *reader) together(field string, q *decision.Question, ids []string) []string {
	if q.Several < 2 || len(ids) < 2 {
		return ids
	}
	answer := func(id string) decision.Answer {
		return q.Answers[slices.IndexFunc(q.Answers, func(a decision.Answer) bool { return a.ID == id })]
	}
	if i := slices.IndexFunc(ids, func(id string) bool { return answer(id).Alone }); i >= 0 {
		r.complain(field, fmt.Sprintf(saidAlone, text.Quote(answer(ids[i]).Label), text.Quote(q.Text)), "The other answers count.")
		ids = slices.Delete(ids, i, i+1)
	}
	if len(ids) > q.Several {
		var kept []string
		for _, id := range ids[:q.Several] {
			kept = append(kept, text.Quote(answer(id).Label))
		}
		r.complain(field, fmt.Sprintf(saidTooMany, len(ids), text.Quote(q.Text), q.Several),
			"The first of them count: "+strings.Join(kept, ", ")+".")
		ids = ids[:q.Several]
	}
	return ids
}

func (r *reader) partBlocks(value string) {
	if r.whole = value == ""; r.whole {
		return
	}
	n, err := wholeNumber(value)
	if err != nil || n > decision.MaxParts {
		r.complain("parts", fmt.Sprintf("%s is not a number of parts; write 0 to %d.", text.Quote(value), decision.MaxParts), ignored)
		return
	}
	r.out.Parts = n
}

func (r *reader) complain(field, fact, done string) {
	r.out.Findings = append(r.out.Findings, text.Finding{Field: field, Fact: fact, Advice: done})
}

// Last is the last value of a field, "" for none; it counts where a field of one value is
// sent twice.
func Last(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return strings.TrimSpace(values[len(values)-1])
}

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
