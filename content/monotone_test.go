package content_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"crossroads/decision"
)

// monotone is a sequence of answers that may only help some options relative to others,
// whatever else is answered.
type monotone struct {
	name     string
	question string
	steps    [][2]string // from an answer to the next one in the sequence
	axis     string      // "" where the rule is about options
	helped   []string    // values on the axis, or options
	others   []string
	unless   decision.Answers // contexts to which the rule does not apply; where that needs a reason, it is stated
}

// ladder returns the steps from each answer to the next.
func ladder(answers ...string) (steps [][2]string) {
	for i := 1; i < len(answers); i++ {
		steps = append(steps, [2]string{answers[i-1], answers[i]})
	}
	return steps
}

var monotones = map[string][]monotone{"deployment": {
	{"more teams never favour one release", "autonomy", ladder("together", "some", "many"), "structure", []string{"services", "handlers"}, []string{"application"}, nil},
	{"tighter latency never favours network hops", "latency", ladder("relaxed", "normal", "prompt",
		"tight"), "structure", []string{"application"}, []string{"services"}, nil},
	{"stricter consistency never favours divided data", "consistency", ladder("own", "later", "strict"), "structure", []string{"application"}, []string{"services", "handlers"}, nil},
	{"less operations capacity never favours own platforms", "staff", [][2]string{
		{"platform", "developers"}, {"servers", "developers"}, {"developers", "nobody"},
	}, "platform", []string{"functions", "managed"}, []string{"servers", "orchestrator"}, nil},
	{"less appetite for operations never favours own platforms", "appetite", ladder("own", "some", "little"), "platform", []string{"functions", "managed"}, []string{"servers", "orchestrator"}, nil},
	// At a high load a full cluster is cheap by the request, so a bill that counts for more may speak for it.
	{"a tighter budget never favours standing clusters", "budget", ladder("small", "normal", "watched", "idle"), "platform", []string{
		"functions", "managed", "servers",
	}, []string{"orchestrator"}, decision.Answers{"level": {"high", "massive"}}},
}, "data": {
	{"more teams never favour one database", "teams", ladder("one", "some", "many"), "", []string{"per-service"}, []string{"relational"}, nil},
	{"stricter consistency never favours divided data", "together", ladder("own", "later", "within",
		"across"), "", []string{"relational"}, []string{"per-service", "keyvalue", "log"}, nil},
	{"new questions never favour keys or views", "queries", ladder("known", "mixed", "open"), "", []string{"relational", "warehouse"}, []string{"keyvalue", "log"}, nil},
	{"more writes never favour one primary", "writes", ladder("few", "busy", "flood"), "", []string{"keyvalue", "log"}, []string{"relational"}, nil},
	{"tighter answers never favour a warehouse", "wait", ladder("patient", "quick",
		"instant"), "", []string{"relational", "keyvalue"}, []string{"warehouse"}, nil},
	// On machines of one's own a key-value store is a cluster to look after, too.
	{"nobody to look after stores never favours a log", "staff", ladder("platform", "developers",
		"nobody"), "", []string{"keyvalue", "warehouse"}, []string{"log", "per-service"}, decision.Answers{"place": {"own", "sites"}}},
}}

// contexts is the number of random full sets of answers tried for each rule.
const contexts = 5000

// A step along the sequence must never move an option that it should help behind another
// one, in any context. Contexts are random full answers to all other questions, the same in
// every run.
func TestShippedMonotone(t *testing.T) {
	eachShipped(t, func(t *testing.T, c *decision.Catalogue) {
		if len(monotones[c.Slug]) == 0 {
			t.Error("no rule is written down for this comparison")
		}
		checkMonotones(t, c)
	})
}

func checkMonotones(t *testing.T, c *decision.Catalogue) {
	for _, m := range monotones[c.Slug] {
		t.Run(m.name, func(t *testing.T) {
			random, found := rand.New(rand.NewPCG(1, 2)), 0
			for range contexts {
				a, step := fullAnswers(c, random), m.steps[random.IntN(len(m.steps))]
				if m.excepts(a) {
					continue
				}
				before, after := order(t, c, a, m.question, step[0]), order(t, c, a, m.question, step[1])
				if x, y, turned := m.turned(c, before, after); turned {
					found++
					t.Errorf("with %s=%s instead of %s, %s passes %s: %v becomes %v; %v", m.question, step[1], step[0], y, x, before, after,
						a)
				}
			}
			t.Logf("%d of %d contexts break the rule", found, contexts)
		})
	}
}

// excepts reports whether the rule does not apply to a context.
func (m *monotone) excepts(a decision.Answers) bool {
	for question, answers := range m.unless {
		if slices.ContainsFunc(a[question], func(id string) bool { return slices.Contains(answers, id) }) {
			return true
		}
	}
	return false
}

// turned finds an option that should have been helped, and the one that overtakes it.
func (m *monotone) turned(c *decision.Catalogue, before, after []string) (x, y string, ok bool) {
	for _, x := range having(c, m.axis, m.helped) {
		for _, y := range having(c, m.axis, m.others) {
			if ahead(before, x, y) && ahead(after, y, x) {
				return x, y, true
			}
		}
	}
	return "", "", false
}

// ahead reports whether x is possible and ahead of y.
func ahead(order []string, x, y string) bool {
	i, j := slices.Index(order, x), slices.Index(order, y)
	return i >= 0 && (j < 0 || i < j)
}

func order(t *testing.T, c *decision.Catalogue, a decision.Answers, question, answer string) []string {
	a[question] = []string{answer}
	list, err := c.Order(decision.Assessment{Answers: a})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// fullAnswers answers every question with something that can hold.
func fullAnswers(c *decision.Catalogue, random *rand.Rand) decision.Answers {
	a := decision.Answers{}
	for _, q := range c.Questions {
		states, _ := q.States()
		for _, i := range states[random.IntN(len(states))] {
			a[q.ID] = append(a[q.ID], q.Answers[i].ID)
		}
	}
	return a
}

// having lists the options with one of some values on an axis; without an axis the
// values are options.
func having(c *decision.Catalogue, axis string, values []string) (ids []string) {
	if axis == "" {
		return values
	}
	for _, v := range values {
		found := c.OptionsOf(decision.Subject{Axis: decision.AxisRef(axis, v)})
		if len(found) == 0 {
			panic(fmt.Sprintf("no option has %s on %s", v, axis))
		}
		for _, o := range found {
			ids = append(ids, c.Options[o].ID)
		}
	}
	return ids
}
