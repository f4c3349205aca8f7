package account

import (
	"crypto/rand"
	"errors"
	"net/http"
	"strings"
	"time"

	"crossroads/identity"
	"crossroads/link"
	"crossroads/record"
	"crossroads/web/signin"
)

// Names of cookies. With either prefix browsers accept a cookie over https only. The first also
// excludes other hosts of the domain, but needs a portal at the root of its host. Below a path,
// the cookie is sent to that path alone.
const (
	sessionCookie = "crossroads-session"
	flowCookie    = "crossroads-sign-in"
	hostPrefix    = "__Host-"
	securePrefix  = "__Secure-"
)

// named returns the name of a cookie at the address of a request.
func (s *Service) named(r *http.Request, name string) string {
	switch {
	case !s.secure(r):
		return name
	case link.Base(r.Context()) != "":
		return securePrefix + name
	}
	return hostPrefix + name
}

// cookie makes a cookie. Negative seconds remove it.
func (s *Service) cookie(r *http.Request, name, value string, seconds int) *http.Cookie {
	return &http.Cookie{Name: s.named(r, name), Value: value, Path: link.Base(r.Context()) + "/", MaxAge: seconds,
		Secure: s.secure(r), HttpOnly: true, SameSite: http.SameSiteLaxMode}
}

func (s *Service) secure(r *http.Request) bool {
	return strings.HasPrefix(s.cfg.Origin(r), "https://")
}

// cookieValue returns the value of a cookie, or "". A cookie that occurs twice is ignored,
// because somebody has planted one of them.
func (s *Service) cookieValue(r *http.Request, name string) string {
	cookies := r.CookiesNamed(s.named(r, name))
	if len(cookies) != 1 {
		return ""
	}
	return cookies[0].Value
}

// fromSession returns the session of the browser that sends a request, and its person.
func (s *Service) fromSession(r *http.Request) (n record.Session, p identity.Person, err error) {
	if s.cfg.SignIn == nil {
		return n, p, nil
	}
	secret := s.cookieValue(r, sessionCookie)
	if secret == "" {
		return n, p, nil
	}
	n, err = s.cfg.Store.Session(r.Context(), hashed(secret))
	if errors.Is(err, record.ErrNotFound) {
		return record.Session{}, p, nil
	}
	now := s.cfg.Now()
	if err != nil || !now.Before(n.Ends) || now.Sub(n.Seen) >= s.cfg.IdleTime {
		return record.Session{}, p, err
	}
	if now.Sub(n.Seen) >= s.cfg.IdleTime/10 { // so that few requests write
		if err := s.cfg.Store.SeeSession(r.Context(), n.Hash, now); err != nil {
			s.cfg.Log.Warn("the use of a session was not noted", "err", err)
		}
	}
	return n, identity.Person{Name: n.Name, Via: identity.ViaOIDC, Role: identity.ParseRole(n.Role), Groups: n.Groups}, nil
}

// begin starts a session with a new secret. It returns record.ErrConflict if the name belongs to
// somebody else.
func (s *Service) begin(w http.ResponseWriter, r *http.Request, found signin.Found, p identity.Person) error {
	if old := s.cookieValue(r, sessionCookie); old != "" {
		if err := s.cfg.Store.EndSession(r.Context(), hashed(old)); err != nil {
			return err
		}
	}
	secret, now := strings.ToLower(rand.Text()), s.cfg.Now()
	n := record.Session{Hash: hashed(secret), Issuer: found.Issuer, Subject: found.Subject, Name: p.Name, Role: p.Role.String(),
		Groups: p.Groups, IDToken: hint(found.IDToken), Created: now, Seen: now, Ends: now.Add(s.cfg.SessionTime)}
	if err := s.cfg.Store.AddSession(s.acting(r.Context(), p, RequestOf(r.Context())), n); err != nil {
		return err
	}
	http.SetCookie(w, s.cookie(r, sessionCookie, secret, int(s.cfg.SessionTime/time.Second)))
	return nil
}
