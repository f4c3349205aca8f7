package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"

	"crossroads/decision"
	"crossroads/views"
)

// readForm reads a posted form, and keeps it in case it has to be offered again.
func readForm(w http.ResponseWriter, r *http.Request) (url.Values, error) {
	form, err := formOf(r)
	if err == nil {
		recorderOf(w).sent = sentForm{form, plainForm}
	}
	return form, err
}

// formOf reads a posted form. Browsers send nothing but this type for forms
// without files.
func formOf(r *http.Request) (url.Values, error) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != plainForm {
		return nil, &fault{status: http.StatusUnsupportedMediaType, message: "This address takes forms: send the content type " + plainForm + "."}
	}
	raw, err := readBody(r)
	if err != nil {
		return nil, err
	}
	form, err := url.ParseQuery(string(raw))
	if err != nil {
		return nil, &fault{status: http.StatusBadRequest, message: "The form could not be read. Go back and send it again.", err: err}
	}
	return form, nil
}

// readBody reads a whole body. That it does not arrive is the client's trouble,
// not ours.
func readBody(r *http.Request) ([]byte, error) {
	raw, err := io.ReadAll(r.Body)
	var tooBig *http.MaxBytesError
	switch {
	case err == nil:
		return raw, nil
	case errors.As(err, &tooBig):
		return nil, err
	case errors.Is(err, os.ErrDeadlineExceeded):
		return nil, &fault{status: http.StatusRequestTimeout, message: "What you sent took too long to arrive. Send it again.", err: err}
	}
	return nil, &fault{status: http.StatusBadRequest, message: "What you sent did not arrive whole. Send it again.", err: err}
}

// words are the texts of a form, as typed, and what is wrong with them.
type words struct {
	title, note, author string
	findings            []finding
}

// wordsOf are the texts of a stored revision.
func wordsOf(rev decision.Revision) words {
	return words{title: rev.Title, note: rev.Note, author: rev.Author}
}

func (w words) same(as words) bool {
	return w.title == as.title && w.note == as.note && w.author == as.author
}

func (w *words) find(field, fact, done string) {
	w.findings = append(w.findings, finding{field, fact, done})
}

// wrongKey says that the edit key in a field is not the right one.
func (w *words) wrongKey(field string) {
	w.find(field, "This edit key does not open the assessment.", "Use the key at the end of the edit link, after the # sign.")
}

func readWords(form url.Values) words {
	w, findings := words{title: form.Get("title"), note: form.Get("note"), author: form.Get("author")}.checked()
	w.findings = findings
	return w
}

// checked tidies the texts. What is wrong stays as it was typed and is named.
func (w words) checked() (words, []finding) {
	var findings []finding
	title, problem := line(w.title, maxTitle)
	switch {
	case problem != "":
		findings = append(findings, finding{"title", "The title " + problem + ".", "Change it and save again."})
	case title == "":
		findings = append(findings, finding{"title", "The title is missing.", "Write what the decision is about, for example the name of the system."})
	default:
		w.title = title
	}
	note, problem := prose(w.note, maxNote)
	if problem != "" {
		findings = append(findings, finding{"note", "The note " + problem + ".", "Change it and save again."})
	} else {
		w.note = note
	}
	author, problem := line(w.author, maxAuthor)
	if problem != "" {
		findings = append(findings, finding{"author", "The name " + problem + ".", "Change it and save again."})
	} else {
		w.author = author
	}
	return w, findings
}

// submission is what the form of a result page sends, and everything needed to
// show the page again.
type submission struct {
	cat    *decision.Catalogue
	wizard wizard
	texts  words
	key    string // when a saved assessment is being revised
	mark   marker
	report decision.Report
}

