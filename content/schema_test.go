package content

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/tools/txtar"
)

// shapes maps each schema to the type into which the loader decodes its files.
var shapes = map[string]reflect.Type{
	"content.json":        reflect.TypeFor[settingsYAML](),
	"comparison.json":     reflect.TypeFor[comparisonFile](),
	"options.json":        reflect.TypeFor[[]optionYAML](),
	"criteria.json":       reflect.TypeFor[[]criterionYAML](),
	"questions.json":      reflect.TypeFor[questionsFile](),
	"former.json":         reflect.TypeFor[formerYAML](),
	"released.json":       reflect.TypeFor[releasedYAML](),
	"examples.json":       reflect.TypeFor[[]exampleYAML](),
	"policy.json":         reflect.TypeFor[policyYAML](),
	"matrix.json":         reflect.TypeFor[map[string]map[string]cellYAML](),
	"sources.json":        reflect.TypeFor[[]sourceYAML](),
	"case.json":           reflect.TypeFor[caseFile](),
	"prices.json":         reflect.TypeFor[sheetFile](),
	"skus.json":           reflect.TypeFor[skusFile](),
	"profile.json":        reflect.TypeFor[profileYAML](),
	"claims.json":         reflect.TypeFor[[]claimYAML](),
	"glossary.json":       reflect.TypeFor[[]termYAML](),
	"changes.json":        reflect.TypeFor[[]changeYAML](),
	"assumptions.json":    reflect.TypeFor[[]assumptionYAML](),
	"exchange-rates.json": reflect.TypeFor[ratesYAML](),
	"panel.json":          reflect.TypeFor[panelYAML](),
	"calibration.json":    reflect.TypeFor[Calibration](),
}

// TestSchemasHaveTheKeysOfTheLoader compares each schema with the type that the loader
// decodes: keys, required keys and kinds must be the same.
func TestSchemasHaveTheKeysOfTheLoader(t *testing.T) {
	entries, err := fs.ReadDir(Schemas(), ".")
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != len(shapes) {
		t.Errorf("%d schemas, but %d shapes", len(entries), len(shapes))
	}
	for name, shape := range shapes {
		raw, err := fs.ReadFile(Schemas(), name)
		if err != nil {
			t.Error(err)
			continue
		}
		var root schema
		if err := json.Unmarshal(raw, &root); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		w := schemaWalk{t: t, root: root}
		w.compare(name, root, shape, "")
	}
}

// schema is a JSON Schema as it is written.
type schema map[string]any

func (s schema) sub(key string) schema {
	m, _ := s[key].(map[string]any)
	return m
}

func (s schema) list(key string) []string {
	var out []string
	switch v := s[key].(type) {
	case string:
		out = append(out, v)
	case []any:
		for _, e := range v {
			out = append(out, fmt.Sprint(e))
		}
	}
	slices.Sort(out)
	return out
}

type schemaWalk struct {
	t    *testing.T
	root schema
}

// resolve follows references, and the first part of allOf.
func (w *schemaWalk) resolve(s schema) (resolved schema, definition string) {
	if parts, ok := s["allOf"].([]any); ok {
		s = parts[0].(map[string]any)
	}
	if ref, ok := s["$ref"].(string); ok {
		definition = strings.TrimPrefix(ref, "#/definitions/")
		s = w.root.sub("definitions").sub(definition)
	}
	return s, definition
}

