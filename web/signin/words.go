package signin

// What people read when signing in fails.
const (
	saidOtherIssuer = "Signing in is set up wrongly: the issuer calls itself %s, and --oidc-issuer is %s. Both must be the " +
		"same to the letter."
	saidIssuerDown = "Nobody can sign in just now: the issuer %s (--oidc-issuer) cannot be reached, or does not answer as " +
		"one. Everything that needs no sign-in works. Try again in a moment."
	saidWrongClient = "The issuer does not accept this portal as its client: --oidc-client-id or --oidc-client-secret is wrong."
	saidRefusedCode = "The issuer refused to sign you in (%s). Its client settings and --oidc-client-id and --base-url must " +
		"fit together."
	saidClocks = "The clocks of the portal and of the issuer differ by more than a minute. Set both by NTP, then sign in " +
		"again."
	saidWrongSignature = "The signature of the ID token is not by a key that the issuer publishes (jwks_uri of --oidc-issuer). " +
		"You are not signed in."
	saidOtherAudience = "The ID token is not for this portal: --oidc-issuer and --oidc-client-id must be those of the issuer’s " +
		"client. You are not signed in."
	saidNoIDToken     = "The issuer sent no ID token. The scopes must contain openid (--oidc-scopes)."
	saidFinished      = "This sign-in was finished before, or it began in another browser or tab. Sign in again."
	saidNewerFlow     = "This sign-in was finished before, or a newer one began in another tab. Sign in again."
	saidRefusedAnswer = "The issuer refused to sign you in (%s). Its client settings and --oidc-client-id, --oidc-scopes and " +
		"--base-url must match."
	saidOtherNonce = "The ID token belongs to another sign-in. Sign in again."
	saidNoGroups   = "The issuer does not say which groups you are in, so you have no role here. --oidc-groups-claim must " +
		"name the claim, and the issuer must send it."
	saidOtherLevel = "The issuer did not sign you in with the strength that this portal asks for (--oidc-acr: %s). Sign in with your " +
		"second factor."
	saidOtherMethod = "The issuer did not sign you in by a method that this portal asks for (--oidc-amr: %s). Sign in with your " +
		"second factor."
	saidNoLogoutToken = "This is not a logout token of the issuer for this portal, or it is over: --oidc-issuer and " +
		"--oidc-client-id must be those of the issuer’s client, and both clocks must agree."
	saidNobodySignedOut = "The logout token names nobody: the issuer must send sub in it."
	saidNoName          = "The issuer sends no name for you in the claim that --oidc-name-claim names."
)
