package web_test

import (
	"path/filepath"
	"testing"

	"crossroads/web"
	"crossroads/web/webtest"
)

// TestScripts runs the files of testdata: those in "any" on every content without
// rules of an organisation, those in "limited" on the same where little may be saved,
// the others on the content they are named after. Package webtest says what they are
// made of.
func TestScripts(t *testing.T) {
	for tree := range trees {
		for _, folder := range []string{"any", "limited", tree} {
			with := setup{tree: tree}
			if folder == "limited" {
				with.config = web.Config{SaveBurst: 1, SaveRate: 0.1}
			}
			runScripts(t, with, folder)
		}
	}
	runScripts(t, setup{tree: policyTree}, policyTree)
}

func runScripts(t *testing.T, with setup, folder string) {
	files, err := filepath.Glob(filepath.Join("testdata", folder, "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %d scripts, %v", folder, len(files), err)
	}
	for _, file := range files {
		t.Run(with.tree+"/"+filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			s := newSite(t, with)
			webtest.Run(t, webtest.Site{URL: s.URL, Client: s.Client(), Library: s.lib}, file)
		})
	}
}
