package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// rows are the databases with a certain number of assessments.
type rows struct {
	count    int
	portal   side // on SQLite
	postgres side
	pocket   side
	rounds   []rowMeasures
}

// side is one of these databases.
type side struct {
	path   string        // file of the portal, directory of PocketBase, name in PostgreSQL
	ids    string        // file
	bytes  int64         // of the database
	filled time.Duration // how long filling took
}

// rowMeasures holds the figures of one round for one number of rows, per second.
type rowMeasures struct {
	cold, warm, saveShown, saveNew float64
	view, viewAgain, create        float64
	storeReads, storeSaves         float64

	postgres, two saveOpen // one and two instances on PostgreSQL
}

// small is the most rows of databases that are restored for each round, since measuring would
// multiply their rows.
const small = 10_000

// shown is the number of results displayed before they are saved, small enough for the
// portal to still have them cached.
const shown = 100

func (b *bench) runRows(ctx context.Context) error {
	at := func(i int) string { return fmt.Sprintf("http://127.0.0.1:%d", b.port+i) }
	b.url, b.pocketURL = at(0), at(1)
	if b.load >= busy {
		fmt.Fprintf(os.Stderr, "the machine is busy (load %.1f): expect noise\n", b.load)
	}
	server, err := b.startPostgres(ctx)
	defer server.stop()
	if err != nil {
		return err
	}
	sets, err := b.fill(ctx)
	if err != nil {
		return err
	}
	for round := range b.rounds {
		for _, r := range sets {
			fmt.Fprintf(os.Stderr, "round %d of %d, %s rows\n", round+1, b.rounds, thousands(float64(r.count)))
			if err := b.rowRound(ctx, r); err != nil {
				return err
			}
		}
	}
	printRows(os.Stdout, b, sets)
	return nil
}

// fill makes the samples and all databases.
func (b *bench) fill(ctx context.Context) ([]*rows, error) {
	portal, _, err := b.startPortal(ctx, filepath.Join(b.dir, "empty.db"))
	defer portal.stop()
	if err != nil {
		return nil, err
	}
	if err := b.readQuestions(); err != nil {
		return nil, err
	}
	from := filepath.Join(b.dir, "samples")
	if b.samples, err = b.makeSamples(from); err != nil {
		return nil, err
	}
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	var sets []*rows
	for _, word := range strings.Split(b.sizes, ",") {
		count, err := strconv.Atoi(word)
		if err != nil || count < shown {
			return nil, fmt.Errorf("-sizes: %q is not a number from %d", word, shown)
		}
		r := &rows{count: count}
		r.portal = side{path: filepath.Join(b.dir, "portal-"+word+".db"), ids: filepath.Join(b.dir, "portal-"+word+".ids")}
		r.pocket = side{path: filepath.Join(b.dir, "pocket-"+word), ids: filepath.Join(b.dir, "pocket-"+word+".ids")}
		// The portal's database is filled second, so that it is the one in memory.
		if err := b.fillSide(ctx, &r.pocket, filepath.Join(b.dir, "pocketbase"), "fill", "--dir", r.pocket.path, from, word,
			r.pocket.ids); err != nil {
			return nil, err
		}
		if err := b.fillSide(ctx, &r.portal, program, "fill", r.portal.path, from, word, r.portal.ids); err != nil {
			return nil, err
		}
		if err := b.fillPostgres(ctx, r, from); err != nil {
			return nil, err
		}
		sets = append(sets, r)
	}
	return sets, nil
}

// fillSide fills a database, unless an earlier run in the same directory did.
func (b *bench) fillSide(ctx context.Context, s *side, program string, args ...string) error {
	note := s.path + ".filled"
	if earlier, err := os.ReadFile(note); err == nil {
		_, err = fmt.Sscan(string(earlier), &s.filled, &s.bytes)
		return err
	}
	fmt.Fprintf(os.Stderr, "filling %s\n", filepath.Base(s.path))
	began := time.Now()
	if out, err := b.onAll(ctx, program, args...).CombinedOutput(); err != nil {
		return fmt.Errorf("filling %s: %w: %s", s.path, err, out)
	}
	s.filled = time.Since(began)
	if err := s.measure(); err != nil {
		return err
	}
	return os.WriteFile(note, fmt.Append(nil, int64(s.filled), s.bytes), 0o600)
}

// measure adds up the sizes of the database files.
func (s *side) measure() error {
	return filepath.WalkDir(s.path, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			s.bytes += info.Size()
		}
		return err
	})
}

// onAll returns a command that may use all processors.
func (b *bench) onAll(ctx context.Context, program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "taskset", append([]string{"-c", b.all, program}, args...)...)
	cmd.Dir = b.dir
	return cmd
}

