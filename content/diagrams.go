package content

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// Diagram is an SVG drawing that pages show as an image.
type Diagram struct {
	Name          string // of the file, without extension
	Title, Desc   string // short and long description; may be empty
	Width, Height int    // CSS pixels at full size
	Body          string // the file
}

// URL returns the address of the drawing.
func (d *Diagram) URL() string { return "/diagrams/" + d.Name + ".svg" }

// readDiagrams reads each drawing. Browsers display images without scripts and external
// resources, so drawings that need them are refused.
func (l *loader) readDiagrams() {
	for _, file := range l.list("diagrams", ".svg") {
		l.checkSlug(file)
		text, ok := l.text(file)
		if !ok {
			l.undrawn = append(l.undrawn, slug(file))
			continue
		}
		l.diagrams = append(l.diagrams, readDiagram(file, text, l.problems))
	}
}

func readDiagram(file, text string, problems *Problems) *Diagram {
	d := &Diagram{Name: slug(file), Body: text}
	decoder := xml.NewDecoder(strings.NewReader(text))
	var open []string
	begun := false
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		line, column := decoder.InputPos()
		if err != nil {
			problems.add(file, line, column, "this is not well-formed SVG: %v", syntax(err))
			return d
		}
		switch token := token.(type) {
		case xml.StartElement:
			if !begun && !d.size(token) {
				problems.add(file, line, 1, noSize)
			}
			if slip := outside(token); slip != "" {
				problems.add(file, line, 1, needs, slip)
			}
			open, begun = append(open, token.Name.Local), true
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			d.words(strings.Join(open, "/"), string(token))
			if found := loads.FindString(string(token)); found != "" && slices.Contains(open, "style") {
				problems.add(file, line, 1, needs, "the drawing loads "+found)
			}
		}
	}
	if !begun {
		problems.add(file, 1, 1, noSize)
	}
	return d
}

const (
	noSize = `the first element has to be svg with a viewBox, such as viewBox="0 0 320 200", or with width and height`
	needs  = "%s: browsers leave that out of an image; draw it in the file itself"
)

func syntax(err error) string {
	var at *xml.SyntaxError
	if errors.As(err, &at) {
		return at.Msg
	}
	return err.Error()
}

// words records the title and the description of the whole drawing.
func (d *Diagram) words(path, text string) {
	switch text = typeset(strings.Join(strings.Fields(text), " ")); path {
	case "svg/title":
		d.Title += text
	case "svg/desc":
		d.Desc += text
	}
}

// size reads the size from the root element; false when that has none.
func (d *Diagram) size(svg xml.StartElement) bool {
	var width, height float64
	for _, a := range svg.Attr {
		switch a.Name.Local {
		case "width":
			width, _ = strconv.ParseFloat(strings.TrimSuffix(a.Value, "px"), 64)
		case "height":
			height, _ = strconv.ParseFloat(strings.TrimSuffix(a.Value, "px"), 64)
		}
	}
	for _, a := range svg.Attr {
		if box := strings.FieldsFunc(a.Value, func(r rune) bool { return r == ' ' || r == ',' }); a.Name.Local == "viewBox" &&
			len(box) == 4 && (width <= 0 || height <= 0) {
			width, _ = strconv.ParseFloat(box[2], 64)
			height, _ = strconv.ParseFloat(box[3], 64)
		}
	}
	d.Width, d.Height = int(math.Round(width)), int(math.Round(height))
	return svg.Name.Local == "svg" && d.Width > 0 && d.Height > 0
}

var loads = regexp.MustCompile(`(?i)url\(\s*["']?\s*(?:https?:|//|/)[^)]*\)|@import[^;]*`)

// outside describes why an element cannot work inside an image, "" if it can.
func outside(e xml.StartElement) string {
	switch e.Name.Local {
	case "script", "foreignObject":
		return "the drawing holds an element " + e.Name.Local
	}
	for _, a := range e.Attr {
		switch name := strings.ToLower(a.Name.Local); {
		case strings.HasPrefix(name, "on"):
			return "the drawing holds a script in " + a.Name.Local
		case name == "href" && e.Name.Local != "a" && !strings.HasPrefix(a.Value, "#") && !strings.HasPrefix(a.Value, "data:"):
			return "the drawing loads " + a.Value
		case loads.MatchString(a.Value):
			return "the drawing loads " + loads.FindString(a.Value)
		}
	}
	return ""
}

// diagram returns the drawing of that name, or nil.
func (l *loader) diagram(name string) *Diagram {
	for _, d := range l.diagrams {
		if d.Name == name {
			return d
		}
	}
	return nil
}

// checkDiagram returns the drawing at an address. If there is none, it reports that and
// returns nil.
func (l *loader) checkDiagram(address string, at place) *Diagram {
	name := slug(address)
	d := l.diagram(name)
	if d != nil && d.URL() == address {
		return d
	}
	for _, other := range l.undrawn {
		if other == name {
			return nil // reported already
		}
	}
	var names []string
	for _, d := range l.diagrams {
		names = append(names, path.Base(d.URL()))
	}
	hint := "add it"
	if len(names) > 0 {
		hint = suggest(path.Base(address), names).String()
	}
	at.fail("there is no file %s: %s", strings.TrimPrefix(address, "/"), hint)
	return nil
}

// illustrate attaches the drawing to an image.
func (l *loader) illustrate(link link) {
	if image, ok := link.node.(*ast.Image); ok {
		if d := l.diagram(slug(link.to)); d != nil {
			image.SetAttributeString("diagram", d)
		}
	}
}

// Diagram returns the drawing with a name, or nil.
func (l *Library) Diagram(name string) *Diagram {
	for _, d := range l.Diagrams {
		if d.Name == name {
			return d
		}
	}
	return nil
}
