package note

import (
	"net/url"
	"runtime"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// TestInFrame: links of a note in a frame open outside of it; what only
// looks like a link stays text.
func TestInFrame(t *testing.T) {
	note := "[a](https://example.org) <me@example.org> `<a href=\"/x\">`"
	want := `<p><a target="_blank" href="https://example.org" rel="nofollow noopener ugc">a</a> ` +
		`<a target="_blank" href="mailto:me@example.org" rel="nofollow noopener ugc">me@example.org</a> <code>&lt;a href=&quot;/x&quot;&gt;</code></p>` + "\n"
	if got := HTMLInFrame(note); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// withLinks is a paragraph of texts and addresses.
func withLinks(pieces ...string) string {
	var b strings.Builder
	for _, piece := range pieces {
		if strings.HasPrefix(strings.ToLower(piece), "http") && !strings.Contains(piece, " ") {
			u, _ := url.Parse(piece)
			piece = `<a class="bare" href="` + u.String() + `" rel="nofollow noopener ugc">` + piece + `</a>`
		}
		b.WriteString(piece)
	}
	return "<p>" + b.String() + "</p>\n"
}

func TestHTML(t *testing.T) {
	for _, tt := range htmlTests {
		t.Run(tt.name, func(t *testing.T) {
			if got := HTML(tt.note); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

var htmlTests = []struct{ name, note, want string }{
	{"nothing", "", ""},
	{"text", "We chose *this* & **that**.", "<p>We chose <em>this</em> &amp; <strong>that</strong>.</p>\n"},
	{"headings begin at h3", "# One\n\n## Two\n\n###### Six", "<h3>One</h3>\n<h4>Two</h4>\n<h6>Six</h6>\n"},
	{"web link", "[a](https://example.org/?x=1&y=2)", `<p><a href="https://example.org/?x=1&amp;y=2" rel="nofollow noopener ugc">a</a></p>` + "\n"},
	{"mail link", "<me@example.org>", `<p><a href="mailto:me@example.org" rel="nofollow noopener ugc">me@example.org</a></p>` + "\n"},
	{"bare address in brackets", "<https://example.org>", `<p><a class="bare" href="https://example.org" rel="nofollow noopener ugc">https://example.org</a></p>` + "\n"},
	{"bare address", "see https://example.org/x_y?a=b&c, or www.example.org.", `<p>see <a class="bare" href="https://example.org/x_y?a=b&amp;c" rel="nofollow noopener ugc">https://example.org/x_y?a=b&amp;c</a>, or <a class="bare" href="http://www.example.org" rel="nofollow noopener ugc">www.example.org</a>.</p>` + "\n"},
	{"bare address of a script", "javascript:alert(1) data:text/html,x ftp://example.org", "<p>javascript:alert(1) data:text/html,x ftp://example.org</p>\n"},
	{"in capitals", "HTTPS://EXAMPLE.ORG/A", `<p><a class="bare" href="HTTPS://EXAMPLE.ORG/A" rel="nofollow noopener ugc">HTTPS://EXAMPLE.ORG/A</a></p>` + "\n"},
	{"on an intranet", "http://wiki/page and http://localhost:8080/a", withLinks("http://wiki/page", " and ", "http://localhost:8080/a")},
	{"names in other scripts", "https://例え.jp/x https://de.example.org/Überblick", withLinks("https://例え.jp/x", " ", "https://de.example.org/Überblick")},
	{"no space before it", "see:https://a.example, \"https://b.example\"", withLinks("see:", "https://a.example", ", &quot;", "https://b.example", "&quot;")},
	{"words after it", "https://example.org/xをご覧ください。", withLinks("https://example.org/x", "をご覧ください。")},
	{"address in another script", "https://ja.wikipedia.org/wiki/サーバーレス・コンピューティング。 https://ko.wikipedia.org/wiki/서버리스#x を",
		withLinks("https://ja.wikipedia.org/wiki/サーバーレス・コンピューティング", "。 ", "https://ko.wikipedia.org/wiki/서버리스#x", " を")},
	{"hosts", "http://build_server:8080/job/x http://münchen/plan https://wiki.corp./x http://пример.рф/x https://wiki.corp.",
		withLinks("http://build_server:8080/job/x", " ", "http://münchen/plan", " ", "https://wiki.corp./x", " ", "http://пример.рф/x", " ", "https://wiki.corp", ".")},
	{"paths of one part", "http://wiki/ページ http://wiki/概要/x http://wiki/한국", withLinks("http://wiki/ページ", " ", "http://wiki/概要/x", " ", "http://wiki/한국")},
	{"quotation marks", "“http://wiki/a” «http://wiki/b» （http://wiki/c） —http://wiki/d_e_f", withLinks("“", "http://wiki/a", "” «", "http://wiki/b", "» （", "http://wiki/c", "） —", "http://wiki/d_e_f")},
	{"in a bracket", "[http://wiki/page] [ADR|http://wiki/x_y]\n[http://b.example/a?b=c&d]", withLinks("[", "http://wiki/page", "] [ADR|", "http://wiki/x_y", "]<br>\n[", "http://b.example/a?b=c&amp;d", "]")},
	{"words after a host", "https://example.org/をご覧ください", withLinks("https://example.org/", "をご覧ください")},
	{"brackets", "(https://example.org/a_(b)), (https://example.org/c)", withLinks("(", "https://example.org/a_(b)", "), (", "https://example.org/c", ")")},
	{"no address", "xhttps://example.org https:// https://u:p@example.org http", withLinks("xhttps://example.org https:// https://u:p@example.org http")},
	{"address in code", "`https://example.org`", "<p><code>https://example.org</code></p>\n"},
	{"address in a link", "[https://a.example](https://b.example)", `<p><a href="https://b.example" rel="nofollow noopener ugc">https://a.example</a></p>` + "\n"},
	{"address in a link to it", "[https://a.example](https://a.example)", withLinks("https://a.example")},
	{"script link", "[a](javascript:alert(1))", "<p>a</p>\n"},
	{"script link, disguised", "[a](JaVa&#115;cript:alert(1)) [b](<java\tscript:alert(1)>)", "<p>a b</p>\n"},
	{"script autolink", "<javascript:alert(1)>", "<p>javascript:alert(1)</p>\n"},
	{"data link", "[a](data:text/html;base64,PHNjcmlwdD4=)", "<p>a</p>\n"},
	{"vbscript by reference", "[a]\n\n[a]: vbscript:x", "<p>[a]</p>\n<p>[a]: vbscript:x</p>\n"},
	{"speakers", "[Ada]: agreed\n[Bob]: disagreed", "<p>[Ada]: agreed<br>\n[Bob]: disagreed</p>\n"},
	{"speaker with a quotation", "[Ada]: yes \"of course\"\n\nBy [Ada].", "<p>[Ada]: yes &quot;of course&quot;</p>\n<p>By [Ada].</p>\n"},
	{"reference", "As in [1].\n\n[1]: https://example.org \"x\"", `<p>As in <a href="https://example.org" rel="nofollow noopener ugc">1</a> (x).</p>` + "\n"},
	{"reference to text", "As in [1].\n\n[1]: ADR-0012", "<p>As in [1].</p>\n<p>[1]: ADR-0012</p>\n"},
	{"footnote", "x[^1]\n\n[^1]: ADR-12", "<p>x[^1]</p>\n<p>[^1]: ADR-12</p>\n"},
	{"nobody refers to it", "[Jira]: https://a.example", withLinks("[Jira]: ", "https://a.example")},
	{"defined twice", "[J]\n\n[J]: https://a.example\n[J]: https://b.example\n[K]:\nlater",
		`<p><a href="https://a.example" rel="nofollow noopener ugc">J</a></p>` + "\n" + `<p><a href="https://a.example" rel="nofollow noopener ugc">J</a>: ` +
			`<a class="bare" href="https://b.example" rel="nofollow noopener ugc">https://b.example</a><br>` + "\n[K]:<br>\nlater</p>\n"},
	{"definition in a quote", "> [TODO]: later\n> - [x]: y", "<blockquote>\n<p>[TODO]: later</p>\n<ul>\n<li>[x]: y</li>\n</ul>\n</blockquote>\n"},
	{"link without a scheme", "[a](//example.org) [b](/a/1) [c](https://u:p@example.org)", "<p>a (//example.org) b (/a/1) c (https://u:p@example.org)</p>\n"},
	{"other links", "[ADR 12](0012-x.md) [call](tel:+49) [f](file:///c:/x)",
		"<p>ADR 12 (0012-x.md) call (tel:+49) f (file:///c:/x)</p>\n"},
	{"link without words", "[](https://example.org/x) [](0012-x.md)", withLinks("https://example.org/x", " 0012-x.md")},
	{"image", "![alt](https://example.org/x.png)", `<p><a href="https://example.org/x.png" rel="nofollow noopener ugc">alt</a></p>` + "\n"},
	{"image without words", "see ![](https://wiki/x.png) ![](img/d.png)", withLinks("see ", "https://wiki/x.png", " img/d.png")},
	{"image of this machine", "![d](img/d.png) ![e](data:image/png;base64,AA)", "<p>d (img/d.png) e</p>\n"},
	{"image without words in a link", "[![](https://b.example/x)](https://a.example)",
		`<p><a href="https://a.example" rel="nofollow noopener ugc">https://b.example/x</a></p>` + "\n"},
	{"lines", "Pro: cheap\nContra: slow", "<p>Pro: cheap<br>\nContra: slow</p>\n"},
	{"lines of another program", "•\tone\n•\ttwo", "<p>•\tone<br>\n•\ttwo</p>\n"},
	{"days", "3. Mai\n17. Mai\n2. Juni\n3. Juni", "<ol start=\"3\">\n<li>Mai</li>\n<li value=\"17\">Mai</li>\n<li value=\"2\">Juni</li>\n<li>Juni</li>\n</ol>\n"},
	{"years in a quotation", "> 1990. x\n>\n> 1985. y", "<blockquote>\n<ol start=\"1990\">\n<li>\n<p>x</p>\n</li>\n<li value=\"1985\">\n<p>y</p>\n</li>\n</ol>\n</blockquote>\n"},
	{"first days of months", "1. Mai\n1. Juni\n   1) a\n   1) b", "<ol>\n<li>Mai</li>\n<li value=\"1\">Juni\n<ol>\n<li>a</li>\n<li value=\"1\">b</li>\n</ol>\n</li>\n</ol>\n"},
	{"days and months", "1. 5. 2027 Start\n1. 6. 2027 End", "<p>1. 5. 2027 Start<br>\n1. 6. 2027 End</p>\n"},
	{"days after tabs", ">\t3. Mai\n>\t17. Mai", "<blockquote>\n<ol start=\"3\">\n<li>Mai</li>\n<li value=\"17\">Mai</li>\n</ol>\n</blockquote>\n"},
	{"from zero", "0. Null\n0. zwei", "<ol start=\"0\">\n<li>Null</li>\n<li value=\"0\">zwei</li>\n</ol>\n"},
	{"the same day", "3. Mai a\n3. Mai b", "<ol start=\"3\">\n<li>Mai a</li>\n<li value=\"3\">Mai b</li>\n</ol>\n"},
	{"zeros before a number", "007. x\n008. y", "<p>007. x<br>\n008. y</p>\n"},
	{"paths", `\\srv\_adr\*.log C:\Users\_tmp\*.log (C:\!config\#1\[a]) C:\Program Files\_x`,
		`<p>\\srv\_adr\*.log C:\Users\_tmp\*.log (C:\!config\#1\[a]) C:\Program Files\_x</p>` + "\n"},
	{"path at the end of a line", "in C:\\temp\\\nand \\*there\\*", "<p>in C:\\temp\\<br>\nand *there*</p>\n"},
	{"escapes", `\*no\* C:\\x 1\. \\x \\\\srv\\x`, `<p>*no* C:\x 1. \x \\srv\x</p>` + "\n"},
	{"calculations", "2*3*4 = 24, 2*n*3, (1+2)*3*(4), 2**3**2, *2* **3** *a*b", "<p>2*3*4 = 24, 2*n*3, (1+2)*3*(4), 2**3**2, <em>2</em> <strong>3</strong> <em>a</em>b</p>\n"},
	{"patterns of files", "src/**/*.go, **/*.md and */*", "<p>src/**/*.go, **/*.md and */*</p>\n"},
	{"names of programs", "__init__.py, __main__() but __this__.", "<p>__init__.py, __main__() but <strong>this</strong>.</p>\n"},
	{"signs", "Cost:\n\n- 5 %\n+ 3 %", "<p>Cost:</p>\n<p>- 5 %<br>\n+ 3 %</p>\n"},
	{"pros and cons", "Result:\n- slow\n+ cheap", "<p>Result:<br>\n- slow<br>\n+ cheap</p>\n"},
	{"amounts alone", "- 5 %\n- 3.5 %", "<p>- 5 %<br>\n- 3.5 %</p>\n"},
	{"some amounts", "- 3 %\n- one database", "<ul>\n<li>3 %</li>\n<li>one database</li>\n</ul>\n"},
	{"figures of things", "- 3 servers\n- 2 databases", "<ul>\n<li>3 servers</li>\n<li>2 databases</li>\n</ul>\n"},
	{"lines below an amount", "- 3 %\n  - 2 %\n  - 1 %\n- 5 %",
		"<ul>\n<li>3 %<br>\n- 2 %<br>\n- 1 %</li>\n<li>5 %</li>\n</ul>\n"},
	{"emphasised figures", "(see *section 5*) and (*5 of them*)", "<p>(see <em>section 5</em>) and (<em>5 of them</em>)</p>\n"},
	{"days and numbers in a list", "- 2026-11-30: x\n- 2. y", "<ul>\n<li>2026-11-30: x</li>\n<li>\n<ol start=\"2\">\n<li>y</li>\n</ol>\n</li>\n</ul>\n"},
	{"more than", "> 50 % of requests need it\n\n>= 3 s\n\n> 3 of us\n> agree\n\n> 5 %\n> - a", "<p>&gt; 50 % of requests need it</p>\n<p>&gt;= 3 s</p>\n<blockquote>\n<p>3 of us<br>\nagree</p>\n</blockquote>\n<blockquote>\n<p>5 %</p>\n<ul>\n<li>a</li>\n</ul>\n</blockquote>\n"},
	{"image in a link", "[![alt](data:image/svg+xml,x)](https://example.org)", `<p><a href="https://example.org" rel="nofollow noopener ugc">alt</a></p>` + "\n"},
	{"HTML block", "<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"},
	{"inline HTML", `a <img src=x onerror=alert(1)> b`, "<p>a &lt;img src=x onerror=alert(1)&gt; b</p>\n"},
	{"comment", "<!-- a -->", "<p>&lt;!-- a --&gt;</p>\n"},
	{"code keeps no language", "```yaml\n<b>\n```", `<pre tabindex="0"><code>&lt;b&gt;` + "\n</code></pre>\n"},
	{"attribute after a fence", "```\" onclick=\"x\n<b>\n```", `<pre tabindex="0"><code>&#34; onclick=&#34;x` + "\n&lt;b&gt;\n</code></pre>\n"},
	{"code of a chat", "```kubectl get pods\nNAME READY```\nDecision: B", `<pre tabindex="0"><code>kubectl get pods` + "\nNAME READY\n</code></pre>\n<p>Decision: B</p>\n"},
	{"closed alone", "```SELECT 1\n  FROM x\n```\nB", `<pre tabindex="0"><code>SELECT 1` + "\n  FROM x\n</code></pre>\n<p>B</p>\n"},
	{"closed at the end of a line", "```\na `b`\nc```\nB", `<pre tabindex="0"><code>a ` + "`b`\nc\n</code></pre>\n<p>B</p>\n"},
	{"headings of plain text", "~~~ Summary ~~~\nWe take B.\n~~~ Risks\nnone", "<p>~~~ Summary ~~~<br>\nWe take B.<br>\n~~~ Risks<br>\nnone</p>\n"},
	{"words after a language", "~~~yaml title=x\na\n~~~\nb", `<pre tabindex="0"><code>yaml title=x` + "\na\n</code></pre>\n<p>b</p>\n"},
	{"lines after a tag", "<TBD>\nline two: 3\n4 nodes", "<p>&lt;TBD&gt;<br>\nline two: 3<br>\n4 nodes</p>\n"},
	{"XML", "<server>\n  <port>80</port>\n  <port\n   x='*'>\n</server>", "<p>&lt;server&gt;<br>\n\u00a0\u00a0&lt;port&gt;80&lt;/port&gt;<br>\n\u00a0\u00a0&lt;port<br>\nx=&#39;*&#39;&gt;<br>\n&lt;/server&gt;</p>\n"},
	{"stars inside of words", "users*orders*items, x**2 + y**2 = z**2, a*x+b*y, 这是**重点**内容", "<p>users*orders*items, x**2 + y**2 = z**2, a*x+b*y, 这是<strong>重点</strong>内容</p>\n"},
	{"types of files", "(*.log,*.txt) *.NET* *.log*", "<p>(*.log,*.txt) <em>.NET</em> *.log*</p>\n"},
	{"patterns and formulas", `^\d+\.\d+$ \(x\) 100\% CORP\_svc order\_service \[a\]`, `<p>^\d+\.\d+$ \(x\) 100\% CORP\_svc order_service [a]</p>` + "\n"},
	{"times of jobs", "* * * * * /usr/bin/x\n\n* * * * *\n\n* * *", "<p>* * * * * /usr/bin/x</p>\n<p>* * * * *</p>\n<hr>\n"},
	{"signature", "Decide this week.\n-- \nAda", "<p>Decide this week.<br>\n--<br>\nAda</p>\n"},
	{"rule below a text", "a\nb\n---\nc\n\nHeading\n---\nd\ne\n===", "<p>a<br>\nb</p>\n<hr>\n<p>c</p>\n<h4>Heading</h4>\n<p>d<br>\ne<br>\n===</p>\n"},
	{"number of", "# of users: 500\n# Offers", "<p># of users: 500</p>\n<h3>Offers</h3>\n"},
	{"after a list", "Pro:\n- a\n  more\n- b\nContra:\n- c", "<p>Pro:</p>\n<ul>\n<li>a<br>\nmore</li>\n<li>b</li>\n</ul>\n<p>Contra:</p>\n<ul>\n<li>c</li>\n</ul>\n"},
	{"after a quotation", "> Buy?\nNo, build.", "<blockquote>\n<p>Buy?</p>\n</blockquote>\n<p>No, build.</p>\n"},
	{"indented after a quotation", "> Buy?\n  No.", "<blockquote>\n<p>Buy?</p>\n</blockquote>\n<p>No.</p>\n"},
	{"below an inner list", "- a\n  - b\n  c", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\nc</li>\n</ul>\n"},
	{"cells", "Costs:\nOption\tCost\tRisk\nA\t12\t500\nB\t\t*4*\n\n\u2022\tone\n1.\ttwo\n\none\ttab",
		"<p>Costs:</p>\n<div class=\"scroll\" tabindex=\"0\"><table>\n<tr><td>Option</td><td>Cost</td><td>Risk</td></tr>\n<tr><td>A</td><td>12</td><td>500</td></tr>\n<tr><td>B</td><td></td><td><em>4</em></td></tr>\n</table></div>\n" +
			"<p>\u2022\tone</p>\n<ol>\n<li>two</li>\n</ol>\n<p>one\ttab</p>\n"},
	{"an empty first cell", "\tCost\tRisk\nA\t12\t500\nB\t\t4",
		"<div class=\"scroll\" tabindex=\"0\"><table>\n<tr><td></td><td>Cost</td><td>Risk</td></tr>\n<tr><td>A</td><td>12</td><td>500</td></tr>\n<tr><td>B</td><td></td><td>4</td></tr>\n</table></div>\n"},
	{"below a blank line", "Costs:\n\n\tQ1\tQ2\nA\t1\t2\n\t\t\n\tSum\t3",
		"<p>Costs:</p>\n<div class=\"scroll\" tabindex=\"0\"><table>\n<tr><td></td><td>Q1</td><td>Q2</td></tr>\n<tr><td>A</td><td>1</td><td>2</td></tr>\n<tr><td></td><td></td><td></td></tr>\n<tr><td></td><td>Sum</td><td>3</td></tr>\n</table></div>\n"},
	{"a number sign in the head", "#\tOption\tCost\n1\tA\t500",
		"<div class=\"scroll\" tabindex=\"0\"><table>\n<tr><td>#</td><td>Option</td><td>Cost</td></tr>\n<tr><td>1</td><td>A</td><td>500</td></tr>\n</table></div>\n"},
	{"numbered rows", "Nr.\tWas\tCost\tRisk\n1.\tA\t500\t\n2.\tB\t\t7",
		"<div class=\"scroll\" tabindex=\"0\"><table>\n<tr><td>Nr.</td><td>Was</td><td>Cost</td><td>Risk</td></tr>\n<tr><td>1.</td><td>A</td><td>500</td><td></td></tr>\n<tr><td>2.</td><td>B</td><td></td><td>7</td></tr>\n</table></div>\n"},
	{"signs as heads", "+\t-\nfast\tslow",
		"<div class=\"scroll\" tabindex=\"0\"><table>\n<tr><td>+</td><td>-</td></tr>\n<tr><td>fast</td><td>slow</td></tr>\n</table></div>\n"},
	{"more than in a column", ">\t5\tms\n>\t6\tms",
		"<div class=\"scroll\" tabindex=\"0\"><table>\n<tr><td>&gt;</td><td>5</td><td>ms</td></tr>\n<tr><td>&gt;</td><td>6</td><td>ms</td></tr>\n</table></div>\n"},
	{"a hyphen in the corner", "-\tCost\tRisk\nA\t1\t2",
		"<div class=\"scroll\" tabindex=\"0\"><table>\n<tr><td>-</td><td>Cost</td><td>Risk</td></tr>\n<tr><td>A</td><td>1</td><td>2</td></tr>\n</table></div>\n"},
	{"marks in cells", "Pro\tContra\n+ fast\t- expensive\n- x\t2",
		"<div class=\"scroll\" tabindex=\"0\"><table>\n<tr><td>Pro</td><td>Contra</td></tr>\n<tr><td>+ fast</td><td>- expensive</td></tr>\n<tr><td>- x</td><td>2</td></tr>\n</table></div>\n"},
	{"a cell of two lines", "Name\tQ1\tQ2\n\"Multi\nline\"\t1\t2\nx",
		"<div class=\"scroll\" tabindex=\"0\"><table>\n<tr><td>Name</td><td>Q1</td><td>Q2</td></tr>\n<tr><td>&quot;Multi<br>\nline&quot;</td><td>1</td><td>2</td></tr>\n</table></div>\n<p>x</p>\n"},
	{"lists of Word", "\u2022\tA\no\tB\no\tC\n\ni.\tX\nii.\tY\n(b)\tZ",
		"<p>\u2022\tA<br>\no\tB<br>\no\tC</p>\n<p>i.\tX<br>\nii.\tY<br>\n(b)\tZ</p>\n"},
	{"lists with tabs", "-\ta\n\t-\tb\n\t-\tc\n- d\te\n\n> 5\tusers",
		"<ul>\n<li>a\n<ul>\n<li>b</li>\n<li>c</li>\n</ul>\n</li>\n<li>d\te</li>\n</ul>\n<p>&gt; 5\tusers</p>\n"},
	{"rows in a quotation", "> A\t1\t2\n> B\t3\t4",
		"<blockquote>\n<div class=\"scroll\" tabindex=\"0\"><table>\n<tr><td>A</td><td>1</td><td>2</td></tr>\n<tr><td>B</td><td>3</td><td>4</td></tr>\n</table></div>\n</blockquote>\n"},
	{"rows in code", "```\n#\ta\n1\tb\n```\n\n\tcd\tx\n\tls\ty",
		"<pre tabindex=\"0\"><code>#\ta\n1\tb\n</code></pre>\n<pre tabindex=\"0\"><code>cd\tx\nls\ty\n</code></pre>\n"},
	{"signs at the end of an address", "https://x.org/AbC_ https://x.org/A~, https://x.org/a\u2013b https://x.org/a;https://y.org/b",
		withLinks("https://x.org/AbC_", " ", "https://x.org/A~", ", ", "https://x.org/a\u2013b", " ", "https://x.org/a", ";", "https://y.org/b")},
	{"emphasis that ends with an address", "_see https://x.org/a_ now", strings.NewReplacer("<p>", "<p><em>see ", "</a>", "</a></em> now").Replace(withLinks("https://x.org/a"))},
	{"no space before it in Chinese", "请看https://x.org/a，然后", withLinks("请看", "https://x.org/a", "，然后")},
	{"title of a link", "[Q3](https://x.org \"by Ada: 5000\")", "<p><a href=\"https://x.org\" rel=\"nofollow noopener ugc\">Q3</a> (by Ada: 5000)</p>\n"},
	{"calls", "f[i](x), a[0](b) & [ADR](x.md)", "<p>f[i](x), a[0](b) &amp; ADR (x.md)</p>\n"},
	{"link of Slack", "<https://x.org/?a=b&c=d|Example>", "<p><a href=\"https://x.org/?a=b&amp;c=d\" rel=\"nofollow noopener ugc\">Example</a></p>\n"},
	{"numbered items of Jira", "# first\n# second", "<p># first<br>\n# second</p>\n"},
	{"columns of a terminal", "- x\nNAME    READY\na       *1*\n\n id | n\n----+--\n  1 | a\n\nEnd.  And\nso.  On",
		"<ul>\n<li>x</li>\n</ul>\n<pre tabindex=\"0\"><code>NAME    READY\na       *1*\n</code></pre>\n<pre tabindex=\"0\"><code> id | n\n----+--\n  1 | a\n</code></pre>\n<p>End.  And<br>\nso.  On</p>\n"},
	{"lines below others", "spec:\n  size: *3*\n  in:\n\tcpu: 1\n x\nlimits: 2",
		"<p>spec:<br>\n\u00a0\u00a0size: <em>3</em><br>\n\u00a0\u00a0in:<br>\n\u00a0\u00a0\u00a0\u00a0cpu: 1<br>\nx<br>\nlimits: 2</p>\n"},
	{"full reference", "see [wiki][1] and [2]\n\n[1]: https://x.example\n[2]: https://y.example",
		`<p>see <a href="https://x.example" rel="nofollow noopener ugc">wiki</a> and <a href="https://y.example" rel="nofollow noopener ugc">2</a></p>` + "\n"},
	{"attribute in a title", `[a](https://example.org "\" onclick=\"x")`, `<p><a href="https://example.org" rel="nofollow noopener ugc">a</a> (&#34; onclick=&#34;x)</p>` + "\n"},
	{"control characters", "a\x00b\x1bc\u009dd", "<p>abcd</p>\n"},
	{"turned direction", "a\u202eb\u2066c", "<p>abc</p>\n"},
	{"broken UTF-8", "a\xffb", "<p>a\ufffdb</p>\n"},
	{"nested quotes", "> > [a](javascript:x)", "<blockquote>\n<blockquote>\n<p>a</p>\n</blockquote>\n</blockquote>\n"},
}

// No note may keep the server busy.
func TestWork(t *testing.T) {
	for _, unit := range []string{
		"[", "![", "*a ", "_a_", "> ", "- ", "`", "<", "a**b", "[a](", "\n>", "[a]: b\n", "<!--", "&#", "\\", "|", "1. ", "#", "\t-", "***",
		"a\n=", "http://a.b ", "https://", "www.", "a@", "http://u@a.b/(", "-http://a/", "http://a/))",
		"- 1\n", "+ 1\n\n", " - 1\n\n\n\n", "2*", "__a__.b", `C:\a `, `\\a\b c d`, "1) 2. ", "a\tb\n", "\"a\t", "\"a\n\"\"", "- a\tb\n", "\t\n",
	} {
		note := strings.Repeat(unit, 20_000/len(unit))
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		HTML(note)
		CommonMark(note)
		runtime.ReadMemStats(&after)
		most := 400 * uint64(len(note))
		if strings.Contains(unit, "a\t") { // each cell is several nodes
			most *= 3
		}
		if got := after.TotalAlloc - before.TotalAlloc; got > most {
			t.Errorf("%q again and again takes %d bytes for %d, more than %d", unit, got, len(note), most)
		}
	}
}

// FuzzHTML checks that user input never becomes more than prose.
func FuzzHTML(f *testing.F) {
	for _, seed := range []string{
		"# a", "[a](javascript:x)", "<script>", "![a](b)", "```x\ny", "> - *a*", "[a]: https://b\n[a]", "<a@b.c>", "&#x6a;",
	} {
		f.Add(seed)
	}
	allowed := map[string][]string{
		"a": {"class", "href", "rel"}, "p": nil, "em": nil, "strong": nil, "h3": nil, "h4": nil, "h5": nil, "h6": nil, "ul": nil, "ol": {"start"},
		"li": {"value"}, "div": {"class", "tabindex"}, "table": nil, "tr": nil, "td": nil, "blockquote": nil, "code": nil, "pre": {"tabindex"}, "hr": nil, "br": nil,
	}
	f.Fuzz(func(t *testing.T, note string) {
		z := html.NewTokenizer(strings.NewReader(HTML(note)))
		for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
			token := z.Token()
			if kind == html.TextToken || kind == html.EndTagToken {
				continue
			}
			attributes, known := allowed[token.Data]
			if kind != html.StartTagToken && kind != html.SelfClosingTagToken || !known {
				t.Fatalf("%v in %q", token, note)
			}
			for _, a := range token.Attr {
				if !slices.Contains(attributes, a.Key) {
					t.Fatalf("attribute %q in %q", a.Key, note)
				}
				if a.Key == "href" && !isAddress(a.Val) {
					t.Fatalf("link to %q in %q", a.Val, note)
				}
			}
		}
	})
}
