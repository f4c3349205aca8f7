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
	"crossroads/web/form"
)

// fields reads those of the query of a page that have these names. Damage on the way is undone by
// one rule for every page.
func fields(r *http.Request, names ...string) url.Values {
	found, _ := form.Names(r.URL.RawQuery, names)
	return found
}

// readForm reads a posted form, and notes it in case an error page has to offer it again.
func readForm(w http.ResponseWriter, r *http.Request) (url.Values, error) {
	posted, err := formOf(r)
	if err == nil {
		recorderOf(w).sent = sentForm{posted, plainForm}
	}
	return posted, err
}

// formOf reads a posted form. It accepts the one type that browsers send for forms without
// files.
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

// firstRead bounds the memory that is reserved before any of a body has arrived, in bytes.
const firstRead = 16 << 10

// readBody reads a whole body. A body that does not arrive is an error of the client.
func readBody(r *http.Request) ([]byte, error) {
	if coding := r.Header.Get("Content-Encoding"); coding != "" && !strings.EqualFold(coding, "identity") {
		return nil, &fault{status: http.StatusUnsupportedMediaType, message: fmt.Sprintf(saidCompressed, text.Quote(coding))}
	}
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

// sentForm is a form that an error page may have to offer again, and its encoding.
type sentForm struct {
	fields  url.Values
	enctype string
}

const (
	plainForm = "application/x-www-form-urlencoded"
	fileForm  = "multipart/form-data"
)

// typed returns the form of a request and its encoding; nil if there is none that can be read.
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

// failForm responds to a form with an error page that has every field, to be sent again.
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

// hidden returns the fields of a form, except one, as hidden fields of the next page.
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
