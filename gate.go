package main

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"crossroads/format"
	"crossroads/gate"
	"crossroads/web/form"
)

type gateCommand struct {
	Records []string `arg:"" name:"file|dir" help:"gate_records"`
	Content string   `placeholder:"DIR" help:"gate_content"`
	Date    string   `placeholder:"YYYY-MM-DD" help:"gate_date"`
	Github  bool     `help:"gate_github"`
}

// largestRecord is larger than any record that a portal exports, in bytes.
const largestRecord = 4 << 20

// unreadable is the error for a record that could not be checked, as opposed to one that did
// not pass.
type unreadable struct{ error }

// ExitCode lets CI distinguish the two.
func (unreadable) ExitCode() int { return 2 }

// Run prints a line for each reason why a record does not pass, and a count at the end. The
// exit code is 1 if there are reasons, 2 if something cannot be read.
func (cmd *gateCommand) Run(p *process) error {
	g, err := cmd.gate()
	if err != nil {
		return unreadable{err}
	}
	files, named, err := cmd.files()
	if err != nil {
		return unreadable{err}
	}
	var passed, failed, broken, closed, foreign int
	for _, file := range files {
		result, err := checkRecord(g, file)
		switch {
		case errors.Is(err, gate.ErrForeign) && !named[file]:
			foreign++
		case err != nil:
			broken++
			cmd.line(p, file, "unreadable", err.Error())
		case result.Closed != "":
			closed++
		case len(result.Findings) == 0:
			passed++
		default:
			failed++
		}
		for _, f := range result.Findings {
			cmd.line(p, file, f.Reason, f.Message)
		}
	}
	fmt.Fprintf(p.stdout, "%s passed, %d failed, %d unreadable, %d closed, %s not from a portal\n",
		format.Plural(passed, "record"), failed, broken, closed, format.Plural(foreign, "file"))
	switch {
	case broken > 0:
		return unreadable{errors.New("some decision records cannot be read")}
	case failed > 0:
		return errors.New("some decision records need a look")
	case passed+closed == 0:
		return unreadable{errors.New("there is no decision record of a portal in what was named")}
	}
	return nil
}

func (cmd *gateCommand) gate() (gate.Gate, error) {
	if cmd.Date == "" {
		cmd.Date = time.Now().Format(time.DateOnly)
	}
	if _, err := time.Parse(time.DateOnly, cmd.Date); err != nil {
		return gate.Gate{}, fmt.Errorf("--date: %q is not a day; write it as 2027-01-31", cmd.Date)
	}
	if err := checkContent(cmd.Content); err != nil {
		return gate.Gate{}, err
	}
	lib, err := loadContent(cmd.Content, slog.New(slog.DiscardHandler)) // crossroads check names what is not read
	if err != nil {
		return gate.Gate{}, err
	}
	return gate.Gate{Today: cmd.Date, Comparison: lib.Comparison, Fit: form.Fit}, nil
}

// files lists the files to read. Named has those that are arguments themselves and were not
// found in a directory.
func (cmd *gateCommand) files() (files []string, named map[string]bool, err error) {
	named = map[string]bool{}
	for _, root := range cmd.Records {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case path == root && !entry.IsDir():
				named[path] = true
				files = append(files, path)
			case entry.Type().IsRegular() && slices.Contains([]string{".md", ".markdown", ".json"}, strings.ToLower(filepath.Ext(path))):
				files = append(files, path)
			}
			return nil
		})
		if err != nil {
			return nil, nil, err
		}
	}
	return files, named, nil
}

func checkRecord(g gate.Gate, file string) (gate.Result, error) {
	info, err := os.Stat(file)
	if err != nil {
		return gate.Result{}, err
	}
	if info.Size() > largestRecord {
		return gate.Result{}, fmt.Errorf("it is larger than any decision record (%d MB)", largestRecord>>20)
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		return gate.Result{}, err
	}
	return g.Check(raw)
}

// line prints one reason.
func (cmd *gateCommand) line(p *process, file, reason, message string) {
	if cmd.Github {
		fmt.Fprintf(p.stdout, "::error file=%s,title=Decision record: %s::%s\n", workflow(file), reason, workflow(message))
		return
	}
	fmt.Fprintf(p.stdout, "%s: %s: %s\n", file, reason, message)
}

// workflow escapes text for a workflow command of GitHub Actions.
// https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
func workflow(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(text)
}
