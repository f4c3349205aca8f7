package link

import (
	"strings"
	"unicode"

	"crossroads/text"
)

// Repair undoes what chats, mail programs and word processors do to the path of a link:
// a full stop, a bracket or the next words get attached, invisible characters get
// inserted, small letters become capitals, and "?" and "#" are encoded.
//
// It returns the path without the damage, and the query and the fragment that were
// encoded into it. A path of the portal comes back as it is: such paths hold
// a-z, 0-9, "-", "." and "_", and end with a letter or a digit.
func Repair(path string) (clean, query, fragment string) {
	path, fragment, _ = strings.Cut(path, "#")
	if i := strings.IndexAny(path, "?&"); i >= 0 {
		path, query = path[:i], strings.TrimLeft(path[i:], "?&")
	}
	var segments []string
	for segment := range strings.SplitSeq(strings.Map(visible, path), "/") {
		segment = strings.TrimLeft(strings.TrimRightFunc(strings.ToLower(segment), text.Sign), opening)
		address := segment // the part of it that can belong to an address
		if outside := strings.IndexFunc(segment, outsideAddress); outside >= 0 {
			address = strings.TrimRightFunc(segment[:outside], text.Sign)
		}
		switch {
		case address == "" && segment != "": // no part of it can, so it is left as it is
			segments = append(segments, segment)
		case address != "":
			segments = append(segments, address)
		}
		if address != "" && address != segment { // from here on it is the text around the link
			break
		}
	}
	return "/" + strings.Join(segments, "/"), query, fragment
}

// opening holds the characters that can precede a link set between two signs.
const opening = "<([{\"'“„«‘"

func outsideAddress(c rune) bool {
	return (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '.' && c != '_'
}

// visible drops characters that have no shape, and invalid UTF-8: no address holds either.
func visible(c rune) rune {
	if c == unicode.ReplacementChar {
		return -1
	}
	return text.Visible(c)
}
