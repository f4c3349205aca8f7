package main

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// ours says which of our packages a package may import; "" is main. What is
// not listed is forbidden.
var ours = map[string][]string{
	"": {
		"fair", "figure", "format", "gate", "identity", "network", "web", "web/account", "web/form", "web/origin", "web/signin", "store", "content",
		"decision/cost", "pricelist", "record", "text", "webhook",
	},
	"gate": {"assess", "export", "figure", "format", "madr", "decision", "text"},
	"madr": {"export", "decision", "note", "record", "text"},
	"web": {
		"assess", "identity", "link", "madr", "web/account", "web/audience", "web/comment", "web/form", "web/deliver", "web/origin", "views",
		"export", "chart", "format", "content", "decision", "decision/cost", "fair", "figure", "integrations", "network", "note", "qr", "record", "static",
		"text", "wrong", "web/costs",
	},
	"web/form":    {"decision", "decision/cost", "figure", "record", "text", "wrong"},
	"web/costs":   {"chart", "decision/cost", "text", "web/form", "wrong"},
	"web/deliver": {"link", "lru", "static"},
	"web/account": {
		"decision", "format", "identity", "web/deliver", "link", "web/signin", "views", "export", "figure", "record", "text", "wrong",
	},
	"web/audience": {"assess", "identity", "record", "text", "views", "web/account"},
	"web/comment":  {"assess", "format", "identity", "web/deliver", "record", "views", "web/account", "web/form", "wrong"},
	"web/signin":   {"identity", "network"},
	"identity":     {},
	"web/origin":   {"network"},
	"assess":       {"decision", "fair", "figure", "lru", "record", "text", "wrong"},
	"text":         {"record"},
	"views": {
		"link", "export", "madr", "chart", "report", "matrix", "format", "content", "decision", "decision/cost", "static", "record", "text",
	},
	"export":         {"lettering", "qr", "report", "format", "note", "decision", "decision/cost", "static", "record"},
	"chart":          {"link", "report", "matrix", "format", "decision", "decision/cost"},
	"report":         {"format", "decision"},
	"qr":             {},
	"lettering":      {},
	"matrix":         {"decision"},
	"format":         {"decision", "decision/cost"},
	"content":        {"decision", "decision/cost", "pricelist", "figure", "text", "wrong"},
	"note":           {"text"},
	"store":          {"decision", "record"},
	"pricelist":      {"decision/cost"},
	"decision":       {"decision/score", "decision/cost", "wrong"},
	"decision/score": {},
	"decision/cost":  {"figure", "wrong"},
	"record":         {"decision"},
	"webhook":        {"network", "record", "text"},
	"network":        {},
	"wrong":          {},
	"fair":           {"lru"},
	"lru":            {},
	"figure":         {},
	"static":         {},
	"link":           {"text"},
	"integrations":   {},
	"diagrams":       {"content", "decision/cost"},

	// for the tests of others
	"store/storetest":       {"decision", "record"},
	"report/reporttest":     {"report", "content", "record", "decision", "decision/cost"},
	"decision/decisiontest": {"decision", "decision/score", "decision/cost", "wrong"},
	"store/pgtest":          {},
	"web/webtest":           {"content"},
	"web/signin/issuertest": {},
}

// oursInTests is what test files may import besides: they use the real
// database and the real content.
var oursInTests = map[string][]string{
	"":           {"decision", "static", "store/pgtest", "web/webtest"},
	"web":        {"store", "web/signin", "web/webtest", "web/signin/issuertest"},
	"web/signin": {"web/signin/issuertest"},
	"web/costs":  {"content", "decision/decisiontest"},
	"web/form":   {"content", "decision/decisiontest"},
	"assess":     {"content", "store"},
	"store":      {"store/storetest", "store/pgtest", "content"}, // to have a real report
	"views":      {"report/reporttest"},
	"export":     {"report/reporttest", "content"},
	"gate":       {"content", "record", "web/form"},
	"madr":       {"report/reporttest"},
	"chart":      {"report/reporttest"},
	"report":     {"decision/cost"},
	"content":    {"decision/decisiontest"},
	"decision":   {"content", "decision/decisiontest"},
	"record":     {"decision/decisiontest"},

	// the shipped prices
	"decision/cost": {"content", "decision", "decision/decisiontest"},
	"pricelist":     {"content"},
	"webhook":       {"store", "store/storetest"},
}

