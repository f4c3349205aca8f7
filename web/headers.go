package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"crossroads/web/deliver"
)

// headerSets are the security headers, made once for the address that readers
// use and shared by all responses.
type headerSets struct {
	origin                     string // of the portal
	page, embed, file, drawing []deliver.Header
	embedding, doctor          []deliver.Header // pages that show frames of our own
}

func header(name, value string) deliver.Header {
	return deliver.Header{Name: name, Values: []string{value}}
}

// In a frame without an origin, and in a tab opened from one, WebKit takes
// 'self' for nothing: no style, no script, no form. Policies therefore name the
// portal's origin too.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors "

// policyOf is the policy of pages of an origin, up to its ancestors.
func policyOf(origin string) string {
	if !isOrigin(origin) {
		return policy
	}
	return strings.ReplaceAll(policy, "'self'", "'self' "+origin)
}

// headersAt returns the headers for the address by which a request came. Without
// a public address they are made anew when readers come by another one.
func (s *process) headersAt(r *http.Request) *headerSets {
	sets, origin := s.headers.Load(), s.origin(r)
	if sets.origin != origin {
		sets = newHeaderSets(origin, s.ancestors, strings.HasPrefix(s.cfg.BaseURL, "https://"), s.cfg.EmbedIsolation)
		s.headers.Store(sets)
	}
	return sets
}

// newHeaderSets makes the headers. On plain HTTP browsers ignore an opener
// policy, with an error in the console, so it is sent only where we know that
// readers come by HTTPS.
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
		page = append(page, header("Cross-Origin-Opener-Policy", "same-origin"))
	}
	// A frame in a sandbox has an opaque origin, so its fetches are cross-origin
	// even to us. Nothing under /embed/, /static/ or /schemas/, nor /oembed, depends on who asks.
	open := []deliver.Header{
		header("Access-Control-Allow-Origin", "*"),
		header("Cross-Origin-Resource-Policy", "cross-origin"),
	}
	embed := append([]deliver.Header{
		header("Content-Security-Policy", policy+ancestors),
		header("Permissions-Policy", "clipboard-write=(self), camera=(), microphone=(), geolocation=()"),
		header("Referrer-Policy", "strict-origin-when-cross-origin"),
		header("X-Content-Type-Options", "nosniff"),
	}, open...)
	if isolate {
		embed = append(embed, header("Cross-Origin-Embedder-Policy", "require-corp"))
	}
	// A drawing opened on its own is a document, which could hold scripts.
	drawing := slices.Clone(page)
	drawing[0] = header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'")
	return &headerSets{origin: origin, page: page, embed: embed, file: slices.Concat(page, open), drawing: drawing, embedding: framing(page), doctor: framing(embed)}
}

// framing lets pages show frames of the portal itself.
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

func isEmbed(path string) bool { return strings.HasPrefix(path, "/embed/") }

var originPattern = regexp.MustCompile(`^https?://(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?(:[0-9]{1,5})?$`)

// CheckAncestors returns what is wrong with a list for Config.Ancestors, and what
// to write instead.
func CheckAncestors(list []string) error {
	_, err := frameAncestors(list)
	return err
}

// frameAncestors writes the sources of the frame-ancestors directive. Browsers
// disagree about sources with a path, so only origins are taken. The portal's own
// pages are always among them, for the previews at /embed; "https:" alone stays
// alone, since some checkers of links accept nothing else.
func frameAncestors(list []string) (string, error) {
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
			return "https:", nil
		case item == "self" || item == "'self'":
			// added below
		case isOrigin(item):
			sources = append(sources, item)
		case item == "*" || item == "https://*":
			return "", fmt.Errorf("%q is not an origin; write any-https, alone, to allow every https site", item)
		case strings.Contains(item, " ") && !slices.ContainsFunc(strings.Fields(item), func(s string) bool { return !isOrigin(s) }):
			return "", fmt.Errorf("%q are several origins; write %s", item, strings.Join(strings.Fields(item), ","))
		default:
			return "", fmt.Errorf("%q is not an origin; write %s", item, suggestOrigin(item))
		}
	}
	return strings.Join(append(sources, "'self'"), " "), nil
}

func isOrigin(s string) bool {
	m := originPattern.FindStringSubmatch(s)
	if m == nil {
		return false
	}
	port := m[len(m)-1]
	if port == "" {
		return true
	}
	n, err := strconv.Atoi(port[1:])
	usual := port == ":80" && strings.HasPrefix(s, "http:") || port == ":443" && strings.HasPrefix(s, "https:")
	return err == nil && n >= 1 && n <= 65535 && !usual
}

// suggestOrigin returns what was probably meant, in the form that is accepted.
func suggestOrigin(item string) string {
	s := strings.TrimSpace(item)
	if !strings.Contains(s, "://") {
		s = "https://" + s
	}
	const wild = "://*."
	if u, err := url.Parse(strings.Replace(s, wild, "://", 1)); err == nil {
		from, err := siteOf(u)
		origin := from.String()
		if strings.Contains(s, wild) {
			origin = strings.Replace(origin, "://", wild, 1)
		}
		if err == nil && isOrigin(origin) {
			return origin
		}
	}
	return "scheme and host in lower case, for example https://wiki.example.org"
}
