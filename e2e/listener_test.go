package e2e

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestDocumentedListener runs the listener of docs/embedding.md in a page with
// a frame and without the portal's own script.
func TestDocumentedListener(t *testing.T) {
	manual, err := os.ReadFile("../docs/embedding.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(manual), "```js\n")
	listener, _, found := strings.Cut(after, "```")
	if !found {
		t.Fatal("the manual has no listener")
	}
	w := startWiki(t, wikiAllowed, func(portal string) string {
		return fmt.Sprintf(frameTag, portal, "") + "<script>" + strings.ReplaceAll(listener, "https://crossroads.example.org", portal) +
			"</script>"
	})
	p := w.open(t, look{})
	frame := p.in(w.portal + "/embed/decide/deployment")
	p.grown(frame)
	frame.press("radio", "^Reactions to single events")
	frame.press("button", "^Next$")
	frame.focus(frame.find("button", "^Show the result now$"))
	frame.keys("\r")
	frame.arrive(`/embed/decide/deployment/result`)
	headline := frame.find("heading", "").Name
	told := func(name string) string {
		return eval[string](p, `document.querySelector("iframe").dataset.`+name+` ?? ""`)
	}
	p.until("the headline in the page", func() bool { return told("headline") == headline })
	frame.write("^Title", "Heard")
	frame.press("button", "^Save and get a link$")
	frame.arrive(`/embed/a/`)
	link := frame.value("^Link$")
	p.until("the link in the page", func() bool { return link != "" && told("saved") == link })
}
