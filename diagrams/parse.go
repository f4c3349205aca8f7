package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// parse reads a text that describes a drawing: one shape per line, in drawing order.
//
//	title TEXT                      what the diagram shows, for those who do not see it
//	desc TEXT                       the same at length; several lines are joined
//	size W H                        of the canvas; first among the shapes
//	box X Y W H STYLE | TEXT | …    a box with lines of text in its middle
//	group X Y W H STYLE | TEXT      a box with a heading, to put others into
//	db X Y W H STYLE | TEXT | …     a database
//	text X Y ALIGN | TEXT | …       lines of text; ALIGN is left, middle or right
//	arrow X Y X Y …                 a line with a head; "dashed" and "both" may follow
//	line X Y X Y …                  a line; "dashed" may follow
//	mark N X Y                      the shape of option N, 16 wide
//	icon NAME X Y                   an icon, 24 wide
//
// A text is bold after "#", a heading after "##", small after "~". A style is
// plain, sunken, ghost, tint, you, good, warn, or o0 to o5 for the colour of an
// option. Lines that begin with // are comments. Positions are of the upper left
// corner, for text of the base line; lengths are units of drawing.
func parse(source string) (*drawing, error) {
	d := &drawing{}
	for n, text := range strings.Split(source, "\n") {
		text = strings.TrimSpace(text)
		if text == "" || strings.HasPrefix(text, "//") {
			continue
		}
		if err := d.command(text); err != nil {
			return nil, fmt.Errorf("line %d: %w", n+1, err)
		}
	}
	switch {
	case d.title == "" || d.desc == "":
		return nil, fmt.Errorf("title or desc is missing")
	case d.width == 0:
		return nil, fmt.Errorf("size is missing")
	case len(d.slips) > 0:
		return nil, fmt.Errorf("%s", strings.Join(d.slips, "\n"))
	}
	return d, nil
}

var boxStyles = []string{"plain", "sunken", "ghost", "tint", "you", "good", "warn", "o0", "o1", "o2", "o3", "o4", "o5"}

func (d *drawing) command(text string) error {
	name, rest, _ := strings.Cut(text, " ")
	switch name {
	case "title":
		d.title = rest
		return nil
	case "desc":
		d.desc = strings.TrimSpace(d.desc + " " + rest)
		return nil
	}
	head, tail, _ := strings.Cut(rest, "|")
	var lines []string
	for _, l := range strings.Split(tail, "|") {
		if l = strings.TrimSpace(l); l != "" {
			lines = append(lines, l)
		}
	}
	numbers, words, err := split(head)
	if err != nil {
		return err
	}
	return d.shape(name, numbers, words, lines)
}

// split separates the numbers of a line from its words.
func split(head string) (numbers []float64, words []string, err error) {
	for _, field := range strings.Fields(head) {
		v, err := strconv.ParseFloat(field, 64)
		switch {
		case err != nil:
			words = append(words, field)
		case len(words) > 0 && !isIcon(words[0]):
			return nil, nil, fmt.Errorf("the number %s stands after a word", field)
		default:
			numbers = append(numbers, v)
		}
	}
	return numbers, words, nil
}

func isIcon(name string) bool { return icons[name] != "" }

// wants gives the number of numbers and words that each shape takes; -1 is any.
var wants = map[string]struct{ numbers, words int }{
	"size": {2, 0}, "box": {4, 1}, "group": {4, 1}, "db": {4, 1}, "text": {2, 1},
	"mark": {3, 0}, "icon": {2, 1}, "arrow": {-1, -1}, "line": {-1, -1},
}

func (d *drawing) shape(name string, n []float64, words, lines []string) error {
	want, known := wants[name]
	switch {
	case !known:
		return fmt.Errorf("there is no shape %q", name)
	case want.numbers >= 0 && (len(n) != want.numbers || len(words) != want.words):
		return fmt.Errorf("%s takes %d numbers and %d words", name, want.numbers, want.words)
	case want.numbers == 4 && !slices.Contains(boxStyles, words[0]):
		return fmt.Errorf("there is no style %q", words[0])
	}
	switch name {
	case "size":
		d.width, d.height = n[0], n[1]
	case "box":
		d.box(rect{n[0], n[1], n[2], n[3]}, words[0], lines)
	case "group":
		d.group(rect{n[0], n[1], n[2], n[3]}, words[0], lines)
	case "db":
		d.database(rect{n[0], n[1], n[2], n[3]}, words[0], lines)
	case "mark":
		if int(n[0]) < 0 || int(n[0]) >= len(marks) {
			return fmt.Errorf("there is no option %s", num(n[0]))
		}
		d.mark(int(n[0]), n[1], n[2])
	case "icon":
		if !isIcon(words[0]) {
			return fmt.Errorf("there is no icon %q", words[0])
		}
		d.icon(words[0], n[0], n[1])
	case "text":
		return d.paragraph(n[0], n[1], words[0], lines)
	default:
		return d.route(name, n, words)
	}
	return nil
}

func (d *drawing) paragraph(x, y float64, align string, lines []string) error {
	room, class := map[string]float64{"left": d.width - x - 8, "middle": 2 * min(x-8, d.width-x-8), "right": x - 8}[align],
		map[string]string{"left": "", "middle": "m", "right": "e"}[align]
	if room == 0 {
		return fmt.Errorf("there is no alignment %q, or no room", align)
	}
	step := float64(line)
	for i, l := range lines {
		if strings.HasPrefix(l, "##") {
			step = 20
		}
		d.text(x, y+step*float64(i), class, l, room)
	}
	return nil
}

// route draws a line or an arrow.
func (d *drawing) route(name string, n []float64, words []string) error {
	if len(n) < 4 || len(n)%2 != 0 {
		return fmt.Errorf("%s takes two numbers for each of its points", name)
	}
	var points []point
	for i := 0; i < len(n); i += 2 {
		points = append(points, point{n[i], n[i+1]})
	}
	class := ""
	if slices.Contains(words, "dashed") {
		class = "d"
	}
	if name == "line" {
		d.line(points, class)
		return nil
	}
	d.arrow(points, class)
	if slices.Contains(words, "both") {
		back := slices.Clone(points)
		slices.Reverse(back)
		d.arrow(back, class)
	}
	return nil
}
