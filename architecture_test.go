package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// architecture is the document that leads newcomers through the code. What it names
// must be there, or it leads them nowhere.
const architecture = "docs/architecture.md"

// TestArchitectureNamesWhatExists: every package, file, function and type that the
// document names in backticks exists, and where a name stands beside a file, in
// that file.
func TestArchitectureNamesWhatExists(t *testing.T) {
	tree := os.DirFS(".")
	code := readDeclared(t, tree)
	lines := strings.Split(readFile(t, architecture), "\n")
	named := 0
	for i, line := range lines {
		for _, m := range backticked.FindAllStringSubmatch(line, -1) {
			named++
			if !code.has(tree, m[1]) {
				t.Errorf("%s:%d names `%s`, which does not exist", architecture, i+1, m[1])
			}
		}
		for _, m := range besideFile.FindAllStringSubmatch(line, -1) {
			if file := m[2]; !code.in(file, m[1]) {
				t.Errorf("%s:%d: there is no `%s` in `%s`", architecture, i+1, m[1], file)
			}
		}
	}
	if named < 100 {
		t.Errorf("only %d names were found in %s", named, architecture)
	}
}

// TestArchitectureNamesEveryPackage: a package that only tests use may be left out.
func TestArchitectureNamesEveryPackage(t *testing.T) {
	text := readFile(t, architecture)
	for pkg := range ours {
		forTests := strings.HasSuffix(pkg, "test") && path.Dir(pkg) != "."
		if pkg != "" && !forTests && !strings.Contains(text, "`"+pkg+"`") {
			t.Errorf("%s does not say what package %s is for", architecture, pkg)
		}
	}
}

// TestArchitectureWalks: each step of the two walks is one file, and what the step
// names is in that file, if it is not said to be in a package.
func TestArchitectureWalks(t *testing.T) {
	tree := os.DirFS(".")
	code := readDeclared(t, tree)
	text := readFile(t, architecture)
	for _, title := range []string{"The walk of an answer", "The walk of an id"} {
		steps := walk(text, title)
		if len(steps) < 8 || len(steps) > 12 {
			t.Errorf("%q has %d steps, not some ten", title, len(steps))
		}
		for i, step := range steps {
			m := stepBegin.FindStringSubmatch(step)
			if m == nil || m[1] != strconv.Itoa(i+1) {
				t.Errorf("%q, step %d does not begin with its number and a file: %s", title, i+1, step)
				continue
			}
			for _, name := range backticked.FindAllStringSubmatch(step, -1) {
				if identifier.MatchString(name[1]) && code.packages[name[1]] == nil && !code.in(m[2], name[1]) {
					t.Errorf("%q, step %d: there is no `%s` in %s", title, i+1, name[1], m[2])
				}
			}
		}
	}
}

// TestArchitectureDetects keeps the checks themselves honest.
func TestArchitectureDetects(t *testing.T) {
	tree := os.DirFS(".")
	code := readDeclared(t, tree)
	for name, want := range map[string]bool{
		"web": true, "webs": false, "web/form": true, "web/forms": false,
		"web/routes.go": true, "web/roots.go": false, "decision/words_*.go": true, "decision/letters_*.go": false,
		"words.go": true, "comparison.yaml": true, "wordless.go": false,
		"Evaluate": true, "Evaluated7": false, "views.ResultPage": true, "store.ResultPage": false,
		"GET /a/{id}": true, "GET /b/{id}": false, "make diagrams": true, "make drawings": false, "nouns": false,
	} {
		if code.has(tree, name) != want {
			t.Errorf("%s: exists = %v", name, !want)
		}
	}
	if !code.in("web/routes.go", "route") || code.in("web/share.go", "route") || !code.in("views/saved.templ", "Saved") {
		t.Error("names are found in the wrong files")
	}
	if steps := walk("## A\n1. one\n   two\n2. three\n\nText\n3. four\n## B\n1. five\n", "A"); len(steps) != 2 {
		t.Errorf("steps of a walk: %q", steps)
	}
}

