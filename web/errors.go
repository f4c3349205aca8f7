package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"crossroads/assess"
	"crossroads/fair"
	"crossroads/format"
	"crossroads/link"
	"crossroads/record"
	"crossroads/text"
	"crossroads/views"
	"crossroads/web/account"
	"crossroads/web/deliver"
	"crossroads/web/form"
	"crossroads/wrong"
)

// fault is an error with the text that the user reads. The wrapped error is only logged.
type fault struct {
	status   int
	message  string
	findings []text.Finding // what is wrong, field by field
	current  int            // latest revision, if the client named another one
	token    string         // a fresh token, for a frame that saves
	conflict *conflictDoc   // both versions, if another one was saved first
	retry    time.Duration  // after which trying again makes sense
	refused  *views.Refused // how a proxy may have caused it
	posted   url.Values     // the form that was sent, if the page offers to send it again
	enctype  string         // of that form
	signIn   bool           // signing in would help
	closed   bool           // the reader is not in the audience of the assessment
	event    string         // name in the security log, "" for none

	challenge string // value of WWW-Authenticate, "" for none
	err       error
}

func (f *fault) Error() string {
	if f.err != nil {
		return f.message + ": " + f.err.Error()
	}
	return f.message
}

func (f *fault) Unwrap() error { return f.err }

func notFound(message string) error {
	return &fault{status: http.StatusNotFound, message: message, err: record.ErrNotFound}
}

func invalid(message string, findings ...text.Finding) *fault {
	return &fault{status: http.StatusUnprocessableEntity, message: message, findings: findings, err: wrong.Err}
}

// refuse returns the fault for a request to the API that cannot be used.
func refuse(findings ...text.Finding) *fault {
	return invalid(saidRequestUnusable, findings...)
}

// soon is the Retry-After, in seconds, while the store cannot be used.
var soon = []string{"5"}

// statusClientGone is logged when the client has gone before the response was ready.
const statusClientGone = 499

// faultOf turns an error into a fault: the status of the response and the text for the user.
func faultOf(err error) *fault {
	var (
		known  *fault
		field  wrong.Input
		input  *assess.InputError
		wait   *assess.WaitError
		ended  *assess.EndedError
		tooBig *http.MaxBytesError
		who    *account.Refusal
		closed *assess.ClosedError

		missing *assess.NoRevisionError
	)
	switch {
	case errors.As(err, &known):
		return known
	case errors.As(err, &who):
		return refused(who)
	case errors.As(err, &field):
		refused := refuse(text.Finding{Field: field.Field, Fact: field.Message})
		refused.err = err
		return refused
	case errors.As(err, &input):
		refused := refuse(input.Findings...)
		refused.err = err
		return refused
	case errors.As(err, &wait):
		return tooOften(wait)
	case errors.As(err, &closed):
		return notShared(closed)
	case errors.As(err, &ended):
		return linkEnded(ended)
	case errors.Is(err, assess.ErrNoComparison), errors.Is(err, assess.ErrOtherComparison):
		return &fault{status: http.StatusUnprocessableEntity, message: saidOtherComparison, err: err}
	case errors.Is(err, fair.ErrCrowded):
		return &fault{status: http.StatusTooManyRequests, retry: crowdedRetry, message: saidCrowded, err: err}
	case errors.Is(err, fair.ErrFull):
		return &fault{status: http.StatusServiceUnavailable, message: saidBusy, err: err}
	case errors.As(err, &tooBig):
		return &fault{status: http.StatusRequestEntityTooLarge, message: fmt.Sprintf(saidLarger, tooBig.Limit>>10), err: err}
	case errors.Is(err, context.DeadlineExceeded):
		return &fault{status: http.StatusServiceUnavailable, message: saidTookLong, err: err}
	case errors.Is(err, context.Canceled):
		return &fault{status: statusClientGone, message: saidGivenUp, err: err}
	case errors.As(err, &missing):
		return &fault{status: http.StatusNotFound, message: fmt.Sprintf(saidNoRevision, missing.Number, missing.Latest), err: err}
	case errors.Is(err, record.ErrNotFound):
		return &fault{status: http.StatusNotFound, message: saidNothingHere, err: err}
	case errors.Is(err, record.ErrForbidden):
		return &fault{status: http.StatusForbidden, message: saidOtherKey, err: err}
	case errors.Is(err, record.ErrConflict):
		return &fault{status: http.StatusConflict, message: "Somebody saved a newer revision meanwhile.", err: err}
	case errors.Is(err, record.ErrFull):
		return &fault{status: http.StatusInsufficientStorage, message: saidFull, err: err}
	case errors.Is(err, record.ErrUnavailable):
		return &fault{status: http.StatusServiceUnavailable, message: saidUnavailable, err: err}
	case errors.Is(err, wrong.Err):
		return &fault{status: http.StatusUnprocessableEntity, message: saidUnusable, err: err}
	}
	return &fault{status: http.StatusInternalServerError, message: saidOurFault, err: err}
}

