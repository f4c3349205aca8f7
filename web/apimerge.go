package web

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"

	"crossroads/assess"
	"crossroads/decision"
	"crossroads/record"
	"crossroads/text"
	"crossroads/wrong"
)

// merging is a request to merge two versions.
type merging struct {
	base int // revision that mine began with
	mine assess.Document
	take map[string]string // by path: "mine" or "theirs"
}

// apiMerge merges a version into the one that was saved in the meantime. A change that only
// one of them made is kept. Where both changed the same piece, the client must choose; a
// request without that choice is refused with both versions of the piece.
func (s *server) apiMerge(w http.ResponseWriter, r *http.Request) error {
	key, err := s.bearer(r)
	if err != nil {
		return err
	}
	ask, err := readMerging(r)
	if err != nil {
		return err
	}
	match := r.Header.Values("If-Match")
	latest, err := s.assess.LoadEnded(r.Context(), key.ID(), 0)
	switch {
	case err != nil:
		return err
	case len(match) == 0:
		return noPrecondition(latest.Number)
	}
	texts, findings := ask.mine.Checked()
	if len(findings) > 0 {
		return refuse(below("mine", findings)...)
	}
	mine := texts.Revision(ask.mine.Input)
	if matchedBase(match, latest.Number) != latest.Number {
		return s.tooLate(r, s.assess.Conflicts(r.Context(), latest, ask.base, mine))
	}
	x, err := s.assess.ConflictWith(r.Context(), latest, ask.base, mine)
	switch {
	case errors.Is(err, assess.ErrNoBase):
		return wrong.Input{Field: "base", Message: fmt.Sprintf("there is no revision %d", ask.base)}
	case errors.Is(err, assess.ErrNoComparison):
		return comparisonGone(latest.Number)
	case err != nil:
		return err
	}
	theirs, err := s.resolve(r, x, ask.take)
	if err != nil {
		return err
	}
	draft := assess.Draft{Catalogue: x.Catalogue, Texts: texts, Input: ask.mine.Input}
	saved, err := s.assess.Merge(r.Context(), key, x.Theirs, draft, func(p assess.Piece) bool { return theirs[p.Path] })
	if errors.Is(err, record.ErrConflict) { // yet another version was saved meanwhile
		if latest, err = s.assess.LoadEnded(r.Context(), key.ID(), 0); err != nil {
			return err
		}
		return s.tooLate(r, s.assess.Conflicts(r.Context(), latest, ask.base, mine))
	}
	if err != nil {
		return inMine(err)
	}
	return s.sendSaved(w, r, http.StatusOK, s.savedJSON(r, saved))
}

// resolve returns the paths of the pieces to take from theirs, or an error that lists the
// pieces for which the client still has to choose.
func (s *server) resolve(r *http.Request, x *assess.Conflict, take map[string]string) (theirs map[string]bool, err error) {
	paths := map[string]bool{}
	for _, p := range assess.Pieces(x.Catalogue) {
		paths[p.Path] = true
	}
	for _, path := range slices.Sorted(maps.Keys(take)) {
		if !paths[path] {
			return nil, wrong.Input{Field: "take." + path, Message: notPath}
		}
	}
	theirs = map[string]bool{}
	var open []text.Finding
	for _, c := range x.Clashes {
		switch who := take[c.Path]; {
		case who != "":
			theirs[c.Path] = who == "theirs"
		case c.Both:
			open = append(open, text.Finding{Field: c.Path, Fact: saidBothChanged})
		default:
			theirs[c.Path] = c.OnlyTheirs
		}
	}
	if len(open) > 0 {
		return nil, &fault{
			status: http.StatusConflict, current: x.Theirs.Number, findings: open, conflict: s.conflictJSON(r, x), err: record.ErrConflict,
			message: saidBothChangedSome,
		}
	}
	return theirs, nil
}

// inMine puts "mine." before the path of a refused field, which is where it is in the body.
func inMine(err error) error {
	var field wrong.Input
	if errors.As(err, &field) {
		return wrong.Input{Field: "mine." + field.Field, Message: field.Message}
	}
	return err
}

