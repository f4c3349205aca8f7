package main

import (
	"debug/buildinfo"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// median returns the median of a figure over all rounds.
func (r *rows) median(pick func(rowMeasures) float64) float64 { return medianOf(r.rounds, pick) }

// printRows writes the tables for docs/performance.md.
func printRows(w io.Writer, b *bench, sets []*rows) {
	fmt.Fprintf(w, "Measured %s with `bench/run.sh rows`: %d rounds of %d s, medians; %s, %d processors, %s; %s.\n",
		time.Now().UTC().Format(time.DateOnly), b.rounds, b.seconds, processorName(), processors(b.all), placement(b), fileSystem(b.dir))
	if b.load >= busy {
		fmt.Fprintf(w, "The machine was not idle before it began (load %.1f), so read the ratios, not the figures.\n", b.load)
	}
	fmt.Fprintf(w, `
Beside the portal runs PocketBase %s (newer ones need Go 1.27) as it comes, with the same texts, answers and reports in a
collection; %d clients.
The portal answers a save when it is on disk (synchronous=FULL); PocketBase does not wait for the disk (NORMAL, its default).
PocketBase evaluates nothing, so the report is sent to it. To open is a page, compressed; to view is the record as JSON, as it is.
The rows come from %s assessments and their real reports. Files of up to %s rows are taken anew each round; larger ones grow by
what is saved.

`, pocketVersion(b), connections, thousands(samples), thousands(small))
	fmt.Fprintln(w, "| stored | portal | a second | PocketBase | a second | ratio | goal |")
	fmt.Fprintln(w, "| ---: | --- | ---: | --- | ---: | ---: | ---: |")
	for _, r := range sets {
		for _, line := range []struct {
			what   string
			ours   func(rowMeasures) float64
			beside string
			theirs func(rowMeasures) float64
			goal   float64
		}{
			{
				"open a share link, each once: HTML, gzip", func(m rowMeasures) float64 { return m.cold }, "view a record, each once: JSON",
				func(m rowMeasures) float64 { return m.view }, 1.1,
			},
			{
				"open one again", func(m rowMeasures) float64 { return m.warm }, "view one again",
				func(m rowMeasures) float64 { return m.viewAgain }, 5,
			},
			{
				"save a result that was just shown", func(m rowMeasures) float64 { return m.saveShown }, "create, report sent along",
				func(m rowMeasures) float64 { return m.create }, 4,
			},
			{
				"evaluate with 10,000 draws and save", func(m rowMeasures) float64 { return m.saveNew }, "create, report sent along",
				func(m rowMeasures) float64 { return m.create }, 4,
			},
		} {
			ratio := r.median(func(m rowMeasures) float64 { return line.ours(m) / line.theirs(m) })
			fmt.Fprintf(w, "| %s | %s | %s | %s | %s | %.2f | >= %.2f |\n", thousands(float64(r.count)), line.what,
				thousands(r.median(line.ours)), line.beside, thousands(r.median(line.theirs)), ratio, line.goal)
		}
	}
	printDatabases(w, sets)
	printGrowth(w, sets)
	printFiles(w, sets)
}

// printDatabases compares SQLite with PostgreSQL.
func printDatabases(w io.Writer, sets []*rows) {
	fmt.Fprint(w, `
The same on PostgreSQL, over a Unix socket, set up as Debian does with fsync and synchronous_commit on; the server runs on the
processors of the portal.
Two instances are asked in turn, so each result that is saved has been shown by both.

| stored | a second | SQLite | PostgreSQL | to SQLite | two instances | to one | PocketBase | PostgreSQL to it |
| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
`)
	for _, r := range sets {
		for _, line := range []struct {
			what   string
			sqlite func(rowMeasures) float64
			of     func(saveOpen) float64
			pocket func(rowMeasures) float64
		}{
			{
				"open a share link, each once", func(m rowMeasures) float64 { return m.cold }, func(m saveOpen) float64 { return m.open },
				func(m rowMeasures) float64 { return m.view },
			},
			{
				"save a result that was just shown", func(m rowMeasures) float64 { return m.saveShown },
				func(m saveOpen) float64 { return m.saveShown }, func(m rowMeasures) float64 { return m.create },
			},
			{
				"evaluate and save", func(m rowMeasures) float64 { return m.saveNew }, func(m saveOpen) float64 { return m.saveNew },
				func(m rowMeasures) float64 { return m.create },
			},
		} {
			one := func(m rowMeasures) float64 { return line.of(m.postgres) }
			two := func(m rowMeasures) float64 { return line.of(m.two) }
			ratio := func(a, b func(rowMeasures) float64) float64 {
				return r.median(func(m rowMeasures) float64 { return a(m) / b(m) })
			}
			fmt.Fprintf(w, "| %s | %s | %s | %s | %.2f | %s | %.2f | %s | %.2f |\n", thousands(float64(r.count)), line.what,
				thousands(r.median(line.sqlite)), thousands(r.median(one)), ratio(one, line.sqlite), thousands(r.median(two)),
				ratio(two, one),
				thousands(r.median(line.pocket)), ratio(one, line.pocket))
		}
	}
}

// printGrowth compares the largest number of rows with the smallest.
func printGrowth(w io.Writer, sets []*rows) {
	fmt.Fprint(w, "\n| a second |")
	for _, r := range sets {
		fmt.Fprintf(w, " %s stored |", thousands(float64(r.count)))
	}
	fmt.Fprint(w, " last to first | goal |\n| --- |")
	for range sets {
		fmt.Fprint(w, " ---: |")
	}
	fmt.Fprintln(w, " ---: | ---: |")
	first, last := sets[0], sets[len(sets)-1]
	for _, line := range []struct {
		what string
		of   func(rowMeasures) float64
		goal string
	}{
		{"store: reads", func(m rowMeasures) float64 { return m.storeReads }, ">= 0.50"},
		{"store: durable saves", func(m rowMeasures) float64 { return m.storeSaves }, ">= 0.90"},
		{"open a share link, each once", func(m rowMeasures) float64 { return m.cold }, ">= 0.50"},
		{"save a result that was just shown", func(m rowMeasures) float64 { return m.saveShown }, ">= 0.90"},
		{"PocketBase: view", func(m rowMeasures) float64 { return m.view }, ""},
		{"PocketBase: create", func(m rowMeasures) float64 { return m.create }, ""},
	} {
		fmt.Fprintf(w, "| %s |", line.what)
		for _, r := range sets {
			fmt.Fprintf(w, " %s |", thousands(r.median(line.of)))
		}
		var ratios []float64
		for i := range last.rounds {
			ratios = append(ratios, line.of(last.rounds[i])/line.of(first.rounds[i]))
		}
		fmt.Fprintf(w, " %.2f | %s |\n", medianOf(ratios, func(x float64) float64 { return x }), line.goal)
	}
}

func printFiles(w io.Writer, sets []*rows) {
	fmt.Fprintln(w, "\n| stored | portal's file | filled in | PostgreSQL's | filled in | PocketBase's | filled in |")
	fmt.Fprintln(w, "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
	var all int64
	for _, r := range sets {
		fmt.Fprintf(w, "| %s | %s | %s | %s | %s | %s | %s |\n", thousands(float64(r.count)), megabytes(r.portal.bytes),
			seconds(r.portal.filled),
			megabytes(r.postgres.bytes), seconds(r.postgres.filled), megabytes(r.pocket.bytes), seconds(r.pocket.filled))
		all = max(all, r.portal.bytes, r.pocket.bytes)
	}
	if memory := memory(); all > memory/4*3 {
		fmt.Fprintf(w, "\nThe machine has %s of memory: reads of the largest file go to the disk in part.\n", megabytes(memory))
	}
}

func megabytes(n int64) string       { return thousands(float64(n)/(1<<20)) + " MiB" }
func seconds(d time.Duration) string { return thousands(d.Seconds()) + " s" }

// memory returns the memory of the machine, in bytes.
func memory() int64 {
	info, _ := os.ReadFile("/proc/meminfo")
	var kb int64
	_, _ = fmt.Sscanf(string(info), "MemTotal: %d kB", &kb)
	return kb << 10
}

// pocketVersion returns the version of PocketBase in the measured program.
func pocketVersion(b *bench) string {
	info, err := buildinfo.ReadFile(filepath.Join(b.dir, "pocketbase"))
	if err != nil {
		return "of an unknown version"
	}
	for _, dep := range info.Deps {
		if dep.Path == "github.com/pocketbase/pocketbase" {
			return dep.Version
		}
	}
	return "of an unknown version"
}
