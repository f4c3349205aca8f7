package main

import (
	"fmt"
	"io"
	"slices"

	"crossroads/decision"
)

// verdicts counts, for each kind of verdict of the engine, how often it agrees with the panel's
// first choice: whether what the engine calls clear can be relied on more than what it calls
// leaning.
type verdicts map[string]score

// verdictKinds are the kinds in the order of the printed table. That nothing fits is left out:
// it is too rare in accounts of real teams to be counted.
var verdictKinds = []string{
	decision.VerdictClear, decision.VerdictHybrid, decision.VerdictLeaning, decision.VerdictConditional, decision.VerdictClose,
}

// markVerdicts evaluates observations with a catalogue and counts their verdicts.
func (v *vector) markVerdicts(into verdicts, c *decision.Catalogue, on []*observation) error {
	for _, o := range on {
		assessment := decision.Assessment{Answers: o.encoding.Answers, Parts: o.encoding.Parts}
		report, err := decision.Stand(c, assessment)
		if err != nil {
			return fmt.Errorf("situation %s: %w", o.id, err)
		}
		order, err := c.Order(assessment)
		if err != nil {
			return fmt.Errorf("situation %s: %w", o.id, err)
		}
		first := v.choice(ranked(o.points)[0])
		counted := into[report.Kind]
		counted.n += o.weight
		if slices.Index(order, first) == 0 {
			counted.first += o.weight
		}
		into[report.Kind] = counted
	}
	return nil
}

// choice returns the id under which the engine orders a choice of the panel.
func (v *vector) choice(at int) string {
	if at == len(v.options) {
		return decision.Hybrid
	}
	return v.options[at].id
}

func (vs verdicts) add(more verdicts) {
	for kind, counted := range more {
		sum := vs[kind]
		sum.add(counted)
		vs[kind] = sum
	}
}

func (vs verdicts) print(out io.Writer, title string) {
	total := 0.0
	for _, counted := range vs {
		total += counted.n
	}
	if total == 0 {
		return
	}
	fmt.Fprintf(out, "\n%-44s %7s   %7s\n", title, "agrees", "of all")
	for _, kind := range verdictKinds {
		if counted := vs[kind]; counted.n > 0 {
			fmt.Fprintf(out, "%-44s %5.1f %%   %5.1f %%\n", kind, 100*counted.first/counted.n, 100*counted.n/total)
		}
	}
}
