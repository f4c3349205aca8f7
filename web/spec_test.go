package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"crossroads/text"
	"crossroads/web"
)

func init() {
	for _, kind := range []string{
		"text/markdown", "text/csv", "application/jsonl", "text/calendar", "application/atom+xml", "text/html", "image/svg+xml",
		"image/png", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	} {
		openapi3filter.RegisterBodyDecoder(kind, openapi3filter.FileBodyDecoder) // a text is all it is
	}
}

// described is the API's own description, read once.
var described = sync.OnceValues(func() (*openapi3.T, error) {
	raw, err := os.ReadFile("openapi.json")
	if err != nil {
		return nil, err
	}
	doc, err := openapi3.NewLoader().LoadFromData(raw)
	if err != nil {
		return nil, err
	}
	return doc, doc.Validate(context.Background())
})

var describedRouter = sync.OnceValues(func() (routers.Router, error) {
	doc, err := described()
	if err != nil {
		return nil, err
	}
	return gorillamux.NewRouter(doc)
})

// describedTransport holds every API exchange of every test to the
// description: the answer always, the request whenever it was accepted.
type describedTransport struct {
	t    testing.TB
	base http.RoundTripper
}

func (d *describedTransport) CloseIdleConnections() {
	d.base.(*http.Transport).CloseIdleConnections()
}

func (d *describedTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	coded := req.Header.Get("Accept-Encoding") != "" // the validator reads plain bodies only
	if !strings.HasPrefix(req.URL.Path, "/api/v1/") && !exportFile.MatchString(req.URL.Path) || req.Method == http.MethodHead || coded {
		return d.base.RoundTrip(req)
	}
	sent, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	req.Body = io.NopCloser(bytes.NewReader(sent))
	res, err := d.base.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	got, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	res.Body = io.NopCloser(bytes.NewReader(got))
	d.check(req, sent, res, got)
	return res, nil
}

func (d *describedTransport) check(req *http.Request, sent []byte, res *http.Response, got []byte) {
	router, err := describedRouter()
	if err != nil {
		d.t.Errorf("openapi.json: %v", err)
		return
	}
	copied := req.Clone(context.Background())
	copied.URL.Scheme, copied.URL.Host = "", ""
	if strings.HasSuffix(req.URL.Path, "/import") { // the description is of the text in the file
		sent = text.UTF8(sent)
	}
	copied.Body = io.NopCloser(bytes.NewReader(sent))
	route, params, err := router.FindRoute(copied)
	if err != nil {
		if res.StatusCode != http.StatusNotFound && res.StatusCode != http.StatusMethodNotAllowed &&
			res.StatusCode != http.StatusPermanentRedirect {
			d.t.Errorf("%s %s gave %d but is not described: %v", req.Method, req.URL.Path, res.StatusCode, err)
		}
		return
	}
	options := &openapi3filter.Options{IncludeResponseStatus: true, AuthenticationFunc: openapi3filter.NoopAuthenticationFunc}
	in := &openapi3filter.RequestValidationInput{Request: copied, PathParams: params, Route: route, Options: options}
	if res.StatusCode < 300 {
		if err := openapi3filter.ValidateRequest(context.Background(), in); err != nil {
			d.t.Errorf("%s %s was accepted but is not as described: %v", req.Method, req.URL.Path, err)
		}
	}
	out := &openapi3filter.ResponseValidationInput{RequestValidationInput: in, Status: res.StatusCode, Header: res.Header, Options: options}
	out.SetBodyBytes(got)
	if err := openapi3filter.ValidateResponse(context.Background(), out); err != nil {
		d.t.Errorf("%s %s: the answer is not as described: %v", req.Method, req.URL.Path, err)
	}
}

var (
	echoParam  = regexp.MustCompile(`:([a-z][a-z0-9]*)`)
	exportFile = regexp.MustCompile(`^/(?:a/.*|portfolio)/([a-z]+\.[a-z]+)$`) // an address of a file, outside of /api/
)

