package web

import (
	"errors"
	"net/http"
	"net/url"

	"crossroads/assess"
	"crossroads/decision"
	"crossroads/record"
	"crossroads/text"
	"crossroads/views"
	"crossroads/web/deliver"
	"crossroads/web/form"
)

// submission is the posted form of a result page, with everything needed to show the page again.
type submission struct {
	draft    assess.Draft
	wizard   wizard
	key      string // edit key, if a saved assessment is being revised
	mark     assess.Mark
	report   decision.Report
	findings []text.Finding // why it cannot be saved, with the names of the form's fields
}

// complain adds a reason why a submission cannot be saved.
func (sub *submission) complain(field, fact, advice string) {
	sub.findings = append(sub.findings, text.Finding{Field: field, Fact: fact, Advice: advice})
}

// readTexts reads the texts of a form.
func readTexts(posted url.Values) assess.Texts {
	texts := assess.Texts{Title: posted.Get("title"), Note: posted.Get("note"), Author: posted.Get("author")}
	texts.Decision = posted.Get(record.DecisionName)
	for _, kind := range record.LabelLists {
		split := text.SplitNames
		if kind.Name == "tags" {
			split = text.SplitTags
		}
		*kind.Of(&texts.Labels) = split(posted.Get(kind.Name))
	}
	return texts
}

// readSubmission reads the form of a result page.
func (s *server) readSubmission(w http.ResponseWriter, r *http.Request) (submission, error) {
	posted, err := readForm(w, r)
	if err != nil {
		return submission{}, err
	}
	sub, err := s.submissionOf(r, posted, onPage)
	if err != nil {
		return sub, err
	}
	sub.key = editKey(posted)
	if id := posted.Get("revise"); id != "" {
		base, err := baseOf(posted)
		if err != nil {
			return submission{}, err
		}
		sub.wizard.revise = &views.Revise{ID: id, Base: base, Title: sub.draft.Title, Note: sub.draft.Note, Author: sub.draft.Author,
			Labels: sub.draft.Labels, Unseen: textsKept(posted)}
	}
	return sub, nil
}

// textsKept reports whether a form revises the answers alone, as it does for holders of the edit
// key with whom the assessment is not shared.
func textsKept(posted url.Values) bool {
	return posted.Get("revise") != "" && posted.Get("texts") == "kept"
}

// baseOf reads the number of the revision that a form started from.
func baseOf(posted url.Values) (int, error) {
	base, ok := form.Revision(posted.Get("base"))
	if !ok {
		return 0, invalid(saidFromEdit)
	}
	return base, nil
}

// submissionOf reads and evaluates the form of a result, on a page or in a frame.
func (s *server) submissionOf(r *http.Request, posted url.Values, at wizard) (submission, error) {
	cat, ok := s.lib.Comparison(posted.Get("comparison"))
	if !ok {
		return submission{}, invalid(saidNoComparison)
	}
	at.Input = form.Parse(cat, posted.Get("query"), at.embedded())
	sub := submission{wizard: at, mark: formMark(posted.Get("once"))}
	sub.draft = assess.Draft{Catalogue: cat, Texts: readTexts(posted), Input: at.Assessment}
	if !textsKept(posted) {
		sub.draft.Texts, sub.findings = sub.draft.Checked()
	}
	if len(at.Findings) > 0 {
		// The result to save is not the one on the page, so the user has to see it first.
		sub.complain("", saidAnswersChanged, "Look at it and save again.")
	}
	var err error
	sub.report, err = s.assess.Evaluate(r.Context(), cat, at.Assessment)
	return sub, err
}

