package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// process is a server started, and to be ended, by this program.
type process struct {
	cmd    *exec.Cmd
	log    string // file with its output
	exited chan struct{}
}

// start runs a program on the processors of the servers. Its output goes to a file in the
// working directory.
func (b *bench) start(name string, args ...string) (*process, error) {
	return b.startOn(b.servers, name, args...)
}

// startOn is start on other processors.
func (b *bench) startOn(processors, name string, args ...string) (*process, error) {
	p := &process{log: filepath.Join(b.dir, name+".log"), exited: make(chan struct{})}
	out, err := os.OpenFile(p.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer out.Close()
	p.cmd = exec.Command("taskset", append([]string{"-c", processors}, args...)...)
	p.cmd.Stdout, p.cmd.Stderr = out, out
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // Ctrl-C is handled by this program
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		_ = p.cmd.Wait()
		close(p.exited)
	}()
	return p, nil
}

// stop asks the process to end, and kills it after five seconds.
func (p *process) stop() {
	if p == nil {
		return
	}
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.exited:
	case <-time.After(5 * time.Second):
		_ = p.cmd.Process.Kill()
		<-p.exited
	}
}

// ready waits until url responds with 200 and returns how long that took.
func (p *process) ready(ctx context.Context, url string) (time.Duration, error) {
	began := time.Now()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	for time.Since(began) < 20*time.Second {
		if r, err := client.Get(url); err == nil {
			_, _ = io.Copy(io.Discard, r.Body)
			r.Body.Close()
			if r.StatusCode == http.StatusOK {
				return time.Since(began), nil
			}
		}
		select {
		case <-p.exited:
			return 0, fmt.Errorf("the server ended by itself:\n%s", p.said())
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-time.After(time.Millisecond):
		}
	}
	return 0, fmt.Errorf("no answer from %s after 20 s:\n%s", url, p.said())
}

// said returns the last output of the process.
func (p *process) said() []byte {
	all, _ := os.ReadFile(p.log)
	return all[max(0, len(all)-2000):]
}

// resident returns the resident memory of the process, in bytes.
func (p *process) resident() (int64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	_, rest, found := bytes.Cut(status, []byte("VmRSS:"))
	fields := bytes.Fields(rest)
	if !found || len(fields) == 0 {
		return 0, errors.New("no VmRSS in /proc")
	}
	kb, err := strconv.ParseInt(string(fields[0]), 10, 64)
	return kb << 10, err
}

// ticks is how often a second the kernel counts what a process uses.
const ticks = 100

// used returns the time of processors that the process has used.
func (p *process) used() (time.Duration, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	// The name of the program, in parentheses, may have spaces. The state follows it, and
	// 11 fields later the time in user mode and in the kernel.
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	if len(fields) < 13 {
		return 0, errors.New("no times in /proc")
	}
	var sum int64
	for _, field := range fields[11:13] {
		n, err := strconv.ParseInt(string(field), 10, 64)
		if err != nil {
			return 0, err
		}
		sum += n
	}
	return time.Duration(sum) * time.Second / ticks, nil
}

// How long rest looks, how much of a processor a process at rest may use, and how long it waits.
const (
	restWindow = time.Second
	restUse    = restWindow / 20
	restMost   = 15 * time.Second
)

// rest waits until the process has done what a start leaves for later, such as making pages
// ahead, which the first seconds of a measurement would otherwise count. Work that takes longer,
// such as the check of a large database, goes on beside what is measured.
func (p *process) rest(ctx context.Context) error {
	time.Sleep(2 * restWindow) // what is left for later begins a second after the start
	before, err := p.used()
	for end := time.Now().Add(restMost); err == nil && time.Now().Before(end) && ctx.Err() == nil; {
		time.Sleep(restWindow)
		var now time.Duration
		if now, err = p.used(); now-before <= restUse {
			break
		}
		before = now
	}
	return errors.Join(err, ctx.Err())
}
