package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
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

// tiny is a content tree about something else than deployment.
var tiny = filepath.Join("content", "testdata", "tiny")

// TestServeTiny takes a foreign comparison through the whole program, twice
// over the same database.
func TestServeTiny(t *testing.T) {
	db := filepath.Join(t.TempDir(), "lunch.db")
	args := []string{"serve", "--content=" + tiny, "--db=" + db, "--site-name=Canteen"}
	in := start(t, nil, args...)
	for _, path := range []string{"/", "/articles", "/compare/lunch", "/decide/lunch", "/method", "/healthz", "/readyz"} {
		in.get(path)
	}
	if home := in.get("/"); !strings.Contains(home, "Canteen") || strings.Contains(home, "/decide/deployment") {
		t.Errorf("the home page is not that of the tiny tree:\n%s", home)
	}

	form := url.Values{"comparison": {"lunch"}, "title": {"Friday, outside"}}
	share := in.save(form)
	in.stop()

	again := start(t, nil, args...)
	if page := again.get(share); !strings.Contains(page, "Friday, outside") {
		t.Errorf("the saved assessment is gone after a restart:\n%s", page)
	}
}

func TestServeFailures(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "broken", "content.yaml"), "standalone: true\n")
	write(t, filepath.Join(dir, "broken", "articles", "draft.md"), "---\ntitle: [\n---\nText\n")
	write(t, filepath.Join(dir, "notes.db"), strings.Repeat("this is no database\n", 100))
	usable := filepath.Join(dir, "usable.db")

	tests := []struct {
		name string
		args []string
		want []string
	}{
		{"port in use", []string{"--addr=" + taken.Addr().String(), "--db=" + usable}, []string{
			taken.Addr().String(), "in use", "--addr", "CROSSROADS_ADDR",
		}},
		{"broken content", []string{
			"--content=" + filepath.Join(dir, "broken"), "--db=" + usable,
		}, []string{"articles/draft.md:2:", "crossroads check"}},
		{"database is text", []string{"--db=" + filepath.Join(dir, "notes.db")}, []string{"notes.db", "--db", "CROSSROADS_DB"}},
		{"database is a directory", []string{"--db=" + dir}, []string{dir, "directory", "--db"}},
		{"database out of reach", []string{"--db=/proc/none/of/this.db"}, []string{"/proc/none/of", "--db"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			args := append([]string{"serve", "--addr=127.0.0.1:0", "--log-level=error"}, test.args...)
			got := finish(t, nil, args...)
			if got.err == nil {
				t.Fatal("it started")
			}
			for _, part := range test.want {
				if !strings.Contains(got.err.Error(), part) {
					t.Errorf("error %q does not say %q", got.err, part)
				}
			}
			if got.stdout != "" || got.stderr != "" {
				t.Errorf("besides the error there is output: %q %q", got.stdout, got.stderr)
			}
		})
	}
	if _, err := os.Stat(usable); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a failed start left a database behind: %v", err)
	}
}

