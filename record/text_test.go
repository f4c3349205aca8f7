package record

import (
	"strings"
	"testing"
)

func TestLine(t *testing.T) {
	tests := []struct{ in, want string }{
		{"", ""},
		{"  Order   system\t2027\r\n", "Order system 2027"},
		{"a\x00b\x1b[31mc\x7f", "ab[31mc"},
		{"evil\u202egpj.exe", "evilgpj.exe"},
		{"\u2066a\u2069\u200f\u200e\u061cb\ufeff", "ab"},
		{"מערכת C++\u200f חדשה \u202e", "מערכת C++\u200f חדשה"},
		{"\u0890 \U000110cd \U00013430", "\u0890 \U000110cd \U00013430"},
		{"\uf0b7\tone \uf0e0 two \uf0b8", "• one → two ÷"},
		{"\uf0a3 200 ms, \uf0b1 5 %, 3 \uf0b4 4, \uf0b3 99 %, 5 \uf06ds, \uf0b9 \uf0d6", "≤ 200 ms, ± 5 %, 3 × 4, ≥ 99 %, 5 μs, ≠ √"},
		{"private \ue863 \uf0ff \U000f0001", "private \ue863 \uf0ff \U000f0001"},
		{"one\u2028two\u0085three", "one two three"},
		{"👩\u200d💻 क्\u200dष", "👩\u200d💻 क्\u200dष"},
		{"bad \xff byte", "bad \ufffd byte"},
		{"\ufffe\U000e0041x\ue000", "x\ue000"},
		{"🏴\U000e0067\U000e0062\U000e007f x\U000e0067", "🏴\U000e0067\U000e0062\U000e007f x"},
		{"\u180b\u1820\u180e\u06dd1", "\u180b\u1820\u180e\u06dd1"},
		{"عربي עברית", "عربي עברית"},
		{"\u3164\u2800 \uffa0", ""},
		{"<script>&amp;", "<script>&amp;"},
	}
	for _, test := range tests {
		if got := Line(test.in); got != test.want {
			t.Errorf("Line(%q) = %q, want %q", test.in, got, test.want)
		}
	}
}

func TestProseKeepsLines(t *testing.T) {
	if got, want := Prose("one\n\ttwo\r\n\u202ethree\vfour"), "one\n\ttwo\nthree\nfour"; got != want {
		t.Errorf("Prose = %q, want %q", got, want)
	}
}

func TestSeen(t *testing.T) {
	for text, want := range map[string]bool{"a": true, "\u200f \u200d\ufe0f": false, "\u0890": true, "": false} {
		if Seen(text) != want {
			t.Errorf("%q can be seen: %v", text, !want)
		}
	}
}

func TestTag(t *testing.T) {
	for typed, want := range map[string]string{
		"#Payments": "payments", "חיוב\u200f": "חיוב", "ｐａｙｍｅｎｔｓ": "payments", "cafe\u0301": "café", "ΟΔΟΣ": "οδος", "C#": "c#", "#": "#", "m²": "m²",
		"e\u2011Commerce": "e-commerce", "e–mail": "e-mail", "work\ufb02ow": "workflow", "ﾃﾞｽﾄ": "デスト", "İŞ": "iş", "Don’t": "don't", "①": "①",
	} {
		if got := Tag(typed); got != want {
			t.Errorf("%q becomes %q, want %q", typed, got, want)
		}
	}
}

// TestSought: the same word is found in whatever way it is written.
func TestSought(t *testing.T) {
	for title, words := range map[string][]string{
		"İSTANBUL Veri": {"istanbul", "ISTANBUL", "İstanbul"}, "IŞIK sistemi": {"ışık", "isik", "IŞIK"}, "Расчёт оплаты": {"расчет", "РАСЧЁТ"},
		"Οδός Αθήνα": {"ΑΘΗΝΑ", "ΟΔΟΣ", "αθηνα"}, "don’t panic": {"don't panic", "DON‘T"}, "A–B test": {"a-b test", "a—b"}, "محمد": {"مُحَمَّد"},
		"שָׁלוֹם": {"שלום"}, "Straße": {"STRASSE"}, "Plain": {"plain", "PLAIN"}, "किताब": {"किताब"},
	} {
		for _, word := range words {
			if !strings.Contains(Sought(title), Sought(word)) {
				t.Errorf("%q is not found in %q: %q, %q", word, title, Sought(word), Sought(title))
			}
		}
	}
	if strings.Contains(Sought("किताब"), Sought("कताब")) {
		t.Error("vowel signs that are letters do not count")
	}
}

// TestNamed: one person is one name, however a phone or a keyboard writes it.
func TestNamed(t *testing.T) {
	for _, same := range [][2]string{{"O’Neil", "O'Neil"}, {"Anne–Marie", "anne-marie"}, {"İpek", "ipek"}, {"Ada\u200d", "ADA"}, {"Zoe\u0308", "ZO\u00cb"}, {"Ａｄａ", "ada"}, {"Işık", "ışık"}} {
		if Named(same[0]) != Named(same[1]) {
			t.Errorf("%q and %q are two", same[0], same[1])
		}
	}
	for _, other := range [][2]string{{"Ada", "Ida"}, {"Dung", "Dũng"}, {"Dũng", "Dụng"}, {"Hoa", "Hòa"}, {"Šimon", "Simon"}, {"Anna", "Ánna"}} {
		if Named(other[0]) == Named(other[1]) {
			t.Errorf("%q and %q are one", other[0], other[1])
		}
	}
}
