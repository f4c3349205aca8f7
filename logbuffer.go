package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"sync"
	"time"
)

// logBuffer collects log lines and writes many at once, because a write for each request would
// cost more than answering it. A line waits at most logDelay. Warnings and errors (see urgent)
// and the end of the program flush the buffer. A program that is killed loses the lines of
// one delay.
type logBuffer struct {
	w io.Writer

	mu    sync.Mutex
	lines bytes.Buffer
	timer *time.Timer // runs while lines wait
}

const (
	logDelay = 100 * time.Millisecond
	logBatch = 32 << 10 // bytes after which the buffer is written at once
)

func newLogBuffer(w io.Writer) *logBuffer { return &logBuffer{w: w} }

// Write adds a line. It never fails, since there is nowhere to report a failure.
func (b *logBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lines.Write(p)
	switch {
	case b.lines.Len() >= logBatch:
		b.flush()
	case b.timer == nil:
		b.timer = time.AfterFunc(logDelay, b.Flush)
	}
	return len(p), nil
}

// Flush writes all lines that wait.
func (b *logBuffer) Flush() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.flush()
}

func (b *logBuffer) flush() {
	if b.timer != nil {
		b.timer.Stop()
		b.timer = nil
	}
	if b.lines.Len() > 0 {
		b.w.Write(b.lines.Bytes())
		b.lines.Reset()
	}
}

// urgent flushes the buffer after warnings and errors.
type urgent struct {
	slog.Handler
	flush func()
}

func (h urgent) Handle(ctx context.Context, r slog.Record) error {
	err := h.Handler.Handle(ctx, r)
	if r.Level >= slog.LevelWarn {
		h.flush()
	}
	return err
}

func (h urgent) WithAttrs(attrs []slog.Attr) slog.Handler {
	return urgent{h.Handler.WithAttrs(attrs), h.flush}
}

func (h urgent) WithGroup(name string) slog.Handler {
	return urgent{h.Handler.WithGroup(name), h.flush}
}
