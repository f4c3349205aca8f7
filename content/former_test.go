package content_test

import (
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"crossroads/decision"
)

// Every answer of the first edition either exists today or has an explanation.
func TestFirstEditionIsMapped(t *testing.T) {
	c := shipped(t)
	text, err := os.ReadFile("testdata/first-edition.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		question, answer, _ := strings.Cut(line, " ")
		a := decision.Assessment{Answers: decision.Answers{question: {answer}}}
		today, lost := c.Today(a)
		if err := c.CheckAssessment(today); err != nil {
			t.Errorf("%s=%s becomes %v: %v", question, answer, today.Answers, err)
		}
		if len(today.Answers) == 0 && len(lost) == 0 {
			t.Errorf("%s=%s is dropped without a word", question, answer)
		}
		if _, err := decision.Evaluate(c, today); err != nil {
			t.Errorf("%s=%s: %v", question, answer, err)
		}
	}
	for id, want := range map[string][]string{
		"monolith": {"servers"}, "containers": {"hosted", "services"}, "functions": {"functions"}, "mainframe": nil,
	} {
		if got := c.OptionsToday(id); !slices.Equal(got, want) {
			t.Errorf("%s is %q today, want %q", id, got, want)
		}
	}
}

func TestAnswersOfTheFirstEdition(t *testing.T) {
	c := shipped(t)
	for _, tt := range []struct {
		name        string
		given, want decision.Answers
		lost        []string
	}{
		{"one to two", decision.Answers{"traffic": {"modest"}}, decision.Answers{"level": {"tiny", "modest"}, "shape": {"daily"}}, nil},
		{"one of several", decision.Answers{"traffic": {"steady", "massive"}}, decision.Answers{
			"level": {"modest", "high", "massive"}, "shape": {"even"},
		}, nil},
		{"one that leaves a question open", decision.Answers{
			"traffic": {"rare", "modest"},
		}, decision.Answers{"shape": {"silent", "daily"}}, nil},
		{"old beside new", decision.Answers{"kind": {"api", "events"}}, decision.Answers{"kind": {"front", "events"}}, nil},
		{"today's answer wins", decision.Answers{"traffic": {"spiky"}, "shape": {"even"}}, decision.Answers{"shape": {"even"}}, nil},
		{"gone", decision.Answers{"needs": {"hardware"}, "size": {"few"}}, decision.Answers{"size": {"few"}}, []string{"needs=hardware"}},
		{"one of two that hold together", decision.Answers{"needs": {"memory", "sockets"}}, decision.Answers{}, []string{"needs=memory"}},
		{"one that became part of another", decision.Answers{"reason": {"response", "bill"}}, decision.Answers{"reason": {"surges", "bill"}}, nil},
		{"two that became one", decision.Answers{"reason": {"response", "surges"}}, decision.Answers{"reason": {"surges"}}, nil},
		{"not ours", decision.Answers{"colour": {"red"}}, decision.Answers{"colour": {"red"}}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			today, outdated := c.Today(decision.Assessment{Answers: tt.given})
			var lost []string
			for _, o := range outdated {
				lost = append(lost, o.Question+"="+o.Answer)
				if o.Why == "" || o.Label == "" || o.Text == "" {
					t.Errorf("%+v says too little", o)
				}
			}
			if !reflect.DeepEqual(today.Answers, tt.want) || !slices.Equal(lost, tt.lost) {
				t.Errorf("%v becomes %v, lost %q; want %v, %q", tt.given, today.Answers, lost, tt.want, tt.lost)
			}
		})
	}
}

// Programs are told what to write instead.
func TestFormerAnswersAreRefusedWithWhatTheyAre(t *testing.T) {
	c := shipped(t)
	for question, tt := range map[string]struct{ answer, want string }{
		"kind":    {"api", `answers.kind: there is no answer "api" any more; "A web application, API or mobile back end with mostly simple requests" is kind=front today`},
		"traffic": {"modest", `answers.traffic: there is no question "traffic" any more; "Light to moderate, with calm nights" is level=tiny or modest and shape=daily today`},
		"reason":  {"records", `answers.reason: there is no answer "records" any more; "Data that is right and can be audited" has no successor: What data have to keep is asked by itself today.`},
		"size":    {"huge", `answers.size: there is no answer "huge"`},
	} {
		err := c.CheckAssessment(decision.Assessment{Answers: decision.Answers{question: {tt.answer}}})
		if err == nil || err.Error() != tt.want {
			t.Errorf("got  %v\nwant %s", err, tt.want)
		}
	}
}

// A part cannot answer for the whole team.
func TestPartsOfTheFirstEdition(t *testing.T) {
	a := decision.Assessment{Parts: []decision.Part{{Name: "shop", Answers: decision.Answers{"traffic": {"spiky"}, "budget": {"tight"}}}}}
	today, lost := shipped(t).Today(a)
	if want := (decision.Answers{"shape": {"surges"}}); !reflect.DeepEqual(today.Parts[0].Answers, want) || len(lost) != 1 ||
		lost[0].Part != "shop" {
		t.Errorf("%v, lost %+v", today.Parts[0].Answers, lost)
	}
	if _, changed := a.Parts[0].Answers["shape"]; changed {
		t.Error("the given assessment was changed")
	}
}
