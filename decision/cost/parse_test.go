package cost_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"crossroads/decision/cost"
	"crossroads/wrong"
)

func TestParseComponent(t *testing.T) {
	got, err := cost.ParseComponent(
		[]byte(`{"kind": "lambda", "name": "Mobile", "arm": true, "requests": "2.500.000", "duration": "120", "memory": 1536,
		"provisioned": {"environments": 100, "hours": 8, "requests": 500000, "duration": 100}}`))
	want := &cost.Lambda{Name: "Mobile", Arm: true, Requests: q("2,500,000"), Duration: q("120"), Memory: q("1536"),
		Provisioned: &cost.Provisioned{Environments: q("100"), Hours: q("8"), Requests: q("500,000"), Duration: q("100")}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v (%v)", got, err)
	}
}

func TestParseComponentRefuses(t *testing.T) {
	tests := []struct{ text, want string }{
		{`[]`, "component: want an object with a kind and the fields of that component"},
		{`{}`, `kind: is "", but must be one of alb, azure-function, cloud-run, ec2, eks, fargate, http-api, item, lambda, nat, rest-api, sqs, step-functions, transfer, websocket-api, worker`},
		{`{"kind": "lambda", "memory": 128, "requests": 1, "duration": 1, "speed": 1}`, "lambda.speed: there is no such field: the fields are name, arm, requests, duration, memory, ephemeral, streamed, provisioned"},
		{`{"kind": "lambda", "requests": 1}`, "lambda.duration: is missing\nlambda.memory: is missing"},
		{`{"kind": "lambda", "requests": 1, "duration": 1, "memory": -128}`, "lambda.memory: is -128, but must lie between 128 and 10,240 MB"},
		{`{"kind": "lambda", "requests": 1, "duration": 1, "memory": "NaN"}`, `lambda.memory: is "NaN", but must lie between 128 and 10,240 MB`},
		{`{"kind": "lambda", "memory": 128, "duration": 1, "requests": 1e99}`, "lambda.requests: is 1e99, but must lie between 0 and 1,000,000,000,000,000 requests a month"},
		{`{"kind": "lambda", "memory": 128, "duration": 1, "requests": "500.000"}`, `lambda.requests: is "500.000", which can be read in two ways: write 500 or 500,000`},
		{`{"kind": "lambda", "memory": 128, "requests": 1, "duration": 1, "arm": "yes"}`, `lambda.arm: is "yes", but must be true or false`},
		{`{"kind": "ec2", "hours": 1, "type": 5}`, "ec2.type: is 5, but must be text"},
		{`{"kind": "lambda", "memory": 128, "requests": 1, "duration": 1, "provisioned": 7}`, "lambda.provisioned: want an object with fields"},
		{`{"kind": "lambda", "memory": 128, "requests": 1, "duration": 1, "provisioned": {"environments": 1, "requests": 1, "duration": 1, "hours": -1}}`, "lambda.provisioned.hours: is -1, but must lie between 0 and 744 hours a month"},
		{`{"kind": "fargate", "platform": "vax", "runs": 1, "seconds": 60, "vcpu": 64, "memory": 2}`, "fargate.platform: is \"vax\", but must be one of x86, arm, windows\nfargate.vcpu: is 64, but must be one of 0.25, 0.5, 1, 2, 4, 8, 16, 32 vCPU"},
		{`{"kind": "fargate", "runs": 1, "seconds": 60, "vcpu": 0.25, "memory": 4}`, "fargate.memory: is 4, but a task of 0.25 vCPU can have 0.5, 1 or 2 GB"},
		{`{"kind": "fargate", "runs": 1, "seconds": 60, "vcpu": 2, "memory": 4.5}`, "fargate.memory: is 4.5, but a task of 2 vCPU can have 4 to 16 GB in steps of 1"},
		{`{"kind": "fargate", "runs": 1, "seconds": 60, "vcpu": 8, "memory": 18}`, "fargate.memory: is 18, but a task of 8 vCPU can have 16 to 60 GB in steps of 4"},
		{`{"kind": "fargate", "runs": 1, "vcpu": 1, "memory": 2}`, "fargate.seconds: is missing"},
		{`{"kind": "fargate", "runs": 1, "seconds": 2678401, "vcpu": 1, "memory": 2}`, "fargate.seconds: is 2,678,401, but must lie between 0 and 2,678,400 s"},
		{`{"kind": "ec2", "type": "m5.large"}`, "ec2.hours: is missing"},
		{`{"kind": "ec2", "type": "m5.large", "hours": 745}`, "ec2.hours: is 745, but must lie between 0 and 744 hours a month"},
		{`{"kind": "cloud-run", "requests": 5, "vcpu": 1, "memory": 1}`, "cloud-run.busy: is missing: give busy or duration or idle"},
		{`{"kind": "azure-function", "executions": 5}`, "azure-function.duration: is missing: give duration or units"},
		{`{"kind": "item", "item": "nlb-hours"}`, "item.quantity: is missing"},
		{`{"kind": "item", "item": "", "quantity": 1}`, "item.item: is missing: write the id of an item of the price sheet"},
		{`{"kind": "worker", "requests": 5, "static": 6, "cpu": 1}`, "worker.static: is 6, but must lie between 0 and 5 requests a month"},
		{`{"kind": "cloud-run", "billing": "second", "busy": 1, "vcpu": 1, "memory": 1}`, `cloud-run.billing: is "second", but must be one of request, instance`},
		{`{"kind": "alb", "hours": 745}`, "alb.hours: is 745, but must lie between 0 and 744 hours a month"},
	}
	for _, tt := range tests {
		_, err := cost.ParseComponent([]byte(tt.text))
		if err == nil || err.Error() != tt.want {
			t.Errorf("%s\ngot  %v\nwant %s", tt.text, err, tt.want)
		}
		var input wrong.Input
		if !errors.As(err, &input) {
			t.Errorf("%s: the error is no wrong.Input", tt.text)
		}
	}
}

