package decision

import (
	"strings"
	"testing"

	"crossroads/decision/cost"
)

func TestRate(t *testing.T) {
	tests := []struct {
		month uint64
		want  string
	}{
		{0, "about 0 requests a month"},
		{7, "about 7 requests a month"},
		{304, "about 300 requests a month"},
		{310, "about 10 requests a day (310 a month)"},
		{45_678, "about 1,500 requests a day (46,000 a month)"},
		{999_999, "about 33,000 requests a day (1 million a month)"},
		{64_000_000, "about 2.1 million requests a day (64 million a month)"},
		{1_000_000_000_000, "about 33 billion requests a day (1,000 billion a month)"},
	}
	for _, tt := range tests {
		if got := rate(cost.Whole(tt.month)); got != tt.want {
			t.Errorf("%d: %q, want %q", tt.month, got, tt.want)
		}
	}
}

// TestAxisIsOpen: the leader's value is not put before one that comes first more often.
func TestAxisIsOpen(t *testing.T) {
	w := words{&Catalogue{Bounds: Bounds{ClearShare: .75, LeanShare: .6}}, &Report{}}
	for want, shares := range map[string][2]float64{
		"Platform: open; on a managed platform in 49% of the situations, on an orchestrator in 48%.": {.48, .49},
		"On an orchestrator rather than on a managed platform: not sure (48%).":                      {.48, .3},
	} {
		got := w.axis(AxisSureness{Name: "Platform", Leader: ValueShare{Phrase: "on an orchestrator", Share: shares[0]},
			Rival: &ValueShare{Phrase: "on a managed platform", Share: shares[1]}})
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestAnswersThatHoldTogetherAreQuotedOneByOne: not as one answer with a semicolon in it.
func TestAnswersThatHoldTogetherAreQuotedOneByOne(t *testing.T) {
	q := Question{ID: "aim", Several: 2, Answers: []Answer{{ID: "ops", Label: "Less work: nights"}, {ID: "bill", Label: "A lower bill"}}}
	states := q.states()
	q.name(states)
	c := &Catalogue{Questions: []Question{q}, index: index{question: map[string]int{"aim": 0}, state: [][]state{states}}}
	w := words{c, &Report{}}
	if got, want := w.answers("aim", []string{"Less work: nights; A lower bill", "Other"}), "“Less work” and “A lower bill” or “Other”"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := (*Catalogue)(nil).Labels("aim", "A; B"); len(got) != 1 {
		t.Errorf("without a catalogue the answers are %q", got)
	}
}

// TestPlanNamesWhatIsLost: the option that would carry every part is named, and "also" only
// where it loses something else.
func TestPlanNamesWhatIsLost(t *testing.T) {
	apart := &Apart{Price: .06, SetUps: [][]string{{"A"}, {"B"}}}
	for _, tt := range []struct {
		platforms []string
		apart     *Apart
		want      string
	}{
		{[]string{"x", "y"}, nil, "taken off. X alone would hold together parts that differ, which takes 3 points off its score."},
		{[]string{"x", "y"}, apart, "takes 6 points off its score. X alone would also hold together parts that differ, which takes 3 points off its score."},
		{[]string{"x"}, nil, ". It holds together parts that differ, which takes 3 points off its score; a mix would still score less."},
		{[]string{"x"}, apart, "takes 6 points off its score; it also holds together parts that differ, which takes 3 points off its score; a mix would still score less."},
	} {
		w := words{&Catalogue{}, &Report{Plan: &Plan{Platforms: tt.platforms, BestSingle: "x", Held: .03, Apart: tt.apart}}}
		w.plan()
		if got := w.r.Plan.Sentence; !strings.HasSuffix(got, tt.want) {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}
