package store

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"crossroads/decision"
	"crossroads/record"
)

// The rest of this file is shared by both databases.

// moment converts a stored time: whole milliseconds, UTC.
func moment(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

// arrangedAt converts the time at which an assessment was last arranged, zero for never.
func arrangedAt(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return moment(ms)
}

func encode(input decision.Assessment) (string, error) {
	b, err := json.Marshal(input)
	return string(b), err
}

// encodeLabels encodes tags and people for storing.
func encodeLabels(labels record.Labels) (string, error) {
	if labels.Empty() {
		return "{}", nil
	}
	b, err := json.Marshal(labels)
	return string(b), err
}

// decode decodes stored answers into into, and returns the report.
func decode(input, report []byte, into *decision.Assessment) ([]byte, error) {
	if err := json.Unmarshal(input, into); err != nil {
		return nil, fmt.Errorf("stored answers: %w", err)
	}
	return unpack(report)
}

// encoded holds the columns of a revision and its assessment that have to be decoded.
type encoded struct {
	created, arranged, at int64  // ms
	labels, input, report []byte // as packed
}

// decode fills in what the columns hold.
func (e *encoded) decode(saved *record.Saved) (err error) {
	if saved.Report, err = decode(e.input, e.report, &saved.Input); err != nil {
		return err
	}
	if err := json.Unmarshal(e.labels, &saved.Labels); err != nil {
		return fmt.Errorf("stored labels: %w", err)
	}
	saved.Created, saved.At, saved.ArrangedAt = moment(e.created), moment(e.at), arrangedAt(e.arranged)
	return nil
}

// hashed returns the hash of an edit key, which is stored in place of the key.
func hashed(key string) []byte {
	hash := sha256.Sum256([]byte(key))
	return hash[:]
}

// opens reports whether key matches a stored hash.
func opens(key string, stored []byte) bool {
	return subtle.ConstantTimeCompare(hashed(key), stored) == 1
}

// fresh is a new assessment about to be stored.
type fresh struct {
	saved     record.Saved
	key, salt string
	hash      []byte // of the key
	packed
}

// packed is an encoded revision without its texts, and without its number and time, which
// are assigned when its turn comes.
type packed struct {
	input, labels string // JSON
	report        []byte
	leader        string // the recommended option
	content       string // digest of these fields and the texts
	sum           string // digest of the uncompressed report, for the audit log
}

func packRevision(ctx context.Context, rev record.Revision) (p packed, err error) {
	if p.input, err = encode(rev.Input); err != nil {
		return p, err
	}
	if p.labels, err = encodeLabels(rev.Labels); err != nil {
		return p, err
	}
	p.report, p.leader = pack(rev.Report), leaderOf(rev.Report)
	p.content, p.sum = contentDigest(&rev, p.labels, p.input, p.report), sumOf(ctx, rev.Report)
	return p, nil
}

// newAssessment prepares an assessment with its first revision; only its time is missing.
func newAssessment(ctx context.Context, newID func() string, comparison, owner string, once record.Once,
	rev record.Revision) (fresh, error) {
	p, err := packRevision(ctx, rev)
	if err != nil {
		return fresh{}, err
	}
	f := fresh{packed: p}
	f.key, f.salt = freshKey(once, newID)
	f.hash = hashed(f.key)
	f.saved = record.Saved{ID: newID(), Comparison: comparison, Owner: owner, Latest: 1, Revision: rev}
	f.saved.Status, f.saved.Number, f.saved.Audience.Who = record.Draft, 1, record.ForLink
	return f, nil
}

// before returns the digest that precedes that of the first revision.
func (f *fresh) before() string {
	return firstDigest(f.saved.Comparison, f.saved.Owner, f.saved.Created)
}

// stamp sets the time of the assessment and its first revision.
func (f *fresh) stamp(at time.Time) { f.saved.Created, f.saved.At = at, at }

// after returns the time for a revision, which is never before that of its predecessor:
// clocks may be set back, and the clocks of several portals differ.
func after(before int64, now time.Time) time.Time {
	if earlier := moment(before); now.Before(earlier) {
		return earlier
	}
	return now
}

// prober probes writing at most once in probeEvery, however often it is asked.
type prober struct {
	last chan probed // holds one value and serves as a lock that can be awaited with a context
}

func newProber() prober {
	p := prober{make(chan probed, 1)}
	p.last <- probed{}
	return p
}

// ping returns the error of write, or the result of a recent probe.
func (p prober) ping(ctx context.Context, write func() error) error {
	var last probed
	select {
	case last = <-p.last:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { p.last <- last }()
	if last.at.IsZero() || time.Since(last.at) >= probeEvery {
		err := write()
		if err != nil && ctx.Err() != nil {
			return fmt.Errorf("ping: %w", err) // implies nothing about the store
		}
		last = probed{time.Now(), err}
	}
	if last.err != nil {
		return fmt.Errorf("ping: %w", last.err)
	}
	return nil
}

// probed is the result of the last probe for Ping, and its time.
type probed struct {
	at  time.Time
	err error
}

// probeEvery bounds how often Ping writes, so that a public readiness URL cannot be used to
// wear out the disk.
const probeEvery = time.Second

// row is a row of a result that can be scanned.
type row interface{ Scan(dest ...any) error }

// all reads all rows of a query, as collect does on PostgreSQL. A caller that gives up does
// not interrupt it.
func all[T any](ctx context.Context, s *SQLite, query string, scan func(row) (T, error), args ...any) ([]T, error) {
	rows, err := s.reads.QueryContext(context.WithoutCancel(ctx), query, args...)
	if err != nil {
		return nil, translate(err)
	}
	list, err := scanAll(rows, scan)
	return list, translate(err)
}

// scanAll scans the rows of a result and closes it, before a connection that is the only one
// is used again.
func scanAll[T any](rows *sql.Rows, scan func(row) (T, error)) (list []T, err error) {
	defer rows.Close()
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, errors.Join(rows.Err(), rows.Close())
}

func scanNum(row row) (num int64, err error) {
	err = row.Scan(&num)
	return num, err
}