// theirs says where a module may be used: packages, or single files. A module
// that is not listed may not be used at all.
var theirs = map[string][]string{
	"github.com/alecthomas/kong":  {""},
	"github.com/labstack/echo/v4": {"web/routes.go", "web/export_test.go"},
	"github.com/a-h/templ":        {"views", "chart", "link", "report/reporttest", "web/respond.go"},
	"pgregory.net/rapid":          {"decision/decisiontest"},
	"modernc.org/sqlite":          {"store"},
	"github.com/pressly/goose/v3": {"store"},
	"github.com/jackc/pgx/v5":     {"store"},
	"github.com/gofrs/flock":      {"store"},
	"github.com/yuin/goldmark":    {"content", "note"},
	"github.com/goccy/go-yaml":    {"content", "madr", "export/readers_test.go", "webhook"},
	// encoding/json as it is from Go 1.27, where much is read or written at once
	"github.com/go-json-experiment/json": {"assess/readable.go", "decision/strict.go", "web/api.go"},
	"github.com/andybalholm/brotli":      {"static", "web/deliver", "web/http_test.go"},
	"github.com/tdewolff/minify/v2":      {"static"},
	"golang.org/x/time":                  {"fair", "assess", "web"},
	"golang.org/x/text":                  {"content", "lettering", "pricelist", "record", "export/card_text.go"},
	"github.com/piglig/go-qr":            {"qr"},
	"golang.org/x/image":                 {"export", "lettering"},
	"github.com/go-text/typesetting":     {"lettering"},
	"golang.org/x/net":                   {"web/doctor.go", "web/origin"},
	"golang.org/x/sync":                  {"web"},
	"github.com/coreos/go-oidc/v3":       {"web/signin"},
	"golang.org/x/oauth2":                {"web/signin"},
	"github.com/go-jose/go-jose/v4":      {"web/signin/issuertest"},
	"github.com/klauspost/compress":      {"lettering", "store", "web/deliver"},
	"github.com/arran4/golang-ical":      {"export", "web/reminders_test.go"},

	"github.com/prometheus/client_golang":                      {"metrics.go", "webhooks.go"},
	"github.com/standard-webhooks/standard-webhooks/libraries": {"webhook", "webhooks_test.go"},

	"golang.org/x/crypto/x509roots/fallback": {"roots.go"},

	"github.com/KimMachineGun/automemlimit": {"memory.go", "serve.go", "connections_test.go"},
}

// theirsInTests are modules that any test may use, and nothing else.
var theirsInTests = []string{
	"github.com/getkin/kin-openapi",
	"github.com/santhosh-tekuri/jsonschema/v6",
	"go.uber.org/goleak",
	"golang.org/x/net",
	"golang.org/x/tools/txtar",
	"pgregory.net/rapid",
}

// standard says where a package of the standard library may be used, if not
// everywhere. Tests may use all.
var standard = map[string][]string{
	"net/http": {
		"", "web", "web/account", "web/audience", "web/comment", "web/deliver", "web/signin", "web/signin/issuertest", "web/webtest", "webhook",
	},
	"database/sql": {"store"},
}

// effects are what the pure packages may not touch, though it is in the
// standard library.
var effects = []string{
	"database/sql", "log", "log/slog", "math/rand", "math/rand/v2", "net", "net/http", "os", "os/exec", "syscall", "unsafe",
}

var pure = []string{
	"decision", "decision/score", "decision/cost", "figure", "text", "lru", "format", "matrix", "report", "qr", "lettering", "madr",
	"chart", "export", "note", "views", "web/form", "web/costs", "pricelist", "link", "network",
}

// source is a Go file and what it imports.
type source struct {
	name    string // "web/respond.go"
	imports []string
}

func TestImports(t *testing.T) {
	sources := readSources(t, os.DirFS("."))
	if len(sources) < 20 {
		t.Fatalf("only %d Go files found", len(sources))
	}
	for _, v := range violations(sources) {
		t.Error(v)
	}
}

// TestImportTablesAreCurrent: every permission in the tables is used. One that is not
// would let an arrow come back that somebody took out.
func TestImportTablesAreCurrent(t *testing.T) {
	for _, row := range unused(readSources(t, os.DirFS("."))) {
		t.Error(row + " is in the table, and nothing uses it: take it out")
	}
}

// mostFiles is how many files of hand-written Go a package may have, tests aside:
// a reader must find one by its name.
const mostFiles = 40

func TestPackagesAreSmall(t *testing.T) {
	count := map[string]int{}
	for _, s := range readSources(t, os.DirFS(".")) {
		if !strings.HasSuffix(s.name, "_test.go") && !strings.HasSuffix(s.name, "_templ.go") {
			count[path.Dir(s.name)]++
		}
	}
	for pkg, n := range count {
		if n > mostFiles {
			t.Errorf("%s has %d files, more than %d: split it by subject", pkg, n, mostFiles)
		}
	}
}

