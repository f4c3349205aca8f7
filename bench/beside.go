package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

func (b *bench) run(ctx context.Context) error {
	at := func(i int) string { return fmt.Sprintf("http://127.0.0.1:%d", b.port+i) }
	b.url, b.bareURL, b.nginxURL = at(0), at(1), at(2)
	if b.load >= busy {
		fmt.Fprintf(os.Stderr, "the machine is busy (load %.1f): expect noise\n", b.load)
	}
	others, err := b.prepare(ctx)
	defer func() {
		for _, p := range others {
			p.stop()
		}
	}()
	if err != nil {
		return err
	}
	for round := range b.rounds {
		fmt.Fprintf(os.Stderr, "round %d of %d\n", round+1, b.rounds)
		if err := b.round(ctx); err != nil {
			return err
		}
	}
	b.results.print(os.Stdout, b)
	return nil
}

// prepare fetches the page from the portal, starts the other servers, and checks that all
// serve the same bytes.
func (b *bench) prepare(ctx context.Context) (others []*process, err error) {
	portal, _, err := b.startPortal(ctx, b.db())
	defer portal.stop()
	if err != nil {
		return nil, err
	}
	gzipped, header, err := b.finished(ctx, portal)
	if err != nil {
		return nil, err
	}
	plain, _, err := fetch(http.MethodGet, b.url+"/"+articlePath, nil, nil, http.StatusOK)
	if err != nil {
		return nil, err
	}
	if b.etag = header.Get("ETag"); b.etag == "" || header.Get("Content-Encoding") != "gzip" {
		return nil, fmt.Errorf("the portal did not compress its page, or gave no ETag: %v", header)
	}
	b.results.plain, b.results.gzipped = len(plain), len(gzipped)
	if err := b.readQuestions(); err != nil {
		return nil, err
	}
	config, err := b.writeNginx(b.port+2, processors(b.servers), plain, gzipped)
	if err != nil {
		return nil, err
	}
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	for _, side := range []struct {
		name, url string
		args      []string
	}{
		{
			"bare", b.bareURL,
			[]string{program, "bare", strings.TrimPrefix(b.bareURL, "http://"), filepath.Join(b.dir, "www", articlePath+".gz")},
		},
		{"nginx", b.nginxURL, []string{"nginx", "-p", b.dir, "-e", filepath.Join(b.dir, "nginx-error.log"), "-c", config}},
	} {
		p, err := b.start(side.name, side.args...)
		if err != nil {
			return others, err
		}
		others = append(others, p)
		if _, err := p.ready(ctx, side.url+"/"+articlePath); err != nil {
			return others, err
		}
		got, header, err := fetch(http.MethodGet, side.url+"/"+articlePath, nil, zipped, http.StatusOK)
		if err != nil {
			return others, err
		}
		if !bytes.Equal(got, gzipped) || header.Get("Content-Encoding") != "gzip" {
			return others, fmt.Errorf("%s does not serve the bytes of the portal", side.name)
		}
	}
	return others, nil
}

var zipped = http.Header{"Accept-Encoding": {"gzip"}}

// finished fetches the article as the portal sends it from memory: a page is compressed
// thoroughly, and gets another entity tag, after its first reader.
func (b *bench) finished(ctx context.Context, portal *process) ([]byte, http.Header, error) {
	url := b.url + "/" + articlePath
	if _, _, err := fetch(http.MethodGet, url, nil, zipped, http.StatusOK); err != nil {
		return nil, nil, err
	}
	if err := portal.rest(ctx); err != nil {
		return nil, nil, err
	}
	return fetch(http.MethodGet, url, nil, zipped, http.StatusOK)
}

// db returns the database of the run.
func (b *bench) db() string { return filepath.Join(b.dir, "bench.db") }

