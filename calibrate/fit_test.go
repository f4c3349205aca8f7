package main

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"crossroads/content"
	"crossroads/decision"
)

func near(a, b float64) bool { return math.Abs(a-b) < 1e-12 }

func TestSoftmax(t *testing.T) {
	got := softmax(nil, []float64{0.2, 0.1, ruledOut}, 0.05)
	odds := math.Exp(0.1 / 0.05)
	if !near(got[0], odds/(1+odds)) || !near(got[1], 1/(1+odds)) || got[2] != 0 {
		t.Errorf("got %v", got)
	}
	if got := softmax(nil, []float64{1e6, 0}, 0.01); got[0] != 1 || got[1] != 0 {
		t.Errorf("far apart: %v", got)
	}
	if got := softmax(nil, []float64{ruledOut, ruledOut}, 1); got != nil {
		t.Errorf("where nothing is left: %v", got)
	}
}

func TestLikelihood(t *testing.T) {
	if got, want := likelihood([]float64{0, 0}, []float64{0.5, 0.5}, 1), math.Log(0.5); !near(got, want) {
		t.Errorf("of equals %v, want %v", got, want)
	}
	// What is ruled out costs much, and not infinitely much.
	if got, want := likelihood([]float64{0, ruledOut}, []float64{0, 1}, 1), math.Log(slip/2); !near(got, want) {
		t.Errorf("of what is ruled out %v, want %v", got, want)
	}
	if got := likelihood([]float64{ruledOut, ruledOut}, []float64{1, 0}, 1); got != 0 {
		t.Errorf("where nothing is left %v", got)
	}
	// More points on what has more value are likelier.
	values := []float64{0.7, 0.5, 0.2}
	if a, b := likelihood(values, []float64{0.8, 0.1, 0.1}, 0.1), likelihood(values, []float64{0.1, 0.1, 0.8}, 0.1); a <= b {
		t.Errorf("likely %v, unlikely %v", a, b)
	}
}

func TestGrids(t *testing.T) {
	for _, test := range []struct {
		name      string
		got, want []float64
	}{
		{"around", around(2, 0.5, 1, 5), []float64{1, 1.5, 2, 2.5, 3, 3.5}},
		{"around, with thousandths", around(0.015, 0.005, 0, 0.025), []float64{0, 0.005, 0.01, 0.015, 0.02, 0.025}},
		{"above nothing", signed([]float64{-1, -0.5, 0, 0.5, 1}, 0.5, 0), []float64{0, 0.5, 1}},
		{"below nothing", signed([]float64{-1, -0.5, 0, 0.5, 1}, -0.5, 0), []float64{-1, -0.5, 0}},
		{"a factor that lowers", signed([]float64{0.5, 0.75, 1, 1.25}, 0.75, 1), []float64{0.5, 0.75, 1}},
	} {
		if !slices.Equal(test.got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, test.got, test.want)
		}
	}
}

