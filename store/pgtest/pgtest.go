//go:build unix

// Package pgtest starts PostgreSQL and pgbouncer for tests, from Debian's packages
// postgresql and pgbouncer, in a temporary directory and on the loopback interface only.
package pgtest

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// User is the superuser of a server, with the password Password.
const (
	User     = "owner"
	Password = "correct horse"
)

// Server is one PostgreSQL server.
type Server struct {
	Dir  string // contains its data and its socket
	Port int

	bin       string
	settings  []string
	process   *exec.Cmd
	hold      io.Closer // the server ends when this is closed, at the latest with the test program
	databases atomic.Int32
}

// Start creates and starts a server with settings, each "name=value". The caller stops it.
func Start(settings ...string) (*Server, error) {
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "pgtest")
	if err != nil {
		return nil, err
	}
	s := &Server{Dir: dir, bin: bin, settings: settings}
	password := filepath.Join(dir, "password")
	if err := errors.Join(os.WriteFile(password, []byte(Password), 0o644), s.own(dir)); err != nil {
		return nil, err
	}
	initdb := s.command("initdb", "--pgdata="+dir+"/data", "--username="+User, "--pwfile="+password,
		"--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	if s.Port, err = freePort(); err != nil {
		return nil, err
	}
	return s, s.Run()
}

// Run starts the server again after Stop or Kill, and waits until it responds.
func (s *Server) Run() error {
	args := []string{"-D", s.Dir + "/data", "-k", s.Dir, "-p", strconv.Itoa(s.Port), "-c", "listen_addresses=127.0.0.1",
		"-c", "max_wal_size=96MB", "-c", "min_wal_size=32MB"} // by default up to a gigabyte remains on disk
	for _, setting := range s.settings {
		args = append(args, "-c", setting)
	}
	if err := s.hang(s.command("postgres", args...)); err != nil {
		return err
	}
	for range 600 {
		ready := s.command("pg_isready", "-q", "-h", "127.0.0.1", "-p", strconv.Itoa(s.Port))
		if ready.Run() == nil {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return fmt.Errorf("PostgreSQL has not started: %s", s.log())
}

// hang starts a server in a shell that ends it when the test program ends, even by a panic.
func (s *Server) hang(server *exec.Cmd) error {
	const script = `exec 3<&0; "$@" </dev/null & pid=$!; cat <&3 >/dev/null; kill -INT $pid; wait $pid`
	log, err := os.OpenFile(filepath.Join(s.Dir, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer log.Close()
	shell := exec.Command("/bin/sh", append([]string{"-c", script, "sh", server.Path}, server.Args[1:]...)...)
	shell.SysProcAttr, shell.Env, shell.Dir = server.SysProcAttr, server.Env, server.Dir
	shell.Stdout, shell.Stderr = log, log
	if s.hold, err = shell.StdinPipe(); err != nil {
		return err
	}
	s.process = shell
	return shell.Start()
}

// Stop shuts the server down as an operator does, and keeps its data.
func (s *Server) Stop() {
	if s.process != nil {
		_ = s.hold.Close()
		_ = s.process.Wait()
		s.process = nil
	}
}

// Kill ends the server at once, by SIGKILL to all of its processes, and waits for all of
// them, since a new server does not start beside a child of the old one.
func (s *Server) Kill() error {
	for range 600 {
		pids, err := s.pids()
		if err != nil {
			return err
		}
		if len(pids) == 0 {
			s.Stop()
			return nil
		}
		for _, pid := range pids {
			_ = syscall.Kill(pid, syscall.SIGKILL) // it may have ended already
		}
		time.Sleep(5 * time.Millisecond)
	}
	return errors.New("a process of PostgreSQL outlives SIGKILL")
}

// pids returns the processes of the server, recognised by their working directory.
func (s *Server) pids() ([]int, error) {
	links, err := filepath.Glob("/proc/[0-9]*/cwd")
	if err != nil {
		return nil, err
	}
	if len(links) == 0 {
		return nil, errors.New("finding the processes of PostgreSQL needs /proc")
	}
	var pids []int
	for _, link := range links {
		if dir, err := os.Readlink(link); err == nil && dir == filepath.Join(s.Dir, "data") {
			pid, err := strconv.Atoi(filepath.Base(filepath.Dir(link)))
			if err != nil {
				return nil, err
			}
			pids = append(pids, pid)
		}
	}
	return pids, nil
}

// Remove stops the server and removes its files.
func (s *Server) Remove() {
	s.Stop()
	_ = os.RemoveAll(s.Dir)
}

// URL returns the address of a database, with the password.
func (s *Server) URL(database string) string {
	return fmt.Sprintf("postgres://%s:%s@127.0.0.1:%d/%s?sslmode=disable", User, strings.ReplaceAll(Password, " ", "%20"), s.Port, database)
}

// NewDatabase creates an empty database and returns its address. The database is dropped
// after the test, since a hundred of them fill a small disk.
func (s *Server) NewDatabase(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("test%d", s.databases.Add(1))
	s.SQL(t, "postgres", "CREATE DATABASE "+name)
	t.Cleanup(func() {
		if s.process == nil { // stopped by the test; its files are removed with it
			return
		}
		// Do not wait for a replica that is gone.
		s.SQL(t, "postgres", "SET synchronous_commit TO local", "DROP DATABASE "+name+" WITH (FORCE)")
	})
	return s.URL(name)
}

// SQL runs statements in one session of a database and returns the output of psql.
// Statements in one string form a transaction.
func (s *Server) SQL(t testing.TB, database string, statements ...string) string {
	t.Helper()
	args := []string{"-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", s.URL(database)}
	for _, statement := range statements {
		args = append(args, "-c", statement)
	}
	out, err := s.command("psql", args...).CombinedOutput()
	if err != nil {
		t.Fatalf("psql: %v: %s", err, out)
	}
	return strings.TrimSpace(string(out))
}

// Pgbouncer starts pgbouncer in front of the server, in transaction mode with a pool of two
// connections, and returns the address of the database through it.
func (s *Server) Pgbouncer(t testing.TB, database string) string {
	t.Helper()
	port, err := freePort()
	if err != nil {
		t.Fatal(err)
	}
	bouncer := &Server{Dir: t.TempDir(), Port: s.Port}
	if os.Geteuid() == 0 {
		if bouncer.Dir, err = os.MkdirTemp("", "pgtest"); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.RemoveAll(bouncer.Dir) })
	}
	config := fmt.Sprintf(`[databases]
* = host=127.0.0.1 port=%d
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = %d
unix_socket_dir =
auth_type = plain
auth_file = %s/users
pool_mode = transaction
default_pool_size = 2
max_client_conn = 200
`, s.Port, port, bouncer.Dir)
	users := fmt.Sprintf("%q %q\n", User, Password)
	if err := errors.Join(os.WriteFile(bouncer.Dir+"/ini", []byte(config), 0o644), os.WriteFile(bouncer.Dir+
		"/users", []byte(users), 0o644), bouncer.own(bouncer.Dir)); err != nil {
		t.Fatal(err)
	}
	path, err := exec.LookPath("pgbouncer")
	if err != nil {
		path = "/usr/sbin/pgbouncer"
	}
	if err := bouncer.hang(bouncer.as(exec.Command(path, bouncer.Dir+"/ini"))); err != nil {
		t.Fatalf("pgbouncer (Debian's package of that name): %v", err)
	}
	t.Cleanup(bouncer.Stop)
	for range 200 {
		conn, err := net.Dial("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		if err == nil {
			conn.Close()
			return strings.Replace(s.URL(database), strconv.Itoa(s.Port), strconv.Itoa(port), 1)
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("pgbouncer has not started: %s", bouncer.log())
	return ""
}

func (s *Server) log() string {
	b, _ := os.ReadFile(filepath.Join(s.Dir, "log"))
	return string(b)
}

func (s *Server) command(name string, args ...string) *exec.Cmd {
	return s.as(exec.Command(filepath.Join(s.bin, name), args...))
}

// as makes a command run unprivileged, as PostgreSQL refuses to run as root.
func (s *Server) as(cmd *exec.Cmd) *exec.Cmd {
	cmd.Dir = "/"
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	if uid, gid, drop := unprivileged(); drop {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid, Gid: gid}}
	}
	return cmd
}

// own gives a directory and its files to the user of the server.
func (s *Server) own(dir string) error {
	uid, gid, drop := unprivileged()
	if !drop {
		return nil
	}
	return filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		return errors.Join(err, os.Chown(path, int(uid), int(gid)))
	})
}

