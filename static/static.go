// Package static embeds the files that browsers load and names them by content.
//
// A file is served under a name that carries a hash of its bytes, so it may be
// cached for ever: app.css becomes /static/app.3f2a9c1b5d.css. Style sheets and
// scripts are minified, which takes 30% off what is sent, when they are first asked
// for. Every file is there three times: as it is, and compressed by brotli and gzip.
//
// A page has two style sheets: app.css, which every page has, and the one of its area,
// such as result.css. What several areas need is in files of its own, which a style
// sheet names by @import above its rules; they are put in its place here, so that
// browsers load one file and nothing that the area does not need.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"path"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/minify/v2/js"
)

// Prefix is the path that all hashed names begin with.
const Prefix = "/static/"

// FS holds the files under their plain names.
//
//go:embed *.css *.js *.svg
var FS embed.FS

// File is one file and everything needed to serve it.
type File struct {
	Name string // plain: "app.css"
	URL  string // by content: "/static/app.3f2a9c1b5d.css"
	Type string // media type
	Hash string // of the bytes before they are minified, for an ETag

	source []byte

	minify, compress   sync.Once
	body, brotli, gzip []byte
}

// Body returns the file as browsers get it.
func (f *File) Body() []byte {
	f.minify.Do(func() {
		f.body = f.source
		if small, err := minifier.Bytes(path.Ext(f.Name), f.source); err == nil {
			f.body = small
		} else if err != minify.ErrNotExist { // embedded: a test asks for every file
			panic("static: " + f.Name + ": " + err.Error())
		}
	})
	return f.body
}

// Brotli returns the file compressed by brotli, or nil when that saves nothing.
func (f *File) Brotli() []byte {
	f.compress.Do(f.compressBody)
	return f.brotli
}

// Gzip returns the file compressed by gzip, or nil when that saves nothing.
func (f *File) Gzip() []byte {
	f.compress.Do(f.compressBody)
	return f.gzip
}

// compressBody runs on first use: it takes milliseconds, and starting should not wait for it.
func (f *File) compressBody() {
	body := f.Body()
	var b bytes.Buffer
	bw := brotli.NewWriterLevel(&b, brotli.BestCompression)
	bw.Write(body) // a bytes.Buffer takes every write
	bw.Close()
	if b.Len() < len(body) {
		f.brotli = b.Bytes()
	}
	var g bytes.Buffer
	gw, _ := gzip.NewWriterLevel(&g, gzip.BestCompression) // the level is valid
	gw.Write(body)
	gw.Close()
	if g.Len() < len(body) {
		f.gzip = g.Bytes()
	}
}

// minifier knows files by the end of their names.
var minifier = func() *minify.M {
	m := minify.New()
	m.AddFunc(".css", css.Minify)
	m.AddFunc(".js", js.Minify)
	return m
}()

var (
	files  = load()
	byName = index(func(f *File) string { return f.Name })
	byURL  = index(func(f *File) string { return f.URL })
)

// Files returns every file, by name.
func Files() []*File { return files }

// ByName finds a file by its plain name, for addresses that must stay stable.
func ByName(name string) (*File, bool) {
	f, ok := byName[name]
	return f, ok
}

// ByURL finds a file by its hashed path.
func ByURL(url string) (*File, bool) {
	f, ok := byURL[url]
	return f, ok
}

// URL returns the hashed path of a file. It panics when there is no such file:
// names are constants in templates, so a test that renders the page finds it.
func URL(name string) string {
	f, ok := byName[name]
	if !ok {
		panic("static: no file " + name)
	}
	return f.URL
}

func load() []*File {
	entries, err := fs.ReadDir(FS, ".")
	if err != nil {
		panic(err) // embedded: cannot fail
	}
	var list []*File
	for _, e := range entries {
		body, err := FS.ReadFile(e.Name())
		if err != nil {
			panic(err)
		}
		body = inlined(body, map[string]bool{})
		sum := sha256.Sum256(body)
		hash := hex.EncodeToString(sum[:5])
		ext := path.Ext(e.Name())
		list = append(list, &File{
			Name:   e.Name(),
			URL:    Prefix + strings.TrimSuffix(e.Name(), ext) + "." + hash + ext,
			Type:   types[ext],
			Hash:   hash,
			source: body,
		})
	}
	return list
}

// inlined puts the files that a style sheet imports in the place of their lines, each
// once. It panics when there is no such file, as load does. An expression for those lines
// took a tenth of the start.
func inlined(sheet []byte, done map[string]bool) []byte {
	begin, end := []byte(`@import "`), []byte("\";\n")
	if !bytes.Contains(sheet, begin) {
		return sheet
	}
	var whole []byte
	for line := range bytes.Lines(sheet) {
		if !bytes.HasPrefix(line, begin) || !bytes.HasSuffix(line, end) {
			whole = append(whole, line...)
			continue
		}
		name := string(line[len(begin) : len(line)-len(end)])
		if done[name] {
			continue
		}
		done[name] = true
		body, err := FS.ReadFile(name)
		if err != nil {
			panic(err)
		}
		whole = append(whole, inlined(body, done)...)
	}
	return whole
}

var types = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
}

func index(key func(*File) string) map[string]*File {
	m := make(map[string]*File, len(files))
	for _, f := range files {
		m[key(f)] = f
	}
	return m
}

// Text returns a file's body for pages that carry it inside. It panics as URL does.
func Text(name string) string {
	f, ok := byName[name]
	if !ok {
		panic("static: no file " + name)
	}
	return string(f.Body())
}
