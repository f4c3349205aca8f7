package content

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
)

// Files of content are typed on keyboards, with straight quotes. Pages show the curly ones of print, and this file
// alone makes them: of texts in YAML and of situations when they are decoded, and of articles between two passes of
// the parser. What users of the portal type is not content, and stays as it was typed.

// typeset returns a text with the apostrophes and quotation marks of print. Code between backticks stays, and so do
// web addresses.
func typeset(s string) string {
	if !strings.ContainsAny(s, `'"`) {
		return s
	}
	var out strings.Builder
	code, address := false, false
	for i := range len(s) {
		switch {
		case s[i] == '`':
			code = !code
		case strings.HasPrefix(s[i:], "://"):
			address = true
		case s[i] == ' ' || s[i] == '\n':
			address = false
		}
		if curly := mark(s, i); curly != "" && !code && !address {
			out.WriteString(curly)
		} else {
			out.WriteByte(s[i])
		}
	}
	return out.String()
}

// mark returns what stands in print for the straight mark at s[i], or "" if there is none. An escaped mark stays.
// A mark opens if a word may begin after it, and closes if one may end before it.
func mark[T string | []byte](s T, i int) string {
	if s[i] != '\'' && s[i] != '"' {
		return ""
	}
	before, _ := utf8.DecodeLastRuneInString(string(s[max(0, i-utf8.UTFMax):i]))
	after, _ := utf8.DecodeRuneInString(string(s[i+1 : min(len(s), i+1+utf8.UTFMax)]))
	word := func(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) }
	opens := i == 0 || unicode.IsSpace(before) || strings.ContainsRune("([{–—*_", before) && word(after)
	switch {
	case before == '\\':
		return ""
	case s[i] == '"' && opens:
		return "“"
	case s[i] == '"':
		return "”"
	case opens && !unicode.IsDigit(after): // '90s has lost something
		return "‘"
	}
	return "’"
}

// typeset gives the texts of a situation the marks of print.
func (s *Situation) typeset() {
	s.Text = typeset(s.Text)
	for i := range s.Judgements {
		s.Judgements[i].Facts = typeset(s.Judgements[i].Facts)
	}
	for i := range s.Encodings {
		for j := range s.Encodings[i].Parts {
			s.Encodings[i].Parts[j].Name = typeset(s.Encodings[i].Parts[j].Name)
		}
	}
}

// straight takes back what typeset does.
func straight(s string) string { return straightener.Replace(s) }

var straightener = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`)

// typesetBody returns the source of an article with the marks of print in its running text; code, addresses and
// markup stay. root is the parsed source.
func typesetBody(root ast.Node, source []byte) []byte {
	var out bytes.Buffer
	done := 0
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if n.Kind() == ast.KindCodeSpan {
			return ast.WalkSkipChildren, nil
		}
		t, ok := n.(*ast.Text)
		if !ok || !entering || t.IsRaw() {
			return ast.WalkContinue, nil
		}
		for i := max(done, t.Segment.Start); i < t.Segment.Stop; i++ {
			if curly := mark(source, i); curly != "" {
				out.Write(source[done:i])
				out.WriteString(curly)
				done = i + 1
			}
		}
		return ast.WalkContinue, nil
	})
	out.Write(source[done:])
	return out.Bytes()
}
