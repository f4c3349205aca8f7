package signin

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strings"
)

// EndSession returns the address at which the issuer ends the session of an ID token, or "" if
// it has none (OpenID Connect RP-Initiated Logout 1.0). The issuer then sends the browser to
// back.
func (c *Client) EndSession(ctx context.Context, idToken, back string) string {
	i, err := c.issuer(ctx)
	if err != nil || i.endSession == "" {
		return ""
	}
	u, err := url.Parse(i.endSession)
	if err != nil {
		return ""
	}
	q := u.Query()
	q.Set("client_id", c.cfg.ClientID)
	q.Set("post_logout_redirect_uri", back)
	if idToken != "" {
		q.Set("id_token_hint", idToken)
	}
	u.RawQuery = q.Encode()
	return u.String()
}

// SignedOut checks the logout token that the issuer sends when it has ended the sessions of a
// person, and returns the subject of that person (OpenID Connect Back-Channel Logout 1.0). The
// error is a *Problem.
func (c *Client) SignedOut(ctx context.Context, logoutToken string) (subject string, err error) {
	i, err := c.issuer(ctx)
	if err != nil {
		return "", err
	}
	if !typedForLogout(logoutToken) {
		return "", &Problem{Message: saidNoLogoutToken, Err: errors.New("it is typed as another kind of token")}
	}
	token, err := i.verifier.VerifyLogout(c.with(ctx), logoutToken)
	if err != nil && strings.Contains(err.Error(), "fetching keys") {
		return "", unreachable(c.cfg.Issuer, err)
	}
	if err != nil {
		return "", &Problem{Message: saidNoLogoutToken, Err: clipped{err}}
	}
	if token.Subject == "" {
		return "", &Problem{Message: saidNobodySignedOut, Err: errors.New("there is no sub")}
	}
	return token.Subject, nil
}

// typedForLogout reports whether the type of a token can be that of a logout token; an access
// token has another. Many issuers give logout tokens the type of ID tokens, or no type.
func typedForLogout(token string) bool {
	head, _, _ := strings.Cut(token, ".")
	raw, err := base64.RawURLEncoding.DecodeString(head)
	var header struct {
		Type string `json:"typ"`
	}
	if err != nil || json.Unmarshal(raw, &header) != nil {
		return false
	}
	return slices.Contains([]string{"", "jwt", "logout+jwt"}, strings.ToLower(header.Type))
}
