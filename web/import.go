package web

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"crossroads/assess"
	"crossroads/record"
	"crossroads/text"
	"crossroads/views"
	"crossroads/web/deliver"
	"crossroads/wrong"
)

const maxImport = 1 << 20 // bytes of a body that is imported

// apiExport answers with the latest revision, or the one of the address, as a file.
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
	raw, err := assess.Export(rec.Saved, rec.URL)
	if err != nil {
		return err
	}
	w.Header()["X-Robots-Tag"] = deliver.NoIndex
	deliver.Send(w, r, http.StatusOK, deliver.TypeJSON, raw)
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
	saved, key, err := s.assess.Import(r.Context(), s.identity(r), raw, mark)
	return s.sendCreated(w, r, saved, key, err)
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
	saved, key, err := s.assess.Import(r.Context(), s.identity(r), raw, formMark(once))
	var field wrong.Input
	var input *assess.InputError
	var list []views.Problem
	switch {
	case errors.As(err, &field):
		list = append(list, views.Problem{Field: "text", Message: text.Quote(field.Field) + " " + field.Message + "."})
	case errors.As(err, &input):
		for _, f := range input.Findings {
			list = append(list, views.Problem{Field: "text", Message: f.Fact})
		}
	case errors.Is(err, record.ErrConflict):
		return errSavedBefore(err)
	case err != nil:
		return err
	default:
		return s.sendNew(w, r, saved, key, onPage)
	}
	return s.sendImport(w, r, http.StatusUnprocessableEntity, string(raw), list)
}

func (s *server) sendImport(w http.ResponseWriter, r *http.Request, status int, typed string, problems []views.Problem) error {
	page := s.page("/assessments/import", "", "Import an assessment", "Bring an assessment back that a portal has exported as JSON.")
	page.Problems = problems
	w.Header()["Cache-Control"] = deliver.FormCache
	return s.sendPage(w, r, status, views.Import(views.ImportPage{Page: page, Text: text.Typed(typed), Once: newMark()}))
}

// readUpload reads the file of a form, or the text that was pasted into it, and
// the mark of the form.
func readUpload(w http.ResponseWriter, r *http.Request) (file []byte, once string, err error) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err == nil && kind == plainForm {
		posted, err := readForm(w, r)
		return []byte(posted.Get("text")), posted.Get("once"), err
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
			file = raw
		}
	}
	recorderOf(w).sent = sentForm{url.Values{"text": {string(file)}}, fileForm}
	return file, once, nil
}

func unreadableForm(err error) error {
	return &fault{status: http.StatusBadRequest, message: "The form could not be read. Go back and send it again.", err: err}
}
