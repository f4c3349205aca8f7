package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience is how long a page may take to show what a test waits for.
const patience = 10 * time.Second

// browser and waryBrowser are the contexts of the two browsers that all tests
// share; each page gets a profile of its own in one of them. The wary one
// refuses cookies and storage to frames of another site.
var browser, waryBrowser context.Context

// thirdParties is the preference about frames of another site.
var thirdParties = map[bool]string{
	false: `{"profile": {"cookie_controls_mode": 0}}`,
	true:  `{"profile": {"cookie_controls_mode": 1}}`,
}

func startBrowser(profile string, wary bool) (ctx context.Context, stop func(), err error) {
	path, err := findChromium()
	if err != nil {
		return nil, nil, err
	}
	if err := os.MkdirAll(filepath.Join(profile, "Default"), 0o700); err != nil {
		return nil, nil, err
	}
	if err := os.WriteFile(filepath.Join(profile, "Default", "Preferences"), []byte(thirdParties[wary]), 0o600); err != nil {
		return nil, nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.UserDataDir(profile),
		chromedp.NoSandbox, // the tests run as root in containers, and open our own pages only
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		// Host names of tests, and nothing else, lead to this machine.
		chromedp.Flag("host-resolver-rules", "MAP *.test 127.0.0.1"),
		chromedp.Flag("ignore-certificate-errors-spki-list", certificateKey),
		// Frames of another site stay in the process of their page, where one
		// session sees both. Storage that is refused is refused, and not replaced
		// by storage that belongs to the pair of sites.
		chromedp.Flag("disable-site-isolation-trials", true),
		chromedp.Flag("disable-features", "Translate,IsolateOrigins,site-per-process,ThirdPartyStoragePartitioning"),
	)
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, stopBrowser := chromedp.NewContext(allocator)
	if err := chromedp.Do(ctx); err != nil {
		stopBrowser()
		stopAllocator()
		return nil, nil, fmt.Errorf("%s does not start: %w", path, err)
	}
	return ctx, func() { stopBrowser(); stopAllocator() }, nil
}

func findChromium() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("no Chromium found; install it: apt-get install --no-install-recommends chromium")
}

// page is a tab, or a frame in it.
type page struct {
	t     *testing.T
	ctx   context.Context
	frame cdp.FrameID // "" for the tab itself
	seen  *watch
}

// look is how a page is looked at.
type look struct {
	width    int64 // 1280 when zero
	dark     bool
	noScript bool
	wary     bool // without cookies and storage for frames of another site
}

// newPage opens an empty tab in a fresh profile. At the end of the test it
// fails if the page wrote errors to the console, broke its security policy,
// asked an origin that is not listed, or left a cookie.
func newPage(t *testing.T, l look, origins ...string) *page {
	t.Helper()
	chosen := browser
	if l.wary {
		chosen = waryBrowser
	}
	return openTab(t, chosen, l, origins, chromedp.WithNewBrowserContext())
}

// beside opens another tab in the profile of a page.
func (p *page) beside(l look) *page {
	p.t.Helper()
	return openTab(p.t, p.ctx, l, p.seen.origins)
}

func openTab(t *testing.T, in context.Context, l look, origins []string, options ...chromedp.ContextOption) *page {
	t.Helper()
	p := &page{t: t, seen: &watch{origins: origins}}
	ctx, cancel := chromedp.NewContext(in, append(options, chromedp.WithListener(p.seen.event))...)
	t.Cleanup(cancel)
	p.ctx = ctx
	p.must(chromedp.Do(ctx))
	call(p, network.Enable, network.EnableParams{})
	call(p, cdplog.Enable, cdp.Empty{})
	call(p, audits.Enable, cdp.Empty{})
	call(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: l.noScript})
	p.look(l)
	t.Cleanup(p.verify)
	return p
}

// look changes width and colour scheme of the tab.
func (p *page) look(l look) {
	p.t.Helper()
	scheme, width := "light", l.width
	if l.dark {
		scheme = "dark"
	}
	if width == 0 {
		width = 1280
	}
	p.must(chromedp.Do(p.ctx, chromedp.EmulateViewport(width, 900)))
	call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
		},
	})
}

