package account

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"crossroads/identity"
	"crossroads/record"
	"crossroads/text"
)

// visitor is the sender of a request, as far as it has been identified. Only the goroutine of
// the request uses it.
type visitor struct {
	found   bool
	person  identity.Person
	session record.Session // zero without one
	err     error
}

type visitorKey struct{}

// Know checks the API token of a request, if it has one, and returns the request with a context
// that Person needs. The error is a *Refusal, or one of the store.
func (s *Service) Know(r *http.Request) (*http.Request, error) {
	v := &visitor{}
	if token := bearer(r); identity.LooksLikeToken(token) {
		p, err := s.program(r, token)
		if err != nil {
			return r, err
		}
		v.found, v.person = true, p
	} else if !s.On() {
		return r, nil
	}
	return r.WithContext(context.WithValue(r.Context(), visitorKey{}, v)), nil
}

func bearer(r *http.Request) string {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// Person returns the sender of a request that came from Know, or the zero Person for an
// anonymous one. The error is one of the store.
func (s *Service) Person(r *http.Request) (identity.Person, error) {
	v := s.visitor(r)
	return v.person, v.err
}

func (s *Service) visitor(r *http.Request) *visitor {
	v, ok := r.Context().Value(visitorKey{}).(*visitor)
	if !ok {
		return &visitor{}
	}
	if !v.found {
		v.found = true
		if v.person = s.fromHeader(r); !v.person.Known() {
			v.session, v.person, v.err = s.fromSession(r)
		}
	}
	return v
}

// Writes reports whether a request is from an author of the content. The request need not have
// passed through Know. If the sender cannot be identified, it returns false.
func (s *Service) Writes(r *http.Request) bool {
	if !s.On() {
		return false
	}
	known, err := s.Know(r)
	if err != nil {
		return false
	}
	p, err := s.Person(known)
	return err == nil && p.Role >= identity.Author
}

// fromHeader returns the person that a trusted proxy names. A header that occurs twice is
// ignored, because somebody else has added one.
func (s *Service) fromHeader(r *http.Request) identity.Person {
	if s.cfg.Header == "" || !s.cfg.FromProxy(r) {
		return identity.Person{}
	}
	name, wrong := single(r, s.cfg.Header, text.MaxTitle)
	if wrong == "" && noNames[strings.ToLower(name)] {
		name, wrong = "", "it is "+text.Quote(name)+", which names nobody"
	}
	s.warn("a trusted proxy sent a name that is not taken, so somebody has not signed in", s.cfg.Header, wrong)
	if name == "" {
		return identity.Person{}
	}
	p := identity.Person{Name: name, Via: identity.ViaProxy}
	roles := s.cfg.Roles
	if roles.Empty() { // the proxy alone decides who gets in
		roles.Authors = []string{identity.Everybody}
	}
	var groups []string
	if s.cfg.GroupsHeader != "" {
		list, wrong := single(r, s.cfg.GroupsHeader, maxGroups)
		s.warn("a trusted proxy sent groups that are not taken, so somebody may lack a role", s.cfg.GroupsHeader, wrong)
		groups = identity.SplitGroups(list)
	}
	p.Role, p.Groups = roles.Of(groups), tidied(groups)
	return p
}

// warn logs what is wrong with a header, if anything is, once for each kind of problem.
func (s *Service) warn(message, header, wrong string) {
	if wrong == "" {
		return
	}
	kind, _, _ := strings.Cut(wrong, "“") // before what was sent
	if _, known := s.warned.LoadOrStore(header+": "+kind, true); !known {
		s.cfg.Log.Warn(message, "header", header, "problem", wrong)
	}
}

// noNames are what programs send for somebody who has not signed in.
var noNames = map[string]bool{"n/a": true, "unknown": true, "anonymous": true, "system:anonymous": true}

// Limits of the groups of a person; others are ignored.
const (
	mostGroups   = 500
	longestGroup = 120 // characters
)

// tidied returns groups without repetitions, and without those that are too long or contain
// invisible characters.
func tidied(groups []string) (tidy []string) {
	for _, group := range groups {
		line, problem := text.Line(group, longestGroup)
		if problem == "" && line != "" && !slices.Contains(tidy, line) && len(tidy) < mostGroups {
			tidy = append(tidy, line)
		}
	}
	return tidy
}

// maxGroups is the length of the longest header with groups, in characters.
const maxGroups = 16 << 10

// single returns the value of a header that occurs once, else "" and, if it occurs, what is wrong.
// Where the settings of a proxy misspell a variable, its name is sent, or a word for nothing.
func single(r *http.Request, header string, most int) (value, wrong string) {
	values := r.Header.Values(header)
	switch {
	case len(values) == 0 || strings.TrimSpace(values[0]) == "" && len(values) == 1:
		return "", ""
	case len(values) > 1:
		return "", "it is there twice"
	case isUnset(values[0]):
		return "", "it is " + text.Quote(strings.TrimSpace(values[0])) + ": the variable it is made of is not set"
	}
	value = values[0]
	if plain, err := new(mime.WordDecoder).DecodeHeader(value); err == nil { // RFC 2047: =?utf-8?q?Ren=C3=A9?=
		value = plain
	}
	return text.Line(value, most)
}

// isUnset reports whether a value is what proxies and programs send for a variable that has none, or
// that they do not know.
func isUnset(value string) bool {
	value = strings.TrimSpace(value)
	if strings.Contains(value, "@") && !strings.ContainsAny(value, "{(") {
		return false
	}
	words := strings.FieldsFunc(strings.ToLower(value), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	return variable.MatchString(value) || !slices.ContainsFunc(words, func(word string) bool { return !nothing[word] }) ||
		slices.Contains([]string{"[object object]", "<no value>"}, strings.ToLower(value))
}

// nothing holds the words that programs write for no value: (null), <nil>, None, "undefined undefined".
var nothing = map[string]bool{"null": true, "nil": true, "none": true, "undefined": true}

// variable matches names of variables that nobody replaced: %{REMOTE_USER}e, $remote_user, ${user}, #{user},
// {{user}}, {http.auth.user.id}, %REQ(X-USER)%, %[var(txn.user)], %u.
var variable = regexp.MustCompile(`^(?:%\{[^{}]*\}\w?|[$#]\{[^{}]*\}|\$[A-Za-z_]\w*|\{\{.*\}\}|\{[\w.-]+\}|%[A-Z_]+\(.*\)%?|%\[.*\]|%\w)$`)

// scopeFor returns the scope that a token needs for a request to the API.
func scopeFor(r *http.Request) string {
	path := strings.TrimPrefix(r.URL.Path, "/api/v1/")
	switch {
	case path == "portfolio", path == "portfolio/counts":
		return identity.ScopePortfolio
	case path == "audit", strings.HasPrefix(path, "audit."), strings.HasPrefix(path, "webhooks/"):
		return identity.ScopeAudit
	case r.Method == http.MethodGet, r.Method == http.MethodHead, path == "cost", strings.HasSuffix(path, "/evaluate"):
		return identity.ScopeRead
	}
	return identity.ScopeWrite
}

// program returns the person of an API token, if the token may be used for the request.
func (s *Service) program(r *http.Request, token string) (identity.Person, error) {
	if !strings.HasPrefix(r.URL.Path, "/api/") {
		return identity.Person{}, invalid("API tokens are for addresses under /api/. Pages need a browser.", nil)
	}
	if !identity.IsToken(token) || s.cfg.Store == nil {
		return identity.Person{}, invalid(fmt.Sprintf(saidNoToken, identity.TokenPrefix), nil)
	}
	n, err := s.cfg.Store.Token(r.Context(), hashed(token))
	if errors.Is(err, record.ErrNotFound) {
		return identity.Person{}, invalid("This portal does not know this API token.", err)
	}
	if err != nil {
		return identity.Person{}, err
	}
	if err := s.usable(n, scopeFor(r)); err != nil {
		return identity.Person{}, err
	}
	if strings.HasPrefix(r.URL.Path, "/api/v1/tokens") {
		return identity.Person{}, &Refusal{Status: http.StatusForbidden, Message: saidTokensByPeople}
	}
	if strings.HasPrefix(r.URL.Path, "/api/v1/webhooks") && r.Method == http.MethodPost {
		return identity.Person{}, &Refusal{Status: http.StatusForbidden, Message: saidWebhooksByPeople}
	}
	s.noteUse(r.Context(), n)
	return identity.Person{Name: n.Name, Via: identity.ViaToken, Scopes: n.Scopes}, nil
}

// usable returns the reason why a token is refused, or nil. A token with more scopes or a longer
// life than the portal allows today is refused altogether, so that a new one is made.
func (s *Service) usable(n record.Token, scope string) error {
	now := s.cfg.Now()
	switch {
	case !n.Revoked.IsZero():
		return invalid(fmt.Sprintf("The API token %s was revoked on %s.", text.Quote(n.Name), n.Revoked.Format(time.DateOnly)), nil)
	case !now.Before(n.Ends):
		return invalid(fmt.Sprintf(saidTokenExpired, text.Quote(n.Name), n.Ends.Format(time.DateOnly)), nil)
	}
	if err := s.cfg.Limits.CheckTime(n.Ends.Sub(n.Created)); err != nil {
		return invalid(fmt.Sprintf("The API token %s is valid for longer than this portal allows: %s.", text.Quote(n.Name), err), nil)
	}
	if _, err := s.cfg.Limits.CheckScopes(n.Scopes); err != nil {
		return invalid(fmt.Sprintf("The API token %s may do more than this portal allows: %s.", text.Quote(n.Name), err), nil)
	}
	if !slices.Contains(n.Scopes, scope) {
		return &Refusal{
			Status: http.StatusForbidden, Event: "token without scope",
			Message:   fmt.Sprintf(saidTokenScope, text.Quote(n.Name), strings.Join(n.Scopes, ", "), scope),
			Challenge: `Bearer error="insufficient_scope", scope="` + scope + `"`,
		}
	}
	return nil
}

// invalid refuses a token (RFC 6750).
func invalid(message string, err error) error {
	return &Refusal{Status: http.StatusUnauthorized, Message: message, Challenge: `Bearer error="invalid_token"`, Event: "wrong token",
		Err: err}
}

// noteUse records the day of the latest use, with one write a day. A failure is only logged.
func (s *Service) noteUse(ctx context.Context, n record.Token) {
	day := s.cfg.Now().UTC().Format(time.DateOnly)
	if n.Used == day {
		return
	}
	if err := s.cfg.Store.UseToken(ctx, n.Number, day); err != nil {
		s.cfg.Log.Warn("the use of a token was not noted", "token", n.Number, "err", err)
	}
}

// hashed returns the hash of an API token or of a session cookie, which is stored in its place.
// Both have 130 random bits, so a fast hash is enough.
func hashed(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// Acting returns a context in which the store writes changes to the audit log under the name of
// the sender. Request is the id of the request. It has an effect only if people can be
// identified or a token is used.
func (s *Service) Acting(r *http.Request, request string) (context.Context, error) {
	p, err := s.Person(r)
	if err != nil || !s.On() && !p.Known() {
		return r.Context(), err
	}
	return s.acting(r.Context(), p, request), nil
}

func (s *Service) acting(ctx context.Context, p identity.Person, request string) context.Context {
	by := record.Actor{Name: p.Name, Via: p.Via, Request: request, Instance: s.cfg.Instance}
	if !p.Known() {
		by.Via = identity.ViaLink
	}
	return record.WithActor(ctx, by)
}

// Reader returns the sender of a request as a reader of assessments. A program counts as
// somebody who has signed in, under the name of its token.
func (s *Service) Reader(r *http.Request) (record.Reader, error) {
	p, err := s.Person(r)
	return record.Reader{Name: p.Name, Groups: p.Groups, Known: p.Known(), All: p.MayManage()}, err
}

// MaySchedule is like identity.Person.MaySchedule. Without configured roles there are no
// stewards, and everybody whom the proxy names may schedule reviews.
func (s *Service) MaySchedule(p identity.Person) bool {
	return p.MaySchedule() || s.cfg.Roles.Empty() && p.Role >= identity.Author
}

// Need returns the sender of a request if they may do something. Otherwise the error is a *Refusal
// that explains how to get the permission.
func (s *Service) Need(r *http.Request, what string, may func(identity.Person) bool) (identity.Person, error) {
	p, err := s.Person(r)
	switch {
	case err != nil:
		return p, err
	case may(p):
		return p, nil
	case !p.Known():
		return p, &Refusal{Status: http.StatusForbidden, Message: fmt.Sprintf(saidSignInFor, what, s.how()), SignIn: s.cfg.SignIn != nil,
			Err: record.ErrForbidden}
	}
	if p.Via == identity.ViaToken {
		return p, &Refusal{Status: http.StatusForbidden, Event: "token without scope", Err: record.ErrForbidden,
			Message: fmt.Sprintf(saidOtherScopes, what, text.Quote(p.Name), strings.Join(p.Scopes, ", "))}
	}
	return p, &Refusal{
		Status: http.StatusForbidden, Event: "role too low", Err: record.ErrForbidden,
		Message: fmt.Sprintf(saidOtherRole, what, text.Quote(p.Name), p.Role),
	}
}

func (s *Service) how() string {
	if s.cfg.SignIn != nil {
		return "Sign in and open it again."
	}
	return "Open the portal at its usual address and sign in there."
}
