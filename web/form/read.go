// Package form turns the query of an address, or a posted form, into an assessment, and
// an assessment into a query. It is the only reader of links, including old ones.
//
// A query can have these fields:
//
//	kind=front                    an answer; several mean one of these, or all
//	                              of them if the question allows several
//	rank=cost,ops                 criteria by importance
//	rank.cost=1                   the same, from a form without JavaScript
//	w.cost=80                     the weight of a criterion, 0 to 100
//	load.requests=3 million       a figure of the load
//	p1.name=Shop p1.share=2       a part of the system, 1 to 8,
//	p1.kind=front                 and answers about it alone
//	parts=2 split=kind quick=1    what the wizard shows, or does with the answers
//	open=weights open=p2          what it shows of what is usually closed
//	beside=QUERY                  other answers to compare with, escaped as one value
//
// Reading never fails: whatever is unknown or cannot be read is left out, with a finding
// for its field. Query writes the canonical form: the same assessment always gives the
// same text, and reading it returns the same assessment.
//
// The package is pure. It does not know HTTP requests.
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

// Input is a query that was read: an assessment that the engine can evaluate, and a finding for
// everything that had to be left out.
type Input struct {
	Assessment decision.Assessment
	Parts      int                 // number of parts that the form shows
	Load       map[string]string   // figures of the load: formatted if they can be used, else as they were typed
	Typed      map[string]string   // weights and shares, by form field, in the same way
	Ticked     map[string][]string // ticked answers that exclude each other, by form field
	Quick      bool                // ask only the most decisive questions
	Open       string              // what the reader asks to see: "weights", or a part such as "p2"
	Findings   []text.Finding      // by form field
	Other      url.Values          // fields that are read elsewhere, mended as the answers are
}

const ignored = "It was ignored."

// Parse reads an assessment from a URL query. It never fails: whatever is unknown or malformed is
// left out, with a finding. Since programs add fields to links, an unknown field gets a finding
// only if it resembles one of ours. With quiet it never does, because sites that frame the
// portal add fields of their own.
func Parse(cat *decision.Catalogue, raw string, quiet bool) Input {
	r := newReader(cat)
	r.quiet = quiet
	if len(raw) > maxQuery {
		r.complain("", saidTooLong, saidAnswersIgnored)
		return r.out
	}
	raw = divided(Separated(raw), r.isField)
	values := parse(raw)
	r.dropCut(values)
	values = r.mend(values)
	r.mendEnd(raw, values)
	in := r.read(values)
	in.Other = url.Values{}
	for _, name := range passive {
		if list := values[name]; list != nil {
			in.Other[name] = list
		}
	}
	return in
}

// reader turns form fields into an assessment of one catalogue.
type reader struct {
	cat       *decision.Catalogue
	questions map[string]*decision.Question
	places    []place
	parts     [decision.MaxParts]draft
	quiet     bool
	strict    bool   // every unknown field gets a finding
	revising  bool   // the answers are saved ones: an unknown field may be a question that is gone
	whole     bool   // the form says that there are no parts
	splitBy   string // question whose answers become parts
	old       []formerAnswer
	out       Input
}

// place is one "rank.CRITERION=N" of a form without JavaScript.
type place struct {
	criterion string
	at        int
}

// draft is a part in the form, which may be empty.
type draft struct {
	decision.Part
	used       bool
	typedShare string // share as the page shows it
	percent    bool   // the share was typed with "%"
}

func newReader(cat *decision.Catalogue) *reader {
	r := &reader{cat: cat, questions: make(map[string]*decision.Question, len(cat.Questions))}
	for i := range cat.Questions {
		r.questions[cat.Questions[i].ID] = &cat.Questions[i]
	}
	return r
}

// read goes through the fields in sorted order, so that findings always come in the same order.
func (r *reader) read(values url.Values) Input {
	r.revising = values.Has("revise")
	pairs := 0
	for _, key := range slices.Sorted(maps.Keys(values)) {
		if pairs += len(values[key]); pairs > maxPairs {
			r.complain("", fmt.Sprintf("There are more than %d fields.", maxPairs), "The rest was ignored.")
			break
		}
		if !utf8.ValidString(key) {
			r.complain("", "A field’s name is not readable text.", ignored)
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

// Beside is the name of the field with a second set of answers, which is a query.
const Beside = "beside"

// own lists fields of a query that do not belong to a question.
var own = []string{"parts", "split", "quick", "rank", "open"}

// passive lists fields of the same query that are read elsewhere.
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
		r.place(tail, r.single(key, values))
	case dotted && head == "load":
		r.loadField(tail, r.single(key, values))
	case dotted && head == "w":
		r.weight(tail, r.single(key, values))
	case dotted && partNumber(head) > 0:
		r.part(partNumber(head), tail, values)
	case dotted && len(head) > 1 && head[0] == 'p' && isDigits(head[1:]):
		said := fmt.Sprintf("%s is one part too many: a system has at most %d.", text.Quote(key), decision.MaxParts)
		if strings.Trim(head[1:], "0") == "" {
			said = fmt.Sprintf("%s is no part: they are counted from 1.", text.Quote(key))
		}
		r.complain(key, said, ignored)
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
		gone := r.revising && decision.ValidID(field)
		if r.strict || !r.quiet && (gone || r.resembles(field, values)) {
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
	slices.Sort(ids) // as in the JSON form, so that links and stored assessments are equal
	(*into)[question] = ids
}

// together returns those answers to a question that can be true at the same time.
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
		var counted []string
		for _, id := range ids[:q.Several] {
			counted = append(counted, text.Quote(answer(id).Label))
		}
		r.complain(field, fmt.Sprintf(saidTooMany, len(ids), text.Quote(q.Text), q.Several),
			"The first of them count: "+strings.Join(counted, ", ")+".")
		ids = ids[:q.Several]
	}
	return ids
}

func (r *reader) partBlocks(value string) {
	if r.whole = value == ""; r.whole {
		return
	}
	n, err := WholeNumber(value)
	if err != nil || n > decision.MaxParts {
		r.complain("parts", fmt.Sprintf("%s is not a number of parts; write 0 to %d.", text.Quote(value), decision.MaxParts), ignored)
		return
	}
	r.out.Parts = n
}

func (r *reader) complain(field, fact, done string) {
	r.out.Findings = append(r.out.Findings, text.Finding{Field: field, Fact: fact, Advice: done})
}

// Last returns the last value of a field, or "". It is the one that counts if a field for a single
// value is sent twice.
func Last(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return strings.TrimSpace(values[len(values)-1])
}

// single is Last, with a finding if there are other values.
func (r *reader) single(field string, values []string) string {
	if fact, done := Several(field, values); fact != "" {
		r.complain(field, fact, done)
	}
	return Last(values)
}

// Several says that a field for a single value was sent with several, and which of them counts. It is
// empty if they are the same, or if the last one is empty, as from a form.
func Several(field string, values []string) (fact, done string) {
	var different []string
	for _, value := range values {
		if value = strings.TrimSpace(value); value != "" && !slices.Contains(different, value) {
			different = append(different, value)
		}
	}
	if len(different) < 2 || Last(values) == "" {
		return "", ""
	}
	return fmt.Sprintf(saidSeveral, text.Quote(field), len(different)), fmt.Sprintf(saidLastCounts, text.Quote(Last(values)))
}

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
