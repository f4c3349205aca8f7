package cost_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"crossroads/content"
	"crossroads/decision/cost"
)

// shipped returns the price sheets built into the program.
var shipped = sync.OnceValue(func() []cost.Sheet {
	lib, err := content.Load(content.Embedded())
	if err != nil {
		panic(err)
	}
	return lib.Prices
})

func sheet(t testing.TB, id string) *cost.Sheet {
	t.Helper()
	s, ok := cost.NewModel(shipped()).Sheet(id)
	if !ok {
		t.Fatalf("no price sheet %s", id)
	}
	return s
}

// q reads a quantity; commas group digits.
func q(text string) cost.Quantity {
	quantity, err := cost.ParseQuantity(strings.ReplaceAll(text, ",", ""))
	if err != nil {
		panic(err)
	}
	return quantity
}

// raw is a usage entered directly.
type raw struct{ item, quantity string }

// oracle is a published example with its lines.
type oracle struct {
	id, sheet  string
	components []cost.Component
	raw        []raw
	flags      cost.Flags
	lines      []string // "item amount", in any order; "item#2 amount" is a line's second tier
	total      string
	trap       string // what has to be known to reproduce it
}

const (
	aws    = "aws-us-east-1"
	google = "google-tier1"
	azure  = "azure"
	seoul  = "google-tier2"
)

var (
	free    = cost.Flags{FreeTier: true}
	noFree  = cost.Flags{}
	million = q("1,000,000")
)

