package export

import (
	"bytes"
	"image"
	"image/png"
	"math"
	"os"
	"strings"
	"sync"
	"testing"

	"golang.org/x/image/vector"
	"pgregory.net/rapid"

	"crossroads/content"
	"crossroads/decision"
	"crossroads/qr"
	"crossroads/record"
)

// cards are all kinds of them, with usual and with the worst words.
func cards(t testing.TB) map[string]Card {
	t.Helper()
	all := map[string]Card{}
	for name, rec := range records(t) {
		all[name], all[name+" strip"] = NewCard(rec), NewStrip(rec)
		all[name+" spoiled"], all[name+" spoiled strip"] = NewCard(rec.spoiled()), NewStrip(rec.spoiled())
	}
	lib, err := content.Load(os.DirFS("../content/testdata/tiny"))
	if err != nil {
		t.Fatal(err)
	}
	eight := *lib.Comparisons[0]
	eight.Options = nil
	for range 8 {
		eight.Options = append(eight.Options, lib.Comparisons[0].Options[0])
	}
	for name, cat := range map[string]*decision.Catalogue{"comparison": lib.Comparisons[0], "eight options": &eight} {
		all[name], all[name+" strip"] = NewComparisonCard("Site", cat), NewComparisonStrip("Site", cat)
	}
	return all
}

// drawnWhole draws a card in the plainest way: every outline by a rasterizer of
// the whole picture, in full colours.
func drawnWhole(t fatal, c Card) *image.RGBA {
	t.Helper()
	k := &canvas{}
	k.resize(c.Width, c.Height)
	for _, item := range c.Items {
		if item.Code != nil { // the plain way: point by point
			for _, run := range item.Code.Runs() {
				for x := range run.N * int(item.Size) {
					for y := range int(item.Size) {
						k.image.SetRGBA(int(item.X)+(run.X+qr.Quiet)*int(item.Size)+x, int(item.Y)+(run.Y+qr.Quiet)*int(item.Size)+
							y, item.color())
					}
				}
			}
			continue
		}
		if item.Points == nil {
			if err := k.write(item); err != nil {
				t.Fatalf("%v", err)
			}
			continue
		}
		r := vector.NewRasterizer(c.Width, c.Height)
		for n, p := range item.Points {
			if n == 0 {
				r.MoveTo(float32(p[0]), float32(p[1]))
			} else {
				r.LineTo(float32(p[0]), float32(p[1]))
			}
		}
		r.ClosePath()
		r.Draw(k.image, k.image.Bounds(), image.NewUniform(item.color()), image.Point{})
	}
	return k.image
}

// fatal is what tests and properties share.
type fatal interface {
	Helper()
	Fatalf(format string, args ...any)
}

// same holds a picture to the plain drawing: no shade of a point is further off
// than far, of 255. No eye tells colours apart that differ by 8 in a few points
// of an edge.
func same(t fatal, name string, got image.Image, want *image.RGBA, far int) {
	t.Helper()
	if got.Bounds() != want.Bounds() {
		t.Fatalf("%s: %v, want %v", name, got.Bounds(), want.Bounds())
	}
	for y := range want.Rect.Dy() {
		for x := range want.Rect.Dx() {
			r, g, b, _ := got.At(x, y).RGBA()
			w := want.RGBAAt(x, y)
			if off := max(distance(uint8(r>>8), w.R), distance(uint8(g>>8), w.G), distance(uint8(b>>8), w.B)); off > far {
				t.Fatalf("%s: at %d,%d %v, want %v", name, x, y, got.At(x, y), w)
			}
		}
	}
}

// TestCardDrawing: the quick way to draw looks like the plain one.
func TestCardDrawing(t *testing.T) {
	for name, c := range cards(t) {
		raw, err := c.PNG()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got, err := png.Decode(bytes.NewReader(raw))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		same(t, name, got, drawnWhole(t, c), 8)
	}
}

// TestFillAnywhere fills outlines that lie inside, outside and across the edge
// of the picture.
func TestFillAnywhere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := Card{Width: 200, Height: 90}
		c.box(0, 0, 200, 90, "page")
		x, y := rapid.Float64Range(-60, 260).Draw(t, "x"), rapid.Float64Range(-60, 150).Draw(t, "y")
		far := 8
		if rapid.Bool().Draw(t, "box") {
			size := rapid.Float64Range(0, 300).Draw(t, "size")
			if rapid.Bool().Draw(t, "whole") {
				x, y, size = math.Trunc(x), math.Trunc(y), math.Trunc(size)
			}
			c.box(x, y, size, size/2, "accent")
		} else {
			size := rapid.Float64Range(0, 44).Draw(t, "size") // the largest of any card
			c.Items = append(c.Items, cardItem{Points: outline(rapid.IntRange(0, 7).Draw(t, "mark"), x, y, size), Ink: "o1"})
			// The rasterizer keeps a slope in 512ths of a point: where another start
			// rounds it otherwise, an edge strays by as much in every row.
			far = max(far, int(size*256/512))
		}
		k := &canvas{}
		k.resize(c.Width, c.Height)
		for _, item := range c.Items {
			k.fill(item)
		}
		same(t, "outline", k.image, drawnWhole(t, c), far)
	})
}

