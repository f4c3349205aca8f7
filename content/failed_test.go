package content_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"crossroads/decision"
)

// Situations in which the first edition recommended what no architect would. Each
// says why the first choice has to be one of those accepted.
var failed = []struct {
	name, why string
	answers   decision.Answers
	accept    []string
}{
	{
		name: "a finished content management system, kept by a few who know single applications",
		why:  "It is one program, it works, and its keepers know how to run one program.",
		answers: decision.Answers{
			"kind": {"front"}, "level": {"tiny", "modest"}, "shape": {"daily"}, "complexity": {"simple", "clear"}, "size": {"few"}, "autonomy": {"together"},
			"skills": {"app"}, "staff": {"developers"}, "reason": {"keep"}, "start": {"settled", "codebase"}, "horizon": {"steady"},
		},
		accept: []string{"hosted", "servers"},
	},
	{
		name: "three people and a new product of forms and records",
		why:  "One application is the quickest to build, and nobody is there to run machines.",
		answers: decision.Answers{
			"kind": {"records"}, "place": {"cloud"}, "level": {"tiny", "modest"}, "size": {"few"}, "autonomy": {"together"}, "staff": {"nobody", "developers"},
			"appetite": {"little"}, "reason": {"pace"}, "start": {"new"}, "horizon": {"growth"},
		},
		accept: []string{"hosted"},
	},
	{
		name: "a fleet of containers to be kept as they are",
		why:  "Merging or rewriting what works is what was not asked for.",
		answers: decision.Answers{
			"kind": {"front"}, "place": {"cloud"}, "level": {"modest", "high"}, "size": {"several"}, "autonomy": {"some"}, "skills": {"containers"},
			"staff": {"developers"}, "appetite": {"little"}, "reason": {"upkeep"}, "start": {"services"}, "horizon": {"steady"},
		},
		accept: []string{"services"},
	},
	{
		name: "a gateway that speaks raw TCP, kept by a tiny team",
		why:  "One process that holds a port needs neither many services nor a cluster.",
		answers: decision.Answers{
			"kind": {"stream"}, "needs": {"sockets"}, "level": {"modest"}, "shape": {"even"}, "complexity": {"simple"}, "size": {"few"}, "autonomy": {"together"},
			"staff": {"developers"},
		},
		accept: []string{"servers", "hosted"},
	},
	{
		name: "a hospital that may not use a public cloud",
		why:  "Without a cloud there is no managed platform, and its administrators look after servers.",
		answers: decision.Answers{
			"kind": {"records"}, "place": {"onprem"}, "level": {"modest"}, "consistency": {"strict"}, "complexity": {"tangled"}, "size": {"team"},
			"autonomy": {"together"}, "skills": {"app"}, "staff": {"servers"}, "outage": {"critical"}, "horizon": {"steady"},
		},
		accept: []string{"servers"},
	},
	{
		name: "a thumbnail for every picture that is uploaded",
		why:  "One event in, one result out, now and then: nothing has to run in between.",
		answers: decision.Answers{
			"kind": {"events"}, "duration": {"seconds"}, "needs": {"none"}, "place": {"cloud"}, "level": {"tiny"}, "shape": {"silent"}, "latency": {"relaxed"},
			"consistency": {"own"}, "complexity": {"simple"}, "size": {"few"}, "autonomy": {"together"}, "budget": {"idle"}, "start": {"new"},
		},
		accept: []string{"functions"},
	},
	{
		name: "twelve teams that must release alone, with a platform team",
		why:  "Independent releases are what services are for, and the platform team runs the cluster.",
		answers: decision.Answers{
			"kind": {"front", "records"}, "place": {"cloud"}, "level": {"high"}, "complexity": {"clear"}, "size": {"many"}, "autonomy": {"many"},
			"skills": {"containers", "cluster"}, "staff": {"platform"}, "reason": {"teams", "pace"}, "start": {"outgrown", "services"}, "horizon": {"growth"},
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

// drawn answers each of the questions by the shares of its answers.
func drawn(r *rand.Rand, c *decision.Catalogue, among func(question string) bool) decision.Answers {
	given := decision.Answers{}
	for _, q := range c.Questions {
		if !among(q.ID) {
			continue
		}
		states, shares := q.States()
		x := r.Float64()
		for s, share := range shares {
			if x -= share; x < 0 || s == len(shares)-1 {
				for _, a := range states[s] {
					given[q.ID] = append(given[q.ID], q.Answers[a].ID)
				}
				break
			}
		}
	}
	return given
}

// everything answers all questions.
func everything(string) bool { return true }

// Readers who answer everything must not meet an option that never leads.
func TestSharesOfLeaders(t *testing.T) {
	catalogue := shipped(t)
	r := rand.New(rand.NewPCG(11, 28))
	const n = 5000
	leads := map[string]int{}
	for range n {
		order, err := catalogue.Order(decision.Assessment{Answers: drawn(r, catalogue, everything)})
		if err != nil {
			t.Fatal(err)
		}
		if len(order) > 0 {
			leads[order[0]]++
		}
	}
	for _, o := range catalogue.Options {
		if share := float64(leads[o.ID]) / n; share < 0.05 {
			t.Errorf("%s leads in %.1f%% of full random answers, want 5%% or more", o.ID, 100*share)
		}
	}
	t.Logf("leads in %d draws: %v", n, leads)
}

// Nor may most of their verdicts be without an answer.
func TestSharesOfVerdicts(t *testing.T) {
	catalogue := shipped(t)
	r := rand.New(rand.NewPCG(11, 29))
	const n = 500
	open := 0
	for range n {
		_, report := first(t, catalogue, decision.Assessment{Answers: drawn(r, catalogue, everything)})
		if report.Kind != decision.VerdictClear && report.Kind != decision.VerdictLeaning {
			open++
		}
	}
	if share := float64(open) / n; share > 0.3 {
		t.Errorf("%.0f%% of full random answers end without a clear or leaning answer, want 30%% or less", 100*share)
	}
	t.Logf("open in %d of %d", open, n)
}

// The quick route must be worth its six questions.
func TestSharesOfQuickAnswers(t *testing.T) {
	catalogue := shipped(t)
	quick := catalogue.Quick(6)
	r := rand.New(rand.NewPCG(6, 28))
	const n = 300
	sure := 0
	for range n {
		_, report := first(t, catalogue, decision.Assessment{Answers: drawn(r, catalogue, func(q string) bool { return slices.Contains(quick, q) })})
		if len(report.Axes) > 0 && report.Axes[0].Leader.Share >= catalogue.Bounds.LeanShare {
			sure++
		}
	}
	if share := float64(sure) / n; share < 0.5 {
		t.Errorf("six answers (%v) settle the structure in %.0f%% of the draws, want half or more", quick, 100*share)
	}
	t.Logf("structure sure in %d of %d with %v", sure, n, quick)
}
