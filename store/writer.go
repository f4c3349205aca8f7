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

// maxBatch bounds a transaction, and with it how long its first save waits.
const maxBatch = 128

// writer runs all writes in one goroutine: it takes what waits, runs it in one
// transaction and acknowledges after COMMIT. Each job has a savepoint of its
// own, so a job that fails undoes only itself.
type writer struct {
	db    *sql.DB // one connection, so consecutive statements share a transaction
	files files
	batch int // most jobs of a transaction

	ended func() // called after each transaction

	begin, commit, rollback  *sql.Stmt
	savepoint, release, undo *sql.Stmt

	deleted bool // by a job, or perhaps by a process that was killed, and still in the log

	batches, changes atomic.Uint64 // that were committed

	mu      sync.RWMutex // held for reading while handing in, for writing by close
	closed  bool
	queue   chan *job
	stopped chan struct{}
}

// job is one write.
type job struct {
	run   func() error
	err   error      // of run
	begun bool       // known to the writer only
	done  chan error // holds one, so that telling never waits

	// claimed is set once: by the writer when it begins the job, or by the
	// caller when it gives up before that.
	claimed atomic.Bool
}

func (j *job) claim() bool { return j.claimed.CompareAndSwap(false, true) }

// begin reports whether the job is to be run: now, or again after its
// transaction was lost.
func (j *job) begin() bool {
	j.begun = j.begun || j.claim()
	return j.begun
}

// tell reports the outcome: err of the transaction, or else the job's own.
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

// do runs fn inside a transaction and returns nil once that is on disk. When
// ctx ends first, fn is not run if it has not begun; otherwise do waits for the
// outcome, which is then near, and reports it truthfully.
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

// close waits until everything handed in has an outcome.
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
			// Let the callers that the last batch released hand in again, or on
			// one processor the batches collapse to a single save.
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

// logAgain is when the log is tried again that somebody was reading.
const logAgain = time.Second

// emptyLog moves the log into the file and cuts it off, for what was deleted is
// overwritten in the file but would stay in an idle log. It cannot while
// somebody reads what the log holds, such as a backup; then it does not wait
// but is tried again.
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

// drain adds to batch what waits already.
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

// errLost is returned when SQLite itself has rolled back the transaction of a batch.
var errLost = errors.New("the transaction was rolled back")

// save runs a batch and tells every caller the outcome.
func (w *writer) save(batch []*job) {
	err := w.transaction(batch)
	if errors.Is(err, errLost) && len(batch) > 1 {
		// One job broke the transaction of all, for example by not fitting on
		// the disk. Nothing was committed, so each may be tried by itself.
		for _, j := range batch {
			j.tell(w.transaction([]*job{j}))
		}
		return
	}
	for _, j := range batch {
		j.tell(err)
	}
}

// transaction runs the jobs that still have a caller. The error is everybody's
// and means that nothing was committed, or nothing that will be found again;
// what went wrong in a single job is left in the job.
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

// abandon leaves no transaction open. Its own error, most often that none was
// open, adds nothing to the one that led here.
func (w *writer) abandon() {
	_, _ = w.rollback.Exec()
	w.ended() // what was to be stored is not there
}

// try runs one job in a savepoint. It returns an error only when the whole
// transaction is lost.
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
