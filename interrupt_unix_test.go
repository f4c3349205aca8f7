//go:build unix

package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// TestInterrupted: a command that waits for a pipe ends when it is told to.
func TestInterrupted(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "articles"), 0o700); err != nil {
		t.Fatal(err)
	}
	pipe := filepath.Join(dir, "articles", "pipe.md")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"check", dir}, {"prices", "import", "aws-us-east-1", pipe}, {"gate", pipe}} {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		done := make(chan error, 1)
		go func() {
			var out bytes.Buffer
			done <- run(ctx, args, nil, &out, &out)
		}()
		select {
		case err := <-done:
			if err == nil {
				t.Errorf("%s succeeded", args[0])
			}
		case <-time.After(30 * time.Second):
			t.Errorf("%s goes on", args[0])
		}
		cancel()
	}
}
