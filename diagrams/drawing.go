package main

import (
	"fmt"
	"html"
	"math"
	"strconv"
	"strings"
)

// drawing is a diagram under construction. Pages display it 320 to 416 pixels wide, so in a
// drawing 320 units wide a unit is about a pixel.
type drawing struct {
	title, desc   string
	width, height float64
	body          strings.Builder
	slips         []string // texts that would not be readable
}

// The smallest text, and the free space inside boxes and at margins, in units.
const (
	small   = 13
	normal  = 14
	line    = 18
	padding = 4
)

// scale is the number of pixels per unit at full size.
const scale = 1.3

const style = `svg{--bg:#fff;--sunken:#f3f1ea;--ink:#171a22;--soft:#565b67;--line:#d3cec2;--edge:#85806f;--accent:#213b80;--on:#fff;` +
	`--tint:#edf0f9;--good:#1c6640;--warn:#864a00;--o0:#d55e00;--o1:#0072b2;--o2:#008f68;--o3:#b3578e;--o4:#a06f00;--o5:#4a4d55;` +
	`font-family:-apple-system,"Segoe UI Variable Text","Segoe UI",Roboto,"Helvetica Neue","Noto Sans","Liberation Sans",` +
	`Arial,sans-serif;font-size:14px}` + "\n" +
	`@media(prefers-color-scheme:dark){svg{--bg:#191d26;--sunken:#11141a;--ink:#e8eaf0;--soft:#a6adbb;--line:#343b4a;` +
	`--edge:#707a8c;--accent:#a8bbff;--on:#0f1629;--tint:#1d2438;--good:#82d6a4;--warn:#ffc777;--o0:#f5893d;--o1:#56b4e9;` +
	`--o2:#2bc49a;--o3:#e59cc8;--o4:#e69f00;--o5:#c9ccd3}}` + "\n" +
	`@media print{.page{stroke:none}}` + "\n" +
	`text{fill:var(--ink)}.page{fill:var(--bg);stroke:var(--line)}.b{font-weight:650}` +
	`.h{font-size:16px;font-weight:650;letter-spacing:-.1px}.s{font-size:13px;fill:var(--soft)}.m{text-anchor:middle}` +
	`.e{text-anchor:end}.on{fill:var(--on)}` + "\n" +
	`.plain,.sunken,.ghost,.tint,.you,.good,.warn{stroke-width:1.25}.plain{fill:var(--bg);stroke:var(--edge)}` +
	`.sunken{fill:var(--sunken);stroke:var(--line)}.ghost{fill:none;stroke:var(--edge);stroke-dasharray:3 3}` +
	`.tint{fill:var(--tint);stroke:var(--accent)}.you{fill:var(--accent);stroke:var(--accent)}` +
	`.good{fill:none;stroke:var(--good)}.warn{fill:none;stroke:var(--warn)}` + "\n" +
	`.o0,.o1,.o2,.o3,.o4,.o5{fill-opacity:.14;stroke-width:1.75}.o0{fill:var(--o0);stroke:var(--o0)}` +
	`.o1{fill:var(--o1);stroke:var(--o1)}.o2{fill:var(--o2);stroke:var(--o2)}.o3{fill:var(--o3);stroke:var(--o3)}` +
	`.o4{fill:var(--o4);stroke:var(--o4)}.o5{fill:var(--o5);stroke:var(--o5)}` + "\n" +
	`.f{fill-opacity:1;stroke:none}.l{fill:none;stroke:var(--soft);stroke-width:1.5}.d{stroke-dasharray:4 3}` +
	`.a{fill:var(--soft)}.i{fill:none;stroke:var(--soft);stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round}` +
	`.g{fill:none;stroke:var(--line)}.c{fill:none;stroke-width:2.5;stroke-linejoin:round}`

