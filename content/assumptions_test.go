package content

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"crossroads/decision/cost"
)

// assume returns the built-in content with a file of assumptions.
func assume(text string) (*Library, Problems) {
	tree := copyTree(Embedded())
	tree[assumptionsFile] = &fstest.MapFile{Data: []byte(text)}
	return Check(tree, "")
}

func TestAssumptions(t *testing.T) {
	lib, problems := assume("- {id: services, value: 4, reason: Ours have four.}\n- {id: service-memory, value: 0.5 GB, reason: Java.}\n")
	if lib == nil {
		t.Fatal(problems)
	}
	if len(lib.Assumptions) != 2 || lib.Assumptions["services"] != cost.Whole(4) || lib.Assumptions["service-memory"] != cost.Whole(512) {
		t.Errorf("%v", lib.Assumptions)
	}
	model := lib.Comparisons[0].CostModel()
	usual, err := cost.NewModel(lib.Prices).Estimate("fargate-services", cost.DefaultLoad())
	if err != nil {
		t.Fatal(err)
	}
	own, err := model.Estimate("fargate-services", cost.DefaultLoad())
	if err != nil || own.Bill.Total >= usual.Bill.Total {
		t.Errorf("four services cost %s, ten %s (%v)", own.Bill.Total, usual.Bill.Total, err)
	}
	services, _ := cost.FieldOf("services")
	stated, err := model.Estimate("fargate-services", services.With(cost.DefaultLoad(), cost.Whole(10)))
	if err != nil || stated.Bill.Total <= own.Bill.Total {
		t.Errorf("what a load states does not come before the file: %s (%v)", stated.Bill.Total, err)
	}
	if f := model.AssumptionFields()[5]; f.ID != "services" || f.Default != cost.Whole(4) {
		t.Errorf("the form shows %s of %s", f.Default, f.ID)
	}
}

// Bills depend on the file, so it is part of the version of each comparison that has them.
func TestAssumptionsAreContent(t *testing.T) {
	before, _ := Check(Embedded(), "")
	after, problems := assume("- {id: services, value: 4, reason: Ours have four.}\n")
	if after == nil {
		t.Fatal(problems)
	}
	for i, c := range before.Comparisons {
		if moved := c.Version != after.Comparisons[i].Version; moved != (c.CostModel() != nil) {
			t.Errorf("%s: has bills %t, has another version %t", c.Slug, c.CostModel() != nil, moved)
		}
	}
}

// Sizes of machines and the calls of a request are assumptions like the others.
func TestAssumedSizes(t *testing.T) {
	lib, problems := assume("- {id: container-size, value: 2, reason: Ours.}\n- {id: server-size, value: 16 GB, reason: Ours.}\n" +
		"- {id: service-calls, value: 3, reason: Ours.}\n")
	if lib == nil {
		t.Fatal(problems)
	}
	model := lib.Comparisons[0].CostModel()
	for blueprint, want := range map[string]string{"fargate": "of 2 vCPU", "ec2": "of m5.xlarge", "cloud-run-services": "requests"} {
		e, err := model.Estimate(blueprint, cost.DefaultLoad())
		if err != nil {
			t.Fatal(err)
		}
		if last := e.Sizing[len(e.Sizing)-1]; last.Unit != want {
			t.Errorf("%s: %s %s", blueprint, last.Value.Text(), last.Unit)
		}
	}
	size, _ := cost.FieldOf("server-size")
	if e, err := model.Estimate("ec2", size.With(cost.DefaultLoad(), cost.Whole(0))); err != nil || e.Sizing[len(e.Sizing)-1].Unit != "of t3.medium" {
		t.Errorf("a load that leaves the size to the rules gets %+v (%v)", e.Sizing, err)
	}
}

// Hours of people take the place of a rule of thumb, with their reason instead of a source.
func TestAssumedHours(t *testing.T) {
	lib, problems := assume("- {id: people-servers, value: 12.5, reason: Two mornings a month.}\n")
	if lib == nil {
		t.Fatal(problems)
	}
	rules := cost.DefaultLoad()
	rules.People = "rules"
	for blueprint, want := range map[string]string{
		"ec2": "12.5 hours a month: a rule of thumb, your organisation’s figure. Two mornings a month.", "fargate": "6 hours a month: a rule of thumb, our estimate",
	} {
		e, err := lib.Comparisons[0].CostModel().Estimate(blueprint, rules)
		if err != nil || !slices.ContainsFunc(e.Notes, func(n string) bool { return strings.Contains(n, want) }) {
			t.Errorf("%s: %q, %v", blueprint, e.Notes, err)
		}
	}
	if e, err := lib.Comparisons[0].CostModel().Estimate("ec2", cost.DefaultLoad()); err != nil || e.People.Total != 0 {
		t.Errorf("nobody asked for hours: %+v, %v", e.People, err)
	}
}

func TestAssumptionsRefused(t *testing.T) {
	for text, want := range map[string]string{
		"- {id: servces, value: 4, reason: x}\n":                                         `assumptions.yaml:1:8: unknown assumption "servces": did you mean "services"?`,
		"- {id: requests, value: 4, reason: x}\n":                                        `assumptions.yaml:1:8: unknown assumption "requests"`,
		"- {id: services, value: 0, reason: x}\n":                                        `assumptions.yaml:1:25: Services: "0" cannot be used: write a whole number from 1 to 1,000 (services)`,
		"- {id: server-size, value: 64, reason: x}\n":                                    `assumptions.yaml:1:28: Memory of a server or node: "64" cannot be used: write a whole number from 0 to 16 (GB)`,
		"- {id: services, value: 4, reason: x}\n- {id: services, value: 5, reason: y}\n": `assumptions.yaml:2:8: assumption "services" is here a second time: keep one`,
		"- {id: people-serverss, value: 4, reason: x}\n":                                 `assumptions.yaml:1:8: unknown assumption "people-serverss": did you mean "people-servers"?`,
		"- {id: people-servers, value: -4, reason: x}\n":                                 `assumptions.yaml:1:31: Work of engineers: own servers: "-4" is negative: write a number from 0 to 100,000 (hours a month), in steps of 0.1, such as 20 or 7.5`,
		"- {id: services, value: 4}\n":                                                   `assumptions.yaml:1:3: key "reason" is missing: add it`,
	} {
		if _, problems := assume(text); !strings.HasPrefix(problems.Error(), want) {
			t.Errorf("%s\ngot  %s\nwant %s", text, problems.Error(), want)
		}
	}
}
