package text

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// SplitNames reads a list of people as they are typed, or pasted from a mail program or a spreadsheet:
// with commas between them, or semicolons, tabs or ends of lines. Where something stronger than a comma
// separates names such as "Doe, John", and one of them shows that they are written so, each is turned round, since
// no entry holds a comma; "Ada, CTO" is then Ada (CTO). `"Doe, John" <john@example.org>` is one name too. Two people
// made one cannot be told from one, so entries stay apart where nothing shows what they are.
func SplitNames(typed string) (list []string) {
	groups, semicolon := split(inRows(typed))
	turned, shown := len(groups) > 1 || semicolon, 0
	pairs := make([]pair, len(groups))
	for i, group := range groups {
		group = withSuffixes(group)
		groups[i], pairs[i] = group, pairOf(group)
		// "Team Payments" between such names is a name too; "Ann, Bob; Carl" are three people.
		turned = turned && (pairs[i] != twoNames || len(group) == 1 && strings.Contains(group[0].text, " "))
		switch {
		case pairs[i] != oneName:
		case showsOrder(group):
			shown++
		case isGiven(group[0].text):
			shown--
		}
	}
	for i, group := range groups {
		switch {
		case !turned:
		case pairs[i] == oneName && shown > 0 && (!isGiven(group[0].text) || hasMail(group)):
			list = append(list, turnRound(group[0].text+group[0].suffix+group[1].suffix, group[1].text))
			continue
		case pairs[i] == nameAndRole:
			list = append(list, group[0].text+group[0].suffix+" ("+group[1].text+")")
			continue
		}
		for _, entry := range group {
			name, address := cutAddress(entry.text)
			if last, first, ok := strings.Cut(name, ","); ok && entry.quoted && !strings.Contains(first, ",") {
				entry.text = turnRound(last, first+address)
			}
			list = append(list, entry.text+entry.suffix)
		}
	}
	return list
}

// showsOrder reports whether a pair is surely one name, the last one first: its second half is a first name or an
// initial, the first begins as last names do, or one address stands behind both.
func showsOrder(group []named) bool {
	last, first := group[0].text, group[1].text
	return hasMail(group) || !isGiven(last) &&
		(isGiven(first) || initial.MatchString(first) || particle.MatchString(last) && strings.Contains(last, " "))
}

func hasMail(group []named) bool {
	_, behind := cutAddress(group[1].text)
	return strings.HasPrefix(behind, " <") && strings.Contains(behind, "@")
}

var initial = regexp.MustCompile(`^\p{Lu}\.`)

// isGiven reports whether a name begins with a first name.
func isGiven(name string) bool {
	_, name = cutTitles(name)
	words := strings.FieldsFunc(strings.ToLower(name), func(c rune) bool { return c == ' ' || c == '-' })
	return len(words) > 0 && givenNames()[words[0]]
}

// inRows writes rows of cells, a name with an address or a role in each, as names.
func inRows(typed string) string {
	if !strings.Contains(typed, "\t") {
		return typed
	}
	lines := strings.Split(strings.TrimSpace(typed), "\n")
	var rows []string
	for _, line := range lines {
		cells := strings.Split(strings.TrimSpace(line), "\t") // the first ones may be empty
		row := strings.TrimSpace(cells[0])
		for _, cell := range cells[1:] {
			switch cell = strings.TrimSpace(cell); {
			case address.MatchString(cell):
				row += " <" + mailLink.ReplaceAllString(cell, "") + ">"
			case role.MatchString(cell) && !strings.ContainsAny(cell, brackets+")"):
				row += " (" + cell + ")"
			case cell != "":
				return typed
			}
		}
		rows = append(rows, row)
	}
	if len(rows) == 1 && !strings.Contains(rows[0], " <") {
		return typed
	}
	return strings.Join(rows, "\n")
}

// pair is what a comma stands between.
type pair int

const (
	oneName     pair = iota // "Doe, John"
	nameAndRole             // "Ada, CTO"
	fullNames               // "Ann Bee, Cid Dee"
	twoNames                // "Platform team, Payments team": nor is it one name in the rest of the list
)

