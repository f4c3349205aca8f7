package form

import (
	"math"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"crossroads/content"
	"crossroads/decision"
)

var tiny = sync.OnceValues(func() (*content.Library, error) {
	return content.Load(os.DirFS("../../content/testdata/tiny"))
})

func lunch(t testing.TB) *decision.Catalogue {
	t.Helper()
	lib, err := tiny()
	if err != nil {
		t.Fatal(err)
	}
	return lib.Comparisons[0]
}

func TestParseQuery(t *testing.T) {
	cat := lunch(t)
	long := strings.Repeat("x", 81)
	tests := []struct {
		name, query string
		want        string // canonical
		facts       []string
	}{
		{"nothing", "", "", nil},
		{"don't know", "size=&cooks=", "", nil},
		{"one", "size=few", "size=few", nil},
		{"several, in any order, twice", "size=many&size=few&size=many", "size=few&size=many", nil},
		{"sorted", "size=few&break=long", "break=long&size=few", nil},
		{"unknown question", "sise=few", "", []string{"“sise” is not a question here."}},
		{"unknown answer", "size=huge&size=few", "size=few", []string{"“huge” is not an answer to “How many of you eat together?”."}},
		{"trackers", "utm_source=x&fbclid=y&theme=dark&step=2", "", nil},
		{"a saved answer whose question is gone", "revise=abc&base=1&clients=services&size=few", "size=few",
			[]string{"“clients” is not a question here."}},
		{"ranking", "rank=time,price", "rank=time,price", nil},
		{"ranking with a stranger", "rank=time,luck,time", "rank=time", []string{
			"“luck” is not a criterion here.", "“Little time” is ranked twice.",
		}},
		{"places", "rank.price=2&rank.time=1&rank.choice=", "rank=time,price", nil},
		{"places with a gap", "rank.price=3&rank.time=1", "rank=time,price", nil},
		{"place taken", "rank.price=1&rank.time=1", "rank=price", []string{"Place 1 is given twice, to “Low price” and to “Little time”."}},
		{"no place", "rank.price=0&rank.time=4&rank.choice=1.5", "", []string{
			"“1.5” is not a place", "“0” is not a place", "“4” is not a place",
		}},
		{"empty ranking keeps places", "rank=&rank.price=1", "rank=price", nil},
		{"weights", "w.price=80&w.time=12.50", "w.price=80&w.time=12.5", nil},
		{"not weights", "w.price=NaN&w.time=Inf&w.choice=101", "", []string{"“101” is not", "“NaN” is not", "“Inf” is not"}},
		{"more that are not", "w.price=0x10&w.time=-1&w.choice=1e99", "", []string{"“1e99” is not", "“0x10” is not", "“-1” is not"}},
		{"weights as people write them", "w.price=33,5&w.time=12.500&w.choice=80+%25", "w.choice=80&w.price=33.5&w.time=12.5", nil},
		{"weights as programs do", "w.price=1e1&w.time=-0&w.choice=33.333", "w.choice=33.333&w.price=10&w.time=0", nil},
		{"too long a number", "w.price=" + strings.Repeat("1", 50), "", []string{"is not a weight for “Low price”"}},
		{"all weights zero", "w.price=0&w.time=0&w.choice=0", "", []string{"Every criterion has the weight 0"}},
		{"weights and ranking", "w.price=3&rank=time", "w.price=3", []string{"Both a ranking and weights were given."}},
		{"several values", "w.price=10&w.price=40&p1.share=2&p1.share=5&p1.name=A&p1.name=A", "w.price=40&p1.name=A&p1.share=5",
			[]string{"“p1.share” has 2 values.", "“w.price” has 2 values."}},
		{"names in brackets", "w[price]=40&p[1].name=A&p[1][break]=short&p1[share]=2&w[time]=1&w.time=1",
			"w.price=40&w.time=1&p1.name=A&p1.share=2&p1.break=short", nil},
		{"part", "p1.name=Week&p1.share=2.5&p1.break=short", "p1.name=Week&p1.share=2.5&p1.break=short", nil},
		{"empty parts", "parts=3&p1.name=&p1.share=&p1.break=&p2.name=", "", nil},
		{"gap between parts", "p1.name=&p3.name=C", "p1.name=C", nil},
		{"nameless part", "p2.break=long", "p1.name=Part+2&p1.break=long", nil},
		{"spaces in a name", "p1.name=%20a%20%0A%20b%20", "p1.name=a+b", nil},
		{"same names", "p1.name=a&p2.name=a&p3.name=a", "p1.name=a&p2.name=a+%282%29&p3.name=a+%283%29", []string{
			"Two parts are called “a”.", "Two parts are called “a”.",
		}},
		{"same names in two forms", "p1.name=Caf%C3%A9&p2.name=Cafe%CC%81", "p1.name=Caf%C3%A9&p2.name=Cafe%CC%81+%282%29", []string{"Two parts are called"}},
		{"long name", "p1.name=" + long, "p1.name=" + long[:80], []string{"The name of a part is longer than 80 characters."}},
		{"control characters", "p1.name=a%00b", "p1.name=Part+1", []string{"The name of a part holds control characters."}},
		{"team question in a part", "p1.size=few", "", []string{"“How many of you eat together?” is asked once"}},
		{"shares", "p1.name=a&p1.share=0&p2.name=b&p2.share=1000000001", "p1.name=a&p2.name=b", []string{
			"“0” is not a share", "“1000000001” is not a share",
		}},
		{"shares as people write them", "p1.name=a&p1.share=1.000.000&p2.name=b&p2.share=50%25&p3.name=c&p3.share=1,5", "p1.name=a&p1.share=1000000&p2.name=b&p2.share=50&p3.name=c&p3.share=1.5", nil},
		{"shares of links", "p1.name=a&p1.share=33.333&p2.name=b&p2.share=0.125", "p1.name=a&p1.share=33.333&p2.name=b&p2.share=0.125", nil},
		{"a share in two ways", "p1.name=a&p1.share=1.500", "p1.name=a", []string{
			"Share of part 1: “1.500” can be read in two ways: write 1.5 or 1500.",
		}},
		{"shares with a comma", "p1.name=a&p1.share=33,333&p2.name=b&p2.share=66,67&p3.name=c&p3.share=1,5", "p1.name=a&p2.name=b&p3.name=c", []string{
			"Share of part 1: “33,333” can be read in two ways: write 33.3330 or 33333.", "Some parts have a share",
		}},
		{"shares in per cent", "p1.name=a&p1.share=33,333%25&p2.name=b&p2.share=66.667+%25", "p1.name=a&p1.share=33.333&p2.name=b&p2.share=66.667", nil},
		{"more than all", "p1.name=a&p1.share=150%25", "p1.name=a", []string{"“150%” is not a share of a system; write a number above 0, at most 100%"}},
		{"per cent and a fraction", "p1.name=a&p1.share=60%25&p2.name=b&p2.share=0.4", "p1.name=a&p2.name=b", []string{"Some shares are percentages and others are fractions of 1."}},
		{"per cent and numbers", "p1.name=a&p1.share=60%25&p2.name=b&p2.share=40", "p1.name=a&p1.share=60&p2.name=b&p2.share=40", nil},
		{"a place in whole numbers", "rank.price=１&rank.time=1.5", "rank=price", []string{"“1.5” is not a place"}},
		{"some shares", "p1.name=a&p1.share=1&p2.name=b", "p1.name=a&p2.name=b", []string{"Some parts have a share and some have none."}},
		{"ninth part", "p9.name=a&p10.break=long", "", []string{"“p10.break” is one part too many", "“p9.name” is one part too many"}},
		{"part before the first", "p0.name=a", "", []string{"“p0.name” is no part: they are counted from 1."}},
		{"parts", "parts=x", "", []string{"“x” is not a number of parts"}},
		{"broken escapes", "size=few&cooks=%zz&p1.name=50%+off", "size=few&p1.name=50%25+off", []string{"“%zz” is not an answer to"}},
		{"broken text", "size=%FF&%FE=1", "", []string{"“·” is not an answer", "A field’s name is not readable text."}},
		{"long text is cut", "size=" + strings.Repeat("a", 500), "", []string{strings.Repeat("a", 60) + "…” is not an answer"}},
		{"too much", "size=" + strings.Repeat("a", maxQuery), "", []string{"The address is too long to read."}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := Parse(cat, tt.query, false)
			if got := Query(in.Assessment); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if len(in.Findings) != len(tt.facts) {
				t.Fatalf("found %+v, want %q", in.Findings, tt.facts)
			}
			for i, fact := range tt.facts {
				if !strings.Contains(in.Findings[i].Fact, fact) {
					t.Errorf("found %q, want %q", in.Findings[i].Fact, fact)
				}
			}
		})
	}
}

