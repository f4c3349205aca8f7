// Package signin lets people sign in by OpenID Connect: with the authorization code flow,
// PKCE, state and nonce (OpenID Connect Core 1.0, RFC 9700).
//
// An ID token counts only after its signature, issuer, audience, times and nonce have been
// checked. The discovery document is fetched when somebody signs in, so the portal starts
// even if the issuer is down. While a browser is at the issuer, the state of the sign-in
// is in an encrypted cookie; the portal stores nothing.
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
	"strings"
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
	NameClaim   string   // claim with the name that people have here
	GroupsClaim string   // path of the claim with their groups
	NeedsGroups bool     // people without a group cannot sign in
	Levels      []string // accepted values of acr, which the request asks for; none for any
	Methods     []string // accepted values in amr; none for any

	Key []byte           // 32 bytes, the same in all instances: encrypts the cookie of a sign-in
	Now func() time.Time // the time by which tokens are checked
}

const (
	patience = 5 * time.Second  // for one response of the issuer
	retry    = 3 * time.Second  // after which a failed issuer is contacted again
	leeway   = time.Minute      // by which the clocks of portal and issuer may differ
	flowTime = 10 * time.Minute // for a sign-in at the issuer
	maxBody  = 1 << 20          // bytes of a response of the issuer
)

// Client signs people in at one issuer. All methods may be called concurrently.
type Client struct {
	cfg  Config
	seal sealer
	http *http.Client

	mu     sync.Mutex // held during discovery, so that concurrent sign-ins share one request
	found  *issuer
	failed error
	tried  time.Time
}

// issuer holds the endpoints of the discovery document.
type issuer struct {
	*oidc.Provider
	verifier   *oidc.IDTokenVerifier
	endSession string // "" if the issuer has no such endpoint
	userInfo   bool   // there is an endpoint for claims that are not in the token
	style      oauth2.AuthStyle
}

// New returns a client. It does not contact the issuer.
func New(cfg Config) (*Client, error) {
	seal, err := newSealer(cfg.Key)
	if err != nil {
		return nil, err
	}
	return &Client{cfg: cfg, seal: seal, http: &http.Client{Timeout: patience, Transport: bounded{http.DefaultTransport}}}, nil
}

// bounded cuts off responses that are longer than any that an issuer sends.
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

// Ready contacts the issuer, or returns the outcome of the latest attempt. The error is a
// *Problem.
func (c *Client) Ready(ctx context.Context) error {
	_, err := c.issuer(ctx)
	return err
}

// Failing returns the error of the latest attempt to contact the issuer, or nil. It sends no
// request and does not block.
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
	// A request that is cancelled says nothing about the issuer, so discovery goes on.
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

// with makes both libraries use our HTTP client.
func (c *Client) with(ctx context.Context) context.Context { return oidc.ClientContext(ctx, c.http) }

// style returns how the portal authenticates to the issuer. By default the library tries both
// ways, and the error of the second hides that of the first.
func (c *Client) style(methods []string) oauth2.AuthStyle {
	if c.cfg.Secret == "" || len(methods) > 0 && !slices.Contains(methods, "client_secret_basic") {
		return oauth2.AuthStyleInParams
	}
	return oauth2.AuthStyleInHeader // the default of Discovery 1.0
}

func (c *Client) config(i *issuer, redirect string) *oauth2.Config {
	endpoint := i.Endpoint()
	endpoint.AuthStyle = i.style
	return &oauth2.Config{ClientID: c.cfg.ClientID, ClientSecret: c.cfg.Secret, Endpoint: endpoint, RedirectURL: redirect,
		Scopes: c.cfg.Scopes}
}

