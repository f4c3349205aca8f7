package web

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"crossroads/decision"
)

// conflict is what two versions that began with the same revision say
// differently: the one that was saved first, and mine.
type conflict struct {
	cat    *decision.Catalogue
	base   decision.Saved
	theirs decision.Saved // the newest revision
	mine   decision.Revision
	clash  []clash
}

// clash is one thing that the two say differently.
type clash struct {
	choice
	mineSays, theirsSays string
	onlyTheirs           bool // changed it since the base
	both                 bool // changed it
}

// errNoBase says that the revision that somebody says to have begun with is not there.
var errNoBase = fmt.Errorf("no such base: %w", decision.ErrNotFound)

// conflictWith lays mine, which began with revision base, beside what is stored now.
func (s *server) conflictWith(r *http.Request, id string, base int, mine decision.Revision) (conflict, error) {
	theirs, err := s.findAny(r, id, 0)
	if err != nil {
		return conflict{}, err
	}
	common, err := s.findAny(r, id, base)
	if errors.Is(err, decision.ErrNotFound) {
		return conflict{}, errNoBase
	}
	if err != nil {
		return conflict{}, err
	}
	cat, ok := s.lib.Comparison(theirs.Comparison)
	if !ok {
		return conflict{}, &fault{status: http.StatusConflict, current: theirs.Number, message: fmt.Sprintf("Somebody saved revision %d meanwhile, and its comparison is no longer in the content, so the two cannot be merged here.", theirs.Number), err: decision.ErrConflict}
	}
	x := conflict{cat: cat, base: common, theirs: theirs, mine: mine}
	for _, ch := range choices(cat) {
		m, t, b := ch.text(mine), ch.text(theirs.Revision), ch.text(common.Revision)
		if m != t {
			x.clash = append(x.clash, clash{choice: ch, mineSays: m, theirsSays: t, onlyTheirs: m == b, both: m != b && t != b})
		}
	}
	return x, nil
}

// conflictDoc is a conflict as the API shows it.
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

func (s *server) conflictJSON(r *http.Request, x conflict) *conflictDoc {
	doc := &conflictDoc{
		Base: x.base.Number, Theirs: s.savedJSON(r, x.theirs), Fields: []clashDoc{},
		Mine: versionDoc{x.mine.Title, x.mine.Note, x.mine.Author, x.mine.Input},
	}
	for _, f := range x.clash {
		doc.Fields = append(doc.Fields, clashDoc{f.path, f.label, f.changed(), f.value(x.base.Revision), f.value(x.mine), f.value(x.theirs.Revision)})
	}
	return doc
}

// changed says who changed it since the base.
func (f clash) changed() string {
	switch {
	case f.both:
		return "both"
	case f.onlyTheirs:
		return "theirs"
	}
	return "mine"
}

// lostRace answers a revision whose If-Match does not hold any more. When it
// names a revision that was there, both versions and what they say differently
// come along.
func (s *server) lostRace(r *http.Request, id string, base int, mine decision.Revision) error {
	latest, err := s.findAny(r, id, 0)
	if err != nil {
		return err
	}
	f := changedSince(latest.Number, decision.ErrConflict)
	if base > 0 && base < latest.Number {
		x, err := s.conflictWith(r, id, base, mine)
		if err != nil {
			return err
		}
		f.conflict = s.conflictJSON(r, x)
	}
	return f
}

// statedBase is the revision that an If-Match header names, 0 when it names
// none or several.
func statedBase(match []string) int {
	if len(match) != 1 {
		return 0
	}
	number, err := strconv.Atoi(strings.Trim(strings.TrimSpace(match[0]), `"`))
	if err != nil || revisionTag(number) != strings.TrimSpace(match[0]) {
		return 0
	}
	return number
}
