package origin

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Allows reports whether a source of frame-ancestors lets a page of an origin show a frame of
// self (Content Security Policy 3, 6.7.2).
//
// It differs from the standard in one rule: there no IP address but 127.0.0.1 matches, while
// Chromium, by test, compares addresses like names.
func Allows(source string, self, from Origin) bool {
	source = strings.ToLower(source)
	switch {
	case source == "'none'" || source == "":
		return false
	case source == "'self'":
		return isSelf(self, from)
	case source == "*":
		return true // "*" covers network schemes, and every Origin is http or https
	case strings.HasSuffix(source, ":") && !strings.Contains(source, "//"):
		return schemeAllows(strings.TrimSuffix(source, ":"), from.Scheme)
	}
	scheme, rest, found := strings.Cut(source, "://")
	if !found {
		scheme, rest = self.Scheme, source
	}
	rest, _, _ = strings.Cut(rest, "/") // paths are ignored, because ancestors have none
	host, port := splitPort(rest)
	return schemeAllows(scheme, from.Scheme) && hostAllows(host, from.Host) && portAllows(port, scheme, from)
}

// WhyNot explains in one sentence why a source does not cover an origin. It returns "" if it does.
func WhyNot(source string, self, from Origin) string {
	if Allows(source, self, from) {
		return ""
	}
	if source == "'self'" {
		return "Pages of this portal only."
	}
	twin := Origin{"https", from.Host, from.Port}
	if from.Usual() {
		twin.Port = 443
	}
	// the first origin that the source covers names the difference
	for _, other := range []struct {
		from Origin
		why  string
	}{
		{twin, "The wiki is at http, the list says https."},
		{Origin{from.Scheme, from.Host, UsualPort(from.Scheme)}, "The wiki has a port, the list does not name it."},
		{Origin{"https", from.Host, 443}, "The wiki is at http with a port, the list says https without."},
		{Origin{from.Scheme, "below." + from.Host, from.Port}, "It covers hosts below " + from.Host + ", not that host itself."},
	} {
		if Allows(source, self, other.from) {
			return other.why
		}
	}
	if o, wrong := Parse(source); wrong == "" && o.Host == from.Host {
		return "The list names another port."
	}
	return "Another host."
}

// isSelf reports whether an origin is the same as self, or its https counterpart.
func isSelf(self, from Origin) bool {
	return self == from || self.Host == from.Host && from.Scheme == "https" && self.Usual() && from.Usual()
}

// schemeAllows compares schemes. A source of http covers https too.
func schemeAllows(source, scheme string) bool {
	return source == scheme || source == "http" && scheme == "https"
}

// hostAllows compares hosts. "*.example.org" covers every host below example.org, but not
// example.org.
func hostAllows(source, host string) bool {
	if suffix, wild := strings.CutPrefix(source, "*"); wild {
		return suffix == "" || strings.HasPrefix(suffix, ".") && len(host) > len(suffix) && strings.HasSuffix(host, suffix)
	}
	return strings.Trim(source, "[]") == host
}

// portAllows compares ports. No port means the default port of the page's scheme, so that a source
// of http covers the https counterpart.
func portAllows(port, scheme string, from Origin) bool {
	switch port {
	case "":
		return from.Usual()
	case "*":
		return true
	case "80": // port 80 covers the move to HTTPS
		return from.Port == 80 || scheme == "http" && from.Scheme == "https" && from.Usual()
	}
	n, err := strconv.Atoi(port)
	return err == nil && n == from.Port
}

func splitPort(s string) (host, port string) {
	if i := strings.LastIndexByte(s, ':'); i >= 0 && !strings.HasSuffix(s, "]") {
		return s[:i], s[i+1:]
	}
	return s, ""
}

// Ancestors writes the sources of the frame-ancestors directive. Browsers disagree about sources
// with a path, so only origins are accepted. The portal's own pages are always included, for the
// previews at /embed. any-https becomes "*", the only source for all https sites that the
// checkers of both Iframely and Outline accept. It covers http pages too, which weakens nothing:
// whoever can change an http page can also set up an https one.
func Ancestors(list []string) (string, error) {
	if len(list) == 0 {
		return "'self'", nil
	}
	sources := make([]string, 0, len(list)+1)
	for _, item := range list {
		switch {
		case item == "any-https" || item == "https:":
			if len(list) > 1 {
				return "", errors.New("any-https already allows every https site; remove it or the others")
			}
			return "*", nil
		case item == "self" || item == "'self'":
			// added below
		case Valid(item):
			sources = append(sources, item)
		case item == "none" || item == "'none'":
			return "", fmt.Errorf("%q is not an origin; leave the list out, and only pages of the portal show its frames", item)
		case item == "*" || item == "https://*":
			return "", fmt.Errorf("%q is not an origin; write any-https, alone, to allow every https site", item)
		case strings.Contains(item, " ") && !slices.ContainsFunc(strings.Fields(item), func(s string) bool { return !Valid(s) }):
			return "", fmt.Errorf("%q are several origins; write %s", item, strings.Join(strings.Fields(item), ","))
		default:
			return "", fmt.Errorf("%q is not an origin; write %s", item, suggest(item))
		}
	}
	return strings.Join(append(sources, "'self'"), " "), nil
}

// suggest returns the source that was probably meant, in the accepted form.
func suggest(item string) string {
	s := strings.TrimSpace(item)
	if !strings.Contains(s, "://") {
		s = "https://" + s
	}
	const wild = "://*."
	if u, err := url.Parse(strings.Replace(s, wild, "://", 1)); err == nil {
		from, err := Of(u)
		origin := from.String()
		if strings.Contains(s, wild) {
			origin = strings.Replace(origin, "://", wild, 1)
		}
		if err == nil && Valid(origin) {
			return origin
		}
	}
	return "scheme and host in lower case, for example https://wiki.example.org"
}
