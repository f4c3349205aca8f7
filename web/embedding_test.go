package web_test

import (
	"crypto/sha512"
	"encoding/base64"
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"crossroads/record"
	"crossroads/web"
)

// TestPinnedLoader: the hash in the snippet is that of the bytes that are served.
func TestPinnedLoader(t *testing.T) {
	s := newSite(t, setup{})
	m := regexp.MustCompile(`<script src="` + s.URL + `(/embed-[0-9.]+\.js)" integrity="sha384-([^"]+)" crossorigin="anonymous"`).FindStringSubmatch(html.UnescapeString(s.get("/embed").body))
	if m == nil {
		t.Fatal("no pinned loader in the page")
	}
	res := s.get(m[1], "Accept-Encoding", "identity")
	sum := sha512.Sum384([]byte(res.body))
	if got := base64.StdEncoding.EncodeToString(sum[:]); res.StatusCode != http.StatusOK || got != m[2] {
		t.Errorf("%s gives %d with the hash %s, the snippet says %s", m[1], res.StatusCode, got, m[2])
	}
}

// TestEmbedUsesThePublicAddress: whatever host a reader came by.
func TestEmbedUsesThePublicAddress(t *testing.T) {
	s := newSite(t, setup{config: web.Config{BaseURL: "https://portal.example.org", Ancestors: []string{"https://wiki.example.org"}}})
	body := html.UnescapeString(s.get("/embed?wiki=https://wiki.example.org").body)
	for _, want := range []string{
		`src="https://portal.example.org/embed/decide/lunch"`, `src="https://portal.example.org/embed.js"`,
		"<code>https://wiki.example.org</code>", `<iframe id="preview" class="preview" src="/embed/decide/lunch"`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s", want)
		}
	}
	for _, not := range []string{s.URL, "No other site is listed", "Does not work", "No public address"} {
		if strings.Contains(body, not) {
			t.Errorf("%s is there", not)
		}
	}
}

// TestEmbedStoreAway: a saved result that cannot be reached now is not said to be gone.
func TestEmbedStoreAway(t *testing.T) {
	s := newSite(t, setup{store: wrap(failing{get: always(record.ErrUnavailable)})})
	if res := s.get("/embed?assessment=abcdefghijklmnopqrstuvwxyz"); res.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("%d %s", res.StatusCode, res.body)
	}
}
