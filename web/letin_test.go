package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"crossroads/record"
	"crossroads/web"
)

// forgetful takes saves and keeps none: the question is what is let in.
type forgetful struct{ web.Store }

func (forgetful) CreateOnce(_ context.Context, comparison, owner string, _ record.Once, rev record.Revision) (record.Saved, string, error) {
	rev.Number = 1
	return record.Saved{
		ID: "forgottenforgottenforgotten", Comparison: comparison, Owner: owner, Latest: 1, Life: record.Life{Status: record.Draft},
		Revision: rev,
	}, "key", nil
}

func (forgetful) StoreCatalogue(context.Context, string, string, []byte) error { return nil }

func (forgetful) Catalogue(context.Context, string, string) ([]byte, error) {
	return nil, record.ErrNotFound
}

// TestLetInAsDescribed sends bodies of every kind to the two addresses that
// store what a body says. What is let in is as the description says; what is
// not is refused with the reason, and when it is a JSON object with the path of
// what is wrong.
func TestLetInAsDescribed(t *testing.T) {
	lib := library(t, "tiny")
	handler, err := web.New(web.Config{}, lib, forgetful{}, slog.New(slog.DiscardHandler), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	q := lib.Comparisons[0].Questions[0]
	in := 0
	for _, body := range edgeBodies(q.ID, q.Answers[0].ID) {
		for _, path := range []string{"/api/v1/assessments/import", "/api/v1/assessments"} {
			if sendAny(t, handler, path, []byte(body)) == http.StatusCreated {
				in++
			}
		}
	}
	if in < 10 {
		t.Errorf("only %d bodies were let in: what is let in was not tried", in)
	}
}

// edgeBodies are bodies at the edge of what is taken.
func edgeBodies(q, a string) []string {
	head := `{"format":"crossroads-assessment","version":1,"comparison":"lunch","title":"x"`
	var seeds []string
	for _, more := range []string{
		"", `,"note":null`, `,"author":7`, `,"$schema":"https://example.org"`, `,"$schema":7`, `,"source":null,"saved":null`,
		`,"saved":"yesterday"`,
		`,"answers":null`, `,"answers":{"` + q + `":null}`, `,"answers":{"` + q + `":[]}`,
		`,"answers":{"` + q + `":["` + a + `","` + a + `"]}`, `,"answers":{"` + q + `":[null]}`, `,"answers":[]`,
		`,"priorities":null`, `,"priorities":[]`, `,"priorities":[null]`, `,"priorities":[{"criterion":"time","weight":1e2}]`,
		`,"priorities":[{"criterion":"time","weight":-0}]`, `,"priorities":[{"criterion":"time","weight":1e999}]`,
		`,"parts":null`, `,"parts":[{}]`, `,"parts":[null]`, `,"parts":[{"name":null}]`, `,"parts":[{"name":"","share":0}]`,
		`,"parts":[{"name":"a","share":1e308},{"name":"b","share":1e308}]`, `,"parts":[{"name":"a","share":-1}]`,
		`,"parts":[{"name":"a"},{"name":"a"}]`, `,"parts":[{"name":"a","answers":null}]`, `,"parts":[{"name":"\u202eevil"}]`,
		`,"parts":[{"name":"\ud800"}]`,
		`,"load":null`, `,"load":{}`, `,"load":{"requests":1e400}`, `,"load":{"requests":"1"}`, `,"load":[]`,
		`,"catalogue":"x","engine":"2","report":null`, `,"report":{}`, `,"engine":"2"`, `,"catalogue":""`, `,"version":1.0`, `,"title":"y"`,
		`,"x":NaN`, `,"x":Infinity`,
	} {
		seeds = append(seeds, head+more+"}")
		seeds = append(seeds, `{"comparison":"lunch","title":"x"`+more+"}")
	}
	return append(seeds, "\ufeff"+head+"}", head+
		"}\x00", "{\"title\":\"\xff\"}", strings.Repeat("[", 100_000), strings.Repeat(`{"a":`, 100_000), "null", "7", `""`)
}

// sendAny posts a body as JSON and holds the answer to what is promised.
func sendAny(t *testing.T, handler http.Handler, path string, raw []byte) (status int) {
	t.Helper()
	req := httptest.NewRequest(http.MethodPost, path, bytes.NewReader(raw))
	req.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, req)
	res, body := w.Result(), w.Body.Bytes()
	req.RequestURI = ""
	(&describedTransport{t: t}).check(req, raw, res, body)
	var problem struct {
		Detail string
		Errors []struct{ Path, Message string }
	}
	switch res.StatusCode {
	case http.StatusCreated, http.StatusRequestEntityTooLarge:
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		if err := json.Unmarshal(body, &problem); err != nil {
			t.Fatalf("%v: %s", err, body)
		}
		if problem.Detail == "" {
			t.Errorf("%.200q is refused by %s without a reason", raw, path)
		}
		for _, e := range problem.Errors {
			if e.Path == "" || e.Message == "" {
				t.Errorf("%q is refused by %s with %+v", raw, path, e)
			}
		}
		if len(problem.Errors) == 0 && res.StatusCode == http.StatusUnprocessableEntity {
			t.Errorf("%.200q is refused by %s without a path", raw, path)
		}
	default:
		t.Errorf("%.200q gives %d from %s: %s", raw, res.StatusCode, path, body)
	}
	return res.StatusCode
}

// TestLongNamesComeBackShort: a refusal is not as long as what it refuses.
func TestLongNamesComeBackShort(t *testing.T) {
	s := newSite(t, setup{})
	long := strings.Repeat("é", 30_000)
	for _, body := range []string{
		`{"` + long + `":1}`, `{"answers":{"` + long + `":"x"}}`, `{"answers":{"size":"` + long + `"}}`, `{"priorities":["` + long + `"]}`,
		`{"parts":[{"name":"` + long + `"}]}`,
	} {
		if res := s.json("POST", "/api/v1/comparisons/lunch/evaluate", body); res.StatusCode != http.StatusUnprocessableEntity ||
			len(res.body) > 2000 {
			t.Errorf("%.60s… gives %d and %d bytes: %.300s", body, res.StatusCode, len(res.body), res.body)
		}
	}
	if res := s.json("POST", "/api/v1/assessments", `{"title":"x","comparison":"`+long+
		`"}`); res.StatusCode != http.StatusUnprocessableEntity || len(res.body) > 2000 {
		t.Errorf("a long comparison gives %d and %d bytes", res.StatusCode, len(res.body))
	}
}
