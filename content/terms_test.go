package content

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestTermLinks(t *testing.T) {
	const glossary = `
- id: saga
  term: saga
  definition: A chain of steps & "undo".
- id: outbox
  term: outbox pattern
  aliases: [outbox]
  definition: A table.
- id: lock
  term: lock box
  definition: A safe.
- id: cold-start
  term: cold start
  definition: A wait.
- id: sla
  term: SLA
  definition: A promise.
- id: faas
  term: FaaS
  definition: Functions.
- id: event
  term: event-driven
  definition: Reacting.
- id: box
  term: box
  definition: A thing.
- id: cpp
  term: C++
  definition: A language.
- id: net
  term: .NET
  definition: A platform.
- id: roi
  term: ROI (return on investment)
  definition: A share.
- id: cafe
  term: café
  definition: A place.
`
	link := func(id, definition, words string) string {
		return `<a class="term" href="/glossary#term-` + id + `" title="` + definition + `">` + words + `</a>`
	}
	saga := func(words string) string { return link("saga", "A chain of steps &amp; “undo”.", words) }
	cold := func(words string) string { return link("cold-start", "A wait.", words) }
	tests := []struct{ name, body, want string }{
		{"first use only", "A saga. A saga.", "<p>A " + saga("saga") + ". A saga.</p>\n"},
		{"names with signs", "C, C++, net, .NET and ROI (return on investment)", "<p>C, " + link("cpp", "A language.", "C++") + ", net, " +
			link("net", "A platform.", ".NET") + " and " + link("roi", "A share.", "ROI (return on investment)") + "</p>\n"},
		{"in any case, with its plural", "Sagas and boxes", "<p>" + saga("Sagas") + " and " + link("box", "A thing.", "boxes") + "</p>\n"},
		{"inside emphasis", "*A saga*, **cold starts**", "<p><em>A " + saga("saga") + "</em>, <strong>" + cold("cold starts") +
			"</strong></p>\n"},
		{"over a line's end", "It is a cold\nstart of a\nsaga.", "<p>It is a " + cold("cold\nstart") + " of a\n" + saga("saga") +
			".</p>\n"},
		{"at a line's end", "One saga\nand *more*", "<p>One " + saga("saga") + "\nand <em>more</em></p>\n"},
		{"over a line's end in a quote", "> A cold\n> start", "<blockquote>\n<p>A " + cold("cold\nstart") + "</p>\n</blockquote>\n"},
		{"not over a hard break", "A cold\\\nstart", "<p>A cold<br>\nstart</p>\n"},
		{"not with two spaces between sentences", "Cold.  Start", "<p>Cold.  Start</p>\n"},
		{"not in a heading", "## A saga\n\nA saga", `<h2 id="a-saga"><a class="anchor" href="#a-saga">A saga</a></h2>` + "\n<p>A " +
			saga("saga") + "</p>\n"},
		{"not in a link", "[A saga](/method), a saga", `<p><a href="/method">A saga</a>, a ` + saga("saga") + "</p>\n"},
		{"not in code", "`saga`, saga\n\n    saga", "<p><code>saga</code>, " + saga("saga") + "</p>\n" + `<pre tabindex="0"><code>saga` +
			"\n</code></pre>\n"},
		{"in a table, not in its head", "| saga |\n|---|\n| saga |",
			`<div class="table-scroll" role="region" aria-label="Table 1: saga" tabindex="0"><table>` +
				"\n<thead>\n<tr>\n<th scope=\"col\">saga</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>" + saga("saga") +
				"</td>\n</tr>\n</tbody>\n</table></div>\n"},
		{"not inside another word", "sagacity, my-saga, saga-like", "<p>sagacity, my-saga, saga-like</p>\n"},
		{"the longest name", "outbox pattern", "<p>" + link("outbox", "A table.", "outbox pattern") + "</p>\n"},
		{"a longer name of a term that is done hides the shorter", "outbox, outbox pattern", "<p>" + link("outbox", "A table.", "outbox") +
			", outbox pattern</p>\n"},
		{"and the shorter one inside it", "A lock box, a lock box, a box", "<p>A " + link("lock", "A safe.", "lock box") + ", a lock box, a " +
			link("box", "A thing.", "box") + "</p>\n"},
		{"abbreviations as they are written", "a sla, an SLA, faas, FaaS", "<p>a sla, an " + link("sla", "A promise.", "SLA") +
			", faas, " + link("faas", "Functions.", "FaaS") + "</p>\n"},
		{"with a hyphen or without", "event driven", "<p>" + link("event", "Reacting.", "event driven") + "</p>\n"},
		{"accents do not count", "Cafe", "<p>" + link("cafe", "A place.", "Cafe") + "</p>\n"},
		{"before a citation", "A saga [^menu-cards].", "<p>A " + saga("saga") +
			`<sup><a href="#src-menu-cards" aria-label="Source 1">[1]</a></sup>.</p>` + "\n"},
		{"several in one text", "Saga, box, saga, cold start.", "<p>" + saga("Saga") + ", " + link("box", "A thing.", "box") + ", saga, " +
			cold("cold start") + ".</p>\n"},
		{"entities stay", "R&amp;D saga &lt;b&gt; \\*", "<p>R&amp;D " + saga("saga") + " &lt;b&gt; *</p>\n"},
		{"in a callout", "> **Note:** A saga.", `<div class="callout callout-note" role="note"><p class="callout-title">Note</p>` +
			"\n<p>A " + saga("saga") + ".</p>\n</div>\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tree := tiny(t)
			tree["glossary.yaml"] = &fstest.MapFile{Data: []byte(glossary)}
			delete(tree, "claims/claims.yaml")
			delete(tree, "changes.yaml")
			tree["articles/eating-together.md"] = &fstest.MapFile{
				Data: []byte("---\ntitle: t\nsummary: s\npublished: 2026-10-05\n---\n" + tt.body),
			}
			if got := load(t, tree).Articles[0].HTML.Under(""); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// The parts of a content tree beside the comparisons may be left out.
func TestReadingIsOptional(t *testing.T) {
	tree := tiny(t)
	delete(tree, "claims/claims.yaml")
	delete(tree, "changes.yaml")
	delete(tree, "glossary.yaml")
	lib := load(t, tree)
	if len(lib.Claims)+len(lib.Terms)+len(lib.Changes) != 0 {
		t.Errorf("%d claims, %d terms, %d changes", len(lib.Claims), len(lib.Terms), len(lib.Changes))
	}
	if r := NewIndex(lib, func(c, o string) string { return "/" }).Search("kitchen"); len(r.Hits) == 0 {
		t.Error("nothing is found")
	}
}

// What the portal publishes besides the comparisons must be as much as announced.
func TestShippedReading(t *testing.T) {
	lib := load(t, Embedded())
	if len(lib.Claims) < 14 || len(lib.Terms) < 40 || len(lib.Changes) == 0 {
		t.Errorf("%d claims, %d terms, %d changes", len(lib.Claims), len(lib.Terms), len(lib.Changes))
	}
	verdicts := map[ClaimVerdict]int{}
	for _, c := range lib.Claims {
		verdicts[c.Verdict]++
	}
	for _, v := range ClaimVerdicts {
		if verdicts[v] == 0 {
			t.Errorf("no claim %s", v)
		}
	}
	for _, a := range lib.Articles {
		if !strings.Contains(a.HTML.Under(""), `class="term"`) {
			t.Errorf("no term is explained in %s", a.Slug)
		}
	}
}

// TestUnsourcedFigures checks that figures without a source in the portal's founding
// article are listed among the claims and repeated nowhere.
func TestUnsourcedFigures(t *testing.T) {
	lib := load(t, Embedded())
	for _, id := range []string{"enterprises-cloud-native", "companies-struggle", "development-cost-cut", "faster-to-market"} {
		if i := strings.Index(claimsText(lib, id), "%"); i < 0 {
			t.Errorf("the claim %s with its percentage is missing", id)
		}
	}
	only := map[string]bool{"starting-article": true, "fullscale-serverless": true}
	for _, a := range lib.Articles {
		for _, s := range a.Sources {
			if only[s.ID] {
				t.Errorf("article %s cites %s", a.Slug, s.ID)
			}
		}
		for _, words := range []string{"75% of enterprises", "65% of companies", "40% reduction in development", "60% faster"} {
			if strings.Contains(strings.ReplaceAll(a.Text, "\u00a0", " "), words) {
				t.Errorf("article %s says %q", a.Slug, words)
			}
		}
	}
	for _, c := range lib.Comparisons {
		for _, s := range c.Sources {
			if only[s.ID] {
				t.Errorf("comparison %s cites %s", c.Slug, s.ID)
			}
		}
	}
}

func claimsText(lib *Library, id string) string {
	for _, c := range lib.Claims {
		if c.ID == id {
			return c.Text
		}
	}
	return ""
}
