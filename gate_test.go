package main

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// exported saves an assessment of the tiny comparison with a day of review and
// returns its decision record and its export.
func (in *instance) exported(title, review string) (record, file string) {
	in.t.Helper()
	path, key := in.saveAs(url.Values{"comparison": {"lunch"}, "title": {title}, "query": {"size=few&break=short"}})
	in.post(path+"/edit", url.Values{"action": {"arrange"}, "key": {key}, "status": {"decided"}, "review": {review}})
	return in.get(path + "/r/1/adr.md"), in.get(path + "/r/1/export.json")
}

// otherwise is the tiny content with a canteen that nobody would choose.
func otherwise(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(tiny)); err != nil {
		t.Fatal(err)
	}
	matrix := filepath.Join(dir, "comparisons", "lunch", "matrix.yaml")
	text, err := os.ReadFile(matrix)
	if err != nil {
		t.Fatal(err)
	}
	dear := strings.NewReplacer("value: 8\n", "value: 20\n", "value: 40\n", "value: 90\n", "value: 3\n", "value: 1\n")
	write(t, matrix, dear.Replace(string(text)))
	return dir
}

func TestGate(t *testing.T) {
	in := start(t, nil, "serve", "--content="+tiny, "--db="+filepath.Join(t.TempDir(), "lunch.db"))
	fine, file := in.exported("Every day", "2099-01-01")
	due, _ := in.exported("Friday", "2026-11-01")
	changed := strings.Replace(fine, "Every day", "Every other day", 1)
	superseded := strings.Replace(changed, "status: accepted", "status: superseded by 0007", 1)
	reopened := strings.ReplaceAll(strings.Replace(fine, "status: accepted", "status: proposed", 1), "\n", "\r\n")
	otherFile := strings.Replace(file, `"answers":{"break":"short"`, `"answers":{"break":"long"`, 1)
	if otherFile == file {
		t.Fatalf("the export has other answers: %s", file)
	}

	tests := []struct {
		name    string
		records map[string]string
		content string
		args    []string
		code    int
		want    []string
	}{
		{"fine", map[string]string{
			"0001.md": fine, "0002.md": reopened, "0003.json": file,
		}, tiny, nil, 0, []string{"3 records passed, 0 failed"}},
		{"due", map[string]string{"0001.md": fine, "0002.md": due}, tiny, nil, 1, []string{
			"0002.md: due: its review was due on 2026-11-01; look at it again at http://", "1 record passed, 1 failed",
		}},
		{"written by hand", map[string]string{
			"0001.MD":       strings.Replace(due, "2026-11-01", "01.11.2026", 1),
			"0002.markdown": due, "0003.JSON": "\ufeff" + otherFile, "0004.json": "\ufeff" + file,
		}, tiny, nil, 1, []string{
			"0001.MD: due: its review was due on 2026-11-01", "0002.markdown: due:", "0003.JSON: edited:", "1 record passed, 3 failed, 0 unreadable",
		}},
		{"unreadable", map[string]string{
			"0001.md": strings.Replace(due, "2026-11-01", "next year", 1), "0002.json": file[:len(file)/2],
		}, tiny, nil, 2, []string{"0001.md: unreadable: its review, “next year”, is not a day", "0002.json: unreadable: it is not JSON", "2 unreadable"}},
		{"due on the day", map[string]string{"0001.md": due}, tiny, []string{"--date=2026-11-01"}, 1, []string{"due: its review"}},
		{"not due on the eve", map[string]string{"0001.md": due}, tiny, []string{"--date=2026-10-31"}, 0, []string{"1 record passed"}},
		{"edited", map[string]string{"0001.md": changed}, tiny, nil, 1, []string{"0001.md: edited: it was changed by hand"}},
		{"report of other answers", map[string]string{"0001.json": otherFile}, tiny, nil, 1, []string{
			"0001.json: edited: it was changed by hand",
		}},
		{"superseded", map[string]string{"0001.md": superseded, "0002.md": fine}, tiny, nil, 0, []string{"1 record passed", "1 closed"}},
		{"flips", map[string]string{"0001.md": fine, "0002.json": file}, otherwise(t), nil, 1, []string{
			"0001.md: flips: today's content puts Cooking in the office kitchen first instead of The canteen in the building; score it again at http://",
			"0002.json: flips:", "2 failed",
		}},
		{"gone", map[string]string{"0001.md": fine}, "", nil, 1, []string{
			`0001.md: gone: the comparison "lunch" is not in today's content`,
		}},
		{"files of others", map[string]string{
			"0001.md": fine, "0000-use-madr.md": "# Use MADR\n", "package.json": `{"name": "x"}`,
			"front.md": "---\nstatus: accepted\n---\n# X\n",
		}, tiny, nil, 0, []string{"1 record passed", "3 files not from a portal"}},
		{"large and strange files of others", map[string]string{
			"0001.md": fine, "package-lock.json": `{"name": "` + strings.Repeat("x", 5<<20) + `"}`, "latin.md": "# Caf\xe9\n",
			"CHANGELOG.md": strings.Repeat("* more\n", 50_000), "merging.md": "# How to\n\n```\n<<<<<<< HEAD\n=======\n>>>>>>> main\n```\n",
			"binary.json": "\x00\xff\xfe\x01", "broken.json": `{"about": "crossroads-assessment",`,
		}, tiny, nil, 0, []string{"1 record passed", "0 unreadable", "6 files not from a portal"}},
		{"not where it is read", map[string]string{"0001.md": fine, "0002.md": "# Above\n\n" + fine}, tiny, nil, 2, []string{
			"0002.md: unreadable: the lines with crossroads: and digest: are not in its front matter",
		}},
		{"closed in capitals", map[string]string{
			"0001.md": strings.Replace(due, "status: accepted", "status: Superseded, see 13", 1), "0002.md": fine,
			"0003.md": strings.Replace(due, "status: accepted", "status: REJECTED", 1),
		}, tiny, nil, 0, []string{"1 record passed", "2 closed"}},
		{"nothing of ours", map[string]string{"0000-use-madr.md": "# Use MADR\n"}, tiny, nil, 2, []string{"1 file not from a portal"}},
		{"broken front matter", map[string]string{
			"0001.md": strings.Replace(fine, "review: ", "review: [", 1),
		}, tiny, nil, 2, []string{"0001.md: unreadable: its front matter is not YAML"}},
		{"annotations", map[string]string{"0001.md": due}, tiny, []string{"--github"}, 1, []string{
			"::error file=", "title=Decision record: due::its review was due on 2026-11-01; look at it again at http://127.0.0.1:",
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			for name, text := range test.records {
				write(t, filepath.Join(dir, "docs", "adr", name), text)
			}
			args := append([]string{"gate", dir}, test.args...)
			if test.content != "" {
				args = append(args, "--content="+test.content)
			}
			got := finish(t, nil, args...)
			code := 0
			if got.err != nil {
				code = exitCode(got.err)
			}
			if code != test.code {
				t.Errorf("exit code %d (%v), want %d\n%s", code, got.err, test.code, got.stdout)
			}
			for _, want := range test.want {
				if !strings.Contains(got.stdout, want) {
					t.Errorf("does not print %q:\n%s", want, got.stdout)
				}
			}
		})
	}

	t.Run("named and foreign", func(t *testing.T) {
		name := filepath.Join(t.TempDir(), "notes.md")
		write(t, name, "# Notes\n")
		got := finish(t, nil, "gate", name)
		if got.err == nil || exitCode(got.err) != 2 ||
			!strings.Contains(got.stdout, "notes.md: unreadable: not a decision record of a portal") {
			t.Errorf("%v\n%s", got.err, got.stdout)
		}
	})
	t.Run("links", func(t *testing.T) {
		dir := t.TempDir()
		write(t, filepath.Join(dir, "records", "0001.md"), fine)
		write(t, filepath.Join(dir, "volume", "..2026_11_30", "0002.md"), due)
		volume := filepath.Join(dir, "volume")
		for link, to := range map[string]string{
			filepath.Join(volume, "..data"): "..2026_11_30", filepath.Join(volume, "0002.md"): "..data/0002.md",
			filepath.Join(dir, "dlink"): "records", filepath.Join(dir, "records", "round"): "..",
		} {
			if err := os.Symlink(to, link); err != nil {
				t.Fatal(err)
			}
		}
		for _, args := range [][]string{{dir}, {dir, filepath.Join(dir, "records", "0001.md")}, {filepath.Join(dir, "dlink"), volume}} {
			got := finish(t, nil, append([]string{"gate", "--content=" + tiny}, args...)...)
			if got.err == nil || exitCode(got.err) != 1 || !strings.Contains(got.stdout, filepath.Join("volume", "0002.md")+": due: ") ||
				!strings.Contains(got.stdout, "1 record passed, 1 failed, 0 unreadable, 0 closed, 0 files") {
				t.Errorf("%s: %v\n%s", args, got.err, got.stdout)
			}
		}
		if err := os.Symlink("nowhere.md", filepath.Join(dir, "0003.md")); err != nil {
			t.Fatal(err)
		}
		if got := finish(t, nil, "gate", "--content="+tiny, dir); exitCode(got.err) != 2 || !strings.Contains(got.stdout, "0003.md: unreadable: ") {
			t.Errorf("a link that leads nowhere: %v\n%s", got.err, got.stdout)
		}
	})
	t.Run("wrong day", func(t *testing.T) {
		got := finish(t, nil, "gate", "--date=tomorrow", ".")
		if got.err == nil || exitCode(got.err) != 2 || !strings.Contains(got.err.Error(), "--date") {
			t.Errorf("%v", got.err)
		}
	})
	t.Run("wrong flag", func(t *testing.T) {
		got := finish(t, nil, "gate", "--strict", ".")
		if got.err == nil || exitCode(got.err) != 2 {
			t.Errorf("%v", got.err)
		}
	})
	t.Run("missing", func(t *testing.T) {
		got := finish(t, nil, "gate", filepath.Join(t.TempDir(), "none.md"))
		if got.err == nil || exitCode(got.err) != 2 || !strings.Contains(got.err.Error(), "none.md") {
			t.Errorf("%v", got.err)
		}
	})
}
