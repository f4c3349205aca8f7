package main

import (
	"io/fs"
	"os"
	"path"
)

// judged lists the files that contain the numbers.
var judged = []string{"comparison.yaml", "criteria.yaml", "matrix.yaml", "questions.yaml"}

const comparison = "comparisons/deployment"

// layered is the content with the judged files taken from another folder.
type layered struct {
	fs.FS
	first fs.FS
}

func overlay(dir, first string) (fs.FS, error) {
	for _, name := range judged {
		if _, err := os.Stat(path.Join(first, name)); err != nil {
			return nil, err
		}
	}
	return layered{os.DirFS(dir), os.DirFS(first)}, nil
}

// Open implements fs.FS.
func (l layered) Open(name string) (fs.File, error) {
	for _, file := range judged {
		if name == path.Join(comparison, file) {
			return l.first.Open(file)
		}
	}
	return l.FS.Open(name)
}
