// Package wrong has the error for an input that cannot be used, with the field that is at fault:
// the answers of a reader, load figures, prices, a catalogue.
package wrong

import (
	"errors"
	"fmt"
	"strings"
)

// Err is what every Input is.
var Err = errors.New("invalid")

// Input is one thing that is wrong with an input. It is an Err.
type Input struct {
	// Field says where: by the names of the JSON form or the content files and
	// positions from 0, as in "answers.traffic", "parts[0].share", "cells[7].value".
	// One that ends in a list ("options") is about the list.
	Field   string
	Message string // in plain words, going on from the field: "is missing"
}

func (i Input) Error() string { return i.Field + ": " + i.Message }

// Is makes every Input an Err.
func (i Input) Is(target error) bool { return target == Err }

// Inputs are all that was found, in the order of the input.
type Inputs []Input

// Error lists them, one a line.
func (list Inputs) Error() string {
	lines := make([]string, len(list))
	for i, input := range list {
		lines[i] = input.Error()
	}
	return strings.Join(lines, "\n")
}

// Add adds one.
func (list *Inputs) Add(field, format string, args ...any) {
	*list = append(*list, Input{field, fmt.Sprintf(format, args...)})
}
