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
		{"requests", "NaN", `Requests a month: "NaN" is not a number: write a whole number from 0 to 1,000,000,000,000 (requests), such as 3,000,000 or 3 million.`},
		{"requests", "-5", `Requests a month: "-5" is negative: write a whole number from 0 to 1,000,000,000,000 (requests), such as 3,000,000 or 3 million.`},
		{"requests", "-0", ""},
		{"requests", "1e99", `Requests a month: "1e99" is too large: write a whole number from 0 to 1,000,000,000,000 (requests), such as 3,000,000 or 3 million.`},
		{"requests", "1e30", `Requests a month: "1e30" is too large: write a whole number from 0 to 1,000,000,000,000 (requests), such as 3,000,000 or 3 million.`},
		{"requests", "1e13", `Requests a month: "1e13" cannot be used: write a whole number from 0 to 1,000,000,000,000 (requests).`},
		{"requests", "0.5", `Requests a month: "0.5" is not a whole number: write a whole number from 0 to 1,000,000,000,000 (requests), such as 3,000,000 or 3 million.`},
		{"requests", "1.500 million", `Requests a month: "1.500 million" can be read in two ways: write 1,500,000 or 1,500,000,000.`},
		{"requests", "500 rps", `Requests a month: "500 rps" has a unit that does not go here: write how much it is in a month, about 1,310,000,000.`},
		{"duration", "0", `Average duration: "0" cannot be used: write a whole number from 1 to 900,000 (ms).`},
		{"duration", "20 min", `Average duration: "20 min" cannot be used: write a whole number from 1 to 900,000 (ms).`},
		{"memory", "64", `Memory: "64" cannot be used: write a whole number from 128 to 10,240 (MB).`},
		{"engineer_hours", "1.500", `Work of engineers: "1.500" can be read in two ways: write 1.5 or 1,500.`},
		{"waiting", "100", `Waiting for others: "100" cannot be used: write a number from 0 to 99 (%), in steps of 0.1.`},
		{"waiting", "12.5", ""},
		{"hours", "12.25", `Hours of use a day: "12.25" cannot be used: write a number from 0.1 to 24 (hours), in steps of 0.1.`},
		{"hours", "20 min", `Hours of use a day: "20 min" has too many decimals: write a number from 0.1 to 24 (hours), in steps of 0.1, such as 9 or 7.5.`},
		{"requests", "4\"\xff\u200b", "Requests a month: \"4\"··\" has a unit that does not go here: write it in requests a month."},
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

// TestParseTyped checks that each field accepts its number as people write it, with units.
func TestParseTyped(t *testing.T) {
	tests := []struct{ field, text, want string }{
		{"requests", "500.000", "500000"},
		{"requests", "50 million requests a month", "50000000"},
		{"requests", "1,000,000/month", "1000000"},
		{"duration", "2s", "2000"},
		{"duration", "120ms", "120"},
		{"memory", "0,5 GB", "512"},
		{"memory", "1.024", "1024"},
		{"waiting", "12,5 %", "12.5"},
		{"waiting", "12.500", "12.5"},
		{"concurrency", "1.000 requests", "1000"},
		{"peak", "2.5x", "2.5"},
		{"peak", "4 times the average", "4"},
		{"hours", "7h", "7"},
		{"hours", "1.500", "1.5"},
		{"response", "1.5 MB", "1536"},
		{"environments", "2 environments", "2"},
		{"utilisation", "60%", "60"},
		{"engineer_hours", "20 hours a month", "20"},
		{"engineer_hours", "1,500", "1500"},
		{"engineer_rate", "$82.50", "82.5"},
		{"engineer_rate", "USD 82,50 / h", "82.5"},
	}
	for _, tt := range tests {
		f, _ := FieldOf(tt.field)
		if got, err := f.Parse(tt.text); err != nil || got.String() != tt.want {
			t.Errorf("%s=%q is %s (%v), want %s", tt.field, tt.text, got, err, tt.want)
		}
	}
	for _, f := range Fields() {
		u := units[f.ID]
		if got, err := f.Parse(f.Default.Text() + " " + f.Unit); err != nil {
			t.Errorf("%s does not take its own unit: %s (%v)", f.ID, got, err)
		}
		for _, such := range strings.Split(u.such, " or ") {
			if _, err := f.Parse(such); such != "" && err != nil {
				t.Errorf("the example of %s: %v", f.ID, err)
			}
		}
	}
}

// TestWrittenIsRead checks that values displayed on pages or written into links are read
// back unchanged.
func TestWrittenIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := loads.Draw(t, "load")
		for _, f := range fields {
			want := f.Value(l)
			for _, text := range []string{want.String(), want.Text(), want.Text() + "\u00a0" + f.Unit} {
				if got, err := f.Parse(text); err != nil || got != want {
					t.Fatalf("%s: %q is read as %s (%v)", f.ID, text, got, err)
				}
			}
		}
	})
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
	l, errs := ParseLoadJSON([]byte(`{"requests": "500.000", "peak": 2.500, "memory": null, "duration": [1], "speed": 3}`))
	var said []string
	for _, err := range errs {
		said = append(said, err.Error())
	}
	want := `duration: Average duration: "[1]" cannot be used: write a whole number from 1 to 900,000 (ms).
memory: Memory is missing: write a whole number from 128 to 10,240 (MB).
speed: there is no such field in a load`
	if got := strings.Join(said, "\n"); got != want || l.Requests != Whole(500_000) || l.Peak != Whole(25).Over(10) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if _, errs := ParseLoadJSON([]byte(`[]`)); len(errs) != 1 {
		t.Errorf("a list gives %v", errs)
	}
}

// loads generates values over the whole range of each field, small ones more often.
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
