// Package text cleans texts that people have typed before others see them, quotes
// them back to their author, and describes mistakes in them.
package text

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"crossroads/record"
)

// Limits of what a person may write, in characters.
const (
	MaxTitle    = 120
	MaxNote     = 4000
	MaxAuthor   = 80
	MaxPartName = 80
)

// Finding is something in the input of a person or a program that cannot be used.
type Finding struct {
	Field  string // form field or JSON path, "" for the whole
	Fact   string // what is wrong, one sentence
	Advice string // what was done about it, or what to do; one sentence, or ""
}

// Line checks a text of one line, of at most limit characters. It returns the text without invisible
// characters and with spaces collapsed, or the problem as the end of a sentence: "is longer than 80
// characters".
func Line(s string, limit int) (clean, problem string) {
	if !utf8.ValidString(s) {
		return "", "is not readable text"
	}
	clean = strings.Join(strings.Fields(s), " ")
	if strings.ContainsFunc(clean, unicode.IsControl) {
		return "", "holds control characters"
	}
	if clean = record.Line(clean); !record.Seen(clean) {
		clean = ""
	}
	if longer(clean, limit) {
		return "", "is longer than " + strconv.Itoa(limit) + " characters"
	}
	return clean, ""
}

// longer reports whether a text has more characters than a limit. A letter with its accents is one, even if a Mac or a
// file in PDF has taken it apart.
func longer(s string, limit int) bool {
	return utf8.RuneCountInString(s) > limit && utf8.RuneCountInString(record.Composed(s)) > limit
}

// lineEnds are ends of lines as word processors and files in PDF have them.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n", "\u0085", "\n")

// Prose checks a text of several lines in the same way. The first keeps its indentation: it says what the others belong
// to, and a tab is an empty cell.
func Prose(s string, limit int) (clean, problem string) {
	if !utf8.ValidString(s) {
		return "", "is not readable text"
	}
	clean = withoutBlank(lineEnds.Replace(s))
	if i := strings.IndexFunc(clean, func(c rune) bool { return unicode.IsControl(c) && c != '\n' && c != '\t' }); i >= 0 {
		before := clean[strings.LastIndexByte(clean[:i], '\n')+1 : i]
		problem = "holds control characters in line " + strconv.Itoa(strings.Count(clean[:i], "\n")+1)
		if runes := []rune(before); len(runes) > 0 {
			problem += ", after " + Quote(string(runes[max(0, len(runes)-20):]))
		}
		return "", problem
	}
	if clean = withoutBlank(record.Prose(clean)); !record.Seen(clean) {
		clean = ""
	}
	if longer(clean, limit) {
		return "", "is longer than " + strconv.Itoa(limit) + " characters"
	}
	return clean, ""
}

// withoutBlank returns a text without the blank lines around it.
func withoutBlank(s string) string {
	s = strings.TrimRightFunc(s, unicode.IsSpace)
	said := strings.TrimLeftFunc(s, unicode.IsSpace)
	if !strings.Contains(said, "\n") {
		return said
	}
	return s[strings.LastIndexByte(s[:len(s)-len(said)], '\n')+1:]
}

// UTF8 is a file that a person has edited, in UTF-8 and without a byte order mark: some
// editors and shells of Windows write UTF-16. Other encodings stay as they are.
func UTF8(raw []byte) []byte {
	order := binary.ByteOrder(binary.LittleEndian)
	switch {
	case bytes.HasPrefix(raw, []byte("\xff\xfe")):
	case bytes.HasPrefix(raw, []byte("\xfe\xff")), len(raw) > 1 && raw[0] == 0 && raw[1] != 0:
		order = binary.BigEndian
	case len(raw) < 2 || raw[0] == 0 || raw[1] != 0:
		return bytes.TrimPrefix(raw, []byte("\ufeff"))
	}
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = order.Uint16(raw[2*i:])
	}
	return bytes.TrimPrefix([]byte(string(utf16.Decode(units))), []byte("\ufeff"))
}

// Quote puts a text of the user between quotation marks, short and readable.
func Quote(s string) string {
	s = strings.Map(func(c rune) rune {
		if c == utf8.RuneError || !unicode.IsPrint(c) {
			return '·'
		}
		return c
	}, s)
	if runes := []rune(s); len(runes) > 60 {
		s = string(runes[:60]) + "…"
	}
	return "“" + s + "”"
}

// Clip cuts a text to n characters.
func Clip(s string, n int) string {
	if runes := []rune(s); len(runes) > n {
		return string(runes[:n])
	}
	return s
}

// Visible drops invisible characters, for strings.Map.
func Visible(c rune) rune {
	if unicode.In(c, unicode.Cc, unicode.Cf, unicode.Co) {
		return -1
	}
	return c
}

// Narrow returns the letter or sign that one of full width stands for, for strings.Map.
func Narrow(c rune) rune {
	if c >= '\uff01' && c <= '\uff5e' {
		return c - 0xfee0
	}
	return c
}

// Sign reports whether c can stand before or after a link or a word in a text.
func Sign(c rune) bool { return unicode.IsSpace(c) || unicode.IsPunct(c) || unicode.IsSymbol(c) }

// IsWebAddress reports whether a text is a complete web address without a password.
func IsWebAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != "" && u.User == nil &&
		!strings.ContainsAny(u.Host, "\"<>%") && !strings.ContainsAny(s, " \t\n")
}

// MaxDeep is how deep quotations and lists may be nested in Markdown, and Deep finds a line where they are
// deeper: parsers take time that grows with the square of it.
const MaxDeep = 32

var Deep = regexp.MustCompile(fmt.Sprintf(`(?m)^(?:[ \t]*(?:>|[-+*][ \t]|\d+[.)][ \t])){%d}`, MaxDeep))

// Typed returns a text as it was typed, as valid UTF-8.
func Typed(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }
