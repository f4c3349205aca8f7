package web

import (
	"strconv"
	"strings"

	"crossroads/web/deliver"
)

// allows reports whether a source of frame-ancestors lets a page of an origin
// show a frame of self, as Content Security Policy 3, 6.7.2, has it.
//
// One rule is left out: the standard lets no IP address but 127.0.0.1 match;
// Chromium, which was tried, compares them like names.
func allows(source string, self, from site) bool {
	source = strings.ToLower(source)
	switch {
	case source == "'none'" || source == "":
		return false
	case source == "'self'":
		return isSelf(self, from)
	case source == "*":
		return true // http and https are the network schemes; a site has no other
	case strings.HasSuffix(source, ":") && !strings.Contains(source, "//"):
		return schemeAllows(strings.TrimSuffix(source, ":"), from.scheme)
	}
	scheme, rest, found := strings.Cut(source, "://")
	if !found {
		scheme, rest = self.scheme, source
	}
	rest, _, _ = strings.Cut(rest, "/") // a path does not count for ancestors, which have none
	host, port := splitPort(rest)
	return schemeAllows(scheme, from.scheme) && hostAllows(host, from.host) && portAllows(port, scheme, from)
}

// isSelf is the same origin, or its https twin.
func isSelf(self, from site) bool {
	return self == from || self.host == from.host && from.scheme == "https" && self.usual() && from.usual()
}

// schemeAllows: a source of http also means https.
func schemeAllows(source, scheme string) bool {
	return source == scheme || source == "http" && scheme == "https"
}

// hostAllows: "*.example.org" means every host below example.org, not itself.
func hostAllows(source, host string) bool {
	if suffix, wild := strings.CutPrefix(source, "*"); wild {
		return suffix == "" || strings.HasPrefix(suffix, ".") && len(host) > len(suffix) && strings.HasSuffix(host, suffix)
	}
	return strings.Trim(source, "[]") == host
}

// portAllows: no port means the usual one of the page's scheme, so that a
// source of http covers the https twin.
func portAllows(port, scheme string, from site) bool {
	switch port {
	case "":
		return from.usual()
	case "*":
		return true
	case "80": // browsers count the move to HTTPS for the usual ports
		return from.port == 80 || scheme == "http" && from.scheme == "https" && from.usual()
	}
	n, err := strconv.Atoi(port)
	return err == nil && n == from.port
}

func splitPort(s string) (host, port string) {
	if i := strings.LastIndexByte(s, ':'); i >= 0 && !strings.HasSuffix(s, "]") {
		return s[:i], s[i+1:]
	}
	return s, ""
}

// directive returns the sources of a directive of a policy.
func directive(policy, name string) []string {
	for part := range strings.SplitSeq(policy, ";") {
		if fields := strings.Fields(part); len(fields) > 0 && strings.EqualFold(fields[0], name) {
			return fields[1:]
		}
	}
	return nil
}

// valueOf is the value of a header in a set.
func valueOf(set []deliver.Header, name string) string {
	for _, h := range set {
		if h.Name == name {
			return strings.Join(h.Values, ", ")
		}
	}
	return ""
}

// embedAncestors are the sources that the frames really send.
func (s *server) embedAncestors() []string {
	return directive(valueOf(s.headers.Load().of("/embed/decide/"), "Content-Security-Policy"), "frame-ancestors")
}

// framed reports whether browsers show frames of the portal, which is at self, in
// pages of from.
func (s *server) framed(self, from site) bool {
	for _, source := range s.embedAncestors() {
		if allows(source, self, from) {
			return true
		}
	}
	return false
}