// providers are examples from the providers' pricing pages.
var providers = []oracle{
	{id: "L1 mobile backend", sheet: aws, flags: free,
		components: []cost.Component{&cost.Lambda{Requests: q("3,000,000"), Duration: q("120"), Memory: q("1536")}},
		lines:      []string{"lambda-duration-x86 2.33", "lambda-requests 0.40"}, total: "2.73", trap: "free tier"},
	{id: "L2 telemetry", sheet: aws, flags: noFree,
		components: []cost.Component{&cost.Lambda{Requests: q("7,440,000"), Duration: q("2000"), Memory: q("1024")}},
		lines:      []string{"lambda-duration-x86 248.00", "lambda-requests 1.49"}, total: "249.49",
		trap: "no free tier, month of 31 days"},
	{id: "L4 provisioned concurrency", sheet: aws, flags: free,
		components: []cost.Component{&cost.Lambda{Requests: q("2,500,000"), Duration: q("120"), Memory: q("1536"),
			Provisioned: &cost.Provisioned{Environments: q("100"), Hours: q("8"), Requests: q("500,000"), Duration: q("100")}}},
		lines: []string{
			"lambda-provisioned-x86 18.00", "lambda-requests 0.40", "lambda-provisioned-duration-x86 0.73", "lambda-duration-x86 0.83",
		},
		total: "19.96", trap: "free tier on requests and on what runs beside provisioned concurrency"},
	{id: "L6 SnapStart", sheet: aws, flags: noFree,
		components: []cost.Component{&cost.Lambda{Requests: q("7,440,000"), Duration: q("2000"), Memory: q("1024")}},
		raw:        []raw{{"lambda-snapstart-cache", "2,678,400"}, {"lambda-snapstart-restore", "74,400"}},
		lines:      []string{"lambda-snapstart-cache 4.03", "lambda-snapstart-restore 10.40"}, total: "263.92", trap: "month of 31 days"},
	{id: "L7 response streaming", sheet: aws, flags: cost.Flags{FreeTier: true, Except: []string{"lambda-streamed"}},
		components: []cost.Component{
			&cost.Lambda{Requests: q("2,000,000"), Duration: q("500"), Memory: q("1536"), Streamed: q("100")},
			&cost.Lambda{Requests: q("1,000,000"), Duration: q("500"), Memory: q("1536"), Streamed: q("7168")}},
		lines: []string{"lambda-duration-x86 30.83", "lambda-requests 0.40", "lambda-streamed 7.81"}, total: "39.04",
		trap: "free tier but for streaming, 1 GB = 1,024 MB"},
	{id: "L8 Kafka poller, compute and poller lines", sheet: aws, flags: cost.Flags{FreeTier: true},
		components: []cost.Component{&cost.Lambda{Requests: q("30,000,000"), Duration: q("2000"), Memory: q("1024")}},
		raw:        []raw{{"lambda-poller-kafka", "800"}},
		lines:      []string{"lambda-duration-x86 993.34", "lambda-poller-kafka 148.00"},
		trap:       "the page charges twice the requests it states, so neither its request line nor its total is an oracle; it cuts $993.34 to $993.3"},
	{id: "L9 SQS poller", sheet: aws, flags: noFree,
		components: []cost.Component{&cost.Lambda{Requests: q("30,000,000"), Duration: q("1000"), Memory: q("1024")}},
		raw:        []raw{{"lambda-poller-sqs", "8,000"}},
		lines:      []string{"lambda-duration-x86 500.00", "lambda-requests 6.00", "lambda-poller-sqs 74.00"}, total: "580.00",
		trap: "month of 30 days"},
	{id: "L10 Lambda@Edge", sheet: aws, flags: noFree,
		raw:   []raw{{"lambda-edge-requests", "10,000,000"}, {"lambda-edge-duration", "12,500"}},
		lines: []string{"lambda-edge-duration 0.63", "lambda-edge-requests 6.00"}, total: "6.63"},
	{id: "L12 durable functions", sheet: aws, flags: free,
		raw: []raw{{"lambda-duration-arm", "32,000,000"}, {"lambda-requests", "2,000,000"}, {"lambda-durable-operations", "4,000,000"},
			{"lambda-durable-written", "104"}, {"lambda-durable-kept", "72.8"}},
		lines: []string{
			"lambda-duration-arm 421.34", "lambda-requests 0.20", "lambda-durable-operations 32.00", "lambda-durable-written 26.00",
			"lambda-durable-kept 10.92",
		},
		total: "490.46", trap: "free tier, 1 GB = 1,000,000 KB"},
	{id: "L13 tenant isolation", sheet: aws, flags: cost.Flags{Rounding: cost.RoundLinesUp},
		components: []cost.Component{&cost.Lambda{Requests: q("10,000,000"), Duration: q("2000"), Memory: q("1024")}},
		raw:        []raw{{"lambda-tenant-environment", "200,000"}},
		lines:      []string{"lambda-requests 2.00", "lambda-duration-x86 333.34", "lambda-tenant-environment 33.40"}, total: "368.74",
		trap: "the page rounds $333.334 up"},
	{id: "L14 MicroVMs", sheet: aws, flags: cost.Flags{Rounding: cost.RoundTotal},
		raw: []raw{{"lambda-microvm-cpu", "18,000,000"}, {"lambda-microvm-memory", "36,000,000"}, {"lambda-microvm-cpu", "13,500,000"},
			{"lambda-microvm-memory", "27,000,000"}, {"lambda-microvm-write", "24,000"}, {"lambda-microvm-read", "24,000"},
			{"lambda-microvm-read", "4,000"}, {"lambda-microvm-storage", "10"}, {"lambda-microvm-storage", "30.5555555555556"}},
		lines: []string{"lambda-microvm-write 91.20", "lambda-microvm-read 43.40", "lambda-microvm-storage 3.24"}, total: "1241.22",
		trap: "the page adds before it rounds; month of 720 hours"},
	{id: "F1 five tasks", sheet: aws,
		components: []cost.Component{&cost.Fargate{Runs: q("150"), Seconds: q("600"), VCPU: q("1"), Memory: q("2"), Ephemeral: q("30")}},
		lines:      []string{"fargate-cpu-x86 1.01", "fargate-memory-x86 0.22", "fargate-ephemeral 0.03"}, total: "1.26"},
	{id: "F5 five tasks all month, at the rate of an hour", sheet: aws,
		components: []cost.Component{&cost.Fargate{Runs: q("5"), Seconds: q("2628000"), VCPU: q("1"), Memory: q("2")}},
		lines:      []string{"fargate-cpu-x86 147.75", "fargate-memory-x86 32.45"}, total: "180.20",
		trap: "the rate of a second is that of an hour, rounded"},
	{id: "F4 Windows tasks", sheet: aws,
		components: []cost.Component{&cost.Fargate{Platform: "windows", Runs: q("300"), Seconds: q("3600"), VCPU: q("1"), Memory: q("2")}},
		lines:      []string{"fargate-cpu-windows 27.45", "fargate-windows-licence 13.80", "fargate-memory-windows 6.00"}, total: "47.25"},
	{id: "G1 HTTP API", sheet: aws, components: []cost.Component{&cost.HTTPAPI{Requests: q("432,000,000")}},
		lines: []string{"http-api-requests#1 300.00", "http-api-requests#2 118.80"}, total: "418.80"},
	{id: "G2 REST tiers", sheet: aws, components: []cost.Component{&cost.RESTAPI{Requests: q("1,000,000,000")}},
		lines: []string{"rest-api-requests#1 1165.50", "rest-api-requests#2 1867.60"}, total: "3033.10"},
	{id: "W1", sheet: "cloudflare", components: []cost.Component{&cost.Worker{Requests: q("15,000,000"), CPU: q("7")}},
		lines: []string{"workers-plan 5.00", "workers-requests 1.50", "workers-cpu 1.50"}, total: "8.00"},
	{id: "W2 static files", sheet: "cloudflare",
		components: []cost.Component{&cost.Worker{Requests: q("15,000,000"), Static: q("12,000,000"), CPU: q("7")}},
		lines:      []string{"workers-plan 5.00", "workers-requests 0.00", "workers-cpu 0.00"}, total: "5.00"},
	{id: "W3 hourly", sheet: "cloudflare", components: []cost.Component{&cost.Worker{Requests: q("720"), CPU: q("180,000")}},
		lines: []string{"workers-plan 5.00", "workers-requests 0.00", "workers-cpu 1.99"}, total: "6.99"},
	{id: "Z classic example of the pricing page", sheet: "azure", flags: free,
		components: []cost.Component{&cost.AzureFunction{Executions: q("3,000,000"), Duration: q("1000"), Memory: q("512")}},
		lines:      []string{"azure-functions-duration 17.60", "azure-functions-executions 0.40"}, total: "18.00", trap: "free grant"},
	{id: "Z4 an hour of units", sheet: "azure",
		components: []cost.Component{&cost.AzureFunction{Executions: q("6,500,012"), Units: q("90,305,037,184")}},
		lines:      []string{"azure-functions-executions 1.30", "azure-functions-duration 1.41"}, total: "2.71"},
	{id: "R1 idle minimum instance", sheet: seoul,
		components: []cost.Component{&cost.CloudRun{Idle: q("2,628,000"), VCPU: q("1"), Memory: q("0.5")}}, total: "13.80"},
	{id: "R2 always on", sheet: seoul, flags: cost.Flags{Rounding: cost.RoundTotal},
		components: []cost.Component{&cost.CloudRun{Billing: "instance", Busy: q("2,628,000"), VCPU: q("1"), Memory: q("0.5")}},
		total:      "59.92", trap: "added before rounding"},
	{id: "R3 worker pool", sheet: seoul, flags: cost.Flags{Rounding: cost.RoundTotal},
		raw: []raw{{"cloud-run-worker-cpu", "2,628,000"}, {"cloud-run-worker-memory", "1,314,000"}}, total: "37.41",
		trap: "printed as $37.4"},
}

