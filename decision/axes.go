package decision

import (
	"fmt"
	"slices"
	"strings"

	"crossroads/decision/score"
)

// maxAxes bounds the axes of a comparison, as a report states its sureness for each.
const maxAxes = 2

func (c *Catalogue) checkAxes(p *problems) {
	if len(c.Axes) > maxAxes {
		p.add("axes", "there are %d, but a comparison has at most %d", len(c.Axes), maxAxes)
	}
	ids := map[string]int{}
	for i, axis := range c.Axes {
		path := fmt.Sprintf("axes[%d]", i)
		p.id(path+".id", axis.ID, ids, i)
		if axis.Name == "" {
			p.add(path+".name", "is missing")
		}
		if len(axis.Values) == 0 {
			p.add(path+".values", "there are none: an axis needs the values that options can have")
		}
		values := map[string]int{}
		for j, v := range axis.Values {
			at := fmt.Sprintf("%s.values[%d]", path, j)
			p.id(at+".id", v.ID, values, j)
			if v.Name == "" {
				p.add(at+".name", "is missing")
			}
		}
	}
}

// checkOn checks that an option has a value on every axis.
func (c *Catalogue) checkOn(p *problems, path string, o Option) {
	if len(o.On) != len(c.Axes) {
		p.add(path, "names %d values, but there are %d axes: give the option a value on each", len(o.On), len(c.Axes))
		return
	}
	for i, axis := range c.Axes {
		switch {
		case o.On[i] == "":
			p.add(path, "has no value on the axis %q", axis.ID)
		case !slices.ContainsFunc(axis.Values, func(v AxisValue) bool { return v.ID == o.On[i] }):
			p.add(path, "there is no value %q on the axis %q", o.On[i], axis.ID)
		}
	}
}

// checkAxesUsed reports axis values that no option has.
func (c *Catalogue) checkAxesUsed(p *problems) {
	for i, axis := range c.Axes {
		for j, v := range axis.Values {
			has := func(o Option) bool { return i < len(o.On) && o.On[i] == v.ID }
			if v.ID != "" && !slices.ContainsFunc(c.Options, has) {
				p.add(fmt.Sprintf("axes[%d].values[%d].id", i, j), "no option has the value %q on the axis %q", v.ID, axis.ID)
			}
		}
	}
}

// checkSubject checks that a subject is exactly one known option or one known axis value.
func (c *Catalogue) checkSubject(p *problems, path string, s Subject) bool {
	switch {
	case s.Option != "" && s.Axis != "":
		p.add(path, "names both an option and a value of an axis: give one of them")
		return false
	case s.Axis == "":
		return p.known(path+".option", "option", s.Option, c.index.option)
	}
	axis, value, _ := strings.Cut(s.Axis, ".")
	at := slices.IndexFunc(c.Axes, func(a Axis) bool { return a.ID == axis })
	if at < 0 {
		p.add(path+".axis", "there is no axis %q", axis)
		return false
	}
	if !slices.ContainsFunc(c.Axes[at].Values, func(v AxisValue) bool { return v.ID == value }) {
		p.add(path+".axis", "there is no value %q on the axis %q", value, axis)
		return false
	}
	return true
}

// Of returns the subject as content files write it.
func (s Subject) Of() string {
	if s.Axis != "" {
		return s.Axis
	}
	return s.Option
}

// checkSeveral checks how many answers to a question may hold together.
func checkSeveral(p *problems, path string, q Question) {
	switch n := q.stateCount(score.MaxAnswers); {
	case q.Several < 0 || q.Several > len(q.Answers):
		p.add(path+".several", "is %d, but must lie between 0 and %d", q.Several, len(q.Answers))
	case n > score.MaxAnswers && len(q.Answers) <= score.MaxAnswers:
		p.add(path+".several", "is %d, which gives more than %d combinations of answers: allow fewer at once", q.Several, score.MaxAnswers)
	}
}
