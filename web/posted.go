package web

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"os"
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
		return nil, &fault{status: http.StatusUnsupportedMediaType, message: "This address takes forms: send the content type " + plainForm + "."}
	}
	raw, err := readBody(r)
	if err != nil {
		return nil, err
	}
	posted, err := url.ParseQuery(string(raw))
	if err != nil {
		return nil, &fault{status: http.StatusBadRequest, message: "The form could not be read. Go back and send it again.", err: err}
	}
	return posted, nil
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
