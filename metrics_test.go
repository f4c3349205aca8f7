//go:build unix

package main

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// overSocket is a client of what listens on a socket, whatever the host.
func overSocket(path string) *http.Client {
	return &http.Client{Transport: &http.Transport{DisableKeepAlives: true, DialContext: dialSocket(path)}}
}

func fetch(t *testing.T, client *http.Client, url string) (body string, status int) {
	t.Helper()
	res, err := client.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw), res.StatusCode
}

// TestMetrics: what happened is counted by the pattern of its address, on a
// listener of its own, and nothing there names an assessment or a reader.
func TestMetrics(t *testing.T) {
	dir := t.TempDir()
	db, socket := filepath.Join(dir, "a.db"), filepath.Join(dir, "m.sock")
	in := start(t, nil, "serve", "--content="+tiny, "--db="+db, "--metrics-listen=unix:"+socket)
	share := in.save(url.Values{"comparison": {"lunch"}, "title": {"Friday"}})
	in.get(share)
	in.get(share)
	in.get("/articles")
	request, err := http.NewRequest("BREW", in.url+"/coffee", nil)
	if err != nil {
		t.Fatal(err)
	}
	if res, err := http.DefaultClient.Do(request); err != nil {
		t.Fatal(err)
	} else {
		res.Body.Close()
	}
	if r := finish(t, nil, "backup", "--db="+db, filepath.Join(dir, "copy.db")); r.err != nil || r.stderr != "" {
		t.Fatal(r)
	}
	metrics := overSocket(socket)
	body, _ := fetch(t, metrics, "http://metrics/metrics")
	for _, want := range []string{
		`crossroads_requests_total{method="GET",route="/a/:id",status="200"} 2`,
		`crossroads_requests_total{method="GET",route="/articles",status="200"} 1`,
		`crossroads_requests_total{method="POST",route="/assessments",status="200"} 1`,
		`crossroads_requests_total{method="other",route="`,
		`crossroads_request_duration_seconds_bucket{route="/a/:id",le="+Inf"} 2`,
		"crossroads_evaluations_total 1\n",
		"crossroads_saves_total 1\n",
		`crossroads_cache_requests_total{cache="pages",found="yes"} 1`,
		`crossroads_cache_requests_total{cache="pages",found="no"} 1`,
		"crossroads_db_queue 0\n",
		"crossroads_db_batched_changes_total ",
		`crossroads_db_connections{state="most"}`,
		`crossroads_content_info{program="`,
		"crossroads_last_backup_timestamp_seconds 1",
		"crossroads_db_damaged 0\n",
		"go_goroutines ",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("%s is missing", want)
		}
	}
	for _, file := range []string{"deploy/grafana.json", "docs/operations.md"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		names := regexp.MustCompile(`crossroads_[a-z_]+`).FindAllString(string(text), -1)
		if len(names) < 10 {
			t.Errorf("%s names %d metrics", file, len(names))
		}
		for _, name := range names {
			if name != "crossroads_schema" && !strings.Contains(body, "# TYPE "+strings.TrimSuffix(name, "_bucket")+" ") { // a table
				t.Errorf("%s names %s, which there is not", file, name)
			}
		}
	}
	if id := strings.TrimPrefix(share, "/a/"); strings.Contains(body, id) || strings.Contains(body, "coffee") ||
		strings.Contains(body, "BREW") {
		t.Error("the metrics name what a client has sent")
	}
	if t.Failed() {
		t.Log(body)
	}
	if _, status := fetch(t, metrics, "http://metrics/debug/pprof/goroutine?debug=1"); status != http.StatusOK {
		t.Errorf("profiles: %d", status)
	}
	for _, path := range []string{"/metrics", "/debug/pprof/"} {
		if _, status := fetch(t, http.DefaultClient, in.url+path); status != http.StatusNotFound {
			t.Errorf("readers get %s: %d", path, status)
		}
	}
}

// TestDamageIsNamed flips bytes in one report. The portal starts, finds it by
// itself, and goes on serving the others.
func TestDamageIsNamed(t *testing.T) {
	dir := t.TempDir()
	db, socket := filepath.Join(dir, "a.db"), filepath.Join(dir, "m.sock")
	in := start(t, nil, "serve", "--content="+tiny, "--db="+db)
	pages := []string{
		in.save(url.Values{"comparison": {"lunch"}, "title": {"One"}}), in.save(url.Values{"comparison": {"lunch"}, "title": {"Two"}}),
	}
	in.stop()
	file, err := os.ReadFile(db)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(file, []byte{0x28, 0xb5, 0x2f, 0xfd}) // zstandard: a report
	if at < 0 {
		t.Fatal("no report found in the file")
	}
	for i := range 40 {
		file[at+60+i] ^= 0xff
	}
	if err := os.WriteFile(db, file, 0o600); err != nil {
		t.Fatal(err)
	}

	again := start(t, nil, "serve", "--content="+tiny, "--db="+db, "--metrics-listen=unix:"+socket)
	ready := ""
	for deadline := time.Now().Add(time.Minute); !strings.Contains(ready, "damaged") &&
		time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		ready = again.get("/readyz")
	}
	if !strings.Contains(ready, "database: damaged") {
		t.Errorf("/readyz says %q", ready)
	}
	if body, _ := fetch(t, overSocket(socket), "http://metrics/metrics"); !strings.Contains(body, "crossroads_db_damaged 1\n") {
		t.Error("the metrics do not say so")
	}
	log := again.log.String()
	if !strings.Contains(log, "the database is damaged") || !strings.Contains(log, "revisions=1") {
		t.Errorf("the log does not say so: %s", log)
	}
	readable := 0
	for _, page := range pages {
		if strings.Contains(log, strings.TrimPrefix(page, "/a/")) {
			t.Error("the log has an id, which opens an assessment")
		}
		if _, status := fetch(t, http.DefaultClient, again.url+page); status == http.StatusOK {
			readable++
		}
	}
	if readable != 1 {
		t.Errorf("%d of 2 can be read, of which one is damaged", readable)
	}
	if r := finish(t, nil, "verify", db); r.err == nil || !strings.Contains(r.err.Error(), "damaged") {
		t.Errorf("verify says %v", r.err)
	}
}
