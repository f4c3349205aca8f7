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
	if len(got) != 2 || OfParts(got[0].Parts) != " for shop and chat" || OfParts(got[1].Parts) != "" {
		t.Errorf("merged = %+v", got)
	}
}