// readSubmission gives what can be saved. What cannot is in the findings of the texts.
func (s *server) readSubmission(w http.ResponseWriter, r *http.Request) (submission, error) {
	form, err := readForm(w, r)
	if err != nil {
		return submission{}, err
	}
	sub, err := s.submissionOf(r, form, onPage)
	if err != nil {
		return sub, err
	}
	sub.key = editKey(form)
	if id := form.Get("revise"); id != "" {
		base, err := strconv.Atoi(form.Get("base"))
		if err != nil || base < 1 {
			return submission{}, invalid("The form does not say which revision it started from. Open the edit page again.")
		}
		sub.wizard.revise = &views.Revise{ID: id, Base: base, Title: sub.texts.title, Note: sub.texts.note, Author: sub.texts.author}
	}
	return sub, nil
}

// submissionOf reads and evaluates the answers and texts of a result's form, on
// a page or in a frame.
func (s *server) submissionOf(r *http.Request, form url.Values, w wizard) (submission, error) {
	cat, ok := s.lib.Comparison(form.Get("comparison"))
	if !ok {
		return submission{}, invalid("The form does not say which comparison it belongs to. Open the result again and save it from there.")
	}
	w.input = parseQuery(cat, form.Get("query"), w.embedded())
	sub := submission{cat: cat, wizard: w, texts: readWords(form), mark: formMark(form.Get("once"))}
	if len(w.findings) > 0 {
		// What would be saved is not what was on the page; let the user see it first.
		sub.texts.find("", "Some of the answers could not be used, so the result may have changed.", "Look at it and save again.")
	}
	var err error
	sub.report, err = s.evaluate(r.Context(), cat, w.assessment)
	return sub, err
}

// save stores the answers of a result page: as a new assessment, or as a
// revision of the one that the form names.
func (s *server) save(w http.ResponseWriter, r *http.Request) error {
	sub, err := s.readSubmission(w, r)
	if err != nil {
		return err
	}
	if len(sub.texts.findings) > 0 {
		return s.saveAgain(w, r, http.StatusUnprocessableEntity, sub)
	}
	rev, err := s.newRevision(sub.cat, sub.texts, sub.wizard.assessment, sub.report)
	if err != nil {
		return err
	}
	if sub.wizard.revise != nil {
		return s.saveRevision(w, r, sub, rev)
	}
	saved, key, err := s.create(r, sub.cat.Slug, rev, sub.mark)
	switch {
	case notStored(err):
		return s.saveFailed(w, r, sub, err)
	case errors.Is(err, decision.ErrConflict):
		return errSavedBefore(err)
	case err != nil:
		return fmt.Errorf("saving: %w", err)
	}
	return s.sendNew(w, r, saved, key, onPage)
}

func (s *server) saveRevision(w http.ResponseWriter, r *http.Request, sub submission, rev decision.Revision) error {
	id, base := sub.wizard.revise.ID, sub.wizard.revise.Base
	err := s.unlock(r, id, sub.key)
	if errors.Is(err, decision.ErrForbidden) {
		sub.texts.wrongKey("key")
		return s.saveAgain(w, r, http.StatusForbidden, sub)
	}
	if err != nil {
		return err
	}
	before, err := s.find(r, id, 0)
	if err != nil {
		return err
	}
	if before.Comparison != sub.cat.Slug {
		return invalid("The assessment that you are revising belongs to another comparison. Open its edit page again.")
	}
	_, err = s.revise(r, id, sub.key, base, rev)
	switch {
	case errors.Is(err, decision.ErrConflict):
		return s.cameSecond(w, r, id, base, sub.key, rev)
	case notStored(err):
		return s.saveFailed(w, r, sub, err)
	case err != nil:
		return fmt.Errorf("revising: %w", err)
	}
	return seeOther(w, r, "/a/"+id)
}

func (s *server) saveFailed(w http.ResponseWriter, r *http.Request, sub submission, err error) error {
	s.logSaving(w, r, err)
	return s.saveAgain(w, r, sub.notStored(err), sub)
}

