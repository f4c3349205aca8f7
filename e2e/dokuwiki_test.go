package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// newDokuWiki sets up Debian's DokuWiki with our plugin in an empty directory,
// with one page.
func newDokuWiki(t *testing.T, portal, text string) (root string) {
	t.Helper()
	dir := t.TempDir()
	root = filepath.Join(dir, "wiki")
	conf, data := filepath.Join(dir, "conf"), filepath.Join(dir, "data")
	command(t, exec.Command("cp", "-rL", "/usr/share/dokuwiki", root))
	for _, name := range []string{"attic", "cache", "index", "locks", "log", "media", "media_attic", "media_meta", "meta", "pages", "tmp"} {
		if err := os.MkdirAll(filepath.Join(data, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	plugin, err := filepath.Abs("../integrations/dokuwiki/crossroads")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(plugin, filepath.Join(root, "lib/plugins/crossroads")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(conf, 0o700); err != nil {
		t.Fatal(err)
	}
	defaults, err := filepath.Glob("/etc/dokuwiki/*.conf")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"dokuwiki.php", "license.php", "mediameta.php", "plugins.php", "plugins.required.php", "manifest.json"} {
		defaults = append(defaults, filepath.Join("/etc/dokuwiki", name))
	}
	command(t, exec.Command("cp", append(defaults, conf)...))
	files := map[string]string{
		filepath.Join(root, "inc/preload.php"): fmt.Sprintf("<?php\ndefine('DOKU_CONF', %q);\n", conf+"/"),
		filepath.Join(conf, "local.php"): fmt.Sprintf("<?php\n$conf['title'] = 'Team wiki';\n$conf['savedir'] = %q;\n"+
			"$conf['useacl'] = 0;\n$conf['updatecheck'] = 0;\n"+
			"$conf['plugin']['crossroads']['base'] = getenv('TEST_BASE') === false ? %q : getenv('TEST_BASE');\n", data, portal),
		filepath.Join(data, "pages/decide.txt"): text,
	}
	for name, text := range files {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// TestDokuWiki decides in a page of a real DokuWiki.
func TestDokuWiki(t *testing.T) {
	port := freePort(t)
	wiki := "http://wiki.test:" + port
	portal := startPortal(t, "--embed-ancestors="+wiki).at("portal.test")
	paste := snippets(t, portal)
	root := newDokuWiki(t, portal, "====== How we decide ======\n\n"+paste["dokuwiki"]+"\n\nThe same as a card: "+paste["dokuwiki-card"]+
		"\n")
	startPHP(t, port, root)
	const own = "cookie DokuWiki of wiki.test"
	tryWiki(t, wiki+"/doku.php?id=decide", wiki, portal, own)

	t.Run("card", func(t *testing.T) {
		p := newPage(t, look{}, wiki, portal)
		p.expect(own)
		p.visit(wiki+"/doku.php?id=decide", 200)
		p.showsCard(portal)
	})
}

// TestDokuWikiSyntax reads what the plugin writes, and what it says of mistakes.
func TestDokuWikiSyntax(t *testing.T) {
	root := newDokuWiki(t, "https://portal.test", "")
	render := func(text string, env ...string) string {
		t.Helper()
		cmd := exec.Command("php", filepath.Join(root, "bin/render.php"))
		cmd.Env = append(os.Environ(), env...)
		cmd.Stdin = strings.NewReader(text)
		return command(t, cmd)
	}
	html := render(`{{crossroads>deployment}}
{{crossroads> compare/deployment ? height=900 & theme=dark }}
{{crossroads>a/B_c-3}}
{{ crossroads>compare/spaced }}
{{crossroads > deployment?height=777 }}
{{crossroads>https://portal.test/a/Whole-1/r/2#top}}
{{crossroads>}}
{{crossroads>"><script>alert(1)</script>}}
{{crossroads>a/../mine}}
{{crossroads>deployment?hight=300}}
{{crossroads>deployment?height=79}}
{{crossroads>deployment?height=6001}}
{{crossroads>deployment?height=100%}}
{{crossroads>deployment?theme=pink}}
`)
	wantTexts(t, html,
		`<iframe src="https://portal.test/embed/decide/deployment" width="100%" height="640" `,
		`sandbox="allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox allow-same-origin"`,
		`href="https://portal.test/decide/deployment">Open the decision wizard</a>`,
		`<iframe src="https://portal.test/embed/compare/deployment?theme=dark" width="100%" height="900" `,
		`href="https://portal.test/compare/deployment">`,
		`<iframe src="https://portal.test/embed/a/B_c-3" `,
		`href="https://portal.test/a/B_c-3">`,
		`<iframe src="https://portal.test/embed/compare/spaced" `,
		`<iframe src="https://portal.test/embed/decide/deployment" width="100%" height="777" `,
		`<iframe src="https://portal.test/embed/a/Whole-1" `,
		`“” cannot be shown. Write {{crossroads>deployment}}`,
		`“"><script>alert(1)</script>” cannot be shown`,
		`“a/../mine” cannot be shown`,
		`the option “hight” is unknown`,
		`height=79 cannot be used. Write a whole number of pixels from 80 to 6000.`,
		`height=6001 cannot be used`,
		`height=100% cannot be used`,
		`theme=pink cannot be used. Write auto, light or dark.`,
	)
	if strings.Contains(html, "<script>") {
		t.Error("a script of the author reaches the page")
	}
	for base, want := range map[string]string{
		"":                     `the setting “base” of the plugin is missing`,
		"portal.test":          `the setting “base” of the plugin is “portal.test”. Write scheme and host`,
		"https://portal.test/": `is “https://portal.test/”`,
	} {
		wantTexts(t, render("{{crossroads>deployment}}", "TEST_BASE="+base), want)
	}
}
