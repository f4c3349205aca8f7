//go:build unix

package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestWatchConfigMap serves content as Kubernetes mounts it: every entry is a link into
// a directory with a hidden name, which is replaced as a whole by renaming a link.
func TestWatchConfigMap(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "content")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	// mount writes a version of the content and makes it the current one.
	mount := func(version, old, new string) {
		t.Helper()
		hidden := filepath.Join(dir, "..2026_11_28_"+version)
		if err := os.CopyFS(hidden, os.DirFS(tiny)); err != nil {
			t.Fatal(err)
		}
		options := filepath.Join(hidden, "comparisons", "lunch", "options.yaml")
		sound, err := os.ReadFile(options)
		if err != nil {
			t.Fatal(err)
		}
		write(t, options, strings.Replace(string(sound), old, new, 1))
		link := filepath.Join(dir, "..data_tmp")
		if err := os.Symlink(filepath.Base(hidden), link); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(link, filepath.Join(dir, "..data")); err != nil {
			t.Fatal(err)
		}
	}
	mount("1", "The canteen in the building", "The first canteen")
	entries, err := fs.ReadDir(os.DirFS(tiny), ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if err := os.Symlink(filepath.Join("..data", e.Name()), filepath.Join(dir, e.Name())); err != nil {
			t.Fatal(err)
		}
	}
	in := start(t, nil, "serve", "--content="+dir, "--watch", "--db="+filepath.Join(t.TempDir(), "lunch.db"))
	in.await("/compare/lunch", "The first canteen")
	mount("2", "The canteen in the building", "The second canteen")
	in.await("/compare/lunch", "The second canteen")
	mount("3", "short: Canteen", "shot: Canteen")
	in.await("/compare/lunch", notice, "The second canteen")
	mount("4", "The canteen in the building", "The fourth canteen")
	in.await("/compare/lunch", "The fourth canteen")
	if err := os.RemoveAll(filepath.Join(dir, "..2026_11_28_1")); err != nil { // as Kubernetes tidies up
		t.Fatal(err)
	}
	in.awaitNot("/compare/lunch", notice)
	in.stop()
}
