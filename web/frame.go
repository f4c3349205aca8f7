package web

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"crossroads/assess"
	"crossroads/link"
	"crossroads/record"
	"crossroads/web/deliver"
)

// frame holds the parameters that the host page puts into the address of a frame. They are
// carried from page to page inside the frame. Other parameters of hosts are ignored.
type frame struct {
	theme string // light, dark or auto
	id    string // the host's name for the frame in messages, "" for none
}

const framePrefix = "/embed/decide/"

// outside has the parameters of pages outside of frames.
var outside = frame{theme: "auto"}

// readFrame reads the parameters of an address under /embed/.
func readFrame(r *http.Request) frame {
	if !isEmbed(r.URL.Path) || r.URL.RawQuery == "" {
		return outside
	}
	return frameOf(fields(r, "theme", "themeState", "frame"))
}

// colorMode matches the colour scheme in Atlassian's parameter themeState:
// "dark:dark light:light colorMode:dark".
var colorMode = regexp.MustCompile(`(?:^|[\s,;{"])colorMode"?:"?(light|dark)\b`)

var framePattern = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

func frameOf(values url.Values) frame {
	f := outside
	switch theme := values.Get("theme"); theme {
	case "light", "dark":
		f.theme = theme
	case "":
		if m := colorMode.FindStringSubmatch(values.Get("themeState")); m != nil {
			f.theme = m[1]
		}
	}
	if id := values.Get("frame"); framePattern.MatchString(id) {
		f.id = id
	}
	return f
}

// carried returns the query that carries the parameters to the next page in the frame.
func (f frame) carried() string {
	var parts []string
	if f.theme != "auto" {
		parts = append(parts, "theme="+f.theme)
	}
	if f.id != "" {
		parts = append(parts, "frame="+f.id)
	}
	return strings.Join(parts, "&")
}

// frameTokens makes tokens for pages in frames and checks them when something is saved from
// there. A sandboxed frame has neither origin nor cookies, so a forged request would gain
// nothing; the token only ensures that the sender requested a page recently. Without a
// configured secret each process has its own, and after a restart the page is shown again
// with a fresh token.
type frameTokens struct {
	now    func() time.Time
	secret []byte
}

const frameTokenLife = 12 * time.Hour

func newFrameTokens(now func() time.Time, secret []byte) *frameTokens {
	if len(secret) == 0 {
		secret = make([]byte, 32)
		rand.Read(secret) // never fails
	}
	return &frameTokens{now: now, secret: secret}
}

// mint makes a token for a comparison.
func (t *frameTokens) mint(comparison string) string {
	at := strconv.FormatInt(t.now().Unix(), 10)
	return at + "." + t.sign(comparison, at)
}

// valid reports whether a token was minted for the comparison and is not too old.
func (t *frameTokens) valid(comparison, token string) bool {
	at, signature, _ := strings.Cut(token, ".")
	if !hmac.Equal([]byte(signature), []byte(t.sign(comparison, at))) {
		return false
	}
	seconds, err := strconv.ParseInt(at, 10, 64)
	age := t.now().Sub(time.Unix(seconds, 0))
	return err == nil && age > -time.Minute && age < frameTokenLife
}

func (t *frameTokens) sign(comparison, at string) string {
	mac := hmac.New(sha256.New, t.secret)
	mac.Write([]byte(at + " " + comparison)) // unambiguous, since a time has no space
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// frameSavePath is the only address that accepts forms of another origin: a sandboxed frame
// has the origin "null".
const frameSavePath = "/embed/assessments"

// frameSaved holds the addresses of a saved assessment, for the script of a frame.
type frameSaved struct {
	ID      string `json:"id"`
	URL     string `json:"url"`      // share page
	EditURL string `json:"edit_url"` // for the owner only: the key is in the fragment
	Card    string `json:"card"`     // picture for link previews
	OEmbed  string `json:"oembed"`
	Frame   string `json:"frame"` // path to show in the frame next, with the key in the fragment
}

// saveFrame stores the answers of a frame as a new assessment without an owner. It changes
// nothing that exists and ignores cookies and sign-ins, so another site gains nothing by
// sending such a request.
func (s *server) saveFrame(w http.ResponseWriter, r *http.Request) error {
	sub, token, err := s.readFrameSubmission(w, r)
	if err != nil {
		return err
	}
	if !s.frameTokens.valid(sub.draft.Catalogue.Slug, token) {
		sub.complain("", saidFormFrame, "Your answers are kept.")
		return s.saveFrameAgain(w, r, http.StatusForbidden, sub)
	}
	if len(sub.findings) > 0 {
		return s.saveFrameAgain(w, r, http.StatusUnprocessableEntity, sub)
	}
	saved, key, err := s.assess.Save(r.Context(), "", sub.draft, sub.mark)
	switch {
	case errors.Is(err, record.ErrConflict):
		return errSavedBefore(err)
	case assess.NotStored(err):
		s.logSaving(w, err)
		return s.saveFrameAgain(w, r, sub.notStored(err), sub)
	case err != nil:
		return err
	}
	if !wantsJSON(r) {
		return s.sendNew(w, r, saved, key, sub.wizard)
	}
	origin, path := s.base(r), "/a/"+saved.ID
	share := origin + path
	w.Header()["Cache-Control"] = deliver.NoStore
	return s.sendJSON(w, r, http.StatusCreated, frameSaved{
		ID: saved.ID, URL: share, EditURL: share + "/edit#" + key, Card: share + "/card.png",
		OEmbed: oembedAddress(origin, path) + "&format=json",
		Frame:  string(link.To(r.Context(), sharePath(saved.ID, sub.wizard))) + "#saved=" + key,
	})
}

// readFrameSubmission reads the form of a result in a frame, and its token.
func (s *server) readFrameSubmission(w http.ResponseWriter, r *http.Request) (sub submission, token string, err error) {
	posted, err := readForm(w, r)
	if err != nil {
		return sub, "", err
	}
	sub, err = s.submissionOf(r, posted, wizard{prefix: framePrefix, frame: frameOf(posted)})
	return sub, posted.Get("token"), err
}

// saveFrameAgain responds to a form that could not be saved: with the result page, its
// problems and a fresh token, or with JSON for the script.
func (s *server) saveFrameAgain(w http.ResponseWriter, r *http.Request, status int, sub submission) error {
	if wantsJSON(r) {
		refused := refuse(sub.findings...)
		refused.status, refused.token = status, s.frameTokens.mint(sub.draft.Catalogue.Slug)
		return refused
	}
	return s.showSubmission(w, r, status, sub)
}

// wantsJSON reports whether a request is from a script, a client of the API, or a program that reads the figures of costs.
func wantsJSON(r *http.Request) bool {
	accepts := r.Header.Get("Accept")
	return isAPI(r.URL.Path) || r.URL.Path == frameSavePath && strings.Contains(accepts, deliver.TypeJSON) ||
		strings.HasPrefix(r.URL.Path, "/cost.") && !strings.Contains(accepts, "text/html")
}

// preflight answers a CORS preflight request of a script in a sandboxed frame. The allowed
// origin is in the headers that everything under /embed/ has.
func (s *server) preflight(w http.ResponseWriter, r *http.Request) error {
	h := w.Header()
	h["Access-Control-Allow-Methods"] = []string{"POST"}
	h["Access-Control-Allow-Headers"] = []string{"Accept, Content-Type"}
	h["Access-Control-Max-Age"] = []string{"600"}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