// estimators are lines from Infracost's golden files (no free tier) and figures published
// by practitioners.
var estimators = []oracle{
	{id: "I1", sheet: aws, components: []cost.Component{&cost.Lambda{Requests: q("100,000"), Duration: q("350"), Memory: q("512")}},
		lines: []string{"lambda-requests 0.02", "lambda-duration-x86 0.29"}},
	{id: "I2", sheet: aws,
		components: []cost.Component{&cost.Lambda{Arm: true, Requests: q("100,000"), Duration: q("350"), Memory: q("512")}},
		lines:      []string{"lambda-requests 0.02", "lambda-duration-arm 0.23"}},
	{id: "I3", sheet: aws, components: []cost.Component{&cost.Lambda{Requests: q("100,000"), Duration: q("350"), Memory: q("128")}},
		lines: []string{"lambda-requests 0.02", "lambda-duration-x86 0.07"}},
	{id: "I4", sheet: aws, components: []cost.Component{&cost.Lambda{Requests: q("6,000,000,000"), Duration: q("1024"), Memory: q("512")}},
		lines: []string{"lambda-requests 1200.00", "lambda-duration-x86 51200.10"}},
	{id: "I7", sheet: aws,
		components: []cost.Component{&cost.Lambda{Arm: true, Requests: q("11,250,000,000"), Duration: q("1024"), Memory: q("1024")}},
		lines:      []string{"lambda-requests 2250.00", "lambda-duration-arm#1 100000.50", "lambda-duration-arm#2 48240.40"}},
	{id: "I9", sheet: aws, components: []cost.Component{&cost.Lambda{Arm: true, Memory: q("512"),
		Provisioned: &cost.Provisioned{Environments: q("50"), Hours: q("100"), Requests: q("10,000,000"), Duration: q("350")}}},
		lines: []string{"lambda-provisioned-arm 30.00", "lambda-provisioned-duration-arm 13.61", "lambda-requests 2.00"}, total: "45.61"},
	{id: "I10", sheet: aws, components: []cost.Component{&cost.RESTAPI{Requests: q("21,000,000,000")}},
		lines: []string{
			"rest-api-requests#1 1165.50", "rest-api-requests#2 1867.60", "rest-api-requests#3 45220.00", "rest-api-requests#4 1510.00",
		}, total: "49763.10"},
	{id: "I11", sheet: aws, components: []cost.Component{&cost.HTTPAPI{Requests: q("1,000,000,000")}},
		lines: []string{"http-api-requests#1 300.00", "http-api-requests#2 630.00"}},
	{id: "I12", sheet: aws, components: []cost.Component{&cost.WebSocketAPI{Messages: q("1,500,000,000"), Minutes: q("10,000,000")}},
		lines: []string{"websocket-messages#1 1000.00", "websocket-messages#2 400.00", "websocket-minutes 2.50"}},
	{id: "I13", sheet: aws, components: []cost.Component{&cost.ALB{Hours: q("730"), LCU: q("1.3698")}},
		lines: []string{"alb-hours 16.43", "alb-lcu 8.00"}},
	{id: "I14", sheet: aws,
		components: []cost.Component{&cost.Fargate{Runs: q("1"), Seconds: q("2,628,000"), VCPU: q("1"), Memory: q("2")}},
		lines:      []string{"fargate-cpu-x86 29.55", "fargate-memory-x86 6.49"}},
	{id: "I16", sheet: aws, components: []cost.Component{&cost.EKS{Hours: q("730")}, &cost.EKS{Hours: q("730"), Extended: true}},
		lines: []string{"eks-cluster 73.00", "eks-cluster-extended 438.00"}},
	{id: "I17", sheet: aws, components: []cost.Component{&cost.StepFunctions{Transitions: q("10,000")}}, total: "0.25"},
	{id: "I18", sheet: aws, components: []cost.Component{&cost.StepFunctions{Requests: q("100,000"), Duration: q("123")}},
		lines: []string{"step-functions-express-requests 0.10", "step-functions-express-duration 0.02"}},
	{id: "I20", sheet: aws,
		components: []cost.Component{&cost.StepFunctions{Requests: q("100,000,000"), Duration: q("801"), Memory: q("1200")}},
		lines: []string{"step-functions-express-requests 100.00", "step-functions-express-duration#1 60.01",
			"step-functions-express-duration#2 119.95", "step-functions-express-duration#3 405.27"}},
	{id: "I21", sheet: aws, components: []cost.Component{&cost.SQS{Requests: q("2,000,000")}, &cost.SQS{FIFO: true, Requests: million}},
		lines: []string{"sqs-standard 0.80", "sqs-fifo 0.50"}},
	{id: "I22", sheet: aws, components: []cost.Component{&cost.NAT{Hours: q("730"), GB: q("100")}},
		lines: []string{"nat-hours 32.85", "nat-gb 4.50"}},
	{id: "I24", sheet: seoul,
		components: []cost.Component{&cost.CloudRun{Billing: "instance", Busy: q("5,256,000"), VCPU: q("1"), Memory: q("0.5")}},
		lines:      []string{"cloud-run-instance-cpu 113.53", "cloud-run-instance-memory 6.31"}},
	{id: "I26", sheet: google, raw: []raw{{"cloud-functions-requests", "10,000,000"}, {"cloud-functions-cpu", "1,200,000"},
		{"cloud-functions-memory", "750,000"}, {"transfer-out", "100"}},
		lines: []string{"cloud-functions-requests 4.00", "cloud-functions-cpu 12.00", "cloud-functions-memory 1.88", "transfer-out 12.00"},
		total: "29.88"},
	{id: "I27", sheet: aws,
		components: []cost.Component{&cost.EC2{Type: "t3.medium", Hours: q("730")}, &cost.EC2{Type: "t3.large", Hours: q("730")},
			&cost.EC2{Type: "m5.large", Count: q("3"), Hours: q("730")}, &cost.EC2{Type: "m5.xlarge", Count: q("3"), Hours: q("730")}},
		lines: []string{"ec2-t3-medium 30.37", "ec2-t3-large 60.74", "ec2-m5-large 210.24", "ec2-m5-xlarge 420.48"}},
	{id: "data transfer", sheet: aws, components: []cost.Component{&cost.Transfer{GB: q("157,000")}},
		lines: []string{"transfer-out#1 921.60", "transfer-out#2 3481.60", "transfer-out#3 7168.00", "transfer-out#4 170.00"}},
	{id: "NLB", sheet: aws, components: []cost.Component{
		&cost.Other{Item: "nlb-hours", Quantity: q("730")},
	}, lines: []string{"nlb-hours 16.43"}},
	{id: "GKE cluster", sheet: google, raw: []raw{{"gke-cluster", "730"}}, total: "73.00"},
	{id: "Azure Premium EP3", sheet: "azure", raw: []raw{{"azure-premium-vcpu", "4"}, {"azure-premium-memory", "14"}},
		lines: []string{"azure-premium-vcpu 505.16", "azure-premium-memory 125.71"}},
	{id: "ip.labs", sheet: aws, components: []cost.Component{&cost.Lambda{Requests: million, Duration: q("200"), Memory: q("512")}},
		lines: []string{"lambda-requests 0.20", "lambda-duration-x86 1.67"}},
	{id: "Leyaa", sheet: aws, flags: free, components: []cost.Component{
		&cost.Lambda{Requests: q("3,000,000"), Duration: q("200"), Memory: q("512")},
	}, total: "0.40"},
}

