package cost

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestFields(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range Fields() {
		if f.Name == "" || f.Unit == "" || f.Doc == "" || seen[f.ID] {
			t.Errorf("field %q is not described, or twice", f.ID)
		}
		seen[f.ID] = true
		if f.Step.IsZero() || f.Min.Cmp(f.Max) >= 0 {
			t.Errorf("%s goes from %s to %s in steps of %s", f.ID, f.Min, f.Max, f.Step)
		}
		for _, q := range []Quantity{f.Min, f.Max, f.Default} {
			if err := f.check(q); err != nil {
				t.Error(err)
			}
		}
		if got := f.Value(f.With(DefaultLoad(), f.Max)); got != f.Max {
			t.Errorf("%s: %s was set, %s is there", f.ID, f.Max, got)
		}
	}
	if errs := DefaultLoad().Check(); errs != nil {
		t.Error(errs)
	}
}

func TestParseLoad(t *testing.T) {
	tests := []struct{ field, text, want string }{
		{"requests", "1000000", ""},
		{"requests", " 0 ", ""},
		{"requests", "", "Requests a month is missing: write a whole number from 0 to 1,000,000,000,000 (requests)."},
		{"requests", "NaN", `Requests a month: "NaN" cannot be used: write a whole number from 0 to 1,000,000,000,000 (requests).`},
		{"requests", "-5", `Requests a month: "-5" cannot be used: write a whole number from 0 to 1,000,000,000,000 (requests).`},
		{"requests", "1e99", `Requests a month: "1e99" cannot be used: write a whole number from 0 to 1,000,000,000,000 (requests).`},
		{"requests", "1e13", "Requests a month: 10,000,000,000,000 cannot be used: write a whole number from 0 to 1,000,000,000,000 (requests)."},
		{"requests", "0.5", "Requests a month: 0.5 cannot be used: write a whole number from 0 to 1,000,000,000,000 (requests)."},
		{"duration", "0", "Average duration: 0 cannot be used: write a whole number from 1 to 900,000 (ms)."},
		{"memory", "64", "Memory: 64 cannot be used: write a whole number from 128 to 10,240 (MB)."},
		{"waiting", "100", "Waiting for others: 100 cannot be used: write a number from 0 to 99 (%), in steps of 0.1."},
		{"waiting", "12.5", ""},
		{"hours", "12.25", "Hours of use a day: 12.25 cannot be used: write a number from 0.1 to 24 (hours), in steps of 0.1."},
		{"free_tier", "on", ""},
		{"free_tier", "perhaps", `Free tier: "perhaps" cannot be used: write true or false.`},
	}
	for _, tt := range tests {
		_, errs := ParseLoad(func(id string) (string, bool) { return tt.text, id == tt.field })
		switch {
		case tt.want == "" && len(errs) == 0:
		case len(errs) != 1 || errs[0].Message != tt.want || errs[0].Field != tt.field:
			t.Errorf("%s=%q: got %v, want %q", tt.field, tt.text, errs, tt.want)
		}
	}
}

func TestParseLoadKeepsTheRest(t *testing.T) {
	texts := map[string]string{"requests": "many", "duration": "250", "region": "asia", "free_tier": "1"}
	l, errs := ParseLoad(func(id string) (string, bool) { text, there := texts[id]; return text, there })
	if len(errs) != 1 || l.Duration != Whole(250) || l.Region != "asia" || !l.FreeTier || l.Memory != DefaultLoad().Memory {
		t.Errorf("%+v %v", l, errs)
	}
}

func TestLoadJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := loads.Draw(t, "load")
		text, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		if got, errs := ParseLoadJSON(text); len(errs) > 0 || got != want {
			t.Fatalf("%s was read as %+v (%v)", text, got, errs)
		}
	})
	l, errs := ParseLoadJSON([]byte(`{"requests": "12", "memory": null, "duration": [1], "speed": 3}`))
	var said []string
	for _, err := range errs {
		said = append(said, err.Error())
	}
	want := `duration: Average duration: "[1]" cannot be used: write a whole number from 1 to 900,000 (ms).
memory: Memory is missing: write a whole number from 128 to 10,240 (MB).
speed: there is no such field in a load`
	if got := strings.Join(said, "\n"); got != want || l.Requests != Whole(12) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if _, errs := ParseLoadJSON([]byte(`[]`)); len(errs) != 1 {
		t.Errorf("a list gives %v", errs)
	}
}

// loads draws values over the whole range of each field, small ones more often.
var loads = rapid.Custom(func(t *rapid.T) Load {
	l := DefaultLoad()
	l.FreeTier = rapid.Bool().Draw(t, "free tier")
	for _, f := range fields {
		_, low := f.count(f.Min)
		_, high := f.count(f.Max)
		n := rapid.Uint64Range(low, high).Draw(t, f.ID)
		*f.of(&l) = f.value(max(low, n>>rapid.IntRange(0, 40).Draw(t, "shift")))
	}
	return l
})

func TestGrid(t *testing.T) {
	got := grid(1, 1_000_000, 7)
	want := []uint64{1, 10, 100, 1000, 10000, 100000, 1000000}
	for i := range want {
		if i >= len(got) || got[i] != want[i] {
			t.Fatalf("got %v, want %v", got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		low := rapid.Uint64Range(1, 1<<60).Draw(t, "low")
		high := rapid.Uint64Range(low+1, 1<<61).Draw(t, "high")
		n := rapid.IntRange(2, 300).Draw(t, "n")
		points := grid(low, high, n)
		if len(points) > n || points[0] != low || points[len(points)-1] != high {
			t.Fatalf("%v", points)
		}
		for i := 1; i < len(points); i++ {
			if points[i] <= points[i-1] {
				t.Fatalf("%v does not rise", points)
			}
		}
	})
}
