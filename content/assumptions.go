package content

import (
	"errors"
	"io/fs"
	"slices"
	"strings"

	"crossroads/decision/cost"
)

// assumptionsFile is the optional list of what the cost model is to assume
// otherwise than it is published.
const assumptionsFile = "assumptions.yaml"

type assumptionYAML struct {
	ID     string `yaml:"id,id"`
	Value  string `yaml:"value"`
	Reason string `yaml:"reason"` // for whoever reads the file
}

// readAssumptions reads assumptions and holds each to the range that it has as a
// field of a load.
func (l *loader) readAssumptions() {
	if _, err := fs.Stat(l.fsys, assumptionsFile); errors.Is(err, fs.ErrNotExist) {
		return
	}
	doc := l.document(assumptionsFile)
	if doc == nil {
		return
	}
	var list []assumptionYAML
	doc.decode(&list)
	var known []string
	for _, f := range cost.AssumptionFields() {
		known = append(known, f.ID)
	}
	for i, a := range list {
		at := place{doc, doc.root.items[i]}
		if a.ID == "" || a.Value == "" {
			continue // noted already
		}
		f, ok := cost.FieldOf(a.ID)
		if !ok || !slices.Contains(known, a.ID) {
			at.find("id").fail("unknown assumption %q: %s", a.ID, suggest(a.ID, known))
			continue
		}
		if _, twice := l.assumed[a.ID]; twice {
			at.find("id").fail("assumption %q is here a second time: keep one", a.ID)
			continue
		}
		q, err := f.Parse(a.Value)
		if err != nil {
			at.find("value").fail("%s", strings.TrimSuffix(strings.TrimPrefix(err.Error(), a.ID+": "), "."))
			continue
		}
		if l.assumed == nil {
			l.assumed = map[string]cost.Quantity{}
		}
		l.assumed[a.ID] = q
	}
}
