package web

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"crossroads/decision"
	"crossroads/views"
)

// Limits of what a user may send, in characters unless said otherwise.
const (
	maxQuery    = 32 << 10 // bytes of a URL's query
	maxPairs    = 2000     // fields of one query
	maxTitle    = 120
	maxNote     = 4000
	maxAuthor   = 80
	maxPartName = 80
	maxShare    = 1e6
	maxWeight   = 100
	maxProblems = 20 // named one by one; a page of complaints helps nobody
)

// input is what a user said: an assessment that the catalogue can evaluate, and
// everything that had to be left out to get it.
type input struct {
	assessment decision.Assessment
	parts      int                 // part blocks the user wants to see
	load       map[string]string   // figures of the load: those that can be used as the page writes them, others as they were typed
	typed      map[string]string   // weights and shares likewise, by form field
	ticked     map[string][]string // answers that were ticked but cannot all hold together, by form field
	quick      bool                // only the questions that decide most are asked
	findings   []finding
}

// finding is something in the input that cannot be used.
type finding struct {
	field string // form field or JSON path, "" for the whole
	fact  string // what is wrong, one sentence
	done  string // what was done about it, or what to do; one sentence
}

const ignored = "It was ignored."

// problems says the findings to someone who reads a page.
func (in input) problems() []views.Problem {
	var list []views.Problem
	for i, f := range in.findings {
		if i == maxProblems {
			list = append(list, views.Problem{Message: fmt.Sprintf("%d more fields could not be used. They were ignored.", len(in.findings)-i)})
			break
		}
		list = append(list, views.Problem{Field: f.field, Message: f.fact + " " + f.done})
	}
	return list
}

// parseQuery reads an assessment from a URL query. It never fails: whatever is
// unknown or malformed is named in the findings and left out. Sites that frame
// the portal add parameters of their own, so quiet does not name those that are
// no question.
func parseQuery(cat *decision.Catalogue, raw string, quiet bool) input {
	r := newReader(cat)
	r.quiet = quiet
	if len(raw) > maxQuery {
		r.find("", "The address is too long to read.", "Its answers were ignored. Answer the questions again or shorten the names of the parts.")
		return r.out
	}
	values, err := url.ParseQuery(raw)
	if err != nil {
		r.find("", "A piece of the address could not be read. Check that the link was copied whole.", ignored)
	}
	return r.read(values)
}

// reader turns form fields into an assessment of one catalogue.
type reader struct {
	cat       *decision.Catalogue
	questions map[string]*decision.Question
	places    []place
	parts     [decision.MaxParts]draft
	quiet     bool
	whole     bool   // the form says that there is one kind of work
	splitBy   string // question whose answers become parts
	old       []formerAnswer
	out       input
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
func (r *reader) read(values url.Values) input {
	keys := make([]string, 0, len(values))
	for key := range values {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	pairs := 0
	for _, key := range keys {
		if pairs += len(values[key]); pairs > maxPairs {
			r.find("", fmt.Sprintf("There are more than %d fields.", maxPairs), "The rest was ignored.")
			break
		}
		if !utf8.ValidString(key) {
			r.find("", "A field's name is not readable text.", ignored)
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
	return r.out
}

// passive names fields that other readers of the same query use, and those
// that mail and news programs add to links.
var passive = []string{"theme", "lang", "frame", "step", "revise", "base", "comparison", "options", "diff", "created", "tag", "q", "url", "format", "themeState", "title", "note", "author", "query", "round", "fbclid", "gclid"}

func (r *reader) field(key string, values []string) {
	head, tail, dotted := strings.Cut(key, ".")
	switch {
	case slices.Contains(passive, key) || strings.HasPrefix(key, "utm_"):
	case key == "parts":
		r.partBlocks(last(values))
	case key == "split":
		r.splitBy = last(values)
	case key == "quick":
		r.out.quick = last(values) == "1"
	case key == "rank":
		r.ranking(strings.Split(strings.Join(values, ","), ","))
	case dotted && head == "rank":
		r.place(tail, last(values))
	case dotted && head == "load":
		r.loadField(tail, last(values))
	case dotted && head == "w":
		r.weight(tail, last(values))
	case dotted && partNumber(head) > 0:
		r.part(partNumber(head), tail, values)
	case dotted && len(head) > 1 && head[0] == 'p' && isDigits(head[1:]):
		r.find(key, fmt.Sprintf("%s is one part too many: a system has at most %d.", quote(key), decision.MaxParts), ignored)
	default:
		r.answer(&r.out.assessment.Answers, key, key, values)
	}
}

// answer adds the answers to one question. Empty values mean "don't know".
func (r *reader) answer(into *decision.Answers, field, question string, values []string) {
	if r.former(into, field, question, values) {
		return
	}
	q, ok := r.questions[question]
	if !ok {
		if !r.quiet {
			r.find(field, quote(field)+" is not a question here.", ignored)
		}
		return
	}
	var ids []string
	for _, value := range values {
		switch {
		case value == "" || slices.Contains(ids, value):
		case !slices.ContainsFunc(q.Answers, func(a decision.Answer) bool { return a.ID == value }):
			r.find(field, fmt.Sprintf("%s is not an answer to %s.", quote(value), quote(q.Text)), ignored)
		default:
			ids = append(ids, value)
		}
	}
	given := ids
	if ids = r.together(field, q, slices.Clone(ids)); len(ids) < len(given) {
		if r.out.ticked == nil {
			r.out.ticked = map[string][]string{}
		}
		r.out.ticked[field] = given
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
		r.find(field, fmt.Sprintf("%s cannot be ticked together with other answers to %s.", quote(answer(ids[i]).Label), quote(q.Text)), "The other answers count.")
		ids = slices.Delete(ids, i, i+1)
	}
	if len(ids) > q.Several {
		var kept []string
		for _, id := range ids[:q.Several] {
			kept = append(kept, quote(answer(id).Label))
		}
		r.find(field, fmt.Sprintf("%d answers to %s were ticked, but at most %d can be.", len(ids), quote(q.Text), q.Several), "The first of them count: "+strings.Join(kept, ", ")+".")
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
		r.find("parts", fmt.Sprintf("%s is not a number of parts; write 0 to %d.", quote(value), decision.MaxParts), ignored)
		return
	}
	r.out.parts = n
}

func (r *reader) find(field, fact, done string) {
	r.out.findings = append(r.out.findings, finding{field, fact, done})
}

// last is what the user gets who sends a single-valued field twice.
func last(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return strings.TrimSpace(values[len(values)-1])
}

// quote shows the user's own text back, short and readable.
func quote(s string) string {
	s = strings.Map(func(c rune) rune {
		if c == utf8.RuneError || !unicode.IsPrint(c) {
			return '·'
		}
		return c
	}, s)
	if runes := []rune(s); len(runes) > 60 {
		s = string(runes[:60]) + "…"
	}
	return "“" + s + "”"
}

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