func (w *schemaWalk) compare(at string, written schema, shape reflect.Type, form string) {
	w.t.Helper()
	s, definition := w.resolve(written)
	kinds := s.list("type")
	switch shape.Kind() {
	case reflect.Pointer:
		w.compare(at, written, shape.Elem(), form)
	case reflect.Struct:
		w.compareKeys(at, s, shape)
	case reflect.Map:
		keys := s.sub("propertyNames")["$ref"]
		if !slices.Equal(kinds, []string{"object"}) || keys != "#/definitions/id" && keys != "#/definitions/subject" &&
			keys != "#/definitions/foreign" {
			w.t.Errorf("%s: is %v, want an object with ids, subjects, or names that others chose, for keys", at, kinds)
		}
		w.compare(at+"/*", s.sub("additionalProperties"), shape.Elem(), "single")
	case reflect.Slice:
		if strings.Contains(form, "single") {
			either, ok := s["anyOf"].([]any)
			if !ok || len(either) != 2 {
				w.t.Fatalf("%s: want one or a list", at)
			}
			w.compare(at, either[0].(map[string]any), shape.Elem(), "")
			s = either[1].(map[string]any)
			kinds = s.list("type")
		}
		least, _ := s["minItems"].(float64)
		if !slices.Equal(kinds, []string{"array"}) || (least == 0) != strings.Contains(form, "optional") {
			w.t.Errorf("%s: is %v of %v or more, want a list (%s)", at, kinds, least, form)
		}
		w.compare(at+"[]", s.sub("items"), shape.Elem(), "")
	case reflect.String:
		w.compareText(at, s, definition, form)
	default:
		want := map[reflect.Kind]string{reflect.Float64: "number", reflect.Int: "integer", reflect.Bool: "boolean"}[shape.Kind()]
		if !slices.Equal(kinds, []string{want}) {
			w.t.Errorf("%s: is %v, want %s", at, kinds, want)
		}
	}
}

func (w *schemaWalk) compareKeys(at string, s schema, shape reflect.Type) {
	var required []string
	for i := range shape.NumField() {
		name, form := tag(shape.Field(i))
		if !strings.Contains(form, "optional") {
			required = append(required, name)
		}
		property := s.sub("properties").sub(name)
		if property == nil {
			w.t.Errorf("%s: the key %s is not in the schema", at, name)
			continue
		}
		if property["description"] == nil && property["type"] != "object" {
			w.t.Errorf("%s/%s: has no description", at, name)
		}
		w.compare(at+"/"+name, property, shape.Field(i).Type, form)
	}
	for name := range s.sub("properties") {
		if !slices.Contains(fieldNames(shape), name) {
			w.t.Errorf("%s: the loader knows no key %s", at, name)
		}
	}
	slices.Sort(required)
	if got := s.list("required"); !slices.Equal(got, required) || s["additionalProperties"] != false {
		w.t.Errorf("%s: requires %v (others %v), want %v and no others", at, got, s["additionalProperties"], required)
	}
}

// compareText compares the definition of a text with the form in the tag. Where the loader
// checks more after decoding, a schema may do so too.
func (w *schemaWalk) compareText(at string, s schema, definition, form string) {
	var want []string
	switch {
	case strings.Contains(form, "date"):
		want = []string{"date"}
	case strings.Contains(form, "years"):
		want = []string{"years"}
	case strings.Contains(form, "optional id"):
		want = []string{"optionalId"}
	case strings.Contains(form, "id"):
		want = []string{"id"}
	case strings.Contains(form, "optional"):
		want = []string{"optionalText", "url", "quantity"}
	default:
		want = []string{"text", "id", "price", "quantity"}
		if s["enum"] != nil || s["const"] != nil {
			return
		}
	}
	if !slices.Contains(want, definition) {
		w.t.Errorf("%s: is %q, want one of %q", at, definition, want)
	}
}

// TestSchemasShareDefinitions checks that a name means the same in every schema.
func TestSchemasShareDefinitions(t *testing.T) {
	first := map[string]string{}
	for name := range shapes {
		raw, _ := fs.ReadFile(Schemas(), name)
		var root schema
		if err := json.Unmarshal(raw, &root); err != nil {
			t.Fatal(err)
		}
		for definition, body := range root.sub("definitions") {
			text := fmt.Sprint(body)
			if before, known := first[definition]; known && before != text {
				t.Errorf("%s: %s is %s, elsewhere %s", name, definition, text, before)
			}
			first[definition] = text
			if !strings.Contains(string(raw), `"#/definitions/`+definition+`"`) {
				t.Errorf("%s: nothing uses the definition %s", name, definition)
			}
		}
	}
}

