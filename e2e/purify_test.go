package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
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
	snippets := map[string]string{
		"iframe":  portableSnippet(t, w.portal) + `<p><a href="` + w.portal + `/decide/deployment">Open the decision wizard</a></p>`,
		"element": fmt.Sprintf(wizardElement, w.portal) + `<script src="` + w.portal + `/embed.js" async></script>`,
	}
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
			left := eval[string](p, fmt.Sprintf(`document.querySelector("#pasted").innerHTML = DOMPurify.sanitize(%q, %s)`, snippets[test.snippet], test.config))
			if strings.Contains(left, "sandbox") || strings.Contains(left, "script") || strings.Contains(left, "crossroads-wizard") {
				t.Errorf("not cleaned as in the wiki: %s", left)
			}
			if strings.Contains(left, "<iframe") != test.frame {
				t.Errorf("want a frame: %v; got %s", test.frame, left)
			}
			link := p.find("link", "^Open the decision wizard$")
			if test.frame {
				frame := p.in(w.portal + "/embed/decide/deployment")
				frame.press("radio", "^Reacts to events")
				frame.press("button", "^Show the result now$")
				frame.arrive(`/embed/decide/deployment/result\?.*kind=events`)
				return
			}
			p.click(link)
			p.arrive("^" + w.portal + "/decide/deployment$")
		})
	}
}

// portableSnippet is what the portal tells other sites to show.
func portableSnippet(t *testing.T, portal string) string {
	t.Helper()
	local := strings.Replace(portal, "portal.test", "127.0.0.1", 1)
	request, err := http.NewRequest("GET", local+"/oembed?url="+portal+"/decide/deployment", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Host = strings.TrimPrefix(portal, "http://")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var answer struct{ HTML string }
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil || !strings.Contains(answer.HTML, "<iframe") {
		t.Fatalf("oEmbed gives %q, %v", answer.HTML, err)
	}
	return answer.HTML
}
