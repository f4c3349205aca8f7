package decision

import (
	"math"
	"strconv"

	"crossroads/wrong"
)

// problems collects the problems of a catalogue or an assessment, in order. Fields of a
// catalogue are named as in the content files, with positions from 0: "options[1].id",
// "questions[4].answers[1].shifts[0].option", "cells[7].value",
// "cases[3].parts[0].answers.traffic", "bounds.floor".
type problems wrong.Inputs

func (p *problems) add(field, format string, args ...any) {
	(*wrong.Inputs)(p).Add(field, format, args...)
}

// finite adds a problem unless x is a finite number.
func (p *problems) finite(path string, x float64) bool {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		p.add(path, "is not a finite number")
		return false
	}
	return true
}

// within adds a problem unless x lies in [low, high].
func (p *problems) within(path string, x, low, high float64) {
	if p.finite(path, x) && (x < low || x > high) {
		plain := func(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
		p.add(path, "is %v, but must lie between %s and %s", x, plain(low), plain(high))
	}
}

// id adds a problem unless the id is well formed, not reserved and not used before.
func (p *problems) id(path, id string, seen map[string]int, at int, reserved ...string) {
	if !ValidID(id) {
		p.add(path, "%q is not an id: use 1 to 40 lower-case letters, digits and hyphens, and begin with a letter", id)
		return
	}
	for _, word := range reserved {
		if id == word {
			p.add(path, "%q is reserved: choose another id", id)
			return
		}
	}
	if first, double := seen[id]; double {
		p.add(path, "%q is already the id of entry %d of this list", id, first+1)
		return
	}
	seen[id] = at
}

// known adds a problem unless the id is in the index.
func (p *problems) known(path, kind, id string, index map[string]int) bool {
	if _, ok := index[id]; ok {
		return true
	}
	p.add(path, "there is no %s %q", kind, id)
	return false
}

// ValidID reports whether an id is well formed: ^[a-z][a-z0-9-]{0,39}$.
func ValidID(id string) bool {
	if len(id) == 0 || len(id) > 40 || id[0] < 'a' || id[0] > 'z' {
		return false
	}
	for i := 1; i < len(id); i++ {
		c := id[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return true
}
