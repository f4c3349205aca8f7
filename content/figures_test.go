package content

import (
	"fmt"
	"io/fs"
	"maps"
	"strings"
	"testing"

	"crossroads/decision/cost"
)

// figures compares the figures in a shipped article with the cost model.
type figures struct {
	*testing.T
	model *cost.Model
	text  string
}

func figuresOf(t *testing.T, slug string) figures {
	t.Helper()
	lib, err := Load(Embedded())
	if err != nil {
		t.Fatal(err)
	}
	text, err := fs.ReadFile(Embedded(), "articles/"+slug+".md")
	if err != nil {
		t.Fatal(err)
	}
	return figures{t, cost.NewModel(lib.Prices), string(text)}
}

func (f figures) want(line string) {
	f.Helper()
	if !strings.Contains(f.text, line) {
		f.Errorf("the article lacks %q", line)
	}
}

// load returns the default load with other values: "duration=20 memory=256".
func (f figures) load(values string) cost.Load {
	f.Helper()
	set := map[string]string{}
	for _, pair := range strings.Fields(values) {
		id, value, _ := strings.Cut(pair, "=")
		set[id] = value
	}
	l, errs := cost.ParseLoad(func(id string) (string, bool) { v, ok := set[id]; return v, ok })
	if errs != nil {
		f.Fatal(errs)
	}
	return l
}

func (f figures) estimate(blueprint string, load cost.Load) cost.Cents {
	f.Helper()
	e, err := f.model.Estimate(blueprint, load)
	if err != nil {
		f.Fatal(err)
	}
	return e.Bill.Total
}

func (f figures) bill(blueprint string, load cost.Load) string {
	f.Helper()
	return "$" + f.estimate(blueprint, load).Text()
}

// Bills quoted in articles must be those of the shipped prices.
func TestBillsInArticles(t *testing.T) {
	for _, table := range []struct{ slug, blueprints, load, requests string }{
		{"costs", "lambda-x86 cloud-run fargate ec2 eks", "", "100,000 1,000,000 10,000,000 30,000,000 100,000,000 300,000,000"},
		{"managed-kubernetes", "fargate-services eks eks-auto gke-autopilot aks-automatic", "", "30,000,000 100,000,000"},
		{"ai-workloads", "lambda-x86 workers cloud-run container-apps fargate", "duration=20000 waiting=98 concurrency=50", "10,000 100,000 1,000,000 10,000,000"},
		{"serverless-containers", "lambda-x86 cloud-run fargate", "duration=1000 waiting=95 concurrency=40", "1,000,000 10,000,000 100,000,000"},
	} {
		f := figuresOf(t, table.slug)
		for _, requests := range strings.Fields(table.requests) {
			load, row := f.load(table.load+" requests="+strings.ReplaceAll(requests, ",", "")), "| "+requests+" |"
			for _, blueprint := range strings.Fields(table.blueprints) {
				row += " " + f.bill(blueprint, load) + " |"
			}
			f.want(row)
		}
	}
}

