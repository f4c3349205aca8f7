package store

import (
	"context"
	"database/sql"
	"fmt"
)

// leaderOf returns the option that a stored report recommends, "" for none. An option
// that comes first without being recommended does not count: nobody has chosen it.
func leaderOf(stored []byte) string {
	if s := summarize(stored); s.Winner != nil {
		return *s.Winner
	}
	return ""
}

// fillLeaders looks at the reports of listed assessments that an older version of
// the program has saved. Each is looked at once; several processes may do it at once.
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
