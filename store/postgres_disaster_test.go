//go:build linux

package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"crossroads/record"
	"crossroads/store/pgtest"
	"crossroads/store/storetest"
)

// TestPostgresPromoted kills a primary with a synchronous standby in the middle of
// saves and promotes the standby, while the address names both. The store goes on
// there by itself, and has whatever was acknowledged.
func TestPostgresPromoted(t *testing.T) {
	primary, err := pgtest.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(primary.Remove)
	standby, err := primary.Standby()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(standby.Remove)
	primary.SQL(t, "postgres", "ALTER SYSTEM SET synchronous_standby_names = '*'")
	primary.SQL(t, "postgres", "SELECT pg_reload_conf()")
	for primary.SQL(t, "postgres", "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") != "1" {
		if t.Context().Err() != nil {
			t.Fatal("the standby does not replicate")
		}
		time.Sleep(20 * time.Millisecond)
	}
	address := fmt.Sprintf("postgres://%s:correct%%20horse@/postgres?host=127.0.0.1,127.0.0.1&port=%d,%d&sslmode=disable&target_session_attrs=read-write", pgtest.User, primary.Port, standby.Port)
	s := openPostgres(t, address, Options{})
	ctx, cancel := context.WithCancel(t.Context())
	var saves acknowledged
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() { saves.save(ctx, t, s) })
	}
	saves.reach(t, 50)
	if err := primary.Kill(); err != nil {
		t.Error(err)
	}
	standby.SQL(t, "postgres", "SELECT pg_promote()")
	saves.reach(t, 50)
	cancel()
	wg.Wait()
	saves.check(t, s)
}

// TestPostgresDiskFull fills the disk of the server in the middle of saves and
// makes room again: until then saves are refused, reading goes on or is refused
// too, and nothing that was acknowledged is lost. A server that could not write
// its log has stopped itself, so somebody has to start it.
func TestPostgresDiskFull(t *testing.T) {
	disk, err := os.MkdirTemp("", "pgtest")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(disk) })
	if err := syscall.Mount("tmpfs", disk, "tmpfs", syscall.MS_NOSUID|syscall.MS_NODEV, "size=160m,mode=0755"); err != nil {
		t.Skipf("a small disk needs the right to mount one: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(disk, syscall.MNT_DETACH) })
	t.Setenv("TMPDIR", disk)
	server, err := pgtest.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Remove)
	s := openPostgres(t, server.URL("postgres"), Options{})
	ballast := filepath.Join(disk, "ballast")
	fill(t, disk, ballast, 8<<20)

	var mu sync.Mutex
	var saves acknowledged
	refused := 0
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 400 {
				saved, _, err := s.Create(t.Context(), "deployment", big())
				mu.Lock()
				switch {
				case err == nil:
					saves.ids = append(saves.ids, saved.ID)
				case errors.Is(err, record.ErrUnavailable) || errors.Is(err, record.ErrFull):
					refused++
				default:
					t.Errorf("refused with %v", err)
				}
				full := refused > 20
				mu.Unlock()
				if full {
					return
				}
			}
		})
	}
	wg.Wait()
	if refused == 0 {
		t.Fatalf("the disk was never full: %d saves", len(saves.ids))
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	server.Stop() // does nothing to one that has stopped itself
	if err := server.Run(); err != nil {
		t.Fatal(err)
	}
	saves.check(t, s)
	if _, _, err := s.Create(t.Context(), "deployment", storetest.Revision("with room again")); err != nil {
		t.Error(err)
	}
	t.Logf("%d saves were refused", refused)
}

// fill leaves so many bytes of a small disk.
func fill(t *testing.T, disk, ballast string, leave uint64) {
	t.Helper()
	var now syscall.Statfs_t
	if err := syscall.Statfs(disk, &now); err != nil {
		t.Fatal(err)
	}
	free := now.Bavail * uint64(now.Bsize)
	if free <= leave {
		t.Fatalf("only %d bytes are free", free)
	}
	if err := os.WriteFile(ballast, make([]byte, free-leave), 0o600); err != nil {
		t.Fatal(err)
	}
}
