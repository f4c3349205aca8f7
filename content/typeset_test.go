package content

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestTypeset(t *testing.T) {
	for typed, want := range map[string]string{
		"the provider's page":                       "the provider’s page",
		"two teams' tables":                         "two teams’ tables",
		"the '90s":                                  "the ’90s",
		`He said "no", then ("yes").`:               "He said “no”, then (“yes”).",
		`"All of it"`:                               "“All of it”",
		"a record 'Move it' of 2021":                "a record ‘Move it’ of 2021",
		"run `echo 'a'`, it's quick":                "run `echo 'a'`, it’s quick",
		"https://example.org/it's?q=\"a\" isn't it": "https://example.org/it's?q=\"a\" isn’t it",
		"already ’ “so”":                            "already ’ “so”",
		`"`:                                         "“",
		"é'é":                                       "é’é",
	} {
		if got := typeset(typed); got != want {
			t.Errorf("%s becomes %s, want %s", typed, got, want)
		}
	}
}

func TestTypesetArticle(t *testing.T) {
	for body, want := range map[string]string{
		"It's `it's`, *\"so\"* and \"**so**\".":   "<p>It’s <code>it's</code>, <em>“so”</em> and “<strong>so</strong>”.</p>\n",
		"```go\nit's \"so\"\n```":                 `<pre tabindex="0"><code class="language-go">it&#39;s &#34;so&#34;` + "\n</code></pre>\n",
		`[it's](https://example.org/it's "it's")`: `<p><a href="https://example.org/it&#39;s" rel="noopener">it’s</a></p>` + "\n",
		`as typed: \'a\'`:                         "<p>as typed: 'a'</p>\n",
		"## Conway's law":                         `<h2 id="conway-s-law"><a class="anchor" href="#conway-s-law">Conway’s law</a></h2>` + "\n",
	} {
		if got := article(t, body).HTML.Under(""); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	}
}

// The place of a mistake is that in the file, whatever stands before it.
func TestTypesetPlaces(t *testing.T) {
	tree := tiny(t)
	tree["articles/eating-together.md"] = &fstest.MapFile{
		Data: []byte("---\ntitle: t\nsummary: s\npublished: 2026-10-05\n---\nIt's it's \"so\", [^nobody].\n"),
	}
	_, problems := Check(tree, "2026-11-29")
	if want := "articles/eating-together.md:6:17:"; !strings.Contains(problems.Error(), want) {
		t.Errorf("%s is not in %s", want, problems)
	}
}
