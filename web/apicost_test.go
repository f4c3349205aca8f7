package web_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// TestCostExamples sends the examples of the description and holds the bills to
// what the providers print, to the cent.
func TestCostExamples(t *testing.T) {
	doc, err := described()
	if err != nil {
		t.Fatal(err)
	}
	s := newSite(t, setup{tree: "shipped"})
	want := map[string]string{"lambda": "2.73", "fargate": "1.26", "workers": "8.00", "load": ""}
	examples := doc.Paths.Value("/api/v1/cost").Post.RequestBody.Value.Content["application/json"].Examples
	if len(examples) != len(want) {
		t.Errorf("%d examples, want %d", len(examples), len(want))
	}
	for name, example := range examples {
		body, err := json.Marshal(example.Value.Value)
		if err != nil {
			t.Fatal(err)
		}
		res := s.json("POST", "/api/v1/cost", string(body))
		var got struct {
			Bill struct{ Total string }
		}
		if err := json.Unmarshal([]byte(res.body), &got); err != nil || res.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d %v\n%s", name, res.StatusCode, err, res.body)
		}
		if got.Bill.Total != want[name] {
			t.Errorf("%s: %q, want %q", name, got.Bill.Total, want[name])
		}
	}
}

// TestCostAgrees: page, download and API give the same bill, and so does the
// report of the wizard.
func TestCostAgrees(t *testing.T) {
	s := newSite(t, setup{tree: "shipped"})
	type bill struct {
		Blueprint string
		Bill      struct{ Total string }
	}
	var file, api struct{ Estimates []bill }
	var report struct {
		Cost struct {
			Options []struct{ Blueprint, Total string }
		}
	}
	for into, res := range map[any]answer{
		&file:   s.get("/cost.json?requests=42000000"),
		&api:    s.json("POST", "/api/v1/cost", `{"load":{"requests":42000000}}`),
		&report: s.json("POST", "/api/v1/comparisons/deployment/evaluate", `{"load":{"requests":42000000}}`),
	} {
		if err := json.Unmarshal([]byte(res.body), into); err != nil || res.StatusCode != http.StatusOK {
			t.Fatalf("%d %v", res.StatusCode, err)
		}
	}
	totals := map[string]string{}
	for _, e := range file.Estimates {
		totals[e.Blueprint] = e.Bill.Total
	}
	if len(totals) != 6 || len(api.Estimates) != 6 || len(report.Cost.Options) != 6 {
		t.Fatalf("%d, %d and %d bills", len(totals), len(api.Estimates), len(report.Cost.Options))
	}
	for _, e := range api.Estimates {
		if e.Bill.Total != totals[e.Blueprint] {
			t.Errorf("%s: the API says %s, the download %s", e.Blueprint, e.Bill.Total, totals[e.Blueprint])
		}
	}
	for _, o := range report.Cost.Options {
		if o.Total != totals[o.Blueprint] {
			t.Errorf("%s: the report says %s, the download %s", o.Blueprint, o.Total, totals[o.Blueprint])
		}
	}
}

// TestCostFileErrors: programs that read the figures get errors that they can read, and people a page.
func TestCostFileErrors(t *testing.T) {
	s := newSite(t, setup{tree: "shipped"})
	for _, path := range []string{"/cost.json", "/cost.csv", "/cost.xlsx"} {
		res := s.get(path + "?requests=many")
		if res.StatusCode != http.StatusUnprocessableEntity || res.Header.Get("Content-Type") != "application/problem+json" ||
			!strings.Contains(res.body, `"path":"requests"`) {
			t.Errorf("%s: %d %s", path, res.StatusCode, res.body)
		}
		res = s.do(s.request(http.MethodGet, path+"?requests=many", "", "Accept", "text/html,*/*;q=0.8"))
		if res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(res.body, "<h1>") {
			t.Errorf("%s in a browser: %d %s", path, res.StatusCode, res.body)
		}
	}
	res := s.json("POST", "/api/v1/assessments", `{"title":"x","answers":{}}`)
	if res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(res.body, `"path":"comparison","message":"is missing`) {
		t.Errorf("without a comparison: %d %s", res.StatusCode, res.body)
	}
}
