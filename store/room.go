package store

import (
	"database/sql"
	"fmt"
	"log/slog"
	"sync/atomic"

	"crossroads/record"
)

// room limits the size of the file. Deleting leaves pages in the file that SQLite uses
// again, so they count as free.
type room struct {
	most int64 // bytes; 0 for no limit
	log  *slog.Logger
	size *sql.Stmt // run by the writer only

	used  atomic.Int64
	level int // last logged
}

// Percentages of the limit: at which the log warns, and below which it may warn again.
const (
	nearlyFull = 80
	emptyAgain = 75
)

const sizeSQL = `
	SELECT (page_count - freelist_count) * page_size
	FROM pragma_page_count(), pragma_freelist_count(), pragma_page_size()`

// measure updates how much of the file is used. If that fails, the next transaction reports
// why.
func (r *room) measure() {
	var used int64
	if r.size.QueryRow().Scan(&used) != nil {
		return
	}
	r.used.Store(used)
	r.report()
}

// report logs once that the limit is near or reached.
func (r *room) report() {
	if r.most <= 0 {
		return
	}
	used := r.used.Load()
	at := slog.Group("database", "bytes", used, "most", r.most)
	switch {
	case used >= r.most && r.level < 2:
		r.level = 2
		r.log.Error("the database has reached its greatest size (--max-db): nothing more is saved until something is deleted or the "+
			"bound is raised", at)
	case used < r.most && used >= r.most/100*nearlyFull && r.level < 1:
		r.level = 1
		r.log.Warn("the database is nearly as large as it may become (--max-db)", at)
	case used < r.most/100*emptyAgain:
		r.level = 0
	}
}

// take reserves space for what is about to be stored, or returns record.ErrFull when there
// is none. Only the writer calls it. The reservation is an estimate until the next measure.
func (r *room) take(bytes int) error {
	used := r.used.Load()
	if r.most > 0 && used >= r.most {
		return fmt.Errorf("%w: %d bytes of %d are in use", record.ErrFull, used, r.most)
	}
	r.used.Add(int64(bytes))
	return nil
}

// Room returns the bytes used in the file and the limit, 0 for no limit.
func (s *SQLite) Room() (used, most int64) { return s.room.used.Load(), s.room.most }
