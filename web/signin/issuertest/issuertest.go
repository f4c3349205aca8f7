// Package issuertest is an OpenID Connect issuer for tests. It signs in whoever comes,
// and can be made to do what a real one does not: sign with other keys, live at
// another time, or lie. That the portal works with a real issuer is tested in e2e.
package issuertest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// What the client of the portal is called at the issuer.
const (
	ClientID = "portal"
	Secret   = "correct horse battery staple"
)

// Issuer answers on this machine. Its fields may be changed between requests.
type Issuer struct {
	URL string

	mu     sync.Mutex
	down   bool
	claims map[string]any              // of the ID token, besides those that every one has
	info   map[string]any              // of the user info endpoint
	alter  func(claims map[string]any) // the ID token before it is signed
	forge  func(signed string) string  // and after that
	ahead  time.Duration               // of its clock
	key    *ecdsa.PrivateKey           // signs
	public *ecdsa.PublicKey            // is published
	codes  map[string]url.Values       // requests, by the code that they were given
	now    func() time.Time
}

// New starts an issuer, which stops with the test. Now is nil for the time it is.
func New(t *testing.T, now func() time.Time) *Issuer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if now == nil {
		now = time.Now
	}
	i := &Issuer{key: key, public: &key.PublicKey, codes: map[string]url.Values{}, now: now}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", i.discovery)
	mux.HandleFunc("GET /authorize", i.authorize)
	mux.HandleFunc("POST /token", i.token)
	mux.HandleFunc("GET /keys", i.keys)
	mux.HandleFunc("GET /userinfo", i.userInfo)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		i.mu.Lock()
		defer i.mu.Unlock()
		if i.down {
			http.Error(w, "down for maintenance", http.StatusBadGateway)
			return
		}
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	i.URL = server.URL
	return i
}

func (i *Issuer) set(change func()) {
	i.mu.Lock()
	defer i.mu.Unlock()
	change()
}

// Person makes the issuer sign in a person with these claims, "sub" among them.
func (i *Issuer) Person(claims map[string]any) { i.set(func() { i.claims = claims }) }

// Info makes the user info endpoint say these claims.
func (i *Issuer) Info(claims map[string]any) { i.set(func() { i.info = claims }) }

// Down makes every answer an error, or no longer.
func (i *Issuer) Down(down bool) { i.set(func() { i.down = down }) }

// Ahead sets the clock of the issuer so far ahead.
func (i *Issuer) Ahead(d time.Duration) { i.set(func() { i.ahead = d }) }

// Alter changes the claims of ID tokens before they are signed; nil for not.
func (i *Issuer) Alter(alter func(claims map[string]any)) { i.set(func() { i.alter = alter }) }

// Forge changes ID tokens after they were signed; nil for not.
func (i *Issuer) Forge(forge func(signed string) string) { i.set(func() { i.forge = forge }) }

// SignOtherwise makes the issuer sign with a key that it does not publish.
func (i *Issuer) SignOtherwise() {
	key, _ := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	i.set(func() { i.key = key })
}

func (i *Issuer) discovery(w http.ResponseWriter, _ *http.Request) {
	send(w, map[string]any{
		"issuer": i.URL, "authorization_endpoint": i.URL + "/authorize", "token_endpoint": i.URL + "/token", "jwks_uri": i.URL + "/keys",
		"userinfo_endpoint": i.URL + "/userinfo", "end_session_endpoint": i.URL + "/end",
		"id_token_signing_alg_values_supported": []string{"ES256"},
	})
}

func (i *Issuer) keys(w http.ResponseWriter, _ *http.Request) {
	send(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: i.public, KeyID: "1", Algorithm: "ES256", Use: "sig"}}})
}

// authorize signs in at once and sends the browser back.
func (i *Issuer) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if q.Get("client_id") != ClientID || q.Get("code_challenge_method") != "S256" || q.Get("nonce") == "" || q.Get("state") == "" {
		http.Error(w, "the request is not as it should be", http.StatusBadRequest)
		return
	}
	code := rand.Text()
	i.codes[code] = q
	http.Redirect(w, r, q.Get("redirect_uri")+"?"+url.Values{"code": {code}, "state": {q.Get("state")}, "iss": {i.URL}}.Encode(),
		http.StatusFound)
}

// token gives tokens for a code, once.
func (i *Issuer) token(w http.ResponseWriter, r *http.Request) {
	user, password, ok := r.BasicAuth()
	if secret, err := url.QueryUnescape(password); !ok || err != nil || user != ClientID || secret != Secret {
		refuse(w, http.StatusUnauthorized, "invalid_client")
		return
	}
	asked, ok := i.codes[r.PostFormValue("code")]
	delete(i.codes, r.PostFormValue("code"))
	sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	if !ok || asked.Get("code_challenge") != base64.RawURLEncoding.EncodeToString(sum[:]) ||
		asked.Get("redirect_uri") != r.PostFormValue("redirect_uri") {
		refuse(w, http.StatusBadRequest, "invalid_grant")
		return
	}
	now := i.now().Add(i.ahead)
	claims := map[string]any{"iss": i.URL, "aud": ClientID, "iat": now.Unix(), "exp": now.Add(5 * time.Minute).Unix(),
		"nonce": asked.Get("nonce")}
	for name, value := range i.claims {
		claims[name] = value
	}
	if i.alter != nil {
		i.alter(claims)
	}
	send(w, map[string]any{"access_token": rand.Text(), "token_type": "Bearer", "expires_in": 300, "id_token": i.sign(claims)})
}

// LogoutToken returns the token that the issuer sends when it has ended the sessions of a person.
// Change, if not nil, alters its claims; "typ" is the type in its header.
func (i *Issuer) LogoutToken(subject string, change func(claims map[string]any)) string {
	i.mu.Lock()
	defer i.mu.Unlock()
	now := i.now().Add(i.ahead)
	claims := map[string]any{"iss": i.URL, "aud": ClientID, "iat": now.Unix(), "exp": now.Add(2 * time.Minute).Unix(), "jti": rand.Text(),
		"sub": subject, "events": map[string]any{"http://schemas.openid.net/event/backchannel-logout": map[string]any{}}}
	if change != nil {
		change(claims)
	}
	typ, _ := claims["typ"].(string)
	delete(claims, "typ")
	return i.signAs(typ, claims)
}

func (i *Issuer) sign(claims map[string]any) string { return i.signAs("", claims) }

// signAs signs claims, with a type in the header unless it is "".
func (i *Issuer) signAs(typ string, claims map[string]any) string {
	raw, _ := json.Marshal(claims)
	options := &jose.SignerOptions{}
	if typ != "" {
		options = options.WithType(jose.ContentType(typ))
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: jose.JSONWebKey{Key: i.key, KeyID: "1"}}, options)
	if err != nil {
		panic(err)
	}
	signed, err := signer.Sign(raw)
	if err != nil {
		panic(err)
	}
	compact, err := signed.CompactSerialize()
	if err != nil {
		panic(err)
	}
	if i.forge != nil {
		return i.forge(compact)
	}
	return compact
}

func (i *Issuer) userInfo(w http.ResponseWriter, _ *http.Request) { send(w, i.info) }

func refuse(w http.ResponseWriter, status int, code string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"error": code})
}

func send(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(value)
}