// TestOneWay: no arrow between our packages runs back up.
func TestOneWay(t *testing.T) {
	var visit func(pkg string, above []string)
	visit = func(pkg string, above []string) {
		if slices.Contains(above, pkg) {
			t.Fatalf("a circle: %q", append(above, pkg))
		}
		for _, below := range ours[pkg] {
			visit(below, append(slices.Clone(above), pkg))
		}
	}
	for pkg := range ours {
		visit(pkg, nil)
	}
}

// TestImportsDetects keeps the check itself honest.
func TestImportsDetects(t *testing.T) {
	tests := []struct {
		name, imports string
		allowed       bool
	}{
		{"main.go", "crossroads/store", true},
		{"main.go", "crossroads/views", false},
		{"main_test.go", "crossroads/views", false},
		{"main_test.go", "crossroads/static", true},
		{"web/saved.go", "crossroads/store", false},
		{"web/saved_test.go", "crossroads/store", true},
		{"assess/save.go", "net/http", false},
		{"assess/save.go", "net/netip", true},
		{"assess/save.go", "crossroads/web/form", false},
		{"assess/save.go", "crossroads/content", false},
		{"assess/save_test.go", "net/http", true},
		{"web/form/read.go", "net/http", false},
		{"web/form/read.go", "net/url", true},
		{"web/form/read.go", "crossroads/web", false},
		{"web/deliver/send.go", "crossroads/views", false},
		{"web/deliver/send.go", "net/http", true},
		{"web/saved.go", "github.com/labstack/echo/v4/middleware", false},
		{"web/routes.go", "github.com/labstack/echo/v4", true},
		{"web/saved.go", "github.com/a-h/templ", false},
		{"web/respond.go", "github.com/a-h/templ", true},
		{"views/home_templ.go", "github.com/a-h/templ/runtime", true},
		{"views/home.go", "github.com/labstack/echo/v4", false},
		{"views/home.go", "os", false},
		{"views/home.go", "net/http", false},
		{"views/home_test.go", "os", true},
		{"views/home.go", "net/url", true},
		{"views/home.go", "crossroads/chart", true},
		{"chart/scores.go", "crossroads/views", false},
		{"export/adr.go", "crossroads/views", false},
		{"export/adr.go", "crossroads/chart", false},
		{"report/reading.go", "crossroads/chart", false},
		{"format/figures.go", "crossroads/report", false},
		{"content/load.go", "github.com/goccy/go-yaml/ast", true},
		{"content/load.go", "github.com/goccy/go-yamlish", false},
		{"content/load.go", "crossroads/web", false},
		{"store/sqlite.go", "modernc.org/sqlite", true},
		{"web/pages.go", "modernc.org/sqlite", false},
		{"web/pages_test.go", "modernc.org/sqlite", false},
		{"web/pages.go", "pgregory.net/rapid", false},
		{"decision/evaluate_test.go", "pgregory.net/rapid", true},
		{"decision/evaluate_test.go", "crossroads/content", true},
		{"decision/evaluate.go", "crossroads/content", false},
		{"decision/evaluate.go", "github.com/yuin/goldmark", false},
		{"decision/score/smaa.go", "math/rand/v2", false},
		{"decision/score/smaa.go", "crossroads/decision", false},
		{"decision/score/smaa.go", "math", true},
		{"decision/cost/typed.go", "crossroads/figure", true},
		{"figure/number.go", "crossroads/decision/cost", false},
		{"figure/number.go", "golang.org/x/text/width", false},
		{"helpers/strings.go", "strings", false},
		{"main.go", "crossroads/helpers", false},
	}
	for _, test := range tests {
		got := violations([]source{{test.name, []string{test.imports}}})
		if (len(got) == 0) != test.allowed {
			t.Errorf("%s importing %s: allowed = %v, want %v %q", test.name, test.imports, !test.allowed, test.allowed, got)
		}
	}
}

// TestUnusedDetects keeps that check honest.
func TestUnusedDetects(t *testing.T) {
	used := source{"gate/gate.go", []string{"crossroads/madr"}}
	for row, want := range map[string]bool{
		`"gate" to "madr", test false`: false, `"gate" to "export", test false`: true, "package gate": false, "package madr": true,
		`database/sql in "store"`: true, `github.com/labstack/echo/v4 in "web/routes.go"`: true,
	} {
		if got := slices.Contains(unused([]source{used}), row); got != want {
			t.Errorf("%s: %v, want %v", row, got, want)
		}
	}
}

