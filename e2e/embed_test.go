package e2e

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// wikiPage is a page of another origin that keeps every message it gets. The
// first script stands before the body, so it misses none.
const wikiPage = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Wiki</title><script>
var heard = [], events = [];
addEventListener("message", e => heard.push({origin: e.origin, data: e.data}));
["step", "result", "saved"].forEach(kind => addEventListener("crossroads-" + kind, e => events.push({kind, tag: e.target.tagName, detail: e.detail})));
</script></head><body><main><h1>How we decide</h1>
%s
</main></body></html>`

const frameTag = `<iframe src="%s/embed/decide/deployment" width="100%%" height="640" title="Architecture decision wizard"%s></iframe>`

// wiki is a site at wiki.test beside a portal at portal.test that lets it show frames.
type wiki struct {
	origin, portal string
	page           string // address
	html           *string
}

// startWiki starts both. body makes the page of the portal's address; %s in
// allowed stands for the port of the wiki.
func startWiki(t *testing.T, allowed string, body func(portal string) string) wiki {
	t.Helper()
	html := new(string)
	port := startSite(t, html)
	portal := startPortal(t, "--embed-ancestors="+fmt.Sprintf(allowed, port)).at("portal.test")
	*html = fmt.Sprintf(wikiPage, body(portal))
	origin := "http://wiki.test:" + port
	return wiki{origin: origin, portal: portal, page: origin + "/page", html: html}
}

func (w wiki) open(t *testing.T, l look) *page {
	p := newPage(t, l, w.origin, w.portal)
	p.visit(w.page, 200)
	return p
}

const wikiAllowed = "http://wiki.test:%s"

// TestEmbedSandboxes answers, sees the result and saves it inside the page of a
// listed origin, in every sandbox in which that can be, with script and without.
func TestEmbedSandboxes(t *testing.T) {
	tests := []struct {
		name, sandbox string
		noScript      bool // in the whole browser
		scripts       bool // run in the frame
		popups        bool
		origin        string // that messages come from
	}{
		{"none", ``, false, true, true, "portal"},
		{"script off", ``, true, false, true, ""},
		{"allow-scripts", ` sandbox="allow-scripts"`, false, true, false, "null"},
		{"allow-forms", ` sandbox="allow-forms"`, false, false, false, ""},
		{"both and popups", ` sandbox="allow-scripts allow-forms allow-popups"`, false, true, true, "null"},
		{"full", ` sandbox="allow-scripts allow-forms allow-same-origin allow-popups allow-popups-to-escape-sandbox" allow="clipboard-write" referrerpolicy="strict-origin-when-cross-origin" loading="lazy"`, false, true, true, "portal"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := startWiki(t, wikiAllowed, func(portal string) string { return fmt.Sprintf(frameTag, portal, test.sandbox) })
			p := w.open(t, look{noScript: test.noScript})
			if !test.scripts {
				p.expect("Blocked script execution")
			}
			frame := p.in(w.portal + "/embed/decide/deployment")
			frame.press("radio", "^Reactions to single events")
			if test.scripts {
				frame.onTo("radio", "^Little: less than one request")
			}
			frame.press("radio", "^Little: less than one request")
			frame.press("button", "^Show the result( now)?$")
			frame.arrive(`/embed/decide/deployment/result\?.*kind=events`)
			if headline := frame.find("heading", "").Name; headline == "" {
				t.Error("the result has no headline")
			}
			if test.origin != "" { // nobody saves before the script has run
				p.until("a message with the result", func() bool { return len(p.messages("crossroads:result")) > 0 })
			}
			frame.write("^Title", "From a wiki")
			frame.press("button", "^Save and get a link$")
			if test.scripts {
				frame.arrive(`/embed/a/[^/?]+$`)
			} else {
				frame.arrive(`/embed/assessments$`)
			}
			share := frame.value("^Link$")
			if !strings.HasPrefix(share, w.portal+"/a/") {
				t.Fatalf("the link is %q", share)
			}
			for field, want := range map[string]string{
				"^Markdown card$":          "](" + share + ")",
				"^Wikitext for MediaWiki$": "[" + share,
				"^Wikitext for DokuWiki$":  "[[" + share, "^Your edit link$": share + "/edit#",
			} {
				if got := frame.value(field); !strings.Contains(got, want) {
					t.Errorf("%s holds %q, want %s in it", field, got, want)
				}
			}
			if p.address() != w.page {
				t.Errorf("the wiki's page went to %s", p.address())
			}
			if test.popups {
				checkPopup(t, p, frame, share)
			}
			if test.origin == "" {
				return
			}
			want := strings.Replace(test.origin, "portal", w.portal, 1)
			for _, m := range p.messages() {
				if m.Origin != want {
					t.Errorf("message %s came from %s, want %s", m.Data, m.Origin, want)
				}
			}
			for _, kind := range []string{"ready", "resize", "step", "result", "saved"} {
				if len(p.messages("crossroads:"+kind)) == 0 {
					t.Errorf("no message %s", kind)
				}
			}
			if saved := p.messages("crossroads:saved"); len(saved) != 1 || saved[0].field("url") != share {
				t.Errorf("the saved messages are %v", saved)
			}
			if len(p.messages("crossroads:resize")) > 0 && len(p.messages(`"method":"resize"`)) == 0 {
				t.Error("nothing for hosts that read Atlassian's messages")
			}
		})
	}
}

// checkPopup opens the saved result in a new tab, which works there too when
// the tab has no origin and so no storage.
func checkPopup(t *testing.T, p, frame *page, share string) {
	t.Helper()
	before := len(p.tabs(share))
	frame.press("link", "^Open the full result")
	p.until("a tab at "+share, func() bool { return len(p.tabs(share)) > before })
	for _, id := range p.tabs(share) {
		ctx, cancel := chromedp.NewContext(browser, chromedp.WithTargetID(id))
		tab := &page{t: t, ctx: ctx, seen: p.seen}
		tab.must(chromedp.Do(ctx))
		tab.find("heading", "^Take it along$")
		cancel()
	}
}

// tabs lists the tabs that show an address.
func (p *page) tabs(address string) (found []target.ID) {
	for _, info := range call(p, target.GetTargets, target.GetTargetsParams{}).TargetInfos {
		if info.Type == "page" && info.URL == address {
			found = append(found, info.TargetID)
		}
	}
	return found
}

// value gives what a text field holds.
func (p *page) value(label string) string {
	p.t.Helper()
	node := call(p, dom.DescribeNode, dom.DescribeNodeParams{BackendNodeID: p.find("textbox", label).id}).Node
	for i := 0; i+1 < len(node.Attributes); i += 2 {
		if node.Attributes[i] == "value" {
			return node.Attributes[i+1]
		}
	}
	return ""
}

// message is one that the page around the frames got; Data is its JSON.
type message struct{ Origin, Data string }

func (m message) field(name string) string {
	_, after, _ := strings.Cut(m.Data, `"`+name+`":"`)
	value, _, _ := strings.Cut(after, `"`)
	return value
}

