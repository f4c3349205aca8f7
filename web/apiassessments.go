package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"crossroads/assess"
	"crossroads/decision"
	"crossroads/format"
	"crossroads/link"
	"crossroads/record"
	"crossroads/text"
	"crossroads/web/deliver"
	"crossroads/web/form"
	"crossroads/wrong"
)

// savedDoc is a stored assessment in the API.
type savedDoc struct {
	ID         string `json:"id"`
	Key        string `json:"key,omitempty"` // only in the answer that created it
	URL        string `json:"url"`           // share page
	EditURL    string `json:"edit_url,omitempty"`
	Comparison string `json:"comparison"`
	Created    string `json:"created"` // RFC 3339, UTC
	Revision   int    `json:"revision"`
	Saved      string `json:"saved"`
	Title      string `json:"title"`
	Note       string `json:"note"`
	Author     string `json:"author"`
	labelsDoc
	Milestone string `json:"milestone"`
	Status    string `json:"status"`
	Review    string `json:"review"`  // YYYY-MM-DD or empty
	Expires   string `json:"expires"` // YYYY-MM-DD or empty
	decision.Assessment
	Catalogue string          `json:"catalogue"`
	Engine    string          `json:"engine"`
	Moved     bool            `json:"moved"` // catalogue or engine changed since
	Report    json.RawMessage `json:"report"`
	Ignored   []problemField  `json:"ignored,omitempty"` // answers of an imported file that no longer exist, status and review of a record

	Overruled []decision.Overruled `json:"overruled,omitempty"` // answers that gave way to the rules of the organisation
}

// labelsDoc holds the decision, the tags and the people of a revision. Its lists are never
// null.
type labelsDoc struct {
	Decision  string   `json:"decision"`
	Tags      []string `json:"tags"`
	Deciders  []string `json:"decision_makers"`
	Consulted []string `json:"consulted"`
	Informed  []string `json:"informed"`
}

func labelsJSON(l record.Labels) labelsDoc {
	list := func(of []string) []string { return append([]string{}, of...) }
	return labelsDoc{l.Decision, list(l.Tags), list(l.Deciders), list(l.Consulted), list(l.Informed)}
}

func (s *server) savedJSON(r *http.Request, saved record.Saved) savedDoc {
	cat, ok := s.lib.Comparison(saved.Comparison)
	return savedDoc{
		ID: saved.ID, URL: s.base(r) + "/a/" + saved.ID,
		Comparison: saved.Comparison, Created: format.RFC3339(saved.Created),
		Revision: saved.Number, Saved: format.RFC3339(saved.At),
		Title: saved.Title, Note: saved.Note, Author: saved.Author, labelsDoc: labelsJSON(saved.Labels), Milestone: saved.Milestone,
		Status: saved.Status, Review: saved.Review, Expires: saved.Expires, Assessment: saved.Input,
		Catalogue: saved.Catalogue, Engine: saved.Engine,
		Moved:  !ok || saved.Catalogue != cat.Version || saved.Engine != decision.EngineVersion,
		Report: saved.Report,
	}
}

// revisionTag returns the entity tag of an assessment: the number of its latest revision.
func revisionTag(number int) string { return `"` + strconv.Itoa(number) + `"` }

func (s *server) sendSaved(w http.ResponseWriter, r *http.Request, status int, doc savedDoc) error {
	h := w.Header()
	h["Cache-Control"] = deliver.NoStore
	h["Etag"] = []string{revisionTag(doc.Revision)}
	return s.sendJSON(w, r, status, doc)
}

// apiCreate stores an assessment.
func (s *server) apiCreate(w http.ResponseWriter, r *http.Request) error {
	mark, err := headerMark(r)
	if err != nil {
		return err
	}
	doc, err := readDocument(r)
	if err != nil {
		return err
	}
	cat, ok := s.lib.Comparison(doc.Comparison)
	if !ok {
		message := fmt.Sprintf(notComparison, text.Quote(doc.Comparison))
		if doc.Comparison == "" {
			message = noComparison
		}
		return wrong.Input{Field: "comparison", Message: message}
	}
	saved, key, err := s.assess.Save(r.Context(), s.owner(r), assess.Draft{Catalogue: cat, Texts: doc.Texts, Input: doc.Input}, mark)
	_, overruled := cat.Govern(doc.Input)
	return s.sendCreated(w, r, created{saved: saved, key: key, overruled: overruled}, err)
}

// created is an assessment that was just stored, its edit key, and the answers that were
// left out.
type created struct {
	saved     record.Saved
	key       string
	ignored   []text.Finding       // left out of an import
	overruled []decision.Overruled // gave way to the rules of the organisation
}

