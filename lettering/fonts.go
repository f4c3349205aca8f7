package lettering

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"fmt"
	"io/fs"
	"sync"
	"unicode"

	"github.com/go-text/typesetting/font"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
)

//go:embed fonts/*.zst
var files embed.FS

// Sum identifies the set of fonts, which determines how a text is drawn.
var Sum = sync.OnceValue(func() string {
	hash := sha256.New()
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := files.ReadFile(name)
		hash.Write(raw)
		return err
	})
	if err != nil {
		panic(err) // the files are embedded
	}
	return string(hash.Sum(nil))
})

// script is a font for some letters. It is decompressed on first use, so that portals
// without such titles need no memory for it.
type script struct {
	in   []*unicode.RangeTable
	font func() *font.Font
}

func packed(name string, in ...*unicode.RangeTable) script { return script{in, unpacked(name)} }

func unpacked(name string) func() *font.Font {
	return sync.OnceValue(func() *font.Font {
		raw, err := files.ReadFile("fonts/" + name + ".zst")
		if err == nil {
			var r *zstd.Decoder
			if r, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1)); err == nil {
				defer r.Close()
				raw, err = r.DecodeAll(raw, nil)
			}
		}
		if err != nil {
			panic(fmt.Errorf("font %s: %w", name, err)) // the files are embedded
		}
		return parsed(raw)
	})
}

func parsed(raw []byte) *font.Font {
	face, err := font.ParseTTF(bytes.NewReader(raw))
	if err != nil {
		panic(err) // the files are embedded
	}
	return face.Font
}

// common are the Go fonts, regular and bold: the Latin, Greek and Cyrillic of Europe's languages.
var common = [2]func() *font.Font{
	sync.OnceValue(func() *font.Font { return parsed(goregular.TTF) }),
	sync.OnceValue(func() *font.Font { return parsed(gobold.TTF) }),
}

// extended have the letters of Vietnamese, Yoruba, Azerbaijani, Kazakh and others that the Go
// fonts lack, and all Latin, Greek and Cyrillic, so that a word is of one font.
var extended = [2]func() *font.Font{unpacked("latin.ttf"), unpacked("latin-bold.ttf")}

// block returns a table of all characters from low to high, for signs that belong to no
// script.
func block(low, high uint16) *unicode.RangeTable {
	return &unicode.RangeTable{R16: []unicode.Range16{{Lo: low, Hi: high, Stride: 1}}}
}

// square covers East Asian signs that belong to no script.
var square = &unicode.RangeTable{
	R16: []unicode.Range16{{Lo: 0x3000, Hi: 0x303f, Stride: 1}, {Lo: 0x30fb, Hi: 0x30fc, Stride: 1}, {Lo: 0xff00, Hi: 0xffef, Stride: 1}},
}

// pictures covers emoji and the signs used among them.
var pictures = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x203c, Hi: 0x2049, Stride: 1}, {Lo: 0x2139, Hi: 0x21aa, Stride: 1}, {Lo: 0x231a, Hi: 0x23ff, Stride: 1},
		{Lo: 0x25aa, Hi: 0x27bf, Stride: 1}, {Lo: 0x2934, Hi: 0x2b55, Stride: 1},
	},
	R32: []unicode.Range32{{Lo: 0x1f000, Hi: 0x1f3fa, Stride: 1}, {Lo: 0x1f400, Hi: 0x1faff, Stride: 1}}, // without skin tones
}

// scripts are tried in order.
var scripts = []script{
	packed("arabic.ttf", unicode.Arabic, block(0x600, 0x6ff)), packed("hebrew.ttf", unicode.Hebrew),
	packed("devanagari.ttf", unicode.Devanagari, block(0x900, 0x97f)), packed("bengali.ttf", unicode.Bengali, block(0x980, 0x9ff)),
	packed("tamil.ttf", unicode.Tamil), packed("thai.ttf", unicode.Thai, block(0xe3f, 0xe3f)),
	packed("georgian.ttf", unicode.Georgian, block(0x10fb, 0x10fb)), packed("armenian.ttf", unicode.Armenian),
	packed("ethiopic.ttf", unicode.Ethiopic),
	packed("cjk.otf", unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, square),
	packed("emoji.ttf", pictures),
}
