package web

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"

	"crossroads/decision/cost"
	"crossroads/views"
	"crossroads/web/deliver"
)

// openAPI describes the JSON API; tests hold every route and answer to it.
//
//go:embed openapi.json
var openAPI []byte

// apiPages are the answers of the API that do not depend on who asks.
func (s *server) apiPages() (map[string]*deliver.Fixed, error) {
	var spec bytes.Buffer
	if err := json.Compact(&spec, openAPI); err != nil {
		return nil, fmt.Errorf("openapi.json: %w", err)
	}
	schema, err := assessmentSchema()
	if err != nil {
		return nil, err
	}
	pages := map[string]*deliver.Fixed{
		"/api":                           s.fixedHTML("/api", s.apiDoc),
		"/api/v1/openapi.json":           fixedJSON("/api/v1/openapi.json", func() any { return json.RawMessage(spec.Bytes()) }),
		"/api/v1/comparisons":            fixedJSON("/api/v1/comparisons", func() any { return comparisonsJSON(s.lib.Comparisons) }),
		"/api/v1/prices":                 fixedJSON("/api/v1/prices", func() any { return pricesDoc{append([]cost.Sheet{}, s.lib.Prices...)} }),
		"/api/v1/assessment.schema.json": fixedJSON("/api/v1/assessment.schema.json", func() any { return schema }),
	}
	for _, cat := range s.lib.Comparisons {
		pages["/api/v1/comparisons/"+cat.Slug] = fixedJSON("/api/v1/comparisons/:comparison", func() any { return comparisonJSON(cat) })
	}
	return pages, nil
}

func fixedJSON(route string, value func() any) *deliver.Fixed {
	return &deliver.Fixed{Route: route, ContentType: deliver.TypeJSON, Render: func(context.Context) ([]byte, error) { return marshal(value()) }}
}

func (s *server) apiDoc() markup {
	return views.APIDoc(views.APIPage{
		Page:    s.page("/api", "", "JSON API", "Evaluate answers and keep assessments from your own tools."),
		SpecURL: "/api/v1/openapi.json",
	})
}

func (s *server) apiPage(w http.ResponseWriter, r *http.Request) error {
	return s.sendFixed(w, r, "/api")
}
func (s *server) apiSpec(w http.ResponseWriter, r *http.Request) error {
	return s.sendFixed(w, r, "/api/v1/openapi.json")
}
func (s *server) apiSchema(w http.ResponseWriter, r *http.Request) error {
	return s.sendFixed(w, r, "/api/v1/assessment.schema.json")
}
func (s *server) apiComparisons(w http.ResponseWriter, r *http.Request) error {
	return s.sendFixed(w, r, "/api/v1/comparisons")
}

func (s *server) apiComparison(w http.ResponseWriter, r *http.Request) error {
	cat, err := s.comparison(r)
	if err != nil {
		return err
	}
	return s.sendFixed(w, r, "/api/v1/comparisons/"+cat.Slug)
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
