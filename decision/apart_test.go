package decision_test

import (
	"slices"
	"strings"
	"testing"

	"crossroads/decision"
	"crossroads/decision/decisiontest"
)

// apart returns lunch in which groups of different sizes eat apart, at the given price of
// one place for all of them.
func apart(t *testing.T, price, platform float64) *decision.Catalogue {
	t.Helper()
	c := decisiontest.Lunch()
	c.Bounds.Apart, c.Bounds.Platform = price, platform
	for q := range c.Questions {
		for i := range c.Questions[q].Answers {
			c.Questions[q].Answers[i].Apart = c.Questions[q].ID == "guests"
		}
	}
	if err := c.Compile(); err != nil {
		t.Fatal(err)
	}
	return c
}

// threeToOne is how much of the loss for set-ups counts where the shares of two parts are as 3 to 1.
const threeToOne = 4 * 0.75 * 0.25

// One option for parts that run apart loses what the catalogue states, by their shares, and only then.
func TestPartsThatRunApart(t *testing.T) {
	plain, c := evaluate(t, decisiontest.Lunch(), parts()), apart(t, 0.1, 0.04)
	r := evaluate(t, c, parts())
	p := r.Plan
	if p.Apart == nil || !slices.Equal(p.Apart.Parts, []string{"crew", "visitors"}) ||
		!slices.Equal(p.Apart.Questions, []string{"guests"}) {
		t.Fatalf("apart: %+v", p.Apart)
	}
	near(t, "price", p.Apart.Price, 0.1*threeToOne)
	near(t, "single", p.SingleValue, r.Ranking[0].Score)
	near(t, "score", r.Ranking[0].Score, plain.Ranking[0].Score-0.1*threeToOne)
	near(t, "gain", p.Gain, plain.Plan.Gain+0.1*threeToOne)
	near(t, "value", p.Value, plain.Plan.Value)
	if p.Share < plain.Plan.Share {
		t.Errorf("the mix is ahead in %v of the draws, without a price in %v", p.Share, plain.Plan.Share)
	}
	if !strings.Contains(p.Sentence, "“crew” runs apart from “visitors”, as their answers to “Do you bring guests?” differ, so ") ||
		!strings.Contains(p.Sentence, " would have to be set up twice and be one option in name only; ") {
		t.Errorf("the plan says %q", p.Sentence)
	}

	r = evaluate(t, apart(t, 0.1, 0.5), parts()) // a second platform costs more than that
	p = r.Plan
	if len(p.Platforms) != 1 || p.Apart == nil || !strings.Contains(p.Sentence, "a mix would still score less") {
		t.Errorf("with dear platforms: %+v", p)
	}
	if got := p.Apart.Groups; len(got) != 2 || !slices.Equal(got[0], []string{"crew"}) || !slices.Equal(got[1], []string{"visitors"}) {
		t.Errorf("one option is set up for %q", got)
	}
	near(t, "price of one for all", p.Price, 0.1*threeToOne)
	near(t, "value of one for all", p.Value, r.Ranking[0].Score)

	for each, want := range map[string]string{"many": "at every table and again elsewhere", "both": "twice at every table"} {
		c := apart(t, 0.1, 0.04)
		for i := range c.Questions[3].Answers {
			if a := &c.Questions[3].Answers[i]; each == "both" || a.ID == each {
				a.Each = "table"
			}
		}
		if err := c.Compile(); err != nil {
			t.Fatal(err)
		}
		r := evaluate(t, c, parts())
		if got := r.Plan.Sentence; !strings.Contains(got, " would have to be set up "+want+" and be one option in name only; ") {
			t.Errorf("%s: %q", each, got)
		}
		for _, p := range r.Plan.Parts {
			if (p.Each == "table") != (each == "both" || slices.Contains(parts().Parts[slices.IndexFunc(parts().Parts,
				func(o decision.Part) bool { return o.Name == p.Part })].Answers["guests"], each)) {
				t.Errorf("%s: %+v", each, p)
			}
		}
	}

	for name, change := range map[string]func(*decision.Assessment){
		"a part may have the other's answer": func(a *decision.Assessment) { a.Parts[0].Answers["guests"] = []string{"few", "many"} },
		"a part has not answered":            func(a *decision.Assessment) { delete(a.Parts[0].Answers, "guests") },
		"both have the same answer":          func(a *decision.Assessment) { a.Parts[0].Answers["guests"] = []string{"many"} },
	} {
		a := parts()
		change(&a)
		if r := evaluate(t, c, a); r.Plan.Apart != nil {
			t.Errorf("%s: %+v", name, r.Plan.Apart)
		}
	}
}

