package web_test

import (
	"strings"
	"testing"
)

// TestWhatIfOfAllParts: what is asked once for all parts is also tried for all of them at once, while no part has an
// answer of its own.
func TestWhatIfOfAllParts(t *testing.T) {
	s := newSite(t, setup{tree: "shipped"})
	const parts = "/decide/deployment/result?p1.name=Shop&p1.kind=records&p2.name=Images&p2.kind=events&latency=normal"
	page := s.get(parts + "&whatif=").body
	for field, want := range map[string]bool{
		"autonomy": true,  // mostly the same for all parts, and open
		"latency":  true,  // answered for all
		"p2.staff": true,  // and for each part
		"kind":     false, // each part has its own
		"shape":    false, // open for each part by itself
	} {
		if got := strings.Contains(page, `<option value="`+field+`">`); got != want {
			t.Errorf("%s is in the list: %v", field, got)
		}
	}
	if page := s.get(parts + "&p1.autonomy=many&whatif=").body; strings.Contains(page, `<option value="autonomy">`) {
		t.Error("a part has an answer of its own")
	}
	if page := s.get(parts + "&whatif=autonomy.many").body; !strings.Contains(page, "“Five teams or more” as the answer to “How many teams must release on their own schedule?”, which is open now") {
		t.Errorf("an answer for all parts is not tried:\n%s", page)
	}
}

// TestWhatIfOfSeveral: a question of which one of several answers holds, or several hold together, says so above those to try.
func TestWhatIfOfSeveral(t *testing.T) {
	s := newSite(t, setup{tree: "shipped"})
	const answers = "/decide/deployment/result?place=regulated&place=onprem&needs=connections&needs=sockets&size=few&whatif="
	for question, want := range map[string]string{
		"place": "Where must it run? Now: either “In a public cloud, under strict rules on country, network and evidence” or " +
			"“In our own data centre, without a public cloud”",
		"needs": "Does it need anything out of the ordinary? Now: “Connections that stay open, such as WebSockets” and “",
		"size":  "How many developers work on the system? Now: 1 to 5",
	} {
		if page := s.get(answers + question).body; !strings.Contains(page, "<legend>"+want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if page := s.get(answers + "place.onprem").body; !strings.Contains(page, "Before and after") {
		t.Error("one of several is not tried")
	}
}
