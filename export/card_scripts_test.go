package export

import (
	"bytes"
	"image"
	"image/png"
	"slices"
	"strings"
	"testing"
)

// titles are what people call decisions, one for each script that can be drawn.
var titles = map[string]string{
	"Greek": "Πλατφόρμα παραγγελιών", "Cyrillic": "Смета Überprüfung", "Japanese": "注文システムの構成：日本語の決定", "Chinese": "订单平台架构决策",
	"Traditional": "訂單平臺架構決策",
	"Korean":      "주문 시스템 결정 2026", "Hebrew": "החלטה בעברית (2026)", "Arabic": "قرار معماري لمنصة الطلبات", "Devanagari": "हिंदी निर्णय",
	"Bengali": "স্থাপত্য সিদ্ধান্ত",
	"Tamil":   "கட்டமைப்பு முடிவு", "Thai": "เลือกแพลตฟอร์ม", "Georgian": "არქიტექტურული გადაწყვეტილება",
	"Armenian": "Ճարտարապետական որոշում", "Ethiopic": "የሥነ ሕንፃ ውሳኔ",
	"Vietnamese": "Hệ thống đặt hàng trực tuyến", "Yoruba": "Ìpinnu nípa ètò ìbéèrè ọjà", "Kazakh": "Тапсырыс жүйесінің шешімі",
	"Azerbaijani": "Sifariş üçün qərar", "Polytonic": "Ἀρχὴ σοφίας",
	"Emoji": "Ship it 🚀🚀 ✅", "Mixed": "Migration to 天気 API, שלום 12 and سلام 🚀",
}

// TestDrawable: a picture never shows an ellipsis alone in place of a title.
func TestDrawable(t *testing.T) {
	for script, title := range titles {
		if got, _ := drawable(title, true); got != title {
			t.Errorf("%s: %q is drawn as %q", script, title, got)
		}
	}
	for title, want := range map[string]string{
		"Order platform":                                          "Order platform",
		"👩🏽‍💻 on call":                                            "👩💻 on call",
		"ᐃᓄᒃᑎᑐᑦ":                                                  "(in another script: open the link to read it)",
		"భారత నిర్ణయం":                                            "(in Telugu: open the link to read it)",
		"𝕱𝖗𝖆𝖐𝖙𝖚𝖗 𝟚":                                               "Fraktur 2",
		"Plan ᐃᓄᒃ and so on":                                      "Plan … and so on",
		"Bu\u0308ro Zoe\u0308 A\u030angstro\u0308m e\u0323\u0302": "Büro Zoë Ångström ệ", // as names of files on a Mac have them
		"カ\u3099ス・ホ\u309aンフ\u309a 결\u110c\u1166":                  "ガス・ポンプ 결제",
		"И\u0306 Е\u0308":                                         "Й Ё",
		"㈱山 ㎡ Ⅷ ﾃﾞｰﾀ ℃":                                           "(株)山 m2 VIII データ °C",
	} {
		if got, _ := drawable(title, true); got != want {
			t.Errorf("%q is drawn as %q, want %q", title, got, want)
		}
	}
}

// TestNoteFits: what stands for a title that cannot be drawn stays beside the code.
func TestNoteFits(t *testing.T) {
	rec := records(t)["first"]
	rec.Saved.Title = "ᐃ"
	c := NewCard(rec)
	i := slices.IndexFunc(c.Items, func(i cardItem) bool { return i.Text == rec.Saved.Title })
	end := int(c.Items[i].X + c.Items[i].Room)
	gap := image.Rect(end+2, 60, end+14, 110)
	if drawn := inkOf(t, c, gap); strings.Contains(drawn, "#") {
		t.Errorf("the note runs into what is beside it:\n%s", drawn)
	}
}

// TestTitlesAreDrawn: every title leaves ink of its own where titles stand, on cards
// and strips, and none is as wide as the picture.
func TestTitlesAreDrawn(t *testing.T) {
	rec := records(t)["first"]
	for size, draw := range map[string]func(Record) Card{"card": NewCard, "strip": NewStrip} {
		area, seen := image.Rect(72, 50, 900, 180), map[string]string{}
		if size == "strip" {
			area = image.Rect(96, 12, 590, 44)
		}
		rec.Saved.Title = "."
		bare := inkOf(t, draw(rec), area)
		for script, title := range titles {
			rec.Saved.Title = title
			drawn := inkOf(t, draw(rec), area)
			if strings.Count(drawn, "#") < strings.Count(bare, "#")+100 {
				t.Errorf("%s, %s: hardly any ink", size, script)
			}
			if other, twice := seen[drawn]; twice {
				t.Errorf("%s: %s looks as %s", size, script, other)
			}
			seen[drawn] = script
		}
	}
}

// inkOf is what is dark in a part of a picture.
func inkOf(t *testing.T, c Card, area image.Rectangle) string {
	t.Helper()
	raw, err := c.PNG()
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			if r, g, bl, _ := img.At(x, y).RGBA(); r+g+bl < 3*0x8000 {
				b.WriteByte('#')
			} else {
				b.WriteByte(' ')
			}
		}
	}
	return b.String()
}

// TestLinesOfJapanese: a title without spaces goes on in the second line.
func TestLinesOfJapanese(t *testing.T) {
	title := strings.Repeat("注文システムの構成、", 4)
	lines := wrapped(title, 900, 46, 2, true)
	if len(lines) != 2 || !strings.HasPrefix(title, lines[0]) || strings.Contains(lines[0], "…") || strings.HasPrefix(lines[1], "、") {
		t.Errorf("%q", lines)
	}
}
