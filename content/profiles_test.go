package content

import (
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"crossroads/decision"
)

func TestProfile(t *testing.T) {
	lib, err := Load(os.DirFS("testdata/tiny"))
	if err != nil {
		t.Fatal(err)
	}
	if p := lib.Profile("lunch", "canteen"); p != nil {
		t.Errorf("canteen has the profile %+v, want none", p)
	}
	got := *lib.Profile("lunch", "kitchen")
	drawing := lib.Diagram("kitchen")
	if !strings.HasPrefix(drawing.Body, "<svg ") {
		t.Errorf("the drawing's body is %.20q", drawing.Body)
	}
	if want := (Diagram{
		"kitchen", "A kitchen with a table", "One table stands beside one stove.", 160, 80, drawing.Body,
	}); *drawing != want {
		t.Errorf("the drawing is %+v, want %+v", *drawing, want)
	}
	article, _ := lib.Article("eating-together")
	menu, rules := lib.Sources[1], lib.Sources[0]
	if menu.ID != "menu-cards" || rules.ID != "kitchen-rules" {
		t.Fatalf("the sources are %s and %s", rules.ID, menu.ID)
	}
	c, _ := lib.Comparison("lunch")
	size := QuestionRef{"lunch", "size", ""}
	for _, q := range c.Questions {
		if q.ID == "size" {
			size.Text = q.Text
		}
	}
	want := Profile{
		Comparison: "lunch", Option: "kitchen", Updated: "2026-11-20",
		What: []string{"You cook together.", "Everybody brings something."}, WhatSources: []int{1},
		Diagram: drawing, Alt: "A stove and a table",
		Fits:   []Point{{When: "You have an hour", Why: "Cooking takes half of it.", Question: &size, Sources: []int{2, 1}}},
		Avoid:  []Point{{When: "You are in a hurry", Why: "Nobody washes up later."}},
		Limits: []Limit{{"Seats", "6", "Two more on the stairs", "2026-11-01", []int{2}}},
		Cost:   []string{"You pay for what you buy."}, CostSources: []int{1},
		Runs:     []Duty{{"Dishes", "you", ""}, {"Gas", "provider", "By the house"}},
		Stacks:   []Stack{{"The corner shop", "Rice, beans and an onion", ""}},
		Articles: []*Article{article},
	}
	want.Sources = append(want.Sources, menu, rules)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
}

// TestShippedProfiles checks that each option has a profile with every section.
func TestShippedProfiles(t *testing.T) {
	lib, err := Load(Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range lib.Comparisons {
		costed := slices.ContainsFunc(c.Criteria, func(k decision.Criterion) bool { return k.Cost != nil })
		for _, o := range c.Options {
			p := lib.Profile(c.Slug, o.ID)
			if p == nil {
				t.Errorf("%s has no profile", o.ID)
				continue
			}
			if p.Diagram == nil || costed != (p.CostDiagram != nil) || len(p.Fits) < 3 || len(p.Avoid) < 3 || len(p.Limits) < 2 ||
				len(p.Runs) < 4 || len(p.Stacks) < 3 || len(p.Articles) < 2 || len(p.Cost) == 0 {
				t.Errorf("the profile of %s lacks a section", o.ID)
			}
		}
	}
}
