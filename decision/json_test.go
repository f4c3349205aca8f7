package decision_test

import (
	"encoding/json"
	"errors"
	"testing"

	"crossroads/decision"
	"crossroads/wrong"
)

func TestAssessmentJSON(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"empty", `{}`, `{}`},
		{"nulls", `{"answers":null,"priorities":null,"parts":null}`, `{}`},
		{"one and several", `{"answers":{"b":["y","x","y"],"a":["z"],"c":[],"d":null}}`, `{"answers":{"a":"z","b":["x","y"]}}`},
		{"ranking", `{"priorities":["ops","cost"]}`, `{"priorities":["ops","cost"]}`},
		{"weights", `{"priorities":[{"weight":8.5,"criterion":"cost"}]}`, `{"priorities":[{"criterion":"cost","weight":8.5}]}`},
		{"no load", `{"load":null}`, `{}`},
		{"load", `{"load":{"requests":"5e6","region":"asia","peak":2.50},"answers":{"a":"x"}}`,
			`{"answers":{"a":"x"},"load":{"requests":5000000,"duration":120,"memory":512,"waiting":60,"concurrency":10,"peak":2.5,"hours":24,"response":10,` +
				`"environments":1,"utilisation":60,"engineer_hours":0,"engineer_rate":75,"region":"asia","free_tier":false}}`},
		{"parts", `{"parts":[{"name":"api","share":2,"answers":{"a":"x"}},{"name":"job"}]}`,
			`{"parts":[{"name":"api","share":2,"answers":{"a":"x"}},{"name":"job","share":0}]}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var a decision.Assessment
			if err := json.Unmarshal([]byte(tt.in), &a); err != nil {
				t.Fatal(err)
			}
			got, err := json.Marshal(a)
			if err != nil || string(got) != tt.want {
				t.Errorf("got %s, %v; want %s", got, err, tt.want)
			}
		})
	}
}

func TestAssessmentJSONRefuses(t *testing.T) {
	tests := []struct{ in, field string }{
		{`[]`, "body"},
		{`{"answer":{}}`, "answer"},
		{`{"answers":[]}`, "answers"},
		{`{"answers":{"a":1}}`, "answers.a"},
		{`{"answers":{"a":["x",null]}}`, "answers.a[1]"},
		{`{"answers":{"a":{"b":"c"}}}`, "answers.a"},
		{`{"answers":{"a":"x","a":"y"}}`, "answers.a"},
		{`{"priorities":"cost"}`, "priorities"},
		{`{"priorities":["cost",3]}`, "priorities[1]"},
		{`{"priorities":["cost",{"criterion":"ops","weight":1}]}`, "priorities[1]"},
		{`{"priorities":[{"criterion":"ops"}]}`, "priorities[0].weight"},
		{`{"priorities":[{"weight":1}]}`, "priorities[0].criterion"},
		{`{"priorities":[null]}`, "priorities[0].criterion"},
		{`{"priorities":[{"criterion":"ops","weight":"1"}]}`, "priorities[0].weight"},
		{`{"priorities":[{"criterion":"ops","weight":1,"x":1}]}`, "priorities[0].x"},
		{`{"load":[]}`, "load"},
		{`{"load":3}`, "load"},
		{`{"load":{"requests":1,"requests":2}}`, "load.requests"},
		{`{"load":{"requests":null}}`, "load.requests"},
		{`{"load":{"requests":-1}}`, "load.requests"},
		{`{"load":{"requests":"many"}}`, "load.requests"},
		{`{"load":{"speed":1}}`, "load.speed"},
		{`{"load":{"free_tier":"perhaps"}}`, "load.free_tier"},
		{`{"parts":{}}`, "parts"},
		{`{"parts":[1]}`, "parts[0]"},
		{`{"parts":[{"share":"1"}]}`, "parts[0].share"},
		{`{"parts":[{"name":null}]}`, "parts[0].name"},
		{`{"parts":[{},{"answers":{"a":false}}]}`, "parts[1].answers.a"},
	}
	for _, tt := range tests {
		var a decision.Assessment
		err := json.Unmarshal([]byte(tt.in), &a)
		var field wrong.Input
		if !errors.As(err, &field) || !errors.Is(err, wrong.Err) || field.Field != tt.field {
			t.Errorf("%s: error %v, want one of field %q", tt.in, err, tt.field)
		}
	}
}

func FuzzAssessmentJSON(f *testing.F) {
	f.Add([]byte(`{"answers":{"a":["x","y"],"b":"z"},"priorities":["c"],"parts":[{"name":"p","share":1,"answers":{"a":"x"}}]}`))
	f.Add([]byte(`{"priorities":[{"criterion":"c","weight":1e300}]}`))
	f.Add([]byte(`{"load":{"requests":"1e12","hours":0.1,"free_tier":true,"region":"x"}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var a, b decision.Assessment
		if json.Unmarshal(data, &a) != nil {
			return
		}
		first, err := json.Marshal(a)
		if err != nil {
			t.Fatalf("cannot write what was read: %v", err)
		}
		if err := json.Unmarshal(first, &b); err != nil {
			t.Fatalf("cannot read what was written, %s: %v", first, err)
		}
		if second, _ := json.Marshal(b); string(second) != string(first) {
			t.Fatalf("not canonical: %s, then %s", first, second)
		}
	})
}
