package main

import (
	"fmt"
	"io"
	"math"
)

// printResiduals lists, for each answer, where the panel's shares differ from those of a
// fit over the situations with that answer, which shows what the numbers of the answer
// miss. It omits differences within two standard errors.
func (s *study) printResiduals(out io.Writer, f *fitter) {
	fmt.Fprintln(out)
	for q, question := range f.cat.Questions {
		for a, answer := range question.Answers {
			var rows [][]float64
			for _, o := range s.seen {
				if f.chance(o.encoding, q, a) < 0.5 {
					continue
				}
				row := softmax(nil, f.values(o, f.s), f.temperature)
				for c := range row {
					row[c] = o.points[c] - row[c]
				}
				rows = append(rows, row)
			}
			line := ""
			for c := range len(f.options) + 1 {
				if mean, err := spread(rows, c); math.Abs(mean) > 2*err && math.Abs(mean) >= 0.03 {
					line += fmt.Sprintf("  %s %+.0f", f.name(c), 100*mean)
				}
			}
			if line != "" {
				fmt.Fprintf(out, "%-24s %3d situations %s\n", question.ID+"="+answer.ID, len(rows), line)
			}
		}
	}
}

// spread returns the mean of a column and its standard error.
func spread(rows [][]float64, c int) (mean, err float64) {
	if len(rows) < 4 {
		return 0, math.Inf(1)
	}
	n := float64(len(rows))
	for _, r := range rows {
		mean += r[c] / n
	}
	for _, r := range rows {
		err += (r[c] - mean) * (r[c] - mean) / n
	}
	return mean, math.Sqrt(err / n)
}
