package form

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"crossroads/decision"
	"crossroads/figure"
	"crossroads/text"
)

// ranking reads "rank=cost,ops".
func (r *reader) ranking(ids []string) {
	ranking := &r.out.Assessment.Priorities.Ranking
	for _, id := range ids {
		id = strings.TrimSpace(id)
		switch {
		case id == "":
		case !r.knows("rank", id):
		case slices.Contains(*ranking, id):
			r.complain("rank", text.Quote(r.criterionName(id))+" is ranked twice.", "Its first place counts.")
		default:
			*ranking = append(*ranking, id)
		}
	}
}

// place reads "rank.CRITERION=N".
func (r *reader) place(id, value string) {
	field := "rank." + id
	if value == "" {
		return
	}
	if !r.knows(field, id) {
		return
	}
	n, err := WholeNumber(value)
	if err != nil || n < 1 || n > len(r.cat.Criteria) {
		r.complain(field, fmt.Sprintf(saidNoPlace, text.Quote(value), text.Quote(r.criterionName(id)), len(r.cat.Criteria)), ignored)
		return
	}
	r.places = append(r.places, place{id, n})
}

// weight reads "w.CRITERION=0..100".
func (r *reader) weight(id, value string) {
	field := "w." + id
	if value == "" {
		return
	}
	if !r.knows(field, id) {
		return
	}
	weight, err := parseNumber(value, weightField)
	if err != nil {
		r.complain(field, unreadable("Weight of "+text.Quote(r.criterionName(id)), value, err,
			"a weight for "+text.Quote(r.criterionName(id)), fmt.Sprintf("a number from 0 to %d", maxWeight)), ignored)
		r.showAs(field, value)
		return
	}
	r.showAs(field, figure.Group(Number(weight)))
	weights := &r.out.Assessment.Priorities.Weights
	*weights = append(*weights, decision.CriterionWeight{Criterion: id, Weight: weight})
}

// govern applies the rules of the organisation to the assessment, with a finding for everything
// that gives way to them. The form still shows overruled weights as they were typed.
func (r *reader) govern() {
	governed, overruled := r.cat.Govern(r.out.Assessment)
	r.out.Assessment = governed
	for _, o := range overruled {
		field := o.Question
		if o.Part > 0 {
			field = fmt.Sprintf("p%d.%s", o.Part, o.Question)
		}
		if o.Criterion != "" {
			field = "w." + o.Criterion
		}
		r.complain(field, r.cat.Says(o), "The reason: "+o.Reason)
	}
}

// showAs sets the text that the page shows in a field.
func (r *reader) showAs(field, text string) {
	if r.out.Typed == nil {
		r.out.Typed = map[string]string{}
	}
	r.out.Typed[field] = text
}

// finishPriorities decides which priorities count if there are several kinds: weights are more
// precise than a ranking, and a ranking is more explicit than places.
func (r *reader) finishPriorities() {
	p := &r.out.Assessment.Priorities
	if len(p.Ranking) == 0 {
		p.Ranking = r.rankingFromPlaces()
	}
	if r.allZero(p.Weights) {
		r.complain("", saidAllZero, saidWeightsIgnored)
		p.Weights = nil
	}
	if len(p.Weights) > 0 && len(p.Ranking) > 0 {
		r.complain("", "Both a ranking and weights were given.", "The weights are more precise, so the ranking was ignored.")
		p.Ranking = nil
	}
}

// allZero reports whether every criterion has the weight 0.
func (r *reader) allZero(weights []decision.CriterionWeight) bool {
	return len(weights) == len(r.cat.Criteria) &&
		!slices.ContainsFunc(weights, func(w decision.CriterionWeight) bool { return w.Weight > 0 })
}

// rankingFromPlaces orders the criteria by the typed places. If two criteria have the same place,
// the first in the catalogue gets it.
func (r *reader) rankingFromPlaces() []string {
	slices.SortStableFunc(r.places, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(r.criterionIndex(a.criterion), r.criterionIndex(b.criterion)))
	})
	var ids []string
	for i, p := range r.places {
		if i > 0 && r.places[i-1].at == p.at {
			r.complain("rank."+p.criterion, fmt.Sprintf(saidPlaceTwice, p.at, text.Quote(r.criterionName(ids[len(ids)-1])),
				text.Quote(r.criterionName(p.criterion))), saidFirstHasIt)
			continue
		}
		ids = append(ids, p.criterion)
	}
	return ids
}

func (r *reader) criterionIndex(id string) int {
	return slices.IndexFunc(r.cat.Criteria, func(c decision.Criterion) bool { return c.ID == id })
}

// knows reports whether a field names a criterion, and adds a finding if it does not.
func (r *reader) knows(field, id string) bool {
	known := r.criterionIndex(id) >= 0
	if !known {
		r.complain(field, text.Quote(id)+" is not a criterion here.", ignored)
	}
	return known
}

func (r *reader) criterionName(id string) string { return r.cat.Criteria[r.criterionIndex(id)].Name }
