package export

import (
	"regexp"
	"strings"

	"crossroads/format"
	"crossroads/record"
)

var markdownSpecials = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`,
	"#", `\#`, "|", `\|`, "~", `\~`, "$", `\$`, "{", `\{`, "}", `\}`, format.NBSP, " ",
)

// numbered begins like an item of a numbered list.
var numbered = regexp.MustCompile(`^[0-9]+[.)]( |$)`)

// entity is an ampersand that begins a character reference.
var entity = regexp.MustCompile(`&([#a-zA-Z])`)

// markdown is any text as one line that Markdown shows as it is.
func markdown(s string) string {
	s = entity.ReplaceAllString(markdownSpecials.Replace(record.Line(s)), `\&$1`)
	digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
	switch {
	case s == "":
		return s
	case strings.ContainsRune("+-=:!", rune(s[0])): // a list, a rule, an underline, an admonition
		return `\` + s
	case numbered.MatchString(s):
		return s[:digits] + `\` + s[digits:]
	}
	return s
}

var noteSpecials = strings.NewReplacer("&", "&amp;", "<", "&lt;", "[", "&#91;", "]", "&#93;", "$", "&#36;", "{", "&#123;")

// quoted is a note as a block quotation, so that its headings stay out of the
// outline. Emphasis, lists and code work; HTML, links and images become text.
func quoted(note string) string {
	note = noteSpecials.Replace(record.Prose(note))
	return "> " + strings.ReplaceAll(note, "\n", "\n> ")
}
