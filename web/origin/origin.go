// Package origin reads and compares origins as browsers do: scheme, host and port. It also
// evaluates the sources of a frame-ancestors directive.
//
// It is the only reader of origins, so that those that operators configure, browsers send
// and readers type can be compared.
package origin

import (
	"crossroads/network"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
)

// Origin is an origin in canonical form. Two origins are the same if they are equal.
type Origin struct {
	Scheme, Host string
	Port         int
}

// Reasons why an address has no usable origin.
var (
	errNoAddress = errors.New("not an address")
	errScheme    = errors.New("neither http nor https")
	errHost      = errors.New("not a host")
	errPort      = errors.New("not a port")
)

// Of returns the origin of an address in the form in which browsers write it: in lower case, with
// international names as xn--….
func Of(u *url.URL) (Origin, error) {
	if u.User != nil || u.Hostname() == "" {
		return Origin{}, errNoAddress
	}
	s := Origin{Scheme: strings.ToLower(u.Scheme)}
	if s.Scheme != "http" && s.Scheme != "https" {
		return Origin{}, errScheme
	}
	var err error
	if s.Host, err = canonicalHost(u.Hostname()); err != nil {
		return Origin{}, err
	}
	s.Port = UsualPort(s.Scheme)
	if text := u.Port(); text != "" {
		if s.Port, err = strconv.Atoi(text); err != nil || s.Port < 1 || s.Port > 65535 {
			return Origin{}, errPort
		}
	}
	return s, nil
}

var (
	hostPattern = regexp.MustCompile(`^([a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\.)*[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\.?$`)
	lastNumber  = regexp.MustCompile(`(^|\.)[0-9]+\.?$`) // browsers read such a host as an IPv4 address
)

const maxName = 253 // characters of a name in DNS

func canonicalHost(host string) (string, error) {
	if addr, err := netip.ParseAddr(host); err == nil {
		if addr.Zone() != "" {
			return "", errHost // has a meaning on one machine only, and browsers refuse it
		}
		return addr.String(), nil
	}
	if strings.ContainsFunc(host, func(r rune) bool { return r > 127 }) {
		ascii, err := idna.Lookup.ToASCII(host)
		if err != nil {
			return "", errHost
		}
		host = ascii
	}
	host = strings.ToLower(host)
	if len(host) > maxName || !hostPattern.MatchString(host) || lastNumber.MatchString(host) {
		return "", errHost
	}
	return host, nil
}

// oneSlash matches an address that lacks a slash after its scheme.
var oneSlash = regexp.MustCompile(`^(?i)(https?:)/?([^/].*)$`)

// Parse reads the origin of an address as people copy it from their browser. Wrong is "", or
// says what is wrong and what to write instead.
func Parse(typed string) (s Origin, wrong string) {
	typed = strings.TrimSpace(typed)
	switch {
	case typed == "":
		return Origin{}, "It is empty. Write scheme and host, for example https://wiki.example.org"
	case strings.EqualFold(typed, "null"):
		return Origin{}, "“null” is the origin of a page in a sandbox or of a file, which no list can allow. " +
			"Write the address under which people open the wiki, for example https://wiki.example.org"
	case strings.Contains(typed, "*"):
		return Origin{}, "Write one address of a wiki, without *, for example https://wiki.example.org"
	case oneSlash.MatchString(typed):
		return Origin{}, "A slash is missing. Write " + oneSlash.ReplaceAllString(typed, "$1//$2")
	case !strings.Contains(typed, "://"):
		return Origin{}, "The scheme is missing. Write " + suggest(typed)
	}
	u, err := url.Parse(typed)
	if err == nil {
		s, err = Of(u)
	}
	switch {
	case err == nil:
		return s, ""
	case errors.Is(err, errScheme):
		return Origin{}, "Only pages at http and https addresses can show frames. Write scheme and host, for example " +
			"https://wiki.example.org"
	case errors.Is(err, errHost):
		return Origin{}, "The host can hold letters, digits, hyphens and dots. Copy it from the address bar of a browser, " +
			"for example https://wiki.example.org"
	case errors.Is(err, errPort):
		return Origin{}, "The port is none. Write a number from 1 to 65535 or leave it out, for example https://wiki.example.org:8443"
	}
	return Origin{}, "It cannot be read as an address. Write scheme and host, for example https://wiki.example.org"
}

