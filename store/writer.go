package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// maxBatch bounds a transaction, and so the wait of the first save in it.
const maxBatch = 128

// writer runs all writes in one goroutine. It collects waiting jobs, runs them in one
// transaction and acknowledges them after COMMIT. Each job has a savepoint, so that a
// failing job undoes only its own changes.
type writer struct {
	db    *sql.DB // one connection, so consecutive statements are in the same transaction
	files files
	batch int // most jobs of a transaction

	ended func() // called after each transaction

	begin, commit, rollback  *sql.Stmt
	savepoint, release, undo *sql.Stmt

	deleted bool // by a job, or perhaps by a killed process, and still present in the log

	batches, changes atomic.Uint64 // that were committed

	mu      sync.RWMutex // read-locked to submit a job, write-locked to close
	closed  bool
	queue   chan *job
	stopped chan struct{}
}

// job is one write.
type job struct {
	run   func() error
	err   error      // of run
	begun bool       // known to the writer only
	done  chan error // buffered, so that sending never blocks

	// claimed is set once: by the writer when it begins the job, or by the caller when it
	// gives up first.
	claimed atomic.Bool
}

func (j *job) claim() bool { return j.claimed.CompareAndSwap(false, true) }

// begin reports whether the job should run: for the first time, or again after its
// transaction was lost.
func (j *job) begin() bool {
	j.begun = j.begun || j.claim()
	return j.begun
}

// tell reports the outcome: err if the transaction failed, otherwise the job's own error.
func (j *job) tell(err error) {
	if err == nil {
		err = j.err
	}
	j.done <- translate(err)
}

func newWriter(ctx context.Context, db *sql.DB, files files, batch int, ended func()) (*writer, error) {
	w := &writer{db: db, files: files, batch: batch, ended: ended, queue: make(chan *job, 2*batch), stopped: make(chan struct{})}
	for text, stmt := range map[string]**sql.Stmt{
		"BEGIN IMMEDIATE": &w.begin,
		"COMMIT":          &w.commit,
		"ROLLBACK":        &w.rollback,
		"SAVEPOINT job":   &w.savepoint,
		"RELEASE job":     &w.release,
		"ROLLBACK TO job": &w.undo,
	} {
		var err error
		if *stmt, err = db.PrepareContext(ctx, text); err != nil {
			return nil, err
		}
	}
	go w.loop()
	return w, nil
}

// do runs fn inside a transaction and returns nil once that is on disk. If ctx ends before
// fn has begun, fn is not run; if it has begun, do waits for the outcome, which is then
// near, and returns it.
func (w *writer) do(ctx context.Context, fn func() error) error {
	j := &job{run: fn, done: make(chan error, 1)}
	if err := w.handIn(ctx, j); err != nil {
		return err
	}
	select {
	case err := <-j.done:
		return err
	case <-ctx.Done():
		if j.claim() {
			return ctx.Err()
		}
		return <-j.done
	}
}

func (w *writer) handIn(ctx context.Context, j *job) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	w.mu.RLock()
	defer w.mu.RUnlock()
	if w.closed {
		return errClosed
	}
	select {
	case w.queue <- j:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// close waits until all submitted jobs have an outcome.
func (w *writer) close() {
	w.mu.Lock()
	if !w.closed {
		w.closed = true
		close(w.queue)
	}
	w.mu.Unlock()
	<-w.stopped
}

func (w *writer) loop() {
	defer close(w.stopped)
	batch := make([]*job, 0, w.batch)
	for w.deleted = !w.emptyLog(); ; {
		var again <-chan time.Time
		if w.deleted {
			again = time.After(logAgain)
		}
		select {
		case first, ok := <-w.queue:
			if !ok {
				return
			}
			// Let the callers released by the last batch submit again. Without this,
			// batches shrink to single saves on one processor.
			runtime.Gosched()
			batch = w.drain(append(batch[:0], first))
			w.save(batch)
			clear(batch)
		case <-again:
		}
		if w.deleted {
			w.deleted = !w.emptyLog()
		}
	}
}

// logAgain is the pause before another attempt to empty a log that somebody was reading.
const logAgain = time.Second

// emptyLog moves the log into the file and truncates it: deleted content is overwritten in
// the file but would remain in an idle log. This is impossible while somebody, such as a
// backup, reads from the log; then it returns at once and is tried again later.
func (w *writer) emptyLog() bool {
	var patience, busy, frames, moved int
	if w.db.QueryRow("PRAGMA busy_timeout").Scan(&patience) != nil {
		return false
	}
	if _, err := w.db.Exec("PRAGMA busy_timeout(0)"); err != nil {
		return false
	}
	err := w.db.QueryRow("PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &moved)
	_, restored := w.db.Exec(fmt.Sprintf("PRAGMA busy_timeout(%d)", patience))
	return errors.Join(err, restored) == nil && busy == 0
}

// drain appends the waiting jobs to batch.
func (w *writer) drain(batch []*job) []*job {
	for len(batch) < w.batch {
		select {
		case j, ok := <-w.queue:
			if !ok {
				return batch
			}
			batch = append(batch, j)
		default:
			return batch
		}
	}
	return batch
}

// errLost means that SQLite itself rolled back the transaction of a batch.
var errLost = errors.New("the transaction was rolled back")

// save runs a batch and reports the outcome to every caller.
func (w *writer) save(batch []*job) {
	err := w.transaction(batch)
	if errors.Is(err, errLost) && len(batch) > 1 {
		// A single job broke the transaction for all, for example because the disk is full.
		// Nothing was committed, so each job may be tried on its own.
		for _, j := range batch {
			j.tell(w.transaction([]*job{j}))
		}
		return
	}
	for _, j := range batch {
		j.tell(err)
	}
}

// transaction runs the jobs whose callers still wait. Its error concerns all of them and
// means that nothing was committed, or nothing that can be found again. Errors of single
// jobs are left in the jobs.
func (w *writer) transaction(batch []*job) error {
	if err := w.files.check(); err != nil {
		return err
	}
	if err := w.files.writable(); err != nil {
		return err
	}
	if _, err := w.begin.Exec(); err != nil {
		w.abandon()
		return fmt.Errorf("begin: %w", err)
	}
	for _, j := range batch {
		if !j.begin() {
			continue
		}
		if err := w.try(j); err != nil {
			w.abandon()
			return err
		}
	}
	if _, err := w.commit.Exec(); err != nil {
		w.abandon()
		return fmt.Errorf("commit: %w", err)
	}
	w.batches.Add(1)
	w.changes.Add(uint64(len(batch)))
	w.ended()
	return w.files.check()
}

// abandon makes sure that no transaction is open. Its own error, usually that none was
// open, adds nothing to the one before.
func (w *writer) abandon() {
	_, _ = w.rollback.Exec()
	w.ended() // what was to be stored does not exist
}

// try runs one job in a savepoint. It returns an error only if the whole transaction is
// lost.
func (w *writer) try(j *job) error {
	if _, err := w.savepoint.Exec(); err != nil {
		return fmt.Errorf("%w: savepoint: %w", errLost, err)
	}
	if j.err = j.run(); j.err != nil {
		if _, err := w.undo.Exec(); err != nil {
			return fmt.Errorf("%w: %w", errLost, j.err)
		}
	}
	if _, err := w.release.Exec(); err != nil {
		return fmt.Errorf("%w: release: %w", errLost, err)
	}
	return nil
}