func TestBadSettings(t *testing.T) {
	tests := []struct {
		flag, value string
		want        string // what to write, or what is wrong
	}{
		{"addr", "8080", "HOST:PORT"},
		{"addr", "127.0.0.1:99999", "HOST:PORT"},
		{"addr", "unix:here.sock", "unix:/run/"},
		{"addr", "unix:/" + strings.Repeat("x", 120), "107 are the most"},
		{"metrics-listen", "9090", "HOST:PORT"},
		{"db", "content", "directory"},
		{"db", "host=db dbname=crossroads user=x", "postgres://USER@HOST"},
		{"db", "postgres:crossroads", "postgres://"},
		{"db", "sqlite:x.db", "./sqlite:"},
		{"db", "file:x.db?mode=ro", "./file:"},
		{"db", ":memory:", "name of a file"},
		{"db", "~/x.db", "whole path"},
		{"db", "a\r/x.db\r.", "control character"},
		{"content", "no-such-directory", "no-such-directory"},
		{"content", "main.go", "is a file"},
		{"base-url", "crossroads.example.org", "https://crossroads.example.org"},
		{"base-url", "https://example.org/the portal", "letters, digits, hyphens and single slashes"},
		{"base-url", "https://example.org/portal?x", "write scheme and host"},
		{"base-url", "https://user@example.org", "write scheme and host"},
		{"base-url", "https://user:secret@example.org", `"https://…@example.org" has more than`},
		{"base-url", "https://user:secret@example.org:x", `"https://…@example.org:x" is not`},
		{"base-url", "https://example.org:0", "1 to 65535"},
		{"base-url", "https://example..org", "no browser opens"},
		{"embed-ancestors", "wiki.example.org", "https://wiki.example.org"},
		{"embed-ancestors", "https://wiki.example.org/page", "https://wiki.example.org"},
		{"embed-ancestors", "none", "leave the list out"},
		{"embed-ancestors", "any-https,https://wiki.example.org", "remove"},
		{"trusted-proxies", "10.0.0.0/33", "10.0.0.0/8"},
		{"max-db", "10 apples", "500MB or 10GB"},
		{"max-db", "-1GB", "500MB or 10GB"},
		{"max-db", "99999999999TB", "500MB or 10GB"},
		{"max-db", "9KB", "at least 1MB"},
		{"drop-unopened", "-1", "0 to keep them"},
		{"drop-unopened", "soon", "0 to keep them"},
		{"save-burst", "0", "1 to 1,000,000"},
		{"save-burst", "99999999999999999999", "1 to 1,000,000"},
		{"max-connections", "many", "0 for any number"},
		{"save-rate", "1.500", "write 1.5 or 1,500"},
		{"save-rate", "NaN", "0 for no limit"},
		{"identity-header", "X-Forwarded-User", "--trusted-proxies"},
		{"identity-header", "X Forwarded User", "name of a header"},
		{"identity-header", "Authorization", "such as X-Forwarded-User"},
		{"identity-header", "x-forwarded-for", "such as X-Forwarded-User"},
		{"identity-header", "Host", "such as X-Forwarded-User"},
		{"identity-header", "Accept-Language", "such as X-Forwarded-User"},
		{"identity-header", "X-Forwarded-Access-Token", "such as X-Forwarded-User"},
		{"log-format", "xml", "text or json"},
		{"log-level", "loud", "debug, info, warn or error"},
		{"site-name", "two\nlines", "one line"},
		{"contact", "help@example.org", "mailto:help@example.org"},
		{"contact", "javascript:alert(1)", "https: or mailto:"},
	}
	for _, test := range tests {
		byFlag := finish(t, nil, "serve", "--"+test.flag+"="+test.value)
		byEnv := finish(t, env{envName(test.flag): test.value})
		for name, got := range map[string]result{"--" + test.flag + ": ": byFlag, envName(test.flag) + ": ": byEnv} {
			if got.err == nil {
				t.Errorf("%s%s was accepted", name, test.value)
			} else if text := got.err.Error(); !strings.HasPrefix(text, name) || !strings.Contains(text, test.want) {
				t.Errorf("%s%s: error %q does not begin with the name and say %q", name, test.value, text, test.want)
			}
		}
	}

	if got := finish(t, nil, "serve", "--db=x.db "); got.err == nil || !strings.Contains(got.err.Error(), `"x.db " has a space`) {
		t.Errorf("%v", got.err)
	}
	for name, value := range map[string]string{"CROSSROADS_VERIFY": "perhaps", "CROSSROADS_WATCH": "2", "CROSSROADS_SESSION_HOURS": "12h"} {
		got := finish(t, env{name: value})
		if got.err == nil || !strings.HasPrefix(got.err.Error(), fmt.Sprintf("%s: %q is ", name, value)) || exitCode(got.err) != 2 {
			t.Errorf("%s=%s: %v", name, value, got.err)
		}
	}

	for _, name := range []string{"X-Forwarded-User", "X-Forwarded-Email", "Remote-User", "X-Auth-Request-Preferred-Username", "X-WEBAUTH-USER",
		"Tailscale-User-Login", "Cf-Access-Authenticated-User-Email", "X-Amzn-Oidc-Identity", "X-MS-CLIENT-PRINCIPAL-NAME", "X-Authentik-Username"} {
		if err := checkHeaderName(name); err != nil {
			t.Error(err)
		}
	}
	for _, proxies := range []string{"0.0.0.0/0", "::/0", "10.0.0.0/8,128.0.0.0/1"} {
		got := finish(t, nil, "serve", "--identity-header=X-Forwarded-User", "--trusted-proxies="+proxies)
		if got.err == nil || !strings.HasPrefix(got.err.Error(), "--identity-header: --trusted-proxies has ") {
			t.Errorf("%s: %v", proxies, got.err)
		}
	}
	both := finish(t, nil, "serve", "--identity-header=X-User", "--groups-header=Cookie", "--trusted-proxies=10.0.0.0/8,fc00::/7")
	if both.err == nil || !strings.HasPrefix(both.err.Error(), "--groups-header: Cookie is written by clients") {
		t.Error(both.err)
	}

	several := finish(t, env{"CROSSROADS_LOG_LEVEL": "loud"}, "serve", "--addr=x", "--contact=y")
	if several.err == nil || len(strings.Split(several.err.Error(), "\n")) != 3 {
		t.Errorf("three wrong settings gave %v, want three lines", several.err)
	}
}

