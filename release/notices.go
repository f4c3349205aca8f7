package main

import (
	"debug/buildinfo"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
)

// licenceFile matches the names of licence files in modules.
var licenceFile = regexp.MustCompile(`(?i)^(.*[-_.])?(licen[cs]e|copying|notice|copyright|patents)([-_.].*)?$`)

// notices writes the licences of Go, of every module linked into a program, and of the
// fonts in a directory. It fails if a module has no licence file.
func notices(w io.Writer, program, fonts string) error {
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		return err
	}
	root, err := goCommand("env", "GOROOT").Output()
	if err != nil {
		return fmt.Errorf("go env GOROOT: %w", err)
	}
	fmt.Fprintf(w, "Crossroads is made with Go, the modules and the fonts below. Each is followed by its licences.\n")
	if err := writeLicences(w, "Go "+info.GoVersion, strings.TrimSpace(string(root)), false); err != nil {
		return err
	}
	for _, module := range info.Deps {
		if module.Replace != nil {
			module = module.Replace
		}
		dir, err := sourceOf(module)
		if err != nil {
			return err
		}
		if err := writeLicences(w, module.Path+" "+module.Version, dir, true); err != nil {
			return err
		}
	}
	return writeLicences(w, "Fonts for pictures: Noto Sans, Noto Sans CJK, Noto Emoji", fonts, false)
}

func goCommand(args ...string) *exec.Cmd { return exec.Command("go", args...) }

// sourceOf returns the directory of a module.
func sourceOf(module *debug.Module) (string, error) {
	out, err := goCommand("mod", "download", "-json", module.Path+"@"+module.Version).Output()
	var found struct{ Dir, Error string }
	if jsonErr := json.Unmarshal(out, &found); jsonErr != nil || found.Dir == "" {
		return "", fmt.Errorf("the source of %s %s is not there: %s %w", module.Path, module.Version, found.Error, err)
	}
	return found.Dir, nil
}

// writeLicences writes the licences in a directory and, if below is set, in its
// subdirectories, each text once.
func writeLicences(w io.Writer, name, dir string, below bool) error {
	var texts []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != dir && (!below || d.Name() == "testdata"):
			return fs.SkipDir
		case !d.Type().IsRegular() || !licenceFile.MatchString(d.Name()) || filepath.Ext(path) == ".go":
			return nil
		}
		text, err := os.ReadFile(path)
		if clean := strings.TrimSpace(string(text)); clean != "" && !slices.Contains(texts, clean) {
			texts = append(texts, clean)
		}
		return err
	})
	if err != nil {
		return err
	}
	if len(texts) == 0 {
		return fmt.Errorf("%s has no licence in %s", name, dir)
	}
	_, err = fmt.Fprintf(w, "\n%s\n%s\n\n%s\n", strings.Repeat("=", 80), name, strings.Join(texts, "\n\n"+strings.Repeat("-", 80)+"\n\n"))
	return err
}
