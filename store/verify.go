package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"crossroads/record"
)

// readAtOnce is the number of assessments read by one statement, which takes some milliseconds.
// While a statement runs, the log of a portal in use cannot be emptied.
const readAtOnce = 100

// pace is how often the time of reading a check pauses before it reads on.
type pace int

const (
	unhurried pace = 3 // leaves three quarters of a processor to readers
	full      pace = 0
)

func (p pace) rest(ctx context.Context, read time.Duration) {
	if p == full {
		return
	}
	select {
	case <-time.After(time.Duration(p) * read):
	case <-ctx.Done():
	}
}

// readRevisions compares every revision, and every id with its key, with their digests. It
// finds faults that the checks of the file miss, such as bits changed by a faulty disk. If
// nothing else is wrong, the error is a *RevisionsError.
func (c *Contents) readRevisions(ctx context.Context, db *sql.DB, at pace) error {
	var last int64
	if err := db.QueryRowContext(ctx, `SELECT coalesce(max(num), 0) FROM assessment`).Scan(&last); err != nil {
		return err
	}
	columns, never := `'', '', '', ''`, `, 'link', '', '[]', '[]'` // of the first schema
	var owners, digests, audiences, groups bool
	if err := db.QueryRowContext(ctx, `
		SELECT EXISTS (SELECT 1 FROM pragma_table_info('assessment') WHERE name = 'owner'),
		       EXISTS (SELECT 1 FROM pragma_table_info('revision') WHERE name = 'digest'),
		       EXISTS (SELECT 1 FROM pragma_table_info('assessment') WHERE name = 'audience'),
		       EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'reader_group')`).
		Scan(&owners, &digests, &audiences, &groups); err != nil {
		return err
	}
	switch {
	case digests:
		columns = `a.owner, a.digest, r.labels, r.digest`
	case owners:
		columns = `a.owner, '', '', ''`
	}
	if audiences {
		never = `, a.audience, a.audience_digest, (SELECT json_group_array(name) FROM reader WHERE assessment = a.num), '[]'`
	}
	if groups {
		never = strings.TrimSuffix(never, `'[]'`) + `(SELECT json_group_array(name) FROM reader_group WHERE assessment = a.num)`
	}
	columns += never
	var damage RevisionsError
	for from := int64(0); from <= last; from += readAtOnce {
		began := time.Now()
		if err := c.readSome(ctx, db, columns, from, &damage); err != nil {
			return err
		}
		at.rest(ctx, time.Since(began))
	}
	if damage.Damaged > 0 {
		return &damage
	}
	return nil
}

// readSome adds damaged revisions among the assessments with numbers after from.
func (c *Contents) readSome(ctx context.Context, db *sql.DB, columns string, from int64, damage *RevisionsError) error {
	rows, err := db.QueryContext(ctx, `
		SELECT a.id, a.key_hash, a.comparison, a.created_ms, r.number, r.at_ms, r.title, r.note, r.author, r.input,
		       r.catalogue, r.engine, r.report, `+columns+`
		FROM assessment a JOIN revision r ON r.assessment = a.num
		WHERE a.num >= ? AND a.num < ? ORDER BY a.num, r.number`, from, from+readAtOnce)
	if err != nil {
		return err
	}
	defer rows.Close()
	before := "" // digest
	for rows.Next() {
		var a struct{ id, keyHash, comparison, owner, digest string }
		var seen struct{ who, digest, names, groups string }
		var rev record.Revision
		var labels, input, stored string
		var created, at int64
		var report sql.RawBytes
		if err := rows.Scan(&a.id, &a.keyHash, &a.comparison, &created, &rev.Number, &at, &rev.Title, &rev.Note, &rev.Author,
			&input, &rev.Catalogue, &rev.Engine, &report, &a.owner, &a.digest, &labels, &stored,
			&seen.who, &seen.digest, &seen.names, &seen.groups); err != nil {
			return err
		}
		first := firstDigest(a.comparison, a.owner, moment(created))
		if rev.Number == 1 {
			before = first
		}
		var wrong error
		if stored == "" {
			if wrong = unreadable(report); wrong == nil {
				c.Undigested++
			}
		} else if stored != revisionDigest(before, rev.Number, moment(at), contentDigest(&rev, labels, input, report)) {
			wrong = cmp.Or(unreadable(report), errors.New("its time, texts, answers or report are not those that were stored"))
		}
		if wrong == nil && rev.Number == 1 && a.digest != "" && a.digest != keysDigest(a.id, []byte(a.keyHash)) {
			wrong = errors.New("its link or its edit key is not the one that was stored")
		}
		if wrong == nil && rev.Number == 1 && !sameAudience(first, seen.who, seen.names, seen.groups, seen.digest) {
			wrong = errors.New("who may see it is not what was stored")
		}
		before = stored
		damage.add(a.id, rev.Number, wrong)
	}
	return rows.Err()
}

// sameAudience compares the audience of an assessment, with names as JSON, with its digest.
// An audience that was never set has no digest and admits everybody with the link.
func sameAudience(first, who, names, groups, digest string) bool {
	a := record.Audience{Who: who}
	if json.Unmarshal([]byte(names), &a.People) != nil || json.Unmarshal([]byte(groups), &a.Groups) != nil {
		return false
	}
	if digest == "" {
		return a.Open() && len(a.People)+len(a.Groups) == 0
	}
	return digest == audienceDigest(first, a)
}

// unreadable is why a stored report cannot be read, nil when it can. One with the right
// digest is as it was written, so nobody need read it.
func unreadable(stored []byte) error {
	report, err := unpack(stored)
	if err == nil && !json.Valid(report) {
		err = errors.New("not JSON")
	}
	if err != nil {
		return fmt.Errorf("its report cannot be read: %w", err)
	}
	return nil
}