// sendCreated responds with what was just stored, or with the error of storing it.
func (s *server) sendCreated(w http.ResponseWriter, r *http.Request, c created, err error) error {
	if errors.Is(err, record.ErrConflict) {
		return errMarkUsed(err)
	}
	if err != nil {
		return err
	}
	answer := s.savedJSON(r, c.saved)
	answer.Key, answer.EditURL = c.key, answer.URL+"/edit#"+c.key
	answer.Ignored, answer.Overruled = problemFields(c.ignored), c.overruled
	w.Header()["Location"] = []string{string(link.To(r.Context(), "/api/v1/assessments/"+c.saved.ID))}
	return s.sendSaved(w, r, http.StatusCreated, answer)
}

// apiGet responds with the latest revision.
func (s *server) apiGet(w http.ResponseWriter, r *http.Request) error {
	saved, err := s.assess.Load(r.Context(), r.PathValue("id"), 0)
	if err != nil {
		return err
	}
	return s.sendSaved(w, r, http.StatusOK, s.savedJSON(r, saved))
}

// apiPut adds a revision. The status is 412 (RFC 9110) if If-Match does not name the latest
// revision, even if it did a moment ago, and 428 (RFC 6585) if it is missing. 409 is for
// conflicts that If-Match cannot express: see apiMerge.
func (s *server) apiPut(w http.ResponseWriter, r *http.Request) error {
	key, err := s.bearer(r)
	if err != nil {
		return err
	}
	doc, err := readDocument(r)
	if err != nil {
		return err
	}
	latest, err := s.assess.LoadEnded(r.Context(), key.ID(), 0)
	if err != nil {
		return err
	}
	match := r.Header.Values("If-Match")
	if len(match) == 0 {
		return noPrecondition(latest.Number)
	}
	cat, ok := s.lib.Comparison(latest.Comparison)
	if !ok {
		return invalid(saidNotEvaluated)
	}
	if doc.Comparison != "" && doc.Comparison != cat.Slug {
		return wrong.Input{Field: "comparison", Message: "an assessment keeps its comparison, " + text.Quote(cat.Slug)}
	}
	base := matchedBase(match, latest.Number)
	if stated := statedBase(match); base < 0 && stated < latest.Number {
		base = stated // an older one
	}
	saved, err := s.assess.Revise(r.Context(), key, base, assess.Draft{Catalogue: cat, Texts: doc.Texts, Input: doc.Input})
	if second := (*assess.ConflictError)(nil); errors.As(err, &second) {
		return s.tooLate(r, second)
	}
	if err != nil {
		return err
	}
	answer := s.savedJSON(r, saved)
	_, answer.Overruled = cat.Govern(doc.Input)
	return s.sendSaved(w, r, http.StatusOK, answer)
}

// apiDelete removes an assessment with all revisions. If-Match is optional.
func (s *server) apiDelete(w http.ResponseWriter, r *http.Request) error {
	key, err := s.bearer(r)
	if err != nil {
		return err
	}
	latest, err := s.assess.LoadEnded(r.Context(), key.ID(), 0)
	if err != nil {
		return err
	}
	if match := r.Header.Values("If-Match"); len(match) > 0 && matchedBase(match, latest.Number) != latest.Number {
		return changedSince(latest.Number, record.ErrConflict)
	}
	if err := s.assess.Delete(r.Context(), key); err != nil {
		return err
	}
	return noContent(w)
}

func changedSince(latest int, err error) *fault {
	return &fault{status: http.StatusPreconditionFailed, current: latest, message: saidChangedSince, err: err}
}

// noPrecondition asks for an If-Match that is missing.
func noPrecondition(latest int) error {
	return &fault{status: http.StatusPreconditionRequired, current: latest, message: saidIfMatch}
}

// matchedBase returns the revision that an If-Match header stands for: the latest if the
// header names it or is "*", else some other number.
func matchedBase(match []string, latest int) int {
	for _, value := range match {
		for item := range strings.SplitSeq(value, ",") {
			if strings.TrimSpace(item) == "*" || taggedRevision(item) == latest {
				return latest
			}
		}
	}
	return -1
}

// revisionTags are the forms in which the tag of a revision comes back. RFC 9110,
// 13.1.1, lets only strong tags match; but a number names one revision however its
// bytes are encoded, and what compresses on the way changes the tag: nginx makes it
// weak, W/"2", Apache appends the coding, "2-gzip", others "2;gzip", and people leave
// the quotes out, or a shell their backslashes in.
var revisionTags = regexp.MustCompile(
	`^(?:[Ww]/)?\\?["']?([0-9]+)(?:[-+;:/.]{1,2}(?:gzip|gz|br|zstd|deflate|df|compress))?\\?["']?$`)

// taggedRevision returns the revision that an entity tag names, or 0.
func taggedRevision(tag string) int {
	parts := revisionTags.FindStringSubmatch(strings.TrimSpace(tag))
	if parts == nil {
		return 0
	}
	if number, ok := form.Revision(parts[1]); ok {
		return number
	}
	return 0
}

