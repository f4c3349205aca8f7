package decision_test

import (
	"reflect"
	"testing"

	"crossroads/decision"
)

// TestNoPriceList checks that a report names the parts without list prices beside the
// bills.
func TestNoPriceList(t *testing.T) {
	c := shipped(t)
	load := loaded(t, "requests", "50000000")
	at := func(ids ...string) decision.Answers { return decision.Answers{"place": ids} }
	own := decision.Unpriced{Question: "place", Label: "In our own data centre, without a public cloud"}
	tests := []struct {
		name     string
		a        decision.Assessment
		unpriced []decision.Unpriced
	}{
		{"cloud", decision.Assessment{Answers: at("cloud")}, nil},
		{"own data centre", decision.Assessment{Answers: at("onprem")}, []decision.Unpriced{own}},
		{"one or the other", decision.Assessment{Answers: at("cloud", "onprem")}, nil},
		{"not known", decision.Assessment{Answers: decision.Answers{"size": {"few"}}}, nil},
		{"every part", decision.Assessment{Answers: at("onprem"), Parts: []decision.Part{{Name: "a"}, {Name: "b"}}},
			[]decision.Unpriced{{Part: "a", Question: own.Question, Label: own.Label}, {Part: "b", Question: own.Question, Label: own.Label}}},
		{"a part", decision.Assessment{Answers: at("onprem"), Parts: []decision.Part{{Name: "a"}, {Name: "b", Answers: at("cloud")}}},
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
			if with.Cost == nil || !reflect.DeepEqual(with.Unpriced, tt.unpriced) {
				t.Errorf("without prices %+v", with.Unpriced)
			}
		})
	}
}
