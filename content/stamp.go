package content

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"slices"
)

// Stamp returns a text that changes whenever a file of a content tree does. It compares
// only names, sizes and times, so it is cheap to call often. It follows symbolic links.
func Stamp(fsys fs.FS) string {
	h := sha256.New()
	var visit func(folder string, depth int)
	visit = func(folder string, depth int) {
		entries, err := fs.ReadDir(fsys, folder)
		if err != nil {
			fmt.Fprintln(h, folder, err)
		}
		for _, e := range entries {
			name := path.Join(folder, e.Name())
			info, err := fs.Stat(fsys, name)
			switch {
			case ignored(e.Name()):
			case err != nil:
				fmt.Fprintln(h, name, err)
			case !info.IsDir():
				fmt.Fprintln(h, name, info.Size(), info.ModTime().UnixNano())
			case depth > 0 || slices.Contains(folders, name): // anything else there is not content
				if fmt.Fprintln(h, name); depth < 3 {
					visit(name, depth+1)
				}
			}
		}
	}
	visit(".", 0)
	return hex.EncodeToString(h.Sum(nil))
}
