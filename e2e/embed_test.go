package e2e

import (
	"fmt"
	"strings"
	"testing"
)

// wikiPage is a page of another origin with the wizard in a frame.
const wikiPage = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Wiki</title></head><body><main><h1>How we decide</h1>
<iframe src="%s/embed/decide/deployment" width="100%%" height="640" title="Architecture decision wizard"%s></iframe></main></body></html>`

// TestEmbedAllowed answers and sees the result inside the page of a listed
// origin: with script, without, and in a sandbox with an opaque origin.
func TestEmbedAllowed(t *testing.T) {
	tests := []struct {
		name, sandbox string
		noScript      bool
	}{
		{"script", ``, false},
		{"no script", ``, true},
		{"sandbox", ` sandbox="allow-scripts allow-forms allow-popups"`, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			wiki, portal, url := startWiki(t, "http://wiki.test:%s", test.sandbox)
			p := newPage(t, look{noScript: test.noScript}, wiki, portal)
			p.visit(url, 200)
			frame := p.in(portal + "/embed/decide/deployment")
			frame.press("radio", "^Reacts to events")
			if !test.noScript {
				frame.press("button", "^Next$")
			}
			frame.press("radio", "^Idle most of the time")
			frame.press("button", "^Show the result( now)?$")
			frame.arrive(`/embed/decide/deployment/result\?.*kind=events`)
			if headline := frame.find("heading", "").Name; headline == "" {
				t.Error("the result has no headline")
			}
			if p.address() != url {
				t.Errorf("the wiki's page went to %s", p.address())
			}
			full := frame.find("link", "^Open the full result")
			if full.Name == "" {
				t.Error("no way from the frame to the full result")
			}
		})
	}
}

// TestEmbedRefused shows nothing in the page of an origin that is not listed.
func TestEmbedRefused(t *testing.T) {
	wiki, portal, url := startWiki(t, "http://other.test:%s", "")
	p := newPage(t, look{}, wiki, portal)
	p.expect("frame-ancestors")
	p.expect("ERR_BLOCKED_BY_RESPONSE")
	p.expect("Refused to frame")
	p.visit(url, 200)
	p.until("the browser's refusal", func() bool {
		p.seen.mu.Lock()
		defer p.seen.mu.Unlock()
		return strings.Contains(strings.Join(p.seen.found, " "), "frame-ancestors")
	})
	if shown := p.in("chrome-error://").all("radio", ""); len(shown) > 0 {
		t.Error("the wizard is shown all the same")
	}
}

// startWiki starts a site at wiki.test and a portal that lets one origin, with
// the site's port filled in, show it.
func startWiki(t *testing.T, allowed, sandbox string) (wiki, portalURL, page string) {
	t.Helper()
	html := new(string)
	port := startSite(t, html)
	portal := startPortal(t, "--embed-ancestors="+fmt.Sprintf(allowed, port))
	*html = fmt.Sprintf(wikiPage, portal.at("portal.test"), sandbox)
	wiki = "http://wiki.test:" + port
	return wiki, portal.at("portal.test"), wiki + "/page"
}