func TestIdleBillsInArticles(t *testing.T) {
	costs := figuresOf(t, "costs")
	idle := costs.load("requests=0")
	costs.want("no minimum | " + costs.bill("cloud-run", idle) + " |")
	costs.want("| " + costs.bill("lambda-x86", idle) + " |")
	costs.want("| Two small Fargate tasks and a load balancer | " + costs.bill("fargate", idle) + " |")
	costs.want("| Two t3.medium servers and a load balancer | " + costs.bill("ec2", idle) + " |")
	costs.want("nodes and a load balancer | " + costs.bill("eks", idle) + " |")
	costs.want("more than double every line") // of 3 environments
	for _, blueprint := range []string{"fargate", "ec2", "eks"} {
		one, three := costs.estimate(blueprint, idle), costs.estimate(blueprint, costs.load("requests=0 environments=3"))
		if three <= 2*one {
			t.Errorf("%s: three environments cost %s, one %s", blueprint, three, one)
		}
	}
	matters := figuresOf(t, "why-it-matters")
	matters.want("between nothing and " + whole(costs.estimate("fargate-services", idle)) + " dollars")
	matters.want("to $" + whole(costs.estimate("eks", idle)) + " for a small cluster and $" +
		whole(costs.estimate("fargate-services", idle)) + " for ten hosted services")
	matters.want("over seventeen thousand dollars") // of 3 environments for each of 30 clusters
	if thirty := 30 * costs.estimate("eks", costs.load("requests=0 environments=3")); thirty < 1_700_000 || thirty >= 1_800_000 {
		t.Errorf("thirty clusters cost %s", thirty)
	}
	for file, blueprints := range map[string][]string{"matrix": {"fargate", "ec2", "eks"}, "questions": {"fargate"}} {
		text, err := fs.ReadFile(Embedded(), "comparisons/deployment/"+file+".yaml")
		if err != nil {
			t.Fatal(err)
		}
		costs.text = string(text)
		for _, blueprint := range blueprints {
			costs.want("public addresses cost about $" + whole(costs.estimate(blueprint, idle)))
		}
	}
	claims, err := fs.ReadFile(Embedded(), "claims/2-platforms.yaml")
	if err != nil {
		t.Fatal(err)
	}
	costs.text = string(claims)
	costs.want("with a load balancer and public addresses cost about $" + whole(costs.estimate("fargate", idle)))
	monolith := figuresOf(t, "modular-monolith")
	monolith.want("load balancer are " + costs.bill("ec2", idle) + " a month")
	monolith.want("on Fargate " + costs.bill("fargate-monolith", idle))
}

// The bills at rest, and of fewer services, in the article on clusters.
func TestClustersInArticle(t *testing.T) {
	f := figuresOf(t, "managed-kubernetes")
	row, idle := "| none |", f.load("requests=0")
	for _, id := range strings.Fields("fargate-services eks eks-auto gke-autopilot aks-automatic") {
		row += " " + f.bill(id, idle) + " |"
	}
	f.want(row)
	of := func(services int) cost.Load { return f.load(fmt.Sprintf("requests=0 services=%d", services)) }
	for _, n := range []int{8, 9} {
		if less := f.estimate("fargate-services", of(n)) < f.estimate("eks", of(n)); less != (n == 8) {
			t.Errorf("%d services cost %s on Fargate and %s on EKS", n, f.bill("fargate-services", of(n)), f.bill("eks", of(n)))
		}
	}
	f.want("The order turns at eight services against nodes of your own; with three, Fargate costs about $" +
		whole(f.estimate("fargate-services", of(3))) + " idle, less than any line here.")
	for _, id := range strings.Fields("eks eks-auto gke-autopilot aks-automatic") {
		if f.estimate("fargate-services", of(3)) >= f.estimate(id, of(10)) {
			t.Errorf("three services on Fargate cost more than ten on %s", id)
		}
	}
	recalled := map[string]bool{}
	for _, id := range strings.Fields("fargate-services eks eks-auto gke-autopilot aks-automatic") {
		e, err := f.model.Estimate(id, of(10))
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range e.Bill.Lines {
			if line.AsOf > "2026-11-29" {
				t.Errorf("%s: a price of %s", line.Item, line.AsOf)
			}
			if line.Status == "unverified" && line.Quantity.Cmp(cost.Whole(1)) > 0 {
				recalled[line.Item] = true
			}
		}
	}
	if f.want("One was recalled and not read: the fixed price of Microsoft's load balancer"); !maps.Equal(recalled, map[string]bool{"azure-lb-hours": true}) {
		t.Errorf("recalled are %v", recalled)
	}
}

// Where in its range the bill of Cloud Run lies, by the article.
func TestRangesInArticle(t *testing.T) {
	f := figuresOf(t, "costs")
	f.want("the upper end of its range at low load, where requests rarely overlap, and the lower end at high load")
	for _, requests := range strings.Fields("100000 1000000 10000000 30000000 300000000") {
		e, err := f.model.Estimate("cloud-run", f.load("requests="+requests))
		if err != nil || e.Range == nil {
			t.Fatal(err, e.Range)
		}
		switch end := map[string]cost.Cents{"30000000": -1, "300000000": e.Range.Low}[requests]; {
		case end == -1:
			f.want("At 30 million it goes from $" + e.Range.Low.Text() + " when they overlap as much as an instance takes to $" + e.Range.High.Text())
		case end == 0 && e.Bill.Total != e.Range.High, end > 0 && e.Bill.Total != end:
			t.Errorf("%s requests: %s of %v", requests, e.Bill.Total.Text(), e.Range)
		}
	}
}

