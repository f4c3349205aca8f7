package form

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"crossroads/decision/decisiontest"
)

func TestTidy(t *testing.T) {
	tests := []struct{ raw, want string }{
		{"", ""},
		{"kind=front", "kind=front"},
		{"kind=&duration=hours&rank=&rank=cost&load.requests=", "duration=hours&rank=cost"},
		{"quick=1&quick=&kind=front", "kind=front"},
		{"parts=&kind=front", "kind=front"},
		{"parts=&p1.name=Shop&p1.kind=", "parts=&p1.name=Shop"},
		{"parts=2&p1.name=&p2.name=Shop", "parts=2&p2.name=Shop"},
		{"&&a;b", "&&a;b"},
		{"quick=&quick=1", "quick=1"},
		{"w.cost=5&w.cost=", ""},
	}
	for _, test := range tests {
		got, changed := Tidy(test.raw)
		if got != test.want || changed != (test.raw != test.want) {
			t.Errorf("Tidy(%q) = %q, %v, want %q", test.raw, got, changed, test.want)
		}
	}
}

func TestTidyKeepsRequired(t *testing.T) {
	if got, changed := Tidy("memory=&region=&show=", "memory"); got != "memory=" || !changed {
		t.Errorf("%q, %v", got, changed)
	}
}

// A tidy query says what the whole one says, and stays as it is.
func TestTidySaysTheSame(t *testing.T) {
	cat := decisiontest.Lunch()
	fields := []string{"team", "budget", "break", "rank", "rank.cost", "w.cost", "parts", "quick", "p1.name", "p1.break", "p2.name", "x"}
	for _, q := range cat.Questions {
		fields = append(fields, q.ID)
	}
	rapid.Check(t, func(t *rapid.T) {
		raw := ""
		for range rapid.IntRange(0, 12).Draw(t, "fields") {
			raw += "&" + rapid.SampledFrom(fields).Draw(t, "field") + "=" + rapid.SampledFrom([]string{"", "", "1", "low"}).Draw(t, "value")
		}
		tidy, _ := Tidy(raw)
		if again, changed := Tidy(tidy); changed || again != tidy {
			t.Fatalf("%q becomes %q, then %q", raw, tidy, again)
		}
		was, is := Parse(cat, raw, true), Parse(cat, tidy, true)
		if !reflect.DeepEqual(was.Assessment, is.Assessment) || was.Quick != is.Quick || !reflect.DeepEqual(was.Load, is.Load) {
			t.Fatalf("%q says %+v, tidied to %q %+v", raw, was, tidy, is)
		}
	})
}