const (
	roles = `(?i:team|lead|leader|head|chief|manager|management|architects?|architecture|` +
		`engineer(?:s|ing)?|developers?|development|owner|director|officer|president|consultant|analyst|department|board|` +
		`operations|security|legal|finance|ops|(?-i:VP|CTO|CIO|CFO|CEO|COO|CISO|HR|IT|QA|SRE|PO|PM))`
	titles = `(?:(?i:Prof|Dr|Mr|Mrs|Ms|Mx|Ing|Mag|Mme|Mlle|Herrn?|Frau|Sir|Dame)\.?|(?:Hr|Fr)\.|` +
		`Dr\.-Ing\.|Dipl\.-\pL+\.?|(?:h\. ?c|rer|nat|med|phil|jur)\.)`
)

var (
	suffix = regexp.MustCompile(`^(?i:jr|sr|ph\.? ?d|m\.?sc|esq|inc|ltd|llc|gmbh|corp)\.?$|^(?:M\.?D\.?|MBA|[IV]{2,3})$`)
	// noLastName matches initials before a last name, names of accounts, and what has a list after it.
	noLastName = regexp.MustCompile(`^\p{Lu}\.|[:@0-9<(\[（]`)
	role       = regexp.MustCompile(`\b` + roles + `\b`)
	// working matches a first name with what somebody does behind it.
	working = regexp.MustCompile(`^(\S+(?:\s+\S+)*?)\s+(?:[-–—/|]\s+(\S.*)|(` + roles + `\b.*))$`)
	// titlesBefore and titlesBehind match the titles before and behind names.
	titlesBefore = regexp.MustCompile(`^(?:` + titles + `\s+)+`)
	titlesBehind = regexp.MustCompile(`(?:,?\s+` + titles + `)+$`)
	// dense matches letters of scripts whose names no comma turns round.
	dense = regexp.MustCompile(`[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}]`)
	// particle matches the beginning of last names of several words.
	particle = regexp.MustCompile(`^\p{Ll}|^(?:Van|Von|De|Del|Della|Di|Da|Dos|Du|La|Le|Al|El|Ben|Bin|St\.?) `)
)

// pairOf tells what two entries are. More or fewer are not one name either.
func pairOf(group []named) pair {
	if len(group) != 2 {
		return twoNames
	}
	_, first := cutTitles(group[0].text)
	second := group[1].text
	name, address := cutAddress(second)
	letter, _ := utf8.DecodeRuneInString(name)
	words := strings.Fields(strings.ToLower(first))
	switch {
	case !group[1].comma || dense.MatchString(first) || dense.MatchString(second),
		group[0].quoted || group[1].quoted || noLastName.MatchString(first) || strings.Contains(name, ":") || unicode.IsLower(letter),
		slices.ContainsFunc(strings.Fields(strings.ToLower(name)), func(word string) bool { return slices.Contains(words, word) }):
		return twoNames
	case address != "":
		return oneName
	case role.MatchString(first):
		return twoNames
	case role.MatchString(name) && !isGiven(name):
		return nameAndRole
	case len(words) > 1 && strings.Contains(name, " ") && !particle.MatchString(first):
		return fullNames
	}
	return oneName
}

// withSuffixes joins "Jr." to the name before it.
func withSuffixes(group []named) (joined []named) {
	for i, entry := range group {
		if i > 0 && !entry.quoted && suffix.MatchString(entry.text) {
			joined[len(joined)-1].suffix += " " + entry.text
		} else {
			joined = append(joined, entry)
		}
	}
	return joined
}

// SplitTags reads a list of words, with the same signs between them.
func SplitTags(typed string) (list []string) {
	groups, _ := split(typed)
	for _, group := range groups {
		for _, entry := range group {
			if words := strings.Fields(entry.text); !entry.quoted && len(words) > 1 && allMatch(words, hashtag) {
				list = append(list, words...)
			} else {
				list = append(list, entry.text)
			}
		}
	}
	return list
}

var hashtag = regexp.MustCompile(`^#[\pL\pN_]`)

// SplitAccounts reads a list with one name on each line, as people and groups are called where they sign
// in. Those names may hold commas and spaces, as in "CN=ops,DC=example": only names in small letters, those of
// a domain, addresses and mentions are taken for several. Of what mail programs write, the address counts.
func SplitAccounts(typed string) (list []string) {
	for line := range strings.FieldsFuncSeq(typed, func(c rune) bool { return strings.ContainsRune(stronger, c) }) {
		list = append(list, accountsOf(strings.TrimSpace(listMark.ReplaceAllString(line, "")))...)
	}
	return list
}

