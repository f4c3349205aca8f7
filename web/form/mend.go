package form

import (
	"encoding/hex"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"crossroads/decision"
	"crossroads/figure"
	"crossroads/text"
)

// Separated puts "&" between the fields of a query where mail and chat programs put
// something else: "&amp;" is how HTML writes it, and ";" once stood for it. A ";" that no
// field follows belongs to a text, and is encoded as queries of ours have it.
func Separated(raw string) string {
	return wholeBeside(separated(unmarked.Replace(strings.TrimLeft(raw, "?"))))
}

// unmarked undoes what LaTeX and shells put before "&", and what HTML makes of "&reg", "&curren" and an ellipsis.
var unmarked = strings.NewReplacer(`\&`, "&", "®ion", "&region", "%C2%AEion", "&region", "%c2%aeion", "&region",
	"¤cy", "&currency", "%C2%A4cy", "&currency", "%c2%a4cy", "&currency", "&hellip;", "…", "&#8230;", "…")

// wholeBeside encodes the second set of answers of a link that was decoded on the way. It is the last
// field, and holds no bare "=" otherwise.
func wholeBeside(raw string) string {
	begin := strings.Index("&"+raw, "&"+Beside+"=")
	if begin < 0 {
		return raw
	}
	begin += len(Beside + "=")
	if first, _, _ := strings.Cut(raw[begin:], "&"); !strings.Contains(first, "=") {
		return raw
	}
	return raw[:begin] + url.QueryEscape(raw[begin:])
}

func separated(raw string) string {
	if !strings.Contains(raw, ";") {
		return raw
	}
	var b strings.Builder
	for i, piece := range strings.Split(withoutHTML(raw), ";") {
		if name, _, _ := strings.Cut(piece, "&"); i > 0 && strings.Contains(name, "=") {
			b.WriteByte('&')
		} else if i > 0 {
			b.WriteString("%3B")
		}
		b.WriteString(piece)
	}
	return b.String()
}

var fromHTML = strings.NewReplacer("&#38;", "&", "&#x26;", "&", "&#61;", "=", "&equals;", "=",
	`\u0026`, "&", `\u003d`, "=", `\u003D`, "=") // from JSON

// amp matches "&" as HTML writes it, also in HTML that was put into HTML.
var amp = regexp.MustCompile(`&(?:amp;)+`)

func withoutHTML(raw string) string { return fromHTML.Replace(amp.ReplaceAllString(raw, "&")) }

// divided puts "&" between fields that have another sign there, encoded or not. It does so before anything is
// decoded: a bare "=" after the name of a field is in no value of ours.
func divided(raw string, isField func(name string) bool) string {
	fields := strings.Split(raw, "&")
	for i, field := range fields {
		key, value, _ := strings.Cut(field, "=")
		if strings.Contains(value, "=") {
			fields[i] = key + "=" + nextField.ReplaceAllStringFunc(value, func(found string) string {
				name := nextField.FindStringSubmatch(found)[1]
				if !isField(nameAmong(name, isField)) {
					return found
				}
				return "&" + name + "="
			})
		}
	}
	return strings.Join(fields, "&")
}

// nextField matches the name of a field after a sign in the place of "&".
var nextField = regexp.MustCompile(`(?i)(?:%26(?:amp%3B|amp;)*|%7C|\||%2C|,|%EF%BC%86|＆|(?:%0D)?%0A)([a-z][a-z0-9._-]*)=`)

// parse reads a query. An escape that was cut off is dropped, except from a text that other
// fields follow, where it is a "%" that somebody typed. Any other "%" that begins none stands
// for itself.
func parse(raw string) url.Values {
	values := url.Values{}
	for raw != "" {
		field, rest, more := strings.Cut(raw, "&")
		raw = rest
		if field == "" {
			continue
		}
		key, value, _ := strings.Cut(field, "=")
		key = unescaped(key)
		name := cleanName(key)
		for isPartName(name) && value != "" { // "R&D" that was decoded on the way
			next, rest, after := strings.Cut(raw, "&")
			if !after || strings.Contains(next, "=") || CutWithin(unescaped(next)) || !word.MatchString(unescaped(next)) {
				break
			}
			value, raw = value+"%26"+next, rest
		}
		if more && isText(name) { // nothing is cut off before the end
			value = cutEscape.ReplaceAllString(value, "%25$1")
		}
		if isPartName(name) {
			value = unescapedName(value)
		} else {
			value = unescaped(value)
		}
		values[key] = append(values[key], value)
	}
	return unquoted(values)
}

