package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/klauspost/compress/zstd"

	"crossroads/decision"
	"crossroads/record"
)

// Reports make up nearly the whole file. Compressed, they take a quarter of the space, so
// that four times as many fit in memory, and 20 µs to read. Reports saved by older versions
// are stored uncompressed; the first bytes tell which. The content behind reports is stored in
// the same way.

// frame is the magic number of Zstandard, with which everything compressed begins.
var frame = []byte{0x28, 0xb5, 0x2f, 0xfd}

const (
	smallestPacked = 256      // bytes; compressing less is not worthwhile
	largestReport  = 64 << 20 // bytes; a damaged file must not use up all memory
)

// Created on first use, as they hold half a megabyte.
var (
	packer = sync.OnceValue(func() *zstd.Encoder {
		w, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithWindowSize(256<<10),
			zstd.WithLowerEncoderMem(true))
		if err != nil {
			panic(err) // the options are constants
		}
		return w
	})
	unpacker = sync.OnceValue(func() *zstd.Decoder {
		r, err := zstd.NewReader(nil, zstd.WithDecoderMaxMemory(largestReport), zstd.WithDecoderLowmem(true))
		if err != nil {
			panic(err)
		}
		return r
	})
)

// pack compresses a report for storing.
func pack(report []byte) []byte {
	if bytes.HasPrefix(report, frame) { // must not be mistaken for a compressed one
		return packer().EncodeAll(report, nil)
	}
	if len(report) < smallestPacked {
		return append([]byte{}, report...) // must not become NULL
	}
	if packed := packer().EncodeAll(report, make([]byte, 0, len(report)/2)); len(packed) < len(report) {
		return packed
	}
	return report
}

// unpack returns a report from its stored form.
func unpack(stored []byte) ([]byte, error) {
	if !bytes.HasPrefix(stored, frame) {
		return stored, nil
	}
	report, err := unpacker().DecodeAll(stored, nil)
	if err != nil {
		return nil, fmt.Errorf("what was stored is damaged: %w", err)
	}
	return report, nil
}

// fields reads fields of a stored report by name and stops when it has all of them: those that
// are needed most are at its front. It returns false if a field is missing or if the JSON is
// invalid up to there.
func fields(stored []byte, into map[string]any) bool {
	report, err := unpack(stored)
	if err != nil {
		return false
	}
	dec := json.NewDecoder(bytes.NewReader(report))
	if begin, err := dec.Token(); err != nil || begin != json.Delim('{') {
		return false
	}
	for found := 0; found < len(into); {
		if !dec.More() {
			return false
		}
		name, err := dec.Token()
		if err != nil {
			return false
		}
		target, wanted := into[fmt.Sprint(name)]
		if wanted {
			found++
		} else {
			target = new(json.RawMessage)
		}
		if dec.Decode(target) != nil {
			return false
		}
	}
	return true
}

// headline returns the verdict of a stored report, "" if it is not a report.
func headline(stored []byte) (said string) {
	if !fields(stored, map[string]any{"headline": &said}) {
		return ""
	}
	return said
}

// leaderOf returns the option that a stored report recommends, if only on a condition, "" for none. An option
// that comes first without being recommended does not count.
func leaderOf(stored []byte) string {
	var winner *string
	if !fields(stored, map[string]any{"winner": &winner}) {
		return ""
	}
	if winner != nil {
		return *winner
	}
	var kind, leader string
	if fields(stored, map[string]any{"verdict": &kind, "leader": &leader}) && kind == decision.VerdictConditional {
		return leader
	}
	return ""
}

// outcomeOf returns the verdict in a stored report and the reasons to look at it again.
func outcomeOf(stored []byte) (said string, revisit []string) {
	fields(stored, map[string]any{"headline": &said, "revisit": &revisit})
	return said, revisit
}

