package integrations

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// TestZip unpacks every archive and finds the files of its directory.
func TestZip(t *testing.T) {
	for _, wiki := range Wikis {
		body, err := Zip(wiki)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Zip(wiki)
		if err != nil || !bytes.Equal(body, again) {
			t.Errorf("%s: the same files make another archive, %v", wiki, err)
		}
		archive, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
		if err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		if err := os.CopyFS(dir, archive); err != nil {
			t.Fatal(err)
		}
		entries, err := os.ReadDir(dir)
		if err != nil || len(entries) != 1 || !entries[0].IsDir() {
			t.Errorf("%s: the archive holds %v, want one folder; %v", wiki, entries, err)
		}
		files := 0
		err = filepath.WalkDir(wiki, func(path string, entry os.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			files++
			inside, err := filepath.Rel(wiki, path)
			if err != nil {
				return err
			}
			want, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			if got, err := os.ReadFile(filepath.Join(dir, inside)); err != nil || !bytes.Equal(got, want) {
				t.Errorf("%s: %s differs in the archive, %v", wiki, path, err)
			}
			return nil
		})
		if err != nil || files != len(archive.File) {
			t.Errorf("%s: %d files in the archive, %d in the directory, %v", wiki, len(archive.File), files, err)
		}
	}
	if _, err := Zip("nowhere"); err == nil {
		t.Error("there is an archive for a wiki that we have nothing for")
	}
}
