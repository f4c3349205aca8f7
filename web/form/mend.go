package form

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"crossroads/decision"
	"crossroads/text"
)

// Separated restores "&" between the fields of a query where mail and chat programs have put
// "&amp;", as in HTML, or ";", which was once an alternative. Queries of the portal contain no
// ";".
func Separated(raw string) string {
	if !strings.Contains(raw, ";") {
		return raw
	}
	return strings.NewReplacer("&amp;", "&", "&#38;", "&", ";", "&").Replace(raw)
}

// mend repairs the damage of links in transit where only one reading is possible: fields that
// were encoded into the one before, capitals, invisible characters, and punctuation of the
// surrounding text. Fields that cannot be repaired stay as they are and are reported later.
// Ambiguous fields, such as those of parts, are left alone.
func (r *reader) mend(values url.Values) url.Values {
	mended := url.Values{}
	var mangled []string
	for key, list := range values {
		if !r.isField(key) {
			mangled = append(mangled, key)
			continue
		}
		mended[key] = slices.Clone(list)
	}
	slices.Sort(mangled)
	for _, key := range mangled {
		if name := strings.TrimSpace(strings.Map(text.Visible, key)); r.isField(name) {
			mended[name] = append(mended[name], values[key]...)
		} else if name := cleanName(key); r.isField(name) && mended[name] == nil {
			mended[name] = values[key]
		} else if list := values[key]; len(list) != 1 || list[0] != "" || !r.unfold(mended, key) {
			mended[key] = list
		}
	}
	for _, key := range slices.Sorted(maps.Keys(mended)) {
		if !r.isField(key) || key == Beside || strings.HasSuffix(key, ".name") {
			continue
		}
		for i, value := range mended[key] {
			if first, rest, several := strings.Cut(Separated(value), "&"); several && r.unfold(mended, rest) {
				value = first
			}
			mended[key][i] = r.mendValue(key, value)
		}
	}
	return mended
}

// unfold adds the fields of a query that was encoded as a whole, if all of them are known fields
// and none occurs elsewhere.
func (r *reader) unfold(into url.Values, raw string) bool {
	more, err := url.ParseQuery(Separated(raw))
	found := url.Values{}
	for key, list := range more {
		name := cleanName(key)
		if !r.isField(name) || into[name] != nil {
			return false
		}
		found[name] = list
	}
	maps.Copy(into, found)
	return err == nil && len(found) > 0
}

// mendValue removes from a value the text that surrounded the link, and writes an answer in the
// case of its id.
func (r *reader) mendValue(key, value string) string {
	bare := strings.TrimSpace(strings.Map(text.Visible, value))
	if !r.isAnswer(key, value) {
		bare = strings.TrimRight(bare, ".,;:!?)]}>\"'”’»…")
		if lower := strings.ToLower(bare); r.isAnswer(key, lower) {
			return lower
		}
	}
	return bare
}

// mendEnd completes the last field of a query that was cut off, if that is possible in one way
// only. Otherwise it drops the field. Either gives a finding.
func (r *reader) mendEnd(raw string, values url.Values) {
	end := raw[strings.LastIndexByte(raw, '&')+1:]
	key, escaped, whole := strings.Cut(end, "=")
	if !whole {
		if key != "" && !strings.ContainsFunc(key, text.Sign) && slices.ContainsFunc(r.cat.Questions,
			func(q decision.Question) bool { return strings.HasPrefix(q.ID, key) }) {
			delete(values, key)
			r.complain("", "The address was cut off at "+text.Quote(key)+".", "Answers from there on are missing.")
		}
		return
	}
	list := values[key]
	value, err := url.QueryUnescape(escaped)
	if err != nil || value == "" || len(list) == 0 || list[len(list)-1] != value || r.isAnswer(key, value) {
		return
	}
	q, ok := r.questions[questionOf(key)]
	if !ok {
		return
	}
	var possible []decision.Answer
	for _, a := range q.Answers {
		if strings.HasPrefix(a.ID, value) {
			possible = append(possible, a)
		}
	}
	switch len(possible) {
	case 0:
		return
	case 1:
		list[len(list)-1] = possible[0].ID
		r.complain(key, fmt.Sprintf(saidCutOff, text.Quote(value)), fmt.Sprintf(saidReadAs, text.Quote(possible[0].Label)))
	default:
		values[key] = list[:len(list)-1]
		r.complain(key, "The address was cut off at "+text.Quote(value)+".", "Answers from there on are missing.")
	}
}

// isField reports whether a query of this catalogue can have a field of that name.
func (r *reader) isField(name string) bool {
	head, tail, dotted := strings.Cut(name, ".")
	switch {
	case dotted && (head == "rank" || head == "w"):
		return r.criterionIndex(tail) >= 0
	case dotted && head == "load":
		return isLoadField(tail)
	case dotted && partNumber(head) > 0:
		return tail == "name" || tail == "share" || r.isQuestion(tail)
	}
	return slices.Contains(own, name) || slices.Contains(passive, name) || r.isQuestion(name)
}

func (r *reader) isQuestion(id string) bool {
	former := func(q decision.FormerQuestion) bool { return q.ID == id }
	return r.questions[id] != nil || slices.ContainsFunc(r.cat.Former.Questions, former)
}

// isAnswer reports whether a value is an answer to the question of a field, today
// or in an earlier edition.
func (r *reader) isAnswer(field, value string) bool {
	q, ok := r.questions[questionOf(field)]
	return ok && slices.ContainsFunc(q.Answers, func(a decision.Answer) bool { return a.ID == value }) ||
		r.cat.IsFormer(questionOf(field), value)
}

// questionOf returns the question of a field, which may belong to a part.
func questionOf(field string) string {
	if head, tail, dotted := strings.Cut(field, "."); dotted && partNumber(head) > 0 {
		return tail
	}
	return field
}

// resembles reports whether an unknown field looks like one of ours with a mistake: its name has
// a typing error, or its value is an answer here. Other unknown fields were added by programs.
func (r *reader) resembles(field string, values []string) bool {
	name := cleanName(field)
	if head, _, dotted := strings.Cut(name, "."); dotted {
		return partNumber(head) > 0 || slices.Contains([]string{"w", "rank", "load"}, head) || isDigits(strings.TrimPrefix(head, "p"))
	}
	near := func(id string) bool { return text.Distance(name, id) <= max(1, len(id)/4) }
	if slices.ContainsFunc(own, near) {
		return true
	}
	for _, q := range r.cat.Questions {
		if near(q.ID) || slices.ContainsFunc(q.Answers, func(a decision.Answer) bool { return slices.Contains(values, a.ID) }) {
			return true
		}
	}
	return false
}

// cleanName returns the name of a field without the characters that programs add around it.
func cleanName(key string) string {
	key = strings.TrimFunc(strings.Map(text.Visible, key), text.Sign)
	return strings.ToLower(strings.TrimPrefix(key, "amp;"))
}
