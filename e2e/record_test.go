package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// ask sends JSON to the API and returns the answer's texts.
func ask(t *testing.T, method, url, key, match, body string) map[string]any {
	t.Helper()
	req, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	if key != "" {
		req.Header.Set("Authorization", "Bearer "+key)
	}
	if match != "" {
		req.Header.Set("If-Match", match)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode >= 300 {
		t.Fatalf("%s %s: %s", method, url, res.Status)
	}
	var doc map[string]any
	if res.StatusCode != http.StatusNoContent {
		if err := json.NewDecoder(res.Body).Decode(&doc); err != nil {
			t.Fatal(err)
		}
	}
	return doc
}

// TestRecordPages checks the pages around a saved assessment as
// TestPagesAccessible checks the others, with long and awkward names.
func TestRecordPages(t *testing.T) {
	portal := startPortal(t)
	api := portal.url + "/api/v1/assessments"
	long := strings.Repeat("Donaudampfschifffahrtsgesellschaft", 3)
	doc := ask(t, "POST", api, "", "", `{"comparison":"deployment","title":"`+long+`","author":"Ada","answers":{"traffic":"spiky"}}`)
	id, key := doc["id"].(string), doc["key"].(string)
	ask(t, "PUT", api+"/"+id, key, `"1"`, `{"title":"Second","author":"Grace","answers":{"traffic":"steady"},"priorities":["cost"]}`)
	ask(t, "PUT", api+"/"+id+"/revisions/1/milestone", key, "", `{"name":"Decided by the board"}`)
	ask(t, "PUT", api+"/"+id+"/life", key, "", `{"status":"decided","review":"2020-01-01","expires":"2199-12-31"}`)
	round := ask(t, "POST", api+"/"+id+"/round", key, "", "")
	share := portal.url + "/a/" + id
	check := func(name, url string) {
		t.Helper()
		p := newPage(t, look{}, portal.url)
		for _, width := range []int64{360, 1440} {
			for _, dark := range []bool{false, true} {
				p.look(look{width: width, dark: dark})
				p.visit(url, 200)
				checkAccessible(t, p, fmt.Sprintf("%s, %d px, dark %v", name, width, dark))
				if over := eval[int](p, "document.documentElement.scrollWidth - document.documentElement.clientWidth"); over > 0 {
					t.Errorf("%s at %d px is %d px too wide", name, width, over)
				}
			}
		}
	}
	check("saved", share)
	check("edit", share+"/edit")
	check("history", share+"/history")
	check("scored again", share+"/r/1/again")
	check("open round", share+"/round")
	check("taking part", portal.url+"/t/"+round["token"].(string))
	for _, voice := range []string{`{"author":"` + long[:60] + `","answers":{"traffic":"spiky"}}`, `{"author":"Bo","answers":{"traffic":"steady"}}`} {
		ask(t, "POST", portal.url+"/api/v1/rounds/"+round["token"].(string), "", "", voice)
	}
	ask(t, "POST", api+"/"+id+"/round/reveal", key, "", "")
	check("revealed round", share+"/round")
}
