package store

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"time"

	"crossroads/decision"
	"crossroads/record"
)

// What follows is the same on every database.

// moment is a time as it is stored: whole milliseconds, UTC.
func moment(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

// arrangedAt is when an assessment was arranged last, zero for never.
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

// encodeLabels is how tags and people are stored.
func encodeLabels(labels record.Labels) (string, error) {
	if labels.Empty() {
		return "{}", nil
	}
	b, err := json.Marshal(labels)
	return string(b), err
}

// decode reads answers and report back from how they are stored.
func decode(input, report []byte, into *decision.Assessment) ([]byte, error) {
	if err := json.Unmarshal(input, into); err != nil {
		return nil, fmt.Errorf("stored answers: %w", err)
	}
	return unpack(report)
}

// hashed is the hash of an edit key, which is stored in place of the key.
func hashed(key string) []byte {
	hash := sha256.Sum256([]byte(key))
	return hash[:]
}

// opens reports whether key is the one that the hash is of.
func opens(key string, stored []byte) bool {
	return subtle.ConstantTimeCompare(hashed(key), stored) == 1
}

// fresh is a new assessment, ready to be stored.
type fresh struct {
	saved     record.Saved
	key, salt string
	hash      []byte // of the key
	packed
}

// packed is a revision as it is stored, apart from its texts and what is known in its
// turn: its number and time.
type packed struct {
	input, labels string // JSON
	report        []byte
	leader        string // what the report recommends
	content       string // digest of all this and the texts
	sum           string // of the report as it came, for the audit log
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

// newAssessment makes one of its first revision; only its time is missing.
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

// before is the digest that stands before that of the first revision.
func (f *fresh) before() string {
	return firstDigest(f.saved.Comparison, f.saved.Owner, f.saved.Created)
}

// stamp sets the time of the assessment and its first revision.
func (f *fresh) stamp(at time.Time) { f.saved.Created, f.saved.At = at, at }

// after is the time of a revision, never before that of the one before it: clocks
// are set back, and those of several portals differ.
func after(before int64, now time.Time) time.Time {
	if earlier := moment(before); now.Before(earlier) {
		return earlier
	}
	return now
}

// prober tries writing at most once in probeEvery, whoever asks.
type prober struct {
	last chan probed // holds one value: a lock that can be waited for with a context
}

func newProber() prober {
	p := prober{make(chan probed, 1)}
	p.last <- probed{}
	return p
}

// ping returns the error of write, or that of a write a moment ago.
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
			return fmt.Errorf("ping: %w", err) // says nothing about the store
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

// probeEvery bounds how often Ping writes, so that a public readiness URL
// cannot be used to wear the disk.
const probeEvery = time.Second
