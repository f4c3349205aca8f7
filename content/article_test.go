package content

import (
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// article loads a body as the only article of the tiny tree.
func article(t *testing.T, body string) *Article {
	t.Helper()
	tree := tiny(t)
	tree["articles/eating-together.md"] = &fstest.MapFile{Data: []byte("---\ntitle: t\nsummary: s\npublished: 2026-10-05\n---\n" + body)}
	tree["diagrams/table.svg"] = &fstest.MapFile{
		Data: []byte(`<svg width="80" height="60"><title>T</title><desc>Four legs &amp; a top.</desc></svg>`),
	}
	return load(t, tree).Articles[0]
}

func TestArticle(t *testing.T) {
	a, ok := load(t, tiny(t)).Article("eating-together")
	if !ok {
		t.Fatal("no article")
	}
	const golden = "testdata/eating-together.html"
	if *update {
		if err := os.WriteFile(golden, []byte(a.HTML.Under("")), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if a.HTML.Under("") != string(want) {
		t.Errorf("got\n%s\nwant\n%s", a.HTML.Under(""), want)
	}
	if a.Title != "Is eating together worth it?" || a.Published.Format(time.DateOnly) != "2026-10-05" ||
		a.Updated.Format(time.DateOnly) != "2026-10-06" {
		t.Errorf("title %q, published %v, updated %v", a.Title, a.Published, a.Updated)
	}
	wantContents := []Heading{
		{2, "what-it-costs", "What it costs"}, {3, "who-clears-up", "Who clears up"}, {2, "what-it-gives", "What it gives"},
	}
	if !reflect.DeepEqual(a.Contents, wantContents) {
		t.Errorf("contents %v", a.Contents)
	}
	if len(a.Sources) != 2 || a.Sources[0].ID != "menu-cards" || a.Sources[1].ID != "kitchen-rules" {
		t.Errorf("sources %v", a.Sources)
	}
	wantInforms := []QuestionRef{{"lunch", "size", "How many of you eat together?"}, {"lunch", "break", "How long may the break be?"}}
	if !reflect.DeepEqual(a.Informs, wantInforms) {
		t.Errorf("informs %v", a.Informs)
	}
	if len(a.Version) != 12 {
		t.Errorf("version %q", a.Version)
	}
}

func TestArticleHTML(t *testing.T) {
	const rel = ` rel="noopener"`
	tests := []struct{ name, body, want string }{
		{"heading ids differ", "## A b\n\n## A b", `<h2 id="a-b"><a class="anchor" href="#a-b">A b</a></h2>` + "\n" +
			`<h2 id="a-b-2"><a class="anchor" href="#a-b-2">A b</a></h2>` + "\n"},
		{"heading ids do not clash", "## Src: x\n\n## Main\n\n## 3 ways",
			`<h2 id="section-src-x"><a class="anchor" href="#section-src-x">Src: x</a></h2>` + "\n" +
				`<h2 id="section-main"><a class="anchor" href="#section-main">Main</a></h2>` + "\n" +
				`<h2 id="section-3-ways"><a class="anchor" href="#section-3-ways">3 ways</a></h2>` + "\n"},
		{"heading with markup", "## *A* `b` [c](/method) &amp; \\*d", `<h2 id="a-b-c-d"><em>A</em> <code>b</code> <a href="/method">c</a> &amp; *d</h2>` + "\n"},
		{"one tilde and two", "3~5 minutes, 6~8, H~2~O, ~~no~~", "<p>3~5 minutes, 6~8, H~2~O, <del>no</del></p>\n"},
		{"link out", "[a](https://example.org)", `<p><a href="https://example.org"` + rel + `>a</a></p>` + "\n"},
		{"bare link out", "<https://example.org/?a=1&b=2>", `<p><a href="https://example.org/?a=1&amp;b=2"` + rel +
			`>https://example.org/?a=1&amp;b=2</a></p>` + "\n"},
		{"link within", "[a](/decide/lunch#q-size) [b](/decide/lunch/result?size=few)",
			`<p><a href="/decide/lunch#q-size">a</a> <a href="/decide/lunch/result?size=few">b</a></p>` + "\n"},
		{"citations are numbered by source", "A [^menu-cards], b[^kitchen-rules], c [^menu-cards]",
			`<p>A<sup><a href="#src-menu-cards" aria-label="Source 1">[1]</a></sup>, ` +
				`b<sup><a href="#src-kitchen-rules" aria-label="Source 2">[2]</a></sup>, ` +
				`c<sup><a href="#src-menu-cards" aria-label="Source 1">[1]</a></sup></p>` + "\n"},
		{"no citation in code", "`[^x]`\n\n    [^x]", `<p><code>[^x]</code></p>` + "\n" + `<pre tabindex="0"><code>[^x]` +
			"\n</code></pre>\n"},
		{"callout", "> **Careful:** It *may* break.\n>\n> Twice.",
			`<div class="callout callout-careful" role="note"><p class="callout-title">Careful</p>` +
				"\n<p>It <em>may</em> break.</p>\n<p>Twice.</p>\n</div>\n"},
		{"callout with its title on a line", "> **Note:**\n> Text.", `<div class="callout callout-note" role="note"><p class="callout-title">Note</p>` + "\n<p>Text.</p>\n</div>\n"},
		{"a quote stays one", "> **Bold:** words", "<blockquote>\n<p><strong>Bold:</strong> words</p>\n</blockquote>\n"},
		{"figure", `![A "table" & 4](/diagrams/table.svg "Four chairs & a table")`, `<figure class="diagram"><img src="/diagrams/table.svg" width="80" height="60" alt="A “table” &amp; 4" loading="lazy" decoding="async">` +
			"<figcaption><p>Four chairs &amp; a table</p><details><summary>The drawing in words</summary><p>Four legs &amp; a top.</p></details></figcaption></figure>\n"},
		{"table", "| a | b |\n|---|--:|\n| 1 | 2 |",
			`<div class="table-scroll" role="region" aria-label="Table 1: a, b" tabindex="0"><table>` +
				"\n<thead>\n<tr>\n<th scope=\"col\">a</th>\n<th align=\"right\" scope=\"col\">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td align=\"right\">2</td>\n</tr>\n</tbody>\n</table></div>\n"},
		{"table with an empty head", "| | b |\n|---|---|\n| 1 | 2 |",
			`<div class="table-scroll" role="region" aria-label="Table 1: b" tabindex="0"><table>` +
				"\n<thead>\n<tr>\n<td></td>\n<th scope=\"col\">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td>2</td>\n</tr>\n</tbody>\n</table></div>\n"},
		{"code", "```go\na < b\n```", `<pre tabindex="0"><code class="language-go">a &lt; b` + "\n</code></pre>\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := article(t, tt.body).HTML.Under(""); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func TestReadingTime(t *testing.T) {
	tests := []struct {
		body           string
		words, minutes int
	}{
		{"One *two* three[^menu-cards].\nFour", 4, 1},
		{"## One\n\n- two\n- three\n\n| four | five |\n|---|---|\n| six | seven |", 7, 1},
		{strings.Repeat("word ", 329), 329, 1},
		{strings.Repeat("word ", 331), 331, 2},
		{strings.Repeat("word\n", 2200), 2200, 10},
	}
	for _, tt := range tests {
		if a := article(t, tt.body); a.Words != tt.words || a.Minutes != tt.minutes {
			t.Errorf("%.20q: %d words, %d minutes; want %d, %d", tt.body, a.Words, a.Minutes, tt.words, tt.minutes)
		}
	}
}

func TestRelated(t *testing.T) {
	tree := tiny(t)
	add := func(slug, order, tags string) {
		tree["articles/"+slug+".md"] = &fstest.MapFile{
			Data: []byte("---\ntitle: t\nsummary: s\npublished: 2026-10-05\norder: " + order + "\ntags: [" + tags + "]\n---\nText.\n"),
		}
	}
	add("none", "2", "other")
	add("far", "90", "lunch")
	add("near", "3", "team")
	add("middle", "30", "team")
	add("both", "80", "team, lunch")
	a, _ := load(t, tree).Article("eating-together")
	var got []string
	for _, r := range a.Related {
		got = append(got, r.Slug)
	}
	if strings.Join(got, " ") != "both near middle" {
		t.Errorf("related %v", got)
	}
}

// An article made to be slow is refused, or takes little for each byte.
func TestHostileArticles(t *testing.T) {
	for _, unit := range []string{
		"[", "![", "*a ", "> ", "- ", "1. ", "`", "<", "[a](", "\n>", "[a]: b\n", "[^a] ", "## a\n\n", "|a|\n|-|\n\n", "~~a",
		"> **Note:**\n\n",
	} {
		text := strings.Repeat(unit, 20_000/len(unit))
		atMost(t, 1200, text, unit, func() {
			var problems Problems
			parseBody("a.md", text, 0, &problems).html()
		})
	}
}