// word matches what begins with a letter or a digit.
var word = regexp.MustCompile(`^ *[\pL\pN]`)

// pluses keeps two signs from being read as two spaces.
var pluses = strings.NewReplacer("++", "%2B%2B")

// unescapedName is unescaped for the name of a part. In one that was decoded on the way, or encoded
// twice, "++" are two signs, since queries of ours have no two spaces.
func unescapedName(value string) string {
	if strings.HasSuffix(value, "++") || strings.Contains(value, " ") || strings.Contains(value, "%20") {
		value = pluses.Replace(value)
	}
	value = amp.ReplaceAllString(unescaped(value), "&")
	value = escapedLetters.ReplaceAllStringFunc(value, func(escaped string) string {
		if plain := unescaped(escaped); utf8.ValidString(plain) {
			return plain
		}
		return escaped
	})
	for escapedSigns.MatchString(value) {
		value = unescaped(pluses.Replace(value))
	}
	return anchor.ReplaceAllString(value, "")
}

// escapedSigns matches a name without spaces in which signs and spaces are written as links have them, each after a
// letter or a digit. "%20 of it", as some languages write 20%, is none.
var escapedSigns = regexp.MustCompile(`^(?:[\pL\pN._~-]*[\pL\pN](?:%(?:2[0-9A-Fa-f]|3[A-Fa-f]|40|5[B-Fb-f]|60|7[B-Eb-e]))+)+[\pL\pN._~-]*$`)

// anchor matches the place in a page that an address of ours can end with, where its "#" was encoded.
var anchor = regexp.MustCompile(`#(?:q-[a-z0-9-]+|part-[0-9])$`)

// escapedLetters matches the bytes of letters beyond ASCII.
var escapedLetters = regexp.MustCompile(`(?:%[89A-Fa-f][0-9A-Fa-f]){2,}`)

// unquoted removes "3D" where mail has made "=3D" of every "=".
func unquoted(values url.Values) url.Values {
	for _, list := range values {
		if slices.ContainsFunc(list, func(value string) bool { return value != "" && !strings.HasPrefix(value, "3D") }) {
			return values
		}
	}
	for _, list := range values {
		for i := range list {
			list[i] = strings.TrimPrefix(list[i], "3D")
		}
	}
	return values
}

// cutEscape matches an escape at the end that lacks a digit or both.
var cutEscape = regexp.MustCompile(`%([0-9A-Fa-f]?)$`)

// Recoded writes a query that was found in a path, without its encoding, as queries of ours have it.
func Recoded(raw string) string { return parse(Separated(raw)).Encode() }

