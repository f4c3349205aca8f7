package export

import (
	"regexp"
	"strings"
	"unicode"

	"crossroads/format"
	"crossroads/note"
	"crossroads/record"
)

var markdownSpecials = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`,
	"|", `\|`, "~", `\~`, "$", `\$`, "{", `\{`, "}", `\}`, format.NBSP, " ", escapeMark, `\`,
)

// numbered begins like an item of a numbered list, or in a title like the number of the record.
var numbered = regexp.MustCompile(`^[0-9]+[.:)]( |$)`)

// answeredTo is what a report says to the person who answered: You answered “a” and “b” to “What?”.
var answeredTo = regexp.MustCompile(`You answered (“[^”]*”(?:(?:, | and | or )“[^”]*”)*) to “([^”]*)”`)

// toOthers takes the reader who answered out of the sentences of a report, since others read a record.
var toOthers = strings.NewReplacer("your answers", "the answers", "Your answers", "The answers", "your answer “", "the answer “",
	"You answered “", "The answer is “", "Your load figures", "The load figures", ", your load included", ", the load here included",
	"what you answered", "what was answered",
	"You have not answered anything yet", "Nothing is answered yet", " in your case", "",
	"You have said what matters to you, but answered no question yet, so nothing is known about your case",
	"It is said what matters, but no question is answered yet, so nothing is known about the case",
	"You answered every question, and", "Every question is answered, and",
	"to you: the answers alone", "most: the answers alone", "If you still cannot decide", "If that does not decide")

// told is a sentence of a report, in the words of a record.
func told(s string) string { return markdown(inRecord(s)) }

// toldInside is a sentence of a report for the middle of one of the record, without its full stop.
func (a *adr) toldInside(s string) string {
	return markdown(a.v.Small(strings.TrimSuffix(inRecord(s), ".")))
}

// inRecord leaves what stands between quotation marks: names of parts, questions and answers.
func inRecord(s string) string {
	var names []string
	s = quotation.ReplaceAllStringFunc(answeredTo.ReplaceAllString(s, "The answer to “$2” is $1"), func(name string) string {
		names = append(names, name)
		return "“" + nameMark + "”"
	})
	s = toOthers.Replace(s)
	for _, name := range names {
		s = strings.Replace(s, "“"+nameMark+"”", name, 1)
	}
	return s
}

var quotation = regexp.MustCompile(`“[^”]*”`)

// nameMark stands for a name, as escapeMark does for a backslash.
const nameMark = "\u0002"

// entity is an ampersand that begins a character reference.
var entity = regexp.MustCompile(`&([#a-zA-Z])`)

// escapedInside puts escapeMark before "_" and "#" where they are markup: not inside of a word, as in
// order_service and C#. Before a digit, "#" would be a link to an issue in some places.
func escapedInside(s string) string {
	runes := []rune(s)
	wordy := func(i int) bool {
		return i >= 0 && i < len(runes) && (unicode.IsLetter(runes[i]) || unicode.IsDigit(runes[i]))
	}
	var b strings.Builder
	for i, c := range runes {
		switch {
		case c == '_' && !(wordy(i-1) && wordy(i+1)),
			c == '#' && (!wordy(i-1) || i+1 < len(runes) && unicode.IsDigit(runes[i+1])):
			b.WriteString(escapeMark)
		}
		b.WriteRune(c)
	}
	return b.String()
}

// escapeMark stands for a backslash until typed backslashes have been escaped. Texts cannot contain
// it, because record.Line removes it.
const escapeMark = "\u0001"

// markdown escapes a text, as one line, so that Markdown shows it literally.
func markdown(s string) string {
	s = entity.ReplaceAllString(markdownSpecials.Replace(escapedInside(record.Line(s))), `\&$1`)
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

// quoted writes a note as a block quotation, so that its headings stay out of the outline. Emphasis,
// lists and code work; HTML, links and images become text.
func quoted(typed string) string {
	typed = "> " + strings.ReplaceAll(note.CommonMark(record.Prose(typed)), "\n", "\n> ")
	return strings.ReplaceAll(typed, "> \n", ">\n")
}
