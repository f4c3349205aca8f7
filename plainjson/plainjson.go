// Package plainjson reads JSON as encoding/json has written it, several times as fast:
// in one pass, without spaces, every field in its place. Whatever is otherwise, it leaves
// to encoding/json, so that the result is always the same.
package plainjson

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Unmarshal is json.Unmarshal. Texts of the result are pieces of one copy of the data.
func Unmarshal(data []byte, into any) error {
	v := reflect.ValueOf(into)
	if v.Kind() != reflect.Pointer || v.IsNil() || !v.Elem().IsZero() {
		return json.Unmarshal(data, into)
	}
	r := reader{text: string(data)}
	if r.value(planOf(v.Type().Elem()), v.Elem()) && r.text == "" {
		return nil
	}
	v.Elem().SetZero()
	return json.Unmarshal(data, into)
}

// reader holds what has not been read yet. Its methods are false for what is not as
// encoding/json writes it; what they have filled in by then is worth nothing.
type reader struct{ text string }

func (r *reader) value(p *plan, into reflect.Value) bool {
	switch p.kind {
	case reflect.Struct:
		return r.object(p, into)
	case reflect.Slice:
		return r.list(p, into)
	case reflect.Pointer:
		if r.next("null") {
			return true
		}
		into.Set(reflect.New(p.of.is))
		return r.value(p.of, into.Elem())
	case reflect.String:
		s, ok := r.string()
		into.SetString(s)
		return ok
	case reflect.Bool:
		is := r.next("true")
		into.SetBool(is)
		return is || r.next("false")
	case reflect.Int:
		n, err := strconv.ParseInt(r.number(), 10, p.is.Bits())
		into.SetInt(n)
		return err == nil
	case reflect.Uint:
		n, err := strconv.ParseUint(r.number(), 10, p.is.Bits())
		into.SetUint(n)
		return err == nil
	case reflect.Float64:
		n, err := strconv.ParseFloat(r.number(), 64)
		into.SetFloat(n)
		return err == nil
	}
	return r.other(into)
}

// next steps over a text, if that comes next.
func (r *reader) next(text string) bool {
	rest, ok := strings.CutPrefix(r.text, text)
	r.text = rest
	return ok
}

// object reads fields in their order: encoding/json leaves some out, but moves none.
func (r *reader) object(p *plan, into reflect.Value) bool {
	if r.next("{}") {
		return true
	}
	from := 0
	for begin := "{"; r.next(begin); begin = "," {
		for ; from < len(p.fields) && !r.next(p.fields[from].key); from++ {
		}
		if from == len(p.fields) || !r.value(p.fields[from].plan, into.Field(p.fields[from].at)) {
			return false
		}
		from++
	}
	return from > 0 && r.next("}")
}

func (r *reader) list(p *plan, into reflect.Value) bool {
	if r.next("null") {
		return true
	}
	if r.next("[]") {
		into.Set(reflect.MakeSlice(p.is, 0, 0))
		return true
	}
	n := 0
	for begin := "["; r.next(begin); begin = "," {
		if n == into.Cap() {
			into.Grow(max(n, 4))
		}
		n++
		into.SetLen(n)
		if !r.value(p.of, into.Index(n-1)) {
			return false
		}
	}
	return n > 0 && r.next("]")
}

func (r *reader) string() (s string, ok bool) {
	if !r.next(`"`) {
		return "", false
	}
	ascii := true
	for i := range len(r.text) {
		switch c := r.text[i]; {
		case c == '"':
			s, r.text = r.text[:i], r.text[i+1:]
			return s, ascii || utf8.ValidString(s)
		case c == '\\':
			return r.escaped(i)
		case c < ' ':
			return "", false
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	return "", false
}

// escaped reads the rest of a string that has a backslash at a place.
func (r *reader) escaped(at int) (s string, ok bool) {
	for i := at; i < len(r.text); i++ {
		switch r.text[i] {
		case '\\':
			i++
		case '"':
			ok = json.Unmarshal([]byte(`"`+r.text[:i+1]), &s) == nil
			r.text = r.text[i+1:]
			return s, ok
		}
	}
	return "", false
}

// number takes a number, "" for none. JSON knows fewer forms than package strconv.
func (r *reader) number() string {
	end := 0
	digits := func() (some bool) {
		for ; end < len(r.text) && r.text[end] >= '0' && r.text[end] <= '9'; end++ {
			some = true
		}
		return some
	}
	is := func(chars string) bool {
		there := end < len(r.text) && strings.IndexByte(chars, r.text[end]) >= 0
		if there {
			end++
		}
		return there
	}
	is("-")
	if !is("0") && !digits() {
		return ""
	}
	if is(".") && !digits() {
		return ""
	}
	if is("eE") {
		is("+-")
		if !digits() {
			return ""
		}
	}
	text := r.text[:end]
	r.text = r.text[end:]
	return text
}

// other leaves a value to encoding/json.
func (r *reader) other(into reflect.Value) bool {
	end := length(r.text)
	if json.Unmarshal([]byte(r.text[:end]), into.Addr().Interface()) != nil {
		return false
	}
	r.text = r.text[end:]
	return true
}

// length is how long the value is with which a text begins, if that is one.
func length(text string) int {
	depth, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
		case depth == 0 && (c == ',' || c == '}' || c == ']'):
			return i
		case c == '}' || c == ']':
			depth--
		}
	}
	return len(text)
}