// notShared returns the fault for a reader who may not see an assessment. RFC 9110 requires
// a challenge with every 401.
func notShared(e *assess.ClosedError) *fault {
	if e.Known {
		return &fault{status: http.StatusForbidden, message: saidNotShared, closed: true, event: "not shared", err: e}
	}
	return &fault{status: http.StatusUnauthorized, message: saidSignInToSee, closed: true, challenge: "Bearer", event: "not shared", err: e}
}

func linkEnded(e *assess.EndedError) *fault {
	message := fmt.Sprintf(saidEnded, format.Day(e.Until))
	if e.Round {
		message = fmt.Sprintf(saidRoundEnded, format.Day(e.Until))
	}
	return &fault{status: http.StatusGone, message: message}
}

// fail logs an error and responds with it. No other function does either.
func (s *server) fail(w http.ResponseWriter, r *http.Request, err error) {
	f, rec := faultOf(err), recorderOf(w)
	// oEmbed requires 501 for an unknown format, which is no failure of the portal.
	if f.status >= http.StatusInternalServerError && f.status != http.StatusNotImplemented {
		s.log.Error("request failed", "request", rec.id, "method", r.Method, "route", rec.route, "status", f.status, "err", err)
	}
	if event := securityEvent(f); event != "" {
		s.security(w, r, event)
	}
	if rec.status != 0 {
		return // the answer has begun, nothing can be taken back
	}
	if f.status == statusClientGone {
		rec.status = statusClientGone
		return
	}
	h := w.Header()
	h["Cache-Control"] = deliver.NoStore
	if f.challenge != "" {
		h["Www-Authenticate"] = []string{f.challenge}
	}
	if f.signIn && r.Method == http.MethodGet && !wantsJSON(r) {
		_ = deliver.Redirect(w, r, http.StatusSeeOther, account.SignInPath+"?to="+url.QueryEscape(r.URL.RequestURI()))
		return
	}
	switch f.status {
	case http.StatusServiceUnavailable:
		h["Retry-After"] = soon
	case http.StatusTooManyRequests:
		h["Retry-After"] = []string{strconv.Itoa(int(math.Ceil(f.retry.Seconds())))}
	case http.StatusRequestEntityTooLarge:
		h["Connection"] = closes // the rest of the body is not worth reading
	}
	// The request's context may have ended, which is why we are here.
	r = r.WithContext(context.WithoutCancel(r.Context()))
	switch {
	case wantsJSON(r):
		s.failJSON(w, r, f)
	case r.URL.Path == oembedPath:
		s.failOEmbed(w, r, f)
	case rec.route == "/readyz": // probes show what they get
		deliver.Send(w, r, f.status, deliver.TypeText, []byte(f.message+"\n"))
	default:
		s.failHTML(w, r, f)
	}
}

func isAPI(path string) bool { return strings.HasPrefix(path, "/api/") }

func (s *server) failHTML(w http.ResponseWriter, r *http.Request, f *fault) {
	if f.posted != nil {
		if err := s.failForm(w, r, f); err == nil {
			return
		}
	}
	if f.closed {
		if err := s.sendClosed(w, r, f); err == nil {
			return
		}
	}
	message := f.message
	if message == saidRequestUnusable {
		message = saidUnusable // the page lists what is wrong below it
	}
	page := s.page(r.URL.Path, "", errorTitle(f.status), message)
	page.NoIndex = true
	page.Embed = isEmbed(r.URL.Path)
	page.Theme = readFrame(r).theme
	for _, found := range f.findings {
		fact := found.Fact
		if strings.HasPrefix(fact, "must ") { // for programs, which get the name beside it
			fact = text.Quote(found.Field) + " " + fact + "."
		}
		page.Problems = append(page.Problems, views.Problem{Message: fact}) // the page has no fields to lead to
	}
	err := s.sendNow(w, r, f.status, views.Error(views.ErrorPage{Page: page, Status: f.status, Message: message,
		Request: recorderOf(w).id, Refused: f.refused}))
	if err != nil {
		s.log.Error("error page failed", "request", recorderOf(w).id, "err", err)
		http.Error(w, f.message, f.status)
	}
}

func errorTitle(status int) string {
	switch status {
	case http.StatusNotFound:
		return "Page not found"
	case http.StatusForbidden:
		return "Not allowed"
	case http.StatusUnauthorized:
		return "Sign in to see it"
	case http.StatusConflict:
		return "Changed meanwhile"
	case http.StatusGone:
		return "This link has ended"
	case http.StatusTooManyRequests:
		return "Too much at once"
	case http.StatusInsufficientStorage:
		return "No room left"
	case http.StatusServiceUnavailable:
		return "Not available just now"
	case http.StatusInternalServerError:
		return "Something went wrong"
	}
	return "That did not work"
}

