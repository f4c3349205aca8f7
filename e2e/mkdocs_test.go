package e2e

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// startMkDocs builds a site with the Material theme and our script, and serves
// it. The script comes from the portal, as the manual says.
func startMkDocs(t *testing.T, listener net.Listener, portal, text string) {
	t.Helper()
	dir := t.TempDir()
	config := fmt.Sprintf(`site_name: Team handbook
theme:
  name: material
  font: false
extra_javascript:
  - %s/embed.js
`, portal)
	for name, content := range map[string]string{"mkdocs.yml": config, "docs/index.md": text} {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	command(t, exec.Command("mkdocs", "build", "--quiet", "--config-file="+filepath.Join(dir, "mkdocs.yml")))
	site := httptest.NewUnstartedServer(http.FileServer(http.Dir(filepath.Join(dir, "site"))))
	site.Listener.Close()
	site.Listener = listener
	site.Start()
	t.Cleanup(site.Close)
}

// TestMkDocs decides in a page of a real MkDocs site.
func TestMkDocs(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	site := fmt.Sprintf("http://docs.test:%d", listener.Addr().(*net.TCPAddr).Port)
	portal := startPortal(t, "--embed-ancestors="+site).at("portal.test")
	paste := snippets(t, portal)
	_, element, _ := strings.Cut(paste["element"], "\n") // the script is in the configuration
	startMkDocs(t, listener, portal, "# How we decide\n\n"+element+"\n\nThe same as a card: "+paste["markdown"]+"\n")
	tryWiki(t, site+"/", site, portal)

	t.Run("card", func(t *testing.T) {
		p := newPage(t, look{}, site, portal)
		p.visit(site+"/", 200)
		p.showsCard(portal)
	})
}
