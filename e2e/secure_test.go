package e2e

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
	"time"
)

// certificate is what every HTTPS site of the tests shows. The browsers accept
// this one although nobody has signed it, and no other.
var certificate, certificateKey = newCertificate()

// newCertificate makes a certificate for the host names of tests, and gives
// the hash of its key in the form that Chromium takes.
func newCertificate() (tls.Certificate, string) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{"*.test"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		panic(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		panic(err)
	}
	hash := sha256.Sum256(leaf.RawSubjectPublicKeyInfo)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, base64.StdEncoding.EncodeToString(hash[:])
}

// startSecure serves a site by HTTPS and gives its port.
func startSecure(t *testing.T, site http.Handler) (port string) {
	t.Helper()
	server := httptest.NewUnstartedServer(site)
	server.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}}
	server.StartTLS()
	t.Cleanup(server.Close)
	return server.URL[strings.LastIndex(server.URL, ":")+1:]
}

// startSecurePortal runs a portal behind a proxy that ends HTTPS, and gives the
// address that readers use.
func startSecurePortal(t *testing.T, args ...string) (origin string) {
	t.Helper()
	var target *url.URL
	port := startSecure(t, &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(target)
		r.Out.Host = r.In.Host
		r.SetXForwarded()
	}})
	origin = "https://portal.test:" + port
	inside := startPortal(t, append([]string{"--base-url=" + origin, "--trusted-proxies=127.0.0.1/32"}, args...)...)
	target, _ = url.Parse(inside.url)
	return origin
}

// startSecureWiki is startWiki by HTTPS; %s in allowed stands for the port of the wiki.
func startSecureWiki(t *testing.T, allowed string, body func(portal string) string) wiki {
	t.Helper()
	html := new(string)
	port := startSecure(t, showing(html))
	portal := startSecurePortal(t, "--embed-ancestors="+strings.ReplaceAll(allowed, "%s", port))
	*html = fmt.Sprintf(wikiPage, body(portal))
	origin := "https://wiki.test:" + port
	return wiki{origin: origin, portal: portal, page: origin + "/page", html: html}
}

// TestLinksOutOfSandboxes follows the links of a saved result in sandboxes whose
// tabs keep the sandbox. Browsers show no page there that sends an opener policy,
// which they only read by HTTPS.
func TestLinksOutOfSandboxes(t *testing.T) {
	for _, sandbox := range []string{
		"allow-scripts allow-popups allow-forms", // Docmost
		"allow-scripts allow-popups allow-forms allow-same-origin",
		"allow-scripts allow-popups allow-forms allow-same-origin allow-popups-to-escape-sandbox",
	} {
		t.Run(sandbox, func(t *testing.T) {
			w := startSecureWiki(t, "https://wiki.test:%s", func(portal string) string {
				return fmt.Sprintf(frameTag, portal, ` sandbox="`+sandbox+`"`)
			})
			p := w.open(t, look{})
			frame := p.in(w.portal + "/embed/decide/deployment")
			frame.press("radio", "^Reactions to single events")
			frame.press("button", "^Show the result now$")
			frame.arrive(`/embed/decide/deployment/result`)
			frame.write("^Title", "From a wiki")
			frame.press("button", "^Save and get a link$")
			frame.arrive(`/embed/a/`)
			share, edit := frame.value("^Link$"), frame.value("^Your edit link$")
			checkPopup(t, p, frame, share)
			before := len(p.tabs(edit))
			frame.press("link", "^Open it in a new tab$")
			p.until("a tab at the edit link", func() bool { return len(p.tabs(edit)) > before })
			tab, leave := p.tab(p.tabs(edit)[0])
			defer leave()
			tab.find("heading", "^Edit")
			opaque := !strings.Contains(sandbox, "allow-same-origin")
			if said := strings.Contains(eval[string](tab, "document.body.innerText"), "This tab cannot save"); said != opaque {
				t.Errorf("the tab says that it cannot save: %v, want %v", said, opaque)
			}
			// From there readers go on to pages of every kind.
			for _, path := range []string{"/", "/compare/deployment", "/decide/deployment", "/articles", "/mine"} {
				eval[bool](tab, fmt.Sprintf(`location.assign(%q), true`, path))
				tab.arrive("^" + w.portal + path + "$")
				tab.find("contentinfo", "")
			}
		})
	}
}

// insecure asks the HTTPS sites of the tests, under any host name of theirs.
var insecure = &http.Client{Transport: &http.Transport{
	TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, // nobody has signed the certificate
	DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		if host, port, _ := net.SplitHostPort(address); strings.HasSuffix(host, ".test") {
			address = "127.0.0.1:" + port
		}
		return new(net.Dialer).DialContext(ctx, network, address)
	},
}}
