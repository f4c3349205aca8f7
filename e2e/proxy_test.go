package e2e

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
)

// TestPlainProxy opens the portal through a proxy that changes the Host header,
// at a plain http address, where browsers send an Origin and no Sec-Fetch-Site.
// The form is refused with what to set, and goes through once it is set.
func TestPlainProxy(t *testing.T) {
	var target *url.URL
	proxy := httptest.NewServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) }})
	t.Cleanup(proxy.Close)
	origin := "http://portal.test" + proxy.URL[strings.LastIndex(proxy.URL, ":"):]
	open := func(args ...string) (p *page, inside string) {
		in := startPortal(t, args...)
		var err error
		if target, err = url.Parse(in.url); err != nil {
			t.Fatal(err)
		}
		p = newPage(t, look{}, origin)
		p.visit(origin+"/decide/deployment/result", http.StatusOK)
		p.write("^Title", "Order system")
		p.press("button", "^Save$")
		return p, in.url
	}
	says := func(p *page) string {
		p.expect("Blocked script execution") // of the sandboxes on that page
		p.expect("can escape its sandboxing")
		p.visit(origin+"/embed/doctor", http.StatusOK)
		return eval[string](p, `document.querySelector("[data-self]").innerText`)
	}

	p, inside := open()
	p.expect("403 (Forbidden)")
	p.find("heading", "^If you opened this portal at "+origin+"$")
	if kept := eval[string](p, `document.querySelector("#typed-title").value`); kept != "Order system" {
		t.Errorf("of what was typed the page has %q", kept)
	}
	if text := eval[string](p, "document.body.innerText"); !strings.Contains(text, "--base-url="+origin) {
		t.Errorf("the page does not say what to set:\n%s", text)
	}
	if got := says(p); !strings.Contains(got, "Your browser is at "+origin+", and the portal takes "+inside) ||
		!strings.Contains(got, "set --base-url="+origin+".") {
		t.Errorf("the doctor says %q", got)
	}

	p, _ = open("--base-url=" + strings.Replace(origin, "http://portal", "HTTP://Portal", 1) + "/")
	p.arrive(`/a/[a-z0-9]+`)
	if link := p.value("^Link to share"); !strings.HasPrefix(link, origin+"/a/") {
		t.Errorf("the link to share is %s", link)
	}
	if got := says(p); got != "Your browser is at "+origin+", which is the address that the portal takes for its own." {
		t.Errorf("the doctor says %q", got)
	}
}
