package content_test

import (
	"slices"
	"testing"

	"crossroads/decision"
)

// Situations for which the first edition recommended what no architect would. Each states
// why the first choice must be one of those accepted.
var failed = []struct {
	name, why string
	answers   decision.Answers
	accept    []string
}{
	{
		name: "a finished content management system, kept by a few who know single applications",
		why:  "It is one program, it works, and its keepers know how to run one program.",
		answers: decision.Answers{
			"kind": {"front"}, "level": {"tiny", "modest"}, "shape": {"daily"}, "complexity": {"simple", "clear"}, "size": {"few"},
			"autonomy": {"together"},
			"skills":   {"app"}, "staff": {"developers"}, "reason": {"keep"}, "start": {"settled", "codebase"}, "horizon": {"steady"},
		},
		accept: []string{"hosted", "servers"},
	},
	{
		name: "three people and a new product of forms and records",
		why:  "One application is the quickest to build, and nobody is there to run machines.",
		answers: decision.Answers{
			"kind": {"records"}, "place": {"cloud"}, "level": {"tiny", "modest"}, "size": {"few"}, "autonomy": {"together"},
			"staff":    {"nobody", "developers"},
			"appetite": {"little"}, "reason": {"pace"}, "start": {"new"}, "horizon": {"growth"},
		},
		accept: []string{"hosted"},
	},
	{
		name: "a fleet of containers to be kept as they are",
		why:  "Merging or rewriting what works is what was not asked for.",
		answers: decision.Answers{
			"kind": {"front"}, "place": {"cloud"}, "level": {"modest", "high"}, "size": {"several"}, "autonomy": {"some"},
			"skills": {"containers"},
			"staff":  {"developers"}, "appetite": {"little"}, "reason": {"upkeep"}, "start": {"services"}, "horizon": {"steady"},
		},
		accept: []string{"services"},
	},
	{
		name: "a gateway that speaks raw TCP, kept by a tiny team",
		why:  "One process that holds a port needs neither many services nor a cluster.",
		answers: decision.Answers{
			"kind": {"stream"}, "needs": {"sockets"}, "level": {"modest"}, "shape": {"even"}, "complexity": {"simple"}, "size": {"few"},
			"autonomy": {"together"},
			"staff":    {"developers"},
		},
		accept: []string{"servers", "hosted"},
	},
	{
		name: "a hospital that may not use a public cloud",
		why:  "Without a cloud there is no managed platform, and its administrators look after servers.",
		answers: decision.Answers{
			"kind": {"records"}, "place": {"onprem"}, "level": {"modest"}, "consistency": {"strict"}, "complexity": {"tangled"},
			"size":     {"team"},
			"autonomy": {"together"}, "skills": {"app"}, "staff": {"servers"}, "outage": {"critical"}, "horizon": {"steady"},
		},
		accept: []string{"servers"},
	},
	{
		name: "a thumbnail for every picture that is uploaded",
		why:  "One event in, one result out, now and then: nothing has to run in between.",
		answers: decision.Answers{
			"kind": {"events"}, "duration": {"seconds"}, "needs": {"none"}, "place": {"cloud"}, "level": {"tiny"}, "shape": {"silent"},
			"latency":     {"relaxed"},
			"consistency": {"own"}, "complexity": {"simple"}, "size": {"few"}, "autonomy": {"together"}, "budget": {"idle"},
			"start": {"new"},
		},
		accept: []string{"functions"},
	},
	{
		name: "twelve teams that must release alone, with a platform team",
		why:  "Independent releases are what services are for, and the platform team runs the cluster.",
		answers: decision.Answers{
			"kind": {"front", "records"}, "place": {"cloud"}, "level": {"high"}, "complexity": {"clear"}, "size": {"many"},
			"autonomy": {"many"},
			"skills":   {"containers", "cluster"}, "staff": {"platform"}, "reason": {"teams", "pace"}, "start": {"outgrown", "services"},
			"horizon": {"growth"},
		},
		accept: []string{"microservices"},
	},
}

func TestSituationsThatFailed(t *testing.T) {
	catalogue := shipped(t)
	for _, s := range failed {
		t.Run(s.name, func(t *testing.T) {
			got, report := first(t, catalogue, decision.Assessment{Answers: s.answers})
			if !slices.Contains(s.accept, got) {
				t.Errorf("%s comes first (%s), want one of %v: %s", got, report.Kind, s.accept, s.why)
			}
		})
	}
}
