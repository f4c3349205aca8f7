package content

import (
	"bytes"
	"io/fs"
	"os"
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"crossroads/decision"
)

const today = "2026-11-30"

func tiny(t *testing.T) fstest.MapFS {
	t.Helper()
	return copyTree(os.DirFS("testdata/tiny"))
}

func load(t *testing.T, fsys fs.FS) *Library {
	t.Helper()
	lib, err := Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

func TestLoadComparison(t *testing.T) {
	c, ok := load(t, tiny(t)).Comparison("lunch")
	if !ok {
		t.Fatal("no comparison lunch")
	}
	if c.Title != "Where shall the team eat?" || c.Bounds.ClearShare != 0.75 {
		t.Errorf("title %q, clear share %v", c.Title, c.Bounds.ClearShare)
	}
	wantScale := decision.Scale{
		Unit:   "EUR a meal",
		Worst:  decision.Anchor{At: 20, Means: "A main dish with a drink and a tip."},
		Best:   decision.Anchor{At: 4, Means: "Ingredients bought for the whole team."},
		Points: []decision.Point{{At: 10, Value: 0.7}},
	}
	if got := c.Criteria[0].Scale; !reflect.DeepEqual(got, wantScale) {
		t.Errorf("scale %+v, want %+v", got, wantScale)
	}
	if got, want := c.Options[0].Article, "eating-together"; got != want {
		t.Errorf("article of option %q, want %q", got, want)
	}
	wantQuestion := decision.Question{
		ID: "cooks", Group: "team", Scope: decision.ScopeTeam, Text: "Does anybody like to cook?",
		Answers: []decision.Answer{
			{ID: "some", Label: "Yes, two or more of us", Short: "people who like to cook", Share: 0.5,
				Shifts: []decision.Shift{{Option: "kitchen", Criterion: "choice", By: 1.5, Why: "Whoever cooks asks the others first."}}},
			{ID: "nobody", Label: "Nobody does", Short: "no cooks", Share: 0.5,
				Musts: []decision.Must{{Option: "kitchen", Reason: "Nobody would cook.", Relax: "Find two people who take turns",
					Source: "kitchen-rules", AsOf: "2026-10-05"}}},
		},
	}
	if got := c.Questions[1]; !reflect.DeepEqual(got, wantQuestion) {
		t.Errorf("question %+v\nwant %+v", got, wantQuestion)
	}
	wantCell := decision.Cell{Option: "kitchen", Criterion: "time", Value: 60, Verdict: "Slow for whoever cooks.",
		Reason:  "Half an hour to cook and half an hour to eat and clear up.",
		Sources: []string{"menu-cards", "kitchen-rules"}, AsOf: "2026-10-05", ReviewBy: "2027-10-05"}
	if len(c.Cells) != 9 || !reflect.DeepEqual(c.Cells[7], wantCell) {
		t.Errorf("%d cells, the eighth %+v", len(c.Cells), c.Cells[7])
	}
	if len(c.Sources) != 2 || c.Sources[0].ID != "kitchen-rules" || c.Sources[1].Status != decision.SourceDerived {
		t.Errorf("sources %+v", c.Sources)
	}
	if len(c.Version) != 12 {
		t.Errorf("version %q", c.Version)
	}
}

func TestLoadCase(t *testing.T) {
	c, _ := load(t, tiny(t)).Comparison("lunch")
	want := []decision.Case{{
		ID: "design-team", Org: "The design team on the third floor", Year: 2025, YearNote: "approximate", Chose: "kitchen",
		MovedFrom: "The restaurant", Outcome: "Still cooks on three days a week.",
		Summary:    "Five people who like to cook took turns when prices rose.",
		Confidence: "medium", Evidence: "Told by two of the five; the dates are from memory.",
		Facts:   []decision.Fact{{Name: "People", Text: "Five on most days"}, {Name: "Cooks", Text: "Four of the five like to cook"}},
		Answers: decision.Answers{"size": {"few"}, "cooks": {"some"}, "break": {"long"}, "occasion": {"everyday"}},
		Note:    "The length of the break was not asked; their calendar shows an hour.",
	}}
	if !reflect.DeepEqual(c.Cases, want) {
		t.Errorf("got  %+v\nwant %+v", c.Cases, want)
	}
}

// What is loaded must also decide.
func TestLoadedEvaluates(t *testing.T) {
	c, _ := load(t, tiny(t)).Comparison("lunch")
	report, err := decision.Evaluate(c, decision.Assessment{Answers: decision.Answers{"cooks": {"nobody"}, "break": {"short"}}})
	if err != nil {
		t.Fatal(err)
	}
	last := report.Ranking[len(report.Ranking)-1]
	if report.Leader != "canteen" || last.Option != "kitchen" || last.Status != decision.StatusOut {
		t.Errorf("leader %q, last %q is %q", report.Leader, last.Option, last.Status)
	}
}

func TestSourcesOfLibrary(t *testing.T) {
	var ids []string
	for _, s := range load(t, tiny(t)).Sources {
		ids = append(ids, s.ID)
	}
	if got := strings.Join(ids, " "); got != "kitchen-rules menu-cards" {
		t.Errorf("sources %q", got)
	}
}

// The shipped content must have no problem, not even a warning on the day of its newest
// date.
func TestEmbedded(t *testing.T) {
	lib, problems := Check(Embedded(), today)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if _, ok := lib.Comparison("deployment"); !ok || len(lib.Articles) == 0 {
		t.Errorf("%d comparisons and %d articles", len(lib.Comparisons), len(lib.Articles))
	}
}

func TestVersion(t *testing.T) {
	before := load(t, tiny(t))
	versions := func(change func(fstest.MapFS)) (library, catalogue, article bool) {
		tree := tiny(t)
		change(tree)
		after := load(t, tree)
		return after.Version != before.Version, after.Comparisons[0].Version != before.Comparisons[0].Version,
			after.Articles[0].Version != before.Articles[0].Version
	}
	replace := func(file, from, to string) func(fstest.MapFS) {
		return func(tree fstest.MapFS) {
			tree[file].Data = []byte(strings.ReplaceAll(string(tree[file].Data), from, to))
		}
	}
	const article, matrix, one = "articles/eating-together.md", "comparisons/lunch/matrix.yaml", "cases/design-team.yaml"
	tests := []struct {
		name                        string
		change                      func(fstest.MapFS)
		library, catalogue, article bool
	}{
		{"nothing", func(fstest.MapFS) {}, false, false, false},
		{"an article", replace(article, "A shared meal", "One shared meal"), true, false, true},
		{"the matrix", replace(matrix, "value: 8", "value: 9"), true, true, false},
		{"a case", replace(one, "year: 2025", "year: 2024"), true, true, false},
		{"a source", replace("sources/sources.yaml", "The team", "All of us"), true, true, false},
		{"line ends", replace(matrix, "\n", "\r\n"), false, false, false},
		{"a byte order mark", replace(matrix, "canteen:", "\ufeffcanteen:"), false, false, false},
		{"a file that is not read", func(tree fstest.MapFS) {
			tree["README.md"] = &fstest.MapFile{Data: []byte("x")}
		}, false, false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			library, catalogue, article := versions(tt.change)
			if library != tt.library || catalogue != tt.catalogue || article != tt.article {
				t.Errorf("library %v, catalogue %v, article %v changed", library, catalogue, article)
			}
		})
	}
}

