// Package signin has people sign in by OpenID Connect: the authorization code flow
// with PKCE, state and nonce (OpenID Connect Core 1.0, RFC 9700).
//
// What is read from the issuer counts only after its signature, issuer, audience,
// times and nonce have been checked. The issuer is looked up when somebody signs in
// and not before, so the portal starts without it. While a browser is at the issuer
// it keeps what is needed to go on, sealed; nothing is stored here.
package signin

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"crossroads/identity"
)

// Config holds the settings of the issuer and of this client.
type Config struct {
	Issuer      string // https, or http on this machine
	ClientID    string
	Secret      string   // "" for a public client
	Scopes      []string // openid among them
	NameClaim   string   // the name that people have here
	GroupsClaim string   // path of the claim with their groups
	NeedsGroups bool     // nobody gets in without a group

	Key []byte           // 32 bytes, the same in all instances: seals what browsers keep
	Now func() time.Time // the time by which tokens are checked
}

const (
	patience = 5 * time.Second  // with one answer of the issuer
	retry    = 3 * time.Second  // after which an issuer that failed is asked again
	leeway   = time.Minute      // by which the clocks of portal and issuer may differ
	flowTime = 10 * time.Minute // from the link to the issuer to coming back
	maxBody  = 1 << 20          // bytes of an answer of the issuer
)

// Client signs people in at one issuer. All methods may be called concurrently.
type Client struct {
	cfg  Config
	seal sealer
	http *http.Client

	mu     sync.Mutex // held while the issuer is looked up, so that it is asked once
	found  *issuer
	failed error
	tried  time.Time
}

// issuer holds the endpoints of the discovery document.
type issuer struct {
	*oidc.Provider
	verifier   *oidc.IDTokenVerifier
	endSession string // "" where the issuer does not end sessions
	userInfo   bool   // there is an endpoint for claims that are not in the token
	style      oauth2.AuthStyle
}

// New returns a client. It asks the issuer nothing.
func New(cfg Config) (*Client, error) {
	seal, err := newSealer(cfg.Key)
	if err != nil {
		return nil, err
	}
	return &Client{cfg: cfg, seal: seal, http: &http.Client{Timeout: patience, Transport: bounded{http.DefaultTransport}}}, nil
}

// bounded cuts answers off that are longer than any of an issuer.
type bounded struct{ http.RoundTripper }

func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := b.RoundTripper.RoundTrip(r)
	if err == nil {
		res.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(res.Body, maxBody), res.Body}
	}
	return res, err
}

// Ready looks the issuer up, or returns what the last attempt came to. The error is
// a *Problem.
func (c *Client) Ready(ctx context.Context) error {
	_, err := c.issuer(ctx)
	return err
}

// Failing is the error of the last attempt to look up the issuer, nil for none. It sends
// no request and does not block.
func (c *Client) Failing() error {
	if !c.mu.TryLock() {
		return nil
	}
	defer c.mu.Unlock()
	return c.failed
}

func (c *Client) issuer(ctx context.Context) (*issuer, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.found != nil {
		return c.found, nil
	}
	if c.failed != nil && c.cfg.Now().Sub(c.tried) < retry {
		return nil, c.failed
	}
	// The next caller may have more time, so this one's giving up is no failure.
	found, err := c.discover(context.WithoutCancel(ctx))
	c.found, c.failed, c.tried = found, err, c.cfg.Now()
	return found, err
}

func (c *Client) discover(ctx context.Context) (*issuer, error) {
	ctx, cancel := context.WithTimeout(c.with(ctx), patience)
	defer cancel()
	p, err := oidc.NewProvider(ctx, c.cfg.Issuer)
	if err != nil {
		return nil, discoveryProblem(c.cfg.Issuer, err)
	}
	var more struct {
		EndSession string   `json:"end_session_endpoint"`
		Keys       string   `json:"jwks_uri"`
		Methods    []string `json:"token_endpoint_auth_methods_supported"`
	}
	if err := p.Claims(&more); err != nil {
		return nil, discoveryProblem(c.cfg.Issuer, err)
	}
	for _, at := range []string{p.Endpoint().AuthURL, p.Endpoint().TokenURL, more.Keys} {
		if err := CheckAddress(at); err != nil {
			return nil, discoveryProblem(c.cfg.Issuer, fmt.Errorf("the discovery document names %q: %w", at, err))
		}
	}
	if CheckAddress(more.EndSession) != nil {
		more.EndSession = ""
	}
	now := func() time.Time { return c.cfg.Now().Add(-leeway) }
	return &issuer{
		Provider: p, endSession: more.EndSession, userInfo: CheckAddress(p.UserInfoEndpoint()) == nil,
		style:    c.style(more.Methods),
		verifier: p.Verifier(&oidc.Config{ClientID: c.cfg.ClientID, Now: now}),
	}, nil
}

