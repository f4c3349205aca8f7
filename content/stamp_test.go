package content

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestStamp(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/tiny")); err != nil {
		t.Fatal(err)
	}
	in := func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }
	put := func(name string) error {
		if err := os.MkdirAll(filepath.Dir(in(name)), 0o755); err != nil {
			return err
		}
		return os.WriteFile(in(name), []byte("text"), 0o644)
	}
	touch := time.Now().Add(-time.Hour)
	steps := []struct {
		name  string
		do    func() error
		moves bool
	}{
		{"nothing", func() error { return nil }, false},
		{"an article is added", func() error { return put("articles/new.md") }, true},
		{"it is written again", func() error { return os.Chtimes(in("articles/new.md"), touch, touch) }, true},
		{"it is renamed", func() error { return os.Rename(in("articles/new.md"), in("articles/newer.md")) }, true},
		{"it is removed", func() error { return os.Remove(in("articles/newer.md")) }, true},
		{"a matrix grows", func() error { return os.WriteFile(in("comparisons/lunch/matrix.yaml"), nil, 0o644) }, true},
		{"the settings go", func() error { return os.Remove(in(settingsFile)) }, true},
		{"a folder comes", func() error { return os.Mkdir(in("comparisons/dinner"), 0o755) }, true},
		{"a profile comes", func() error { return put("comparisons/dinner/profiles/pizza.yaml") }, true},
		{"it is removed", func() error { return os.Remove(in("comparisons/dinner/profiles/pizza.yaml")) }, true},
		{"an editor keeps a copy", func() error { return put("articles/eating-together.md~") }, false},
		{"and a hidden file", func() error { return put("articles/.eating-together.md.swp") }, false},
		{"git works beside the content", func() error { return put(".git/index") }, false},
		{"another folder fills", func() error { return put("node_modules/a/b.js") }, false},
		{"a folder is linked", func() error { return os.Symlink(in("comparisons/lunch"), in("comparisons/linked")) }, true},
		{"what it leads to changes", func() error { return os.Chtimes(in("comparisons/lunch/options.yaml"), touch, touch) }, true},
		{"a link leads nowhere", func() error { return os.Symlink(in("gone"), in("articles/gone.md")) }, true},
		{"a link leads to itself", func() error { return os.Symlink(in("comparisons"), in("comparisons/lunch/loop")) }, true},
	}
	before := Stamp(os.DirFS(dir))
	for _, step := range steps {
		if err := step.do(); err != nil {
			t.Fatal(step.name, err)
		}
		after := Stamp(os.DirFS(dir))
		if (after != before) != step.moves {
			t.Errorf("%s: the stamp moves: %v, want %v", step.name, after != before, step.moves)
		}
		before = after
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if Stamp(os.DirFS(dir)) == before {
		t.Error("the stamp of no tree at all is that of a tree")
	}
}
