package web

import "testing"

func TestFileNames(t *testing.T) {
	for title, want := range map[string][2]string{
		"Order platform 2":          {"order-platform-2", "order-platform-2"},
		"Überprüfung, Œuvre & Łódź": {"uberprufung-oeuvre-lodz", "überprüfung-œuvre-łódź"},
		"日本語 smart “quotes”":        {"assessment", "日本語-smart-quotes"},
		"החלטה 2026":                {"assessment", "החלטה-2026"},
		"هندي निर्णय":               {"assessment", "هندي-निर्णय"},
		"Ship it 🚀":                 {"ship-it", "ship-it"},
		"🚀":                         {"assessment", "assessment"},
		"👩🏽‍💻👩🏽‍💻 on call":          {"on-call", "on-call"},
		"👩🏽‍💻👩🏽‍💻":                  {"assessment", "assessment"},
		"Step 1️⃣ ✈️":               {"step-1", "step-1"},
		"Hệ thống":                  {"he-thong", "hệ-thống"},
		"CON":                       {"con-assessment", "con-assessment"},
		"Nül":                       {"nul-assessment", "nül-assessment"},
		"ＣＯＮ":                       {"con-assessment", "ｃｏｎ-assessment"},
		"aux!":                      {"aux-assessment", "aux-assessment"},
		"../../etc/passwd\";x=":     {"etc-passwd-x", "etc-passwd-x"},
		"a very long title that goes on and on and on until it must be cut somewhere": {"a-very-long-title-that-goes-on-and-on-and-on-until-it-must-b", "a-very-long-title-that-goes-on-and-on-and-on-until-it-must-b"},
	} {
		if plain, name := fileNames(title); plain != want[0] || name != want[1] {
			t.Errorf("%q: %q, %q, want %q", title, plain, name, want)
		}
	}
}
