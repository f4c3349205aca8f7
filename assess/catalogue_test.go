package assess

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"flag"

	"crossroads/decision"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// fill gives every field in a value that a store keeps a value of its own kind,
// none of them zero.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("a text")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(3)
	case reflect.Uint64:
		v.SetUint(4)
	case reflect.Float64:
		v.SetFloat(0.25)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.Map:
		value := reflect.New(v.Type().Elem()).Elem()
		fill(value)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf("a text"), value)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				fill(v.Field(i))
			}
		}
	}
}

// TestKeptForm holds the form in which catalogues are stored: what is in the
// golden file was stored by versions that are in use, and must be read for ever.
// When a field is added, run go test ./assess -run KeptForm -update and look at
// the difference: lines may be added, and none may change or go.
func TestKeptForm(t *testing.T) {
	want := new(decision.Catalogue)
	fill(reflect.ValueOf(want).Elem())
	var written bytes.Buffer
	enc := json.NewEncoder(&written)
	enc.SetIndent("", "  ")
	if err := enc.Encode(want); err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join("testdata", "catalogue.json")
	if *update {
		if err := os.WriteFile(golden, written.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	stored, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(written.Bytes(), stored) {
		t.Errorf("a catalogue is written otherwise than %s has it:\n%s", golden, written.Bytes())
	}
	read := new(decision.Catalogue)
	if err := json.Unmarshal(stored, read); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(read, want) {
		t.Errorf("read as %+v\nwant %+v", read, want)
	}
}

// TestKeptFieldsAreNamed: a field without a tag would be stored under its name in
// Go, and a new name would lose what is stored.
func TestKeptFieldsAreNamed(t *testing.T) {
	seen := map[reflect.Type]bool{}
	var look func(reflect.Type)
	look = func(kind reflect.Type) {
		switch kind.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map:
			look(kind.Elem())
			return
		case reflect.Struct:
		default:
			return
		}
		if _, own := reflect.PointerTo(kind).MethodByName("UnmarshalJSON"); own || seen[kind] {
			return // it reads itself
		}
		seen[kind] = true
		for i := range kind.NumField() {
			f := kind.Field(i)
			if !f.IsExported() {
				continue
			}
			if f.Tag.Get("json") == "" {
				t.Errorf("%s.%s has no name in JSON", kind, f.Name)
			}
			look(f.Type)
		}
	}
	look(reflect.TypeFor[decision.Catalogue]())
	if len(seen) < 15 {
		t.Errorf("only %d types were looked at", len(seen))
	}
}
