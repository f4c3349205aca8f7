//go:build unix

package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestReverseProxies puts Debian's nginx, Caddy and Apache in front of the portal,
// with the lines that the documents print for them: at the root of a host, as the
// README has it, and below a path, as docs/operations.md has it. Whatever page is
// opened, sent or led on to has to stay at the public address. Traefik is not in
// Debian; docs/operations.md says when its lines were tried by hand.
func TestReverseProxies(t *testing.T) {
	for _, place := range []struct{ name, document, section, before, base string }{
		{"root", "README.md", "Behind a reverse proxy", "Tell", "https://crossroads.example.org"},
		{"path", "docs/operations.md", "Below a path of a host", "", "https://intranet.example.org/crossroads"},
	} {
		section := sectionOf(t, place.document, place.section)
		flags := block(t, section, place.before)
		program, args, _ := strings.Cut(flags, " ")
		if program != "crossroads" || !strings.Contains(args, "--base-url="+place.base) {
			t.Fatalf("%s starts the portal with %q", place.document, flags)
		}
		host := hostOf(place.base)
		in := start(t, nil, append(strings.Fields(args), "--db="+filepath.Join(t.TempDir(), "a.db"))...)
		for _, proxy := range []struct {
			name  string
			start func(t *testing.T, lines, host string) *proxied
		}{{"nginx", startNginx}, {"Caddy", startCaddy}, {"Apache", startApache}} {
			lines := block(t, section, proxy.name)
			t.Run(place.name+"/"+proxy.name, func(t *testing.T) { proxy.start(t, aimed(t, lines, in.addr), host).use(place.base) })
			if place.name == "root" { // what the proxy says of a request is enough there
				told := start(t, nil, "--trusted-proxies=127.0.0.1", "--db="+filepath.Join(t.TempDir(), "b.db"))
				t.Run("told by "+proxy.name, func(t *testing.T) { proxy.start(t, aimed(t, lines, told.addr), host).use(place.base) })
			}
			if place.name == "path" && proxy.name == "nginx" {
				taken := strings.Replace(lines, "8080;", "8080/;", 1)
				t.Run("path/nginx takes it off", func(t *testing.T) { startNginx(t, aimed(t, taken, in.addr), host).use(place.base) })
			}
		}
	}
}

// sectionOf is a section of a document, without its title.
func sectionOf(t *testing.T, document, title string) string {
	t.Helper()
	text, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := strings.Cut(string(text), "\n## "+title+"\n")
	if !found {
		t.Fatalf("%s has no section %q", document, title)
	}
	section, _, _ = strings.Cut(section, "\n## ")
	return section
}

// block is the indented text after the line that begins with a word, or after the
// title.
func block(t *testing.T, section, word string) string {
	t.Helper()
	before := `^`
	if word != "" {
		before = `\n` + word + `\b.*:\n`
	}
	found := regexp.MustCompile(before + `\n((?:    .*\n|\n)+)`).FindStringSubmatch(section)
	if found == nil {
		t.Fatalf("there are no lines for %q", word)
	}
	return strings.TrimSpace(regexp.MustCompile(`(?m)^    `).ReplaceAllString(found[1], ""))
}

// aimed is what is printed, for the port of a test.
func aimed(t *testing.T, lines, addr string) string {
	t.Helper()
	if strings.Count(lines, "127.0.0.1:8080") != 1 {
		t.Fatalf("the lines name the portal more than once or never:\n%s", lines)
	}
	return strings.Replace(lines, "127.0.0.1:8080", addr, 1)
}

// proxied is a reverse proxy that runs, as a browser sees it.
type proxied struct {
	t      *testing.T
	client *http.Client
}

