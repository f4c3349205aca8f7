package note

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	gmhtml "github.com/yuin/goldmark/renderer/html"
	"golang.org/x/net/html"
)

// shown is the text of a page, with its lines, the marks of lists and the rules.
func shown(page string) string {
	var b strings.Builder
	var counts []int // of open lists, -1 where there are no numbers
	pre := false
	line := func() {
		if !strings.HasSuffix(b.String(), "\n") && b.Len() > 0 {
			b.WriteByte('\n')
		}
	}
	for z := html.NewTokenizer(strings.NewReader(page)); ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			return b.String()
		}
		token := z.Token()
		attribute := func(name string, otherwise int) int {
			for _, a := range token.Attr {
				if a.Key == name {
					otherwise, _ = strconv.Atoi(a.Val)
				}
			}
			return otherwise
		}
		switch token.Data {
		case "ol", "ul":
			if line(); kind == html.EndTagToken {
				counts = counts[:len(counts)-1]
			} else if token.Data == "ol" {
				counts = append(counts, attribute("start", 1)-1)
			} else {
				counts = append(counts, -1)
			}
		case "li":
			if line(); kind != html.StartTagToken {
				break
			}
			if n := &counts[len(counts)-1]; *n >= 0 || token.Data == "ol" {
				*n = attribute("value", *n+1)
				fmt.Fprintf(&b, "%d. ", *n)
			} else {
				b.WriteString("- ")
			}
		case "hr":
			line()
			b.WriteString("----\n")
		case "td":
			if kind == html.EndTagToken {
				b.WriteString(" | ")
			}
		case "pre":
			line()
			pre = kind == html.StartTagToken
		case "p", "br", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "div":
			line()
			if token.Data == "blockquote" && kind == html.StartTagToken {
				b.WriteString(">")
			}
		default:
			if kind != html.TextToken {
				continue
			}
			text := token.Data
			if !pre {
				before, after := strings.HasSuffix(b.String(), "\n") || b.Len() == 0, strings.TrimSpace(text) == ""
				fields := strings.Join(strings.Fields(text), " ")
				if strings.HasPrefix(text, " ") && !before {
					fields = " " + fields
				}
				if strings.TrimRight(text, " \n\t") != text && !after {
					fields += " "
				}
				text = fields
			}
			b.WriteString(text)
		}
	}
}

// between matches what differs between two ways to show a text: spaces, lines between cells, where an item begins.
var between = regexp.MustCompile(`[ \x{2003}\x{a0}]*\|[ \x{2003}\x{a0}]*|(?m:^(?:[0-9]+\.|-) *)\n`)

