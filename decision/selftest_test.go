package decision_test

import (
	"reflect"
	"testing"

	"crossroads/decision"
	"crossroads/decision/decisiontest"
)

func TestSelfTest(t *testing.T) {
	c := decisiontest.Lunch()
	got := c.SelfTest()
	for _, r := range got.Options {
		if !r.Found {
			t.Errorf("no answers put %s first", r.Option)
		} else if leader := evaluate(t, c, decision.Assessment{Answers: r.Answers}).Leader; leader != r.Option {
			t.Errorf("answers said to reach %s have the leader %s", r.Option, leader)
		}
	}
	for _, s := range got.Questions {
		if !s.Found {
			t.Errorf("question %s never matters", s.Question)
			continue
		}
		before := evaluate(t, c, decision.Assessment{Answers: s.Answers}).Leader
		s.Answers[s.Question] = []string{s.Other}
		if after := evaluate(t, c, decision.Assessment{Answers: s.Answers}).Leader; after == before {
			t.Errorf("question %s said to change the leader, but it stays %s", s.Question, before)
		}
	}
	if len(got.Musts) != 5 {
		t.Errorf("%d musts, want 5", len(got.Musts))
	}
	for _, m := range got.Musts {
		if !m.RulesOut || !m.Decides {
			t.Errorf("must %+v does nothing", m)
		}
	}
	want := []decision.CaseTest{
		{Case: "monday", Org: "Team A", Chose: "home", First: "home", Second: "canteen", Kind: "clear", Rank: 1, Axes: []decision.Agreed{}, Counts: true},
		{Case: "party", Org: "Team B", Chose: "canteen", First: "canteen", Kind: "clear", Rank: 1, Axes: []decision.Agreed{}, Counts: true},
		{Case: "both", Org: "Team C", Chose: "hybrid", First: "hybrid", Second: "canteen", Kind: "hybrid", Rank: 1, Axes: []decision.Agreed{}, Counts: true},
	}
	if !reflect.DeepEqual(got.Cases, want) {
		t.Errorf("cases\n got %+v\nwant %+v", got.Cases, want)
	}
	if got.First != 3 || got.TopTwo != 3 || got.Out != 0 {
		t.Errorf("first %d, top two %d, out %d; want 3, 3, 0", got.First, got.TopTwo, got.Out)
	}
	if !reflect.DeepEqual(decisiontest.Lunch().SelfTest(), decisiontest.Lunch().SelfTest()) {
		t.Error("two runs differ")
	}
}

// The self-test detects flaws that Compile accepts.
func TestSelfTestFindsFlaws(t *testing.T) {
	c := decisiontest.Lunch()
	for i := range c.Cells {
		if c.Cells[i].Option == "canteen" { // hopeless everywhere
			c.Cells[i].Value = c.Criteria[i%3].Scale.Worst.At
		}
	}
	c.Questions[4].Answers[1].Musts = nil // the last question now does nothing
	c.Questions[1].Answers[1].Musts = nil
	c.Questions[3].Answers[2].Musts = nil
	if err := c.Compile(); err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, p := range c.SelfTest().Findings() {
		paths = append(paths, p.Field)
	}
	want := []string{"options[0]", "questions[4]", "cases[1]", "cases[2]"}
	if !reflect.DeepEqual(paths, want) {
		t.Errorf("findings at %q, want %q", paths, want)
	}
}
