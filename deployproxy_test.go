//go:build unix

package main

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestDeployProxy runs nginx with the configuration that deploy/compose.yaml gives
// it, in front of two portals on one database, of which one is killed.
func TestDeployProxy(t *testing.T) {
	text, err := os.ReadFile("deploy/nginx.conf")
	if err != nil {
		t.Fatal(err)
	}
	db, dir, addr := startServer(t).NewDatabase(t), t.TempDir(), freeAddr(t)
	var portals []*child
	changes := []string{"listen 8080;", "listen " + addr + ";", "http {\n", "http {\naccess_log off;\n" + nginxFiles}
	for n := range 2 {
		portal := launch(t, exec.Command(os.Args[0],
			"serve", "--addr=127.0.0.1:0", "--db="+db, "--log-level=error", "--trusted-proxies=127.0.0.1"))
		portals = append(portals, portal)
		changes = append(changes, fmt.Sprintf("portal-%d:8080", n+1), strings.TrimPrefix(portal.url, "http://"))
	}
	conf := string(text)
	for i := 0; i < len(changes); i += 2 {
		if strings.Count(conf, changes[i]) != 1 {
			t.Fatalf("deploy/nginx.conf does not have %q once", changes[i])
		}
		conf = strings.Replace(conf, changes[i], changes[i+1], 1)
	}
	write(t, filepath.Join(dir, "nginx.conf"), conf)
	p := &proxied{t, &http.Client{}}
	cmd := exec.Command("nginx", "-e", "stderr", "-p", dir, "-c", "nginx.conf", "-g", "daemon off; user root; pid nginx.pid;")
	began(t, cmd, func() bool {
		res, err := http.Get("http://" + addr + "/healthz")
		return err == nil && res.Body.Close() == nil && res.StatusCode == http.StatusOK
	})

	save := func(title string) string {
		t.Helper()
		form := url.Values{"comparison": {"deployment"}, "title": {title}}
		res, body := p.send("POST", "http://"+addr+"/assessments", form, "http://"+addr)
		path := sharePath.FindString(body)
		if res.StatusCode != http.StatusOK || !strings.Contains(body, "http://"+addr+path) {
			t.Fatalf("saving: %s\n%s", res.Status, body)
		}
		return path
	}
	read := func(path, title string) {
		t.Helper()
		for range 10 { // by both
			if res, body := p.send("GET", "http://"+addr+path, nil, ""); res.StatusCode != http.StatusOK || !strings.Contains(body, title) {
				t.Fatalf("reading: %s\n%s", res.Status, body)
			}
		}
	}
	path := save("With two portals")
	read(path, "With two portals")
	portals[0].kill()
	read(path, "With two portals")
	read(save("With one of them"), "With one of them")
}