// Any input is either read or refused with a wrong.Input.
func FuzzParseComponent(f *testing.F) {
	for _, text := range []string{
		`{"kind": "lambda", "memory": 128, "provisioned": null}`, `{"kind": "alb", "hours": 1e-13}`, `{"kind": null}`,
		`{"kind": "worker", "requests": "1e24", "cpu": 9}`, `null`,
	} {
		f.Add(text)
	}
	sheets := shipped()
	f.Fuzz(func(t *testing.T, text string) {
		c, err := cost.ParseComponent([]byte(text))
		var input wrong.Input
		if err != nil {
			if !errors.As(err, &input) {
				t.Fatal(err)
			}
			return
		}
		for i := range sheets {
			usages, err := cost.Usages(&sheets[i], c)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := sheets[i].Bill(usages, free); err != nil && !errors.Is(err, cost.ErrUnknownItem) &&
				!errors.Is(err, cost.ErrOverflow) {
				t.Fatal(err)
			}
		}
	})
}

// Each component used by the published examples can be written as JSON and read back
// unchanged.
func TestComponentsThroughJSON(t *testing.T) {
	kind := map[reflect.Type]string{}
	for _, k := range cost.Kinds() {
		c, _ := cost.ParseComponent([]byte(`{"kind": "` + k + `"}`))
		kind[reflect.TypeOf(c)] = k
	}
	seen := map[string]bool{}
	for _, o := range append(providers, estimators...) {
		for _, c := range o.components {
			text, err := json.Marshal(c)
			if err != nil {
				t.Fatal(err)
			}
			name := kind[reflect.TypeOf(c)]
			seen[name] = true
			text = append([]byte(`{"kind": "`+name+`",`), text[1:]...)
			if got, err := cost.ParseComponent(text); err != nil || !reflect.DeepEqual(got, c) {
				t.Errorf("%s was read as %+v (%v)", text, got, err)
			}
		}
	}
	for _, k := range cost.Kinds() {
		if !seen[k] {
			t.Errorf("no published example uses %s", k)
		}
	}
}

// A bill can be requested with raw quantities only.
func TestRawUsagesThroughJSON(t *testing.T) {
	var usages []cost.Usage
	if err := json.Unmarshal([]byte(
		`[{"item": "lambda-requests", "quantity": 3000000}, {"item": "lambda-duration-x86", "quantity": "540000"}]`), &usages); err != nil {
		t.Fatal(err)
	}
	b, err := sheet(t, aws).Bill(usages, free)
	if err != nil || b.Total.String() != "2.73" {
		t.Errorf("total %s (%v)", b.Total, err)
	}
	text, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"total":"2.73"`, `"price":"0.0000166667"`, `"quantity":540000`, `"free":400000`, `"exact":"2.333338"`, `"amount":"2.33"`,
		`"as_of":"2026-11-23"`,
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%s is not in %s", want, text)
		}
	}
}
