package content

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"time"
)

// document is a parsed YAML file with the places of its values.
type document struct {
	file string
	root *node
	// Number of lines above the document: front matter begins on the second line of a file.
	below    int
	problems *Problems
	exact    bool // texts are names that other programs gave, and stay as written
}

// newDocument wraps the result of parseYAML. If parsing failed, it reports the problem and
// returns nil.
func newDocument(file string, root *node, err error, below int, problems *Problems) *document {
	if err != nil {
		at, ok := err.(*yamlError)
		if !ok {
			at = &yamlError{1, 1, err.Error()}
		}
		problems.add(file, at.line+below, at.column, "%s", at.message)
		return nil
	}
	return &document{file: file, root: root, below: below, problems: problems}
}

func (d *document) fail(n *node, format string, args ...any) {
	d.problems.add(d.file, n.line+d.below, n.column, format, args...)
}

// decode fills the struct, slice or map that into points at. It goes on after
// a problem, so that one run finds all. Fields are named by their yaml tag:
//
//	yaml:"name"           text must be there and not empty
//	yaml:"name,optional"  may be absent
//	yaml:"as_of,date"     text that is a day; "years" also takes YYYY and YYYY-MM
//	yaml:"id,id"          text that can name something in an address
//
// Texts get the quotes and apostrophes of print.
func (d *document) decode(into any) { d.value(d.root, reflect.ValueOf(into).Elem(), "") }

func (d *document) value(n *node, v reflect.Value, form string) {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.value(n, v.Elem(), form)
	case reflect.Struct:
		d.structure(n, v)
	case reflect.Slice:
		d.list(n, v, form)
	case reflect.Map:
		d.mapping(n, v)
	case reflect.String:
		d.text(n, v, form)
	case reflect.Float64, reflect.Int:
		d.number(n, v)
	case reflect.Bool:
		if n.kind != kindBool {
			d.fail(n, "want true or false, got %s", n.kind)
			return
		}
		v.SetBool(n.text == "true")
	default:
		panic("content: cannot decode into " + v.Type().String())
	}
}

func (d *document) structure(n *node, v reflect.Value) {
	if n.kind != kindMap {
		d.fail(n, "want keys (%s), got %s", strings.Join(fieldNames(v.Type()), ", "), n.kind)
		return
	}
	fields := map[string]int{}
	for i := range v.NumField() {
		name, _ := tag(v.Type().Field(i))
		fields[name] = i
	}
	seen := map[string]bool{}
	for _, e := range n.entries {
		i, known := fields[e.key]
		switch {
		case !known:
			d.problems.add(d.file, e.line+d.below, e.column, "unknown key %q: %s", e.key, suggest(e.key, fieldNames(v.Type())))
		case seen[e.key]:
			d.problems.add(d.file, e.line+d.below, e.column, "key %q is here a second time: keep one", e.key)
		default:
			_, form := tag(v.Type().Field(i))
			d.value(e.value, v.Field(i), form)
		}
		seen[e.key] = true
	}
	for i := range v.NumField() {
		if name, form := tag(v.Type().Field(i)); !seen[name] && !strings.Contains(form, "optional") {
			d.fail(n, "key %q is missing: add it", name)
		}
	}
}

func (d *document) list(n *node, v reflect.Value, form string) {
	if n.kind == kindText && strings.Contains(form, "single") {
		n = &node{line: n.line, column: n.column, kind: kindList, items: []*node{n}}
	}
	if n.kind != kindList {
		d.fail(n, "want a list, got %s: begin each entry with \"- \"", n.kind)
		return
	}
	if len(n.items) == 0 && !strings.Contains(form, "optional") {
		d.fail(n, "the list is empty: give at least one entry")
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.items), len(n.items)))
	for i, item := range n.items {
		d.value(item, v.Index(i), strings.ReplaceAll(form, "optional", ""))
	}
}

func (d *document) mapping(n *node, v reflect.Value) {
	if n.kind != kindMap {
		d.fail(n, "want keys with values, got %s", n.kind)
		return
	}
	v.Set(reflect.MakeMap(v.Type()))
	for _, e := range n.entries {
		key := reflect.ValueOf(e.key)
		if v.MapIndex(key).IsValid() {
			d.problems.add(d.file, e.line+d.below, e.column, "key %q is here a second time: keep one", e.key)
			continue
		}
		value := reflect.New(v.Type().Elem()).Elem()
		d.value(e.value, value, "single")
		v.SetMapIndex(key, value)
	}
}

func (d *document) text(n *node, v reflect.Value, form string) {
	if n.kind == kindNull {
		d.fail(n, "want text, got nothing: write it after the colon")
		return
	}
	if n.kind == kindList {
		d.fail(n, "want one text, got a list: write a single one, without brackets or dashes")
		return
	}
	if n.kind != kindText && n.kind != kindNumber {
		d.fail(n, "want text, got %s: write it, or put it in quotes", n.kind)
		return
	}
	s := strings.TrimSpace(n.text)
	if !d.exact {
		s = typeset(s)
	}
	v.SetString(s)
	if n.cut {
		d.problems.warn(d.file, n.line+d.below, n.column, "the text ends before the #, as a comment begins there: put all of it in "+
			"quotes, or write a space after the #")
	}
	switch {
	case s == "" && strings.Contains(form, "optional"):
	case s == "":
		d.fail(n, "this is empty: write something, or remove the whole entry")
	case strings.ContainsFunc(s, isControl):
		d.fail(n, "this holds a control character: remove it")
	case strings.Contains(form, "date") && !isDate(s):
		d.fail(n, "%q is not a date: write YYYY-MM-DD, such as 2026-11-23", s)
	case strings.Contains(form, "years") && !isDate(s) && !isMonth(s):
		d.fail(n, "%q is not a date: write YYYY, YYYY-MM or YYYY-MM-DD", s)
	case strings.Contains(form, "id") && !isID(s):
		d.fail(n, "%q cannot be an id: %s", s, idRule)
	}
}

func (d *document) number(n *node, v reflect.Value) {
	if n.kind != kindNumber {
		d.fail(n, "want a number, got %s: write digits, such as 4.5", describe(n))
		return
	}
	if v.Kind() == reflect.Float64 {
		v.SetFloat(n.number)
		return
	}
	if n.number != float64(int32(n.number)) {
		d.fail(n, "want a whole number, got %s", n.text)
		return
	}
	v.SetInt(int64(n.number))
}

func describe(n *node) string {
	if n.kind == kindText && len(n.text) <= 40 {
		return fmt.Sprintf("%q", n.text)
	}
	return n.kind.String()
}

// tag splits a field's yaml tag into its name and its form.
func tag(f reflect.StructField) (name, form string) {
	name, form, _ = strings.Cut(f.Tag.Get("yaml"), ",")
	return name, form
}

func fieldNames(t reflect.Type) []string {
	var names []string
	for i := range t.NumField() {
		name, _ := tag(t.Field(i))
		names = append(names, name)
	}
	return names
}

const idRule = "use 1 to 40 lower-case letters, digits and hyphens, beginning with a letter"

var idPattern = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)

func isID(s string) bool { return idPattern.MatchString(s) }

func isDate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

func isMonth(s string) bool {
	_, year := time.Parse("2006", s)
	_, month := time.Parse("2006-01", s)
	return year == nil || month == nil
}

// isControl reports whether a character is a control character not allowed in texts. Line
// breaks and tabs are allowed.
func isControl(r rune) bool { return r != '\n' && r != '\t' && (r < ' ' || r >= 0x7f && r < 0xa0) }
