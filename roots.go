package main

// Where the system has no certificates of authorities, as in the image, those that
// browsers trust are used: for an OpenID Connect issuer, webhooks and PostgreSQL.
import (
	_ "golang.org/x/crypto/x509roots/fallback"
)
