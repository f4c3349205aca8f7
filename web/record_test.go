package web_test

import (
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"crossroads/export"
)

// TestImportRecord brings decision records back, as they were exported and as people
// and editors leave them.
func TestImportRecord(t *testing.T) {
	s := newSite(t, setup{})
	q, a := s.first()
	id, _ := s.save(q+"="+a, "The “order” service")
	text := s.get("/a/" + id + "/adr.md").body
	form := func(text string, more ...string) url.Values {
		f := url.Values{"text": {text}, "once": {hiddenFields(t, s.get("/assessments/import").body).Get("once")}}
		for i := 0; i < len(more); i += 2 {
			f.Set(more[i], more[i+1])
		}
		return f
	}
	taken := func(what string, f url.Values) (title, note string) {
		t.Helper()
		res := s.post("/assessments/import", f)
		link := editLink.FindString(res.body)
		if res.StatusCode != http.StatusOK || link == "" {
			t.Fatalf("%s: gave %d\n%s", what, res.StatusCode, res.body)
		}
		made := strings.Split(link[strings.Index(link, "/a/")+3:], "/")[0]
		if s.get("/a/"+id+"/report.json").body != s.get("/a/"+made+"/report.json").body {
			t.Errorf("%s: another report", what)
		}
		var file struct{ Title, Note string }
		s.decode("GET", "/a/"+made+"/export.json", "", &file)
		return file.Title, file.Note
	}
	for what, edited := range map[string]string{
		"as exported":     text,
		"CRLF and BOM":    "\ufeff" + strings.ReplaceAll(text, "\n", "\r\n"),
		"other bullets":   strings.ReplaceAll(text, "\n* ", "\n- "),
		"for adr-tools":   s.get("/a/" + id + "/adr.md?number=12&for=adr-tools").body,
		"another title":   strings.Replace(text, "# The “order” service", "# The “order” service", 1),
		"smart quotation": strings.NewReplacer(`: "`, ": “", "\"\n", "”\n").Replace(text),
	} {
		if title, note := taken(what, form(edited)); title != "The “order” service" || note != "" {
			t.Errorf("%s: %q, %q", what, title, note)
		}
	}

	edited := strings.NewReplacer(
		"\n# The “order” service\n", "\n# Orders\n",
		"\n## Considered Options\n", "\nThe board has <b>agreed</b> on Monday.\n\n## Optionen\n",
		"status: proposed", "status: accepted",
	).Replace(text)
	page := s.post("/assessments/import", form(edited))
	if page.StatusCode != http.StatusUnprocessableEntity {
		t.Fatalf("changed by hand: %d", page.StatusCode)
	}
	for _, want := range []string{
		"Changed by hand", "The board has &lt;b&gt;agreed&lt;/b&gt; on Monday.", "<ins>Optionen</ins>", "<del>Considered Options</del>",
		"Add them to the note", "Its status is “accepted”", "# Orders",
	} {
		if !strings.Contains(page.body, want) {
			t.Errorf("the page does not say %q\n%s", want, page.body)
		}
	}
	if title, note := taken("kept", form(edited, "edits", "note")); title != "Orders" ||
		!strings.Contains(note, "- Decision Drivers: The board has <b>agreed</b> on Monday.") ||
		!strings.Contains(note, "- Decision Drivers: Optionen (was: “Considered Options”)") {
		t.Errorf("kept: %q, %q", title, note)
	}
	if title, note := taken("dropped", form(edited, "edits", "drop")); title != "Orders" || note != "" {
		t.Errorf("dropped: %q, %q", title, note)
	}

	// a full note has no room for them, and they are not dropped for that
	fullID, _ := s.save(q+"="+a+"", "Full")
	full := strings.Replace(s.get("/a/"+fullID+"/adr.md").body, "\n## Considered Options\n", "\nThe board agrees.\n\n## Considered Options\n", 1)
	full = strings.Replace(full, "\n\nWhat was answered:", "\n\n> "+strings.Repeat("n", 4000)+"\n\nWhat was answered:", 1)
	page = s.post("/assessments/import", form(full, "edits", "note"))
	if page.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(page.body, "“note” has no room for the changes") ||
		strings.Contains(page.body, `name="edits"`) {
		t.Errorf("a full note: %d\n%s", page.StatusCode, page.body)
	}

	// written with content that this portal never had: it can neither list the changes nor
	// take the report, and says both, one after the other
	other := strings.Replace(edited, "\n  content: \"", "\n  content: \"f", 1)
	other = strings.Replace(other, "/a/"+id, "/a/elsewhere", 1)
	page = s.post("/assessments/import", form(other))
	if !strings.Contains(page.body, "cannot list the changes") {
		t.Errorf("content of others: %d\n%s", page.StatusCode, page.body)
	}
	page = s.post("/assessments/import", form(other, "edits", "drop"))
	if page.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(page.body, "Score it with today") ||
		!strings.Contains(page.body, "The result stays") || !strings.Contains(page.body, `name="edits" value="drop"`) {
		t.Errorf("content of others: %d\n%s", page.StatusCode, page.body)
	}
	if title, note := taken("scored anew", form(other, "edits", "drop", "anew", "1")); title != "Orders" ||
		!strings.Contains(note, "Scored anew from an exported file of ") || !strings.Contains(note, "The file said: “") {
		t.Errorf("scored anew: %q, %q", title, note)
	}

	for what, wrong := range map[string]string{
		"# Use MADR\n":                   "“crossroads” is missing",
		"---\ncrossroads: {a: [}\n---\n": "is not YAML",
		"---\ncrossroads: {comparison: nosuch, content: x}\n---\n# T\n": "not a comparison of this portal",
	} {
		if page := s.post("/assessments/import", form(what)); page.StatusCode != http.StatusUnprocessableEntity ||
			!strings.Contains(page.body, wrong) {
			t.Errorf("%q: %d\n%s", what, page.StatusCode, page.body)
		}
	}
}

