//go:build unix

package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"crossroads/store"
)

// TestStopUnderLoad tells a portal with 64 writers to stop. It ends as it should,
// nobody is answered with an error, and what was acknowledged is there.
func TestStopUnderLoad(t *testing.T) {
	db := filepath.Join(t.TempDir(), "stopped.db")
	program, acks := spawn(t, db, 0), newAcknowledged()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	var writers sync.WaitGroup
	for n := range 64 {
		writers.Go(func() {
			for i := 0; ; i++ {
				doc, status := program.create(client, fmt.Sprintf("writer %d, %d", n, i))
				if status != http.StatusCreated {
					if status != 0 { // it is gone
						t.Errorf("a save was answered with %d", status)
					}
					return
				}
				acks.add(doc)
			}
		})
	}
	<-acks.any
	time.Sleep(200 * time.Millisecond)
	if err := program.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := program.cmd.Wait(); err != nil {
		t.Errorf("after SIGTERM: %v", err)
	}
	writers.Wait()
	client.CloseIdleConnections()
	acks.check(t, db)
	if found, err := store.Verify(t.Context(), db); err != nil || found.Revisions != len(acks.saves) { // whoever was let in had an answer
		t.Errorf("%d saves are there, %d were acknowledged; %v", found.Revisions, len(acks.saves), err)
	}
	t.Logf("%d saves that were acknowledged before the end are all there", len(acks.saves))
}

// TestPoolExhausted has no connection left for seven seconds: a reader who saves is
// told so in time and keeps what was typed, and the portal goes on by itself.
func TestPoolExhausted(t *testing.T) {
	server := startServer(t)
	address := server.NewDatabase(t)
	program := spawnShared(t, address+"&pool_max_conns=2")
	name, _, _ := strings.Cut(address[strings.LastIndex(address, "/")+1:], "?")
	locked := make(chan struct{})
	go func() {
		defer close(locked)
		server.SQL(t, name, "BEGIN", "LOCK TABLE assessment, revision IN ACCESS EXCLUSIVE MODE", "SELECT pg_sleep(7)", "COMMIT")
	}()
	for server.SQL(t, name, "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'") == "0" {
		time.Sleep(10 * time.Millisecond)
	}
	reader, started := &proxied{t, http.DefaultClient}, time.Now()
	var people sync.WaitGroup
	for n := range 8 { // four times as many as there are connections
		people.Go(func() {
			title := fmt.Sprint("Typed by ", n)
			res, body := reader.send("POST", program.url+"/assessments", url.Values{"comparison": {"lunch"}, "title": {title}}, program.url)
			if res.StatusCode != http.StatusServiceUnavailable || !strings.Contains(body, title) {
				t.Errorf("without a connection: %s\n%s", res.Status, body)
			}
		})
	}
	people.Wait()
	if took := time.Since(started); took > 6500*time.Millisecond {
		t.Errorf("they were told after %v", took)
	}
	<-locked
	if _, status := program.create(http.DefaultClient, "Afterwards"); status != http.StatusCreated {
		t.Errorf("afterwards: %d", status)
	}
}

// TestStoppedWhileStarting: that is no failure of the database.
func TestStoppedWhileStarting(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var stdout, stderr bytes.Buffer
	err := run(ctx, []string{"--addr=127.0.0.1:0", "--db=" + filepath.Join(t.TempDir(), "a.db")}, nil, &stdout, &stderr)
	if err != nil || stdout.Len() > 0 || !strings.Contains(stderr.String(), "stopped while starting") {
		t.Errorf("%v\n%s%s", err, &stdout, &stderr)
	}
}