// readMerging reads the body of a request to merge.
func readMerging(r *http.Request) (ask merging, err error) {
	raw, err := readJSON(r)
	if err != nil {
		return ask, err
	}
	var mine []byte
	err = decision.ReadObject(raw, "", func(name string, value []byte) error {
		switch name {
		case "base":
			if err := decision.ReadValue(value, name, mustBase,
				&ask.base); err != nil || ask.base >= 1 {
				return err
			}
			return wrong.Input{Field: name, Message: "must be " + mustBase}
		case "mine":
			mine = value
			return nil
		case "take":
			ask.take, err = readTake(value)
			return err
		}
		return decision.UnknownField("", name)
	})
	switch {
	case err != nil:
		return ask, err
	case ask.base == 0:
		return ask, wrong.Input{Field: "base", Message: "is missing"}
	case len(mine) == 0 || mine[0] != '{':
		return ask, wrong.Input{Field: "mine", Message: mustMine}
	}
	if ask.mine, err = assess.ReadDocument(mine); err == nil && ask.mine.Comparison != "" {
		err = wrong.Input{Field: "comparison", Message: "cannot be changed"}
	}
	return ask, inMine(err)
}

func readTake(raw []byte) (map[string]string, error) {
	take := map[string]string{}
	if len(raw) == 0 || raw[0] != '{' {
		return nil, wrong.Input{Field: "take", Message: "must be an object"}
	}
	return take, decision.ReadObject(raw, "take", func(path string, value []byte) error {
		var who string
		if decision.ReadValue(value, path, "text", &who) != nil || who != "mine" && who != "theirs" {
			return wrong.Input{Field: "take." + path, Message: `must be "mine" or "theirs"`}
		}
		take[path] = who
		return nil
	})
}

// below puts the name of an enclosing field before the fields of findings.
func below(field string, findings []text.Finding) []text.Finding {
	for i := range findings {
		findings[i].Field = field + "." + findings[i].Field
	}
	return findings
}

// conflictDoc is a conflict in the API.
type conflictDoc struct {
	Base   int        `json:"base"`
	Mine   versionDoc `json:"mine"`
	Theirs savedDoc   `json:"theirs"`
	Fields []clashDoc `json:"fields"`
}

// versionDoc is a version that is not stored.
type versionDoc struct {
	Title  string `json:"title"`
	Note   string `json:"note"`
	Author string `json:"author"`
	labelsDoc
	decision.Assessment
}

type clashDoc struct {
	Path    string `json:"path"`
	Label   string `json:"label"`
	Changed string `json:"changed"` // mine, theirs or both
	Base    any    `json:"base"`
	Mine    any    `json:"mine"`
	Theirs  any    `json:"theirs"`
}

func (s *server) conflictJSON(r *http.Request, x *assess.Conflict) *conflictDoc {
	doc := &conflictDoc{
		Base: x.Base.Number, Theirs: s.savedJSON(r, x.Theirs), Fields: []clashDoc{},
		Mine: versionDoc{x.Mine.Title, x.Mine.Note, x.Mine.Author, labelsJSON(x.Mine.Labels), x.Mine.Input},
	}
	for _, c := range x.Clashes {
		doc.Fields = append(doc.Fields, clashDoc{c.Path, c.Label, changedBy(c), c.Value(x.Base.Revision), c.Value(x.Mine),
			c.Value(x.Theirs.Revision)})
	}
	return doc
}

// changedBy returns which version changed a piece since the base: mine, theirs or both.
func changedBy(c assess.Clash) string {
	switch {
	case c.Both:
		return "both"
	case c.OnlyTheirs:
		return "theirs"
	}
	return "mine"
}

// tooLate returns the error for a version whose If-Match no longer matches. If it names an
// existing revision, the response has both versions and their differences.
func (s *server) tooLate(r *http.Request, second *assess.ConflictError) error {
	f := changedSince(second.Latest, record.ErrConflict)
	switch {
	case second.Between != nil:
		f.conflict = s.conflictJSON(r, second.Between)
	case errors.Is(second, assess.ErrNoComparison):
		return comparisonGone(second.Latest)
	case !errors.Is(second, assess.ErrNoBase):
		return second.Why
	}
	return f
}

func comparisonGone(latest int) error {
	return &fault{status: http.StatusConflict, current: latest, message: fmt.Sprintf(saidNotMerged, latest), err: record.ErrConflict}
}

// statedBase returns the revision that an If-Match header names, or 0 if it names none or
// several.
func statedBase(match []string) int {
	if len(match) != 1 {
		return 0
	}
	return taggedRevision(match[0])
}
