package main

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestMaxDB saves to the running program until its database is as large as it
// may be: every save that was acknowledged stays, what is typed after that is
// kept on the page, reading goes on, and a larger bound is all it takes.
func TestMaxDB(t *testing.T) {
	db := filepath.Join(t.TempDir(), "a.db")
	run := func(most string) *child {
		cmd := exec.Command(os.Args[0], "serve", "--addr=127.0.0.1:0", "--content="+tiny, "--db="+db, "--log-level=warn", "--max-db="+most)
		return launch(t, cmd)
	}
	program := run("1MB")
	acks, refused := newAcknowledged(), 0
	note := make([]byte, 1900)
	for n := 0; n < 2000 && refused == 0; n++ {
		for i := range note {
			note[i] = byte('a' + rand.IntN(26)) // so that it cannot be compressed
		}
		doc, status := program.ask("POST", "/api/v1/assessments", fmt.Sprintf(`{"comparison":"lunch","title":"%d","note":"%s"}`, n, note),
			"")
		switch status {
		case http.StatusCreated:
			acks.add(doc)
		case http.StatusInsufficientStorage:
			refused++
		default:
			t.Fatalf("save %d gives %d", n, status)
		}
	}
	if refused == 0 {
		t.Fatal("1 MB was never full")
	}
	if info, err := os.Stat(db); err != nil {
		t.Error(err)
	} else if info.Size() > 1_200_000 {
		t.Errorf("the file has %d bytes", info.Size())
	}
	res, err := http.PostForm(program.url+"/assessments", url.Values{
		"comparison": {"lunch"}, "title": {"Typed with care"}, "note": {"Not to be lost"},
	})
	if err != nil {
		t.Fatal(err)
	}
	page, err := io.ReadAll(res.Body)
	res.Body.Close()
	if err != nil || res.StatusCode != http.StatusInsufficientStorage {
		t.Errorf("the form gives %s, %v", res.Status, err)
	}
	for _, want := range []string{"no room left", "Typed with care", "Not to be lost"} {
		if !bytes.Contains(page, []byte(want)) {
			t.Errorf("no %q on the page", want)
		}
	}
	if ready := program.text(t, "/readyz"); !strings.Contains(ready, "database: full") {
		t.Errorf("/readyz says %q", ready)
	}
	_ = program.cmd.Process.Kill()
	_ = program.cmd.Wait()
	program = run("2MB")
	if doc, status := program.ask("POST", "/api/v1/assessments", `{"comparison":"lunch","title":"Room again"}`,
		""); status != http.StatusCreated {
		t.Errorf("with a larger bound: %d", status)
	} else {
		acks.add(doc)
	}
	_ = program.cmd.Process.Kill()
	_ = program.cmd.Wait()
	acks.check(t, db)
}

// text is the body of a page that answers 200.
func (c *child) text(t *testing.T, path string) string {
	t.Helper()
	res, err := http.Get(c.url + path)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%s gives %s, %v", path, res.Status, err)
	}
	return string(raw)
}

func TestParseSize(t *testing.T) {
	for text, want := range map[string]int64{"0": 0, "1000000": 1e6, "1MB": 1e6, "500 MB": 5e8, "10GB": 1e10, "2tb": 2e12,
		"10G": 1e10, "10GiB": 10 << 30, "1.5GB": 15e8, "1,25 MiB": 1310720} {
		if got, err := parseSize(text, leastDB); err != nil || got != want {
			t.Errorf("%s is %d, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "GB", "1.500GB", "1.5", "10i", "9999999999GiB", "-1GB", "10 GB a day"} {
		if got, err := parseSize(text, leastDB); err == nil {
			t.Errorf("%q is %d", text, got)
		}
	}
}
