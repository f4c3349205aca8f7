package content

import (
	"io/fs"
	"path"
	"runtime"
)

// ahead parses YAML files on all cores while the loader, which goes through
// them one by one, is busy with earlier ones. Parsing is most of a load's time.
type ahead map[string]chan parsed

type parsed struct {
	text string
	root *node
	err  error
}

// parseAhead starts with every YAML file of the tree. What cannot be read is
// left out: the loader will meet it and say so.
func parseAhead(fsys fs.FS) ahead {
	files := ahead{}
	cores := make(chan struct{}, runtime.GOMAXPROCS(0))
	for _, root := range []string{
		"sources", "comparisons", "cases", "claims", "prices", "skus", glossaryFile, changesFile, assumptionsFile, ratesFile,
	} {
		_ = fs.WalkDir(fsys, root, func(file string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || path.Ext(file) != ".yaml" {
				return nil
			}
			result := make(chan parsed, 1)
			files[file] = result
			go func() {
				cores <- struct{}{}
				defer func() { <-cores }()
				var p parsed
				if raw, err := readBounded(fsys, file); err == nil {
					p.text = normal(raw)
					p.root, p.err = parseYAML(p.text)
				}
				result <- p
			}()
			return nil
		})
	}
	return files
}

// parse gives the tree of a text, parsed ahead if it was the same then.
func (a ahead) parse(file, text string) (*node, error) {
	if result, ok := a[file]; ok {
		p := <-result
		result <- p // for who asks again
		if p.text == text {
			return p.root, p.err
		}
	}
	return parseYAML(text)
}
