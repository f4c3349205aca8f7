package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"crossroads/assess"
	"crossroads/decision"
	"crossroads/export"
	"crossroads/fair"
	"crossroads/madr"
	"crossroads/record"
	"crossroads/text"
	"crossroads/views"
	"crossroads/web/deliver"
	"crossroads/wrong"
)

const maxImport = 1 << 20 // bytes of a body that is imported

// notJSONFile is notJSON behind the gate, for files, which can take milliseconds to check.
func (s *server) notJSONFile(r *http.Request, raw []byte) (message string, err error) {
	leave, err := s.assess.Enter(r.Context(), assess.PriceFile(raw))
	if err != nil {
		return "", err
	}
	defer leave()
	return notJSON(raw), nil
}

// importForm asks for a file.
func (s *server) importForm(w http.ResponseWriter, r *http.Request) error {
	return s.sendImport(w, r, http.StatusOK, views.ImportPage{})
}

// importFile stores the file of the form as a new assessment. If it cannot be imported as it
// is, the page offers to score its answers with today's content.
func (s *server) importFile(w http.ResponseWriter, r *http.Request) error {
	sent, err := readUpload(w, r)
	if err != nil {
		return err
	}
	page := views.ImportPage{Text: sent.kept(), EditsChoice: sent.edits}
	if sent.both {
		page.Problems = []views.Problem{{Field: "text", Message: saidFileAndText}}
		return s.sendImport(w, r, http.StatusUnprocessableEntity, page)
	}
	if madr.Looks(sent.file) {
		asked, err := s.takeRecord(r.Context(), &sent, &page)
		if err != nil {
			return err
		}
		if asked {
			if len(page.Problems) > 0 {
				page.EditsChoice = "" // it may be what is wrong
			}
			return s.sendImport(w, r, http.StatusUnprocessableEntity, page)
		}
	}
	message, err := s.notJSONFile(r, sent.file)
	if err != nil {
		return err
	}
	if message != "" {
		switch begins := bytes.TrimSpace(sent.file); {
		case len(begins) == 0:
			message = saidNoFile
		case utf8.Valid(begins) && begins[0] != '{':
			message = saidNeitherFile
		default:
			message = strings.Replace(message, "The body", "The file", 1)
		}
		page.Problems = []views.Problem{{Field: "text", Message: message}}
		return s.sendImport(w, r, http.StatusUnprocessableEntity, page)
	}
	var saved record.Saved
	var key string
	if sent.anew {
		saved, key, _, err = s.assess.ImportAnew(r.Context(), s.owner(r), sent.file, formMark(sent.once))
	} else {
		saved, key, err = s.assess.Import(r.Context(), s.owner(r), sent.file, formMark(sent.once))
	}
	switch {
	case errors.Is(err, record.ErrConflict):
		return errSavedBefore(err)
	case errors.Is(err, wrong.Err):
		page.Problems = importProblems(err)
	case err != nil:
		return err
	default:
		return s.sendNew(w, r, saved, key, onPage)
	}
	if sent.anew { // scoring it has just failed
		return s.sendImport(w, r, http.StatusUnprocessableEntity, page)
	}
	anew, err := s.assess.ReadAnew(r.Context(), sent.file)
	switch {
	case err == nil:
		page.Anew = &views.Anew{Then: anew.Then, Today: anew.Today.Headline, Ignored: problems(anew.Ignored)}
	case !errors.Is(err, wrong.Err):
		return err
	}
	return s.sendImport(w, r, http.StatusUnprocessableEntity, page)
}

// takeRecord replaces a decision record by the JSON file that it stands for. Asked is true if
// the page has to ask what to do with edits, or to show what is wrong.
func (s *server) takeRecord(ctx context.Context, sent *upload, page *views.ImportPage) (asked bool, err error) {
	read, err := s.readRecord(ctx, sent.file, sent.edits)
	switch {
	case errors.Is(err, wrong.Err):
		page.Problems = importProblems(err)
		return true, nil
	case err != nil:
		return false, err
	}
	page.Text, page.Edits = read.rec.Text, read.edits
	if not := notTaken(read.rec); read.edits == nil && sent.edits == "" && (not.Status != "" || len(not.Days) > 0) {
		page.Edits = &views.Edits{Known: true, NotTaken: not}
	}
	if page.Edits != nil {
		return true, nil
	}
	if !sent.anew && s.assess.Current(read.file) == nil {
		sent.file, err = read.file.JSON()
		return false, err
	}
	if sent.file, err = read.quoted(); err != nil || sent.anew {
		return false, err
	}
	anew, err := s.assess.ReadAnew(ctx, sent.file)
	switch {
	case errors.Is(err, wrong.Err):
		page.Problems = importProblems(err)
		return true, nil
	case err != nil:
		return false, err
	}
	then := read.rec.Outcome
	condition := strings.Contains(then, " on a condition: ")
	if read.rec.Stamp.Agrees(anew.Today) && condition == (anew.Today.Kind == decision.VerdictConditional) {
		then = anew.Today.Headline
	}
	page.Anew = &views.Anew{Then: then, Today: anew.Today.Headline, Ignored: problems(anew.Ignored)}
	return true, nil
}

