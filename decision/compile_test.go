package decision_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"crossroads/decision"
	"crossroads/decision/decisiontest"
	"crossroads/wrong"
)

func TestCompileRefuses(t *testing.T) {
	tests := []struct {
		name    string
		spoil   func(c *decision.Catalogue)
		path    string
		message string
	}{
		{"one option", func(c *decision.Catalogue) { c.Options = c.Options[:1] }, "options", "needs 2 to"},
		{"one criterion", func(c *decision.Catalogue) { c.Criteria = c.Criteria[:1] }, "criteria", "needs 2 to"},
		{"no question", func(c *decision.Catalogue) { c.Questions = nil }, "questions", "needs 1 to"},
		{"one answer", func(c *decision.Catalogue) {
			c.Questions[1].Answers = c.Questions[1].Answers[:1]
		}, "questions[1].answers", "needs 2 to"},
		{"bad id", func(c *decision.Catalogue) { c.Options[1].ID = "Bakery" }, "options[1].id", "not an id"},
		{"long id", func(c *decision.Catalogue) { c.Criteria[0].ID = strings.Repeat("a", 41) }, "criteria[0].id", "not an id"},
		{"double option", func(c *decision.Catalogue) { c.Options[1].ID = "canteen" }, "options[1].id", "already the id of entry 1"},
		{"double criterion", func(c *decision.Catalogue) { c.Criteria[2].ID = "cost" }, "criteria[2].id", "already"},
		{"double question", func(c *decision.Catalogue) { c.Questions[2].ID = "budget" }, "questions[2].id", "already"},
		{"double answer", func(c *decision.Catalogue) { c.Questions[2].Answers[2].ID = "short" }, "questions[2].answers[2].id", "already"},
		{"double case", func(c *decision.Catalogue) { c.Cases[1].ID = "monday" }, "cases[1].id", "already"},
		{"hybrid is no option", func(c *decision.Catalogue) { c.Options[0].ID = "hybrid" }, "options[0].id", "reserved"},
		{"reserved question", func(c *decision.Catalogue) { c.Questions[0].ID = "rank" }, "questions[0].id", "reserved"},
		{"no name", func(c *decision.Catalogue) { c.Options[2].Name = "" }, "options[2].name", "missing"},
		{"unknown group", func(c *decision.Catalogue) { c.Questions[0].Group = "us" }, "questions[0].group", `no group "us"`},
		{"torn group", func(c *decision.Catalogue) { c.Questions[3].Group = "you" }, "questions[3].group", "next to each other"},
		{"no scope", func(c *decision.Catalogue) { c.Questions[0].Scope = "" }, "questions[0].scope", `must be "team" or "part"`},
		{"flat scale", func(c *decision.Catalogue) { c.Criteria[2].Scale.Best.At = 1 }, "criteria[2].scale", "must differ"},
		{"scale not finite", func(c *decision.Catalogue) {
			c.Criteria[2].Scale.Best.At = math.Inf(1)
		}, "criteria[2].scale.best.at", "not a finite number"},
		{"point outside", func(c *decision.Catalogue) {
			c.Criteria[0].Scale.Points[0].At = 20
		}, "criteria[0].scale.points[0].at", "strictly between"},
		{"points out of order", func(c *decision.Catalogue) {
			c.Criteria[0].Scale.Points = append(c.Criteria[0].Scale.Points, decision.Point{At: 15, Value: 0.5})
		}, "criteria[0].scale.points[1].at", "in order"},
		{"falling values", func(c *decision.Catalogue) {
			c.Criteria[0].Scale.Points = append(c.Criteria[0].Scale.Points, decision.Point{At: 5, Value: 0.3})
		}, "criteria[0].scale.points[1].value", "must rise"},
		{"weight 0", func(c *decision.Catalogue) { c.Criteria[1].Weight = 0 }, "criteria[1].weight", "must lie between"},
		{"weight not a number", func(c *decision.Catalogue) {
			c.Criteria[1].Weight = math.NaN()
		}, "criteria[1].weight", "not a finite number"},
		{"span without a scale", func(c *decision.Catalogue) {
			c.Questions[1].Ordered, c.Questions[1].Answers[0].AndAfter = false, "any"
		}, "questions[1].answers[0].and_after", "no answer comes after it on a scale"},
		{"span after the last", func(c *decision.Catalogue) {
			q := &c.Questions[1]
			q.Ordered, q.Answers[len(q.Answers)-1].AndAfter = true, "more"
		}, "questions[1].answers[1].and_after", "no answer comes after it on a scale"},
		{"span before the first", func(c *decision.Catalogue) {
			c.Questions[1].Ordered, c.Questions[1].Answers[0].AndBefore = true, "less"
		}, "questions[1].answers[0].and_before", "no answer comes before it on a scale"},
		{"shares", func(c *decision.Catalogue) { c.Questions[0].Answers[0].Share = 0.5 }, "questions[0].answers", "sum to 0.9"},
		{"share 0", func(c *decision.Catalogue) { c.Questions[0].Answers[0].Share = 0 }, "questions[0].answers[0].share", "above 0"},
		{"missing cell", func(c *decision.Catalogue) { c.Cells = c.Cells[1:] }, "cells", `none for "canteen" on "cost"`},
		{"double cell", func(c *decision.Catalogue) { c.Cells[1] = c.Cells[0] }, "cells[1]", "already judged by cell 1"},
		{"cell of an unknown option", func(c *decision.Catalogue) { c.Cells[3].Option = "pub" }, "cells[3].option", `no option "pub"`},
		{"cell off its scale", func(c *decision.Catalogue) { c.Cells[7].Value = 5.5 }, "cells[7].value", "between 1 and 5"},
		{"cell off a falling scale", func(c *decision.Catalogue) { c.Cells[0].Value = -1 }, "cells[0].value", "between 0 and 20"},
		{"cell not a number", func(c *decision.Catalogue) { c.Cells[7].Value = math.NaN() }, "cells[7].value", "not a finite number"},
		{"cell with an unknown source", func(c *decision.Catalogue) {
			c.Cells[2].Sources = []string{"rumour"}
		}, "cells[2].sources[0]", `no source "rumour"`},
		{"shift of an unknown option", func(c *decision.Catalogue) {
			c.Questions[1].Answers[0].Shifts[0].Option = "pub"
		}, "questions[1].answers[0].shifts[0].option", `no option "pub"`},
		{"shift on an unknown criterion", func(c *decision.Catalogue) {
			c.Questions[1].Answers[0].Shifts[0].Criterion = "looks"
		}, "questions[1].answers[0].shifts[0].criterion", `no criterion "looks"`},
		{"shift by 0", func(c *decision.Catalogue) {
			c.Questions[1].Answers[0].Shifts[0].By = 0
		}, "questions[1].answers[0].shifts[0].by", "is 0"},
		{"shift beyond the scale", func(c *decision.Catalogue) {
			c.Questions[1].Answers[0].Shifts[0].By = 4.5
		}, "questions[1].answers[0].shifts[0].by", "between -4 and 4"},
		{"double shift", func(c *decision.Catalogue) {
			a := &c.Questions[1].Answers[0]
			a.Shifts = append(a.Shifts, a.Shifts[0])
		}, "questions[1].answers[0].shifts[1]", "already shifts"},
		{"factor 0", func(c *decision.Catalogue) {
			c.Questions[0].Answers[1].Weights[1].Factor = 0
		}, "questions[0].answers[1].weights[1].factor", "must be one of"},
		{"factor infinite", func(c *decision.Catalogue) {
			c.Questions[0].Answers[1].Weights[1].Factor = math.Inf(1)
		}, "questions[0].answers[1].weights[1].factor", "not a finite number"},
		{"must on an unknown option", func(c *decision.Catalogue) {
			c.Questions[1].Answers[1].Musts[0].Option = "pub"
		}, "questions[1].answers[1].musts[0].option", `no option "pub"`},
		{"must with an unknown source", func(c *decision.Catalogue) {
			c.Questions[3].Answers[2].Musts[0].Source = "rumour"
		}, "questions[3].answers[2].musts[0].source", `no source "rumour"`},
		{"warning on an unknown option", func(c *decision.Catalogue) {
			c.Questions[3].Answers[1].Warnings[0].Option = "pub"
		}, "questions[3].answers[1].warnings[0].option", `no option "pub"`},
		{"warning that an unknown answer averts", func(c *decision.Catalogue) {
			c.Questions[3].Answers[1].Warnings[0].Unless = []string{"allergy.no", "hurry.never"}
		}, "questions[3].answers[1].warnings[0].unless[1]", `no answer "never"`},
		{"bounds", func(c *decision.Catalogue) { c.Bounds.Floor = 1.5 }, "bounds.floor", "between 0 and 1"},
		{"case that chose nothing known", func(c *decision.Catalogue) { c.Cases[0].Chose = "pub" }, "cases[0].chose", `no option "pub"`},
		{"case that answers an unknown question", func(c *decision.Catalogue) {
			c.Cases[0].Answers["traffic"] = []string{"low"}
		}, "cases[0].answers.traffic", `no question "traffic"`},
		{"case part with an unknown answer", func(c *decision.Catalogue) {
			c.Cases[2].Parts[0].Answers["hurry"] = []string{"never"}
		}, "cases[2].parts[0].answers.hurry", `no answer "never"`},
		{"too many scoring questions", func(c *decision.Catalogue) {
			q := c.Questions[0]
			for i := range 19 {
				q.ID = "extra-" + string(rune('a'+i))
				c.Questions = append([]decision.Question{q}, c.Questions...)
			}
		}, "questions", "at most 20"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := decisiontest.Lunch()
			tt.spoil(c)
			err := c.Compile()
			var problems wrong.Inputs
			if !errors.As(err, &problems) {
				t.Fatalf("error %v, want Problems", err)
			}
			for _, p := range problems {
				if p.Field == tt.path && strings.Contains(p.Message, tt.message) {
					return
				}
			}
			t.Errorf("got\n%v\nwant %s: …%s…", err, tt.path, tt.message)
		})
	}
}

// Every problem is found at once, in the order of the catalogue.
func TestCompileFindsAll(t *testing.T) {
	c := decisiontest.Lunch()
	c.Options[0].Name = ""
	c.Criteria[1].Weight = -1
	c.Cells[4].Value = 9
	err := c.Compile()
	want := "options[0].name: is missing\ncriteria[1].weight: is -1, but must lie between 0.001 and 1000000\ncells[4].value: is 9, but must lie between 1 and 5"
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}
