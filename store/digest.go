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

// Every revision is stored with a digest of all that it holds and of the digest before
// it, and every assessment with one of its id and key hash. They find what a disk has
// changed and what was changed by hand in the file: a title, answers, a report that
// belongs to another revision. Who changes a digest as well is not found; nor is a last
// revision that is missing altogether.

// firstDigest stands before that of the first revision: it holds what is fixed about an
// assessment.
func firstDigest(comparison, owner string, created time.Time) string {
	return hashOf(func(h hash.Hash) {
		text(h, comparison, owner)
		number(h, created.UnixMilli())
	})
}

// contentDigest is of what of a revision is known before its turn.
func contentDigest(rev *record.Revision, labels, input string, report []byte) string {
	return hashOf(func(h hash.Hash) {
		text(h, rev.Title, rev.Note, rev.Author, labels, input, rev.Catalogue, rev.Engine)
		number(h, int64(len(report)))
		h.Write(report)
	})
}

// revisionDigest is of a revision and, by the digest before it, of all earlier ones.
func revisionDigest(before string, n int, at time.Time, content string) string {
	return hashOf(func(h hash.Hash) {
		text(h, before, content)
		number(h, int64(n))
		number(h, at.UnixMilli())
	})
}

// keysDigest is of what opens an assessment.
func keysDigest(id string, keyHash []byte) string {
	return hashOf(func(h hash.Hash) { text(h, id, string(keyHash)) })
}

// audienceDigest is of who may see an assessment, and by the first digest of which one.
func audienceDigest(first string, a record.Audience) string {
	return hashOf(func(h hash.Hash) {
		text(h, first, a.Who)
		text(h, slices.Sorted(slices.Values(a.People))...)
		if len(a.Groups) > 0 { // there were none before schema 14
			text(h, "") // which is nobody's name
			text(h, slices.Sorted(slices.Values(a.Groups))...)
		}
	})
}

func hashOf(of func(hash.Hash)) string {
	h := sha256.New()
	of(h)
	return base64.RawStdEncoding.EncodeToString(h.Sum(nil))
}

// text adds texts with their lengths, so that none can go on in the next.
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
