package web_test

import (
	"path/filepath"
	"testing"

	"crossroads/web"
	"crossroads/web/webtest"
)

// TestScripts runs the files of testdata: those in "any" on every content,
// those in "limited" on every content where little may be saved, the others on
// the content they are named after. Package webtest says what they are made of.
func TestScripts(t *testing.T) {
	for tree := range trees {
		for _, folder := range []string{"any", "limited", tree} {
			with := setup{tree: tree}
			if folder == "limited" {
				with.config = web.Config{SaveBurst: 1, SaveRate: 0.1}
			}
			files, err := filepath.Glob(filepath.Join("testdata", folder, "*.txt"))
			if err != nil {
				t.Fatal(err)
			}
			for _, file := range files {
				t.Run(tree+"/"+filepath.Base(file), func(t *testing.T) {
					t.Parallel()
					s := newSite(t, with)
					webtest.Run(t, webtest.Site{URL: s.URL, Client: s.Client(), Library: s.lib}, file)
				})
			}
		}
	}
}
