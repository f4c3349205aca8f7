package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"crossroads/decision"
	"crossroads/record"
	"crossroads/store"
)

// sample is an assessment and its report, stored by both servers.
type sample struct {
	Comparison string              `json:"comparison"`
	Title      string              `json:"title"`
	Note       string              `json:"note"`
	Author     string              `json:"author"`
	Catalogue  string              `json:"catalogue"`
	Engine     string              `json:"engine"`
	Input      decision.Assessment `json:"input"`
	Report     json.RawMessage     `json:"report"`
}

// samples is the number of different assessments among the rows.
const samples = 1000

// note has a realistic length and contains markdown.
const note = `The team runs **six services** on one cluster today; [the incident review](https://example.org/reviews/%d) ` +
	`asked for fewer moving parts.

- Traffic: about %d requests a day, twice that in the last week of a month.
- Two people are on call, in turns of a week; both know the cluster well.
- The budget is fixed until the end of the year, so what is decided here holds for %d months at least.

Open: who owns the shared database, and whether the batch jobs move along.
`

// sample makes the nth sample; the portal computes its report.
func (b *bench) sample(n int) (sample, error) {
	set := answers(b.questions, n)
	body, err := json.Marshal(map[string]any{"answers": set})
	if err != nil {
		return sample{}, err
	}
	report, _, err := fetch(http.MethodPost, b.url+"/api/v1/comparisons/deployment/evaluate", body, jsonHeader, http.StatusOK)
	if err != nil {
		return sample{}, err
	}
	var made struct {
		Provenance struct{ Catalogue, Engine string } `json:"provenance"`
	}
	if err := json.Unmarshal(report, &made); err != nil {
		return sample{}, fmt.Errorf("reading a report: %w", err)
	}
	s := sample{
		Comparison: "deployment", Title: fmt.Sprint("Order system ", n), Note: fmt.Sprintf(note, n, 1000+37*n, 6+n%30),
		Author:    "Ada Example",
		Catalogue: made.Provenance.Catalogue, Engine: made.Provenance.Engine, Report: bytes.TrimSpace(report),
	}
	s.Input.Answers = decision.Answers{}
	for question, answer := range set {
		s.Input.Answers[question] = []string{answer}
	}
	return s, nil
}

// makeSamples makes all samples and writes them to a file, one per line.
func (b *bench) makeSamples(path string) (list []sample, err error) {
	list = make([]sample, samples)
	if _, err := clients(func(n int) bool { return n < samples }, func(n int) (err error) {
		list[n], err = b.sample(n)
		return err
	}); err != nil {
		return nil, err
	}
	var lines bytes.Buffer
	enc := json.NewEncoder(&lines)
	enc.SetEscapeHTML(false)
	for _, s := range list {
		if err := enc.Encode(s); err != nil {
			return nil, err
		}
	}
	return list, os.WriteFile(path, lines.Bytes(), 0o600)
}

func readSamples(path string) ([]sample, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var list []sample
	for dec := json.NewDecoder(bytes.NewReader(raw)); dec.More(); {
		var s sample
		if err := dec.Decode(&s); err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, nil
}

// creator is a store for assessments.
type creator interface {
	Create(ctx context.Context, comparison string, rev record.Revision) (record.Saved, string, error)
}

// create saves a sample with a unique title and returns its id.
func (s sample) create(db creator, n int) (string, error) {
	saved, _, err := db.Create(context.Background(), s.Comparison, record.Revision{
		Title: fmt.Sprint(s.Title, " ", n), Note: s.Note, Author: s.Author, Input: s.Input,
		Catalogue: s.Catalogue, Engine: s.Engine, Report: s.Report,
	})
	return saved.ID, err
}

// fillStore saves count assessments made from samples and writes their ids to a file, one
// per line.
func fillStore(path, from, count, to string) error {
	n, err := strconv.Atoi(count)
	if err != nil {
		return err
	}
	list, err := readSamples(from)
	if err != nil {
		return err
	}
	db, err := openDatabase(path)
	if err != nil {
		return err
	}
	ids := make([]string, n)
	_, err = clients(func(i int) bool { return i < n }, func(i int) (err error) {
		ids[i], err = list[i%len(list)].create(db, i)
		return err
	})
	if err != nil {
		return err
	}
	if err := db.Close(); err != nil {
		return err
	}
	return os.WriteFile(to, []byte(strings.Join(ids, "\n")), 0o600)
}

// loadStore prints the reads and saves per second of the store itself, without HTTP.
func loadStore(path, from, idsFrom, seconds string) error {
	list, err := readSamples(from)
	if err != nil {
		return err
	}
	ids, err := readIDs(idsFrom)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(seconds)
	if err != nil {
		return err
	}
	db, err := store.Open(context.Background(), path, store.Options{})
	if err != nil {
		return err
	}
	b := bench{seconds: n}
	reads, err := clients(b.forTime(context.Background()), func(i int) error {
		_, err := db.Get(context.Background(), ids[i%len(ids)], 0)
		return err
	})
	if err != nil {
		return err
	}
	saves, err := clients(b.forTime(context.Background()), func(i int) error {
		_, err := list[i%len(list)].create(db, i)
		return err
	})
	if err != nil {
		return err
	}
	fmt.Println(reads, saves)
	return db.Close()
}

// readIDs returns the ids of a file in a new random order, so that no part of the database
// is favoured.
func readIDs(path string) ([]string, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	ids := strings.Fields(string(raw))
	rng := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0))
	rng.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	return ids, nil
}