func readSources(t *testing.T, tree fs.FS) []source {
	t.Helper()
	var sources []source
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return skip(tree, name)
		}
		if path.Ext(name) != ".go" {
			return nil
		}
		text, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ImportsOnly)
		if err != nil {
			return err
		}
		s := source{name: name}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			s.imports = append(s.imports, imported)
		}
		sources = append(sources, s)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return sources
}

// skip leaves out what the go tool leaves out: hidden directories, testdata,
// and modules of their own.
func skip(tree fs.FS, dir string) error {
	if dir == "." {
		return nil
	}
	base := path.Base(dir)
	_, err := fs.Stat(tree, dir+"/go.mod")
	if err == nil || base[0] == '.' || base[0] == '_' || base == "testdata" || base == "node_modules" {
		return fs.SkipDir
	}
	return nil
}

// violations says which imports the tables forbid, and how to read them.
func violations(sources []source) []string {
	var found []string
	for _, s := range sources {
		pkg := strings.TrimSuffix(strings.TrimPrefix(path.Dir(s.name), "."), "/")
		if _, known := ours[pkg]; !known {
			found = append(found,
				fmt.Sprintf("%s: package %q is not in the import table; add it, or put the code where it belongs", s.name, pkg))
			continue
		}
		for _, imported := range s.imports {
			if reason := forbidden(s.name, pkg, imported); reason != "" {
				found = append(found, fmt.Sprintf("%s imports %s: %s", s.name, imported, reason))
			}
		}
	}
	return found
}

// unused lists the permissions that no source uses.
func unused(sources []source) (rows []string) {
	used := map[string]bool{}
	for _, s := range sources {
		pkg := strings.TrimSuffix(strings.TrimPrefix(path.Dir(s.name), "."), "/")
		test := strings.HasSuffix(s.name, "_test.go")
		used["package "+pkg] = true
		for _, imported := range s.imports {
			if target, own := strings.CutPrefix(imported, "crossroads"); own {
				used[fmt.Sprintf("%q to %q, test %v", pkg, strings.TrimPrefix(target, "/"), test)] = true
				continue
			}
			if _, some := standard[imported]; some && !test {
				used[imported+" in "+strconv.Quote(pkg)] = true
			}
			for module := range theirs {
				if within(imported)(module) {
					used[module+" in "+strconv.Quote(pkg)], used[module+" in "+strconv.Quote(s.name)] = true, true
				}
			}
		}
	}
	want := func(row string) {
		if !used[row] {
			rows = append(rows, row)
		}
	}
	for pkg, targets := range ours {
		want("package " + pkg)
		for _, target := range targets {
			want(fmt.Sprintf("%q to %q, test false", pkg, target))
		}
	}
	for pkg, targets := range oursInTests {
		for _, target := range targets {
			want(fmt.Sprintf("%q to %q, test true", pkg, target))
		}
	}
	for _, table := range []map[string][]string{theirs, standard} {
		for module, users := range table {
			for _, user := range users {
				want(module + " in " + strconv.Quote(user))
			}
		}
	}
	for _, pkg := range pure {
		want("package " + pkg)
	}
	slices.Sort(rows)
	return rows
}

// forbidden gives the reason why a file may not import a package, or "".
func forbidden(name, pkg, imported string) string {
	test := strings.HasSuffix(name, "_test.go")
	first, _, _ := strings.Cut(imported, "/")
	switch {
	case first == "crossroads":
		target := strings.TrimPrefix(strings.TrimPrefix(imported, "crossroads"), "/")
		if target == pkg && test || slices.Contains(ours[pkg], target) || test && slices.Contains(oursInTests[pkg], target) {
			return ""
		}
		return fmt.Sprintf("package %q may import only %q of ours", pkg, ours[pkg])
	case !strings.Contains(first, "."):
		if !test && slices.Contains(pure, pkg) && slices.Contains(effects, imported) {
			return fmt.Sprintf("package %q is pure", pkg)
		}
		if users, some := standard[imported]; some && !test && !slices.Contains(users, pkg) {
			return fmt.Sprintf("only %q may", users)
		}
		return ""
	case test && slices.ContainsFunc(theirsInTests, within(imported)):
		return ""
	}
	for module, users := range theirs {
		if within(imported)(module) {
			if slices.Contains(users, pkg) || slices.Contains(users, name) {
				return ""
			}
			return fmt.Sprintf("only %q may", users)
		}
	}
	return "the module is in no table"
}

// within reports whether a package belongs to a module or a tree of packages.
func within(imported string) func(module string) bool {
	return func(module string) bool {
		return imported == module || strings.HasPrefix(imported, module+"/")
	}
}