// Parts that need not run apart share an installation of their option, even if a part
// between them does not.
func TestPartsThatRunTogether(t *testing.T) {
	a := parts()
	a.Parts = append(a.Parts, decision.Part{Name: "helpers", Share: 1, Answers: decision.Answers{"guests": a.Parts[0].Answers["guests"]}},
		decision.Part{Name: "nobody knows", Share: 1, Answers: decision.Answers{}})
	p := evaluate(t, apart(t, 0.1, 0.5), a).Plan
	if len(p.Platforms) != 1 || p.Apart == nil {
		t.Fatalf("the plan is %+v", p)
	}
	want := [][]string{{"crew", "helpers", "nobody knows"}, {"visitors"}}
	if !slices.EqualFunc(p.Apart.Groups, want, slices.Equal) {
		t.Errorf("groups are %q, want %q", p.Apart.Groups, want)
	}
	if want := "“visitors” runs apart from “crew”, “helpers” and “nobody knows”, as their answers to "; !strings.Contains(p.Sentence, want) {
		t.Errorf("the plan says %q, want %q", p.Sentence, want)
	}
}

// A part whose answer is open is not said to have answered otherwise, and what is assumed of it is told.
func TestPartsThatRunApartFromAnOpenOne(t *testing.T) {
	a := parts()
	a.Parts = append(a.Parts, decision.Part{Name: "nobody knows", Share: 1})
	p := evaluate(t, apart(t, 0.1, 0), a).Plan
	if p.Apart == nil || !slices.Equal(p.Apart.Open, []string{"nobody knows"}) {
		t.Fatalf("the plan is %+v", p)
	}
	if want := " differ (“nobody knows” has none yet, which counts as no reason to run apart), so "; !strings.Contains(p.Sentence, want) {
		t.Errorf("the plan says %q, want %q", p.Sentence, want)
	}
}