// TestImportSaysWhatIsNotTaken: status and the day of the review do not travel, and both the page and the API say so.
func TestImportSaysWhatIsNotTaken(t *testing.T) {
	s := newSite(t, setup{})
	id, key := s.save("size=few", "Orders")
	s.json("PUT", "/api/v1/assessments/"+id+"/life", `{"status":"decided","review":"2027-03-01"}`, "Authorization", "Bearer "+key)
	text := s.get("/a/" + id + "/adr.md").body
	page := s.post("/assessments/import", url.Values{"text": {text}})
	for _, want := range []string{"Not taken over", "Its status is “accepted”. It is to be looked at again on 1 March 2027.",
		"begins as a draft without dates", `name="edits" value="drop"`} {
		if page.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(page.body, want) {
			t.Errorf("%d, want %q in\n%s", page.StatusCode, want, page.body)
		}
	}
	if res := s.post("/assessments/import", url.Values{"text": {text}, "edits": {"drop"}}); res.StatusCode != http.StatusOK {
		t.Errorf("told once: %d", res.StatusCode)
	}
	typed := strings.Replace(text, `review: "2027-03-01"`, `review: "2028-01-01"`, 1)
	if page := s.post("/assessments/import", url.Values{"text": {typed}}); !strings.Contains(page.body,
		"on 1 January 2028 or 1 March 2027.") || strings.Contains(page.body, "Changed by hand") {
		t.Errorf("a day by hand:\n%s", page.body)
	}
	res := s.do(s.request(http.MethodPost, "/api/v1/assessments/import", text, "Content-Type", "text/markdown"))
	if res.StatusCode != http.StatusCreated || !strings.Contains(res.body, `"ignored":[{"path":"status","message":"“accepted” was left out`) ||
		!strings.Contains(res.body, `{"path":"review","message":"“2027-03-01” was left out`) {
		t.Errorf("the API: %d %s", res.StatusCode, res.body)
	}
}

