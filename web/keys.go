package web

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"crossroads/assess"
	"crossroads/identity"
	"crossroads/link"
	"crossroads/record"
	"crossroads/text"
	"crossroads/views"
	"crossroads/web/account"
	"crossroads/web/deliver"
	"crossroads/web/form"
	"crossroads/wrong"
)

// wrongKey is the finding for an edit key that does not open the assessment.
var wrongKey = text.Finding{Field: "key", Fact: saidKeyNotOpening, Advice: saidKeyPlace}

// bearer reads the edit key of a request to the API and opens the assessment in the address
// with it.
func (s *server) bearer(r *http.Request) (assess.Key, error) {
	key, err := s.assess.Open(r.Context(), r.PathValue("id"), bearerKey(r))
	return key, wrongBearer(err)
}

// bearerKey returns the edit key of a request: "Authorization: Bearer KEY", or "Edit-Key: KEY"
// beside an API token, which then takes the one Authorization header.
func bearerKey(r *http.Request) string {
	if key := strings.TrimSpace(r.Header.Get("Edit-Key")); key != "" {
		return key
	}
	scheme, key, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	if identity.LooksLikeToken(strings.TrimSpace(key)) {
		return ""
	}
	return strings.TrimSpace(key)
}

// wrongBearer gives the error of a wrong key the text for clients of the API. Other errors
// stay as they are.
func wrongBearer(err error) error {
	if errors.Is(err, record.ErrForbidden) {
		return &fault{status: http.StatusForbidden, message: saidWrongKey, err: err}
	}
	return err
}

// editKey reads the key as people paste it: alone, or as the whole edit link, whose id stands
// before it, with what stood around it in a text. Anything else is a wrong key, whatever it is.
func editKey(posted url.Values) string {
	typed := text.Typed(posted.Get("key"))
	if keys := link.IDs(typed); len(keys) > 0 {
		return keys[len(keys)-1]
	}
	return typed
}

// keyed reads a posted form and opens the assessment in the address with its key. If the key
// is wrong, done is true: keyed has sent a page that asks for another key, has every field of
// the form, and reveals nothing about the assessment.
func (s *server) keyed(w http.ResponseWriter, r *http.Request) (posted url.Values, key assess.Key, done bool, err error) {
	posted, err = readForm(w, r)
	if err != nil {
		return nil, key, false, err
	}
	key, done, err = s.keyedForm(w, r, posted)
	return posted, key, done, err
}

func (s *server) keyedForm(w http.ResponseWriter, r *http.Request, posted url.Values) (key assess.Key, done bool, err error) {
	key, err = s.assess.Open(r.Context(), r.PathValue("id"), editKey(posted))
	if errors.Is(err, record.ErrForbidden) {
		return key, true, s.askKey(w, r, posted)
	}
	return key, false, err
}

// askKey shows a form that came with a wrong key, for sending it again with another one.
func (s *server) askKey(w http.ResponseWriter, r *http.Request, posted url.Values) error {
	path := r.URL.Path
	p := views.KeyPage{Page: s.page(path, "", titleOtherKey, ""), Assessment: r.PathValue("id")}
	p.NoIndex = true
	p.Problems = problems([]text.Finding{wrongKey})
	p.Fields = hidden(posted, "key")
	h := w.Header()
	h["Cache-Control"] = deliver.NoStore
	h["X-Robots-Tag"] = deliver.NoIndex
	if err := s.sendPage(w, r, http.StatusForbidden, views.AskKey(p)); err != nil {
		return fmt.Errorf("asking for a key: %w", err)
	}
	return nil
}

// newMark returns an idempotency key for a form, so that sending it twice saves once. It is
// random for each rendered page and never taken from a request, so that nobody can plant a
// known key in somebody else's page.
func newMark() string { return rand.Text() }

var markPattern = regexp.MustCompile(`^[A-Z2-7]{26}$`)

// formMark reads the idempotency mark of a form. The mark covers the fields of the form too,
// since a form that was changed and sent again is another request.
func formMark(mark string) assess.Mark {
	if !markPattern.MatchString(mark) {
		return assess.Unmarked
	}
	return func(request string) record.Once {
		return record.Once{Key: mark + " " + request, Request: request}
	}
}

var headerMarkPattern = regexp.MustCompile(`^[A-Za-z0-9._~:/+=-]{22,128}$`)

// headerMark reads the Idempotency-Key of a request to the API, as a bare word or as a string
// (draft-ietf-httpapi-idempotency-key-header). Using a key for two different requests is an
// error of the client.
func headerMark(r *http.Request) (assess.Mark, error) {
	values := r.Header.Values("Idempotency-Key")
	if len(values) == 0 {
		return assess.Unmarked, nil
	}
	key := values[0]
	if quoted, ok := strings.CutPrefix(key, `"`); ok {
		key, ok = strings.CutSuffix(quoted, `"`)
		if !ok {
			key = ""
		}
	}
	if len(values) > 1 || !headerMarkPattern.MatchString(key) {
		return nil, wrong.Input{Field: "Idempotency-Key", Message: saidKeyForm}
	}
	return func(request string) record.Once { return record.Once{Key: "api " + key, Request: request} }, nil
}

