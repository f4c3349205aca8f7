package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"crossroads/record"
	"crossroads/store"
	"crossroads/web"
)

// saveLunch saves an assessment as somebody, and returns its id and edit key.
func saveLunch(t *testing.T, s *site, headers ...string) (id, key string) {
	t.Helper()
	res := s.json("POST", "/api/v1/assessments", `{"comparison":"lunch","title":"Friday"}`, headers...)
	var saved struct{ ID, Key string }
	if err := json.Unmarshal([]byte(res.body), &saved); err != nil || res.StatusCode != http.StatusCreated {
		t.Fatalf("%d %s", res.StatusCode, res.body)
	}
	return saved.ID, saved.Key
}

var hookReader = []string{"X-User", "Cy", "X-Groups", "staff"}

// TestComments: people who have signed in comment, every reader of the link sees it, and
// the owner or a steward hides it.
func TestComments(t *testing.T) {
	s := hookedSite(t)
	id, key := saveLunch(t, s)
	path := "/a/" + id
	say := func(text string, headers ...string) answer {
		t.Helper()
		return s.post(path+"/comments", url.Values{"action": {"add"}, "text": {text}}, headers...)
	}
	// Nobody known may not, nor somebody without a role, and what they typed is not lost.
	if page := s.get(path + "/comments"); page.StatusCode != http.StatusOK || strings.Contains(page.body, "<textarea") ||
		!strings.Contains(page.body, "No comments yet") || page.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%d %v\n%s", page.StatusCode, page.Header, page.body)
	}
	for _, headers := range [][]string{nil, {"X-User", "Di", "X-Groups", "guests"}} {
		if res := say("Let me in", headers...); res.StatusCode != http.StatusForbidden {
			t.Errorf("as %v: %d", headers, res.StatusCode)
		}
	}
	if page := s.get(path); strings.Contains(page.body, ">Comments</h2>") || !strings.Contains(page.body, `href="/a/`+id+`/comments"`) {
		t.Errorf("without comments:\n%s", page.body)
	}
	// Plain text: nothing of it is markup.
	if res := say("Why not <b>soup</b>?\n\n**Really**", hookReader...); res.StatusCode != http.StatusSeeOther ||
		res.Header.Get("Location") != path+"/comments#comment-1" {
		t.Errorf("%d %s\n%s", res.StatusCode, res.Header.Get("Location"), res.body)
	}
	say("Why not <b>soup</b>?\n\n**Really**", hookReader...) // a double click
	say("Because.", hookAuthor...)
	shown := []string{
		">Comments</h2>", `<p dir="auto">Why not &lt;b&gt;soup&lt;/b&gt;?</p>`, `<p dir="auto">**Really**</p>`, "by <bdi>Cy</bdi>",
		"<p dir=\"auto\">Because.</p>",
	}
	page := s.get(path)
	for _, want := range shown {
		if strings.Count(page.body, want) != 1 {
			t.Errorf("%q is there %d times in\n%s", want, strings.Count(page.body, want), page.body)
		}
	}
	if frame := s.get("/embed" + path); strings.Contains(frame.body, "soup") {
		t.Error("a frame shows comments")
	}
	// What is wrong is named, and kept as it was typed.
	for text, says := range map[string]string{
		"":                        "The comment is empty.",
		strings.Repeat("x", 2001): "longer than 2000 characters", "a\x00b": "control characters",
	} {
		if res := say(text, hookReader...); res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(res.body, says) ||
			len(text) > 2000 && !strings.Contains(res.body, text) {
			t.Errorf("%.10q: %d\n%s", text, res.StatusCode, res.body)
		}
	}
	hide := func(action, number, key string, headers ...string) answer {
		t.Helper()
		return s.post(path+"/comments", url.Values{"action": {action}, "number": {number}, "key": {key}}, headers...)
	}
	if res := hide("hide", "1", "wrong", hookAuthor...); res.StatusCode != http.StatusForbidden ||
		!strings.Contains(res.body, "does not open") {
		t.Errorf("a wrong key: %d\n%s", res.StatusCode, res.body)
	}
	if res := hide("hide", "1", key); res.StatusCode != http.StatusSeeOther {
		t.Errorf("%d\n%s", res.StatusCode, res.body)
	}
	page = s.get(path)
	if strings.Contains(page.body, "soup") || !strings.Contains(page.body, "This comment was hidden") ||
		!strings.Contains(page.body, "Because.") {
		t.Errorf("hidden:\n%s", page.body)
	}
	if res := hide("show", "1", "", hookSteward...); res.StatusCode != http.StatusSeeOther || !strings.Contains(s.get(path).body, "soup") {
		t.Errorf("shown again by a steward: %d", res.StatusCode)
	}
	for _, number := range []string{"9", "0", "x"} {
		if res := hide("hide", number, key); res.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("number %q: %d", number, res.StatusCode)
		}
	}
	lines, err := s.store.(*store.SQLite).Audit(t.Context(), record.EventFilter{Limit: 100})
	if err != nil || strings.Contains(fmt.Sprint(lines), "soup") {
		t.Errorf("%+v, %v", lines, err)
	}
	var acts []string
	for _, l := range lines {
		acts = append(acts, l.Act)
	}
	if got := strings.Join(acts, " "); got != "create comment comment hide-comment show-comment" {
		t.Errorf("acts %s", got)
	}
}

