package plainjson

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strings"
	"sync"
)

// plan is how a type is read.
type plan struct {
	is     reflect.Type
	kind   reflect.Kind // Invalid for what encoding/json reads
	of     *plan        // of what a list or a pointer holds
	fields []field
}

// field is one of a struct, and "name": as it is written.
type field struct {
	key  string
	at   int
	plan *plan
}

var plans = struct {
	sync.RWMutex
	made map[reflect.Type]*plan
}{made: map[reflect.Type]*plan{}}

func planOf(t reflect.Type) *plan {
	plans.RLock()
	p := plans.made[t]
	plans.RUnlock()
	if p != nil {
		return p
	}
	plans.Lock()
	defer plans.Unlock()
	return planned(t)
}

var (
	readsJSON = reflect.TypeFor[json.Unmarshaler]()
	readsText = reflect.TypeFor[encoding.TextUnmarshaler]()
)

// planned makes the plan of a type and of all that it holds, which may be itself.
func planned(t reflect.Type) *plan {
	if p := plans.made[t]; p != nil {
		return p
	}
	p := &plan{is: t}
	plans.made[t] = p
	if at := reflect.PointerTo(t); at.Implements(readsJSON) || at.Implements(readsText) {
		return p
	}
	switch kind := t.Kind(); kind {
	case reflect.Bool, reflect.String, reflect.Float64:
		p.kind = kind
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		p.kind = reflect.Int
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		p.kind = reflect.Uint
	case reflect.Slice:
		if t.Elem().Kind() != reflect.Uint8 { // bytes are written as a string
			p.kind, p.of = kind, planned(t.Elem())
		}
	case reflect.Pointer:
		p.kind, p.of = kind, planned(t.Elem())
	case reflect.Struct:
		if fields, ok := fieldsOf(t); ok {
			p.kind, p.fields = kind, fields
		}
	}
	return p
}

// fieldsOf is false for structs with fields that are not written simply by their names.
func fieldsOf(t reflect.Type) (fields []field, ok bool) {
	known := map[string]bool{}
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous, strings.Contains(options, "string"), strings.Contains(options, "omitzero"):
			return nil, false
		case !f.IsExported(), name == "-" && options == "":
			continue
		case name == "":
			name = f.Name
		}
		if known[name] || strings.ContainsFunc(name, special) {
			return nil, false
		}
		known[name] = true
		fields = append(fields, field{`"` + name + `":`, i, planned(f.Type)})
	}
	return fields, true
}

// special is true for characters that names of fields do not have or that are escaped.
func special(c rune) bool {
	return c != '_' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z')
}
