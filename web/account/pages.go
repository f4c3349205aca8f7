package account

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"crossroads/identity"
	"crossroads/record"
	"crossroads/text"
	"crossroads/views"
	"crossroads/web/deliver"
	"crossroads/web/signin"
)

// Addresses of signing in.
const (
	SignInPath   = "/sign-in"
	callbackPath = "/sign-in/callback"
	AccountPath  = "/account"
)

// SignIn redirects to the issuer, and notes in a cookie where the browser wanted to go.
func (p *Pages) SignIn(w http.ResponseWriter, r *http.Request) error {
	if p.cfg.SignIn == nil {
		return p.elsewhere()
	}
	Private(w)
	address, sealed, err := p.cfg.SignIn.Begin(r.Context(), p.at(r, callbackPath), here(r.URL.Query().Get("to")))
	if err != nil {
		return p.notSignedIn(w, r, err)
	}
	http.SetCookie(w, p.cookie(r, flowCookie, sealed, int(signin.FlowTime.Seconds())))
	return deliver.SeeOther(w, r, address)
}

// elsewhere returns the error for signing in if the portal itself has no sign-in.
func (p *Pages) elsewhere() error {
	if p.cfg.Header != "" {
		return &Refusal{Status: http.StatusNotFound, Message: saidProxySignsIn}
	}
	return &Refusal{Status: http.StatusNotFound, Message: "Nobody signs in at this portal, and nothing here needs it."}
}

// here returns a path of this portal as it is, and the path of the account for anything else.
func here(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || !strings.HasPrefix(to, "/") ||
		strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\x00\r\n\t") || len(to) > 2000 {
		return AccountPath
	}
	return to
}

// Callback completes a sign-in when the issuer sends the browser back.
func (p *Pages) Callback(w http.ResponseWriter, r *http.Request) error {
	if p.cfg.SignIn == nil {
		return p.elsewhere()
	}
	Private(w)
	sealed := p.cookieValue(r, flowCookie)
	http.SetCookie(w, p.cookie(r, flowCookie, "", -1)) // for one sign-in only
	found, err := p.cfg.SignIn.Finish(r.Context(), p.at(r, callbackPath), sealed, r.URL.Query())
	if err != nil {
		return p.notSignedIn(w, r, err)
	}
	name, problem := text.Line(found.Name, text.MaxTitle)
	if problem != "" || name == "" {
		return p.notSignedIn(w, r, &signin.Problem{Message: saidNameNotShown, Err: errors.New(problem)})
	}
	person := identity.Person{Name: name, Via: identity.ViaOIDC, Role: p.cfg.Roles.Of(found.Groups),
		Groups: tidied(found.Groups)}
	if person.Role == identity.None {
		return p.notSignedIn(w, r, &signin.Problem{
			Message: fmt.Sprintf(saidNoRole, name),
			Err:     errors.New("no role"),
		})
	}
	err = p.begin(w, r, found, person)
	if errors.Is(err, record.ErrConflict) {
		return p.notSignedIn(w, r, &signin.Problem{
			Message: fmt.Sprintf(saidNameTaken, name), Err: errors.New("the name is somebody else's"),
		})
	}
	if err != nil {
		return err
	}
	return deliver.SeeOther(w, r, found.To)
}

// hint returns the ID token for signing out at the issuer, or "" if it is too long for an
// address.
func hint(idToken string) string {
	if len(idToken) > 4<<10 {
		return ""
	}
	return idToken
}

type requestKey struct{}

// WithRequest adds the id of a request to a context, for the log and the audit log.
func WithRequest(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestKey{}, id)
}

// RequestOf returns the id of a request, or "".
func RequestOf(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}

// notSignedIn responds with the reason why signing in has failed.
func (p *Pages) notSignedIn(w http.ResponseWriter, r *http.Request, err error) error {
	var problem *signin.Problem
	if !errors.As(err, &problem) {
		return err
	}
	p.cfg.Log.Warn("security", "event", "not signed in", "request", RequestOf(r.Context()), "err", problem)
	status := http.StatusForbidden
	if problem.Down {
		status = http.StatusServiceUnavailable
	}
	page := views.NotSignedInPage{
		Page: p.site.Page(r.URL.Path, "You are not signed in", ""), Message: problem.Message, Again: problem.Again,
	}
	page.NoIndex = true
	return p.site.SendPage(w, r, status, views.NotSignedIn(page))
}