func unescaped(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch plain, err := hex.DecodeString(s[min(i+1, len(s)):min(i+3, len(s))]); {
		case s[i] == '+':
			b.WriteByte(' ')
		case s[i] == '%' && err == nil && len(plain) == 1:
			b.WriteByte(plain[0])
			i += 2
		case s[i] == '%' && i+2 >= len(s): // cut off
			return b.String()
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// mend repairs the damage of links in transit where only one reading is possible: fields that
// were encoded into the one before, capitals, invisible characters, and punctuation of the
// surrounding text. Fields that cannot be repaired stay as they are and are reported later.
// Ambiguous fields, such as those of parts, are left alone.
func (r *reader) mend(values url.Values) url.Values {
	mended := url.Values{}
	var mangled []string
	hasLoad := false // in the names of the cost explorer: without requests, other programs may have put them there
	for key, list := range values {
		hasLoad = hasLoad || cleanName(key) == "requests" && r.cat.CostModel() != nil
		if !r.isField(key) {
			mangled = append(mangled, key)
			continue
		}
		mended[key] = slices.Clone(list)
	}
	slices.Sort(mangled)
	for _, key := range mangled {
		list := values[key]
		if name := strings.TrimSpace(bracket.ReplaceAllString(strings.Map(text.Visible, key), "")); r.isField(name) {
			mended[name] = append(mended[name], list...)
		} else if name := r.fieldName(key); r.isField(name) && isSubset(list, mended[name]) { // Teams sends fields twice
			continue
		} else if r.isField(name) && (mended[name] == nil || r.isFigure(name)) {
			mended[name] = append(mended[name], list...)
		} else if name := "load." + cleanName(key); hasLoad && r.isField(name) && mended[name] == nil {
			mended[name] = list
		} else if len(list) != 1 || list[0] != "" || !r.unfold(mended, key) {
			mended[key] = list
		}
	}
	for _, key := range slices.Sorted(maps.Keys(mended)) {
		if !r.isField(key) || isText(key) {
			continue
		}
		var list []string
		came := mended[key]
		for _, value := range came {
			list = append(list, r.mendValue(key, r.withoutNext(mended, key, value))...)
		}
		mended[key] = append(list, mended[key][len(came):]...) // and more answers that were inside one
	}
	return mended
}

func isSubset(list, of []string) bool {
	return !slices.ContainsFunc(list, func(value string) bool { return !slices.Contains(of, value) })
}

// texts are fields in which everything can stand, fields and answers too.
var texts = []string{"title", "note", "author", "query", "url", "q", "tag", "created", "owner", "leader", "themeState", "whatif", Beside}

func isText(field string) bool {
	return slices.Contains(texts, field) || isPartName(field)
}

func isPartName(field string) bool { return strings.HasSuffix(field, ".name") }

// bracket ends the name of a field that takes several values, as PHP writes it.
var bracket = regexp.MustCompile(`\[[0-9]*\]$`)

func (r *reader) fieldName(key string) string { return nameAmong(key, r.isField) }

// nameAmong is what a name that is none may have been. PHP writes "_" for ".", HTML knows
// "&amp" without a semicolon, some people write p01 for p1, weight.cost for w.cost, or a figure as another
// page of ours calls it, and some programs load[requests].
func nameAmong(key string, isField func(name string) bool) string {
	if i := strings.IndexByte(key, '['); i > 0 && (strings.HasSuffix(key, "]") || strings.Contains(key, "].")) {
		key = partIndex.ReplaceAllString(strings.NewReplacer("[", ".", "]", "").Replace(key), "p$1.")
	}
	name := strings.NewReplacer(`\`, "", "。", ".").Replace(cleanName(key))
	for _, other := range []string{
		strings.TrimPrefix(name, "amp"), strings.Replace(name, "_", ".", 1), zeros.ReplaceAllString(name, "p"),
		strings.TrimPrefix(name, "load."), strings.Replace(name, "weight.", "w.", 1),
	} {
		if !isField(name) && isField(other) {
			return other
		}
	}
	return name
}

// partIndex matches the number of a part that stood in brackets.
var partIndex = regexp.MustCompile(`^p\.([0-9]+)\.`)

// zeros match before the number of a part.
var zeros = regexp.MustCompile(`^p0+`)

// withoutNext takes off a value the fields that were encoded into it, or stand after
// another sign than "&".
func (r *reader) withoutNext(into url.Values, key, value string) string {
	if key == "rank" || r.isQuestion(questionOf(key)) && !r.isAnswer(key, value) {
		value = unescaped(pluses.Replace(value)) // was encoded twice
	}
	if first, rest, several := cutField(value); several && r.unfold(into, rest) {
		return first
	}
	return value
}

// cutField finds the next field in "few&break=long" and "few|break=long".
func cutField(value string) (first, rest string, several bool) {
	value = withoutHTML(value)
	name, _, valued := strings.Cut(value, "=")
	i := strings.LastIndexFunc(name, func(c rune) bool {
		return !unicode.IsLetter(c) && !unicode.IsDigit(c) && !strings.ContainsRune("._-[]", c)
	})
	if !valued || i < 0 {
		return value, "", false
	}
	_, size := utf8.DecodeRuneInString(value[i:])
	return strings.TrimSpace(value[:i]), value[i+size:], true
}

// unfold adds the fields of a query that was encoded as a whole, if those that look like
// ours are fields and none has come already, unless with another answer.
func (r *reader) unfold(into url.Values, raw string) bool {
	raw = withoutHTML(raw)
	for again := unescaped(raw); again != raw && !strings.Contains(raw, "="); again = unescaped(raw) {
		raw = again
	}
	raw = strings.ReplaceAll(raw, "＝", "=")
	if name, value, _ := strings.Cut(raw, ":"); value != "" && !strings.Contains(name, "=") && r.isField(r.fieldName(name)) {
		raw = name + "=" + value
	}
	found := url.Values{}
	for goesOn := true; goesOn; {
		key, rest, valued := strings.Cut(raw, "=")
		if !valued {
			return false
		}
		var value string
		value, raw, goesOn = cutField(rest)
		name := r.fieldName(key)
		if isPartName(name) {
			value = unescapedName(pluses.Replace(value))
		} else {
			value = unescaped(value)
		}
		switch {
		case into[name] != nil && r.isAnswer(name, value):
			if found[name] == nil {
				found[name] = slices.Clone(into[name])
			}
			found[name] = append(found[name], value)
		case r.isField(name) && into[name] == nil:
			found[name] = append(found[name], value)
		case r.isField(name) || r.resembles(name, []string{value}):
			return false
		}
	}
	maps.Copy(into, found)
	return true
}

// mendValue takes off a value what stood around the link, and gives an answer the
// case of its id. Several answers may stand in one value.
func (r *reader) mendValue(key, value string) []string {
	if valid := strings.ToValidUTF8(value, ""); valid != "" { // an escape can be cut off within a character
		value = valid
	}
	lines := strings.NewReplacer("\r", " ", "\n", " ").Replace(value)
	typed := value
	value = strings.TrimSpace(strings.Map(text.Visible, value))
	if r.isAnswer(key, value) {
		return []string{value}
	}
	if r.isQuestion(questionOf(key)) { // not one that was broken over two lines
		value = strings.TrimSpace(strings.Map(text.Visible, lines))
	} else { // between two numbers a tab or the end of a line counts
		value = strings.TrimSpace(strings.Map(visibleOrSpace, typed))
	}
	value = bare(key, value)
	small := strings.ToLower(strings.Map(text.Narrow, value))
	words := strings.FieldsFunc(strings.TrimPrefix(small, "3d"), outsideID) // "=3D" is "=" in mail
	if key == "rank" {
		return []string{strings.Join(words, ",")}
	}
	if len(words) == 0 || !r.isQuestion(questionOf(key)) {
		return []string{value}
	}
	answers := slices.DeleteFunc(slices.Clone(words), func(word string) bool { return !r.isAnswer(key, word) })
	if len(answers) == 1 && len(words) > 1 && answers[0] == words[0] { // words of the text around the link
		r.complain(key, text.Quote(value)+" has more in it than an answer.", "It was read as "+text.Quote(answers[0])+".")
		return answers
	}
	if len(answers) == len(words) {
		return answers
	}
	return []string{value}
}

func visibleOrSpace(c rune) rune {
	if unicode.IsSpace(c) {
		return c
	}
	return text.Visible(c)
}

func outsideID(c rune) bool {
	return (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '_'
}

// dropCut removes fields whose names end in an ellipsis, or have one inside, where a program has shown an address
// shortened. It gives a finding for the first.
func (r *reader) dropCut(values url.Values) {
	said := false
	for _, key := range slices.Sorted(maps.Keys(values)) {
		if CutWithin(key) && !r.isField(key) {
			delete(values, key)
			if !said {
				r.cutOff("", key)
			}
			said = true
		}
	}
}

// CutWithin reports whether the name of a field was shortened: none of them has an ellipsis.
func CutWithin(key string) bool {
	key, _, _ = strings.Cut(key, "=")
	return strings.Contains(key, "…") || strings.Contains(key, "...")
}

func (r *reader) cutOff(field, at string) {
	r.complain(field, fmt.Sprintf(saidCutOff, text.Quote(at)), saidRestMissing)
}

// mendEnd completes the last field of a query that was cut off, if that is possible in one way
// only. Otherwise it drops the field. Either gives a finding.
func (r *reader) mendEnd(raw string, values url.Values) {
	key, escaped, whole := strings.Cut(raw[strings.LastIndexByte(raw, '&')+1:], "=")
	if !whole {
		if key != "" && r.begins(key) {
			delete(values, key)
			r.cutOff("", key)
		}
		return
	}
	list := values[key]
	value := strings.ToValidUTF8(unescaped(escaped), "")
	ended := value
	shortened := figure.CutOff(value) // by a program that shows addresses shortened
	if shortened {
		value = strings.TrimRight(value, "….")
	}
	if key == "rank" && shortened {
		r.cutOff(key, value)
	}
	if value == "" || len(list) == 0 || list[len(list)-1] != ended || r.isAnswer(key, value) {
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
		r.cutOff(key, value)
	}
}

// begins reports whether the name of a field begins so.
func (r *reader) begins(name string) bool {
	fields := slices.Clone(own)
	for _, c := range r.cat.Criteria {
		fields = append(fields, "w."+c.ID, "rank."+c.ID)
	}
	for _, id := range loadFields() {
		fields = append(fields, "load."+id)
	}
	part := ""
	if head, _, dotted := strings.Cut(name, "."); dotted && partNumber(head) > 0 {
		part = head + "."
		fields = append(fields, part+"name", part+"share")
	}
	for _, q := range r.cat.Questions {
		fields = append(fields, part+q.ID)
	}
	return slices.ContainsFunc(fields, func(field string) bool { return strings.HasPrefix(field, name) })
}

// lists are fields that take several values, of those that Names is asked for.
var lists = []string{"show", "options", "bill", "fields"}

// TakesSeveral reports whether a field takes several values.
func TakesSeveral(name string) bool { return slices.Contains(lists, name) }

// Names reads a query that holds none but fields of these names, and mends those whose names
// were mangled on the way or that were encoded into the one before. It lists what resembles
// one of the names and is none.
func Names(raw string, names []string) (fields url.Values, near []string) {
	isName := func(name string) bool { return slices.Contains(names, name) }
	fields, left := named(raw, isName)
	for _, key := range left {
		name, _ := cutValue(key, isName)
		if name = cleanName(name); CutWithin(key) || slices.ContainsFunc(names, func(n string) bool {
			return mistyped(name, n) || len(name) >= shortest && strings.HasPrefix(n, name)
		}) {
			near = append(near, key)
		}
	}
	end := raw[strings.LastIndexByte(raw, '&')+1:]
	if end != "" && !slices.Contains(near, end) && slices.ContainsFunc(names, func(n string) bool { return strings.HasPrefix(n, end) }) {
		near = append(near, end) // the name was cut off
	}
	return fields, near
}

// Strange lists the fields of a query that a page which takes these names would leave out: those of other names,
// and those that come with several values, of which one counts.
func Strange(raw string, names []string) (unknown, twice []string) {
	found, unknown := named(raw, func(name string) bool { return slices.Contains(names, name) })
	for _, name := range slices.Sorted(maps.Keys(found)) {
		if slices.ContainsFunc(found[name], func(value string) bool { return value != found.Get(name) }) {
			twice = append(twice, name)
		}
	}
	return unknown, twice
}

// named reads a query as Names does, and lists what it leaves out: fields of other names, and those that came under
// their own name too, with another value.
func named(raw string, isName func(name string) bool) (fields url.Values, left []string) {
	values := parse(divided(Separated(raw), isName))
	fields = url.Values{}
	take := func(key string, list []string) bool {
		name := key
		if !isName(key) {
			name = nameAmong(bracket.ReplaceAllString(strings.Map(text.Visible, key), ""), isName)
		}
		more := TakesSeveral(name)
		if isName(name) && name != key && isSubset(list, values[name]) { // Teams sends fields twice
			return true
		}
		if !isName(name) || !more && (fields[name] != nil || name != key && values[name] != nil) {
			return false
		}
		for i, value := range list {
			first, rest, several := cutField(value)
			if inner, _ := named(rest, isName); several && len(inner) > 0 {
				value = first
				for inside := range inner {
					switch {
					case inside == name && more:
						list = append(list, inner[inside]...)
					case values[inside] == nil:
						fields[inside] = inner[inside]
					}
				}
			}
			if list[i] = value; !isText(name) {
				list[i] = bare(name, value)
			}
		}
		fields[name] = append(fields[name], list...)
		return true
	}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		if list := values[key]; !take(key, list) {
			if name, value := cutValue(key, isName); !take(name, []string{value}) {
				left = append(left, key)
			}
		}
	}
	return fields, left
}

// cutValue cuts a field that was encoded as a whole, or has another sign in the place of "=".
func cutValue(field string, isName func(name string) bool) (name, value string) {
	field = strings.ReplaceAll(unescaped(field), "＝", "=")
	if name, value, colon := strings.Cut(field, ":"); colon && isName(nameAmong(name, isName)) {
		return name, value
	}
	name, value, _ = strings.Cut(field, "=")
	return name, value
}

// shortest is the length of the shortest beginning of a name that counts as an abbreviation.
const shortest = 3

// isField reports whether a name is one that a query of this catalogue can hold.
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

// isFigure reports whether a field takes a number or a name, and one of them.
func (r *reader) isFigure(name string) bool {
	return strings.Contains(name, ".") && !r.isQuestion(questionOf(name))
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

// cleanName returns the name of a field without the characters that programs add around it, and without the
// spaces of a line that was broken within it.
func cleanName(key string) string {
	key = strings.TrimFunc(strings.Map(text.Narrow, strings.Map(visibleOrSpace, key)), text.Sign)
	for strings.HasPrefix(key, "amp;") { // once for each time that it was written as HTML
		key = key[len("amp;"):]
	}
	return strings.ToLower(strings.Join(strings.Fields(key), ""))
}
