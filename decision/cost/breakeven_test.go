package cost_test

import (
	"errors"
	"reflect"
	"testing"

	"crossroads/decision/cost"
	"crossroads/wrong"
)

var overRequests = cost.Axis{Field: "requests", From: q("1"), To: q("10,000,000,000")}

func breakEven(t testing.TB, a, b string, l cost.Load, axis cost.Axis, u cost.Uncertainty) []cost.Crossing {
	t.Helper()
	found, err := model().BreakEven(a, b, l, axis, u)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// A crossing is exact: one option is cheaper before it, the other from there on.
func TestBreakEvenIsTrue(t *testing.T) {
	pairs := [][2]string{
		{"lambda-arm", "fargate"}, {"lambda-x86", "ec2"}, {"cloud-run", "eks"}, {"workers", "lambda-arm"}, {"fargate", "ec2"},
		{"eks", "ec2"},
	}
	some := 0
	for _, pair := range pairs {
		for _, c := range breakEven(t, pair[0], pair[1], load(), overRequests, cost.Uncertainty{Price: 10, Load: 20}) {
			some++
			f, _ := cost.FieldOf("requests")
			before := c.At.Sub(cost.Whole(1))
			total := func(id string, at cost.Quantity) cost.Amount { return estimate(t, id, f.With(load(), at)).Bill.Exact }
			if total(c.Below, before).Cmp(total(c.Above, before)) > 0 || total(c.Above, c.At).Cmp(total(c.Below, c.At)) >= 0 {
				t.Errorf("%v: %s is not where %s overtakes %s", pair, c.At, c.Above, c.Below)
			}
			if got := estimate(t, c.Above, f.With(load(), c.At)).Bill.Total; got != c.Cost {
				t.Errorf("%v at %s costs %s, said %s", pair, c.At, got, c.Cost)
			}
			if c.Low.Cmp(c.At) > 0 || c.High.Cmp(c.At) < 0 || c.Low == c.High {
				t.Errorf("%v: the range %s to %s does not enclose %s", pair, c.Low, c.High, c.At)
			}
		}
	}
	if some < 5 {
		t.Errorf("only %d crossings in %d pairs", some, len(pairs))
	}
}

// Bills that rise in steps take turns at being cheaper. Each turn is found, and the
// same ones on whatever axis that holds them.
func TestBreakEvenFindsEachTurn(t *testing.T) {
	f, _ := cost.FieldOf("requests")
	wide := breakEven(t, "lambda-x86", "fargate", load(), overRequests, cost.Uncertainty{})
	narrow := breakEven(t, "lambda-x86", "fargate", load(),
		cost.Axis{Field: "requests", From: q("10,000"), To: q("1,000,000,000")}, cost.Uncertainty{})
	if !reflect.DeepEqual(wide, narrow) {
		t.Errorf("over 10 thousand million: %+v\nover a thousand million: %+v", wide, narrow)
	}
	turns, last := 0, "lambda-x86"
	for n := q("150,000,000"); n.Cmp(q("300,000,000")) < 0; n = n.Add(q("100,000")) {
		cheaper, l := "lambda-x86", f.With(load(), n)
		if estimate(t, "fargate", l).Bill.Exact.Cmp(estimate(t, "lambda-x86", l).Bill.Exact) < 0 {
			cheaper = "fargate"
		}
		if cheaper == last {
			continue
		}
		last = cheaper
		if turns >= len(wide) || wide[turns].Above != cheaper || wide[turns].At.Cmp(n) > 0 {
			t.Fatalf("turn %d, to %s below %s, is not among %+v", turns, cheaper, n, wide)
		}
		turns++
	}
	if turns < 5 || turns != len(wide) {
		t.Errorf("%d turns, and %d were found", turns, len(wide))
	}
}

// decided is a load without open choices: an HTTP API, public addresses, two of everything.
func decided(changes ...string) cost.Load {
	l := load(changes...)
	l.Front, l.Network, l.Availability = "http-api", "public", "two"
	return l
}

// By hand: x86 functions at 1 ms and 128 MB behind an HTTP API without answers
// against nothing but the Workers plan of $5. Each request costs 0.0000012 +
// 0.0000000020833375 USD, and the first with which 5 USD are passed is found.
func TestBreakEvenByHand(t *testing.T) {
	l := decided("duration", "1", "memory", "128", "response", "0", "waiting", "0")
	axis := cost.Axis{Field: "requests", From: q("1"), To: q("9,000,000")}
	got := breakEven(t, "lambda-x86", "workers", l, axis, cost.Uncertainty{})
	want := []cost.Crossing{{At: q("4159446"), Below: "lambda-x86", Above: "workers", Cost: 500, Low: q("4159446"), High: q("4159446")}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
	if none := breakEven(t, "workers", "ec2", l, axis, cost.Uncertainty{}); none != nil {
		t.Errorf("a plan of 5 USD against servers crosses at %+v", none)
	}
}

// With the prices 10 % off in opposite directions, the first request that passes
// the plan lies between 4159446 × 0.9/1.1 and × 1.1/0.9.
func TestBreakEvenRange(t *testing.T) {
	l := decided("duration", "1", "memory", "128", "response", "0", "waiting", "0")
	axis := cost.Axis{Field: "requests", From: q("1"), To: q("9,000,000")}
	c := breakEven(t, "lambda-x86", "workers", l, axis, cost.Uncertainty{Price: 10})[0]
	if c.Low.String() != "3403183" || c.High.String() != "5083766" || c.LowOpen || c.HighOpen {
		t.Errorf("range %s to %s", c.Low, c.High)
	}
	short := cost.Axis{Field: "requests", From: q("4,000,000"), To: q("4,500,000")}
	c = breakEven(t, "lambda-x86", "workers", l, short, cost.Uncertainty{Price: 10})[0]
	if !c.LowOpen || !c.HighOpen || c.Low.String() != "4000000" || c.High.String() != "4500000" {
		t.Errorf("open range %+v", c)
	}
	wider := breakEven(t, "lambda-arm", "fargate", load(), overRequests, cost.Uncertainty{Price: 10, Load: 30})
	narrow := breakEven(t, "lambda-arm", "fargate", load(), overRequests, cost.Uncertainty{Price: 10})
	if len(wider) == 0 || wider[0].Low.Cmp(narrow[0].Low) > 0 || wider[0].High.Cmp(narrow[0].High) < 0 || wider[0] == narrow[0] {
		t.Errorf("with the load uncertain too: %+v, before %+v", wider, narrow)
	}
}

// With the duration half as long or half as long again, the range goes from where
// the longer one crosses to just before where the shorter one does.
func TestBreakEvenRangeOfTheLoad(t *testing.T) {
	at := func(duration string, u cost.Uncertainty) cost.Crossing {
		l := decided("duration", duration, "memory", "128", "response", "0", "waiting", "99")
		found := breakEven(t, "lambda-x86", "workers", l, cost.Axis{Field: "requests", From: q("1"), To: q("9,000,000")}, u)
		if len(found) != 1 {
			t.Fatalf("%s ms: %+v", duration, found)
		}
		return found[0]
	}
	long, short := at("1500", cost.Uncertainty{}).At, at("500", cost.Uncertainty{}).At
	if c := at("1000", cost.Uncertainty{Load: 50}); c.Low != long || c.High != short.Sub(cost.Whole(1)) {
		t.Errorf("range %s to %s, want %s to just before %s", c.Low, c.High, long, short)
	}
}

// The order of the two options does not matter.
func TestBreakEvenIsSymmetric(t *testing.T) {
	u := cost.Uncertainty{Price: 15, Load: 10}
	if a, b := breakEven(t, "lambda-arm", "ec2", load(), overRequests,
		u), breakEven(t, "ec2", "lambda-arm", load(), overRequests, u); !reflect.DeepEqual(a, b) {
		t.Errorf("%+v\n%+v", a, b)
	}
}

// Functions lose to containers as requests get longer, and containers gain as they can be
// filled more.
func TestBreakEvenOverOtherFields(t *testing.T) {
	l := load("requests", "150,000,000")
	l.Network = "none"
	duration := breakEven(t, "lambda-x86", "fargate", l, cost.Axis{Field: "duration", From: q("1"), To: q("10,000")}, cost.Uncertainty{})
	if len(duration) == 0 {
		t.Error("no crossing over duration")
	}
	l = load("requests", "60,000,000", "waiting", "0", "duration", "200", "peak", "2")
	l.Network = "none"
	filled := breakEven(t, "lambda-x86", "fargate", l, cost.Axis{Field: "utilisation", From: q("1"), To: q("100")}, cost.Uncertainty{})
	if len(filled) == 0 || filled[0].Above != "fargate" {
		t.Errorf("over utilisation: %+v", filled)
	}
}

func TestAxisRefused(t *testing.T) {
	tests := []cost.Axis{
		{Field: "colour", From: q("1"), To: q("2")},
		{Field: "requests", From: q("5"), To: q("5")},
		{Field: "requests", From: q("7"), To: q("5")},
		{Field: "memory", From: q("1"), To: q("100")},
	}
	for _, axis := range tests {
		var input wrong.Input
		if _, err := model().BreakEven("fargate", "ec2", load(), axis, cost.Uncertainty{}); !errors.As(err, &input) ||
			input.Field != "axis" {
			t.Errorf("%+v: %v", axis, err)
		}
		if _, err := model().Curve([]string{"ec2"}, load(), axis, 10); !errors.As(err, &input) || input.Field != "axis" {
			t.Errorf("%+v: %v", axis, err)
		}
	}
	c, err := model().Curve([]string{"ec2"}, load(), cost.Axis{Field: "requests", To: q("1e20")}, 10)
	if err != nil || c.Axis.From != q("1") || c.Axis.To != q("1e12") {
		t.Errorf("an axis past the field's range became %+v (%v)", c.Axis, err)
	}
	if _, err := model().BreakEven("fargate", "ec2", load(), overRequests, cost.Uncertainty{Price: 91}); err == nil {
		t.Error("an uncertainty of 91 % is taken")
	}
	if _, err := model().Curve([]string{"ec2"}, load(), overRequests, 1); err == nil {
		t.Error("a curve of one point is taken")
	}
}

var four = []string{"lambda-arm", "fargate", "eks", "ec2"}

// The points of a curve equal estimates.
func TestCurve(t *testing.T) {
	c, err := model().Curve(four, load(), overRequests, 50)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Series) != 4 || len(c.At) < 48 || len(c.At) > 50 || c.At[0] != q("1") || c.At[len(c.At)-1] != q("10,000,000,000") {
		t.Fatalf("%d series over %v", len(c.Series), c.At)
	}
	f, _ := cost.FieldOf("requests")
	for _, s := range c.Series {
		for i, at := range c.At {
			if want := estimate(t, s.Blueprint, f.With(load(), at)).Bill.Total; s.Totals[i] != want {
				t.Fatalf("%s at %s: %s, an estimate says %s", s.Blueprint, at, s.Totals[i], want)
			}
		}
	}
}

func BenchmarkBill(b *testing.B) {
	s := sheet(b, aws)
	usages, err := cost.Usages(s, &cost.Lambda{Requests: q("3,000,000"), Duration: q("120"), Memory: q("1536")},
		&cost.HTTPAPI{Requests: q("3,000,000")}, &cost.Transfer{GB: q("20")})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Bill(usages, free); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEstimate(b *testing.B) {
	m, l := model(), load("environments", "2")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := m.Estimate("eks", l); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCurve(b *testing.B) {
	m, l := model(), load("environments", "2")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := m.Curve(four, l, overRequests, 200); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBreakEven(b *testing.B) {
	m, l := model(), load()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := m.BreakEven("lambda-arm", "fargate", l, overRequests, cost.Uncertainty{Price: 10, Load: 20}); err != nil {
			b.Fatal(err)
		}
	}
}
