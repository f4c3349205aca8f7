package content

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write what is got into the golden files")

// TestBroken checks the messages for each kind of mistake. A file of testdata/broken holds
// the expected problems, followed by changes to testdata/tiny: a section named after a file
// replaces it ("-" as the only line removes it); one named "edit FILE" replaces the text
// after "- " by the text after "+ ".
func TestBroken(t *testing.T) {
	files, err := filepath.Glob("testdata/broken/*.txtar")
	if err != nil || len(files) < 35 {
		t.Fatalf("%d files in testdata/broken, want 35 or more (%v)", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			lib, problems := Check(change(t, archive), "2026-11-23")
			got := problems.Error() + "\n"
			if *update {
				archive.Comment = []byte(got)
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if want := string(archive.Comment); got != want {
				t.Errorf("got\n%swant\n%s", got, want)
			}
			if (lib == nil) != (len(problems.Errors()) > 0) {
				t.Errorf("library %v with %d errors", lib != nil, len(problems.Errors()))
			}
		})
	}
}

// change returns the tiny tree with the changes of an archive.
func change(t *testing.T, archive *txtar.Archive) fs.FS {
	t.Helper()
	tree := copyTree(os.DirFS("testdata/tiny"))
	for _, section := range archive.Files {
		name, edit := strings.CutPrefix(section.Name, "edit ")
		text := string(section.Data)
		if edit {
			from, to, ok := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(text, "- "), "\n"), "\n+ ")
			before := string(tree[name].Data)
			if !ok || !strings.Contains(before, from) {
				t.Fatalf("%q is not in %s", from, name)
			}
			text = strings.Replace(before, from, strings.NewReplacer(`\n`, "\n", `\xff`, "\xff", `\x07`, "\x07", `\r`, "\r").Replace(to), 1)
		}
		tree[name] = &fstest.MapFile{Data: []byte(text)}
		if text == "-\n" {
			delete(tree, name)
		}
	}
	return tree
}

// copyTree reads a tree into memory, where a test may change it.
func copyTree(from fs.FS) fstest.MapFS {
	tree := fstest.MapFS{}
	err := fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(from, name)
		tree[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		panic(err)
	}
	return tree
}
