package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const mediaWiki = "/usr/share/mediawiki"

// startMediaWiki installs Debian's MediaWiki with our extension in an empty
// directory, writes the pages, and serves it under the name wiki.test. It
// sends a strict security policy, as careful wikis do.
func startMediaWiki(t *testing.T, port, portal string, pages map[string]string) {
	t.Helper()
	dir := t.TempDir()
	settings := filepath.Join(dir, "LocalSettings.php")
	if err := os.Mkdir(filepath.Join(dir, "data"), 0o700); err != nil {
		t.Fatal(err)
	}
	command(t, exec.Command("php", mediaWiki+"/maintenance/install.php", "--dbtype=sqlite", "--dbpath="+filepath.Join(dir, "data"),
		"--confpath="+dir, "--server=http://wiki.test:"+port, "--scriptpath=", "--pass=correct-horse-battery", "Team wiki", "Admin"))
	extension, err := filepath.Abs("../integrations/mediawiki/Crossroads/extension.json")
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(settings, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = fmt.Fprintf(file, `
wfLoadExtension( "Crossroads", %q );
$wgCrossroadsBase = %q;
$wgCSPHeader = [ "default-src" => [], "unsafeFallback" => false ];
$wgFavicon = "/resources/assets/change-your-logo-icon.svg";
`, extension, portal)
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	env := "MW_CONFIG_FILE=" + settings
	for title, text := range pages {
		edit := exec.Command("php", mediaWiki+"/maintenance/edit.php", title)
		edit.Env = append(os.Environ(), env)
		edit.Stdin = strings.NewReader(text)
		command(t, edit)
	}
	startPHP(t, port, mediaWiki, env)
}

// TestMediaWiki decides in a page of a real MediaWiki.
func TestMediaWiki(t *testing.T) {
	port := freePort(t)
	wiki := "http://wiki.test:" + port
	portal := startPortal(t, "--embed-ancestors="+wiki).at("portal.test")
	startMediaWiki(t, port, portal, map[string]string{
		"Decide":  "How we decide.\n<crossroads comparison=\"deployment\" height=\"300\" />",
		"Mistake": `<crossroads comparison="deployment" hight="300" />`,
	})
	tryWiki(t, wiki+"/index.php/Decide", wiki, portal)
}
