package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"crossroads/decision"
	"crossroads/views"
)

// choice is something that two versions of an assessment may say differently.
// take copies it from one to the other; text says it for people.
type choice struct {
	name, label string
	text        func(decision.Revision) string
	take        func(into *decision.Revision, from decision.Revision)
}

// choices lists what an assessment consists of, in the order of the pages.
func choices(cat *decision.Catalogue) []choice {
	list := []choice{
		{"title", "Title", func(r decision.Revision) string { return r.Title }, func(i *decision.Revision, f decision.Revision) { i.Title = f.Title }},
		{"note", "Note", func(r decision.Revision) string { return r.Note }, func(i *decision.Revision, f decision.Revision) { i.Note = f.Note }},
		{"author", "Your name", func(r decision.Revision) string { return r.Author }, func(i *decision.Revision, f decision.Revision) { i.Author = f.Author }},
	}
	for i := range cat.Questions {
		list = append(list, answerChoice(&cat.Questions[i]))
	}
	return append(list,
		choice{"priorities", "Priorities", func(r decision.Revision) string { return prioritiesText(cat, r.Input.Priorities) },
			func(i *decision.Revision, f decision.Revision) { i.Input.Priorities = f.Input.Priorities }},
		choice{"load", "Load figures", loadText, func(i *decision.Revision, f decision.Revision) { i.Input.Load = f.Input.Load }},
		choice{"parts", "Parts", func(r decision.Revision) string { return partsText(cat, r.Input.Parts) },
			func(i *decision.Revision, f decision.Revision) { i.Input.Parts = f.Input.Parts }},
	)
}

func answerChoice(q *decision.Question) choice {
	return choice{"q." + q.ID, q.Text,
		func(r decision.Revision) string { return labels(q, r.Input.Answers[q.ID]) },
		func(into *decision.Revision, from decision.Revision) {
			delete(into.Input.Answers, q.ID)
			if ids := from.Input.Answers[q.ID]; len(ids) > 0 {
				into.Input.Answers[q.ID] = ids
			}
		},
	}
}

// sendMerge answers a save that came second with both versions. What only one
// of them changed since the common base is chosen already.
func (s *server) sendMerge(c echo.Context, id string, base int, key string, mine decision.Revision) error {
	theirs, err := s.find(c, id, 0)
	if err != nil {
		return err
	}
	common, err := s.find(c, id, base)
	if errors.Is(err, decision.ErrNotFound) {
		return invalid("The form started from a revision that is not there. Open the edit page again.")
	}
	if err != nil {
		return err
	}
	cat, ok := s.lib.Comparison(theirs.Comparison)
	if !ok {
		return &fault{status: http.StatusConflict, message: fmt.Sprintf("Somebody saved revision %d meanwhile, and its comparison is no longer in the content, so the two cannot be merged here.", theirs.Number), err: decision.ErrConflict}
	}
	p := views.MergePage{
		Page:   s.page("/a/"+id, "", "Two versions: "+theirs.Title, ""),
		Theirs: theirs, Query: Query(mine.Input), Key: key,
		Title: shown(mine.Title), Note: shown(mine.Note), Author: shown(mine.Author),
	}
	p.NoIndex = true
	for _, ch := range choices(cat) {
		m, t, b := ch.text(mine), ch.text(theirs.Revision), ch.text(common.Revision)
		if m == t {
			continue
		}
		p.Fields = append(p.Fields, views.MergeField{Name: ch.name, Label: ch.label, Mine: shown(m), Theirs: t, TakeTheirs: m == b, Both: m != b && t != b})
	}
	h := c.Response().Header()
	h["Cache-Control"] = noStore
	h["X-Robots-Tag"] = noIndex
	return s.sendPage(c.Response(), c.Request(), http.StatusConflict, views.Merge(p))
}

