package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"crossroads/identity"
	"crossroads/record"
	"crossroads/store"
	"crossroads/web/account"
)

// tokenCommand manages API tokens on the machine of the portal. Portals without sign-in need it,
// and others for their first token.
type tokenCommand struct {
	Create tokenCreate `cmd:"" help:"token_create"`
	List   tokenList   `cmd:"" help:"token_list"`
	Revoke tokenRevoke `cmd:"" help:"token_revoke"`
}

// tokenDB is the flag with the database of the portal, which may be running.
type tokenDB struct {
	DB             string `name:"db" default:"crossroads.db" placeholder:"FILE|URL" help:"token_db_db"`
	DBPasswordFile string `name:"db-password-file" placeholder:"FILE" help:"token_db_db_password_file"`
}

// knownStore is what the commands for tokens and sessions need of a database.
type knownStore interface {
	account.Store
	EndSessionsNamed(ctx context.Context, name string) (int, error)
	FreeName(ctx context.Context, name string) error
	Close() error
}

// with opens the database for a command. The audit log attributes changes to the command line
// of this machine.
func (d tokenDB) with(p *process, do func(ctx context.Context, db knownStore) error) error {
	err := checkDB(d.DB)
	if err != nil {
		return fmt.Errorf("--db: %w", err)
	}
	if err := checkPasswordFile(d.DBPasswordFile, d.DB); err != nil {
		return fmt.Errorf("--db-password-file: %w", err)
	}
	var db knownStore
	if store.IsPostgres(d.DB) {
		db, err = store.OpenPostgres(p.ctx, d.DB, store.Options{PasswordFile: d.DBPasswordFile})
	} else if _, err = os.Stat(d.DB); err == nil { // a new file would have no portal
		db, err = store.Open(p.ctx, d.DB, store.Options{})
	}
	if err != nil {
		return fmt.Errorf("--db: %w", err)
	}
	ctx := record.WithActor(p.ctx, record.Actor{Via: identity.ViaCommand, Instance: people{}.instance()})
	return errors.Join(do(ctx, db), db.Close())
}

type tokenCreate struct {
	tokenDB     `embed:""`
	Name        string   `required:"" placeholder:"TEXT" help:"token_create_name"`
	Scopes      []string `required:"" placeholder:"SCOPE" help:"token_create_scopes"`
	Days        int      `default:"30" placeholder:"N" help:"token_create_days"`
	TokenScopes []string `default:"read,write,portfolio" placeholder:"SCOPE" help:"token_create_token_scopes"`
	TokenDays   int      `default:"90" placeholder:"N" help:"token_create_token_days"`
}

// Run prints nothing but the token to standard output, for scripts.
func (c tokenCreate) Run(p *process) error {
	trim(c.Scopes)
	trim(c.TokenScopes)
	limits := people{TokenScopes: c.TokenScopes, TokenDays: c.TokenDays}.limits()
	return c.with(p, func(ctx context.Context, db knownStore) error {
		token, made, err := account.Maker{Store: db, Limits: limits, Now: time.Now}.Make(ctx, "command line", c.Name, c.Scopes, c.Days)
		if err != nil {
			return err
		}
		if _, err = fmt.Fprintln(p.stdout, token); err != nil { // nobody can show it again
			err = fmt.Errorf("token %d could not be written, and is revoked: %w", made.Number, err)
			return errors.Join(err, db.RevokeToken(ctx, made.Number))
		}
		return nil
	})
}

type tokenList struct {
	tokenDB `embed:""`
}

// Run prints a table.
func (c tokenList) Run(p *process) error {
	return c.with(p, func(ctx context.Context, db knownStore) error {
		list, err := db.Tokens(ctx)
		if err != nil {
			return err
		}
		out := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(out, "NUMBER\tNAME\tSCOPES\tMADE BY\tENDS\tREVOKED\tLAST USED")
		for _, n := range list {
			revoked := "-"
			if !n.Revoked.IsZero() {
				revoked = n.Revoked.Format(time.DateOnly)
			}
			used := n.Used
			if used == "" {
				used = "-"
			}
			fmt.Fprintf(out, "%d\t%s\t%s\t%s\t%s\t%s\t%s\n", n.Number, record.Line(n.Name), strings.Join(n.Scopes, ","),
				record.Line(n.Maker), n.Ends.Format(time.DateOnly), revoked, used)
		}
		return out.Flush()
	})
}

type tokenRevoke struct {
	tokenDB `embed:""`
	Number  int64 `arg:"" help:"token_revoke_number"`
}

// Run revokes a token. Revoking it again changes nothing.
func (c tokenRevoke) Run(p *process) error {
	return c.with(p, func(ctx context.Context, db knownStore) error {
		list, err := db.Tokens(ctx)
		if err != nil {
			return err
		}
		said := "Token %d is revoked.\n"
		if slices.ContainsFunc(list, func(n record.Token) bool { return n.Number == c.Number && !n.Revoked.IsZero() }) {
			said = "Token %d was revoked already.\n"
		}
		err = db.RevokeToken(ctx, c.Number)
		if errors.Is(err, record.ErrNotFound) {
			return fmt.Errorf("there is no token %d", c.Number)
		}
		if err == nil {
			_, err = fmt.Fprintf(p.stdout, said, c.Number)
		}
		return err
	})
}

// signOutCommand ends all sessions of somebody who leaves or has lost a device.
type signOutCommand struct {
	tokenDB  `embed:""`
	Name     string `arg:"" help:"signout_name"`
	FreeName bool   `help:"signout_free_name"`
}

// Run prints how many browsers were signed out, and whether the name is free.
func (c signOutCommand) Run(p *process) error {
	return c.with(p, func(ctx context.Context, db knownStore) error {
		n, err := db.EndSessionsNamed(ctx, c.Name)
		if err == nil {
			_, err = fmt.Fprintf(p.stdout, "%d sessions ended.\n", n)
		}
		if err == nil && n == 0 && !c.FreeName {
			var known []record.Event
			if known, err = db.Audit(ctx, record.EventFilter{Actor: c.Name, Limit: 1}); err == nil && len(known) == 0 {
				_, err = fmt.Fprintf(p.stdout, "The audit log has nobody called %q: check the spelling.\n", c.Name)
			}
		}
		if err != nil || !c.FreeName {
			return err
		}
		said := "The next person who signs in as %q has the name.\n"
		if err = db.FreeName(ctx, c.Name); errors.Is(err, record.ErrNotFound) {
			said, err = "Nobody has signed in as %q.\n", nil
		}
		if err == nil {
			_, err = fmt.Fprintf(p.stdout, said, c.Name)
		}
		return err
	})
}
