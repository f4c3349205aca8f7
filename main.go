// Command crossroads serves the architecture comparison portal and checks its
// content. It is one static binary with one SQLite file beside it, or with
// a PostgreSQL database.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
)

// version is set by the linker in releases: -ldflags "-X main.version=1.2.3".
var version string

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	if err := run(ctx, os.Args[1:], os.Environ(), os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "crossroads:", err)
		os.Exit(exitCode(err))
	}
}

// exitCode returns 2 for a wrong command line, the exit code of the error if it has one, else 1.
func exitCode(err error) int {
	if usage := (*kong.ParseError)(nil); errors.As(err, &usage) {
		return 2
	}
	if coded := kong.ExitCoder(nil); errors.As(err, &coded) {
		return coded.ExitCode()
	}
	return 1
}

// commands is the command line. Every flag can also be set in the environment; see envName.
type commands struct {
	Serve   serveCommand   `cmd:"" default:"withargs" help:"command_serve"`
	Check   checkCommand   `cmd:"" help:"command_check"`
	Prices  pricesCommand  `cmd:"" help:"command_prices"`
	Backup  backupCommand  `cmd:"" help:"command_backup"`
	Restore restoreCommand `cmd:"" help:"command_restore"`
	Verify  verifyCommand  `cmd:"" help:"command_verify"`
	Move    moveCommand    `cmd:"" help:"command_move"`
	Gate    gateCommand    `cmd:"" help:"command_gate"`
	Token   tokenCommand   `cmd:"" help:"command_token"`
	Webhook webhookCommand `cmd:"" help:"command_webhook"`
	SignOut signOutCommand `cmd:"" help:"command_sign_out"`
	Health  healthCommand  `cmd:"" help:"command_health"`
	Version versionCommand `cmd:"" help:"command_version"`
}

// process gives commands access to the environment, so that tests can replace it.
type process struct {
	ctx            context.Context
	getenv         func(string) string
	unknown        func() []string // variables that look like settings, and are none; see strangeVariables
	stdout, stderr io.Writer
}

// run is the whole program. It returns when the command has finished or ctx has ended.
func run(ctx context.Context, args, environ []string, stdout, stderr io.Writer) error {
	values, asked := map[string]string{}, map[string]bool{}
	for _, variable := range environ {
		name, value, _ := strings.Cut(variable, "=")
		values[name] = unquoted(value)
	}
	getenv := func(name string) string {
		asked[name] = true
		return values[name]
	}
	if len(args) == 1 && args[0] == "--version" {
		args = []string{"version"}
	}
	p := &process{ctx: ctx, getenv: getenv, stdout: stdout, stderr: stderr}
	helped := false // kong prints the help and then expects the program to exit
	parser, err := kong.New(&commands{},
		kong.Name("crossroads"),
		kong.Description(
			"A portal that helps teams decide how to deploy software, where its data lives, or what else its content compares."),
		kong.Writers(stdout, stderr),
		kong.Exit(func(int) { helped = true }),
		kong.Resolvers(environment(getenv)),
		kong.ValueFormatter(helpWithEnv),
		kong.Bind(p),
	)
	if err != nil {
		return err
	}
	if err := kong.Visit(parser.Model, putHelp); err != nil {
		return err
	}
	p.unknown = func() []string { return strangeVariables(values, asked, settingNames(parser.Model)) }
	command, err := parser.Parse(args)
	if helped {
		return nil
	}
	if bad := (badVariable{}); errors.As(err, &bad) {
		return bad
	}
	if usage := (*kong.ParseError)(nil); errors.As(err, &usage) {
		return usageError{err, notWhole.ReplaceAllString(err.Error(), "write a whole number, not ") +
			" (crossroads --help lists what can be written)"}
	}
	if err != nil {
		return err
	}
	if name, _, _ := strings.Cut(command.Command(), " "); slices.Contains([]string{"check", "prices", "gate"}, name) {
		return untilStopped(ctx, func() error { return command.Run(command) })
	}
	return command.Run(command)
}

// usageError is an error about the command line, in our words.
type usageError struct {
	error
	said string
}

func (e usageError) Error() string { return e.said }
func (e usageError) Unwrap() error { return e.error }

// notWhole matches what kong says of a number that is none.
var notWhole = regexp.MustCompile(`expected a valid [0-9]+ bit u?int but got `)

// untilStopped runs a command that only reads, or writes whole files, and does not wait for it once
// the program is told to stop: it may be reading a pipe that nobody writes to.
func untilStopped(ctx context.Context, work func() error) error {
	done := make(chan error, 1)
	go func() { done <- work() }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return errors.New("stopped")
	}
}

// putHelp puts the help of a command or a setting in the place of its name in helpTexts.
func putHelp(of kong.Visitable, next kong.Next) error {
	put := func(help *string, name string) error {
		text, ok := helpTexts[*help]
		if !ok {
			return fmt.Errorf("%s has no help", name)
		}
		*help = text
		return next(nil)
	}
	switch of := of.(type) {
	case *kong.Node:
		return put(&of.Help, of.Name)
	case *kong.Value:
		if of.Name != "help" { // kong's own
			return put(&of.Help, of.Name)
		}
	}
	return next(nil)
}

type versionCommand struct{}

// Run prints one line: program, version and Go release.
func (versionCommand) Run(p *process) error {
	_, err := fmt.Fprintln(p.stdout, "crossroads", programVersion(), runtime.Version(), runtime.GOOS+"/"+runtime.GOARCH)
	return err
}

// programVersion returns the version of the release, or else the one that the Go toolchain
// recorded from git.
func programVersion() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
