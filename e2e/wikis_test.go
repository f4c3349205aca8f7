package e2e

import (
	"encoding/json"
	"fmt"
	"html"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// tryWiki does in a wiki's page what its readers do, twice: with cookies and
// storage for frames of another site, and without. The wiki itself may do what
// is expected.
func tryWiki(t *testing.T, url, wiki, portal string, expected ...string) {
	t.Helper()
	for _, wary := range []bool{false, true} {
		name := "third parties allowed"
		if wary {
			name = "third parties refused"
		}
		t.Run(name, func(t *testing.T) {
			p := newPage(t, look{wary: wary}, wiki, portal)
			for _, part := range expected {
				p.expect(part)
			}
			p.visit(url, 200)
			decideInWiki(p, portal, wary)
		})
	}
}

// decideInWiki answers, sees the result, saves and opens what was saved, all
// from inside a wiki's page.
func decideInWiki(p *page, portal string, wary bool) {
	p.t.Helper()
	at := p.address()
	eval[int](p, `(window.heard = {}, ["crossroads-result", "crossroads-saved"].forEach(type =>
		document.addEventListener(type, event => { heard[type] = event.detail; })), 0)`)
	frame := p.in(portal + "/embed/decide/deployment")
	frame.find("button", "^Next$")
	const storage = `(() => { try { return localStorage.length >= 0 } catch { return false } })()`
	if got := eval[bool](frame, storage); got == wary {
		p.t.Fatalf("storage in the frame: %v; the browser is not set up as the test needs it", got)
	}
	p.grown(frame)
	before := p.frameHeight()
	frame.press("radio", "^Reactions to single events")
	frame.onTo("radio", "^Little: less than one request")
	frame.press("radio", "^Little: less than one request")
	frame.focus(frame.find("button", "^Show the result now$")) // it moves as the standing beside it changes
	frame.keys("\r")
	frame.arrive(`/embed/decide/deployment/result\?.*kind=events`)
	p.until("the result's own height", func() bool { return p.frameHeight() != before })
	p.grown(frame)
	headline := frame.find("heading", "").Name
	result := heard(p, "crossroads-result")
	if outcome, ok := result["result"].(map[string]any); !ok || len(outcome) == 0 {
		p.t.Errorf("the page heard of the result: %v", result)
	}

	frame.write("^Title", "Decided in a wiki")
	frame.press("button", "^Save and get a link$")
	frame.arrive(`/embed/a/[^/]+$`)
	link := frame.value("^Link$")
	if saved := heard(p, "crossroads-saved"); saved["url"] != link || !strings.HasPrefix(link, portal+"/a/") {
		p.t.Errorf("the page heard of %v, the frame shows %s", saved, link)
	}
	frame.press("link", "^Open the full result")
	p.until("a tab at "+link, func() bool { return len(p.tabs(link)) == 1 })
	full, leave := p.tab(p.tabs(link)[0])
	defer leave()
	if got := full.find("heading", "").Name; got != headline {
		p.t.Errorf("the new tab says %q, the frame said %q", got, headline)
	}
	if p.address() != at {
		p.t.Errorf("the wiki's page went to %s", p.address())
	}
}

// grown waits until the frame is as high as what it shows.
func (p *page) grown(frame *page) {
	p.t.Helper()
	p.until("a frame as high as its content", func() bool { return p.frameHeight() > 400 && fits(p, frame) })
}

// snippets are what the portal tells authors to paste for the wizard, by name.
func snippets(t *testing.T, portal string) map[string]string {
	t.Helper()
	p := newPage(t, look{}, portal)
	p.visit(portal+"/embed?comparison=deployment", 200)
	return eval[map[string]string](p,
		`Object.fromEntries([...document.querySelectorAll("textarea[id^=text-]")].map(e => [e.id.slice(5), e.value]))`)
}

// showsCard wants a card on a wiki's page: a picture that leads to the portal.
func (p *page) showsCard(portal string) {
	p.t.Helper()
	const picture = `document.querySelector("a[href='%s/decide/deployment'] img")`
	p.until("the picture of the card", func() bool {
		return eval[int](p, fmt.Sprintf(picture+"?.naturalWidth ?? 0", portal)) == 600
	})
}

// heard waits for an event that the wiki's page receives, and gives its detail.
func heard(p *page, event string) (detail map[string]any) {
	p.t.Helper()
	p.until("the event "+event, func() bool {
		p.must(json.Unmarshal([]byte(eval[string](p, fmt.Sprintf("JSON.stringify(heard[%q] ?? null)", event))), &detail))
		return detail != nil
	})
	return detail
}

// tab looks into another tab.
func (p *page) tab(id target.ID) (tab *page, leave func()) {
	p.t.Helper()
	ctx, cancel := chromedp.NewContext(p.ctx, chromedp.WithTargetID(id))
	tab = &page{t: p.t, ctx: ctx, seen: p.seen}
	tab.must(chromedp.Do(ctx))
	return tab, cancel
}

// freePort finds a port for a program that cannot choose one itself.
func freePort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// startPHP serves a directory with PHP's own server until the test ends.
func startPHP(t *testing.T, port, root string, env ...string) {
	t.Helper()
	cmd := exec.Command("php", "-S", "127.0.0.1:"+port, "-t", root)
	cmd.Env = append(append(os.Environ(), "PHP_CLI_SERVER_WORKERS=4"), env...)
	log := &safeBuffer{}
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		// The server leaves its workers behind, so the whole group has to end.
		syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		cmd.Wait()
		if t.Failed() {
			t.Logf("log of PHP:\n%s", log)
		}
	})
	for deadline := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		response, err := http.Get("http://127.0.0.1:" + port + "/favicon.ico")
		if err == nil {
			response.Body.Close()
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("PHP does not serve: %v\n%s", err, log)
		}
	}
}

// command runs a program that must succeed, and gives what it prints.
func command(t *testing.T, cmd *exec.Cmd) (out string) {
	t.Helper()
	printed, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", cmd.Args, err, printed)
	}
	return string(printed)
}

// wantTexts looks for texts in HTML, as readers see them.
func wantTexts(t *testing.T, page string, texts ...string) {
	t.Helper()
	seen := html.UnescapeString(page)
	for _, text := range texts {
		if !strings.Contains(seen, text) {
			t.Errorf("the page lacks %q", text)
		}
	}
	if t.Failed() {
		t.Log(page)
	}
}
