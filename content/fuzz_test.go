package content

import (
	"io/fs"
	"maps"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"
)

// FuzzLoadComparison replaces a file of a comparison by arbitrary bytes. The loader must
// not panic, and must return either a library or the places of the problems.
func FuzzLoadComparison(f *testing.F) {
	tiny := os.DirFS("testdata/tiny")
	for i, part := range parts {
		text, err := fs.ReadFile(tiny, "comparisons/lunch/"+part)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(i, text)
	}
	for _, text := range []string{
		"", "- ", "a: &a [*a]", "? - a\n: b", "{", "- id: \"\\x00\"", "\ufeff- a", "canteen: {price: {value: .inf}}", "a:\r\n  - b",
	} {
		f.Add(len(text)%len(parts), []byte(text))
	}
	f.Fuzz(func(t *testing.T, part int, text []byte) {
		tree := copyFuzz()
		tree["comparisons/lunch/"+parts[uint(part)%uint(len(parts))]] = &fstest.MapFile{Data: text}
		checkResult(t, tree)
	})
}

// FuzzArticle replaces the body of an article by arbitrary bytes.
func FuzzArticle(f *testing.F) {
	for _, text := range []string{"", "## a\n\n[^menu-cards] [b](/compare/lunch)", "> **Note:**\n> x", "![a](/diagrams/x.svg)",
		"| a |\n| - |\n| b |",
		"```go\nx\n```", "<b onclick=x>", "[^a]: b", "    code", "<javascript:x>", "[a](javascript:x)", "# a {style=x}",
		"a | b\n:-|-:\nc | d", "***a**b*"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		tree := copyFuzz()
		const front = "---\ntitle: t\nsummary: s\npublished: 2026-10-05\n---\n"
		tree["articles/eating-together.md"] = &fstest.MapFile{Data: append([]byte(front), text...)}
		lib := checkResult(t, tree)
		if lib == nil {
			return
		}
		z := html.NewTokenizer(strings.NewReader(lib.Articles[0].HTML.Under("")))
		for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
			token := z.Token()
			if token.Data == "script" && kind == html.StartTagToken {
				t.Fatalf("a script in %q", text)
			}
			for _, a := range token.Attr {
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") ||
					a.Key == "href" && strings.HasPrefix(strings.ToLower(a.Val), "javascript:") {
					t.Fatalf("%s=%q in %q", a.Key, a.Val, text)
				}
			}
		}
	})
}

// tinyFiles is read only once, since fuzzing makes thousands of trees.
var tinyFiles = sync.OnceValue(func() fstest.MapFS { return copyTree(os.DirFS("testdata/tiny")) })

func copyFuzz() fstest.MapFS { return maps.Clone(tinyFiles()) }

func checkResult(t *testing.T, tree fs.FS) *Library {
	lib, problems := Check(tree, today)
	if (lib == nil) != (len(problems.Errors()) > 0) {
		t.Fatalf("library %v, problems %v", lib != nil, problems)
	}
	for _, p := range problems {
		if p.File == "" || p.Line < 1 || p.Column < 1 || p.Message == "" || strings.Contains(p.Message, "%!") {
			t.Fatalf("problem %+v", p)
		}
	}
	return lib
}
