// Package score is the scoring engine, on numbers and indices alone.
package score

// Model is a catalogue without words.
type Model struct{}
