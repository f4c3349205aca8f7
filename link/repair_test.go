package link

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestRepair(t *testing.T) {
	for _, tt := range []struct{ path, clean, query, fragment string }{
		{"/articles/functions", "/articles/functions", "", ""},
		{"/articles/functions.", "/articles/functions", "", ""},
		{"/articles/functions),", "/articles/functions", "", ""},
		{"/articles/functions and", "/articles/functions", "", ""},
		{"/<articles>/“functions”", "/articles/functions", "", ""},
		{"/Articles/Func\u200btions", "/articles/functions", "", ""},
		{"/decide/lunch?size=few#q-size", "/decide/lunch", "size=few", "q-size"},
		{"/decide/lunch&size=few", "/decide/lunch", "size=few", ""},
		{"/a/x/r/2/adr.md", "/a/x/r/2/adr.md", "", ""},
	} {
		if clean, query, fragment := Repair(tt.path); clean != tt.clean || query != tt.query || fragment != tt.fragment {
			t.Errorf("%q is %q, %q, %q, want %q, %q, %q", tt.path, clean, query, fragment, tt.clean, tt.query, tt.fragment)
		}
	}
}

// TestRepairEnds: what is repaired needs no repair, so that nobody is sent
// in a circle, and it stays on this site.
func TestRepairEnds(t *testing.T) {
	piece := rapid.SampledFrom([]string{
		"/", "/", "a", "ID", "%", "\\", ".", ")", "»", "\u200b", "\u00ad", " ", "\n", "é", ", and", ";", "<", "を", "?", "&", "#", "=", "x",
		"-", "..", "\xff", "25", "41", "gt;", "&amp;", "#62;", "ａ", "？", "http:",
	})
	ends := func(t rapid.TB, path string) {
		t.Helper()
		clean, _, _ := Repair(path)
		if again, query, fragment := Repair(clean); again != clean || query+fragment != "" {
			t.Fatalf("%q is repaired to %q and that to %q", path, clean, again)
		}
		if !strings.HasPrefix(clean, "/") || strings.HasPrefix(clean, "//") {
			t.Fatalf("%q is repaired to %q", path, clean)
		}
	}
	for _, path := range []string{"/を%a\xffa", "/を%aa%", "/%ａ", "/.？=a?"} { // which once did not end at once
		ends(t, path)
	}
	rapid.Check(t, func(t *rapid.T) {
		ends(t, "/"+strings.Join(rapid.SliceOf(piece).Draw(t, "path"), ""))
	})
}