// messages lists those that hold all of the parts.
func (p *page) messages(parts ...string) (found []message) {
	p.t.Helper()
	for _, m := range eval[[]message](p,
		`heard.map(m => ({Origin: m.origin, Data: typeof m.data === "string" ? m.data : JSON.stringify(m.data)}))`) {
		all := true
		for _, part := range parts {
			all = all && strings.Contains(m.Data, part)
		}
		if all {
			found = append(found, m)
		}
	}
	return found
}

// frameHeight is the height of the first frame of the page, also in an element.
func (p *page) frameHeight() int {
	return eval[int](p, `(() => { const e = document.querySelector("crossroads-wizard"); const f = e && e.shadowRoot && e.shadowRoot.querySelector("iframe") || document.querySelector("iframe"); return f ? f.clientHeight : 0; })()`)
}

const wizardElement = `<crossroads-wizard comparison="deployment"><a href="%s/decide/deployment">Open the decision wizard</a></crossroads-wizard>`

// TestEmbedLoader shows frames that grow with what they hold, whether the loader
// comes before or after them, as an element or as a bare frame, and counts what
// is said: a greeting that is answered by a greeting would never end.
func TestEmbedLoader(t *testing.T) {
	script := `<script src="%s/embed.js" async></script>`
	tests := []struct{ name, tag, html string }{
		{"before the element", "CROSSROADS-WIZARD", script + wizardElement},
		{"after the element", "CROSSROADS-WIZARD", wizardElement + strings.Replace(script, " async", "", 1)},
		{"before a bare frame", "IFRAME", strings.Replace(script, " async", "", 1) +
			strings.Replace(frameTag, "%s></iframe>", "></iframe>", 1)},
		{"after a bare frame has loaded", "IFRAME", strings.Replace(frameTag, "%s></iframe>", "></iframe>", 1) +
			`<script>addEventListener("load", () => setTimeout(() => document.body.append(Object.assign(document.createElement("script"), {src: "%s/embed.js"})), 300))</script>`},
		{"twice", "CROSSROADS-WIZARD", script + script + wizardElement},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := startWiki(t, wikiAllowed, func(portal string) string {
				return strings.ReplaceAll(strings.ReplaceAll(test.html, "%%", "%"), "%s", portal)
			})
			p := w.open(t, look{})
			frame := p.in(w.portal + "/embed/decide/deployment")
			p.until("the height of the frame", func() bool { h := p.frameHeight(); return h > 0 && h != 640 && fits(p, frame) })
			first := p.frameHeight()
			for len(frame.all("button", "^Check your answers$")) == 0 {
				answerAll(frame)
				frame.press("button", "^(Next|Check your answers)$")
			}
			frame.press("button", "^Show the result now$")
			frame.arrive(`/embed/decide/deployment/result`)
			p.until("a higher frame", func() bool { return p.frameHeight() > first && fits(p, frame) })
			frame.write("^Title", "From a wiki")
			frame.press("button", "^Save and get a link$")
			frame.arrive(`/embed/a/`)
			p.until("the event saved", func() bool { return eval[int](p, `events.filter(e => e.kind === "saved").length`) > 0 })
			if got := eval[string](p, `events.map(e => e.kind + " " + e.tag).filter((e, i, all) => all.indexOf(e) === i).join(", ")`); got != strings.ReplaceAll("step X, result X, saved X", "X", test.tag) {
				t.Errorf("the wiki had the events %s", got)
			}
			if got := eval[string](p, `(e => e.detail.type + " " + e.detail.v + " " + e.detail.result.comparison + " " + e.detail.result.ranking.length)(events.find(e => e.kind === "result"))`); got != "crossroads:result 1 deployment 6" {
				t.Errorf("the result says %s", got)
			}
			if n := len(p.messages()); n >= 50 {
				t.Errorf("%d messages in one session, want fewer than 50", n)
			}
		})
	}
}

