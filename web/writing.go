package web

import (
	"errors"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"crossroads/assess"
	"crossroads/text"
	"crossroads/views"
)

// What one network may store when the operator says nothing else: an office
// behind one address does not notice, and a program slows down to some 30 MB an hour.
const (
	saveBurst = 60
	saveRate  = 1 // a second
)

// storing is for routes that evaluate before they store something: a network
// that may not store now is told before that.
func (s *server) storing(next handler) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := s.assess.MayStore(r.Context()); err != nil {
			return err
		}
		return next(w, r)
	}
}

// tooOften answers a network that has to wait.
func tooOften(e *assess.WaitError) *fault {
	if errors.Is(e, assess.ErrGuesses) {
		return &fault{status: http.StatusTooManyRequests, retry: e.Wait, message: "Too many wrong edit keys came from your network. Wait a little and try again."}
	}
	in := "a second"
	if n := int(math.Ceil(e.Wait.Seconds())); n > 1 {
		in = strconv.Itoa(n) + " seconds"
	}
	return &fault{status: http.StatusTooManyRequests, retry: e.Wait, message: "Much was saved from your network just now. Save again in " + in + "; nothing you answered is lost."}
}

// answerError answers with an error. What a form brought is not lost where
// sending it again can help.
func (s *server) answerError(w http.ResponseWriter, r *http.Request, err error) {
	f := faultOf(err)
	again := f.status == http.StatusTooManyRequests || f.status == http.StatusServiceUnavailable || f.status == http.StatusInsufficientStorage
	if again && r.Method == http.MethodPost && !wantsJSON(r) && recorderOf(w).status == 0 {
		if posted, kind := s.typed(w, r); posted != nil {
			f.posted, f.enctype = posted, kind
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
