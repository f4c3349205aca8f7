package web

import (
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

// site is an origin as browsers compare it: scheme, host and port. Two sites
// are the same origin when they are equal.
type site struct {
	scheme, host string
	port         int
}

// What is wrong with the origin of an address.
var (
	errNoAddress = errors.New("not an address")
	errScheme    = errors.New("neither http nor https")
	errHost      = errors.New("not a host")
	errPort      = errors.New("not a port")
)

// siteOf is the origin of an address in the form in which browsers write it:
// in lower case, without the usual port, other letters as xn--…. It is the only
// reader of origins, so that all of them can be compared.
func siteOf(u *url.URL) (site, error) {
	if u.User != nil || u.Hostname() == "" {
		return site{}, errNoAddress
	}
	s := site{scheme: strings.ToLower(u.Scheme)}
	if s.scheme != "http" && s.scheme != "https" {
		return site{}, errScheme
	}
	var err error
	if s.host, err = canonicalHost(u.Hostname()); err != nil {
		return site{}, err
	}
	s.port = usualPort(s.scheme)
	if text := u.Port(); text != "" {
		if s.port, err = strconv.Atoi(text); err != nil || s.port < 1 || s.port > 65535 {
			return site{}, errPort
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
			return "", errHost // has a meaning on one machine alone; browsers refuse it
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

// parseSite reads the origin of an address that people copy from their
// browser. What is wrong with it, "" for nothing, says what to write instead.
func parseSite(typed string) (s site, wrong string) {
	typed = strings.TrimSpace(typed)
	switch {
	case typed == "":
		return site{}, "It is empty. Write scheme and host, for example https://wiki.example.org"
	case strings.EqualFold(typed, "null"):
		return site{}, "“null” is the origin of a page in a sandbox or of a file, which no list can allow. Write the address under which people open the wiki, for example https://wiki.example.org"
	case strings.Contains(typed, "*"):
		return site{}, "Write one address of a wiki, without *, for example https://wiki.example.org"
	case !strings.Contains(typed, "://"):
		return site{}, "The scheme is missing. Write " + suggestOrigin(typed)
	}
	u, err := url.Parse(typed)
	if err == nil {
		s, err = siteOf(u)
	}
	switch {
	case err == nil:
		return s, ""
	case errors.Is(err, errScheme):
		return site{}, "Only pages at http and https addresses can show frames. Write scheme and host, for example https://wiki.example.org"
	case errors.Is(err, errHost):
		return site{}, "The host can hold letters, digits, hyphens and dots. Copy it from the address bar of a browser, for example https://wiki.example.org"
	case errors.Is(err, errPort):
		return site{}, "The port is none. Write a number from 1 to 65535 or leave it out, for example https://wiki.example.org:8443"
	}
	return site{}, "It cannot be read as an address. Write scheme and host, for example https://wiki.example.org"
}

// readOrigin reads the header Origin. false stands for none, and for "null".
func readOrigin(header string) (site, bool) {
	u, err := url.Parse(header)
	if err != nil || u.Path != "" || strings.ContainsAny(header, "?#") {
		return site{}, false
	}
	s, err := siteOf(u)
	return s.withoutDot(), err == nil
}

// siteAt is the origin of a scheme and the header Host, which may name a usual
// port too. false stands for a host that no browser sends.
func siteAt(scheme, host string) (site, bool) { return readOrigin(scheme + "://" + host) }

// publicSite is the origin of a configured public address.
func publicSite(raw string) (site, error) {
	const say = "; write scheme and host alone, for example https://crossroads.example.org"
	u, err := url.Parse(raw)
	if err != nil {
		return site{}, fmt.Errorf("%q is not a web address%s", raw, say)
	}
	s, err := siteOf(u)
	switch {
	case u.User != nil, err == nil && (strings.Trim(u.Path, "/") != "" || strings.ContainsAny(raw, "?#")):
		return site{}, fmt.Errorf("%q has more than scheme and host%s", raw, say)
	case errors.Is(err, errHost):
		return site{}, fmt.Errorf("%q has a host that no browser opens%s", raw, say)
	case errors.Is(err, errPort):
		return site{}, fmt.Errorf("%q has no usable port; write a number from 1 to 65535 or leave it out", raw)
	case err != nil:
		return site{}, fmt.Errorf("%q is not a web address%s", raw, say)
	}
	return s.withoutDot(), nil
}

// CanonicalBaseURL returns the form of Config.BaseURL in which browsers write an
// origin: https://intra.test for HTTPS://Intra.Test:443/. Its error says what to
// write instead; "" stays "".
func CanonicalBaseURL(raw string) (string, error) {
	if raw == "" {
		return "", nil
	}
	s, err := publicSite(raw)
	if err != nil {
		return "", err
	}
	return s.String(), nil
}

func usualPort(scheme string) int {
	if scheme == "https" {
		return 443
	}
	return 80
}

func (s site) usual() bool { return s.port == usualPort(s.scheme) }

// withoutDot leaves out the dot that ends a complete name: the host is the same
// with it, though browsers keep what is typed.
func (s site) withoutDot() site {
	s.host = strings.TrimSuffix(s.host, ".")
	return s
}

// sameHost: the same host and port, or the usual ports of two schemes, since a
// proxy may have taken the https off.
func (s site) sameHost(o site) bool {
	return s.host == o.host && (s.port == o.port || s.usual() && o.usual())
}

// String is the origin as browsers write it.
func (s site) String() string {
	host := s.host
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if s.usual() {
		return s.scheme + "://" + host
	}
	return s.scheme + "://" + net.JoinHostPort(s.host, strconv.Itoa(s.port))
}

// onThisMachine reports whether browsers trust the origin without HTTPS.
func (s site) onThisMachine() bool {
	addr, err := netip.ParseAddr(s.host)
	return err == nil && addr.IsLoopback() || s.host == "localhost" || strings.HasSuffix(s.host, ".localhost")
}

// secure reports whether browsers give pages of the origin the clipboard and
// other interfaces that only a secure context has.
func (s site) secure() bool { return s.scheme == "https" || s.onThisMachine() }