// TestEmbedKeepsTheReader: a frame that grew has its buttons far below its top,
// so going on brings the top back, and a frame that nobody is in moves nothing.
func TestEmbedKeepsTheReader(t *testing.T) {
	w := startWiki(t, wikiAllowed, func(portal string) string {
		return `<script src="` + portal + `/embed.js" async></script><p style="height: 900px">Before</p>` +
			strings.Replace(fmt.Sprintf(wizardElement, portal), " comparison", ` theme="light" comparison`, 1) +
			`<p style="height: 3000px">After</p><iframe title="Old link" height="300" src="` + portal +
			`/embed/decide/deployment/result?kind=nonsense"></iframe>`
	})
	p := w.open(t, look{})
	old := p.in(w.portal + "/embed/decide/deployment/result")
	old.find("heading", "^We set some of the input aside$")
	p.until("the height of the frame", func() bool { return p.frameHeight() > 900 })
	if at, on := eval[int](p, `scrollY | 0`), eval[string](p, `document.activeElement.tagName`); at != 0 || on != "BODY" {
		t.Errorf("before anybody touched a frame the page is at %d with the focus on %s", at, on)
	}
	frame := p.in(w.portal + "/embed/decide/deployment?theme=light")
	top := func() int {
		return eval[int](p, `document.querySelector("crossroads-wizard").getBoundingClientRect().top | 0`)
	}
	for _, button := range []string{"^Next$", "^Back$", "^Next$", "^Show the result now$"} {
		p.until("the height for "+button, func() bool { return p.frameHeight() > 900 && fits(p, frame) })
		frame.press("button", button)
		p.until("the top of the frame after "+button, func() bool { y := top(); return y >= 0 && y < 600 })
	}
	frame.arrive(`/embed/decide/deployment/result`)
	p.until("the top of the result", func() bool { y := top(); return y >= 0 && y < 600 })
}

// fits says that a frame has neither a scrollbar nor room to spare.
func fits(p, frame *page) bool {
	inner := eval[int](frame, `Math.ceil(document.documentElement.getBoundingClientRect().height)`)
	return inner == p.frameHeight()
}

// answerAll gives the first answer to every question of the current step.
func answerAll(frame *page) {
	frame.t.Helper()
	eval[bool](frame, `document.querySelectorAll(".screen.current [data-question]").forEach(q => q.querySelector("input").click()) || true`)
}

