package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"crossroads/assess"
	"crossroads/identity"
	"crossroads/network"
	"crossroads/record"
	"crossroads/text"
	"crossroads/views"
	"crossroads/web/account"
)

// received notes where a request comes from. The request gives up its place at the gate
// before the response is sent, because a slow client can take long to read it.
func (s *server) received(w http.ResponseWriter, r *http.Request) (*assess.Caller, context.Context) {
	rec, address := recorderOf(w), s.address(r)
	rec.caller = &assess.Caller{Network: networkOf(address), Address: s.logged(address), Request: rec.id,
		HoldsPlace: r.Method == http.MethodGet || r.Method == http.MethodHead}
	return rec.caller, assess.WithCaller(r.Context(), rec.caller)
}

// logged returns the address of a client as the log may show it: shortened to /24 or /48,
// or whole if the operator has asked for that, as programs that ban addresses need it.
func (s *server) logged(address string) string {
	addr, _ := netip.ParseAddr(address)
	prefix := network.Mask(addr, 24, 48)
	if s.cfg.LogAddresses {
		prefix = network.Mask(addr, 32, 128)
	}
	switch {
	case !prefix.IsValid():
		return "unknown"
	case prefix.IsSingleIP():
		return prefix.Addr().String()
	}
	return prefix.String()
}

// security logs an event that an operator may want to act on: a refused origin or host, or
// a network that has reached a limit. Wrong keys are logged by package assess.
func (s *server) security(w http.ResponseWriter, r *http.Request, event string) {
	rec := recorderOf(w)
	s.log.Warn("security", "event", event, "address", s.logged(s.address(r)), "request", rec.id, "route", rec.route)
}

// securityEvent returns the name of a fault in the security log, or "".
func securityEvent(f *fault) string {
	switch {
	case f.event != "":
		return f.event
	case errors.Is(f.err, errOtherSite):
		return "refused origin"
	case f.status == http.StatusTooManyRequests:
		return "told to wait"
	}
	return ""
}

// watchForwarding warns once about a proxy that the operator has not named, because everybody behind it
// shares the limits of one reader, and nobody whom it names has signed in. Readers may send these headers
// too, so this is no security event.
func (s *process) watchForwarding(r *http.Request) {
	s.warnIgnored(r, "X-Forwarded-For", &s.forwarded)
	s.warnIgnored(r, s.cfg.IdentityHeader, &s.named) // no request has a header without a name
}

func (s *process) warnIgnored(r *http.Request, header string, warned *atomic.Bool) {
	if r.Header[header] == nil || warned.Load() || s.fromProxy(r) || warned.Swap(true) {
		return
	}
	problem := "no proxy is trusted"
	if len(s.cfg.TrustedProxies) > 0 {
		problem = "--trusted-proxies does not name where it is from"
	}
	s.log.Warn("a request came with a header of proxies, but "+problem+": if there is a proxy in front, all its readers share one limit "+
		"of saves, evaluations and wrong keys, and it signs nobody in, until --trusted-proxies names it", "header", header,
		"from", networkOf(s.address(r)))
}

// warnUnread warns once about what a trusted proxy wrote that is no address, because everybody
// behind it shares the limits of one reader.
func (s *process) warnUnread(entry string) {
	if !s.unreadable.Swap(true) {
		s.log.Warn("a trusted proxy wrote an entry into X-Forwarded-For that is no address: its readers share one limit of saves, "+
			"evaluations and wrong keys", "entry", text.Clip(entry, 60))
	}
}

// Prices at the gate of work other than evaluations, in units of about 5 ms.
const (
	pricePage    = 1 // to draw a page or write a file
	priceCost    = 3
	pricePicture = 2
)

// crowdedRetry is the Retry-After of a network that has too many requests waiting.
const crowdedRetry = 2 * time.Second

// holdPlace makes a request hold its place at the gate until its response is ready. It is
// for requests that only compute.
func holdPlace(ctx context.Context) { assess.CallerOf(ctx).HoldsPlace = true }

// networkOf returns the range of addresses that one client controls. It is the zero Prefix for
// a text that is no address, so all such clients share one limit.
func networkOf(address string) netip.Prefix {
	addr, _ := netip.ParseAddr(address)
	return network.Of(addr)
}

// Default limits for the saves of one network. An office behind one address stays below
// them, and a program is held to some 30 MB an hour.
const (
	saveBurst = 60
	saveRate  = 1 // a second
)

// storing wraps routes that evaluate before they store something: a network that has
// reached its limit is refused before the evaluation.
func (s *server) storing(next handler) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := s.assess.MayStore(r.Context()); err != nil {
			return err
		}
		return next(w, r)
	}
}

