package main

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"
)

// measures holds the figures of one round: requests per second unless noted.
type measures struct {
	article, unchanged, bare, nginx float64
	evaluate, save, cold, warm      float64
	group, single, normal           float64 // saves per second in the store alone
	start                           float64 // milliseconds
	memory                          float64 // MiB
}

// results holds the figures of all rounds.
type results struct {
	plain, gzipped int // bytes of the page
	rounds         []measures
}

// median returns the median of a figure over all rounds.
func (r results) median(pick func(measures) float64) float64 { return medianOf(r.rounds, pick) }

// medianOf returns the median of a figure over all rounds.
func medianOf[T any](rounds []T, pick func(T) float64) float64 {
	var all []float64
	for _, m := range rounds {
		all = append(all, pick(m))
	}
	slices.Sort(all)
	n := len(all)
	return (all[(n-1)/2] + all[n/2]) / 2
}

// print writes the table for docs/performance.md.
func (r results) print(w io.Writer, b *bench) {
	fmt.Fprintf(w, "Measured %s with `bench/run.sh`: %d rounds of %d s, medians; %s, %d processors, %s; %s.\n",
		time.Now().UTC().Format(time.DateOnly), len(r.rounds), b.seconds, processorName(), processors(b.all),
		placement(b), fileSystem(b.dir))
	if b.load >= busy {
		fmt.Fprintf(w, "**The machine was busy before it began (load %.1f): measure again when it is idle.**\n", b.load)
	}
	fmt.Fprintf(w,
		"The page is an article, %d bytes as gzip (%d plain), to %d connections. The portal writes its access log and all its headers.\n\n",
		r.gzipped, r.plain, connections)
	fmt.Fprintln(w, "| what | a second | beside | a second | ratio | goal |")
	fmt.Fprintln(w, "| --- | ---: | --- | ---: | ---: | ---: |")
	for _, line := range []struct {
		what   string
		ours   func(measures) float64
		beside string
		theirs func(measures) float64
		goal   float64
	}{
		{
			"article", func(m measures) float64 { return m.article }, "bare net/http, same bytes, no log",
			func(m measures) float64 { return m.bare }, 0.85,
		},
		{
			"article", func(m measures) float64 { return m.article }, "nginx as Debian sets it up, same bytes",
			func(m measures) float64 { return m.nginx }, 0.60,
		},
		{
			"article, not modified (304)", func(m measures) float64 { return m.unchanged }, "the same with its bytes (200)",
			func(m measures) float64 { return m.article }, 1.5,
		},
		{
			"save an assessment", func(m measures) float64 { return m.save }, "evaluate it, store nothing",
			func(m measures) float64 { return m.evaluate }, 0.4,
		},
		{
			"open a share link again", func(m measures) float64 { return m.warm }, "open each for the first time",
			func(m measures) float64 { return m.cold }, 0,
		},
		{
			"store: durable saves, 64 at once", func(m measures) float64 { return m.group }, "a transaction each",
			func(m measures) float64 { return m.single }, 4,
		},
		{
			"store: durable saves, 64 at once", func(m measures) float64 { return m.group }, "without waiting for the disk (NORMAL)",
			func(m measures) float64 { return m.normal }, 0.9,
		},
	} {
		goal := ""
		if line.goal > 0 {
			goal = fmt.Sprintf(">= %.2f", line.goal)
		}
		ratio := r.median(func(m measures) float64 { return line.ours(m) / line.theirs(m) })
		fmt.Fprintf(w, "| %s | %s | %s | %s | %.2f | %s |\n", line.what, thousands(r.median(line.ours)),
			line.beside, thousands(r.median(line.theirs)), ratio, goal)
	}
	fmt.Fprintf(w, "\nStart to the first 200: %.0f ms (goal 100). Resident memory when idle: %.0f MiB (goal 40).\n",
		r.median(func(m measures) float64 { return m.start }), r.median(func(m measures) float64 { return m.memory }))
}

// thousands formats a rate with separators: 12,345.
func thousands(rate float64) string {
	digits := fmt.Sprintf("%.0f", rate)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

func placement(b *bench) string {
	if b.servers == b.all {
		return "servers and load share them"
	}
	return fmt.Sprintf("servers on the first %d and load on the rest", processors(b.servers))
}

func processorName() string {
	info, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(info)) {
		if name, value, found := strings.Cut(line, ":"); found && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}

// busy is the load average above which other work on the machine makes the figures
// unreliable.
const busy = 0.5

// fileSystem describes where the files are; in memory, saves would seem too fast.
func fileSystem(dir string) string {
	const tmpfs = 0x01021994
	var stat syscall.Statfs_t
	if err := syscall.Statfs(dir, &stat); err == nil && stat.Type == tmpfs {
		return "files in memory, so saves are faster than on a disk"
	}
	return "files on a disk"
}
