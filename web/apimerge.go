package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"

	"crossroads/decision"
)

// merging is what a client asks to merge.
type merging struct {
	base int // revision that mine began with
	mine document
	take map[string]string // path: "mine" or "theirs"
}

// apiMerge brings a version that came second into what was saved meanwhile.
// What only one of them changed needs no word; what both changed is taken as
// the client says, and is named with both versions when it does not.
func (s *server) apiMerge(w http.ResponseWriter, r *http.Request) error {
	id, key, err := s.bearer(r)
	if err != nil {
		return err
	}
	ask, err := readMerging(r)
	if err != nil {
		return err
	}
	match := r.Header.Values("If-Match")
	latest, err := s.findAny(r, id, 0)
	switch {
	case err != nil:
		return err
	case len(match) == 0:
		return noPrecondition(latest.Number)
	}
	texts, findings := ask.mine.words.checked()
	if len(findings) > 0 {
		return refuse(within("mine", findings)...)
	}
	mine := decision.Revision{Title: texts.title, Note: texts.note, Author: texts.author, Input: ask.mine.assessment}
	if matchedBase(match, latest.Number) != latest.Number {
		return s.lostRace(r, id, ask.base, mine)
	}
	x, err := s.conflictWith(r, id, ask.base, mine)
	if errors.Is(err, errNoBase) {
		return &decision.FieldError{Field: "base", Message: fmt.Sprintf("there is no revision %d", ask.base)}
	}
	if err != nil {
		return err
	}
	rev, err := s.resolved(r, x, ask.take)
	if err != nil {
		return err
	}
	saved, err := s.revise(r, id, key, x.theirs.Number, rev)
	if errors.Is(err, decision.ErrConflict) {
		return s.lostRace(r, id, ask.base, mine)
	}
	if err != nil {
		return fmt.Errorf("merging: %w", err)
	}
	return s.sendSaved(w, r, http.StatusOK, s.savedJSON(r, saved))
}

// resolved is the merged version, or an error that names what is still open.
func (s *server) resolved(r *http.Request, x conflict, take map[string]string) (decision.Revision, error) {
	paths := map[string]bool{}
	for _, ch := range choices(x.cat) {
		paths[ch.path] = true
	}
	for _, path := range slices.Sorted(maps.Keys(take)) {
		if !paths[path] {
			return decision.Revision{}, &decision.FieldError{Field: "take." + path, Message: "is not the path of anything that versions can say differently"}
		}
	}
	theirs := map[string]bool{}
	var open []finding
	for _, f := range x.clash {
		switch who := take[f.path]; {
		case who != "":
			theirs[f.path] = who == "theirs"
		case f.both:
			open = append(open, finding{field: f.path, fact: "Both versions changed it; say in take whether mine or theirs counts."})
		default:
			theirs[f.path] = f.onlyTheirs
		}
	}
	if len(open) > 0 {
		return decision.Revision{}, &fault{
			status: http.StatusConflict, current: x.theirs.Number, findings: open, conflict: s.conflictJSON(r, x), err: decision.ErrConflict,
			message: "Both versions changed the same things; errors names them, and conflict holds both versions.",
		}
	}
	rev, err := s.merged(r, x.cat, x.mine, x.theirs, func(ch choice) bool { return theirs[ch.path] })
	return rev, inMine(err)
}

// inMine says where in the body a refused field of the client's version is.
func inMine(err error) error {
	var field *decision.FieldError
	if errors.As(err, &field) {
		return &decision.FieldError{Field: "mine." + field.Field, Message: field.Message}
	}
	return err
}

// readMerging reads the body of a request to merge.
func readMerging(r *http.Request) (ask merging, err error) {
	raw, err := readJSON(r)
	if err != nil {
		return ask, err
	}
	var mine json.RawMessage
	err = eachMember(raw, func(name string, value json.RawMessage) error {
		switch name {
		case "base":
			if json.Unmarshal(value, &ask.base) != nil || ask.base < 1 {
				return &decision.FieldError{Field: name, Message: "must be the number of the revision that your version began with"}
			}
			return nil
		case "mine":
			mine = value
			return nil
		case "take":
			ask.take, err = readTake(value)
			return err
		}
		return &decision.FieldError{Field: name, Message: "is not a field of this object"}
	})
	switch {
	case err != nil:
		return ask, err
	case ask.base == 0:
		return ask, &decision.FieldError{Field: "base", Message: "is missing"}
	case len(mine) == 0 || mine[0] != '{':
		return ask, &decision.FieldError{Field: "mine", Message: "must be an object: your version, as for PUT"}
	}
	if ask.mine, err = parseDocument(mine); err == nil && ask.mine.comparison != "" {
		err = &decision.FieldError{Field: "comparison", Message: "cannot be changed"}
	}
	return ask, inMine(err)
}

func readTake(raw json.RawMessage) (map[string]string, error) {
	take := map[string]string{}
	if len(raw) == 0 || raw[0] != '{' {
		return nil, &decision.FieldError{Field: "take", Message: "must be an object"}
	}
	return take, eachMember(raw, func(path string, value json.RawMessage) error {
		var who string
		if json.Unmarshal(value, &who) != nil || who != "mine" && who != "theirs" {
			return &decision.FieldError{Field: "take." + path, Message: `must be "mine" or "theirs"`}
		}
		take[path] = who
		return nil
	})
}

// within puts the fields of findings below another one.
func within(field string, findings []finding) []finding {
	for i := range findings {
		findings[i].field = field + "." + findings[i].field
	}
	return findings
}