// unprivileged returns the user for servers if the tests are run by root.
func unprivileged() (uid, gid uint32, drop bool) {
	if os.Geteuid() != 0 {
		return 0, 0, false
	}
	uid, gid = 65534, 65534 // nobody
	if u, err := user.Lookup("postgres"); err == nil {
		n, _ := strconv.ParseUint(u.Uid, 10, 32)
		g, _ := strconv.ParseUint(u.Gid, 10, 32)
		uid, gid = uint32(n), uint32(g)
	}
	return uid, gid, true
}

// programs returns the directory of PostgreSQL's programs, which on Debian is not in PATH.
func programs() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if len(found) > 0 {
		return filepath.Dir(slices.Max(found)), nil
	}
	path, err := exec.LookPath("postgres")
	if err != nil {
		return "", errors.New("the tests need PostgreSQL; on Debian: sudo apt-get install --no-install-recommends postgresql pgbouncer")
	}
	return filepath.Dir(path), nil
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// Standby starts a replica of the server. The caller stops it, and sets
// synchronous_standby_names if commits should wait for it.
func (s *Server) Standby() (*Server, error) {
	dir, err := os.MkdirTemp("", "pgtest")
	if err != nil {
		return nil, err
	}
	standby := &Server{Dir: dir, bin: s.bin}
	if err := s.own(dir); err != nil {
		return nil, err
	}
	if standby.Port, err = freePort(); err != nil {
		return nil, err
	}
	copied := s.command("pg_basebackup", "--pgdata="+dir+"/data", "--dbname="+
		s.URL("postgres"), "--write-recovery-conf", "--checkpoint=fast", "--no-sync")
	if out, err := copied.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("pg_basebackup: %w: %s", err, out)
	}
	return standby, standby.Run()
}