// ReadHeader reads the header Origin. It returns false for an empty header and for "null".
func ReadHeader(header string) (Origin, bool) {
	u, err := url.Parse(header)
	if err != nil || u.Path != "" || strings.ContainsAny(header, "?#") {
		return Origin{}, false
	}
	s, err := Of(u)
	return s.WithoutDot(), err == nil
}

// At returns the origin of a scheme and the header Host, which may have the default port. It
// returns false for a host that no browser sends.
func At(scheme, host string) (Origin, bool) { return ReadHeader(scheme + "://" + host) }

// pathPattern matches the path of a public address. Other characters can be escaped in several
// ways, and proxies differ in which they use.
var pathPattern = regexp.MustCompile(`^(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?$`)

// userInfo matches the name and the password in an address.
var userInfo = regexp.MustCompile(`//[^/?#]*@`)

// Public reads a configured public address: its origin, and the path that the portal is served
// below, "/crossroads", or "" for the root of the host.
func Public(raw string) (s Origin, path string, err error) {
	const say = "; write scheme and host, for example https://crossroads.example.org, " +
		"and the path if there is one, for example https://intranet.example.org/crossroads"
	u, err := url.Parse(raw)
	raw = userInfo.ReplaceAllString(raw, "//…@") // may be a password, and errors go into logs
	if err != nil {
		return Origin{}, "", fmt.Errorf("%q is not a web address%s", raw, say)
	}
	s, err = Of(u)
	switch {
	case u.User != nil, err == nil && strings.ContainsAny(raw, "?#"):
		return Origin{}, "", fmt.Errorf("%q has more than scheme, host and path%s", raw, say)
	case errors.Is(err, errHost):
		return Origin{}, "", fmt.Errorf("%q has a host that no browser opens%s", raw, say)
	case errors.Is(err, errPort):
		return Origin{}, "", fmt.Errorf("%q has no usable port; write a number from 1 to 65535 or leave it out", raw)
	case err != nil:
		return Origin{}, "", fmt.Errorf("%q is not a web address%s", raw, say)
	}
	if path = u.EscapedPath(); !pathPattern.MatchString(path) {
		return Origin{}, "", fmt.Errorf(
			"%q has a path that proxies read in several ways; write letters, digits, hyphens and single slashes, "+
				"for example https://intranet.example.org/crossroads", raw)
	}
	return s.WithoutDot(), strings.TrimSuffix(path, "/"), nil
}

// Canonical returns a public address in the form in which browsers write it, without a slash at
// the end: https://intra.test for HTTPS://Intra.Test:443/. The error says what to write
// instead. "" stays "".
func Canonical(raw string) (string, error) {
	if raw == "" {
		return "", nil
	}
	s, path, err := Public(raw)
	if err != nil {
		return "", err
	}
	return s.String() + path, nil
}

func UsualPort(scheme string) int {
	if scheme == "https" {
		return 443
	}
	return 80
}

func (s Origin) Usual() bool { return s.Port == UsualPort(s.Scheme) }

// WithoutDot removes the dot at the end of a fully qualified name, which browsers leave as it is
// typed. Both name the same host.
func (s Origin) WithoutDot() Origin {
	s.Host = strings.TrimSuffix(s.Host, ".")
	return s
}

// SameHost reports whether two origins have the same host and the same port, or the default ports
// of their schemes, because a proxy may have terminated HTTPS.
func (s Origin) SameHost(o Origin) bool {
	return s.Host == o.Host && (s.Port == o.Port || s.Usual() && o.Usual())
}

// String returns the origin as browsers write it.
func (s Origin) String() string {
	host := s.Host
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if s.Usual() {
		return s.Scheme + "://" + host
	}
	return s.Scheme + "://" + net.JoinHostPort(s.Host, strconv.Itoa(s.Port))
}

// OnThisMachine reports whether browsers trust the origin without HTTPS.
func (s Origin) OnThisMachine() bool {
	return network.OnThisMachine(s.Host) || strings.HasSuffix(s.Host, ".localhost")
}

// Secure reports whether browsers give pages of the origin the clipboard and
// other interfaces that only a secure context has.
func (s Origin) Secure() bool { return s.Scheme == "https" || s.OnThisMachine() }

var originPattern = regexp.MustCompile(`^https?://(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?(:[0-9]{1,5})?$`)

func Valid(s string) bool {
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
