package content

import (
	"embed"
	"io/fs"
	"path"
)

//go:embed schemas/*.json
var schemas embed.FS

// Schemas returns JSON Schemas of the YAML files, for editors. Check refuses everything
// that they refuse, and also finds problems across files.
func Schemas() fs.FS {
	files, err := fs.Sub(schemas, "schemas")
	if err != nil {
		panic(err) // the name is a constant
	}
	return files
}

// schemaOf maps path patterns of YAML files in a content tree to their schemas.
var schemaOf = map[string]string{
	settingsFile:                    "content.json",
	glossaryFile:                    "glossary.json",
	changesFile:                     "changes.json",
	assumptionsFile:                 "assumptions.json",
	ratesFile:                       "exchange-rates.json",
	"panel/about.yaml":              "panel.json",
	"panel/*/about.yaml":            "panel.json",
	"panel/calibration.yaml":        "calibration.json",
	"panel/*/calibration.yaml":      "calibration.json",
	"sources/*.yaml":                "sources.json",
	"claims/*.yaml":                 "claims.json",
	"cases/*.yaml":                  "case.json",
	"prices/*.yaml":                 "prices.json",
	"skus/*.yaml":                   "skus.json",
	"comparisons/*/comparison.yaml": "comparison.json",
	"comparisons/*/options.yaml":    "options.json",
	"comparisons/*/criteria.yaml":   "criteria.json",
	"comparisons/*/questions.yaml":  "questions.json",
	"comparisons/*/former.yaml":     "former.json",
	"comparisons/*/released.yaml":   "released.json",
	"comparisons/*/examples.yaml":   "examples.json",
	"comparisons/*/policy.yaml":     "policy.json",
	"comparisons/*/profiles/*.yaml": "profile.json",
	"comparisons/*/matrix.yaml":     "matrix.json",
}

// Schema returns the name of the schema for a file of a content tree, "" when there is
// none.
func Schema(file string) string {
	for pattern, name := range schemaOf {
		if match, _ := path.Match(pattern, file); match { // the patterns are constants
			return name
		}
	}
	return ""
}
