package madr

import (
	"regexp"
	"slices"
	"strings"
)

// mostWraps is how often a record is unwrapped: each time all of it is copied.
const mostWraps = 20

// unwrapped removes what programs put around a whole record: the signs of a quoted mail, a
// fence of code in a chat, and comments before the front matter, such as a licence or an
// order to a linter.
func unwrapped(text string) string {
	for range mostWraps {
		lines := strings.Split(strings.Trim(text, " \t\n"), "\n")
		last := len(lines) - 1
		if strings.HasPrefix(lines[0], ">") && !slices.ContainsFunc(lines, unquoted) {
			for i, line := range lines {
				lines[i] = strings.TrimPrefix(strings.TrimPrefix(line, ">"), " ")
			}
		} else if found := code.FindStringSubmatch(lines[0]); found != nil && last > 0 && strings.TrimSpace(lines[last]) == found[1] {
			lines = lines[1:last]
		} else {
			break
		}
		text = strings.Join(lines, "\n") + "\n"
	}
	return text[len(comments.FindString(text)):]
}

func unquoted(line string) bool {
	return strings.TrimSpace(line) != "" && !strings.HasPrefix(line, ">")
}

var comments = regexp.MustCompile(`^\s*(?:<!--(?s:.*?)-->\s*)+`)

// conflicted reports whether a text has all the marks of a merge that is not settled.
func conflicted(text string) bool {
	for _, mark := range []string{"<<<<<<< ", "=======\n", ">>>>>>> "} {
		if !strings.Contains("\n"+text, "\n"+mark) {
			return false
		}
	}
	return true
}
