package cost_test

import (
	"math/big"
	"slices"
	"testing"

	"crossroads/decision/cost"
)

// with returns a copy of a sheet with further items, each for one unit.
func with(s *cost.Sheet, prices map[string]string) *cost.Sheet {
	own := *s
	own.Items = append([]cost.Item(nil), s.Items...)
	for id, text := range prices {
		price, err := cost.ParsePrice(text, 1)
		if err != nil {
			panic(err)
		}
		own.Items = append(own.Items, cost.Item{ID: id, Name: id, Unit: "unit", Per: 1, Tiers: []cost.Tier{{Price: price}}})
	}
	return &own
}

func bill(t testing.TB, s *cost.Sheet, flags cost.Flags, components ...cost.Component) cost.Bill {
	t.Helper()
	usages, err := cost.Usages(s, components...)
	if err != nil {
		t.Fatal(err)
	}
	b, err := s.Bill(usages, flags)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func exact(t testing.TB, a cost.Amount) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(a.String())
	if !ok {
		t.Fatalf("amount %s", a)
	}
	return r
}

// oldLambda returns the price list until December 2020: steps of 100 ms.
func oldLambda(t testing.TB, perGBSecond string) *cost.Sheet {
	s := sheet(t, aws)
	old := *s
	old.Items = append([]cost.Item(nil), s.Items...)
	price, err := cost.ParsePrice(perGBSecond, 1)
	if err != nil {
		t.Fatal(err)
	}
	i, _ := old.Item("lambda-duration-x86")
	i.Tiers = []cost.Tier{{Price: price}}
	i.Meters = []cost.Meter{{Of: "duration", Unit: "ms", Step: q("100")}}
	return &old
}

// L0: the example of the Lambda pricing page before December 2020.
func TestOldPrices(t *testing.T) {
	old := oldLambda(t, "0.00001667")
	b := bill(t, old, free, &cost.Lambda{Requests: q("3,000,000"), Duration: q("1000"), Memory: q("512")})
	if b.Total.String() != "18.74" || amountOf(b, "lambda-duration-x86") != "18.34" {
		t.Errorf("total %s", b.Total)
	}
	billed := bill(t, old, noFree, &cost.Lambda{Requests: million, Duration: q("101"), Memory: q("1024")})
	if got := billed.Lines[1].Quantity.String(); got != "200000" {
		t.Errorf("101 ms are billed as %s GB-s a million, want 200000", got)
	}
}

// L11: Managed Instances, with the savings plan of the example as own prices.
func TestOwnPrices(t *testing.T) {
	own := with(sheet(t, aws), map[string]string{"m7g-saving": "0.0457", "managed-fee": "0.02448"})
	b, err := own.Bill([]cost.Usage{{Item: "lambda-requests", Quantity: q("100,000,000")},
		{Item: "m7g-saving", Quantity: q("2000")}, {Item: "managed-fee", Quantity: q("2000")}}, noFree)
	if err != nil || b.Total.String() != "160.36" {
		t.Errorf("total %s (%v), published 160.36", b.Total, err)
	}
	// The fee is 15 % of the list price of the instance.
	hour, _ := own.Item("ec2-m7g-xlarge")
	if got := cost.Whole(15).Over(100).Mul(q(hour.Tiers[0].Price.String())).String(); got != "0.02448" {
		t.Errorf("fee %s", got)
	}
}