// with makes both libraries ask by our own client.
func (c *Client) with(ctx context.Context) context.Context { return oidc.ClientContext(ctx, c.http) }

// style is how the portal names itself to the issuer. Left to itself the library tries
// both ways, and the second one hides what was wrong with the first.
func (c *Client) style(methods []string) oauth2.AuthStyle {
	if c.cfg.Secret == "" || len(methods) > 0 && !slices.Contains(methods, "client_secret_basic") {
		return oauth2.AuthStyleInParams
	}
	return oauth2.AuthStyleInHeader // what Discovery 1.0 says where nothing is listed
}

func (c *Client) config(i *issuer, redirect string) *oauth2.Config {
	endpoint := i.Endpoint()
	endpoint.AuthStyle = i.style
	return &oauth2.Config{ClientID: c.cfg.ClientID, ClientSecret: c.cfg.Secret, Endpoint: endpoint, RedirectURL: redirect,
		Scopes: c.cfg.Scopes}
}

// Begin starts signing in. It returns the address at the issuer to send the browser
// to, and what the browser must keep and bring back, for at most FlowTime. Redirect is
// where it comes back to, and to the path here that it wanted.
func (c *Client) Begin(ctx context.Context, redirect, to string) (address, sealed string, err error) {
	i, err := c.issuer(ctx)
	if err != nil {
		return "", "", err
	}
	f := newFlow(to, c.cfg.Now())
	sealed, err = c.seal.close(f)
	if err != nil {
		return "", "", err
	}
	return c.config(i, redirect).AuthCodeURL(f.State, oidc.Nonce(f.Nonce), oauth2.S256ChallengeOption(f.Verifier)), sealed, nil
}

// FlowTime is how long somebody may take at the issuer.
const FlowTime = flowTime

// Found is a person whom the issuer has signed in.
type Found struct {
	Subject string // never changes and belongs to nobody else at this issuer
	Name    string
	Groups  []string
	IDToken string // as it came, for signing out at the issuer
	To      string // path that was wanted
}

// Finish ends what Begin has started, with the query that the browser came back with
// and what it kept. The error is a *Problem.
func (c *Client) Finish(ctx context.Context, redirect, sealed string, query url.Values) (Found, error) {
	f, err := c.returned(sealed, query)
	if err != nil {
		return Found{}, err
	}
	i, err := c.issuer(ctx)
	if err != nil {
		return Found{}, err
	}
	ctx = c.with(ctx)
	token, err := c.config(i, redirect).Exchange(ctx, query.Get("code"), oauth2.VerifierOption(f.Verifier))
	if err != nil {
		return Found{}, exchangeProblem(c.cfg.Issuer, err)
	}
	raw, _ := token.Extra("id_token").(string)
	if raw == "" {
		return Found{}, &Problem{Message: saidNoIDToken, Err: errors.New("no id_token")}
	}
	id, err := i.verifier.Verify(ctx, raw)
	if err != nil {
		return Found{}, c.tokenProblem(err)
	}
	if err := c.check(id, f, token.AccessToken); err != nil {
		return Found{}, err
	}
	found := Found{Subject: id.Subject, IDToken: raw, To: f.To}
	err = c.describe(ctx, i, id, token, &found)
	return found, err
}