// Account shows the sender's name, role and sessions.
func (p *Pages) Account(w http.ResponseWriter, r *http.Request) error {
	if !p.On() {
		return p.elsewhere()
	}
	v := p.visitor(r)
	if v.err != nil {
		return v.err
	}
	Private(w)
	page := views.AccountPage{Page: p.site.Page(AccountPath, "Your account", "")}
	page.NoIndex = true
	page.Groups = v.person.Groups
	page.Name, page.Role, page.Via = v.person.Name, v.person.Role.String(), v.person.Via
	page.SignIn = p.cfg.SignIn != nil
	page.MayList, page.MayOwn = v.person.MayList(), v.person.MayOwn()
	page.MayAudit, page.MayManage = v.person.MayAudit(), v.person.MayManage()
	page.Webhooks = len(p.cfg.Webhooks) > 0
	if v.session.Subject != "" {
		list, err := p.cfg.Store.Sessions(r.Context(), v.session.Subject)
		if err != nil {
			return err
		}
		now := p.cfg.Now()
		for _, n := range list {
			if now.Before(n.Ends) && now.Sub(n.Seen) < p.cfg.IdleTime {
				page.Sessions = append(page.Sessions, views.SessionLine{Created: n.Created, Seen: n.Seen, Ends: n.Ends,
					This: string(n.Hash) == string(v.session.Hash)})
			}
		}
	}
	return p.site.SendPage(w, r, http.StatusOK, views.Account(page))
}

// SignedOut ends all sessions of a person when the issuer reports that they are over, for example
// because the account was disabled there.
func (p *Pages) SignedOut(w http.ResponseWriter, r *http.Request) error {
	if p.cfg.SignIn == nil {
		return p.elsewhere()
	}
	Private(w)
	posted, err := p.site.ReadForm(w, r)
	if err != nil {
		return err
	}
	subject, err := p.cfg.SignIn.SignedOut(r.Context(), posted.Get("logout_token"))
	var problem *signin.Problem
	switch {
	case errors.As(err, &problem) && problem.Down:
		return &Refusal{Status: http.StatusServiceUnavailable, Message: problem.Message, Event: "sign-out refused", Err: err}
	case errors.As(err, &problem):
		return &Refusal{Status: http.StatusBadRequest, Message: problem.Message, Event: "sign-out refused", Err: err}
	case err != nil:
		return err
	}
	ctx := p.acting(r.Context(), identity.Person{Via: identity.ViaIssuer}, RequestOf(r.Context()))
	if _, err := p.cfg.Store.EndSessions(ctx, subject); err != nil {
		return err
	}
	w.WriteHeader(http.StatusOK)
	return nil
}

// SignOut ends the session of the browser, or all sessions of the person. It offers to sign
// out at the issuer too, where the person stays signed in to other programs otherwise.
func (p *Pages) SignOut(w http.ResponseWriter, r *http.Request) error {
	if p.cfg.SignIn == nil {
		return p.elsewhere()
	}
	posted, err := p.site.ReadForm(w, r)
	if err != nil {
		return err
	}
	Private(w)
	v := p.visitor(r)
	if v.err != nil {
		return v.err
	}
	if v.session.Subject != "" {
		if posted.Get("everywhere") != "" {
			_, err = p.cfg.Store.EndSessions(r.Context(), v.session.Subject)
		} else {
			err = p.cfg.Store.EndSession(r.Context(), v.session.Hash)
		}
		if err != nil {
			return err
		}
	}
	http.SetCookie(w, p.cookie(r, sessionCookie, "", -1))
	page := views.SignedOutPage{Page: p.site.Page(AccountPath, "You have signed out", "")}
	page.NoIndex = true
	page.IssuerURL = p.cfg.SignIn.EndSession(r.Context(), v.session.IDToken, p.at(r, AccountPath))
	return p.site.SendPage(w, r, http.StatusOK, views.SignedOut(page))
}
