// Diagrams writes the drawings of the articles and profiles: content/diagrams/*.svg.
//
// Most are made from the texts beside this file, one for each drawing; see parse for their
// format. Package cost computes the drawings of costs from the shipped prices.
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	if err := run("diagrams", filepath.Join("content", "diagrams")); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(from, to string) error {
	drawn, err := drawAll(from)
	if err != nil {
		return err
	}
	for name, svg := range drawn {
		if err := os.WriteFile(filepath.Join(to, name), []byte(svg), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// drawAll makes the drawings described by the texts in a folder, and the computed ones. The
// result is keyed by file name.
func drawAll(folder string) (map[string]string, error) {
	drawn := map[string]string{}
	texts, err := filepath.Glob(filepath.Join(folder, "*.txt"))
	if err != nil {
		return nil, err
	}
	var problems []error
	for _, file := range texts {
		raw, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		d, err := parse(string(raw))
		if err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", file, err))
			continue
		}
		drawn[strings.TrimSuffix(filepath.Base(file), ".txt")+".svg"] = d.svg()
	}
	computed, err := costDrawings()
	if err != nil {
		problems = append(problems, err)
	}
	for name, d := range computed {
		drawn[name+".svg"] = d.svg()
	}
	return drawn, errors.Join(problems...)
}
