package main

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// rules is the overlay of an organisation's rules that docs/policy.md explains.
var rules = filepath.Join("docs", "examples", "policy")

// withRules is the overlay with something in its rules written otherwise.
func withRules(t *testing.T, from, to string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(rules)); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "comparisons", "deployment", "policy.yaml")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(text), from, to, 1)
	if changed == string(text) {
		t.Fatalf("%q is not in %s", from, file)
	}
	write(t, file, changed)
	return dir
}

// TestPolicy runs the portal with and without rules of an organisation and holds the
// records of both against the rules: the same ones, none, newer ones, and ones that
// were changed without a new version.
func TestPolicy(t *testing.T) {
	records := func(query string, flags ...string) (record, file string) {
		in := start(t, nil, append([]string{"serve", "--db=" + filepath.Join(t.TempDir(), "x.db")}, flags...)...)
		path, _ := in.saveAs(url.Values{"comparison": {"deployment"}, "title": {"Mail archive"}, "query": {query}})
		page := in.get(path)
		if shaped := strings.Contains(page, "Rules of your organisation that shaped this"); shaped != (len(flags) > 0) {
			t.Errorf("%q: the saved report names rules: %v", flags, shaped)
		}
		return in.get(path + "/r/1/adr.md"), in.get(path + "/r/1/export.json")
	}
	ruled, ruledFile := records("kind=events&place=regulated&size=few", "--content="+rules)
	free, freeFile := records("kind=events&size=few")

	tests := []struct {
		name, record, file string
		content            string
		code               int
		want               string // of the Markdown file and of the JSON file
	}{
		{"the same rules", ruled, ruledFile, rules, 0, "1 record passed, 0 failed"},
		{"no rules then, none today", free, freeFile, "", 0, "1 record passed, 0 failed"},
		{"no rules today", ruled, ruledFile, "", 1, ": policy: it was decided under the rules of “Hosting rules of Example Bank”, version 2026-11, and today's content has none; score it again at http://"},
		{"no rules then", free, freeFile, rules, 1, ": policy: it was decided without rules of the organisation, and today those of “Hosting rules of Example Bank”, version 2026-11 hold; score it again at http://"},
		{"newer rules", ruled, ruledFile, withRules(t, "version: 2026-11", "version: 2027-01"), 1, ": policy: it was decided under the rules of “Hosting rules of Example Bank”, version 2026-11, and today those of “Hosting rules of Example Bank”, version 2027-01 hold; score it again at http://"},
		{"against a lock", ruled, ruledFile, withRules(t, "answer: regulated", "answer: onprem"), 1, ": policy: it is against the rules of the organisation: “Where must it run?” was answered “In a public cloud, under strict rules on country, network and evidence”, but by the rules"},
		{"chose what is removed", ruled, ruledFile, withRules(t, "remove: functions", "remove: platform.managed"), 1, ": policy: it chose Modular monolith on a managed platform, which the rules of “Hosting rules of Example Bank”, version 2026-11 do not allow: We have no approved function platform"},
	}
	for _, test := range tests {
		for name, text := range map[string]string{"0001.md": test.record, "0001.json": test.file} {
			t.Run(test.name+"/"+name, func(t *testing.T) {
				dir := t.TempDir()
				write(t, filepath.Join(dir, name), text)
				args := []string{"gate", dir}
				if test.content != "" {
					args = append(args, "--content="+test.content)
				}
				got := finish(t, nil, args...)
				code := 0
				if got.err != nil {
					code = exitCode(got.err)
				}
				if code != test.code || !strings.Contains(got.stdout, test.want) {
					t.Errorf("exit code %d (%v), want %d, and to read %q:\n%s", code, got.err, test.code, test.want, got.stdout)
				}
				for _, line := range strings.Split(strings.TrimSpace(got.stdout), "\n") {
					if !strings.HasPrefix(line, dir) && !strings.Contains(line, " passed, ") {
						t.Errorf("a message of more than one line: %q", line)
					}
				}
			})
		}
	}
}

// TestPolicyGuide runs every command of docs/policy.md, as TestAuthoringGuide does.
func TestPolicyGuide(t *testing.T) {
	guide, err := os.ReadFile("docs/policy.md")
	if err != nil {
		t.Fatal(err)
	}
	runGuide(t, string(guide), 5)
}