func accountsOf(line string) (list []string) {
	if mails, rest := mailboxes(line); len(mails) > 0 {
		return append(mails, accountsOf(rest)...)
	}
	entries := SplitTags(line)
	if !allMatch(entries, account) {
		entries = []string{line}
	}
	if words := strings.Fields(strings.ReplaceAll(line, ",", " ")); allMatch(words, address) || allMatch(words, mention) {
		entries = words
	}
	for _, entry := range entries {
		if mention.MatchString(entry) {
			entry = entry[1:]
		}
		list = append(list, mailLink.ReplaceAllString(entry, ""))
	}
	return list
}

// mailboxes returns the addresses that stand in brackets after names, and what follows them. An account
// may stand before a name, but not before half of one: "doe, john <john@x.org>" is one person.
func mailboxes(line string) (mails []string, rest string) {
	for rest = line; ; {
		found := mailbox.FindStringSubmatch(rest)
		if found == nil || strings.Count(found[1], ",") > 1 {
			return mails, rest
		}
		before, after, ok := strings.Cut(found[1], ",")
		if ok && account.MatchString(strings.TrimSpace(before)) && !account.MatchString(strings.TrimSpace(after)) {
			mails = append(mails, strings.TrimSpace(before))
		}
		mails, rest = append(mails, mailLink.ReplaceAllString(found[2], "")), rest[len(found[0]):]
	}
}

func allMatch(words []string, pattern *regexp.Regexp) bool {
	return !slices.ContainsFunc(words, func(word string) bool { return !pattern.MatchString(word) })
}

var (
	listMark = regexp.MustCompile(`^\s*(?:[-*•‣–▪▫●○◦■□☐☑☒✓✔✗➢❖]|[0-9]{1,3}[.)])\s+(?:(?:\[[ xX]\]|[☐☑☒])\s+)?`)
	account  = regexp.MustCompile(`^(?:[a-z0-9._-]+|[A-Za-z0-9.-]+\\[^\s\\]+|\S+@\S+)$`)
	address  = regexp.MustCompile(`^(?i:mailto:)?[^\s@<>]+@[^\s@<>]+$`)
	mention  = regexp.MustCompile(`^@[A-Za-z0-9][A-Za-z0-9._-]*$`)
	mailLink = regexp.MustCompile(`^(?i:mailto:)`)
	// mailbox is a name, which one comma may turn round, and an address.
	mailbox = regexp.MustCompile(`^\s*(?:"[^"]*"|([^<>"]*))\s*<((?i:mailto:)?[^\s@<>]+@[^\s@<>]+)>\s*(?:$|,)`)
)