// notTaken returns what a decision record says about its status and dates.
func notTaken(rec madr.Record) (not views.NotTaken) {
	if !strings.EqualFold(rec.Status, "proposed") {
		not.Status = rec.Status
	}
	not.Days = rec.ReviewDays()
	return not
}

// recordRead is a decision record that has been read for an import.
type recordRead struct {
	rec   madr.Record
	file  assess.File  // what it stands for
	edits *views.Edits // changes by hand about which the reader has yet to decide, else nil
}

// quoted returns the JSON file with the verdict of the record, which the note quotes when it is scored anew.
func (r recordRead) quoted() (raw []byte, err error) {
	file := r.file
	if r.rec.Outcome != "" {
		if file.Report, err = json.Marshal(map[string]string{"headline": r.rec.Outcome}); err != nil {
			return nil, err
		}
	}
	return file.JSON()
}

// readRecord reads a decision record. Become says what to do with changes by hand: noteEdits,
// dropEdits, or "" to ask. The error is wrong.Err if the record cannot be read.
func (s *server) readRecord(ctx context.Context, raw []byte, become string) (read recordRead, err error) {
	if read.rec, err = s.recordOf(ctx, raw); err != nil {
		return read, err
	}
	rec := read.rec
	read.file = assess.File{
		Document: assess.Document{Comparison: rec.Stamp.Comparison, Input: rec.Stamp.Assessment,
			Texts: assess.Texts{Title: rec.Title, Note: rec.Note, Author: rec.Author, Labels: rec.Labels}},
		Source: rec.Stamp.URL, Catalogue: rec.Stamp.Content, Engine: rec.Stamp.Engine,
	}
	if _, known := s.lib.Comparison(read.file.Comparison); known && (rec.Edited || rec.Unread()) && become != dropEdits {
		edits, err := s.editsOf(ctx, rec, read.file)
		if err != nil {
			return read, err
		}
		// Where changes cannot be listed they cannot be kept in the note either.
		if !edits.Known || become == "" && (len(edits.Changes) > 0 || edits.Answers) {
			read.edits = &edits
			return read, nil
		}
		fits := false
		if read.file.Note, fits = madr.Noted(rec.Note, edits.Changes, edits.More); !fits {
			return read, wrong.Input{Field: "note", Message: saidNoteFull}
		}
	}
	return read, nil
}

// recordOf reads a decision record behind the gate, and leaves the gate before it returns,
// because the evaluations that follow take places of their own.
func (s *server) recordOf(ctx context.Context, raw []byte) (rec madr.Record, err error) {
	leave, err := s.assess.Enter(ctx, assess.PriceFile(raw))
	if err != nil {
		return rec, err
	}
	defer leave()
	switch rec, err = madr.Read(raw); {
	case errors.Is(err, madr.ErrForeign):
		return rec, invalid(saidForeignRecord)
	case err != nil:
		return rec, invalid("The decision record cannot be read: " + err.Error() + ".")
	}
	return rec, nil
}

// What to do with changes by hand: keep them in the note, or drop them.
const (
	noteEdits = "note"
	dropEdits = "drop"
)

// revisionAddress matches the end of the address of a revision.
var revisionAddress = regexp.MustCompile(`/a/([A-Za-z0-9_-]{1,64})/r/([0-9]{1,9})$`)

// editsOf finds the changes that were made to a decision record by hand. It writes the record
// again, from the stored revision or from the answers in the file, and compares the two.
func (s *server) editsOf(ctx context.Context, rec madr.Record, file assess.File) (edits views.Edits, err error) {
	edits.NotTaken = notTaken(rec)
	id, number := "", 0
	if found := revisionAddress.FindStringSubmatch(rec.Stamp.URL); found != nil {
		id = found[1]
		number, _ = strconv.Atoi(found[2])
	}
	made, versions, err := s.assess.Recorded(ctx, id, number, file)
	switch {
	case errors.Is(err, wrong.Err): // this portal does not have that content
		return edits, nil
	case err != nil:
		return edits, err
	}
	leave, err := s.assess.Enter(ctx, assess.PriceFile([]byte(rec.Text)))
	if err != nil {
		return edits, err
	}
	defer leave()
	edits.Known = true
	edits.Answers = made.ID != "" && !reflect.DeepEqual(made.Input, rec.Stamp.Assessment)
	for i, cat := range versions {
		again := rec.Exported(export.Record{Portal: s.site.Name, Catalogue: cat, Saved: made.Saved, Report: made.Report})
		changes, more := rec.Changes(again)
		if i == 0 || len(changes) < len(edits.Changes) {
			edits.Changes, edits.More = changes, more
		}
	}
	return edits, nil
}

