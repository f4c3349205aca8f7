package link

import (
	"slices"
	"strings"
	"unicode"

	"crossroads/text"
)

// Repair undoes what chats, mail programs and word processors do to the path of a link:
// a full stop, a bracket or the next words get attached, invisible characters get
// inserted, an id is broken over two lines, small letters become capitals, and "?" and "#" are encoded.
//
// It returns the path without the damage, and the query and the fragment that were
// encoded into it. A path of the portal comes back as it is: such paths hold
// a-z, 0-9, "-", "." and "_", and end with a letter or a digit.
func Repair(path string) (clean, query, fragment string) {
	path, fragment, _ = strings.Cut(path, "#")
	fragment = strings.TrimRightFunc(fragment, text.Sign)
	if i := strings.IndexAny(path, "?&"); i >= 0 {
		path, query = path[:i], strings.TrimLeft(path[i:], "?&")
	}
	path = strings.ReplaceAll(strings.Map(visible, path), `\`, "/")
	var kept []string
	for segment := range strings.SplitSeq(strings.ToLower(path), "/") {
		segment = strings.TrimLeftFunc(strings.TrimRightFunc(segment, text.Sign), opening)
		address, words := segment, ""
		if id, after, ok := idIn(segment); ok && namesID(kept) {
			address, words = id, after
		} else if outside := strings.IndexFunc(segment, outsideAddress); outside >= 0 {
			address, words = strings.TrimRightFunc(segment[:outside], text.Sign), segment[outside:]
		}
		switch {
		case address == "" && segment != "": // nothing of it is
			kept = append(kept, segment)
		case address != "":
			kept = append(kept, address)
		}
		if address != "" && words != "" { // of the text around the link
			break
		}
	}
	return "/" + strings.Join(kept, "/"), query, fragment
}

// namesID reports whether an id follows the segments of a path.
func namesID(before []string) bool {
	if len(before) == 0 {
		return false
	}
	return slices.Contains([]string{"a", "t", "diff", "assessments"}, before[len(before)-1]) || slices.Contains(before, "diff")
}

// idLength is that of the ids of assessments and the links to rounds.
const idLength = 26

// idIn finds an id at the start of a segment, which may be broken by a hyphen or by
// spaces, and what follows it.
func idIn(segment string) (id, after string, ok bool) {
	for i, c := range segment {
		switch after = segment[i:]; {
		case len(id) == idLength:
			return id, after, text.Sign(c) || outsideAddress(c) || strings.HasPrefix(after, "http")
		case c >= 'a' && c <= 'z' || c >= '2' && c <= '7':
			id += string(c)
		case c != '-' && c != '=' && !unicode.IsSpace(c):
			return "", "", false
		}
	}
	return id, "", len(id) == idLength
}

// opening reports whether a sign can stand before a link that is put between two.
func opening(c rune) bool {
	return unicode.IsSpace(c) || strings.ContainsRune("<([{\"'“„«‘*`「（【", c)
}

func outsideAddress(c rune) bool {
	return (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '.' && c != '_'
}

// visible drops what has no shape, except the ends of lines: no address holds any.
func visible(c rune) rune {
	switch c {
	case unicode.ReplacementChar:
		return -1
	case '\n', '\r', '\t':
		return ' '
	}
	return text.Visible(c)
}
