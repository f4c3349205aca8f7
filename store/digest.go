package store

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"hash"
	"slices"
	"time"

	"crossroads/record"
)

// Every revision is stored with a digest of its content and of the preceding digest, and
// every assessment with a digest of its id and key hash. They reveal changes made by a
// faulty disk or by hand: to a title, to answers, or a report exchanged with that of
// another revision. They do not reveal a change that also updates the digests, nor that the
// last revisions are missing.

// firstDigest precedes the digest of the first revision. It covers the fixed properties of
// an assessment.
func firstDigest(comparison, owner string, created time.Time) string {
	return hashOf(func(h hash.Hash) {
		text(h, comparison, owner)
		number(h, created.UnixMilli())
	})
}

// contentDigest covers what is known of a revision before its number and time.
func contentDigest(rev *record.Revision, labels, input string, report []byte) string {
	return hashOf(func(h hash.Hash) {
		text(h, rev.Title, rev.Note, rev.Author, labels, input, rev.Catalogue, rev.Engine)
		number(h, int64(len(report)))
		h.Write(report)
	})
}

// revisionDigest covers a revision and, through the preceding digest, all earlier ones.
func revisionDigest(before string, n int, at time.Time, content string) string {
	return hashOf(func(h hash.Hash) {
		text(h, before, content)
		number(h, int64(n))
		number(h, at.UnixMilli())
	})
}

// keysDigest covers what gives access to an assessment.
func keysDigest(id string, keyHash []byte) string {
	return hashOf(func(h hash.Hash) { text(h, id, string(keyHash)) })
}

// audienceDigest covers who may see an assessment; first ties it to that assessment.
func audienceDigest(first string, a record.Audience) string {
	return hashOf(func(h hash.Hash) {
		text(h, first, a.Who)
		text(h, slices.Sorted(slices.Values(a.People))...)
		if len(a.Groups) > 0 { // digests from before schema 14 have none
			text(h, "") // a separator: no name is empty
			text(h, slices.Sorted(slices.Values(a.Groups))...)
		}
	})
}

func hashOf(of func(hash.Hash)) string {
	h := sha256.New()
	of(h)
	return base64.RawStdEncoding.EncodeToString(h.Sum(nil))
}

// text hashes texts with their lengths, so that the boundary between two texts cannot move.
func text(h hash.Hash, texts ...string) {
	for _, s := range texts {
		number(h, int64(len(s)))
		h.Write([]byte(s))
	}
}

func number(h hash.Hash, n int64) {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(n))
	h.Write(b[:])
}
