package web

import (
	"bytes"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"

	"crossroads/fair"
	"crossroads/text"
	"crossroads/views"
)

// readForm reads a posted form, and keeps it in case it has to be offered again.
func readForm(w http.ResponseWriter, r *http.Request) (url.Values, error) {
	posted, err := formOf(r)
	if err == nil {
		recorderOf(w).sent = sentForm{posted, plainForm}
	}
	return posted, err
}

// formOf reads a posted form. Browsers send nothing but this type for forms
// without files.
func formOf(r *http.Request) (url.Values, error) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != plainForm {
		return nil, &fault{
			status:  http.StatusUnsupportedMediaType,
			message: fmt.Sprintf(saidTakesForms, plainForm),
		}
	}
	raw, err := readBody(r)
	if err != nil {
		return nil, err
	}
	posted, err := url.ParseQuery(string(raw))
	if err != nil {
		return nil, &fault{status: http.StatusBadRequest, message: saidFormUnread, err: err}
	}
	return posted, nil
}

// firstRead is how much memory a body has before any of it has arrived.
const firstRead = 16 << 10

// readBody reads a whole body. That it does not arrive is the client's trouble,
// not ours.
func readBody(r *http.Request) ([]byte, error) {
	var arrived bytes.Buffer
	if length := r.ContentLength; length > 0 {
		arrived.Grow(int(min(length, firstRead)))
	}
	_, err := arrived.ReadFrom(r.Body)
	raw := arrived.Bytes()
	var tooBig *http.MaxBytesError
	switch {
	case err == nil:
		return raw, nil
	case errors.As(err, &tooBig), errors.Is(err, fair.ErrCrowded), errors.Is(err, fair.ErrFull):
		return nil, err
	case errors.Is(err, os.ErrDeadlineExceeded):
		return nil, &fault{status: http.StatusRequestTimeout, message: saidArrivedLate, err: err}
	}
	return nil, &fault{status: http.StatusBadRequest, message: saidArrivedInPart, err: err}
}

// sentForm is a form that a request brought, kept in case it has to be offered
// again, and how it was sent.
type sentForm struct {
	fields  url.Values
	enctype string
}

const (
	plainForm = "application/x-www-form-urlencoded"
	fileForm  = "multipart/form-data"
)

// typed is the form of a request, nil when it has none that can be read, and how
// it is to be sent.
func (s *server) typed(w http.ResponseWriter, r *http.Request) (url.Values, string) {
	if sent := recorderOf(w).sent; sent.fields != nil {
		return sent.fields, sent.enctype
	}
	if strings.HasPrefix(r.Header.Get("Content-Type"), fileForm) {
		if sent, err := readUpload(w, r); err == nil {
			return sent.fields(), fileForm
		}
		return nil, ""
	}
	posted, err := readForm(w, r)
	if err != nil {
		return nil, ""
	}
	return posted, plainForm
}

// failForm answers a form with what is wrong and everything that it brought, to
// be sent again.
func (s *server) failForm(w http.ResponseWriter, r *http.Request, f *fault) error {
	p := views.SendAgainPage{
		Page:    s.page(r.URL.Path, "", errorTitle(f.status), ""),
		Message: f.message, Fields: hidden(f.posted, ""), Enctype: f.enctype,
	}
	p.NoIndex = true
	p.Embed = isEmbed(r.URL.Path)
	p.Theme = frameOf(f.posted).theme
	return s.sendNow(w, r, f.status, views.SendAgain(p))
}

// hidden are the fields of a form, except one, as a page carries them on.
func hidden(posted url.Values, except string) (fields []views.HiddenField) {
	for name, values := range posted {
		for _, value := range values {
			if name != except {
				fields = append(fields, views.HiddenField{Name: text.Typed(name), Value: text.Typed(value)})
			}
		}
	}
	slices.SortStableFunc(fields, func(a, b views.HiddenField) int { return strings.Compare(a.Name, b.Name) })
	return fields
}
