// Package decisiontest provides a small catalogue, random catalogues, and the promises that
// every catalogue must keep. It is for tests only.
package decisiontest

import "crossroads/decision"

// Lunch returns a new, compiled copy of a small hand-made catalogue that uses every
// feature: bent and falling scales, shifts, weights, musts, warnings, parts, cases.
func Lunch() *decision.Catalogue {
	c := lunch()
	if err := c.Compile(); err != nil {
		panic(err)
	}
	return c
}

func lunch() *decision.Catalogue {
	return &decision.Catalogue{
		Slug: "lunch", Title: "Where to have lunch?", Summary: "A small comparison.", Version: "test",
		Bounds: decision.Bounds{ClearShare: 0.75, LeanShare: 0.6, Spread: 1, Floor: 0.3, Platform: 0.04},
		Options: []decision.Option{
			{ID: "canteen", Name: "Canteen", Short: "Canteen"},
			{ID: "bakery", Name: "Bakery", Short: "Bakery"},
			{ID: "home", Name: "Lunch from home", Short: "Home"},
		},
		Criteria: []decision.Criterion{
			{ID: "cost", Name: "Low cost", Short: "Cost", Weight: 40, Scale: decision.Scale{
				Unit: "EUR", Worst: decision.Anchor{At: 20}, Best: decision.Anchor{At: 0},
				Points: []decision.Point{{At: 10, Value: 0.4}},
			}},
			{ID: "taste", Name: "Good taste", Short: "Taste", Weight: 35, Scale: grade},
			{ID: "speed", Name: "Little time", Short: "Speed", Weight: 25, Scale: grade},
		},
		Groups: []decision.Group{{ID: "you", Title: "You"}, {ID: "day", Title: "The day"}},
		Questions: []decision.Question{
			{ID: "budget", Group: "you", Scope: decision.ScopeTeam, Text: "How much may it cost?", Answers: []decision.Answer{
				{
					ID: "little", Label: "A little", Short: "a small budget", Share: 0.6,
					Weights: []decision.Weight{{Criterion: "cost", Factor: 2}}, Platform: 0.02,
				},
				{
					ID: "much", Label: "A lot", Short: "a large budget", Share: 0.4,
					Weights: []decision.Weight{{Criterion: "cost", Factor: 0.5}, {Criterion: "taste", Factor: 1.5}}, Platform: -0.03,
				},
			}},
			{ID: "kitchen", Group: "you", Scope: decision.ScopeTeam, Text: "Can you cook at home?", Answers: []decision.Answer{
				{
					ID: "yes", Label: "Yes", Short: "a kitchen", Share: 0.5,
					Shifts: []decision.Shift{{Option: "home", Criterion: "taste", By: 1.5}},
				},
				{
					ID: "no", Label: "No", Short: "no kitchen", Share: 0.5,
					Musts: []decision.Must{{Option: "home", Reason: "Lunch from home needs a kitchen.", Relax: "Find a kitchen"}},
				},
			}},
			{ID: "hurry", Group: "day", Scope: decision.ScopePart, Text: "How long is the break?", Answers: []decision.Answer{
				{ID: "short", Label: "Under 20 minutes", Short: "a short break", Share: 0.3, Shifts: []decision.Shift{
					{Option: "canteen", Criterion: "speed", By: -2}, {Option: "bakery", Criterion: "speed", By: 1},
				}, Weights: []decision.Weight{{Criterion: "speed", Factor: 2}}},
				{ID: "normal", Label: "20 to 60 minutes", Short: "a normal break", Share: 0.5},
				{
					ID: "long", Label: "Over an hour", Short: "a long break", Share: 0.2,
					Shifts:  []decision.Shift{{Option: "canteen", Criterion: "taste", By: 1}},
					Weights: []decision.Weight{{Criterion: "speed", Factor: 0.5}},
				},
			}},
			{ID: "guests", Group: "day", Scope: decision.ScopePart, Text: "Do you bring guests?", Answers: []decision.Answer{
				{ID: "none", Label: "No", Short: "no guests", Share: 0.7},
				{
					ID: "few", Label: "One or two", Short: "a few guests", Share: 0.2,
					Shifts:   []decision.Shift{{Option: "bakery", Criterion: "taste", By: 2}},
					Warnings: []decision.Warning{{Option: "canteen", Text: "Guests pay twice as much."}},
				},
				{ID: "many", Label: "A group", Short: "a group of guests", Share: 0.1, Musts: []decision.Must{
					{Option: "bakery", Reason: "The bakery has four seats.", Relax: "Come in turns", Source: "seats", AsOf: "2026-01-02"},
					{Option: "home", Reason: "Nobody carries lunch for a group.", Relax: "Order in"},
				}},
			}},
			{ID: "allergy", Group: "day", Scope: decision.ScopePart, Text: "Does anybody have to avoid gluten?", Answers: []decision.Answer{
				{ID: "no", Label: "No", Short: "no allergy", Share: 0.9},
				{ID: "yes", Label: "Yes", Short: "an allergy", Share: 0.1, Musts: []decision.Must{
					{Option: "bakery", Reason: "Everything contains gluten.", Relax: "Bring bread"},
					{Option: "canteen", Reason: "It does not list ingredients.", Relax: "Ask the cook"},
				}},
			}},
		},
		Cells: []decision.Cell{
			cell("canteen", "cost", 7), cell("canteen", "taste", 3), cell("canteen", "speed", 3.5),
			cell("bakery", "cost", 9), cell("bakery", "taste", 4), cell("bakery", "speed", 3),
			cell("home", "cost", 4), cell("home", "taste", 2.5), cell("home", "speed", 3),
		},
		Sources: []decision.Source{{ID: "seats", Title: "Seats of the bakery"}},
		Cases: []decision.Case{
			{
				ID: "monday", Org: "Team A", Year: 2025, Chose: "home",
				Answers: decision.Answers{"budget": {"little"}, "kitchen": {"yes"}, "hurry": {"normal"}, "guests": {"none"}},
			},
			{
				ID: "party", Org: "Team B", Year: 2024, Chose: "canteen",
				Answers: decision.Answers{"budget": {"little"}, "guests": {"many"}, "allergy": {"no"}, "kitchen": {"no"}},
			},
			{ID: "both", Org: "Team C", Year: 2023, Chose: "hybrid", Answers: decision.Answers{"budget": {"much"}, "kitchen": {"no"}},
				Parts: []decision.Part{
					{Name: "crew", Share: 1, Answers: decision.Answers{"guests": {"few"}, "hurry": {"short"}, "allergy": {"no"}}},
					{Name: "visitors", Share: 1, Answers: decision.Answers{"guests": {"many"}, "hurry": {"long"}, "allergy": {"no"}}},
				}},
		},
	}
}

var grade = decision.Scale{Unit: "1 to 5", Worst: decision.Anchor{At: 1}, Best: decision.Anchor{At: 5}}

func cell(option, criterion string, value float64) decision.Cell {
	return decision.Cell{Option: option, Criterion: criterion, Value: value}
}
