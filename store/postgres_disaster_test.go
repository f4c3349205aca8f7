//go:build linux

package store

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"crossroads/record"
	"crossroads/store/pgtest"
	"crossroads/store/storetest"
)

// TestPostgresPromoted kills a primary with a synchronous standby during saves and promotes
// the standby; the address names both. The store continues there by itself, with everything
// acknowledged.
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

// cable is a network connection that can be cut: nothing gets through, and neither side is
// notified.
type cable struct {
	net.Listener
	mu sync.Mutex // held while it is cut
}

func newCable(t *testing.T, port int) *cable {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &cable{Listener: listener}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			near, err := listener.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
			if err != nil {
				_ = near.Close()
				continue
			}
			go c.carry(near, far)
			go c.carry(far, near)
		}
	}()
	return c
}

func (c *cable) carry(to, from net.Conn) {
	defer to.Close()
	packet := make([]byte, 64<<10)
	for {
		n, err := from.Read(packet)
		c.waitUntilWhole()
		if err != nil {
			return
		}
		if _, err := to.Write(packet[:n]); err != nil {
			return
		}
	}
}

func (c *cable) waitUntilWhole() {
	c.mu.Lock()
	defer c.mu.Unlock()
}

// TestPostgresNetworkCut blocks the network between portal and server for a while without
// closing connections. Changes are refused after the store's patience, and work again once
// the network is back.
func TestPostgresNetworkCut(t *testing.T) {
	server := postgres(t)
	address := server.NewDatabase(t)
	c := newCable(t, server.Port)
	near := strings.Replace(address, ":"+strconv.Itoa(server.Port)+"/", ":"+strconv.Itoa(c.Addr().(*net.TCPAddr).Port)+"/", 1)
	s := openPostgres(t, near, Options{patience: 200 * time.Millisecond})
	ctx, cancel := context.WithCancel(t.Context())
	var saves acknowledged
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() { saves.save(ctx, t, s) })
	}
	saves.reach(t, 20)
	c.mu.Lock()
	if _, err := s.Get(t.Context(), saves.first(), 0); !errors.Is(err, record.ErrUnavailable) {
		t.Errorf("reading while the network is cut: %v, want ErrUnavailable", err)
	}
	c.mu.Unlock()
	saves.reach(t, 20)
	cancel()
	wg.Wait()
	saves.check(t, s)
}

func (a *acknowledged) first() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.ids[0]
}

// TestPostgresDiskFull fills the disk of the server during saves and frees space again.
// Meanwhile saves are refused, reading works or is refused too, and nothing acknowledged is
// lost. A server that cannot write its log shuts down, so the test restarts it.
func TestPostgresDiskFull(t *testing.T) {
	disk, err := os.MkdirTemp("", "pgtest")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(disk) })
	// Without the right to mount a small disk, no file may exceed one and a half log
	// segments.
	mounted := syscall.Mount("tmpfs", disk, "tmpfs", syscall.MS_NOSUID|syscall.MS_NODEV, "size=160m,mode=0755") == nil
	makeRoom := func() error { return nil }
	if mounted {
		t.Cleanup(func() { _ = syscall.Unmount(disk, syscall.MNT_DETACH) })
		t.Setenv("TMPDIR", disk)
	} else {
		var old syscall.Rlimit
		if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
			t.Fatal(err)
		}
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 24 << 20, Max: old.Max}); err != nil {
			t.Fatal(err)
		}
		makeRoom = func() error { return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &old) }
		t.Cleanup(func() { _ = makeRoom() })
	}
	server, err := pgtest.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Remove)
	s := openPostgres(t, server.URL("postgres"), Options{})
	if mounted {
		ballast := filepath.Join(disk, "ballast")
		fill(t, disk, ballast, 8<<20)
		makeRoom = func() error { return os.Remove(ballast) }
	}

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
	if err := makeRoom(); err != nil {
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

// fill leaves leave bytes free on a small disk.
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
