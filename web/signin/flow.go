package signin

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"golang.org/x/oauth2"
)

// flow is a sign-in in progress. It is in a cookie while the browser is at the issuer.
type flow struct {
	State    string    `json:"s"` // comes back with the browser
	Nonce    string    `json:"n"` // comes back in the ID token
	Verifier string    `json:"v"` // of PKCE
	To       string    `json:"t"`
	Ends     time.Time `json:"e"`
}

func newFlow(to string, now time.Time) flow {
	return flow{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), To: to, Ends: now.Add(flowTime)}
}

// sealer encrypts a flow for the cookie, so that it can be neither read nor forged.
type sealer struct{ cipher.AEAD }

func newSealer(key []byte) (sealer, error) {
	if len(key) < 32 {
		return sealer{}, errors.New("the key that seals sign-ins has less than 32 bytes")
	}
	own, err := hkdf.Key(sha256.New, key, nil, "crossroads sign-in", 32)
	if err != nil {
		return sealer{}, err
	}
	block, err := aes.NewCipher(own)
	if err != nil {
		return sealer{}, err
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	return sealer{aead}, err
}

func (s sealer) close(f flow) (string, error) {
	raw, err := json.Marshal(f)
	if err != nil {
		return "", fmt.Errorf("sealing a sign-in: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(s.Seal(nil, nil, raw, nil)), nil
}

func (s sealer) open(cookie string) (f flow, err error) {
	sealed, err := base64.RawURLEncoding.DecodeString(cookie)
	if err != nil {
		return f, err
	}
	raw, err := s.Open(nil, nil, sealed, nil)
	if err != nil {
		return f, err
	}
	return f, json.Unmarshal(raw, &f)
}
