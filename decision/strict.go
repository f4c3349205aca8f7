package decision

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"

	v2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"crossroads/wrong"
)

// JSON from outside is read by these functions alone. They are strict: a field that is
// unknown, repeated or of the wrong kind is a wrong.Input.

// ReadObject calls field for every field of the JSON object in data, in order. null counts
// as the empty object. Path locates the object in the whole document, "" for the top;
// errors about a field begin with it.
func ReadObject(data []byte, path string, field func(key string, value []byte) error) error {
	if isNull(data) {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(data))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return wrong.Input{Field: orBody(path), Message: "must be an object"}
	}
	seen := map[string]bool{}
	for d.More() {
		t, err := d.Token()
		key, ok := t.(string)
		if err != nil || !ok {
			return wrong.Input{Field: orBody(path), Message: "is not valid JSON"}
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return wrong.Input{Field: dotted(path, key), Message: "is not valid JSON"}
		}
		if seen[key] {
			return wrong.Input{Field: dotted(path, key), Message: "is given twice"}
		}
		seen[key] = true
		if err := field(key, value); err != nil {
			return err
		}
	}
	return nil
}

// ReadList calls entry for every entry of the JSON list in data. null counts as the empty
// list.
func ReadList(data []byte, path string, entry func(i int, path string, value []byte) error) error {
	var list []json.RawMessage
	if json.Unmarshal(data, &list) != nil {
		return wrong.Input{Field: path, Message: "must be a list"}
	}
	for i, value := range list {
		if err := entry(i, fmt.Sprintf("%s[%d]", path, i), value); err != nil {
			return err
		}
	}
	return nil
}

// ReadValue reads the value of a field, which must not be null, into a variable. No object in
// it may have members that into lacks, in that spelling, nor repeat one. Kind names the wanted
// value in errors: "a number".
func ReadValue(data []byte, path, kind string, into any) error {
	if isNull(data) {
		return wrong.Input{Field: path, Message: "must be " + kind}
	}
	err := strict(data, path, into)
	if bad := (wrong.Input{}); err == nil || errors.As(err, &bad) {
		return err
	}
	return wrong.Input{Field: path, Message: "must be " + kind}
}

// ReadMembers reads a JSON object into a struct as strictly as ReadValue, and says for each member
// what it must be.
func ReadMembers(data []byte, into any) error {
	err := strict(data, "", into)
	bad, kind := (*v2.SemanticError)(nil), "an object"
	if !errors.As(err, &bad) || bad.GoType == nil {
		return err
	}
	switch bad.GoType.Kind() {
	case reflect.String:
		kind = "text"
	case reflect.Int:
		kind = "a whole number"
	case reflect.Bool:
		kind = "true or false"
	case reflect.Slice:
		kind = "a list"
	}
	return wrong.Input{Field: orBody(at("", bad.JSONPointer)), Message: "must be " + kind}
}

// strict decodes JSON. Errors about a member that is unknown or repeated are a wrong.Input.
func strict(data []byte, path string, into any) error {
	err := v2.Unmarshal(data, into, v2.RejectUnknownMembers(true))
	message := "is not a field of this object"
	if errors.Is(err, jsontext.ErrDuplicateName) {
		message = "is given twice"
	} else if !errors.Is(err, v2.ErrUnknownName) {
		return err
	}
	var where jsontext.Pointer
	if bad := (*v2.SemanticError)(nil); errors.As(err, &bad) {
		where = bad.JSONPointer
	}
	if bad := (*jsontext.SyntacticError)(nil); errors.As(err, &bad) {
		where = bad.JSONPointer
	}
	return wrong.Input{Field: orBody(at(path, where)), Message: message}
}

// at adds a pointer into a value to its path: "[0].on" for "/0/on".
func at(path string, pointer jsontext.Pointer) string {
	for name := range pointer.Tokens() {
		if _, err := strconv.Atoi(name); err == nil {
			path += "[" + name + "]"
		} else {
			path = dotted(path, name)
		}
	}
	return path
}

// CheckMembers refuses values that are not objects, and objects with a repeated member. It
// is for objects that another package decodes.
func CheckMembers(data []byte, path string) error {
	return ReadObject(data, path, func(string, []byte) error { return nil })
}

// UnknownField returns the error for a field that the object at path does not have.
func UnknownField(path, key string) error {
	return wrong.Input{Field: dotted(path, key), Message: "is not a field of this object"}
}

func isNull(data []byte) bool { return string(bytes.TrimSpace(data)) == "null" }

func dotted(path, key string) string {
	if key == "" {
		key = `""`
	}
	if path == "" {
		return key
	}
	return path + "." + key
}

func orBody(path string) string {
	if path == "" {
		return "body"
	}
	return path
}
