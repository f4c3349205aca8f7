package content

import (
	"cmp"
	"embed"
	"errors"
	"io"
	"io/fs"
	"slices"
)

// The folders hold a .keep file each, so that one without content still embeds.
//
//go:embed all:articles all:comparisons all:sources all:cases all:diagrams all:prices all:skus all:claims all:panel
//go:embed glossary.yaml changes.yaml exchange-rates.yaml
var embedded embed.FS

// Embedded returns the content tree built into the program.
func Embedded() fs.FS { return embedded }

// Overlay lays an operator's content tree over another one: files of upper replace those
// with the same name in lower, and other files are added. If upper has a file content.yaml
// with "standalone: true", lower is ignored completely.
func Overlay(upper, lower fs.FS) fs.FS {
	if standalone(upper) {
		return upper
	}
	return overlay{upper, lower}
}

// settingsFile is the optional file of settings of a content tree.
const settingsFile = "content.yaml"

type settingsYAML struct {
	Standalone bool `yaml:"standalone,optional"`
}

// standalone reads the settings of a tree. Check reports problems with them.
func standalone(fsys fs.FS) bool {
	l := newLoader(fsys)
	return l.readSettings().Standalone
}

func (l *loader) readSettings() (s settingsYAML) {
	if _, err := fs.Stat(l.fsys, settingsFile); errors.Is(err, fs.ErrNotExist) {
		return s
	}
	if doc := l.document(settingsFile); doc != nil {
		doc.decode(&s)
	}
	return s
}

type overlay struct{ upper, lower fs.FS }

// Open opens the upper file if it exists, otherwise the lower one. A folder lists the files
// of both.
func (o overlay) Open(name string) (fs.File, error) {
	f, err := o.upper.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		f, err = o.lower.Open(name)
	}
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err != nil || !info.IsDir() {
		return f, err
	}
	entries, err := o.ReadDir(name)
	if err != nil {
		f.Close()
		return nil, err
	}
	return &folder{f, entries}, nil
}

// ReadDir lists the files of both trees in a folder, sorted by name.
func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(o.upper, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	below, errBelow := fs.ReadDir(o.lower, name)
	if err != nil && errBelow != nil {
		return nil, errBelow
	}
	entries = append(slices.Clone(entries), below...)
	slices.SortStableFunc(entries, func(a, b fs.DirEntry) int { return cmp.Compare(a.Name(), b.Name()) })
	return slices.CompactFunc(entries, func(a, b fs.DirEntry) bool { return a.Name() == b.Name() }), nil
}

// folder is an open folder of an overlay.
type folder struct {
	fs.File
	left []fs.DirEntry
}

// ReadDir implements fs.ReadDirFile.
func (f *folder) ReadDir(n int) ([]fs.DirEntry, error) {
	if n > 0 && len(f.left) == 0 {
		return nil, io.EOF
	}
	if n <= 0 || n > len(f.left) {
		n = len(f.left)
	}
	entries := f.left[:n:n]
	f.left = f.left[n:]
	return entries, nil
}
