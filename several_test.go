//go:build unix

package main

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// spawnShared starts a portal on a PostgreSQL database.
func spawnShared(t *testing.T, db string) *child {
	t.Helper()
	return launch(t, exec.Command(os.Args[0], "serve", "--addr=127.0.0.1:0", "--content="+tiny, "--db="+
		db, "--log-level=error", "--embed-ancestors=any-https"))
}

func (c *child) page(t *testing.T, path string) (string, int) {
	t.Helper()
	res, err := http.Get(c.url + path)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body), res.StatusCode
}

// TestSeveralPortalsAudience: what one instance has kept in memory is no longer for everybody
// as soon as the other was told so.
func TestSeveralPortalsAudience(t *testing.T) {
	db := startServer(t).NewDatabase(t)
	spawn := func() *child {
		return launch(t, exec.Command(os.Args[0], "serve", "--addr=127.0.0.1:0", "--content="+tiny, "--db="+db, "--log-level=error",
			"--trusted-proxies=127.0.0.1/32", "--identity-header=X-User"))
	}
	one, two := spawn(), spawn()
	doc, status := one.create(http.DefaultClient, "Kept by one")
	if status != http.StatusCreated {
		t.Fatalf("create: %d", status)
	}
	ask := func(at *child, method, path, body string, headers ...string) (string, int) {
		t.Helper()
		req, err := http.NewRequest(method, at.url+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		for i := 0; i < len(headers); i += 2 {
			req.Header.Set(headers[i], headers[i+1])
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		answer, _ := io.ReadAll(res.Body)
		return string(answer), res.StatusCode
	}
	see := func(at *child, want int, headers ...string) {
		t.Helper()
		for _, path := range []string{"/a/" + doc.ID, "/a/" + doc.ID + "/card.svg", "/a/" + doc.ID + "/r/1/adr.md"} {
			body, status := ask(at, "GET", path, "", headers...)
			if status != want || (want == http.StatusOK) != strings.Contains(body, "Kept by one") {
				t.Errorf("%s as %q: %d\n%s", path, headers, status, body)
			}
		}
	}
	for range 2 { // so that both keep it
		see(one, http.StatusOK)
		see(two, http.StatusOK)
	}
	set := func(body string) {
		t.Helper()
		if answer, status := ask(two, "PUT", "/api/v1/assessments/"+doc.ID+"/audience", body, "Edit-Key", doc.Key); status != http.StatusOK {
			t.Fatalf("%d %s", status, answer)
		}
	}
	set(`{"audience":"named","people":["ada"]}`)
	for _, at := range []*child{one, two} {
		see(at, http.StatusUnauthorized)
		see(at, http.StatusOK, "X-User", "ada")
		see(at, http.StatusForbidden, "X-User", "eve")
		see(at, http.StatusUnauthorized)
	}
	set(`{"audience":"link"}`)
	see(one, http.StatusOK)
}

// TestSeveralPortals has two processes on one database. What one changes the
// other shows at once, a frame of one is saved by the other, and when one is
// killed in the middle of saves the other has all that was acknowledged.
func TestSeveralPortals(t *testing.T) {
	db := startServer(t).NewDatabase(t)
	one, two := spawnShared(t, db), spawnShared(t, db)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}

	doc, status := one.create(client, "First title")
	if status != http.StatusCreated {
		t.Fatalf("create: %d", status)
	}
	for _, at := range []*child{one, two, one, two} { // twice, so that a cache would have it
		if page, status := at.page(t, "/a/"+doc.ID); status != http.StatusOK || !strings.Contains(page, "First title") {
			t.Fatalf("reading: %d", status)
		}
	}
	if _, status := two.revise(client, doc, "Second title"); status != http.StatusOK {
		t.Fatalf("revise: %d", status)
	}
	if page, _ := one.page(t, "/a/"+doc.ID); !strings.Contains(page, "Second title") {
		t.Error("one instance does not show what the other has saved")
	}
	frame, _ := one.page(t, "/embed/decide/lunch/result")
	token := regexp.MustCompile(`name="token" value="([^"]+)"`).FindStringSubmatch(frame)
	if token == nil {
		t.Fatal("the frame has no token")
	}
	res, err := client.PostForm(two.url+"/embed/assessments", url.Values{
		"comparison": {"lunch"}, "title": {"From a frame"}, "token": {token[1]},
	})
	if err != nil || res.StatusCode != http.StatusOK {
		t.Errorf("a frame of the other instance: %v, %v", res, err)
	} else {
		res.Body.Close()
	}
	if _, status := one.send(client, "DELETE", "/api/v1/assessments/"+doc.ID, "", "Authorization", "Bearer "+
		doc.Key); status != http.StatusNoContent {
		t.Fatalf("delete: %d", status)
	}
	for _, at := range []*child{one, two} {
		if _, status := at.page(t, "/a/"+doc.ID); status != http.StatusNotFound {
			t.Errorf("after deleting: %d", status)
		}
	}

	var mu sync.Mutex
	var saved []string
	var wg sync.WaitGroup
	for n := range 8 {
		wg.Go(func() {
			for i := 0; ; i++ {
				doc, status := one.create(client, fmt.Sprintf("writer %d, %d", n, i))
				if status != http.StatusCreated {
					if status != 0 { // the process is gone
						t.Errorf("create: %d", status)
					}
					return
				}
				mu.Lock()
				saved = append(saved, doc.ID)
				mu.Unlock()
			}
		})
	}
	for n := 0; n < 50 && !t.Failed(); time.Sleep(time.Millisecond) {
		mu.Lock()
		n = len(saved)
		mu.Unlock()
	}
	one.kill()
	wg.Wait()
	for _, id := range saved {
		if _, status := two.page(t, "/a/"+id); status != http.StatusOK {
			t.Fatalf("an acknowledged save is lost: %d", status)
		}
	}
	t.Logf("%d saves that were acknowledged before the process was killed are all there", len(saved))
}