// TestSchemasTakeShippedContent validates every YAML file that ships, those of
// the tests and those of the worked examples.
func TestSchemasTakeShippedContent(t *testing.T) {
	compiled := compileSchemas(t)
	for tree, fsys := range map[string]fs.FS{
		"shipped": Embedded(), "tiny": os.DirFS("testdata/tiny"),
		"api-style": os.DirFS("../docs/examples/api-style"),
	} {
		files := yamlFiles(t, fsys)
		if len(files) < 7 {
			t.Errorf("%s: only %d YAML files", tree, len(files))
		}
		for _, file := range files {
			if Schema(file) == "" {
				t.Errorf("%s/%s has no schema", tree, file)
			} else if err := validate(t, compiled, fsys, file); err != nil {
				t.Errorf("%s/%s: %v", tree, file, err)
			}
		}
	}
}

// TestSchemasCatch lists the mistakes of testdata/broken that an editor reveals by the
// schemas alone, with their places. All others depend on several files or on the date.
func TestSchemasCatch(t *testing.T) {
	compiled := compileSchemas(t)
	broken, err := filepath.Glob("testdata/broken/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, name := range broken {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		tree := change(t, archive)
		_, problems := Check(tree, "")
		for _, file := range yamlFiles(t, tree) {
			err := validate(t, compiled, tree, file)
			if err == nil {
				continue
			}
			fmt.Fprintf(&got, "%s: %s %s\n", strings.TrimSuffix(filepath.Base(name), ".txtar"), file, firstPlace(err))
			if !slices.ContainsFunc(problems, func(p Problem) bool { return p.File == file }) {
				t.Errorf("%s: the schema refuses what the loader takes: %v", name, err)
			}
		}
	}
	const golden = "testdata/schemas-catch.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil || got.String() != string(want) {
		t.Errorf("got\n%swant\n%s(%v)\nIf the change is meant, run go test ./content -run TestSchemasCatch -update", got.String(), want,
			err)
	}
}

func compileSchemas(t *testing.T) map[string]*jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	compiled := map[string]*jsonschema.Schema{}
	for name := range shapes {
		f, err := Schemas().Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		doc, err := jsonschema.UnmarshalJSON(f)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := c.AddResource("https://schemas.test/"+name, doc); err != nil {
			t.Fatal(err)
		}
		if compiled[name], err = c.Compile("https://schemas.test/" + name); err != nil {
			t.Fatal(err)
		}
	}
	return compiled
}

func yamlFiles(t *testing.T, fsys fs.FS) []string {
	t.Helper()
	var files []string
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(name, ".yaml") {
			files = append(files, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// validate returns nil for a file that has no schema.
func validate(t *testing.T, compiled map[string]*jsonschema.Schema, fsys fs.FS, file string) error {
	t.Helper()
	name := Schema(file)
	if name == "" {
		return nil
	}
	text, err := fs.ReadFile(fsys, file)
	if err != nil {
		t.Fatal(err)
	}
	root, err := parseYAML(normal(text))
	if err != nil {
		return nil // not YAML: editors show that themselves
	}
	return compiled[name].Validate(root.plain())
}

// firstPlace returns the first place in a file that violates a schema.
func firstPlace(err error) string {
	var at *jsonschema.ValidationError
	if !errors.As(err, &at) {
		return err.Error()
	}
	if len(at.Causes) == 0 {
		return "/" + strings.Join(at.InstanceLocation, "/")
	}
	var places []string
	for _, cause := range at.Causes {
		places = append(places, firstPlace(cause))
	}
	return slices.Min(places)
}

// plain returns a value as encoding/json has it.
func (n *node) plain() any {
	switch n.kind {
	case kindNumber:
		return n.number
	case kindText:
		return n.text
	case kindBool:
		return n.text == "true"
	case kindList:
		list := []any{}
		for _, item := range n.items {
			list = append(list, item.plain())
		}
		return list
	case kindMap:
		keys := map[string]any{}
		for _, e := range n.entries {
			keys[e.key] = e.value.plain()
		}
		return keys
	}
	return nil
}
