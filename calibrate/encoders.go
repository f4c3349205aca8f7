package main

import (
	"fmt"
	"io"
	"slices"

	"crossroads/content"
)

// printEncoders lists, for each question, how often two encoders of a situation agree. A
// question that careful readers answer differently needs better wording.
func (s *study) printEncoders(out io.Writer) {
	fmt.Fprintf(out, "\n%-14s %s\n", "question", "answered by both, the same, at least one answer in common, answered by one alone")
	for _, question := range s.cat.Questions {
		both, same, common, alone := 0, 0, 0, 0
		for i := range s.panel.Situations {
			encodings := s.panel.Situations[i].Encodings
			if len(encodings) < 2 {
				continue
			}
			a, b := given(encodings[0], question.ID), given(encodings[1], question.ID)
			switch {
			case len(a) == 0 && len(b) == 0:
			case len(a) == 0 || len(b) == 0:
				alone++
			default:
				both++
				if slices.Equal(a, b) {
					same++
				}
				if slices.ContainsFunc(a, func(id string) bool { return slices.Contains(b, id) }) {
					common++
				}
			}
		}
		fmt.Fprintf(out, "%-14s %3d %3d %3d %3d\n", question.ID, both, same, common, alone)
	}
}

// given lists all answers to a question in an encoding and its parts, sorted.
func given(e content.Encoding, question string) []string {
	list := slices.Clone(e.Answers[question])
	for _, p := range e.Parts {
		list = append(list, p.Answers[question]...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}
