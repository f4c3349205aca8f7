package origin

import (
	"strings"
	"testing"
)

// TestAllows holds matching to what browsers do; e2e tries some of the rows in one.
func TestAllows(t *testing.T) {
	tests := []struct {
		source, self, from string
		want               bool
	}{
		// 'self'
		{"'self'", "https://portal.example", "https://portal.example", true},
		{"'self'", "https://portal.example:8443", "https://portal.example:8443", true},
		{"'self'", "https://portal.example", "http://portal.example", false},
		{"'self'", "http://portal.example", "https://portal.example", true},
		{"'self'", "http://portal.example:8080", "https://portal.example", false},
		{"'self'", "http://portal.example", "https://portal.example:8443", false},
		{"'self'", "https://portal.example", "https://wiki.portal.example", false},
		{"'SELF'", "https://portal.example", "https://portal.example", true},
		// one host
		{"https://wiki.example", "https://p.example", "https://wiki.example", true},
		{"https://wiki.example", "https://p.example", "https://WIKI.example", true},
		{"https://wiki.example", "https://p.example", "https://wiki.example:443", true},
		{"https://wiki.example", "https://p.example", "https://wiki.example:8443", false},
		{"https://wiki.example", "https://p.example", "http://wiki.example", false},
		{"https://wiki.example", "https://p.example", "https://a.wiki.example", false},
		{"https://wiki.example", "https://p.example", "https://wiki.example.evil", false},
		{"https://wiki.example", "https://p.example", "https://evilwiki.example", false},
		{"http://wiki", "http://portal", "http://wiki", true},
		{"http://10.0.0.5:8090", "http://portal", "http://10.0.0.5:8090", true},
		{"http://[::1]:8090", "http://portal", "http://[::1]:8090", true},
		// http means https too
		{"http://wiki.example", "https://p.example", "https://wiki.example", true},
		{"http://wiki.example:80", "https://p.example", "https://wiki.example", true},
		{"http://wiki.example:80", "https://p.example", "https://wiki.example:8443", false},
		{"http://wiki.example:8080", "https://p.example", "https://wiki.example", false},
		{"http://wiki.example:8080", "https://p.example", "https://wiki.example:8080", true},
		{"http://wiki.example", "https://p.example", "https://wiki.example:8080", false},
		// every host of a domain
		{"https://*.example.org", "https://p.example", "https://wiki.example.org", true},
		{"https://*.example.org", "https://p.example", "https://a.b.example.org", true},
		{"https://*.example.org", "https://p.example", "https://example.org", false},
		{"https://*.example.org", "https://p.example", "https://wikiexample.org", false},
		{"https://*.example.org", "https://p.example", "https://wiki.example.org.evil", false},
		{"https://*.example.org", "https://p.example", "http://wiki.example.org", false},
		{"https://*.example.org", "https://p.example", "https://wiki.example.org:8443", false},
		{"https://*.example.org:8443", "https://p.example", "https://wiki.example.org:8443", true},
		{"http://*.example.org", "https://p.example", "https://wiki.example.org", true},
		// ports
		{"https://wiki.example:8443", "https://p.example", "https://wiki.example:8443", true},
		{"https://wiki.example:8443", "https://p.example", "https://wiki.example", false},
		{"https://wiki.example:*", "https://p.example", "https://wiki.example:9", true},
		// every site
		{"https:", "https://p.example", "https://any.example:8443", true},
		{"https:", "https://p.example", "http://any.example", false},
		{"http:", "https://p.example", "https://any.example", true},
		{"*", "https://p.example", "http://any.example", true},
		{"https://*", "https://p.example", "https://any.example", true},
		{"https://*", "https://p.example", "http://any.example", false},
		// no scheme: that of the portal
		{"wiki.example", "https://p.example", "https://wiki.example", true},
		{"wiki.example", "https://p.example", "http://wiki.example", false},
		{"wiki.example", "http://p.example", "https://wiki.example", true},
		// a path does not count
		{"https://wiki.example/some/page", "https://p.example", "https://wiki.example", true},
		// nobody
		{"'none'", "https://p.example", "https://p.example", false},
		{"", "https://p.example", "https://p.example", false},
		{"https://wiki.example:x", "https://p.example", "https://wiki.example", false},
	}
	for _, tt := range tests {
		if got := Allows(tt.source, mustSite(t, tt.self), mustSite(t, tt.from)); got != tt.want {
			t.Errorf("%s of %s allows %s = %v, want %v", tt.source, tt.self, tt.from, got, tt.want)
		}
	}
}

func mustSite(t *testing.T, text string) Origin {
	t.Helper()
	s, wrong := Parse(text)
	if wrong != "" {
		t.Fatalf("%s: %s", text, wrong)
	}
	return s
}

