// Bench compares a portal with other servers; run.sh starts it.
//
// Within each round all servers are measured in turn, so that other activity on the machine
// affects all of them. Ratios are computed within a round, and the medians over all rounds
// are printed. Only ratios can be compared between machines.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"crossroads/store"
)

const articlePath = "articles/what-is-serverless"

// bench holds the settings and state of a run.
type bench struct {
	dir          string // contains the programs and everything that is written
	servers, all string // processors, in the format of taskset
	port         int
	rounds       int
	seconds      int
	load         float64 // of the machine before the run

	url       string // of the portal
	bareURL   string
	nginxURL  string
	etag      string
	questions []question
	ids       []string // of saved assessments

	results results

	sizes     string // with rows: numbers of rows, comma-separated
	pocketURL string
	// postgresURL is the address of the PostgreSQL server, and more are addresses of
	// portals besides url.
	postgresURL string
	more        []string
	samples     []sample

	only     string // with flood and attack: words in the names of those to run
	together int    // with attack: seconds of all at once
	memory   int    // with attack: MiB that the portal may have, 0 for any number
	limited  bool   // keep the portal's default limits
}

// inners are the commands that a run executes in separate processes.
var inners = map[string]struct {
	args int
	run  func(args []string) error
}{
	"bare":  {2, func(a []string) error { return serveBare(a[0], a[1]) }},
	"fill":  {4, func(a []string) error { return fillStore(a[0], a[1], a[2], a[3]) }},
	"store": {4, func(a []string) error { return loadStore(a[0], a[1], a[2], a[3]) }},

	"postgres": {0, func([]string) error { return servePostgres() }},

	"flooder": {4, func(a []string) error { return floodFor(a[0], a[1], a[2], a[3]) }},
	"assault": {4, func(a []string) error { return runAssault(a[0], a[1], a[2], a[3]) }},
}

func main() {
	command, args := "", os.Args[1:]
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		command, args = args[0], args[1:]
	}
	if inner := inners[command]; inner.run != nil && inner.args == len(args) {
		fail(inner.run(args))
		return
	}
	run, known := map[string]func(*bench, context.Context) error{
		"": (*bench).run, "rows": (*bench).runRows, "flood": (*bench).runFlood, "attack": (*bench).runAttack,
	}[command]
	if !known {
		fail(fmt.Errorf("%s is no command; there are rows, flood and attack, or none", command))
	}
	var b bench
	flag.StringVar(&b.dir, "dir", "", "directory with the programs, set by run.sh")
	flag.StringVar(&b.servers, "servers", "0", "processors of the servers, set by run.sh")
	flag.StringVar(&b.all, "all", "0", "all processors, set by run.sh")
	flag.Float64Var(&b.load, "load", 0, "load of the machine before the run, set by run.sh")
	flag.IntVar(&b.port, "port", 18300, "first of the three ports to use")
	flag.IntVar(&b.rounds, "rounds", 5, "rounds")
	flag.IntVar(&b.seconds, "seconds", 2, "seconds of each measurement in a round")
	flag.StringVar(&b.sizes, "sizes", "1000,100000,1000000", "with rows: how many assessments are stored, fewest first")
	flag.StringVar(&b.only, "only", "", "with flood and attack: only those with these words in their name")
	flag.IntVar(&b.together, "together", 300, "with attack: seconds of all attacks at once, 0 for not")
	flag.IntVar(&b.memory, "memory", 0, "with attack: MiB that the portal may have in memory before it is killed, 0 for any number")
	_ = flag.CommandLine.Parse(args) // exits on error
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	err := run(&b, ctx)
	if ctx.Err() != nil {
		err = errors.New("stopped")
	}
	fail(err)
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// startPortal starts the portal on a database, returns the time until the first page, and lets it
// come to rest.
func (b *bench) startPortal(ctx context.Context, db string) (*process, time.Duration, error) {
	args := []string{filepath.Join(b.dir, "crossroads"), "serve", "--addr", strings.TrimPrefix(b.url, "http://"), "--db", db}
	if !b.limited { // all load comes from one address
		args = append(args, "--save-rate=0")
		if !store.IsPostgres(db) {
			args = append(args, "--max-db=0")
		}
	}
	p, err := b.start("crossroads", args...)
	if err != nil {
		return nil, 0, err
	}
	took, err := p.ready(ctx, b.url+"/"+articlePath)
	if err != nil {
		return p, 0, err
	}
	return p, took, p.rest(ctx)
}

func (b *bench) readQuestions() error {
	body, _, err := fetch(http.MethodGet, b.url+"/api/v1/comparisons/deployment", nil, nil, http.StatusOK)
	if err != nil {
		return err
	}
	var comparison struct {
		Questions []question `json:"questions"`
	}
	if err := json.Unmarshal(body, &comparison); err != nil {
		return fmt.Errorf("reading the questions: %w", err)
	}
	if b.questions = comparison.Questions; len(b.questions) == 0 {
		return fmt.Errorf("the comparison has no questions: %.300s", body)
	}
	return nil
}

// processors returns the number of processors in a range such as 0-3.
func processors(list string) int {
	from, to, found := strings.Cut(list, "-")
	first, _ := strconv.Atoi(from)
	last, _ := strconv.Atoi(to)
	if !found {
		return 1
	}
	return last - first + 1
}
