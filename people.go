package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"crossroads/identity"
	"crossroads/web/account"
	"crossroads/web/origin"
	"crossroads/web/signin"
)

// people are the settings of signing in, of roles and of API tokens.
type people struct {
	OIDCIssuer           string   `name:"oidc-issuer" placeholder:"URL" help:"serve_oidc_issuer"`
	OIDCClientID         string   `name:"oidc-client-id" placeholder:"ID" help:"serve_oidc_client_id"`
	OIDCClientSecret     string   `name:"oidc-client-secret" placeholder:"SECRET" help:"serve_oidc_client_secret"`
	OIDCClientSecretFile string   `name:"oidc-client-secret-file" placeholder:"FILE" help:"serve_oidc_client_secret_file"`
	OIDCScopes           []string `name:"oidc-scopes" default:"openid,profile,email" placeholder:"SCOPE" help:"serve_oidc_scopes"`
	OIDCNameClaim        string   `name:"oidc-name-claim" default:"preferred_username" placeholder:"CLAIM" help:"serve_oidc_name_claim"`
	OIDCGroupsClaim      string   `name:"oidc-groups-claim" default:"groups" placeholder:"CLAIM" help:"serve_oidc_groups_claim"`
	OIDCLevels           []string `name:"oidc-acr" placeholder:"VALUE" help:"serve_oidc_acr"`
	OIDCMethods          []string `name:"oidc-amr" placeholder:"VALUE" help:"serve_oidc_amr"`
	Readers              []string `placeholder:"GROUP" help:"serve_readers"`
	Authors              []string `placeholder:"GROUP" help:"serve_authors"`
	Stewards             []string `placeholder:"GROUP" help:"serve_stewards"`
	SessionHours         int      `default:"12" placeholder:"N" help:"serve_session_hours"`
	SessionIdle          int      `default:"60" placeholder:"MINUTES" help:"serve_session_idle"`
	TokenScopes          []string `default:"read,write,portfolio" placeholder:"SCOPE" help:"serve_token_scopes"`
	TokenDays            int      `default:"90" placeholder:"N" help:"serve_token_days"`
	Instance             string   `placeholder:"NAME" help:"serve_instance"`
}

// checkPeople checks these settings.
func (c *config) checkPeople(check func(flag string, err error)) {
	for _, list := range [][]string{c.OIDCScopes, c.Readers, c.Authors, c.Stewards, c.TokenScopes, c.OIDCLevels, c.OIDCMethods} {
		trim(list)
	}
	for _, list := range []*[]string{&c.Readers, &c.Authors, &c.Stewards} {
		*list = identity.JoinNames(*list) // flags are split at each comma
	}
	if c.OIDCIssuer != "" {
		check("oidc-issuer", c.checkIssuer())
		check("oidc-client-id", required(c.OIDCClientID, "the issuer knows the portal by it"))
		check("oidc-name-claim", required(c.OIDCNameClaim, "people need a name"))
		if !slices.Contains(c.OIDCScopes, "openid") {
			check("oidc-scopes", errors.New("openid must be among them"))
		}
		check("oidc-client-secret-file", c.readSecret())
	} else if c.OIDCClientID+c.OIDCClientSecret+c.OIDCClientSecretFile != "" || len(c.OIDCLevels)+len(c.OIDCMethods) > 0 {
		check("oidc-issuer", errors.New("it is missing, and another setting of it is there"))
	}
	roles := c.roles()
	if !roles.Empty() && c.OIDCIssuer == "" && c.IdentityHeader == "" {
		check("readers",
			errors.New("nobody can sign in; set --oidc-issuer, or --identity-header, or leave --readers, --authors and --stewards out"))
	}
	if roles.NeedsGroups() && c.OIDCIssuer == "" && c.IdentityHeader != "" && c.GroupsHeader == "" {
		check("groups-header", errors.New("it is missing, and --readers, --authors or --stewards name groups"))
	}
	check("session-hours", between(c.SessionHours, 1, 24*30))
	check("session-idle", between(c.SessionIdle, 5, 24*60))
	check("token-days", between(c.TokenDays, 1, 3660))
	for _, scope := range c.TokenScopes {
		if !slices.Contains(identity.Scopes, scope) {
			check("token-scopes", fmt.Errorf("%q is not a scope; there are %s", scope, strings.Join(identity.Scopes, ", ")))
		}
	}
}

