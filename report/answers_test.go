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
		"1 of 2 questions answered, and 1 for some parts": {Answered: append(said("kind", "shop", "chat"), said("place", "shop")...), Unknown: of("chat")},
	} {
		if got := (Reading{Report: r}).Count(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestNarrowedAnswersAreQuoted: labels hold commas of their own.
func TestNarrowedAnswersAreQuoted(t *testing.T) {
	v := Reading{Report: decision.Report{Unknown: []decision.Unknown{{Narrowed: []string{"Here, or there", "Away"}}}}}
	if got, want := v.Answers()[0].Label, "Either “Here, or there” or “Away”"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
