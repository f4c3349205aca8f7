package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

const (
	oldestPostgres = 13
	connections    = 16 // of one process, unless the address sets pool_max_conns
	connectTime    = 5 * time.Second
)

// Names of sessions, by which Move tells portals from itself.
const (
	portalName = "crossroads"
	movingName = "crossroads move"
)

// IsPostgres reports whether db is the address of a PostgreSQL database rather
// than the name of a file.
func IsPostgres(db string) bool {
	scheme, _, isURL := strings.Cut(db, "://")
	return isURL && (strings.EqualFold(scheme, "postgres") || strings.EqualFold(scheme, "postgresql"))
}

// Redacted returns db without the password, for display.
func Redacted(db string) string {
	if !IsPostgres(db) {
		return db
	}
	u, err := parseAddress(db)
	if err != nil {
		scheme, _, _ := strings.Cut(db, "://")
		return scheme + "://…"
	}
	query := u.Query()
	for name := range query {
		if strings.Contains(strings.ToLower(name), "password") {
			query.Set(name, "xxxxx")
		}
	}
	u.RawQuery = query.Encode()
	return u.Redacted()
}

// parseAddress parses an address. Its errors do not quote it, as those of package url do: where
// a password holds a sign that separates parts of an address, any part may be of the password.
func parseAddress(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil || divided(address) {
		return nil, errors.New("the address cannot be read; in it, a password needs %23 for #, %2F for /, %3F for ?, %40 for @, %5B for " +
			"[ and %25 for %; or write it into PGPASSWORD or a file")
	}
	return u, nil
}

// divided reports whether an address seems to be cut in the middle of a password.
func divided(address string) bool {
	_, rest, _ := strings.Cut(address, "://")
	authority, tail := rest, ""
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		authority, tail = rest[:end], rest[end:]
	}
	path, query, _ := strings.Cut(tail, "?")
	name, _, _ := strings.Cut(query, "=")
	return strings.Count(authority, "@") > 1 || strings.Contains(tail, "#") || strings.Contains(path, "@") || strings.Contains(name, "@")
}

// CheckPostgres reports problems with an address without connecting.
func CheckPostgres(address string) error {
	_, err := postgresConfig(address, "")
	return err
}

// OpenPostgres connects to the database at address, a URL as for libpq, and migrates it as
// needed. Several processes may do so at once. It ignores Most: PostgreSQL's own settings
// limit the size of a database.
//
// Error messages are meant for the person who starts the server and state the remedy. They
// never contain the password.
func OpenPostgres(ctx context.Context, address string, opts Options) (*Postgres, error) {
	s, err := connectPostgres(ctx, address, opts)
	if err != nil {
		return nil, err
	}
	if err := s.start(ctx, opts.withDefaults()); err != nil {
		s.pool.Close()
		return nil, fmt.Errorf("database %s: %w", Redacted(address), explainPostgres(err))
	}
	return s, nil
}

// connectPostgres makes the store without contacting the server.
func connectPostgres(ctx context.Context, address string, opts Options) (*Postgres, error) {
	opts = opts.withDefaults()
	config, err := postgresConfig(address, opts.PasswordFile)
	if err != nil {
		return nil, err
	}
	params := config.ConnConfig.RuntimeParams
	params["application_name"] = cmp.Or(opts.application, params["application_name"], portalName)
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("database %s: %w", Redacted(address), explainPostgres(err))
	}
	s := &Postgres{
		now: opts.Now, newID: opts.NewID, unopenedFor: opts.DropUnopenedAfter, webhooks: opts.Webhooks, pool: pool, patience: opts.patience,
		isolation: pgx.ReadCommitted, probe: newProber(), log: opts.Log,
	}
	return s, nil
}

