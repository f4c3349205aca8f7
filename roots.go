package main

// If the system has no root certificates, as in the container image, those that browsers trust
// are used: for the OpenID Connect issuer, webhooks and PostgreSQL.
import (
	_ "golang.org/x/crypto/x509roots/fallback"
)
