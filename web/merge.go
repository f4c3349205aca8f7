package web

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"strconv"

	"crossroads/decision"
	"crossroads/views"
)

// cameSecond answers a revision that another one was faster than. Where that
// one says the same, as after a second click on the button, there is nothing to
// choose.
func (s *server) cameSecond(w http.ResponseWriter, r *http.Request, id string, base int, key string, mine decision.Revision) error {
	theirs, err := s.find(r, id, 0)
	if err != nil {
		return err
	}
	if wordsOf(theirs.Revision).same(wordsOf(mine)) && Query(theirs.Input) == Query(mine.Input) {
		return seeOther(w, r, "/a/"+id)
	}
	return s.sendMerge(w, r, id, base, key, mine)
}

// sendMerge answers a save that came second with both versions. What only one
// of them changed since the common base is chosen already.
func (s *server) sendMerge(w http.ResponseWriter, r *http.Request, id string, base int, key string, mine decision.Revision) error {
	x, err := s.conflictWith(r, id, base, mine)
	if errors.Is(err, errNoBase) {
		return invalid("The form started from a revision that is not there. Open the edit page again.")
	}
	if err != nil {
		return err
	}
	p := views.MergePage{
		Page:   s.page("/a/"+id, "", "Two versions: "+x.theirs.Title, ""),
		Theirs: x.theirs, Query: Query(mine.Input), Key: key,
		Title: shown(mine.Title), Note: shown(mine.Note), Author: shown(mine.Author),
	}
	p.NoIndex = true
	for _, f := range x.clash {
		p.Fields = append(p.Fields, views.MergeField{Name: f.name, Label: f.label, Mine: shown(f.mineSays), Theirs: f.theirsSays, TakeTheirs: f.onlyTheirs, Both: f.both})
	}
	h := w.Header()
	h["Cache-Control"] = noStore
	h["X-Robots-Tag"] = noIndex
	return s.sendPage(w, r, http.StatusConflict, views.Merge(p))
}

// merge stores what somebody chose from two versions.
func (s *server) merge(w http.ResponseWriter, r *http.Request) error {
	form, key, done, err := s.keyed(w, r)
	if err != nil || done {
		return err
	}
	base, err := strconv.Atoi(form.Get("base"))
	if err != nil || base < 1 {
		return invalid("The form does not say which revision it started from. Open the edit page again.")
	}
	id := r.PathValue("id")
	theirs, err := s.find(r, id, base)
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
	rev, err := s.merged(r, cat, mine, theirs, func(ch choice) bool { return form.Get("pick."+ch.name) == "theirs" })
	if err != nil {
		return err
	}
	_, err = s.revise(r, id, key, base, rev)
	if errors.Is(err, decision.ErrConflict) { // a third one was faster still
		return s.sendMerge(w, r, id, base, key, rev)
	}
	if err != nil {
		return fmt.Errorf("merging: %w", err)
	}
	return seeOther(w, r, "/a/"+id)
}

// merged is mine with everything that is to be theirs. With all the answers of
// theirs it keeps their report.
func (s *server) merged(r *http.Request, cat *decision.Catalogue, mine decision.Revision, theirs decision.Saved, takeTheirs func(choice) bool) (decision.Revision, error) {
	mine.Input.Answers = maps.Clone(mine.Input.Answers)
	if mine.Input.Answers == nil {
		mine.Input.Answers = decision.Answers{}
	}
	for _, ch := range choices(cat) {
		if takeTheirs(ch) {
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
	report, err := s.evaluate(r.Context(), cat, mine.Input)
	if err != nil {
		return decision.Revision{}, err
	}
	return s.newRevision(cat, words{title: mine.Title, note: mine.Note, author: mine.Author}, mine.Input, report)
}