func postgresConfig(address, passwordFile string) (*pgxpool.Config, error) {
	u, err := parseAddress(address)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", Redacted(address), err)
	}
	scheme, rest, _ := strings.Cut(address, "://")
	config, err := pgxpool.ParseConfig(strings.ToLower(scheme) + "://" + rest)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", Redacted(address), unusable(u))
	}
	if !u.Query().Has("pool_max_conns") {
		config.MaxConns = connections
	}
	if config.ConnConfig.ConnectTimeout == 0 {
		config.ConnConfig.ConnectTimeout = connectTime
	}
	// Prepared statements belong to a session, which pgbouncer does not keep between
	// transactions. They also fail once the columns of a table have changed.
	if !u.Query().Has("default_query_exec_mode") {
		config.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeExec
	}
	if passwordFile == "" {
		return config, nil
	}
	if err := CheckPasswordFile(passwordFile, address); err != nil {
		return nil, fmt.Errorf("password file: %w", err)
	}
	config.BeforeConnect = func(_ context.Context, c *pgx.ConnConfig) (err error) { // the password may change meanwhile
		if c.Password, err = readPassword(passwordFile); err != nil {
			return fmt.Errorf("the password file %w", err)
		}
		return nil
	}
	return config, nil
}

// unusable says what is wrong with an address that can be read. What the parser says of the address
// without its passwords cannot quote one.
func unusable(u *url.URL) error {
	bare := *u
	if u.User != nil {
		bare.User = url.User(u.User.Username())
	}
	query := u.Query()
	for name := range query {
		if strings.Contains(strings.ToLower(name), "password") {
			query.Del(name)
		}
	}
	bare.RawQuery = query.Encode()
	_, err := pgxpool.ParseConfig(bare.String())
	if parse := (*pgconn.ParseConfigError)(nil); errors.As(err, &parse) {
		_, problem, _ := strings.Cut(err.Error(), "`: ")
		return errors.New(problem)
	}
	return errors.New("it is no address of a PostgreSQL database; write postgres://USER@HOST:5432/DATABASE?sslmode=verify-full, " +
		"and the password into PGPASSWORD or a file")
}

// holdsPassword reports whether an address holds the password of the user.
func holdsPassword(u *url.URL) bool {
	_, set := u.User.Password()
	return set || u.Query().Has("password")
}

// CheckPasswordFile reports problems with a password file for the database at address.
func CheckPasswordFile(file, address string) error {
	if u, err := parseAddress(address); err == nil && holdsPassword(u) {
		return errors.New("the address of the database holds a password too; leave one of them out")
	}
	_, err := readPassword(file)
	return err
}

// readPassword reads a password from a file, without what editors add to it.
func readPassword(file string) (string, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("%s cannot be read: %w", file, errors.Unwrap(err))
	}
	password := strings.TrimRight(strings.TrimPrefix(string(raw), "\ufeff"), "\r\n")
	if password == "" {
		return "", fmt.Errorf("%s is empty", file)
	}
	return password, nil
}

