package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"regexp"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// connections is the number of concurrent clients.
const connections = 64

var (
	wrkRate   = regexp.MustCompile(`Requests/sec:\s+([0-9.]+)`)
	wrkErrors = regexp.MustCompile(`(?m)^\s*(Non-2xx|Socket errors).*`)
)

// wrk runs wrk against url for the duration of a measurement and returns requests per
// second. It fails if any request fails.
func (b *bench) wrk(ctx context.Context, url string, headers ...string) (float64, error) {
	args := []string{"-t1", "-c", strconv.Itoa(connections), "-d", fmt.Sprintf("%ds", b.seconds)}
	for _, h := range append(headers, "Accept-Encoding: gzip") {
		args = append(args, "-H", h)
	}
	out, err := exec.CommandContext(ctx, "wrk", append(args, url)...).CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("wrk %s: %w: %s", url, err, out)
	}
	rate, err := readWrk(out)
	if err != nil {
		return 0, fmt.Errorf("wrk %s: %w", url, err)
	}
	return rate, nil
}

// readWrk finds the requests per second in the output of wrk. It fails if any request
// failed.
func readWrk(out []byte) (float64, error) {
	if bad := wrkErrors.Find(out); bad != nil {
		return 0, fmt.Errorf("%s", bytes.TrimSpace(bad))
	}
	m := wrkRate.FindSubmatch(out)
	if m == nil {
		return 0, fmt.Errorf("no rate in %q", out)
	}
	return strconv.ParseFloat(string(m[1]), 64)
}

// client is for loads in which each request is different, which wrk cannot produce.
var client = &http.Client{
	Timeout:       30 * time.Second,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	Transport:     &http.Transport{MaxIdleConnsPerHost: connections, DisableCompression: true},
}

// clients calls request on all connections with consecutive numbers from 0 until more
// returns false, and returns requests per second.
func clients(more func(n int) bool, request func(n int) error) (float64, error) {
	var next atomic.Int64
	var once sync.Once
	var failure error
	var failed atomic.Bool
	var wg sync.WaitGroup
	began := time.Now()
	var done atomic.Int64
	for range connections {
		wg.Go(func() {
			for !failed.Load() {
				n := int(next.Add(1) - 1)
				if !more(n) {
					return
				}
				if err := request(n); err != nil {
					once.Do(func() { failure = err })
					failed.Store(true)
					return
				}
				done.Add(1)
			}
		})
	}
	wg.Wait()
	return float64(done.Load()) / time.Since(began).Seconds(), failure
}

// forTime returns a function for clients that ends after the duration of a measurement.
func (b *bench) forTime(ctx context.Context) func(int) bool {
	end := time.Now().Add(time.Duration(b.seconds) * time.Second)
	return func(int) bool { return time.Now().Before(end) && ctx.Err() == nil }
}

// fetch sends a request and returns the response body. It fails on any status but want.
func fetch(method, url string, body []byte, header http.Header, want int) ([]byte, http.Header, error) {
	req, err := http.NewRequest(method, url, bytes.NewReader(body))
	if err != nil {
		return nil, nil, err
	}
	for name, values := range header {
		req.Header[name] = values
	}
	r, err := client.Do(req)
	if err != nil {
		return nil, nil, err
	}
	defer r.Body.Close()
	answer, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, nil, err
	}
	if r.StatusCode != want {
		return nil, nil, fmt.Errorf("%s %s: %s, want %d: %.300s", method, url, r.Status, want, answer)
	}
	return answer, r.Header, nil
}

var jsonHeader = http.Header{"Content-Type": {"application/json"}, "Accept": {"application/json"}}

// question is the part of a question that generated answers need.
type question struct {
	ID      string `json:"id"`
	Answers []struct {
		ID string `json:"id"`
	} `json:"answers"`
}

// answers returns the nth set of answers. Most questions are answered, and each set is
// different, so that caching results does not help.
func answers(questions []question, n int) map[string]string {
	set := map[string]string{}
	for i, q := range questions {
		if (i+n)%5 == 0 {
			continue // left open
		}
		set[q.ID] = q.Answers[(n/(i+1)+i)%len(q.Answers)].ID
	}
	return set
}

func (b *bench) evaluate(n int) error {
	body, err := json.Marshal(map[string]any{"answers": answers(b.questions, n)})
	if err != nil {
		return err
	}
	_, _, err = fetch(http.MethodPost, b.url+"/api/v1/comparisons/deployment/evaluate", body, jsonHeader, http.StatusOK)
	return err
}

// save stores an assessment and returns its id.
func (b *bench) save(n int) (string, error) {
	body, err := json.Marshal(map[string]any{
		"comparison": "deployment", "title": fmt.Sprint("Benchmark ", n), "answers": answers(b.questions, n),
	})
	if err != nil {
		return "", err
	}
	answer, _, err := fetch(http.MethodPost, b.at(n)+"/api/v1/assessments", body, jsonHeader, http.StatusCreated)
	if err != nil {
		return "", err
	}
	var saved struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(answer, &saved); err != nil || saved.ID == "" {
		return "", fmt.Errorf("saving answered %.300s", answer)
	}
	return saved.ID, nil
}
