package cost

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strings"
	"testing"
)

// The package uses no floats: no such types, literals, calls of package math, or parsing
// functions.
func TestNoFloats(t *testing.T) {
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	files := 0
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		files++
		text, err := os.ReadFile(e.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range floats(t, e.Name(), string(text)) {
			t.Error(found)
		}
	}
	if files < 15 {
		t.Errorf("only %d files found", files)
	}
}

// TestNoFloatsDetects checks that the check above finds floats.
func TestNoFloatsDetects(t *testing.T) {
	for _, line := range []string{
		"var x float64", "var x = 1.5", `import "math"`, "var x = complex(1, 2)", "type T struct{ a []float32 }",
		"var x = strconv.ParseFloat",
	} {
		if len(floats(t, "x.go", "package x\n"+line)) == 0 {
			t.Errorf("%s is not found", line)
		}
	}
}

func floats(t *testing.T, name, text string) (found []string) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, text, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		bad := ""
		switch n := n.(type) {
		case *ast.Ident:
			if strings.HasPrefix(n.Name, "float") || strings.HasPrefix(n.Name, "complex") || n.Name == "ParseFloat" {
				bad = n.Name
			}
		case *ast.BasicLit:
			if n.Kind == token.FLOAT || n.Kind == token.IMAG || n.Value == `"math"` {
				bad = n.Value
			}
		}
		if bad != "" {
			found = append(found, files.Position(n.Pos()).String()+": "+bad)
		}
		return true
	})
	return found
}
