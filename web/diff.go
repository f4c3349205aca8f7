package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"

	"crossroads/assess"
	"crossroads/decision"
	"crossroads/text"
	"crossroads/views"
	"crossroads/web/deliver"
	"crossroads/web/form"
)

// diff shows two assessments side by side: /diff/{id}/{id2}, the latest
// revisions unless r and r2 name others.
func (s *server) diff(w http.ResponseWriter, r *http.Request) error {
	leave, err := s.assess.Enter(r.Context(), pricePage)
	if err != nil {
		return err
	}
	defer leave()
	a, b, difference, err := s.diffSides(r)
	if err != nil {
		return err
	}
	p := views.DiffPage{
		Page: s.page("/diff/"+a.Saved.ID+"/"+b.Saved.ID, "", a.Saved.Title+" and "+b.Saved.Title, "Two saved assessments side by side."),
		A:    a, B: b, Difference: difference,
	}
	p.NoIndex = true
	w.Header()["X-Robots-Tag"] = deliver.NoIndex
	return s.sendPage(w, r, http.StatusOK, views.Diff(p))
}

// diffSides reads the two revisions that an address names.
func (s *server) diffSides(r *http.Request) (a, b views.DiffSide, difference decision.Difference, err error) {
	refs := [2]assess.Ref{{ID: r.PathValue("id")}, {ID: r.PathValue("id2")}}
	for i, name := range []string{"r", "r2"} {
		if refs[i].Number, err = revisionNumber(r.URL.Query().Get(name), 0); err != nil {
			return a, b, difference, err
		}
	}
	sides, difference, err := s.assess.Diff(r.Context(), refs[0], refs[1])
	side := func(rec assess.Record) views.DiffSide {
		return views.DiffSide{Saved: rec.Saved, Report: rec.Report, URL: "/a/" + rec.ID + "/r/" + strconv.Itoa(rec.Number)}
	}
	return side(sides[0]), side(sides[1]), difference, err
}

// diffForm asks for two links, and sends those that can be read to their comparison.
func (s *server) diffForm(w http.ResponseWriter, r *http.Request) error {
	p := views.DiffFormPage{
		Page: s.page("/diff", "", "Compare two assessments", "Two saved assessments, or two revisions of one, side by side."),
		A:    text.Typed(r.URL.Query().Get("a")), B: text.Typed(r.URL.Query().Get("b")),
	}
	first, second := readLink(p.A), readLink(p.B)
	if first.id != "" && second.id != "" {
		query := url.Values{}
		if first.revision != "" {
			query.Set("r", first.revision)
		}
		if second.revision != "" {
			query.Set("r2", second.revision)
		}
		return redirectFresh(w, form.URL("/diff/"+first.id+"/"+second.id, query.Encode()))
	}
	p.NoIndex = p.A+p.B != ""
	for _, field := range []struct {
		name, typed string
		read        link
	}{{"a", p.A, first}, {"b", p.B, second}} {
		if field.typed != "" && field.read.id == "" {
			p.Problems = append(p.Problems, views.Problem{Field: field.name, Message: "This is not a link to a saved assessment. Copy the link to share from its page."})
		}
	}
	return s.sendPage(w, r, http.StatusOK, views.DiffForm(p))
}

// link is what a share link says.
type link struct{ id, revision string }

var linkPattern = regexp.MustCompile(`^\s*(?:https?://[^/\s]+)?(?:/?a/)?([A-Za-z0-9_-]{16,64})(?:/r/([1-9][0-9]{0,8}))?(?:/[a-z.]+)?/?(?:[?#]\S*)?\s*$`)

// readLink takes a share link as people copy it, or an id alone.
func readLink(typed string) link {
	m := linkPattern.FindStringSubmatch(typed)
	if m == nil {
		return link{}
	}
	return link{m[1], m[2]}
}