var (
	backticked = regexp.MustCompile("`([^`]+)`")
	besideFile = regexp.MustCompile("`([A-Za-z]+)` (?:in |\\()`([a-z_/]+\\.(?:go|templ))`")
	stepBegin  = regexp.MustCompile("^([0-9]+)\\. `([a-z_/]+\\.(?:go|templ))`: ")
	identifier = regexp.MustCompile(`^[A-Za-z]+$`)
)

// walk returns the steps of a section: its first numbered list.
func walk(text, title string) (steps []string) {
	_, section, _ := strings.Cut(text, "\n## "+title+"\n")
	if after, first := strings.CutPrefix(text, "## "+title+"\n"); first {
		section = after
	}
	section, _, _ = strings.Cut(section, "\n## ")
	for line := range strings.SplitSeq(section, "\n") {
		switch {
		case line != "" && line[0] >= '0' && line[0] <= '9':
			steps = append(steps, line)
		case len(steps) == 0:
		case strings.HasPrefix(line, "   "):
			steps[len(steps)-1] += " " + strings.TrimSpace(line)
		default:
			return steps
		}
	}
	return steps
}

// declared is what our code declares.
type declared struct {
	packages map[string][]string            // their files, tests aside
	names    map[string]map[string][]string // by package and name: the files
	bases    map[string]bool                // names of files anywhere
	routes   string
	makefile string
}

// has reports whether a name of the document exists: a file or a pattern of files, a
// package, something declared, an address, a target of make, or a key of a comparison.
func (d declared) has(tree fs.FS, name string) bool {
	verb, rest, phrase := strings.Cut(name, " ")
	switch {
	case phrase && verb == "make":
		return strings.Contains(d.makefile, "\n"+rest+":")
	case phrase:
		address, _, _ := strings.Cut(rest, "?")
		address = parameters.ReplaceAllString(address, ":$1")
		address = strings.Replace(address, "/deployment", "/:comparison", 1)
		return strings.Contains(d.routes, `"`+address+`"`)
	case strings.ContainsAny(name, "/*"):
		found, err := fs.Glob(tree, name)
		return err == nil && len(found) > 0
	case d.packages[name] != nil || name == "main" || d.bases[name]:
		return true
	}
	if pkg, member, qualified := strings.Cut(name, "."); qualified {
		return len(d.names[pkg][member]) > 0
	}
	for _, names := range d.names {
		if len(names[name]) > 0 {
			return true
		}
	}
	return comparisonKey(tree, name)
}

var parameters = regexp.MustCompile(`\{([a-z]+)\}`)

// in reports whether a file declares a name.
func (d declared) in(file, name string) bool {
	compiled := strings.Replace(file, ".templ", "_templ.go", 1)
	return slices.Contains(d.names[path.Dir(file)][name], compiled)
}

// comparisonKey reports whether the built-in comparisons have a key of that name.
func comparisonKey(tree fs.FS, name string) bool {
	files, _ := fs.Glob(tree, "content/*/*/comparison.yaml")
	for _, file := range files {
		text, err := fs.ReadFile(tree, file)
		if err == nil && strings.Contains("\n"+string(text), "\n"+name+":") {
			return true
		}
	}
	return false
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func readDeclared(t *testing.T, tree fs.FS) declared {
	t.Helper()
	d := declared{
		packages: map[string][]string{}, names: map[string]map[string][]string{}, bases: map[string]bool{},
		routes: readFile(t, "web/routes.go"), makefile: readFile(t, "Makefile"),
	}
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			if err == nil {
				err = skip(tree, name)
			}
			return err
		}
		d.bases[path.Base(name)] = true
		if path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		pkg := path.Dir(name)
		if d.names[pkg] == nil {
			d.names[pkg] = map[string][]string{}
		}
		d.packages[pkg] = append(d.packages[pkg], name)
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, declared := range declaredNames(file) {
			d.names[pkg][declared] = append(d.names[pkg][declared], name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// declaredNames are the functions, methods, types, variables and constants of a file.
func declaredNames(file *ast.File) (names []string) {
	for _, decl := range file.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			names = append(names, decl.Name.Name)
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					names = append(names, spec.Name.Name)
				case *ast.ValueSpec:
					for _, name := range spec.Names {
						names = append(names, name.Name)
					}
				}
			}
		}
	}
	return names
}
