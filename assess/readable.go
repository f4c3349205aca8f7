package assess

import (
	"fmt"
	"reflect"

	"github.com/go-json-experiment/json"
	legacy "github.com/go-json-experiment/json/v1" // encoding/json as in Go 1.27, in half the time

	"crossroads/decision"
	"crossroads/record"
)

// Rows that were stored by an older version, or by another program, may hold invisible
// characters. They are removed on reading; the stored bytes stay as they are.

// ReportOf decodes the report of a stored revision for people to read.
func ReportOf(saved record.Saved) (decision.Report, error) {
	report, err := readReport(saved.Report)
	if err != nil {
		return report, fmt.Errorf("reading the stored report of revision %d: %w", saved.Number, err)
	}
	return report, nil
}

// asBefore reads JSON as encoding/json does, but for one thing: it does not check all of it
// first, which matters only to those who use what was read before an error.
var asBefore = json.JoinOptions(legacy.DefaultOptionsV1(), legacy.ReportErrorsWithLegacySemantics(false))

func readReport(raw []byte) (report decision.Report, err error) {
	if err := json.Unmarshal(raw, &report, asBefore); err != nil {
		return report, err
	}
	clean(reflect.ValueOf(&report).Elem())
	return report, nil
}

// clean removes invisible characters from every text in a value.
func clean(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if s := v.String(); v.CanSet() && record.Prose(s) != s {
			v.SetString(record.Prose(s))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			clean(v.Elem())
		}
	case reflect.Slice:
		if holdsTexts(v.Type().Elem().Kind()) {
			for i := range v.Len() {
				clean(v.Index(i))
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if field := v.Field(i); field.CanSet() {
				clean(field)
			}
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			value := reflect.New(v.Type().Elem()).Elem()
			value.Set(v.MapIndex(key))
			clean(value)
			v.SetMapIndex(key, value)
		}
	}
}

func holdsTexts(k reflect.Kind) bool { return k == reflect.String || k > reflect.Complex128 }

// readable removes invisible characters from the texts of a revision.
func readable(saved record.Saved) record.Saved {
	saved.Title, saved.Author, saved.Milestone = record.Line(saved.Title), record.Line(saved.Author), record.Line(saved.Milestone)
	saved.Note = record.Prose(saved.Note)
	saved.Labels = saved.Labels.Readable()
	return saved
}

// readableEntries does the same for a history.
func readableEntries(list []record.Entry) []record.Entry {
	for i, e := range list {
		list[i].Title, list[i].Author = record.Line(e.Title), record.Line(e.Author)
		list[i].Milestone, list[i].Headline = record.Line(e.Milestone), record.Line(e.Headline)
	}
	return list
}

// readableList does the same for a portfolio.
func readableList(list []record.Listed) []record.Listed {
	for i, l := range list {
		list[i].Title, list[i].Owner, list[i].Headline = record.Line(l.Title), record.Line(l.Owner), record.Line(l.Headline)
		list[i].Labels = l.Labels.Readable()
		for j, reason := range l.Revisit {
			l.Revisit[j] = record.Line(reason)
		}
	}
	return list
}
