package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"crossroads/store"
)

func TestReadWrk(t *testing.T) {
	const head = "Running 2s test @ http://127.0.0.1:1/\n  1 threads and 64 connections\n"
	for _, test := range []struct {
		out  string
		want float64
		fail string
	}{
		{head + "  81234 requests in 2.00s, 1.02GB read\nRequests/sec:  40617.42\nTransfer/sec:    522.1MB\n", 40617.42, ""},
		{head + "  Socket errors: connect 0, read 3, write 0, timeout 0\nRequests/sec:  40617.42\n", 0,
			"Socket errors: connect 0, read 3, write 0, timeout 0"},
		{head + "  Non-2xx or 3xx responses: 12\nRequests/sec:  40617.42\n", 0, "Non-2xx or 3xx responses: 12"},
		{"unable to connect", 0, `no rate in "unable to connect"`},
	} {
		got, err := readWrk([]byte(test.out))
		if got != test.want || (err == nil) != (test.fail == "") || err != nil && err.Error() != test.fail {
			t.Errorf("%q: %v, %v, want %v, %s", test.out, got, err, test.want, test.fail)
		}
	}
}

func TestFigures(t *testing.T) {
	for rate, want := range map[float64]string{0: "0", 999.4: "999", 999.6: "1,000", 12345: "12,345", 1234567: "1,234,567"} {
		if got := thousands(rate); got != want {
			t.Errorf("thousands of %v: %s, want %s", rate, got, want)
		}
	}
	same := func(x float64) float64 { return x }
	if got := medianOf([]float64{9, 1, 5}, same); got != 5 {
		t.Errorf("median of three %v", got)
	}
	if got := medianOf([]float64{9, 1, 5, 6}, same); got != 5.5 {
		t.Errorf("median of four %v", got)
	}
	for list, want := range map[string]int{"0": 1, "0-3": 4, "2-3": 2} {
		if got := processors(list); got != want {
			t.Errorf("%s are %d processors, want %d", list, got, want)
		}
	}
	var l latency
	if !math.IsNaN(l.at(0.5)) || milliseconds(l.at(0.5)) != "–" {
		t.Errorf("of no requests %v", l.at(0.5))
	}
	for i := range 100 {
		l.took = append(l.took, time.Duration(100-i)*time.Millisecond)
	}
	if l.at(0.5) != 51 || l.at(0.99) != 100 || l.at(1) != 100 {
		t.Errorf("p50 %v, p99 %v, p100 %v", l.at(0.5), l.at(0.99), l.at(1))
	}
	if got := megabytes(3 << 30); got != "3,072 MiB" {
		t.Error(got)
	}
	if got := (&bench{memory: 256}).goLimit(); got != "179MiB" {
		t.Error(got)
	}
}

// Ratios are taken within a round: what slows a whole round down does not move them.
func TestRatiosWithinRounds(t *testing.T) {
	r := results{plain: 4000, gzipped: 1000, rounds: []measures{
		{article: 90, bare: 100, nginx: 180, unchanged: 180, save: 4, evaluate: 8, warm: 50, cold: 25, group: 40, single: 10, normal: 40,
			start: 70, memory: 30},
		{article: 9, bare: 10, nginx: 18, unchanged: 18, save: 0.4, evaluate: 0.8, warm: 5, cold: 2.5, group: 4, single: 1, normal: 4,
			start: 90, memory: 34},
		{article: 9000, bare: 10000, nginx: 18000, unchanged: 18000, save: 400, evaluate: 800, warm: 5000, cold: 2500, group: 4000,
			single: 1000, normal: 4000, start: 80, memory: 32},
	}}
	b := &bench{seconds: 2, servers: "0", all: "0-1", dir: t.TempDir()}
	var out strings.Builder
	r.print(&out, b)
	_, table, _ := strings.Cut(out.String(), "\n")
	want := `The page is an article, 1000 bytes as gzip (4000 plain), to 64 connections. The portal writes its access log and all its headers.

| what | a second | beside | a second | ratio | goal |
| --- | ---: | --- | ---: | ---: | ---: |
| article | 90 | bare net/http, same bytes, no log | 100 | 0.90 | >= 0.85 |
| article | 90 | nginx as Debian sets it up, same bytes | 180 | 0.50 | >= 0.60 |
| article, not modified (304) | 180 | the same with its bytes (200) | 90 | 2.00 | >= 1.50 |
| save an assessment | 4 | evaluate it, store nothing | 8 | 0.50 | >= 0.40 |
| open a share link again | 50 | open each for the first time | 25 | 2.00 |  |
| store: durable saves, 64 at once | 40 | a transaction each | 10 | 4.00 | >= 4.00 |
| store: durable saves, 64 at once | 40 | without waiting for the disk (NORMAL) | 40 | 1.00 | >= 0.90 |

Start to the first 200: 80 ms (goal 100). Resident memory when idle: 32 MiB (goal 40).
`
	if table != want {
		t.Errorf("got\n%s\nwant\n%s", table, want)
	}
	if head := out.String(); !strings.Contains(head, "3 rounds of 2 s") || !strings.Contains(head, "2 processors") ||
		strings.Contains(head, "busy") {
		t.Errorf("the head is %.200s", head)
	}
	b.load = busy
	out.Reset()
	r.print(&out, b)
	if !strings.Contains(out.String(), "**The machine was busy before it began (load 0.5)") {
		t.Errorf("a busy machine is not named: %.300s", out.String())
	}
}