// Two kilobytes of logs for each request, as the cost model counts them.
func TestLogsInArticles(t *testing.T) {
	costs, seeing := figuresOf(t, "costs"), figuresOf(t, "observability-and-testing")
	added := func(requests string) cost.Cents {
		return costs.estimate("lambda-x86", costs.load("logs=2 requests="+requests)) - costs.estimate("lambda-x86", costs.load("requests="+requests))
	}
	costs.want("5.7 GB at 3 million requests and $" + added("3000000").Text() + " to take in")
	costs.want("At 300 million they are $" + whole(added("300000000")) + ", nearly half of the Lambda bill")
	if bill := costs.estimate("lambda-x86", costs.load("requests=300000000")); 2*added("300000000") > bill || 5*added("300000000") < 2*bill {
		t.Errorf("logs cost %s beside %s", added("300000000").Text(), bill.Text())
	}
	seeing.want("100 million requests are 191 GB, which is $" + whole(added("100000000")) + " a month on the first two")
}

// The prices of hosts are far enough from each other that an hour of work may be worth less than the
// difference, and two hours may not.
func TestHostsInArticle(t *testing.T) {
	f := figuresOf(t, "application-platforms")
	f.want("| Cloud Run | any size | " + f.bill("cloud-run", f.load("requests=0")) + " |")
	f.want("cost between nothing and $113 a month idle")
	f.want("Two hours of work each month cost more than the difference between any two lines.")
	if dearest := f.estimate("app-service", f.load("requests=0")); whole(dearest) != "113" || dearest <= 75_00 || dearest >= 2*75_00 {
		t.Errorf("App Service costs %s", dearest.Text())
	}
}

// The range of a bill that waits for tokens.
func TestRangeInArticle(t *testing.T) {
	f := figuresOf(t, "ai-workloads")
	e, err := f.model.Estimate("cloud-run", f.load("duration=20000 waiting=98 concurrency=50 requests=100000"))
	if err != nil || e.Range == nil {
		t.Fatal(err, e.Range)
	}
	f.want("it lies between $" + e.Range.Low.Text() + " and $" + e.Range.High.Text())
}

// The bills of databases in their article: what a choice adds to a bill.
func TestDatabasesInArticle(t *testing.T) {
	f := figuresOf(t, "data-stores")
	added := func(choice, requests string) string {
		with, without := f.load("database="+choice+" requests="+requests), f.load("requests="+requests)
		return "$" + (f.estimate("lambda-x86", with) - f.estimate("lambda-x86", without)).Text()
	}
	for _, requests := range strings.Fields("3,000,000 30,000,000 100,000,000") {
		n := strings.ReplaceAll(requests, ",", "")
		f.want("| " + requests + " | " + added("key-value", n) + " | " + added("small", n) + " | " + added("medium", n) + " | " +
			added("serverless", n) + " |")
	}
	f.want("| none | $0.00 | " + added("small", "0") + " | " + added("medium", "0") + " |")
	f.want("| 300,000,000 | " + added("key-value", "300000000") + " |")
	three := f.estimate("lambda-x86", f.load("database=small requests=0 environments=3"))
	f.want("a small database is $" + three.Text() + " before anybody calls")
	f.want("Ten small servers with standbys are $" + (10 * (f.estimate("lambda-x86", f.load("database=small requests=0")))).Text() +
		" a month")
	costs := figuresOf(t, "costs")
	costs.want("costs " + added("medium", "0") + " a month with its standby")
	costs.want("are " + added("key-value", "3000000") + " at 3 million requests")
}

