package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/alecthomas/kong"

	"crossroads/store"
)

type backupCommand struct {
	DB   string `name:"db" default:"crossroads.db" placeholder:"FILE" help:"backup_db"`
	File string `arg:"" help:"backup_file"`
}

// Run copies the database, even while a portal is writing to it, and checks the copy before
// it reports success.
func (cmd *backupCommand) Run(_ *kong.Context, p *process) error {
	if store.IsPostgres(cmd.DB) {
		return errors.New("--db (CROSSROADS_DB) is a PostgreSQL database: pg_dump --format=custom --file=FILE copies it, pg_basebackup " +
			"the whole server; crossroads move copies it into a SQLite file")
	}
	if err := checkDB(cmd.DB); err != nil {
		return fmt.Errorf("--db: %w", err)
	}
	if cmd.File == "-" {
		return errors.New("the copy cannot be written to standard output; name a new file")
	}
	found, err := store.Backup(p.ctx, cmd.DB, cmd.File)
	if err != nil {
		return err
	}
	if err := tellContents(p, cmd.File, found); err != nil {
		return err
	}
	if err := noteBackup(cmd.DB); err != nil { // the backup itself has succeeded
		fmt.Fprintln(p.stderr, "the metric of the last backup stays as it was:", err)
	}
	return nil
}

// backupNote returns the name of an empty file whose modification time is that of the latest
// backup. A running portal reads it for its metrics.
func backupNote(db string) string { return filepath.Clean(db) + ".backup" }

func noteBackup(db string) error { return os.WriteFile(backupNote(db), nil, 0o600) }

type verifyCommand struct {
	File string `arg:"" help:"verify_file"`
}

// Run fails if the file is damaged.
func (cmd *verifyCommand) Run(_ *kong.Context, p *process) error {
	if store.IsPostgres(cmd.File) {
		return errors.New("this is a PostgreSQL database: pg_amcheck checks its tables, pg_verifybackup a backup; crossroads move into a " +
			"SQLite file reads every report")
	}
	found, err := store.Verify(p.ctx, cmd.File)
	if err != nil {
		return err
	}
	return tellContents(p, cmd.File, found)
}

func tellContents(p *process, file string, found store.Contents) error {
	_, err := fmt.Fprintf(p.stdout, "%s is sound: %d assessments, %d revisions, schema %d\n", file, found.Assessments, found.Revisions,
		found.Schema)
	if err == nil && found.Undigested > 0 {
		_, err = fmt.Fprintf(p.stdout, "%d of the revisions have no digest, because an older version stored them: of those only the "+
			"report was checked\n", found.Undigested)
	}
	return err
}

type restoreCommand struct {
	DB   string `name:"db" default:"crossroads.db" placeholder:"FILE" help:"restore_db"`
	File string `arg:"" help:"restore_file"`
}

// Run checks a backup and makes a database of it. It never replaces a database, so restoring
// the wrong file does no harm.
func (cmd *restoreCommand) Run(_ *kong.Context, p *process) error {
	if store.IsPostgres(cmd.DB) {
		return errors.New("--db (CROSSROADS_DB) is a PostgreSQL database: pg_restore makes it from what pg_dump wrote, crossroads move " +
			"from a SQLite file")
	}
	if err := checkDB(cmd.DB); err != nil {
		return fmt.Errorf("--db: %w", err)
	}
	if _, err := store.Verify(p.ctx, cmd.File); err != nil {
		return err
	}
	found, err := store.Backup(p.ctx, cmd.File, cmd.DB)
	if err != nil {
		return err
	}
	return tellContents(p, cmd.DB, found)
}
