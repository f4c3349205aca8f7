package cost_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"crossroads/decision/cost"
)

// Prices are those of the region asked for, or none.
func TestRegion(t *testing.T) {
	l := load()
	l.Region = "asia"
	if e := estimate(t, "cloud-run", l); e.Bill.Sheet != "google-asia-southeast1" || e.Notes != nil {
		t.Errorf("sheet %s, notes %q", e.Bill.Sheet, e.Notes)
	}
	small := l
	small.Memory = q("128")
	if e := estimate(t, "workers", small); e.Notes != nil {
		t.Errorf("notes %q, though Cloudflare's prices hold everywhere", e.Notes)
	}
	if _, err := model().Estimate("app-service", l); !errors.Is(err, cost.ErrNoPrices) ||
		err.Error() != `One application on Azure App Service, Premium v3 in the region "asia": there are no prices of it` {
		t.Errorf("a region without prices gives %v", err)
	}
	for id, sheet := range map[string]string{"lambda-arm": singapore, "fargate": singapore, "ec2": singapore,
		"gke-autopilot": "google-asia-southeast1"} {
		if e := estimate(t, id, l); e.Bill.Sheet != sheet {
			t.Errorf("%s is priced in %s", id, e.Bill.Sheet)
		}
	}
	l.Region = "eu"
	if e := estimate(t, "cloud-run", l); e.Bill.Region != "europe-west3" {
		t.Errorf("Europe is priced in %s", e.Bill.Region)
	}
	if e := estimate(t, "lambda-x86", l); e.Bill.Region != "eu-central-1" || e.Bill.Total.String() != "6.17" { // 0.60 + 3.00 + 2.57
		t.Errorf("%s in %s", e.Bill.Total, e.Bill.Region)
	}
	l.Requests = cost.Quantity{}
	// 16.99 + 3.73 for two tasks, 19.71 + 14.60 for a balancer and four addresses
	if e := estimate(t, "fargate", l); e.Bill.Total.String() != "55.03" {
		t.Errorf("two idle tasks cost %s in Frankfurt", e.Bill.Total)
	}
	for _, id := range []string{"fargate-arm", "eks-auto", "gke-autopilot", "app-service"} {
		if _, err := model().Estimate(id, l); !errors.Is(err, cost.ErrNoPrices) {
			t.Errorf("%s has prices in Europe, or %v", id, err)
		}
	}
	if got := model().AreasOf("cloud-run", "workers"); !slices.Equal(got, []string{"asia", "eu", "japan", "korea", "us"}) {
		t.Errorf("areas %q", got)
	}
	l.Database = "small"
	lacks := "Amazon Web Services, Frankfurt has no price here for a small database: it is left out."
	// 70.08 for two t3.medium, 34.31 as above
	if e := estimate(t, "ec2", l); e.Bill.Total.String() != "104.39" || !slices.Contains(e.Notes, lacks) {
		t.Errorf("two idle servers cost %s in Frankfurt, with the notes %q", e.Bill.Total, e.Notes)
	}
	if got := model().AreasOf("cloud-run", "app-service"); !slices.Equal(got, []string{"us"}) {
		t.Errorf("areas %q", got)
	}
}

// Idle bills of regions, by hand. A line without a price there is named.
func TestIdleByRegion(t *testing.T) {
	for _, tt := range []struct{ region, blueprint, sheet, want, lacks string }{
		{"japan", "fargate", "aws-ap-northeast-1", "54.83", ""}, // 18.45 + 4.04 for two tasks, 17.74 + 14.60 around them
		{"korea", "fargate", "aws-ap-northeast-2", "51.75", ""}, // 16.99 + 3.73, 16.43 + 14.60
		{"japan", "ec2", "aws-ap-northeast-1", "111.76", ""},    // 79.42 for two t3.medium, 17.74 + 14.60
		{"korea", "cloud-run", seoul, "0.00", ""},               //
		{"japan", "cloud-run", "google-asia-northeast1", "0.00", ""},
		{"eu", "azure-vm", "azure-westeurope", "193.45", ""},                   // 175.20 for two D2s v3, 18.25 for a load balancer
		{"eu", "google-vm", "google-europe-west3", "70.32", "a load balancer"}, // 63.02 for two e2-medium, 7.30 for addresses
		{"korea", "google-vm", seoul, "70.05", "a load balancer"},              // 62.75 and 7.30; so in Tokyo
		{"japan", "google-vm", "google-asia-northeast1", "70.05", "a load balancer"},
		{"asia", "google-vm", "google-asia-southeast1", "67.65", "a load balancer"}, // 60.35 and 7.30
	} {
		l := load("requests", "0")
		l.Region = tt.region
		e := estimate(t, tt.blueprint, l)
		if e.Bill.Sheet != tt.sheet || e.Bill.Total.String() != tt.want || strings.Join(e.Missing, ", ") != tt.lacks {
			t.Errorf("%s in %s: %s by %s, without %q", tt.blueprint, tt.region, e.Bill.Total, e.Bill.Sheet, e.Missing)
		}
	}
}

// A bill says which of its prices were recalled, in its notes, which every page, record and
// answer of the API shows; where all were read it says nothing.
func TestRecalledPricesAreNamed(t *testing.T) {
	for _, tt := range []struct{ region, blueprint, commitment, want string }{
		{"us", "fargate", "", ""},
		{"us", "azure-vm", "", "the price of Load balancer, first five rules."},
		{"us", "fargate-arm", "one-year", "the price of Fargate processors, Linux Arm and that of Fargate memory, Linux Arm."},
		{"eu", "fargate", "", "the price of Application load balancer capacity units."},
	} {
		l := load()
		l.Region, l.Commitment = tt.region, tt.commitment
		var got string
		for _, n := range estimate(t, tt.blueprint, l).Notes {
			if said, is := strings.CutPrefix(n, "Recalled, not read from a source: "); is {
				got += said
			}
		}
		if got != tt.want {
			t.Errorf("%s in %s: %q, want %q", tt.blueprint, tt.region, got, tt.want)
		}
	}
}

// Commitments and spot servers of AWS outside Virginia, on the six m5.large that 300 million
// requests take.
func TestOffersByRegion(t *testing.T) {
	for region, want := range map[string][3]string{
		"eu":    {"322.37", "221.63", "181.33"}, // 503.70 USD less 36%, 56% and 64%
		"asia":  {"336.38", "231.26", "210.24"}, // 525.60 USD less 36%, 56% and 60%
		"japan": {"347.60", "238.97", "184.66"}, // 543.12 USD less 36%, 56% and 66%
		"korea": {"330.78", "227.41", "165.39"}, // 516.84 USD less 36%, 56% and 68%
	} {
		for i, c := range [][2]string{{"one-year", ""}, {"three-year", ""}, {"", "spot"}} {
			l := load("requests", "300,000,000")
			l.Region, l.Commitment, l.Spot = region, c[0], c[1]
			for _, line := range estimate(t, "ec2", l).Bill.Lines {
				if line.Item == "ec2-m5-large" && line.Amount.String() != want[i] {
					t.Errorf("%s, %s: %s, want %s", region, c, line.Amount, want[i])
				}
			}
		}
	}
}
