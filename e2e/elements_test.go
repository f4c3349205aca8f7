package e2e

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// element is something on the page as assistive technology sees it.
type element struct {
	Role, Name string
	State      map[string]string // checked, focused, expanded …
	id         cdp.BackendNodeID
}

// elements lists everything on the page that has a role.
func (p *page) elements() []element {
	tree, err := chromedp.Call(p.ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{FrameID: p.frame})
	if err != nil {
		return nil // between two documents
	}
	var list []element
	for _, node := range tree.Nodes {
		if node.Ignored || node.Role == nil || node.BackendDOMNodeID == 0 {
			continue
		}
		e := element{Role: text(node.Role), Name: text(node.Name), State: map[string]string{}, id: node.BackendDOMNodeID}
		for _, property := range node.Properties {
			e.State[string(property.Name)] = text(property.Value)
		}
		list = append(list, e)
	}
	return list
}

func text(v *accessibility.Value) string {
	if v == nil {
		return ""
	}
	var s string
	if json.Unmarshal([]byte(v.Value), &s) != nil {
		return string(v.Value)
	}
	return strings.TrimSpace(s)
}

// all gives the elements of a role whose name matches the pattern.
func (p *page) all(role, pattern string) []element {
	name := regexp.MustCompile("(?i)" + pattern)
	return slices.DeleteFunc(p.elements(), func(e element) bool { return e.Role != role || !name.MatchString(e.Name) })
}

// find waits for the first element of a role whose name matches the pattern.
func (p *page) find(role, pattern string) element {
	p.t.Helper()
	var found []element
	p.until(fmt.Sprintf("%s %q", role, pattern), func() bool {
		found = p.all(role, pattern)
		return len(found) > 0
	})
	return found[0]
}

// outline lists what can be used or heard on the page, for failures.
func (p *page) outline() string {
	var lines []string
	for _, e := range p.elements() {
		switch e.Role {
		case "heading", "link", "button", "DisclosureTriangle", "radio", "checkbox", "textbox", "combobox", "group", "status", "alert", "Iframe", "progressbar":
			lines = append(lines, fmt.Sprintf("  %s %q", e.Role, e.Name))
		}
	}
	return strings.Join(lines[:min(len(lines), 60)], "\n")
}

// click presses the left button on an element, or on its label when the
// element itself has no size.
func (p *page) click(e element) {
	p.t.Helper()
	x, y := p.centre(e)
	// A frame may be growing, and the page around it scrolling to its top, so that what is in
	// it moves. Both follow a message, which a busy machine delays.
	for calm := 0; p.frame != "" && calm < 4; calm++ {
		time.Sleep(50 * time.Millisecond)
		nowX, nowY := p.centre(e)
		if nowX != x || nowY != y {
			calm = -1
		}
		x, y = nowX, nowY
	}
	p.must(chromedp.Do(p.ctx, chromedp.MouseClickXY(x, y)))
}

// centre brings an element, or its label, into view and gives its place in the window.
func (p *page) centre(e element) (x, y float64) {
	p.t.Helper()
	object := call(p, dom.ResolveNode, dom.ResolveNodeParams{BackendNodeID: e.id}).Object.ObjectID
	var at struct{ X, Y float64 }
	result := call(p, runtime.CallFunctionOn, runtime.CallFunctionOnParams{
		ObjectID: object, ReturnByValue: new(true),
		FunctionDeclaration: `function() {
			const seen = e => e && e.getClientRects().length && e.getBoundingClientRect().width > 3;
			const target = seen(this) ? this : (this.labels && this.labels[0]) || this;
			target.scrollIntoView({block: "center", behavior: "instant"});
			let {x, y, width, height} = target.getClientRects()[0];
			x += width / 2; y += height / 2;
			return {x, y};
		}`,
	})
	p.must(json.Unmarshal([]byte(result.Result.Value), &at))
	if p.frame != "" {
		owner := call(p, dom.GetFrameOwner, dom.GetFrameOwnerParams{FrameID: p.frame})
		box := call(p, dom.GetBoxModel, dom.GetBoxModelParams{BackendNodeID: owner.BackendNodeID}).Model.Content
		at.X, at.Y = at.X+box[0], at.Y+box[1]
	}
	return at.X, at.Y
}

// press finds an element and clicks it.
func (p *page) press(role, pattern string) {
	p.t.Helper()
	p.click(p.find(role, pattern))
}

// write types into a text field.
func (p *page) write(pattern, words string) {
	p.t.Helper()
	p.focus(p.find("textbox", pattern))
	p.keys(words)
}

// focus puts the focus on an element.
func (p *page) focus(e element) {
	p.t.Helper()
	call(p, dom.Focus, dom.FocusParams{BackendNodeID: e.id})
}

// keys types on the keyboard.
func (p *page) keys(keys string) {
	p.t.Helper()
	p.must(chromedp.Do(p.ctx, chromedp.KeyEvent(keys)))
}

// focused gives the element that has the focus.
func (p *page) focused() (element, bool) {
	for _, e := range p.elements() {
		if e.State["focused"] == "true" && e.Role != "RootWebArea" {
			return e, true
		}
	}
	return element{}, false
}