// listening runs a proxy until the test ends, and waits until it answers TLS for a
// host with a certificate of the authority in a file.
func listening(t *testing.T, cmd *exec.Cmd, addr, host, authority string) *proxied {
	t.Helper()
	pool := x509.NewCertPool()
	began(t, cmd, func() bool {
		trusted, err := os.ReadFile(authority)
		if err != nil || !pool.AppendCertsFromPEM(trusted) {
			return false
		}
		conn, err := tls.Dial("tcp", addr, &tls.Config{ServerName: host, RootCAs: pool})
		return err == nil && conn.Close() == nil
	})
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}
	transport.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) { // whatever the host is
		return new(net.Dialer).DialContext(ctx, network, addr)
	}
	t.Cleanup(transport.CloseIdleConnections)
	return &proxied{t, &http.Client{Transport: transport, Timeout: 20 * time.Second}}
}

// began runs a server until the test ends, and waits until it is ready.
func began(t *testing.T, cmd *exec.Cmd, ready func() bool) {
	t.Helper()
	var out lockedBuffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatalf("this test needs Debian's nginx, caddy and apache2-bin (make unit-tools): %v", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		kill := time.AfterFunc(10*time.Second, func() { _ = cmd.Process.Kill() })
		defer kill.Stop()
		<-ended
	})
	for deadline := time.Now().Add(30 * time.Second); !ready(); time.Sleep(20 * time.Millisecond) {
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("%s has ended: %v\n%s", cmd, err, &out)
		default:
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s does not answer\n%s", cmd, &out)
		}
	}
}

// freeAddr is an address that nothing listens on.
func freeAddr(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// certificate writes key.pem and cert.pem, for the hosts of the documents.
func certificate(t *testing.T, dir string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"*.example.org"}, NotAfter: time.Now().Add(time.Hour)}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for name, block := range map[string]*pem.Block{
		"cert.pem": {Type: "CERTIFICATE", Bytes: cert},
		"key.pem":  {Type: "PRIVATE KEY", Bytes: private},
	} {
		write(t, filepath.Join(dir, name), string(pem.EncodeToMemory(block)))
	}
}

// nginxFiles keeps its files where its configuration is.
const nginxFiles = "client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3; uwsgi_temp_path t4; scgi_temp_path t5;"

// startNginx has a server of nginx with some lines. It does not listen on port 443
// and so would name its port where it redirects by itself.
func startNginx(t *testing.T, lines, host string) *proxied {
	dir, addr := t.TempDir(), freeAddr(t)
	certificate(t, dir)
	write(t, filepath.Join(dir, "nginx.conf"), fmt.Sprintf(`
user root;
daemon off;
pid nginx.pid;
error_log stderr;
events {}
http {
access_log off;
%s
server {
listen %s ssl;
server_name %s;
port_in_redirect off;
ssl_certificate cert.pem;
ssl_certificate_key key.pem;
%s
}
}`, nginxFiles, addr, host, lines))
	return listening(t, exec.Command("nginx", "-e", "stderr", "-p", dir, "-c", "nginx.conf"), addr, host, filepath.Join(dir, "cert.pem"))
}

func startCaddy(t *testing.T, lines, host string) *proxied {
	dir, addr, plain := t.TempDir(), freeAddr(t), freeAddr(t)
	_, port, _ := net.SplitHostPort(addr)
	_, plainPort, _ := net.SplitHostPort(plain)
	write(t, filepath.Join(dir, "Caddyfile"), fmt.Sprintf(`{
admin off
local_certs
skip_install_trust
storage file_system %s
https_port %s
http_port %s
default_bind 127.0.0.1
}
%s
`,
		dir, port, plainPort, lines))
	cmd := exec.Command("caddy", "run", "--adapter", "caddyfile", "--config", filepath.Join(dir, "Caddyfile"))
	cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_CONFIG_HOME="+dir, "XDG_DATA_HOME="+dir)
	return listening(t, cmd, addr, host, filepath.Join(dir, "pki/authorities/local/root.crt"))
}

