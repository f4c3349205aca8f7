package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"fmt"
	"strings"
)

// movedTable describes how Move copies a table, a range of assessments at a time.
type movedTable struct {
	name    string
	columns string // each with a letter for its type, see rows
	within  string // condition for the rows of assessments $1 to $2
	order   string // an order in which they can be inserted
}

var movedTables = []movedTable{
	{"assessment", "num:n id:t key_hash:b comparison:t created_ms:n status:t review:t expires:t owner:e arranged:n arranged_ms:n " +
		"leader:e commented:n digest:t audience:t audience_digest:t", "num BETWEEN $1 AND $2", "num"},
	{
		"revision", "assessment:n number:n at_ms:n title:e note:e author:e labels:t input:t catalogue:t engine:t report:r digest:t",
		"assessment BETWEEN $1 AND $2", "assessment, number",
	},
	{"tag", "tag:e assessment:n", "assessment BETWEEN $1 AND $2", "assessment, tag"},
	{"reader", "assessment:n name:e", "assessment BETWEEN $1 AND $2", "assessment, name"},
	{"reader_group", "assessment:n name:e", "assessment BETWEEN $1 AND $2", "assessment, name"},
	{"comment", "assessment:n number:n revision:n author:e at_ms:n text:e hidden:n", "assessment BETWEEN $1 AND $2", "assessment, number"},
	{"milestone", "assessment:n number:n name:e", "assessment BETWEEN $1 AND $2", "assessment, number"},
	{"round", "num:n assessment:n token:t opened_ms:n revealed_ms:n", "assessment BETWEEN $1 AND $2", "num"},
	{
		"voice", "round:n name:e at_ms:n input:t catalogue:t engine:t report:r",
		"round IN (SELECT num FROM round WHERE assessment BETWEEN $1 AND $2)", "round",
	},
	{"once", "hash:b request:b salt:t assessment:n at_ms:n", "assessment BETWEEN $1 AND $2", "assessment"},
	{"unopened", "assessment:n since_ms:n", "assessment BETWEEN $1 AND $2", "assessment"},
}

// movedApart lists tables that do not belong to assessments; their range is empty. Sessions
// are not copied, so people sign in again.
var movedApart = []movedTable{
	{"catalogue", "comparison:t version:t body:b", "$1 = $2", "comparison, version"},
	{"person", "name:e issuer:e subject:e", "$1 = $2", "name"},
	{"api_token", "num:n hash:b name:e scopes:t maker:e created_ms:n ends_ms:n revoked_ms:n used:t", "$1 = $2", "num"},
	{"audit", "num:n at_ms:n actor:e via:t act:t assessment:n revision:n digest:t detail:e request:t instance:e", "$1 = $2", "num"},
	{"webhook_message", "num:n id:t at_ms:n type:t assessment:n revision:n status:t review:t", "$1 = $2", "num"},
	{
		"webhook_delivery", "num:n message:n endpoint:t state:t since_ms:n next_ms:n attempts:n tried_ms:n answer:n detail:e", "$1 = $2",
		"num",
	},
}

// split returns the names of the columns and the letters of their types.
func (t movedTable) split() (names, kinds []string) {
	for field := range strings.FieldsSeq(t.columns) {
		name, kind, _ := strings.Cut(field, ":")
		names, kinds = append(names, name), append(kinds, kind)
	}
	return names, kinds
}

// rows calls each with the values of every row of a range, without the escapes that
// PostgreSQL needs.
func (t movedTable) rows(ctx context.Context, s *side, first, last int64, each func(values []any) error) error {
	names, kinds := t.split()
	rows, err := s.db.QueryContext(ctx, fmt.Sprintf(`SELECT %s FROM %s WHERE %s ORDER BY %s`,
		strings.Join(names, ", "), t.name, t.within, t.order), first, last)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		values := make([]any, len(kinds))
		into := make([]any, len(kinds))
		for i, kind := range kinds {
			switch kind {
			case "n":
				into[i] = new(sql.NullInt64)
			case "b", "r":
				into[i] = new([]byte)
			default:
				into[i] = new(string)
			}
		}
		if err := rows.Scan(into...); err != nil {
			return err
		}
		for i, kind := range kinds {
			values[i] = plain(into[i])
			if text, ok := values[i].(string); ok && kind == "e" && s.postgres {
				values[i] = unescaper.Replace(text)
			}
		}
		if err := each(values); err != nil {
			return err
		}
	}
	return rows.Err()
}

func plain(scanned any) any {
	switch v := scanned.(type) {
	case *sql.NullInt64:
		if !v.Valid {
			return nil
		}
		return v.Int64
	case *[]byte:
		if *v == nil {
			return []byte{} // must not become NULL
		}
		return *v
	case *string:
		return *v
	}
	panic("no such kind")
}

// copy inserts the rows of a range of the source in a transaction of the target.
func (t movedTable) copy(ctx context.Context, source, target *side, tx *sql.Tx, first, last int64) error {
	names, kinds := t.split()
	marks := make([]string, len(names))
	for i := range marks {
		marks[i] = fmt.Sprintf("$%d", i+1)
	}
	insert := fmt.Sprintf(`INSERT INTO %s (%s) VALUES (%s)`, t.name, strings.Join(names, ", "), strings.Join(marks, ", "))
	if t.within == movedApart[0].within {
		insert += ` ON CONFLICT DO NOTHING` // an interrupted move has copied them
	}
	return t.rows(ctx, source, first, last, func(values []any) error {
		for i, kind := range kinds {
			if kind == "r" {
				if _, err := unpack(values[i].([]byte)); err != nil {
					return fmt.Errorf("row %v %v: %w", values[0], values[1], err)
				}
			}
			if text, ok := values[i].(string); ok && kind == "e" && target.postgres {
				values[i] = escape(text)
			}
		}
		_, err := tx.ExecContext(ctx, insert, values...)
		return err
	})
}

// digest returns the number of rows in a range and the sum of their hashes, which does not
// depend on their order.
func (t movedTable) digest(ctx context.Context, s *side, first, last int64) (count int, sum [4]uint64, err error) {
	err = t.rows(ctx, s, first, last, func(values []any) error {
		h := sha256.New()
		for _, v := range values {
			switch v := v.(type) {
			case nil:
				fmt.Fprint(h, "null;")
			case int64:
				fmt.Fprintf(h, "%d;", v)
			case string:
				fmt.Fprintf(h, "%d:%s;", len(v), v)
			case []byte:
				fmt.Fprintf(h, "%d:%s;", len(v), v)
			}
		}
		count++
		hash := h.Sum(nil)
		for i := range sum {
			sum[i] += binary.BigEndian.Uint64(hash[8*i:])
		}
		return nil
	})
	return count, sum, err
}