// The rounding rules stated by providers, each tested at a value between steps.
func TestMetering(t *testing.T) {
	s := sheet(t, aws)
	tests := []struct {
		name string
		c    cost.Component
		item string
		want string
	}{
		{"Lambda, 1 ms", &cost.Lambda{Requests: q("1024"), Duration: q("99.2"), Memory: q("1000")}, "lambda-duration-x86", "100"},
		{"provisioned concurrency, 5 min", &cost.Lambda{
			Memory:      q("1024"),
			Provisioned: &cost.Provisioned{Environments: q("1"), Hours: q("0.1")},
		}, "lambda-provisioned-x86", "600"},
		{"Fargate, 1 min at least, in hours", &cost.Fargate{
			Runs: q("10"), Seconds: q("7"), VCPU: q("1"), Memory: q("2"),
		}, "fargate-cpu-x86", "0.1666666666667"},
		{"Fargate for Windows, 5 min at least, in hours", &cost.Fargate{
			Platform: "windows", Runs: q("10"), Seconds: q("61"), VCPU: q("1"), Memory: q("2"),
		}, "fargate-cpu-windows", "0.8333333333333"},
		{"Fargate, 20 GB of disk are free, in hours", &cost.Fargate{
			Runs: q("1"), Seconds: q("60"), VCPU: q("1"), Memory: q("2"), Ephemeral: q("21"),
		}, "fargate-ephemeral", "0.0166666666667"},
		{"HTTP API, 512 KB", &cost.HTTPAPI{Requests: q("10"), Payload: q("513")}, "http-api-requests", "20"},
		{"WebSocket API, 32 KB", &cost.WebSocketAPI{Messages: q("10"), Payload: q("96")}, "websocket-messages", "30"},
		{"SQS, 64 KB", &cost.SQS{Requests: q("10"), Payload: q("64")}, "sqs-standard", "10"},
		{"Lambda, 512 MB of disk are free", &cost.Lambda{
			Requests: q("1000"), Duration: q("1024"), Memory: q("128"), Ephemeral: q("1512"),
		}, "lambda-ephemeral", "1000"},
	}
	for _, tt := range tests {
		usages, err := cost.Usages(s, tt.c)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(usages, func(u cost.Usage) bool { return u.Item == tt.item })
		if i < 0 || usages[i].Quantity.String() != tt.want {
			t.Errorf("%s: %+v, want %s", tt.name, usages, tt.want)
		}
	}
	run, err := cost.Usages(sheet(t, google), &cost.CloudRun{Requests: q("10"), Duration: q("101"), VCPU: q("1"), Memory: q("1")})
	if err != nil || run[1].Quantity.String() != "2" {
		t.Errorf("Cloud Run, 100 ms: %+v (%v)", run, err)
	}
}

// Z1 to Z3: the unit examples of Azure's documentation.
func TestAzureUnits(t *testing.T) {
	s := sheet(t, "azure")
	seconds := func(f cost.AzureFunction) string {
		usages, err := f.Usage(s)
		if err != nil {
			t.Fatal(err)
		}
		return usages[1].Quantity.Rounded(2)
	}
	tests := []struct {
		name string
		f    cost.AzureFunction
		want string
	}{
		{"Z1 units", cost.AzureFunction{Units: q("1,110,000,000")}, "1,083.98"},
		{"Z2 half a GB for 3 s", cost.AzureFunction{Executions: q("1"), Duration: q("3000"), Memory: q("512")}, "1.5"},
		{"Z3 160 MB count as 256", cost.AzureFunction{Executions: q("4"), Duration: q("1000"), Memory: q("160")}, "1"},
		{"2 GB are capped at 1,536 MB", cost.AzureFunction{Executions: q("1"), Duration: q("1000"), Memory: q("2048")}, "1.5"},
		{"a short run counts 100 ms", cost.AzureFunction{Executions: q("80"), Duration: q("3"), Memory: q("1")}, "1"},
	}
	for _, tt := range tests {
		if got := seconds(tt.f); got != tt.want {
			t.Errorf("%s: %s GB-s, want %s", tt.name, got, tt.want)
		}
	}
}

