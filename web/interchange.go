package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"crossroads/decision"
	"crossroads/views"
)

// The form in which assessments travel between portals.
const (
	interchangeFormat  = "crossroads-assessment"
	interchangeVersion = 1
	maxImport          = 1 << 20 // bytes of a body that is imported
)

// interchange is one revision of a saved assessment as a file, described by
// /api/v1/assessment.schema.json. Report is byte for byte what is stored.
type interchange struct {
	Format     string `json:"format"`
	Version    int    `json:"version"`
	Comparison string `json:"comparison"`
	Title      string `json:"title"`
	Note       string `json:"note,omitempty"`
	Author     string `json:"author,omitempty"`
	Source     string `json:"source"` // address it was exported from
	Saved      string `json:"saved"`  // RFC 3339, UTC
	decision.Assessment
	Catalogue string          `json:"catalogue"`
	Engine    string          `json:"engine"`
	Report    json.RawMessage `json:"report"`
}

func exportJSON(_ *server, rec views.Record) ([]byte, error) {
	s := rec.Saved
	return marshal(interchange{
		Format: interchangeFormat, Version: interchangeVersion, Comparison: s.Comparison,
		Title: s.Title, Note: s.Note, Author: s.Author, Source: rec.URL, Saved: s.At.UTC().Format(time.RFC3339),
		Assessment: s.Input, Catalogue: s.Catalogue, Engine: s.Engine, Report: s.Report,
	})
}

// apiExport answers with the latest revision, or the one of the address, as a file.
func (s *server) apiExport(w http.ResponseWriter, r *http.Request) error {
	id, number, err := revisionParams(r)
	if err != nil {
		return err
	}
	leave, err := s.enter(r.Context())
	if err != nil {
		return err
	}
	defer leave()
	rec, err := s.record(r, id, number)
	if err != nil {
		return err
	}
	raw, err := exportJSON(s, rec)
	if err != nil {
		return err
	}
	w.Header()["X-Robots-Tag"] = noIndex
	s.send(w, r, http.StatusOK, typeJSON, raw)
	return nil
}

// apiImport stores an exported assessment as a new one.
func (s *server) apiImport(w http.ResponseWriter, r *http.Request) error {
	mark, err := headerMark(r)
	if err != nil {
		return err
	}
	raw, err := readJSON(r)
	if err != nil {
		return err
	}
	cat, rev, err := s.imported(r.Context(), raw)
	if err != nil {
		return err
	}
	return s.sendCreated(w, r, cat, rev, mark.with(raw))
}

// imported is the revision that a file asks to store. A report in the file is
// taken only when the answers give it here too: nothing is stored that this
// portal has not computed itself.
func (s *server) imported(ctx context.Context, raw []byte) (*decision.Catalogue, decision.Revision, error) {
	var none decision.Revision
	leave, err := s.enterFor(ctx, 1+len(raw)>>17) // a full one takes some milliseconds to read
	if err != nil {
		return nil, none, err
	}
	defer leave()
	file, err := readInterchange(raw)
	if err != nil {
		return nil, none, err
	}
	cat, ok := s.lib.Comparison(file.comparison)
	if !ok {
		return nil, none, &decision.FieldError{Field: "comparison", Message: quote(file.comparison) + " is not a comparison of this portal"}
	}
	texts, findings := file.words.checked()
	if len(findings) > 0 {
		return nil, none, refuse(findings...)
	}
	if file.report != nil {
		if cat, err = s.catalogueOf(ctx, file, cat); err != nil {
			return nil, none, err
		}
	}
	report, err := s.evaluate(ctx, cat, file.assessment)
	if err != nil {
		return nil, none, err
	}
	leave() // what follows may wait for the store
	rev, err := s.newRevision(cat, texts, file.assessment, report)
	if err == nil && file.report != nil && !sameReport(file.report, rev.Report) {
		err = &decision.FieldError{Field: "report", Message: "is not what these answers give; leave out catalogue, engine and report to have them scored here"}
	}
	return cat, rev, err
}

// catalogueOf is the version of the content that a report names.
func (s *server) catalogueOf(ctx context.Context, file transfer, now *decision.Catalogue) (*decision.Catalogue, error) {
	const anew = "; leave out catalogue, engine and report to have the answers scored here"
	if file.engine != decision.EngineVersion {
		return nil, &decision.FieldError{Field: "engine", Message: quote(file.engine) + " is not the version of this portal, " + quote(decision.EngineVersion) + anew}
	}
	if file.catalogue == now.Version {
		return now, nil
	}
	old, err := s.keptCatalogue(ctx, now.Slug, file.catalogue)
	if errors.Is(err, decision.ErrNotFound) {
		return nil, &decision.FieldError{Field: "catalogue", Message: quote(file.catalogue) + " is a version of the content that this portal never had" + anew}
	}
	return old, err
}

// sameReport compares what two reports say; other programs write numbers and
// escapes differently.
func sameReport(given, ours []byte) bool {
	var report decision.Report
	if json.Unmarshal(given, &report) != nil {
		return false
	}
	again, err := json.Marshal(report)
	return err == nil && string(again) == string(ours)
}

// transfer is what a file says.
type transfer struct {
	document
	catalogue, engine string
	report            []byte // nil when there is none
}

