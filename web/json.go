package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strings"
	"unicode/utf8"

	"crossroads/assess"
	"crossroads/decision"
	"crossroads/web/deliver"
)

// readAssessment reads a body that is an assessment and nothing else.
func readAssessment(r *http.Request) (decision.Assessment, error) {
	raw, err := readJSON(r)
	if err != nil {
		return decision.Assessment{}, err
	}
	return assess.ReadAssessment(raw)
}

// readDocument reads an assessment with the words that belong to a saved one.
func readDocument(r *http.Request) (assess.Document, error) {
	raw, err := readJSON(r)
	if err != nil {
		return assess.Document{}, err
	}
	return assess.ReadDocument(raw)
}

// readJSON reads the body of a request, which must be valid JSON in UTF-8.
func readJSON(r *http.Request) ([]byte, error) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != deliver.TypeJSON {
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

// notJSON is why a text is not a JSON object, "" when it is one.
func notJSON(raw []byte) string {
	var syntax *json.SyntaxError
	switch err := json.Unmarshal(raw, new(json.RawMessage)); {
	case !utf8.Valid(raw):
		return "The body is not text in UTF-8."
	case strings.HasPrefix(string(raw), "\ufeff"):
		return "The body begins with a byte order mark; save it as UTF-8 without one."
	case len(strings.TrimSpace(string(raw))) == 0:
		return "The body is empty; send one JSON object."
	case errors.As(err, &syntax):
		return fmt.Sprintf("The body is not JSON: %s, at byte %d.", syntax, syntax.Offset)
	case strings.TrimSpace(string(raw))[0] != '{':
		return "The body is not a JSON object."
	}
	return ""
}
