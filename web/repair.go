package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"crossroads/text"
)

// savedPath is an address below a saved assessment, a comparison of two, or a round.
var savedPath = regexp.MustCompile(`^(?:/embed)?/a/[a-z2-7]{26}(?:/.*)?$|^/diff/[a-z2-7]{26}/[a-z2-7]{26}$|^/t/[a-z2-7]{26}$`)

// repairedAddress undoes what chats, mails and word processors do to a link that is
// pasted into them: a full stop or a bracket after it becomes part of it, characters
// that nobody sees get in, capitals come, "?" and "#" are encoded. It returns the
// path without them, and what follows it. Nothing in an address of the portal needs
// a capital or ends with a sign.
func repairedAddress(path string) (clean, query, fragment string) {
	path, fragment, _ = strings.Cut(path, "#")
	if i := strings.IndexAny(path, "?&"); i >= 0 {
		path, query = path[:i], strings.TrimLeft(path[i:], "?&")
	}
	var kept []string
	for segment := range strings.SplitSeq(strings.Map(visible, path), "/") {
		if segment = strings.TrimFunc(strings.ToLower(segment), sign); segment != "" {
			kept = append(kept, segment)
		}
	}
	return "/" + strings.Join(kept, "/"), query, fragment
}

// visible drops spaces and what has no shape: no address holds any.
func visible(c rune) rune {
	if unicode.IsSpace(c) || unicode.In(c, unicode.Cc, unicode.Cf, unicode.Co) || c == unicode.ReplacementChar {
		return -1
	}
	return c
}

// sign is what stands before and after a link in a text.
func sign(c rune) bool { return unicode.IsPunct(c) || unicode.IsSymbol(c) }

// sendRepaired sends a reader who followed a mangled link to the address that was
// meant. It returns false when there is none, or when it is the one that was asked.
func (s *server) sendRepaired(w http.ResponseWriter, r *http.Request) bool {
	if r.Method != http.MethodGet && r.Method != http.MethodHead || wantsJSON(r) {
		return false
	}
	path, query, fragment := repairedAddress(r.URL.Path)
	if path == r.URL.Path || s.fixed[path] == nil && !savedPath.MatchString(path) {
		return false
	}
	more, _ := url.ParseQuery(query) // what cannot be read was no query
	target := url.URL{Path: path, RawQuery: strings.Trim(more.Encode()+"&"+r.URL.RawQuery, "&"), Fragment: fragment}
	w.Header()["Location"] = []string{target.String()}
	w.WriteHeader(http.StatusMovedPermanently)
	return true
}

// saidTried names what was looked for, when an address that nothing is at looks
// mangled.
func saidTried(r *http.Request) string {
	path, _, _ := repairedAddress(r.URL.Path)
	if path == r.URL.Path {
		return ""
	}
	return " Tried: " + text.Quote(r.URL.Path) + " and " + text.Quote(path) + "."
}
