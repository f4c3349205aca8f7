package web

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"crossroads/web/deliver"
	"crossroads/web/origin"
)

// headerSets holds the security headers. They are made once for the address that readers use
// and shared by all responses.
type headerSets struct {
	origin                     string // of the portal
	page, embed, file, drawing []deliver.Header
	embedding, doctor          []deliver.Header // pages that show frames of our own
}

func header(name, value string) deliver.Header {
	return deliver.Header{Name: name, Values: []string{value}}
}

// policy is the beginning of the content security policy of pages. In a frame without an
// origin, and in a tab opened from one, 'self' matches nothing in WebKit: no style, no
// script, no form. Policies therefore name the portal's origin too.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors "

// policyOf returns the policy of pages at an origin, up to the list of ancestors.
func policyOf(at string) string {
	if !origin.Valid(at) {
		return policy
	}
	return strings.ReplaceAll(policy, "'self'", "'self' "+at)
}

// headersAt returns the headers for the address of a request. Without a configured address
// they are made again when a request comes to another one.
func (s *process) headersAt(r *http.Request) *headerSets {
	sets, origin := s.headers.Load(), s.origin(r)
	if sets.origin != origin {
		sets = newHeaderSets(origin, s.ancestors, strings.HasPrefix(s.cfg.BaseURL, "https://"), s.cfg.EmbedIsolation)
		s.headers.Store(sets)
	}
	return sets
}

// newHeaderSets makes the headers. There is no Cross-Origin-Opener-Policy: a tab that was
// opened from a sandboxed frame and inherits its sandbox would show an error instead.
func newHeaderSets(origin, ancestors string, https, isolate bool) *headerSets {
	policy := policyOf(origin)
	page := []deliver.Header{
		header("Content-Security-Policy", policy+"'none'"),
		header("Cross-Origin-Resource-Policy", "same-origin"),
		header("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
		// no-referrer would make our own forms send "Origin: null" on plain-HTTP hosts
		header("Referrer-Policy", "same-origin"),
		header("X-Content-Type-Options", "nosniff"),
		header("X-Frame-Options", "DENY"),
	}
	if https {
		page = append(page, hsts)
	}
	// A sandboxed frame has an opaque origin, so even its requests to the portal are
	// cross-origin. Nothing under /embed/, /static/, /schemas/ or /oembed depends on the reader.
	open := []deliver.Header{
		header("Access-Control-Allow-Origin", "*"),
		header("Cross-Origin-Resource-Policy", "cross-origin"),
	}
	embed := append([]deliver.Header{
		header("Content-Security-Policy", policy+ancestors),
		header("Content-Language", language),
		header("Permissions-Policy", "clipboard-write=(self), camera=(), microphone=(), geolocation=()"),
		header("Referrer-Policy", "strict-origin-when-cross-origin"),
		header("X-Content-Type-Options", "nosniff"),
	}, open...)
	if https {
		embed = append(embed, hsts)
	}
	if isolate {
		embed = append(embed, header("Cross-Origin-Embedder-Policy", "require-corp"))
	}
	// A drawing opened on its own is a document, which could hold scripts.
	drawing := slices.Clone(page)
	drawing[0] = header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'")
	return &headerSets{origin: origin, page: page, embed: embed, file: slices.Concat(page, open), drawing: drawing,
		embedding: framing(page), doctor: framing(embed)}
}

// hsts makes browsers use HTTPS for a year, if the public address is an https one. It does
// not include subdomains, which may belong to somebody else.
var hsts = header("Strict-Transport-Security", "max-age=31536000")

// framing returns a set of headers that also lets pages show frames of the portal itself.
func framing(set []deliver.Header) []deliver.Header {
	set = slices.Clone(set)
	for i, h := range set {
		if h.Name == "Content-Security-Policy" {
			set[i].Values = []string{strings.Replace(h.Values[0], "; frame-ancestors", "; frame-src 'self'; frame-ancestors", 1)}
		}
	}
	return set
}

func (s *headerSets) of(path string) []deliver.Header {
	switch {
	case path == "/embed":
		return s.embedding
	case path == "/embed/doctor":
		return s.doctor
	case isEmbed(path):
		return s.embed
	case strings.HasPrefix(path, "/static/"), strings.HasPrefix(path, "/schemas/"), isLoader(path), path == oembedPath:
		return s.file
	case strings.HasPrefix(path, "/diagrams/"):
		return s.drawing
	}
	return s.page
}

// language is the language of frames. Hosts name theirs, but there are no translations yet.
const language = "en"

func isEmbed(path string) bool { return strings.HasPrefix(path, "/embed/") }

// maxHost is the length of the longest host name with a port.
const maxHost = 255

// hosted refuses requests whose Host header is no host, because without --base-url its value
// goes into headers, pages and caches. A request without one gets the address that it came to.
func (s *server) hosted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Host == "" { // HTTP/1.0 has no such header
			r.Host = ownHost(r)
		}
		if isHost(r.Host) {
			next.ServeHTTP(w, r)
			return
		}
		recorderOf(w).route = "(no host)"
		s.security(w, r, "refused host")
		h := w.Header()
		h["Cache-Control"] = deliver.NoStore
		h["Connection"] = closes
		h["X-Content-Type-Options"] = []string{"nosniff"}
		http.Error(w, saidNoHost, http.StatusBadRequest)
	})
}

// ownHost returns the address that a request was sent to.
func ownHost(r *http.Request) string {
	if at, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr); ok {
		return at.String()
	}
	return "localhost" // through a socket
}

// isHost reports whether a text has the form of a host with or without a port.
func isHost(s string) bool {
	if len(s) > maxHost {
		return false
	}
	name, port := s, ""
	if i := strings.LastIndexByte(s, ':'); i >= 0 && !strings.HasSuffix(s, "]") {
		name, port = s[:i], s[i+1:]
	}
	if len(port) > 5 || strings.Trim(port, "0123456789") != "" {
		return false
	}
	if inner, ok := strings.CutPrefix(name, "["); ok {
		inner, ok = strings.CutSuffix(inner, "]")
		addr, err := netip.ParseAddr(inner)
		return ok && err == nil && addr.Is6() && addr.Zone() == ""
	}
	for i := range len(name) {
		c := name[i]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !letter && c != '-' && c != '.' && c != '_' { // names of upstreams in proxies can have "_"
			return false
		}
	}
	return name != "" || s == ""
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

// valueOf returns the value of a header in a set.
func valueOf(set []deliver.Header, name string) string {
	for _, h := range set {
		if h.Name == name {
			return strings.Join(h.Values, ", ")
		}
	}
	return ""
}

// embedAncestors returns the sources of frame-ancestors that the frames really send.
func (s *server) embedAncestors() []string {
	return directive(valueOf(s.headers.Load().of("/embed/decide/"), "Content-Security-Policy"), "frame-ancestors")
}
