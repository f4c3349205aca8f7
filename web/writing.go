package web

import (
	"errors"
	"math"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"crossroads/decision"
	"crossroads/views"
)

// What one network may store when the operator says nothing else: an office
// behind one address does not notice, and a program slows down to some 30 MB an hour.
const (
	saveBurst = 60
	saveRate  = 1 // a second
)

// braked is for routes that evaluate before they store something: who may not
// store is told before that.
func (s *server) braked(next handler) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if wait := s.saves.wait(s.network(r)); wait > 0 {
			return tooManySaves(wait)
		}
		return next(w, r)
	}
}

// mayStore counts something that is about to be stored, from a page, a frame or
// the API alike. Deleting is not counted.
func (s *server) mayStore(r *http.Request) error {
	if wait := s.saves.take(s.network(r)); wait > 0 {
		return tooManySaves(wait)
	}
	return nil
}

// network is where a request comes from.
func (s *server) network(r *http.Request) netip.Prefix {
	return visitOf(r.Context()).network
}

func tooManySaves(wait time.Duration) error {
	in := "a second"
	if n := int(math.Ceil(wait.Seconds())); n > 1 {
		in = strconv.Itoa(n) + " seconds"
	}
	return &fault{status: http.StatusTooManyRequests, retry: wait, message: "Much was saved from your network just now. Save again in " + in + "; nothing you answered is lost."}
}

// notStored is true for errors that mean that the store takes nothing just now.
func notStored(err error) bool {
	return errors.Is(err, decision.ErrUnavailable) || errors.Is(err, decision.ErrFull)
}

// answerError answers with an error. What a form brought is not lost where
// sending it again can help.
func (s *server) answerError(w http.ResponseWriter, r *http.Request, err error) {
	f := faultOf(err)
	again := f.status == http.StatusTooManyRequests || f.status == http.StatusServiceUnavailable || f.status == http.StatusInsufficientStorage
	if again && r.Method == http.MethodPost && !wantsJSON(r) && recorderOf(w).status == 0 {
		if form, kind := s.typed(w, r); form != nil {
			f.form, f.enctype = form, kind
		}
	}
	if f.status == http.StatusTooManyRequests {
		s.dawdle(r)
	}
	s.fail(w, r, f)
}

// slowly is how late a 429 comes: a program that takes no notice of it would
// otherwise ask thousands of times a second.
const slowly = 200 * time.Millisecond

func (s *server) dawdle(r *http.Request) {
	timer := time.NewTimer(slowly)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-r.Context().Done():
	}
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
		if text, _, err := readUpload(w, r); err == nil {
			return url.Values{"text": {string(text)}}, fileForm
		}
		return nil, ""
	}
	form, err := readForm(w, r)
	if err != nil {
		return nil, ""
	}
	return form, plainForm
}

// failForm answers a form with what is wrong and everything that it brought, to
// be sent again.
func (s *server) failForm(w http.ResponseWriter, r *http.Request, f *fault) error {
	p := views.SendAgainPage{
		Page:    s.page(r.URL.Path, "", errorTitle(f.status), ""),
		Message: f.message, Fields: hidden(f.form, ""), Enctype: f.enctype,
	}
	p.NoIndex = true
	p.Embed = isEmbed(r.URL.Path)
	p.Theme = frameOf(f.form).theme
	return s.sendNow(w, r, f.status, views.SendAgain(p))
}

// hidden are the fields of a form, except one, as a page carries them on.
func hidden(form url.Values, except string) (fields []views.HiddenField) {
	for name, values := range form {
		for _, value := range values {
			if name != except {
				fields = append(fields, views.HiddenField{Name: shown(name), Value: shown(value)})
			}
		}
	}
	slices.SortStableFunc(fields, func(a, b views.HiddenField) int { return strings.Compare(a.Name, b.Name) })
	return fields
}
