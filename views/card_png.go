package views

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// CardPNG is CardSVG as a picture that every program can show, in light colours.
func CardPNG(rec Record) ([]byte, error) { return newCard(rec).png() }

// StripPNG is StripSVG as such a picture.
func StripPNG(rec Record) ([]byte, error) { return newStrip(rec).png() }

// fonts are the Go fonts, regular and bold: Latin, Greek and Cyrillic.
var fonts = sync.OnceValue(func() (parsed [2]*opentype.Font) {
	for i, ttf := range [][]byte{goregular.TTF, gobold.TTF} {
		f, err := opentype.Parse(ttf)
		if err != nil {
			panic(err) // embedded: cannot fail
		}
		parsed[i] = f
	}
	return parsed
})

func fontOf(bold bool) *opentype.Font {
	if bold {
		return fonts()[1]
	}
	return fonts()[0]
}

// textWidth measures a line in pixels.
func textWidth(s string, size float64, bold bool) float64 {
	f := fontOf(bold)
	var buf sfnt.Buffer
	units := f.UnitsPerEm()
	total := 0.0
	for _, c := range s {
		glyph, err := f.GlyphIndex(&buf, c)
		if err != nil || glyph == 0 {
			total += 0.6 * size * float64(wide(c)) // some other font will draw it
			continue
		}
		advance, err := f.GlyphAdvance(&buf, glyph, fixed.I(int(units)), font.HintingNone)
		if err == nil {
			total += float64(advance) / 64 / float64(units) * size
		}
	}
	return total
}

// wide is 2 for the square letters of East Asia and for pictures, 1 for others.
func wide(c rune) int {
	if c >= 0x1100 && c <= 0x11ff || c >= 0x2e80 && c <= 0xd7ff || c >= 0xf900 && c <= 0xfaff || c >= 0xff00 && c <= 0xff60 || c >= 0x1f000 {
		return 2
	}
	return 1
}

// drawable replaces runs of letters that the font does not have by an ellipsis.
func drawable(s string, bold bool) string {
	f := fontOf(bold)
	var buf sfnt.Buffer
	var b strings.Builder
	gone := false
	for _, c := range s {
		glyph, err := f.GlyphIndex(&buf, c)
		if err == nil && glyph != 0 {
			b.WriteRune(c)
			gone = false
		} else if !gone {
			b.WriteRune('…')
			gone = true
		}
	}
	return b.String()
}

func (c card) png() ([]byte, error) {
	img := image.NewRGBA(image.Rect(0, 0, c.Width, c.Height))
	for _, item := range c.Items {
		if item.Points != nil {
			item.fill(img)
		} else if err := item.write(img); err != nil {
			return nil, fmt.Errorf("drawing a card: %w", err)
		}
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.DefaultCompression}
	if err := encoder.Encode(&out, img); err != nil {
		return nil, fmt.Errorf("writing a card: %w", err)
	}
	return out.Bytes(), nil
}

func (i cardItem) fill(img *image.RGBA) {
	r := vector.NewRasterizer(img.Bounds().Dx(), img.Bounds().Dy())
	for n, p := range i.Points {
		if n == 0 {
			r.MoveTo(float32(p[0]), float32(p[1]))
		} else {
			r.LineTo(float32(p[0]), float32(p[1]))
		}
	}
	r.ClosePath()
	r.Draw(img, img.Bounds(), image.NewUniform(i.color()), image.Point{})
}

func (i cardItem) write(img draw.Image) error {
	face, err := opentype.NewFace(fontOf(i.Bold), &opentype.FaceOptions{Size: i.Size, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		return err
	}
	defer face.Close()
	text := drawable(i.Text, i.Bold)
	x := i.X
	if i.End {
		x -= textWidth(text, i.Size, i.Bold)
	}
	d := font.Drawer{Dst: img, Src: image.NewUniform(i.color()), Face: face, Dot: fixed.Point26_6{X: fixed.Int26_6(x * 64), Y: fixed.Int26_6(i.Y * 64)}}
	d.DrawString(text)
	return nil
}

// color reads "#rrggbb".
func (i cardItem) color() color.RGBA {
	n, _ := strconv.ParseUint(cardInks[i.Ink][0][1:], 16, 32) // a constant of this package
	return color.RGBA{uint8(n >> 16), uint8(n >> 8), uint8(n), 255}
}