func TestParseSite(t *testing.T) {
	tests := []struct{ typed, want, problem string }{
		{"https://wiki.example.org", "https://wiki.example.org", ""},
		{" https://Wiki.Example.org:443/a/page?b#c ", "https://wiki.example.org", ""},
		{"http://wiki", "http://wiki", ""},
		{"http://wiki:80", "http://wiki", ""},
		{"http://wiki:443", "http://wiki:443", ""},
		{"http://[::1]:8080/x", "http://[::1]:8080", ""},
		{"https://xn--wik-tma.example", "https://xn--wik-tma.example", ""},
		{"http://my_wiki.local", "http://my_wiki.local", ""},
		{"", "", "It is empty"},
		{"null", "", "no list can allow"},
		{"wiki.example.org", "", "The scheme is missing. Write https://wiki.example.org"},
		{"wiki.example.org/page", "", "The scheme is missing. Write https://wiki.example.org"},
		{"https://*.example.org", "", "without *"},
		{"ftp://wiki.example.org", "", "Only pages at http and https"},
		{"file:///home/x.html", "", "cannot be read"},
		{"https://me:secret@wiki.example.org", "", "cannot be read"},
		{"https://Wikí.example.org", "https://xn--wik-tma.example.org", ""},
		{"https://wiki。example.org", "https://wiki.example.org", ""},
		{"https://straße.example", "https://xn--strae-oqa.example", ""},
		{"http://[0:0:0:0::1]:80", "http://[::1]", ""},
		{"http://[fe80::1%25eth0]", "", "letters, digits"},
		{"http://127.1", "", "letters, digits"}, // browsers read it as an address
		{"https://256.1.1.1", "", "letters, digits"},
		{"https://a..b", "", "letters, digits"},
		{"https://xn--wik-tma.\u202e.example", "", "letters, digits"},
		{"https://" + strings.Repeat("long.", 60) + "example", "", "letters, digits"},
		{"https://wiki.example.org:0", "", "port"},
		{"https://wiki.example.org:99999", "", "port"},
		{"https://wiki.example.org:x", "", "cannot be read"},
		{"https://wiki example.org", "", "cannot be read"},
		{"https://-wiki.example.org", "", "letters, digits"},
		{"https://", "", "cannot be read"},
		{"javascript://x", "", "Only pages at http and https"},
	}
	for _, tt := range tests {
		got, wrong := Parse(tt.typed)
		switch {
		case tt.problem == "" && (wrong != "" || got.String() != tt.want):
			t.Errorf("%q gives %s, %q, want %s", tt.typed, got, wrong, tt.want)
		case tt.problem != "" && !strings.Contains(wrong, tt.problem):
			t.Errorf("%q gives %s, %q, want %q", tt.typed, got, wrong, tt.problem)
		}
	}
}

// FuzzAllows: an origin that was read reads the same again, an origin named as
// a source allows itself, its sister hosts only by a wildcard, and what is
// allowed as http is allowed as https too.
func FuzzAllows(f *testing.F) {
	for _, seed := range []string{
		"https://wiki.example.org", "http://a:8080", "http://[::1]", "https://a.b.c.d:1", "HTTP://X/", "https://a.", "http://1.2.3.4:65535",
	} {
		f.Add(seed, "'self'")
		f.Add(seed, "https://*.example.org:8443")
	}
	self := Origin{"https", "portal.example.org", 443}
	f.Fuzz(func(t *testing.T, typed, source string) {
		from, wrong := Parse(typed)
		if wrong != "" {
			return
		}
		if again, wrong := Parse(from.String()); wrong != "" || again != from {
			t.Fatalf("%q reads as %s, then as %s, %q", typed, from, again, wrong)
		}
		if !Allows(from.String(), self, from) || !isSelf(from, from) || Allows("'none'", from, from) {
			t.Fatalf("%s does not allow itself", from)
		}
		below := from
		below.Host = "below." + from.Host
		if Allows(from.String(), self, below) {
			t.Fatalf("%s allows %s", from, below)
		}
		if port := strings.TrimPrefix(from.String(), from.Scheme+"://"+from.Host); !strings.Contains(from.Host, ":") &&
			!Allows(from.Scheme+"://*."+from.Host+port, self, below) {
			t.Fatalf("*.%s does not allow %s", from.Host, below)
		}
		if from.Scheme == "http" && from.Usual() {
			twin := Origin{"https", from.Host, 443}
			if Allows(source, self, from) && strings.HasPrefix(strings.ToLower(source), "http:") && !Allows(source, self, twin) {
				t.Fatalf("%s allows %s, not %s", source, from, twin)
			}
		}
	})
}