// errSavedBefore returns the error for a form that is sent again after its edit key was
// replaced. It reveals nothing about the assessment, since the key may have been replaced to
// lock the sender out.
func errSavedBefore(err error) error {
	return &fault{status: http.StatusConflict, message: saidKeyReplaced, err: err}
}

// errMarkUsed returns the same error for clients of the API.
func errMarkUsed(err error) error {
	refused := refuse(text.Finding{Field: "Idempotency-Key", Fact: saidKeyUsed})
	refused.err = err
	return refused
}

// sendNew responds to a request that saved an assessment, or replaced its key or id, with its
// page and the edit link. The link is in no address and in no cache: a browser that reloads
// the page sends the request again, which has the same outcome.
func (s *server) sendNew(w http.ResponseWriter, r *http.Request, saved record.Saved, key string, at wizard) error {
	if err := s.assess.CheckLinks(saved); err != nil { // the request was sent again, later
		return err
	}
	page, err := s.savedPage(r, saved, 0)
	if err != nil {
		return err
	}
	page.Theme, page.Frame = at.theme, at.frame.id
	page.EditURL = page.ShareURL + "/edit#" + key
	page.At = sharePath(saved.ID, at)
	h := w.Header()
	h["Cache-Control"] = deliver.NoStore
	h["X-Robots-Tag"] = deliver.NoIndex
	return s.sendPage(w, r, http.StatusOK, views.Saved(page))
}

// closedPath matches the addresses of a single assessment, and shownPath what may follow its id.
var (
	closedPath = regexp.MustCompile(`^/(?:embed/)?a/([A-Za-z0-9_-]{1,64})(?:/(.*))?$`)
	shownPath  = regexp.MustCompile(`^[a-z0-9][a-z0-9./-]{0,60}$`)
)

// sendClosed tells a reader that an assessment is not shared with them, without its title. It
// links to the sign-in and does not redirect: a redirect would carry the edit key in the
// fragment of an edit link to another site.
func (s *server) sendClosed(w http.ResponseWriter, r *http.Request, f *fault) error {
	p := views.ClosedPage{Page: s.page(r.URL.Path, "", "This assessment is not shared with you", ""), Message: f.message}
	p.NoIndex, p.Embed, p.Theme = true, isEmbed(r.URL.Path), readFrame(r).theme
	if f.status == http.StatusUnauthorized {
		p.Title = errorTitle(f.status)
		if s.account.ByIssuer() {
			back := strings.TrimPrefix(r.URL.Path, "/embed") // outside of the frame
			p.SignIn = form.URL(account.SignInPath, url.Values{"to": {form.URL(back, r.URL.RawQuery)}}.Encode())
		}
	}
	if m := closedPath.FindStringSubmatch(r.URL.Path); m != nil {
		p.Assessment, p.Show = m[1], m[2]
	}
	return s.sendNow(w, r, f.status, views.Closed(p))
}

// openClosed shows an assessment, or the page or file of it that a form names, to the holder of
// its edit key. The key is not remembered, so the next page asks for it again.
func (s *server) openClosed(w http.ResponseWriter, r *http.Request) error {
	posted, key, done, err := s.keyed(w, r)
	if err != nil || done {
		return err
	}
	show := posted.Get("show")
	if show == "" {
		saved, err := s.assess.Load(r.Context(), key.ID(), 0)
		if err != nil {
			return err
		}
		return s.sendNew(w, r, saved, editKey(posted), onPage)
	}
	if !shownPath.MatchString(show) {
		return invalid(saidWhatToOpen)
	}
	// The page is requested as a browser would request it. The context admits the holder of the
	// key.
	asked := r.Clone(r.Context())
	asked.Method, asked.Body, asked.ContentLength = http.MethodGet, http.NoBody, 0
	asked.URL = &url.URL{Path: "/a/" + key.ID() + "/" + show}
	for _, name := range []string{"Content-Type", "Content-Length", "If-None-Match", "If-Modified-Since", "Range"} {
		asked.Header.Del(name)
	}
	s.router.ServeHTTP(w, asked)
	return nil
}

// sharePath returns the address of a saved assessment, in a frame if w is in one.
func sharePath(id string, w wizard) string {
	if w.embedded() {
		return form.URL("/embed/a/"+id, w.carried())
	}
	return "/a/" + id
}

// onPage is the wizard outside of frames.
var onPage = wizard{prefix: "/decide/", frame: outside}

// noList responds to readers who open the address that forms are sent to.
func (s *server) noList(w http.ResponseWriter, r *http.Request) error {
	w.Header()["Allow"] = []string{http.MethodPost}
	return &fault{status: http.StatusMethodNotAllowed, message: saidFormsOnly}
}
