package chart

import "strings"

// advances are the widths of the letters from space to "~" in DejaVu Sans, regular
// and bold, in thousandths of the font's size. It is the widest of the usual system
// fonts: what fits in it fits in the others.
var advances = [2][95]int{
	{
		318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636, 636, 636, 636, 636, 636,
		337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635,
		611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974,
		634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
	},
	{
		348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415, 380, 365, 696, 696, 696, 696, 696, 696, 696, 696, 696, 696,
		400, 400, 838, 838, 838, 580, 1000, 774, 762, 734, 830, 683, 683, 821, 837, 372, 372, 775, 637, 995, 837, 850, 733, 850, 770, 720,
		682, 812, 774, 1103, 771, 724, 725, 457, 365, 457, 838, 500, 500, 675, 716, 593, 716, 678, 435, 716, 712, 343, 343, 665, 343, 1042,
		712, 687, 716, 716, 493, 595, 478, 712, 652, 924, 645, 652, 582, 712, 365, 712, 838,
	},
}

// textWidth returns the width of a line in DejaVu Sans of a size. For letters of other scripts it assumes
// the widest.
func textWidth(text string, size float64, bold bool) float64 {
	font := &advances[0]
	if bold {
		font = &advances[1]
	}
	sum := 0
	for _, c := range text {
		switch {
		case c == 0xa0: // a space that does not break
			sum += font[0]
		case c >= ' ' && c <= '~':
			sum += font[c-' ']
		case c < 0x500:
			sum += 900
		default:
			sum += 1100
		}
	}
	return float64(sum) / 1000 * size
}

// wrap breaks a text into at most so many lines of a width. A word that is too long is broken. If there are
// too many lines, the last ends in an ellipsis.
func wrap(text string, width, size float64, bold bool, most int) []string {
	var lines []string
	line := ""
	fits := func(s string) bool { return textWidth(s, size, bold) <= width }
	for words := strings.Fields(text); len(words) > 0; {
		word := words[0]
		switch joined := strings.TrimSpace(line + " " + word); {
		case fits(joined):
			line, words = joined, words[1:]
			continue
		case line != "":
			lines, line = append(lines, line), ""
		default:
			head := cut(word, fits)
			lines, words[0] = append(lines, head), word[len(head):]
		}
		if len(lines) == most { // and something is over
			last := []rune(lines[most-1])
			for len(last) > 1 && !fits(string(last)+"…") {
				last = last[:len(last)-1]
			}
			lines[most-1] = string(last) + "…"
			return lines
		}
	}
	return append(lines, line)
}

// cut returns as much of a word as fits: at least one letter, and never the whole word.
func cut(word string, fits func(string) bool) string {
	end := len(word)
	for i := range word {
		if i > 0 {
			if end < len(word) && !fits(word[:i]) {
				break
			}
			end = i
		}
	}
	return word[:end]
}