func (s *Postgres) start(ctx context.Context, opts Options) error {
	// The migration has its own connections: it needs two, and the pool may be smaller.
	config := s.pool.Config()
	var options []stdlib.OptionOpenDB
	if config.BeforeConnect != nil {
		options = append(options, stdlib.OptionBeforeConnect(config.BeforeConnect))
	}
	db := stdlib.OpenDB(*config.ConnConfig, options...)
	defer db.Close()
	if err := checkServer(ctx, db); err != nil {
		return err
	}
	if err := checkOwnerPostgres(ctx, db); err != nil {
		return err
	}
	if err := migratePostgres(ctx, db, opts); err != nil {
		return err
	}
	var moving bool
	if err := db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM moving)`).Scan(&moving); err != nil {
		return err
	}
	if moving && !opts.moving {
		return errors.New("a move into this database has not ended; run crossroads move again, or empty the database")
	}
	if err := tryWriting(ctx, db); err != nil {
		return err
	}
	if err := fillLeaders(ctx, db); err != nil {
		return err
	}
	if err := packCatalogues(ctx, db); err != nil {
		return err
	}
	var off string
	if err := db.QueryRowContext(ctx, guards).Scan(&off); err != nil {
		return err
	}
	s.noteGuards(off)
	return warnOfLoss(ctx, db, opts)
}

// checkServer refuses servers older than those tested.
func checkServer(ctx context.Context, db *sql.DB) error {
	var number string
	if err := db.QueryRowContext(ctx, `SHOW server_version_num`).Scan(&number); err != nil {
		return err
	}
	return checkVersion(number)
}

// checkVersion checks server_version_num, such as 150012 for 15.12.
func checkVersion(number string) error {
	n, err := strconv.Atoi(number)
	if err != nil {
		return fmt.Errorf("server_version_num is %q", number)
	}
	if n < oldestPostgres*10000 {
		return fmt.Errorf("PostgreSQL %d is too old; the oldest that works is %d", n/10000, oldestPostgres)
	}
	return nil
}

// checkOwnerPostgres refuses a schema in which another program has tables with our names.
func checkOwnerPostgres(ctx context.Context, db *sql.DB) error {
	var ours, known bool
	err := db.QueryRowContext(ctx, `
		SELECT EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename IN ('assessment', 'revision')),
		       EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'crossroads_schema')`).
		Scan(&ours, &known)
	if err == nil && ours && !known {
		return errors.New("there are tables of another program in it; choose another database")
	}
	return err
}

// migratePostgres brings the schema up to date, one process at a time. The lock is a row
// with an expiry date, since pgbouncer would lose a lock of the session.
func migratePostgres(ctx context.Context, db *sql.DB, opts Options) error {
	files := opts.migrations
	if files == nil {
		files, _ = fs.Sub(migrations, "migrations/postgres")
	}
	locker, err := lock.NewPostgresTableLocker(
		lock.WithTableName("crossroads_migration_lock"),
		lock.WithTableLeaseDuration(30*time.Second),
		lock.WithTableHeartbeatInterval(5*time.Second),
		lock.WithTableLockTimeout(500*time.Millisecond, 600), // 5 minutes
	)
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectPostgres, db, files, goose.WithDisableGlobalRegistry(true),
		goose.WithTableName("crossroads_schema"), goose.WithLocker(locker))
	if err != nil {
		return err
	}
	defer time.AfterFunc(2*time.Second, func() {
		opts.Log.Info("migrating the database, or waiting for another process that does; after one was killed that takes half a minute")
	}).Stop()
	return update(ctx, p, opts.Log)
}

// warnOfLoss logs server settings under which an acknowledged save may be lost.
func warnOfLoss(ctx context.Context, db *sql.DB, opts Options) error {
	for _, setting := range []string{"synchronous_commit", "fsync", "full_page_writes"} {
		var value string
		if err := db.QueryRowContext(ctx, `SHOW `+setting).Scan(&value); err != nil {
			var pg *pgconn.PgError
			if errors.As(err, &pg) && pg.Code == "42704" { // not known to other servers
				continue
			}
			return err
		}
		if value == "off" {
			opts.Log.Warn("PostgreSQL may lose acknowledged saves when it stops without warning", "setting", setting, "value", value)
		}
	}
	return nil
}

// explainPostgres adds a remedy to an error of opening.
func explainPostgres(err error) error {
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		var connect *pgconn.ConnectError
		if errors.As(err, &connect) {
			return fmt.Errorf("it cannot be reached; check host, port and sslmode, and whether PostgreSQL runs (%w)", err)
		}
		return err
	}
	switch pg.Code {
	case "28P01", "28000":
		return fmt.Errorf(
			"the server refuses this user; check the name, the password (PGPASSWORD or --db-password-file) and pg_hba.conf (%w)", err)
	case "3D000":
		return fmt.Errorf("there is no such database; create it (%w)", err)
	case "42501":
		return fmt.Errorf(
			"the user lacks rights; it needs to create tables for an update, and to select, insert, update and delete always (%w)", err)
	case "25006":
		return fmt.Errorf("it cannot be written; name the primary, or add target_session_attrs=read-write (%w)", err)
	case "53300":
		return fmt.Errorf("the server has no connection left; raise max_connections, or lower pool_max_conns in the address (%w)", err)
	case "53100":
		return fmt.Errorf("the disk of the server is full; make room (%w)", err)
	case "57P03":
		return fmt.Errorf("the server is starting or stopping; try again (%w)", err)
	}
	return err
}
