package e2e

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestSanitizedSnippets pastes our snippets into wikis that clean them with
// DOMPurify: what is left is a frame that works, or a link.
func TestSanitizedSnippets(t *testing.T) {
	purify, err := os.ReadFile("node_modules/dompurify/dist/purify.min.js")
	if err != nil {
		t.Fatalf("DOMPurify is missing; run npm ci in e2e: %v", err)
	}
	w := startWiki(t, wikiAllowed, func(string) string { return `<div id="pasted"></div>` })
	paste := snippets(t, w.portal)
	tests := []struct {
		wiki, snippet, config string
		frame                 bool
	}{
		{"strict", "iframe", `{}`, false},
		{"strict", "element", `{}`, false},
		{"TechDocs", "iframe", `{ADD_TAGS: ["iframe"]}`, true},
		{"Wiki.js", "iframe", `{ADD_TAGS: ["iframe"], ADD_ATTR: ["allow"]}`, true},
	}
	for _, test := range tests {
		t.Run(test.wiki+" "+test.snippet, func(t *testing.T) {
			p := w.open(t, look{})
			eval[bool](p, string(purify)+"\n; true")
			left := eval[string](p,
				fmt.Sprintf(`document.querySelector("#pasted").innerHTML = DOMPurify.sanitize(%q, %s)`, paste[test.snippet], test.config))
			if strings.Contains(left, "sandbox") || strings.Contains(left, "script") || strings.Contains(left, "crossroads-wizard") {
				t.Errorf("not cleaned as in the wiki: %s", left)
			}
			if strings.Contains(left, "<iframe") != test.frame {
				t.Errorf("want a frame: %v; got %s", test.frame, left)
			}
			link := p.find("link", "^Open the decision wizard$")
			if test.frame {
				frame := p.in(w.portal + "/embed/decide/deployment")
				frame.press("radio", "^Reactions to single events")
				frame.press("button", "^Show the result now$")
				frame.arrive(`/embed/decide/deployment/result\?.*kind=events`)
				return
			}
			p.click(link)
			p.arrive("^" + w.portal + "/decide/deployment$")
		})
	}
}
