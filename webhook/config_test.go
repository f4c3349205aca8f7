package webhook

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"crossroads/record"
)

func write(t *testing.T, name, text string) string {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestLoad(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "wiki-secret"), "\ufeff"+secret+"\n"+secret+"\n")
	file := write(t, filepath.Join(dir, "webhooks.yaml"), "\ufeff"+`
# Who is told of what.
endpoints:
  - name: wiki
    url: https://hooks.example.org/crossroads?team=7
    secret_file: wiki-secret
    events: [assessment.decided, assessment.review_due]
  - name: here
    url: http://localhost:9000/
    secret_env: HOOK_SECRET
    assessments: all
`)
	list, err := Load(file, func(name string) string { return map[string]string{"HOOK_SECRET": secret}[name] })
	if err != nil || len(list) != 2 {
		t.Fatalf("%+v, %v", list, err)
	}
	if w := list[0]; w.Endpoint != "wiki" || w.url != "https://hooks.example.org/crossroads?team=7" || w.All || len(w.signers) != 2 ||
		!slices.Equal(w.Types, []string{record.WebhookDecided, record.WebhookReviewDue}) {
		t.Errorf("%+v", w)
	}
	if h := list[1]; !h.All || len(h.signers) != 1 || !slices.Equal(h.Types, record.WebhookTypes) {
		t.Errorf("%+v", h)
	}
}

// TestLoadRefuses: what is wrong is named by line and setting, and no secret is shown.
func TestLoadRefuses(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "good"), secret)
	write(t, filepath.Join(dir, "short"), "whsec_c2hvcnQ=")
	write(t, filepath.Join(dir, "plain"), "open-sesame-open-sesame-open-sesame")
	write(t, filepath.Join(dir, "damaged"), "whsec_open sesame")
	write(t, filepath.Join(dir, "odd"), "whsec_open_sesame")
	write(t, filepath.Join(dir, "empty"), "\n")
	one := func(url, secret, more string) string {
		return "endpoints:\n  - name: wiki\n    url: " + url + "\n    secret_file: " + secret + "\n" + more
	}
	for _, test := range []struct{ text, says string }{
		{"", "endpoints: must list 1 to 20"},
		{"endpoints: []", "endpoints: must list 1 to 20"},
		{"endpoints:\n  - nam: x", ":2:5: "},
		{"endpoints: [", ":1:"},
		{"hooks: []", ":1:1: "},
		{one("http://hooks.example.org/open-sesame", "good", ""), ":3:10: url: must begin with https://, except on this machine"},
		{one("ftp://hooks.example.org/", "good", ""), "url: must begin with https://"},
		{one("hooks.example.org/open-sesame", "good", ""), "url: is no address"},
		{one("''", "good", ""), "url: is missing"},
		{one("https://me:open-sesame@hooks.example.org/", "good", ""), "url: must hold no user name"},
		{one("https://hooks.example.org/#open-sesame", "good", ""), "url: must not hold a #"},
		{one("https://hooks.example.org/", "good",
			"    events: [assessment.saved, saved]\n"), `:5:13: events: "saved" is not an event; there are assessment.saved, `},
		{one("https://hooks.example.org/", "good", "    events: []\n"), ":5:13: events: lists none; leave it out for all of them"},
		{one("https://hooks.example.org/", "good", "    events:\n      # - assessment.decided\n"), "events: lists none; leave it out for all of them"},
		{one("https://hooks.example.org:99999/x", "good", ""), "url: must have a port from 1 to 65535"},
		{one("https://a.example/", "good", "---\nendpoints:\n  - name: two\n"), ":6:10: this is a second document"},
		{one("https://hooks.example.org/", "good", "    assessments: mine\n"), "assessments: must be portfolio or all"},
		{one("https://hooks.example.org/", "short", ""), ":4:18: secret_file: the secret has 5 bytes and must have 24 to 64"},
		{one("https://hooks.example.org/", "plain", ""), "secret_file: the secret must begin with whsec_"},
		{one("https://hooks.example.org/", "odd", ""), "secret_file: the secret must be base64 after whsec_"},
		{one("https://hooks.example.org/", "damaged", ""), "secret_file: the secret must begin with"},
		{one("https://hooks.example.org/", "empty", ""), "secret_file: the file holds no secret"},
		{one("https://hooks.example.org/", "nowhere", ""), "nowhere cannot be read: no such file"},
		{one("https://hooks.example.org/", "good", "    secret_env: X\n"), "secret_env: secret_file is there too"},
		{"endpoints:\n  - name: wiki\n    url: https://a.example/\n", ":2:9: secret_file: is missing, and so is secret_env"},
		{"endpoints:\n  - name: wiki\n    event: [x]\n", `unknown field "event"; there are name, url, secret_file`},
		{"endpoints:\n  - name: wiki\n    url: https://a.example/\n    secret_env: NOT_SET\n", "secret_env: the variable NOT_SET holds no secret"},
		{"endpoints:\n  - name: My wiki\n    url: https://a.example/\n    secret_file: good\n", ":2:11: name: must be 1 to 40 of the characters"},
		{one("https://a.example/", "good",
			"  - name: wiki\n    url: https://b.example/\n    secret_file: good\n"), ":5:11: name: wiki is the name of another endpoint"},
	} {
		file := write(t, filepath.Join(dir, "webhooks.yaml"), test.text)
		_, err := Load(file, func(string) string { return "" })
		if err == nil || !strings.Contains(err.Error(), test.says) || !strings.Contains(err.Error(), "webhooks.yaml") {
			t.Errorf("%s\ngives %v, want %s", test.text, err, test.says)
		} else if strings.Contains(err.Error(), "sesame") {
			t.Errorf("%v shows a secret", err)
		}
	}
	if _, err := Load(filepath.Join(dir, "none.yaml"), nil); err == nil || !strings.Contains(err.Error(), "none.yaml cannot be read") {
		t.Error(err)
	}
}
