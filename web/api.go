package web

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"

	"crossroads/views"
	"crossroads/web/deliver"
)

// openAPI describes the JSON API; tests hold every route and answer to it.
//
//go:embed openapi.json
var openAPI []byte

// specification is the description of the API without spaces.
func specification() (json.RawMessage, error) {
	var spec bytes.Buffer
	if err := json.Compact(&spec, openAPI); err != nil {
		return nil, fmt.Errorf("openapi.json: %w", err)
	}
	return spec.Bytes(), nil
}

func (s *server) comparisonDocs() (pages []fixed) {
	for _, cat := range s.lib.Comparisons {
		pages = append(pages, fixedJSON("/api/v1/comparisons/"+cat.Slug, func() any { return comparisonJSON(cat) }))
	}
	return pages
}

func (s *server) apiDoc() markup {
	return views.APIDoc(views.APIPage{
		Page:    s.page("/api", "", "JSON API", "Evaluate answers and keep assessments from your own tools."),
		SpecURL: "/api/v1/openapi.json",
	})
}

// apiEvaluate answers with the report for the answers in the body. The same
// body gives the same bytes.
func (s *server) apiEvaluate(w http.ResponseWriter, r *http.Request) error {
	cat, err := s.comparison(r)
	if err != nil {
		return err
	}
	assessment, err := readAssessment(r)
	if err != nil {
		return err
	}
	keepPlace(r.Context())
	report, err := s.assess.Evaluate(r.Context(), cat, assessment)
	if err != nil {
		return err
	}
	return s.sendJSON(w, r, http.StatusOK, report)
}

func (s *server) sendJSON(w http.ResponseWriter, r *http.Request, status int, value any) error {
	raw, err := marshal(value)
	if err != nil {
		return err
	}
	deliver.Send(w, r, status, deliver.TypeJSON, raw)
	return nil
}

// marshal writes JSON for programs: "<" stays as it is.
func marshal(value any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(value); err != nil {
		return nil, fmt.Errorf("writing JSON: %w", err)
	}
	return buf.Bytes(), nil
}
