package account

// What people read of signing in, roles and tokens.

// Signing in.
const (
	saidProxySignsIn = "People sign in at the proxy in front of this portal. Open the portal at its usual address."
	saidNameNotShown = "The issuer sends a name for you that cannot be shown (--oidc-name-claim)."
	saidNameTaken    = "The name %s belongs to somebody else at this portal, who signed in under it before, so you are not signed in. " +
		"If it is yours now, whoever runs the portal can free it: crossroads sign-out --free-name NAME."
	saidNoRole = "The issuer knows you as %s, but you have no role at this portal, so you are not signed in. Whoever runs " +
		"it gives roles with --readers, --authors and --stewards."
	saidSignInFor = "%s is for people who have signed in. %s"
	saidOtherRole = "%s is not for your role. You have signed in as %s with the role %s; whoever runs the portal gives roles " +
		"with --readers, --authors and --stewards."
)

// Tokens.
const (
	saidNoToken        = "This is not an API token of this portal: a token is %s followed by 26 letters and digits."
	saidTokensByPeople = "Tokens are made and revoked by stewards who have signed in, not by tokens."
	saidTokenExpired   = "The API token %s expired on %s. A steward makes a new one under /tokens."
	saidOtherScopes    = "%s is not for the API token %s: it has the scopes %s."
	saidTokenScope     = "The API token %s has the scopes %s, and this needs %s."
)

// Webhooks.
const (
	saidWebhooksByPeople = "Webhooks are sent again by stewards who have signed in, not by tokens."
	saidNoDelivery       = "There is no delivery with this number. Deliveries are deleted after 90 days."
)
