package qr

import (
	"image"
	"image/color"
	"strings"
	"testing"

	qrcode "github.com/piglig/go-qr"
)

// picture draws the runs of a code as a scanner would see them.
func picture(c Code) image.Image {
	const square = 8
	side := (c.Side + 2*Quiet) * square
	im := image.NewGray(image.Rect(0, 0, side, side))
	for i := range im.Pix {
		im.Pix[i] = 255
	}
	for _, r := range c.Runs() {
		for y := (r.Y + Quiet) * square; y < (r.Y+Quiet+1)*square; y++ {
			for x := (r.X + Quiet) * square; x < (r.X+Quiet+r.N)*square; x++ {
				im.SetGray(x, y, color.Gray{})
			}
		}
	}
	return im
}

func TestRunsCanBeScanned(t *testing.T) {
	for _, text := range []string{
		"https://crossroads.example.org/a/0123456789abcdefghij",
		"https://crossroads.example.org/decide/deployment/result?" + strings.Repeat("kind=records&", 40),
	} {
		c, err := New(text)
		if err != nil {
			t.Fatal(err)
		}
		got, err := qrcode.Decode(picture(c))
		if err != nil || got != text {
			t.Errorf("scanned %q, %v; want %q", got, err, text)
		}
	}
}

func TestTooLong(t *testing.T) {
	if _, err := New(strings.Repeat("x", 3000)); err == nil {
		t.Error("3,000 bytes fit into a QR code")
	}
}
