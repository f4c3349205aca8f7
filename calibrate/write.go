package main

import (
	"fmt"
	"io"
	"os"
	"path"
	"regexp"
	"strconv"
	"strings"
)

// In the files, every effect is on one line, so that a number can be replaced without
// touching the text around it.
var (
	rowLine       = regexp.MustCompile(`^([a-z][a-z0-9.-]*):$`)
	criterionLine = regexp.MustCompile(`^  ([a-z][a-z0-9-]*):$`)
	valueLine     = regexp.MustCompile(`^(    value: )(-?[0-9.]+)$`)
	weightLine    = regexp.MustCompile(`^(  weight: )([0-9.]+)$`)
	entryLine     = regexp.MustCompile(`^- id: (\S+)$`)
	questionLine  = regexp.MustCompile(`^      - id: (\S+)$`)
	answerLine    = regexp.MustCompile(`^          - id: (\S+)$`)
	shiftLine     = regexp.MustCompile(`^(\s+- \{(?:axis|option): (\S+), criterion: (\S+), by: )(-?[0-9.]+)(,.*)$`)
	factorLine    = regexp.MustCompile(`^(\s+- \{criterion: (\S+), factor: )([0-9.]+)(,.*)$`)
	priceLine     = regexp.MustCompile(`^(            platform: )(-?[0-9.]+)$`)
	boundLine     = regexp.MustCompile(`^(  (platform|apart|together): )([0-9.]+)$`)
	listLine      = regexp.MustCompile(`^(\s+)(?:shifts|weights):$`)
)

// write writes the fitted numbers to the content and lists the changes, because their
// reasons have to be reviewed. It removes effects that the fit dropped.
func (f *fitter) write(dir string, out io.Writer) error {
	w := &writer{want: map[string]float64{}, neutral: map[string]float64{}, out: out}
	for i, n := range f.numbers {
		w.want[n.where] = f.theta[i]
		switch n.kind {
		case shift, price:
			w.neutral[n.where] = 0
		case factor:
			w.neutral[n.where] = 1
		}
	}
	for _, name := range judged {
		file := path.Join(dir, comparison, name)
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		lines := w.rewrite(name, strings.Split(string(text), "\n"))
		if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")), 0o644); err != nil {
			return err
		}
	}
	for where, x := range w.want {
		if neutral, may := w.neutral[where]; !may || x != neutral {
			fmt.Fprintf(out, "not in the content: %s, to be %v\n", where, x)
		}
	}
	return nil
}

// writer rewrites files one after the other.
type writer struct {
	want, neutral    map[string]float64 // numbers still to be written, and the values without effect
	out              io.Writer
	row, criterion   string
	question, answer string
}

func (w *writer) rewrite(name string, lines []string) []string {
	var kept []string
	for _, line := range lines {
		if line, keep := w.line(name, line); keep {
			kept = append(kept, line)
		}
	}
	return withoutEmpty(kept)
}

// line replaces the number in a line. keep is false if the number no longer has an effect.
func (w *writer) line(name, line string) (string, bool) {
	switch name {
	case "comparison.yaml":
		if m := boundLine.FindStringSubmatch(line); m != nil {
			return w.number("bounds "+m[2], m[1], m[3], "")
		}
	case "criteria.yaml":
		if m := entryLine.FindStringSubmatch(line); m != nil {
			w.row = m[1]
		}
		if m := weightLine.FindStringSubmatch(line); m != nil {
			return w.number("criteria "+w.row, m[1], m[2], "")
		}
	case "matrix.yaml":
		if m := rowLine.FindStringSubmatch(line); m != nil {
			w.row = m[1]
		}
		if m := criterionLine.FindStringSubmatch(line); m != nil {
			w.criterion = m[1]
		}
		if m := valueLine.FindStringSubmatch(line); m != nil {
			return w.number("matrix "+w.row+" "+w.criterion, m[1], m[2], "")
		}
	case "questions.yaml":
		return w.effect(line)
	}
	return line, true
}

func (w *writer) effect(line string) (string, bool) {
	if m := questionLine.FindStringSubmatch(line); m != nil {
		w.question = m[1]
	}
	if m := answerLine.FindStringSubmatch(line); m != nil {
		w.answer = m[1]
	}
	where := "questions " + w.question + "=" + w.answer
	if m := shiftLine.FindStringSubmatch(line); m != nil {
		return w.number(where+" shifts "+m[2]+" "+m[3], m[1], m[4], m[5])
	}
	if m := factorLine.FindStringSubmatch(line); m != nil {
		return w.number(where+" weights "+m[2], m[1], m[3], m[4])
	}
	if m := priceLine.FindStringSubmatch(line); m != nil {
		return w.number(where+" platform", m[1], m[2], "")
	}
	return line, true
}

func (w *writer) number(where, before, was, after string) (string, bool) {
	x, ok := w.want[where]
	if !ok {
		return before + was + after, true // added after the first judgement, so not fitted
	}
	delete(w.want, where)
	now := strconv.FormatFloat(x, 'f', -1, 64)
	if neutral, may := w.neutral[where]; may && x == neutral {
		fmt.Fprintf(w.out, "dropped: %s (was %s)\n", where, was)
		return "", false
	}
	if old, err := strconv.ParseFloat(was, 64); err != nil || old != x {
		fmt.Fprintf(w.out, "changed: %s from %s to %s\n", where, was, now)
		return before + now + after, true
	}
	return before + was + after, true
}

// withoutEmpty removes the heads of lists that have become empty.
func withoutEmpty(lines []string) []string {
	var kept []string
	for i, line := range lines {
		if m := listLine.FindStringSubmatch(line); m != nil {
			if i+1 == len(lines) || !strings.HasPrefix(lines[i+1], m[1]+"  - ") {
				continue
			}
		}
		kept = append(kept, line)
	}
	return kept
}
