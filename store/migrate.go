package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"log/slog"

	"github.com/pressly/goose/v3"
)

// applicationID marks a file as a database of this program; migration 1 writes it.
const applicationID = 0x43524f53 // "CROS"

//go:embed migrations/*.sql migrations/postgres/*.sql
var migrations embed.FS

// migrate brings the schema up to date. It also checks that the file can be written, even
// when there is nothing to migrate.
func migrate(ctx context.Context, db *sql.DB, opts Options) error {
	if err := checkOwner(ctx, db); err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, opts.migrations, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	if err := update(ctx, p, opts.Log); err != nil {
		return err
	}
	return tryWriting(ctx, db)
}

// update runs the migrations that the database lacks.
func update(ctx context.Context, p *goose.Provider, log *slog.Logger) error {
	current, target, err := p.GetVersions(ctx)
	if err != nil {
		return err
	}
	if current > target {
		return fmt.Errorf("it was written by a newer version of this program (schema %d, known here up to %d); "+
			"start that version, or restore a backup from before the update", current, target)
	}
	if current == target {
		return nil
	}
	done, err := p.Up(ctx)
	if err != nil {
		return fmt.Errorf("migrate from schema %d to %d: %w", current, target, err)
	}
	if len(done) > 0 { // otherwise another process was faster
		log.Info("database migrated", "from", current, "to", target)
	}
	return nil
}

// tryWriting makes a change and rolls it back. Merely beginning a transaction would prove
// nothing: on a read-only file SQLite begins a read transaction instead.
func tryWriting(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "DELETE FROM probe")
	return errors.Join(err, tx.Rollback())
}

// checkOwner refuses a database that belongs to another program.
func checkOwner(ctx context.Context, db *sql.DB) error {
	var id, tables, ours int
	err := db.QueryRowContext(ctx, `
		SELECT application_id, (SELECT count(*) FROM sqlite_schema
		                        WHERE name NOT LIKE 'sqlite_%' AND tbl_name <> 'goose_db_version'),
		       (SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('goose_db_version', 'assessment', 'revision'))
		FROM pragma_application_id`).Scan(&id, &tables, &ours)
	if err != nil {
		return err
	}
	if id == 0 && ours == 3 {
		return fmt.Errorf("it lacks the mark of this program, as files made of an SQL dump do; restore a backup, or, if it is such a "+
			"file, set PRAGMA application_id = %d", applicationID)
	}
	if id != applicationID && tables > 0 {
		return errors.New("this is a database of another program; choose another file")
	}
	if id != applicationID {
		return nil // a new file
	}
	// goose would take a damaged table for a missing one and report something misleading.
	var version int
	return db.QueryRowContext(ctx, "SELECT max(version_id) FROM goose_db_version").Scan(&version)
}