func TestWindowsFilesReadTheSame(t *testing.T) {
	tree := tiny(t)
	for _, file := range tree {
		file.Data = append([]byte("\ufeff"), strings.ReplaceAll(string(file.Data), "\n", "\r\n")...)
	}
	if got, want := load(t, tree), load(t, tiny(t)); !reflect.DeepEqual(got, want) {
		t.Error("the libraries differ")
	}
}

func TestNoComparison(t *testing.T) {
	_, err := Load(fstest.MapFS{})
	want := "comparisons:1:1: there is no comparison: add a folder with comparison.yaml, options.yaml, criteria.yaml, questions.yaml and matrix.yaml"
	if err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

func TestOrder(t *testing.T) {
	tree := tiny(t)
	for _, name := range []string{"comparison", "options", "criteria", "questions", "matrix"} {
		file := "comparisons/lunch/" + name + ".yaml"
		text := strings.Replace(string(tree[file].Data), "order: 1", "order: 0", 1)
		tree["comparisons/supper/"+name+".yaml"] = &fstest.MapFile{Data: []byte(text)}
	}
	var slugs []string
	for _, c := range load(t, tree).Comparisons {
		slugs = append(slugs, c.Slug)
	}
	if got := strings.Join(slugs, " "); got != "supper lunch" {
		t.Errorf("order %q", got)
	}
}

func TestFileTooLong(t *testing.T) {
	tree := tiny(t)
	tree["articles/eating-together.md"].Data = make([]byte, maxFile+1)
	_, err := Load(tree)
	want := "articles/eating-together.md:1:1: this file is longer than 1 MiB: split it or shorten it"
	if err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

func TestProblemsAreBounded(t *testing.T) {
	var ps Problems
	for i := range 60 {
		ps.add("a.yaml", i+1, 1, "wrong")
	}
	lines := strings.Split(ps.Error(), "\n")
	if len(lines) != 51 || lines[50] != "and 10 more: correct these first" {
		t.Errorf("%d lines, the last %q", len(lines), lines[len(lines)-1])
	}
}

// Thousands of unknown words are not each compared with thousands of known ones.
func TestSuggestionsAreBounded(t *testing.T) {
	tree := tiny(t)
	const file = "comparisons/lunch/matrix.yaml"
	unknown := strings.Repeat("menu-card, ", 3000)
	tree[file].Data = bytes.Replace(tree[file].Data, []byte("[menu-cards]"), []byte("["+unknown+"menu-card]"), 1)
	_, problems := Check(tree, "")
	suggested, spared := 0, 0
	for _, p := range problems {
		switch {
		case strings.HasPrefix(p.Message, `unknown source "menu-card": did you mean "menu-cards"?`):
			suggested++
		case strings.HasPrefix(p.Message, `unknown source "menu-card": solve the other problems first`):
			spared++
		}
	}
	if suggested < 900 || suggested > maxSuggestions || suggested+spared != 3001 {
		t.Errorf("%d with a suggestion, %d without", suggested, spared)
	}
}

func BenchmarkLoadEmbedded(b *testing.B) {
	for b.Loop() {
		if _, err := Load(Embedded()); err != nil {
			b.Fatal(err)
		}
	}
}

// TestStrangersStopNobody puts what systems, editors and programs that synchronise
// leave behind into every folder: it is named, or never was content, and changes nothing.
func TestStrangersStopNobody(t *testing.T) {
	tree := tiny(t)
	dirs := map[string]bool{".": true, "cases": true, "claims": true, "skus": true, "diagrams": true}
	for file := range tree {
		for dir := path.Dir(file); dir != "."; dir = path.Dir(dir) {
			dirs[dir] = true
		}
	}
	silent := []string{".DS_Store", "._x.md", ".x.md.swp", "~$x.md", "x.md~", ".#x.md", ".~lock.x.md#", ".git/HEAD", "README.md", ".nfs0001"}
	named := []string{
		"Thumbs.db", "desktop.ini", "x.md.orig", "x.yaml.rej", "x.md.bak", "#x.md#", "x.md.tmp", "x.yaml.part", "lost+found/x", "@eaDir/x.md@Syno",
		"__MACOSX/x", "x.md:Zone.Identifier",
	}
	copies := []string{
		"x (1).md", "x (2).yaml", "x - Copy.md", "x - Copy (3).yaml", "x copy.md", "x copy 2.md", "Copy of x.md", "x - Kopie.md",
		"x (Bob's conflicted copy 2026-01-01).md", "x.sync-conflict-20260101-120000-ABCDEFG.yaml", "x (1).jsonl", "x (1).svg",
		"x_BACKUP_4711.md", "x_REMOTE_4711.yaml", "x - 副本.md", "x — копия.md", "x - kopia (2).yaml",
		"x (copy).md", "x (Kopie).md", "x (another copy).yaml", "x (3rd copy).md", "x 2.md", "x-DESKTOP-AB12CD3.md", "x-LAPTOP-1234.yaml",
		"x (In Konflikt stehende Kopie von Ann 2026-01-01).md", "x（副本）.md", "x (copy 2).md",
	}
	for _, name := range slices.Concat(silent, named, copies) {
		for dir := range dirs {
			tree[path.Join(dir, name)] = &fstest.MapFile{Data: []byte("\x00 nothing that could be read")}
		}
	}
	for _, folder := range []string{"panel/@eaDir", "panel/lost+found", "panel/lunch copy", "comparisons/lunch - Copy", "comparisons/lunch (1)"} {
		tree[folder+"/x@Syno"] = &fstest.MapFile{Data: []byte("x")}
		named = append(named, "../"+folder)
	}
	got, want := load(t, tree), load(t, tiny(t))
	for dir := range dirs {
		for _, name := range slices.Concat(named, copies) {
			first, _, _ := strings.Cut(name, "/")
			stranger := path.Join(dir, first)
			if folder, ok := strings.CutPrefix(name, "../"); ok {
				stranger = folder
			}
			if dir == "." && first != ".." && !slices.Contains(authored, path.Ext(name)) {
				continue // beside content anything may lie
			}
			if !slices.ContainsFunc(got.Unread, func(p Problem) bool { return p.File == stranger }) {
				t.Errorf("%s in %s is not named", name, dir)
			}
		}
		for _, name := range silent {
			if slices.ContainsFunc(got.Unread, func(p Problem) bool { return p.File == path.Join(dir, name) }) {
				t.Errorf("%s in %s is named", name, dir)
			}
		}
	}
	got.Unread, want.Unread = nil, nil
	if !reflect.DeepEqual(got, want) {
		t.Error("strangers change the library")
	}
}

// TestCopiesInEveryLanguage: what holds the name of a file beside it, and is no name of content, is a copy, whoever made it.
func TestCopiesInEveryLanguage(t *testing.T) {
	tree, want := tiny(t), load(t, tiny(t))
	var article string
	for file := range tree {
		if path.Dir(file) == "articles" {
			article = strings.TrimSuffix(path.Base(file), ".md")
		}
	}
	names := []string{"X-MacBook-Pro.md", "X-Laptop.md", "X (SFConflict ada@x.org 2026-11-30-10-10-10).md", "X_conflict-20261130-101010.md",
		"X.conflict.md", "X.1.md", "X[1].md", "X_1.md", "X - Kópia.md", "X - Αντίγραφο.md", "X - עותק.md", "X的副本.md", "Копия X.md", "نسخة من X.md",
		"Rplot.png", "Pasted image 20261130.png"}
	for i, name := range names {
		names[i] = "articles/" + strings.ReplaceAll(name, "X", article)
		tree[names[i]] = &fstest.MapFile{Data: []byte("\x00 nothing that could be read")}
	}
	got := load(t, tree)
	for _, name := range names {
		if !slices.ContainsFunc(got.Unread, func(p Problem) bool { return p.File == name }) {
			t.Errorf("%s is not named", name)
		}
	}
	if got.Unread, want.Unread = nil, nil; !reflect.DeepEqual(got, want) {
		t.Error("copies change the library")
	}
	for _, name := range []string{"Costs.md", "costs_new.md"} { // of nothing beside them
		if copied(name, nil) {
			t.Errorf("%s is taken for a copy", name)
		}
	}
}

// TestContentElsewhere: content one folder too deep, or a directory that is empty, would be ignored without
// a word.
func TestContentElsewhere(t *testing.T) {
	policy := &fstest.MapFile{Data: []byte("name: Ours\n")}
	article := &fstest.MapFile{Data: []byte("Some text\n")}
	for _, test := range []struct {
		upper fstest.MapFS
		want  string
	}{
		{fstest.MapFS{"overlay/comparisons/lunch/policy.yaml": policy},
			"diagrams, panel, prices, skus, sources\noverlay:1:1: warning: this folder is not read, though it holds comparisons: move it to the top " +
				"of the directory, or give overlay as the directory"},
		{fstest.MapFS{"a/b/prices/x.yaml": policy, "content.yaml": {Data: []byte("standalone: false\n")}}, "a:1:1: warning: this folder is not read, " +
			"though it holds b/prices: move it to the top of the directory, or give a/b as the directory"},
		{fstest.MapFS{}, ".:1:1: warning: nothing in this directory is read, so the built-in content is shown"},
		{fstest.MapFS{"notes/todo.md": article, ".git/articles/x.md": article, "content.yaml": {Data: []byte("standalone: false\n")}}, ""},
	} {
		lib, err := Load(Overlay(test.upper, tiny(t)))
		if err != nil {
			t.Fatal(err)
		}
		if got := lib.Unread.Error(); len(lib.Unread) > 0 && test.want == "" || !strings.Contains(got+" ", test.want) {
			t.Errorf("got %s\nwant %s", got, test.want)
		}
	}
}

// TestRulesThatAreNotRead: a file that is called like the rules of an organisation, and is none, is an error.
func TestRulesThatAreNotRead(t *testing.T) {
	for name, want := range map[string]string{
		"comparisons/lunch/policy.yaml.txt":     "these rules are not read: call the file policy.yaml",
		"comparisons/lunch/policy (1).yaml":     "these rules are not read: call the file policy.yaml",
		"comparisons/lunch/Copy of policy.yaml": "these rules are not read: call the file policy.yaml",
		"policy.yaml":                           "these rules are not read here: move the file into the folder of a comparison",
		"policy.yaml.txt":                       "these rules are not read here: move the file into the folder of a comparison",
	} {
		tree := tiny(t)
		tree[name] = &fstest.MapFile{Data: []byte("name: Rules\n")}
		if _, err := Load(tree); err == nil || !strings.Contains(err.Error(), name+":1:1: "+want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
