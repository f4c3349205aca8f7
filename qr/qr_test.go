package qr

import (
	"image"
	"image/color"
	"regexp"
	"slices"
	"strconv"
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

// TestPath walks the path as a browser does, and finds the squares of the code.
func TestPath(t *testing.T) {
	c, err := New("https://crossroads.example.org/a/0123456789abcdefghij")
	if err != nil {
		t.Fatal(err)
	}
	path, ok := strings.CutPrefix(c.Path(), "M4 4.5")
	if !ok {
		t.Fatalf("the path begins with %.20q, not in the middle of the first square", c.Path())
	}
	var got []Run
	x, y := 0, 0
	for _, m := range regexp.MustCompile(`m(-?\d+) (-?\d+)|h(\d+)`).FindAllStringSubmatch(path, -1) {
		dx, _ := strconv.Atoi(m[1])
		dy, _ := strconv.Atoi(m[2])
		n, _ := strconv.Atoi(m[3])
		if x, y = x+dx, y+dy; n > 0 {
			got = append(got, Run{x, y, n})
		}
		x += n
	}
	if !slices.Equal(got, c.Runs()) {
		t.Errorf("the path draws %v\nwant %v", got, c.Runs())
	}
}

func TestTooLong(t *testing.T) {
	if _, err := New(strings.Repeat("x", 3000)); err == nil {
		t.Error("3,000 bytes fit into a QR code")
	}
}