// notStored says on the page why nothing is stored, and gives the status.
func (sub *submission) notStored(err error) int {
	if errors.Is(err, decision.ErrFull) {
		sub.texts.find("", "This portal has no room left, so it saves nothing.", "Nothing you answered is lost: it is all on this page and in its address. Tell whoever runs the portal.")
		return http.StatusInsufficientStorage
	}
	sub.texts.find("", "Saving is not possible just now.", "Nothing you answered is lost: it is all on this page. Try again in a moment.")
	return http.StatusServiceUnavailable
}

// logSaving logs an error that the user sees beside the form instead of on an
// error page.
func (s *server) logSaving(w http.ResponseWriter, r *http.Request, err error) {
	s.log.Error("saving failed", "request", recorderOf(w).id, "route", recorderOf(w).route, "err", err)
}

// saveAgain shows the result page with what the user typed and what is wrong.
func (s *server) saveAgain(w http.ResponseWriter, r *http.Request, status int, sub submission) error {
	h := w.Header()
	h["Cache-Control"] = noStore
	if status == http.StatusServiceUnavailable {
		h["Retry-After"] = soon
	}
	page := s.resultPage(r, sub.cat, sub.wizard, sub.report)
	page.Save = &views.SaveForm{Title: shown(sub.texts.title), Note: shown(sub.texts.note), Author: shown(sub.texts.author), Once: newMark()}
	page.Problems = append(input{findings: sub.texts.findings}.problems(), page.Problems...)
	return s.sendPage(w, r, status, views.Result(page))
}

// shown is a text as it was typed, in a form that a page can hold.
func shown(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

// newRevision is the state to store. The report is stored as it was shown.
func (s *server) newRevision(cat *decision.Catalogue, texts words, a decision.Assessment, report decision.Report) (decision.Revision, error) {
	s.keep(cat)
	raw, err := json.Marshal(report)
	if err != nil {
		return decision.Revision{}, fmt.Errorf("writing the report: %w", err)
	}
	return decision.Revision{
		At: s.now(), Title: texts.title, Note: texts.note, Author: texts.author, Input: a,
		Catalogue: cat.Version, Engine: decision.EngineVersion, Report: raw,
	}, nil
}

var idPattern = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// find reads an assessment whose links still work; number 0 is its latest revision.
func (s *server) find(r *http.Request, id string, number int) (decision.Saved, error) {
	saved, err := s.findAny(r, id, number)
	if err == nil && saved.Expired(s.now()) {
		return decision.Saved{}, linkEnded(saved)
	}
	return saved, err
}

func linkEnded(saved decision.Saved) error {
	return &fault{status: http.StatusGone, message: "The owner let this link work until " + saved.Expires + ". With the edit key it can be opened again on its edit page."}
}

// findAny also finds what has expired.
func (s *server) findAny(r *http.Request, id string, number int) (decision.Saved, error) {
	if !idPattern.MatchString(id) {
		return decision.Saved{}, decision.ErrNotFound
	}
	saved, err := s.store.Get(r.Context(), id, number)
	if err != nil {
		return decision.Saved{}, fmt.Errorf("reading an assessment: %w", err)
	}
	s.noteOpened(r, id)
	return readable(saved), nil
}

// noteOpened tells the store. The page that answers a save does not come here, so
// whoever has just saved has not opened anything. Failing does not stop a reader.
func (s *server) noteOpened(r *http.Request, id string) {
	if s.cfg.DropUnopened == 0 {
		return
	}
	if err := s.store.Opened(r.Context(), id); err != nil {
		s.log.Warn("an assessment may be dropped though it was opened", "request", visitOf(r.Context()).request, "err", err)
	}
}

func seeOther(w http.ResponseWriter, r *http.Request, target string) error {
	h := w.Header()
	h["Cache-Control"] = noStore
	h["Location"] = []string{target}
	w.WriteHeader(http.StatusSeeOther)
	return nil
}
