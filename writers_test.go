package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"crossroads/store"
)

// testLength is how long a test of many writers lasts: usual, or as many seconds as
// CROSSROADS_TEST_SECONDS says.
func testLength(usual time.Duration) time.Duration {
	if n, err := strconv.Atoi(os.Getenv("CROSSROADS_TEST_SECONDS")); err == nil {
		return time.Duration(n) * time.Second
	}
	return usual
}

// TestWriters has 64 writers revise 16 assessments at once: for 2 seconds, or
// as many as CROSSROADS_TEST_SECONDS says. Every accepted revision is there
// exactly once, every conflict is reported, and nothing fails, nor do those who
// read meanwhile.
func TestWriters(t *testing.T) {
	length := testLength(2 * time.Second)
	db := filepath.Join(t.TempDir(), "writers.db")
	program := spawn(t, db, 0)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	var targets [16]stored
	for i := range targets {
		var status int
		if targets[i], status = program.create(client, "start"); status != http.StatusCreated {
			t.Fatalf("create: %d", status)
		}
	}
	acks := newAcknowledged()
	ctx, cancel := context.WithTimeout(t.Context(), length)
	defer cancel()
	var mu sync.Mutex
	accepted, conflicts := 0, 0
	var wg sync.WaitGroup
	for w := range 64 {
		wg.Go(func() {
			at := targets[w%len(targets)]
			for n := 0; ctx.Err() == nil; n++ {
				doc, status := program.revise(client, at, fmt.Sprintf("writer %d, %d", w, n))
				switch status {
				case http.StatusOK:
					acks.add(doc)
					mu.Lock()
					accepted++
					mu.Unlock()
					at.Revision = doc.Revision
				case http.StatusPreconditionFailed:
					mu.Lock()
					conflicts++
					mu.Unlock()
					if doc.Latest <= at.Revision { // a conflict is reported with what it is about
						t.Errorf("refused from revision %d, and the latest is said to be %d", at.Revision, doc.Latest)
						return
					}
					at.Revision = doc.Latest
				default:
					t.Errorf("a revision was answered with %d", status)
					return
				}
			}
		})
	}
	for r := range 2 {
		wg.Go(func() {
			for n := r; ctx.Err() == nil; n++ {
				time.Sleep(20 * time.Millisecond) // people read now and then
				at := targets[n%len(targets)]
				for _, path := range []string{
					"/a/" + at.ID, "/a/" + at.ID + "/history", "/api/v1/assessments/" + at.ID + "/revisions?limit=200",
				} {
					res, err := client.Get(program.url + path)
					if err != nil {
						t.Error(err)
						return
					}
					_, _ = io.Copy(io.Discard, res.Body)
					res.Body.Close()
					if res.StatusCode != http.StatusOK {
						t.Errorf("meanwhile %s gives %s", path, res.Status)
					}
				}
			}
		})
	}
	wg.Wait()
	client.CloseIdleConnections()
	program.kill()
	if len(acks.saves) != accepted {
		t.Errorf("%d accepted, but only %d different revisions", accepted, len(acks.saves))
	}
	acks.check(t, db)
	found, err := store.Verify(t.Context(), db)
	if err != nil || found.Revisions != accepted+len(targets) {
		t.Errorf("%d revisions stored, %d accepted, %v", found.Revisions, accepted, err)
	}
	if conflicts == 0 {
		t.Error("no conflict happened: the race was not tested")
	}
	t.Logf("%d accepted, %d conflicts in %v", accepted, conflicts, length)
}
