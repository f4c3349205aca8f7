package web

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"

	"crossroads/content"
	"crossroads/web/deliver"
)

// schemaPages are the JSON Schemas of the content files, for editors.
func (s *server) schemaPages() ([]fixed, error) {
	files := content.Schemas()
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil, fmt.Errorf("schemas: %w", err)
	}
	var pages []fixed
	for _, e := range entries {
		pages = append(pages, fixed{"/schemas/" + e.Name(), &deliver.Fixed{
			ContentType: "application/schema+json", NoIndex: true,
			Render: func(context.Context) ([]byte, error) { return fs.ReadFile(files, e.Name()) },
		}})
	}
	return pages, nil
}

// assessmentSchema describes the files (JSON Schema 2020-12). Its parts are
// those of the API's description, so the two cannot drift apart.
func assessmentSchema() (json.RawMessage, error) {
	var api struct {
		Components struct {
			Schemas map[string]json.RawMessage `json:"schemas"`
		} `json:"components"`
	}
	if err := json.Unmarshal(openAPI, &api); err != nil {
		return nil, fmt.Errorf("openapi.json: %w", err)
	}
	parts := api.Components.Schemas
	var schema map[string]json.RawMessage
	if err := json.Unmarshal(parts["ExportedAssessment"], &schema); err != nil {
		return nil, fmt.Errorf("openapi.json: ExportedAssessment: %w", err)
	}
	defs, err := json.Marshal(parts)
	if err != nil {
		return nil, fmt.Errorf("writing a schema: %w", err)
	}
	schema["$schema"] = json.RawMessage(`"https://json-schema.org/draft/2020-12/schema"`)
	schema["$defs"] = defs
	raw, err := json.Marshal(schema)
	if err != nil {
		return nil, fmt.Errorf("writing a schema: %w", err)
	}
	return json.RawMessage(strings.ReplaceAll(string(raw), `"#/components/schemas/`, `"#/$defs/`)), nil
}
