package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
)

// widest is how many columns a line of hand-written Go may have, a tab counted as
// tabWidth: more does not fit beside a diff.
const (
	widest   = 140
	tabWidth = 4
)

func TestLinesFit(t *testing.T) {
	tree := os.DirFS(".")
	checked := 0
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name != "." && (d.Name()[0] == '.' || d.Name()[0] == '_' || d.Name() == "testdata" || d.Name() == "node_modules") {
				return fs.SkipDir
			}
			return nil
		}
		if path.Ext(name) != ".go" || strings.HasSuffix(name, "_templ.go") {
			return nil
		}
		source, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		checked++
		complaints, err := tooWide(name, source)
		for _, complaint := range complaints {
			t.Error(complaint)
		}
		return err
	})
	if err != nil || checked < 500 {
		t.Fatalf("%d files: %v", checked, err)
	}
}

// TestLinesFitDetects keeps the check itself honest.
func TestLinesFitDetects(t *testing.T) {
	long := strings.Repeat("x", widest)
	for _, test := range []struct {
		name, line string
		wide       bool
	}{
		{"a.go", "// " + long, true},
		{"a.go", "// " + long[:widest-3], false},
		{"a.go", "var s = `" + long + "`", true},
		{"a.go", "var s = `\n" + long + "`", true},
		{"a.go", "\tvar (\n\t\ta" + long[:widest-8] + " int\n)", true},
		{"a_test.go", "var s = `" + long + "`", false},
		{"a_test.go", "var s = `\n" + long + "`", false},
		{"a_test.go", "// " + long, true},
		{"a_test.go", "var " + long + " = `short`", true},
	} {
		if found, err := tooWide(test.name, []byte("package a\n\n"+test.line+"\n")); err != nil || len(found) > 0 != test.wide {
			t.Errorf("%s %q: %q %v", test.name, test.line, found, err)
		}
	}
}

// tooWide lists the lines of a file that have too many columns. Rows of data in tests
// may: lines that would fit without their string literals.
func tooWide(name string, source []byte) (found []string, err error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	literal := make([]bool, len(source)+1)
	if strings.HasSuffix(name, "_test.go") {
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				for at := files.Position(lit.Pos()).Offset; at < files.Position(lit.End()).Offset; at++ {
					literal[at] = true
				}
			}
			return true
		})
	}
	line, columns, counted := 1, 0, 0
	for at, r := range string(source) + "\n" {
		switch {
		case r == '\n':
			if counted > widest {
				found = append(found, fmt.Sprintf("%s:%d: %d columns, more than %d: break it at an argument, or move words for "+
					"people into words.go", name, line, columns, widest))
			}
			line, columns, counted = line+1, 0, 0
			continue
		case r == '\t':
			columns += tabWidth
		default:
			columns++
		}
		if !literal[at] {
			if r == '\t' {
				counted += tabWidth - 1
			}
			counted++
		}
	}
	return found, nil
}