// readInterchange reads a file strictly. Of $schema, source and saved only the
// kind counts: they are for editors, and tell people where the file comes from.
func readInterchange(raw []byte) (file transfer, err error) {
	var format, schema, source, saved string
	var version *int
	texts := map[string]*string{
		"format": &format, "comparison": &file.comparison, "title": &file.title, "note": &file.note, "author": &file.author,
		"$schema": &schema, "source": &source, "saved": &saved, "catalogue": &file.catalogue, "engine": &file.engine,
	}
	rest := []byte{'{'}
	err = eachMember(raw, func(key string, value json.RawMessage) error {
		switch into := texts[key]; {
		case into != nil:
			return readText(key, value, into)
		case key == "version":
			if json.Unmarshal(value, &version) != nil {
				return &decision.FieldError{Field: key, Message: "must be a whole number"}
			}
			return nil
		case key == "report":
			file.report = value
			return nil
		}
		if len(rest) > 1 {
			rest = append(rest, ',')
		}
		name, err := json.Marshal(key)
		rest = append(append(append(rest, name...), ':'), value...)
		return err
	})
	switch {
	case err != nil:
		return file, err
	case format != interchangeFormat:
		return file, &decision.FieldError{Field: "format", Message: "must be " + quote(interchangeFormat) + ": this is not an assessment that a portal has exported"}
	case version == nil || *version != interchangeVersion:
		return file, &decision.FieldError{Field: "version", Message: fmt.Sprintf("must be %d: this portal reads no other version of the format", interchangeVersion)}
	}
	file.assessment, err = parseAssessment(append(rest, '}'))
	return file, err
}

// importForm asks for a file.
func (s *server) importForm(w http.ResponseWriter, r *http.Request) error {
	return s.sendImport(w, r, http.StatusOK, "", nil)
}

// importFile stores the file of the form as a new assessment.
func (s *server) importFile(w http.ResponseWriter, r *http.Request) error {
	raw, once, err := readUpload(w, r)
	if err != nil {
		return err
	}
	if message := notJSON(raw); message != "" {
		return s.sendImport(w, r, http.StatusUnprocessableEntity, string(raw), []views.Problem{{Field: "text", Message: message}})
	}
	cat, rev, err := s.imported(r.Context(), raw)
	var field *decision.FieldError
	if errors.As(err, &field) {
		return s.sendImport(w, r, http.StatusUnprocessableEntity, string(raw), []views.Problem{{Field: "text", Message: quote(field.Field) + " " + field.Message + "."}})
	}
	var refused *fault
	if errors.As(err, &refused) && refused.status == http.StatusUnprocessableEntity {
		var problems []views.Problem
		for _, f := range refused.findings {
			problems = append(problems, views.Problem{Field: "text", Message: f.fact})
		}
		return s.sendImport(w, r, refused.status, string(raw), problems)
	}
	if err != nil {
		return err
	}
	saved, key, err := s.create(r, cat.Slug, rev, formMark(once).with(raw))
	if errors.Is(err, decision.ErrConflict) {
		return errSavedBefore(err)
	}
	if err != nil {
		return fmt.Errorf("saving: %w", err)
	}
	return s.sendNew(w, r, saved, key, onPage)
}

func (s *server) sendImport(w http.ResponseWriter, r *http.Request, status int, text string, problems []views.Problem) error {
	page := s.page("/assessments/import", "", "Import an assessment", "Bring an assessment back that a portal has exported as JSON.")
	page.Problems = problems
	w.Header()["Cache-Control"] = formCache
	return s.sendPage(w, r, status, views.Import(views.ImportPage{Page: page, Text: shown(text), Once: newMark()}))
}

// readUpload reads the file of a form, or the text that was pasted into it, and
// the mark of the form.
func readUpload(w http.ResponseWriter, r *http.Request) (text []byte, once string, err error) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err == nil && kind == plainForm {
		form, err := readForm(w, r)
		return []byte(form.Get("text")), form.Get("once"), err
	}
	if err != nil || kind != fileForm {
		return nil, "", &fault{status: http.StatusUnsupportedMediaType, message: "This address takes forms: send the content type multipart/form-data."}
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, "", unreadableForm(err)
	}
	for range 8 { // the form has three fields
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		var tooBig *http.MaxBytesError
		if errors.As(err, &tooBig) {
			return nil, "", err
		}
		if err != nil {
			return nil, "", unreadableForm(err)
		}
		raw, err := io.ReadAll(part)
		switch {
		case errors.As(err, &tooBig):
			return nil, "", err
		case err != nil:
			return nil, "", unreadableForm(err)
		case part.FormName() == "once":
			once = string(raw)
		case (part.FormName() == "file" || part.FormName() == "text") && len(strings.TrimSpace(string(raw))) > 0:
			text = raw
		}
	}
	recorderOf(w).sent = sentForm{url.Values{"text": {string(text)}}, fileForm}
	return text, once, nil
}

func unreadableForm(err error) error {
	return &fault{status: http.StatusBadRequest, message: "The form could not be read. Go back and send it again.", err: err}
}

// notJSON says why a text is not a JSON object, "" when it is one.
func notJSON(raw []byte) string {
	var syntax *json.SyntaxError
	switch err := json.Unmarshal(raw, new(json.RawMessage)); {
	case !utf8.Valid(raw):
		return "The body is not text in UTF-8."
	case strings.HasPrefix(string(raw), "\ufeff"):
		return "The body begins with a byte order mark; save it as UTF-8 without one."
	case len(strings.TrimSpace(string(raw))) == 0:
		return "The body is empty; send one JSON object."
	case errors.As(err, &syntax):
		return fmt.Sprintf("The body is not JSON: %s, at byte %d.", syntax, syntax.Offset)
	case strings.TrimSpace(string(raw))[0] != '{':
		return "The body is not a JSON object."
	}
	return ""
}