func TestRowTables(t *testing.T) {
	set := func(count int, speed float64) *rows {
		m := rowMeasures{
			cold: 4 * speed, warm: 20 * speed, saveShown: 8 * speed, saveNew: 2 * speed, view: 2 * speed, viewAgain: 4 * speed,
			create: speed, storeReads: 100 * speed, storeSaves: 10 * speed,
			postgres: saveOpen{2 * speed, 4 * speed, speed}, two: saveOpen{3 * speed, 6 * speed, 2 * speed},
		}
		return &rows{count: count, rounds: []rowMeasures{m, m}, portal: side{bytes: 5 << 20, filled: 2 * time.Second},
			postgres: side{bytes: 7 << 20, filled: 3 * time.Second}, pocket: side{bytes: 11 << 20, filled: 5 * time.Second}}
	}
	var out strings.Builder
	printRows(&out, &bench{seconds: 1, rounds: 2, dir: t.TempDir()}, []*rows{set(1000, 1000), set(100_000, 500)})
	for _, row := range []string{
		"| 1,000 | open a share link, each once: HTML, gzip | 4,000 | view a record, each once: JSON | 2,000 | 2.00 | >= 1.10 |",
		"| 100,000 | save a result that was just shown | 4,000 | create, report sent along | 500 | 8.00 | >= 4.00 |",
		"| 1,000 | evaluate and save | 2,000 | 1,000 | 0.50 | 2,000 | 2.00 | 1,000 | 1.00 |",
		"| a second | 1,000 stored | 100,000 stored | last to first | goal |",
		"| store: durable saves | 10,000 | 5,000 | 0.50 | >= 0.90 |",
		"| 100,000 | 5 MiB | 2 s | 7 MiB | 3 s | 11 MiB | 5 s |",
	} {
		if !strings.Contains(out.String(), "\n"+row+"\n") {
			t.Errorf("no row %s in\n%s", row, out.String())
		}
	}
}