func TestGoodSettings(t *testing.T) {
	db := filepath.Join(t.TempDir(), "a.db")
	e := env{
		"CROSSROADS_BASE_URL":        " \"HTTPS://Crossroads.Example.Org:443/\" ", // as a file of variables has it
		"CROSSROADS_SAVE_RATE":       "1,5",
		"CROSSROADS_SAVE_BURST":      "1.000",
		"CROSSROADS_EMBED_ANCESTORS": "https://wiki.example.org, https://*.example.com:8443,self",
		"CROSSROADS_SITE_NAME":       "",
		"CROSSROADS_INSTANCE":        "\"one\"\r",
		"CROSSROADS_LOG_FORMAT":      "text",
		"CROSSROADS_LOG_LEVEL":       "INFO\r",
		"CROSSROADS_VERIFY":          "off",
		"CROSSROADS_LOG_ADDRESSES":   "\"ON\"",
		"CROSSROADS_SESSION_HOURS":   "\"12\"",
		"CROSSROADS_DB":              "\"" + db + "\"\r",
	}
	in := start(t, e, "--metrics-listen=[::1]:0", "--trusted-proxies=10.0.0.0/8,192.0.2.7,2001:db8::/32",
		"--contact=mailto:help@example.org", "--log-format=json")
	log := in.log.String()
	for _, want := range []string{
		`"name":"addr","value":"127.0.0.1:0","from":"flag"`,
		`"name":"base-url","value":"https://crossroads.example.org","from":"environment"`,
		`"name":"embed-ancestors","value":"https://wiki.example.org https://*.example.com:8443 self","from":"environment"`,
		`"name":"trusted-proxies","value":"10.0.0.0/8 192.0.2.7 2001:db8::/32","from":"flag"`,
		`"name":"log-format","value":"json","from":"flag"`,
		`"name":"site-name","value":"Crossroads","from":"default"`,
		`"name":"content","value":"","from":"default"`,
		`"name":"metrics-listen","value":"[::1]:0","from":"flag"`,
		`"name":"db","value":"` + db + `","from":"environment"`,
		`"name":"instance","value":"one","from":"environment"`,
		`"name":"verify","value":"false","from":"environment"`,
		`"name":"log-addresses","value":"true","from":"environment"`,
		`"msg":"this setting has no effect","name":"session-hours","because":"--oidc-issuer is missing"`,
		`"name":"session-hours","value":"12","from":"environment"`,
	} {
		if !strings.Contains(log, want) {
			t.Errorf("the log does not have %s:\n%s", want, log)
		}
	}
	if n := strings.Count(log, "has no effect"); n != 1 {
		t.Errorf("%d settings are said to have no effect:\n%s", n, log)
	}
	response, err := http.Get(in.url + "/embed/decide/deployment")
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	want := "frame-ancestors https://wiki.example.org https://*.example.com:8443 'self'"
	if got := response.Header.Get("Content-Security-Policy"); !strings.HasSuffix(got, want) {
		t.Errorf("Content-Security-Policy is %q, want it to end in %q", got, want)
	}
}