// TestCommentAPI: the same for programs, and what an export holds.
func TestCommentAPI(t *testing.T) {
	s := hookedSite(t)
	id, key := saveLunch(t, s)
	at := "/api/v1/assessments/" + id
	if res := s.json("POST", at+"/comments", `{"text":"x"}`); res.StatusCode != http.StatusForbidden {
		t.Errorf("by nobody: %d", res.StatusCode)
	}
	for _, text := range []string{"Soup.", "Salad."} {
		if res := s.json("POST", at+"/comments", `{"text":"`+text+`"}`, hookReader...); res.StatusCode != http.StatusCreated ||
			!strings.Contains(res.body, `"author":"Cy"`) {
			t.Errorf("%d %s", res.StatusCode, res.body)
		}
	}
	for _, body := range []string{`{"text":""}`, `{"say":"x"}`, `{}`} {
		if res := s.json("POST", at+"/comments", body, hookReader...); res.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d %s", body, res.StatusCode, res.body)
		}
	}
	put := func(number, body string, headers ...string) int {
		t.Helper()
		return s.json("PUT", at+"/comments/"+number, body, headers...).StatusCode
	}
	for _, test := range []struct {
		number, body string
		headers      []string
		want         int
	}{
		{"1", `{"hidden":true}`, hookReader, http.StatusForbidden},
		{"1", `{"hidden":true}`, []string{"Edit-Key", "wrong"}, http.StatusForbidden},
		{"1", `{}`, []string{"Edit-Key", key}, http.StatusUnprocessableEntity},
		{"7", `{"hidden":true}`, []string{"Edit-Key", key}, http.StatusNotFound},
		{"x", `{"hidden":true}`, hookSteward, http.StatusNotFound},
		{"1", `{"hidden":false}`, hookSteward, http.StatusNoContent},
		{"1", `{"hidden":true}`, []string{"Authorization", "Bearer " + key}, http.StatusNoContent},
	} {
		if got := put(test.number, test.body, test.headers...); got != test.want {
			t.Errorf("%s %s by %v: %d, want %d", test.number, test.body, test.headers, got, test.want)
		}
	}
	list := s.get(at + "/comments")
	if want := `"text":"","hidden":true}`; !strings.Contains(list.body, want) ||
		!strings.Contains(list.body, `"text":"Salad.","hidden":false}`) || strings.Contains(list.body, "Soup") {
		t.Errorf("%s", list.body)
	}
	for _, path := range []string{at + "/export", "/a/" + id + "/export.json"} {
		file := s.get(path)
		if !strings.Contains(file.body, `"comments":[{"author":"Cy",`) || !strings.Contains(file.body, "Salad.") ||
			strings.Contains(file.body, "Soup") {
			t.Errorf("%s\n%s", path, file.body)
		}
		again := s.json("POST", "/api/v1/assessments/import", file.body)
		if again.StatusCode != http.StatusCreated || strings.Contains(again.body, "Salad") {
			t.Errorf("imported: %d %s", again.StatusCode, again.body)
		}
	}
	if res := s.json("POST", "/api/v1/assessments/aaaaaaaaaaaaaaaaaaaaaaaaaa/comments", `{"text":"x"}`,
		hookReader...); res.StatusCode != http.StatusNotFound {
		t.Errorf("an unknown one: %d", res.StatusCode)
	}
}