// The crossings that the article on costs prints, in millions of requests.
func TestCrossingsInArticle(t *testing.T) {
	f := figuresOf(t, "costs")
	axis := cost.Axis{Field: "requests", From: cost.Whole(1), To: cost.Whole(10_000_000_000)}
	for row, load := range map[string]string{
		"as above":            "",
		"even load, no peaks": "peak=1",
		"20 ms with 256 MB instead of 120 ms with 512 MB":                      "duration=20 memory=256",
		"used 8 hours a day":                                                   "hours=8",
		"four environments instead of one":                                     "environments=4",
		"each request takes 1 s, 95% of it waiting; 40 at once":                "duration=1000 waiting=95 concurrency=40",
		"peaks of 20 times the average":                                        "peak=20",
		"500 ms of pure computing on a whole processor, one request at a time": "duration=500 waiting=0 memory=1769 concurrency=1",
	} {
		found, err := f.model.BreakEven("lambda-x86", "fargate", f.load(load), axis, cost.Uncertain)
		if err != nil {
			t.Fatal(err)
		}
		f.want("| " + row + " | " + crossing(found))
		if len(found) == 0 {
			f.want("nowhere up to 10 billion when each request computes for half a second on a processor of its own")
		}
		if load == "" {
			f.oneRange(found[0])
			if f.want(fmt.Sprintf("from %s million requests up to any load", millions(found[0].Low, 0))); !found[0].HighOpen {
				t.Errorf("the range ends at %s", found[0].High)
			}
		}
	}
}

// The crossings with the same front door, network and redundancy for both, and
// where only the functions have a gateway.
func TestChoicesInArticle(t *testing.T) {
	f := figuresOf(t, "costs")
	axis := cost.Axis{Field: "requests", From: cost.Whole(1), To: cost.Whole(10_000_000_000)}
	for row, choice := range map[string]string{
		"the platform's own address, public network, two of everything": "front=own network=public availability=two",
		"an HTTP API or a REST API in front":                            "front=rest-api",
		"a load balancer in front of both":                              "front=balancer",
		"a private network with a NAT gateway in each zone":             "network=nat",
		"no addresses and gateways counted":                             "network=none",
		"one of everything instead of two":                              "availability=one",
	} {
		found, err := f.model.BreakEven("lambda-x86", "fargate", f.load(choice), axis, cost.Uncertainty{})
		if err != nil {
			t.Fatal(err)
		}
		f.want("| " + row + " | " + crossing(found))
	}
	requests, _ := cost.FieldOf("requests")
	for _, tt := range []struct {
		functions, containers string
		from, to              uint64 // millions, around where the lines meet
	}{
		{"front=http-api", "", 20, 150}, {"front=rest-api", "", 4, 40}, {"", "network=nat", 150, 1000},
	} {
		functions, containers := f.load(tt.functions), f.load(tt.containers)
		var first, last uint64 // in thousands of requests
		for n := tt.from * 1000; n < tt.to*1000; n += 1 + n/1000 {
			at := cost.Whole(n * 1000)
			cheaper := f.estimate("fargate", requests.With(containers, at)) < f.estimate("lambda-x86", requests.With(functions, at))
			if cheaper && first == 0 {
				first = n
			}
			if !cheaper {
				last = n
			}
		}
		f.want(fmt.Sprintf("%d to %d million", (first+500)/1000, (last+500)/1000))
	}
}

// oneRange wants the break-even of functions and containers as the same range in the
// article, in its drawing and in the profile of functions.
func (f figures) oneRange(c cost.Crossing) {
	f.Helper()
	said := "above " + millions(c.Low, 0) + " million requests a month, likely "
	likely := "about " + millions(c.At, 0) + " million"
	for _, file := range []string{"articles/costs.md", "diagrams/cost-shape.svg", "comparisons/deployment/profiles/functions.yaml"} {
		text, err := fs.ReadFile(Embedded(), file)
		if err != nil {
			f.Fatal(err)
		}
		if !strings.Contains(string(text), said+likely) && !strings.Contains(string(text), said+"at "+likely) {
			f.Errorf("%s lacks %q", file, said+likely)
		}
	}
}

func crossing(found []cost.Crossing) string {
	if len(found) == 0 {
		return "not up to 10 billion |"
	}
	first, last := millions(found[0].At, 1), millions(found[len(found)-1].At, 1)
	if first == last {
		return first + " million"
	}
	return first + " to " + last + " million"
}

// whole formats a sum without its cents, as in "about 12 dollars".
func whole(c cost.Cents) string { return fmt.Sprintf("%d", (c+50)/100) }

func millions(q cost.Quantity, decimals int) string { return q.Over(1_000_000).Rounded(decimals) }
