package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

// TestAuthoringGuide runs every command of docs/authoring.md, in order, and
// compares what it prints. In the guide "…" stands for any text, and alone on a
// line for any lines.
func TestAuthoringGuide(t *testing.T) {
	guide, err := os.ReadFile("docs/authoring.md")
	if err != nil {
		t.Fatal(err)
	}
	runGuide(t, string(guide), 25)
}

// TestGuideNamesSchemas: the guide lists every schema that the portal serves.
func TestGuideNamesSchemas(t *testing.T) {
	guide, err := os.ReadFile("docs/authoring.md")
	if err != nil {
		t.Fatal(err)
	}
	_, list, _ := strings.Cut(string(guide), "The schemas are ")
	list, _, _ = strings.Cut(list, ". A schema sees")
	files, err := filepath.Glob("content/schemas/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal(err, files)
	}
	for _, file := range files {
		if name := strings.TrimSuffix(filepath.Base(file), ".json"); !strings.Contains(list, "`"+name+"`") {
			t.Errorf("docs/authoring.md does not name the schema %s", name)
		}
	}
}

// runGuide runs the commands of a guide, least of them or more.
func runGuide(t *testing.T, guide string, least int) {
	t.Helper()
	steps := consoleSteps(guide)
	if len(steps) < least {
		t.Fatalf("only %d commands found", len(steps))
	}
	shell := newShell(t)
	for _, step := range steps {
		got := shell.run(step.command)
		pattern := regexp.QuoteMeta(step.output)
		pattern = strings.ReplaceAll(pattern, "\n…\n", "\n(.*\n)*")
		pattern = strings.ReplaceAll(pattern, "…", ".*")
		if !regexp.MustCompile("^" + pattern + "$").MatchString(got) {
			t.Errorf("line %d: $ %s\ngot\n%swant\n%s", step.line, step.command, got, step.output)
		}
	}
}

type consoleStep struct {
	line            int
	command, output string
}

// consoleSteps finds the commands in the console blocks of a document. A
// command goes on over the lines of a here-document.
func consoleSteps(text string) (steps []consoleStep) {
	inside, document := false, false
	for i, line := range strings.Split(text, "\n") {
		last := len(steps) - 1
		switch command, is := strings.CutPrefix(line, "$ "); {
		case strings.HasPrefix(line, "```"):
			inside = line == "```console"
		case !inside:
		case document:
			steps[last].command += "\n" + line
			document = line != "END"
		case is:
			steps = append(steps, consoleStep{line: i + 1, command: command})
			document = strings.Contains(command, "<<'END'")
		default:
			steps[last].output += line + "\n"
		}
	}
	return steps
}

// shell runs commands where crossroads is this program and the content and the
// examples of the repository are at hand.
type shell struct {
	t   *testing.T
	dir string
	env []string
}

func newShell(t *testing.T) *shell {
	t.Helper()
	dir, bin := t.TempDir(), t.TempDir()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(program, filepath.Join(bin, "crossroads")); err != nil {
		t.Fatal(err)
	}
	for _, tree := range []string{"content/articles", "docs/examples"} {
		if err := os.CopyFS(filepath.Join(dir, tree), os.DirFS(tree)); err != nil {
			t.Fatal(err)
		}
	}
	return &shell{t: t, dir: dir, env: append(os.Environ(), asProgram+"=1",
		"PATH="+bin+":"+os.Getenv("PATH"), "CROSSROADS_ADDR=127.0.0.1:0", "CROSSROADS_LOG_LEVEL=error")}
}

// run returns what a command prints. The portal is stopped once it is ready.
func (s *shell) run(command string) string {
	s.t.Helper()
	if strings.Contains(command, " serve ") {
		return s.serve(command)
	}
	cmd := exec.CommandContext(s.t.Context(), "sh", "-c", command)
	cmd.Dir, cmd.Env = s.dir, s.env
	out, err := cmd.CombinedOutput()
	if failed := strings.Contains(string(out), "crossroads: "); (err != nil) != failed {
		return fmt.Sprint(string(out), err, "\n")
	}
	return string(out)
}

func (s *shell) serve(command string) string {
	s.t.Helper()
	cmd := exec.CommandContext(s.t.Context(), "sh", "-c", "exec "+command)
	cmd.Dir, cmd.Env = s.dir, s.env
	out, err := cmd.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	line, _ := bufio.NewReader(out).ReadString('\n')
	cmd.Process.Signal(syscall.SIGTERM)
	if err := cmd.Wait(); err != nil {
		s.t.Errorf("%s: %v", command, err)
	}
	return regexp.MustCompile(`127\.0\.0\.1:\d+`).ReplaceAllString(line, "127.0.0.1:8080")
}
