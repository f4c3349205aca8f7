package deliver

import (
	"context"
	"sync"
)

// Worker runs jobs in the background, one at a time. It has no goroutine while it is idle.
type Worker struct {
	mu      sync.Mutex
	queue   []func()
	stopped bool
	idle    chan struct{} // closed when the goroutine has ended; nil when there is none
}

// Add queues a job. After Stop it is dropped.
func (w *Worker) Add(job func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.stopped {
		return
	}
	w.queue = append(w.queue, job)
	if w.idle == nil {
		w.idle = make(chan struct{})
		go w.work(w.idle)
	}
}

func (w *Worker) work(idle chan struct{}) {
	defer close(idle)
	for {
		w.mu.Lock()
		if len(w.queue) == 0 {
			w.idle = nil
			w.mu.Unlock()
			return
		}
		job := w.queue[0]
		w.queue = w.queue[1:]
		w.mu.Unlock()
		job()
	}
}

// Wait returns when the jobs that are queued now are done, or ctx has ended.
func (w *Worker) Wait(ctx context.Context) {
	w.mu.Lock()
	idle := w.idle
	w.mu.Unlock()
	if idle == nil {
		return
	}
	select {
	case <-idle:
	case <-ctx.Done():
	}
}

// Stop drops queued jobs and waits for the running one.
func (w *Worker) Stop() {
	w.mu.Lock()
	w.stopped, w.queue = true, nil
	w.mu.Unlock()
	w.Wait(context.Background())
}
