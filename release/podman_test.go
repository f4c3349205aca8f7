package main

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// engine is Podman with its storage in a separate directory. It uses the host network and
// no systemd services, so that it also works inside most sandboxes. Sandboxes often mix
// both versions of cgroups, which crun refuses.
type engine struct{ env []string }

func newEngine(t *testing.T) *engine {
	t.Helper()
	dir, err := os.MkdirTemp("", "image") // not t.TempDir, since socket paths must be short
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, "storage.conf", fmt.Appendf(nil, `[storage]
driver = "vfs"
graphroot = "%[1]s/graph"
runroot = "%[1]s/run"
`, dir))
	write(t, dir, "containers.conf", fmt.Appendf(nil, `[containers]
netns = "host"
log_driver = "k8s-file"
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "none"
volume_path = "%[1]s/volumes"
static_dir = "%[1]s/static"
tmp_dir = "%[1]s/tmp"
`, dir))
	e := &engine{append(os.Environ(),
		"CONTAINERS_STORAGE_CONF="+filepath.Join(dir, "storage.conf"), "CONTAINERS_CONF="+filepath.Join(dir, "containers.conf"),
		"DISABLE_HC_SYSTEMD=true")} // the test itself asks for the health; no timer is needed
	t.Cleanup(func() {
		for _, args := range [][]string{
			{"rm", "--all", "--force", "--time=0", "--volumes"}, {"volume", "rm", "--all", "--force"}, {"rmi", "--all", "--force"},
		} {
			if out, err := e.try("podman", args...); err != nil {
				t.Errorf("podman %s: %v\n%s", args, err, out)
			}
		}
		remove := []string{"rm", "-rf", dir}
		if os.Getuid() != 0 { // files of other users inside the container
			remove = append([]string{"podman", "unshare"}, remove...)
		}
		if out, err := e.try(remove[0], remove[1:]...); err != nil {
			t.Errorf("%s: %v\n%s", remove, err, out)
		}
	})
	return e
}

// try runs a program that may use the engine.
func (e *engine) try(name string, args ...string) (string, error) {
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Env, cmd.Stdout, cmd.Stderr = e.env, &stdout, &stderr
	err := cmd.Run()
	if err != nil {
		err = fmt.Errorf("%w: %s", err, stderr.String())
	}
	return stdout.String(), err
}

// podman runs Podman, which must succeed, and returns its output.
func (e *engine) podman(t *testing.T, args ...string) string {
	t.Helper()
	out, err := e.try("podman", args...)
	if err != nil {
		t.Fatalf("podman %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(out)
}

// freePort returns a port on which nothing listens.
func freePort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}
