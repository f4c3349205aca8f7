// Package account identifies the senders of requests, and has the pages about it: signing
// in and out, API tokens, the audit log and the deliveries of webhooks.
//
// A sender is identified by the header of a trusted proxy, by a session that began with
// OpenID Connect, or by an API token. A request with none of these is anonymous, and
// everything that needs no sign-in is open to it. A claim that cannot be verified is an
// error and does not count as anonymous: a request with an expired token is refused.
package account

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"time"

	"crossroads/decision"
	"crossroads/format"
	"crossroads/identity"
	"crossroads/link"
	"crossroads/record"
	"crossroads/views"
	"crossroads/web/deliver"
	"crossroads/web/signin"
	"crossroads/wrong"
)

// Store stores sessions, tokens, the audit log and the deliveries of webhooks. Its methods are
// documented at store.SQLite.
type Store interface {
	AddSession(ctx context.Context, n record.Session) error
	Session(ctx context.Context, hash []byte) (record.Session, error)
	Sessions(ctx context.Context, subject string) ([]record.Session, error)
	SeeSession(ctx context.Context, hash []byte, at time.Time) error
	EndSession(ctx context.Context, hash []byte) error
	EndSessions(ctx context.Context, subject string) (int, error)

	AddToken(ctx context.Context, n record.Token) (int64, error)
	Token(ctx context.Context, hash []byte) (record.Token, error)
	Tokens(ctx context.Context) ([]record.Token, error)
	UseToken(ctx context.Context, number int64, day string) error
	RevokeToken(ctx context.Context, number int64) error

	Audit(ctx context.Context, f record.EventFilter) ([]record.Event, error)

	Deliveries(ctx context.Context, f record.DeliveryFilter) ([]record.Delivery, error)
	SendAgain(ctx context.Context, number int64) error
}

// Config holds the settings of an operator, and the functions of the portal that pages need.
type Config struct {
	Header       string         // in which trusted proxies name people, "" for none
	GroupsHeader string         // in which they list their groups, "" for none
	Roles        identity.Roles // of people by their groups
	Limits       identity.Limits
	SignIn       *signin.Client // nil without OpenID Connect
	SessionTime  time.Duration  // after which a session ends in any case
	IdleTime     time.Duration  // after which an unused session ends
	Instance     string         // name of this instance among several, for the audit log
	Webhooks     []record.Subscription

	Store     Store // nil if the database has no such tables
	Log       *slog.Logger
	Now       func() time.Time
	FromProxy func(*http.Request) bool
	Origin    func(*http.Request) string // public scheme and host
}

// Service identifies senders. It lasts as long as the portal. All methods may be called
// concurrently.
type Service struct {
	cfg    Config
	warned sync.Map // kinds of problems with headers of proxies
}

// New returns the service.
func New(cfg Config) (*Service, error) {
	if cfg.SignIn != nil && cfg.Store == nil {
		return nil, errors.New("sessions cannot be kept in this store")
	}
	return &Service{cfg: cfg}, nil
}

// On reports whether people can be identified at all.
func (s *Service) On() bool { return s.cfg.Header != "" || s.cfg.SignIn != nil }

// KnowsGroups reports whether the portal learns which groups people are in.
func (s *Service) KnowsGroups() bool { return s.cfg.GroupsHeader != "" || s.cfg.SignIn != nil }

// ByIssuer reports whether people sign in by OpenID Connect at the portal itself.
func (s *Service) ByIssuer() bool { return s.cfg.SignIn != nil }

// Status returns a line for the operator about what does not work, or "".
func (s *Service) Status() string {
	if s.cfg.SignIn != nil && s.cfg.SignIn.Failing() != nil {
		return "sign-in: the issuer cannot be used, as the log says (--oidc-issuer)\n"
	}
	return ""
}

// Watch contacts the issuer once, so that the log shows soon after the start if it cannot be used.
func (s *Service) Watch(ctx context.Context) {
	if s.cfg.SignIn == nil {
		return
	}
	if err := s.cfg.SignIn.Ready(ctx); err != nil {
		s.cfg.Log.Warn("nobody can sign in yet; the issuer is asked again when somebody tries (--oidc-issuer)", "err", err)
	}
}

// Refusal is an error with the status and the text of the response.
type Refusal struct {
	Status    int
	Message   string
	Challenge string // value of WWW-Authenticate, "" for none
	Event     string // name in the security log, "" for none
	SignIn    bool   // signing in would help
	Err       error
}

func (r *Refusal) Error() string {
	if r.Err == nil {
		return r.Message
	}
	return r.Message + ": " + r.Err.Error()
}

func (r *Refusal) Unwrap() error { return r.Err }

// Site is what the pages need of the portal, with its current content.
type Site interface {
	Page(path, title, description string) views.Page
	SendPage(w http.ResponseWriter, r *http.Request, status int, page Markup) error
	SendJSON(w http.ResponseWriter, r *http.Request, status int, value any) error
	ReadForm(w http.ResponseWriter, r *http.Request) (url.Values, error)
	ReadJSON(r *http.Request) ([]byte, error)
}

// ReadMembers reads a JSON body into a struct and refuses members that are unknown, repeated or of
// the wrong kind.
func ReadMembers(site Site, r *http.Request, into any) error {
	raw, err := site.ReadJSON(r)
	if err != nil {
		return err
	}
	return decision.ReadMembers(raw, into)
}

// problemOf tells people what is wrong with a field of a form. The name of the field
// begins the sentence.
func problemOf(field wrong.Input) views.Problem {
	return views.Problem{Field: field.Field, Message: format.Capital(field.Field) + " " + field.Message + "."}
}

// Markup is a page that has yet to be rendered.
type Markup = views.Markup

// Pages are the handlers, with one state of the content.
type Pages struct {
	*Service
	site Site
}

// With returns the handlers for a site.
func (s *Service) With(site Site) *Pages { return &Pages{s, site} }

// at returns the absolute address of a path of the portal.
func (s *Service) at(r *http.Request, path string) string {
	return s.cfg.Origin(r) + link.Base(r.Context()) + path
}

// Private forbids caches to store a response and search engines to list it.
func Private(w http.ResponseWriter) {
	h := w.Header()
	h["Cache-Control"] = deliver.NoStore
	h["X-Robots-Tag"] = []string{"noindex"}
}