func TestEveryRouteIsDescribed(t *testing.T) {
	doc, err := described()
	if err != nil {
		t.Fatal(err)
	}
	var want, got, files []string
	for _, r := range web.Routes(library(t, "tiny")) {
		path := r.Path
		if m := exportFile.FindStringSubmatch(path); m != nil && (strings.HasPrefix(m[1], "reminders.") ||
			strings.HasPrefix(path, "/portfolio/")) {
			// these are described one by one
		} else if m != nil {
			files = append(files, m[1])
			path = strings.TrimSuffix(path, m[1]) + ":file"
		} else if !strings.HasPrefix(path, "/api/v1/") {
			continue
		}
		want = append(want, r.Method+" "+echoParam.ReplaceAllString(path, "{$1}"))
	}
	for path, item := range doc.Paths.Map() {
		for method := range item.Operations() {
			got = append(got, method+" "+path)
		}
	}
	slices.Sort(want)
	want = slices.Compact(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("described:\n%s\nrouted:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	// Every file is there for the latest revision and for each.
	slices.Sort(files)
	var described []string
	for _, name := range doc.Components.Parameters["file"].Value.Schema.Value.Enum {
		described = append(described, name.(string), name.(string))
	}
	if !slices.Equal(files, described) {
		t.Errorf("files described, each twice:\n%q\nrouted:\n%q", described, files)
	}
}

// TestExamplesWork sends the examples of the description to the shipped
// content: what people copy from it must be accepted.
func TestExamplesWork(t *testing.T) {
	doc, err := described()
	if err != nil {
		t.Fatal(err)
	}
	s := newSite(t, setup{tree: "shipped"})
	example := func(path, method string) string {
		raw, err := json.Marshal(doc.Paths.Value(path).Operations()[method].RequestBody.Value.Content["application/json"].Example)
		if err != nil || string(raw) == "null" {
			t.Fatalf("no example for %s %s: %v", method, path, err)
		}
		return string(raw)
	}
	res := s.json("POST", "/api/v1/comparisons/deployment/evaluate", example("/api/v1/comparisons/{comparison}/evaluate", "POST"))
	if res.StatusCode != http.StatusOK {
		t.Errorf("evaluate: %d %s", res.StatusCode, res.body)
	}
	res = s.json("POST", "/api/v1/assessments", example("/api/v1/assessments", "POST"))
	if res.StatusCode != http.StatusCreated {
		t.Fatalf("create: %d %s", res.StatusCode, res.body)
	}
	var saved struct{ ID, Key string }
	if err := json.Unmarshal([]byte(res.body), &saved); err != nil {
		t.Fatal(err)
	}
	res = s.json("PUT", "/api/v1/assessments/"+
		saved.ID, example("/api/v1/assessments/{id}", "PUT"), "If-Match", res.Header.Get("ETag"), "Authorization", "Bearer "+saved.Key)
	if res.StatusCode != http.StatusOK {
		t.Errorf("revise: %d %s", res.StatusCode, res.body)
	}
	res = s.json("POST", "/api/v1/assessments/"+saved.ID+"/merge", example("/api/v1/assessments/{id}/merge", "POST"), "If-Match",
		res.Header.Get("ETag"), "Authorization", "Bearer "+saved.Key)
	if res.StatusCode != http.StatusOK || !strings.Contains(res.body, "second try") || !strings.Contains(res.body, `"shape":"even"`) {
		t.Errorf("merge: %d %s", res.StatusCode, res.body)
	}
	answers, err := json.Marshal(map[string]any{"answers": doc.Components.Schemas["Answers"].Value.Example})
	if err != nil {
		t.Fatal(err)
	}
	if res = s.json("POST", "/api/v1/comparisons/deployment/evaluate", string(answers)); res.StatusCode != http.StatusOK {
		t.Errorf("example answers: %d %s", res.StatusCode, res.body)
	}
}
