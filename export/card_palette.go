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

// index copies the picture to the one with a palette. The smoothed edges of a
// card have more shades than fit: those too near to another to be told apart
// become one.
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
	kept, places := thinned(shades)
	k.indexed.Palette = make(color.Palette, len(kept))
	for i, c := range kept {
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

// thinned keeps as many of the shades as fit a palette, so that none of the
// others is further from a kept one than need be. Those that come first are
// the likeliest to be kept. It says which place in the palette each of them has.
func thinned(shades []shade) (kept []color.RGBA, places map[shade]uint8) {
	places = make(map[shade]uint8, len(shades))
	for apart := 0; ; apart++ {
		kept = kept[:0]
		for _, s := range shades {
			c := s.color()
			place := near(kept, c, apart)
			if place == maxPalette {
				break // one too many
			}
			if place == len(kept) {
				kept = append(kept, c)
			}
			places[s] = uint8(place)
		}
		if len(places) == len(shades) {
			return kept, places
		}
		clear(places)
	}
}

// near is the place of the first colour that is at most so far from c in red,
// green and blue, or the length of the list.
func near(list []color.RGBA, c color.RGBA, apart int) int {
	for i, k := range list {
		if distance(k.R, c.R) <= apart && distance(k.G, c.G) <= apart && distance(k.B, c.B) <= apart {
			return i
		}
	}
	return len(list)
}

func distance(a, b uint8) int { return max(int(a)-int(b), int(b)-int(a)) }