func TestRanked(t *testing.T) {
	if got, want := ranked([]float64{0.2, ruledOut, 0.7, 0.2}), []int{2, 0, 3, 1}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestSpread(t *testing.T) {
	rows := [][]float64{{9, 1}, {9, 2}, {9, 3}, {9, 4}}
	mean, err := spread(rows, 1)
	if !near(mean, 2.5) || !near(err, math.Sqrt(1.25/4)) {
		t.Errorf("mean %v, error %v", mean, err)
	}
	if _, err := spread(rows[:3], 1); !math.IsInf(err, 1) {
		t.Errorf("of three the error is %v", err)
	}
}

func TestRules(t *testing.T) {
	for _, test := range []struct {
		name          string
		rule          rule
		theta         []float64
		holds, turned bool // turned: with the first two the other way round
	}{
		{"rises", rule{along: []int{0, 1}}, []float64{1, 2}, true, false},
		{"stays", rule{along: []int{0, 1}}, []float64{1, 1}, true, true},
		{"falls", rule{along: []int{0, 1}, falls: true}, []float64{2, 1}, true, false},
		{"either", rule{along: []int{0, 1}, either: true}, []float64{1, 2}, true, true},
		{"through nothing", rule{along: []int{0, -1, 1}}, []float64{-1, 2}, true, false},
		{"a factor through one", rule{along: []int{0, -1, 1}, neutral: 1}, []float64{0.5, 0.75}, false, false},
	} {
		if got := test.rule.holds(test.theta); got != test.holds {
			t.Errorf("%s: %v", test.name, got)
		}
		test.theta[0], test.theta[1] = test.theta[1], test.theta[0]
		if got := test.rule.holds(test.theta); got != test.turned {
			t.Errorf("%s, turned: %v", test.name, got)
		}
	}
}

// A step away from the first judgement has its price: with little to gain by it nothing
// moves, and what moves gains more than it costs.
func TestPull(t *testing.T) {
	c, panel := puzzle(t, 6)
	v := newVector(c, 0)
	seen := v.observe(panel, false)
	objective := func(f *fitter) (sum float64) {
		for i := range f.states {
			sum += f.states[i].like
		}
		for i := range f.numbers {
			sum -= f.cost(&f.numbers[i], f.theta[i])
		}
		return sum
	}
	steps := func(f *fitter) (sum float64) {
		for i := range f.numbers {
			sum += f.numbers[i].steps(f.theta[i])
		}
		return sum
	}
	before := newVector(c, 0).fit(seen, 0.001, anyGain, 0)
	weak := newVector(c, 0).fit(seen, 0.001, anyGain, rounds)
	strong := newVector(c, 0).fit(seen, 0.02, anyGain, rounds)
	never := newVector(c, 0).fit(seen, 100, anyGain, rounds)
	if steps(never) != 0 {
		t.Errorf("%v steps at a price that nothing is worth", steps(never))
	}
	if steps(weak) < steps(strong) || steps(weak) == 0 {
		t.Errorf("%v steps at a low price, %v at a high one", steps(weak), steps(strong))
	}
	if objective(weak) <= objective(before) {
		t.Errorf("fitted %v, before %v", objective(weak), objective(before))
	}
	reluctant := newVector(c, 0).fit(seen, 0.001, 100, rounds)
	if steps(reluctant) != 0 {
		t.Errorf("%v steps, none of which gains as much as asked", steps(reluctant))
	}
}

// The regression has to be able to learn what there is to learn, as the fit is held
// against it.
func TestRegression(t *testing.T) {
	var xs, ys [][]float64
	for i := range 40 {
		x, y := []float64{1, 0, 1}, []float64{0.9, 0.1}
		if i%2 == 1 {
			x, y = []float64{0, 1, 1}, []float64{0.2, 0.8}
		}
		xs, ys = append(xs, x), append(ys, y)
	}
	m, err := train(xs, ys, slices.Repeat([]float64{1}, len(xs)))
	if err != nil {
		t.Fatal(err)
	}
	for i := range 2 {
		got := m.chances(xs[i])
		if math.Abs(got[0]-ys[i][0]) > 0.06 || !near(got[0]+got[1], 1) {
			t.Errorf("chances %v, want about %v", got, ys[i])
		}
	}
}

// What is written back is what was fitted, and nothing else of a file changes.
func TestWrite(t *testing.T) {
	c, _ := loaded(t)
	library, err := content.Load(os.DirFS("../content"))
	if err != nil {
		t.Fatal(err)
	}
	now := library.Comparisons[0]
	for _, moved := range []kind{-1, base, cell, shift, factor, price} {
		dir := t.TempDir()
		if err := os.CopyFS(dir, os.DirFS("../content")); err != nil {
			t.Fatal(err)
		}
		v := newVector(now, 0)
		f := v.fit(nil, 0, anyGain, 0)
		at := slices.IndexFunc(f.numbers, func(n number) bool { return n.kind == moved && len(n.grid) > 2 })
		want := ""
		if at >= 0 {
			n := &f.numbers[at]
			next := slices.Index(n.grid, n.first) + 1
			if next == len(n.grid) || n.grid[next] == neutral(moved) {
				next = slices.Index(n.grid, n.first) - 1
			}
			f.theta[at] = n.grid[next]
			want = "changed: " + n.where + " from "
		}
		var out strings.Builder
		if err := f.write(dir, &out); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(out.String(), want) || want == "" && out.String() != "" || strings.Count(out.String(), "\n") > 1 {
			t.Errorf("kind %d: it says %q, want %q", moved, out.String(), want)
		}
		lines := 0
		for _, name := range judged {
			lines += differing(t, filepath.Join("../content", comparison, name), filepath.Join(dir, comparison, name))
		}
		if (at >= 0) != (lines == 1) || lines > 1 {
			t.Errorf("kind %d: %d lines differ", moved, lines)
		}
		written, err := content.Load(os.DirFS(dir))
		if err != nil {
			t.Fatalf("kind %d: %v", moved, err)
		}
		if at >= 0 {
			if again := newVector(written.Comparisons[0], 0); again.numbers[at].first != f.theta[at] {
				t.Errorf("kind %d: %v was written, want %v", moved, again.numbers[at].first, f.theta[at])
			}
		}
	}
	if len(newVector(c, 0).numbers) < 300 {
		t.Error("the first judgement has hardly a number that can be fitted")
	}
}

// neutral returns the value at which a number has no effect, -1 where there is none.
func neutral(k kind) float64 {
	switch k {
	case shift, price:
		return 0
	case factor:
		return 1
	}
	return -1
}

func differing(t *testing.T, a, b string) (n int) {
	t.Helper()
	var lines [2][]string
	for i, file := range []string{a, b} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		lines[i] = strings.Split(string(text), "\n")
	}
	if len(lines[0]) != len(lines[1]) {
		t.Fatalf("%s has %d lines, was %d", b, len(lines[1]), len(lines[0]))
	}
	for i, line := range lines[0] {
		if line != lines[1][i] {
			n++
		}
	}
	return n
}

