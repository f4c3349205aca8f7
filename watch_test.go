package main

import (
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// notice is what authors read on every page while their content is broken.
const notice = "The content was changed and cannot be used."

// TestWatch changes, breaks and mends content while it is served.
func TestWatch(t *testing.T) {
	// Compressing finished pages ends by itself, but may take its time.
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	defer http.DefaultClient.CloseIdleConnections()
	dir := filepath.Join(t.TempDir(), "content")
	if err := os.CopyFS(dir, os.DirFS(tiny)); err != nil {
		t.Fatal(err)
	}
	in := start(t, env{"CROSSROADS_WATCH": "true"}, "serve", "--content="+dir, "--db="+filepath.Join(t.TempDir(), "lunch.db"))
	saved := in.save(url.Values{"comparison": {"lunch"}, "title": {"Before"}})
	options := filepath.Join(dir, "comparisons", "lunch", "options.yaml")
	sound, err := os.ReadFile(options)
	if err != nil {
		t.Fatal(err)
	}

	write(t, options, strings.Replace(string(sound), "The canteen in the building", "The canteen next door", 1))
	in.await("/compare/lunch", "The canteen next door")
	write(t, filepath.Join(dir, "articles", "tea.md"),
		"---\ntitle: Tea\nsummary: Hot.\npublished: 2026-10-05\n---\nTea [^kitchen-rules].\n")
	in.await("/articles/tea", "Hot.")

	broken := strings.Replace(string(sound), "short: Canteen", "shot: Canteen", 1)
	write(t, options, broken)
	where := options + `:3:3: unknown key &#34;shot&#34;`
	in.await("/", notice, where)
	for _, path := range []string{
		"/", "/compare/lunch", "/decide/lunch", "/articles/tea", "/cases", "/method", "/embed/decide/lunch", saved,
	} {
		if page := in.get(path); !strings.Contains(page, notice) || !strings.Contains(page, where) {
			t.Errorf("%s does not say what is wrong:\n%s", path, page)
		}
		if page := in.getFrom("203.0.113.7", path); strings.Contains(page, notice) || strings.Contains(page, dir) {
			t.Errorf("%s tells a reader elsewhere about the author's files", path)
		}
	}
	if page := in.get("/compare/lunch"); !strings.Contains(page, "The canteen next door") {
		t.Error("the last good content is not served")
	}
	if log := in.log.String(); !strings.Contains(log, "level=ERROR") || !strings.Contains(log, options+":3:3: unknown key") {
		t.Errorf("the log does not name the problem:\n%s", log)
	}

	write(t, options, string(sound))
	in.await("/compare/lunch", "The canteen in the building")
	if page := in.get("/compare/lunch"); strings.Contains(page, notice) {
		t.Error("the notice stays after the content was mended")
	}

	if err := os.Rename(dir, dir+"-gone"); err != nil {
		t.Fatal(err)
	}
	in.await("/compare/lunch", notice, "The canteen in the building")
	if err := os.Rename(dir+"-gone", dir); err != nil {
		t.Fatal(err)
	}
	in.awaitNot("/compare/lunch", notice)
	if page := in.get(saved); !strings.Contains(page, "Before") {
		t.Error("the saved assessment is gone")
	}
	in.stop()
}

// TestWatchKeepsWhatWasSaved saves a revision as the author, who sees a notice,
// and reads it as somebody else, for whom other pages are kept.
func TestWatchKeepsWhatWasSaved(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "content")
	if err := os.CopyFS(dir, os.DirFS(tiny)); err != nil {
		t.Fatal(err)
	}
	in := start(t, nil, "serve", "--content="+dir, "--watch", "--db="+filepath.Join(t.TempDir(), "lunch.db"))
	form := url.Values{"comparison": {"lunch"}, "title": {"First title"}, "once": {"AAAABBBBCCCCDDDDEEEEFFFFGG"}}
	share, key := in.saveAs(form)
	// Between saving and loading the page again, the content changes.
	write(t, filepath.Join(dir, "articles", "draft.md"), "no front matter")
	in.await("/", notice)
	if share2, key2 := in.saveAs(form); share2 != share || key2 != key {
		t.Fatalf("the edit link is lost when the content changes: %s, then %s", share, share2)
	}
	if page := in.getFrom("203.0.113.7", share); !strings.Contains(page, "First title") {
		t.Errorf("the saved title is missing:\n%s", page)
	}
	in.post(share+"/edit", url.Values{"key": {key}, "base": {"1"}, "title": {"Second title"}})
	if page := in.getFrom("203.0.113.7", share); !strings.Contains(page, "Second title") {
		t.Error("another reader still sees the old title")
	}
}

func TestWatchNothing(t *testing.T) {
	got := finish(t, nil, "serve", "--watch")
	if want := "--watch: there is nothing to watch; name a directory with --content"; got.err == nil || got.err.Error() != want {
		t.Errorf("got %v, want %s", got.err, want)
	}
}

// post sends a form and returns where it leads.
func (in *instance) post(path string, form url.Values) string {
	in.t.Helper()
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.PostForm(in.url+path, form)
	if err != nil {
		in.t.Fatal(err)
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(response.Body)
	if response.StatusCode != http.StatusSeeOther {
		in.t.Fatalf("posting to %s gives %s\n%s", path, response.Status, body)
	}
	return response.Header.Get("Location")
}

var editLink = regexp.MustCompile(`(/a/[a-z0-9]+)/edit#([a-z0-9]+)"`)

// saveAs stores an assessment and returns its address and edit key.
func (in *instance) saveAs(form url.Values) (path, key string) {
	in.t.Helper()
	response, err := http.PostForm(in.url+"/assessments", form)
	if err != nil {
		in.t.Fatal(err)
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(response.Body)
	link := editLink.FindSubmatch(body)
	if response.StatusCode != http.StatusOK || link == nil {
		in.t.Fatalf("saving gives %s\n%s", response.Status, body)
	}
	return string(link[1]), string(link[2])
}

// save stores an assessment and returns its address.
func (in *instance) save(form url.Values) string {
	in.t.Helper()
	path, _ := in.saveAs(form)
	return path
}

// getFrom is get by way of a reverse proxy.
func (in *instance) getFrom(client, path string) string {
	in.t.Helper()
	request, err := http.NewRequestWithContext(in.t.Context(), http.MethodGet, in.url+path, nil)
	if err != nil {
		in.t.Fatal(err)
	}
	request.Header.Set("X-Forwarded-For", client)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		in.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		in.t.Fatalf("%s: %s, %v", path, response.Status, err)
	}
	return string(body)
}

// await waits until a page says all of that.
func (in *instance) await(path string, want ...string) {
	in.t.Helper()
	in.until(path, func(page string) bool {
		for _, text := range want {
			if !strings.Contains(page, text) {
				return false
			}
		}
		return true
	})
}

// awaitNot waits until a page does not say that.
func (in *instance) awaitNot(path, text string) {
	in.t.Helper()
	in.until(path, func(page string) bool { return !strings.Contains(page, text) })
}

func (in *instance) until(path string, done func(page string) bool) {
	in.t.Helper()
	var page []byte
	for deadline := time.Now().Add(15 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		response, err := http.Get(in.url + path)
		if err != nil {
			in.t.Fatal(err)
		}
		page, _ = io.ReadAll(response.Body)
		response.Body.Close()
		if response.StatusCode == http.StatusOK && done(string(page)) {
			return
		}
	}
	in.t.Fatalf("%s has not changed as expected:\n%s\n%s", path, page, in.log)
}