func required(value, why string) error {
	if value == "" {
		return fmt.Errorf("it is missing: %s", why)
	}
	return nil
}

func between(n, least, most int) error {
	if n < least || n > most {
		return fmt.Errorf("must be from %d to %d", least, most)
	}
	return nil
}

// checkIssuer checks the settings of OpenID Connect. It refuses combinations that would admit
// strangers or expose sessions.
func (c *config) checkIssuer() error {
	if err := signin.CheckAddress(c.OIDCIssuer); err != nil {
		return err
	}
	if c.roles().Empty() {
		return errors.New("say who gets in with --readers, --authors or --stewards; * is everybody whom the issuer signs in")
	}
	if c.BaseURL == "" {
		return errors.New("the issuer sends browsers back to --base-url, which is missing")
	}
	if at, _, err := origin.Public(c.BaseURL); err == nil && signin.CheckAddress(at.String()) != nil {
		return errors.New(
			"--base-url must begin with https://, except on this machine: cookies of people who have signed in could be read on the way")
	}
	return nil
}

// readSecret reads the client secret from its file.
func (c *config) readSecret() error {
	if c.OIDCClientSecretFile == "" {
		return nil
	}
	if c.OIDCClientSecret != "" {
		return errors.New("--oidc-client-secret is set too; leave one of them out")
	}
	raw, err := os.ReadFile(c.OIDCClientSecretFile)
	if err != nil {
		return explain(err)
	}
	if c.OIDCClientSecret = strings.TrimRight(string(raw), "\r\n"); c.OIDCClientSecret == "" {
		return errors.New("the file is empty")
	}
	return nil
}

// checkGroupsHeader refuses a header with groups if no proxy is trusted to write it.
func checkGroupsHeader(s settings) error {
	if s.GroupsHeader != "" && s.IdentityHeader == "" {
		return errors.New("it counts only beside --identity-header")
	}
	if s.GroupsHeader != "" && strings.EqualFold(s.GroupsHeader, s.IdentityHeader) {
		return errors.New("it must be another header than --identity-header")
	}
	return checkHeaderName(s.GroupsHeader)
}

func (p people) roles() identity.Roles {
	return identity.Roles{Readers: p.Readers, Authors: p.Authors, Stewards: p.Stewards}
}

func (p people) limits() identity.Limits {
	return identity.Limits{Scopes: p.TokenScopes, Most: time.Duration(p.TokenDays) * 24 * time.Hour}
}

// instance returns the name of this instance in the audit log.
func (p people) instance() string {
	host, _ := os.Hostname() // without one the field stays empty
	return cmp.Or(p.Instance, host)
}

// account returns the part of the configuration for package account.
func (c config) account() (account.Config, error) {
	a := account.Config{
		GroupsHeader: c.GroupsHeader, Roles: c.roles(), Limits: c.limits(), Instance: c.instance(), Webhooks: c.subscriptions(),
		SessionTime: time.Duration(c.SessionHours) * time.Hour, IdleTime: time.Duration(c.SessionIdle) * time.Minute,
	}
	if c.OIDCIssuer == "" {
		return a, nil
	}
	var err error
	a.SignIn, err = signin.New(signin.Config{
		Issuer: c.OIDCIssuer, ClientID: c.OIDCClientID, Secret: c.OIDCClientSecret, Scopes: c.OIDCScopes,
		NameClaim: c.OIDCNameClaim, GroupsClaim: c.OIDCGroupsClaim, NeedsGroups: a.Roles.NeedsGroups(),
		Levels: c.OIDCLevels, Methods: c.OIDCMethods,
		Key: c.secret, Now: time.Now,
	})
	return a, err
}
