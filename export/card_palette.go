package export

import (
	"cmp"
	"encoding/binary"
	"image/color"
	"slices"
)

// maxPalette is how many colours a PNG with a palette can have.
const maxPalette = 256

// shade is a colour as it lies in memory: red, green, blue and 255.
type shade uint32

func (s shade) color() color.RGBA {
	return color.RGBA{uint8(s), uint8(s >> 8), uint8(s >> 16), uint8(s >> 24)}
}

// run is a number of points in a row that have one shade. Most points are like
// the one before.
type run struct {
	shade  shade
	length int
}

// index copies the picture to the one with a palette. The smoothed edges of a card have more shades
// than fit, so shades that look the same become one.
func (k *canvas) index() {
	k.findRuns()
	counts := make(map[shade]int, 1024)
	for _, r := range k.runs {
		counts[r.shade] += r.length
	}
	shades := make([]shade, 0, len(counts))
	for s := range counts {
		shades = append(shades, s)
	}
	slices.SortFunc(shades, func(a, b shade) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) })
	palette, places := thinned(shades)
	k.indexed.Palette = make(color.Palette, len(palette))
	for i, c := range palette {
		k.indexed.Palette[i] = c
	}
	at := 0
	for _, r := range k.runs {
		place, row := places[r.shade], k.indexed.Pix[at:at+r.length]
		for i := range row {
			row[i] = place
		}
		at += r.length
	}
}

func (k *canvas) findRuns() {
	k.runs = k.runs[:0]
	var now run
	for i := 0; i < len(k.image.Pix); i += 4 {
		s := shade(binary.LittleEndian.Uint32(k.image.Pix[i:]))
		if s != now.shade && now.length > 0 {
			k.runs = append(k.runs, now)
			now.length = 0
		}
		now.shade = s
		now.length++
	}
	k.runs = append(k.runs, now)
}

// thinned selects as many shades as fit a palette and returns the place in it for each shade. Early
// shades in the list are selected first; the others get the place of one that is as near as
// possible.
func thinned(shades []shade) (palette []color.RGBA, places map[shade]uint8) {
	places = make(map[shade]uint8, len(shades))
	for apart := 0; ; apart++ {
		palette = palette[:0]
		for _, s := range shades {
			c := s.color()
			place := near(palette, c, apart)
			if place == maxPalette {
				break // one too many
			}
			if place == len(palette) {
				palette = append(palette, c)
			}
			places[s] = uint8(place)
		}
		if len(places) == len(shades) {
			return palette, places
		}
		clear(places)
	}
}

// near returns the place of the first colour that differs from c by at most apart in red, green and
// blue, or the length of the list.
func near(list []color.RGBA, c color.RGBA, apart int) int {
	for i, k := range list {
		if distance(k.R, c.R) <= apart && distance(k.G, c.G) <= apart && distance(k.B, c.B) <= apart {
			return i
		}
	}
	return len(list)
}

func distance(a, b uint8) int { return max(int(a)-int(b), int(b)-int(a)) }
