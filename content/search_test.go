package content

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// searchIndex indexes a library small enough to predict every hit.
func searchIndex() *Index {
	lib := &Library{
		Articles: []*Article{
			{Slug: "cold", Title: "Cold starts, measured", Summary: "How long a function takes to start.", Tags: []string{"latency"},
				Text: "The first request to a function waits. A café in Zürich saw it. " +
					strings.Repeat("Filling words stand here and say nothing at all. ", 20) +
					"At the end the provisioned concurrency is explained, which keeps functions warm.\nThen it stops."},
			{Slug: "data", Title: "Data stays consistent", Summary: "Sagas and the outbox.", Text: "A saga has steps. A function may take part. Start with one database."},
		},
		Claims: []*Claim{
			{ID: "slow", Text: "Cold starts are slow", Verdict: ClaimDistorted, Summary: "They are rare.", Evidence: "Few requests wait."},
		},
		Terms: []*Term{{ID: "saga", Name: "Saga", Aliases: []string{"long-lived transaction"}, Definition: "A chain of local steps."}},
	}
	return NewIndex(lib, func(c, o string) string { return "/" + c + "/" + o },
		Entry{Kind: EntryPage, Title: "How it decides", URL: "/method", Summary: "The method, with <b>markup</b> in its words."})
}

func urls(r Results) string {
	var list []string
	for _, h := range r.Hits {
		list = append(list, h.URL)
	}
	return strings.Join(list, " ")
}

func TestSearch(t *testing.T) {
	x := searchIndex()
	tests := []struct{ name, query, want string }{
		{"hyphens that nobody sees", "sa\u00adga", "/glossary#term-saga /articles/data"},
		{"one word in titles first", "saga", "/glossary#term-saga /articles/data"},
		{"all words", "function database", "/articles/data"},
		{"case does not count", "SAGA", "/glossary#term-saga /articles/data"},
		{"accents do not count", "cafe zurich", "/articles/cold"},
		{"accents in the query do not count", "Sågä", "/glossary#term-saga /articles/data"},
		{"plural and singular", "sagas", "/glossary#term-saga /articles/data"},
		{"other names", "transaction", "/glossary#term-saga"},
		{"tags", "latency", "/articles/cold"},
		{"the last word may be a beginning", "provis", "/articles/cold"},
		{"an earlier word may not", "provis concurrency", "/articles/cold"}, // partial
		{"a quoted word may not", `"provis"`, ""},
		{"words in quotes stand together", `"cold starts" measured`, "/articles/cold"},
		{"words in quotes in another order", `"starts cold"`, ""},
		{"quotes of print", "“cold starts” measured", "/articles/cold"},
		{"an open quote", `"cold starts`, "/articles/cold /claims#claim-slow"},
		{"a hyphen joins words", "long-lived", "/glossary#term-saga"},
		{"or parts them", "sa-ga", "/glossary#term-saga /articles/data"},
		{"words that stand apart", "function-start", "/articles/cold /articles/data"},
		{"two words written as one", "longlived", "/glossary#term-saga"},
		{"two as one in quotes", `"coldstarts"`, "/articles/cold /claims#claim-slow"},
		{"possessive", "saga’s", "/glossary#term-saga /articles/data"},
		{"fillers are left out", "what is a saga", "/glossary#term-saga /articles/data"},
		{"unless there is nothing else", "how", "/method /articles/cold"},
		{"a page", "method", "/method"},
		{"nothing", "", ""},
		{"no word", `" - ' <> %00 "`, ""},
		{"unknown", "kubernetes", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := urls(x.Search(tt.query)); got != tt.want {
				t.Errorf("%q finds %q, want %q", tt.query, got, tt.want)
			}
		})
	}
}

func TestSearchPartial(t *testing.T) {
	x := searchIndex()
	r := x.Search("provis concurrency")
	if !r.Partial || r.Instead != "" {
		t.Errorf("partial %v, instead %q", r.Partial, r.Instead)
	}
	r = x.Search("sgaa database")
	if !r.Partial || r.Instead != "saga database" || urls(r) != "/articles/data" {
		t.Errorf("partial %v, instead %q, finds %q", r.Partial, r.Instead, urls(r))
	}
	if r := x.Search("saga database"); r.Partial || r.Instead != "" || r.Total != 1 {
		t.Errorf("%+v", r)
	}
	if r := x.Search("concurency"); r.Instead != "concurrency" || len(r.Hits) != 0 {
		t.Errorf("instead %q, %d hits", r.Instead, len(r.Hits))
	}
	if r := x.Search("concurency zzzzzz"); r.Instead != "concurrency" {
		t.Errorf("instead %q", r.Instead)
	}
	if r := x.Search("zzzzzz"); r.Instead != "" {
		t.Errorf("instead %q", r.Instead)
	}
}

func TestSnippet(t *testing.T) {
	x := searchIndex()
	marked := func(some []Segment) string {
		var b strings.Builder
		for _, s := range some {
			if s.Match {
				fmt.Fprintf(&b, "[%s]", s.Text)
			} else {
				b.WriteString(s.Text)
			}
		}
		return b.String()
	}
	tests := []struct{ query, title, snippet string }{
		{"cold start", "[Cold] [starts], measured", "How long a function takes to [start]."},
		{"zurich", "Cold starts, measured", "The first request to a function waits. A café in [Zürich] saw it. Filling words stand here and say nothing at all. Filling words stand here and say nothing at all. Filling words stand …"},
		{"concurr", "Cold starts, measured", "… all. Filling words stand here and say nothing at all. Filling words stand here and say nothing at all. At the end the provisioned [concurrency] is explained, which keeps functions warm. Then it stops."},
		{`"provisioned concurrency"`, "Cold starts, measured", "… all. Filling words stand here and say nothing at all. Filling words stand here and say nothing at all. At the end the [provisioned concurrency] is explained, which keeps functions warm. Then it stops."},
		{"markup", "How it decides", "The method, with <b>[markup]</b> in its words."},
	}
	for _, tt := range tests {
		hits := x.Search(tt.query).Hits
		if len(hits) == 0 {
			t.Errorf("%q finds nothing", tt.query)
			continue
		}
		h := hits[0]
		for _, other := range hits {
			if other.Kind == EntryArticle {
				h = other
			}
		}
		if marked(h.Title) != tt.title || marked(h.Snippet) != tt.snippet {
			t.Errorf("%q gives\n%s\n%s\nwant\n%s\n%s", tt.query, marked(h.Title), marked(h.Snippet), tt.title, tt.snippet)
		}
	}
}