// TestEmbedClientSide: a wiki that swaps its pages without loading them gets
// frames that work, and messages of strangers change nothing.
func TestEmbedClientSide(t *testing.T) {
	w := startWiki(t, wikiAllowed, func(portal string) string {
		return `<script src="` + portal +
			`/embed.js"></script><div id="swap"></div><iframe id="stranger" src="/stranger" height="123" title="Stranger"></iframe>`
	})
	p := w.open(t, look{})
	eval[bool](p, fmt.Sprintf(`(document.querySelector("#swap").innerHTML = %q) && true`, fmt.Sprintf(wizardElement, w.portal)))
	p.in(w.portal + "/embed/decide/deployment")
	p.until("the element's height", func() bool { h := p.frameHeight(); return h > 0 && h != 640 })
	eval[bool](p, fmt.Sprintf(`(document.querySelector("#swap").innerHTML = %q) && true`,
		fmt.Sprintf(strings.Replace(frameTag, "%s></iframe>", "></iframe>", 1), w.portal)))
	frame := p.in(w.portal + "/embed/decide/deployment")
	p.until("the bare frame's height", func() bool { return p.frameHeight() != 640 && fits(p, frame) })
	height := eval[int](p, `document.querySelector("#swap iframe").offsetHeight`)
	eval[bool](p, `(() => { // from the page itself, and from a frame of somebody else
		for (const from of [window, document.querySelector("#stranger").contentWindow]) from.eval('parent.postMessage({type: "crossroads:resize", v: 1, height: 3000}, "*"); top.postMessage({type: "crossroads:saved", v: 1}, "*")');
		return true; })()`)
	p.until("the strangers' messages", func() bool { return len(p.messages(`"height":3000`)) >= 2 })
	if got := eval[string](p, `document.querySelector("#swap iframe").offsetHeight + " " + document.querySelector("#stranger").clientHeight`); got != fmt.Sprintf("%d 123", height) {
		t.Errorf("strangers changed something: %s", got)
	}
	if n := eval[int](p, `events.filter(e => e.kind === "saved").length`); n != 0 {
		t.Errorf("a stranger's message became %d events", n)
	}
}

// TestElementHeights: a height that no frame should have is moved, and one that
// is none is the usual one.
func TestElementHeights(t *testing.T) {
	w := startWiki(t, wikiAllowed, func(portal string) string { return fmt.Sprintf(`<script src="%s/embed.js"></script>`, portal) })
	p := w.open(t, look{})
	got := eval[string](p, `["300", "400px", "-5", "1", "999999", "1e9", "Infinity", "abc", ""].map(height => {
		const e = document.createElement("crossroads-wizard");
		e.setAttribute("comparison", "deployment");
		e.setAttribute("height", height);
		document.body.append(e);
		const set = e.shadowRoot.querySelector("iframe").style.height;
		e.remove();
		return set;
	}).join(" ")`)
	if want := "300px 400px 80px 80px 6000px 80px 640px 640px 640px"; got != want {
		t.Errorf("heights %s, want %s", got, want)
	}
}

// TestEmbedDialects answers hosts that speak for iframe-resizer, and takes the
// colour scheme that the host sends from page to page.
func TestEmbedDialects(t *testing.T) {
	w := startWiki(t, wikiAllowed, func(portal string) string {
		return fmt.Sprintf(strings.Replace(frameTag, "/deployment", "/deployment?frame=side", 1), portal, "")
	})
	p := w.open(t, look{})
	frame := p.in(w.portal + "/embed/decide/deployment")
	frame.find("button", "^Next$")
	p.until("ready", func() bool { return len(p.messages("crossroads:ready", `"frame":"side"`)) == 1 })
	post := func(message string) {
		eval[bool](p, `(document.querySelector("iframe").contentWindow.postMessage(`+message+`, "*"), true)`)
	}
	post(`"[iFrameSizer]box7:8:false:false:32:true:true:null:bodyOffset:null:null:0:false:parent:scroll:true"`)
	p.until("an answer to iframe-resizer", func() bool { return len(p.messages("[iFrameSizer]box7:", ":init")) == 1 })
	background := func() string { return eval[string](frame, `getComputedStyle(document.body).backgroundColor`) }
	light := background()
	post(`{type: "crossroads:theme", v: 1, theme: "dark"}`)
	p.until("the dark scheme", func() bool { return background() != light })
	dark := background()
	frame.press("button", "^Show the result now$")
	frame.arrive(`/embed/decide/deployment/result\?.*theme=dark`)
	if got := background(); got != dark {
		t.Errorf("the next page is %s, want %s", got, dark)
	}
	p.until("the name of the frame on the next page", func() bool { return len(p.messages("crossroads:ready", `"frame":"side"`)) == 2 })
	ready := len(p.messages("crossroads:ready"))
	for range 3 {
		post(`{type: "crossroads:init", v: 1}`)
	}
	p.until("answers to init", func() bool { return len(p.messages("crossroads:resize")) >= 4 })
	if len(p.messages("crossroads:ready")) != ready {
		t.Error("init is answered by ready")
	}
}

