package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

const mediaWikiDir = "/usr/share/mediawiki"

// startMediaWiki installs Debian's MediaWiki with our extension into an empty
// directory, writes the pages, and serves it under the name wiki.test. It
// sends a strict security policy, as careful wikis do.
func startMediaWiki(t *testing.T, port, base string, pages map[string]string) {
	t.Helper()
	dir := t.TempDir()
	origin := "http://wiki.test:" + port
	maintenance := func(script, input string, args ...string) {
		t.Helper()
		command(t, input, []string{"MW_CONFIG_FILE=" + filepath.Join(dir, "LocalSettings.php")},
			"php", append([]string{filepath.Join(mediaWikiDir, "maintenance", script)}, args...)...)
	}
	if err := os.Mkdir(filepath.Join(dir, "data"), 0o700); err != nil {
		t.Fatal(err)
	}
	command(t, "", nil, "php", filepath.Join(mediaWikiDir, "maintenance/install.php"), "--dbtype=sqlite", "--dbpath="+filepath.Join(dir, "data"),
		"--confpath="+dir, "--server="+origin, "--scriptpath=", "--pass=correct-horse-battery", "Team wiki", "Admin")
	extension, err := filepath.Abs("../integrations/mediawiki/Crossroads/extension.json")
	if err != nil {
		t.Fatal(err)
	}
	settings, err := os.OpenFile(filepath.Join(dir, "LocalSettings.php"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(settings, `
wfLoadExtension( "Crossroads", %q );
$wgCrossroadsBase = %q;
$wgCSPHeader = [ "default-src" => [], "unsafeFallback" => false ];
`, extension, base)
	if err := settings.Close(); err != nil {
		t.Fatal(err)
	}
	for title, text := range pages {
		maintenance("edit.php", text, title)
	}
	startPHP(t, port, mediaWikiDir, "MW_CONFIG_FILE="+filepath.Join(dir, "LocalSettings.php"))
}

func TestMediaWiki(t *testing.T) {
	port := freePort(t)
	origin := "http://wiki.test:" + port
	portal := startPortal(t, "--embed-ancestors="+origin).at("portal.test")
	startMediaWiki(t, port, portal, map[string]string{
		"Decide":  "How we decide.\n<crossroads comparison=\"deployment\" height=\"300\" />",
		"Mistake": `<crossroads comparison="deployment" hight="300" />`,
	})
	for _, wary := range []bool{false, true} {
		t.Run(fmt.Sprintf("wary %v", wary), func(t *testing.T) {
			p := newPage(t, look{wary: wary}, origin, portal)
			p.visit(origin+"/index.php/Decide", 200)
			frame := p.in(portal + "/embed/decide/deployment")
			t.Log(eval[string](frame, `(() => { try { return "storage " + localStorage.length } catch (e) { return String(e) } })()`))
			t.Log(eval[string](p, `document.querySelector(".crossroads").outerHTML`))
			t.Log(eval[string](p, `String(window.crossroadsBase)`))
			frame.press("radio", "^Reacts to events")
			frame.press("button", "^Next$")
			frame.press("radio", "^Idle most of the time")
			frame.press("button", "^Show the result now$")
			frame.arrive(`/embed/decide/deployment/result\?.*kind=events`)
		})
	}
	p := newPage(t, look{}, origin)
	p.visit(origin+"/index.php/Mistake", 200)
	t.Log(p.outline(), eval[string](p, `document.querySelector(".mw-parser-output").outerHTML`))
	t.Log(eval[string](p, `document.querySelector("#catlinks").outerHTML`))
}
