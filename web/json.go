package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"strconv"

	"crossroads/decision"
	"crossroads/wrong"
)

// document is what a client of the API may send. Assessment reads itself, and
// refuses what it does not know.
type document struct {
	comparison string
	words
	assessment decision.Assessment
}

// readAssessment reads a body that is an assessment and nothing else.
func readAssessment(r *http.Request) (decision.Assessment, error) {
	raw, err := readJSON(r)
	if err != nil {
		return decision.Assessment{}, err
	}
	return parseAssessment(raw)
}

// readDocument reads an assessment with the words that belong to a saved one.
func readDocument(r *http.Request) (document, error) {
	raw, err := readJSON(r)
	if err != nil {
		return document{}, err
	}
	return parseDocument(raw)
}

// parseDocument reads a valid JSON object.
func parseDocument(raw []byte) (doc document, err error) {
	rest := []byte{'{'}
	err = eachMember(raw, func(key string, value json.RawMessage) error {
		switch key {
		case "comparison":
			return readText(key, value, &doc.comparison)
		case "title":
			return readText(key, value, &doc.title)
		case "note":
			return readText(key, value, &doc.note)
		case "author":
			return readText(key, value, &doc.author)
		}
		if len(rest) > 1 {
			rest = append(rest, ',')
		}
		name, err := json.Marshal(key)
		rest = append(append(append(rest, name...), ':'), value...)
		return err
	})
	if err != nil {
		return document{}, err
	}
	doc.assessment, err = parseAssessment(append(rest, '}'))
	return doc, err
}

func parseAssessment(raw []byte) (a decision.Assessment, err error) {
	if err := json.Unmarshal(raw, &a); err != nil {
		return a, fmt.Errorf("reading an assessment: %w", err)
	}
	for i := range a.Parts {
		clean, problem := partName(a.Parts[i].Name)
		if problem != "" {
			return a, wrong.Input{Field: "parts[" + strconv.Itoa(i) + "].name", Message: problem}
		}
		a.Parts[i].Name = clean // spaces as a form would give them
	}
	return a, nil
}

// readJSON reads the body of a request, which must be valid JSON in UTF-8.
func readJSON(r *http.Request) ([]byte, error) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != typeJSON {
		return nil, &fault{status: http.StatusUnsupportedMediaType, message: "This address takes JSON: send the content type application/json."}
	}
	raw, err := readBody(r)
	if err != nil {
		return nil, err
	}
	if message := notJSON(raw); message != "" {
		return nil, &fault{status: http.StatusBadRequest, message: message}
	}
	return raw, nil
}

// eachMember hands on the members of a valid JSON object, in order, and
// refuses a name that comes twice.
func eachMember(raw []byte, member func(key string, value json.RawMessage) error) error {
	dec := json.NewDecoder(bytes.NewReader(raw))
	if _, err := dec.Token(); err != nil {
		return fmt.Errorf("reading an object: %w", err)
	}
	seen := map[string]bool{}
	for dec.More() {
		token, err := dec.Token()
		if err != nil {
			return fmt.Errorf("reading an object: %w", err)
		}
		key := token.(string) // valid JSON has nothing else here
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return fmt.Errorf("reading an object: %w", err)
		}
		if key == "" {
			return wrong.Input{Field: `""`, Message: "is no name for a member"}
		}
		if seen[key] {
			return wrong.Input{Field: key, Message: "is given twice"}
		}
		seen[key] = true
		if err := member(key, value); err != nil {
			return err
		}
	}
	return nil
}

func readText(field string, raw json.RawMessage, into *string) error {
	if err := json.Unmarshal(raw, into); err != nil || string(raw) == "null" {
		return wrong.Input{Field: field, Message: "must be text"}
	}
	return nil
}
