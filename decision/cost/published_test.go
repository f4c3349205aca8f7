package cost_test

import "crossroads/decision/cost"

const (
	frankfurt = "aws-eu-central-1"
	singapore = "aws-ap-southeast-1"
)

// published are bills and estimates of several services, published with their arithmetic;
// each names its source and date. The parts of a real bill, of an account in Singapore in
// May 2025, and Infracost's estimates also check prices read there; the others were
// published independently of our prices.
var published = []oracle{
	// github.com/rahmat-ullah/DocParser, sample_full_document.md, commit d890afd: a bill of AWS of 2025-05-31.
	{id: "a bill of Singapore: servers, disks, NAT gateway and addresses", sheet: singapore,
		components: []cost.Component{item("nat-hours", "106"), item("nat-gb", "301.134"), item("ec2-t3-medium", "169.348"),
			item("disk-gb", "363.772"), item("ipv4-hours", "12,604.376")},
		lines: []string{"nat-hours 6.25", "nat-gb 17.77", "ec2-t3-medium 8.94", "disk-gb 34.92", "ipv4-hours 63.02"},
		total: "130.90"},
	{id: "the same bill: containers, balancer, images, logs and secrets", sheet: singapore,
		components: []cost.Component{item("fargate-cpu-x86", "364.673"), item("fargate-memory-x86", "729.347"),
			item("alb-hours", "838"), item("image-gb", "119.357"), item("logs-gb", "0.975"), item("secret", "1.986")},
		lines: []string{"fargate-cpu-x86 18.44", "fargate-memory-x86 4.03", "alb-hours 21.12", "image-gb 11.94",
			"logs-gb 0.68", "secret 0.79"}, total: "57.00"},
	{id: "the same bill: databases, files and traffic between zones", sheet: singapore,
		components: []cost.Component{item("postgres-small", "1480"), item("postgres-small", "555.252"),
			item("postgres-gb", "119.382"), item("postgres-gb", "14.926"),
			item("object-gb", "14.045"), item("object-reads", "67,069"), item("zone-gb", "177.483")},
		lines: []string{"postgres-small 113.97", "postgres-gb 18.53", "object-gb 0.35", "object-reads 0.03", "zone-gb 3.55"},
		total: "136.43",
		trap:  "what stands in two zones is printed at twice the price, and traffic between zones at half of it, in each direction"},
	// github.com/larkintuckerllc/starter-kit, cost-details/README.md: cluster, two nodes, two NAT gateways, a balancer.
	{id: "EKS starter kit", sheet: aws,
		components: []cost.Component{&cost.NAT{Count: q("2"), Hours: q("730")}, &cost.EKS{Hours: q("730")},
			&cost.EC2{Type: "t3.medium", Count: q("2"), Hours: q("730")}, &cost.ALB{Hours: q("730")}},
		lines: []string{"nat-hours 65.70", "eks-cluster 73.00", "ec2-t3-medium 60.74", "alb-hours 16.43"}, total: "215.87",
		trap: "printed for one gateway and one node"},
	// appropri8-astro.pages.dev, "Deploying a simple API on AWS", 2025-12-02: 2 million requests of 200 ms with 512 MB.
	{id: "HTTP API with a function, in the first year", sheet: aws, flags: cost.Flags{FreeTier: true, FirstYear: true},
		components: []cost.Component{&cost.Lambda{Requests: q("2,000,000"), Duration: q("200"), Memory: q("512")},
			&cost.HTTPAPI{Requests: q("2,000,000")}},
		lines: []string{"lambda-requests 0.20", "lambda-duration-x86 0.00", "http-api-requests 1.00"}, total: "1.20",
		trap: "free tier of the first year"},
	// github.com/codeurjc-students/2019-ServerlessVsExpress, sections/CostEstimation, of 2019.
	{id: "two million short calls", sheet: aws,
		components: []cost.Component{&cost.Lambda{Requests: q("2,000,000"), Duration: q("500"), Memory: q("128")}},
		lines:      []string{"lambda-duration-x86 2.08", "lambda-requests 0.40"}, total: "2.48",
		trap: "at the rate of then, a 5,000th higher"},
	// github.com/tifandotme/actual-terraform, COSTS.md: a day without a pause, 1 vCPU and 0.5 GiB in Singapore.
	{id: "Cloud Run for 24 hours in a region of tier 2", sheet: seoul, flags: cost.Flags{Rounding: cost.RoundTotal},
		components: []cost.Component{&cost.CloudRun{Busy: q("86,400"), VCPU: q("1"), Memory: q("0.5")}}, total: "3.05"},
	// github.com/IndrajitFED/PrepLyft, GCP_COST_BREAKDOWN.md: a back end for a thousand users.
	{id: "Cloud Run with what it sends", sheet: google,
		components: []cost.Component{&cost.CloudRun{Requests: q("100,000"), Busy: q("7,200"), VCPU: q("1"), Memory: q("2")},
			&cost.Transfer{GB: q("1")}},
		lines: []string{"cloud-run-request-cpu 0.17", "cloud-run-request-memory 0.04", "cloud-run-requests 0.04",
			"transfer-out 0.12"}, total: "0.37"},
	// basavytix.com/blog/aws-nat-gateway-pricing, scenarios 1 and 3.
	{id: "one NAT gateway with 500 GB", sheet: aws, components: []cost.Component{&cost.NAT{Hours: q("730"), GB: q("500")}},
		lines: []string{"nat-hours 32.85", "nat-gb 22.50"}, total: "55.35"},
	{id: "three NAT gateways with 20 TB", sheet: aws, components: []cost.Component{&cost.NAT{Count: q("3"), Hours: q("730"), GB: q("20,480")}},
		lines: []string{"nat-hours 98.55", "nat-gb 921.60"}, total: "1020.15", trap: "1 TB = 1,024 GB"},
	// linkedin.com/pulse, "Amazon DynamoDB Pricing Explained": 650,000 writes and 550,000 reads a month.
	{id: "DynamoDB of an analytics application", sheet: aws, components: []cost.Component{item("key-value-writes", "650,000"),
		item("key-value-reads", "550,000")},
		lines: []string{"key-value-writes 0.41", "key-value-reads 0.07"}, total: "0.48"},
	// gist.github.com/ranchodeluxe/c9ba4c0a0aa9c4b54b75e833cc4f51e3, an export of AWS's calculator of 2023-03-29: 50 tasks
	// a day of three hours with 16 GB and 200 GB of disk, a registry that sends 1 TB, five secrets.
	{id: "tasks of a data pipeline, registry and secrets", sheet: aws, flags: cost.Flags{Rounding: cost.RoundTotal},
		components: []cost.Component{item("fargate-cpu-x86", "18,250"), item("fargate-memory-x86", "73,000"),
			item("fargate-ephemeral", "821,250"), item("image-gb", "50"), &cost.Transfer{GB: q("1024")}, item("secret", "5")},
		lines: []string{"image-gb 5.00", "transfer-out 92.16", "secret 2.00"}, total: "1253.56",
		trap: "1,154.40 for the tasks, of 4 vCPU by that sum, and 97.16 for the registry with what it sends"},
	// Infracost at commit 95ba4f49, cloud_run_v2_service_test.golden and three files of Azure.
	{id: "two services on Cloud Run, one billed by instance", sheet: seoul,
		components: []cost.Component{&cost.CloudRun{Billing: "instance", Busy: q("5,256,000"), VCPU: q("1"), Memory: q("0.5")},
			&cost.CloudRun{Requests: q("500,000"), Busy: q("1,800,000"), VCPU: q("1"), Memory: q("0.5")}},
		lines: []string{"cloud-run-instance-cpu 113.53", "cloud-run-instance-memory 6.31", "cloud-run-request-cpu 60.48",
			"cloud-run-request-memory 3.15", "cloud-run-requests 0.20"}, total: "183.67"},
	{id: "AKS cluster with two machines and a small PostgreSQL server", sheet: azure,
		components: []cost.Component{item("aks-cluster", "730"), item("azure-lb-gb", "100"), item("azure-d2s-v3", "730"),
			item("azure-d2s-v3", "100"), item("postgres-small", "730")},
		lines: []string{"aks-cluster 73.00", "azure-lb-gb 0.50", "azure-d2s-v3 79.68", "postgres-small 12.41"}, total: "165.59"},
	{id: "what is sent from Frankfurt", sheet: frankfurt, components: []cost.Component{&cost.Transfer{GB: q("157,000")}},
		lines: []string{"transfer-out#1 921.60", "transfer-out#2 3481.60", "transfer-out#3 7168.00", "transfer-out#4 170.00"}},
	{id: "what is sent from Singapore", sheet: singapore, components: []cost.Component{&cost.Transfer{GB: q("157,000")}},
		lines: []string{"transfer-out#1 1228.80", "transfer-out#2 3481.60", "transfer-out#3 8396.80", "transfer-out#4 272.00"}},
}