// fillLeaders fills in the recommendation of listed assessments saved by older versions of
// the program. It reads each report once; several processes may run it at the same time.
func fillLeaders(ctx context.Context, db *sql.DB) error {
	for after := int64(0); ; {
		const some = 100
		rows, err := db.QueryContext(ctx, `
			SELECT a.num, r.report
			FROM assessment a
			JOIN revision r ON r.assessment = a.num
			 AND r.number = (SELECT max(number) FROM revision WHERE assessment = a.num)
			WHERE a.owner <> '' AND a.leader = '?' AND a.num > $1
			ORDER BY a.num LIMIT $2`, after, int64(some))
		if err != nil {
			return fmt.Errorf("find what is recommended: %w", err)
		}
		leaders := map[int64]string{}
		for rows.Next() {
			var num int64
			var report []byte
			if err := rows.Scan(&num, &report); err != nil {
				rows.Close()
				return fmt.Errorf("find what is recommended: %w", err)
			}
			leaders[num], after = leaderOf(report), max(after, num)
		}
		if err := rows.Err(); err != nil {
			return fmt.Errorf("find what is recommended: %w", err)
		}
		for num, leader := range leaders {
			if _, err := db.ExecContext(ctx, `UPDATE assessment SET leader = $1 WHERE num = $2 AND leader = '?'`, leader, num); err != nil {
				return fmt.Errorf("note what is recommended: %w", err)
			}
		}
		if len(leaders) < some {
			return nil
		}
	}
}

// storedCatalogue is a row of the table of contents behind reports.
type storedCatalogue struct {
	comparison, version string
	body                []byte
}

// catalogues calls each for every stored catalogue, or for those that a condition selects.
func catalogues(ctx context.Context, db *sql.DB, each func(storedCatalogue) error, where string, args ...any) error {
	rows, err := db.QueryContext(ctx, `SELECT comparison, version, body FROM catalogue `+where+` ORDER BY comparison, version`, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var c storedCatalogue
		if err := rows.Scan(&c.comparison, &c.version, &c.body); err != nil {
			return err
		}
		if err := each(c); err != nil {
			return err
		}
	}
	return rows.Err()
}

// sound returns what is wrong with a catalogue. The compressed form has a checksum.
func (c storedCatalogue) sound() error {
	body, err := unpack(c.body)
	var is struct{ Slug, Version string }
	if err == nil {
		err = json.Unmarshal(body, &is)
	}
	if err == nil && is.Slug != "" && (is.Slug != c.comparison || is.Version != c.version) {
		err = fmt.Errorf("it is version %q of %q", is.Version, is.Slug)
	}
	if err != nil {
		return fmt.Errorf("the stored content of comparison %q, version %q, is damaged: %w", c.comparison, c.version, err)
	}
	return nil
}

// unpackCatalogue returns a catalogue from its stored form, or record.ErrDamaged.
func unpackCatalogue(stored []byte) ([]byte, error) {
	body, err := unpack(stored)
	if err != nil {
		return nil, fmt.Errorf("get catalogue: %w: %w", record.ErrDamaged, err)
	}
	return body, nil
}

// packCatalogues compresses content stored by older versions of the program, so that it has a
// checksum. Several processes may run it at the same time.
func packCatalogues(ctx context.Context, db *sql.DB) error {
	var loose []storedCatalogue
	err := catalogues(ctx, db, func(c storedCatalogue) error {
		if c.sound() == nil {
			loose = append(loose, storedCatalogue{c.comparison, c.version, pack(c.body)})
		}
		return nil
	}, `WHERE substr(body, 1, $1) <> $2`, len(frame), frame)
	for _, c := range loose {
		if err == nil {
			_, err = db.ExecContext(ctx, `UPDATE catalogue SET body = $1 WHERE comparison = $2 AND version = $3`,
				c.body, c.comparison, c.version)
		}
	}
	if err != nil {
		return fmt.Errorf("compress the content behind reports: %w", err)
	}
	return nil
}
