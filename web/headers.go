package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// headerSets are the security headers, made once and shared by all responses.
type headerSets struct {
	page, embed, file http.Header
}

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors "

func newHeaderSets(ancestors string) headerSets {
	page := http.Header{
		"Content-Security-Policy":      {policy + "'none'"},
		"Cross-Origin-Opener-Policy":   {"same-origin"},
		"Cross-Origin-Resource-Policy": {"same-origin"},
		"Permissions-Policy":           {"camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
		// no-referrer would make our own forms send "Origin: null" on plain-HTTP hosts
		"Referrer-Policy":        {"same-origin"},
		"X-Content-Type-Options": {"nosniff"},
		"X-Frame-Options":        {"DENY"},
	}
	// A frame in a sandbox has an opaque origin, so its fetches are cross-origin
	// even to us. Nothing under /embed/ or /static/ depends on who asks.
	file := page.Clone()
	file["Access-Control-Allow-Origin"] = []string{"*"}
	file["Cross-Origin-Resource-Policy"] = []string{"cross-origin"}
	embed := http.Header{
		"Access-Control-Allow-Origin":  {"*"},
		"Content-Security-Policy":      {policy + ancestors},
		"Cross-Origin-Resource-Policy": {"cross-origin"},
		"Permissions-Policy":           {"clipboard-write=(self), camera=(), microphone=(), geolocation=()"},
		"Referrer-Policy":              {"strict-origin-when-cross-origin"},
		"X-Content-Type-Options":       {"nosniff"},
	}
	return headerSets{page: page, embed: embed, file: file}
}

func (s *headerSets) of(path string) http.Header {
	switch {
	case isEmbed(path):
		return s.embed
	case strings.HasPrefix(path, "/static/"):
		return s.file
	}
	return s.page
}

func isEmbed(path string) bool { return strings.HasPrefix(path, "/embed/") }

var originPattern = regexp.MustCompile(`^https?://(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?(:[0-9]{1,5})?$`)

// CheckAncestors says what is wrong with a list for Config.Ancestors, and what
// to write instead.
func CheckAncestors(list []string) error {
	_, err := frameAncestors(list)
	return err
}

// frameAncestors writes the sources of the frame-ancestors directive. Browsers
// disagree about sources with a path, so only origins are taken.
func frameAncestors(list []string) (string, error) {
	if len(list) == 0 {
		return "'self'", nil
	}
	sources := make([]string, 0, len(list))
	for _, item := range list {
		switch {
		case item == "any-https" || item == "https:":
			if len(list) > 1 {
				return "", errors.New("any-https already allows every https site; remove it or the others")
			}
			sources = append(sources, "https:")
		case item == "self" || item == "'self'":
			sources = append(sources, "'self'")
		case isOrigin(item):
			sources = append(sources, item)
		default:
			return "", fmt.Errorf("%q is not an origin; write %s", item, suggestOrigin(item))
		}
	}
	return strings.Join(sources, " "), nil
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

// suggestOrigin gives what was probably meant, in the form that is accepted.
func suggestOrigin(item string) string {
	s := strings.ToLower(strings.TrimSpace(item))
	if !strings.Contains(s, "://") {
		s = "https://" + s
	}
	if u, err := url.Parse(s); err == nil {
		host := u.Host
		if u.Port() == "443" && u.Scheme == "https" || u.Port() == "80" && u.Scheme == "http" {
			host = u.Hostname()
		}
		if origin := u.Scheme + "://" + host; isOrigin(origin) {
			return origin
		}
	}
	return "scheme and host in lower case, for example https://wiki.example.org"
}