// round takes all measurements once.
func (b *bench) round(ctx context.Context) error {
	portal, took, err := b.startPortal(ctx, b.db())
	defer func() { portal.stop() }()
	if err != nil {
		return err
	}
	r := measures{start: float64(took.Microseconds()) / 1000}
	memory, err := portal.resident()
	if err != nil {
		return err
	}
	r.memory = float64(memory) / (1 << 20)
	if err := b.reading(ctx, portal, &r); err != nil {
		return err
	}
	if err := b.saving(ctx, &r); err != nil {
		return err
	}
	portal.stop() // discard finished pages
	if portal, _, err = b.startPortal(ctx, b.db()); err != nil {
		return err
	}
	if err := b.opening(ctx, &r); err != nil {
		return err
	}
	portal.stop()
	if err := b.storing(ctx, &r); err != nil {
		return err
	}
	b.results.rounds = append(b.results.rounds, r)
	return nil
}

// reading measures the article on all servers.
func (b *bench) reading(ctx context.Context, portal *process, r *measures) (err error) {
	if _, _, err := b.finished(ctx, portal); err != nil {
		return err
	}
	known := http.Header{"Accept-Encoding": {"gzip"}, "If-None-Match": {b.etag}}
	if _, _, err := fetch(http.MethodGet, b.url+"/"+articlePath, nil, known, http.StatusNotModified); err != nil {
		return err
	}
	for _, side := range []struct {
		rate    *float64
		url     string
		headers []string
	}{
		{&r.article, b.url, nil},
		{&r.bare, b.bareURL, nil},
		{&r.nginx, b.nginxURL, nil},
		{&r.unchanged, b.url, []string{"If-None-Match: " + b.etag}},
	} {
		if *side.rate, err = b.wrk(ctx, side.url+"/"+articlePath, side.headers...); err != nil {
			return err
		}
	}
	return nil
}

// fresh keeps the answers of saves different from those of evaluations, which the portal
// may have cached.
const fresh = 1_000_000

// saving measures evaluating, and evaluating followed by saving.
func (b *bench) saving(ctx context.Context, r *measures) (err error) {
	if r.evaluate, err = clients(b.forTime(ctx), b.evaluate); err != nil {
		return err
	}
	var mu sync.Mutex
	r.save, err = clients(b.forTime(ctx), func(n int) error {
		id, err := b.save(n + fresh)
		mu.Lock()
		defer mu.Unlock()
		b.ids = append(b.ids, id)
		return err
	})
	return err
}

// opening measures opening each saved assessment once, and then one of them repeatedly.
func (b *bench) opening(ctx context.Context, r *measures) (err error) {
	zip := http.Header{"Accept-Encoding": {"gzip"}}
	open := func(n int) error {
		_, _, err := fetch(http.MethodGet, b.url+"/a/"+b.ids[n], nil, zip, http.StatusOK)
		return err
	}
	if r.cold, err = clients(func(n int) bool { return n < len(b.ids) && ctx.Err() == nil }, open); err != nil {
		return err
	}
	r.warm, err = b.wrk(ctx, b.url+"/a/"+b.ids[0])
	return err
}

var savesRate = regexp.MustCompile(`BenchmarkSave/(\S+?)(?:-\d+)?\s.*?([0-9.]+) saves/s`)

// storing runs the store's own benchmarks, without HTTP and evaluation.
func (b *bench) storing(ctx context.Context, r *measures) error {
	cmd := exec.CommandContext(ctx, "taskset", "-c", b.all, filepath.Join(b.dir, "store.test"),
		"-test.run=^$", "-test.bench=^BenchmarkSave$", fmt.Sprintf("-test.benchtime=%ds", b.seconds))
	cmd.Dir = b.dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("store.test: %w: %s", err, out)
	}
	rates := map[string]*float64{"group": &r.group, "single": &r.single, "group-normal": &r.normal}
	for _, m := range savesRate.FindAllStringSubmatch(string(out), -1) {
		if rate := rates[m[1]]; rate != nil {
			if *rate, err = strconv.ParseFloat(m[2], 64); err != nil {
				return err
			}
		}
	}
	if r.group*r.single*r.normal == 0 {
		return fmt.Errorf("store.test said: %s", out)
	}
	return nil
}
