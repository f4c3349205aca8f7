package main

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const committed = "../content/diagrams"

// TestCommitted holds the drawings in the content against what makes them.
func TestCommitted(t *testing.T) {
	drawn, err := drawAll(".")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(committed, "*.svg"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if _, ok := drawn[filepath.Base(file)]; !ok {
			t.Errorf("%s is made from nothing: add its text, or remove it", file)
		}
	}
	for name, want := range drawn {
		got, err := os.ReadFile(filepath.Join(committed, name))
		if err != nil {
			t.Errorf("%v; run make diagrams and commit", err)
		} else if string(got) != want {
			t.Errorf("%s is not what its source gives; run make diagrams and commit", name)
		}
	}
}

var address = regexp.MustCompile(`(?i)(href|src|url\(|@import|<script|\son[a-z]+=)`)

// TestAlone checks that drawings are well-formed and small, name themselves, and
// need nothing from outside, since browsers show them without that.
func TestAlone(t *testing.T) {
	drawn, err := drawAll(".")
	if err != nil {
		t.Fatal(err)
	}
	if len(drawn) < 15 {
		t.Errorf("got %d drawings, want at least 15", len(drawn))
	}
	for name, svg := range drawn {
		if len(svg) > 20_000 {
			t.Errorf("%s has %d bytes, want 20,000 at most", name, len(svg))
		}
		if found := address.FindString(svg); found != "" {
			t.Errorf("%s holds %q", name, found)
		}
		for _, want := range []string{"<title id=\"t\">", "<desc id=\"d\">", "prefers-color-scheme:dark", `viewBox="0 0 320 `} {
			if !strings.Contains(svg, want) {
				t.Errorf("%s lacks %q", name, want)
			}
		}
		for dec := xml.NewDecoder(strings.NewReader(svg)); ; {
			if _, err := dec.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Errorf("%s: %v", name, err)
				break
			}
		}
	}
}

const frame = "title a\ndesc b\nsize 320 100\n"

func TestParse(t *testing.T) {
	d, err := parse(frame + "// a comment\nbox 16 16 100 40 o1 | #one | ~two & three\narrow 20 60 20 80 both\nmark 3 40 60\nicon mail 60 60\ndb 120 16 80 44 plain | data\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`<rect class="o1" x="16" y="16" width="100" height="40" rx="6"/>`,
		`<text class="m b" x="66" y="32">one</text>`,
		`<text class="m s" x="66" y="50">two &amp; three</text>`,
		`<g class="o3 f" transform="translate(40 60)">`,
		`<path class="i" transform="translate(60 60)" d="M3 5.5`,
		`<path class="plain" d="M120 22v32a40 6 0 0 0 80 0v-32`,
	} {
		if !strings.Contains(d.svg(), want) {
			t.Errorf("the drawing lacks %s", want)
		}
	}
	if n := strings.Count(d.svg(), `<path class="a"`); n != 2 {
		t.Errorf("an arrow both ways has %d heads, want 2", n)
	}
}

func TestParseFails(t *testing.T) {
	for _, tt := range []struct{ source, want string }{
		{"title a\nsize 320 100\n", "title or desc is missing"},
		{"title a\ndesc b\n", "size is missing"},
		{frame + "circle 1 2 3", `line 4: there is no shape "circle"`},
		{frame + "box 16 16 100 40", "line 4: box takes 4 numbers and 1 words"},
		{frame + "box 16 16 100 40 red", `line 4: there is no style "red"`},
		{frame + "box 16 16 plain 100 40", "line 4: the number 100 stands after a word"},
		{frame + "mark 6 16 16", "line 4: there is no option 6"},
		{frame + "icon cat 16 16", `line 4: the number 16 stands after a word`},
		{frame + "arrow 16 16 20", "line 4: arrow takes two numbers for each of its points"},
		{frame + "text 16 16 centre | a", `line 4: there is no alignment "centre"`},
		{frame + "box 16 16 60 40 plain | far too many words", `the text "far too many words" is about`},
		{frame + "box 16 16 60 20 plain | one | two", "2 lines do not fit into a box 20 high"},
		{frame + "text 16 90 left | low", `the text "low" is too near the edge`},
		{frame + "box 300 16 60 40 plain", "leaves the canvas"},
	} {
		if _, err := parse(tt.source); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: got %v, want %q", tt.source, err, tt.want)
		}
	}
}