// TestLargestShare: links take the shares that the engine takes, and no others.
func TestLargestShare(t *testing.T) {
	cat := lunch(t)
	for share, valid := range map[float64]bool{maxShare: true, maxShare + 1: false} {
		parts := []decision.Part{{Name: "a", Share: share}, {Name: "b", Share: 1}}
		if _, err := decision.Evaluate(cat, decision.Assessment{Parts: parts}); (err == nil) != valid {
			t.Errorf("the engine: %v: %v", share, err)
		}
		query := Query(decision.Assessment{Parts: parts})
		if in := Parse(cat, query, false); (len(in.Findings) == 0) != valid {
			t.Errorf("%s: %+v", query, in.Findings)
		}
	}
}

// TestAskedOnceIsSaidOnce: a question of the whole system that several parts carry is named once.
func TestAskedOnceIsSaidOnce(t *testing.T) {
	cat := lunch(t)
	for _, q := range cat.Questions {
		if q.Scope == decision.ScopeTeam {
			field := "." + q.ID + "=" + q.Answers[0].ID
			if in := Parse(cat, "p1.name=a&p2.name=b&p1"+field+"&p2"+field, false); len(in.Findings) != 1 {
				t.Errorf("%s: %+v", q.ID, in.Findings)
			}
			return
		}
	}
	t.Fatal("no question is about the whole system")
}

