package decision

import (
	"reflect"
	"strings"
	"testing"
	"unsafe"

	"crossroads/decision/cost"
)

// TestClone fills every field of an assessment with pieces of one long text, like a parsed
// request. The clone must be equal but share no text, list or map.
func TestClone(t *testing.T) {
	long := strings.Repeat("abcdefghij", 1000)
	given := reflect.New(reflect.TypeFor[Assessment]()).Elem()
	next := 0
	fill(given, func() string {
		next += 7
		return long[next : next+5]
	})
	a := given.Interface().(Assessment)
	b := a.Clone()
	if !reflect.DeepEqual(a, b) {
		t.Fatalf("the clone is %+v, want %+v", b, a)
	}
	of := addresses(reflect.ValueOf(a))
	if len(of) < 15 {
		t.Fatalf("only %d pieces of memory in %+v", len(of), a)
	}
	low, high := uintptr(unsafe.Pointer(unsafe.StringData(long))), uintptr(len(long))
	for where := range addresses(reflect.ValueOf(b)) {
		if of[where] || where-low < high {
			t.Errorf("the clone of %+v shares memory with it", a)
		}
	}
	if empty := (Assessment{Answers: Answers{}, Parts: []Part{}}); !reflect.DeepEqual(empty, empty.Clone()) ||
		!reflect.DeepEqual(Assessment{}, Assessment{}.Clone()) {
		t.Error("empty lists become none, or none become empty")
	}
}

// fill puts something into everything that v is made of.
func fill(v reflect.Value, text func() string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text())
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), text)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i), text)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(key, text)
		fill(value, text)
		v.SetMapIndex(key, value)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[cost.Quantity]() {
			v.Set(reflect.ValueOf(cost.Whole(3))) // a number
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() { // a load holds arrays of its own besides
				fill(v.Field(i), text)
			}
		}
	case reflect.Float64:
		v.SetFloat(1.5)
	case reflect.Bool:
		v.SetBool(true)
	default:
		panic("no example of " + v.Type().String())
	}
}

// addresses returns the memory addresses of all texts, lists, maps and pointers in v.
func addresses(v reflect.Value) map[uintptr]bool {
	found := map[uintptr]bool{}
	var walk func(v reflect.Value)
	walk = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.String:
			found[uintptr(unsafe.Pointer(unsafe.StringData(v.String())))] = true
		case reflect.Pointer:
			found[v.Pointer()] = true
			walk(v.Elem())
		case reflect.Slice:
			found[v.Pointer()] = true
			for i := range v.Len() {
				walk(v.Index(i))
			}
		case reflect.Map:
			found[v.Pointer()] = true
			for each := v.MapRange(); each.Next(); {
				walk(each.Key())
				walk(each.Value())
			}
		case reflect.Struct:
			for i := range v.NumField() {
				walk(v.Field(i))
			}
		}
	}
	walk(v)
	return found
}
