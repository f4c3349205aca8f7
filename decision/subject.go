package decision

import (
	"strings"

	"crossroads/decision/score"
)

// AxisRef returns the reference to an axis value used in a Subject: "platform.managed".
func AxisRef(axis, value string) string { return axis + "." + value }

// OptionsOf lists the positions of the options that a subject stands for, in catalogue
// order; none for an unknown subject.
func (c *Catalogue) OptionsOf(s Subject) []int {
	var list []int
	for o := range c.Options {
		if c.Covers(s, o) {
			list = append(list, o)
		}
	}
	return list
}

// Covers reports whether a subject includes the option at position o.
func (c *Catalogue) Covers(s Subject, o int) bool {
	if s.Axis == "" {
		return c.Options[o].ID == s.Option
	}
	axis, value, _ := strings.Cut(s.Axis, ".")
	for i, on := range c.Options[o].On {
		if i < len(c.Axes) && c.Axes[i].ID == axis && on == value {
			return true
		}
	}
	return false
}

// Divides reports whether parts of a system are programs of their own with the option at
// position o.
func (c *Catalogue) Divides(o int) bool {
	for _, axis := range c.Axes {
		for _, v := range axis.Values {
			if v.Divides && c.Covers(Subject{Axis: AxisRef(axis.ID, v.ID)}, o) {
				return true
			}
		}
	}
	return false
}

// Judgements returns the cells that add up to an option's value on a criterion, in the
// order of the catalogue.
func (c *Catalogue) Judgements(option, criterion string) []Cell {
	o, ok := c.optionAt(option)
	if !ok {
		return nil
	}
	var cells []Cell
	for _, cell := range c.Cells {
		if cell.Criterion == criterion && c.Covers(cell.Subject(), o) {
			cells = append(cells, cell)
		}
	}
	return cells
}

// Value returns the raw value of an option on a criterion in the average context.
func (c *Catalogue) Value(option, criterion string) float64 {
	sum := 0.0
	for _, cell := range c.Judgements(option, criterion) {
		sum += cell.Value
	}
	return sum
}

func (c *Catalogue) optionAt(id string) (int, bool) {
	for o := range c.Options {
		if c.Options[o].ID == id {
			return o, true
		}
	}
	return 0, false
}

// AxisValueOf resolves a reference to an axis value.
func (c *Catalogue) AxisValueOf(ref string) (Axis, AxisValue, bool) {
	axis, value, _ := strings.Cut(ref, ".")
	for _, a := range c.Axes {
		for _, v := range a.Values {
			if a.ID == axis && v.ID == value {
				return a, v, true
			}
		}
	}
	return Axis{}, AxisValue{}, false
}

// SubjectName returns the name of a subject for tables: that of the option or of the axis
// value.
func (c *Catalogue) SubjectName(s Subject) string {
	if s.Axis == "" {
		return c.OptionName(s.Option)
	}
	if _, v, ok := c.AxisValueOf(s.Axis); ok {
		return v.Name
	}
	return s.Axis
}

// group returns a platform number for each option: options with the same values on all
// priced axes share a platform. Without a priced axis every option is a platform of its
// own.
func (c *Catalogue) group() []int {
	groups, seen := make([]int, len(c.Options)), map[string]int{}
	for o, option := range c.Options {
		key := ""
		for i, axis := range c.Axes {
			if axis.Priced {
				key += axis.ID + "." + option.On[i] + " "
			}
		}
		if key == "" {
			key = option.ID
		}
		if _, ok := seen[key]; !ok {
			seen[key] = len(seen)
		}
		groups[o] = seen[key]
	}
	return groups
}

// set returns the options that a subject stands for.
func (c *Catalogue) set(s Subject) score.Set {
	var set score.Set
	for _, o := range c.OptionsOf(s) {
		set |= score.Bit(o)
	}
	return set
}

// Subject returns the subject of the shift.
func (s Shift) Subject() Subject { return Subject{s.Option, s.Axis} }

// Subject returns the subject of the must.
func (m Must) Subject() Subject { return Subject{m.Option, m.Axis} }

// Subject returns the subject of the warning.
func (w Warning) Subject() Subject { return Subject{w.Option, w.Axis} }

// Subject returns the subject of the cell.
func (c Cell) Subject() Subject { return Subject{c.Option, c.Axis} }
