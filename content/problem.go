package content

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"crossroads/text"
)

// Severity tells problems that make the content unusable from warnings.
type Severity string

const (
	Error   Severity = "error"   // the tree cannot be used
	Warning Severity = "warning" // the tree can be used, but somebody should review it
)

// Problem is one fault in the content, with its place and what to write instead.
type Problem struct {
	File         string // path inside the content tree, with slashes
	Line, Column int    // from 1; the column counts characters
	Severity     Severity
	Message      string
}

// String returns the problem as file:line:column: message.
func (p Problem) String() string {
	if p.Severity == Warning {
		return fmt.Sprintf("%s:%d:%d: warning: %s", p.File, p.Line, p.Column, p.Message)
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Message)
}

// Problems holds all problems found in one run, sorted by file and position.
type Problems []Problem

// maxPrinted bounds the lines of Problems.Error.
const maxPrinted = 50

// Error prints one problem per line, at most 50, and the number of the rest.
func (ps Problems) Error() string { return strings.Join(ps.Lines(), "\n") }

// Lines returns the lines of Error.
func (ps Problems) Lines() []string {
	lines := make([]string, 0, maxPrinted+1)
	for _, p := range ps[:min(len(ps), maxPrinted)] {
		lines = append(lines, p.String())
	}
	if more := len(ps) - maxPrinted; more > 0 {
		lines = append(lines, fmt.Sprintf("and %d more: correct these first", more))
	}
	return lines
}

// Errors returns the problems that make the content unusable.
func (ps Problems) Errors() Problems { return ps.of(Error) }

// Warnings returns the other problems.
func (ps Problems) Warnings() Problems { return ps.of(Warning) }

func (ps Problems) of(s Severity) Problems {
	var some Problems
	for _, p := range ps {
		if p.Severity == s {
			some = append(some, p)
		}
	}
	return some
}

// sorted returns the problems in order, without duplicates.
func (ps Problems) sorted() Problems {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Column, b.Column), cmp.Compare(a.Message, b.Message))
	})
	return slices.Compact(ps)
}

// at reports whether a problem is known at that place.
func (ps Problems) at(file string, line, column int) bool {
	return slices.ContainsFunc(ps, func(p Problem) bool {
		return p.File == file && p.Line == line && p.Column == column
	})
}

// maxSuggestions bounds the problems for which a suggestion is looked for: a file may have
// thousands of unknown words, and be compared with thousands of known ones.
const maxSuggestions = 1000

func (ps *Problems) add(file string, line, column int, format string, args ...any) {
	if len(*ps) >= maxSuggestions {
		for i := range args {
			if _, slow := args[i].(suggestion); slow {
				args[i] = "solve the other problems first"
			}
		}
	}
	*ps = append(*ps, Problem{file, max(line, 1), max(column, 1), Error, fmt.Sprintf(format, args...)})
}

func (ps *Problems) warn(file string, line, column int, format string, args ...any) {
	*ps = append(*ps, Problem{file, max(line, 1), max(column, 1), Warning, fmt.Sprintf(format, args...)})
}

// suggestion is a proposal of what to write instead of an unknown word. Finding it takes
// time, so it is only made when the message is formatted.
type suggestion struct {
	unknown string
	known   []string
}

func suggest(unknown string, known []string) suggestion { return suggestion{unknown, known} }

// String proposes the nearest known word if the difference may be a typing error, otherwise
// all known words if they are few.
func (s suggestion) String() string {
	unknown, known := s.unknown, s.known
	if len(known) == 0 {
		return "there is none yet"
	}
	nearest, least := "", max(2, len(unknown)/3)+1
	for _, word := range known {
		if len(word)-len(unknown) > least || len(unknown)-len(word) > least {
			continue // lengths alone differ by more than that
		}
		if d := text.Distance(unknown, word); d < len(word) && (d < least || d == least && nearest != "" && word < nearest) {
			nearest, least = word, d
		}
	}
	if nearest != "" {
		return fmt.Sprintf("did you mean %q?", nearest)
	}
	sorted := slices.Clone(known)
	slices.Sort(sorted)
	if sorted = slices.Compact(sorted); len(sorted) > 30 {
		return fmt.Sprintf("there are %d, such as %s", len(sorted), strings.Join(sorted[:5], ", "))
	}
	return "write one of " + strings.Join(sorted, ", ")
}