func TestParseQueryShowsParts(t *testing.T) {
	cat := lunch(t)
	for query, want := range map[string]int{"": 0, "parts=3": 3, "parts=1&p1.name=a&p2.name=b": 2, "parts=9": 0} {
		if got := Parse(cat, query, false).Parts; got != want {
			t.Errorf("%q shows %d parts, want %d", query, got, want)
		}
	}
}

func TestQuietLeavesStrangersAlone(t *testing.T) {
	in := Parse(lunch(t), "sise=few&size=huge", true)
	if len(in.Findings) != 1 || in.Findings[0].Field != "size" {
		t.Errorf("found %+v", in.Findings)
	}
}

func TestTooManyFields(t *testing.T) {
	in := Parse(lunch(t), strings.Repeat("size=few&", 2100), false)
	if len(in.Findings) != 1 || in.Findings[0].Fact != "There are more than 2000 fields." {
		t.Errorf("found %+v", in.Findings)
	}
}

// assessments draws assessments as a user of the catalogue can give them.
func assessments(cat *decision.Catalogue) *rapid.Generator[decision.Assessment] {
	return rapid.Custom(func(t *rapid.T) decision.Assessment {
		a := decision.Assessment{Answers: drawAnswers(t, cat, "")}
		ids := make([]string, len(cat.Criteria))
		for i := range cat.Criteria {
			ids[i] = cat.Criteria[i].ID
		}
		chosen := rapid.Permutation(ids).Draw(t, "criteria")[:rapid.IntRange(0, len(ids)).Draw(t, "how many")]
		if rapid.Bool().Draw(t, "ranked") {
			a.Priorities.Ranking = slices.Clone(chosen)
		} else {
			slices.Sort(chosen)
			for _, id := range chosen {
				a.Priorities.Weights = append(a.Priorities.Weights, decision.CriterionWeight{
					Criterion: id,
					Weight:    rapid.Float64Range(0.001, 100).Draw(t, "weight"),
				})
			}
		}
		shared := rapid.Bool().Draw(t, "shares")
		for i := range rapid.IntRange(0, decision.MaxParts).Draw(t, "parts") {
			p := decision.Part{
				Name:    strconv.Itoa(i) + rapid.StringMatching(`[a-zA-Zäß€&=%+#]{0,15}`).Draw(t, "name"),
				Answers: drawAnswers(t, cat, decision.ScopePart),
			}
			if shared {
				p.Share = rapid.Float64Range(1e-6, maxShare).Draw(t, "share")
			}
			a.Parts = append(a.Parts, p)
		}
		if len(a.Priorities.Ranking) == 0 {
			a.Priorities.Ranking = nil
		}
		return a
	})
}