// JoinNames writes a list as SplitNames and SplitTags read it. An entry that would be split, or joined to
// the one before it, stands between quotation marks.
func JoinNames(list []string) string {
	written := slices.Clone(list)
	for i, entry := range list {
		if !slices.Equal(SplitTags(entry), list[i:i+1]) || suffix.MatchString(entry) {
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
	suffix string // " Jr.", which a comma may stand before
	quoted bool
	comma  bool // after "," and not after a comma of another script
}

// Signs that stand between entries, in several scripts.
const (
	commas = ",，、،"
	// stronger separate what may hold commas; tabs and ends of lines are between cells.
	stronger   = semicolons + "\t\r\n\v\f\u0085\u2028\u2029"
	semicolons = ";；؛"
	// brackets open what follows a name.
	brackets = "<(（["
)

// split reads a list: groups with something stronger than a comma between them, and the entries
// of each. What stands in brackets or quotation marks is not split. It reports whether semicolons
// are there.
func split(typed string) (groups [][]named, semicolon bool) {
	var group []named
	var entry strings.Builder
	quoted, comma := false, false
	endEntry := func() {
		text := strings.TrimSpace(entry.String())
		if words := strings.Fields(text); !quoted && len(words) > 1 && allMatch(words, address) {
			for _, word := range words {
				group = append(group, named{text: word})
			}
		} else if text != "" {
			group = append(group, named{text: text, quoted: quoted, comma: comma})
		}
		entry.Reset()
		quoted = false
	}
	endGroup := func() {
		if endEntry(); len(group) > 0 {
			groups, group = append(groups, group), nil
		}
	}
	for typed = unlisted(typed); typed != ""; {
		c, size := utf8.DecodeRuneInString(typed)
		switch {
		case strings.ContainsRune(commas, c):
			endEntry()
			comma = c == ','
		case strings.ContainsRune(stronger, c):
			semicolon = semicolon || strings.ContainsRune(semicolons, c)
			endGroup()
		case strings.ContainsRune(quoteMarks, c) && strings.TrimSpace(entry.String()) == "":
			if inside, long := quotedName(typed); long > 0 {
				entry.Reset()
				entry.WriteString(inside)
				quoted, size = true, long
				break
			}
			entry.WriteRune(c)
		case strings.ContainsRune(brackets, c) && (c != '[' || strings.TrimSpace(entry.String()) != ""):
			size = max(size, len(bracketed.FindString(typed)))
			entry.WriteString(typed[:size])
			if c == '<' && nextMailbox.MatchString(typed[size:]) { // with only a space before the next
				endEntry()
				comma = false
			}
		default:
			entry.WriteString(typed[:size])
		}
		typed = typed[size:]
	}
	endGroup()
	return groups, semicolon
}

// nextMailbox matches another name with an address.
var nextMailbox = regexp.MustCompile(`^\s+\pL[^<>` + commas + stronger + `]*<[^\s@<>]+@[^\s@<>]+>`)

// unlisted takes the marks of a list off its lines. A number alone may be part of a name.
func unlisted(typed string) string {
	lines := strings.Split(typed, "\n")
	several := strings.Contains(strings.TrimSpace(typed), "\n")
	for i, line := range lines {
		mark := listMark.FindString(line)
		if mark == "" && strings.TrimSpace(line) != "" || !several && strings.ContainsAny(mark, "0123456789") {
			return typed
		}
		lines[i] = line[len(mark):]
	}
	return strings.Join(lines, "\n")
}

// bracketed matches what begins with a bracket up to its partner.
var bracketed = regexp.MustCompile(`^(?:<[^<>]*>|\([^()]*\)|（[^（）]*）|\[[^\[\]]*\])`)

// quoteMarks are the signs that a name may begin with. Phones and word processors make “ and „ of ".
const quoteMarks = `"“„”«»‹›'‘‚`

const afterQuote = `\s*(?:$|[` + `<(（\[` + commas + stronger + `])`

// quotedMark and curled match a text between quotation marks that an entry begins with.
var (
	quotedMark = regexp.MustCompile(`^"((?:[^"\\]|\\.)*)"` + afterQuote)
	curled     = regexp.MustCompile(`^(?:[“„”«»‹›]([^"“„”«»‹›]*)[“”«»‹›]|['‘‚]([^'‘‚’]*)['‘’])` + afterQuote)
)

// quotedName returns a text between quotation marks and its length with them, 0 if there is none.
func quotedName(typed string) (inside string, long int) {
	match := quotedMark.FindStringSubmatchIndex(typed)
	if match == nil {
		match = curled.FindStringSubmatchIndex(typed)
	}
	if match == nil {
		return "", 0
	}
	from, to := match[2], match[3]
	if from < 0 {
		from, to = match[4], match[5]
	}
	_, closing := utf8.DecodeRuneInString(typed[to:])
	if inside = typed[from:to]; strings.TrimSpace(inside) == "" {
		return "", 0
	}
	if typed[0] == '"' {
		inside = escapedSign.ReplaceAllString(inside, "$1")
	}
	return inside, to + closing
}

var escapedSign = regexp.MustCompile(`\\(["\\])`)

// turnRound writes "Doe" and "John <john@example.org>" as one name, "Dr. Doe" and "John" as Dr. John Doe, and "Doe" and
// "John HR", as address books of companies have them, as John Doe (HR).
func turnRound(last, first string) string {
	first, address := cutAddress(strings.TrimSpace(first))
	title, last := cutTitles(strings.TrimSpace(last))
	if behind := titlesBehind.FindStringIndex(first); behind != nil {
		title, first = title+strings.TrimSpace(first[behind[0]:])+" ", first[:behind[0]]
	}
	if found := working.FindStringSubmatch(first); found != nil && isGiven(first) {
		first, address = found[1], " ("+found[2]+found[3]+")"+address
	}
	return strings.TrimSpace(title+first+" "+last) + address
}

// cutTitles cuts "Prof. Dr. " off the front of a name.
func cutTitles(name string) (titles, rest string) {
	titles = titlesBefore.FindString(name)
	return titles, name[len(titles):]
}

// cutAddress cuts what stands in brackets after a name.
func cutAddress(name string) (bare, address string) {
	if i := strings.IndexAny(name, brackets); i > 0 {
		return strings.TrimSpace(name[:i]), " " + name[i:]
	}
	return name, ""
}