// maxEcho bounds how much of a client's own text is repeated to it, in characters.
const maxEcho = 200

// problemJSON is a problem document of RFC 9457 with five members of our own.
type problemJSON struct {
	Type    string         `json:"type"`
	Title   string         `json:"title"`
	Status  int            `json:"status"`
	Detail  string         `json:"detail"`
	Request string         `json:"request"`          // id to quote
	Errors  []problemField `json:"errors,omitempty"` // each thing that is wrong
	Latest  int            `json:"latest,omitempty"` // newest revision, if another one was named
	Token   string         `json:"token,omitempty"`  // a fresh token, for a frame whose own has expired

	Conflict *conflictDoc `json:"conflict,omitempty"` // both versions, if another one was saved first
}

type problemField struct {
	Path    string `json:"path"`
	Message string `json:"message"`
}

func problemFields(findings []text.Finding) []problemField {
	list := make([]problemField, 0, len(findings))
	for _, f := range findings {
		list = append(list, problemField{f.Field, f.Fact})
	}
	return list
}

func (s *server) failJSON(w http.ResponseWriter, r *http.Request, f *fault) {
	doc := problemJSON{
		Type: "about:blank", Title: http.StatusText(f.status), Status: f.status, Detail: f.message, Request: recorderOf(w).id,
		Latest: f.current, Token: f.token, Conflict: f.conflict,
	}
	for _, found := range f.findings {
		said := text.Clip(found.Fact, 2*maxEcho)
		if found.Advice != "" {
			said += " " + found.Advice
		}
		doc.Errors = append(doc.Errors, problemField{text.Clip(found.Field, maxEcho), said})
	}
	body, err := json.Marshal(doc)
	if err != nil {
		s.log.Error("problem document failed", "request", doc.Request, "err", err)
		http.Error(w, f.message, f.status)
		return
	}
	deliver.Send(w, r, f.status, "application/problem+json", body)
}

// answerError responds with an error. If sending a form again can help, the page holds
// everything that the form had.
func (s *server) answerError(w http.ResponseWriter, r *http.Request, err error) {
	f := faultOf(err)
	if f.status == http.StatusNotFound && recorderOf(w).status == 0 {
		if s.sendRepaired(w, r) {
			return
		}
		f = &fault{status: f.status, message: f.message + s.saidTried(r), err: f.err}
	}
	again := f.status == http.StatusTooManyRequests || f.status == http.StatusServiceUnavailable ||
		f.status == http.StatusInsufficientStorage
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

// slowly is how long a 429 is delayed, because a program that ignores it would otherwise
// ask thousands of times a second.
const slowly = 200 * time.Millisecond

func (s *server) dawdle(r *http.Request) {
	timer := time.NewTimer(slowly)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-r.Context().Done():
	}
}

// sendRepaired sends a reader who followed a mangled link to the address that was
// meant. It returns false when there is none, or when it is the one that was asked.
func (s *server) sendRepaired(w http.ResponseWriter, r *http.Request) bool {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return false
	}
	path, query, fragment := s.repaired(r.URL.Path)
	if path == r.URL.EscapedPath() || isAPI(path) || !s.leads(path) {
		return false
	}
	target := url.URL{Path: path, RawQuery: strings.Trim(form.Recoded(query)+"&"+r.URL.RawQuery, "&"), Fragment: fragment}
	return deliver.Redirect(w, r, http.StatusMovedPermanently, target.String()) == nil
}

// repaired is link.Repair for a path that may begin with the one that the portal is served below.
func (s *server) repaired(path string) (clean, query, fragment string) {
	clean, query, fragment = link.Repair(path)
	if rest, below := strings.CutPrefix(clean, strings.ToLower(s.path)); below && (rest == "" || rest[0] == '/') {
		clean = "/" + strings.TrimPrefix(rest, "/")
	}
	return clean, query, fragment
}

// saidTried tells the sender of a damaged address what it may have been. Programs are not sent
// there: they notice the error.
func (s *server) saidTried(r *http.Request) string {
	path, _, _ := s.repaired(r.URL.Path)
	switch {
	case path == r.URL.Path:
		return ""
	case s.leads(path):
		return " Did you mean “" + s.path + path + "”?" // in full, since it holds an id
	case r.Method != http.MethodGet || isAPI(path):
		return ""
	}
	return " Tried: " + text.Quote(s.path+r.URL.Path) + " and " + text.Quote(s.path+path) + "."
}