func TestFloodTables(t *testing.T) {
	took := func(ms ...int) (l latency) {
		for _, n := range ms {
			l.took = append(l.took, time.Duration(n)*time.Millisecond)
		}
		return l
	}
	one := flooding{answered: "200: 7", article: took(1, 2, 3), evaluate: took(4), save: latency{failed: 2}}
	found := make([][]flooding, len(floods))
	found[3] = []flooding{one, one, one}
	var out strings.Builder
	(&bench{}).printFloods(&out, found)
	if row := "\n| costs | 200: 7 | 2.0 | 3.0 | 4.0 | 4.0 | NaN | NaN | 6 of 18 |\n"; !strings.Contains(out.String(), row) {
		t.Errorf("no row %s in\n%s", row, out.String())
	}
	if n := strings.Count(out.String(), "\n| "); n != 3 {
		t.Errorf("%d rows, with those that were not measured:\n%s", n, out.String())
	}
	seen := underAttack{answered: "closed: 2", peak: 64 << 20, written: 1_500_000, ended: "killed"}
	seen.article, seen.save, seen.owner = took(10, 20), latency{failed: 1}, took(5)
	out.Reset()
	b := &bench{seconds: 2, memory: 128}
	b.printAttack(&out, []attackRow{{"wrong edit keys", []int{7}, 2}}, []*program{
		{seen: []underAttack{seen}, saved: []string{"a", "b"}, lost: 1},
	})
	for _, want := range []string{
		"\n| wrong edit keys | 64 | closed: 2 | 64 MiB, **killed** | 1.5 MB | 20.0 | 20.0 | – | – | – | – | 1 of 3 |\n",
		"\nGOMEMLIMIT is 89MiB, and a portal with more than 128 MiB in memory is killed, as a container would.\n",
		"\n2 saves were acknowledged meanwhile, 1 of them lost. Beside \"wrong edit keys\" the right key opened 1 of 1 times from the " +
			"network that tries wrong ones, p99 5.0 ms.\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}

// Every flood sends whole requests, each another one where it says so.
func TestFloodRequests(t *testing.T) {
	ids := []string{"one", "two", "three", "four", "five", "six", "seven", "eight"}
	for which, f := range floods {
		if f.method == "" {
			continue
		}
		read := func(n int) (*http.Request, string) {
			req, err := http.ReadRequest(bufio.NewReader(strings.NewReader(floodRequest(which, "127.0.0.1:1", ids, n))))
			if err != nil {
				t.Fatalf("%s: %v", f.name, err)
			}
			body, err := io.ReadAll(req.Body)
			if err != nil || int64(len(body)) != max(req.ContentLength, 0) {
				t.Fatalf("%s: %d bytes follow, announced are %d: %v", f.name, len(body), req.ContentLength, err)
			}
			return req, req.Method + req.Host + req.URL.String() + string(body)
		}
		req, first := read(1)
		_, second := read(2)
		if strings.Contains(first, "%d") || strings.Contains(first, "%s") {
			t.Errorf("%s: a place is left to fill in: %.200s", f.name, first)
		}
		if varies := strings.Contains(f.path+f.body+f.host, "%"); varies != (first != second) {
			t.Errorf("%s: two requests differ: %v", f.name, first != second)
		}
		if f.host == "" && req.Host != "127.0.0.1:1" {
			t.Errorf("%s: Host is %s", f.name, req.Host)
		}
		if f.kind == "application/json" && f.method == "POST" {
			if _, body, _ := strings.Cut(first, "{"); !json.Valid([]byte("{" + body)) {
				t.Errorf("%s: its body is not JSON", f.name)
			}
		}
	}
	which := slices.IndexFunc(floods, func(f floodKind) bool { return f.name == "difference" })
	if text := floodRequest(which, "a", ids, 1); !strings.Contains(text, "/diff/two/one?1") {
		t.Errorf("a difference of one assessment with itself: %.60s", text)
	}
}

func TestOrders(t *testing.T) {
	list := filepath.Join(t.TempDir(), "ids")
	if err := os.WriteFile(list, []byte("a\nb"), 0o600); err != nil {
		t.Fatal(err)
	}
	o, err := readOrders("127.0.0.1:80", "3", 4, "5", list)
	if want := (orders{which: 3, seconds: 5, ids: []string{"a", "b"}}); err != nil || !reflect.DeepEqual(o, want) {
		t.Errorf("%+v, %v", o, err)
	}
	for _, bad := range [][4]string{
		{"192.0.2.1:80", "3", "5", list}, {"127.0.0.1:80", "4", "5", list}, {"127.0.0.1:80", "-1", "5", list},
		{"127.0.0.1:80", "3", "0", list}, {"127.0.0.1:80", "3", "5", list + "-not"},
	} {
		if _, err := readOrders(bad[0], bad[1], 4, bad[2], bad[3]); err == nil {
			t.Errorf("%v is taken", bad)
		}
	}
	got := answersPerSecond([]map[int]int{{200: 5, 0: 2}, {200: 6, 429: 9}}, 2, "closed")
	if got != "closed: 1, 200: 5, 429: 4" {
		t.Error(got)
	}
}

// clients asks each number once, from all connections, and ends with the first error.
func TestClients(t *testing.T) {
	var mu sync.Mutex
	var asked []int
	rate, err := clients(func(n int) bool { return n < 500 }, func(n int) error {
		mu.Lock()
		defer mu.Unlock()
		asked = append(asked, n)
		return nil
	})
	slices.Sort(asked)
	if err != nil || rate <= 0 || len(asked) != 500 || asked[0] != 0 || asked[499] != 499 || len(slices.Compact(asked)) != 500 {
		t.Errorf("rate %v, %v: %d asked", rate, err, len(asked))
	}
	boom := errors.New("boom")
	var after atomic.Int64
	_, err = clients(func(int) bool { return true }, func(n int) error {
		if n == 10 {
			return boom
		}
		after.Add(1)
		time.Sleep(time.Millisecond)
		return nil
	})
	if !errors.Is(err, boom) || after.Load() > 100_000 {
		t.Errorf("%v after %d", err, after.Load())
	}
}

// fakePortal answers as the portal does, with what it was asked.
func fakePortal(t *testing.T) *bench {
	var ids atomic.Int64
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v1/comparisons/deployment", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `{"questions":[{"id":"size","answers":[{"id":"small"},{"id":"large"}]},{"id":"load","answers":[{"id":"low"},{"id":"high"}]}]}`)
	})
	mux.HandleFunc("POST /api/v1/comparisons/deployment/evaluate", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		fmt.Fprintf(w, `{"asked":%s,"provenance":{"catalogue":"c1","engine":"e1"}}`+"\n", body)
	})
	mux.HandleFunc("POST /api/v1/assessments", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusCreated)
		fmt.Fprintf(w, `{"id":"id%d"}`, ids.Add(1))
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	b := &bench{url: server.URL, dir: t.TempDir()}
	if err := b.readQuestions(); err != nil {
		t.Fatal(err)
	}
	return b
}

