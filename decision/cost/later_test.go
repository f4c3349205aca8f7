package cost

import (
	"strings"
	"testing"
)

func TestParseLaterJSON(t *testing.T) {
	today := DefaultLoad()
	today.Region = "eu"
	got, errs := ParseLaterJSON(today, []byte(`{"requests": "30 million", "memory": 1024, "services": 20, "duration": null}`))
	want := today
	want.Requests, want.Memory = Whole(30_000_000), Whole(1024)
	services, _ := FieldOf("services")
	if want = services.With(want, Whole(20)); len(errs) > 0 || got != want {
		t.Errorf("read as %+v, %v", got, errs)
	}
	if changed := got.Changed(today); len(changed) != 3 || changed[0].ID != "requests" || changed[1].ID != "memory" ||
		changed[2].ID != "services" {
		t.Errorf("changed: %v", changed)
	}
	for raw, want := range map[string]string{
		`[]`:                    "later ",
		`{"requests": -1}`:      "later.requests Later: Requests a month: ",
		`{"memory": "a lot"}`:   "later.memory Later: Memory: ",
		`{"region": "us"}`:      "later.region there is no such number in a load",
		`{"x": 1, "hours": 99}`: "later.hours Later: Hours of use a day: ",
	} {
		_, errs := ParseLaterJSON(today, []byte(raw))
		if len(errs) == 0 || !strings.HasPrefix(errs[0].Field+" "+errs[0].Message, want) {
			t.Errorf("%s: %v, want %q", raw, errs, want)
		}
	}
}