func item(id, quantity string) cost.Component { return &cost.Other{Item: id, Quantity: q(quantity)} }

// bills are public estimates combined into one bill, to check that lines of several
// services come out and add up: Infracost's at commit 95ba4f49, and one from a project that
// published its arithmetic. Where prices were derived from an estimate, only the arithmetic
// is checked.
var bills = []oracle{
	{id: "GKE Autopilot with 10 vCPU and 50 GB", sheet: google,
		components: []cost.Component{item("gke-cluster", "730"), item("gke-autopilot-cpu", "7300"), item("gke-autopilot-memory", "36500")},
		lines:      []string{"gke-cluster 73.00", "gke-autopilot-cpu 324.85", "gke-autopilot-memory 179.67"}, total: "577.52"},
	{id: "Cloud NAT for four machines", sheet: google,
		components: []cost.Component{item("google-nat-hours", "2920"), item("google-nat-gb", "1000")},
		lines:      []string{"google-nat-hours 4.09", "google-nat-gb 45.00"}, total: "49.09"},
	{id: "Cloud SQL, 2 vCPU and 7.5 GB in two zones, 10 GB", sheet: google,
		components: []cost.Component{item("postgres-medium", "1460"), item("postgres-gb", "20")},
		lines:      []string{"postgres-medium 197.25", "postgres-gb 3.40"}, total: "200.65",
		trap: "printed as processors at 120.60 and memory at 76.65"},
	{id: "Cloud Functions with what they send", sheet: google,
		components: []cost.Component{
			item("cloud-functions-requests", "10,000,000"), item("cloud-functions-cpu", "1,200,000"),
			item("cloud-functions-memory", "750,000"), &cost.Transfer{GB: q("100")},
		},
		lines: []string{"cloud-functions-requests 4.00", "cloud-functions-cpu 12.00", "cloud-functions-memory 1.88", "transfer-out 12.00"},
		total: "29.88"},
	{id: "DynamoDB on demand with storage", sheet: aws,
		components: []cost.Component{
			item("key-value-reads", "8,000,000"), item("key-value-writes", "3,000,000"), item("key-value-gb", "230"),
		},
		lines: []string{"key-value-reads 1.00", "key-value-writes 1.88", "key-value-gb 57.50"}, total: "60.38"},
	{id: "PostgreSQL server and two secrets", sheet: aws,
		components: []cost.Component{item("postgres-medium", "730"), item("secret", "2")},
		lines:      []string{"postgres-medium 105.85", "secret 0.80"}, total: "106.65"},
	{id: "MySQL server in two zones with 400 GB", sheet: aws,
		components: []cost.Component{item("postgres-small", "1460"), item("postgres-gb", "800")},
		lines:      []string{"postgres-gb 92.00"},
		trap:       "for two zones the server is printed at 47.45, not at twice the 23.36 of one, so it is no oracle"},
	{id: "Aurora Serverless, log group and registry", sheet: aws,
		components: []cost.Component{
			item("postgres-serverless", "3650"), item("logs-gb", "1000"), item("image-gb", "1"), item("object-gb", "10,000"),
		},
		lines: []string{"postgres-serverless 438.00", "logs-gb 500.00", "image-gb 0.10", "object-gb 230.00"}, total: "1168.10"},
	{id: "NAT gateway, load balancer and disks", sheet: aws,
		components: []cost.Component{
			&cost.NAT{Hours: q("730"), GB: q("100")}, &cost.ALB{Hours: q("730"), LCU: q("1.3698")}, item("disk-gb", "40"),
		},
		lines: []string{"nat-hours 32.85", "nat-gb 4.50", "alb-hours 16.43", "alb-lcu 8.00", "disk-gb 3.20"}, total: "64.98"},
	{id: "EKS cluster with nodes", sheet: aws,
		components: []cost.Component{
			&cost.EKS{Hours: q("730")}, &cost.EC2{Type: "m5.xlarge", Count: q("3"), Hours: q("730")}, item("disk-gb", "40"),
		},
		lines: []string{"eks-cluster 73.00", "ec2-m5-xlarge 420.48", "disk-gb 3.20"}, total: "496.68"},
	{id: "AKS cluster of the Standard tier with an address", sheet: azure,
		components: []cost.Component{item("aks-cluster", "730"), item("azure-lb-gb", "100"), item("azure-d2s-v3", "100")},
		lines:      []string{"aks-cluster 73.00", "azure-lb-gb 0.50", "azure-d2s-v3 9.60"}, total: "83.10"},
	{id: "Application Gateway, basic", sheet: azure,
		components: []cost.Component{item("azure-gateway-hours", "730"), item("azure-gateway-units", "1460")},
		lines:      []string{"azure-gateway-hours 146.00", "azure-gateway-units 11.68"}, total: "157.68"},
	{id: "Azure NAT gateway and three App Service instances", sheet: azure,
		components: []cost.Component{
			item("azure-nat-hours", "730"), item("azure-nat-gb", "10"), item("app-service-p1v3", "2190"), item("app-service-b1", "730"),
		},
		lines: []string{"azure-nat-hours 32.85", "azure-nat-gb 0.45", "app-service-p1v3 339.45", "app-service-b1 12.41"}, total: "385.16"},
	{id: "Container app of 0.5 vCPU and 1 GiB all month", sheet: azure, flags: free,
		components: []cost.Component{item("container-apps-cpu", "1,314,000"), item("container-apps-memory", "2,628,000")},
		lines:      []string{"container-apps-cpu 27.22", "container-apps-memory 6.80"}, total: "34.02", trap: "with the free grant"},
}

