package export

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"strconv"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"crossroads/lettering"
	"crossroads/qr"
)

// PNG draws the card as a picture that every program can show, in light
// colours. The same card gives the same bytes.
func (c Card) PNG() ([]byte, error) {
	k := canvases.Get().(*canvas)
	defer canvases.Put(k)
	k.resize(c.Width, c.Height)
	for _, item := range c.Items {
		if item.Code != nil {
			k.squares(item)
		} else if item.Points != nil {
			k.fill(item)
		} else if err := k.write(item); err != nil {
			return nil, fmt.Errorf("drawing a card: %w", err)
		}
	}
	raw, err := k.encode()
	if err != nil {
		return nil, fmt.Errorf("writing a card: %w", err)
	}
	return raw, nil
}

// canvas is the memory for drawing a card, 4 MB for a large one. It is pooled.
type canvas struct {
	image          *image.RGBA     // over points
	indexed        *image.Paletted // over places
	points, places []uint8
	runs           []run
	shape          vector.Rasterizer
	buffer         *png.EncoderBuffer
	out            bytes.Buffer
}

var canvases = sync.Pool{New: func() any { return new(canvas) }}

// resize sets the size of the canvas. It need not clear it, because the first box of a card covers
// everything.
func (k *canvas) resize(width, height int) {
	if cap(k.points) < 4*width*height {
		k.points, k.places = make([]uint8, 4*width*height), make([]uint8, width*height)
	}
	size := image.Rect(0, 0, width, height)
	k.image = &image.RGBA{Pix: k.points[:4*width*height], Stride: 4 * width, Rect: size}
	k.indexed = &image.Paletted{Pix: k.places[:width*height], Stride: width, Rect: size}
}

// fill draws an outline within its bounds, because the cost of a rasterizer is proportional to its
// area.
func (k *canvas) fill(i cardItem) {
	bounds, upright := i.bounds()
	bounds = bounds.Intersect(k.image.Rect)
	ink := i.color()
	if upright {
		k.paint(bounds, ink)
		return
	}
	k.shape.Reset(bounds.Dx(), bounds.Dy())
	for n, p := range i.Points {
		x, y := float32(p[0]-float64(bounds.Min.X)), float32(p[1]-float64(bounds.Min.Y))
		if n == 0 {
			k.shape.MoveTo(x, y)
		} else {
			k.shape.LineTo(x, y)
		}
	}
	k.shape.ClosePath()
	k.shape.Draw(k.image, bounds, image.NewUniform(ink), image.Point{})
}

// squares draws a QR code.
func (k *canvas) squares(i cardItem) {
	side := int(i.Size)
	for _, r := range i.Code.Runs() {
		x, y := int(i.X)+(r.X+qr.Quiet)*side, int(i.Y)+(r.Y+qr.Quiet)*side
		k.paint(image.Rect(x, y, x+r.N*side, y+side).Intersect(k.image.Rect), i.color())
	}
}

// paint fills whole pixels.
func (k *canvas) paint(area image.Rectangle, ink color.RGBA) {
	for y := area.Min.Y; y < area.Max.Y; y++ {
		row := k.image.Pix[k.image.PixOffset(area.Min.X, y):k.image.PixOffset(area.Max.X, y)]
		for x := 0; x < len(row); x += 4 {
			row[x], row[x+1], row[x+2], row[x+3] = ink.R, ink.G, ink.B, ink.A
		}
	}
}

// bounds returns the pixels that an outline touches. Upright is true if it is a box that fills them
// all.
func (i cardItem) bounds() (r image.Rectangle, upright bool) {
	low, high := i.Points[0], i.Points[0]
	for _, p := range i.Points {
		for axis, v := range p {
			low[axis], high[axis] = min(low[axis], v), max(high[axis], v)
		}
	}
	r = image.Rect(int(math.Floor(low[0])), int(math.Floor(low[1])), int(math.Ceil(high[0])), int(math.Ceil(high[1])))
	whole := func(v float64) bool { return v == math.Trunc(v) }
	upright = len(i.Points) == 4 && i.Points[0] == low && i.Points[2] == high &&
		i.Points[1] == [2]float64{high[0], low[1]} && i.Points[3] == [2]float64{low[0], high[1]} &&
		whole(low[0]) && whole(low[1]) && whole(high[0]) && whole(high[1])
	return r, upright
}

func (k *canvas) write(i cardItem) error {
	text, plain := drawable(i.Text, i.Bold)
	ink := image.NewUniform(i.color())
	if w := textWidth(text, i.Size, i.Bold); i.Room > 0 && text != i.Text && w > i.Room { // a name of a script is longer
		i.Size *= i.Room / w
	}
	if !plain {
		lettering.Draw(k.image, ink, text, i.X, i.Y, i.Size, i.Bold, i.End)
		return nil
	}
	face, err := opentype.NewFace(fontOf(i.Bold), &opentype.FaceOptions{Size: i.Size, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		return err
	}
	defer face.Close()
	x := i.X
	if i.End {
		x -= textWidth(text, i.Size, i.Bold)
	}
	d := font.Drawer{Dst: k.image, Src: ink, Face: face, Dot: fixed.Point26_6{X: fixed.Int26_6(x * 64), Y: fixed.Int26_6(i.Y * 64)}}
	d.DrawString(text)
	return nil
}

// color reads "#rrggbb".
func (i cardItem) color() color.RGBA {
	n, _ := strconv.ParseUint(cardInks[i.Ink][0][1:], 16, 32) // a constant of this package
	return color.RGBA{uint8(n >> 16), uint8(n >> 8), uint8(n), 255}
}

// encode writes the picture with a palette: a fifth of the time that full
// colours take, and a third of the bytes.
func (k *canvas) encode() ([]byte, error) {
	k.index()
	k.out.Reset()
	encoder := png.Encoder{CompressionLevel: png.BestSpeed, BufferPool: k}
	if err := encoder.Encode(&k.out, k.indexed); err != nil {
		return nil, err
	}
	return bytes.Clone(k.out.Bytes()), nil
}

// Get and Put implement png.EncoderBufferPool.
func (k *canvas) Get() *png.EncoderBuffer  { return k.buffer }
func (k *canvas) Put(b *png.EncoderBuffer) { k.buffer = b }
