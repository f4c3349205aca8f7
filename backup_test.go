package main

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestBackupCommands copies the database of a running portal, checks the copy
// and makes a database of it.
func TestBackupCommands(t *testing.T) {
	dir := t.TempDir()
	db, copied, restored := filepath.Join(dir, "a.db"), filepath.Join(dir, "copy.db"), filepath.Join(dir, "b.db")
	program := spawn(t, db, 0)
	doc, status := program.create(http.DefaultClient, "kept")
	if status != http.StatusCreated {
		t.Fatal(status)
	}
	for _, args := range [][]string{{"backup", "--db=" + db, copied}, {"verify", copied}, {"restore", "--db=" + restored, copied}} {
		got := finish(t, nil, args...)
		if got.err != nil || !strings.Contains(got.stdout, "is sound: 1 assessments, 1 revisions") {
			t.Errorf("%s: %q, %v", args[0], got.stdout, got.err)
		}
	}
	if got := finish(t, nil, "backup", "--db="+db, copied); got.err == nil || !strings.Contains(got.err.Error(), "there already") {
		t.Errorf("over a file: %v", got.err)
	}
	if got := finish(t, nil, "restore", "--db="+db, copied); got.err == nil || !strings.Contains(got.err.Error(), "there already") {
		t.Errorf("over a database: %v", got.err)
	}
	again := spawn(t, restored, 0)
	if got, status := again.send(http.DefaultClient, "GET", "/api/v1/assessments/"+doc.ID, ""); status != http.StatusOK ||
		got.Title != "kept" {
		t.Errorf("from the backup: %d, %+v", status, got)
	}
}

// TestBackupWhileWriting copies the database of the running program while
// others save: the restored copy holds whatever was acknowledged before.
func TestBackupWhileWriting(t *testing.T) {
	dir := t.TempDir()
	db, copied, restored := filepath.Join(dir, "a.db"), filepath.Join(dir, "copy.db"), filepath.Join(dir, "b.db")
	program, acks := spawn(t, db, 0), newAcknowledged()
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				doc, status := program.create(http.DefaultClient, fmt.Sprintf("writer %d, %d", g, n))
				if status != http.StatusCreated {
					t.Errorf("meanwhile a save gives %d", status)
					return
				}
				acks.add(doc)
			}
		})
	}
	<-acks.any
	time.Sleep(200 * time.Millisecond)
	saved := func() map[string]string {
		acks.mu.Lock()
		defer acks.mu.Unlock()
		return maps.Clone(acks.saves)
	}
	var before *acknowledged
	var made result
	during := 0
	for try := 0; try < 5 && during == 0; try++ { // on a busy machine a backup may end before anybody saves
		os.Remove(copied)
		before = &acknowledged{saves: saved()}
		made = finish(t, nil, "backup", "--db="+db, copied)
		during = len(saved()) - len(before.saves)
	}
	stop()
	wg.Wait()
	for _, got := range []result{made, finish(t, nil, "verify", copied), finish(t, nil, "restore", "--db="+restored, copied)} {
		if got.err != nil || !strings.Contains(got.stdout, "is sound") {
			t.Fatalf("%q, %v", got.stdout, got.err)
		}
	}
	if during == 0 {
		t.Error("nobody saved during the backup: it was not tested")
	}
	before.check(t, restored)
	if got, status := spawn(t, restored, 0).create(http.DefaultClient, "goes on"); status != http.StatusCreated || got.ID == "" {
		t.Errorf("on the restored copy: %d", status)
	}
}

// TestBackupNote: the portal finds the note of a backup, however the database was named.
func TestBackupNote(t *testing.T) {
	for _, name := range []string{"x.db/", "./x.db", "x.db"} {
		if got := backupNote(name); got != "x.db.backup" {
			t.Errorf("%s: %s", name, got)
		}
	}
}
