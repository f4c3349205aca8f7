package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"crossroads/assess"
	"crossroads/decision"
	"crossroads/format"
	"crossroads/record"
	"crossroads/text"
	"crossroads/views"
	"crossroads/web/deliver"
	"crossroads/web/form"
)

// cameSecond responds to a form if another revision was saved first, with both versions to
// choose from. If both are the same, as after a second click on the button, it redirects to
// the saved one, after storing the status and the dates that came with it; otherwise they wait
// for the choice.
func (s *server) cameSecond(w http.ResponseWriter, r *http.Request, key assess.Key, posted url.Values, err error) error {
	var second *assess.ConflictError
	switch {
	case errors.Is(err, assess.ErrNoBase):
		return invalid(saidFromNothing)
	case !errors.As(err, &second):
		return err
	case second.Between == nil:
		return conflictFault(second)
	}
	x := second.Between
	if err := s.assess.CheckLinks(x.Theirs); err != nil {
		return err
	}
	if x.Same() {
		return s.settle(w, r, x.Theirs, key, posted, editForm{Texts: assess.TextsOf(x.Theirs.Revision)})
	}
	return s.sendMerge(w, r, posted, x)
}

// conflictFault returns the fault for two versions that cannot be compared.
func conflictFault(second *assess.ConflictError) error {
	if errors.Is(second, assess.ErrNoComparison) {
		return comparisonGone(second.Latest)
	}
	return second.Why
}

// sendMerge shows both versions of a conflict. Changes that only one of them made since the
// common base are preselected.
func (s *server) sendMerge(w http.ResponseWriter, r *http.Request, posted url.Values, x *assess.Conflict) error {
	p := views.MergePage{
		Page:   s.page("/a/"+x.Theirs.ID, "", "Two versions: "+x.Theirs.Title, ""),
		Theirs: x.Theirs, Query: form.Query(x.Mine.Input), Key: editKey(posted),
		Title: text.Typed(x.Mine.Title), Note: text.Typed(x.Mine.Note), Author: text.Typed(x.Mine.Author),
		Labels: typedLabels(x.Mine.Labels),
	}
	if posted.Has("status") {
		life := readLife(posted)
		p.Life, p.Before = &life, posted.Get("before")
	}
	p.NoIndex = true
	for _, c := range x.Clashes {
		p.Fields = append(p.Fields, views.MergeField{
			Name: c.Name, Label: c.Label, TakeTheirs: c.OnlyTheirs, Both: c.Both,
			Mine: text.Typed(pieceText(x.Catalogue, c.Piece, x.Mine)), Theirs: pieceText(x.Catalogue, c.Piece, x.Theirs.Revision),
		})
	}
	h := w.Header()
	h["Cache-Control"] = deliver.NoStore
	h["X-Robots-Tag"] = deliver.NoIndex
	return s.sendPage(w, r, http.StatusConflict, views.Merge(p))
}

// merge stores the choice from two versions.
func (s *server) merge(w http.ResponseWriter, r *http.Request) error {
	posted, key, done, err := s.keyed(w, r)
	if err != nil || done {
		return err
	}
	base, err := baseOf(posted)
	if err != nil {
		return err
	}
	theirs, err := s.assess.Load(r.Context(), key.ID(), base)
	if err != nil {
		return err
	}
	cat, ok := s.lib.Comparison(theirs.Comparison)
	if !ok {
		return invalid(saidComparisonLeft)
	}
	if _, found, status := s.newLife(posted, theirs.Life); status == http.StatusUnprocessableEntity {
		return invalid(found[0].Fact + " " + found[0].Advice)
	}
	mine := assess.Draft{Catalogue: cat, Texts: readTexts(posted), Input: form.Parse(cat, posted.Get("query"), false).Assessment}
	takeTheirs := func(p assess.Piece) bool { return posted.Get("pick."+p.Name) == "theirs" }
	merged, err := s.assess.Merge(r.Context(), key, theirs, mine, takeTheirs)
	var bad *assess.InputError
	switch {
	case errors.As(err, &bad):
		return invalid("The texts cannot be used: " + bad.Findings[0].Fact)
	case errors.Is(err, record.ErrConflict): // yet another version was saved meanwhile
		return s.cameSecond(w, r, key, posted, err)
	case err != nil:
		return err
	}
	theirs.Revision, theirs.Latest = merged.Revision, merged.Latest
	return s.settle(w, r, theirs, key, posted, editForm{Texts: assess.TextsOf(theirs.Revision)})
}

// pieceText returns a piece of a version for people to read.
func pieceText(cat *decision.Catalogue, p assess.Piece, rev record.Revision) string {
	if p.List {
		return assess.JoinLabels(p.Value(rev).([]string))
	}
	switch p.Path {
	case "title":
		return rev.Title
	case "note":
		return rev.Note
	case "author":
		return rev.Author
	case record.DecisionName:
		return rev.Decision
	case "priorities":
		return prioritiesText(cat, rev.Input.Priorities)
	case "load":
		if rev.Input.Load == nil {
			return "Not stated"
		}
		return format.LoadStated(*rev.Input.Load)
	case "parts":
		return partsText(cat, rev.Input.Parts)
	}
	return answerLabels(p.Question, rev.Input.Answers[p.Question.ID])
}

// answerLabels lists the labels of answers: "A or B", or "Not known".
func answerLabels(q *decision.Question, ids []string) string {
	var labels []string
	for _, id := range ids {
		label := id
		if i := slices.IndexFunc(q.Answers, func(a decision.Answer) bool { return a.ID == id }); i >= 0 {
			label = q.Answers[i].Label
		}
		labels = append(labels, label)
	}
	if len(labels) == 0 {
		return "Not known"
	}
	return strings.Join(labels, " or ")
}

func prioritiesText(cat *decision.Catalogue, p decision.Priorities) string {
	name := func(id string) string {
		for _, k := range cat.Criteria {
			if k.ID == id {
				return k.Name
			}
		}
		return id
	}
	var lines strings.Builder
	for i, id := range p.Ranking {
		fmt.Fprintf(&lines, "%d. %s\n", i+1, name(id))
	}
	for _, w := range p.Weights {
		lines.WriteString(name(w.Criterion) + ": " + form.Number(w.Weight) + "\n")
	}
	if lines.Len() == 0 {
		return "The usual ones"
	}
	return lines.String()
}

func partsText(cat *decision.Catalogue, parts []decision.Part) string {
	var lines strings.Builder
	for _, part := range parts {
		lines.WriteString(part.Name)
		if part.Share > 0 {
			lines.WriteString(" (share " + form.Number(part.Share) + ")")
		}
		lines.WriteString("\n")
		for i := range cat.Questions {
			q := &cat.Questions[i]
			if ids := part.Answers[q.ID]; len(ids) > 0 {
				lines.WriteString("  " + q.Text + " " + answerLabels(q, ids) + "\n")
			}
		}
	}
	if lines.Len() == 0 {
		return "None"
	}
	return lines.String()
}