// apiExport responds with the latest revision, or the one in the address, as a file.
func (s *server) apiExport(w http.ResponseWriter, r *http.Request) error {
	id, number, err := revisionParams(r)
	if err != nil {
		return err
	}
	leave, err := s.assess.Enter(r.Context(), pricePage)
	if err != nil {
		return err
	}
	defer leave()
	rec, err := s.record(r, id, number)
	if err != nil {
		return err
	}
	raw, err := assess.Export(rec.Saved, rec.Comments, rec.URL)
	if err != nil {
		return err
	}
	w.Header()["X-Robots-Tag"] = deliver.NoIndex
	deliver.Send(w, r, http.StatusOK, deliver.TypeJSON, raw)
	return nil
}

// apiImport stores an exported assessment as a new one, from a JSON file or a decision
// record. With "anew=1" its answers are scored with today's content and its report is
// ignored.
func (s *server) apiImport(w http.ResponseWriter, r *http.Request) error {
	mark, err := headerMark(r)
	if err != nil {
		return err
	}
	become := r.URL.Query().Get("edits")
	if become != "" && editsOrNone(become) == "" {
		message := "is " + text.Quote(become) + ", but must be " + noteEdits + " or " + dropEdits
		return wrong.Input{Field: "edits", Message: message}
	}
	anew := r.URL.Query().Get("anew") == "1"
	if !anew && r.URL.Query().Has("anew") {
		return wrong.Input{Field: "anew", Message: "must be 1, or left out"}
	}
	raw, not, err := s.readFile(r, anew)
	if err != nil {
		return err
	}
	if anew {
		saved, key, ignored, err := s.assess.ImportAnew(r.Context(), s.owner(r), raw, mark)
		return s.sendCreated(w, r, created{saved: saved, key: key, ignored: append(form.Paths(ignored), not...)}, err)
	}
	saved, key, err := s.assess.Import(r.Context(), s.owner(r), raw, mark)
	return s.sendCreated(w, r, created{saved: saved, key: key, ignored: not}, err)
}

// typeMarkdown is the content type of a decision record in an import.
const typeMarkdown = "text/markdown"

// readFile reads the body of an import as a JSON file, which it makes from a decision
// record if the body is Markdown. Not is what the record says that is not taken over.
func (s *server) readFile(r *http.Request, anew bool) (raw []byte, not []text.Finding, err error) {
	kind, more, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != deliver.TypeJSON && kind != typeMarkdown || !readable(more, "utf-8", "utf-16", "utf-16le", "utf-16be") {
		return nil, nil, &fault{status: http.StatusUnsupportedMediaType, message: saidFileType}
	}
	if raw, err = readBody(r); err != nil {
		return nil, nil, err
	}
	raw = text.UTF8(raw)
	if kind == typeMarkdown {
		return s.readRecordFile(r, raw, anew)
	}
	message, err := s.notJSONFile(r, raw)
	if err == nil && message != "" {
		err = &fault{status: http.StatusBadRequest, message: message}
	}
	return raw, nil, err
}

// readRecordFile makes a JSON file of a decision record. A record that was changed by hand
// is refused, with a list of the changes, unless "edits" says what to do with them, and one of
// other content unless it is to be scored anew.
func (s *server) readRecordFile(r *http.Request, raw []byte, anew bool) (file []byte, not []text.Finding, err error) {
	read, err := s.readRecord(r.Context(), raw, r.URL.Query().Get("edits"))
	if err != nil {
		return nil, nil, err
	}
	if read.edits == nil {
		says := notTaken(read.rec)
		if says.Status != "" {
			not = append(not, text.Finding{Field: "status", Fact: fmt.Sprintf(saidStatusNotTaken, text.Quote(says.Status))})
		}
		for _, day := range says.Days {
			not = append(not, text.Finding{Field: "review", Fact: fmt.Sprintf(saidReviewNotTaken, text.Quote(day))})
		}
		if anew {
			file, err = read.quoted()
		} else if err = s.assess.Current(read.file); err == nil {
			file, err = read.file.JSON()
		}
		return file, not, err
	}
	findings := []text.Finding{{Field: "edits", Fact: saidEditsAsk}}
	if !read.edits.Known {
		findings[0].Fact = saidEditsUnknown
	}
	if read.edits.Answers {
		findings = append(findings, text.Finding{Field: "crossroads", Fact: saidEditsAnswers})
	}
	for _, c := range read.edits.Changes {
		findings = append(findings, text.Finding{Field: "edits", Fact: c.String()})
	}
	if read.edits.More > 0 {
		findings = append(findings, text.Finding{Field: "edits", Fact: "and " + format.Plural(read.edits.More, "more change")})
	}
	return nil, nil, refuse(findings...)
}
