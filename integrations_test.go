package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"crossroads/static"
)

// TestLoaderOfIntegrations wants the loader that the wiki extensions ship to be
// the one that the portal serves.
func TestLoaderOfIntegrations(t *testing.T) {
	loader := static.Loader()
	found := 0
	err := filepath.WalkDir("integrations", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.Name() != "loader.js" {
			return err
		}
		found++
		copied, err := os.ReadFile(path)
		if err == nil && !bytes.Equal(copied, loader.Body) {
			t.Errorf("%s is not the portal's loader; copy the newest file of static/embed over it", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if found != 2 {
		t.Errorf("%d copies of the loader, want one for MediaWiki and one for DokuWiki", found)
	}
}
