package main

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"crossroads/content"
	"crossroads/format"
)

type checkCommand struct {
	Dir    string `arg:"" optional:"" help:"check_dir"`
	Strict bool   `help:"check_strict"`

	Webhooks string `placeholder:"FILE" help:"check_webhooks"`

	Released string `placeholder:"COMPARISON" help:"check_released"`
}

// Run lists every problem as file:line:column, and then a summary of the content. It fails on
// errors and, if strict, on warnings.
func (cmd *checkCommand) Run(p *process) error {
	dir := cmd.Dir
	if dir == "" {
		dir = p.getenv(envName("content"))
	}
	if err := checkContent(dir); err != nil {
		return err
	}
	if cmd.Released != "" {
		return cmd.writeReleased(p, dir)
	}
	if err := cmd.checkWebhooks(p); err != nil {
		return err
	}
	lib, problems := content.Check(contentTree(dir), time.Now().Format(time.DateOnly))
	for _, problem := range located(problems, dir) {
		fmt.Fprintln(p.stdout, problem)
	}
	errs, warnings := len(problems.Errors()), len(problems.Warnings())
	if lib != nil {
		fmt.Fprintln(p.stdout, summary(lib))
	}
	fmt.Fprintf(p.stdout, "%s, %s\n", format.Plural(errs, "error"), format.Plural(warnings, "warning"))
	if errs > 0 || cmd.Strict && warnings > 0 {
		return errors.New("the content needs work")
	}
	return nil
}

// located returns problems with file names that an editor can open. Files that are only
// embedded in the program keep their name inside the content tree.
func located(problems content.Problems, dir string) content.Problems {
	problems = slices.Clone(problems)
	for i, problem := range problems {
		own := filepath.Join(dir, filepath.FromSlash(problem.File))
		_, err := os.Stat(own)
		_, below := fs.Stat(content.Embedded(), problem.File)
		if dir != "" && (err == nil || below != nil) { // a file that does not exist is missing in dir
			problems[i].File = own
		}
	}
	return problems
}

// summary counts the articles, comparisons and other things in the content.
func summary(lib *content.Library) string {
	var options, criteria, questions, cases int
	for _, c := range lib.Comparisons {
		options += len(c.Options)
		criteria += len(c.Criteria)
		questions += len(c.Questions)
		cases += len(c.Cases)
	}
	return fmt.Sprintf("content %s: %s, %s, %s, %s, %s, %s, %s", lib.Version,
		format.Plural(len(lib.Articles), "article"), format.Plural(len(lib.Comparisons), "comparison"),
		format.Plural(options, "option"), format.PluralOf(criteria, "criterion", "criteria"), format.Plural(questions, "question"),
		format.Plural(cases, "case"), format.Plural(len(lib.Sources), "source"))
}

// contentTree returns the built-in content, with the files of dir laid over it.
func contentTree(dir string) fs.FS {
	if dir == "" {
		return content.Embedded()
	}
	return content.Overlay(os.DirFS(dir), content.Embedded())
}

// loadContent reads the content to serve, and logs files of the directory that are not read.
func loadContent(dir string, log *slog.Logger) (*content.Library, error) {
	lib, err := content.Load(contentTree(dir))
	if problems := (content.Problems)(nil); errors.As(err, &problems) {
		err = located(problems, dir)
	}
	if err != nil {
		return nil, fmt.Errorf("the content cannot be used; correct it with crossroads check %s\n%w", dir, err)
	}
	for _, line := range located(lib.Unread, dir).Lines() {
		log.Warn("content", "problem", line)
	}
	return lib, nil
}

// writeReleased writes the file released.yaml of each comparison.
func (cmd *checkCommand) writeReleased(p *process, dir string) error {
	lib, err := content.Load(contentTree(dir))
	if err != nil {
		return err
	}
	c, ok := lib.Comparison(cmd.Released)
	if !ok {
		return fmt.Errorf("there is no comparison %q in the content", cmd.Released)
	}
	fmt.Fprint(p.stdout, content.Released(c))
	return nil
}
