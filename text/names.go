package text

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// SplitNames reads a list of people as they are typed, or pasted from a mail program or a spreadsheet:
// with commas between them, or semicolons, tabs or ends of lines. Where something stronger than a comma
// separates names such as "Doe, John", each is turned round, since no entry holds a comma.
// `"Doe, John" <john@example.org>` is one name too.
func SplitNames(typed string) (list []string) {
	groups, semicolon := split(typed)
	turned := len(groups) > 1 || semicolon
	for _, group := range groups {
		// "Team Payments" between such names is a name too; "Ann, Bob; Carl" are three people.
		turned = turned && (len(group) == 2 || semicolon && len(group) == 1 && strings.Contains(group[0].text, " "))
	}
	for _, group := range groups {
		if turned && len(group) == 2 {
			list = append(list, turnRound(group[0].text, group[1].text))
			continue
		}
		for _, entry := range group {
			name, address := cutAddress(entry.text)
			if last, first, ok := strings.Cut(name, ","); ok && entry.quoted && !strings.Contains(first, ",") {
				entry.text = turnRound(last, first+address)
			}
			list = append(list, entry.text)
		}
	}
	return list
}

// SplitTags reads a list of words, with the same signs between them.
func SplitTags(typed string) (list []string) {
	groups, _ := split(typed)
	for _, group := range groups {
		for _, entry := range group {
			list = append(list, entry.text)
		}
	}
	return list
}

// SplitAccounts reads a list with one name on each line, as people and groups are called where they sign
// in. Those names may hold commas, as in "CN=ops,DC=example": only names in small letters, without spaces,
// are taken for several.
func SplitAccounts(typed string) (list []string) {
	for line := range strings.FieldsFuncSeq(typed, func(c rune) bool { return strings.ContainsRune(stronger, c) }) {
		line = listMark.ReplaceAllString(line, "")
		entries := SplitTags(line)
		if slices.ContainsFunc(entries, func(s string) bool { return !account.MatchString(s) }) {
			entries = []string{line}
		}
		list = append(list, entries...)
	}
	return list
}

var (
	listMark = regexp.MustCompile(`^\s*[-*•‣–]\s+`)
	account  = regexp.MustCompile(`^(?:[a-z0-9._-]+|\S+@\S+)$`)
)

// JoinNames writes a list as SplitNames and SplitTags read it. An entry that would be split
// stands between quotation marks.
func JoinNames(list []string) string {
	written := slices.Clone(list)
	for i, entry := range list {
		if !slices.Equal(SplitTags(entry), list[i:i+1]) {
			written[i] = quoteName(entry)
		}
	}
	if joined := strings.Join(written, ", "); slices.Equal(SplitTags(joined), list) {
		return joined
	}
	for i, entry := range list { // a bracket of one is closed in another
		written[i] = quoteName(entry)
	}
	return strings.Join(written, ", ")
}

func quoteName(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// named is an entry of a list. A quoted one may hold what separates others.
type named struct {
	text   string
	quoted bool
}

// Signs that stand between entries, in several scripts.
const (
	commas = ",，、،"
	// stronger separate what may hold commas; tabs and ends of lines are between cells.
	stronger   = semicolons + "\t\r\n\v\f\u0085\u2028\u2029"
	semicolons = ";；؛"
	// brackets open what follows a name.
	brackets = "<(（"
)

// split reads a list: groups with something stronger than a comma between them, and the entries
// of each. What stands in brackets or quotation marks is not split. It reports whether semicolons
// are there.
func split(typed string) (groups [][]named, semicolon bool) {
	var group []named
	var entry strings.Builder
	quoted := false
	endEntry := func() {
		if text := strings.TrimSpace(entry.String()); text != "" {
			group = append(group, named{text, quoted})
		}
		entry.Reset()
		quoted = false
	}
	endGroup := func() {
		if endEntry(); len(group) > 0 {
			groups, group = append(groups, group), nil
		}
	}
	for typed != "" {
		c, size := utf8.DecodeRuneInString(typed)
		switch {
		case strings.ContainsRune(commas, c):
			endEntry()
		case strings.ContainsRune(stronger, c):
			semicolon = semicolon || strings.ContainsRune(semicolons, c)
			endGroup()
		case c == '"' && strings.TrimSpace(entry.String()) == "":
			if inside, long := quotedName(typed); long > 0 {
				entry.Reset()
				entry.WriteString(inside)
				quoted, size = true, long
				break
			}
			entry.WriteByte('"')
		case strings.ContainsRune(brackets, c):
			size = max(size, len(bracketed.FindString(typed)))
			entry.WriteString(typed[:size])
		default:
			entry.WriteString(typed[:size])
		}
		typed = typed[size:]
	}
	endGroup()
	return groups, semicolon
}

// bracketed matches what begins with a bracket up to its partner.
var bracketed = regexp.MustCompile(`^(?:<[^<>]*>|\([^()]*\)|（[^（）]*）)`)

// quotedMark matches a text between quotation marks that an entry begins with.
var quotedMark = regexp.MustCompile(`^"((?:[^"\\]|\\.)*)"\s*(?:$|[` + brackets + commas + stronger + `])`)

// quotedName returns a text between quotation marks and its length with them, 0 if there is none.
func quotedName(typed string) (inside string, long int) {
	match := quotedMark.FindStringSubmatch(typed)
	if match == nil || strings.TrimSpace(match[1]) == "" {
		return "", 0
	}
	return escapedSign.ReplaceAllString(match[1], "$1"), len(match[1]) + 2
}

var escapedSign = regexp.MustCompile(`\\(["\\])`)

// turnRound writes "Doe" and "John <john@example.org>" as one name.
func turnRound(last, first string) string {
	first, address := cutAddress(strings.TrimSpace(first))
	return strings.TrimSpace(first+" "+strings.TrimSpace(last)) + address
}

// cutAddress cuts what stands in brackets after a name.
func cutAddress(name string) (bare, address string) {
	if i := strings.IndexAny(name, brackets); i > 0 {
		return strings.TrimSpace(name[:i]), " " + name[i:]
	}
	return name, ""
}
