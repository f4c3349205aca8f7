package lru

import (
	"reflect"
)

// Held estimates the bytes of memory that a value takes. The value must not contain cycles.
// Memory shared with other values counts in full.
func Held(value any) int { return held(reflect.ValueOf(value)) }

func held(v reflect.Value) int { return int(v.Type().Size()) + behind(v) }

// behind returns the size of what the pointers in a value refer to.
func behind(v reflect.Value) (n int) {
	switch v.Kind() {
	case reflect.String:
		return v.Len()
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			return held(v.Elem())
		}
	case reflect.Slice:
		n = v.Cap() * int(v.Type().Elem().Size())
		if plain(v.Type().Elem().Kind()) {
			return n
		}
		for i := range v.Len() {
			n += behind(v.Index(i))
		}
	case reflect.Map:
		for each := v.MapRange(); each.Next(); {
			n += 2 * (held(each.Key()) + held(each.Value())) // maps have spare capacity
		}
	case reflect.Struct:
		for i := range v.NumField() {
			n += behind(v.Field(i))
		}
	}
	return n
}

func plain(k reflect.Kind) bool { return k == reflect.Bool || k >= reflect.Int && k <= reflect.Float64 }