// TestImportRecordByAPI: programs bring decision records back as Markdown. What was
// changed by hand is listed and refused until the request says what becomes of it.
func TestImportRecordByAPI(t *testing.T) {
	s := newSite(t, setup{})
	q, a := s.first()
	id, _ := s.save(q+"="+a, "Orders")
	exported := s.get("/a/" + id + "/adr.md").body
	send := func(body, query, kind string) answer {
		return s.do(s.request(http.MethodPost, "/api/v1/assessments/import"+query, body, "Content-Type", kind))
	}
	taken := func(what string, res answer) (note string) {
		t.Helper()
		var made struct{ ID, Title, Note string }
		if res.StatusCode != http.StatusCreated || json.Unmarshal([]byte(res.body), &made) != nil || made.Title != "Orders" {
			t.Fatalf("%s: %d %s", what, res.StatusCode, res.body)
		}
		if s.get("/a/"+id+"/report.json").body != s.get("/a/"+made.ID+"/report.json").body {
			t.Errorf("%s: another report", what)
		}
		return made.Note
	}
	if note := taken("as exported", send(exported, "", "text/markdown")); note != "" {
		t.Errorf("as exported: %q", note)
	}
	if note := taken("of Windows", send("\ufeff"+
		strings.ReplaceAll(exported, "\n", "\r\n"), "", "text/markdown; charset=utf-8")); note != "" {
		t.Errorf("of Windows: %q", note)
	}

	edited := strings.Replace(exported, "\n## Considered Options\n", "\nThe board has agreed.\n\n## Considered Options\n", 1)
	const change = "Decision Drivers: The board has agreed."
	for _, refused := range []struct {
		what, body, query, kind string
		status                  int
		says                    []string
	}{
		{"edited", edited, "", "text/markdown", 422, []string{"add ?edits=note", change}},
		{"a wrong word", edited, "?edits=keep", "text/markdown", 422, []string{`"edits"`, "“keep”, but must be note or drop"}},
		{"content of others", strings.NewReplacer("\n  content: \"", "\n  content: \"f", "/a/"+id, "/a/elsewhere").Replace(edited), "",
			"text/markdown", 422,
			[]string{"does not have the content", "?edits=drop"}},
		{"content of others, changes to be kept", strings.NewReplacer("\n  content: \"", "\n  content: \"f", "/a/"+id, "/a/elsewhere").Replace(edited),
			"?edits=note&anew=1", "text/markdown", 422, []string{"does not have the content", "?edits=drop"}},
		{"other content, edits left out", strings.NewReplacer("\n  content: \"", "\n  content: \"f", "/a/"+id, "/a/elsewhere").Replace(edited),
			"?edits=drop", "text/markdown", 422, []string{`"path":"content"`, "add ?anew=1"}},
		{"another engine", sealedAnew(strings.Replace(exported, "\n  engine: \"", "\n  engine: \"0", 1)), "", "text/markdown", 422,
			[]string{`"path":"engine"`, "add ?anew=1"}},
		{"a record of others", "# Use MADR\n", "", "text/markdown", 422, []string{"not a decision record that a portal has exported"}},
		{"broken front matter", "---\ncrossroads: {a: [}\n---\n", "", "text/markdown", 422, []string{"is not YAML"}},
		{"an unknown comparison", "---\ncrossroads: {comparison: nosuch, content: x}\n---\n# T\n", "", "text/markdown", 422, []string{
			"is not a comparison of this portal",
		}},
		{"another type", exported, "", "text/plain", 415, []string{"text/markdown for a decision record"}},
		{"Markdown as JSON", exported, "", "application/json", 400, []string{"is not JSON"}},
	} {
		res := send(refused.body, refused.query, refused.kind)
		if res.StatusCode != refused.status {
			t.Errorf("%s: %d, want %d", refused.what, res.StatusCode, refused.status)
		}
		for _, want := range refused.says {
			if !strings.Contains(res.body, want) {
				t.Errorf("%s: %q is missing in %s", refused.what, want, res.body)
			}
		}
	}
	if note := taken("kept", send(edited, "?edits=note", "text/markdown")); !strings.Contains(note, "- "+change) {
		t.Errorf("kept: %q", note)
	}
	if note := taken("left out", send(edited, "?edits=drop", "text/markdown")); note != "" {
		t.Errorf("left out: %q", note)
	}
}

// TestImportChosenFile: a file that is chosen is what is imported, whatever the page has kept of an earlier one, and
// what was answered about that one does not hold for it.
func TestImportChosenFile(t *testing.T) {
	s := newSite(t, setup{})
	q, a := s.first()
	record := func(title string) string {
		id, _ := s.save(q+"="+a, title)
		return s.get("/a/" + id + "/adr.md").body
	}
	right := record("The right file")
	edited := strings.Replace(record("The wrong file"), "\n## Considered Options\n", "\nThe board agrees.\n\n## Considered Options\n", 1)
	id, key := s.save(q+"="+a, "Decided")
	s.json("PUT", "/api/v1/assessments/"+id+"/life", `{"status":"decided"}`, "Authorization", "Bearer "+key)
	decided := s.get("/a/" + id + "/adr.md").body

	send := func(file string, fields url.Values) answer {
		t.Helper()
		if file == "" {
			return s.upload("", "", fields)
		}
		return s.upload("a.md", file, fields)
	}
	fieldsOf := func(page answer, edits string) url.Values {
		fields := hiddenFields(t, page.body)
		text := textField.FindStringSubmatch(page.body)
		if page.StatusCode != http.StatusUnprocessableEntity || text == nil {
			t.Fatalf("%d\n%s", page.StatusCode, page.body)
		}
		fields.Set("text", html.UnescapeString(text[1]))
		if edits != "" {
			fields.Set("edits", edits)
		}
		return fields
	}
	saved := func(what, title string, page answer) {
		t.Helper()
		link := editLink.FindStringSubmatch(page.body)
		if page.StatusCode != http.StatusOK || link == nil {
			t.Errorf("%s: %d\n%s", what, page.StatusCode, page.body)
		} else if got, err := s.store.Get(t.Context(), link[1], 0); err != nil || got.Title != title {
			t.Errorf("%s: saved %q (%v)", what, got.Title, err)
		}
	}
	saved("after a wrong one", "The right file", send(right, fieldsOf(send(`{"a":1}`, nil), "")))
	saved("after a question about another", "The right file", send(right, fieldsOf(send(edited, nil), "drop")))
	saved("the one that was asked about", "The wrong file", send("", fieldsOf(send(edited, nil), "drop")))

	page := send(edited, fieldsOf(send(decided, nil), ""))
	if page.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(page.body, "The board agrees.") {
		t.Errorf("told about the status of one, edits of another are dropped: %d\n%s", page.StatusCode, page.body)
	}
	typed := fieldsOf(send(decided, nil), "")
	typed.Set("text", strings.Replace(typed.Get("text"), "\n## Considered", "\nThe works council first.\n\n## Considered", 1))
	page = send("", typed)
	if page.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(page.body, "The works council first.</ins>") {
		t.Errorf("told about the status, an edit is dropped: %d\n%s", page.StatusCode, page.body)
	}
	page = send(right, typed)
	if !strings.Contains(page.body, "a file and another text") || !strings.Contains(page.body, "The works council first.") {
		t.Errorf("a file beside a typed text: %d\n%s", page.StatusCode, page.body)
	}
	saved("chosen again", "The right file", send(right, fieldsOf(page, "")))
}

