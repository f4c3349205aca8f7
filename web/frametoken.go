package web

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"strings"
	"time"
)

// frameTokens are minted into pages in frames and asked for when something is
// saved from there. A frame in a sandbox has no origin and no cookie, so there is
// nothing that a forged request could ride on; the token only makes sure that
// who posts has asked for a page first, not long ago. The secret is this
// process's own: after a restart the page is shown again with a fresh token.
type frameTokens struct {
	now    func() time.Time
	secret []byte
}

const frameTokenLife = 12 * time.Hour

func newFrameTokens(now func() time.Time) *frameTokens {
	secret := make([]byte, 32)
	rand.Read(secret) // never fails
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
	mac.Write([]byte(at + " " + comparison)) // a time holds no space
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}