// returned checks what the browser came back with against what it kept.
func (c *Client) returned(sealed string, query url.Values) (flow, error) {
	f, err := c.seal.open(sealed)
	switch {
	case err != nil:
		return f, &Problem{Message: saidFinished, Err: fmt.Errorf("no flow: %w", err), Again: true}
	case c.cfg.Now().After(f.Ends):
		return f, &Problem{
			Message: "Signing in took longer than ten minutes. Sign in again.", Err: errors.New("the flow is over"), Again: true,
		}
	case len(query["state"]) != 1 || subtle.ConstantTimeCompare([]byte(query.Get("state")), []byte(f.State)) != 1:
		return f, &Problem{Message: saidNewerFlow, Err: errors.New("the state is another one"), Again: true}
	case query.Has("iss") && query.Get("iss") != c.cfg.Issuer: // RFC 9207
		return f, &Problem{
			Message: "The answer came from another issuer than --oidc-issuer.",
			Err:     fmt.Errorf("iss is %q", query.Get("iss")),
		}
	case query.Get("error") == "access_denied":
		return f, &Problem{Message: "The issuer did not let you in, or you did not agree.", Err: answerError(query), Again: true}
	case query.Has("error"):
		return f, &Problem{Message: fmt.Sprintf(saidRefusedAnswer, clip(query.Get("error"))), Err: answerError(query)}
	case len(query["code"]) != 1 || query.Get("code") == "":
		return f, &Problem{Message: "The issuer sent no code. Sign in again.", Err: errors.New("no code"), Again: true}
	}
	return f, nil
}

// check verifies what the library leaves to its caller: nonce, subject, authorised
// party, time of issue and the hash of the access token.
func (c *Client) check(id *oidc.IDToken, f flow, access string) error {
	var more struct {
		Party string `json:"azp"`
	}
	if err := id.Claims(&more); err != nil {
		return c.tokenProblem(err)
	}
	switch ahead := id.IssuedAt.Sub(c.cfg.Now()); {
	case subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(f.Nonce)) != 1:
		return &Problem{Message: saidOtherNonce, Err: errors.New("the nonce is another one"), Again: true}
	case id.Subject == "":
		return c.tokenProblem(errors.New("there is no subject"))
	case more.Party != "" && more.Party != c.cfg.ClientID:
		return c.tokenProblem(fmt.Errorf("it was issued to %q", more.Party))
	case ahead > leeway:
		return clockProblem(fmt.Errorf("the ID token is from %s in the future", ahead.Round(time.Second)))
	}
	if id.AccessTokenHash != "" {
		if err := id.VerifyAccessToken(access); err != nil {
			return c.tokenProblem(err)
		}
	}
	return nil
}

// describe reads name and groups, from the endpoint for claims what the token lacks.
func (c *Client) describe(ctx context.Context, i *issuer, id *oidc.IDToken, token *oauth2.Token, found *Found) error {
	claims := map[string]any{}
	if err := id.Claims(&claims); err != nil {
		return c.tokenProblem(err)
	}
	_, listed, _ := identity.GroupsAt(claims, c.cfg.GroupsClaim)
	if i.userInfo && (nameIn(claims, c.cfg.NameClaim) == "" || c.cfg.NeedsGroups && !listed) {
		info, err := i.UserInfo(ctx, oauth2.StaticTokenSource(token))
		if err != nil {
			return exchangeProblem(c.cfg.Issuer, err)
		}
		more := map[string]any{}
		if err := info.Claims(&more); err != nil || info.Subject != id.Subject {
			return c.tokenProblem(errors.Join(errors.New("the user info is of somebody else"), err))
		}
		for claim, value := range more {
			if _, signed := claims[claim]; !signed {
				claims[claim] = value
			}
		}
	}
	var err error
	found.Groups, listed, err = identity.GroupsAt(claims, c.cfg.GroupsClaim)
	if err == nil && !listed && c.cfg.NeedsGroups {
		err = fmt.Errorf("there is no claim %q in the ID token, nor at the user info endpoint", c.cfg.GroupsClaim)
	}
	if err != nil {
		return &Problem{Message: saidNoGroups, Err: err}
	}
	if found.Name = nameIn(claims, c.cfg.NameClaim); found.Name == "" {
		return &Problem{Message: saidNoName, Err: fmt.Errorf("no claim %q", c.cfg.NameClaim)}
	}
	return nil
}

// nameIn is the claim with a name. An address that the issuer has not verified is
// no name: anybody could have typed it.
func nameIn(claims map[string]any, claim string) string {
	if verified, said := claims["email_verified"]; claim == "email" && said && verified != true && verified != "true" {
		return ""
	}
	name, _ := claims[claim].(string)
	return name
}

// EndSession is the address at which the issuer ends the session that the ID token is
// from, "" where it offers none; it then sends the browser back to an address here. OpenID Connect RP-Initiated Logout 1.0.
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
