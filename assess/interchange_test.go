package assess

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"crossroads/decision"
	"crossroads/wrong"
)

// FuzzReadFile reads any bytes as an exported file. It never fails in
// another way than by naming a field, and what it takes it takes again from
// what it wrote.
func FuzzReadFile(f *testing.F) {
	whole := interchange{
		Format: FileFormat, Version: interchangeVersion, Comparison: "lunch", Title: "Été <b>", Note: "one\n\ntwo", Author: "Ada",
		Source: "https://portal.example.org/a/x", Saved: "2026-11-23T12:00:00Z",
		Assessment: decision.Assessment{
			Answers:    decision.Answers{"size": {"few", "many"}},
			Priorities: decision.Priorities{Weights: []decision.CriterionWeight{{Criterion: "time", Weight: 12.5}}},
			Parts:      []decision.Part{{Name: "Shop", Share: 2, Answers: decision.Answers{"size": {"few"}}}, {Name: "Back", Share: 1}},
		},
		Catalogue: "c", Engine: "2", Report: json.RawMessage(`{"headline":"h"}`),
	}
	seed, err := json.Marshal(whole)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(seed)
	for _, change := range []string{
		`"version":2`, `"version":"1"`, `"title":null`, `"load":{"requests":5}`, `"load":{"requests":1e400}`, `"parts":[null]`,
		`"x":[[[[]]]]`, `"answers":{"a":["b",null]}`, `"priorities":["a","a"]`,
	} {
		f.Add([]byte(strings.Replace(string(seed), `"version":1`, change+`,"version":1`, 1)))
	}
	f.Add([]byte("\ufeff{}"))
	f.Add([]byte(strings.Repeat(`{"a":`, 10_001)))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if !json.Valid(raw) || !utf8.Valid(raw) {
			return
		}
		file, err := ReadFile(raw)
		var field wrong.Input
		if err != nil {
			if !errors.As(err, &field) || field.Field == "" || field.Message == "" {
				t.Fatalf("%q is refused with %v", raw, err)
			}
			return
		}
		written, err := json.Marshal(interchange{
			Format: FileFormat, Version: interchangeVersion, Comparison: file.Comparison, Title: file.Title, Note: file.Note,
			Author:     file.Author,
			Assessment: file.Input, Catalogue: file.Catalogue, Engine: file.Engine, Report: file.Report,
		})
		if err != nil {
			t.Fatal(err)
		}
		again, err := ReadFile(written)
		if err != nil {
			t.Fatalf("%q was written as %s, which is refused: %v", raw, written, err)
		}
		first, err := json.Marshal(file.Input)
		if err != nil {
			t.Fatal(err)
		}
		second, err := json.Marshal(again.Input)
		if err != nil || string(first) != string(second) || !reflect.DeepEqual(again.Texts, file.Texts) ||
			again.Comparison != file.Comparison {
			t.Errorf("%q was read as %+v and again as %+v, %v", raw, file, again, err)
		}
	})
}
