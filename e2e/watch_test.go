package e2e

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/audits"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// watch gathers what a page must not do.
type watch struct {
	mu       sync.Mutex
	origins  []string // that may be asked
	expected []string // parts of complaints that the test is about
	found    []string
}

func (w *watch) event(event any) {
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		w.complain("exception: " + e.ExceptionDetails.Text + " " + describe(e.ExceptionDetails.Exception))
	case *runtime.EventConsoleAPICalled:
		if e.Type == "error" || e.Type == "warning" {
			w.complain("console: " + describe(e.Args...))
		}
	case *cdplog.EventEntryAdded:
		if e.Entry.Level == cdplog.EntryLevelError || e.Entry.Source == cdplog.EntrySourceSecurity {
			w.complain("log: " + e.Entry.Text + " " + e.Entry.URL)
		}
	case *audits.EventIssueAdded:
		if csp := e.Issue.Details.ContentSecurityPolicyIssueDetails; csp != nil {
			w.complain(fmt.Sprintf("security policy: %s %s", csp.ViolatedDirective, csp.BlockedURL))
		}
	case *network.EventRequestWillBeSent:
		u, err := url.Parse(e.Request.URL)
		if err == nil && strings.HasPrefix(u.Scheme, "http") && !slices.Contains(w.origins, u.Scheme+"://"+u.Host) {
			w.complain("request to another origin: " + e.Request.URL)
		}
	}
}

func describe(values ...*runtime.RemoteObject) string {
	var parts []string
	for _, v := range values {
		if v != nil {
			parts = append(parts, v.Description+string(v.Value))
		}
	}
	return strings.Join(parts, " ")
}

func (w *watch) complain(text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.found = append(w.found, text)
}

// expect accepts complaints that contain part.
func (p *page) expect(part string) {
	p.seen.mu.Lock()
	defer p.seen.mu.Unlock()
	p.seen.expected = append(p.seen.expected, part)
}

func (p *page) verify() {
	p.seen.mu.Lock()
	defer p.seen.mu.Unlock()
	jar, err := chromedp.Call(p.ctx, network.GetCookies, network.GetCookiesParams{URLs: p.seen.origins})
	if err != nil {
		p.t.Error(err)
	}
	for _, cookie := range jar.Cookies {
		p.seen.found = append(p.seen.found, fmt.Sprintf("cookie %s of %s", cookie.Name, cookie.Domain))
	}
	for _, text := range p.seen.found {
		if !slices.ContainsFunc(p.seen.expected, func(part string) bool { return strings.Contains(text, part) }) {
			p.t.Error(text)
		}
	}
}