func TestTidyQuery(t *testing.T) {
	tests := []struct{ query, want string }{
		{"  a \n\t b\x00c ", "a b c"},
		{"a\xff\xfeb", "a b"},
		{"\u202e\u200babc", "abc"},
		{strings.Repeat("x", 500), strings.Repeat("x", 200)},
		{strings.Repeat("é ", 300), strings.TrimSpace(strings.Repeat("é ", 100))},
	}
	for _, tt := range tests {
		if got := tidyQuery(tt.query); got != tt.want {
			t.Errorf("%.20q gives %q", tt.query, got)
		}
	}
}

func TestFold(t *testing.T) {
	tests := []struct{ word, want string }{
		{"Saga", "saga"}, {"CAFÉ", "cafe"}, {"Straße", "strasse"}, {"Łódź", "lodz"}, {"Ærø", "aero"}, {"İstanbul", "istanbul"},
		{"ﬁne", "fine"}, {"Ψυχή", "ψυχη"},
	}
	for _, tt := range tests {
		if got := fold(tt.word); got != tt.want {
			t.Errorf("%q gives %q, want %q", tt.word, got, tt.want)
		}
	}
	words := wordsOf("It’s e\u0301tude-2, 15 %")
	var got []string
	for _, w := range words {
		got = append(got, w.folded)
	}
	if want := []string{"it", "s", "etude", "2", "15"}; !reflect.DeepEqual(got, want) {
		t.Errorf("words %q, want %q", got, want)
	}
}

// Everything that is shipped can be found by its title, and no query is slow.
func TestSearchShipped(t *testing.T) {
	lib, err := Load(Embedded())
	if err != nil {
		t.Fatal(err)
	}
	x := NewIndex(lib, func(c, o string) string { return "/compare/" + c + "?option=" + o })
	for i := range x.entries {
		e := &x.entries[i]
		r := x.Search(e.Title)
		if len(r.Hits) == 0 || !strings.Contains(" "+urls(r)+" ", " "+e.URL+" ") {
			t.Errorf("%s %q is not found by its title", e.Kind, e.Title)
		}
		if first := r.Hits[0]; first.Entry.Title != e.Title && len(strings.Fields(e.Title)) > 3 {
			t.Errorf("%q finds %q first", e.Title, first.Entry.Title)
		}
	}
	hostile := []string{strings.Repeat("a", 1<<20), strings.Repeat("s ", 1<<19), strings.Repeat(`"`, 1<<16),
		strings.Repeat(`"a b" `, 1<<16),
		strings.Repeat("-", 1<<20), "<script>alert(1)</script>", "' OR 1=1 --", "%' AND 1=0 UNION SELECT", strings.Repeat("\xff", 1<<20),
		strings.Repeat("e\u0301", 1<<18), "\\u0000", "${jndi:x}", "the of a is in"}
	for _, q := range hostile {
		var r Results
		if got := allocated(func() { r = x.Search(q) }); got > 32<<20 {
			t.Errorf("%.20q takes %d bytes", q, got)
		}
		if len([]rune(r.Query)) > maxQuery || len(r.Hits) > maxHits {
			t.Errorf("%.20q: a query of %d, %d hits", q, len(r.Query), len(r.Hits))
		}
	}
}

// FuzzSearch: no query panics, and snippets are cut out of the entry's words.
func FuzzSearch(f *testing.F) {
	for _, q := range []string{"saga", `"cold starts" f`, `"`, "é", "a-b-c", "\xff", "ss ies s", `"" "a`} {
		f.Add(q)
	}
	x := searchIndex()
	f.Fuzz(func(t *testing.T, query string) {
		for _, h := range x.Search(query).Hits {
			var title strings.Builder
			for _, s := range h.Title {
				title.WriteString(s.Text)
			}
			if title.String() != h.Entry.Title {
				t.Fatalf("%q: title %q", query, title.String())
			}
			var snippet strings.Builder
			for _, s := range h.Snippet {
				snippet.WriteString(s.Text)
			}
			all := strings.Map(oneLine, h.Summary+"\n"+h.Text)
			if cut := strings.TrimSuffix(strings.TrimPrefix(snippet.String(), "… "), " …"); !strings.Contains(all, cut) {
				t.Fatalf("%q: snippet %q", query, cut)
			}
		}
	})
}

func BenchmarkSearch(b *testing.B) {
	lib, err := Load(Embedded())
	if err != nil {
		b.Fatal(err)
	}
	x := NewIndex(lib, func(c, o string) string { return "" })
	for _, q := range []string{"cold start", "s", "function containers database cost", "concurency"} {
		b.Run(q, func(b *testing.B) {
			for b.Loop() {
				x.Search(q)
			}
		})
	}
}

func BenchmarkIndex(b *testing.B) {
	lib, err := Load(Embedded())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		NewIndex(lib, func(c, o string) string { return "" })
	}
}