func importProblems(err error) (list []views.Problem) {
	var refused *fault
	if errors.As(err, &refused) {
		return []views.Problem{{Field: "text", Message: refused.message}}
	}
	var field wrong.Input
	if errors.As(err, &field) {
		message := strings.TrimSuffix(field.Message, assess.ScoreAnew)
		return []views.Problem{{Field: "text", Message: text.Quote(field.Field) + " " + message + "."}}
	}
	var input *assess.InputError
	if errors.As(err, &input) {
		for _, f := range input.Findings {
			list = append(list, views.Problem{Field: "text", Message: f.Fact})
		}
	}
	return list
}

func (s *server) sendImport(w http.ResponseWriter, r *http.Request, status int, p views.ImportPage) error {
	found := p.Problems
	p.Page = s.page("/assessments/import", "", "Import an assessment",
		describeImport)
	p.Problems, p.Text, p.Once = found, text.Typed(p.Text), newMark()
	p.Shown = shownAs([]byte(p.Text))
	w.Header()["Cache-Control"] = deliver.Private
	return s.sendPage(w, r, status, views.Import(p))
}

// upload is a posted form for importing.
type upload struct {
	file  []byte // in UTF-8, unless it is no text
	once  string // idempotency mark of the form
	anew  bool   // score the answers with today's content
	edits string // noteEdits or dropEdits for a decision record that was changed by hand
	both  bool   // a file was chosen beside a text that somebody has typed: file is that text
}

// settle decides what is imported: the file that was chosen, nil for none, or the text. The page has put the text of
// an earlier file there, identified by shown, and that gives way to the next file; what somebody has typed does not.
// The answers to the questions of the page hold for that text alone.
func (u *upload) settle(chosen, typed []byte, shown string) {
	chosen, typed = text.UTF8(chosen), text.UTF8(typed)
	u.file = typed
	if chosen != nil {
		earlier := len(bytes.TrimSpace(typed)) == 0 || shownAs(typed) == shown || shownAs(typed) == shownAs(chosen)
		if u.both = !earlier; earlier {
			u.file = chosen
		}
	}
	if shown != "" && shown != shownAs(u.file) {
		u.anew, u.edits = false, ""
	}
}

// shownAs identifies a text that a page shows in a field, "" for none. Browsers change the ends of its lines.
func shownAs(text []byte) string {
	words := bytes.Fields(text)
	if len(words) == 0 {
		return ""
	}
	digest := sha256.Sum256(bytes.Join(words, []byte(" ")))
	return hex.EncodeToString(digest[:])
}

// kept is what the page shows of the file, to be mended there: nothing of one that is no text.
func (u *upload) kept() string {
	if !utf8.Valid(u.file) || bytes.IndexByte(u.file, 0) >= 0 {
		return ""
	}
	return string(u.file)
}

// fields returns the fields of the form, for a page that offers to send them again.
func (u upload) fields() url.Values {
	fields := url.Values{"text": {string(u.file)}, "shown": {shownAs(u.file)}}
	if u.anew {
		fields.Set("anew", "1")
	}
	if u.edits != "" {
		fields.Set("edits", u.edits)
	}
	return fields
}

// readUpload reads the file of a form, or the text that was pasted into it.
func readUpload(w http.ResponseWriter, r *http.Request) (sent upload, err error) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err == nil && kind == plainForm {
		posted, err := readForm(w, r)
		sent = upload{once: posted.Get("once"), anew: posted.Get("anew") == "1", edits: editsOrNone(posted.Get("edits"))}
		sent.settle(nil, []byte(posted.Get("text")), posted.Get("shown"))
		return sent, err
	}
	if err != nil || kind != fileForm {
		return sent, &fault{status: http.StatusUnsupportedMediaType, message: saidMultipart}
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return sent, unreadableForm(err)
	}
	var chosen, typed []byte
	shown := ""
	for range 8 { // the form has six fields
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return sent, unreadableForm(err)
		}
		raw, err := io.ReadAll(part)
		switch {
		case err != nil:
			return sent, unreadableForm(err)
		case part.FormName() == "once":
			sent.once = string(raw)
		case part.FormName() == "anew":
			sent.anew = string(raw) == "1"
		case part.FormName() == "edits":
			sent.edits = editsOrNone(string(raw))
		case part.FormName() == "shown":
			shown = string(raw)
		case part.FormName() == "file" && (part.FileName() != "" || len(raw) > 0): // a browser sends one without a name for none
			chosen = raw
		case part.FormName() == "text":
			typed = raw
		}
	}
	sent.settle(chosen, typed, shown)
	recorderOf(w).sent = sentForm{sent.fields(), fileForm}
	return sent, nil
}

func editsOrNone(value string) string {
	if value == noteEdits || value == dropEdits {
		return value
	}
	return ""
}

func unreadableForm(err error) error {
	var tooBig *http.MaxBytesError
	if errors.As(err, &tooBig) {
		return &fault{status: http.StatusRequestEntityTooLarge, message: fmt.Sprintf(saidLargerFile, tooBig.Limit>>10), err: err}
	}
	if errors.Is(err, fair.ErrCrowded) || errors.Is(err, fair.ErrFull) {
		return err
	}
	return &fault{status: http.StatusBadRequest, message: saidFormUnread, err: err}
}
