package e2e

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
)

// axeSource is the accessibility checker, which npm puts beside the tests.
var axeSource = sync.OnceValues(func() (string, error) {
	text, err := os.ReadFile("node_modules/axe-core/axe.min.js")
	if err != nil {
		return "", fmt.Errorf("axe-core is missing; run npm ci in e2e: %w", err)
	}
	return string(text), nil
})

// checkAccessible fails for every rule of WCAG 2.2 A and AA, and of good
// practice, that the page breaks.
func checkAccessible(t *testing.T, p *page, what string) {
	t.Helper()
	source, err := axeSource()
	if err != nil {
		t.Fatal(err)
	}
	type violation struct {
		ID, Help string
		Nodes    []struct {
			HTML           string `json:"html"`
			FailureSummary string `json:"failureSummary"`
		}
	}
	// Evaluated by the debugger, so the page's own policy stays as it is. Frames
	// are pages of the list themselves, and axe would call into sandboxes in vain.
	found := eval[[]violation](p, source+`; axe.run(document, {resultTypes: ["violations"], preload: false, iframes: false,
		runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then(r => r.violations)`)
	for _, v := range found {
		var where []string
		for _, node := range v.Nodes[:min(len(v.Nodes), 3)] {
			where = append(where, node.HTML+"\n    "+strings.ReplaceAll(node.FailureSummary, "\n", "\n    "))
		}
		t.Errorf("%s: %s (%s), %d times\n  %s", what, v.Help, v.ID, len(v.Nodes), strings.Join(where, "\n  "))
	}
}
