package store

import (
	"database/sql"
	"fmt"
	"log/slog"
	"sync/atomic"

	"crossroads/record"
)

// room keeps the file under a size. What is deleted leaves pages in the file
// that are used again, so they count as free.
type room struct {
	most int64 // bytes; 0 for no bound
	log  *slog.Logger
	size *sql.Stmt // run by the writer only

	used  atomic.Int64
	level int // of what was logged last
}

// Shares of the bound, in per cent, from which the log warns, and under which it
// may warn again.
const (
	nearlyFull = 80
	emptyAgain = 75
)

const sizeSQL = `
	SELECT (page_count - freelist_count) * page_size
	FROM pragma_page_count(), pragma_freelist_count(), pragma_page_size()`

// measure looks how much of the file is in use. When that fails the next
// transaction will say why.
func (r *room) measure() {
	var used int64
	if r.size.QueryRow().Scan(&used) != nil {
		return
	}
	r.used.Store(used)
	r.report()
}

// report logs a bound that comes near or is reached, once.
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

// take reserves what is about to be stored, or returns record.ErrFull when
// there is no room at all. Only the writer calls it; the next measure knows
// better.
func (r *room) take(bytes int) error {
	used := r.used.Load()
	if r.most > 0 && used >= r.most {
		return fmt.Errorf("%w: %d bytes of %d are in use", record.ErrFull, used, r.most)
	}
	r.used.Add(int64(bytes))
	return nil
}

// Room returns how many bytes of the file are in use, and how many may be; 0 for as many as
// the disk has.
func (s *SQLite) Room() (used, most int64) { return s.room.used.Load(), s.room.most }