// TestStrangeVariables: a misspelt setting is named, as it may leave the portal more open than meant.
func TestStrangeVariables(t *testing.T) {
	dir := t.TempDir()
	hooks := filepath.Join(dir, "hooks.yaml")
	write(t, hooks, "endpoints:\n  - name: chat\n    url: https://chat.example.org/hook\n    secret_env: CROSSROADS_HOOK\n    assessments: all\n"+
		"    events: [assessment.decided]\n")
	in := start(t, env{
		"CROSSROADS_BASEURL": "https://x.example", "CROSSROADS_TRUSTED_PROXY": "127.0.0.1", "CROSSROADS_NO_VERIFY": "true",
		"CROSSROADS_PORT": "8080", "CROSSROADS_SERVICE_HOST": "10.0.0.1", "CROSSROADS_DB_PORT": "tcp://10.0.0.2:5432",
		"CROSSROADS_PORT_8080_TCP_ADDR": "10.0.0.1", "CROSSROADS_STRICT": "true", "CROSSROADS_SITE_NAME": "Canteen",
		"CROSSROADS_HOOK": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=", "CROSSROADS_WEBHOOKS": hooks,
	}, "--db="+filepath.Join(dir, "a.db"), "--base-url=https://x.example")
	in.stop()
	var warned []string
	for line := range strings.Lines(in.log.String()) {
		if _, variable, found := strings.Cut(line, "is ignored\" variable="); found {
			warned = append(warned, strings.Trim(strings.TrimSpace(variable), `"`))
		}
	}
	want := "CROSSROADS_BASEURL; did you mean CROSSROADS_BASE_URL?|CROSSROADS_NO_VERIFY; did you mean CROSSROADS_VERIFY?|CROSSROADS_PORT|" +
		"CROSSROADS_TRUSTED_PROXY; did you mean CROSSROADS_TRUSTED_PROXIES?"
	if got := strings.Join(warned, "|"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestHealth(t *testing.T) {
	in := start(t, nil, "--db="+filepath.Join(t.TempDir(), "a.db"))
	_, port, _ := net.SplitHostPort(in.addr)
	for _, addr := range []string{in.addr, "0.0.0.0:" + port, ":" + port} {
		if got := finish(t, env{"CROSSROADS_ADDR": addr}, "health"); got.err != nil || got.stdout != "ready\n" {
			t.Errorf("health on %s: %q, %v", addr, got.stdout, got.err)
		}
	}
	in.stop()
	if got := finish(t, nil, "health", "--addr="+in.addr); got.err == nil || !strings.Contains(got.err.Error(), "not ready") {
		t.Errorf("health of a stopped portal: %v", got.err)
	}
	broken := &http.Server{Handler: http.NotFoundHandler()}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go broken.Serve(listener)
	defer broken.Close()
	if got := finish(t, nil, "health", "--addr="+listener.Addr().String()); got.err == nil || !strings.Contains(got.err.Error(), "404") {
		t.Errorf("health of something else: %v", got.err)
	}
}

func TestCheck(t *testing.T) {
	built := finish(t, nil, "check", "--strict")
	if built.err != nil || !strings.Contains(built.stdout, "0 errors, 0 warnings") {
		t.Errorf("the built-in content: %v\n%s", built.err, built.stdout)
	}
	other := finish(t, nil, "check", tiny)
	if other.err != nil || !strings.Contains(other.stdout, "1 comparison,") {
		t.Errorf("the tiny content: %v\n%s", other.err, other.stdout)
	}
	byEnv := finish(t, env{"CROSSROADS_CONTENT": tiny}, "check")
	if byEnv.stdout != other.stdout {
		t.Errorf("check by CROSSROADS_CONTENT gives %q, by argument %q", byEnv.stdout, other.stdout)
	}

	dir := t.TempDir()
	write(t, filepath.Join(dir, "articles", "draft.md"), "---\ntitle: [\n---\nText\n")
	bad := finish(t, nil, "check", dir)
	if bad.err == nil || !strings.Contains(bad.stdout, filepath.Join(dir, "articles", "draft.md")+":2:") {
		t.Errorf("a broken article: %v\n%s", bad.err, bad.stdout)
	}
	if missing := finish(t, nil, "check", "no-such-directory"); missing.err == nil ||
		!strings.Contains(missing.err.Error(), "no-such-directory") {
		t.Errorf("a missing directory: %v", missing.err)
	}
}

func TestVersionHelpAndUsage(t *testing.T) {
	if got := finish(t, nil, "version"); got.err != nil || !strings.HasPrefix(got.stdout, "crossroads ") ||
		strings.Count(got.stdout, "\n") != 1 {
		t.Errorf("version: %q, %v", got.stdout, got.err)
	}
	got := finish(t, nil, "serve", "--help")
	if got.err != nil {
		t.Error(got.err)
	}
	help := strings.Join(strings.Fields(got.stdout), " ")
	for _, want := range []string{"--base-url", "($CROSSROADS_BASE_URL)", "($CROSSROADS_EMBED_ANCESTORS)"} {
		if !strings.Contains(help, want) {
			t.Errorf("the help does not mention %s:\n%s", want, got.stdout)
		}
	}
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, flag := range regexp.MustCompile(`--[a-z][a-z-]+`).FindAllString(got.stdout, -1) {
		if !strings.Contains(string(readme), "`"+flag+"`") && flag != "--help" {
			t.Errorf("the settings in README.md lack %s", flag)
		}
	}
	if got := finish(t, nil, "serve", "--adr=x"); got.err == nil || !strings.Contains(got.err.Error(), "--adr") ||
		!strings.Contains(got.err.Error(), "--help") {
		t.Errorf("an unknown flag: %v", got.err)
	}
}

// TestSignals runs the program as a process of its own.
func TestSignals(t *testing.T) {
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		cmd := exec.Command(os.Args[0], "--addr=127.0.0.1:0", "--db="+filepath.Join(t.TempDir(), "a.db"))
		cmd.Env = append(os.Environ(), asProgram+"=1")
		stdout, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if line, err := bufio.NewReader(stdout).ReadString('\n'); !strings.HasPrefix(line, "Crossroads is ready at http://127.0.0.1:") {
			t.Errorf("first line %q, %v", line, err)
		}
		cmd.Process.Signal(signal)
		if err := cmd.Wait(); err != nil {
			t.Errorf("after %v: %v\n%s", signal, err, &stderr)
		}
	}
}

// TestFailureOfProgram wants one message, exit code 1 and no stack trace.
func TestFailureOfProgram(t *testing.T) {
	cmd := exec.Command(os.Args[0], "serve", "--addr=nowhere")
	cmd.Env = append(os.Environ(), asProgram+"=1")
	out, err := cmd.CombinedOutput()
	if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) || exit.ExitCode() != 1 {
		t.Errorf("exit: %v, want 1", err)
	}
	if text := string(out); !strings.HasPrefix(text, "crossroads: --addr:") || strings.Count(text, "\n") != 1 {
		t.Errorf("output %q, want one line", text)
	}
}

// TestServeDrains stops the server in the middle of a request.
func TestServeDrains(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		stop()
		time.Sleep(200 * time.Millisecond)
		io.WriteString(w, "finished")
	})
	log := slog.New(slog.DiscardHandler)
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, listener, newServer(handler, log), log) }()
	response, err := http.Get("http://" + listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if body, err := io.ReadAll(response.Body); string(body) != "finished" {
		t.Errorf("the request got %q, %v", body, err)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