// TestCommentsOff: where nobody can sign in there are none, also not of a time when
// people could.
func TestCommentsOff(t *testing.T) {
	s := newSite(t, setup{config: web.Config{}})
	id, _ := saveLunch(t, s)
	if _, err := s.store.AddComment(t.Context(), id, record.Comment{Author: "Ada", Text: "From before"}); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/a/" + id + "/comments", "/api/v1/assessments/" + id + "/comments"} {
		if res := s.get(path); res.StatusCode != http.StatusNotFound || strings.Contains(res.body, "From before") {
			t.Errorf("%s: %d", path, res.StatusCode)
		}
	}
	if res := s.post("/a/"+id+"/comments", url.Values{"text": {"x"}}); res.StatusCode != http.StatusNotFound {
		t.Errorf("%d", res.StatusCode)
	}
	for _, path := range []string{"/a/" + id, "/a/" + id + "/export.json"} {
		if res := s.get(path); strings.Contains(res.body, "From before") || strings.Contains(res.body, "/comments") {
			t.Errorf("%s shows comments", path)
		}
	}
}

// TestSavedByWhoeverDoes: forms begin with the name of who has signed in, a restored revision is by whoever
// restored it, and the name alone makes no new revision.
func TestSavedByWhoeverDoes(t *testing.T) {
	s := hookedSite(t)
	res := s.json("POST", "/api/v1/assessments", `{"comparison":"lunch","title":"Friday","author":"Ann"}`, hookAuthor...)
	var saved struct{ ID, Key string }
	if err := json.Unmarshal([]byte(res.body), &saved); err != nil || res.StatusCode != http.StatusCreated {
		t.Fatalf("%d %s", res.StatusCode, res.body)
	}
	path := "/a/" + saved.ID
	for _, page := range []string{path + "/edit", "/decide/lunch/result?size=few&revise=" + saved.ID + "&base=1"} {
		if body := s.get(page, hookReader...).body; !strings.Contains(body, `value="Cy"`) || strings.Contains(body, `value="Ann"`) {
			t.Errorf("%s does not begin with the name of who has signed in\n%s", page, body)
		}
		if body := s.get(page).body; !strings.Contains(body, `value="Ann"`) {
			t.Errorf("%s for nobody known does not begin with the author", page)
		}
	}
	sent := s.post(path+"/edit", url.Values{"key": {saved.Key}, "action": {"save"}, "title": {"Friday"}, "author": {"Cy"}, "base": {"1"},
		"status": {"decided"}, "before": {"draft  "}}, hookReader...)
	if sent.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d\n%s", sent.StatusCode, sent.body)
	}
	latest := func() (revision int, author string) {
		var got struct {
			Revision int
			Author   string
		}
		s.decode("GET", "/api/v1/assessments/"+saved.ID, "", &got)
		return got.Revision, got.Author
	}
	if n, author := latest(); n != 1 || author != "Ann" {
		t.Errorf("a status alone: revision %d by %s", n, author)
	}
	sent = s.post(path+"/history", url.Values{"key": {saved.Key}, "action": {"restore"}, "number": {"1"}, "base": {"1"}}, hookReader...)
	if n, author := latest(); sent.StatusCode != http.StatusSeeOther || n != 2 || author != "Cy" {
		t.Errorf("restored with %d: revision %d by %s", sent.StatusCode, n, author)
	}
	// What was decided is the latest revision.
	for address, want := range map[string]string{path + "/r/1/adr.md": "\nstatus: superseded\n", path + "/r/2/adr.md": "\nstatus: accepted\n"} {
		if text := s.get(address).body; !strings.Contains(text, want) {
			t.Errorf("%s lacks %q:\n%.200s", address, want, text)
		}
	}
}
