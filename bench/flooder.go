package main

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// floods are the requests that one network sends on all its connections as fast as it gets
// responses. %d is replaced by a counter, %s by the id of a saved assessment.
var floods = []floodKind{
	{name: "nothing"},
	{
		name: "evaluate, eight parts", method: "POST", path: "/api/v1/comparisons/deployment/evaluate", kind: "application/json",
		body: `{"parts":` + eightParts + `}`,
	},
	{name: "result page, eight parts", method: "GET", path: "/decide/deployment/result?" + eightBlocks},
	{name: "costs", method: "GET", path: "/cost?requests=%d"},
	{
		name: "costs, 500 points", method: "POST", path: "/api/v1/cost", kind: "application/json",
		body: `{"load":{"requests":"%d"},"points":500}`,
	},
	{name: "picture of an assessment", method: "GET", path: "/a/%s/r/1/card.png?%d"},
	{name: "report as a file", method: "GET", path: "/a/%s/r/1/report.html?%d"},
	{name: "difference", method: "GET", path: "/diff/%s/%s?%d"},
	{name: "matrix", method: "GET", path: "/compare/deployment?x=%d"},
	{
		name: "save", method: "POST", path: "/api/v1/assessments", kind: "application/json",
		body: `{"comparison":"deployment","title":"Flood %d","parts":` + eightParts + `}`,
	},
	{
		name: "save a form", method: "POST", path: "/assessments", kind: "application/x-www-form-urlencoded",
		body: "comparison=deployment&title=Flood+%d",
	},
	{name: "articles", method: "GET", path: "/" + articlePath},
	{name: "Hosts of 60 KB", method: "GET", path: "/a/%s", host: long + "%d"},
	{name: "another Host each time", method: "GET", path: "/a/%s", host: "h%d.example.org"},
	{
		name: "wrong edit keys", method: "DELETE", path: "/api/v1/assessments/%s",
		more: "Authorization: Bearer aaaaaaaaaaaaaaaaaaaaaaaaaa\r\nIf-Match: \"1\"\r\n",
	},
	{name: "import of 1 MB", method: "POST", path: "/api/v1/assessments/import", kind: "application/json", body: spaces[:1<<20-2] + "{}"},
}

// floodKind describes the requests of a flood; more contains additional header lines.
type floodKind struct{ name, method, path, kind, body, host, more string }

var long = strings.Repeat("h", 60_000)

const (
	eightParts  = `[{"name":"a%d"},{"name":"b"},{"name":"c"},{"name":"d"},{"name":"e"},{"name":"f"},{"name":"g"},{"name":"h"}]`
	eightBlocks = "p1.name=a%d&p2.name=b&p3.name=c&p4.name=d&p5.name=e&p6.name=f&p7.name=g&p8.name=h"
	floodSaved  = 2000 // saved assessments, so that their addresses are not all in caches
	maxArrived  = 400_000
)

// orders are the arguments of a process for a flood or an assault.
type orders struct {
	which   int // index in floods or assaults
	seconds int
	ids     []string // of saved assessments
}

// readOrders parses the arguments of such a process: the address to load, the index among
// so many kinds, the duration in seconds, and a file with one id per line.
func readOrders(addr, which string, kinds int, seconds, list string) (o orders, err error) {
	if !strings.HasPrefix(addr, "127.") {
		return o, errors.New("floods and attacks are for this machine alone")
	}
	if o.which, err = strconv.Atoi(which); err != nil || o.which < 0 || o.which >= kinds {
		return o, fmt.Errorf("%q is none of the %d kinds, which are numbered from 0", which, kinds)
	}
	if o.seconds, err = strconv.Atoi(seconds); err != nil || o.seconds < 1 {
		return o, fmt.Errorf("%q is not a number of seconds", seconds)
	}
	raw, err := os.ReadFile(list)
	if err != nil {
		return o, err
	}
	o.ids = strings.Split(string(raw), "\n")
	return o, nil
}

// answersPerSecond adds up the responses on all connections by status: "200: 812, 429: 5".
// Requests without a response are listed under the name none.
func answersPerSecond(answered []map[int]int, seconds int, none string) string {
	total := map[int]int{}
	for _, m := range answered {
		for status, n := range m {
			total[status] += n
		}
	}
	var list []string
	for _, status := range slices.Sorted(maps.Keys(total)) {
		name := strconv.Itoa(status)
		if status == 0 {
			name = none
		}
		list = append(list, fmt.Sprintf("%s: %d", name, total[status]/seconds))
	}
	return strings.Join(list, ", ")
}

// floodFor floods addr for at most a minute and prints the responses per second.
func floodFor(addr, flood, seconds, list string) error {
	o, err := readOrders(addr, flood, len(floods), seconds, list)
	if err != nil {
		return err
	}
	end := time.Now().Add(time.Duration(min(o.seconds, 60)) * time.Second)
	var count atomic.Int64
	answered := make([]map[int]int, connections)
	var wg sync.WaitGroup
	for i := range answered {
		answered[i] = map[int]int{}
		wg.Go(func() {
			for time.Now().Before(end) && count.Load() < maxArrived {
				flow(addr, o.which, o.ids, end, &count, answered[i])
			}
		})
	}
	wg.Wait()
	fmt.Println(answersPerSecond(answered, o.seconds, "0"))
	return nil
}

// flow sends requests one after the other on a connection until it breaks.
func flow(addr string, which int, ids []string, end time.Time, count *atomic.Int64, answered map[int]int) {
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(flooder)}, Timeout: time.Second}
	conn, err := dialer.Dial("tcp", addr)
	if err != nil {
		answered[0]++
		time.Sleep(10 * time.Millisecond)
		return
	}
	defer conn.Close()
	_ = conn.SetDeadline(end.Add(time.Second))
	in := bufio.NewReaderSize(conn, 64<<10)
	for time.Now().Before(end) {
		n := count.Add(1)
		if n > maxArrived {
			return
		}
		if _, err := io.WriteString(conn, floodRequest(which, addr, ids, int(n))); err != nil {
			return
		}
		res, err := http.ReadResponse(in, nil)
		if err != nil {
			return
		}
		if _, err := io.Copy(io.Discard, res.Body); err != nil {
			return
		}
		res.Body.Close()
		answered[res.StatusCode]++
	}
}

// floodRequest writes the nth request of a flood.
func floodRequest(which int, addr string, ids []string, n int) string {
	f := floods[which]
	fill := func(text string) string {
		for i := 0; strings.Contains(text, "%s"); i++ {
			text = strings.Replace(text, "%s", ids[(n+i*7)%len(ids)], 1)
		}
		return strings.ReplaceAll(text, "%d", strconv.Itoa(n))
	}
	body := fill(f.body)
	head := f.method + " " + fill(f.path) + " HTTP/1.1\r\nHost: " + fill(cmp.Or(f.host, addr)) + "\r\nAccept-Encoding: gzip\r\n" + f.more
	if f.kind != "" {
		head += "Content-Type: " + f.kind + "\r\nContent-Length: " + strconv.Itoa(len(body)) + "\r\n"
	}
	return head + "\r\n" + body
}
