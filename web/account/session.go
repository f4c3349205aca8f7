package account

import (
	"crypto/rand"
	"errors"
	"net/http"
	"strings"
	"time"

	"crossroads/identity"
	"crossroads/record"
)

// Cookies. The prefix makes browsers take them from this host alone, and by https.
const (
	sessionCookie = "crossroads-session"
	flowCookie    = "crossroads-sign-in"
	hostPrefix    = "__Host-"
)

// cookie is one of ours. Seconds under zero remove it.
func (s *Service) cookie(r *http.Request, name, value string, seconds int) *http.Cookie {
	c := &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: seconds, HttpOnly: true, SameSite: http.SameSiteLaxMode}
	if s.secure(r) {
		c.Name, c.Secure = hostPrefix+name, true
	}
	return c
}

func (s *Service) secure(r *http.Request) bool {
	return strings.HasPrefix(s.cfg.Origin(r), "https://")
}

// kept is what the browser keeps under a name, "" for nothing. A cookie that comes
// twice was planted by somebody.
func (s *Service) kept(r *http.Request, name string) string {
	if s.secure(r) {
		name = hostPrefix + name
	}
	cookies := r.CookiesNamed(name)
	if len(cookies) != 1 {
		return ""
	}
	return cookies[0].Value
}

// fromSession is who has signed in, in the browser that sends a request.
func (s *Service) fromSession(r *http.Request) (n record.Session, p identity.Person, err error) {
	if s.cfg.SignIn == nil {
		return n, p, nil
	}
	secret := s.kept(r, sessionCookie)
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
	if now.Sub(n.Seen) >= s.cfg.IdleTime/10 { // so that reading seldom writes
		if err := s.cfg.Store.SeeSession(r.Context(), n.Hash, now); err != nil {
			s.cfg.Log.Warn("the use of a session was not noted", "err", err)
		}
	}
	return n, identity.Person{Name: n.Name, Via: identity.ViaOIDC, Role: identity.ParseRole(n.Role)}, nil
}

// begin starts a session of a person, with a secret that nobody had before.
func (s *Service) begin(w http.ResponseWriter, r *http.Request, subject, idToken string, p identity.Person, request string) error {
	if old := s.kept(r, sessionCookie); old != "" {
		if err := s.cfg.Store.EndSession(r.Context(), hashed(old)); err != nil {
			return err
		}
	}
	secret, now := strings.ToLower(rand.Text()), s.cfg.Now()
	n := record.Session{Hash: hashed(secret), Subject: subject, Name: p.Name, Role: p.Role.String(), IDToken: idToken,
		Created: now, Seen: now, Ends: now.Add(s.cfg.SessionTime)}
	if err := s.cfg.Store.AddSession(s.acting(r.Context(), p, request), n); err != nil {
		return err
	}
	http.SetCookie(w, s.cookie(r, sessionCookie, secret, int(s.cfg.SessionTime/time.Second)))
	return nil
}
