package signin

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"crossroads/network"
)

// Problem is the reason why signing in has failed. The message is for people and names the
// setting to look at; the answer of the issuer is for the log.
type Problem struct {
	Message string
	Down    bool // the issuer cannot be reached now
	Again   bool // signing in again may help
	Err     error
}

func (p *Problem) Error() string { return p.Message + ": " + p.Err.Error() }

func (p *Problem) Unwrap() error { return p.Err }

// CheckAddress refuses addresses without HTTPS, except on this machine, because others on the
// network could read the traffic.
func CheckAddress(address string) error {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "":
		return errors.New("it is no address; write https://login.example.org")
	case u.Scheme == "https":
		return nil
	case u.Scheme == "http" && network.OnThisMachine(u.Hostname()):
		return nil
	}
	return errors.New("it must begin with https://, except on this machine")
}

func discoveryProblem(issuer string, err error) error {
	var other *oidc.IssuerMismatchError
	if errors.As(err, &other) {
		return &Problem{Message: fmt.Sprintf(saidOtherIssuer, clip(other.Discovered), issuer), Down: true, Err: err}
	}
	return unreachable(issuer, err)
}

func unreachable(issuer string, err error) error {
	return &Problem{Message: fmt.Sprintf(saidIssuerDown, issuer), Down: true, Again: true, Err: clipped{err}}
}

func exchangeProblem(issuer string, err error) error {
	var refused *oauth2.RetrieveError
	switch {
	case errors.As(err, &refused) && (refused.ErrorCode == "invalid_client" || refused.ErrorCode == "unauthorized_client"):
		return &Problem{Message: saidWrongClient, Err: clipped{err}}
	case errors.As(err, &refused) && refused.ErrorCode == "invalid_grant":
		return &Problem{
			Message: "The issuer has taken this sign-in before, or it took too long. Sign in again.", Again: true, Err: clipped{err},
		}
	case errors.As(err, &refused) && refused.ErrorCode != "":
		return &Problem{Message: fmt.Sprintf(saidRefusedCode, clip(refused.ErrorCode)), Err: clipped{err}}
	}
	return unreachable(issuer, err)
}

func clockProblem(err error) error {
	return &Problem{Message: saidClocks, Again: true, Err: err}
}

// tokenProblem turns an error of the library into a Problem. The library has a type for only one
// of its errors, so the others are recognised by their text.
func (c *Client) tokenProblem(err error) error {
	var late *oidc.TokenExpiredError
	switch {
	case errors.As(err, &late):
		return clockProblem(err)
	case strings.Contains(err.Error(), "fetching keys"):
		return unreachable(c.cfg.Issuer, err)
	case strings.Contains(err.Error(), "before the nbf"):
		return clockProblem(err)
	case strings.Contains(err.Error(), "signature"), strings.Contains(err.Error(), "malformed jwt"):
		return &Problem{Message: saidWrongSignature, Err: clipped{err}}
	}
	return &Problem{Message: saidOtherAudience, Err: clipped{err}}
}

func answerError(query url.Values) error {
	return fmt.Errorf("error %q: %q", clip(query.Get("error")), clip(query.Get("error_description")))
}

// maxSaid bounds how much of an issuer's text is repeated, in bytes.
const maxSaid = 200

func clip(s string) string {
	if len(s) > maxSaid {
		s = strings.ToValidUTF8(s[:maxSaid], "") + "…"
	}
	return s
}

// clipped is an error whose text is shortened, because it may contain a whole page.
type clipped struct{ error }

func (c clipped) Error() string { return clip(c.error.Error()) }

func (c clipped) Unwrap() error { return c.error }