func startApache(t *testing.T, lines, host string) *proxied {
	dir, addr := t.TempDir(), freeAddr(t)
	certificate(t, dir)
	var modules strings.Builder
	for _, name := range []string{"mpm_event", "authz_core", "proxy", "proxy_http", "headers", "socache_shmcb", "ssl"} {
		fmt.Fprintf(&modules, "LoadModule %s_module /usr/lib/apache2/modules/mod_%s.so\n", name, name)
	}
	write(t, filepath.Join(dir, "apache.conf"), fmt.Sprintf(`%s
DefaultRuntimeDir %s
PidFile apache.pid
ErrorLog /dev/stderr
User www-data
Group www-data
Listen %s
ServerName %s
SSLEngine on
SSLCertificateFile cert.pem
SSLCertificateKeyFile key.pem
%s
`, modules.String(), dir, addr, host, lines))
	cmd := exec.Command("apache2", "-d", dir, "-f", "apache.conf", "-DFOREGROUND")
	return listening(t, cmd, addr, host, filepath.Join(dir, "cert.pem"))
}

// address matches what a page leads to or loads, but for what is outside.
var address = regexp.MustCompile(`(?:href|src|action)="(/[^"]*|https://[a-z]+\.example\.org[^"]*)"`)

// use does what a reader does at a public address.
func (p *proxied) use(base string) {
	p.t.Helper()
	for path, lands := range map[string]string{
		"": "", "/": "/", "/articles/": "/articles", "/decide/deployment": "/decide/deployment", "/favicon.ico": "/static/",
	} {
		res, body := p.send("GET", base+path, nil, "")
		at := res.Request.URL.String()
		if res.StatusCode != http.StatusOK || !strings.HasPrefix(at, base+lands) {
			p.t.Fatalf("%s leads to %s, %s\n%s", base+path, at, res.Status, body)
		}
		p.stays(base, at, body)
	}
	form := url.Values{"comparison": {"deployment"}, "title": {"Order system"}}
	origin := "https://" + hostOf(base)
	res, body := p.send("POST", base+"/assessments", form, origin)
	saved := sharePath.FindString(body)
	if res.StatusCode != http.StatusOK || saved == "" {
		p.t.Fatalf("saving: %s\n%s", res.Status, body)
	}
	p.stays(base, res.Request.URL.String(), body)
	res, body = p.send("GET", base+saved, nil, "")
	if res.StatusCode != http.StatusOK || !strings.Contains(body, "Order system") || !strings.Contains(body, base+saved) {
		p.t.Errorf("what was saved: %s\n%s", res.Status, body)
	}
	if res, _ := p.send("POST", base+"/assessments", form, "https://evil.example"); res.StatusCode != http.StatusForbidden {
		p.t.Errorf("a form of another site: %s", res.Status)
	}
}

func hostOf(base string) string {
	host, _, _ := strings.Cut(strings.TrimPrefix(base, "https://"), "/")
	return host
}

// stays looks for addresses that leave the public address.
func (p *proxied) stays(base, page, body string) {
	p.t.Helper()
	root := strings.TrimPrefix(base, "https://"+hostOf(base))
	for _, found := range address.FindAllStringSubmatch(body, -1) {
		to := strings.TrimPrefix(found[1], "https://"+hostOf(base))
		if to != root && !strings.HasPrefix(to, root+"/") {
			p.t.Errorf("%s leads to %s", page, found[1])
		}
	}
	if strings.Contains(body, "http://"+hostOf(base)) {
		p.t.Errorf("%s names an address without TLS", page)
	}
}

// send asks as a browser does, and follows redirects.
func (p *proxied) send(method, address string, form url.Values, origin string) (*http.Response, string) {
	p.t.Helper()
	req, err := http.NewRequest(method, address, strings.NewReader(form.Encode()))
	if err != nil {
		p.t.Fatal(err)
	}
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Origin", origin)
	}
	res, err := p.client.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return res, string(body)
}
