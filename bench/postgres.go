package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"crossroads/store"
	"crossroads/store/pgtest"
)

// servePostgres runs a PostgreSQL server configured as on Debian until it is stopped. It
// prints the address of its socket, with DATABASE in place of the name.
func servePostgres() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	server, err := pgtest.Start()
	if err != nil {
		return err
	}
	defer server.Remove()
	fmt.Printf("postgres://%s:%s@/DATABASE?host=%s&port=%d\n", pgtest.User, strings.ReplaceAll(pgtest.Password, " ", "%20"), server.Dir,
		server.Port)
	<-ctx.Done()
	return nil
}

// startPostgres starts servePostgres on the processors of the servers.
func (b *bench) startPostgres(ctx context.Context) (*process, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	if err := os.RemoveAll(filepath.Join(b.dir, "postgres.log")); err != nil {
		return nil, err
	}
	p, err := b.start("postgres", program, "postgres")
	if err != nil {
		return nil, err
	}
	for b.postgresURL == "" {
		select {
		case <-p.exited:
			return nil, fmt.Errorf("PostgreSQL has not started: %s", p.said())
		case <-ctx.Done():
			return p, ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
		if line, _, whole := bytes.Cut(p.said(), []byte("\n")); whole {
			b.postgresURL = string(line)
		}
	}
	return p, nil
}

// postgresAt returns the address of a database of that server.
func (b *bench) postgresAt(database string) string {
	return strings.Replace(b.postgresURL, "DATABASE", database, 1)
}

// psql runs a statement that is not about a particular database.
func (b *bench) psql(ctx context.Context, statement string) error {
	out, err := exec.CommandContext(ctx, "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", b.postgresAt("postgres"), "-c",
		statement).CombinedOutput()
	if err != nil {
		return fmt.Errorf("psql: %w: %s", err, out)
	}
	return nil
}

// fillPostgres creates and fills the database for a number of rows.
func (b *bench) fillPostgres(ctx context.Context, r *rows, from string) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	name := fmt.Sprint("rows", r.count)
	r.postgres = side{path: name, ids: filepath.Join(b.dir, name+".ids")}
	if err := b.psql(ctx, "CREATE DATABASE "+name); err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, "filling PostgreSQL,", thousands(float64(r.count)), "rows")
	began := time.Now()
	if out, err := b.onAll(ctx, program, "fill", b.postgresAt(name), from, fmt.Sprint(r.count),
		r.postgres.ids).CombinedOutput(); err != nil {
		return fmt.Errorf("filling PostgreSQL: %w: %s", err, out)
	}
	r.postgres.filled = time.Since(began)
	if err := b.psql(ctx, "CHECKPOINT"); err != nil {
		return err
	}
	out, err := exec.CommandContext(ctx, "psql", "-X", "-q", "-A", "-t", "-d", b.postgresAt(name), "-c",
		"SELECT pg_database_size(current_database())").Output()
	if err != nil {
		return err
	}
	_, err = fmt.Sscan(string(out), &r.postgres.bytes)
	return err
}

// freshPostgres returns the database for a round: a copy, if there are few rows.
func (b *bench) freshPostgres(ctx context.Context, r *rows) (address string, err error) {
	if r.count > small {
		return b.postgresAt(r.postgres.path), nil
	}
	name := r.postgres.path + "_round"
	return b.postgresAt(name), errors.Join(
		b.psql(ctx, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)"),
		b.psql(ctx, "CREATE DATABASE "+name+" TEMPLATE "+r.postgres.path))
}

// saveOpen holds the figures compared between databases, per second.
type saveOpen struct{ open, saveShown, saveNew float64 }

// postgresRound measures one and two instances on PostgreSQL.
func (b *bench) postgresRound(ctx context.Context, r *rows, m *rowMeasures) error {
	for _, one := range []struct {
		instances int
		to        *saveOpen
	}{{1, &m.postgres}, {2, &m.two}} {
		address, err := b.freshPostgres(ctx, r)
		if err != nil {
			return err
		}
		if err := b.instances(ctx, one.instances, address, r.postgres.ids, one.to); err != nil {
			return err
		}
	}
	return nil
}

// instances measures count portals on one database, with requests alternating between them.
func (b *bench) instances(ctx context.Context, count int, address, idsFrom string, to *saveOpen) (err error) {
	ids, err := readIDs(idsFrom)
	if err != nil {
		return err
	}
	defer func(url string) { b.url, b.more = url, nil }(b.url)
	var urls []string
	for i := range count {
		b.url = fmt.Sprintf("http://127.0.0.1:%d", b.port+4+i)
		portal, _, err := b.startPortal(ctx, address)
		defer portal.stop()
		if err != nil {
			return err
		}
		urls = append(urls, b.url)
	}
	b.url, b.more = urls[0], urls[1:]
	if to.open, err = b.each(ctx, ids, func(n int) string { return b.at(n) + "/a/" }); err != nil {
		return err
	}
	if to.saveShown, err = b.savingShown(ctx); err != nil {
		return err
	}
	to.saveNew, err = clients(b.forTime(ctx), func(n int) error {
		_, err := b.save(n + fresh)
		return err
	})
	return err
}

// at returns the portal that the nth request goes to.
func (b *bench) at(n int) string {
	all := append([]string{b.url}, b.more...)
	return all[n%len(all)]
}

// database is a store that can be filled with rows.
type database interface {
	creator
	Close() error
}

func openDatabase(address string) (database, error) {
	if store.IsPostgres(address) {
		return store.OpenPostgres(context.Background(), address, store.Options{})
	}
	return store.Open(context.Background(), address, store.Options{})
}

// look makes every instance show a result that is saved afterwards.
func (b *bench) look(query string) error {
	for n := range 1 + len(b.more) {
		if _, _, err := fetch(http.MethodGet, b.at(n)+"/decide/deployment/result?"+query, nil, nil, http.StatusOK); err != nil {
			return err
		}
	}
	return nil
}