// svg returns the finished file.
func (d *drawing) svg() string {
	var out strings.Builder
	fmt.Fprintf(&out,
		`<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %s %s" role="img" aria-labelledby="t d">`+"\n",
		num(d.width*scale), num(d.height*scale), num(d.width), num(d.height))
	fmt.Fprintf(&out, "<title id=\"t\">%s</title>\n<desc id=\"d\">%s</desc>\n", html.EscapeString(d.title), html.EscapeString(d.desc))
	styled := style
	if !strings.Contains(d.body.String(), "o5") { // few drawings have the sixth option
		styled = strings.NewReplacer("--o5:#4a4d55;", "", ";--o5:#c9ccd3", "", ",.o5{", "{",
			".o5{fill:var(--o5);stroke:var(--o5)}", "").Replace(style)
	}
	fmt.Fprintf(&out, "<style>%s</style>\n", styled)
	fmt.Fprintf(&out, `<rect class="page" x=".5" y=".5" width="%s" height="%s" rx="12"/>`+"\n", num(d.width-1), num(d.height-1))
	out.WriteString(d.body.String())
	out.WriteString("</svg>\n")
	return out.String()
}

// num formats a length with at most two decimals.
func num(v float64) string { return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64) }

func (d *drawing) printf(format string, args ...any) {
	for i, a := range args {
		if v, ok := a.(float64); ok {
			args[i] = num(v)
		}
	}
	fmt.Fprintf(&d.body, format+"\n", args...)
}

func (d *drawing) slip(format string, args ...any) {
	d.slips = append(d.slips, fmt.Sprintf(format, args...))
}

// rect is an area of the drawing.
type rect struct{ x, y, w, h float64 }

// box draws a box with centred lines of text.
func (d *drawing) box(r rect, style string, lines []string) {
	radius := 6.0
	if style == "sunken" || style == "ghost" {
		radius = 8
	}
	d.inside(r)
	d.printf(`<rect class="%s" x="%s" y="%s" width="%s" height="%s" rx="%s"/>`, style, r.x, r.y, r.w, r.h, radius)
	d.centred(r, style, lines)
}

// group draws a box with a heading.
func (d *drawing) group(r rect, style string, lines []string) {
	d.box(r, style, nil)
	for i, text := range lines {
		d.text(r.x+10, r.y+20+line*float64(i), "", text, r.w-20)
	}
}

// database draws a cylinder.
func (d *drawing) database(r rect, style string, lines []string) {
	d.inside(r)
	const lid = 6
	d.printf(`<path class="%s" d="M%s %sv%sa%s %s 0 0 0 %s 0v-%sa%s %s 0 0 0-%s 0a%s %s 0 0 0 %s 0"/>`, style,
		r.x, r.y+lid, r.h-2*lid, r.w/2, float64(lid), r.w, r.h-2*lid, r.w/2, float64(lid), r.w, r.w/2, float64(lid), r.w)
	r.y, r.h = r.y+lid, r.h-lid
	d.centred(r, style, lines)
}

func (d *drawing) centred(r rect, style string, lines []string) {
	y := r.y + r.h/2 - line*float64(len(lines)-1)/2 + 5
	if line*float64(len(lines)) > r.h+2 {
		d.slip("%d lines do not fit into a box %s high: %q", len(lines), num(r.h), lines[0])
	}
	class := "m"
	if style == "you" {
		class += " on"
	}
	for i, text := range lines {
		d.text(r.x+r.w/2, y+line*float64(i), class, text, r.w-2*padding)
	}
}

// text draws a line of text: bold after "#", a heading after "##", small and grey after
// "~". room is the available width.
func (d *drawing) text(x, y float64, class, text string, room float64) {
	size := float64(normal)
	switch {
	case strings.HasPrefix(text, "##"):
		class, text, size = class+" h", text[2:], 16
	case strings.HasPrefix(text, "#"):
		class, text = class+" b", text[1:]
	case strings.HasPrefix(text, "~"):
		class, text, size = class+" s", text[1:], small
	}
	text = strings.TrimSpace(text)
	if w := width(text, size, strings.Contains(class, "b") || strings.Contains(class, "h")); w > room {
		d.slip("the text %q is about %s wide; there is room for %s", text, num(w), num(room))
	}
	if y < 16 || y > d.height-14 {
		d.slip("the text %q is too near the edge", text)
	}
	if class = strings.TrimSpace(class); class != "" {
		class = ` class="` + class + `"`
	}
	d.printf(`<text%s x="%s" y="%s">%s</text>`, class, x, y, html.EscapeString(text))
}

