package report

import (
	"testing"

	"crossroads/decision"
)

func TestMergedMusts(t *testing.T) {
	musts := []decision.MustNote{
		{Question: "q", Answer: "a", Reason: "r", Part: "shop"},
		{Question: "q", Answer: "b", Reason: "r"},
		{Question: "q", Answer: "a", Reason: "r", Part: "chat"},
	}
	got := Merged(musts)
	if len(got) != 2 || OfParts(got[0].Parts) != " for “shop” and “chat”" || OfParts(got[1].Parts) != "" {
		t.Errorf("merged = %+v", got)
	}
}

// TestCount: a question counts once, however many parts it is asked of.
func TestCount(t *testing.T) {
	of := func(parts ...string) (list []decision.Unknown) {
		for _, p := range parts {
			list = append(list, decision.Unknown{Question: "place", Part: p})
		}
		return list
	}
	said := func(question string, parts ...string) (list []decision.Answered) {
		for _, p := range parts {
			list = append(list, decision.Answered{Question: question, Part: p})
		}
		return list
	}
	for want, r := range map[string]decision.Report{
		"0 of 1 question answered":                        {Unknown: of("")},
		"1 of 2 questions answered":                       {Answered: said("kind", "shop", "chat"), Unknown: of("shop", "chat")},
		"0 of 1 question answered, 1 narrowed":            {Unknown: []decision.Unknown{{Question: "kind", Narrowed: []string{"a", "b"}}}},
		"1 of 2 questions answered, and 1 for some parts": {Answered: append(said("kind", "shop", "chat"), said("place", "shop")...), Unknown: of("chat")},
	} {
		if got := (Reading{Report: r}).Count(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestPriorities: what was ranked or weighed, and how the weights follow from it.
func TestPriorities(t *testing.T) {
	v := Reading{Report: decision.Report{Weights: []decision.WeightShare{
		{Criterion: "speed", Name: "Quick", Weight: 0.5}, {Criterion: "ops", Name: "Little work", Weight: 0.3},
		{Criterion: "cost", Name: "Cheap", Weight: 0.2},
	}}}
	weighed := func(cost float64) decision.Priorities {
		return decision.Priorities{Weights: []decision.CriterionWeight{{Criterion: "cost", Weight: cost}}}
	}
	for _, tt := range []struct {
		given               decision.Priorities
		said, follow, heavy string
	}{
		{},
		{decision.Priorities{Ranking: []string{"ops", "cost"}}, "1. Little work, 2. Cheap",
			"Ranked: 1. Little work, 2. Cheap; the other criteria share the rest equally.", ""},
		{weighed(40), "Weights from 0 to 100: Cheap 40",
			"Weights from 0 to 100: Cheap 40; what was left empty kept its average weight, and all were scaled to 100% together. " +
				"No 100 was given: “Quick” (100) and “Little work” (60), left empty, count for more than any weight given.",
			"No 100 was given: “Quick” (100) and “Little work” (60), left empty, count for more than any weight given."},
	} {
		if got := v.Priorities(tt.given); got != tt.said {
			t.Errorf("%q, want %q", got, tt.said)
		}
		if got := v.WeightsFollow(tt.given); got != tt.follow {
			t.Errorf("%q, want %q", got, tt.follow)
		}
		if got := v.Outweighing(tt.given); got != tt.heavy {
			t.Errorf("%q, want %q", got, tt.heavy)
		}
	}
	v.Report.Weights[2].Weight = 0.5
	if got := v.Outweighing(weighed(100)); got != "" {
		t.Errorf("with a 100: %q", got)
	}
	if v.RoundedUnevenly() != true {
		t.Error("130% is not told")
	}
}

// TestBack: one other reason is not several.
func TestBack(t *testing.T) {
	m := decision.MustNote{BringsBack: []string{"a"}}
	for others, want := range map[int]string{
		0: "possible again with “a”", 1: "possible again with “a”, if the other reason falls away too",
		2: "possible again with “a”, if the other reasons fall away too",
	} {
		if got := (Reading{}).Back(m, others); got != want {
			t.Errorf("%d others: %q, want %q", others, got, want)
		}
	}
}

// TestFlipsOfOneAnswerAreOneEntry: those with the same outcome; and reports of before still show each.
func TestFlipsOfOneAnswerAreOneEntry(t *testing.T) {
	flip := func(question, sentence, together string) decision.Flip {
		return decision.Flip{Changes: []decision.Change{{Question: question}}, Leader: "a", Sentence: sentence, Together: together}
	}
	v := Reading{Report: decision.Report{Flips: []decision.Flip{flip("kind", "x", "x or y"), flip("size", "z", ""), flip("kind", "y", "")}}}
	if got := v.Flips(); len(got) != 2 || got[0].Sentence != "x or y" || got[1].Sentence != "z" {
		t.Errorf("%+v", got)
	}
	v.Report.Flips[0].Together = ""
	if got := v.Flips(); len(got) != 3 {
		t.Errorf("an old report: %+v", got)
	}
}

// TestNarrowedAnswersAreQuoted: labels hold commas of their own.
func TestNarrowedAnswersAreQuoted(t *testing.T) {
	v := Reading{Report: decision.Report{Unknown: []decision.Unknown{{Narrowed: []string{"Here, or there", "Away"}}}}}
	if got, want := v.Answers()[0].Label, "Either “Here, or there” or “Away”"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if v.Answers()[0].Open {
		t.Error("it counts as not known, which is not printed")
	}
}
