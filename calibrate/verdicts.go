package main

import (
	"fmt"
	"io"

	"crossroads/content"
	"crossroads/decision"
)

// verdicts counts, for each kind of verdict of the engine, how often it agrees with the panel's
// first choice: whether what the engine calls clear can be relied on more than what it calls
// leaning.
type verdicts map[string]score

// markVerdicts evaluates observations with a catalogue, as published cases are, and counts their
// verdicts.
func (v *vector) markVerdicts(into verdicts, c *decision.Catalogue, on []*observation) {
	tested := *c
	tested.Cases = make([]decision.Case, len(on))
	for i, o := range on {
		first := v.choice(ranked(o.points)[0])
		tested.Cases[i] = decision.Case{ID: o.id, Answers: o.encoding.Answers, Parts: o.encoding.Parts, Chose: first}
	}
	for i, result := range tested.TestCases().Cases {
		counted := into[result.Kind]
		counted.n += on[i].weight
		if result.First == result.Chose {
			counted.first += on[i].weight
		}
		into[result.Kind] = counted
	}
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
	for _, kind := range content.MeasuredVerdicts {
		if counted := vs[kind]; counted.n > 0 {
			fmt.Fprintf(out, "%-44s %5.1f %%   %5.1f %%\n", kind, 100*counted.first/counted.n, 100*counted.n/total)
		}
	}
}
