package store

import (
	"context"
	"fmt"

	"crossroads/record"
)

// Portfolio lists the assessments that were saved by people the portal knows,
// newest first, at most f.Limit of them. Letters of the search match in either
// case as far as they are ASCII.
func (s *SQLite) Portfolio(ctx context.Context, f record.Filter) ([]record.Listed, error) {
	rows, err := s.reads.QueryContext(context.WithoutCancel(ctx), `
		SELECT a.num, a.id, a.comparison, a.owner, a.created_ms, a.status, a.review, a.expires, a.arranged, a.arranged_ms,
		       r.number, r.at_ms, r.title, r.report
		FROM assessment a
		JOIN revision r ON r.assessment = a.num
		 AND r.number = (SELECT max(number) FROM revision WHERE assessment = a.num)
		WHERE a.owner <> ''
		  AND (?1 = '' OR instr(lower(r.title), lower(?1)) > 0)
		  AND (?2 = '' OR a.status = ?2)
		  AND (?3 = '' OR (a.review <> '' AND a.review <= ?3 AND a.status <> 'superseded'))
		  AND (?4 = 0 OR a.num < ?4)
		  AND (NOT ?6 OR (a.review <> '' AND a.status <> 'superseded'))
		ORDER BY a.num DESC LIMIT ?5`, f.Text, f.Status, f.Due, f.After, f.Limit, f.Planned)
	if err != nil {
		return nil, fmt.Errorf("portfolio: %w", translate(err))
	}
	defer rows.Close()
	var list []record.Listed
	for rows.Next() {
		var l record.Listed
		var created, at, arranged int64
		var report []byte
		err := rows.Scan(&l.Cursor, &l.ID, &l.Comparison, &l.Owner, &created, &l.Status, &l.Review, &l.Expires, &l.Arranged, &arranged,
			&l.Latest, &at, &l.Title, &report)
		if err != nil {
			return nil, fmt.Errorf("portfolio: %w", translate(err))
		}
		l.Created, l.At, l.ArrangedAt = moment(created), moment(at), arrangedAt(arranged)
		said := summarize(report)
		l.Headline, l.Revisit = said.Headline, said.Revisit
		list = append(list, l)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("portfolio: %w", translate(err))
	}
	return list, nil
}