// fewWrong limits the refused requests of a network to an address where a refusal can need the
// keys of the issuer, which have to be fetched.
func (s *server) fewWrong(next handler) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		from := networkOf(s.address(r))
		if wait := s.wrongTokens.Wait(from); wait > 0 {
			return &fault{status: http.StatusTooManyRequests, retry: wait, message: saidManyTokens}
		}
		err := next(w, r)
		if err != nil {
			s.wrongTokens.Count(from)
		}
		return err
	}
}

// tooOften returns the fault for a network that has to wait.
func tooOften(e *assess.WaitError) *fault {
	if errors.Is(e, assess.ErrGuesses) {
		return &fault{status: http.StatusTooManyRequests, retry: e.Wait, message: saidManyGuesses}
	}
	in := "a second"
	if n := int(math.Ceil(e.Wait.Seconds())); n > 1 {
		in = strconv.Itoa(n) + " seconds"
	}
	return &fault{status: http.StatusTooManyRequests, retry: e.Wait, message: fmt.Sprintf(saidManySaved, in)}
}

// newAccounts makes the service that identifies the senders of requests. Sessions and
// tokens need a store that implements account.Store.
func newAccounts(cfg Config, store Store, log *slog.Logger, now func() time.Time, p *process) (*account.Service, error) {
	known := cfg.Account
	known.Header, known.Log, known.Now, known.FromProxy, known.Origin = cfg.IdentityHeader, log, now, p.fromProxy, p.origin
	known.Store, _ = store.(account.Store)
	return account.New(known)
}

// recognised identifies the sender of a request by its headers. It refuses requests with an
// API token that cannot be used.
func (s *server) recognised(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.watchForwarding(r)
		known, err := s.account.Know(r)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		next.ServeHTTP(w, known)
	})
}

// acting makes the audit log record the changes of a request under the name of its sender,
// and notes who reads.
func (s *server) acting(w http.ResponseWriter, r *http.Request) (*http.Request, error) {
	caller, err := recorderOf(w).caller, error(nil)
	if caller.Reader, err = s.account.Reader(r); err != nil {
		return r, err
	}
	if isAPI(r.URL.Path) {
		caller.Key = bearerKey(r)
	}
	ctx, err := s.account.Acting(r, recorderOf(w).id)
	return r.WithContext(account.WithRequest(ctx, recorderOf(w).id)), err
}

// owner returns the name under which a request saves something, or "". Requests whose
// sender could not be determined have already been refused by acting.
func (s *server) owner(r *http.Request) string {
	p, _ := s.account.Person(r)
	return p.Owner()
}

// savedBy returns the name of the person who has signed in, in the spelling of author where that is the same
// person, or author if nobody has.
func (s *server) savedBy(r *http.Request, author string) string {
	p, err := s.account.Person(r)
	if err != nil || p.Via != identity.ViaProxy && p.Via != identity.ViaOIDC {
		return author
	}
	name, err := assess.CheckPerson(p.Name)
	if err != nil || strings.HasPrefix(record.Sought(author)+" ", record.Sought(name)+" ") { // ann is Ann Lee
		return author
	}
	return name
}

// accountSite implements the Site interfaces of packages account, comment and audience.
type accountSite struct{ s *server }

func (a accountSite) Page(path, title, description string) views.Page {
	return a.s.page(path, "", title, description)
}

func (a accountSite) SendPage(w http.ResponseWriter, r *http.Request, status int, page views.Markup) error {
	return a.s.sendPage(w, r, status, page)
}

func (a accountSite) SendJSON(w http.ResponseWriter, r *http.Request, status int, value any) error {
	return a.s.sendJSON(w, r, status, value)
}

func (a accountSite) ReadForm(w http.ResponseWriter, r *http.Request) (url.Values, error) {
	return readForm(w, r)
}

func (a accountSite) ReadJSON(r *http.Request) ([]byte, error) { return readJSON(r) }

func (a accountSite) Keyed(w http.ResponseWriter, r *http.Request, posted url.Values) (assess.Key, bool, error) {
	return a.s.keyedForm(w, r, posted)
}

func (a accountSite) Bearer(r *http.Request) (assess.Key, error) { return a.s.bearer(r) }

// mayList returns an error unless a request may see the portfolio.
func (s *server) mayList(r *http.Request) error {
	p, err := s.account.Person(r)
	if err == nil && !s.account.On() && !p.Known() {
		return notFound(saidNoPortfolio)
	}
	_, err = s.account.Need(r, "The portfolio", identity.Person.MayList)
	return err
}

// maySchedule returns an error unless a request may set the review dates of other people's
// assessments.
func (s *server) maySchedule(r *http.Request) error {
	if err := s.mayList(r); err != nil {
		return err
	}
	_, err := s.account.Need(r, "Setting review dates", s.account.MaySchedule)
	return err
}

// refused turns an error of package account into a fault.
func refused(e *account.Refusal) *fault {
	return &fault{status: e.Status, message: e.Message, challenge: e.Challenge, event: e.Event, signIn: e.SignIn, err: e}
}
