package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"crossroads/record"
)

// Every change calls audit in its own transaction, so that the audit log has a line exactly
// if the change was committed.

// audit adds a line about the assessment num if the context has an actor. Only the writer
// calls it.
func (s *SQLite) audit(ctx context.Context, num int64, e record.Event) error {
	by, ok := record.ActorOf(ctx)
	if !ok {
		return nil
	}
	// deleting makes room
	if err := s.room.take(len(by.Name) + len(e.Detail)); err != nil && e.Act != record.ActDelete && e.Act != record.ActDrop {
		return err
	}
	_, err := s.writes.Exec(auditSQL, s.stamp().UnixMilli(), by.Name, by.Via, e.Act, num, e.Revision, e.Digest, e.Detail, by.Request,
		by.Instance)
	return err
}

const auditSQL = `
	INSERT INTO audit (at_ms, actor, via, act, assessment, revision, digest, detail, request, instance)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`

// sumOf returns the digest of a report for the audit log, "" where there is no actor to log.
// It is computed before the turn of a revision, because the writer has one goroutine.
func sumOf(ctx context.Context, report []byte) string {
	if _, ok := record.ActorOf(ctx); !ok {
		return ""
	}
	sum := sha256.Sum256(report)
	return hex.EncodeToString(sum[:])
}

// revised returns the audit event for a new revision.
func (p packed) revised(act string, number int) record.Event {
	return record.Event{Act: act, Revision: number, Digest: p.sum}
}

// arranged returns the audit event for a new status and new dates.
func arranged(life record.Life) record.Event {
	return record.Event{
		Act:    record.ActArrange,
		Detail: fmt.Sprintf("status=%s review=%s expires=%s", life.Status, life.Review, life.Expires),
	}
}

// marked returns the audit event for a milestone. It leaves out the name, which is user
// text.
func marked(number int, name string) record.Event {
	e := record.Event{Act: record.ActMark, Revision: number, Detail: "named"}
	if name == "" {
		e.Detail = "unnamed"
	}
	return e
}

// Record adds a line about an act that does not change an assessment.
func (s *SQLite) Record(ctx context.Context, act, detail string) error {
	err := s.writer.do(ctx, func() error { return s.audit(ctx, 0, record.Event{Act: act, Detail: detail}) })
	if err != nil {
		return fmt.Errorf("write to the audit log: %w", err)
	}
	return nil
}

// Audit lists lines of the audit log, oldest first unless the filter says otherwise.
func (s *SQLite) Audit(ctx context.Context, f record.EventFilter) ([]record.Event, error) {
	query, args := auditQuery(f, func(text string) string { return text })
	list, err := all(ctx, s, query, func(row row) (e record.Event, err error) {
		var at int64
		err = row.Scan(&e.Number, &at, &e.Name, &e.Via, &e.Act, &e.Assessment, &e.Revision, &e.Digest, &e.Detail, &e.Request, &e.Instance)
		e.At = moment(at)
		return e, err
	}, args...)
	if err != nil {
		return nil, fmt.Errorf("read the audit log: %w", err)
	}
	return list, nil
}

// auditQuery builds the query for both databases, which store texts differently.
func auditQuery(f record.EventFilter, stored func(string) string) (query string, args []any) {
	var where []string
	add := func(condition string, arg any) {
		args = append(args, arg)
		where = append(where, fmt.Sprintf(condition, len(args)))
	}
	if f.Actor != "" {
		add("actor = $%d", stored(f.Actor))
	}
	if f.Act != "" {
		add("act = $%d", stored(f.Act))
	}
	if f.Assessment != "" {
		add("assessment IN (SELECT num FROM assessment WHERE id = $%d)", stored(f.Assessment))
	}
	if f.Number != 0 {
		add("assessment = $%d", f.Number)
	}
	if !f.From.IsZero() {
		add("at_ms >= $%d", f.From.UnixMilli())
	}
	if !f.To.IsZero() {
		add("at_ms < $%d", f.To.UnixMilli())
	}
	if f.After != 0 {
		add("num > $%d", f.After)
	}
	if f.Before != 0 {
		add("num < $%d", f.Before)
	}
	order := "num"
	if f.Newest {
		order = "num DESC"
	}
	args = append(args, int64(f.Limit))
	query = `SELECT num, at_ms, actor, via, act, assessment, revision, digest, detail, request, instance FROM audit`
	if len(where) > 0 {
		query += " WHERE " + strings.Join(where, " AND ")
	}
	return query + fmt.Sprintf(" ORDER BY %s LIMIT $%d", order, len(args)), args
}
