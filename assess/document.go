package assess

import (
	"encoding/json"
	"fmt"
	"strconv"

	"crossroads/decision"
	"crossroads/text"
	"crossroads/wrong"
)

// Document is an assessment as programs send it: its texts, its answers and the slug of
// its comparison.
type Document struct {
	Comparison string
	Texts
	Input decision.Assessment
}

// ReadDocument reads a JSON object. The error is a wrong.Input.
func ReadDocument(raw []byte) (doc Document, err error) {
	texts := doc.texts()
	err = decision.ReadObject(raw, "", func(key string, value []byte) error {
		if into := texts[key]; into != nil {
			return ReadText(key, value, into)
		}
		if known, err := readLabels(&doc.Labels, key, value); known {
			return err
		}
		return doc.Input.ReadField(key, value)
	})
	if err != nil {
		return Document{}, err
	}
	return doc, tidyParts(doc.Input)
}

// texts returns the text fields of a document by their names in JSON.
func (doc *Document) texts() map[string]*string {
	return map[string]*string{"comparison": &doc.Comparison, "title": &doc.Title, "note": &doc.Note, "author": &doc.Author}
}

// ReadText reads the JSON value of a text field.
func ReadText(field string, raw []byte, into *string) error {
	return decision.ReadValue(raw, field, "text", into)
}

// ReadAssessment reads a JSON object that holds an assessment and no other members. The
// error is or wraps a wrong.Input.
func ReadAssessment(raw []byte) (a decision.Assessment, err error) {
	if err := json.Unmarshal(raw, &a); err != nil {
		return a, fmt.Errorf("reading an assessment: %w", err)
	}
	return a, tidyParts(a)
}

// tidyParts trims the names of parts, as reading a form does.
func tidyParts(a decision.Assessment) error {
	for i := range a.Parts {
		clean, problem := text.Line(a.Parts[i].Name, text.MaxPartName)
		if problem != "" {
			return wrong.Input{Field: "parts[" + strconv.Itoa(i) + "].name", Message: problem}
		}
		a.Parts[i].Name = clean
	}
	return nil
}
