package chart

// Widths of the plot in px: on a phone of 360 px, and where minor ticks begin to show.
const (
	narrowPlot = 158.0
	widePlot   = 350.0
)

// Sizes of the text in a plot, in px, and the least room between two labels in a row.
const (
	plotText = 12.0
	plotGap  = 4.0
)

// label is where a text stands in a row: a place across in per cent, and which of its ends is there.
type label struct {
	At     float64
	Anchor string
}

// placed puts a text at a place across, or to the side of it, so that it stays within the
// narrowest plot in the widest font. A wider plot has more room on both sides.
func placed(at float64, text string, bold bool) label {
	px, width := at/100*narrowPlot, textWidth(text, plotText, bold)
	switch {
	case px >= width/2 && px+width/2 <= narrowPlot:
		return label{at, "middle"}
	case at < 50 && px+width <= narrowPlot:
		return label{at, "start"}
	case at >= 50 && px >= width:
		return label{at, "end"}
	case at < 50:
		return label{0, "start"}
	}
	return label{100, "end"}
}

// span is where a label begins and ends in a plot of a width, for a text that is so wide.
func (l label) span(plot, width float64) (from, to float64) {
	at := l.At / 100 * plot
	switch l.Anchor {
	case "start":
		return at, at + width
	case "end":
		return at - width, at
	}
	return at - width/2, at + width/2
}

// thinned leaves out ticks whose texts would meet, and marks those that only a wide plot
// has room for. What is left stands at even steps.
func thinned(ticks []tick) []tick {
	narrow, wide := step(ticks, narrowPlot), step(ticks, widePlot)
	var kept []tick
	for i, t := range ticks {
		if i%wide == 0 {
			t.Minor = i%narrow != 0
			kept = append(kept, t)
		}
	}
	return kept
}

// step is the least n with which the texts of every nth tick are apart.
func step(ticks []tick, plot float64) int {
	for n := 1; n < len(ticks); n++ {
		apart, end := true, -plotGap
		for i := 0; i < len(ticks); i += n {
			from, to := placed(ticks[i].At, ticks[i].Text, false).span(plot, textWidth(ticks[i].Text, plotText, false))
			apart = apart && from >= end+plotGap
			end = to
		}
		if apart {
			return n
		}
	}
	return max(len(ticks), 1)
}
