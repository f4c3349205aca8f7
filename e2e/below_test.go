package e2e

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
)

const belowPath = "/tools/crossroads"

// startBelow starts a portal below a path of portal.test, behind a proxy that passes
// the path on or takes it off, and returns the portal's address. Everything else on
// the host is 404, which fails the test of a page that asks for it.
func startBelow(t *testing.T, strips bool, args ...string) string {
	t.Helper()
	var target *url.URL
	var handler http.Handler = &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(target)
		r.Out.Host = r.In.Host
	}}
	if strips {
		handler = http.StripPrefix(belowPath, handler)
	}
	host := http.NewServeMux()
	host.Handle(belowPath+"/", handler)
	proxy := httptest.NewServer(host)
	t.Cleanup(proxy.Close)
	base := "http://portal.test" + proxy.URL[strings.LastIndex(proxy.URL, ":"):] + belowPath
	var err error
	if target, err = url.Parse(startPortal(t, append(args, "--base-url="+base+"/")...).url); err != nil {
		t.Fatal(err)
	}
	return base
}

// TestBelowAPath is the main job below a path: decide, save, list, share, edit and
// write a snippet.
func TestBelowAPath(t *testing.T) {
	for name, strips := range map[string]bool{"passed on": false, "taken off": true} {
		t.Run(name, func(t *testing.T) {
			base := startBelow(t, strips)
			origin := strings.TrimSuffix(base, belowPath)
			p := newPage(t, look{}, origin)
			p.visit(base+"/", 200)
			p.press("link", "^Articles$")
			p.arrive("^" + base + "/articles$")
			p.press("link", "^What is serverless")
			p.arrive("^" + base + "/articles/what-is-serverless$")
			p.press("link", "^Decide$")
			p.arrive("^" + base + "/decide$")
			p.press("link", "^Full.*: Which deployment")
			p.arrive("^" + base + "/decide/deployment$")
			decideWithScript(p)
			share := save(p, "Order system 2027")
			edit := eval[string](p, `document.querySelector("#edit-link").value`)
			if !strings.HasPrefix(share, base+"/a/") || p.address() != share {
				t.Errorf("the link to share is %s, on the page %s", share, p.address())
			}

			p.visit(base+"/mine", 200)
			p.press("link", "^Order system 2027$")
			p.arrive("^" + share + "$")
			p.visit(edit, 200)
			eval[bool](p, `document.querySelector("#title").select(), true`)
			p.write("^Title", "Order system 2028")
			p.press("button", "^Save changes")
			p.arrive("^" + share + "$")
			p.find("heading", "^Take it along$")

			p.visit(base+"/embed?assessment="+url.QueryEscape(share), 200)
			if got := eval[string](p, `document.querySelector("#text-iframe").value`); !strings.Contains(got, `src="`+
				strings.Replace(share, "/a/", "/embed/a/", 1)+`"`) {
				t.Errorf("the snippet is %s", got)
			}
			p.expect("Blocked script execution") // of the sandboxes on the next page
			p.expect("can escape its sandboxing")
			p.visit(base+"/embed/doctor", 200)
			if got := eval[string](p, `document.querySelector("[data-self]").innerText`); got != "Your browser is at "+base+
				", which is the address that the portal takes for its own." {
				t.Errorf("the doctor says %q", got)
			}
			p.visit(base+"/decide/deployment", 200)
			eval[bool](p,
				`document.activeElement.blur(), document.dispatchEvent(new KeyboardEvent("keydown", {key: "/", bubbles: true})), true`)
			if got := eval[string](p, `document.activeElement.name`); got != "q" {
				t.Errorf("the key / leads to %q", got)
			}
		})
	}
}

// TestFramesBelowAPath shows the element and a frame of a portal below a path in a wiki,
// and decides and saves there.
func TestFramesBelowAPath(t *testing.T) {
	html := new(string)
	port := startSite(t, html)
	origin := "http://wiki.test:" + port
	base := startBelow(t, true, "--embed-ancestors="+origin)
	*html = fmt.Sprintf(wikiPage, `<script src="`+base+`/embed.js" async></script>`+fmt.Sprintf(wizardElement, base))
	p := newPage(t, look{}, origin, strings.TrimSuffix(base, belowPath))
	p.visit(origin+"/page", 200)
	p.until("the element's height", func() bool { h := p.frameHeight(); return h > 0 && h != 640 })
	frame := p.in(base + "/embed/decide/deployment")
	frame.press("radio", "^Reactions to single events")
	frame.onTo("radio", "^Little: less than one request")
	frame.press("radio", "^Little: less than one request")
	frame.press("button", "^Show the result( now)?$")
	frame.arrive("^" + base + `/embed/decide/deployment/result\?.*kind=events`)
	frame.write("^Title", "From a wiki")
	frame.press("button", "^Save and get a link$")
	frame.arrive("^" + base + `/embed/a/[^/?]+(\?theme=light)?$`)
	share := frame.value("^Link$")
	if !strings.HasPrefix(share, base+"/a/") {
		t.Errorf("the link is %s", share)
	}
	if saved := p.messages("crossroads:saved"); len(saved) != 1 || saved[0].field("url") != share {
		t.Errorf("the saved messages are %v", saved)
	}
	if events := eval[int](p, "events.length"); events == 0 {
		t.Error("the element tells the page of nothing")
	}
}
