// Package integrations holds the extensions for MediaWiki and DokuWiki as archives,
// which the portal serves.
package integrations

import (
	"archive/zip"
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"time"
)

//go:embed mediawiki dokuwiki
var files embed.FS

// Wikis are those that there is an extension for, by the names that Zip takes.
var Wikis = []string{"mediawiki", "dokuwiki"}

// packed is the date of every file in an archive: the same files make the same
// archive.
var packed = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// Zip packs the extension for a wiki into an archive with one folder, which is
// what goes among the extensions of the wiki. It fails for a wiki that is not
// among Wikis.
func Zip(wiki string) ([]byte, error) {
	root, err := fs.Sub(files, wiki)
	if err != nil {
		return nil, fmt.Errorf("extension for %s: %w", wiki, err)
	}
	var archive bytes.Buffer
	w := zip.NewWriter(&archive)
	err = fs.WalkDir(root, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		body, err := fs.ReadFile(root, path)
		if err != nil {
			return err
		}
		file, err := w.CreateHeader(&zip.FileHeader{Name: path, Method: zip.Deflate, Modified: packed})
		if err != nil {
			return err
		}
		_, err = file.Write(body)
		return err
	})
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("extension for %s: %w", wiki, err)
	}
	return archive.Bytes(), nil
}
