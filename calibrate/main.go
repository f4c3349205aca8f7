// Command calibrate fits the numbers of the shipped comparison to the judgements of the
// panel and measures how well they generalise.
//
// It starts from the first judgement, the files in first-judgement/, and searches a fixed
// grid (half steps of a scale, six factors) for the numbers under which the panel's points
// are most likely. A number moves at most a few steps from its first value and never to the
// other side of no effect. Published cases are never used for fitting: it prints how well
// the fitted comparison agrees with them as a test, and likewise with the situations marked
// as later.
//
//	go run .            print the table that /method and /cases show
//	go run . -write     and write the fitted numbers into the content
//	go run . -moved     and list every number that moved
package main

import (
	"flag"
	"fmt"
	"io"
	"os"

	"crossroads/content"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "calibrate:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("calibrate", flag.ContinueOnError)
	dir := flags.String("content", "../content", "content `folder` to fit")
	first := flags.String("first", "first-judgement", "`folder` with the first judgement of the comparison")
	folds := flags.Int("folds", 10, "number of folds")
	pull := flags.Float64("pull", 0.2, "log-likelihood that a step away from the first judgement must gain")
	least := flags.Float64("least", 6, "log-likelihood that a number of the last fit must gain to move, beyond the pull")
	grow := flags.Float64("grow", 0,
		"look for effects that the first judgement lacks, each of which must gain so much log-likelihood; 0 for none")
	write := flags.Bool("write", false, "write the fitted numbers into the content")
	moved := flags.Bool("moved", false, "list the numbers that moved")
	misses := flags.Bool("misses", false, "list the situations in which the panel's first choice is not the fitted one")
	encoders := flags.Bool("encoders", false, "list by question how often two encoders agree")
	residuals := flags.Bool("residuals", false, "list by answer where the panel and the fit differ")
	if err := flags.Parse(args); err != nil {
		return err
	}
	library, err := load(*dir, *first)
	if err != nil {
		return err
	}
	if library.PanelOf(library.Comparisons[0].Slug) == nil {
		return fmt.Errorf("%s has no panel", *dir)
	}
	last, err := content.Load(os.DirFS(*dir))
	if err != nil {
		return err
	}
	s := &study{
		cat: library.Comparisons[0], last: last.Comparisons[0], panel: library.PanelOf(library.Comparisons[0].Slug), pull: *pull,
		folds: *folds, least: *least, grow: *grow,
	}
	if err := s.run(); err != nil {
		return err
	}
	if err := s.print(out); err != nil {
		return err
	}
	if *moved {
		s.printMoved(out)
	}
	if *misses {
		s.printMisses(out)
	}
	if *encoders {
		s.printEncoders(out)
	}
	if *residuals {
		s.printResiduals(out, s.final)
	}
	if *write {
		return s.final.write(*dir, out)
	}
	return nil
}

// load reads the content with the comparison as first judged.
func load(dir, first string) (*content.Library, error) {
	tree, err := overlay(dir, first)
	if err != nil {
		return nil, err
	}
	return content.Load(tree)
}
