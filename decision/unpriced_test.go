package decision_test

import (
	"reflect"
	"testing"

	"crossroads/decision"
)

// TestNoPriceList: where no list price holds, load figures change nothing and lead to no
// bill; where one holds for some part, the bills stay, and the others are named.
func TestNoPriceList(t *testing.T) {
	c := shipped(t)
	load := loaded(t, "requests", "50000000")
	at := func(ids ...string) decision.Answers { return decision.Answers{"place": ids} }
	own := decision.Unpriced{Question: "place", Label: "In our own data centre, without a public cloud"}
	tests := []struct {
		name     string
		a        decision.Assessment
		billed   bool
		unpriced []decision.Unpriced
	}{
		{"cloud", decision.Assessment{Answers: at("cloud")}, true, nil},
		{"own data centre", decision.Assessment{Answers: at("onprem")}, false, []decision.Unpriced{own}},
		{"one or the other", decision.Assessment{Answers: at("cloud", "onprem")}, true, nil},
		{"not known", decision.Assessment{Answers: decision.Answers{"size": {"few"}}}, true, nil},
		{"every part", decision.Assessment{Answers: at("onprem"), Parts: []decision.Part{{Name: "a"}, {Name: "b"}}}, false,
			[]decision.Unpriced{{Part: "a", Question: own.Question, Label: own.Label}, {Part: "b", Question: own.Question, Label: own.Label}}},
		{"a part", decision.Assessment{Answers: at("onprem"), Parts: []decision.Part{{Name: "a"}, {Name: "b", Answers: at("cloud")}}}, true,
			[]decision.Unpriced{{Part: "a", Question: own.Question, Label: own.Label}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			without := evaluate(t, c, tt.a)
			if without.Unpriced != nil {
				t.Errorf("without load figures: %+v", without.Unpriced)
			}
			tt.a.Load = load
			with := evaluate(t, c, tt.a)
			if (with.Cost != nil) != tt.billed || !reflect.DeepEqual(with.Unpriced, tt.unpriced) {
				t.Errorf("billed %v, without prices %+v", with.Cost != nil, with.Unpriced)
			}
			if with.Unpriced = nil; !tt.billed && !reflect.DeepEqual(with, without) {
				t.Error("the load figures change the result")
			}
		})
	}
}
