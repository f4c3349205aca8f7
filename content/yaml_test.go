package content

import (
	"strings"
	"testing"
	"time"
)

// Files designed to be slow or to use much memory are refused, or take little per byte.
func TestHostileFiles(t *testing.T) {
	bomb := "a: &a [x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c <= 'i'; c++ {
		before := "*" + string(c-1)
		bomb += string(c) + ": &" + string(c) + " [" + strings.Repeat(before+",", 8) + before + "]\n"
	}
	files := map[string]string{"alias bomb": bomb}
	for _, unit := range []string{
		"[", "{", "{a: ", "- ", "? ", "a: ", "a:\n", "'", "\"", "\\", "&a ", "!a ", "|\n", "- a\n", "\t", ": ", "# ", "%a\n", "---\n",
		"a: [\n", "x", "\n", "- - \n", "<", "@", "\"\\q", "a\n? ", "? a\n: b\n", "a: |\n\n", "a: b # c\n", "#\n",
	} {
		files[unit] = strings.Repeat(unit, 100_000/len(unit))
	}
	var stairs strings.Builder
	for i := range 700 {
		stairs.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	files["stairs"] = stairs.String()
	for _, begin := range []string{"a: |\n  x\n", "a: >\n", "a: |-\n"} {
		files[begin+"blank lines"] = begin + strings.Repeat("\n", 100_000)
		files[begin+"lines of spaces"] = begin + strings.Repeat(" \n", 50_000)
	}
	files["lists in brackets"] = "a: [" + strings.Repeat("- ", 50_000)
	files["a long key"] = strings.Repeat("k", 50_000) + ":\n" + strings.Repeat("- a\n", 9_000)
	for name, text := range files {
		atMost(t, 600, text, name, func() { _, _ = parseYAML(text) })
	}
}

// Beyond each bound a file is refused, with the place; at the bound it is still read.
func TestYAMLBounds(t *testing.T) {
	for _, test := range []struct {
		name         string
		text         func(n int) string // with n times what is bounded
		most         int
		line, column int
		want         string
	}{
		{"blank lines", func(n int) string { return "a: |\n  b\n" + strings.Repeat(" \n", n) + "c: d\n" }, maxBlank, 3 + maxBlank, 1,
			"more than 100 blank lines in a row: remove some"},
		{"tabs", func(n int) string { return "a: b\nc: \"" + strings.Repeat("\tx", n) + "\"\n" }, maxTabs, 2, 1,
			"more than 100 tabs on one line: write spaces"},
		{"less than", func(n int) string { return "é: " + strings.Repeat("<", n) }, maxLessThan, 1, 4,
			"more than 100 < in a row: remove some"},
		{"key", func(n int) string { return "- a: b\n  " + strings.Repeat("k", n) + ": c" }, maxKey, 2, 3,
			"a key of more than 200 letters: shorten it"},
		{"brackets", func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }, maxDepth, 1, maxDepth + 1,
			"nested more than 32 deep: write it flatter"},
		{"lists and brackets", func(n int) string { return strings.Repeat("- ", n-3) + "a: [{}]" }, maxDepth, 1, 2*maxDepth - 4 + 5,
			"nested more than 32 deep: write it flatter"},
		{"entries", func(n int) string { return strings.Repeat("- a\n", n) }, maxEntries, maxEntries + 1, 1,
			"more than 10000 keys and list entries: split the file"},
	} {
		if _, err := parseYAML(test.text(test.most)); err != nil {
			t.Errorf("%s: %d: %v", test.name, test.most, err)
		}
		_, err := parseYAML(test.text(test.most + 1))
		at, ok := err.(*yamlError)
		if !ok || at.line != test.line || at.column != test.column || at.message != test.want {
			t.Errorf("%s: one more: %#v, want %d:%d %s", test.name, err, test.line, test.column, test.want)
		}
	}
	const missing = "this is not YAML: ',' or ']' must be specified"
	for _, text := range []string{"a: [b\n- c", "a: [b\n" + strings.Repeat("- c\n", maxEntries-1)} {
		_, err := parseYAML(text)
		if at, ok := err.(*yamlError); !ok || at.line != 2 || at.message != missing {
			t.Errorf("%.20q: %#v, want %s", text, err, missing)
		}
	}
}

// FuzzYAML checks that any text is either read quickly or refused with a place in it.
func FuzzYAML(f *testing.F) {
	for _, text := range []string{
		"a: |\n  x\n" + strings.Repeat("\n", maxBlank+1) + "b: c", "a: \"" + strings.Repeat("\tx", maxTabs+1) + "\"", "a: [- - -- b]",
		"a: <<<", "? a\n: b\n? c\n", "- - - - a", "{a: {b: [c, {d: e}]}}", "a: b # c\n#\n#\nd: e", "\"\\q\"\\q\"", "a:\n b:\n  c:\n   d:",
		"a: >\n \n  b\n \n", "a: 'b\n\n  c'", "@a @b", "a: &b c\nd: *b", "<<: a", "%a\n---\nb", "a: |+9\n  b", "\u2028: \u00a0",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		began := time.Now()
		root, err := parseYAML(text)
		if took := time.Since(began); took > 10*time.Second && len(text) < 100_000 {
			t.Fatalf("%v for %d bytes", took, len(text))
		}
		if err != nil {
			at, ok := err.(*yamlError)
			if !ok || root != nil && at == nil || at.line < 1 || at.column < 0 || at.message == "" {
				t.Fatalf("%#v", err)
			}
			return
		}
		checkNode(t, root, 0)
	})
}

func checkNode(t *testing.T, n *node, depth int) {
	if n.line < 1 || n.column < 0 || depth > maxDepth+1 {
		t.Fatalf("%+v at depth %d", n, depth)
	}
	for _, e := range n.entries {
		if e.line < 1 || e.column < 0 {
			t.Fatalf("key %+v", e)
		}
		checkNode(t, e.value, depth+1)
	}
	for _, item := range n.items {
		checkNode(t, item, depth+1)
	}
}