// save stores the answers of a result page, as a new assessment or as a revision of the one that
// the form names.
func (s *server) save(w http.ResponseWriter, r *http.Request) error {
	sub, err := s.readSubmission(w, r)
	if err != nil {
		return err
	}
	if len(sub.findings) > 0 {
		return s.showSubmission(w, r, http.StatusUnprocessableEntity, sub)
	}
	if sub.wizard.revise != nil {
		return s.saveRevision(w, r, sub)
	}
	saved, key, err := s.assess.Save(r.Context(), s.owner(r), sub.draft, sub.mark)
	switch {
	case assess.NotStored(err):
		return s.saveFailed(w, r, sub, err)
	case errors.Is(err, record.ErrConflict):
		return errSavedBefore(err)
	case err != nil:
		return err
	}
	return s.sendNew(w, r, saved, key, onPage)
}

func (s *server) saveRevision(w http.ResponseWriter, r *http.Request, sub submission) error {
	id, ctx := sub.wizard.revise.ID, r.Context()
	key, err := s.assess.Open(ctx, id, sub.key)
	if errors.Is(err, record.ErrForbidden) {
		sub.findings = append(sub.findings, wrongKey)
		return s.showSubmission(w, r, http.StatusForbidden, sub)
	}
	if err != nil {
		return err
	}
	if _, err := s.assess.Load(ctx, id, 0); err != nil { // fails if the links have ended
		return err
	}
	revise := s.assess.Revise
	if sub.wizard.revise.Unseen {
		revise = s.assess.ReviseAnswers
	}
	_, err = revise(ctx, key, sub.wizard.revise.Base, sub.draft)
	switch {
	case errors.Is(err, assess.ErrOtherComparison):
		return invalid(saidRevisesOther)
	case errors.Is(err, record.ErrConflict), errors.Is(err, assess.ErrNoBase):
		return s.cameSecond(w, r, key, url.Values{"key": {sub.key}}, err)
	case assess.NotStored(err):
		return s.saveFailed(w, r, sub, err)
	case err != nil:
		return err
	}
	return redirectSaved(w, r, "/a/"+id)
}

func (s *server) saveFailed(w http.ResponseWriter, r *http.Request, sub submission, err error) error {
	s.logSaving(w, err)
	return s.showSubmission(w, r, sub.notStored(err), sub)
}

// notStored adds the reason why nothing was stored, and returns the status of the response.
func (sub *submission) notStored(err error) int {
	if errors.Is(err, record.ErrFull) {
		sub.complain("", saidNoRoom, saidNothingLost)
		return http.StatusInsufficientStorage
	}
	sub.complain("", saidNotNow, saidNotLostNow)
	return http.StatusServiceUnavailable
}

// logSaving logs an error that the user is shown beside the form and not on an error page.
func (s *server) logSaving(w http.ResponseWriter, err error) {
	s.log.Error("saving failed", "request", recorderOf(w).id, "route", recorderOf(w).route, "err", err)
}

// showSubmission shows the result page with everything the user typed, and the problems.
func (s *server) showSubmission(w http.ResponseWriter, r *http.Request, status int, sub submission) error {
	h := w.Header()
	h["Cache-Control"] = deliver.NoStore
	if status == http.StatusServiceUnavailable {
		h["Retry-After"] = soon
	}
	page := s.resultPage(r, sub.draft.Catalogue, sub.wizard, sub.report)
	page.Save = &views.SaveForm{Title: text.Typed(sub.draft.Title), Note: text.Typed(sub.draft.Note),
		Author: text.Typed(sub.draft.Author), Labels: typedLabels(sub.draft.Labels), Once: newMark()}
	page.Problems = append(problems(sub.findings), page.Problems...)
	return s.sendPage(w, r, status, views.Result(page))
}

// redirectSaved redirects to a page, which then reports that the form was saved.
func redirectSaved(w http.ResponseWriter, r *http.Request, target string) error {
	return deliver.SeeOther(w, r, target+"#saved")
}

// typedLabels returns labels as they were typed, with invalid UTF-8 replaced.
func typedLabels(labels record.Labels) record.Labels {
	labels.Decision = text.Typed(labels.Decision)
	for _, kind := range record.LabelLists {
		at := kind.Of(&labels)
		var list []string
		for _, entry := range *at {
			list = append(list, text.Typed(entry))
		}
		*at = list
	}
	return labels
}
