package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
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
		"status by hand":  strings.Replace(text, "status: proposed", "status: accepted", 1),
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
		!strings.Contains(note, "Scored anew from an exported file of ") {
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
