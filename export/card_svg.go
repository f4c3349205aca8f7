package export

import (
	"fmt"
	"html"
	"strings"

	"crossroads/format"
	"crossroads/lettering"
)

// cardInks are the colours of cards, light and dark: those of app.css.
var cardInks = map[string][2]string{
	"page": {"#fbfaf7", "#11141a"}, "ink": {"#171a22", "#e8eaf0"}, "soft": {"#565b67", "#a6adbb"}, "line": {"#e2ded4", "#2b313e"},
	"accent": {"#213b80", "#a8bbff"},
	"o0":     {"#d55e00", "#f5893d"}, "o1": {"#0072b2", "#56b4e9"}, "o2": {"#008f68", "#2bc49a"}, "o3": {"#b3578e", "#e59cc8"},
	"o4": {"#a06f00", "#e69f00"}, "o5": {"#4a4d55", "#c9ccd3"}, "o6": {"#3a8dbf", "#9bd6fb"}, "o7": {"#857b00", "#f0e442"},
	"white": {"#ffffff", "#ffffff"}, "black": {"#000000", "#000000"}, // scanners expect dark on light
}

var inkNames = []string{"page", "ink", "soft", "line", "accent", "o0", "o1", "o2", "o3", "o4", "o5", "o6", "o7", "white", "black"}

// SVG draws the card. The picture has no scripts and no addresses, and follows the reader's colour
// scheme.
func (c Card) SVG() string {
	var b strings.Builder
	alt := html.EscapeString(c.Alt)
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-label="%s">`+
		`<title>%s</title><style>text{font-family:Go,"Helvetica Neue",Arial,"Liberation Sans",sans-serif}.b{font-weight:700}`,
		c.Width, c.Height, c.Width, c.Height, alt, alt)
	dark := ""
	for _, name := range inkNames {
		fmt.Fprintf(&b, ".%s{fill:%s}", name, cardInks[name][0])
		dark += "." + name + "{fill:" + cardInks[name][1] + "}"
	}
	b.WriteString("@media (prefers-color-scheme:dark){" + dark + "}</style>")
	for _, item := range c.Items {
		item.svg(&b)
	}
	b.WriteString("</svg>\n")
	return b.String()
}

func (i cardItem) svg(b *strings.Builder) {
	if i.Code != nil {
		fmt.Fprintf(b, `<path class="%s" stroke="#000" transform="translate(%s %s) scale(%s)" shape-rendering="crispEdges" d="%s"/>`, i.Ink,
			format.Coord(i.X), format.Coord(i.Y), format.Coord(i.Size), i.Code.Path())
		return
	}
	if i.Points == nil {
		class, anchor := i.Ink, ""
		if i.Bold {
			class += " b"
		}
		rightToLeft := lettering.RightToLeft(i.Text) // begins at its right end
		if i.End != rightToLeft {
			anchor = ` text-anchor="end"`
		}
		if rightToLeft {
			anchor += ` direction="rtl"`
		}
		fmt.Fprintf(b, `<text class="%s" x="%s" y="%s" font-size="%s"%s>%s</text>`, class, format.Coord(i.X), format.Coord(i.Y),
			format.Coord(i.Size), anchor, html.EscapeString(i.Text))
		return
	}
	fmt.Fprintf(b, `<polygon class="%s" points="`, i.Ink)
	for n, p := range i.Points {
		if n > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(format.Coord(p[0]) + "," + format.Coord(p[1]))
	}
	b.WriteString(`"/>`)
}
