package web

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"crossroads/assess"
	"crossroads/decision"
	"crossroads/web/form"
)

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

func (s *server) conflictJSON(r *http.Request, x *assess.Conflict) *conflictDoc {
	doc := &conflictDoc{
		Base: x.Base.Number, Theirs: s.savedJSON(r, x.Theirs), Fields: []clashDoc{},
		Mine: versionDoc{x.Mine.Title, x.Mine.Note, x.Mine.Author, x.Mine.Input},
	}
	for _, c := range x.Clashes {
		doc.Fields = append(doc.Fields, clashDoc{c.Path, c.Label, changedBy(c), c.Value(x.Base.Revision), c.Value(x.Mine), c.Value(x.Theirs.Revision)})
	}
	return doc
}

// changedBy is which of two versions changed a piece since the base.
func changedBy(c assess.Clash) string {
	switch {
	case c.Both:
		return "both"
	case c.OnlyTheirs:
		return "theirs"
	}
	return "mine"
}

// tooLate answers a version whose If-Match does not hold any more. When it names
// a revision that was there, both versions and what they have differently come along.
func (s *server) tooLate(r *http.Request, second *assess.ConflictError) error {
	f := changedSince(second.Latest, decision.ErrConflict)
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
	return &fault{status: http.StatusConflict, current: latest, message: fmt.Sprintf("Somebody saved revision %d meanwhile, and its comparison is no longer in the content, so the two cannot be merged here.", latest), err: decision.ErrConflict}
}

// statedBase is the revision that an If-Match header names, 0 when it names
// none or several.
func statedBase(match []string) int {
	if len(match) != 1 {
		return 0
	}
	tag := strings.TrimSpace(match[0])
	if len(tag) < 2 {
		return 0
	}
	number, ok := form.Revision(tag[1 : len(tag)-1])
	if !ok || revisionTag(number) != tag {
		return 0
	}
	return number
}
