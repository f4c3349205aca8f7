package export

import "testing"

// TestDrawable: a picture never shows an ellipsis alone in place of a title.
func TestDrawable(t *testing.T) {
	for title, want := range map[string]string{
		"Order platform":      "Order platform",
		"Смета Überprüfung":   "Смета Überprüfung",
		"Ship it 🚀🚀":          "Ship it",
		"日本語の決定":              "(in Japanese: open the link to read it)",
		"架构决策":                "(in Chinese characters: open the link to read it)",
		"한국어 제목 2026":         "(in Korean: open the link to read it)",
		"החלטה בעברית 2026":   "(in Hebrew: open the link to read it)",
		"قرار معماري":         "(in Arabic script: open the link to read it)",
		"हिंदी निर्णय":        "(in Devanagari: open the link to read it)",
		"เลือกแพลตฟอร์ม":      "(in Thai: open the link to read it)",
		"Migration to 天気 API": "Migration to … API",
		"ᐃᓄᒃᑎᑐᑦ":              "(in another script: open the link to read it)",
	} {
		if got := drawable(title, true); got != want {
			t.Errorf("%q is drawn as %q, want %q", title, got, want)
		}
	}
}