// merge stores what somebody chose from two versions.
func (s *server) merge(c echo.Context) error {
	form, err := readForm(c.Request())
	if err != nil {
		return err
	}
	base, err := strconv.Atoi(form.Get("base"))
	if err != nil || base < 1 {
		return invalid("The form does not say which revision it started from. Open the edit page again.")
	}
	id := c.Param("id")
	theirs, err := s.findToChange(c, id, base)
	if err != nil {
		return err
	}
	cat, ok := s.lib.Comparison(theirs.Comparison)
	if !ok {
		return invalid("The comparison of this assessment is no longer in the content.")
	}
	texts := readWords(form)
	if len(texts.findings) > 0 {
		return invalid("The texts cannot be used: " + texts.findings[0].fact)
	}
	mine := decision.Revision{Title: texts.title, Note: texts.note, Author: texts.author, Input: parseQuery(cat, form.Get("query"), false).assessment}
	rev, err := s.merged(c, cat, form, mine, theirs)
	if err != nil {
		return err
	}
	_, err = s.revise(c, id, editKey(form), base, rev)
	if errors.Is(err, decision.ErrConflict) { // a third one was faster still
		return s.sendMerge(c, id, base, editKey(form), rev)
	}
	if err != nil {
		return fmt.Errorf("merging: %w", err)
	}
	return seeOther(c, "/a/"+id)
}

// merged is mine with everything that was chosen from theirs. With the answers
// of theirs it keeps their report.
func (s *server) merged(c echo.Context, cat *decision.Catalogue, form url.Values, mine decision.Revision, theirs decision.Saved) (decision.Revision, error) {
	if mine.Input.Answers == nil {
		mine.Input.Answers = decision.Answers{}
	}
	for _, ch := range choices(cat) {
		if form.Get("pick."+ch.name) == "theirs" {
			ch.take(&mine, theirs.Revision)
		}
	}
	if len(mine.Input.Answers) == 0 {
		mine.Input.Answers = nil
	}
	if reflect.DeepEqual(mine.Input, theirs.Input) {
		rev := theirs.Revision
		rev.Title, rev.Note, rev.Author = mine.Title, mine.Note, mine.Author
		return rev, nil
	}
	report, err := s.evaluate(c.Request().Context(), cat, mine.Input)
	if err != nil {
		return decision.Revision{}, err
	}
	return s.newRevision(cat, words{title: mine.Title, note: mine.Note, author: mine.Author}, mine.Input, report)
}

// labels names answers: "A or B", "Not known" for none.
func labels(q *decision.Question, ids []string) string {
	said := ""
	for _, id := range ids {
		label := id
		if i := slices.IndexFunc(q.Answers, func(a decision.Answer) bool { return a.ID == id }); i >= 0 {
			label = q.Answers[i].Label
		}
		if said != "" {
			said += " or "
		}
		said += label
	}
	if said == "" {
		return "Not known"
	}
	return said
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
	said := ""
	for i, id := range p.Ranking {
		said += fmt.Sprintf("%d. %s\n", i+1, name(id))
	}
	for _, w := range p.Weights {
		said += name(w.Criterion) + ": " + formatNumber(w.Weight) + "\n"
	}
	if said == "" {
		return "The usual ones"
	}
	return said
}

func loadText(r decision.Revision) string {
	if r.Input.Load == nil {
		return "None"
	}
	return views.LoadStated(*r.Input.Load)
}

func partsText(cat *decision.Catalogue, parts []decision.Part) string {
	said := ""
	for _, part := range parts {
		said += part.Name
		if part.Share > 0 {
			said += " (share " + formatNumber(part.Share) + ")"
		}
		said += "\n"
		for i := range cat.Questions {
			q := &cat.Questions[i]
			if ids := part.Answers[q.ID]; len(ids) > 0 {
				said += "  " + q.Text + " " + labels(q, ids) + "\n"
			}
		}
	}
	if said == "" {
		return "None"
	}
	return said
}