// TestThinned: however many shades there are, the palette is full at most, each
// has a place, and none that could be kept is lost.
func TestThinned(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shades := rapid.SliceOfNDistinct(rapid.Uint32Range(0, 1<<24-1), 1, 700, rapid.ID[uint32]).Draw(t, "shades")
		list := make([]shade, len(shades))
		for i, s := range shades {
			list[i] = shade(s | 0xff<<24)
		}
		kept, places := thinned(list)
		if len(kept) > maxPalette || len(list) <= maxPalette && len(kept) != len(list) {
			t.Fatalf("%d of %d shades are kept", len(kept), len(list))
		}
		if kept[0] != list[0].color() {
			t.Fatalf("the commonest shade %v became %v", list[0].color(), kept[0])
		}
		for _, s := range list {
			if place, ok := places[s]; !ok || int(place) >= len(kept) || len(kept) == len(list) && kept[place] != s.color() {
				t.Fatalf("%v has the place %d of %d, %v", s.color(), place, len(kept), ok)
			}
		}
	})
}

// TestCardSum: the sum tells cards apart exactly when their pictures differ, and
// drawing at once and over other pictures changes nothing.
func TestCardSum(t *testing.T) {
	var drawn sync.Map // sum to picture
	var wait sync.WaitGroup
	for name, c := range cards(t) {
		wait.Go(func() {
			for range 3 {
				sum, err := c.Sum()
				if err != nil {
					t.Errorf("%s: %v", name, err)
					return
				}
				raw, err := c.PNG()
				if err != nil {
					t.Errorf("%s: %v", name, err)
					return
				}
				if before, ok := drawn.LoadOrStore(sum, raw); ok && !bytes.Equal(before.([]byte), raw) {
					t.Errorf("%s: another picture with the sum %s", name, sum)
				}
			}
		})
	}
	wait.Wait()
	pictures := map[string]any{}
	drawn.Range(func(sum, raw any) bool {
		if other, ok := pictures[string(raw.([]byte))]; ok {
			t.Errorf("one picture has the sums %v and %v", sum, other)
		}
		pictures[string(raw.([]byte))] = sum
		return true
	})
	if len(pictures) < 12 {
		t.Errorf("only %d pictures", len(pictures))
	}
}

// fittedSlowly is what fitted does, said in the plainest way.
func fittedSlowly(s string, width, size float64, bold bool) string {
	s = record.Line(s)
	if textWidth(s, size, bold) <= width {
		return s
	}
	runes := []rune(s)
	for len(runes) > 1 && textWidth(string(runes)+"…", size, bold) > width {
		runes = runes[:len(runes)-1]
	}
	return strings.TrimRight(string(runes), " ,;") + "…"
}

func TestFitted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(rapid.SampledFrom([]rune("abcWi ,;.–漢😀é\u202e")), 0, 80, -1).Draw(t, "text")
		width, size, bold := rapid.Float64Range(0, 900).Draw(t, "width"), rapid.Float64Range(10, 60).Draw(t, "size"), rapid.Bool().Draw(t, "bold")
		if got, want := fitted(s, width, size, bold), fittedSlowly(s, width, size, bold); got != want {
			t.Fatalf("%q in %v of %v: %q, want %q", s, width, size, got, want)
		}
	})
}

// BenchmarkCard is the cost of one picture: to lay it out, to name it, to draw it.
func BenchmarkCard(b *testing.B) {
	rec := records(b)["loaded"]
	long := rec
	long.Saved.Title = strings.Repeat("i ", 100)
	for _, of := range []struct {
		name string
		make func() (int, error)
	}{
		{"layout", func() (int, error) { return len(NewCard(rec).Items), nil }},
		{"layout-long", func() (int, error) { return len(NewCard(long).Items), nil }},
		{"sum", func() (int, error) { sum, err := NewCard(rec).Sum(); return len(sum), err }},
		{"card", func() (int, error) { raw, err := NewCard(rec).PNG(); return len(raw), err }},
		{"strip", func() (int, error) { raw, err := NewStrip(rec).PNG(); return len(raw), err }},
	} {
		b.Run(of.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := of.make(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