// Table 1 of Adzic and Chatley (2017): an hour of a task of 200 ms every five
// minutes. Fail-over doubles a machine, except in the printed figure of Heroku.
func TestAdzicChatley(t *testing.T) {
	own := with(sheet(t, aws), map[string]string{"lambda-128": "0.000000208", "lambda-512": "0.000000834",
		"heroku-month": "7", "t2-nano": "0.0059", "app-engine-b1": "0.05", "app-engine-b4": "0.20"})
	tests := []struct {
		item     string
		quantity cost.Quantity
		want     string // of an hour
		relative string // to Lambda with 512 MB, %
	}{
		{"lambda-128", q("24"), "0.000004992", "24.94"}, // 12 × 2 steps of 100 ms
		{"lambda-512", q("24"), "0.000020016", "100.00"},
		{"heroku-month", cost.Whole(1).Over(720), "0.0097222222", "48572.25"},
		{"t2-nano", q("2"), "0.0118000000", "58952.84"},
		{"app-engine-b1", q("2"), "0.1000000000", "499600.32"},
		{"app-engine-b4", q("2"), "0.4000000000", "1998401.28"},
	}
	base, _ := new(big.Rat).SetString("0.000020016")
	for _, tt := range tests {
		b, err := own.Bill([]cost.Usage{{Item: tt.item, Quantity: tt.quantity}}, noFree)
		if err != nil {
			t.Fatal(err)
		}
		want, _ := new(big.Rat).SetString(tt.want)
		got := exact(t, b.Exact)
		if got.FloatString(10) != want.FloatString(10) {
			t.Errorf("%s costs %s an hour, printed %s", tt.item, got.FloatString(10), tt.want)
		}
		if relative := got.Quo(got, base); relative.Mul(relative, big.NewRat(100, 1)).FloatString(2) != tt.relative {
			t.Errorf("%s is %s %%, printed %s %%", tt.item, relative.FloatString(2), tt.relative)
		}
	}
}

// Prime Video (2023): t transitions a second cost $0.09 × t an hour of a stream.
func TestPrimeVideoTransitions(t *testing.T) {
	s := sheet(t, aws)
	for streams, want := range map[uint64]string{1: "0.27", 1000: "270.00"} {
		b := bill(t, s, noFree, &cost.StepFunctions{Transitions: cost.Whole(3 * 3600 * streams)})
		if b.Total.String() != want {
			t.Errorf("%d streams at 3 transitions a second cost %s an hour, want %s", streams, b.Total, want)
		}
	}
	if got := bill(t, s, noFree, &cost.StepFunctions{Transitions: q("3600")}).Exact.String(); got != "0.09" {
		t.Errorf("one transition a second costs %s an hour, want 0.09", got)
	}
}

// Remotion's estimatePrice: $0.00067 for 20 s with 2,048 MB of memory and disk.
func TestRemotion(t *testing.T) {
	b := bill(t, sheet(t, aws), noFree, &cost.Lambda{Requests: q("1"), Duration: q("20000"), Memory: q("2048"), Ephemeral: q("2048")})
	if got := exact(t, b.Exact).FloatString(5); got != "0.00067" {
		t.Errorf("got %s", got)
	}
}

// An hour of one busy vCPU: $0.1037 on Lambda, $0.04937 on Fargate with 2 GB. So
// a function is cheaper while a task would be busy less than 48 % of the time.
func TestBusyHour(t *testing.T) {
	s := sheet(t, aws)
	lambda := bill(t, s, noFree, &cost.Lambda{Requests: q("1"), Duration: q("3,600,000"), Memory: q("1769")}).Lines[1].Exact
	task := bill(t, s, noFree, &cost.Fargate{Runs: q("1"), Seconds: q("3600"), VCPU: q("1"), Memory: q("2")}).Exact
	if got := exact(t, lambda).FloatString(4); got != "0.1037" {
		t.Errorf("Lambda %s", got)
	}
	if got := exact(t, task).FloatString(5); got != "0.04937" {
		t.Errorf("Fargate %s", got)
	}
	if got := new(big.Rat).Quo(exact(t, task), exact(t, lambda)).FloatString(3); got != "0.476" {
		t.Errorf("break-even at %s of the time", got)
	}
}

// A load balancer at the dimensions of its pricing page: 1 new connection a
// second that stays two minutes, 1.08 GB an hour, 10 rules above the free ones
// at 5 requests a second. The bytes are the largest: 1.08 LCU.
func TestLoadBalancerUnits(t *testing.T) {
	b := bill(t, sheet(t, aws), noFree, &cost.ALB{Hours: q("720"), New: q("1"), Open: q("120"), GBHour: q("1.08"), Evaluated: q("50")})
	if got := b.Lines[1].Quantity.String(); got != "777.6" {
		t.Errorf("%s LCU-hours, want 777.6", got)
	}
	if got := b.Lines[1].Parts[0].Formula.String(); got != "1.08 GB an hour × 720 h" {
		t.Errorf("formula %q", got)
	}
	if got := b.Total.String(); got != "22.42" {
		t.Errorf("total %s, want 22.42", got)
	}
}