// call sends a protocol command that must succeed.
func call[P, R any](p *page, command cdp.Command[P, R], params P) R {
	p.t.Helper()
	result, err := chromedp.Call(p.ctx, command, params)
	p.must(err)
	return result
}

func (p *page) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

// visit loads an address and fails unless the answer has that status.
func (p *page) visit(address string, status int64) {
	p.t.Helper()
	// The end of a page that is still loading would be taken for the end of this one.
	for end := time.Now().Add(patience); !p.loaded() && time.Now().Before(end); {
		time.Sleep(20 * time.Millisecond)
	}
	ctx, cancel := context.WithTimeout(p.ctx, 2*patience)
	defer cancel()
	response, err := chromedp.Run(ctx, chromedp.NavigateResponse(address))
	if err != nil {
		p.t.Fatalf("%s: %v", address, err)
	}
	if response == nil || response.Status != status {
		p.t.Fatalf("%s: got %+v, want status %d", address, response, status)
	}
}

// loaded reports whether the page is complete. Until then it may move, and a click miss.
func (p *page) loaded() bool { return eval[string](p, "document.readyState") == "complete" }

// in gives the frame whose address begins with prefix.
func (p *page) in(prefix string) *page {
	p.t.Helper()
	var inner *page
	p.until("a frame of "+prefix, func() bool {
		for _, child := range call(p, cdppage.GetFrameTree, cdp.Empty{}).FrameTree.ChildFrames {
			if strings.HasPrefix(child.Frame.URL, prefix) {
				inner = &page{p.t, p.ctx, child.Frame.ID, p.seen}
			}
		}
		return inner != nil
	})
	return inner
}

// until waits for a condition.
func (p *page) until(what string, holds func() bool) {
	p.t.Helper()
	for deadline := time.Now().Add(patience); !holds(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			p.t.Fatalf("at %s: waited in vain for %s\nThe page has:\n%s", p.address(), what, p.outline())
		}
	}
}

// eval computes an expression in the page. It works without scripting too.
func eval[T any](p *page, expression string) T {
	p.t.Helper()
	params := runtime.EvaluateParams{Expression: expression, ReturnByValue: new(true), AwaitPromise: new(true)}
	if p.frame != "" {
		params.ContextID = call(p, cdppage.CreateIsolatedWorld, cdppage.CreateIsolatedWorldParams{FrameID: p.frame}).ExecutionContextID
	}
	result := call(p, runtime.Evaluate, params)
	if result.ExceptionDetails != nil {
		p.t.Fatalf("%s: %s %s", expression[:min(len(expression), 80)], result.ExceptionDetails.Text,
			describe(result.ExceptionDetails.Exception))
	}
	var value T
	p.must(json.Unmarshal([]byte(result.Result.Value), &value))
	return value
}

// address is where the tab or frame is.
func (p *page) address() string {
	tree, err := chromedp.Call(p.ctx, cdppage.GetFrameTree, cdp.Empty{})
	if err != nil {
		return err.Error()
	}
	if p.frame == "" {
		return tree.FrameTree.Frame.URL + tree.FrameTree.Frame.URLFragment
	}
	for _, child := range tree.FrameTree.ChildFrames {
		if child.Frame.ID == p.frame {
			return child.Frame.URL + child.Frame.URLFragment
		}
	}
	return "a frame that is gone"
}

// arrive waits until the address matches the pattern and the page is loaded.
func (p *page) arrive(pattern string) {
	p.t.Helper()
	at := regexp.MustCompile(pattern)
	p.until("the address "+pattern, func() bool { return at.MatchString(p.address()) && p.loaded() && len(p.all("heading", "")) > 0 })
}

// block makes requests to addresses of a pattern fail from now on.
func (p *page) block(pattern string) {
	p.t.Helper()
	call(p, network.SetBlockedURLs, network.SetBlockedURLsParams{URLPatterns: []*network.BlockPattern{{URLPattern: pattern, Block: true}}})
}
