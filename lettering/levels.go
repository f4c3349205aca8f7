package lettering

import (
	"cmp"
	"slices"

	"golang.org/x/text/unicode/bidi"
)

// levels returns the embedding levels of a line: even levels run from left to right, odd
// ones from right to left. It implements the Unicode Bidirectional Algorithm (UAX #9) for
// text without explicit controls, which are removed from titles. Package bidi provides the
// classes of characters but does not export levels.
func levels(text []rune, base int) []int {
	classes := make([]bidi.Class, len(text))
	for i, c := range text {
		properties, _ := bidi.LookupRune(c)
		classes[i] = properties.Class()
	}
	start := bidi.L
	if base == 1 {
		start = bidi.R
	}
	marks := make([]bool, len(text))
	for i, class := range classes {
		marks[i] = class == bidi.NSM
	}
	weak(classes, start)
	brackets(text, marks, classes, start)
	neutral(classes, start)
	list := make([]int, len(text))
	for i, class := range classes { // I1 and I2
		switch {
		case class == bidi.R:
			list[i] = 1
		case class == bidi.EN || class == bidi.AN:
			list[i] = 2
		default:
			list[i] = 2 * base // L is one level higher in a line from right to left
		}
	}
	for i := len(text) - 1; i >= 0 && (text[i] == ' ' || text[i] == '\t'); i-- { // L1
		list[i] = base
	}
	return list
}

// weak resolves weak types: marks and numbers (rules W1 to W7).
func weak(classes []bidi.Class, start bidi.Class) {
	strong, before := start, start
	for i, class := range classes {
		if class == bidi.NSM { // W1
			class = before
		}
		before = class
		switch class {
		case bidi.L, bidi.R, bidi.AL:
			strong = class
		case bidi.EN:
			if strong == bidi.AL { // W2
				class = bidi.AN
			}
		}
		classes[i] = class
	}
	for i := 1; i+1 < len(classes); i++ { // W4; W3 comes with the last loop
		sides := classes[i-1] == classes[i+1]
		switch {
		case classes[i] == bidi.ES && sides && classes[i-1] == bidi.EN,
			classes[i] == bidi.CS && sides && (classes[i-1] == bidi.EN || classes[i-1] == bidi.AN):
			classes[i] = classes[i-1]
		}
	}
	for i := 0; i < len(classes); i++ { // W5
		if classes[i] != bidi.ET {
			continue
		}
		to := i
		for to < len(classes) && classes[to] == bidi.ET {
			to++
		}
		if i > 0 && classes[i-1] == bidi.EN || to < len(classes) && classes[to] == bidi.EN {
			for j := i; j < to; j++ {
				classes[j] = bidi.EN
			}
		}
		i = to - 1
	}
	strong = start
	for i, class := range classes {
		switch class {
		case bidi.AL: // W3
			classes[i], strong = bidi.R, bidi.R
		case bidi.L, bidi.R:
			strong = class
		case bidi.EN:
			if strong == bidi.L { // W7
				classes[i] = bidi.L
			}
		case bidi.AN:
		default: // W6, together with all neutrals
			classes[i] = bidi.ON
		}
	}
}

// brackets gives both brackets of a pair the direction of what they enclose, so that they stay
// around it (rule N0). Marks on a bracket follow it.
func brackets(text []rune, marks []bool, classes []bidi.Class, start bidi.Class) {
	for _, pair := range bracketPairs(text, classes) {
		own, other := false, bidi.ON // what stands inside
		for _, class := range classes[pair[0]+1 : pair[1]] {
			if class = direction(class); class == start {
				own = true
			} else if class != bidi.ON {
				other = class
			}
		}
		class := start
		switch {
		case own:
		case other == bidi.ON:
			continue
		default:
			before := start
			for i := pair[0] - 1; i >= 0; i-- {
				if class := direction(classes[i]); class != bidi.ON {
					before = class
					break
				}
			}
			if before == other {
				class = other
			}
		}
		for _, at := range pair {
			classes[at] = class
			for i := at + 1; i < len(text) && marks[i]; i++ {
				classes[i] = class
			}
		}
	}
}

// direction is the class of text that runs in the same direction: numbers count as R.
func direction(class bidi.Class) bidi.Class {
	if class == bidi.EN || class == bidi.AN {
		return bidi.R
	}
	return class
}

// maxOpen is how many brackets may be open at once; UAX #9 (BD16) sets it.
const maxOpen = 63

// bracketPairs finds the pairs of brackets in a text, by their first bracket.
func bracketPairs(text []rune, classes []bidi.Class) (pairs [][2]int) {
	var open []int
	for i, c := range text {
		properties, _ := bidi.LookupRune(c)
		if classes[i] != bidi.ON || !properties.IsBracket() {
			continue
		}
		if properties.IsOpeningBracket() {
			if len(open) == maxOpen {
				return nil
			}
			open = append(open, i)
			continue
		}
		for at := len(open) - 1; at >= 0; at-- {
			if closing(text[open[at]]) == closingForm(c) {
				pairs = append(pairs, [2]int{open[at], i})
				open = open[:at]
				break
			}
		}
	}
	slices.SortFunc(pairs, func(a, b [2]int) int { return cmp.Compare(a[0], b[0]) })
	return pairs
}

// closing returns the bracket that closes another one. In Unicode it nearly always comes next.
func closing(c rune) rune {
	switch c {
	case '[', '{', '［', '｛':
		return c + 2
	case '\u2329':
		return '\u3009'
	case '\u298d':
		return '\u2990'
	case '\u298f':
		return '\u298e'
	}
	return c + 1
}

// closingForm returns the usual form of a closing bracket that Unicode has twice.
func closingForm(c rune) rune {
	if c == '\u232a' {
		return '\u3009'
	}
	return c
}

// neutral gives neutral characters the direction of the text on both sides or, if the sides
// differ, that of the line (rules N1 and N2).
func neutral(classes []bidi.Class, start bidi.Class) {
	side := func(i int) bidi.Class {
		if i < 0 || i >= len(classes) {
			return start
		}
		return direction(classes[i])
	}
	for i := 0; i < len(classes); i++ {
		if classes[i] != bidi.ON {
			continue
		}
		to := i
		for to < len(classes) && classes[to] == bidi.ON {
			to++
		}
		class := start
		if left := side(i - 1); left == side(to) {
			class = left
		}
		for j := i; j < to; j++ {
			classes[j] = class
		}
		i = to - 1
	}
}
