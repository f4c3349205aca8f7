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

// mediaWikiSite is a MediaWiki in a directory of its own.
type mediaWikiSite struct{ settings string }

// newMediaWiki installs Debian's MediaWiki with our extension. It will be
// wiki.test, and sends a strict security policy, as careful wikis do.
func newMediaWiki(t *testing.T, port, portal string) mediaWikiSite {
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
$wgCrossroadsBase = getenv( "TEST_BASE" ) === false ? %q : getenv( "TEST_BASE" );
$wgCSPHeader = [ "default-src" => [], "unsafeFallback" => false ];
$wgAllowExternalImagesFrom = [ %q ];
$wgFavicon = "/resources/assets/change-your-logo-icon.svg";
`, extension, portal, portal+"/")
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	return mediaWikiSite{settings}
}

// maintain runs one of MediaWiki's maintenance scripts.
func (w mediaWikiSite) maintain(t *testing.T, input string, env []string, script string, args ...string) (out string) {
	t.Helper()
	cmd := exec.Command("php", append([]string{mediaWiki + "/maintenance/" + script}, args...)...)
	cmd.Env = append(append(os.Environ(), "MW_CONFIG_FILE="+w.settings), env...)
	cmd.Stdin = strings.NewReader(input)
	return command(t, cmd)
}

// TestMediaWiki decides in a page of a real MediaWiki.
func TestMediaWiki(t *testing.T) {
	port := freePort(t)
	wiki := "http://wiki.test:" + port
	portal := startPortal(t, "--embed-ancestors="+wiki).at("portal.test")
	site := newMediaWiki(t, port, portal)
	paste := snippets(t, portal)
	site.maintain(t, "How we decide.\n"+paste["mediawiki"]+"\n\nThe same as a card: "+paste["mediawiki-card"], nil, "edit.php", "Decide")
	startPHP(t, port, mediaWiki, "MW_CONFIG_FILE="+site.settings)
	tryWiki(t, wiki+"/index.php/Decide", wiki, portal)

	id := ask(t, "POST", strings.Replace(portal, "portal.test", "127.0.0.1", 1)+"/api/v1/assessments", "", "",
		`{"comparison":"deployment","title":"Order system","author":"Ada","answers":{"shape":"surges"}}`)["id"].(string)
	for path, tag := range map[string]string{
		"/embed/compare/deployment": `<crossroads comparison="deployment" view="compare" height="300" />`,
		"/embed/a/" + id:            `<crossroads assessment="` + id + `" height="300" />`,
	} {
		t.Run(strings.Split(path, "/")[2], func(t *testing.T) {
			site.maintain(t, tag, nil, "edit.php", "Other")
			p := newPage(t, look{}, wiki, portal)
			p.visit(wiki+"/index.php/Other", 200)
			p.grown(p.in(portal + path))
		})
	}

	t.Run("no script", func(t *testing.T) {
		p := newPage(t, look{noScript: true}, wiki, portal)
		p.visit(wiki+"/index.php/Decide", 200)
		frame := p.in(portal + "/embed/decide/deployment")
		frame.press("radio", "^Reactions to single events")
		frame.press("button", "^Show the result$")
		frame.arrive(`/embed/decide/deployment/result\?.*kind=events`)
		p.find("link", "^Open the decision wizard$")
		p.showsCard(portal)
	})
}

// TestMediaWikiTag reads what the tag writes, and what it says of mistakes.
func TestMediaWikiTag(t *testing.T) {
	site := newMediaWiki(t, "18080", "https://portal.test")
	html := site.maintain(t, `<crossroads comparison="deployment" />
<crossroads comparison=deployment view=compare height=900 theme=dark />
<crossroads assessment="B_c-3" />
<crossroads assessment="https://portal.test/a/Whole-1/r/2#top" />
{{#tag:crossroads||comparison=deployment|height=777}}
<crossroads />
<crossroads comparison="a" assessment="b" />
<crossroads assessment="b" view="compare" />
<crossroads comparison="deployment" hight="300" />
<crossroads comparison='"&gt;&lt;script&gt;alert(1)&lt;/script&gt;' />
<crossroads assessment="../mine" />
<crossroads comparison="deployment" height="79" />
<crossroads comparison="deployment" height="6001" />
<crossroads comparison="deployment" height="100%" />
<crossroads comparison="deployment" theme="pink" />
`, nil, "parse.php")
	wantTexts(t, html,
		`<iframe src="https://portal.test/embed/decide/deployment" width="100%" height="640" `,
		`sandbox="allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox allow-same-origin"`,
		`href="https://portal.test/decide/deployment">Open the decision wizard</a>`,
		`<iframe src="https://portal.test/embed/compare/deployment?theme=dark" width="100%" height="900" `,
		`href="https://portal.test/compare/deployment">`,
		`<iframe src="https://portal.test/embed/a/B_c-3" `,
		`href="https://portal.test/a/B_c-3">`,
		`<iframe src="https://portal.test/embed/a/Whole-1" `,
		`<iframe src="https://portal.test/embed/decide/deployment" width="100%" height="777" `,
		`write comparison="…" to show a comparison, or assessment="…"`,
		`view goes with comparison`,
		`the attribute "hight" is unknown. The tag knows comparison, assessment, view, height, theme.`,
		`comparison=""><script>alert(1)</script>" cannot be used. Write the last part`,
		`assessment="../mine" cannot be used`,
		`height="79" cannot be used. Write a whole number of pixels from 80 to 6000.`,
		`height="6001" cannot be used`,
		`height="100%" cannot be used`,
		`theme="pink" cannot be used. Write auto, light or dark.`,
	)
	if strings.Contains(html, "<script>") {
		t.Error("a script of the author reaches the page")
	}
	const tag = `<crossroads comparison="deployment" />`
	for base, want := range map[string]string{
		"":                          `$wgCrossroadsBase in LocalSettings.php is missing`,
		"portal.test":               `$wgCrossroadsBase in LocalSettings.php is "portal.test". Write scheme and host`,
		"https://portal.test/":      `is "https://portal.test/"`,
		"https://a.test; img-src *": `is "https://a.test; img-src *"`,
	} {
		wantTexts(t, site.maintain(t, tag, []string{"TEST_BASE=" + base}, "parse.php"), want)
	}
	own := site.maintain(t, tag, []string{"TEST_BASE=http://wiki.test:18080"}, "parse.php")
	if !strings.Contains(own, "allow-scripts") || strings.Contains(own, "allow-same-origin") {
		t.Errorf("a portal on the wiki's own origin could leave the sandbox:\n%s", own)
	}
}