// width estimates the width of a text in DejaVu Sans, the widest of the common system
// fonts.
func width(text string, size float64, bold bool) float64 {
	units := 0.0
	for _, r := range text {
		switch {
		case strings.ContainsRune("iljI'’", r):
			units += .29
		case strings.ContainsRune(".,:;|!/ ", r):
			units += .33
		case strings.ContainsRune("ftr()-", r):
			units += .39
		case strings.ContainsRune("csz", r):
			units += .54
		case strings.ContainsRune("mwMW%→", r):
			units += .9
		case r >= 'A' && r <= 'Z':
			units += .69
		default:
			units += .62
		}
	}
	if bold {
		units *= 1.12
	}
	return units * size
}

// inside records a shape that exceeds the canvas.
func (d *drawing) inside(r rect) {
	if r.x < 4 || r.y < 4 || r.x+r.w > d.width-4 || r.y+r.h > d.height-4 {
		d.slip("a shape at %s %s, %s by %s, leaves the canvas", num(r.x), num(r.y), num(r.w), num(r.h))
	}
}

// point is a place on the drawing.
type point struct{ x, y float64 }

// arrow draws a line through points with a head at its end.
func (d *drawing) arrow(points []point, class string) {
	const head = 7
	to, from := points[len(points)-1], points[len(points)-2]
	length := math.Hypot(to.x-from.x, to.y-from.y)
	ux, uy := (to.x-from.x)/length, (to.y-from.y)/length
	neck := point{to.x - head*ux, to.y - head*uy}
	d.line(append(points[:len(points)-1:len(points)-1], neck), class)
	d.printf(`<path class="a" d="M%s %sL%s %sL%s %sz"/>`, to.x, to.y,
		neck.x-uy*4, neck.y+ux*4, neck.x+uy*4, neck.y-ux*4)
}

func (d *drawing) line(points []point, class string) {
	d.printf(`<path class="%s" d="%s"/>`, strings.TrimSpace("l "+class), path(points))
}

func path(points []point) string {
	var p strings.Builder
	for i, at := range points {
		if i == 0 {
			p.WriteString("M")
		} else {
			p.WriteString("L")
		}
		p.WriteString(num(at.x) + " " + num(at.y))
	}
	return p.String()
}

// marks are the shapes of the options, 16 × 16, the same as in pages.
var marks = []string{
	`<circle cx="8" cy="8" r="6.5"/>`,
	`<rect x="2" y="2" width="12" height="12" rx="1.5"/>`,
	`<path d="M8 1.5 15 14H1z"/>`,
	`<path d="M8 .8 15.2 8 8 15.2.8 8z"/>`,
	`<path d="M4.5 2h7L15 8l-3.5 6h-7L1 8z"/>`,
	`<path d="M5.5 1.5h5v4h4v5h-4v4h-5v-4h-4v-5h4z"/>`,
}

// mark draws the shape of an option.
func (d *drawing) mark(option int, x, y float64) {
	d.printf(`<g class="o%d f" transform="translate(%s %s)">%s</g>`, option, x, y, marks[option])
}

// icons are line drawings, 24 × 24.
var icons = map[string]string{
	"people": "M8 10a3.2 3.2 0 1 0 0-6.4A3.2 3.2 0 0 0 8 10zM2 20c0-4 2.5-6.5 6-6.5s6 2.5 6 6.5zM16.5 10.5a2.7 2.7 0 1 0-1-5.2M17 13.7c3 " +
		".3 5 2.6 5 6.3h-4.5",
	"bolt":  "M13 2.5 5 13.5h6l-1 8 8-11h-6z",
	"clock": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.5 2",
	"file":  "M6 2.5h8l5 5v14H6zM14 2.5v5h5",
	"user":  "M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-4.5 3.2-7 8-7s8 2.5 8 7z",
	"mail":  "M3 5.5h18v13H3zM3.5 6l8.5 7 8.5-7",
	"tick":  "m4 13 5.5 5.5L20 6",
	"cross": "m6 6 12 12M18 6 6 18",
}

func (d *drawing) icon(name string, x, y float64) {
	d.printf(`<path class="i" transform="translate(%s %s)" d="%s"/>`, x, y, icons[name])
}