func TestAnswers(t *testing.T) {
	b := fakePortal(t)
	if len(b.questions) != 2 || b.questions[1].Answers[1].ID != "high" {
		t.Fatalf("%+v", b.questions)
	}
	seen := map[string]int{}
	for n := range 20 {
		seen[fmt.Sprint(answers(b.questions, n))]++
	}
	if len(seen) < 6 {
		t.Errorf("20 mixtures of two questions are %v", seen)
	}
	ids, err := b.saveSome(70)
	slices.Sort(ids)
	if err != nil || len(slices.Compact(ids)) != 70 || slices.Contains(ids, "") {
		t.Errorf("%v: %v", err, ids)
	}
	if _, _, err := fetch(http.MethodGet, b.url+"/nothing", nil, nil, http.StatusOK); err == nil ||
		!strings.Contains(err.Error(), "404 Not Found, want 200: 404 page not found") {
		t.Errorf("a refusal is reported as %v", err)
	}
}

// What fills a database comes back from it as it was sampled.
func TestFill(t *testing.T) {
	b := fakePortal(t)
	from := filepath.Join(b.dir, "samples")
	made, err := b.makeSamples(from)
	if err != nil {
		t.Fatal(err)
	}
	read, err := readSamples(from)
	if err != nil || len(made) != samples || !reflect.DeepEqual(read, made) {
		t.Fatalf("%d samples made, %d read: %v", len(made), len(read), err)
	}
	db, ids := filepath.Join(b.dir, "filled.db"), filepath.Join(b.dir, "ids")
	if err := fillStore(db, from, "3", ids); err != nil {
		t.Fatal(err)
	}
	list, err := readIDs(ids)
	if err != nil || len(list) != 3 {
		t.Fatalf("%v: %v", list, err)
	}
	s, err := store.Open(context.Background(), db, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var titles []string
	for _, id := range list {
		saved, err := s.Get(context.Background(), id, 0)
		if err != nil {
			t.Fatal(err)
		}
		titles = append(titles, saved.Title)
		at := slices.IndexFunc(made, func(m sample) bool { return strings.HasPrefix(saved.Title, m.Title+" ") })
		if at < 0 || string(saved.Report) != string(made[at].Report) || saved.Note != made[at].Note || saved.Catalogue != "c1" {
			t.Errorf("%q is not a sample: %+v", saved.Title, saved.Revision)
		}
	}
	slices.Sort(titles)
	if want := []string{"Order system 0 0", "Order system 1 1", "Order system 2 2"}; !slices.Equal(titles, want) {
		t.Errorf("%q, want %q", titles, want)
	}
}

// A flood really asks, and counts what it was answered.
func TestFlow(t *testing.T) {
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if host := r.RemoteAddr; !strings.HasPrefix(host, flooder+":") {
			t.Errorf("from %s", host)
		}
		if asked.Add(1)%2 == 0 {
			w.WriteHeader(http.StatusTooManyRequests)
		}
	}))
	defer server.Close()
	var count atomic.Int64
	answered := map[int]int{}
	flow(strings.TrimPrefix(server.URL, "http://"), 3, []string{"a"}, time.Now().Add(200*time.Millisecond), &count, answered)
	if n := int64(answered[200] + answered[429]); n == 0 || n != asked.Load() || answered[200]-answered[429] > 1 || len(answered) != 2 {
		t.Errorf("answered %v, asked %d", answered, asked.Load())
	}
}

// TestAttacksAreCounted: docs/security.md says how many attacks there are, and has a row for each.
func TestAttacksAreCounted(t *testing.T) {
	text, err := os.ReadFile("../docs/security.md")
	if err != nil {
		t.Fatal(err)
	}
	if n := len(assaults) - 1; n != 14 || strings.Count(string(text), "fourteen attack") != 2 {
		t.Errorf("docs/security.md does not speak of %d attacks", n)
	}
	for _, a := range assaults {
		if !strings.Contains(string(text), "\n| "+a.name+" |") {
			t.Errorf("docs/security.md has no row for %s", a.name)
		}
	}
}