// An effect that a fit drops leaves the file, with the head of a list that is empty then.
func TestWriteDrops(t *testing.T) {
	w := &writer{
		want: map[string]float64{
			"questions q=a shifts option.x cost": 0, "questions q=a weights cost": 1, "questions q=a weights speed": 1.5,
			"questions q=b shifts option.x cost": 1,
		},
		neutral: map[string]float64{
			"questions q=a shifts option.x cost": 0, "questions q=a weights cost": 1, "questions q=a weights speed": 1,
			"questions q=b shifts option.x cost": 0,
		},
		out: new(strings.Builder),
	}
	text := `
      - id: q
        answers:
          - id: a
            shifts:
              - {axis: option.x, criterion: cost, by: 0.5, why: "Because."}
            weights:
              - {criterion: cost, factor: 0.75, why: "Because."}
              - {criterion: speed, factor: 1.25, why: "Because."}
          - id: b
            shifts:
              - {axis: option.x, criterion: cost, by: 0.5, why: "Because."}
              - {axis: option.x, criterion: ease, by: 0.5, why: "New."}`
	want := `
      - id: q
        answers:
          - id: a
            weights:
              - {criterion: speed, factor: 1.5, why: "Because."}
          - id: b
            shifts:
              - {axis: option.x, criterion: cost, by: 1, why: "Because."}
              - {axis: option.x, criterion: ease, by: 0.5, why: "New."}`
	if got := strings.Join(w.rewrite("questions.yaml", strings.Split(text, "\n")), "\n"); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	if len(w.want) != 0 {
		t.Errorf("not written: %v", w.want)
	}
}

// Two encoders agree where they gave the same answers, over all parts.
func TestEncoders(t *testing.T) {
	c, panel := puzzle(t, 5)
	more := func(i int, e content.Encoding) {
		panel.Situations[i].Encodings = append(panel.Situations[i].Encodings, e)
	}
	more(0, content.Encoding{Answers: decision.Answers{"which": {"a0"}}})
	more(1, content.Encoding{Parts: []decision.Part{
		{Answers: decision.Answers{"which": {"a2"}}}, {Answers: decision.Answers{"which": {"a1"}}},
	}})
	more(2, content.Encoding{})
	more(3, content.Encoding{Answers: decision.Answers{"which": {"a4"}}})
	var out strings.Builder
	(&study{cat: c, panel: panel}).printEncoders(&out)
	if want := "which            3   1   2   1\n"; !strings.HasSuffix(out.String(), want) {
		t.Errorf("got %q, want the last line %q", out.String(), want)
	}
}

// The command refuses what it cannot run with, before it has written anything.
func TestRefused(t *testing.T) {
	for name, args := range map[string][]string{
		"no first judgement": {"-first", t.TempDir()},
		"no content":         {"-content", t.TempDir()},
	} {
		var out strings.Builder
		if err := run(args, &out); err == nil || out.Len() > 0 {
			t.Errorf("%s: %v, printed %q", name, err, out.String())
		}
	}
}

// The table that the portal shows is what the command prints for this content.
func TestPublishedTable(t *testing.T) {
	var out strings.Builder
	if err := run(nil, &out); err != nil {
		t.Fatal(err)
	}
	library, err := content.Load(os.DirFS("../content"))
	if err != nil {
		t.Fatal(err)
	}
	published := library.PanelOf(library.Comparisons[0].Slug).Calibration
	if head := fmt.Sprintf("%d situations, %d numbers,", published.Situations, published.Numbers); !strings.HasPrefix(out.String(), head) {
		t.Errorf("content/panel/calibration.yaml has %q, printed is\n%s", head, out.String())
	}
	if len(published.Rows) != 8 {
		t.Errorf("%d rows are published", len(published.Rows))
	}
	for _, r := range published.Rows {
		row := fmt.Sprintf("%5.1f %%   %5.1f %%   %5.1f %%   %8.3f\n", 100*r.First, 100*r.Two, 100*r.Structure, r.LogLikelihood)
		if !strings.Contains(out.String(), row) {
			t.Errorf("content/panel/calibration.yaml has %q: %s, which was not printed:\n%s", r.Name, row, out.String())
		}
	}
	if len(published.Verdicts) != len(content.MeasuredVerdicts) {
		t.Errorf("%d verdicts are published", len(published.Verdicts))
	}
	for _, r := range published.Verdicts {
		row := fmt.Sprintf("%-44s %5.1f %%   %5.1f %%\n", r.Kind, 100*r.First, 100*r.OfAll)
		if !strings.Contains(out.String(), row) {
			t.Errorf("content/panel/calibration.yaml has %s, which was not printed:\n%s", row, out.String())
		}
	}
}
