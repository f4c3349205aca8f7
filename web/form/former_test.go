package form

import (
	"strings"
	"testing"

	"crossroads/content"
)

// Links of the first edition keep what they said, as far as it can be said today.
func TestLinksOfTheFirstEdition(t *testing.T) {
	lib, err := content.Load(content.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	cat, _ := lib.Comparison("deployment")
	for _, tt := range []struct{ query, want, fact string }{
		{"kind=api&size=few", "kind=front&size=few", ""},
		{"traffic=modest&ops=shared", "level=modest&level=tiny&shape=daily&staff=developers", ""},
		{"traffic=spiky&shape=even", "shape=even", ""},
		{"needs=hardware&size=few", "size=few", "“A GPU, or more than 32 GB of memory in one process” is no longer an answer to “Does it need anything out of the ordinary?”."},
		{"parts=2&p1.name=Shop&p1.share=1&p1.traffic=spiky&p2.name=Reports&p2.share=1&p2.kind=pipeline",
			"p1.name=Shop&p1.share=1&p1.shape=surges&p2.name=Reports&p2.share=1&p2.kind=batch&p2.kind=stream", ""},
	} {
		in := Parse(cat, tt.query, false)
		if got := Query(in.Assessment); got != tt.want {
			t.Errorf("%s becomes %s, want %s", tt.query, got, tt.want)
		}
		var facts []string
		for _, f := range in.Findings {
			facts = append(facts, f.Fact)
			if !strings.HasSuffix(f.Advice, " The question was left open.") {
				t.Errorf("%s: %q", tt.query, f.Advice)
			}
		}
		if strings.Join(facts, "\n") != tt.fact {
			t.Errorf("%s: %q", tt.query, facts)
		}
	}
}
