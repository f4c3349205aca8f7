package web_test

import (
	"encoding/json"
	"io/fs"
	"net/http"
	"testing"

	"crossroads/content"
)

// TestSchemas fetches every schema as an editor does, which may run in a browser.
func TestSchemas(t *testing.T) {
	s := newSite(t, setup{tree: "tiny"})
	entries, err := fs.ReadDir(content.Schemas(), ".")
	if err != nil || len(entries) < 9 {
		t.Fatalf("%d schemas, %v", len(entries), err)
	}
	for _, e := range entries {
		res := s.get("/schemas/" + e.Name())
		if res.StatusCode != http.StatusOK || !json.Valid([]byte(res.body)) {
			t.Errorf("%s: %d\n%s", e.Name(), res.StatusCode, res.body)
		}
		for header, want := range map[string]string{
			"Content-Type": "application/schema+json", "Access-Control-Allow-Origin": "*", "X-Robots-Tag": "noindex",
		} {
			if got := res.Header.Get(header); got != want {
				t.Errorf("%s: %s is %q, want %q", e.Name(), header, got, want)
			}
		}
	}
	for _, path := range []string{"/schemas/none.json", "/schemas", "/schemas/..%2fsources"} {
		if res := s.get(path); res.StatusCode != http.StatusNotFound {
			t.Errorf("%s gives %d", path, res.StatusCode)
		}
	}
}
