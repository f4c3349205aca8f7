package content

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"path"
	"runtime"
	"strings"
)

// ahead parses files on all cores while the loader, which goes through them one by
// one, is busy with earlier ones. Parsing is most of a load's time.
type ahead struct {
	yaml       map[string]chan parsed[*node]
	situations map[string]chan parsed[[]written]
}

// parsed is what a text says.
type parsed[T any] struct {
	text string
	said T
	err  error
}

// written is a line of a file of situations.
type written struct {
	situation Situation
	err       error
}

// parseAhead starts with every YAML file and every panel of the tree. What cannot be
// read is left out: the loader will meet it and say so.
func parseAhead(fsys fs.FS) ahead {
	cores := make(chan struct{}, runtime.GOMAXPROCS(0))
	return ahead{ // panels are long and wanted late
		yaml: aheadOf(fsys, ".yaml", parseYAML, cores, "sources", "comparisons", "cases", "claims", "prices", "skus",
			glossaryFile, changesFile, assumptionsFile, ratesFile),
		situations: aheadOf(fsys, ".jsonl", parseSituations, cores, panelFolder),
	}
}

// aheadOf parses the files of folders that end in an extension, as many at a time as cores
// holds.
func aheadOf[T any](
	fsys fs.FS, extension string, parse func(string) (T, error), cores chan struct{}, roots ...string,
) map[string]chan parsed[T] {
	files := map[string]chan parsed[T]{}
	for _, root := range roots {
		_ = fs.WalkDir(fsys, root, func(file string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || path.Ext(file) != extension {
				return nil
			}
			result := make(chan parsed[T], 1)
			files[file] = result
			go func() {
				cores <- struct{}{}
				defer func() { <-cores }()
				var p parsed[T]
				if raw, err := readBounded(fsys, file); err == nil {
					p.text = normal(raw)
					p.said, p.err = parse(p.text)
				}
				result <- p
			}()
			return nil
		})
	}
	return files
}

// take returns what a text says, parsed ahead if it was the same then.
func take[T any](files map[string]chan parsed[T], file, text string, parse func(string) (T, error)) (T, error) {
	if result, ok := files[file]; ok {
		p := <-result
		result <- p // for who asks again
		if p.text == text {
			return p.said, p.err
		}
	}
	return parse(text)
}

// parse returns the tree of a YAML file.
func (a ahead) parse(file, text string) (*node, error) {
	return take(a.yaml, file, text, parseYAML)
}

// lines returns the situations of a file.
func (a ahead) lines(file, text string) []written {
	list, _ := take(a.situations, file, text, parseSituations)
	return list
}

// parseSituations reads one JSON object a line. What is wrong with a line stands there.
func parseSituations(text string) (list []written, _ error) {
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
		var w written
		d := json.NewDecoder(bytes.NewReader([]byte(line)))
		d.DisallowUnknownFields()
		if w.err = d.Decode(&w.situation); w.err != nil {
			w.situation = Situation{}
		}
		list = append(list, w)
	}
	return list, nil
}