// plainly is a text without that, and without the fences of code that is written as text.
func plainly(text string) string {
	var lines []string
	for line := range strings.SplitSeq(between.ReplaceAllStringFunc(strings.NewReplacer("\u00a0", " ", "```", "", "~~~", "").Replace(text), strings.TrimSpace), "\n") {
		if line = strings.TrimRight(strings.ReplaceAll(strings.Join(strings.Fields(line), " "), ". ", "."), "| "); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

var commonMark = goldmark.New(goldmark.WithRendererOptions(gmhtml.WithUnsafe()))

func viewed(t testing.TB, note string) string {
	var b strings.Builder
	if err := commonMark.Convert([]byte(CommonMark(note)), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestCommonMark: what a page shows of a note, a reader of CommonMark shows, too. Links become text.
func TestCommonMark(t *testing.T) {
	for _, tt := range htmlTests {
		t.Run(tt.name, func(t *testing.T) {
			if strings.Contains(tt.note, "](") || strings.Contains(tt.note, "]: ") || strings.HasPrefix(tt.note, "<https:") || strings.HasPrefix(tt.note, "<me") ||
				strings.HasPrefix(tt.note, "<java") || strings.ContainsAny(tt.note, "\x00\u202e") || !utf8.ValidString(tt.note) {
				return
			}
			if got, want := plainly(shown(viewed(t, tt.note))), plainly(shown(HTML(tt.note))); got != want {
				t.Errorf("got  %q\nwant %q\nof   %q", got, want, CommonMark(tt.note))
			}
		})
	}
}

// TestCommonMarkWritten: a record stays legible, and what is Markdown stays Markdown.
func TestCommonMarkWritten(t *testing.T) {
	for note, want := range map[string]string{
		"We *tried* [both] & <b>\n\n- one\n- {two} at $5":   "We *tried* &#91;both&#93; & &lt;b>\n\n- one\n- &#123;two} at &#36;5",
		"3. Mai\n17. Mai\n18. Mai":                          "3. Mai\n<!-- -->\n17. Mai\n18. Mai",
		"Pro: cheap\nContra: slow":                          "Pro: cheap<br>\nContra: slow",
		"2*3*4 = 24, 3 * 4":                                 "2&#42;3&#42;4 = 24, 3 * 4",
		"- 5 %\n+ 3 %":                                      "&#45; 5 %<br>\n&#43; 3 %",
		"> 50 % of requests":                                "&#62; 50 % of requests",
		`C:\Users\_tmp \*no\*`:                              `C:\Users&#92;&#95;tmp \*no\*`,
		"`a < b` &lt; R&amp;D & x &copy; &#42;":             "`a < b` &LT; R&AMP;D & x &copy; &amp;#42;",
		"```\na < b {\n```":                                 "```\na < b {\n```",
		"`{{ a }}`":                                         "&#96;&#123;&#123; a }}&#96;",
		"https://x.example/_a_/b https://x.example/a_b?c&d": "<https://x.example/_a_/b> https://x.example/a_b?c&d",
		"A\t1\nB\t2":                                        "A&emsp;|&emsp;1<br>\nB&emsp;|&emsp;2",
		"~5 ms":                                             "~5 ms", "~5 to ~6": "&#126;5 to &#126;6",
	} {
		if got := CommonMark(note); got != want {
			t.Errorf("%q is written\n     %q\nwant %q", note, got, want)
		}
	}
}

// TestFromCommonMark: any note comes back from a record, and from one of older versions.
func TestFromCommonMark(t *testing.T) {
	notes := []string{"", "&amp;lt; &#0042; &emsp;|&emsp; <br>\nx<br>", "`x<br>`\n```\n<!-- -->\n```\n> <!-- -->", "\\<br>\na\\\nb\\\\\nc", "<https://a.b/_c_>"}
	for _, tt := range htmlTests {
		if utf8.ValidString(tt.note) {
			notes = append(notes, tt.note)
		}
	}
	pieces := []string{
		"a", "B", "1", "*", "_", "**", "`", "```", "~~~", "\n", "\n", "\n\n", " ", "  ", "    ", "\t", "- ", "> ", "1. ", "7. ", "#", "\\", "&lt;", "&", "<br>", "<!-- -->",
		"[a](b)", "[", "]", "https://x.example/_a_", "---", "--", "===", "{{", "$", "é", "C:\\_x", "<b>", "+ 3 %", "* * * * * x", "&#42;", "www.x.example/*a*", "a\tb\n", "\"", "#\tc\n", ">\t",
	}
	signs := strings.Split("ab \t\n*_`~#>-+1.)[](\\&<|é字:/{=!\"$", "")
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 6000 {
		var b strings.Builder
		from := [][]string{pieces, signs}[i%2]
		for range 1 + random.IntN(14) {
			b.WriteString(from[random.IntN(len(from))])
		}
		notes = append(notes, b.String())
	}
	for _, note := range notes {
		if got := FromCommonMark(CommonMark(note)); got != note {
			t.Errorf("%q comes back as %q\nfrom %q", note, got, CommonMark(note))
		}
	}
	if got, want := FromCommonMark("&#45; 5 %<br> &#43; 3 %<br />\nA&emsp;|&emsp;1<br> B&emsp;|&emsp;2<br>"), "- 5 %\n+ 3 %\nA\t1\nB\t2"; got != want {
		t.Errorf("lines that a formatter has joined are read as %q, want %q", got, want)
	}
	if got, want := FromCommonMark("a &lt;b> &#91;c&#93; &#36;5 &#123; &amp;lt; C:\\_x\\\n*d*"), "a <b> [c] $5 { &lt; C:\\_x\\\n*d*"; got != want {
		t.Errorf("an older record is read as %q, want %q", got, want)
	}
}
