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

// files lists the files to read, each once, also behind symbolic links. Named has those that are
// arguments themselves and were not found in a directory.
func (cmd *gateCommand) files() (files []string, named map[string]bool, err error) {
	found := gathered{seen: map[string]bool{}}
	named = map[string]bool{}
	for _, root := range cmd.Records { // first, because those found in directories are others
		info, err := os.Stat(root)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", root, errors.Unwrap(err))
		}
		if !info.IsDir() {
			named[root] = true
			found.add(root)
		}
	}
	for _, root := range cmd.Records {
		if !named[root] {
			if err := found.walk(root); err != nil {
				return nil, nil, err
			}
		}
	}
	slices.Sort(found.files)
	return found.files, named, nil
}

// gathered are the files found so far.
type gathered struct {
	files []string
	seen  map[string]bool // files and directories, by their names without symbolic links
}

// first reports whether a file or a directory was not found before, by any name.
func (g *gathered) first(path string) bool {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	if real, err := filepath.Abs(path); err == nil {
		path = real
	}
	if g.seen[path] {
		return false
	}
	g.seen[path] = true
	return true
}

func (g *gathered) add(path string) {
	if g.first(path) {
		g.files = append(g.files, path)
	}
}

// walk adds the files of a directory and of those below it. Names that begin with two dots are left
// out: volumes of Kubernetes have the files there that their links show.
func (g *gathered) walk(dir string) error {
	if !g.first(dir) {
		return nil
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		path := filepath.Join(dir, entry.Name())
		mode := entry.Type()
		if mode&fs.ModeSymlink != 0 {
			info, err := os.Stat(path)
			if mode = 0; err == nil { // one that leads nowhere is read, and named as unreadable
				mode = info.Mode()
			}
		}
		switch {
		case strings.HasPrefix(entry.Name(), ".."):
		case mode.IsDir():
			if err := g.walk(path); err != nil {
				return err
			}
		case mode.IsRegular() && slices.Contains([]string{".md", ".markdown", ".json"}, strings.ToLower(filepath.Ext(path))):
			g.add(path)
		}
	}
	return nil
}

func checkRecord(g gate.Gate, file string) (gate.Result, error) {
	info, err := os.Stat(file)
	if err != nil {
		return gate.Result{}, err
	}
	if info.Size() > largestRecord {
		return gate.Result{}, fmt.Errorf("%w: it is larger than any (%d MB)", gate.ErrForeign, largestRecord>>20)
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
		fmt.Fprintf(p.stdout, "::error file=%s,title=Decision record: %s::%s\n", workflow(file), reason, workflowMessage(message))
		return
	}
	fmt.Fprintf(p.stdout, "%s: %s: %s\n", file, reason, message)
}

// workflow escapes a property of a workflow command of GitHub Actions.
// https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
func workflow(text string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(workflowMessage(text))
}

// workflowMessage escapes the message of one, in which colons and commas stay as they are.
func workflowMessage(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(text)
}