// notCovered lists published examples that no test reproduces, with the reason.
var notCovered = map[string]string{
	"L3, L5":                   "not in our notes of the page",
	"L8 requests and total":    "inconsistent on the page itself",
	"L11 Managed Instances":    "rests on a savings plan; see TestOwnPrices, which brings those prices",
	"I5, I6, I8, I15, I19":     "not in our notes of the files",
	"I23, I25":                 "not in our notes of the files",
	"Villamizar 2016":          "the tables could not be read",
	"Eivy and Weinman 2017":    "the numbers could not be read",
	"Berkeley view 2019":       "ratios of applications, not bills",
	"baselime-workers bill":    "a bill before and after, without quantities",
	"comic-relief bill":        "a bill before and after, without quantities",
	"project-a-portfolio":      "a bill before and after, without quantities",
	"App Runner, Flex, GPU L4": "prices without a published example",
}

func TestPublishedExamples(t *testing.T) {
	for _, o := range slices.Concat(providers, estimators, bills, published) {
		t.Run(o.id, o.check)
	}
	t.Logf("%d published examples are not covered", len(notCovered))
}

func (o oracle) check(t *testing.T) {
	s := sheet(t, o.sheet)
	usages, err := cost.Usages(s, o.components...)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range o.raw {
		usages = append(usages, cost.Usage{Item: r.item, Quantity: q(r.quantity)})
	}
	bill, err := s.Bill(usages, o.flags)
	if err != nil {
		t.Fatal(err)
	}
	if len(o.lines) == 0 && o.total == "" {
		t.Fatal("nothing is expected")
	}
	if o.total != "" && bill.Total.String() != o.total {
		t.Errorf("total %s, published %s", bill.Total, o.total)
	}
	for _, want := range o.lines {
		item, amount, _ := strings.Cut(want, " ")
		if got := amountOf(bill, item); got != amount {
			t.Errorf("%s is %s, published %s", item, got, amount)
		}
	}
}

// amountOf returns the printed amount of a line, or of one of its tiers.
func amountOf(b cost.Bill, item string) string {
	item, tier, _ := strings.Cut(item, "#")
	for _, l := range b.Lines {
		switch {
		case l.Item != item:
		case tier == "":
			return l.Amount.String()
		case int(tier[0]-'1') < len(l.Charges):
			return l.Charges[tier[0]-'1'].Exact.Cents().String()
		}
	}
	return "missing"
}
