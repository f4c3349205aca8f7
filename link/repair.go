package link

import (
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"crossroads/text"
)

// Repair undoes what chats, mail programs and word processors do to the path of a link:
// a full stop, a bracket or the next words get attached, invisible characters get
// inserted, an id is broken over two lines, small letters become capitals, hyphens become those of
// word processors, "?" and "#" are encoded, all is encoded twice, or the whole address stands after
// a host.
//
// It returns the path without the damage, and the query and the fragment that were
// encoded into it. A path of the portal comes back as it is: such paths hold
// a-z, 0-9, "-", "." and "_", and end with a letter or a digit.
func Repair(path string) (clean, query, fragment string) {
	path, fragment, _ = strings.Cut(site.ReplaceAllString(entity.ReplaceAllStringFunc(decoded(path), html.UnescapeString), ""), "#")
	fragment = strings.TrimRightFunc(fragment, text.Sign)
	if before, after, cut := strings.Cut(path, "？"); cut && strings.ContainsAny(after, "=＝") && !strings.ContainsAny(before, "?&") {
		path, query = before, strings.Map(text.Narrow, after)
	} else if i := strings.IndexAny(path, "?&"); i >= 0 {
		path, query = path[:i], strings.TrimLeft(path[i:], "?&")
	} else if found := matrix.FindStringSubmatch(path); found != nil && !strings.HasPrefix(strings.ToLower(found[2]), "jsessionid=") {
		path, query = found[1], found[2]
	}
	path = strings.ReplaceAll(path, `\`, "/")
	var kept []string
	for segment := range strings.SplitSeq(strings.ToLower(path), "/") {
		if n := len(kept); n > 0 && IsID(kept[n-1]) && strings.HasPrefix(segment, " ") { // the next words
			break
		}
		bare := strings.TrimRightFunc(segment, text.Sign)
		ends := strings.ContainsAny(segment[len(bare):], "<([{") // other text begins there, as in "ID](http:"
		segment = bare
		if len(kept) == 0 || kept[len(kept)-1] != "r" { // a revision has one number, which is written in one way
			segment = strings.TrimLeftFunc(segment, opening)
			if !strings.ContainsFunc(segment, ofASCII) {
				segment = strings.ToLower(strings.Map(narrow, segment))
			}
		}
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
		if address != "" && (words != "" || ends) { // of the text around the link
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

// IsID reports whether a text has the form of an id that Crossroads gives out.
func IsID(s string) bool {
	id, after, ok := idIn(s)
	return ok && id == s && after == ""
}

// IDs finds the ids and keys in a text that somebody pasted.
func IDs(typed string) (ids []string) {
	typed = strings.ToLower(strings.Map(text.Narrow, decoded(typed)))
	after := true // a sign, or the start
	for i, c := range typed {
		if after && !text.Sign(c) {
			if id, _, ok := idIn(typed[i:]); ok {
				ids = append(ids, id)
			}
		}
		after = text.Sign(c)
	}
	return ids
}

// Saved returns the paths of assessments in a text that somebody pasted, "/a/ID", each with all that follows it.
func Saved(typed string) (paths []string) {
	typed = strings.ToLower(strings.Map(text.Narrow, decoded(typed)))
	for i := range typed {
		if rest, found := strings.CutPrefix(typed[i:], "/a/"); found {
			if _, _, ok := idIn(rest); ok {
				paths = append(paths, typed[i:])
			}
		}
	}
	return paths
}

// idIn finds an id at the start of a segment, which may be broken by a hyphen or by
// spaces, and what follows it.
func idIn(segment string) (id, after string, ok bool) {
	for i, c := range segment {
		switch after = segment[i:]; {
		case len(id) == idLength:
			return id, after, text.Sign(c) || outsideAddress(c) || strings.HasPrefix(after, "http")
		case c >= 'a' && c <= 'z' || c >= '2' && c <= '7':
			id += string(c)
		case c == '0': // typed from paper: neither sign is in an id
			id += "o"
		case c == '8':
			id += "b"
		case c != '-' && c != '=' && !unicode.IsSpace(c):
			return "", "", false
		}
	}
	return id, "", len(id) == idLength
}

// opening reports whether a sign can stand before a link or a part of it.
func opening(c rune) bool { return text.Sign(c) && !strings.ContainsRune(".-_", c) }

// narrow is the letter, digit or hyphen of an address that one of full width stands for.
func narrow(c rune) rune {
	if n := text.Narrow(c); !outsideAddress(unicode.ToLower(n)) {
		return n
	}
	return c
}

func ofASCII(c rune) bool { return c < utf8.RuneSelf }

// decoded undoes further rounds of percent-encoding, and drops what has no shape.
func decoded(path string) string {
	for {
		path = strings.Map(visible, path)
		again := escape.ReplaceAllStringFunc(path, func(code string) string {
			c, _ := strconv.ParseUint(code[1:], 16, 8) // always valid
			return string([]byte{byte(c)})
		})
		if again == path {
			return path
		}
		path = again
	}
}

// matrix matches a query that begins with a semicolon, which also stood between fields once.
var matrix = regexp.MustCompile(`^([^;]*);([A-Za-z][A-Za-z0-9._-]*=[^\s/]*)$`)

// entity matches a character as HTML writes it. "&" between fields of a query has no ";".
var entity = regexp.MustCompile(`&(?:[A-Za-z]+|#[0-9]+|#[xX][0-9A-Fa-f]+);`)

var escape = regexp.MustCompile(`%[0-9A-Fa-f]{2}`)

// site matches the scheme and the host of an address that was put after those of a portal.
var site = regexp.MustCompile(`(?i)^/[/<(\["'“]*https?:/+[^/?#]+`)

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
	case '\u2010', '\u2011', '\ufe63', '\uff0d': // hyphens
		return '-'
	}
	return text.Visible(c)
}