// TestEmbedRefused shows nothing in the page of an origin that is not listed,
// nor behind a proxy that adds a header of its own, and the element then leaves
// its link with a reason.
func TestEmbedRefused(t *testing.T) {
	tests := []struct {
		name, allowed string
		add           http.Header // by a proxy in front of the portal
	}{
		{"not listed", "http://other.test:%s", nil},
		{"a second policy", wikiAllowed, http.Header{"Content-Security-Policy": {"frame-ancestors 'none'"}}},
		{"X-Frame-Options", wikiAllowed, http.Header{
			"X-Frame-Options":         {"DENY"},
			"Content-Security-Policy": {"default-src *; frame-ancestors 'self'"},
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var proxy string
			w := startWiki(t, test.allowed, func(portal string) string {
				proxy = startProxy(t, portal, test.add)
				return `<script src="` + proxy + `/embed.js"></script>` + fmt.Sprintf(wizardElement, proxy)
			})
			p := newPage(t, look{}, w.origin, w.portal, proxy)
			p.expect("frame-ancestors")
			p.expect("ERR_BLOCKED_BY_RESPONSE")
			p.expect("Refused to frame")
			p.visit(w.page, 200)
			p.until("the browser's refusal", func() bool {
				p.seen.mu.Lock()
				defer p.seen.mu.Unlock()
				return strings.Contains(strings.Join(p.seen.found, " "), "frame-ancestors")
			})
			p.find("link", "^Open the decision wizard$")
			p.find("paragraph", "")
			if text := eval[string](p, `document.querySelector("crossroads-wizard").shadowRoot.querySelector("p").textContent`); !strings.Contains(text, "did not answer") {
				t.Errorf("the reason is %q", text)
			}
			if p.frameHeight() != 0 {
				t.Error("the empty frame still takes room")
			}
		})
	}
}

// startProxy puts a reverse proxy that adds headers in front of the portal.
func startProxy(t *testing.T, portal string, add http.Header) string {
	t.Helper()
	to, err := url.Parse(strings.Replace(portal, "portal.test", "127.0.0.1", 1))
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(to)
	proxy.ModifyResponse = func(r *http.Response) error {
		for name, values := range add {
			for _, v := range values {
				r.Header.Add(name, v)
			}
		}
		return nil
	}
	server := httptest.NewServer(proxy)
	t.Cleanup(server.Close)
	return strings.Replace(server.URL, "127.0.0.1", "proxy.test", 1)
}

// TestEmbedLastResort: where the frame can neither fetch nor post, it gives a
// link that carries the answers.
func TestEmbedLastResort(t *testing.T) {
	w := startWiki(t, wikiAllowed, func(portal string) string { return fmt.Sprintf(frameTag, portal, ` sandbox="allow-scripts"`) })
	p := w.open(t, look{})
	p.expect("Blocked form submission")
	p.expect("ERR_FAILED")
	p.expect("ERR_BLOCKED_BY_CLIENT")
	frame := p.in(w.portal + "/embed/decide/deployment")
	frame.press("radio", "^Reactions to single events")
	frame.press("button", "^Show the result now$")
	frame.arrive(`/embed/decide/deployment/result`)
	frame.write("^Title", "From a wiki")
	p.block("*://*:*/embed/assessments")
	frame.press("button", "^Save and get a link$")
	link := ""
	p.until("the link with the answers", func() bool {
		if found := frame.all("textbox", "^Link with your answers$"); len(found) > 0 {
			link = frame.value("^Link with your answers$")
		}
		return link != ""
	})
	tab := newPage(t, look{}, w.portal)
	tab.visit(link, 200)
	tab.arrive(`/decide/deployment\?kind=events$`)
	if got := tab.find("radio", "^Reactions to single events"); got.State["checked"] != "true" {
		t.Errorf("the answer is not there: %v", got)
	}
}
