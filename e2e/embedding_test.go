package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp/kb"
)

// TestSnippetTabs writes a snippet by keyboard and mouse: tabs, a form that is
// followed at once, and copying.
func TestSnippetTabs(t *testing.T) {
	portal := startPortal(t)
	p := newPage(t, look{}, portal.url)
	p.visit(portal.url+"/embed", 200)
	p.press("tab", "^Markdown$")
	if shown := p.all("textbox", ": to copy$"); len(shown) != 1 || shown[0].Name != "Markdown: to copy" {
		t.Errorf("the tab shows %v", shown)
	}
	p.keys(kb.End)
	p.find("tabpanel", "^Address$")
	p.keys(kb.ArrowRight) // round to the first
	if at, ok := p.focused(); !ok || at.Role != "tab" || at.Name != "iframe" || at.State["selected"] != "true" {
		t.Errorf("the focus is on %+v", at)
	}
	p.press("radio", "^The comparison")
	p.until("a snippet of the comparison", func() bool {
		return strings.Contains(eval[string](p, `document.getElementById("text-iframe").value`), portal.url+"/embed/compare/deployment\"")
	})
	p.until("an address that keeps the choice", func() bool { return strings.Contains(p.address(), "show=matrix") })
	p.in(portal.url + "/embed/compare/deployment")
	p.press("button", "^Copy for iframe")
	p.until("a word about copying", func() bool {
		return eval[string](p, `document.querySelector('[data-copied="text-iframe"]').innerText`) != ""
	})
	p.press("button", "^Write the snippet$")
	p.until("the same tab and choice on the next page", func() bool {
		return strings.Contains(p.address(), "/embed?") && strings.HasSuffix(p.address(), "#paste-iframe") &&
			strings.Contains(p.address(), "show=matrix")
	})
}

// TestSnippetsWithoutScript reads every snippet one below the other.
func TestSnippetsWithoutScript(t *testing.T) {
	portal := startPortal(t)
	p := newPage(t, look{noScript: true}, portal.url)
	p.visit(portal.url+"/embed", 200)
	if tabs := p.all("tab", ""); len(tabs) > 0 {
		t.Errorf("there are tabs that cannot work: %v", tabs)
	}
	for _, name := range []string{"iframe", "Element", "Markdown", "MediaWiki", "DokuWiki", "Confluence", "Address"} {
		p.find("heading", "^"+name+"$")
	}
	p.press("radio", "^The comparison")
	p.press("button", "^Write the snippet$")
	p.arrive(`/embed\?.*show=matrix`)
	if text := eval[string](p, `document.getElementById("text-iframe").value`); !strings.Contains(text, "/embed/compare/deployment") {
		t.Errorf("the snippet is %s", text)
	}
}

// TestSnippetPasted pastes what the page writes into a page of a listed site.
func TestSnippetPasted(t *testing.T) {
	html := new(string)
	port := startSite(t, html)
	portal := startPortal(t, "--embed-ancestors=http://wiki.test:"+port)
	wiki, address := "http://wiki.test:"+port, portal.at("portal.test")
	p := newPage(t, look{}, wiki, address)
	for _, snippet := range []string{"iframe", "element"} {
		p.visit(address+"/embed", 200)
		*html = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Wiki</title></head><body><main><h1>Page</h1>` +
			eval[string](p, `document.getElementById("text-`+snippet+`").value`) + `</main></body></html>`
		p.visit(wiki+"/page", 200)
		p.in(address+"/embed/decide/deployment").find("radio", "")
	}
}

// TestDoctorListens: the page hears from every frame that runs a script, and
// finds the headers as they were sent.
func TestDoctorListens(t *testing.T) {
	portal := startPortal(t)
	p := newPage(t, look{width: 1440}, portal.url)
	p.expect("Blocked script execution")
	p.expect("can escape its sandboxing")
	p.visit(portal.url+"/embed/doctor", 200)
	p.until("the headers", func() bool {
		return eval[string](p, `document.querySelector("[data-probe-said]").innerText`) == "Your browser got them as the portal sent them."
	})
	for _, variant := range []string{"none", "scripts", "scripts-forms", "popups", "full"} {
		eval[bool](p, `document.querySelector("[data-variant='`+variant+`']").scrollIntoView(), true`)
		p.until("word from "+variant, func() bool {
			return strings.Contains(eval[string](p, `document.querySelector("[data-heard='`+variant+`']").innerText`), "height ")
		})
	}
	if silent := eval[string](p,
		`document.querySelector("[data-heard='forms']").innerText`); !strings.HasPrefix(silent, "Nothing will be heard") {
		t.Errorf("of the frame without scripts it says %q", silent)
	}
}

// TestDoctorAgrees opens frames in pages of other origins, and finds the
// browser of one opinion with the page that tells administrators.
func TestDoctorAgrees(t *testing.T) {
	html := new(string)
	port := startSite(t, html)
	tests := []struct {
		ancestors, wiki string
		shown           bool
	}{
		{"self", "http://wiki.test:" + port, false},
		{"http://wiki.test:" + port, "http://wiki.test:" + port, true},
		{"http://wiki.test", "http://wiki.test:" + port, false},
		{"https://wiki.test:" + port, "http://wiki.test:" + port, false},
		{"http://*.test:" + port, "http://wiki.test:" + port, true},
		{"http://*.wiki.test:" + port, "http://wiki.test:" + port, false},
		{"http://*.wiki.test:" + port, "http://team.wiki.test:" + port, true},
		{"http://127.0.0.1:" + port, "http://127.0.0.1:" + port, true},
		{"http://127.0.0.1:" + port, "http://wiki.test:" + port, false},
		{"any-https", "http://wiki.test:" + port, true},
	}
	for _, test := range tests {
		t.Run(test.ancestors+" "+test.wiki, func(t *testing.T) {
			portal := startPortal(t, "--embed-ancestors="+test.ancestors)
			address := portal.at("portal.test")
			*html = `<!DOCTYPE html><html lang="en"><title>Wiki</title><iframe src="` + address +
				`/embed/decide/deployment" title="Wizard"></iframe></html>`
			p := newPage(t, look{}, test.wiki, address)
			p.expect("frame-ancestors")
			p.expect("ERR_BLOCKED_BY_RESPONSE")
			p.expect("Refused to frame")
			p.visit(test.wiki+"/page", 200)
			var at string
			p.until("the frame or its refusal", func() bool {
				at = call(p, cdppage.GetFrameTree, cdp.Empty{}).FrameTree.ChildFrames[0].Frame.URL
				return strings.HasPrefix(at, address) || strings.HasPrefix(at, "chrome-error:")
			})
			if shown := strings.HasPrefix(at, address); shown != test.shown {
				t.Errorf("the browser shows the frame: %v, want %v", shown, test.shown)
			}
			p.expect("Blocked script execution")
			p.expect("can escape its sandboxing")
			p.visit(address+"/embed/doctor?from="+test.wiki, 200)
			if says := !strings.Contains(eval[string](p, `document.querySelector(".findings").innerText`),
				"Does not work"); says != test.shown {
				t.Errorf("the doctor says it is shown: %v, want %v", says, test.shown)
			}
		})
	}
}