func drawAnswers(t *rapid.T, cat *decision.Catalogue, scope decision.Scope) decision.Answers {
	var answers decision.Answers
	for _, q := range cat.Questions {
		if scope != "" && q.Scope != scope {
			continue
		}
		for _, answer := range q.Answers {
			if rapid.Bool().Draw(t, q.ID+" "+answer.ID) {
				if answers == nil {
					answers = decision.Answers{}
				}
				answers[q.ID] = append(answers[q.ID], answer.ID)
			}
		}
		if q.Several > 1 && len(answers[q.ID]) > 0 {
			answers[q.ID] = holding(q, answers[q.ID])
		}
		slices.Sort(answers[q.ID])
	}
	return answers
}

// holding keeps of the answers that were drawn those that hold together.
func holding(q decision.Question, ids []string) []string {
	alone := func(id string) bool {
		return slices.ContainsFunc(q.Answers, func(a decision.Answer) bool { return a.ID == id && a.Alone })
	}
	if len(ids) > 1 {
		ids = slices.DeleteFunc(ids, alone)
	}
	return ids[:min(len(ids), q.Several)]
}

// TestQueryRoundTrip: an assessment written as a query is read back as it was,
// without complaint, and the query is canonical.
func TestQueryRoundTrip(t *testing.T) {
	cat := lunch(t)
	rapid.Check(t, func(t *rapid.T) {
		want := assessments(cat).Draw(t, "assessment")
		query := Query(want)
		if len(query) > maxQuery {
			t.Skip("longer than an address may be")
		}
		in := Parse(cat, query, false)
		if len(in.Findings) > 0 {
			t.Fatalf("%s: %+v", query, in.Findings)
		}
		if !reflect.DeepEqual(in.Assessment, want) {
			t.Fatalf("%s\nread as  %+v\nwant %+v", query, in.Assessment, want)
		}
		if again := Query(in.Assessment); again != query {
			t.Fatalf("written as %s, then as %s", query, again)
		}
	})
}

// FuzzParseQuery: whatever an address holds gives an assessment that the engine
// takes, findings that can be shown, and a query that means the same.
func FuzzParseQuery(f *testing.F) {
	for _, seed := range []string{
		"", "size=few&cooks=some", "rank=price,time&w.price=3", "rank.price=1&rank.time=1",
		"p1.name=a&p1.share=2&p1.break=long&p8.name=a", "parts=8&p9.x=1", "w.price=1e5&w.time=NaN", "%zz&%ff=%fe;a",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		cat := lunch(t)
		in := Parse(cat, query, false)
		if in.Parts < 0 || in.Parts > decision.MaxParts {
			t.Fatalf("%d parts", in.Parts)
		}
		for _, f := range in.Findings {
			if !utf8.ValidString(f.Fact+f.Advice) || f.Fact == "" || f.Advice == "" {
				t.Fatalf("bad finding %+v", f)
			}
		}
		report, err := decision.Evaluate(cat, in.Assessment)
		if err != nil {
			t.Fatalf("%q: %v", query, err)
		}
		if math.IsNaN(report.Margin) {
			t.Fatalf("%q: margin is not a number", query)
		}
		canonical := Query(in.Assessment)
		again := Parse(cat, canonical, false)
		if len(again.Findings) > 0 || !reflect.DeepEqual(again.Assessment, in.Assessment) {
			t.Fatalf("%q became %q, read as %+v (%+v), want %+v", query, canonical, again.Assessment, again.Findings, in.Assessment)
		}
	})
}