// Begin starts a sign-in. It returns the address at the issuer to send the browser to, and the
// encrypted state of the sign-in, which the browser has to bring back within FlowTime. Redirect
// is the address that it comes back to, and to is the path that it wanted to see.
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
	options := []oauth2.AuthCodeOption{oidc.Nonce(f.Nonce), oauth2.S256ChallengeOption(f.Verifier)}
	if len(c.cfg.Levels) > 0 {
		options = append(options, oauth2.SetAuthURLParam("acr_values", strings.Join(c.cfg.Levels, " ")))
	}
	return c.config(i, redirect).AuthCodeURL(f.State, options...), sealed, nil
}

// FlowTime is how long a sign-in at the issuer may take.
const FlowTime = flowTime

// Found is a person whom the issuer has signed in.
type Found struct {
	Issuer  string
	Subject string // never changes and belongs to nobody else at this issuer
	Name    string
	Groups  []string
	IDToken string // as the issuer sent it, for signing out there
	To      string // path that was wanted
}

// Finish completes a sign-in with the query that the browser came back with, and the encrypted
// state that Begin returned. The error is a *Problem.
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
	found := Found{Issuer: c.cfg.Issuer, Subject: id.Subject, IDToken: raw, To: f.To}
	err = c.describe(ctx, i, id, token, &found)
	return found, err
}

// returned decrypts the state of a sign-in and checks the query against it.
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

// check verifies the claims that the library leaves to its caller: nonce, subject, authorised
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
	if err := c.strong(id); err != nil {
		return err
	}
	if id.AccessTokenHash != "" {
		if err := id.VerifyAccessToken(access); err != nil {
			return c.tokenProblem(err)
		}
	}
	return nil
}

// strong checks the strength and the methods of the sign-in, if the operator has set any.
func (c *Client) strong(id *oidc.IDToken) error {
	var how struct {
		Level   string   `json:"acr"`
		Methods []string `json:"amr"`
	}
	if err := id.Claims(&how); err != nil {
		return c.tokenProblem(err)
	}
	if len(c.cfg.Levels) > 0 && !slices.Contains(c.cfg.Levels, how.Level) {
		return &Problem{Message: fmt.Sprintf(saidOtherLevel, strings.Join(c.cfg.Levels, ", ")), Again: true,
			Err: fmt.Errorf("acr is %q", clip(how.Level))}
	}
	if len(c.cfg.Methods) > 0 && !slices.ContainsFunc(how.Methods, func(m string) bool { return slices.Contains(c.cfg.Methods, m) }) {
		return &Problem{Message: fmt.Sprintf(saidOtherMethod, strings.Join(c.cfg.Methods, ", ")), Again: true,
			Err: fmt.Errorf("amr is %q", clip(strings.Join(how.Methods, " ")))}
	}
	return nil
}

// describe reads name and groups from the ID token, or else from the user info endpoint.
func (c *Client) describe(ctx context.Context, i *issuer, id *oidc.IDToken, token *oauth2.Token, found *Found) error {
	claims := map[string]any{}
	if err := id.Claims(&claims); err != nil {
		return c.tokenProblem(err)
	}
	_, listed, _ := identity.GroupsAt(claims, c.cfg.GroupsClaim)
	named := nameIn(claims, c.cfg.NameClaim) != ""
	if i.userInfo && (!named || !listed) {
		info, err := i.UserInfo(ctx, oauth2.StaticTokenSource(token))
		if err != nil && named && !c.cfg.NeedsGroups {
			return c.named(claims, found) // groups are missing, but no role depends on them
		}
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
	return c.named(claims, found)
}

// named reads name and groups from the claims of the ID token and the user info endpoint.
func (c *Client) named(claims map[string]any, found *Found) error {
	groups, listed, err := identity.GroupsAt(claims, c.cfg.GroupsClaim)
	found.Groups = groups
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

// nameIn returns the name in a claim, or "". An email address that the issuer has not verified
// does not count, because anybody could have typed it.
func nameIn(claims map[string]any, claim string) string {
	if verified, said := claims["email_verified"]; claim == "email" && said && verified != true && verified != "true" {
		return ""
	}
	name, _ := claims[claim].(string)
	return name
}
