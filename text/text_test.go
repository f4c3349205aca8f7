package text

import (
	"strings"
	"testing"
)

func TestLine(t *testing.T) {
	for _, tt := range []struct{ typed, clean, problem string }{
		{"  a \n\t b ", "a b", ""},
		{"a\u202eb", "ab", ""},
		{"a\u200db", "a\u200db", ""}, // a joiner spells words
		{"ääääää", "ääääää", ""},
		{"a\u0308\u1112\u1161\u11ab", "a\u0308\u1112\u1161\u11ab", ""}, // two letters, of two and three characters
		{"a\u0308a\u0308a\u0308a\u0308a\u0308a\u0308", "a\u0308a\u0308a\u0308a\u0308a\u0308a\u0308", ""},
		{"\u200d\ufe0f\u115f", "", ""}, // nobody sees it
		{"sevenüü", "", "is longer than 6 characters"},
		{"a\x00b", "", "holds control characters"},
		{"\xff", "", "is not readable text"},
	} {
		if clean, problem := Line(tt.typed, 6); clean != tt.clean || problem != tt.problem {
			t.Errorf("%q gives %q, %q; want %q, %q", tt.typed, clean, problem, tt.clean, tt.problem)
		}
	}
}

func TestProse(t *testing.T) {
	for _, tt := range []struct{ typed, clean, problem string }{
		{" a\r\nb\rc\t\n", " a\nb\nc", ""},
		{"\n \t\n\tA\n1\t2\t\n", "\tA\n1\t2", ""},
		{"\u202e\n -\n -", " -\n -", ""},
		{"  line ", "line", ""},
		{"a\u2028b", "a\nb", ""},
		{"a\vb\fc\u0085", "a\nb\nc", ""},
		{"a\x1b[31m", "", "holds control characters in line 1, after “a”"},
		{"a\n\b", "", "holds control characters in line 2"},
		{"\xff", "", "is not readable text"},
		{strings.Repeat("ß", 7), "", "is longer than 6 characters"},
	} {
		if clean, problem := Prose(tt.typed, 6); clean != tt.clean || problem != tt.problem {
			t.Errorf("%q gives %q, %q; want %q, %q", tt.typed, clean, problem, tt.clean, tt.problem)
		}
	}
}

func TestQuote(t *testing.T) {
	for typed, want := range map[string]string{
		"":                         "“”",
		"a\x00b\u202ec\xff":        "“a·b·c·”",
		strings.Repeat("é", 61):    "“" + strings.Repeat("é", 60) + "…”",
		strings.Repeat("é", 60):    "“" + strings.Repeat("é", 60) + "”",
		"\u201cquoted\u201d & <b>": "“\u201cquoted\u201d & <b>”",
	} {
		if got := Quote(typed); got != want {
			t.Errorf("%q gives %q, want %q", typed, got, want)
		}
	}
	if got := Clip("éabc", 2); got != "éa" {
		t.Errorf("clipped to %q", got)
	}
}

func TestUTF8(t *testing.T) {
	for name, raw := range map[string]string{
		"plain": "{é}", "marked": "\ufeff{é}", "UTF-16": "\xff\xfe{\x00\xe9\x00}\x00", "big UTF-16": "\xfe\xff\x00{\x00\xe9\x00}",
		"UTF-16 without a mark": "{\x00\xe9\x00}\x00", "big UTF-16 without a mark": "\x00{\x00\xe9\x00}", "half a unit": "\xff\xfe{\x00\xe9\x00}\x00\x0a",
	} {
		if got := string(UTF8([]byte(raw))); got != "{é}" {
			t.Errorf("%s: %q", name, got)
		}
	}
	for _, raw := range []string{"", "x", "\x00", "\x00\x00", "{\xe9}"} {
		if got := string(UTF8([]byte(raw))); got != raw {
			t.Errorf("%q becomes %q", raw, got)
		}
	}
}
