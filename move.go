package main

import (
	"errors"
	"fmt"
	"log/slog"

	"github.com/alecthomas/kong"

	"crossroads/store"
)

type moveCommand struct {
	From           string `required:"" placeholder:"FILE|URL" help:"move_from"`
	To             string `required:"" placeholder:"FILE|URL" help:"move_to"`
	DBPasswordFile string `name:"db-password-file" placeholder:"FILE" help:"move_db_password_file"`
}

// Run copies a database of one kind into one of the other kind, and compares them. It does not
// change the old one. The portal must be stopped first.
func (cmd *moveCommand) Run(_ *kong.Context, p *process) error {
	if !store.IsPostgres(cmd.From) && !store.IsPostgres(cmd.To) {
		return errors.New("--from and --to are both files; crossroads backup copies a file")
	}
	for flag, db := range map[string]string{"from": cmd.From, "to": cmd.To} {
		if err := checkDB(db); err != nil {
			return fmt.Errorf("--%s: %w", flag, err)
		}
	}
	// The file is for the database whose address holds no password; there may be two.
	from, to := checkPasswordFile(cmd.DBPasswordFile, cmd.From), checkPasswordFile(cmd.DBPasswordFile, cmd.To)
	if from != nil && to != nil {
		if store.IsPostgres(cmd.From) {
			to = from
		}
		return fmt.Errorf("--db-password-file: %w", to)
	}
	log := slog.New(slog.NewTextHandler(p.stderr, nil))
	moved, err := store.Move(p.ctx, cmd.From, cmd.To, store.Options{Log: log, PasswordFile: cmd.DBPasswordFile})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.stdout, "%s holds the same %d assessments and %d revisions as %s\n",
		store.Redacted(cmd.To), moved.Assessments, moved.Revisions, store.Redacted(cmd.From))
	return err
}