// TestMangledAddress: what chats, mails and word processors make of a link leads to
// what was meant.
func TestMangledAddress(t *testing.T) {
	const id, other = "p2ti7a2zc2p34z2cohce34j7oi", "hwdi2l6xk2nm4yqv5sabfcgtej"
	saved := "/a/" + id
	for _, tt := range []struct{ path, want string }{
		{saved + ".", saved}, {saved + ")", saved}, {saved + "、", saved}, {saved + "؟", saved}, {saved + "।", saved},
		{saved + "\u200b", saved}, {saved + "%E2%80%8B", saved}, {saved + "\u00a0", saved}, {saved + "|Our decision", saved},
		{saved + "](https://portal.test" + saved + ")", saved}, {saved + "*", saved}, {saved + "_", saved}, {saved + " and more", saved},
		{saved + "https://portal.test", saved}, {saved + "=20", saved}, {saved + "をご覧ください", saved},
		{"/A/P2TI7A2ZC2P34Z2COHCE34J7OI", saved}, {"/a/p2ti7a2zc2\u00adp34z2cohce34j7oi", saved},
		{"/a/p2ti7a2zc2=\r\np34z2cohce34j7oi", saved}, {"/a/p2ti7a2zc2\r\n  p34z2cohce34j7oi", saved},
		{"/a/p2ti7a2zc2-\np34z2cohce34j7oi/r/1.", saved + "/r/1"},
		{"/a/ " + id, saved}, {"/a/<" + id + ">", saved}, {"/a/「" + id + "」", saved}, {`\a\` + id, saved}, {"//a//" + id, saved},
		{saved + ")/history", saved + "/history"}, {saved + "/ADR.MD,", saved + "/adr.md"},
		{"/diff/" + id + "/" + other + ".", "/diff/" + id + "/" + other}, {"/t/" + id + "…", "/t/" + id},
		{"/embed/a/" + id + "?", "/embed/a/" + id},
		{"/api/v1/assessments/" + id + ".", "/api/v1/assessments/" + id},
		{"/api/v1/assessments/P2TI7A2ZC2P34Z2COHCE34J7OI/Export", "/api/v1/assessments/" + id + "/export"},
		{saved + "/ and", saved}, {saved + "/ history", saved},
		{saved + "&gt;", saved}, {saved + "&quot;.", saved}, {saved + "&nbsp;and", saved}, {saved + "&#8221;", saved},
		{saved + "</a>", saved}, {saved + "](" + saved + ")", saved}, {saved + ")/history", saved + "/history"},
		{"/a/:" + id, saved}, {"/a/=" + id, saved}, {"/a/|" + id + "|", saved},
		{"/ａ/ｐ２ｔｉ７ａ２ｚｃ２ｐ３４ｚ２ｃｏｈｃｅ３４ｊ７ｏｉ", saved}, {saved + "/r/１", saved + "/r/１"},
		{"/articles/modular\u2011monolith", "/articles/modular-monolith"}, {"/articles/modular\u2010monolith.", "/articles/modular-monolith"},
		// Encoded once more.
		{"/a%2F" + id + "%2E", saved}, {"/a/%2570%2532ti7a2zc2p34z2cohce34j7oi", saved}, {saved + "%E3%80%82", saved},
		// After another address.
		{"/https://portal.test" + saved + ".", saved}, {"/http:/127.0.0.1:8080" + saved, saved}, {"/<https://portal.test" + saved + ">", saved},
		{"//HTTPS://portal.test/Articles/Costs", "/articles/costs"}, {"/https://portal.test", "/"},
		// These are no ids, and hyphens belong to their names.
		{"/articles/the-cost-of-containers-in-it.", "/articles/the-cost-of-containers-in-it"},
		{"/a/p2ti7a2zc2p34z2cohce34j7oix", "/a/p2ti7a2zc2p34z2cohce34j7oix"},
		{"/a/p2ti7a2zc2-p34z2", "/a/p2ti7a2zc2-p34z2"},
	} {
		if got, _, _ := Repair(tt.path); got != tt.want {
			t.Errorf("%q is repaired to %q, want %q", tt.path, got, tt.want)
		}
	}
	for _, tt := range []struct{ path, clean, query string }{
		{"/decide/lunch%3Fsize=few", "/decide/lunch", "size=few"},
		{"/decide/lunch%253Fsize%253Dfew%2526break%253Dlong", "/decide/lunch", "size=few&break=long"},
		{"/decide/lunch？size=few", "/decide/lunch", "size=few"},
		{"/decide/lunch？ｓｉｚｅ＝few＆break＝long", "/decide/lunch", "size=few&break=long"},
		{saved + "？どう", saved, ""},
		{"/decide/lunch;size=few;break=long", "/decide/lunch", "size=few;break=long"},
		{saved + ";jsessionid=1A2B", saved, ""},
		{saved + "; see x=y", saved, ""},
	} {
		if clean, query, _ := Repair(tt.path); clean != tt.clean || query != tt.query {
			t.Errorf("%q is repaired to %q and %q, want %q and %q", tt.path, clean, query, tt.clean, tt.query)
		}
	}
	if _, query, fragment := Repair(saved + "&theme=dark#key."); query != "theme=dark" || fragment != "key" {
		t.Errorf("query %q and fragment %q", query, fragment)
	}
}

// TestIDFromPaper: 0 and 8 are in no id, but look like o and b.
func TestIDFromPaper(t *testing.T) {
	if ids := IDs("ABCDEFGHIJKLMN0PQRSTUVWXY8"); len(ids) != 1 || ids[0] != "abcdefghijklmnopqrstuvwxyb" {
		t.Errorf("read as %q", ids)
	}
	if IsID("abcdefghijklmn0pqrstuvwxyz") {
		t.Error("is an id as it stands")
	}
}
