package identity

import (
	"crypto/rand"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// What a token may be used for. None includes another.
const (
	ScopeRead      = "read"      // GET in the API, and what computes without storing
	ScopeWrite     = "write"     // what stores; changing an assessment needs its edit key too
	ScopePortfolio = "portfolio" // listing the portfolio
	ScopeAudit     = "audit"     // reading the audit log
)

// Scopes lists all of them, the most harmless first.
var Scopes = []string{ScopeRead, ScopeWrite, ScopePortfolio, ScopeAudit}

// Limits bound the tokens that a portal makes and accepts, including those that were made before a limit was
// lowered.
type Limits struct {
	Scopes []string      // that tokens may have
	Most   time.Duration // that a token may be valid for
}

// TokenPrefix is the beginning of every token, by which people and secret scanners recognise it, and which
// distinguishes it from an edit key.
const TokenPrefix = "crossroads_"

var tokenForm = regexp.MustCompile(`^` + TokenPrefix + `[a-z2-7]{26}$`)

// NewToken makes a token with 130 random bits.
func NewToken() string { return TokenPrefix + strings.ToLower(rand.Text()) }

// LooksLikeToken reports whether a text is meant as a token, even if its form is wrong.
func LooksLikeToken(s string) bool { return strings.HasPrefix(s, TokenPrefix) }

// IsToken reports whether a text has the form of a token.
func IsToken(s string) bool { return tokenForm.MatchString(s) }

// CheckScopes returns scopes in order and without repetition, or an error for people to read.
func (l Limits) CheckScopes(asked []string) ([]string, error) {
	var scopes []string
	for _, scope := range asked {
		switch {
		case !slices.Contains(Scopes, scope):
			return nil, fmt.Errorf("%q is not a scope; there are %s", scope, strings.Join(Scopes, ", "))
		case !slices.Contains(l.Scopes, scope):
			return nil, fmt.Errorf("tokens of this portal may not have the scope %s; --token-scopes allows %s", scope,
				strings.Join(l.Scopes, ", "))
		case !slices.Contains(scopes, scope):
			scopes = append(scopes, scope)
		}
	}
	if len(scopes) == 0 {
		return nil, errors.New("choose at least one scope")
	}
	slices.SortFunc(scopes, func(a, b string) int { return slices.Index(Scopes, a) - slices.Index(Scopes, b) })
	return scopes, nil
}

// CheckTime returns an error, for people to read, unless a token may be valid for so long.
func (l Limits) CheckTime(valid time.Duration) error {
	switch {
	case valid <= 0:
		return errors.New("a token is valid for at least one day")
	case valid > l.Most:
		return fmt.Errorf("a token is valid for at most %d days (--token-days)", int(l.Most/(24*time.Hour)))
	}
	return nil
}
