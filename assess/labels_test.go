package assess

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"crossroads/record"
	"crossroads/text"
)

func TestLabels(t *testing.T) {
	var many []string
	for n := range 11 {
		many = append(many, fmt.Sprint("t", n))
	}
	for _, tt := range []struct {
		name   string
		in     record.Labels
		want   record.Labels
		fields []string
	}{
		{"none", record.Labels{Tags: []string{}, Informed: []string{" "}}, record.Labels{}, nil},
		{"tidied", record.Labels{
			Tags:     []string{" Order  System ", "order system", "ÄRGER", "a\u202eb"},
			Deciders: []string{"Ada", "Ada", "Łucja"},
		},
			record.Labels{Tags: []string{"order system", "ärger", "ab"}, Deciders: []string{"Ada", "Łucja"}}, nil},
		{"ten, one of them twice", record.Labels{Tags: append(slices.Clone(many[:10]), "T3")}, record.Labels{Tags: many[:10]}, nil},
		{"too many", record.Labels{Tags: many}, record.Labels{Tags: many}, []string{"tags"}},
		{"too long",
			record.Labels{Tags: []string{strings.Repeat("ä", 40), strings.Repeat("ä", 41)}, Consulted: []string{strings.Repeat("x", 81)}},
			record.Labels{Tags: []string{strings.Repeat("ä", 40), strings.Repeat("ä", 41)}, Consulted: []string{strings.Repeat("x", 81)}},
			[]string{"tags", "consulted"}},
		{"a decision", record.Labels{Decision: " Both, at  once "}, record.Labels{Decision: "Both, at once"}, nil},
		{"a long decision", record.Labels{Decision: strings.Repeat("ä", 201)}, record.Labels{Decision: strings.Repeat("ä", 201)}, []string{"decision"}},
		{"a comma", record.Labels{Informed: []string{"Lin, Ada"}}, record.Labels{Informed: []string{"Lin, Ada"}}, []string{"informed"}},
		{"broken", record.Labels{
			Tags: []string{"\xff"}, Deciders: []string{"a\x00"},
		}, record.Labels{Tags: []string{"\xff"}, Deciders: []string{"a\x00"}}, []string{"tags", "decision_makers"}},
	} {
		got, findings := checkedLabels(tt.in)
		var fields []string
		for _, f := range findings {
			fields = append(fields, f.Field)
		}
		if !reflect.DeepEqual(got, tt.want) || !slices.Equal(fields, tt.fields) {
			t.Errorf("%s: %+v, faults in %q; want %+v and %q", tt.name, got, fields, tt.want, tt.fields)
		}
	}
}

// TestCommaInName: the message says how a name is written.
func TestCommaInName(t *testing.T) {
	_, findings := checkedLabels(record.Labels{Deciders: []string{"Doe, John"}})
	if len(findings) != 1 || !strings.Contains(findings[0].Fact, "write names as “John Doe”") {
		t.Errorf("%+v", findings)
	}
}

// TestLabelsAreOnce: what was checked passes again unchanged, and a form carries it
// there and back.
func TestLabelsAreOnce(t *testing.T) {
	entry := rapid.StringMatching(`[ A-Za-zäÖß9-]{0,45}`)
	rapid.Check(t, func(t *rapid.T) {
		labels := record.Labels{
			Tags:     rapid.SliceOfN(entry, 0, 12).Draw(t, "tags"),
			Informed: rapid.SliceOfN(entry, 0, 22).Draw(t, "informed"),
		}
		first, findings := checkedLabels(labels)
		if len(findings) > 0 {
			return
		}
		for _, kind := range record.LabelLists {
			at := kind.Of(&first)
			if back := text.SplitNames(text.JoinNames(*at)); !slices.Equal(back, *at) {
				t.Fatalf("%q came back as %q", *at, back)
			}
		}
		again, findings := checkedLabels(first)
		if len(findings) > 0 || !reflect.DeepEqual(again, first) {
			t.Fatalf("%+v became %+v, %v", first, again, findings)
		}
	})
}