// fresh returns the path of the database for a round.
func (s side) fresh(rows int) (path string, err error) {
	if rows > small {
		return s.path, nil
	}
	path = s.path + ".round"
	if err := os.RemoveAll(path); err != nil {
		return "", err
	}
	for _, end := range []string{"-wal", "-shm"} {
		if err := os.Remove(path + end); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	return path, exec.Command("cp", "-r", s.path, path).Run()
}

// rowRound takes all measurements once for one number of rows.
func (b *bench) rowRound(ctx context.Context, r *rows) error {
	var m rowMeasures
	if err := b.portalRound(ctx, r, &m); err != nil {
		return err
	}
	if err := b.postgresRound(ctx, r, &m); err != nil {
		return err
	}
	if err := b.pocketRound(ctx, r, &m); err != nil {
		return err
	}
	path, err := r.portal.fresh(r.count)
	if err != nil {
		return err
	}
	program, err := os.Executable()
	if err != nil {
		return err
	}
	out, err := b.onAll(ctx, program, "store", path, filepath.Join(b.dir, "samples"), r.portal.ids,
		strconv.Itoa(b.seconds)).CombinedOutput()
	if err != nil {
		return fmt.Errorf("loading the store: %w: %s", err, out)
	}
	if _, err := fmt.Sscan(string(out), &m.storeReads, &m.storeSaves); err != nil {
		return fmt.Errorf("loading the store: %w: %s", err, out)
	}
	r.rounds = append(r.rounds, m)
	return nil
}

func (b *bench) portalRound(ctx context.Context, r *rows, m *rowMeasures) error {
	ids, err := readIDs(r.portal.ids)
	if err != nil {
		return err
	}
	path, err := r.portal.fresh(r.count)
	if err != nil {
		return err
	}
	portal, _, err := b.startPortal(ctx, path)
	defer portal.stop()
	if err != nil {
		return err
	}
	if m.cold, err = b.each(ctx, ids, func(int) string { return b.url + "/a/" }); err != nil {
		return err
	}
	if m.warm, err = b.wrk(ctx, b.url+"/a/"+ids[0]); err != nil {
		return err
	}
	if m.saveShown, err = b.savingShown(ctx); err != nil {
		return err
	}
	m.saveNew, err = clients(b.forTime(ctx), func(n int) error {
		_, err := b.save(n + fresh)
		return err
	})
	return err
}

// each opens every id once, or as many as time allows.
func (b *bench) each(ctx context.Context, ids []string, prefix func(n int) string) (float64, error) {
	inTime := b.forTime(ctx)
	return clients(func(n int) bool { return n < len(ids) && inTime(n) }, func(n int) error {
		_, _, err := fetch(http.MethodGet, prefix(n)+ids[n], nil, zipped, http.StatusOK)
		return err
	})
}

// savingShown displays results and then measures saving them through the API, which
// responds with the record as PocketBase does; the form would respond with a page.
func (b *bench) savingShown(ctx context.Context) (float64, error) {
	queries := make([]string, shown)
	for n := range queries {
		values := url.Values{}
		for question, answer := range answers(b.questions, n) {
			values.Set(question, answer)
		}
		queries[n] = values.Encode()
		if err := b.look(queries[n]); err != nil {
			return 0, err
		}
	}
	return clients(b.forTime(ctx), func(n int) error {
		s := b.samples[n%shown]
		body, err := json.Marshal(map[string]any{
			"comparison": "deployment", "answers": answers(b.questions, n%shown),
			"title": fmt.Sprint(s.Title, " ", n), "note": s.Note, "author": s.Author,
		})
		if err != nil {
			return err
		}
		_, _, err = fetch(http.MethodPost, b.at(n)+"/api/v1/assessments", body, jsonHeader, http.StatusCreated)
		return err
	})
}

func (b *bench) pocketRound(ctx context.Context, r *rows, m *rowMeasures) error {
	ids, err := readIDs(r.pocket.ids)
	if err != nil {
		return err
	}
	path, err := r.pocket.fresh(r.count)
	if err != nil {
		return err
	}
	pocket, err := b.start("pocketbase", filepath.Join(b.dir, "pocketbase"), "serve", "--dir", path, "--http",
		strings.TrimPrefix(b.pocketURL, "http://"))
	defer pocket.stop()
	if err != nil {
		return err
	}
	if _, err := pocket.ready(ctx, b.pocketURL+"/api/health"); err != nil {
		return err
	}
	if err := pocket.rest(ctx); err != nil {
		return err
	}
	records := b.pocketURL + "/api/collections/assessments/records"
	if m.view, err = b.each(ctx, ids, func(int) string { return records + "/" }); err != nil {
		return err
	}
	if m.viewAgain, err = b.wrk(ctx, records+"/"+ids[0]); err != nil {
		return err
	}
	bodies := make([][]byte, len(b.samples))
	for i, s := range b.samples {
		s.Title = ""
		if bodies[i], err = json.Marshal(s); err != nil {
			return err
		}
	}
	m.create, err = clients(b.forTime(ctx), func(n int) error {
		title, err := json.Marshal(fmt.Sprint(b.samples[n%samples].Title, " ", n))
		if err != nil {
			return err
		}
		body := bytes.Replace(bodies[n%samples], []byte(`"title":""`), append([]byte(`"title":`), title...), 1)
		_, _, err = fetch(http.MethodPost, records, body, jsonHeader, http.StatusOK)
		return err
	})
	return err
}