// Bills count a set-up for each group of parts, and so do the words about them.
func TestHowOftenOneOptionIsSetUp(t *testing.T) {
	for _, tt := range []struct{ one, two, three, want string }{
		{"", "", "", "three times"}, {"site", "", "", "at every site and twice elsewhere"},
		{"site", "site", "", "twice at every site and again elsewhere"}, {"site", "site", "site", "three times at every site"},
	} {
		p := decision.Plan{Apart: &decision.Apart{SetUps: [][]string{{"1"}, {"2"}, {"3"}}},
			Parts: []decision.PartPlan{{Part: "1", Each: tt.one}, {Part: "2", Each: tt.two}, {Part: "3", Each: tt.three}}}
		if got := p.Times(); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}

// Shares that look like per cent and do not add up to 100 are told; a ratio is none.
func TestSharesThatDoNotAddUp(t *testing.T) {
	for _, tt := range []struct{ one, two, want float64 }{{90, 20, 110}, {60, 40, 0}, {66.7, 33.4, 0}, {3, 2, 0}, {0, 0, 0}} {
		a := parts()
		a.Parts[0].Share, a.Parts[1].Share = tt.one, tt.two
		near(t, "sum of the shares", evaluate(t, decisiontest.Lunch(), a).Plan.Shares, tt.want)
	}
}

// In a mix, parts on different options share no installation. One option alone would carry more of them in one.
func TestSetUpsOfOneOption(t *testing.T) {
	a := parts()
	a.Parts = append(a.Parts, decision.Part{Name: "helpers", Share: 1, Answers: decision.Answers{"guests": {"none", "many"}}})
	p := evaluate(t, apart(t, 0.1, 0), a).Plan
	if want := [][]string{{"crew"}, {"visitors"}, {"helpers"}}; !slices.EqualFunc(p.Apart.Groups, want, slices.Equal) {
		t.Errorf("the mix is set up for %q, want %q", p.Apart.Groups, want)
	}
	if want := [][]string{{"crew"}, {"visitors", "helpers"}}; !slices.EqualFunc(p.Apart.SetUps, want, slices.Equal) {
		t.Errorf("one option is set up for %q, want %q", p.Apart.SetUps, want)
	}
	if want := "“crew” runs apart from “visitors” and “helpers”, as "; !strings.Contains(p.Sentence, want) ||
		!strings.Contains(p.Sentence, " would have to be set up twice and be one option in name only; ") {
		t.Errorf("the plan says %q, want %q", p.Sentence, want)
	}
}

// A mix loses for those of its parts that run apart and share an option as one option for all parts does.
func TestMixIsSetUpSeveralTimes(t *testing.T) {
	a := parts()
	a.Parts = []decision.Part{
		{Name: "crew", Share: 40, Answers: decision.Answers{"guests": {"few"}, "hurry": {"short"}}},
		{Name: "visitors", Share: 40, Answers: decision.Answers{"guests": {"many"}, "hurry": {"short"}}},
		{Name: "helpers", Share: 20, Answers: decision.Answers{"guests": {"none"}, "hurry": {"long"}}},
	}
	p := evaluate(t, apart(t, 0.1, 0.04), a).Plan
	if len(p.Platforms) != 2 {
		t.Fatalf("three parts are on %q", p.Platforms)
	}
	value, pairs := 0.0, 0.0
	for i, one := range p.Parts {
		value += one.Share * one.Score
		for _, two := range p.Parts[:i] {
			if one.Option == two.Option {
				pairs += one.Share * two.Share
			}
		}
	}
	if pairs == 0 {
		t.Fatalf("no parts share an option: %+v", p.Parts)
	}
	near(t, "lost for being set up again", p.Again, 0.1*4*pairs)
	near(t, "value", p.Value, value-p.Price-p.Again)
	if want := " and setting one of them up more than once costs " + decision.PointsOf(p.Again) + "; both are already taken off."; !strings.Contains(
		p.Sentence, want) {
		t.Errorf("the plan says %q, want %q", p.Sentence, want)
	}
	if three := evaluate(t, apart(t, 0.1, 0), a).Plan; three.Again > p.Again {
		t.Errorf("with platforms that cost nothing it loses %v, with dear ones %v", three.Again, p.Again)
	}
}

// Parts that run apart may use different options although both prefer the same one; the
// part that loses least moves.
func TestPartMovesToRunApart(t *testing.T) {
	a := parts()
	a.Answers = decision.Answers{"kitchen": {"no"}, "allergy": {"no"}, "budget": {"much"}, "hurry": {"short"}}
	a.Parts[0].Answers, a.Parts[1].Answers = decision.Answers{"guests": {"few"}}, decision.Answers{"guests": {"none"}}
	plain := evaluate(t, apart(t, 0, 0.04), a).Plan
	if len(plain.Platforms) != 1 {
		t.Fatalf("both parts should do best on one option: %+v", plain)
	}
	r := evaluate(t, apart(t, 0.4, 0.04), a)
	p, moved := r.Plan, -1
	for i, part := range p.Parts {
		if part.Instead != "" {
			moved = i
		}
	}
	if len(p.Platforms) != 2 || moved < 0 || p.Parts[moved].Instead != plain.Platforms[0] {
		t.Fatalf("the plan is %+v", p)
	}
	if part := p.Parts[moved]; part.Rival != "" || part.BestOn != "" { // it gains nothing there
		t.Errorf("the part that moved gains on %q over %q", part.BestOn, part.Rival)
	}
	if p.Parts[0].Option == p.Parts[1].Option {
		t.Errorf("both parts are on %s", p.Parts[0].Option)
	}
	near(t, "value", p.Value, p.Parts[0].Share*p.Parts[0].Score+p.Parts[1].Share*p.Parts[1].Score-p.Price)
	if s := p.Parts[moved].Sentence; !strings.Contains(s, ". Bakery would suit it better by ") ||
		!strings.HasSuffix(s, " of the whole), but would then carry every part and lose 30 points of the whole for being set up twice; the mix loses 1 point.") {
		t.Errorf("the part says %q", s)
	}
	best := 0.0 // of all ways to put the two parts on two options
	for _, one := range p.Parts[0].Ranking {
		for _, two := range p.Parts[1].Ranking {
			if one.Option != two.Option && one.Status != decision.StatusOut && two.Status != decision.StatusOut {
				best = max(best, p.Parts[0].Share*one.Score+p.Parts[1].Share*two.Score)
			}
		}
	}
	near(t, "value of the best way", p.Value+p.Price, best)

	if p := evaluate(t, apart(t, 0.05, 0), a).Plan; len(p.Platforms) != 1 { // the part would lose more than that
		t.Errorf("at a small price the plan is %+v", p)
	}
}

// TestApartByShare: what one option loses that is set up for parts that run apart goes by their shares: all of it for equal
// ones, and next to nothing for one that is hardly any of the work.
func TestApartByShare(t *testing.T) {
	c := apart(t, 0.1, 0.5)
	for _, tt := range []struct{ one, other, want float64 }{{1, 1, 0.1}, {99, 1, 0.1 * 4 * 0.99 * 0.01}} {
		a := parts()
		a.Parts[0].Share, a.Parts[1].Share = tt.one, tt.other
		near(t, "price", evaluate(t, c, a).Plan.Apart.Price, tt.want)
	}
}
