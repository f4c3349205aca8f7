package origin

import (
	"net/url"
	"strings"
	"testing"
)

func TestCanonicalBaseURL(t *testing.T) {
	tests := []struct{ raw, want, problem string }{
		{"", "", ""},
		{"https://intra.test", "https://intra.test", ""},
		{"HTTPS://Intra.Test", "https://intra.test", ""},
		{"https://intra.test:443/", "https://intra.test", ""},
		{"http://intra.test:80", "http://intra.test", ""},
		{"http://intra.test:443", "http://intra.test:443", ""},
		{"https://intra.test.:8443", "https://intra.test:8443", ""},
		{"https://intra.test:", "https://intra.test", ""},
		{"https://BÜCHER.test", "https://xn--bcher-kva.test", ""},
		{"http://10.0.0.5:8080", "http://10.0.0.5:8080", ""},
		{"http://[2001:DB8:0:0::5]:8080", "http://[2001:db8::5]:8080", ""},
		{"intra.test", "", "is not a web address"},
		{"intra.test:8080", "", "is not a web address"},
		{"ftp://intra.test", "", "is not a web address"},
		{"https://", "", "is not a web address"},
		{"https://intra test", "", "is not a web address"},
		{"https://Intra.test:443/Crossroads/", "https://intra.test/Crossroads", ""},
		{"https://intra.test/tools/cross_roads-2.0", "https://intra.test/tools/cross_roads-2.0", ""},
		{"https://intra.test/cross roads", "", "has a path that proxies read in several ways"},
		{"https://intra.test/cross%2Froads", "", "has a path that proxies read in several ways"},
		{"https://intra.test/ärzte", "", "has a path that proxies read in several ways"},
		{"https://intra.test/a/../b", "", "has a path that proxies read in several ways"},
		{"https://intra.test/.well-known", "", "has a path that proxies read in several ways"},
		{"https://intra.test/a//b", "", "has a path that proxies read in several ways"},
		{"https://intra.test/a;b", "", "has a path that proxies read in several ways"},
		{"https://intra.test?", "", "has more than scheme, host and path"},
		{"https://intra.test#top", "", "has more than scheme, host and path"},
		{"https://me@intra.test", "", "has more than scheme, host and path"},
		{"https://intra..test", "", "has a host that no browser opens"},
		{"https://*.intra.test", "", "has a host that no browser opens"},
		{"https://256.0.0.1", "", "has a host that no browser opens"},
		{"https://intra.test:0", "", "has no usable port"},
		{"https://intra.test:65536", "", "has no usable port"},
	}
	for _, tt := range tests {
		got, err := Canonical(tt.raw)
		switch {
		case tt.problem == "" && (err != nil || got != tt.want):
			t.Errorf("%q gives %q, %v, want %q", tt.raw, got, err, tt.want)
		case tt.problem != "" && (err == nil || !strings.Contains(err.Error(), tt.problem) || !strings.Contains(err.Error(), "write ")):
			t.Errorf("%q gives %q, %v, want %q and what to write", tt.raw, got, err, tt.problem)
		}
	}
}

// FuzzOrigin: an origin is read as it was written, whatever it looked like
// before; neither scheme, case nor a usual port makes a difference, every other
// port does.
func FuzzOrigin(f *testing.F) {
	for _, seed := range []string{
		"https://intra.test", "HTTP://A:80/", "http://[::1]:8080", "https://bücher.test.", "http://a_b.c:1", "http://[fe80::1%25x]",
		"http://1.2.3.4", "http://１.2.3.4", "http://ß", "http://a.\u0662",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		base, _, err := Public(raw)
		if err != nil {
			return
		}
		text := base.String()
		if again, err := Canonical(text); err != nil || again != text {
			t.Fatalf("%q gives %s, then %s, %v", raw, text, again, err)
		}
		if got, ok := ReadHeader(text); !ok || got != base {
			t.Fatalf("%q is %s, read as the origin %s, %v", raw, text, got, ok)
		}
		if got, ok := ReadHeader(strings.ToUpper(text)); !ok || got != base {
			t.Fatalf("%s in capitals is %s, %v", text, got, ok)
		}
		u, err := url.Parse(text)
		if err != nil || u.String() != text || strings.ContainsAny(text, " \"'<>;,*\r\n") {
			t.Fatalf("%q gives %q, which is no plain address: %v", raw, text, err)
		}
		next := base
		next.Port = base.Port%65535 + 1
		if got, _ := ReadHeader(next.String()); got == base {
			t.Fatalf("%s is taken for %s", next, base)
		}
	})
}
