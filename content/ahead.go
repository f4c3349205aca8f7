package content

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"path"
	"runtime"
	"strings"
)

// parsedAhead parses files on all cores while the loader works through earlier files one by one.
// Parsing takes most of the time of a load.
type parsedAhead struct {
	yaml       map[string]chan parsed[*node]
	situations map[string]chan parsed[[]situationLine]
}

// parsed is the result of parsing a text.
type parsed[T any] struct {
	text  string
	value T
	err   error
}

// situationLine is one line of a file of situations.
type situationLine struct {
	situation Situation
	err       error
}

// parseAhead starts parsing all YAML files and panels of the tree. It skips unreadable
// files, which the loader will report.
func parseAhead(fsys fs.FS) parsedAhead {
	cores := make(chan struct{}, runtime.GOMAXPROCS(0))
	return parsedAhead{ // panels are long and needed last
		yaml: aheadOf(fsys, ".yaml", parseYAML, cores, "sources", "comparisons", "cases", "claims", "prices", "skus",
			glossaryFile, changesFile, assumptionsFile, ratesFile),
		situations: aheadOf(fsys, ".jsonl", parseSituations, cores, panelFolder),
	}
}

// aheadOf parses the files with an extension in some folders; cores limits how many at a
// time.
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
					p.value, p.err = parse(p.text)
				}
				result <- p
			}()
			return nil
		})
	}
	return files
}

// take returns the result of parsing text: the one made ahead, if the file has not changed
// since.
func take[T any](files map[string]chan parsed[T], file, text string, parse func(string) (T, error)) (T, error) {
	if result, ok := files[file]; ok {
		p := <-result
		result <- p // for a second caller
		if p.text == text {
			return p.value, p.err
		}
	}
	return parse(text)
}

// parse returns the tree of a YAML file, parsed ahead if possible.
func (a parsedAhead) parse(file, text string) (*node, error) {
	return take(a.yaml, file, text, parseYAML)
}

// lines returns the situations of a file, parsed ahead if possible.
func (a parsedAhead) lines(file, text string) []situationLine {
	list, _ := take(a.situations, file, text, parseSituations)
	return list
}

// parseSituations reads one JSON object per line. Each line carries its own error.
func parseSituations(text string) (list []situationLine, _ error) {
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
		var w situationLine
		d := json.NewDecoder(bytes.NewReader([]byte(line)))
		d.DisallowUnknownFields()
		if w.err = d.Decode(&w.situation); w.err != nil {
			w.situation = Situation{}
		}
		w.situation.typeset()
		list = append(list, w)
	}
	return list, nil
}
