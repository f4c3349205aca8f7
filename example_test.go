package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crossroads/content"
)

// example is the comparison that docs/authoring.md builds step by step.
var example = filepath.Join("docs", "examples", "api-style")

// TestExample takes the worked example through the program, laid over the
// built-in content as its readers do it.
func TestExample(t *testing.T) {
	checked := finish(t, nil, "check", "--strict", example)
	if checked.err != nil || !strings.Contains(checked.stdout, "0 errors, 0 warnings") {
		t.Fatalf("check: %v\n%s", checked.err, checked.stdout)
	}
	in := start(t, nil, "serve", "--content="+example, "--db="+filepath.Join(t.TempDir(), "a.db"))
	for path, want := range map[string]string{
		"/articles":                                 "How to choose an API style",
		"/articles/choosing-an-api-style":           "Where your callers run comes first",
		"/articles/what-is-serverless":              "What is serverless?",
		"/compare/api-style":                        "Browsers cannot speak gRPC",
		"/compare/deployment":                       "Serverless functions",
		"/decide/api-style":                         "Who will call the interface?",
		"/decide/deployment":                        "What does it mostly do?",
		"/cases":                                    "GitHub",
		"/embed/decide/api-style":                   "Who will call the interface?",
		"/api/v1/comparisons":                       `"api-style"`,
		"/decide/api-style/result?clients=browsers": "Browsers do not expose the HTTP/2 frames that gRPC is made of.",
	} {
		if page := in.get(path); !strings.Contains(page, want) {
			t.Errorf("%s does not say %q", path, want)
		}
	}
	for answers, want := range map[string]string{
		`{"clients": "strangers", "needs": "one-thing", "flow": "pause", "sameness": "same"}`:                                         "rest",
		`{"clients": "apps", "needs": "linked", "flow": "pause", "sameness": "personal", "experience": "graphql"}`:                    "graphql",
		`{"clients": "services", "needs": "commands", "flow": "dialogue", "load": "many", "experience": "grpc", "owners": "several"}`: "grpc",
	} {
		if winner := in.winner("api-style", answers); winner != want {
			t.Errorf("%s: %s wins, want %s", answers, winner, want)
		}
	}
}

// winner asks the JSON API.
func (in *instance) winner(comparison, answers string) string {
	in.t.Helper()
	body := bytes.NewReader([]byte(`{"answers": ` + answers + `}`))
	response, err := http.Post(in.url+"/api/v1/comparisons/"+comparison+"/evaluate", "application/json", body)
	if err != nil {
		in.t.Fatal(err)
	}
	defer response.Body.Close()
	var report struct{ Winner string }
	if err := json.NewDecoder(response.Body).Decode(&report); err != nil || response.StatusCode != http.StatusOK {
		in.t.Fatalf("%s: %s, %v", answers, response.Status, err)
	}
	return report.Winner
}

// TestExampleHoldsTogether wants an example worth following: every option can
// come first, every question can decide, every must rules out, and the
// published case is among the first two.
func TestExampleHoldsTogether(t *testing.T) {
	lib, err := content.Load(contentTree(example))
	if err != nil {
		t.Fatal(err)
	}
	c, ok := lib.Comparison("api-style")
	if !ok || len(c.Options) != 3 || len(c.Criteria) < 6 || len(c.Questions) < 6 || len(c.Cases) != 1 {
		t.Fatalf("the example is not what docs/authoring.md says: %+v", c)
	}
	test := c.SelfTest()
	for _, finding := range test.Findings() {
		t.Error(finding)
	}
	if len(test.Musts) < 2 {
		t.Errorf("%d musts", len(test.Musts))
	}
}

// TestExampleAlone replaces the built-in content by the example.
func TestExampleAlone(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(example)); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "content.yaml"), "standalone: true\n")
	got := finish(t, nil, "check", "--strict", dir)
	if got.err != nil || !strings.Contains(got.stdout, "1 article, 1 comparison, 3 options, 7 criteria, 7 questions, 1 case") {
		t.Errorf("%v\n%s", got.err, got.stdout)
	}
}
