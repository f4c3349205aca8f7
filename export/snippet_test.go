package export

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"crossroads/report/reporttest"
	"crossroads/static"
)

func frames() map[string]Frame {
	wizard := Frame{
		Origin: "https://portal.example", Comparison: "deployment", Title: "Which architecture fits?", Alt: "Which architecture fits?",
		Theme: "auto",
	}
	matrix := wizard
	matrix.Matrix, matrix.Theme, matrix.Height = true, "dark", 480
	saved := wizard
	saved.Assessment, saved.Title, saved.Alt = "K3JQ2ZV7K3JQ2ZV7", "Shop 2027", "Shop 2027: Functions come first"
	older := saved
	older.Revision = 2
	behind := wizard
	behind.Opaque = true
	return map[string]Frame{"wizard": wizard, "matrix": matrix, "saved": saved, "older": older, "behind": behind}
}

func TestSnippetsGolden(t *testing.T) {
	for name, f := range frames() {
		var b strings.Builder
		for _, s := range f.Snippets() {
			fmt.Fprintf(&b, "## %s\n%s\n", s.ID, s.Text)
			for _, field := range s.Fields {
				fmt.Fprintf(&b, "%s: %s\n", field.Name, field.Value)
			}
		}
		// which loader there is, is not what is held here
		reporttest.Golden(t, "snippets."+name+".txt", strings.ReplaceAll(b.String(), static.Loader().Integrity, "INTEGRITY"))
	}
}

// TestPortableIsTheContract holds the iframe to what real wikis were tried with.
func TestPortableIsTheContract(t *testing.T) {
	want := `<iframe src="https://portal.example/embed/decide/deployment" width="100%" height="640" frameborder="0" title="Decision wizard: Which architecture fits?" loading="lazy" sandbox="allow-scripts allow-forms allow-same-origin allow-popups allow-popups-to-escape-sandbox" allow="clipboard-write" referrerpolicy="strict-origin-when-cross-origin"></iframe>
<p><a href="https://portal.example/decide/deployment">Open the decision wizard</a></p>`
	if got := frames()["wizard"].Portable(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestFrameHeight(t *testing.T) {
	for height, want := range map[int]int{0: 640, -5: 200, 1: 200, 200: 200, 641: 641, 2000: 2000, 9999999: 2000} {
		if got := (Frame{Height: height}).PixelHeight(); got != want {
			t.Errorf("a height of %d gives %d, want %d", height, got, want)
		}
	}
}

var hostileWords = []string{
	`"><script>alert(1)</script>`, `' onload='x`, "line\nbreak\r\nand\ttab", "a\x00b\x1b[31m", "\u202egnp.exe",
	`]](https://evil.example) [x`,
	`![x](y)`, "`code`", "{{evil|x}} ]] }}", `</crossroads-wizard>`, `--> <!--`, `{{ vue }} {mdx}`, "&amp; &lt; &",
	strings.Repeat("long ", 60),
}

// TestSnippetsHostile writes the worst titles: the HTML has the same elements
// as ever, every piece the same lines, and the title is read back as it was.
func TestSnippetsHostile(t *testing.T) {
	for _, words := range hostileWords {
		for name, f := range frames() {
			plain := f.Snippets()
			f.Title, f.Alt = words, words
			for i, s := range f.Snippets() {
				if got, want := strings.Count(s.Text, "\n"), strings.Count(plain[i].Text, "\n"); got != want {
					t.Errorf("%s %s %q: %d line breaks, want %d", name, s.ID, words, got, want)
				}
				if strings.ContainsAny(s.Text, "\x00\x1b\r\t\u202e") {
					t.Errorf("%s %s %q: hidden characters", name, s.ID, words)
				}
				if got, want := shapeOf(t, s.Text), shapeOf(t, plain[i].Text); s.ID != "markdown" && got != want {
					t.Errorf("%s %s %q: has %s, want %s", name, s.ID, words, got, want)
				}
			}
			dokuwiki := f.DokuWikiCard()
			for mark, want := range map[string]int{"[[": 1, "]]": 1, "{{": 1, "}}": 1, "|": 2, "<": 0} {
				if got := strings.Count(dokuwiki, mark); got != want {
					t.Errorf("%s %q: %d times %s in %s", name, words, got, mark, dokuwiki)
				}
			}
			markdown := strings.NewReplacer(`\\`, "", `\[`, "", `\]`, "", `\<`, "").Replace(f.Markdown())
			if strings.Count(markdown, "[") != 2 || strings.Count(markdown, "]") != 2 || strings.Contains(markdown, "<") {
				t.Errorf("%s %q: the picture's words end early in %s", name, words, f.Markdown())
			}
		}
	}
}

// shapeOf lists the elements of a text with the names of their attributes.
func shapeOf(t *testing.T, text string) string {
	t.Helper()
	nodes, err := html.ParseFragment(strings.NewReader(text), nil)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, root := range nodes {
		for n := range root.Descendants() {
			if n.Type == html.ElementNode {
				b.WriteString(" " + n.Data)
				for _, a := range n.Attr {
					b.WriteString("." + a.Key)
				}
			}
		}
	}
	return b.String()
}