// textField finds the text in the form for imports.
var textField = regexp.MustCompile(`(?s)<textarea[^>]*>(.*?)</textarea>`)

// TestImportNoText: a file that is no text leaves the form empty, so that the next one finds room.
func TestImportNoText(t *testing.T) {
	s := newSite(t, setup{})
	for _, file := range []string{"\x89PNG\r\n\x1a\n" + strings.Repeat("\xff\x00", 1000), "a\x00\x00\x00" + strings.Repeat("b\x00", 9)} {
		page := s.upload("a.png", file, nil)
		if found := textField.FindStringSubmatch(page.body); found == nil || found[1] != "" ||
			page.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%d %.300q", page.StatusCode, found)
		}
	}
	res := s.do(s.request("POST", "/assessments/import", strings.Repeat("x", 2<<20), "Content-Type", "multipart/form-data; boundary=b"))
	if res.StatusCode != http.StatusRequestEntityTooLarge ||
		!strings.Contains(res.body, "larger than 1024 KB. Choose the exported file alone") {
		t.Errorf("too large: %d\n%s", res.StatusCode, res.body)
	}
}

// sealedAnew returns a record with the digest of its text, as the portal that wrote it would.
func sealedAnew(text string) string {
	return regexp.MustCompile(`sha256:[0-9a-f]{64}`).ReplaceAllString(text, export.Digest(text))
}

// TestImportRecordOfOtherContent: what a record says is compared as chosen, not only as first, and the note quotes it.
func TestImportRecordOfOtherContent(t *testing.T) {
	s := newSite(t, setup{})
	q, a := s.first()
	id, _ := s.save(q+"="+a, "Orders")
	text := s.get("/a/" + id + "/adr.md").body
	leading := regexp.MustCompile(`\n  decision: (?:null|\{\})\n  leading: (\{.*\})\n`).FindStringSubmatch(text)
	if leading == nil {
		t.Fatalf("nothing is first without being chosen:\n%s", text)
	}
	old := strings.Replace(text, "\n  content: \"", "\n  content: \"f", 1)
	other := strings.Replace(old, leading[0], "\n  decision: "+leading[1]+"\n", 1)
	other = regexp.MustCompile(`\nNo option is chosen: .*`).ReplaceAllString(other, "\nChosen option: \"The canteen\", because it comes first.")
	for _, test := range []struct{ name, text, says, note string }{
		{"the same is first", sealedAnew(old), "The result stays", "The file said: “No option is chosen: "},
		{"then it was chosen", sealedAnew(other), "The file says: “Chosen option: &#34;The canteen&#34;, because it comes first.”",
			"The file said: “Chosen option: \"The canteen\", because it comes first.”"},
	} {
		page := s.post("/assessments/import", url.Values{"text": {test.text}})
		if page.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(page.body, test.says) {
			t.Errorf("%s: %d\n%s", test.name, page.StatusCode, page.body)
		}
		res := s.do(s.request(http.MethodPost, "/api/v1/assessments/import?anew=1", test.text, "Content-Type", "text/markdown"))
		var made struct{ Note string }
		if err := json.Unmarshal([]byte(res.body), &made); err != nil || !strings.Contains(made.Note, test.note) {
			t.Errorf("%s: %d %s", test.name, res.StatusCode, res.body)
		}
		if res := s.do(s.request(http.MethodPost, "/api/v1/assessments/import", test.text, "Content-Type", "text/markdown")); res.StatusCode !=
			http.StatusUnprocessableEntity {
			t.Errorf("%s without anew: %d", test.name, res.StatusCode)
		}
	}
}
