package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// TestEverySaveIsSaid saves in every way that a form has: the page one lands on has the
// note that its address points at.
func TestEverySaveIsSaid(t *testing.T) {
	s := newSite(t, setup{})
	id, key := s.save("size=few", "A title")
	page := "/a/" + id
	with := func(more url.Values) url.Values {
		more.Set("key", key)
		return more
	}
	edit := func(title, base string) url.Values {
		return with(url.Values{"action": {"revise"}, "title": {title}, "base": {base}, "comparison": {s.lib.Comparisons[0].Slug}, "query": {"size=few"}, "revise": {id}})
	}
	for _, save := range []struct {
		name, to string
		form     url.Values
	}{
		{"a new revision", "/assessments", edit("Second", "1")},
		{"the same again, which came second", "/assessments", edit("Second", "1")},
		{"status and labels", page + "/edit", with(url.Values{"action": {"arrange"}, "status": {"decided"}, "tags": {"payments"}})},
		{"a name for a revision", page + "/history", with(url.Values{"action": {"mark"}, "number": {"1"}, "name": {"First"}})},
		{"an old revision restored", page + "/history", with(url.Values{"action": {"restore"}, "number": {"1"}, "base": {"2"}})},
		{"a round opened", page + "/round", with(url.Values{"action": {"open"}})},
		{"a round revealed", page + "/round", with(url.Values{"action": {"reveal"}})},
	} {
		res := s.post(save.to, save.form)
		to, err := url.Parse(res.Header.Get("Location"))
		if err != nil || res.StatusCode != http.StatusSeeOther || to.Fragment != "saved" {
			t.Errorf("%s: %d, to %q, want a page that says so\n%.600s", save.name, res.StatusCode, res.Header.Get("Location"), res.body)
			continue
		}
		doc, err := html.Parse(strings.NewReader(s.get(to.Path).body))
		if err != nil {
			t.Fatal(err)
		}
		said := ""
		for n := range doc.Descendants() {
			if attr(n, "id") == to.Fragment && n.FirstChild != nil {
				said = n.FirstChild.Data
			}
		}
		if said != "Saved." {
			t.Errorf("%s: %s says %q", save.name, to.Path, said)
		}
	}
}
